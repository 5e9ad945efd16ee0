//! Takes rumble away: a Butterworth filter of second order, 3 dB down at its corner and 12 dB less an octave below.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

use plenary_model::sound::HighPass as Corner;

use super::{Pair, smooth::Smooth};
use crate::SAMPLE_RATE;

#[derive(Debug)]
pub(super) struct HighPass {
    /// What filters now; what is wanted takes its place when nothing of it is heard.
    corner: Corner,
    b: [f64; 2],
    a: [f64; 2],
    /// Of each channel.
    state: [[f64; 2]; 2],
    /// How much is heard of the filter, the rest of what comes in.
    share: Smooth,
}

impl Default for HighPass {
    fn default() -> Self {
        Self { corner: Corner::Off, b: [0.0; 2], a: [0.0; 2], state: [[0.0; 2]; 2], share: Smooth::at(0.0) }
    }
}

impl HighPass {
    pub(super) fn process(&mut self, wanted: Corner, samples: &mut [Pair]) {
        if self.corner == Corner::Off && wanted == Corner::Off {
            return;
        }
        for pair in samples {
            if self.corner != wanted {
                self.share.to(0.0);
                if self.share.now() == 0.0 {
                    self.tune(wanted);
                }
            }
            if self.corner == wanted && wanted != Corner::Off {
                self.share.to(1.0);
            }
            let share = self.share.next();
            for (sample, state) in pair.iter_mut().zip(&mut self.state) {
                let x = f64::from(*sample);
                let y = self.b[0] * x + state[0];
                state[0] = self.b[1] * x - self.a[0] * y + state[1];
                state[1] = self.b[0] * x - self.a[1] * y;
                *sample += (y as f32 - *sample) * share;
            }
        }
    }

    fn tune(&mut self, corner: Corner) {
        self.corner = corner;
        self.state = [[0.0; 2]; 2];
        let Some(hertz) = corner.hertz() else { return };
        let angle = TAU * hertz / f64::from(SAMPLE_RATE);
        // Q of 1/√2 is what makes it a Butterworth filter.
        let alpha = angle.sin() / (2.0 * FRAC_1_SQRT_2);
        let scale = 1.0 / (1.0 + alpha);
        let edge = (1.0 + angle.cos()) * scale;
        self.b = [edge / 2.0, -edge];
        self.a = [-2.0 * angle.cos() * scale, (1.0 - alpha) * scale];
    }
}
