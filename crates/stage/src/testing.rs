//! What the tests of several modules share.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use plenary_model::{name::BroadcastName, time::Timestamp};
use plenary_picture::{Picture, Rect, Size, Yuv, stamp};

use crate::{
    Format,
    clock::Clock,
    deck::{Deck, Frames, Read, Reel},
    desk::Feeder,
    inbox::Inbox,
    sound::{Chunk, Pair},
};

/// Size of a programme in the usual format.
pub(crate) const PROGRAMME: Size = crate::compose::programme(Format::Hd30);
/// Pairs of samples in a frame of the usual format.
pub(crate) const SAMPLES_PER_FRAME: usize = Format::Hd30.samples();
/// As much silence.
pub(crate) const SILENCE: [Pair; SAMPLES_PER_FRAME] = [[0.0; 2]; SAMPLES_PER_FRAME];

/// A clock that stands where the test puts it.
#[derive(Debug, Default)]
pub(crate) struct Stepped(AtomicI64);

impl Stepped {
    pub(crate) fn set(&self, us: i64) {
        self.0.store(us, Ordering::SeqCst);
    }
}

impl Clock for Stepped {
    fn now_us(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn wait_until(&self, us: i64) {
        self.0.fetch_max(us, Ordering::SeqCst);
    }

    fn wall(&self) -> Timestamp {
        Timestamp(1_700_000_000_000 + self.now_us() / 1000)
    }
}

/// Keeps the inboxes that were opened, so that the test can put pictures in.
#[derive(Clone, Default)]
pub(crate) struct Hands(Arc<Mutex<Vec<Open>>>);

type Open = (BroadcastName, Arc<Inbox>);

impl Hands {
    /// The inbox of a broadcast that is followed now.
    pub(crate) fn of(&self, name: BroadcastName) -> Option<Arc<Inbox>> {
        self.0.lock().unwrap().iter().find(|(open, _)| *open == name).map(|(_, inbox)| inbox.clone())
    }
}

impl Feeder for Hands {
    fn follow(&self, name: BroadcastName, inbox: Arc<Inbox>) -> Box<dyn Send> {
        self.0.lock().unwrap().push((name, inbox));
        Box::new(Following(self.clone(), name))
    }

    /// The wall is of one colour, but for its lower right corner: from 3/4 of its width and height on.
    fn wall(&self, _: BroadcastName, shown: Arc<crate::wall::Shown>) -> Box<dyn Send> {
        let mut picture = Picture::filled(Size::new(1280, 720), WALL);
        plenary_picture::canvas::fill(&mut picture, Rect::new(960, 540, 320, 180), CORNER);
        shown.put(Arc::new(picture));
        Box::new(())
    }

    /// A clip whose folder is called by how many frames it has.
    fn clip(&self, folder: &Path, _: plenary_model::clip::Span, _: Format) -> Deck {
        let frames = folder.to_str().and_then(|name| name.parse().ok()).unwrap();
        Deck::of(Box::new(AtOnce::new(Stamped(frames))))
    }
}

/// The colour of the wall's corner.
pub(crate) const CORNER: Yuv = Yuv { y: 60, u: 200, v: 90 };
/// The colour of the wall.
pub(crate) const WALL: Yuv = Yuv { y: 120, u: 60, v: 180 };

struct Following(Hands, BroadcastName);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.0.lock().unwrap().retain(|(name, _)| *name != self.1);
    }
}

/// A recording of so many frames, whose pictures carry their numbers and whose sound is louder in each.
pub(crate) struct Stamped(pub(crate) u64);

impl Stamped {
    pub(crate) fn sample(frame: u64) -> Pair {
        [0.1 + frame as f32 / 1024.0; 2]
    }
}

impl Reel for Stamped {
    fn picture(&mut self, frame: u64) -> Result<Option<Arc<Picture>>, String> {
        Ok((frame < self.0).then(|| {
            let mut picture = Picture::new(Size::new(320, 180));
            stamp::write(&mut picture, frame as u32);
            Arc::new(picture)
        }))
    }

    fn sound(&mut self, frame: u64, out: &mut Chunk) -> Result<(), String> {
        out.fill(Self::sample(frame));
        Ok(())
    }
}

/// Reads a recording when it is asked to, without a thread.
pub(crate) struct AtOnce {
    reel: Stamped,
    frame: u64,
}

impl AtOnce {
    pub(crate) fn new(reel: Stamped) -> Self {
        Self { reel, frame: 0 }
    }
}

impl Frames for AtOnce {
    fn next(&mut self) -> Option<Read> {
        let Ok(Some(picture)) = self.reel.picture(self.frame) else { return Some(Read::End) };
        let mut chunk = vec![[0.0; 2]; SAMPLES_PER_FRAME];
        self.reel.sound(self.frame, &mut chunk).unwrap();
        self.frame += 1;
        Some(Read::Frame(picture, chunk))
    }

    fn rewind(&mut self) {
        self.frame = 0;
    }
}
