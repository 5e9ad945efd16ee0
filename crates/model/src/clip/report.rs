//! What the check of a recording found, and what of it a person should know.

/// What was measured of a recording. Times are from its beginning.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ClipReport))]
#[serde(default)]
pub struct Report {
    /// Its pictures as they came; nothing when it has none.
    pub picture: Option<Pictures>,
    /// Its sound as it came; nothing when it has none.
    pub sound: Option<Sound>,
    /// By how much its sound begins after its picture, in milliseconds; negative when before.
    pub sound_after_picture_ms: i64,
}

/// Pictures as they came.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ClipPictures))]
#[serde(default)]
pub struct Pictures {
    /// Width as a viewer sees it, in pixels.
    pub width: u32,
    /// Height likewise.
    pub height: u32,
    /// Pictures a second on average; 0 when the file does not say.
    pub fps: f64,
    /// Whether its colours were brought from a high dynamic range into the usual one.
    pub hdr: bool,
    /// Black stretches.
    pub black: Vec<Stretch>,
    /// Stretches in which nothing moves.
    pub frozen: Vec<Stretch>,
}

/// Sound as it came.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ClipSound))]
#[serde(default)]
pub struct Sound {
    /// Its channels.
    pub channels: u32,
    /// Integrated loudness in LUFS (EBU R128); nothing when all of it is silence.
    pub loudness_lufs: Option<f64>,
    /// What it was made louder by, in dB.
    pub gain_db: f64,
    /// Moments in which it was recorded too loud and is distorted.
    pub clipped: u32,
    /// Silent stretches.
    pub silent: Vec<Stretch>,
}

/// A part of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Stretch {
    /// Where it begins, in milliseconds.
    pub at_ms: u64,
    /// How long it is.
    pub length_ms: u64,
}

/// Something that a person should know of a recording before it is shown.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ClipFinding))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    /// It has no pictures: black ones are shown.
    NoPicture,
    /// Its pictures have few pixels and look soft.
    SmallPicture {
        /// Their width in pixels.
        width: u32,
        /// Their height.
        height: u32,
    },
    /// Its pictures are higher than wide: black bars stand beside them.
    Upright,
    /// It has too few pictures a second to move smoothly.
    FewPictures {
        /// How many.
        fps: f64,
    },
    /// Black stretches.
    Black {
        /// Where.
        stretches: Vec<Stretch>,
    },
    /// Stretches in which nothing moves.
    Frozen {
        /// Where.
        stretches: Vec<Stretch>,
    },
    /// It has no sound.
    NoSound,
    /// Nothing is to be heard in all of it.
    Mute,
    /// Silent stretches.
    Silent {
        /// Where.
        stretches: Vec<Stretch>,
    },
    /// It was recorded too loud and is distorted in many moments.
    Distorted {
        /// In how many.
        moments: u32,
    },
    /// It was recorded so quietly that noise comes up with the voice.
    Quiet {
        /// Its loudness in LUFS.
        lufs: f64,
    },
    /// Sound and picture do not begin together; silence or a still was put in.
    Apart {
        /// By how much the sound begins later, in milliseconds; negative when earlier.
        sound_after_picture_ms: i64,
    },
    /// It is longer than planned.
    Longer {
        /// By how much, in milliseconds.
        by_ms: u64,
    },
    /// It is much shorter than planned.
    Shorter {
        /// By how much, in milliseconds.
        by_ms: u64,
    },
}

impl Report {
    /// What a person should know, the gravest first; `plays_ms` is how long it plays, `planned_ms` how long it
    /// should.
    pub fn findings(&self, plays_ms: u64, planned_ms: Option<u64>) -> Vec<Finding> {
        let mut found = Vec::new();
        match &self.sound {
            None => found.push(Finding::NoSound),
            Some(sound) => sound.findings(&mut found),
        }
        match &self.picture {
            None => found.push(Finding::NoPicture),
            Some(pictures) => pictures.findings(&mut found),
        }
        let both = self.sound.is_some() && self.picture.is_some();
        if both && self.sound_after_picture_ms.unsigned_abs() > Self::TOGETHER_MS {
            found.push(Finding::Apart { sound_after_picture_ms: self.sound_after_picture_ms });
        }
        if let Some(planned) = planned_ms {
            let (over, under) = (plays_ms.saturating_sub(planned), planned.saturating_sub(plays_ms));
            if over > Self::ON_TIME_MS {
                found.push(Finding::Longer { by_ms: over });
            } else if under > Self::ON_TIME_MS.max(planned / 5) {
                found.push(Finding::Shorter { by_ms: under });
            }
        }
        found
    }

    /// Closer than this nobody sees that a mouth and a voice are apart.
    const TOGETHER_MS: u64 = 60;
    /// What a day's plan takes without notice.
    const ON_TIME_MS: u64 = 5_000;
}

impl Pictures {
    fn findings(&self, found: &mut Vec<Finding>) {
        if !self.black.is_empty() {
            found.push(Finding::Black { stretches: self.black.clone() });
        }
        // What is black does not move either, and is told once.
        let is_black = |one: Stretch| self.black.iter().any(|black| black.overlaps(one));
        let frozen: Vec<Stretch> = self.frozen.iter().copied().filter(|one| !is_black(*one)).collect();
        if !frozen.is_empty() {
            found.push(Finding::Frozen { stretches: frozen });
        }
        if self.height > self.width {
            found.push(Finding::Upright);
        }
        if u64::from(self.width) * u64::from(self.height) < SMALL_PIXELS {
            found.push(Finding::SmallPicture { width: self.width, height: self.height });
        }
        if self.fps > 0.0 && self.fps < FEW_FPS {
            found.push(Finding::FewPictures { fps: self.fps });
        }
    }
}

impl Sound {
    fn findings(&self, found: &mut Vec<Finding>) {
        let Some(lufs) = self.loudness_lufs else {
            found.push(Finding::Mute);
            return;
        };
        if self.clipped >= DISTORTED {
            found.push(Finding::Distorted { moments: self.clipped });
        }
        if lufs < QUIET_LUFS {
            found.push(Finding::Quiet { lufs });
        }
        if !self.silent.is_empty() {
            found.push(Finding::Silent { stretches: self.silent.clone() });
        }
    }
}

impl Stretch {
    /// Whether the two have a moment in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.at_ms < other.at_ms.saturating_add(other.length_ms)
            && other.at_ms < self.at_ms.saturating_add(self.length_ms)
    }
}

/// Below 640x360 a face is a blur on a hall's screen.
const SMALL_PIXELS: u64 = 640 * 360;
/// Film has 24.
const FEW_FPS: f64 = 20.0;
/// One or two pops are nobody's concern.
const DISTORTED: u32 = 10;
/// 17 dB below the house's loudness, noise of a laptop's microphone becomes plain.
const QUIET_LUFS: f64 = -40.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn fine() -> Report {
        Report {
            picture: Some(Pictures { width: 1_920, height: 1_080, fps: 25.0, ..Pictures::default() }),
            sound: Some(Sound { channels: 2, loudness_lufs: Some(-20.0), gain_db: -3.0, ..Sound::default() }),
            sound_after_picture_ms: 20,
        }
    }

    #[test]
    fn a_good_recording_of_the_planned_length_needs_no_word() {
        assert_eq!(fine().findings(61_000, Some(60_000)), []);
        assert_eq!(fine().findings(61_000, None), []);
        assert_eq!(fine().findings(50_000, Some(60_000)), []);
    }

    #[test]
    fn whatever_is_wrong_is_told_once() {
        let stretch = |at_ms, length_ms| Stretch { at_ms, length_ms };
        let mut report = fine();
        report.sound_after_picture_ms = -900;
        let picture = report.picture.as_mut().unwrap();
        (picture.width, picture.height, picture.fps) = (240, 320, 12.0);
        picture.black = vec![stretch(0, 2_000)];
        picture.frozen = vec![stretch(0, 2_500), stretch(9_000, 4_000)];
        let sound = report.sound.as_mut().unwrap();
        (sound.clipped, sound.loudness_lufs) = (400, Some(-48.0));
        sound.silent = vec![stretch(9_000, 6_000)];
        assert_eq!(
            report.findings(100_000, Some(60_000)),
            [
                Finding::Distorted { moments: 400 },
                Finding::Quiet { lufs: -48.0 },
                Finding::Silent { stretches: vec![stretch(9_000, 6_000)] },
                Finding::Black { stretches: vec![stretch(0, 2_000)] },
                Finding::Frozen { stretches: vec![stretch(9_000, 4_000)] },
                Finding::Upright,
                Finding::SmallPicture { width: 240, height: 320 },
                Finding::FewPictures { fps: 12.0 },
                Finding::Apart { sound_after_picture_ms: -900 },
                Finding::Longer { by_ms: 40_000 },
            ]
        );
        assert_eq!(report.findings(20_000, Some(60_000)).last(), Some(&Finding::Shorter { by_ms: 40_000 }));
        let nothing = Report { picture: None, sound: None, ..fine() };
        assert_eq!(nothing.findings(1, None), [Finding::NoSound, Finding::NoPicture]);
        let mute = Sound { loudness_lufs: None, clipped: 0, ..Sound::default() };
        assert_eq!(Report { sound: Some(mute), ..fine() }.findings(1, None), [Finding::Mute]);
    }
}
