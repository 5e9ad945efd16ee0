//! The sound desk, as the crew's document has it.

use plenary_model::{
    sound::{Bed, Strip as Settings},
    source::SourceId,
};
use plenary_stage::{Snapshot, sound::Levels};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::sound;

/// Strips of sources that the stage does not listen to and that were changed: more of them are in no document.
const MOST_SILENT: usize = 200;

/// The sound desk.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SoundDesk)]
pub struct Sound {
    /// Strips of sources that the stage listens to, or that were changed. Every other is as it comes.
    pub strips: Vec<Strip>,
    /// The music, when one was chosen.
    pub bed: Option<Bed>,
    /// Whether it plays.
    pub playing: bool,
    /// Whether it makes room for speech now.
    pub ducked: bool,
    /// How loud the programme is.
    pub loudness: Loudness,
}

/// A source's strip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SoundStripState)]
pub struct Strip {
    /// Whose it is.
    pub source: SourceId,
    /// What it is set to.
    pub settings: Settings,
    /// Whether the crew hears it alone.
    pub solo: bool,
    /// The highest sample behind the mute, in dB below full scale, while the stage listens to it.
    pub peak_db: Option<f32>,
    /// Momentary loudness behind the mute, in LUFS; none for silence.
    pub lufs: Option<f32>,
    /// Whether the gate lets sound through.
    pub gate_open: bool,
    /// By how much the limiter makes it softer, in dB.
    pub reduction_db: f32,
}

/// How loud the programme is (EBU R128); silence has no loudness.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Loudness {
    /// Of the last 400 ms, in LUFS.
    pub momentary: Option<f32>,
    /// Of the last 3 s, in LUFS.
    pub short_term: Option<f32>,
    /// Since the last reset, in LUFS.
    pub integrated: Option<f32>,
    /// The highest true peak since the last reset, in dBTP.
    pub true_peak_db: Option<f32>,
    /// By how much the limiter makes the programme softer, in dB.
    pub reduction_db: f32,
    /// For how long it is measured, in seconds.
    pub seconds: u64,
}

impl Sound {
    /// The desk as it is set, with what the mixer measures.
    pub fn new(sound: &sound::Sound, mixer: &Snapshot) -> Self {
        let strip = |source: SourceId, levels: Option<Levels>| Strip {
            source,
            settings: sound.strips.get(&source).copied().unwrap_or_default(),
            solo: sound.solo.contains(&source),
            peak_db: levels.map(|levels| tenth(levels.peak_db)),
            lufs: levels.and_then(|levels| levels.lufs).map(tenth),
            gate_open: levels.is_none_or(|levels| levels.gate_open),
            reduction_db: levels.map_or(0.0, |levels| tenth(levels.reduction_db)),
        };
        let heard = mixer.sources.iter().filter(|source| source.levels.is_some());
        let mut strips: Vec<_> = heard.map(|source| strip(source.id, source.levels)).collect();
        let changed = sound.strips.iter().filter(|(_, settings)| **settings != Settings::default()).map(|(id, _)| id);
        let mut silent: Vec<_> = sound.solo.iter().chain(changed).copied().collect();
        silent.sort_unstable();
        silent.dedup();
        silent.retain(|id| !strips.iter().any(|strip| strip.source == *id));
        strips.extend(silent.into_iter().take(MOST_SILENT).map(|id| strip(id, None)));
        let loudness = &mixer.loudness;
        Self {
            strips,
            bed: sound.bed,
            playing: sound.playing,
            ducked: mixer.ducked,
            loudness: Loudness {
                momentary: loudness.momentary.map(tenth),
                short_term: loudness.short_term.map(tenth),
                integrated: loudness.integrated.map(tenth),
                true_peak_db: loudness.true_peak_db.map(tenth),
                reduction_db: tenth(loudness.reduction_db),
                seconds: mixer.format.millis(mixer.frame.saturating_sub(loudness.since_frame)) / 1_000,
            },
        }
    }

    /// Without what always moves.
    pub(crate) fn still(&mut self) {
        (self.loudness, self.ducked) = (Loudness::default(), false);
        for strip in &mut self.strips {
            (strip.peak_db, strip.lufs, strip.gate_open, strip.reduction_db) = (None, None, true, 0.0);
        }
    }
}

/// Meters are read to a tenth: what differs less is no news to a screen.
fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}
