//! The stage's time, injected so that tests own it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use plenary_model::time::Timestamp;

/// The stage's time: microseconds since its epoch, which is when frame 0 is due.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now_us(&self) -> i64;
    /// Returns when `us` has come, at once when it has passed.
    fn wait_until(&self, us: i64);
    /// The time of day, for the countdown.
    fn wall(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Monotonic {
    epoch: Instant,
}

impl Monotonic {
    /// A clock whose epoch is now.
    pub(crate) fn start() -> Self {
        Self { epoch: Instant::now() }
    }
}

impl Clock for Monotonic {
    fn now_us(&self) -> i64 {
        i64::try_from(self.epoch.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    fn wait_until(&self, us: i64) {
        let left = us.saturating_sub(self.now_us());
        if let Ok(left @ 1..) = u64::try_from(left) {
            std::thread::sleep(Duration::from_micros(left));
        }
    }

    fn wall(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
