//! A source's sound between its arrival and the mix.

use std::collections::VecDeque;

use super::{Chunk, Pair, resample};
use crate::SAMPLE_RATE;

/// Sound that waits, at most: 2 s. What is older is dropped.
const CAPACITY: usize = 2 * SAMPLE_RATE as usize;
/// A fade of 5 ms makes a break inaudible.
const FADE: usize = SAMPLE_RATE as usize / 200;
/// A packet that is stamped at most so much later than the last one's end belongs right behind it: its
/// sender's stamps are uneven. With 20 ms, a packet is missing.
const LATER_US: i64 = 18_000;
/// The same for one that is stamped earlier.
const EARLIER_US: i64 = 50_000;
/// A gap up to here is filled with silence; a longer one begins anew.
const GAP_US: i64 = 1_000_000;
/// Stamps are averaged over this many packets (0.64 s), which leaves 1 ms of 10 ms of unevenness.
const EVENING: f64 = 32.0;
/// Up to 10 ms off, the pitch is bent instead of jumping; more is a break.
const FAR: f64 = 1_920.0;
/// The pitch is bent by at most 0.6 %: a tenth of a semitone.
const BEND: f64 = 0.006;
/// What is off is made up in half a second, within what [`BEND`] allows.
const MAKE_UP: f64 = 24_000.0;
/// Less than half a millisecond off is left alone.
const STILL: f64 = 24.0;

/// A source's sound: packets go in as they come, one chunk for each frame comes out, without a click.
#[derive(Debug, Default)]
pub struct Track {
    samples: VecDeque<Pair>,
    /// The timestamp of the front sample, as the packets' timestamps say on average.
    front_us: f64,
    /// Where the next chunk begins, counted from the front sample; nothing before the first one.
    place: Option<f64>,
    /// 0 is silence, 1 is full: moves only by fades.
    gate: f32,
    /// What was read last: it is held where the sound breaks off, and fades.
    last: Pair,
    /// The next packet follows a gap and fades in.
    gap: bool,
}

impl Track {
    /// Appends a packet that the source stamped `media_us`.
    pub fn push(&mut self, media_us: i64, packet: &[Pair]) {
        let end = self.front_us + us(self.samples.len() as f64);
        let off = media_us.saturating_sub(end as i64);
        match self.samples.is_empty() {
            true => self.restart(media_us),
            false if (-EARLIER_US..=LATER_US).contains(&off) => self.front_us += off as f64 / EVENING,
            false if off > 0 && off <= GAP_US => self.fill(off),
            false => self.restart(media_us),
        }
        let fade = if std::mem::take(&mut self.gap) { FADE } else { 0 };
        let rise = |n: usize| if n < fade { n as f32 / FADE as f32 } else { 1.0 };
        let packet = &packet[..packet.len().min(CAPACITY)];
        self.samples.extend(packet.iter().enumerate().map(|(n, pair)| pair.map(|value| clean(value) * rise(n))));
        self.forget(self.samples.len().saturating_sub(CAPACITY));
    }

    /// Forgets everything; the sound that was heard fades.
    pub fn clear(&mut self) {
        *self = Self { gate: self.gate, last: self.last, ..Self::default() };
    }

    /// Writes the sound that ends with what the source stamped `until_us`.
    pub fn read(&mut self, until_us: i64, out: &mut Chunk) {
        let wanted = samples(until_us as f64 - self.front_us) - out.len() as f64;
        let off = self.place.map(|place| wanted - place);
        let mut place = self.place.unwrap_or(wanted);
        let mut jump = off.is_some_and(|off| off.abs() > FAR);
        let pace = match off {
            Some(off) if !jump && off.abs() > STILL => 1.0 + (off / MAKE_UP).clamp(-BEND, BEND),
            _ => 1.0,
        };
        let end = self.samples.len() as f64;
        for (n, pair) in out.iter_mut().enumerate() {
            if jump && self.gate <= 0.0 {
                place = wanted + n as f64;
                jump = false;
            }
            // Enough must be there to fade out with; and to begin, enough for both fades.
            let spare = if self.gate > 0.0 { self.gate * FADE as f32 } else { 2.0 * FADE as f32 };
            let sounds = !jump && place >= 0.0 && place + f64::from(spare) + (resample::REACH + 1) as f64 <= end;
            let step = if sounds { 1.0 } else { -1.0 } / FADE as f32;
            self.gate = (self.gate + step).clamp(0.0, 1.0);
            if self.gate > 0.0 && place >= 0.0 && place < end {
                self.last = resample::at(&self.samples, place);
            }
            *pair = self.last.map(|value| value * self.gate);
            place += pace;
        }
        self.place = Some(place);
        let read = (place as i64).saturating_sub(resample::REACH as i64 + 1).max(0);
        self.forget(usize::try_from(read).unwrap_or(0).min(self.samples.len()));
    }

    fn restart(&mut self, media_us: i64) {
        let was = self.front_us + self.place.map_or(0.0, us);
        self.samples.clear();
        self.front_us = media_us as f64;
        // The place in time stays; where it now is far from what is wanted, reading jumps.
        self.place = self.place.map(|_| samples(was - self.front_us));
        self.gap = true;
    }

    /// Fills a gap with silence into which the last sample fades.
    fn fill(&mut self, gap_us: i64) {
        let count = samples(gap_us as f64) as usize;
        let last = self.samples.back().copied().unwrap_or([0.0; 2]);
        let fall = |n: usize| (1.0 - (n + 1) as f32 / FADE as f32).max(0.0);
        self.samples.extend((0..count).map(|n| last.map(|value| value * fall(n))));
        self.gap = true;
    }

    fn forget(&mut self, count: usize) {
        self.samples.drain(..count);
        self.front_us += us(count as f64);
        self.place = self.place.map(|place| place - count as f64);
    }
}

/// Nothing that is no number, and nothing louder than full scale allows, gets into the mix.
fn clean(value: f32) -> f32 {
    if value.is_finite() { value.clamp(-1.5, 1.5) } else { 0.0 }
}

fn us(samples: f64) -> f64 {
    samples * 1e6 / f64::from(SAMPLE_RATE)
}

fn samples(us: f64) -> f64 {
    us * f64::from(SAMPLE_RATE) / 1e6
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;
    use crate::testing::SILENCE;

    const PACKET: usize = 960;

    fn wave(n: usize) -> Pair {
        let value = ((n as f64) * 440.0 * TAU / 48_000.0).sin() as f32 * 0.5;
        [value, value]
    }

    fn packet(n: usize) -> Vec<Pair> {
        (n * PACKET..(n + 1) * PACKET).map(wave).collect()
    }

    /// The largest step from one sample to the next; 0.029 in a tone of 440 Hz at half scale.
    fn steepest(sound: &[Pair]) -> f32 {
        sound.windows(2).map(|pair| (pair[1][0] - pair[0][0]).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn even_sound_passes_sample_by_sample() {
        let mut track = Track::default();
        let mut heard = Vec::new();
        for n in 0..100 {
            track.push(5_000_000 + n * 20_000, &packet(n as usize));
            if n >= 5 && n % 5 == 0 {
                for part in 0..3 {
                    let mut out = SILENCE;
                    let until = (n - 5) * 20_000 + part * 100_000 / 3 + 33_333;
                    track.read(5_000_000 + until, &mut out);
                    heard.extend(out);
                }
            }
        }
        assert!(steepest(&heard) < 0.04, "{}", steepest(&heard));
        for (n, pair) in heard.iter().enumerate().skip(FADE) {
            assert!((pair[0] - wave(n)[0]).abs() < 0.02, "sample {n}");
        }
    }

    #[test]
    fn sound_that_drifts_is_bent_and_never_clicks() {
        // The source makes 0.1 % more samples than its stamps say.
        let mut track = Track::default();
        let mut heard = Vec::new();
        let (mut pushed, mut n) = (0, 0);
        for frame in 0..1_800i64 {
            let now = frame * 33_333;
            while n as f64 * 20_000.0 / 1.001 <= now as f64 {
                track.push((n as f64 * 20_000.0 / 1.001) as i64, &packet(n));
                n += 1;
                pushed += PACKET;
            }
            let mut out = SILENCE;
            track.read(now - 80_000, &mut out);
            heard.extend(out);
        }
        assert!(pushed > heard.len() + 500, "the test drifts");
        let sounding = &heard[8_000..];
        assert!(steepest(sounding) < 0.04, "{}", steepest(sounding));
        let quiet = sounding.windows(200).filter(|part| part.iter().all(|pair| pair[0].abs() < 0.1)).count();
        assert_eq!(quiet, 0, "it never falls silent");
    }

    #[test]
    fn missing_packets_fade_out_and_in() {
        let mut track = Track::default();
        let mut heard = Vec::new();
        for n in 0..100usize {
            if !(30..36).contains(&n) && n != 60 {
                track.push(n as i64 * 20_000, &packet(n));
            }
            if n % 5 == 0 && n >= 10 {
                for part in 0..3 {
                    let mut out = SILENCE;
                    track.read((n as i64 - 8) * 20_000 + part * 100_000 / 3, &mut out);
                    heard.extend(out);
                }
            }
        }
        assert!(steepest(&heard) < 0.04, "{}", steepest(&heard));
        assert!(heard.windows(2_000).any(|part| part.iter().all(|pair| pair[0].abs() < 1e-6)));
        assert!(heard.iter().rev().take(2_000).any(|pair| pair[0].abs() > 0.4), "it is back");
    }

    #[test]
    fn a_jump_of_the_clock_is_faded() {
        let mut track = Track::default();
        let mut heard = Vec::new();
        for n in 0..120usize {
            let jump = if n < 60 { 0 } else { 500_000_000 };
            track.push(n as i64 * 20_000 + jump, &packet(n));
            if n % 5 == 0 && n >= 10 {
                for part in 0..3 {
                    let mut out = SILENCE;
                    track.read((n as i64 - 8) * 20_000 + part * 100_000 / 3 + jump, &mut out);
                    heard.extend(out);
                }
            }
        }
        assert!(steepest(&heard) < 0.04, "{}", steepest(&heard));
        assert!(heard.iter().rev().take(2_000).any(|pair| pair[0].abs() > 0.4), "it is back");
    }

    proptest! {
        #[test]
        fn whatever_comes_is_no_louder_than_full_and_stays_bounded(
            packets in proptest::collection::vec((any::<i64>(), 0..6_000usize, any::<f32>()), 1..40),
            reads in proptest::collection::vec(any::<i64>(), 1..40),
        ) {
            let mut track = Track::default();
            let mut out = SILENCE;
            for ((media, count, value), until) in packets.into_iter().zip(reads) {
                track.push(media / 4, &vec![[value; 2]; count]);
                track.read(until / 4, &mut out);
                prop_assert!(track.samples.len() <= CAPACITY);
                prop_assert!(out.iter().flatten().all(|sample| sample.abs() <= 3.0));
            }
        }
    }
}
