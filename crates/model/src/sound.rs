//! The sound desk: what the strip of each source is set to, and the music under the programme.
//!
//! Levels are in dB: of a strip's gain relative to what comes in, all others below full scale.

use serde::{Deserialize, Serialize};

use crate::id::ClipId;

/// The strip of one source, in the order in which sound goes through it: high-pass, gate, gain, limiter, mute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SoundStrip))]
pub struct Strip {
    /// How much louder, in dB: -60 to 20.
    pub gain_db: f32,
    /// Nobody hears it.
    pub muted: bool,
    /// When it is in the programme.
    pub on_air: OnAir,
    /// What takes rumble away.
    pub high_pass: HighPass,
    /// What takes the room away while nobody speaks.
    pub gate: Gate,
    /// What keeps it from being too loud.
    pub limiter: Limiter,
}

impl Default for Strip {
    fn default() -> Self {
        Self {
            gain_db: 0.0,
            muted: false,
            on_air: OnAir::default(),
            high_pass: HighPass::default(),
            gate: Gate::default(),
            limiter: Limiter::default(),
        }
    }
}

/// When a source is in the programme's sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SoundOnAir))]
pub enum OnAir {
    /// While its picture is.
    #[default]
    Picture,
    /// Whatever is seen.
    Always,
    /// Not even when it is seen.
    Never,
}

/// From where on sound passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum HighPass {
    /// All of it passes.
    #[default]
    #[serde(rename = "off")]
    Off,
    /// From 80 Hz on.
    #[serde(rename = "80")]
    Hz80,
    /// From 120 Hz on.
    #[serde(rename = "120")]
    Hz120,
}

impl HighPass {
    /// Where it is 3 dB down.
    pub fn hertz(self) -> Option<f64> {
        match self {
            Self::Off => None,
            Self::Hz80 => Some(80.0),
            Self::Hz120 => Some(120.0),
        }
    }
}

/// Lets through what is louder than a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SoundGate))]
pub struct Gate {
    /// Whether it works.
    pub on: bool,
    /// What opens it: -90 to 0.
    pub threshold_db: f32,
    /// It closes at so many dB less: 0 to 24.
    pub hysteresis_db: f32,
    /// How long it takes to open, in ms: 1 to 500.
    pub attack_ms: f32,
    /// For how long it stays open when it is quiet, in ms: 0 to 5,000.
    pub hold_ms: f32,
    /// How long it takes to close, in ms: 5 to 5,000.
    pub release_ms: f32,
}

impl Default for Gate {
    /// Speech at a usual level opens it, and the end of no word is cut.
    fn default() -> Self {
        Self { on: false, threshold_db: -48.0, hysteresis_db: 6.0, attack_ms: 3.0, hold_ms: 250.0, release_ms: 200.0 }
    }
}

/// Keeps peaks below a ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SoundLimiter))]
pub struct Limiter {
    /// Whether it works.
    pub on: bool,
    /// What no sample is above: -30 to 0.
    pub ceiling_db: f32,
}

impl Default for Limiter {
    fn default() -> Self {
        Self { on: true, ceiling_db: -1.0 }
    }
}

/// Music that loops under the programme.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SoundBed))]
pub struct Bed {
    /// The recording.
    pub clip: ClipId,
    /// How much louder it is while nobody speaks, in dB: -60 to 20.
    pub level_db: f32,
    /// How long it takes to come and to go, in ms: 10 to 20,000.
    pub fade_ms: f32,
    /// How it makes room for speech.
    pub duck: Duck,
}

impl Bed {
    /// A bed of a recording that suits most music.
    pub fn of(clip: ClipId) -> Self {
        Self { clip, level_db: -12.0, fade_ms: 1_500.0, duck: Duck::default() }
    }

    /// Whether its numbers are possible.
    ///
    /// # Errors
    /// The first field that is not.
    pub fn check(&self) -> Result<(), Invalid> {
        within("level_db", self.level_db, -60.0, 20.0, GAIN)?;
        within("fade_ms", self.fade_ms, 10.0, 20_000.0, "give 10 to 20,000 ms")?;
        within("duck.threshold_db", self.duck.threshold_db, -90.0, 0.0, "give -90 to 0 dB")?;
        within("duck.depth_db", self.duck.depth_db, 0.0, 60.0, "give 0 to 60 dB")?;
        within("duck.attack_ms", self.duck.attack_ms, 5.0, 5_000.0, "give 5 to 5,000 ms")?;
        within("duck.hold_ms", self.duck.hold_ms, 0.0, 10_000.0, "give 0 to 10,000 ms")?;
        within("duck.release_ms", self.duck.release_ms, 5.0, 20_000.0, "give 5 to 20,000 ms")
    }
}

/// How music makes room for speech.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SoundDuck))]
pub struct Duck {
    /// How loud the programme must be, without the music, to be speech: -90 to 0.
    pub threshold_db: f32,
    /// How much the music goes down, in dB: 0 to 60.
    pub depth_db: f32,
    /// How long it takes to go down, in ms: 5 to 5,000.
    pub attack_ms: f32,
    /// For how long it stays down between two words, in ms: 0 to 10,000.
    pub hold_ms: f32,
    /// How long it takes to come back, in ms: 5 to 20,000.
    pub release_ms: f32,
}

impl Default for Duck {
    fn default() -> Self {
        Self { threshold_db: -42.0, depth_db: 14.0, attack_ms: 120.0, hold_ms: 600.0, release_ms: 1_200.0 }
    }
}

/// A number that is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Invalid {
    /// Which field.
    pub field: &'static str,
    /// What is allowed.
    pub problem: &'static str,
}

const GAIN: &str = "give -60 to 20 dB";

impl Strip {
    /// Whether its numbers are possible.
    ///
    /// # Errors
    /// The first field that is not.
    pub fn check(&self) -> Result<(), Invalid> {
        within("gain_db", self.gain_db, -60.0, 20.0, GAIN)?;
        within("gate.threshold_db", self.gate.threshold_db, -90.0, 0.0, "give -90 to 0 dB")?;
        within("gate.hysteresis_db", self.gate.hysteresis_db, 0.0, 24.0, "give 0 to 24 dB")?;
        within("gate.attack_ms", self.gate.attack_ms, 1.0, 500.0, "give 1 to 500 ms")?;
        within("gate.hold_ms", self.gate.hold_ms, 0.0, 5_000.0, "give 0 to 5,000 ms")?;
        within("gate.release_ms", self.gate.release_ms, 5.0, 5_000.0, "give 5 to 5,000 ms")?;
        within("limiter.ceiling_db", self.limiter.ceiling_db, -30.0, 0.0, "give -30 to 0 dB")
    }
}

/// What is no number is within no range.
fn within(field: &'static str, value: f32, least: f32, most: f32, problem: &'static str) -> Result<(), Invalid> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => Err(Invalid { field, problem }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a number of a strip stands.
    type Field = fn(&mut Strip) -> &mut f32;

    #[test]
    fn hostile_numbers_are_refused_by_name() {
        assert_eq!(Strip::default().check(), Ok(()));
        for hostile in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30] {
            let strip = Strip { gain_db: hostile, ..Strip::default() };
            assert_eq!(strip.check().unwrap_err().field, "gain_db");
            let fields: [(&str, Field); 6] = [
                ("gate.threshold_db", |strip| &mut strip.gate.threshold_db),
                ("gate.hysteresis_db", |strip| &mut strip.gate.hysteresis_db),
                ("gate.attack_ms", |strip| &mut strip.gate.attack_ms),
                ("gate.hold_ms", |strip| &mut strip.gate.hold_ms),
                ("gate.release_ms", |strip| &mut strip.gate.release_ms),
                ("limiter.ceiling_db", |strip| &mut strip.limiter.ceiling_db),
            ];
            for (name, field) in fields {
                let mut strip = Strip::default();
                *field(&mut strip) = hostile;
                assert_eq!(strip.check().unwrap_err().field, name);
            }
        }
    }

    #[test]
    fn settings_of_an_older_version_are_read_with_what_is_new_at_its_default() {
        let strip: Strip = serde_json::from_str(r#"{"gain_db":3.0,"gate":{"on":true}}"#).unwrap();
        assert_eq!((strip.gain_db, strip.gate.on, strip.gate.threshold_db), (3.0, true, -48.0));
        assert_eq!(strip.limiter, Limiter::default());
    }
}
