//! Colours: sRGB as people write them, and BT.709 limited range as pictures carry them; other encodings are brought to it.

use crate::Picture;

/// A colour of a picture: BT.709, limited range (16 to 235 for `y`, 16 to 240 for `u` and `v`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Yuv {
    /// Brightness.
    pub y: u8,
    /// Blue difference.
    pub u: u8,
    /// Red difference.
    pub v: u8,
}

impl Yuv {
    /// Black.
    pub const BLACK: Self = Self { y: 16, u: 128, v: 128 };
    /// White.
    pub const WHITE: Self = Self { y: 235, u: 128, v: 128 };

    /// The colour 0xRRGGBB.
    pub fn from_rgb(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes().map(|value| f32::from(value) / 255.0);
        // ITU-R BT.709-6, items 3.2 to 3.4.
        let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let level = |value: f32, range: f32, zero: f32| (value * range + zero).round().clamp(16.0, 240.0) as u8;
        Self {
            y: level(luma, 219.0, 16.0),
            u: level((b - luma) / 1.8556, 224.0, 128.0),
            v: level((r - luma) / 1.5748, 224.0, 128.0),
        }
    }

    /// The colour as 0xRRGGBB.
    pub fn to_rgb(self) -> u32 {
        let luma = (f32::from(self.y) - 16.0) / 219.0;
        let (blue, red) = ((f32::from(self.u) - 128.0) / 224.0, (f32::from(self.v) - 128.0) / 224.0);
        let (r, b) = (luma + 1.5748 * red, luma + 1.8556 * blue);
        let g = (luma - 0.2126 * r - 0.0722 * b) / 0.7152;
        let byte = |value: f32| (value * 255.0).round().clamp(0.0, 255.0) as u8;
        u32::from_be_bytes([0, byte(r), byte(g), byte(b)])
    }
}

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

/// The colour 0xRRGGBB between `from` (at 0) and `to` (at 256).
pub fn blend(from: u32, to: u32, weight: u32) -> u32 {
    let (from, to, weight) = (from.to_be_bytes(), to.to_be_bytes(), weight.min(256));
    let mixed: [u8; 4] = std::array::from_fn(|at| {
        ((u32::from(from[at]) * (256 - weight) + u32::from(to[at]) * weight + 128) >> 8) as u8
    });
    u32::from_be_bytes(mixed)
}

/// How bright 0xRRGGBB looks: 0 for black to 1 for white (relative luminance of WCAG 2.2).
pub fn luminance(rgb: u32) -> f32 {
    let [_, r, g, b] = rgb.to_be_bytes().map(|value| {
        let value = f32::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// How well two colours can be told apart: 1 for equal ones to 21 (contrast ratio of WCAG 2.2).
pub fn contrast(one: u32, other: u32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Size;

    #[test]
    fn colours_survive_the_way_into_a_picture_and_back() {
        assert_eq!(Yuv::from_rgb(0x00_0000), Yuv::BLACK);
        assert_eq!(Yuv::from_rgb(0xff_ffff), Yuv::WHITE);
        for rgb in [0xff_0000, 0x00_ff00, 0x00_00ff, 0x12_3b4f, 0x4f_c3b8, 0x80_8080] {
            let back = Yuv::from_rgb(rgb).to_rgb();
            for (a, b) in rgb.to_be_bytes().into_iter().zip(back.to_be_bytes()) {
                assert!(a.abs_diff(b) <= 3, "{rgb:06x} came back as {back:06x}");
            }
        }
    }

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

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(0, 0xff_ffff) - 21.0).abs() < 0.01);
        assert!((contrast(0x77_7777, 0xff_ffff) - 4.48).abs() < 0.01);
        assert_eq!(blend(0x00_0000, 0xff_ffff, 256), 0xff_ffff);
        assert_eq!(blend(0x10_2030, 0xff_ffff, 0), 0x10_2030);
    }
}
