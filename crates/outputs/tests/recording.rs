//! A programme with real pictures and sound, recorded to a real folder and read back with ffprobe.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use moq_audio::{Layout, encode};
use moq_mux::{catalog, container};
use moq_net::{Timestamp, origin};
use plenary_model::{
    id::{StageId, SummitId},
    name::BroadcastName,
};
use plenary_outputs::{
    disk::{Disk, Real, Sheet},
    record::{self, Handle, State},
};
use plenary_picture::{Picture, Size, h264, stamp};
use rand::{SeedableRng, rngs::StdRng};

/// A machine that is busy with other things is slow, not broken.
const LIMIT: Duration = Duration::from_secs(60);
const SIZE: Size = Size::new(320, 180);
const FPS: u64 = 30;

fn programme() -> BroadcastName {
    let rng = &mut StdRng::seed_from_u64(21);
    BroadcastName::Programme { summit: SummitId::random(rng), stage: StageId::random(rng) }
}

/// A stage that sends one picture and its sound each time it is told to.
struct Stage {
    catalog: catalog::Producer,
    _broadcast: moq_net::broadcast::Producer,
    picture: container::Producer<catalog::hang::Container, hang::catalog::VideoConfig>,
    sound: container::Producer<catalog::hang::Container, hang::catalog::AudioConfig>,
    video: h264::Encoder,
    audio: encode::Encoder,
    frame: u64,
    packet: u64,
}

impl Stage {
    fn open(origin: &origin::Producer) -> Self {
        let mut broadcast = origin.create_broadcast(programme().to_string()).unwrap();
        let catalog = catalog::Producer::new(&mut broadcast, catalog::Config::default()).unwrap();
        let settings = h264::Settings { size: SIZE, fps: 30, bitrate_bps: 600_000, keyframe_interval: 30 };
        let key = h264::Encoder::new(settings).unwrap().encode(&Picture::new(SIZE), true).unwrap();
        let config = moq_mux::codec::h264::config(&key.data).unwrap();
        let wire = catalog::hang::Container::try_from(&config).unwrap();
        let track = broadcast.create_track("720p", catalog.track_info(2)).unwrap();
        let picture = catalog.video(track, wire, config).unwrap();

        let audio = encode::Encoder::new(&encode::Settings::new(48_000, Layout::Stereo)).unwrap();
        let config = audio.catalog();
        let wire = catalog::hang::Container::try_from(&config).unwrap();
        let track = broadcast.create_track("sound", catalog.track_info(1)).unwrap();
        let sound = catalog.audio(track, wire, config).unwrap();
        broadcast.announce(Default::default()).unwrap();
        let video = h264::Encoder::new(settings).unwrap();
        Self { catalog, _broadcast: broadcast, picture, sound, video, audio, frame: 0, packet: 0 }
    }

    fn send(&mut self) {
        let mut picture = Picture::new(SIZE);
        stamp::write(&mut picture, self.frame as u32);
        let encoded = self.video.encode(&picture, self.frame.is_multiple_of(FPS)).unwrap();
        let at = self.frame * 1_000_000 / FPS;
        self.picture
            .write(container::Frame {
                timestamp: Timestamp::from_micros(at).unwrap(),
                duration: None,
                payload: encoded.data,
                keyframe: encoded.keyframe,
            })
            .unwrap();
        self.frame += 1;
        while self.packet * 20_000 < self.frame * 1_000_000 / FPS {
            if self.packet.is_multiple_of(10) {
                self.sound.cut(None).unwrap();
            }
            let payload = self.audio.encode(&[0.1; 960 * 2]).unwrap().payload;
            let timestamp = Timestamp::from_micros(self.packet * 20_000).unwrap();
            let keyframe = self.sound.needs_keyframe();
            self.sound.write(container::Frame { timestamp, duration: None, payload, keyframe }).unwrap();
            self.packet += 1;
        }
    }

    fn finish(mut self) {
        self.picture.finish().unwrap();
        self.sound.finish().unwrap();
        self.catalog.finish().unwrap();
    }
}

async fn until(handle: &Handle, what: &str, wanted: impl FnMut(&State) -> bool) -> State {
    let mut state = handle.state();
    let found = tokio::time::timeout(LIMIT, state.wait_for(wanted)).await;
    found.unwrap_or_else(|_| panic!("not {what} within {LIMIT:?}")).unwrap().clone()
}

/// Frames and packets that a player finds in a file.
fn probe(file: &Path) -> (u64, u64) {
    let count = |stream: &str| {
        let output = Command::new("ffprobe")
            .args(["-v", "error", "-count_packets", "-select_streams", stream])
            .args(["-show_entries", "stream=nb_read_packets", "-of", "csv=p=0"])
            .arg(file)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.trim().trim_end_matches(',').parse().unwrap_or_else(|_| panic!("{file:?} is not readable: {text:?}"))
    };
    (count("v:0"), count("a:0"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_frame_of_the_programme_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let origin = moq_tokio::origin::spawn();
    let (handle, task) = record::start(origin.clone(), programme(), folder.path().join("recordings"));
    let mut stage = Stage::open(&origin);
    for _ in 0..120 {
        stage.send();
    }
    stage.finish();
    until(&handle, "recording", |state| matches!(state, State::Recording { .. })).await;
    until(&handle, "done with the programme", |state| *state == State::Waiting).await;
    handle.stop();
    task.await.unwrap();
    assert_eq!(*handle.state().borrow(), State::Stopped);
    let files = files(&folder.path().join("recordings"));
    assert_eq!(files.len(), 1);
    assert_eq!(probe(&files[0]), (120, 200));
}

/// Where the child of the test below records, when this process is that child.
const CHILD_FOLDER: &str = "PLENARY_TEST_RECORD_INTO";

#[test]
fn a_recording_plays_up_to_the_last_second_after_kill_nine() {
    if let Some(folder) = env::var_os(CHILD_FOLDER) {
        return record_until_killed(folder.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "a_recording_plays_up_to_the_last_second_after_kill_nine", "--nocapture"])
        .env(CHILD_FOLDER, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut sent = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("sent ")?.parse::<u64>().ok());
    let sent = sent.find(|sent| *sent >= 120).expect("the child records until it is killed");
    child.kill().unwrap();
    child.wait().unwrap();
    let files = files(folder.path());
    assert_eq!(files.len(), 1);
    let (frames, packets) = probe(&files[0]);
    assert!(frames + FPS >= sent, "{frames} of {sent} frames");
    assert!(packets + 50 >= sent * 50 / FPS, "{packets} packets for {sent} frames");
}

fn record_until_killed(folder: PathBuf) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let origin = moq_tokio::origin::spawn();
        let (handle, _task) = record::start(origin.clone(), programme(), folder);
        let mut stage = Stage::open(&origin);
        let mut pace = tokio::time::interval(Duration::from_millis(1000 / FPS));
        loop {
            pace.tick().await;
            stage.send();
            // The parent may count on what was sent before a file was there only from then on.
            if matches!(*handle.state().borrow(), State::Recording { .. }) {
                let mut out = io::stdout().lock();
                writeln!(out, "sent {sent}", sent = stage.frame).unwrap();
                out.flush().unwrap();
            }
        }
    });
}

/// A disk with so many bytes of room.
#[derive(Clone)]
struct Small(Arc<AtomicI64>);

struct Part(fs::File, Small);

impl Disk for Small {
    type File = Part;

    fn create(&mut self, path: &Path) -> io::Result<Part> {
        Ok(Part(Real.create(path)?, self.clone()))
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        Real.remove(path)
    }
}

impl Write for Part {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let room = self.1.0.load(Ordering::SeqCst);
        let fits = data.len().min(usize::try_from(room).unwrap_or_default());
        if fits == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.1.0.fetch_sub(fits as i64, Ordering::SeqCst);
        self.0.write(&data[..fits])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Sheet for Part {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_reported_and_recording_goes_on_in_a_new_file_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let origin = moq_tokio::origin::spawn();
    let room = Small(Arc::new(AtomicI64::new(60_000)));
    let (handle, task) = record::start_on(room.clone(), origin.clone(), programme(), folder.path().to_owned());
    let mut stage = Stage::open(&origin);
    let sending = tokio::spawn(async move {
        let mut pace = tokio::time::interval(Duration::from_millis(1000 / FPS));
        loop {
            pace.tick().await;
            stage.send();
        }
    });
    let fault = until(&handle, "full", |state| matches!(state, State::Faulted(_))).await;
    assert!(matches!(fault, State::Faulted(text) if text.contains("disk is full")));

    room.0.store(i64::MAX, Ordering::SeqCst);
    until(&handle, "recording again", |state| matches!(state, State::Recording { bytes, .. } if *bytes > 100_000))
        .await;
    handle.stop();
    task.await.unwrap();
    sending.abort();
    let files = files(folder.path());
    assert_eq!(files.len(), 2, "an attempt that wrote nothing leaves no file: {files:?}");
    for file in files {
        let (frames, packets) = probe(&file);
        assert!(frames > 0 && packets > 0, "{file:?}");
    }
}
