//! Where a source's decoded pictures and sound wait for the next frame.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use plenary_picture::{Picture, Size};

use crate::{clock::Clock, sound::Pair};

/// Pictures that wait, at most: 400 ms of a source of 60 a second. The oldest are dropped.
const PICTURES: usize = 24;
/// Packets of sound that wait, at most: 2 s. The oldest are dropped.
const PACKETS: usize = 100;
/// Finished pictures kept to be written into again.
const SPARES: usize = 4;

/// Something that came from a source.
#[derive(Debug)]
pub(crate) struct Arrived<T> {
    /// As the source stamped it, in microseconds.
    pub media_us: i64,
    /// When it was decoded, on the stage's clock.
    pub at_us: i64,
    /// What came.
    pub content: T,
}

/// Where a source's decoded pictures and sound wait: the decoders put in, the engine takes all out once
/// a frame. Bounded; the newest win.
pub(crate) struct Inbox {
    clock: Arc<dyn Clock>,
    waiting: Mutex<Waiting>,
}

/// All that has come since the last frame.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    pub pictures: VecDeque<Arrived<Arc<Picture>>>,
    pub packets: VecDeque<Arrived<Vec<Pair>>>,
    /// What was thrown away since the last frame.
    pub dropped: u64,
    spares: Vec<Picture>,
}

impl Inbox {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { clock, waiting: Mutex::default() })
    }

    /// Puts in a picture.
    pub(crate) fn picture(&self, media_us: i64, picture: Picture) {
        let arrived = Arrived { media_us, at_us: self.clock.now_us(), content: Arc::new(picture) };
        let mut waiting = self.lock();
        waiting.pictures.push_back(arrived);
        if waiting.pictures.len() > PICTURES {
            waiting.pictures.pop_front();
            waiting.count_dropped(1);
        }
    }

    /// Puts in a packet of sound.
    pub(crate) fn packet(&self, media_us: i64, packet: Vec<Pair>) {
        let arrived = Arrived { media_us, at_us: self.clock.now_us(), content: packet };
        let mut waiting = self.lock();
        waiting.packets.push_back(arrived);
        if waiting.packets.len() > PACKETS {
            waiting.packets.pop_front();
            waiting.count_dropped(1);
        }
    }

    /// Counts something that was thrown away before it got here.
    pub(crate) fn dropped(&self) {
        self.lock().count_dropped(1);
    }

    /// A picture to write into, of any content and size.
    pub(crate) fn blank(&self) -> Picture {
        self.lock().spares.pop().unwrap_or_else(|| Picture::new(Size::new(2, 2)))
    }

    /// Gives back a picture that is not shown any more.
    pub(crate) fn give_back(&self, picture: Arc<Picture>) {
        if let Ok(picture) = Arc::try_unwrap(picture) {
            let mut waiting = self.lock();
            if waiting.spares.len() < SPARES {
                waiting.spares.push(picture);
            }
        }
    }

    /// Takes out all that waits. `into` must be empty.
    pub(crate) fn take(&self, into: &mut Waiting) {
        let mut waiting = self.lock();
        std::mem::swap(&mut waiting.pictures, &mut into.pictures);
        std::mem::swap(&mut waiting.packets, &mut into.packets);
        into.dropped = std::mem::take(&mut waiting.dropped);
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing that is done under the lock can leave half a change.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn count_dropped(&mut self, count: u64) {
        self.dropped += count;
        metrics::counter!("plenary_stage_source_dropped_total").increment(count);
    }
}
