//! How loud the programme is, by EBU R128 and ITU-R BS.1770-4.

use ebur128::{EbuR128, Mode};

use crate::SAMPLE_RATE;

/// Loudness of the programme; silence has none.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Loudness {
    /// Of the last 400 ms, in LUFS.
    pub momentary: Option<f32>,
    /// Of the last 3 s, in LUFS.
    pub short_term: Option<f32>,
    /// Since the last reset, gated, in LUFS.
    pub integrated: Option<f32>,
    /// The highest true peak since the last reset, in dBTP.
    pub true_peak_db: Option<f32>,
    /// By how much the programme's limiter made the last frame softer at most, in dB.
    pub reduction_db: f32,
    /// The frame from which on it is measured.
    pub since_frame: u64,
}

/// Measures it.
#[derive(Debug)]
pub(crate) struct Gauge {
    meter: Option<EbuR128>,
    since_frame: u64,
}

impl Default for Gauge {
    fn default() -> Self {
        // A histogram needs the same room after a year as after a minute.
        let mode = Mode::M | Mode::S | Mode::I | Mode::TRUE_PEAK | Mode::HISTOGRAM;
        Self { meter: EbuR128::new(2, SAMPLE_RATE, mode).ok(), since_frame: 0 }
    }
}

impl Gauge {
    pub(crate) fn add(&mut self, interleaved: &[f32]) {
        if let Some(meter) = &mut self.meter {
            // Only another number of channels is refused.
            let _ = meter.add_frames_f32(interleaved);
        }
    }

    pub(crate) fn reset(&mut self, frame: u64) {
        if let Some(meter) = &mut self.meter {
            meter.reset();
        }
        self.since_frame = frame;
    }

    pub(crate) fn read(&self, reduction_db: f32) -> Loudness {
        let Some(meter) = &self.meter else { return Loudness::default() };
        let finite = |value: f64| value.is_finite().then_some(value as f32);
        let peak = (0..2).filter_map(|channel| meter.true_peak(channel).ok()).fold(0.0, f64::max);
        Loudness {
            momentary: meter.loudness_momentary().ok().and_then(finite),
            short_term: meter.loudness_shortterm().ok().and_then(finite),
            integrated: meter.loudness_global().ok().and_then(finite),
            true_peak_db: finite(20.0 * peak.log10()),
            reduction_db,
            since_frame: self.since_frame,
        }
    }
}
