//! Painting on pictures: mixing, flat colour, hairlines.

use crate::{Picture, Rect, Yuv};

/// Mixes two pictures of one size: `out` is `a` at weight 0 and `b` at weight 256.
///
/// `out` takes the size of `a`. When `b` has another size, `out` is a copy of `a`: the programme shows a
/// picture in any case.
pub fn mix(out: &mut Picture, a: &Picture, b: &Picture, weight: u32) {
    out.resize(a.size());
    let weight = weight.min(256) as u16;
    if a.size() != b.size() || weight == 0 {
        return out.copy_from(a);
    }
    if weight == 256 {
        return out.copy_from(b);
    }
    for ((out, a), b) in out.planes_mut().into_iter().zip(a.planes()).zip(b.planes()) {
        for ((out, a), b) in out.data.iter_mut().zip(a.data).zip(b.data) {
            // 255 x 256 + 128 is the most that can stand here, and fits.
            *out = ((u16::from(*a) * (256 - weight) + u16::from(*b) * weight + 128) >> 8) as u8;
        }
    }
}

/// Paints a rectangle in one colour.
pub fn fill(picture: &mut Picture, rect: Rect, colour: Yuv) {
    let rect = rect.within(picture.size());
    if rect.is_empty() {
        return;
    }
    for (at, (plane, value)) in picture.planes_mut().into_iter().zip([colour.y, colour.u, colour.v]).enumerate() {
        let shift = usize::from(at > 0);
        let (left, top) = (rect.x as usize >> shift, rect.y as usize >> shift);
        let (width, height) = (rect.width as usize >> shift, rect.height as usize >> shift);
        for row in plane.data.chunks_exact_mut(plane.width).skip(top).take(height) {
            row[left..left + width].fill(value);
        }
    }
}

/// Paints a frame just inside a rectangle, `thickness` pixels wide (rounded up to an even number, so that
/// it has its colour).
pub fn frame(picture: &mut Picture, rect: Rect, thickness: u32, colour: Yuv) {
    let rect = rect.within(picture.size());
    let line = ((thickness + 1) & !1).min(rect.width).min(rect.height);
    if line == 0 {
        return;
    }
    let Rect { x, y, width, height } = rect;
    for part in [
        Rect::new(x, y, width, line),
        Rect::new(x, y + height - line, width, line),
        Rect::new(x, y, line, height),
        Rect::new(x + width - line, y, line, height),
    ] {
        fill(picture, part, colour);
    }
}

/// Copies a picture onto another at (`x`, `y`), cut at the edge.
pub fn place(onto: &mut Picture, picture: &Picture, x: u32, y: u32) {
    let rect = Rect { x, y, ..Rect::all(picture.size()) }.within(onto.size());
    if rect.is_empty() {
        return;
    }
    for (at, (onto, from)) in onto.planes_mut().into_iter().zip(picture.planes()).enumerate() {
        let shift = usize::from(at > 0);
        let (left, top) = (rect.x as usize >> shift, rect.y as usize >> shift);
        let (width, height) = (rect.width as usize >> shift, rect.height as usize >> shift);
        let rows = onto.data.chunks_exact_mut(onto.width).skip(top).take(height);
        for (row, from) in rows.zip(from.data.chunks_exact(from.width)) {
            row[left..left + width].copy_from_slice(&from[..width]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Size;

    const SIZE: Size = Size::new(8, 4);

    #[test]
    fn a_mix_goes_from_one_picture_to_the_other() {
        let (a, b) = (Picture::filled(SIZE, Yuv::BLACK), Picture::filled(SIZE, Yuv::WHITE));
        let mut out = Picture::new(Size::new(2, 2));
        for (weight, y) in [(0, 16), (64, 71), (128, 126), (256, 235), (9_999, 235)] {
            mix(&mut out, &a, &b, weight);
            assert_eq!(out, Picture::filled(SIZE, Yuv { y, u: 128, v: 128 }), "{weight}");
        }
        mix(&mut out, &a, &Picture::filled(Size::new(4, 4), Yuv::WHITE), 128);
        assert_eq!(out, a);
    }

    #[test]
    fn painting_stays_in_its_rectangle_and_in_the_picture() {
        let red = Yuv::from_rgb(0xff_0000);
        let mut picture = Picture::new(SIZE);
        fill(&mut picture, Rect::new(2, 2, 4, 900), red);
        assert_eq!(
            [picture.pixel(1, 3), picture.pixel(2, 3), picture.pixel(5, 3), picture.pixel(6, 3)].map(|at| at == red),
            [false, true, true, false]
        );
        assert_eq!(picture.pixel(3, 1), Yuv::BLACK);
        let mut large = Picture::new(Size::new(16, 12));
        frame(&mut large, Rect::new(2, 2, 12, 8), 1, red);
        assert_eq!([large.pixel(2, 5), large.pixel(5, 5), large.pixel(13, 9)], [red, Yuv::BLACK, red]);
        place(&mut large, &Picture::filled(SIZE, Yuv::WHITE), 14, 10);
        assert_eq!([large.pixel(15, 11), large.pixel(13, 9)], [Yuv::WHITE, red]);
        fill(&mut large, Rect::new(100, 100, 5, 5), red);
        frame(&mut large, Rect::new(100, 100, 5, 5), 3, red);
    }
}
