//! How other people's pictures carry colours, and the way from there to BT.709 limited range.

use crate::Picture;

/// How the samples of a stream stand for colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// What makes luma and the differences of red, green and blue.
    pub matrix: Matrix,
    /// Which values they take.
    pub range: Range,
}

/// What makes luma and the two differences of red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matrix {
    /// ITU-R BT.601: most webcams.
    Bt601,
    /// ITU-R BT.709.
    Bt709,
}

/// Which values samples take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// 16 to 235, and 16 to 240 for the differences.
    Limited,
    /// 0 to 255.
    Full,
}

impl Encoding {
    /// That of every picture in this house.
    pub const HOUSE: Self = Self { matrix: Matrix::Bt709, range: Range::Limited };

    /// Weights of red and blue in luma.
    const fn weights(self) -> (f32, f32) {
        match self.matrix {
            Matrix::Bt601 => (0.299, 0.114),
            Matrix::Bt709 => (0.2126, 0.0722),
        }
    }
}

/// Brings pictures from another encoding to [`Encoding::HOUSE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversion {
    /// What luma, U and V of the source add to luma, in units of [`ONE`].
    luma: [i16; 3],
    /// What is added to luma besides, in units of [`STEP`].
    luma_base: i16,
    /// What U and V add to U, and to V, in units of [`ONE`].
    differences: [[i16; 2]; 2],
}

impl Conversion {
    /// What brings `from` to the house's encoding; nothing when it has it already.
    pub fn from(from: Encoding) -> Option<Self> {
        if from == Encoding::HOUSE {
            return None;
        }
        let (luma_scale, difference_scale, zero) = match from.range {
            Range::Limited => (1.0, 1.0, 16.0),
            Range::Full => (219.0 / 255.0, 224.0 / 255.0, 0.0),
        };
        let ((red, blue), (to_red, to_blue)) = (from.weights(), Encoding::HOUSE.weights());
        // Of differences from -0.5 to 0.5 without luma: first red, green and blue, then what is wanted.
        let convert = |u: f32, v: f32| {
            let (r, b) = (2.0 * (1.0 - red) * v, 2.0 * (1.0 - blue) * u);
            let g = -(red * r + blue * b) / (1.0 - red - blue);
            let luma = to_red * r + (1.0 - to_red - to_blue) * g + to_blue * b;
            (luma, (b - luma) / (2.0 * (1.0 - to_blue)), (r - luma) / (2.0 * (1.0 - to_red)))
        };
        let fixed = |value: f32| (value * ONE).round() as i16;
        let ((of_u, uu, uv), (of_v, vu, vv)) = (convert(1.0, 0.0), convert(0.0, 1.0));
        // Steps of luma and of the differences are of different size.
        let steps = 219.0 / 224.0 * difference_scale;
        Some(Self {
            luma: [fixed(luma_scale), fixed(of_u * steps), fixed(of_v * steps)],
            luma_base: ((16.0 - zero * luma_scale) * f32::from(STEP)).round() as i16,
            differences: [[uu, vu], [uv, vv]].map(|row| row.map(|value| fixed(value * difference_scale))),
        })
    }

    /// Converts a picture where it stands.
    pub fn apply(&self, picture: &mut Picture) {
        let [y, u, v] = picture.planes_mut();
        let rows = y.data.chunks_exact_mut(2 * y.width);
        let differences = u.data.chunks_exact_mut(u.width).zip(v.data.chunks_exact_mut(v.width));
        for (rows, (u, v)) in rows.zip(differences) {
            let (top, bottom) = rows.split_at_mut(rows.len() / 2);
            let (whole_u, rest_u) = u.as_chunks_mut();
            let (whole_v, rest_v) = v.as_chunks_mut();
            let (whole_top, rest_top) = top.as_chunks_mut();
            let (whole_bottom, rest_bottom) = bottom.as_chunks_mut();
            let lumas = whole_top.iter_mut().zip(whole_bottom);
            for ((top, bottom), (u, v)) in lumas.zip(whole_u.iter_mut().zip(whole_v)) {
                self.block([top, bottom], u, v);
            }
            if !rest_u.is_empty() {
                let (mut top, mut bottom) = (padded(rest_top), padded(rest_bottom));
                let (mut u, mut v) = (padded(rest_u), padded(rest_v));
                self.block([&mut top, &mut bottom], &mut u, &mut v);
                rest_top.copy_from_slice(&top[..rest_top.len()]);
                rest_bottom.copy_from_slice(&bottom[..rest_bottom.len()]);
                rest_u.copy_from_slice(&u[..rest_u.len()]);
                rest_v.copy_from_slice(&v[..rest_v.len()]);
            }
        }
    }

    /// Converts [`BLOCK`] differences and the luma above and below them.
    ///
    /// All in 16 bits, without a branch and of a known length, as the vector units of every processor have it.
    fn block(&self, lumas: [&mut [u8; 2 * BLOCK]; 2], u: &mut [u8; BLOCK], v: &mut [u8; BLOCK]) {
        let [[uu, vu], [uv, vv]] = self.differences;
        let mut adds = [0; BLOCK];
        for ((u, v), add) in u.iter_mut().zip(v.iter_mut()).zip(&mut adds) {
            let (blue, red) = ((i16::from(*u) - 128) << LIFT, (i16::from(*v) - 128) << LIFT);
            *add = times(blue, self.luma[1]) + times(red, self.luma[2]) + self.luma_base;
            *u = byte(times(blue, uu) + times(red, vu) + 128 * STEP);
            *v = byte(times(blue, uv) + times(red, vv) + 128 * STEP);
        }
        let mut doubled = [0; 2 * BLOCK];
        for (pair, add) in doubled.as_chunks_mut::<2>().0.iter_mut().zip(&adds) {
            *pair = [*add; 2];
        }
        for row in lumas {
            for (luma, add) in row.iter_mut().zip(&doubled) {
                *luma = byte(times(i16::from(*luma) << LIFT, self.luma[0]) + add);
            }
        }
    }
}

/// The end of a row, as long as a block.
fn padded<const LENGTH: usize>(rest: &[u8]) -> [u8; LENGTH] {
    let mut block = [0; LENGTH];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// The product of a value lifted by [`LIFT`] and a factor in units of [`ONE`], in units of [`STEP`].
fn times(value: i16, factor: i16) -> i16 {
    ((i32::from(value) * i32::from(factor)) >> 16) as i16
}

/// The byte nearest to a value in units of [`STEP`].
fn byte(value: i16) -> u8 {
    ((value + STEP / 2) >> STEP.trailing_zeros()).clamp(0, 255) as u8
}

/// Differences at a time: they and their luma stay in registers and the nearest cache.
const BLOCK: usize = 32;
/// What is multiplied uses all of its 16 bits.
const LIFT: u32 = 7;
/// Factors are below four.
const ONE: f32 = 8_192.0;
/// 2^7 and 2^13, less the 2^16 that a product loses.
const STEP: i16 = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Size, Yuv};

    /// As a camera encodes a colour.
    fn encode(rgb: u32, encoding: Encoding) -> Yuv {
        let [_, r, g, b] = rgb.to_be_bytes().map(|value| f32::from(value) / 255.0);
        let (red, blue) = encoding.weights();
        let luma = red * r + (1.0 - red - blue) * g + blue * b;
        let (scale, difference, zero) = match encoding.range {
            Range::Limited => (219.0, 224.0, 16.0),
            Range::Full => (255.0, 255.0, 0.0),
        };
        let at = |value: f32| value.round().clamp(0.0, 255.0) as u8;
        Yuv {
            y: at(luma * scale + zero),
            u: at((b - luma) / (2.0 * (1.0 - blue)) * difference + 128.0),
            v: at((r - luma) / (2.0 * (1.0 - red)) * difference + 128.0),
        }
    }

    #[test]
    fn a_colour_is_the_same_whichever_way_the_camera_encodes_it() {
        for matrix in [Matrix::Bt601, Matrix::Bt709] {
            for range in [Range::Limited, Range::Full] {
                let encoding = Encoding { matrix, range };
                let Some(conversion) = Conversion::from(encoding) else {
                    assert_eq!(encoding, Encoding::HOUSE);
                    continue;
                };
                for rgb in [0, 0xff_ffff, 0xff_0000, 0x00_ff00, 0x00_00ff, 0x00_8500, 0xc0_8060, 0x12_3b4f] {
                    let mut picture = Picture::filled(Size::new(150, 4), encode(rgb, encoding));
                    conversion.apply(&mut picture);
                    let wanted = Yuv::from_rgb(rgb);
                    for (x, y) in [(0, 0), (65, 3), (149, 1)] {
                        let found = picture.pixel(x, y);
                        for (found, wanted) in [(found.y, wanted.y), (found.u, wanted.u), (found.v, wanted.v)] {
                            assert!(found.abs_diff(wanted) <= 1, "{rgb:06x} in {encoding:?}: {found} for {wanted}");
                        }
                    }
                }
            }
        }
    }
}
