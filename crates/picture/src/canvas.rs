//! Painting on pictures: mixing, flat colour, hairlines.

use plenary_model::scene::Direction;

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

/// Mixes a picture of the same size into another: at weight 256 `onto` is `picture`. One of another size changes nothing.
pub fn fade(onto: &mut Picture, picture: &Picture, weight: u32) {
    let weight = weight.min(256) as u16;
    if onto.size() != picture.size() || weight == 0 {
        return;
    }
    if weight == 256 {
        return onto.copy_from(picture);
    }
    for (onto, from) in onto.planes_mut().into_iter().zip(picture.planes()) {
        for (onto, from) in onto.data.iter_mut().zip(from.data) {
            *onto = ((u16::from(*onto) * (256 - weight) + u16::from(*from) * weight + 128) >> 8) as u8;
        }
    }
}

/// Puts two pictures of one size side by side: behind an edge that moves in `direction`, `out` is `b`. At weight 0 it
/// is all `a`, at weight 256 all `b`.
///
/// `out` takes the size of `a`. When `b` has another size, `out` is a copy of `a`, as in [`mix`].
pub fn wipe(out: &mut Picture, a: &Picture, b: &Picture, weight: u32, direction: Direction) {
    let size = a.size();
    out.resize(size);
    out.copy_from(a);
    if size != b.size() {
        return;
    }
    // On the grid of the colour planes: an edge between two colours has none of its own.
    let (done_x, done_y) = ((size.width * weight.min(256) / 256) & !1, (size.height * weight.min(256) / 256) & !1);
    let new = match direction {
        Direction::Right => Rect::new(0, 0, done_x, size.height),
        Direction::Left => Rect::new(size.width - done_x, 0, done_x, size.height),
        Direction::Down => Rect::new(0, 0, size.width, done_y),
        Direction::Up => Rect::new(0, size.height - done_y, size.width, done_y),
    };
    for (at, (out, b)) in out.planes_mut().into_iter().zip(b.planes()).enumerate() {
        let shift = usize::from(at > 0);
        let (left, top) = (new.x as usize >> shift, new.y as usize >> shift);
        let (width, height) = (new.width as usize >> shift, new.height as usize >> shift);
        let rows = out.data.chunks_exact_mut(out.width).zip(b.data.chunks_exact(b.width)).skip(top).take(height);
        for (row, from) in rows {
            row[left..left + width].copy_from_slice(&from[left..left + width]);
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
        for (weight, y) in [(0, 16), (128, 126), (256, 235)] {
            let mut onto = a.clone();
            fade(&mut onto, &b, weight);
            assert_eq!(onto, Picture::filled(SIZE, Yuv { y, u: 128, v: 128 }));
        }
    }

    #[test]
    fn behind_the_edge_of_a_wipe_is_the_new_picture_and_before_it_the_old() {
        let size = Size::new(16, 8);
        let (old, new) = (Picture::filled(size, Yuv::BLACK), Picture::filled(size, Yuv::WHITE));
        let mut out = Picture::new(Size::new(2, 2));
        let corners = |out: &Picture| [(0, 0), (15, 0), (0, 7), (15, 7)].map(|(x, y)| out.pixel(x, y) == Yuv::WHITE);
        for (direction, half) in [
            (Direction::Right, [true, false, true, false]),
            (Direction::Left, [false, true, false, true]),
            (Direction::Down, [true, true, false, false]),
            (Direction::Up, [false, false, true, true]),
        ] {
            wipe(&mut out, &old, &new, 128, direction);
            assert_eq!(corners(&out), half, "{direction:?}");
            wipe(&mut out, &old, &new, 0, direction);
            assert_eq!(out, old);
            wipe(&mut out, &old, &new, 9_999, direction);
            assert_eq!(out, new);
        }
        wipe(&mut out, &old, &new, 128, Direction::Right);
        assert_eq!([out.pixel(7, 3), out.pixel(8, 3)], [Yuv::WHITE, Yuv::BLACK], "the edge is sharp");
        wipe(&mut out, &old, &Picture::filled(Size::new(4, 4), Yuv::WHITE), 128, Direction::Up);
        assert_eq!(out, old);
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
