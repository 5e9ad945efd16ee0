//! What a viewer saw and heard, reckoned without a clock or a socket.

use std::{collections::BTreeMap, time::Duration};

use serde::Serialize;

use crate::reel::Stamp;

/// What a viewer saw and heard so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Programme frames that arrived.
    pub frames: u64,
    /// Frames between the first and the last that did not.
    pub missing_frames: u64,
    /// The first hundred of those, by number.
    pub missing: Vec<u64>,
    /// The last frame that arrived.
    pub last_frame: Option<u64>,
    /// From asking for the session to the first frame that can be decoded, in milliseconds.
    pub first_frame_ms: Option<u64>,
    /// Frames that were decoded, when the viewer decodes.
    pub decoded: u64,
    /// Frames that should have been decoded and were not: this machine was too slow, or they were broken.
    pub undecoded: u64,
    /// Decoded frames in which nothing was to be seen: all of it nearly black.
    pub dark: u64,
    /// Seconds of sound that arrived.
    pub sound_s: f64,
    /// Seconds of it in which something was to be heard, when the viewer decodes.
    pub audible_s: f64,
    /// Participants whose stamp was read, and in how many frames.
    pub stamps: BTreeMap<u32, u64>,
    /// Frames without a stamp, such as slates and two beside each other.
    pub unstamped: u64,
    /// When who was to be seen, the last thousand changes.
    pub changes: Vec<Change>,
    /// Ages of stamped pictures at their arrival in milliseconds, the last ten thousand.
    #[serde(skip)]
    pub ages_ms: Vec<f64>,
    /// Times that the session was opened.
    pub sessions: u64,
}

/// From this frame on somebody else was to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// The programme's frame.
    pub frame: u64,
    /// When it arrived, in microseconds since 1970.
    pub at_us: u64,
    /// Who; nobody on a slate, or when two are beside each other.
    pub number: Option<u32>,
    /// The colour of the band below the stamp, 0xRRGGBB.
    pub colour: u32,
}

/// A decoded picture of the programme.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    /// The programme's frame.
    pub frame: u64,
    /// When it arrived, since 1970.
    pub at: Duration,
    /// What is stamped on it.
    pub stamp: Option<Stamp>,
    /// The colour of the band below the stamp, 0xRRGGBB.
    pub colour: u32,
    /// Pictures a second of whoever is stamped, when their pictures follow the clock.
    pub fps: Option<u32>,
    /// All of it is nearly black.
    pub dark: bool,
}

impl Report {
    /// A frame arrived.
    pub fn frame(&mut self, number: u64) {
        if let Some(last) = self.last_frame {
            if number <= last {
                return;
            }
            self.missing_frames += number - last - 1;
            let room = MOST_MISSING.saturating_sub(self.missing.len());
            self.missing.extend((last + 1..number).take(room));
        }
        self.frames += 1;
        self.last_frame = Some(number);
    }

    /// A frame was decoded.
    pub fn sight(&mut self, sight: Sight) {
        self.decoded += 1;
        self.dark += u64::from(sight.dark);
        let number = sight.stamp.map(|stamp| stamp.number);
        match sight.stamp {
            Some(stamp) => {
                *self.stamps.entry(stamp.number).or_default() += 1;
                if let Some(fps) = sight.fps {
                    push(&mut self.ages_ms, stamp.age(sight.at, fps).as_secs_f64() * 1_000.0, MOST_AGES);
                }
            }
            None => self.unstamped += 1,
        }
        if self.changes.last().is_none_or(|last| last.number != number) {
            let at_us = u64::try_from(sight.at.as_micros()).unwrap_or(u64::MAX);
            push(&mut self.changes, Change { frame: sight.frame, at_us, number, colour: sight.colour }, MOST_CHANGES);
        }
    }

    /// The age below which `share` of the pictures were, in milliseconds.
    pub fn age_ms(&self, share: f64) -> Option<f64> {
        percentile(&self.ages_ms, share)
    }
}

/// The value below which `share`, from 0 to 1, of the values are.
pub fn percentile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied()
}

fn push<T>(list: &mut Vec<T>, value: T, most: usize) {
    // In larger steps, so that a full list is not moved for every value.
    if list.len() >= most + most / 8 {
        list.drain(..list.len() - most);
    }
    list.push(value);
}

const MOST_MISSING: usize = 100;
const MOST_CHANGES: usize = 1_000;
const MOST_AGES: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_frame_is_counted_and_named() {
        let mut report = Report::default();
        for frame in [10, 11, 14, 14, 13, 15] {
            report.frame(frame);
        }
        assert_eq!((report.frames, report.missing_frames, report.missing), (4, 2, vec![12, 13]));
        let mut report = Report::default();
        report.frame(0);
        report.frame(u64::MAX);
        assert_eq!(report.missing.len(), MOST_MISSING);
    }

    #[test]
    fn a_change_is_noted_once_with_the_frame_it_came_with() {
        let mut report = Report::default();
        for (frame, number) in [(0, None), (1, Some(3)), (2, Some(3)), (3, None), (4, Some(4))] {
            let stamp = number.map(|number| Stamp { number, index: 0 });
            report.sight(Sight { frame, at: Duration::from_secs(8), stamp, colour: 0, fps: Some(30), dark: false });
        }
        let changes: Vec<_> = report.changes.iter().map(|change| (change.frame, change.number)).collect();
        assert_eq!(changes, [(0, None), (1, Some(3)), (3, None), (4, Some(4))]);
        assert_eq!((report.stamps[&3], report.unstamped), (2, 2));
        assert_eq!(report.age_ms(0.5), Some(0.0));
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(percentile(&values, 0.95), Some(95.0));
        assert_eq!(percentile(&values, 1.0), Some(100.0));
        assert_eq!(percentile(&[], 0.5), None);
    }
}
