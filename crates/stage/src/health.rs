//! Whether a source is alive, judged from when its pictures come.

use std::time::Duration;

/// A source is lost when it sends nothing for this long, or for three of its frame times if they are
/// longer.
pub const SILENCE: Duration = Duration::from_millis(500);
/// Frame times are believed up to here: a source with a picture every ten seconds would otherwise be
/// missed for half a minute.
const SLOWEST_US: i64 = 2_000_000;
/// The share of a new frame time in the usual one, as a divisor: a second of pictures teaches it.
const MEMORY: i64 = 8;

/// What is known of one source's pictures. All times are the stage's, in microseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Health {
    last_arrival_us: Option<i64>,
    last_media_us: i64,
    usual_us: Option<i64>,
}

impl Health {
    /// Takes note of a picture that came at `now_us` and carries the source's timestamp `media_us`.
    /// The source's own timestamps teach the frame time, so that pictures that come in bursts do not
    /// make it look faster than it is.
    pub fn picture(&mut self, now_us: i64, media_us: i64) {
        if self.last_arrival_us.is_some() {
            let step = media_us.saturating_sub(self.last_media_us);
            if (1..=SLOWEST_US).contains(&step) {
                self.usual_us = Some(match self.usual_us {
                    Some(usual) => usual + (step - usual) / MEMORY,
                    None => step,
                });
            }
        }
        self.last_arrival_us = Some(self.last_arrival_us.map_or(now_us, |last| last.max(now_us)));
        self.last_media_us = media_us;
    }

    /// Whether a picture has ever come.
    pub fn has_begun(&self) -> bool {
        self.last_arrival_us.is_some()
    }

    /// Whether pictures came and have stopped.
    pub fn is_lost(&self, now_us: i64) -> bool {
        let silence = i64::try_from(SILENCE.as_micros()).unwrap_or(i64::MAX);
        let patience = self.usual_us.map_or(silence, |usual| silence.max(3 * usual));
        self.last_arrival_us.is_some_and(|last| now_us.saturating_sub(last) >= patience)
    }

    /// Time since the last picture came, in microseconds.
    pub fn age_us(&self, now_us: i64) -> Option<i64> {
        self.last_arrival_us.map(|last| now_us.saturating_sub(last).max(0))
    }

    /// Pictures a second, once two have come.
    pub fn fps(&self) -> Option<f32> {
        self.usual_us.map(|usual| 1e6 / usual as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_of_thirty_a_second_is_lost_after_half_a_second() {
        let mut health = Health::default();
        assert!(!health.has_begun() && !health.is_lost(i64::MAX));
        for n in 0..60 {
            health.picture(n * 33_333, 7_000_000 + n * 33_333);
        }
        let last = 59 * 33_333;
        assert!(!health.is_lost(last + 499_999));
        assert!(health.is_lost(last + 500_000));
        assert_eq!(health.fps().map(f32::round), Some(30.0));
    }

    #[test]
    fn a_source_of_one_a_second_gets_three_seconds() {
        let mut health = Health::default();
        for n in 0..5 {
            health.picture(n * 1_000_000, n * 1_000_000);
        }
        assert!(!health.is_lost(4_000_000 + 2_900_000));
        assert!(health.is_lost(4_000_000 + 3_000_000));
    }

    #[test]
    fn bursts_and_wild_timestamps_do_not_change_what_is_usual() {
        let mut health = Health::default();
        for n in 0..40 {
            health.picture(n / 10 * 333_333, n * 33_333);
        }
        for media in [i64::MAX, 0, -5, 900_000_000_000] {
            health.picture(1_400_000, media);
        }
        assert_eq!(health.fps().map(f32::round), Some(30.0));
        assert!(health.is_lost(1_400_000 + 500_000));
    }

    #[test]
    fn it_is_back_with_its_next_picture() {
        let mut health = Health::default();
        health.picture(0, 0);
        assert!(health.is_lost(600_000));
        health.picture(700_000, 700_000);
        assert!(!health.is_lost(800_000));
    }
}
