//! What taking in and playing recordings promises, with media that ffmpeg makes on the spot.

mod report;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use plenary_clip::{Clip, Error, Limits, Player, Taken, ingest, probe};
use plenary_model::format::Format;
use plenary_picture::{Picture, Size, Yuv, stamp};
use tempfile::TempDir;

const HOUSE: Size = Size::new(1280, 720);

/// A folder to work in.
struct Room(TempDir);

impl Room {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Makes a media file.
    fn ffmpeg(&self, args: &str) {
        let status = Command::new("ffmpeg")
            .args(["-v", "error", "-nostdin", "-y"])
            .args(args.split_whitespace())
            .current_dir(self.0.path())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "ffmpeg {args}");
    }

    /// Pictures that carry their number and a colour, as raw video.
    fn stamped(&self, name: &str, size: Size, count: u32) {
        let raw = (0..count).flat_map(|number| {
            let mut picture = Picture::filled(size, Yuv::from_rgb(0x28_5060));
            stamp::write(&mut picture, number);
            stamp::write_colour(&mut picture, Yuv::from_rgb(0xd0_6020));
            picture.data().to_vec()
        });
        fs::write(self.path(name), raw.collect::<Vec<u8>>()).unwrap();
    }

    async fn ingest(&self, name: &str) -> Result<Clip, Error> {
        Ok(self.take(name).await?.clip)
    }

    async fn take(&self, name: &str) -> Result<Taken, Error> {
        ingest(&self.path(name), &self.path("clip"), &Limits::default(), Format::default(), |_| {}).await
    }

    /// What lies in the folder, hidden names too.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn number(player: &mut Player, frame: u64) -> Option<u32> {
    stamp::read(player.picture(frame).unwrap().unwrap())
}

/// The strength of a tone in one channel, 1 for a full sine.
fn tone(samples: &[f32], channel: usize, hertz: f32) -> f32 {
    let (mut re, mut im, mut count) = (0.0, 0.0, 0.0);
    for (at, pair) in samples.chunks_exact(2).enumerate() {
        let angle = at as f32 / 48_000.0 * hertz * std::f32::consts::TAU;
        re += pair[channel] * angle.cos();
        im += pair[channel] * angle.sin();
        count += 1.0;
    }
    2.0 * f32::hypot(re, im) / count
}

#[tokio::test]
async fn every_frame_and_sample_of_a_recording_comes_out_in_its_place() {
    let room = Room::new();
    room.stamped("raw", Size::new(640, 360), 90);
    room.ffmpeg(
        "-f rawvideo -pix_fmt yuv420p -s 640x360 -r 30 -i raw -f lavfi -i sine=440:r=44100:d=3 -f lavfi -i sine=880:r=44100:d=3 \
         -filter_complex [1:a][2:a]join=inputs=2:channel_layout=stereo,volume=6[a] -map 0:v -map [a] \
         -c:v libx264 -preset ultrafast -c:a aac -shortest in.mp4",
    );
    let mut heard = Vec::new();
    let clip = ingest(&room.path("in.mp4"), &room.path("clip"), &Limits::default(), Format::default(), |done| {
        heard.push(done)
    })
    .await
    .unwrap()
    .clip;
    // The sound's codec pads it by a fraction of a picture.
    assert!((90..=92).contains(&clip.frames), "{}", clip.frames);
    assert!((143_000..146_000).contains(&clip.samples), "{}", clip.samples);
    assert!(heard.is_sorted() && heard.last() == Some(&1.0), "{heard:?}");
    assert_eq!(room.names(), ["clip", "in.mp4", "raw"]);
    assert_eq!(Clip::open(&room.path("clip")).unwrap(), clip);
    assert!(fs::read(clip.poster()).unwrap().starts_with(&[0xff, 0xd8]));

    let mut player = Player::open(&clip).unwrap();
    for frame in (0..90).chain([0, 1, 2, 75, 74, 30, 29, 89, 0]) {
        assert_eq!(number(&mut player, frame), Some(frame as u32));
    }
    assert_eq!(player.picture(89).unwrap().unwrap().size(), HOUSE);
    let found = stamp::read_colour(player.picture(45).unwrap().unwrap()).to_rgb();
    for (a, b) in found.to_be_bytes().into_iter().zip(0xd0_6020u32.to_be_bytes()) {
        assert!(a.abs_diff(b) < 12, "{found:06x}");
    }
    assert!(player.picture(clip.frames).unwrap().is_none() && player.picture(u64::MAX).unwrap().is_none());

    let mut samples = vec![0.0; 2 * 24_000];
    assert_eq!(player.sound(48_000, &mut samples).unwrap(), 24_000);
    assert!(tone(&samples, 0, 440.0) > 0.05 && tone(&samples, 0, 880.0) < 0.003);
    assert!(tone(&samples, 1, 880.0) > 0.05 && tone(&samples, 1, 440.0) < 0.003);
    let rest = player.sound(clip.samples - 10, &mut samples).unwrap();
    assert_eq!((rest, samples[2 * rest..].iter().all(|sample| *sample == 0.0)), (10, true));
    assert_eq!(player.sound(u64::MAX, &mut samples).unwrap(), 0);
    assert_eq!(player.damaged(), 0);
}

#[tokio::test]
async fn other_rates_and_holes_in_time_keep_the_clock() {
    let room = Room::new();
    room.stamped("raw", Size::new(320, 180), 50);
    // 25 a second, of which every picture between 10 and 20 is missing: number n is due at n/25 s.
    room.ffmpeg(
        "-f rawvideo -pix_fmt yuv420p -s 320x180 -r 25 -i raw -vf select='not(between(n,10,20))' -fps_mode vfr \
         -c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M in.webm",
    );
    let clip = room.ingest("in.webm").await.unwrap();
    assert!(clip.frames.abs_diff(60) <= 1, "{}", clip.frames);
    let mut player = Player::open(&clip).unwrap();
    for (frame, due) in [(6, 5), (18, 9), (24, 9), (36, 30), (54, 45)] {
        let found = number(&mut player, frame).unwrap();
        assert!(found.abs_diff(due) <= 1, "frame {frame} shows {found}, due is {due}");
    }
}

/// How often each picture is shown of a recording of 60 pictures, `rate` a second. None is left out.
async fn cadence(rate: u32) -> Vec<usize> {
    let room = Room::new();
    room.stamped("raw", Size::new(320, 180), 60);
    room.ffmpeg(&format!(
        "-f rawvideo -pix_fmt yuv420p -s 320x180 -r {rate} -i raw -c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M in.webm"
    ));
    let clip = room.ingest("in.webm").await.unwrap();
    let mut player = Player::open(&clip).unwrap();
    let shown: Vec<u32> = (0..clip.frames).map(|frame| number(&mut player, frame).unwrap()).collect();
    let runs: Vec<&[u32]> = shown.chunk_by(|a, b| a == b).collect();
    assert!(runs.iter().map(|run| run[0]).eq(0..60), "at {rate}: {shown:?}");
    runs.iter().map(|run| run.len()).collect()
}

#[tokio::test]
async fn every_picture_of_a_recording_is_shown_and_as_often_as_its_rate_asks_for() {
    assert_eq!(cadence(30).await, [1; 60]);
    assert_eq!(cadence(15).await, [2; 60]);
    // 25 a second: of each five pictures the third is shown twice.
    assert_eq!(cadence(25).await, [1, 1, 2, 1, 1].repeat(12));
}

#[tokio::test]
async fn a_phone_held_upright_stays_upright() {
    let room = Room::new();
    room.ffmpeg("-f lavfi -i color=red:s=640x180:r=30:d=1 -f lavfi -i color=blue:s=640x180:r=30:d=1 -filter_complex vstack -c:v libx264 -preset ultrafast flat.mp4");
    room.ffmpeg("-i flat.mp4 -c copy -metadata:s:v:0 rotate=90 in.mp4");
    let clip = room.ingest("in.mp4").await.unwrap();
    let mut player = Player::open(&clip).unwrap();
    let picture = player.picture(10).unwrap().unwrap();
    // 360x640 in 1280x720 is 405 wide in the middle: bars, then one colour at each side of it.
    let sides = [100, 500, 780, 1_180].map(|x| picture.pixel(x, 360).to_rgb());
    let dark = |rgb: u32| rgb & 0xf0_f0f0 == 0;
    assert!(dark(sides[0]) && dark(sides[3]), "{sides:06x?}");
    let mut inner = [sides[1], sides[2]].map(|rgb| rgb >> 16 > 0x80);
    inner.sort();
    assert_eq!(inner, [false, true], "{sides:06x?}");
}

#[tokio::test]
async fn odd_sizes_mono_and_missing_halves_are_welcome() {
    let room = Room::new();
    room.ffmpeg("-f lavfi -i testsrc=s=321x241:r=15:d=1 -c:v ffv1 -pix_fmt yuv444p odd.mkv");
    let clip = room.ingest("odd.mkv").await.unwrap();
    assert_eq!((clip.frames, clip.samples), (30, 0));
    let mut player = Player::open(&clip).unwrap();
    let mut samples = [1.0; 64];
    assert_eq!((player.sound(0, &mut samples).unwrap(), samples), (0, [0.0; 64]));

    fs::remove_dir_all(room.path("clip")).unwrap();
    room.ffmpeg("-f lavfi -i sine=1000:r=22050:d=2 -af volume=6 -ac 1 mono.mp3");
    let clip = room.ingest("mono.mp3").await.unwrap();
    assert!(!clip.has_picture() && clip.frames >= 60 && clip.samples >= 95_000, "{clip:?}");
    let mut player = Player::open(&clip).unwrap();
    assert_eq!(*player.picture(59).unwrap().unwrap(), Picture::new(HOUSE));
    let mut samples = vec![0.0; 2 * 24_000];
    player.sound(24_000, &mut samples).unwrap();
    assert!(tone(&samples, 0, 1_000.0) > 0.05 && tone(&samples, 1, 1_000.0) > 0.05);
    assert!(clip.poster().is_file());

    // Sound that goes on after the picture: the last picture stands.
    fs::remove_dir_all(room.path("clip")).unwrap();
    room.stamped("raw", Size::new(320, 180), 15);
    room.ffmpeg("-f rawvideo -pix_fmt yuv420p -s 320x180 -r 30 -i raw -f lavfi -i sine=d=1 -c:v libx264 -preset ultrafast long.mkv");
    let clip = room.ingest("long.mkv").await.unwrap();
    assert!(clip.frames >= 30);
    assert_eq!(number(&mut Player::open(&clip).unwrap(), 29), Some(14));
}

#[tokio::test]
async fn files_that_are_no_recording_are_refused() {
    let room = Room::new();
    room.ffmpeg("-f lavfi -i testsrc=s=320x180:r=30:d=4 -f lavfi -i sine=d=4 -c:v libx264 -preset ultrafast -movflags +faststart whole.mp4");
    room.ffmpeg("-f lavfi -i color=green:s=64x64 -frames:v 1 still.png");
    room.ffmpeg("-i whole.mp4 -c copy -f hls -hls_time 1 -hls_list_size 0 list.m3u8");
    let local = room.path("whole.mp4").to_str().unwrap().to_owned();
    fs::write(room.path("concat.txt"), format!("ffconcat version 1.0\nfile '{local}'\n")).unwrap();
    fs::write(room.path("remote.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:1/a.ts\n")
        .unwrap();
    fs::write(room.path("renamed.mp4"), fs::read(room.path("list.m3u8")).unwrap()).unwrap();
    fs::write(room.path("list.sdp"), "v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n").unwrap();
    fs::write(room.path("text.mp4"), "this is not a film\n".repeat(1_000)).unwrap();
    fs::write(room.path("empty.mp4"), "").unwrap();
    fs::create_dir(room.path("folder.mp4")).unwrap();
    for name in [
        "still.png",
        "list.m3u8",
        "concat.txt",
        "remote.m3u8",
        "renamed.mp4",
        "list.sdp",
        "text.mp4",
        "empty.mp4",
        "folder.mp4",
    ] {
        assert!(matches!(room.ingest(name).await, Err(Error::NotMedia)), "{name}");
        assert!(matches!(probe(&room.path(name), &Limits::default()).await, Err(Error::NotMedia)), "{name}");
    }
    // Cut short: without its table of contents it is nothing, with it one sees what is missing.
    let whole = fs::read(room.path("whole.mp4")).unwrap();
    fs::write(room.path("half.mp4"), &whole[..whole.len() / 2]).unwrap();
    let error = room.ingest("half.mp4").await.unwrap_err();
    assert!(matches!(error, Error::Truncated { .. } | Error::Damaged), "{error}");
    fs::write(room.path("head.mp4"), &whole[..600]).unwrap();
    assert!(room.ingest("head.mp4").await.is_err());
    assert!(!room.path("clip").exists());
    assert!(room.names().iter().all(|name| !name.starts_with(".clip")));
}

#[tokio::test]
async fn what_is_beyond_a_limit_is_refused_and_leaves_nothing() {
    let room = Room::new();
    room.ffmpeg("-f lavfi -i testsrc=s=640x360:r=30:d=3 -f lavfi -i sine=d=3 -c:v libx264 -preset ultrafast in.mp4");
    let limits = Limits::default();
    let (input, into) = (room.path("in.mp4"), room.path("clip"));
    let small = Limits { bytes: 1_000, ..limits };
    assert!(matches!(ingest(&input, &into, &small, Format::default(), |_| {}).await, Err(Error::TooLarge { .. })));
    let short = Limits { duration: Duration::from_secs(1), ..limits };
    assert!(matches!(ingest(&input, &into, &short, Format::default(), |_| {}).await, Err(Error::TooLong { .. })));
    let narrow = Limits { size: Size::new(320, 320), ..limits };
    assert!(matches!(ingest(&input, &into, &narrow, Format::default(), |_| {}).await, Err(Error::TooWide { .. })));
    // A length that the file does not tell is found out.
    room.ffmpeg("-i in.mp4 -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus -live 1 -f webm pipe.webm");
    let error = ingest(&room.path("pipe.webm"), &into, &short, Format::default(), |_| {}).await.unwrap_err();
    assert!(matches!(error, Error::TooLong { .. }), "{error}");
    // Too little memory for decoding ends the child, not us.
    let poor = Limits { memory: 60 << 20, ..limits };
    assert!(ingest(&input, &into, &poor, Format::default(), |_| {}).await.is_err());
    assert!(matches!(
        ingest(&room.path("none.mp4"), &into, &limits, Format::default(), |_| {}).await,
        Err(Error::Disk(_))
    ));
    assert_eq!(room.names(), ["in.mp4", "pipe.webm"]);
}

#[tokio::test]
async fn whoever_stops_waiting_stops_the_work() {
    let room = Room::new();
    room.ffmpeg("-f lavfi -i testsrc2=s=1280x720:r=30:d=20 -c:v libx264 -preset ultrafast in.mp4");
    let (begun, mut begins) = tokio::sync::mpsc::unbounded_channel();
    let (input, into) = (room.path("in.mp4"), room.path("clip"));
    let work = tokio::spawn(async move {
        ingest(&input, &into, &Limits::default(), Format::default(), |done| begun.send(done).unwrap_or_default()).await
    });
    let done = tokio::time::timeout(Duration::from_secs(60), begins.recv()).await.unwrap().unwrap();
    assert!(done < 1.0);
    work.abort();
    assert!(work.await.unwrap_err().is_cancelled());
    let gone = async {
        while room.names() != ["in.mp4"] {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), gone).await.unwrap();
}

#[test]
fn what_a_killed_process_left_unfinished_is_swept_and_clips_stay() {
    let folder = tempfile::tempdir().unwrap();
    let clips = folder.path().join("clips");
    assert_eq!(plenary_clip::sweep(&clips).unwrap(), 0);
    for name in [".clip-aB3x", ".clip-9", "k2j4h5k6j7h8k9j0", "k2j4h5k6j7h8k9j0.upload"] {
        fs::create_dir_all(clips.join(name)).unwrap();
    }
    fs::write(clips.join(".clip-9/picture.h264"), b"half").unwrap();
    assert_eq!(plenary_clip::sweep(&clips).unwrap(), 2);
    let mut left: Vec<_> = fs::read_dir(&clips).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["k2j4h5k6j7h8k9j0", "k2j4h5k6j7h8k9j0.upload"]);
}

#[tokio::test]
async fn a_damaged_clip_never_breaks_its_player() {
    let room = Room::new();
    room.stamped("raw", Size::new(640, 360), 60);
    room.ffmpeg("-f rawvideo -pix_fmt yuv420p -s 640x360 -r 30 -i raw -f lavfi -i sine=d=2 -c:v libx264 -preset ultrafast in.mkv");
    let clip = room.ingest("in.mkv").await.unwrap();
    let file = |name: &str| clip.folder().join(name);
    let whole = fs::read(file("picture.h264")).unwrap();
    // Bytes that changed on the disk: what cannot be decoded is counted, and the next second is whole.
    let mut broken = whole.clone();
    for at in (2_000..whole.len() / 3).step_by(97) {
        broken[at] ^= 0x5a;
    }
    fs::write(file("picture.h264"), &broken).unwrap();
    let mut player = Player::open(&Clip::open(clip.folder()).unwrap()).unwrap();
    for frame in 0..60 {
        assert_eq!(player.picture(frame).unwrap().unwrap().size(), HOUSE);
    }
    assert!(player.damaged() > 0);
    assert_eq!(number(&mut player, 59), Some(59));
    // Files that are shorter than they should be, or gone.
    fs::write(file("picture.h264"), &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(Clip::open(clip.folder()), Err(Error::Stored)));
    assert!(player.picture(58).is_err() || player.damaged() > 0);
    fs::write(file("picture.h264"), &whole).unwrap();
    for (name, content) in [("picture.index", &[0xff; 61 * 8][..]), ("clip.json", b"{}"), ("sound.s16", b"12")] {
        let before = fs::read(file(name)).unwrap();
        fs::write(file(name), content).unwrap();
        assert!(matches!(Clip::open(clip.folder()), Err(Error::Stored)), "{name}");
        fs::remove_file(file(name)).unwrap();
        assert!(matches!(Clip::open(clip.folder()), Err(Error::Stored)), "{name}");
        fs::write(file(name), before).unwrap();
    }
    assert_eq!(Clip::open(clip.folder()).unwrap(), clip);
    assert!(matches!(Clip::open(Path::new("/nowhere")), Err(Error::Stored)));
}
