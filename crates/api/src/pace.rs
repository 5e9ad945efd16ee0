//! How often something may be done: a token bucket, with the time as an argument.

use std::{collections::HashMap, time::Duration};

use plenary_model::{source::SourceId, time::Timestamp};

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

/// How often guests may press a button: each of them, and all together.
#[derive(Debug)]
pub(crate) struct Presses {
    all: Pace,
    each: HashMap<SourceId, Pace>,
}

impl Presses {
    /// Everybody's first press at the same moment, up to 1,000 of them, and 500 a second after that: what the floor
    /// writes down in time.
    pub(crate) fn new() -> Self {
        Self { all: Pace::new(500, 1_000), each: HashMap::new() }
    }

    /// Takes one press of `person`, or says how long to wait for it.
    pub(crate) fn take(&mut self, person: SourceId, now: Timestamp) -> Result<(), Duration> {
        if self.each.len() >= REMEMBERED {
            self.each.retain(|_, pace| pace.at.is_some_and(|at| now.since(at) < QUIET));
        }
        // Somebody who changes their mind presses a few times; a program presses for ever.
        self.each.entry(person).or_insert_with(|| Pace::new(1, 6)).take(now)?;
        self.all.take(now)
    }
}

/// People whose presses are remembered before those who were quiet are forgotten.
const REMEMBERED: usize = 4_096;
/// After this a person's bucket is full again, so nothing is lost by forgetting it.
const QUIET: Duration = Duration::from_secs(6);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_who_presses_all_the_time_keeps_nobody_else_out() {
        use plenary_model::id::SpeakerId;
        use rand::{SeedableRng, rngs::StdRng};
        let person = |seed| SourceId::Speaker(SpeakerId::random(&mut StdRng::seed_from_u64(seed)));
        let mut presses = Presses::new();
        let passed = (0..100).filter(|_| presses.take(person(1), Timestamp(1)).is_ok()).count();
        assert_eq!(passed, 6);
        for seed in 2..202 {
            assert_eq!(presses.take(person(seed), Timestamp(1)), Ok(()));
        }
        assert_eq!(presses.take(person(1), Timestamp(1_001)), Ok(()));
        for seed in 1_000..9_000 {
            let _ = presses.take(person(seed), Timestamp(1_000_000));
        }
        assert!(presses.each.len() <= 8_000, "{}", presses.each.len());
        let _ = presses.take(person(1), Timestamp(2_000_000));
        assert_eq!(presses.each.len(), 1, "those who are quiet are forgotten");
    }

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
