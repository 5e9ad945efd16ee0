//! How often something may be done: a token bucket, with the time as an argument.

use std::time::Duration;

use plenary_model::time::Timestamp;

/// A bucket that holds `burst` tokens and gains `rate` a second.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    rate: f64,
    burst: f64,
    left: f64,
    at: Option<Timestamp>,
}

impl Pace {
    pub(crate) fn new(rate: u32, burst: u32) -> Self {
        Self { rate: f64::from(rate.max(1)), burst: f64::from(burst.max(1)), left: f64::from(burst.max(1)), at: None }
    }

    /// Takes one token, or says how long to wait for one.
    pub(crate) fn take(&mut self, now: Timestamp) -> Result<(), Duration> {
        let passed = self.at.map(|at| now.since(at)).unwrap_or_default();
        self.at = Some(now);
        self.left = (self.left + passed.as_secs_f64() * self.rate).min(self.burst);
        if self.left >= 1.0 {
            self.left -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - self.left) / self.rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate() {
        let mut pace = Pace::new(2, 3);
        for _ in 0..3 {
            assert_eq!(pace.take(Timestamp(1_000)), Ok(()));
        }
        assert_eq!(pace.take(Timestamp(1_000)), Err(Duration::from_millis(500)));
        assert_eq!(pace.take(Timestamp(1_500)), Ok(()));
        assert!(pace.take(Timestamp(1_500)).is_err());
        assert_eq!(pace.take(Timestamp(0)), Err(Duration::from_millis(500)), "a clock that was put back gains nothing");
        for _ in 0..3 {
            assert_eq!(pace.take(Timestamp(1_000_000)), Ok(()));
        }
        assert!(pace.take(Timestamp(1_000_000)).is_err());
    }
}
