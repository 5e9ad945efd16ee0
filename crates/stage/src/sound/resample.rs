//! Reading between samples.

use std::{collections::VecDeque, f64::consts::PI, sync::OnceLock};

use super::Pair;

/// Samples on each side that one in between is computed from. With 8, what is below 18 kHz passes
/// unchanged to within 0.1 dB.
pub(super) const REACH: usize = 8;
/// Places between two samples for which the filter is tabulated; between them it is interpolated, which
/// leaves an error below -90 dB.
const PHASES: usize = 256;
/// The shape of the Kaiser window: 80 dB below in the stop band.
const BETA: f64 = 8.0;

/// The sample at `place`, counted from the front of `samples`. Those outside count as silence.
pub(super) fn at(samples: &VecDeque<Pair>, place: f64) -> Pair {
    let whole = place.floor();
    let fraction = place - whole;
    let first = whole as i64 - REACH as i64 + 1;
    let sample = |tap: usize| {
        usize::try_from(first + tap as i64).ok().and_then(|at| samples.get(at)).copied().unwrap_or([0.0; 2])
    };
    if fraction < 1e-9 {
        return sample(REACH - 1);
    }
    let phase = fraction * PHASES as f64;
    let row = phase as usize;
    let between = (phase - row as f64) as f32;
    let (low, high) = (&table()[row], &table()[row + 1]);
    let mut sum = [0.0; 2];
    for tap in 0..2 * REACH {
        let weight = low[tap] + (high[tap] - low[tap]) * between;
        let [left, right] = sample(tap);
        sum = [sum[0] + left * weight, sum[1] + right * weight];
    }
    sum
}

/// A windowed sinc for each place between two samples.
fn table() -> &'static [[f32; 2 * REACH]] {
    static TABLE: OnceLock<Vec<[f32; 2 * REACH]>> = OnceLock::new();
    TABLE.get_or_init(|| {
        (0..=PHASES)
            .map(|phase| {
                let fraction = phase as f64 / PHASES as f64;
                let weights: [f64; 2 * REACH] = std::array::from_fn(|tap| {
                    let x = tap as f64 - (REACH - 1) as f64 - fraction;
                    let sinc = if x.abs() < 1e-12 { 1.0 } else { (PI * x).sin() / (PI * x) };
                    let edge = (1.0 - (x / REACH as f64).powi(2)).max(0.0);
                    sinc * bessel(BETA * edge.sqrt()) / bessel(BETA)
                });
                // All places are equally loud.
                let sum: f64 = weights.iter().sum();
                weights.map(|weight| (weight / sum) as f32)
            })
            .collect()
    })
}

/// The modified Bessel function of the first kind and order 0.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..40 {
        term *= (x / (2.0 * f64::from(k))).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_read_between_its_samples_is_the_same_tone() {
        for hertz in [100.0, 1_000.0, 10_000.0] {
            let wave = |at: f64| (at * hertz * 2.0 * PI / 48_000.0).sin();
            let samples: VecDeque<Pair> = (0..200).map(|n| [wave(f64::from(n)) as f32, 0.5]).collect();
            for n in 0..500 {
                let place = 50.0 + f64::from(n) * 0.1003;
                let [left, right] = at(&samples, place);
                assert!((f64::from(left) - wave(place)).abs() < 2e-3, "{hertz} Hz at {place}");
                assert!((right - 0.5).abs() < 1e-4);
            }
            assert_eq!(at(&samples, 77.0), samples[77]);
            assert_eq!(at(&samples, -100.5), [0.0; 2]);
        }
    }
}
