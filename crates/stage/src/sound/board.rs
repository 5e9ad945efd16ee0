//! The sound desk: strips into the programme, what the crew hears alone, and the music below.

use std::collections::{BTreeMap, BTreeSet};

use plenary_model::{
    sound::{OnAir, Strip as StripSettings},
    source::SourceId,
};

use super::{
    Chunk, Mix, Pair,
    bed::{Bed, Music},
    limit,
    limiter::Limiter,
    loudness::{Gauge, Loudness},
    smooth::factor,
    strip::{Strip, add, step},
};
use crate::{deck::Deck, director::Gain};

/// No sample of the programme is above this, in dB below full scale.
const CEILING_DB: f32 = -1.0;

/// What the sound desk is set to.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// The strips that are not as they come.
    pub strips: BTreeMap<SourceId, StripSettings>,
    /// What the crew hears alone; everything when nothing.
    pub solo: BTreeSet<SourceId>,
    /// The music.
    pub music: Option<Music>,
}

impl Settings {
    fn strip(&self, source: SourceId) -> StripSettings {
        self.strips.get(&source).copied().unwrap_or_default()
    }
}

/// The sound of a frame, interleaved.
#[derive(Debug, Default)]
pub(crate) struct Sounds {
    pub programme: Vec<f32>,
    /// What the crew hears while it listens to some alone.
    pub monitor: Option<Vec<f32>>,
}

/// The sound desk.
#[derive(Default)]
pub(crate) struct Board {
    pub settings: Settings,
    mix: Mix,
    /// What is soloed.
    alone: Vec<Pair>,
    /// How much of it the crew hears in the programme's place.
    solo: f32,
    limiter: Limiter,
    gauge: Gauge,
    bed: Bed,
    music: Vec<Pair>,
    limited: Vec<Pair>,
}

impl Board {
    /// The sources that are heard whatever is seen.
    pub(crate) fn wanted(&self) -> impl Iterator<Item = SourceId> + '_ {
        let always = self.settings.strips.iter().filter(|(_, strip)| strip.on_air == OnAir::Always);
        always.map(|(id, _)| *id).chain(self.settings.solo.iter().copied())
    }

    /// A strip for a source that comes.
    pub(crate) fn open(&self, source: SourceId) -> Strip {
        Strip::new(&self.settings.strip(source))
    }

    pub(crate) fn is_heard(&self, source: SourceId) -> bool {
        self.settings.solo.contains(&source) || self.settings.strip(source).on_air == OnAir::Always
    }

    /// Starts a new frame of so many pairs of samples.
    pub(crate) fn clear(&mut self, samples: usize) {
        self.mix.clear(samples);
        self.alone.clear();
        self.alone.resize(samples, [0.0; 2]);
    }

    /// Takes a source's sound through its strip. `picture`: as much of it as follows what is seen.
    pub(crate) fn add(&mut self, source: SourceId, strip: &mut Strip, picture: f32, chunk: &mut Chunk) {
        let settings = self.settings.strip(source);
        strip.process(&settings, chunk);
        let alone = strip.solo(self.settings.solo.contains(&source));
        if alone != (0.0, 0.0) {
            add(&mut self.alone, chunk, alone);
        }
        strip.finish(settings.muted, chunk);
        let (from, to) = strip.air(settings.on_air, picture);
        if (from, to) != (0.0, 0.0) {
            self.mix.add(Gain { source, from, to }, chunk);
        }
    }

    /// The programme of the frame, and what the crew hears.
    pub(crate) fn finish(&mut self, open: impl Fn(&std::path::Path) -> Deck) -> Sounds {
        self.music.clear();
        self.music.resize(self.mix.total.len(), [0.0; 2]);
        if let Some(gain) = self.bed.frame(self.settings.music.as_ref(), &self.mix.total, open, &mut self.music) {
            add(&mut self.mix.total, &self.music, gain);
        }
        self.limited.clear();
        self.limited.extend_from_slice(&self.mix.total);
        self.limiter.process(Some(factor(CEILING_DB)), &mut self.limited);
        let programme = self.limited.as_flattened().to_vec();
        self.gauge.add(&programme);
        let (from, to) = step(&mut self.solo, if self.settings.solo.is_empty() { 0.0 } else { 1.0 });
        let monitor = (from > 0.0 || to > 0.0).then(|| {
            let rise = (to - from) / self.limited.len() as f32;
            let both = self.limited.iter().zip(&self.alone).enumerate();
            let heard = both.flat_map(|(n, (programme, alone))| {
                let share = from + rise * n as f32;
                [0, 1].map(|side| programme[side] * (1.0 - share) + limit(alone[side]) * share)
            });
            heard.collect()
        });
        Sounds { programme, monitor }
    }

    /// What a source hears: everything but itself.
    pub(crate) fn without(&self, source: SourceId) -> Vec<f32> {
        let mut without = Vec::with_capacity(2 * self.mix.total.len());
        self.mix.write(Some(source), &mut without);
        without
    }

    pub(crate) fn reset_loudness(&mut self, frame: u64) {
        self.gauge.reset(frame);
    }

    pub(crate) fn loudness(&self) -> Loudness {
        self.gauge.read(self.limiter.reduction_db())
    }

    pub(crate) fn is_ducked(&self) -> bool {
        self.bed.is_ducked()
    }
}
