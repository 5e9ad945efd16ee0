//! Drawn, animated portraits: a colour, a number and a stamp that machines read.

use plenary_picture::{Picture, Rect, Size, Yuv, canvas, stamp};

/// The colour of participant `number`, 0xRRGGBB: neighbours are far apart on the wheel.
pub fn colour(number: u32) -> u32 {
    let hue = (number as f32 * GOLDEN).fract() * 6.0;
    let channel = |shift: f32| {
        let distance = (hue + shift).rem_euclid(6.0);
        let level = (distance.min(4.0 - distance)).clamp(0.0, 1.0);
        (LOW + level * (HIGH - LOW)) as u32
    };
    channel(5.0) << 16 | channel(3.0) << 8 | channel(1.0)
}

/// Draws participant `number` at `phase` of their movement, from 0 to 1 and round again. `mark` is
/// written as the stamp.
pub fn draw(picture: &mut Picture, number: u32, phase: f32, mark: u32) {
    let size = picture.size();
    let (width, height) = (size.width as f32, size.height as f32);
    let own = colour(number);
    let turn = phase * std::f32::consts::TAU;
    picture.fill(Yuv::from_rgb(darker(own, 0.35)));

    let shoulders = Blob { x: width * 0.5, y: height * 1.05, across: width * 0.24, down: height * 0.32 };
    let sway = turn.sin() * width * 0.012;
    let head = Blob { x: width * 0.5 + sway, y: height * 0.56, across: height * 0.17, down: height * 0.21 };
    let moon = Blob {
        x: width * 0.5 + turn.cos() * width * 0.33,
        y: height * 0.58 + turn.sin() * height * 0.2,
        across: height * 0.05,
        down: height * 0.05,
    };
    shoulders.fill(picture, Yuv::from_rgb(darker(own, 0.7)));
    head.fill(picture, Yuv::from_rgb(own));
    moon.fill(picture, Yuv::WHITE);
    // A mouth that speaks in the rhythm of the voice.
    let open = (turn * SYLLABLES).sin().abs() * 0.035 + 0.008;
    Blob { x: head.x, y: head.y + head.down * 0.45, across: head.across * 0.3, down: height * open }
        .fill(picture, Yuv::from_rgb(darker(own, 0.2)));

    digits(picture, number, Rect::new(size.width / 24, size.height * 3 / 4, size.width / 5, size.height / 6));
    stamp::write_colour(picture, Yuv::from_rgb(own));
    stamp::write(picture, mark);
}

/// A tile, as a location sends it every few seconds: JPEG, 160x90.
pub fn tile(number: u32, phase: f32, mark: u32) -> Result<Vec<u8>, image::ImageError> {
    let mut picture = Picture::new(TILE);
    draw(&mut picture, number, phase, mark);
    let mut rgb = Vec::with_capacity(TILE.pixels() as usize * 3);
    for y in 0..TILE.height {
        for x in 0..TILE.width {
            let [_, red, green, blue] = picture.pixel(x, y).to_rgb().to_be_bytes();
            rgb.extend([red, green, blue]);
        }
    }
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, TILE_QUALITY).encode(
        &rgb,
        TILE.width,
        TILE.height,
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(jpeg)
}

/// Size of a tile.
pub const TILE: Size = Size::new(160, 90);

struct Blob {
    x: f32,
    y: f32,
    across: f32,
    down: f32,
}

impl Blob {
    /// Fills the ellipse in bands of two rows, the smallest that chroma can show.
    fn fill(&self, picture: &mut Picture, colour: Yuv) {
        let size = picture.size();
        let top = (self.y - self.down).max(0.0) as u32 & !1;
        let bottom = ((self.y + self.down).max(0.0) as u32).min(size.height);
        for y in (top..bottom).step_by(2) {
            let off = (y as f32 + 1.0 - self.y) / self.down;
            let half = self.across * (1.0 - off * off).max(0.0).sqrt();
            let left = (self.x - half).max(0.0) as u32 & !1;
            let right = ((self.x + half).max(0.0) as u32).min(size.width) & !1;
            if right > left {
                canvas::fill(picture, Rect::new(left, y, right - left, 2), colour);
            }
        }
    }
}

/// Writes a number in seven segments.
fn digits(picture: &mut Picture, number: u32, area: Rect) {
    let text = format!("{number:03}");
    let cell = area.width / text.len() as u32;
    let stroke = (area.height / 8).max(2);
    for (place, digit) in text.bytes().enumerate() {
        let lit = SEGMENTS[usize::from(digit - b'0')];
        let (x, y) = (area.x + place as u32 * cell, area.y);
        let (wide, half) = (cell.saturating_sub(stroke).max(stroke), area.height / 2);
        let bars = [
            Rect::new(x, y, wide, stroke),
            Rect::new(x + wide - stroke, y, stroke, half),
            Rect::new(x + wide - stroke, y + half, stroke, half),
            Rect::new(x, y + 2 * half - stroke, wide, stroke),
            Rect::new(x, y + half, stroke, half),
            Rect::new(x, y, stroke, half),
            Rect::new(x, y + half - stroke / 2, wide, stroke),
        ];
        for (at, bar) in bars.into_iter().enumerate() {
            if lit >> at & 1 == 1 {
                canvas::fill(picture, bar.within(picture.size()), Yuv::WHITE);
            }
        }
    }
}

fn darker(rgb: u32, by: f32) -> u32 {
    let channel = |shift: u32| ((rgb >> shift & 0xff) as f32 * by) as u32;
    channel(16) << 16 | channel(8) << 8 | channel(0)
}

/// Segments of each digit, from the top clockwise and the middle last, the lowest bit first.
const SEGMENTS: [u8; 10] = [0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f];
/// Steps by the golden ratio spread any number of hues evenly.
const GOLDEN: f32 = 0.618_034;
/// Channels stay within what limited-range video and JPEG keep apart.
const LOW: f32 = 48.0;
const HIGH: f32 = 224.0;
/// Openings of the mouth in one loop.
const SYLLABLES: f32 = 6.0;
/// Keeps a tile at about 4 KB.
const TILE_QUALITY: u8 = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_have_colours_that_are_far_apart() {
        let apart = |one: u32, other: u32| -> u32 {
            [16, 8, 0].iter().map(|shift| (one >> shift & 0xff).abs_diff(other >> shift & 0xff)).sum()
        };
        for number in 0..200 {
            assert!(apart(colour(number), colour(number + 1)) > 100, "{number}");
        }
    }

    #[test]
    fn a_portrait_and_its_tile_carry_number_and_colour() {
        for number in [0, 7, 999] {
            let mut picture = Picture::new(Size::new(640, 360));
            draw(&mut picture, number, 0.3, 0xabcd_0000 | number);
            assert_eq!(stamp::read(&picture), Some(0xabcd_0000 | number));
            assert_eq!(stamp::read_colour(&picture), Yuv::from_rgb(colour(number)));

            let jpeg = tile(number, 0.3, number).unwrap();
            assert!(jpeg.len() < 32 << 10, "{}", jpeg.len());
            let back = crate::wall::picture(&jpeg).unwrap();
            assert_eq!(stamp::read(&back), Some(number));
        }
    }
}
