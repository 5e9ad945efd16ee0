//! A recording on the stage: read ahead on a thread of its own, played frame by frame.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

use plenary_picture::Picture;

use crate::{
    SAMPLES_PER_FRAME,
    director::Presence,
    sound::{Chunk, Pair, SILENCE},
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

/// A recording on the stage. Off air it stands on its first picture; each time it comes on air it plays
/// from its beginning, and at its end it holds its last picture in silence.
pub(crate) struct Deck {
    frames: mpsc::Receiver<Read>,
    rewinds: mpsc::Sender<()>,
    /// How often it was rewound: what was read before the last time is thrown away.
    generation: Arc<AtomicU64>,
    first: Option<(Arc<Picture>, Box<Chunk>)>,
    shown: Option<Arc<Picture>>,
    chunk: Option<Box<Chunk>>,
    state: State,
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

enum Read {
    Frame(u64, Arc<Picture>, Box<Chunk>),
    End(u64),
    Failed,
}

impl Deck {
    pub(crate) fn open(opener: Opener) -> Self {
        let (read, frames) = mpsc::sync_channel(AHEAD);
        let (rewinds, rewound) = mpsc::channel();
        let generation = Arc::new(AtomicU64::new(0));
        let current = generation.clone();
        let reader = std::thread::Builder::new().name("stage-clip".into()).spawn(move || {
            let failed = read.clone();
            if let Err(error) = play(opener, &current, &rewound, &read) {
                metrics::counter!("plenary_stage_clip_errors_total").increment(1);
                tracing::warn!(%error, "a clip cannot be read");
                // The engine may be gone already.
                let _ = failed.send(Read::Failed);
            }
        });
        let state = if reader.is_ok() { State::Standing } else { State::Failed };
        Self { frames, rewinds, generation, first: None, shown: None, chunk: None, state, last: [0.0; 2], fading: FADE }
    }

    /// Goes on by one frame.
    pub(crate) fn advance(&mut self, on_air: bool) {
        self.chunk = None;
        match (self.state, on_air) {
            (State::Standing, false) => self.load(),
            (State::Standing, true) => {
                self.load();
                if let Some((picture, chunk)) = &self.first {
                    self.shown = Some(picture.clone());
                    self.chunk = Some(chunk.clone());
                    self.state = State::Playing;
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

    /// Writes the sound of this frame.
    pub(crate) fn sound(&mut self, out: &mut Chunk) {
        *out = SILENCE;
        if let Some(chunk) = &self.chunk {
            let begins = self.fading >= FADE;
            *out = **chunk;
            let rise = |n: usize| if begins && n < FADE { n as f32 / FADE as f32 } else { 1.0 };
            for (n, pair) in out.iter_mut().enumerate().take(FADE) {
                *pair = pair.map(|value| value * rise(n));
            }
            self.last = out[SAMPLES_PER_FRAME - 1];
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
                self.chunk = Some(chunk);
            }
            None if self.state == State::Playing => {
                metrics::counter!("plenary_stage_clip_late_total").increment(1);
            }
            None => {}
        }
    }

    /// The next frame, when it has been read.
    fn read(&mut self) -> Option<(Arc<Picture>, Box<Chunk>)> {
        let current = self.generation.load(Ordering::Relaxed);
        loop {
            match self.frames.try_recv() {
                Ok(Read::Frame(generation, picture, chunk)) if generation == current => {
                    return Some((picture, chunk));
                }
                Ok(Read::End(generation)) if generation == current => self.state = State::Ended,
                Ok(Read::Failed) if self.state == State::Playing => self.state = State::Ended,
                Ok(Read::Failed) => self.state = State::Failed,
                Ok(Read::Frame(..) | Read::End(_)) => {}
                Err(_) => return None,
            }
        }
    }

    fn rewind(&mut self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        // A reader that has failed is gone; the first picture stays.
        let _ = self.rewinds.send(());
        self.state = State::Standing;
        if let Some((picture, _)) = self.first.take() {
            self.shown = Some(picture);
        }
        self.load();
    }
}

/// Reads a recording from its beginning, and again after each rewind, until nobody listens.
fn play(
    opener: Opener,
    current: &AtomicU64,
    rewound: &mpsc::Receiver<()>,
    read: &mpsc::SyncSender<Read>,
) -> Result<(), String> {
    let mut reel = opener()?;
    loop {
        let generation = current.load(Ordering::Relaxed);
        let mut frame = 0;
        while current.load(Ordering::Relaxed) == generation {
            let Some(picture) = reel.picture(frame)? else {
                if read.send(Read::End(generation)).is_err() {
                    return Ok(());
                }
                break;
            };
            let mut chunk = Box::new(SILENCE);
            reel.sound(frame, &mut chunk)?;
            if read.send(Read::Frame(generation, picture, chunk)).is_err() {
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

/// Opens the recording in `folder`.
pub(crate) fn opener(folder: PathBuf) -> Opener {
    Box::new(move || crate::reel::open(&folder))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use plenary_picture::{Size, stamp};

    use super::*;

    struct Stamped(u64);

    impl Reel for Stamped {
        fn picture(&mut self, frame: u64) -> Result<Option<Arc<Picture>>, String> {
            Ok((frame < self.0).then(|| {
                let mut picture = Picture::new(Size::new(320, 180));
                stamp::write(&mut picture, frame as u32);
                Arc::new(picture)
            }))
        }

        fn sound(&mut self, _: u64, out: &mut Chunk) -> Result<(), String> {
            *out = [[0.5; 2]; SAMPLES_PER_FRAME];
            Ok(())
        }
    }

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
        let mut deck = Deck::open(Box::new(|| Ok(Box::new(Stamped(40)))));
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
    fn a_clip_that_cannot_be_opened_never_shows() {
        let mut deck = Deck::open(Box::new(|| Err("it is empty".into())));
        until(&mut deck, true, |deck| deck.state == State::Failed);
        assert_eq!(deck.presence(), Presence::Awaited);
    }
}
