//! A source's clock on the stage's clock.
//!
//! A source stamps its pictures and sound on one clock of its own; they arrive a little later, never
//! equally much later. The mapping says when each is due on the stage: late enough that nearly all have
//! arrived, and no later. Pictures and sound share one mapping and so stay in sync. All times are in
//! microseconds.

use std::collections::VecDeque;

/// What nearly everything is waited for at least: one frame time and a packet of sound.
const SHORTEST_US: i64 = 50_000;
/// What is waited for at most: somebody whose network is worse than this is late, not everybody.
const LONGEST_US: i64 = 300_000;
/// Added to the jitter that was seen: the resampler looks 5 ms ahead, the rest is for the worse case
/// that has not been seen yet.
const MARGIN_US: i64 = 15_000;
/// The delay that is assumed while jitter is being learnt: the least. Somebody near by is never later than
/// they have to be, and for everybody else it grows while they are still in preview.
const UNKNOWN_US: i64 = SHORTEST_US;
/// The delay shrinks only when it is so much longer than it has to be. What is needed moves by a few
/// milliseconds all the time, and each change may cost a picture shown twice or left out.
const SPARE_US: i64 = 10_000;
/// A new subscriber is given what is already there in one burst; what it says about delay means nothing.
const SETTLING_US: i64 = 400_000;
/// Jitter is judged over 16 spans of this length: 4 s, in which a mobile network shows its moods.
const SPAN_US: i64 = 250_000;
const SPANS: usize = 16;
/// The clock is bent by at most 0.5 %: nobody hears it, and 40 ms are made up in 8 s.
const BEND: f64 = 0.005;
/// Differences up to here are left alone.
const STILL_US: f64 = 2_000.0;
/// What would take half a minute to bend is jumped: sooner where things come too late to be used.
const JUMP_LATER_US: f64 = 60_000.0;
const JUMP_EARLIER_US: f64 = 120_000.0;
/// In its first seconds a source is still being learnt, and jumps at once. Longer than [`SPANS`], so that
/// what its encoder and our decoder needed to get going is forgotten by then.
const LEARNING_US: i64 = 6_000_000;
const JUMP_LEARNING_US: f64 = 10_000.0;
/// A timestamp that is further off than this is wild, unless the following ones agree with it.
const WILD_US: i64 = 2_000_000;
/// So many wild timestamps in a row that agree are a new clock.
const AGREEING: u32 = 3;
/// Agreement, between two wild timestamps.
const AGREE_US: i64 = 500_000;

/// What became of a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It fits what is known.
    Known,
    /// It begins a new clock: what was stamped by the old one is worthless.
    Anchored,
    /// It fits nothing: throw away what carries it.
    Wild,
}

/// A source's clock on the stage's clock.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    clock: Option<Clock>,
    wild: Option<(i64, u32)>,
}

#[derive(Debug, Clone)]
struct Clock {
    /// What is added to a source's timestamp.
    offset: f64,
    /// How much later than the least delay things are due.
    depth: i64,
    /// When it was anchored.
    since: i64,
    settled: bool,
    /// The last time it was bent.
    bent: i64,
    /// Before it has settled, the least delay; after that, one span after another.
    least: i64,
    spans: VecDeque<Span>,
}

/// The delays seen in one span of time.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: i64,
    least: i64,
    most: i64,
}

impl Mapping {
    /// Takes note that something stamped `media_us` by the source has arrived at `now_us`.
    pub fn arrival(&mut self, media_us: i64, now_us: i64) -> Arrival {
        let delay = now_us.saturating_sub(media_us);
        let Some(clock) = &mut self.clock else {
            self.clock = Some(Clock::new(delay, now_us));
            return Arrival::Anchored;
        };
        if delay.saturating_sub(clock.least_delay()).saturating_abs() > WILD_US {
            let agreeing = match self.wild {
                Some((other, count)) if delay.saturating_sub(other).saturating_abs() <= AGREE_US => count + 1,
                _ => 1,
            };
            self.wild = Some((delay, agreeing));
            if agreeing < AGREEING {
                return Arrival::Wild;
            }
            self.wild = None;
            *clock = Clock::new(delay, now_us);
            return Arrival::Anchored;
        }
        self.wild = None;
        clock.see(delay, now_us);
        Arrival::Known
    }

    /// Bends the clock towards what the last arrivals ask for. Call it for every frame.
    pub fn advance(&mut self, now_us: i64) {
        if let Some(clock) = &mut self.clock {
            clock.advance(now_us);
        }
    }

    /// When something stamped `media_us` is due on the stage; nothing before the first arrival.
    pub fn due(&self, media_us: i64) -> Option<i64> {
        self.clock.as_ref().map(|clock| media_us.saturating_add(clock.offset as i64))
    }

    /// What the source stamped on what is due at `stage_us`; nothing before the first arrival.
    pub fn media(&self, stage_us: i64) -> Option<i64> {
        self.clock.as_ref().map(|clock| stage_us.saturating_sub(clock.offset as i64))
    }
}

impl Clock {
    fn new(delay: i64, now: i64) -> Self {
        Self {
            offset: delay.saturating_add(UNKNOWN_US) as f64,
            depth: UNKNOWN_US,
            since: now,
            settled: false,
            bent: now,
            least: delay,
            spans: VecDeque::with_capacity(SPANS),
        }
    }

    fn least_delay(&self) -> i64 {
        self.spans.iter().map(|span| span.least).min().unwrap_or(self.least)
    }

    fn see(&mut self, delay: i64, now: i64) {
        if !self.settled {
            self.least = self.least.min(delay);
            self.offset = (self.least + UNKNOWN_US) as f64;
            self.settled = now - self.since >= SETTLING_US;
            if self.settled {
                // What came in the burst says nothing about the most, but the least of it stands.
                self.spans.push_back(Span { start: now, least: self.least, most: self.least });
            }
            return;
        }
        match self.spans.back_mut() {
            Some(span) if now - span.start < SPAN_US => {
                span.least = span.least.min(delay);
                span.most = span.most.max(delay);
            }
            _ => {
                if self.spans.len() == SPANS {
                    self.spans.pop_front();
                }
                self.spans.push_back(Span { start: now, least: delay, most: delay });
            }
        }
    }

    fn target(&mut self) -> Option<i64> {
        let least = self.spans.iter().map(|span| span.least).min()?;
        // The second worst span: one hiccup in 4 s is not worth a delay for everything.
        let (mut worst, mut second) = (least, least);
        for span in &self.spans {
            match span.most > worst {
                true => (worst, second) = (span.most, worst),
                false => second = second.max(span.most),
            }
        }
        let needed = (second - least + MARGIN_US).clamp(SHORTEST_US, LONGEST_US);
        if needed > self.depth || needed < self.depth - SPARE_US {
            self.depth = needed;
        }
        Some(least + self.depth)
    }

    fn advance(&mut self, now: i64) {
        let elapsed = now.saturating_sub(self.bent).max(0);
        self.bent = self.bent.max(now);
        let Some(target) = self.target() else { return };
        let off = target as f64 - self.offset;
        let jump = match now - self.since < LEARNING_US {
            true => JUMP_LEARNING_US,
            false if off > 0.0 => JUMP_LATER_US,
            false => JUMP_EARLIER_US,
        };
        if off.abs() > jump {
            self.offset = target as f64;
        } else if off.abs() > STILL_US {
            let most = elapsed as f64 * BEND;
            self.offset += off.clamp(-most, most);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;

    const FRAME: i64 = 33_333;

    /// Pictures every 33 ms whose source runs at `rate` times the stage's clock, delayed by `delay`.
    fn run(mapping: &mut Mapping, seconds: i64, rate: f64, mut delay: impl FnMut(i64) -> i64) -> Vec<i64> {
        (0..seconds * 30)
            .map(|n| {
                let made = n * FRAME;
                let media = (made as f64 * rate) as i64 + 77_000_000;
                let now = made + delay(n);
                mapping.arrival(media, now);
                mapping.advance(now);
                mapping.due(media).unwrap() - made
            })
            .collect()
    }

    #[test]
    fn a_steady_source_is_due_within_a_tenth_of_a_second() {
        let delays = run(&mut Mapping::default(), 30, 1.0, |_| 30_000);
        assert!(delays.iter().all(|delay| *delay == 80_000), "{delays:?}");
    }

    #[test]
    fn a_source_near_by_starts_on_the_floor_and_stays_there() {
        for seed in 0..20 {
            let rng = &mut StdRng::seed_from_u64(seed);
            // A relay on the same machine: 3 ms, and up to 12 more for its encoder and our decoder.
            let delays = run(&mut Mapping::default(), 60, 1.0, |_| 3_000 + rng.random_range(0..12_000));
            let (floor, ceiling) = (3_000 + SHORTEST_US, 3_000 + SHORTEST_US + 5_000);
            for (n, delay) in delays.iter().enumerate().skip(15) {
                assert!((floor..=ceiling).contains(delay), "{delay} us in frame {n}, seed {seed}");
            }
            assert!(delays.iter().all(|delay| *delay <= 15_000 + SHORTEST_US), "seed {seed}");
        }
    }

    #[test]
    fn what_was_needed_to_get_going_is_forgotten_in_six_seconds() {
        let delays =
            run(&mut Mapping::default(), 10, 1.0, |n| if n < 40 { 20_000 + (n * 53 % 130) * 1_000 } else { 20_000 });
        assert!(delays[60] > 120_000, "{}", delays[60]);
        assert!(delays[180..].iter().all(|delay| *delay <= 72_000), "{:?}", &delays[180..]);
    }

    #[test]
    fn a_network_that_becomes_uneven_deepens_the_buffer_smoothly_and_one_that_calms_down_gives_it_back() {
        let rng = &mut StdRng::seed_from_u64(8);
        let uneven = 900..1800;
        let delays = run(&mut Mapping::default(), 90, 1.0, |n| match uneven.contains(&n) {
            true => 20_000 + rng.random_range(0..80_000),
            false => 20_000 + rng.random_range(0..5_000),
        });
        let bend = (FRAME as f64 * BEND) as i64 + 1;
        for (n, pair) in delays.windows(2).enumerate().skip(60) {
            // How far apart two calls are depends on the arrivals.
            assert!((pair[1] - pair[0]).abs() <= 5 * bend, "{pair:?} in frame {n}");
        }
        let (calm, deep, again) = (delays[890], delays[1790], *delays.last().unwrap());
        assert!((70_000..=75_000).contains(&calm) && (105_000..=120_000).contains(&deep), "{calm} {deep}");
        assert!((70_000..=84_000).contains(&again), "{again}");
    }

    #[test]
    fn nearly_everything_has_arrived_when_it_is_due() {
        let rng = &mut StdRng::seed_from_u64(5);
        let mut mapping = Mapping::default();
        let mut late = 0;
        for n in 0..1800 {
            let delay = 40_000 + rng.random_range(0..90_000);
            let (made, now) = (n * FRAME, n * FRAME + delay);
            mapping.arrival(made, now);
            mapping.advance(now);
            late += i32::from(n > 150 && mapping.due(made).unwrap() < now);
        }
        assert!(late < 20, "{late} of 1650 late");
        let due = mapping.due(0).unwrap();
        assert!(due < 160_000, "{due}");
    }

    #[test]
    fn a_clock_that_drifts_is_followed_without_a_jump() {
        for rate in [1.0003, 0.9997] {
            let delays = run(&mut Mapping::default(), 120, rate, |n| 30_000 + n % 7 * 1_000);
            assert!(delays.iter().all(|delay| (70_000..=100_000).contains(delay)), "{rate} {delays:?}");
            for pair in delays.windows(2).skip(30) {
                assert!((pair[1] - pair[0]).abs() < 300, "{pair:?}");
            }
        }
    }

    #[test]
    fn the_burst_at_the_beginning_means_nothing() {
        let mut mapping = Mapping::default();
        // A second of pictures at once, then one after the other.
        for n in 0..30 {
            mapping.arrival(n * FRAME, 1_000_000 + n * 500);
        }
        for n in 30..90 {
            mapping.arrival(n * FRAME, n * FRAME + 20_000);
            mapping.advance(n * FRAME + 20_000);
        }
        assert!((60_000..=90_000).contains(&mapping.due(0).unwrap()), "{:?}", mapping.due(0));
    }

    #[test]
    fn a_new_clock_is_taken_over_and_a_single_wild_timestamp_is_not() {
        let mut mapping = Mapping::default();
        run(&mut mapping, 3, 1.0, |_| 30_000);
        let now = 3_000_000;
        let due = mapping.due(0);
        assert_eq!(mapping.arrival(i64::MAX, now), Arrival::Wild);
        assert_eq!(mapping.arrival(i64::MIN, now), Arrival::Wild);
        assert_eq!(mapping.due(0), due);
        assert_eq!(mapping.arrival(10_000, now), Arrival::Wild);
        assert_eq!(mapping.arrival(43_000, now + FRAME), Arrival::Wild);
        assert_eq!(mapping.arrival(76_000, now + 2 * FRAME), Arrival::Anchored);
        let due = mapping.due(76_000).unwrap() - (now + 2 * FRAME);
        assert!((0..100_000).contains(&due), "{due}");
    }

    #[test]
    fn a_longer_way_is_followed_at_once_and_a_hiccup_is_not() {
        let mut mapping = Mapping::default();
        run(&mut mapping, 6, 1.0, |n| if n == 100 { 250_000 } else { 30_000 });
        let before = mapping.due(0).unwrap();
        for n in 180..240 {
            mapping.arrival(77_000_000 + n * FRAME, n * FRAME + 230_000);
            mapping.advance(n * FRAME + 230_000);
        }
        let moved = mapping.due(0).unwrap() - before;
        assert!((150_000..=260_000).contains(&moved), "{moved}");
    }

    proptest! {
        #[test]
        fn nothing_that_a_source_stamps_breaks_it(
            stamps in proptest::collection::vec((any::<i64>(), 0..10_000_000i64), 1..200)
        ) {
            let mut mapping = Mapping::default();
            let mut now = 0;
            for (media, step) in stamps {
                now += step;
                mapping.arrival(media, now);
                mapping.advance(now);
                let _ = (mapping.due(media), mapping.media(now));
            }
        }
    }
}
