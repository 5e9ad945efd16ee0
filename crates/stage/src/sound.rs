//! Sound: a source's samples on the stage's clock, and the mix.
//!
//! All samples are stereo pairs at 48 kHz, between -1 and 1.

mod bed;
pub(crate) mod board;
pub mod cost;
mod gate;
mod high_pass;
mod limiter;
mod loudness;
mod resample;
mod smooth;
pub(crate) mod strip;
mod track;

pub use bed::Music;
pub use board::Settings;
pub use limiter::Limiter;
pub use loudness::Loudness;
pub use strip::Levels;
pub use track::Track;

use plenary_model::source::SourceId;

use crate::director::Gain;

/// A left and a right sample.
pub type Pair = [f32; 2];
/// The sound of one frame: as many pairs as its format has.
pub type Chunk = [Pair];

/// Samples below this are passed on as they are; what is louder is bent so that it never clips.
const KNEE: f32 = 0.8;
/// What is reported for silence, in dB below full scale.
const SILENT_DB: f32 = -90.0;

/// The mix of one frame: the sum, and each source's part of it.
#[derive(Debug, Default)]
pub struct Mix {
    total: Vec<Pair>,
    parts: Vec<(SourceId, Vec<Pair>)>,
    used: usize,
}

impl Mix {
    /// Starts a new frame of so many pairs of samples.
    pub fn clear(&mut self, samples: usize) {
        self.total.clear();
        self.total.resize(samples, [0.0; 2]);
        self.used = 0;
    }

    /// Adds a source. Its loudness goes evenly from the gain's first value to its second.
    pub fn add(&mut self, gain: Gain, chunk: &Chunk) {
        if self.used == self.parts.len() {
            self.parts.push((gain.source, Vec::with_capacity(chunk.len())));
        }
        let (source, part) = &mut self.parts[self.used];
        self.used += 1;
        *source = gain.source;
        part.clear();
        let step = (gain.to - gain.from) / chunk.len() as f32;
        let mut loudness = gain.from;
        for (total, [left, right]) in self.total.iter_mut().zip(chunk) {
            let own = [left * loudness, right * loudness];
            loudness += step;
            *total = [total[0] + own[0], total[1] + own[1]];
            part.push(own);
        }
    }

    /// The programme, or what `without` hears: everything but itself. Appends interleaved samples that
    /// never clip.
    pub fn write(&self, without: Option<SourceId>, out: &mut Vec<f32>) {
        let own = without.and_then(|id| self.parts[..self.used].iter().find(|(source, _)| *source == id));
        match own {
            None => out.extend(self.total.iter().flatten().copied().map(limit)),
            Some((_, own)) => {
                let pairs = self.total.iter().flatten().zip(own.iter().flatten());
                out.extend(pairs.map(|(total, own)| limit(total - own)));
            }
        }
    }
}

/// Bends what is too loud smoothly towards full scale.
fn limit(sample: f32) -> f32 {
    let size = sample.abs();
    match size > KNEE {
        true => (KNEE + (1.0 - KNEE) * ((size - KNEE) / (1.0 - KNEE)).tanh()).copysign(sample),
        false => sample,
    }
}

/// The loudness of a frame (the mean of its squares), in dB below full scale.
pub fn level_db(chunk: &Chunk) -> f32 {
    let sum: f32 = chunk.iter().flatten().map(|sample| sample * sample).sum();
    let mean = sum / (2 * chunk.len()).max(1) as f32;
    (10.0 * mean.max(1e-12).log10()).max(SILENT_DB)
}

#[cfg(test)]
mod promises;

#[cfg(test)]
mod tests {
    use plenary_model::id::SpeakerId;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::testing::{SAMPLES_PER_FRAME, SILENCE};

    fn ids() -> [SourceId; 2] {
        let rng = &mut StdRng::seed_from_u64(2);
        std::array::from_fn(|_| SourceId::Speaker(SpeakerId::random(rng)))
    }

    #[test]
    fn a_fade_is_even_and_a_return_lacks_its_own_voice() {
        let [a, b] = ids();
        let mut mix = Mix::default();
        mix.clear(SAMPLES_PER_FRAME);
        mix.add(Gain { source: a, from: 0.0, to: 1.0 }, &[[0.5, 0.5]; SAMPLES_PER_FRAME]);
        mix.add(Gain { source: b, from: 1.0, to: 1.0 }, &[[0.25, -0.25]; SAMPLES_PER_FRAME]);
        let (mut all, mut without) = (Vec::new(), Vec::new());
        mix.write(None, &mut all);
        mix.write(Some(a), &mut without);
        assert_eq!(all.len(), 2 * SAMPLES_PER_FRAME);
        assert!(without.chunks(2).all(|pair| (pair[0] - 0.25).abs() < 1e-6 && (pair[1] + 0.25).abs() < 1e-6));
        for pair in all.chunks(2).collect::<Vec<_>>().windows(2) {
            let step = pair[1][0] - pair[0][0];
            assert!((0.0..0.001).contains(&step), "{step}");
        }
        let mut unheard = Vec::new();
        mix.clear(SAMPLES_PER_FRAME);
        mix.write(Some(a), &mut unheard);
        assert!(unheard.iter().all(|sample| *sample == 0.0));
    }

    #[test]
    fn the_loudest_sum_does_not_clip() {
        let [a, b] = ids();
        let mut mix = Mix::default();
        mix.clear(SAMPLES_PER_FRAME);
        for source in [a, b] {
            mix.add(Gain { source, from: 1.0, to: 1.0 }, &[[1.0, -1.0]; SAMPLES_PER_FRAME]);
        }
        let mut out = Vec::new();
        mix.write(None, &mut out);
        assert!(out.iter().all(|sample| (0.95..=1.0).contains(&sample.abs())));
    }

    #[test]
    fn loudness_is_reported_in_decibels() {
        assert_eq!(level_db(&SILENCE), -90.0);
        assert!((level_db(&[[0.1, 0.1]; SAMPLES_PER_FRAME]) + 20.0).abs() < 0.01);
    }
}
