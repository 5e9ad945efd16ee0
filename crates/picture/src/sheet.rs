//! A transparent sheet to draw graphics on, and the overlay that it becomes.

use crate::{Picture, Rect, Size};

/// A drawing in sRGB with transparency, each pixel red, green, blue, alpha, colours multiplied by alpha.
pub(crate) struct Sheet {
    size: Size,
    pixels: Vec<[u8; 4]>,
}

impl Sheet {
    /// Nothing drawn; an odd size is rounded up.
    pub(crate) fn new(size: Size) -> Self {
        let size = size.even();
        Self { size, pixels: vec![[0; 4]; size.pixels() as usize] }
    }

    /// Pixels across and down.
    pub(crate) fn size(&self) -> Size {
        self.size
    }

    /// Paints one pixel over what is there; outside of the sheet, nothing.
    pub(crate) fn paint(&mut self, x: i32, y: i32, rgb: u32, alpha: u8) {
        let inside = (0..self.size.width as i32).contains(&x) && (0..self.size.height as i32).contains(&y);
        if alpha == 0 || !inside {
            return;
        }
        let [_, r, g, b] = rgb.to_be_bytes();
        let pixel = &mut self.pixels[y as usize * self.size.width as usize + x as usize];
        let alpha = u32::from(alpha);
        for (old, new) in pixel.iter_mut().zip([r, g, b, 255]) {
            *old = ((u32::from(new) * alpha + u32::from(*old) * (255 - alpha) + 127) / 255) as u8;
        }
    }

    /// A rectangle with rounded corners.
    pub(crate) fn rounded(&mut self, rect: Rect, radius: f32, rgb: u32, alpha: u8) {
        let (width, height) = (rect.width as f32, rect.height as f32);
        for y in 0..rect.height {
            for x in 0..rect.width {
                let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
                let (dx, dy) =
                    ((radius - px).max(px - width + radius).max(0.0), (radius - py).max(py - height + radius).max(0.0));
                let coverage = (radius - dx.hypot(dy) + 0.5).clamp(0.0, 1.0);
                let coverage = if dx > 0.0 && dy > 0.0 { coverage } else { 1.0 };
                self.paint((rect.x + x) as i32, (rect.y + y) as i32, rgb, (f32::from(alpha) * coverage) as u8);
            }
        }
    }

    /// Rings around a point outside or inside of the sheet, `width` wide, one each `step` from `first` to
    /// `last`, fading outwards.
    pub(crate) fn rings(
        &mut self,
        centre: (f32, f32),
        (first, last): (f32, f32),
        step: f32,
        width: f32,
        rgb: u32,
        alpha: u8,
    ) {
        for y in 0..self.size.height as i32 {
            for x in 0..self.size.width as i32 {
                let (dx, dy) = (x as f32 + 0.5 - centre.0, y as f32 + 0.5 - centre.1);
                let distance = (dx * dx + dy * dy).sqrt();
                if !(first - width..=last).contains(&distance) {
                    continue;
                }
                let nearest = ((distance - first) / step).round() * step + first;
                let coverage = (width / 2.0 - (distance - nearest).abs() + 0.5).clamp(0.0, 1.0);
                let fade = 1.0 - ((distance - first) / (last - first)).clamp(0.0, 1.0);
                self.paint(x, y, rgb, (f32::from(alpha) * coverage * fade) as u8);
            }
        }
    }

    /// The overlay that puts this drawing at (`x`, `y`) of a picture.
    pub(crate) fn into_overlay(self, x: u32, y: u32) -> Overlay {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        // Levels in 1/256, so that nothing is rounded twice. BT.709, limited range, as in `Yuv::from_rgb`.
        let level = |value: f32, range: f32, zero: f32, alpha: f32| Sample {
            colour: ((value * range + zero * alpha) * 256.0).round().max(0.0) as u16,
            keep: 256 - (alpha * 256.0).round() as u16,
        };
        let luma = |[r, g, b, _]: [f32; 4]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
        // Most of a sheet is empty.
        let brightness = self.pixels.iter().map(|pixel| match pixel[3] {
            0 => Sample::NONE,
            _ => {
                let pixel = pixel.map(|value| f32::from(value) / 255.0);
                level(luma(pixel), 219.0, 16.0, pixel[3])
            }
        });
        let mut planes =
            [brightness.collect(), vec![Sample::NONE; width * height / 4], vec![Sample::NONE; width * height / 4]];
        for row in 0..height / 2 {
            for column in 0..width / 2 {
                let at = 2 * row * width + 2 * column;
                let block = [at, at + 1, at + width, at + width + 1].map(|at| self.pixels[at]);
                if block.iter().all(|pixel| pixel[3] == 0) {
                    continue;
                }
                let mean: [f32; 4] = std::array::from_fn(|part| {
                    block.iter().map(|pixel| f32::from(pixel[part])).sum::<f32>() / (4.0 * 255.0)
                });
                let [r, _, b, alpha] = mean;
                let at = row * width / 2 + column;
                planes[1][at] = level((b - luma(mean)) / 1.8556, 224.0, 128.0, alpha);
                planes[2][at] = level((r - luma(mean)) / 1.5748, 224.0, 128.0, alpha);
            }
        }
        Overlay { rect: Rect::new(x & !1, y & !1, self.size.width, self.size.height), planes }
    }
}

/// A graphic that is put over pictures, frame by frame: drawn once, then blended within its rectangle only.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    rect: Rect,
    planes: [Vec<Sample>; 3],
}

/// One sample: `colour` is a level times its alpha in 1/256, `keep` how much of the picture stays, of 256.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sample {
    colour: u16,
    keep: u16,
}

impl Sample {
    /// Leaves the picture as it is.
    const NONE: Self = Self { colour: 0, keep: 256 };

    /// `weight` is at most 256.
    #[inline(always)]
    fn blend(self, out: &mut u8, weight: u32) {
        *out = if weight == 256 {
            ((self.colour + u16::from(*out) * self.keep + 128) >> 8) as u8
        } else {
            let colour = u32::from(self.colour) * weight;
            let keep = 65_536 - (256 - u32::from(self.keep)) * weight;
            ((colour + u32::from(*out) * keep + 32_768) >> 16).min(255) as u8
        };
    }
}

impl Overlay {
    /// Where it stands.
    pub fn rect(&self) -> Rect {
        self.rect
    }

    /// Blends it over a picture; `weight` is 0 for not at all to 256 for fully, for a graphic that fades.
    pub fn draw(&self, onto: &mut Picture, weight: u32) {
        self.draw_higher(onto, weight, 0);
    }

    /// The same, so many pixels higher: something else stands below it.
    pub fn draw_higher(&self, onto: &mut Picture, weight: u32, by: u32) {
        let cut = Rect { y: self.rect.y.saturating_sub(by) & !1, ..self.rect }.within(onto.size());
        let weight = weight.min(256);
        if cut.is_empty() || weight == 0 {
            return;
        }
        for (at, (plane, samples)) in onto.planes_mut().into_iter().zip(&self.planes).enumerate() {
            let shift = usize::from(at > 0);
            let (left, top) = (cut.x as usize >> shift, cut.y as usize >> shift);
            let (width, height) = (cut.width as usize >> shift, cut.height as usize >> shift);
            let rows = samples.chunks_exact(self.rect.width as usize >> shift);
            for (row, samples) in plane.data.chunks_exact_mut(plane.width).skip(top).take(height).zip(rows) {
                for (out, sample) in row[left..left + width].iter_mut().zip(samples) {
                    sample.blend(out, weight);
                }
            }
        }
    }

    /// Blends it over a picture as a belt that runs through the rows at its `y`: `entered` pixels of it have come in,
    /// from the right edge to the left or the other way round. Before its beginning it is as its `blank` column, and
    /// after its end it begins again.
    pub(crate) fn run(&self, onto: &mut Picture, entered: u64, to_right: bool, weight: u32) {
        let size = onto.size();
        let rows = Rect { x: 0, width: size.width, ..self.rect }.within(size);
        let weight = weight.min(256);
        if rows.is_empty() || weight == 0 || self.rect.width < 2 {
            return;
        }
        for (at, (plane, samples)) in onto.planes_mut().into_iter().zip(&self.planes).enumerate() {
            let shift = usize::from(at > 0);
            let (top, height) = (rows.y as usize >> shift, rows.height as usize >> shift);
            let length = self.rect.width as usize >> shift;
            let entered = (entered >> shift) as usize;
            let belts = samples.chunks_exact(length);
            for (row, belt) in plane.data.chunks_exact_mut(plane.width).skip(top).take(height).zip(belts) {
                let width = row.len();
                // The part of the row that it has reached, and which sample stands at its first pixel.
                let (reached, first, blank) = match to_right {
                    false => {
                        let from = width.saturating_sub(entered);
                        (from..width, entered.saturating_sub(width - from) % length, belt[length - 1])
                    }
                    true => {
                        let until = entered.min(width);
                        (0..until, length - 1 - (entered.max(1) - 1) % length, belt[0])
                    }
                };
                let before = row[..reached.start].iter_mut();
                before.for_each(|out| blank.blend(out, weight));
                let (_, rest) = row.split_at_mut(reached.start);
                let (seen, after) = rest.split_at_mut(reached.len());
                let mut at = first;
                for out in seen {
                    belt[at].blend(out, weight);
                    at = if at + 1 == length { 0 } else { at + 1 };
                }
                after.iter_mut().for_each(|out| blank.blend(out, weight));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Yuv;

    #[test]
    fn an_overlay_covers_as_much_as_it_is_opaque() {
        let mut sheet = Sheet::new(Size::new(8, 4));
        sheet.rounded(Rect::new(0, 0, 4, 4), 0.0, 0xff_ffff, 255);
        sheet.rounded(Rect::new(4, 0, 4, 4), 0.0, 0xff_ffff, 128);
        sheet.paint(-1, 99, 0, 255);
        let overlay = sheet.into_overlay(2, 2);
        let mut picture = Picture::new(Size::new(16, 8));
        overlay.draw(&mut picture, 256);
        assert_eq!(picture.pixel(2, 2), Yuv::WHITE);
        assert!(picture.pixel(8, 4).y.abs_diff(126) <= 1);
        assert_eq!([picture.pixel(1, 2), picture.pixel(10, 2), picture.pixel(4, 6)], [Yuv::BLACK; 3]);
        let mut half = Picture::new(Size::new(16, 8));
        overlay.draw(&mut half, 128);
        assert!(half.pixel(2, 2).y.abs_diff(126) <= 1);
        overlay.draw(&mut half, 0);
        // A smaller picture than it was made for is no reason to panic.
        overlay.draw(&mut Picture::new(Size::new(4, 4)), 256);
        overlay.draw(&mut Picture::new(Size::new(2, 2)), 100);
    }

    #[test]
    fn colours_of_an_overlay_are_those_of_pictures() {
        for rgb in [0xff_0000, 0x12_3b4f, 0x4f_c3b8, 0xff_ff00] {
            let mut sheet = Sheet::new(Size::new(4, 4));
            sheet.rounded(Rect::new(0, 0, 4, 4), 0.0, rgb, 255);
            let mut picture = Picture::new(Size::new(4, 4));
            sheet.into_overlay(0, 0).draw(&mut picture, 256);
            assert_eq!(picture.pixel(1, 1), Yuv::from_rgb(rgb), "{rgb:06x}");
        }
    }
}
