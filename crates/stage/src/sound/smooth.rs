//! Numbers that never jump.

use crate::SAMPLE_RATE;

/// How long a change takes: 10 ms is heard as at once, and no click.
const CHANGE_S: f32 = 0.01;

/// A number between 0 and some 10 that goes to where it is wanted in an even ramp of 10 ms, whenever that changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Smooth {
    now: f32,
    target: f32,
    step: f32,
}

impl Smooth {
    pub(super) fn at(value: f32) -> Self {
        Self { now: value, target: value, step: 0.0 }
    }

    /// Where it goes from now on.
    pub(super) fn to(&mut self, target: f32) {
        if self.target != target {
            self.target = target;
            self.step = (target - self.now) / (SAMPLE_RATE as f32 * CHANGE_S);
        }
    }

    /// The value of the next sample.
    pub(super) fn next(&mut self) -> f32 {
        if self.now != self.target {
            self.now += self.step;
            let over = (self.now - self.target) * self.step >= 0.0;
            if over {
                self.now = self.target;
            }
        }
        self.now
    }

    pub(super) fn now(&self) -> f32 {
        self.now
    }
}

/// A level in dB as a factor.
pub(super) fn factor(db: f32) -> f32 {
    10f32.powf(db / 20.0)
}

/// A factor in dB, silence as -90.
pub(super) fn decibels(factor: f32) -> f32 {
    (20.0 * factor.max(1e-9).log10()).max(super::SILENT_DB)
}
