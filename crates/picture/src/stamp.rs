//! A number and a colour that machines read from a picture, even after H.264, scaling and cropping to its
//! middle half: how tests and checks know which picture arrived.
//!
//! A block is a fortieth of the picture's width. 40 black and white blocks, in two rows of 20 around the
//! middle of the picture's upper edge, carry a number of 32 bits and its checksum of 8; below them is a
//! band of one colour.

use crate::{Picture, Rect, Size, Yuv, canvas};

/// Writes `number` into the picture.
pub fn write(picture: &mut Picture, number: u32) {
    let size = picture.size();
    let bits = bits(number);
    for at in 0..BLOCKS {
        let colour = if bits >> (BLOCKS - 1 - at) & 1 == 1 { Yuv::WHITE } else { Yuv::BLACK };
        canvas::fill(picture, block(size, at % COLUMNS, at / COLUMNS), colour);
    }
}

/// Reads the number that the picture carries; nothing when there is none, or it is not to be read safely.
pub fn read(picture: &Picture) -> Option<u32> {
    read_part(picture, picture.size(), Rect::all(picture.size()), Rect::all(picture.size()))
}

/// Reads the number of a picture of size `source` whose part `part` is shown in `shown` of `picture`.
pub fn read_part(picture: &Picture, source: Size, part: Rect, shown: Rect) -> Option<u32> {
    let mut bits = 0;
    for at in 0..BLOCKS {
        let area = moved(middle(source, at % COLUMNS, at / COLUMNS), part, shown);
        let bit = match mean(picture, area)?.y {
            0..=DARKEST_UNCLEAR => 0,
            BRIGHTEST_UNCLEAR.. => 1,
            _ => return None,
        };
        bits = bits << 1 | bit;
    }
    let number = (bits >> 8) as u32 ^ WHITENING;
    (self::bits(number) == bits).then_some(number)
}

/// Paints the band below the number in one colour.
pub fn write_colour(picture: &mut Picture, colour: Yuv) {
    let first = block(picture.size(), 0, ROWS);
    let last = block(picture.size(), COLUMNS - 1, ROWS + 1);
    let rect = Rect::new(first.x, first.y, last.x + last.width - first.x, last.y + last.height - first.y);
    canvas::fill(picture, rect, colour);
}

/// The mean colour of the band below the number.
pub fn read_colour(picture: &Picture) -> Yuv {
    let size = picture.size();
    read_colour_part(picture, size, Rect::all(size), Rect::all(size)).unwrap_or(Yuv::BLACK)
}

/// The mean colour of the band of a picture of size `source` whose part `part` is shown in `shown` of
/// `picture`; nothing when it is outside.
pub fn read_colour_part(picture: &Picture, source: Size, part: Rect, shown: Rect) -> Option<Yuv> {
    let (first, last) = (middle(source, 1, ROWS), middle(source, COLUMNS - 2, ROWS + 1));
    let area = Area { left: first.left, top: first.top, right: last.right, bottom: last.bottom };
    mean(picture, moved(area, part, shown))
}

/// A rectangle between samples.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

const COLUMNS: u32 = 20;
const ROWS: u32 = 2;
const BLOCKS: u32 = COLUMNS * ROWS;
/// Blocks in a picture's width.
const ACROSS: f32 = 40.0;
/// Blocks left of the first one: what a crop to the middle half takes away.
const LEFT: u32 = 10;
/// Blocks above the first one, away from the edge's artefacts.
const ABOVE: u32 = 1;
/// Black and white are 16 and 235; in between is a mix, or another picture.
const DARKEST_UNCLEAR: u8 = 85;
const BRIGHTEST_UNCLEAR: u8 = 166;
/// Small numbers have light and dark blocks too, so that no flat picture reads as one.
const WHITENING: u32 = 0x5a_c3_96_3c;

/// With it neither all blocks black nor all white is a number and its checksum.
const CRC_START: u8 = 0x5c;

/// The number and its checksum, the first block in the highest of 40 bits.
fn bits(number: u32) -> u64 {
    let mut crc = CRC_START;
    for byte in number.to_be_bytes() {
        crc ^= byte;
        for _ in 0..8 {
            // CRC-8 with the polynomial of AUTOSAR, 0x2f: finds all errors of up to 3 bits here.
            crc = if crc & 0x80 == 0 { crc << 1 } else { crc << 1 ^ 0x2f };
        }
    }
    u64::from(number ^ WHITENING) << 8 | u64::from(crc)
}

fn block(size: Size, column: u32, row: u32) -> Rect {
    let side = size.width as f32 / ACROSS;
    let edge = |blocks: u32| (side * blocks as f32 / 2.0).round() as u32 * 2;
    let (left, top) = (edge(LEFT + column), edge(ABOVE + row));
    Rect::new(left, top, edge(LEFT + column + 1) - left, edge(ABOVE + row + 1) - top)
}

/// The middle of a block, away from what ringing and scaling do to its edges.
fn middle(size: Size, column: u32, row: u32) -> Area {
    let Rect { x, y, width, height } = block(size, column, row);
    let (x, y, width, height) = (x as f32, y as f32, width as f32, height as f32);
    Area { left: x + width * 0.3, top: y + height * 0.3, right: x + width * 0.7, bottom: y + height * 0.7 }
}

fn moved(area: Area, part: Rect, shown: Rect) -> Area {
    let across = |x: f32| shown.x as f32 + (x - part.x as f32) * shown.width as f32 / part.width.max(1) as f32;
    let down = |y: f32| shown.y as f32 + (y - part.y as f32) * shown.height as f32 / part.height.max(1) as f32;
    Area { left: across(area.left), top: down(area.top), right: across(area.right), bottom: down(area.bottom) }
}

/// The mean colour of the pixels in an area, at least one; nothing when it is not all in the picture.
fn mean(picture: &Picture, area: Area) -> Option<Yuv> {
    let size = picture.size();
    let span = |from: f32, to: f32, side: u32| {
        let (from, to) = (from.round(), to.round());
        (from >= 0.0 && to <= side as f32)
            .then(|| (from as u32).min(side - 1)..(to as u32).max(from as u32 + 1).min(side))
    };
    let (columns, rows) = (span(area.left, area.right, size.width)?, span(area.top, area.bottom, size.height)?);
    let (mut sums, mut count) = ([0u32; 3], 0);
    for y in rows {
        for x in columns.clone() {
            let Yuv { y, u, v } = picture.pixel(x, y);
            for (sum, value) in sums.iter_mut().zip([y, u, v]) {
                *sum += u32::from(value);
            }
            count += 1;
        }
    }
    let [y, u, v] = sums.map(|sum| (sum.checked_div(count).unwrap_or(0)) as u8);
    (count > 0).then_some(Yuv { y, u, v })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scale::Scaler;

    const HD: Size = Size::new(1280, 720);

    fn stamped(size: Size, number: u32) -> Picture {
        let mut picture = Picture::filled(size, Yuv::from_rgb(0x33_7755));
        write(&mut picture, number);
        write_colour(&mut picture, Yuv::from_rgb(0xd0_4020));
        picture
    }

    #[test]
    fn a_number_is_read_back_at_every_usual_size() {
        for size in [HD, Size::new(640, 360), Size::new(426, 240), Size::new(1920, 1080), Size::new(160, 90)] {
            for number in [0, 1, 29, 108_000, u32::MAX, !WHITENING, WHITENING] {
                let picture = stamped(size, number);
                assert_eq!(read(&picture), Some(number), "{size}");
                let found = read_colour(&picture);
                assert_eq!(found, Yuv::from_rgb(0xd0_4020), "{size}");
            }
        }
    }

    #[test]
    fn a_number_survives_scaling_to_every_usual_size() {
        for size in [Size::new(640, 360), Size::new(320, 180), Size::new(160, 90), Size::new(854, 480)] {
            let mut small = Picture::new(size);
            Scaler::new().resize(&stamped(HD, 77_123), &mut small);
            assert_eq!(read(&small), Some(77_123), "{size}");
        }
    }

    #[test]
    fn a_number_is_read_in_a_scene_of_two() {
        let mut scene = Picture::new(HD);
        for (number, rect) in [(5, Rect::new(0, 0, 640, 720)), (6, Rect::new(640, 0, 640, 720))] {
            Scaler::new().fill(&stamped(HD, number), &mut scene, rect);
            assert_eq!(read_part(&scene, HD, rect.crop_to_fill(HD), rect), Some(number));
            assert_eq!(read_colour_part(&scene, HD, rect.crop_to_fill(HD), rect), Some(Yuv::from_rgb(0xd0_4020)));
        }
        assert_eq!(read(&scene), None);
    }

    #[test]
    fn a_picture_without_a_number_reads_as_none() {
        for y in [0, 16, 126, 235, 255] {
            assert_eq!(read(&Picture::filled(HD, Yuv { y, u: 128, v: 128 })), None);
        }
        let (mut mixed, a, b) = (Picture::new(HD), stamped(HD, 1_000), stamped(HD, 55_555));
        canvas::mix(&mut mixed, &a, &b, 128);
        assert_eq!(read(&mixed), None);
        assert_eq!(read(&Picture::new(Size::new(2, 2))), None);
    }
}
