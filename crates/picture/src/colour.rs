//! Colours: sRGB as people write them, and BT.709 limited range as pictures carry them.

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

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(0, 0xff_ffff) - 21.0).abs() < 0.01);
        assert!((contrast(0x77_7777, 0xff_ffff) - 4.48).abs() < 0.01);
        assert_eq!(blend(0x00_0000, 0xff_ffff, 256), 0xff_ffff);
        assert_eq!(blend(0x10_2030, 0xff_ffff, 0), 0x10_2030);
    }
}
