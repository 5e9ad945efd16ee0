//! The thread that makes every frame at its time, and what it takes to start it.

use std::{
    sync::{
        Arc,
        mpsc::{self, SyncSender, TrySendError},
    },
    thread,
};

use moq_mux::{catalog, container};
use moq_net::{broadcast, origin, track};
use plenary_picture::{Fonts, Picture};
use tokio::{
    runtime,
    sync::{mpsc as inbox, oneshot, watch},
    task::JoinHandle,
};

use crate::{
    Config, Error, Format, Handle, Snapshot,
    clock::{Clock, Monotonic},
    compose,
    delay::{self, Delay, Out},
    desk::{self, Desk},
    encode::{self, Rendition},
    feed, graphics,
    handle::{Answer, Command, INBOX},
    returns::{self, Returns},
    voice,
};

/// Frames between two snapshots when nothing happens.
const REPORT: u64 = 3;

/// Why a stage could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The programme's broadcast could not be published.
    #[error("the programme cannot be published: {0}")]
    Publish(#[from] moq_mux::Error),
    /// The relay does not take the programme's broadcast.
    #[error("the programme cannot be published: {0}")]
    Origin(#[from] moq_net::Error),
    /// The video encoder does not work here.
    #[error("pictures cannot be encoded on this machine: {0}")]
    Video(#[from] plenary_picture::h264::EncodeError),
    /// The sound encoder does not work here.
    #[error("sound cannot be encoded on this machine: {0}")]
    Sound(#[from] moq_audio::Error),
    /// The sound of the monitor could not be published.
    #[error("the monitor cannot be published: {0}")]
    Monitor(String),
    /// The system gives no more threads.
    #[error("the system gives the stage no thread: raise the limit of processes; {0}")]
    Thread(#[from] std::io::Error),
}

/// Starts a stage: its programme begins with frame 0 now, with the slate on air. The task that is given
/// back ends when the stage was stopped, and fails when its engine did. Call it within a Tokio runtime.
///
/// # Errors
/// [`StartError`], when encoders, threads or broadcasts are not to be had.
pub fn start(config: Config, origin: origin::Producer) -> Result<(Handle, JoinHandle<()>), StartError> {
    let runtime = runtime::Handle::current();
    let clock: Arc<dyn Clock> = Arc::new(Monotonic::start());
    let outputs = Outputs::open(&config, &origin)?;
    let remaining = desk::remaining(&config.slate, clock.wall());
    let graphics = graphics::Graphics::start(compose::programme(config.format), &config.slate, remaining, Fonts::load)?;
    let feeder = feed::Subscriber { origin: origin.consume(), runtime: runtime.clone() };
    // What it took to get here is no reason to begin late.
    let clock: Arc<dyn Clock> = Arc::new(Monotonic::start());
    let format = config.format;
    let desk = Desk::new(format, config.slate, clock.clone(), Box::new(feeder), graphics);
    let (commands, commanded) = inbox::channel(INBOX);
    let (report, snapshot) = watch::channel(Snapshot::default());
    let (ended, end) = oneshot::channel();
    let air = Air::default();
    let engine = Engine { format, desk, clock, outputs, commanded, report, air, late_frames: 0, preview_dropped: 0 };
    let run = move || {
        engine.run();
        // Nobody waits when the runtime has gone.
        let _ = ended.send(());
    };
    thread::Builder::new().name("stage".into()).spawn(run)?;
    let task = runtime.spawn(async move { end.await.expect("the stage's engine failed") });
    Ok((Handle::new(commands, snapshot), task))
}

/// Makes one frame after the other.
struct Engine {
    format: Format,
    desk: Desk,
    clock: Arc<dyn Clock>,
    outputs: Outputs,
    commanded: inbox::Receiver<Command>,
    report: watch::Sender<Snapshot>,
    air: Air,
    late_frames: u64,
    preview_dropped: u64,
}

/// What is held back, as the threads that hold it do it: where they begin anew is decided here.
#[derive(Default)]
struct Air {
    delay: Delay<()>,
    /// The delay was changed, or what was held dumped, since the last frame.
    anew: bool,
    dump: bool,
    /// Frames since the last keyframe.
    since_key: u32,
    /// The frame before began with a keyframe.
    key: bool,
    /// The audience sees the slate in the place of what is made.
    is_slate: bool,
}

impl Engine {
    fn run(mut self) {
        loop {
            let number = self.desk.director.frame();
            self.clock.wait_until(self.format.due_us(number));
            let mut answers = Vec::new();
            loop {
                match self.commanded.try_recv() {
                    Ok(Command::Stop) => return,
                    Ok(command) => answers.extend(self.obey(command)),
                    Err(inbox::error::TryRecvError::Empty) => break,
                    // Nobody holds a handle any more.
                    Err(inbox::error::TryRecvError::Disconnected) => return,
                }
            }
            // Later than when the next one is due.
            let late = self.clock.now_us() > self.format.due_us(number + 1);
            if late {
                self.late_frames += 1;
                metrics::counter!("plenary_stage_late_frames_total").increment(1);
            }
            let preview = self.outputs.preview_demand.is_used() || self.outputs.returns.previewed();
            let before = self.desk.director.programme();
            let frame = self.desk.frame(late, preview);
            metrics::counter!("plenary_stage_frames_total").increment(1);
            let news = !answers.is_empty() || before != self.desk.director.programme();
            if news || number.is_multiple_of(REPORT) {
                let mut snapshot = self.desk.snapshot();
                snapshot.late_frames = self.late_frames;
                snapshot.dropped += self.preview_dropped;
                snapshot.delay_frames = self.air.delay.frames();
                snapshot.held_frames = self.air.delay.held();
                snapshot.holding = self.air.is_slate;
                self.report.send_replace(snapshot);
            }
            // Who has an answer finds what it says in the snapshot.
            for answer in answers {
                answer();
            }
            if number.is_multiple_of(returns::EVERY) {
                self.beside(number);
            }
            if !self.send(frame) {
                tracing::error!("an encoder's thread is gone: the stage stops");
                return;
            }
        }
    }

    /// Does what is asked. What is given back answers it.
    fn obey(&mut self, command: Command) -> Option<Box<dyn FnOnce()>> {
        let director = &mut self.desk.director;
        Some(match command {
            Command::Preview(scene, to) => answer(to, director.preview(scene)),
            Command::Take(transition, to) => answer(to, director.take(transition)),
            Command::Direct(scene, transition, caption, to) => answer(to, director.direct(scene, transition, caption)),
            Command::Caption(caption, to) => {
                director.caption(caption);
                answer(to, Ok(()))
            }
            Command::Arm(backup, to) => {
                director.arm(backup);
                answer(to, Ok(()))
            }
            Command::Delay(ms, to) => {
                let frames = usize::try_from(self.format.pictures(ms.into())).unwrap_or(delay::LONGEST);
                self.air.anew |= frames.min(delay::LONGEST) != self.air.delay.frames();
                self.air.delay.set(frames);
                answer(to, Ok(()))
            }
            Command::Dump(to) => {
                self.air.delay.dump();
                (self.air.dump, self.air.anew) = (true, true);
                answer(to, Ok(()))
            }
            Command::Graphics(programme, preview, to) => {
                self.desk.graphics(programme, preview);
                answer(to, Ok(()))
            }
            Command::Slate(slate, to) => {
                self.desk.slate = slate;
                answer(to, Ok(()))
            }
            Command::Sources(sources, to) => {
                self.desk.sources(sources);
                answer(to, Ok(()))
            }
            Command::Sound(settings, to) => {
                self.desk.board.settings = *settings;
                answer(to, Ok(()))
            }
            Command::ResetLoudness(to) => {
                let frame = self.desk.director.frame();
                self.desk.board.reset_loudness(frame);
                answer(to, Ok(()))
            }
            Command::Stop => return None,
        })
    }

    /// Draws the others for those on air who look at them. Where the encoder is behind they are left out.
    fn beside(&mut self, number: u64) {
        let watching = self.outputs.returns.watching();
        if watching.is_empty() {
            return;
        }
        let at_us = self.format.due_us(number);
        for (source, picture) in self.desk.beside(number, &watching) {
            if self.outputs.beside.try_send(returns::Job { at_us, source, picture }).is_err() {
                metrics::counter!("plenary_stage_returns_dropped_total").increment(1);
            }
        }
    }

    /// Hands a frame to the encoders, and waits where one is behind. False when one is gone.
    fn send(&mut self, frame: desk::Frame) -> bool {
        let desk::Frame { number, picture, key, sound, monitor, returns, preview, slate } = frame;
        let (hold, ended) = self.air.pass(key, slate, self.format.fps());
        let (key, at_us) = (self.air.key, self.format.due_us(number));
        let outputs = &self.outputs;
        if let Some((picture, key)) = preview
            && let Err(TrySendError::Full(_)) =
                outputs.preview.try_send(encode::Job { at_us, picture, key, hold: None })
        {
            self.preview_dropped += 1;
            metrics::counter!("plenary_stage_preview_dropped_total").increment(1);
        }
        let large = encode::Job { at_us, picture: picture.clone(), key, hold: Some(hold.clone()) };
        let small = encode::Job { at_us, picture, key, hold: Some(hold) };
        // Frame 0 ends no time: the sound begins with it.
        let begins = |frame: u64| frame * self.format.samples() as u64;
        let sound = number.checked_sub(1).map(|frame| voice::Job {
            begins: begins(frame),
            programme: sound,
            monitor,
            returns,
            hold: ended,
        });
        outputs.large.send(large).is_ok()
            && outputs.small.send(small).is_ok()
            && sound.is_none_or(|job| outputs.sound.send(job).is_ok())
    }
}

impl Air {
    /// The next frame: how its picture waits, and the sound of the time that it ends. `cut`: it must begin with a
    /// keyframe, as it must after `most` frames without.
    fn pass(&mut self, cut: bool, slate: Arc<Picture>, most: u32) -> (encode::Hold, voice::Hold) {
        let before = self.key;
        self.key = std::mem::take(&mut self.anew) | cut || self.since_key >= most;
        self.since_key = if self.key { 1 } else { self.since_key + 1 };
        let (frames, dump) = (self.delay.frames(), std::mem::take(&mut self.dump));
        self.is_slate = self.delay.pass((), self.key) == Out::Slate;
        (encode::Hold { frames, dump, slate }, voice::Hold { frames, dump, begins: before })
    }
}

/// Who asked may have gone; what was asked is done all the same.
fn answer<T: 'static>(to: Answer<T>, result: Result<T, Error>) -> Box<dyn FnOnce()> {
    Box::new(move || {
        let _ = to.send(result);
    })
}

/// The threads that encode, and what they publish.
struct Outputs {
    large: SyncSender<encode::Job>,
    small: SyncSender<encode::Job>,
    sound: SyncSender<voice::Job>,
    preview: SyncSender<encode::Job>,
    preview_demand: track::Demand,
    returns: Returns,
    beside: SyncSender<returns::Job>,
    _catalogs: [catalog::Producer; 3],
    _broadcasts: [broadcast::Producer; 3],
}

impl Outputs {
    fn open(config: &Config, origin: &origin::Producer) -> Result<Self, StartError> {
        let video = || catalog::hang::Container::Legacy(container::Kind::Video);
        let info = |catalog: &catalog::Producer| catalog.track_info(hang::catalog::PRIORITY.video);

        let mut programme = origin.create_broadcast(config.programme().to_string())?;
        let catalog = catalog::Producer::new(&mut programme, catalog::Config::default())?;
        // All tracks stand in the first catalog that anybody reads.
        let reserved = catalog.reserve();
        let mut monitor = origin.create_broadcast(config.monitor().to_string())?;
        let monitor_catalog = catalog::Producer::new(&mut monitor, catalog::Config::default())?;
        let monitored = monitor_catalog.reserve();
        let rendition = |rendition: Rendition| -> Result<_, StartError> {
            let track = programme.create_track(rendition.name, info(&catalog))?;
            let air = reserved.video(track, video(), rendition.catalog()?)?;
            let track = monitor.create_track(rendition.name, info(&monitor_catalog))?;
            let at_once = monitored.video(track, video(), rendition.catalog()?)?;
            let (jobs, waiting) = mpsc::sync_channel(encode::QUEUE);
            encode::spawn(rendition, waiting, encode::Ways { air, monitor: Some(at_once), returns: None })?;
            Ok(jobs)
        };
        let (large, small) = (rendition(Rendition::large(config.format))?, rendition(Rendition::small(config.format))?);
        let encoder = voice::programme_encoder()?;
        let track = programme.create_track(voice::TRACK, catalog.track_info(hang::catalog::PRIORITY.audio))?;
        let wire = catalog::hang::Container::Legacy(container::Kind::Audio);
        let out = reserved.audio(track, wire, voice::catalog_entry(&encoder))?;
        let (sound, waiting) = mpsc::sync_channel(voice::QUEUE);
        let listened = voice::Listened::monitor(&mut monitor, &monitor_catalog)
            .map_err(|error| StartError::Monitor(error.to_string()))?;
        let returns = Returns::new(config.format)?;
        voice::spawn(config.clone(), origin.clone(), waiting, (encoder, out), listened, returns.clone())?;
        drop(reserved);
        drop(monitored);
        monitor.announce(origin::Route::default())?;
        programme.announce(origin::Route::default())?;

        let mut preview = origin.create_broadcast(config.preview().to_string())?;
        let preview_catalog = catalog::Producer::new(&mut preview, catalog::Config::default())?;
        let rendition = Rendition::preview(config.format);
        let track = preview.create_track(rendition.name, info(&preview_catalog))?;
        let preview_demand = track.demand();
        let out = preview_catalog.video(track, video(), rendition.catalog()?)?;
        let (preview_jobs, waiting) = mpsc::sync_channel(2);
        encode::spawn(rendition, waiting, encode::Ways { air: out, monitor: None, returns: Some(returns.clone()) })?;
        preview.announce(origin::Route::default())?;
        let (beside, waiting) = mpsc::sync_channel(returns::QUEUE);
        returns.spawn(waiting)?;
        Ok(Self {
            large,
            small,
            sound,
            preview: preview_jobs,
            preview_demand,
            returns,
            beside,
            _catalogs: [catalog, monitor_catalog, preview_catalog],
            _broadcasts: [programme, monitor, preview],
        })
    }
}
