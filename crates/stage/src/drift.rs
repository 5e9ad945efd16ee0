//! How far picture and sound are apart in the programme after many hours of a clock that only counts.
//!
//! A source makes a flash and a beep at the same moment once a second; what is measured is the frame of the programme
//! that shows the one and the sample that begins the other. One source stamps its sound as a browser does, by the
//! page's clock, while its sound card counts faster; one is even; one is a recording.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use plenary_model::{
    clip::Span,
    id::{ClipId, Secret, SpeakerId, SummitId},
    name::BroadcastName,
    scene::{Scene, Transition},
    source::SourceId,
    time::Timestamp,
};
use plenary_picture::{Fonts, Picture, Size, Yuv};
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    Error, Feed, Format, SAMPLE_RATE, Slate, Source,
    clock::Clock,
    compose,
    deck::{Deck, Frames, Read},
    desk::{Desk, Feeder},
    graphics::Graphics,
    inbox::Inbox,
    sound::Pair,
    wall,
};

/// From flash to beep in the programme, in milliseconds: positive when the beep comes later. The median of the last
/// minute of each source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Apart {
    /// Of a source whose sound card counts 100 ppm fast.
    pub fast_ms: f64,
    /// Of one whose clocks agree.
    pub even_ms: f64,
    /// Of a recording.
    pub recorded_ms: f64,
    /// The largest step from one sample to the next in these minutes, of full scale: a click is 0.1 and more.
    pub steepest: f32,
}

/// Lets the sources run for so many minutes, and three minutes more in which they are on air one after the other.
///
/// # Errors
/// When the system gives no thread for graphics, or a scene is refused.
pub fn measure(minutes: u64) -> Result<Apart, MeasureError> {
    let mut run = Run::new()?;
    // Both are received all the time.
    run.on_air(run.fast.id)?;
    run.desk.director.preview(Scene::Full { source: run.even.id })?;
    run.go_on(minutes * 60, None);
    let mut seen = Seen::default();
    let fast_ms = run.minute(&mut seen);
    run.on_air(run.even.id)?;
    let even_ms = run.minute(&mut seen);
    run.on_air(run.clip)?;
    let recorded_ms = run.minute(&mut seen);
    Ok(Apart { fast_ms, even_ms, recorded_ms, steepest: seen.steepest })
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// There is no thread for graphics.
    #[error("the system gives no thread: {0}")]
    Thread(#[from] std::io::Error),
    /// A scene is refused.
    #[error(transparent)]
    Scene(#[from] Error),
}

/// The stage, what feeds it, and when it is.
struct Run {
    desk: Desk,
    feeds: Feeds,
    clock: Arc<Counted>,
    rng: StdRng,
    fast: Live,
    even: Live,
    clip: SourceId,
    frame: u64,
}

/// What came out.
#[derive(Default)]
struct Seen {
    flashes: Vec<i64>,
    beeps: Vec<i64>,
    last: f32,
    steepest: f32,
}

impl Run {
    fn new() -> Result<Self, MeasureError> {
        let mut rng = StdRng::seed_from_u64(11);
        let summit = SummitId::random(&mut rng);
        let mut live = |ppm| Live {
            id: SourceId::Speaker(SpeakerId::random(&mut rng)),
            name: BroadcastName::Speaker { summit, stage: None, secret: Secret::random(&mut rng) },
            rate: f64::from(SAMPLE_RATE) * (1.0 + ppm / 1e6),
            pictures: 0,
            packets: 0,
        };
        let (fast, even) = (live(100.0), live(0.0));
        let clip = ClipId::random(&mut rng);
        let (clock, feeds, slate) = (Arc::new(Counted::default()), Feeds::default(), Slate::default());
        let graphics = Graphics::start(compose::programme(FORMAT), &slate, None, Fonts::shipped)?;
        let mut desk = Desk::new(FORMAT, slate, clock.clone(), Box::new(feeds.clone()), graphics);
        let recorded = Feed::Clip { folder: "recorded".into(), span: Span::default() };
        let clip = SourceId::Clip(clip);
        let mut sources: Vec<_> = [&fast, &even].map(|live| Source { id: live.id, feed: Feed::Live(live.name) }).into();
        sources.push(Source { id: clip, feed: recorded });
        desk.sources(sources);
        Ok(Self { desk, feeds, clock, rng, fast, even, clip, frame: 0 })
    }

    fn on_air(&mut self, source: SourceId) -> Result<(), Error> {
        self.desk.director.direct(Scene::Full { source }, Transition::Cut, None).map(drop)
    }

    /// The median from flash to beep of a minute; its first seconds are the scene's own beginning.
    fn minute(&mut self, seen: &mut Seen) -> f64 {
        self.go_on(4, None);
        (seen.flashes, seen.beeps) = (Vec::new(), Vec::new());
        self.go_on(56, Some(seen));
        let nearest = |flash: &i64| seen.beeps.iter().map(|beep| beep - flash).min_by_key(|apart| apart.abs());
        let mut apart: Vec<i64> = seen.flashes.iter().filter_map(nearest).collect();
        apart.sort_unstable();
        // Nothing seen or heard is as wrong as can be.
        apart.get(apart.len() / 2).map_or(f64::INFINITY, |us| *us as f64 / 1_000.0)
    }

    /// Makes the frames of so many seconds. Where nobody looks, pictures are chosen and not drawn.
    fn go_on(&mut self, seconds: u64, mut seen: Option<&mut Seen>) {
        for _ in 0..seconds * u64::from(FORMAT.fps()) {
            let now = FORMAT.due_us(self.frame);
            for live in [&mut self.fast, &mut self.even] {
                if let Some(inbox) = self.feeds.of(live.name) {
                    live.send(now, &inbox, &self.clock, &mut self.rng);
                }
            }
            self.clock.set(now);
            let frame = self.desk.frame(seen.is_none(), false);
            if let Some(seen) = &mut seen {
                seen.take(now, &frame.picture, &frame.sound);
            }
            self.frame += 1;
        }
    }
}

impl Seen {
    fn take(&mut self, now: i64, picture: &Picture, sound: &[f32]) {
        let far = |times: &[i64], at: i64| times.last().is_none_or(|last| at - last > 500_000);
        let size = picture.size();
        if picture.pixel(size.width / 2, size.height / 2).y > 200 && far(&self.flashes, now) {
            self.flashes.push(now);
        }
        // The sound of a frame is that of the time before it.
        let begins = now - FORMAT.due_us(1);
        for (n, sample) in sound.iter().step_by(2).enumerate() {
            self.steepest = self.steepest.max((sample - self.last).abs());
            self.last = *sample;
            let at = begins + n as i64 * 1_000_000 / i64::from(SAMPLE_RATE);
            if sample.abs() > LOUD && far(&self.beeps, at) {
                self.beeps.push(at);
            }
        }
    }
}

/// A source that flashes and beeps at each full second of its own beginning.
struct Live {
    id: SourceId,
    name: BroadcastName,
    /// Samples that its sound card makes in a second.
    rate: f64,
    pictures: u64,
    packets: u64,
}

impl Live {
    /// Sends what it has made by now: each packet when its last sample is there, stamped with when its first was.
    fn send(&mut self, now: i64, inbox: &Inbox, clock: &Counted, rng: &mut StdRng) {
        while FORMAT.due_us(self.pictures) + LATE_US <= now {
            let at = FORMAT.due_us(self.pictures);
            let light = if self.pictures.is_multiple_of(FORMAT.fps().into()) { Yuv::WHITE } else { GROUND };
            clock.set(at + LATE_US);
            inbox.picture(at + AHEAD_US, Picture::filled(Size::new(32, 18), light));
            self.pictures += 1;
        }
        let made = |packet: u64| (packet * PACKET) as f64 / self.rate * 1e6;
        while made(self.packets + 1) as i64 + LATE_US <= now {
            let at = made(self.packets);
            let sample = |n: u64| -> Pair {
                let time = (self.packets * PACKET + n) as f64 / self.rate;
                [beep(time.fract()); 2]
            };
            let packet = (0..PACKET).map(sample).collect();
            clock.set(made(self.packets + 1) as i64 + LATE_US);
            // A page reads its clock a little unevenly.
            let uneven = rng.random_range(-2_000..=2_000);
            inbox.packet(at as i64 + AHEAD_US + uneven, packet);
            self.packets += 1;
        }
    }
}

/// The sound so long after a full second: a tenth of a second of a soft tone that begins at once.
fn beep(seconds: f64) -> f32 {
    match seconds < 0.1 {
        true => ((seconds * 400.0 * std::f64::consts::TAU).sin() * (seconds * 31.4).sin() * 0.5) as f32,
        false => 0.0,
    }
}

/// A clock that is set.
#[derive(Default)]
struct Counted(AtomicI64);

impl Counted {
    fn set(&self, us: i64) {
        self.0.store(us, Ordering::Relaxed);
    }
}

impl Clock for Counted {
    fn now_us(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    fn wait_until(&self, us: i64) {
        self.set(us);
    }

    fn wall(&self) -> Timestamp {
        Timestamp(self.now_us() / 1_000)
    }
}

/// The inboxes that the stage opened.
#[derive(Clone, Default)]
struct Feeds(Arc<Mutex<VecDeque<Open>>>);

type Open = (BroadcastName, Arc<Inbox>);

impl Feeds {
    fn of(&self, name: BroadcastName) -> Option<Arc<Inbox>> {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.iter().find(|(open, _)| *open == name).map(|(_, inbox)| inbox.clone())
    }
}

impl Feeder for Feeds {
    fn follow(&self, name: BroadcastName, inbox: Arc<Inbox>) -> Box<dyn Send> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(open, _)| *open != name);
        open.push_back((name, inbox));
        Box::new(())
    }

    fn wall(&self, _: BroadcastName, _: Arc<wall::Shown>) -> Box<dyn Send> {
        Box::new(())
    }

    fn clip(&self, _: &Path, _: Span, _: Format) -> Deck {
        Deck::of(Box::new(Recorded(0)))
    }
}

/// A recording with a flash and a beep each second.
struct Recorded(u64);

impl Frames for Recorded {
    fn next(&mut self) -> Option<Read> {
        let second = self.0 % u64::from(FORMAT.fps());
        let light = if second == 0 { Yuv::WHITE } else { GROUND };
        let first = second as usize * FORMAT.samples();
        let sound = (first..first + FORMAT.samples()).map(|n| [beep(n as f64 / f64::from(SAMPLE_RATE)); 2]).collect();
        self.0 += 1;
        Some(Read::Frame(Arc::new(Picture::filled(Size::new(32, 18), light)), sound))
    }

    fn rewind(&mut self) {
        self.0 = 0;
    }
}

const FORMAT: Format = Format::Hd30;
const GROUND: Yuv = Yuv { y: 60, u: 128, v: 128 };
/// Samples of a packet: 20 ms.
const PACKET: u64 = 960;
/// How long everything is on its way.
const LATE_US: i64 = 15_000;
/// How far the sources' clocks are ahead of the stage's.
const AHEAD_US: i64 = 77_000_000;
/// What is heard as a beep: it is there 2 ms after it began.
const LOUD: f32 = 0.02;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_sound_card_leaves_picture_and_sound_within_20_ms_and_never_clicks() {
        let apart = measure(1).unwrap();
        for ms in [apart.fast_ms, apart.even_ms, apart.recorded_ms] {
            assert!(ms.abs() < 20.0, "{apart:?}");
        }
        assert!(apart.steepest < 0.05, "{apart:?}");
    }
}
