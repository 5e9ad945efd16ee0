//! The pictures of a programme: how large they are, and how many there are in a second.

use serde::{Deserialize, Serialize};

/// One of the formats in which a stage can work, written as `720p30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Format {
    /// 1280x720 at 25 a second.
    #[serde(rename = "720p25")]
    Hd25,
    /// 1280x720 at 30 a second.
    #[default]
    #[serde(rename = "720p30")]
    Hd30,
    /// 1920x1080 at 25 a second.
    #[serde(rename = "1080p25")]
    FullHd25,
    /// 1920x1080 at 30 a second.
    #[serde(rename = "1080p30")]
    FullHd30,
}

/// Pairs of sound samples a second. Every format has a whole number of them in a picture.
const SAMPLE_RATE: u32 = 48_000;

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hd25, Self::Hd30, Self::FullHd25, Self::FullHd30];

    /// Width in pixels.
    pub const fn width(self) -> u32 {
        self.height() / 9 * 16
    }

    /// Height in pixels.
    pub const fn height(self) -> u32 {
        match self {
            Self::Hd25 | Self::Hd30 => 720,
            Self::FullHd25 | Self::FullHd30 => 1_080,
        }
    }

    /// Pictures a second.
    pub const fn fps(self) -> u32 {
        match self {
            Self::Hd25 | Self::FullHd25 => 25,
            Self::Hd30 | Self::FullHd30 => 30,
        }
    }

    /// Pairs of samples at 48 kHz for each picture.
    pub const fn samples(self) -> usize {
        (SAMPLE_RATE / self.fps()) as usize
    }

    /// When a picture is due after the first, in microseconds.
    pub fn due_us(self, picture: u64) -> i64 {
        i64::try_from(u128::from(picture) * 1_000_000 / u128::from(self.fps())).unwrap_or(i64::MAX)
    }

    /// Whole pictures in so many milliseconds.
    pub fn pictures(self, ms: u64) -> u64 {
        ms.saturating_mul(u64::from(self.fps())) / 1_000
    }

    /// How long so many pictures stand, in milliseconds.
    pub fn millis(self, pictures: u64) -> u64 {
        pictures.saturating_mul(1_000) / u64::from(self.fps())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_and_pictures_begin_each_second_together() {
        for format in Format::ALL {
            assert_eq!(format.samples() * format.fps() as usize, 48_000, "{format:?}");
            assert_eq!(format.due_us(7 * u64::from(format.fps())), 7_000_000);
            assert_eq!(
                (format.pictures(2_000), format.millis(50)),
                (2 * u64::from(format.fps()), 50_000 / u64::from(format.fps()))
            );
            assert_eq!(format.width() * 9, format.height() * 16);
        }
        assert_eq!(Format::Hd30.due_us(u64::MAX), i64::MAX);
    }

    #[test]
    fn it_is_written_as_people_call_it() {
        let written = Format::ALL.map(|format| serde_json::to_value(format).unwrap());
        assert_eq!(written, ["720p25", "720p30", "1080p25", "1080p30"]);
    }
}
