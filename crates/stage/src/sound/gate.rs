//! Takes the room away while nobody speaks.

use plenary_model::sound::Gate as Settings;

use super::{Pair, smooth::factor};
use crate::SAMPLE_RATE;

/// By how much the level that was seen falls with each sample: 25 ms to a third, longer than a wave of the lowest voice.
const FALL: f32 = 0.999_167;

/// Its state: how far it is open, and since when it is quiet.
#[derive(Debug)]
pub(super) struct Gate {
    level: f32,
    open: bool,
    /// Samples for which it stays open.
    held: u32,
    gain: f32,
}

impl Default for Gate {
    fn default() -> Self {
        Self { level: 0.0, open: true, held: 0, gain: 1.0 }
    }
}

impl Gate {
    pub(super) fn process(&mut self, settings: &Settings, samples: &mut [Pair]) {
        let opens = factor(settings.threshold_db);
        let closes = factor(settings.threshold_db - settings.hysteresis_db);
        let count = |ms: f32| (ms * SAMPLE_RATE as f32 / 1000.0).max(1.0);
        let (rise, fall) = (1.0 / count(settings.attack_ms), 1.0 / count(settings.release_ms));
        let hold = count(settings.hold_ms) as u32;
        for pair in samples {
            self.level = (self.level * FALL).max(pair[0].abs()).max(pair[1].abs());
            if !settings.on || self.level > opens || (self.open && self.level >= closes) {
                self.open = true;
                self.held = hold;
            } else if self.held > 0 {
                self.held -= 1;
            } else {
                self.open = false;
            }
            let gain = if self.open { self.gain + rise } else { self.gain - fall };
            self.gain = gain.clamp(0.0, 1.0);
            *pair = pair.map(|sample| sample * self.gain);
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }
}
