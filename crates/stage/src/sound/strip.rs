//! What a source's sound goes through on its way to the mix.

use ebur128::{EbuR128, Mode};
use plenary_model::sound::{OnAir, Strip as Settings};

use super::{
    Chunk, Pair,
    gate::Gate,
    high_pass::HighPass,
    limiter::Limiter,
    smooth::{Smooth, decibels, factor},
};
use crate::{SAMPLE_RATE, director::FADE_STEP};

/// How fast a peak meter falls, in dB a frame: 45 dB a second.
const FALL_DB: f32 = 1.5;

/// What a strip tells.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Levels {
    /// The highest sample after everything, falling slowly, in dB below full scale.
    pub peak_db: f32,
    /// Momentary loudness (400 ms, EBU R128) after everything, in LUFS; none for silence.
    pub lufs: Option<f32>,
    /// Whether the gate lets sound through.
    pub gate_open: bool,
    /// By how much the limiter made the last frame softer at most, in dB.
    pub reduction_db: f32,
}

/// The state of a source's strip.
#[derive(Debug)]
pub(crate) struct Strip {
    high_pass: HighPass,
    gate: Gate,
    gain: Smooth,
    limiter: Limiter,
    heard: Smooth,
    /// How much of it is in the programme, and how much is soloed.
    air: f32,
    solo: f32,
    peak_db: f32,
    meter: Option<EbuR128>,
}

impl Strip {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            high_pass: HighPass::default(),
            gate: Gate::default(),
            gain: Smooth::at(factor(settings.gain_db)),
            limiter: Limiter::default(),
            heard: Smooth::at(if settings.muted { 0.0 } else { 1.0 }),
            air: 0.0,
            solo: 0.0,
            peak_db: super::SILENT_DB,
            meter: EbuR128::new(2, SAMPLE_RATE, Mode::M).ok(),
        }
    }

    /// Everything before the mute: what a solo lets hear.
    pub(crate) fn process(&mut self, settings: &Settings, chunk: &mut Chunk) {
        for pair in chunk.iter_mut() {
            *pair = pair.map(clean);
        }
        self.high_pass.process(settings.high_pass, chunk);
        self.gate.process(&settings.gate, chunk);
        self.gain.to(factor(settings.gain_db));
        for pair in chunk.iter_mut() {
            let gain = self.gain.next();
            *pair = pair.map(|sample| sample * gain);
        }
        let ceiling = settings.limiter.on.then(|| factor(settings.limiter.ceiling_db));
        self.limiter.process(ceiling, chunk);
    }

    /// The mute, and the meters behind it.
    pub(crate) fn finish(&mut self, muted: bool, chunk: &mut Chunk) {
        self.heard.to(if muted { 0.0 } else { 1.0 });
        let mut peak = 0f32;
        for pair in chunk.iter_mut() {
            let heard = self.heard.next();
            *pair = pair.map(|sample| sample * heard);
            peak = peak.max(pair[0].abs()).max(pair[1].abs());
        }
        self.peak_db = decibels(peak).max(self.peak_db - FALL_DB).max(super::SILENT_DB);
        if let Some(meter) = &mut self.meter {
            // Only another number of channels is refused.
            let _ = meter.add_frames_f32(chunk.as_flattened());
        }
    }

    /// How much of it is in the programme from the frame's first sample to its last. `picture`: as much as follows
    /// what is seen.
    pub(crate) fn air(&mut self, on_air: OnAir, picture: f32) -> (f32, f32) {
        let target = match on_air {
            OnAir::Picture => picture,
            OnAir::Always => 1.0,
            OnAir::Never => 0.0,
        };
        step(&mut self.air, target)
    }

    /// The same of what the crew hears alone.
    pub(crate) fn solo(&mut self, soloed: bool) -> (f32, f32) {
        step(&mut self.solo, if soloed { 1.0 } else { 0.0 })
    }

    /// Whether some of it is still heard, and fades.
    pub(crate) fn sounds(&self) -> bool {
        self.air > 0.0 || self.solo > 0.0
    }

    pub(crate) fn levels(&self) -> Levels {
        let lufs = self.meter.as_ref().and_then(|meter| meter.loudness_momentary().ok());
        Levels {
            peak_db: self.peak_db,
            lufs: lufs.map(|lufs| lufs as f32).filter(|lufs| lufs.is_finite()),
            gate_open: self.gate.is_open(),
            reduction_db: self.limiter.reduction_db(),
        }
    }
}

/// Goes towards `target` by at most as much as a fade goes in a frame.
pub(super) fn step(value: &mut f32, target: f32) -> (f32, f32) {
    let from = *value;
    *value = from + (target - from).clamp(-FADE_STEP, FADE_STEP);
    (from, *value)
}

/// What is no number, or far beyond full scale, would stay in the filters for ever.
fn clean(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-4.0, 4.0) } else { 0.0 }
}

/// Adds what goes evenly from one gain to another.
pub(super) fn add(total: &mut [Pair], chunk: &Chunk, (from, to): (f32, f32)) {
    let rise = (to - from) / chunk.len() as f32;
    for (n, (total, pair)) in total.iter_mut().zip(chunk).enumerate() {
        let gain = from + rise * n as f32;
        *total = [total[0] + pair[0] * gain, total[1] + pair[1] * gain];
    }
}
