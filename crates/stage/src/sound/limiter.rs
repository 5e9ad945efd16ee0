//! Keeps peaks below a ceiling: it sees them before they are heard, so that it is down when they come.

use super::Pair;
use crate::SAMPLE_RATE;

/// How far it looks ahead, and by how much it delays: 2 ms.
const AHEAD: usize = SAMPLE_RATE as usize / 500;
/// Samples in which what it took away comes back to a third.
const RELEASE: f32 = SAMPLE_RATE as f32 * 0.08;

/// Its state. The gain of each sample is the mean of the smallest gains that the next [`AHEAD`] samples need: it
/// goes evenly, and is never more than what the sample allows.
#[derive(Debug)]
pub struct Limiter {
    delayed: [Pair; AHEAD],
    /// Gains that samples need, the smallest of the window in front, with when they leave it.
    needed: Queue,
    /// The gain after its release.
    held: f32,
    means: [f32; AHEAD],
    sum: f64,
    at: usize,
    time: u64,
    /// The smallest gain since it was asked.
    least: f32,
}

impl Default for Limiter {
    fn default() -> Self {
        Self {
            delayed: [[0.0; 2]; AHEAD],
            needed: Queue::default(),
            held: 1.0,
            means: [1.0; AHEAD],
            sum: AHEAD as f64,
            at: 0,
            time: 0,
            least: 1.0,
        }
    }
}

impl Limiter {
    /// Limits to `ceiling`, a factor; nothing lets all pass, as much later.
    pub fn process(&mut self, ceiling: Option<f32>, samples: &mut [Pair]) {
        self.least = 1.0;
        for pair in samples {
            let peak = pair[0].abs().max(pair[1].abs());
            let gain = ceiling.filter(|ceiling| peak > *ceiling).map_or(1.0, |ceiling| ceiling / peak);
            let smallest = self.needed.push(self.time, gain);
            self.held = smallest.min(self.held + (1.0 - self.held) / RELEASE);
            self.sum += f64::from(self.held) - f64::from(self.means[self.at]);
            self.means[self.at] = self.held;
            let out = std::mem::replace(&mut self.delayed[self.at], *pair);
            let gain = (self.sum / AHEAD as f64) as f32;
            self.least = self.least.min(gain);
            *pair = out.map(|sample| round(sample * gain, ceiling));
            self.at = (self.at + 1) % AHEAD;
            self.time += 1;
            if self.at == 0 {
                self.sum = self.means.iter().copied().map(f64::from).sum();
            }
        }
    }

    /// By how much it made the last portion softer at most, in dB.
    pub fn reduction_db(&self) -> f32 {
        -20.0 * self.least.clamp(1e-6, 1.0).log10()
    }
}

/// Cuts what rounding adds, and nothing else: while the ceiling goes down, the gain still follows.
fn round(sample: f32, ceiling: Option<f32>) -> f32 {
    match ceiling {
        Some(ceiling) if sample.abs() > ceiling && sample.abs() < ceiling * 1.001 => ceiling.copysign(sample),
        _ => sample,
    }
}

/// The smallest of the last [`AHEAD`] + 1 values, without looking at all of them.
#[derive(Debug)]
struct Queue {
    items: [(u64, f32); SIZE],
    first: usize,
    count: usize,
}

const SIZE: usize = AHEAD + 1;

impl Default for Queue {
    fn default() -> Self {
        Self { items: [(0, 1.0); SIZE], first: 0, count: 0 }
    }
}

impl Queue {
    fn push(&mut self, time: u64, value: f32) -> f32 {
        if self.count > 0 && self.items[self.first].0 + AHEAD as u64 <= time.saturating_sub(1) {
            self.first = (self.first + 1) % SIZE;
            self.count -= 1;
        }
        // What is larger and older can never be the smallest again.
        while self.count > 0 && self.items[(self.first + self.count - 1) % SIZE].1 >= value {
            self.count -= 1;
        }
        self.items[(self.first + self.count) % SIZE] = (time, value);
        self.count += 1;
        self.items[self.first].1
    }
}
