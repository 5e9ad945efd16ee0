//! What the tests of several modules share.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use plenary_model::{name::BroadcastName, time::Timestamp};

use crate::{clock::Clock, desk::Feeder, inbox::Inbox};

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
}

struct Following(Hands, BroadcastName);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.0.lock().unwrap().retain(|(name, _)| *name != self.1);
    }
}
