//! Sequence parameter sets: what a stream says about itself before its first picture.

use super::nal;
use crate::{
    Size,
    encoding::{Encoding, Matrix, Range},
};

/// What a sequence parameter set says (ITU-T H.264, 7.3.2.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sps {
    /// `profile_idc`: 66 baseline, 77 main, 100 high.
    pub profile: u8,
    /// The constraint flags, as one byte.
    pub constraints: u8,
    /// `level_idc`: 31 for level 3.1.
    pub level: u8,
    /// Size of the coded pictures, in whole macroblocks: what the decoder must hold.
    pub coded: Size,
    /// Size of the pictures that come out, after cropping.
    pub size: Size,
    /// How many pictures the decoder keeps as references.
    pub references: u32,
    /// How samples stand for colours, where the stream says so.
    pub encoding: Option<Encoding>,
}

impl Sps {
    /// The first parameter set in an Annex B stream that can be read.
    pub fn find(stream: &[u8]) -> Option<Self> {
        nal::units(stream).filter(|unit| nal::kind(unit) == nal::SPS).find_map(Self::parse)
    }

    /// Reads a NAL unit of type 7; nothing when it is damaged or describes no picture.
    pub fn parse(unit: &[u8]) -> Option<Self> {
        let bytes = unescape(unit.get(1..)?);
        let mut bits = Bits { bytes: &bytes, at: 0 };
        let [profile, constraints, level] = [bits.take(8)? as u8, bits.take(8)? as u8, bits.take(8)? as u8];
        bits.golomb()?;
        let mut chroma = 1;
        if [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135].contains(&profile) {
            chroma = bits.golomb()?;
            if chroma == 3 {
                bits.take(1)?;
            }
            bits.golomb()?;
            bits.golomb()?;
            bits.take(1)?;
            if bits.take(1)? == 1 {
                for list in 0..if chroma == 3 { 12 } else { 8 } {
                    if bits.take(1)? == 1 {
                        bits.skip_scaling_list(if list < 6 { 16 } else { 64 })?;
                    }
                }
            }
        }
        bits.golomb()?;
        match bits.golomb()? {
            0 => drop(bits.golomb()?),
            1 => {
                bits.take(1)?;
                bits.golomb()?;
                bits.golomb()?;
                // The standard allows 255 offsets.
                for _ in 0..bits.golomb().filter(|count| *count <= 255)? {
                    bits.golomb()?;
                }
            }
            2 => {}
            _ => return None,
        }
        let references = bits.golomb()?;
        bits.take(1)?;
        let width = bits.golomb()?.checked_add(1)?.checked_mul(16)?;
        let units = bits.golomb()?.checked_add(1)?.checked_mul(16)?;
        let frames_only = bits.take(1)?;
        let height = units.checked_mul(2 - frames_only)?;
        if frames_only == 0 {
            bits.take(1)?;
        }
        bits.take(1)?;
        let mut size = Size::new(width, height);
        if bits.take(1)? == 1 {
            let (across, down) = match chroma {
                1 => (2, 2 * (2 - frames_only)),
                2 => (2, 2 - frames_only),
                _ => (1, 2 - frames_only),
            };
            let [left, right, top, bottom] = [bits.golomb()?, bits.golomb()?, bits.golomb()?, bits.golomb()?];
            size.width = width.checked_sub(left.checked_add(right)?.checked_mul(across)?)?;
            size.height = height.checked_sub(top.checked_add(bottom)?.checked_mul(down)?)?;
        }
        // What is damaged here harms nothing but the colours.
        let encoding = bits.encoding();
        (size.width > 0 && size.height > 0).then_some(Self {
            profile,
            constraints,
            level,
            coded: Size::new(width, height),
            size,
            references,
            encoding,
        })
    }

    /// The codec's name in a catalog, for streams whose parameter sets travel with the pictures:
    /// `avc3.42c01f` (RFC 6381, ISO/IEC 14496-15).
    pub fn codec(&self) -> String {
        format!("avc3.{:02x}{:02x}{:02x}", self.profile, self.constraints, self.level)
    }
}

/// Takes out the emulation prevention bytes (7.4.1).
fn unescape(payload: &[u8]) -> Vec<u8> {
    let mut zeros = 0;
    payload
        .iter()
        .copied()
        .filter(|byte| {
            let escape = zeros >= 2 && *byte == 3;
            zeros = if *byte == 0 { zeros + 1 } else { 0 };
            !escape
        })
        .collect()
}

/// Reads bits, the highest of a byte first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let byte = *self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// An unsigned Exp-Golomb code (9.1); also skips a signed one.
    fn golomb(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.take(1)? == 0 {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        Some((1 << zeros) - 1 + self.take(zeros)?)
    }

    /// What the usability information (annex E) says about colours.
    fn encoding(&mut self) -> Option<Encoding> {
        const EXTENDED_SHAPE: u32 = 255;
        if self.take(1)? == 0 {
            return None;
        }
        if self.take(1)? == 1 && self.take(8)? == EXTENDED_SHAPE {
            self.take(32)?;
        }
        if self.take(1)? == 1 {
            self.take(1)?;
        }
        if self.take(1)? == 0 {
            return None;
        }
        self.take(3)?;
        let range = if self.take(1)? == 1 { Range::Full } else { Range::Limited };
        if self.take(1)? == 0 {
            return None;
        }
        self.take(16)?;
        // Table E-5. RGB and others are nothing that a browser or a camera sends.
        let matrix = match self.take(8)? {
            1 => Matrix::Bt709,
            4..=6 => Matrix::Bt601,
            _ => return None,
        };
        Some(Encoding { matrix, range })
    }

    fn skip_scaling_list(&mut self, length: u32) -> Option<()> {
        let (mut last, mut next) = (8i64, 8i64);
        for _ in 0..length {
            if next != 0 {
                let code = i64::from(self.golomb()?);
                let delta = if code % 2 == 1 { (code + 1) / 2 } else { -(code / 2) };
                next = (last + delta).rem_euclid(256);
            }
            last = if next == 0 { last } else { next };
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_size_is_read_from_main_and_high_profile() {
        // x264, high profile, 1920x1080 (1088 rows coded).
        let high = [
            0x67, 0x64, 0x00, 0x28, 0xac, 0xd9, 0x40, 0x78, 0x02, 0x27, 0xe5, 0xc0, 0x44, 0x00, 0x00, 0x03, 0x00, 0x04,
            0x00, 0x00, 0x03, 0x00, 0xf0, 0x3c, 0x60, 0xc6, 0x58,
        ];
        let sps = Sps::parse(&high).unwrap();
        assert_eq!((sps.profile, sps.size, sps.coded), (100, Size::new(1920, 1080), Size::new(1920, 1088)));
        assert_eq!((sps.codec().as_str(), sps.encoding), ("avc3.640028", None));
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_parameter_set_reading_it_ends(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Some(sps) = Sps::parse(&bytes) {
                prop_assert!(sps.size.width <= sps.coded.width && sps.size.height <= sps.coded.height);
            }
        }
    }
}
