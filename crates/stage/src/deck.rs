//! A recording on the stage: read ahead on a thread of its own, played frame by frame.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

use plenary_model::clip::Span;
use plenary_picture::Picture;

use crate::{
    Format,
    director::Presence,
    sound::{Chunk, Pair},
};

/// Frames read ahead: 400 ms and 17 MB, which covers a disk that has to think.
const AHEAD: usize = 12;
/// Sound that breaks off fades in 5 ms.
const FADE: usize = 240;

/// An opened recording.
pub(crate) trait Reel {
    /// The picture of a frame, counted from 0; nothing after the last one.
    fn picture(&mut self, frame: u64) -> Result<Option<Arc<Picture>>, String>;
    /// The sound of a frame.
    fn sound(&mut self, frame: u64, out: &mut Chunk) -> Result<(), String>;
}

/// Opens a recording; called on the reader's thread.
pub(crate) type Opener = Box<dyn FnOnce() -> Result<Box<dyn Reel>, String> + Send>;

/// Where the frames of a recording come from, in order.
pub(crate) trait Frames: Send {
    /// What comes next, when it is there.
    fn next(&mut self) -> Option<Read>;
    /// Begins again with the first frame.
    fn rewind(&mut self);
}

/// What comes next of a recording.
pub(crate) enum Read {
    Frame(Arc<Picture>, Vec<Pair>),
    End,
    Failed,
}

/// A recording on the stage. Off air it stands on its first picture; each time it comes on air it plays
/// from its beginning, and at its end it holds its last picture in silence.
pub(crate) struct Deck {
    frames: Box<dyn Frames>,
    first: Option<(Arc<Picture>, Vec<Pair>)>,
    shown: Option<Arc<Picture>>,
    /// What is heard with this frame: a frame's sound is that of the time before it, and so the picture before's.
    chunk: Option<Vec<Pair>>,
    /// What is heard with the next one.
    next: Option<Vec<Pair>>,
    state: State,
    /// Frames since it came on air.
    played: u64,
    /// The last sample that was heard, and how much of it has faded.
    last: Pair,
    fading: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Standing,
    Playing,
    Ended,
    Failed,
}

impl Deck {
    /// A recording that a thread of its own reads ahead.
    pub(crate) fn open(opener: Opener, format: Format) -> Self {
        match ReadAhead::start(opener, format.samples()) {
            Ok(frames) => Self::new(Box::new(frames), State::Standing),
            Err(error) => {
                tracing::warn!(%error, "no thread for a clip");
                Self::new(Box::new(Nothing), State::Failed)
            }
        }
    }

    /// A recording whose frames are there as soon as they are asked for.
    pub(crate) fn of(frames: Box<dyn Frames>) -> Self {
        Self::new(frames, State::Standing)
    }

    fn new(frames: Box<dyn Frames>, state: State) -> Self {
        Self {
            frames,
            first: None,
            shown: None,
            chunk: None,
            next: None,
            state,
            played: 0,
            last: [0.0; 2],
            fading: FADE,
        }
    }

    /// Goes on by one frame.
    pub(crate) fn advance(&mut self, on_air: bool) {
        self.chunk = self.next.take();
        match (self.state, on_air) {
            (State::Standing, false) => self.load(),
            (State::Standing, true) => {
                self.load();
                if let Some((picture, chunk)) = &self.first {
                    self.shown = Some(picture.clone());
                    self.next = Some(chunk.clone());
                    self.state = State::Playing;
                    self.played = 1;
                }
            }
            (State::Playing, true) => self.play_next(),
            (State::Playing | State::Ended, false) => self.rewind(),
            (State::Ended, true) | (State::Failed, _) => {}
        }
    }

    pub(crate) fn presence(&self) -> Presence {
        if self.shown.is_some() { Presence::Present } else { Presence::Awaited }
    }

    pub(crate) fn picture(&self) -> Option<&Arc<Picture>> {
        self.shown.as_ref()
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.state == State::Ended
    }

    /// How many frames were played since it came on air; nothing while it stands.
    pub(crate) fn played(&self) -> Option<u64> {
        matches!(self.state, State::Playing | State::Ended).then_some(self.played)
    }

    /// Writes the sound of this frame.
    pub(crate) fn sound(&mut self, out: &mut Chunk) {
        out.fill([0.0; 2]);
        if let Some(chunk) = &self.chunk {
            let begins = self.fading >= FADE;
            out.copy_from_slice(chunk);
            let rise = |n: usize| if begins && n < FADE { n as f32 / FADE as f32 } else { 1.0 };
            for (n, pair) in out.iter_mut().enumerate().take(FADE) {
                *pair = pair.map(|value| value * rise(n));
            }
            self.last = out.last().copied().unwrap_or_default();
            self.fading = 0;
        } else if self.fading < FADE {
            for (n, pair) in out.iter_mut().enumerate().take(FADE) {
                *pair = self.last.map(|value| value * (1.0 - (n + 1) as f32 / FADE as f32));
            }
            self.fading = FADE;
        }
    }

    fn load(&mut self) {
        if self.first.is_none()
            && let Some((picture, chunk)) = self.read()
        {
            self.shown.get_or_insert_with(|| picture.clone());
            self.first = Some((picture, chunk));
        }
    }

    fn play_next(&mut self) {
        match self.read() {
            Some((picture, chunk)) => {
                self.shown = Some(picture);
                self.next = Some(chunk);
                self.played += 1;
            }
            None if self.state == State::Playing => {
                metrics::counter!("plenary_stage_clip_late_total").increment(1);
            }
            None => {}
        }
    }

    /// The next frame, when it has been read.
    fn read(&mut self) -> Option<(Arc<Picture>, Vec<Pair>)> {
        match self.frames.next()? {
            Read::Frame(picture, chunk) => return Some((picture, chunk)),
            Read::End => self.state = State::Ended,
            Read::Failed if self.state == State::Playing => self.state = State::Ended,
            Read::Failed => self.state = State::Failed,
        }
        None
    }

    fn rewind(&mut self) {
        self.chunk = None;
        self.frames.rewind();
        self.state = State::Standing;
        if let Some((picture, _)) = self.first.take() {
            self.shown = Some(picture);
        }
        self.load();
    }
}

/// Frames that a thread reads ahead, at most [`AHEAD`]; then it waits.
struct ReadAhead {
    frames: mpsc::Receiver<(u64, Read)>,
    rewinds: mpsc::Sender<()>,
    /// How often it was rewound: what was read before the last time is thrown away.
    generation: Arc<AtomicU64>,
}

impl ReadAhead {
    fn start(opener: Opener, samples: usize) -> std::io::Result<Self> {
        let (read, frames) = mpsc::sync_channel(AHEAD);
        let (rewinds, rewound) = mpsc::channel();
        let generation = Arc::new(AtomicU64::new(0));
        let current = generation.clone();
        std::thread::Builder::new().name("stage-clip".into()).spawn(move || {
            let failed = read.clone();
            if let Err(error) = play(opener, samples, &current, &rewound, &read) {
                metrics::counter!("plenary_stage_clip_errors_total").increment(1);
                tracing::warn!(%error, "a clip cannot be read");
                // The engine may be gone already.
                let _ = failed.send((0, Read::Failed));
            }
        })?;
        Ok(Self { frames, rewinds, generation })
    }
}

impl Frames for ReadAhead {
    fn next(&mut self) -> Option<Read> {
        let current = self.generation.load(Ordering::Relaxed);
        // What cannot be read now cannot be read after a rewind either.
        let counts = |(generation, read): &(u64, Read)| *generation == current || matches!(read, Read::Failed);
        self.frames.try_iter().find(counts).map(|(_, read)| read)
    }

    fn rewind(&mut self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        // A reader that has failed is gone; the first picture stays.
        let _ = self.rewinds.send(());
    }
}

/// A recording without a reader.
struct Nothing;

impl Frames for Nothing {
    fn next(&mut self) -> Option<Read> {
        None
    }

    fn rewind(&mut self) {}
}

/// Reads a recording from its beginning, and again after each rewind, until nobody listens.
fn play(
    opener: Opener,
    samples: usize,
    current: &AtomicU64,
    rewound: &mpsc::Receiver<()>,
    read: &mpsc::SyncSender<(u64, Read)>,
) -> Result<(), String> {
    let mut reel = opener()?;
    loop {
        let generation = current.load(Ordering::Relaxed);
        let mut frame = 0;
        while current.load(Ordering::Relaxed) == generation {
            let Some(picture) = reel.picture(frame)? else {
                if read.send((generation, Read::End)).is_err() {
                    return Ok(());
                }
                break;
            };
            let mut chunk = vec![[0.0; 2]; samples];
            reel.sound(frame, &mut chunk)?;
            if read.send((generation, Read::Frame(picture, chunk))).is_err() {
                return Ok(());
            }
            frame += 1;
        }
        while current.load(Ordering::Relaxed) == generation {
            if rewound.recv().is_err() {
                return Ok(());
            }
        }
    }
}

/// Opens a part of the recording in `folder`.
pub(crate) fn opener(folder: PathBuf, span: Span, format: Format) -> Opener {
    Box::new(move || crate::reel::open(&folder, span, format))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use plenary_picture::stamp;

    use super::*;
    use crate::testing::{AtOnce, SAMPLES_PER_FRAME, SILENCE, Stamped};

    fn number(deck: &Deck) -> Option<u32> {
        deck.picture().and_then(|picture| stamp::read(picture))
    }

    /// Goes on until the reader has kept up and `done`.
    fn until(deck: &mut Deck, on_air: bool, done: impl Fn(&Deck) -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !done(deck) {
            assert!(Instant::now() < end, "the reader hangs");
            deck.advance(on_air);
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_clip_stands_then_plays_from_its_beginning_each_time_and_holds_its_end() {
        let mut deck = Deck::open(Box::new(|| Ok(Box::new(Stamped(40)))), Format::Hd30);
        assert_eq!(deck.presence(), Presence::Awaited);
        until(&mut deck, false, |deck| number(deck) == Some(0));
        for _ in 0..20 {
            deck.advance(false);
            assert_eq!(number(&deck), Some(0));
        }
        for _ in 0..2 {
            deck.advance(true);
            assert_eq!(number(&deck), Some(0), "its first frame is its first picture");
            let mut last = 0;
            until(&mut deck, true, |deck| deck.state == State::Ended);
            assert_eq!(number(&deck), Some(39));
            let (mut out, mut steepest) = (SILENCE, 0f32);
            deck.sound(&mut out);
            deck.advance(true);
            deck.sound(&mut out);
            for pair in out.windows(2) {
                steepest = steepest.max((pair[1][0] - pair[0][0]).abs());
            }
            assert!(steepest < 0.01 && out[SAMPLES_PER_FRAME - 1] == [0.0; 2]);
            until(&mut deck, false, |deck| deck.state == State::Standing && number(deck) == Some(0));
            // Half of it, and away again.
            until(&mut deck, true, |deck| number(deck) > Some(10));
            while let Some(now) = number(&deck).filter(|now| *now < 30) {
                assert!(now >= last);
                last = now;
                deck.advance(true);
                std::thread::yield_now();
            }
            until(&mut deck, false, |deck| deck.first.is_some() && number(deck) == Some(0));
        }
    }

    #[test]
    fn every_picture_of_a_clip_is_shown_once_and_in_order_and_so_is_its_sound() {
        let mut deck = Deck::of(Box::new(AtOnce::new(Stamped(90))));
        for _ in 0..10 {
            deck.advance(false);
            assert_eq!((number(&deck), deck.has_ended()), (Some(0), false), "off air it stands");
        }
        for _ in 0..2 {
            for frame in 0..90 {
                deck.advance(true);
                assert_eq!((number(&deck), deck.has_ended()), (Some(frame), false));
                let mut out = SILENCE;
                deck.sound(&mut out);
                // The time before a picture is that of the picture before.
                let heard = frame.checked_sub(1).map_or([0.0; 2], |before| Stamped::sample(before.into()));
                assert!(out.iter().skip(FADE).all(|pair| *pair == heard), "{frame}");
            }
            for after in 0..30 {
                deck.advance(true);
                let mut out = SILENCE;
                deck.sound(&mut out);
                let heard = if after == 0 { Stamped::sample(89) } else { [0.0; 2] };
                assert!(out.iter().skip(FADE).all(|pair| *pair == heard), "{after} after its end");
                assert_eq!((number(&deck), deck.has_ended()), (Some(89), true), "it holds its end");
            }
            deck.advance(false);
            assert_eq!(number(&deck), Some(0));
        }
    }

    #[test]
    fn a_clip_that_cannot_be_opened_never_shows() {
        let mut deck = Deck::open(Box::new(|| Err("it is empty".into())), Format::Hd30);
        until(&mut deck, true, |deck| deck.state == State::Failed);
        assert_eq!(deck.presence(), Presence::Awaited);
    }
}
