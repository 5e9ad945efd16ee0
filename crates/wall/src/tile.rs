//! One tile: a small JPEG from a stranger becomes a small picture, or is refused.

use std::io::Cursor;

use image::{
    DynamicImage, ImageReader, RgbImage,
    imageops::{self, FilterType},
};

use crate::page::Size;

/// Bytes of a tile. A 160x90 JPEG has about 3,000.
pub const MAX_BYTES: usize = 32 * 1024;
/// Size that a tile may declare.
pub const MAX_SIZE: Size = Size { width: 640, height: 360 };
/// Scans of one picture. Encoders write 1, progressive ones about 10; every scan costs a pass over the
/// whole picture, and 32 KiB have room for thousands.
const MAX_SCANS: usize = 16;

/// Why a tile is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More bytes than [`MAX_BYTES`].
    #[error("larger than 32 KiB")]
    Bytes,
    /// It is not a JPEG, or one of a rare kind.
    #[error("not a JPEG")]
    Format,
    /// It declares a picture larger than [`MAX_SIZE`], or an empty one.
    #[error("larger than 640x360")]
    Size,
    /// It has more scans than any encoder writes.
    #[error("too many scans")]
    Scans,
    /// It is damaged.
    #[error("damaged")]
    Damaged,
}

impl Refusal {
    /// One word for `/metrics`.
    pub fn cause(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Format => "format",
            Self::Size => "size",
            Self::Scans => "scans",
            Self::Damaged => "damaged",
        }
    }
}

/// Decodes a tile and fits it into a cell: scaled to fill it, what juts out is cut off.
///
/// Nothing is allocated for the picture before its declared size and its scans have been checked.
///
/// # Errors
/// [`Refusal`] when it is no tile.
pub fn decode(bytes: &[u8], cell: Size) -> Result<RgbImage, Refusal> {
    check(bytes)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Jpeg);
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_SIZE.width);
    limits.max_image_height = Some(MAX_SIZE.height);
    limits.max_alloc = Some(4 * u64::from(MAX_SIZE.width) * u64::from(MAX_SIZE.height));
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| Refusal::Damaged)?;
    Ok(fit(picture, cell))
}

/// Reads the markers of a JPEG (ITU-T T.81, annex B) without decoding anything.
fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::Bytes);
    }
    let mut rest = bytes.strip_prefix(&[0xff, SOI]).ok_or(Refusal::Format)?;
    let (mut frames, mut scans) = (0, 0);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        // Between the segments is coded data, in which 0xff is followed by 0 or a restart.
        let marker = match (byte, rest.first()) {
            (0xff, Some(&marker)) if !matches!(marker, 0 | 0xff | 0x01 | 0xd0..=0xd7) => marker,
            _ => continue,
        };
        rest = &rest[1..];
        match marker {
            EOI => break,
            SOI => return Err(Refusal::Format),
            _ => {}
        }
        let length = match rest {
            [high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => return Err(Refusal::Damaged),
        };
        if length < 2 || length > rest.len() {
            return Err(Refusal::Damaged);
        }
        let (segment, after) = rest.split_at(length);
        rest = after;
        match marker {
            // Baseline, extended and progressive with Huffman codes: what browsers and cameras write.
            0xc0..=0xc2 => {
                frames += 1;
                let [_, _, _, h1, h2, w1, w2, components, ..] = segment else { return Err(Refusal::Damaged) };
                let width = u32::from(u16::from_be_bytes([*w1, *w2]));
                let height = u32::from(u16::from_be_bytes([*h1, *h2]));
                if !(1..=MAX_SIZE.width).contains(&width) || !(1..=MAX_SIZE.height).contains(&height) {
                    return Err(Refusal::Size);
                }
                if frames > 1 || !matches!(components, 1 | 3) {
                    return Err(Refusal::Format);
                }
            }
            // Tables, restarts, application data and comments.
            0xc4 | 0xdb | 0xdd | 0xe0..=0xef | 0xfe => {}
            SOS => {
                scans += 1;
                if scans > MAX_SCANS {
                    return Err(Refusal::Scans);
                }
            }
            _ => return Err(Refusal::Format),
        }
    }
    match (frames, scans) {
        (1, 1..) => Ok(()),
        _ => Err(Refusal::Damaged),
    }
}

fn fit(picture: DynamicImage, cell: Size) -> RgbImage {
    let picture = picture.into_rgb8();
    let (width, height) = picture.dimensions();
    if (width, height) == (cell.width, cell.height) {
        return picture;
    }
    // The largest part of the picture that has the cell's shape.
    let across = (u64::from(height) * u64::from(cell.width) / u64::from(cell.height)).clamp(1, width.into()) as u32;
    let down = (u64::from(width) * u64::from(cell.height) / u64::from(cell.width)).clamp(1, height.into()) as u32;
    let part = imageops::crop_imm(&picture, (width - across) / 2, (height - down) / 2, across, down);
    imageops::resize(&*part, cell.width, cell.height, FilterType::Triangle)
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

#[cfg(test)]
mod tests {
    use image::{Rgb, codecs::jpeg::JpegEncoder};
    use proptest::prelude::*;

    use super::*;

    const CELL: Size = Size { width: 208, height: 117 };

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = RgbImage::from_pixel(width, height, Rgb([200, 40, 40]));
        JpegEncoder::new_with_quality(&mut bytes, 70).encode_image(&picture).unwrap();
        bytes
    }

    /// Finds the frame header and declares another size.
    fn declare(mut bytes: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
        let at = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap() + 5;
        bytes[at..at + 2].copy_from_slice(&height.to_be_bytes());
        bytes[at + 2..at + 4].copy_from_slice(&width.to_be_bytes());
        bytes
    }

    #[test]
    fn a_tile_of_any_shape_fills_its_cell() {
        for (width, height) in [(160, 90), (208, 117), (640, 360), (90, 160), (1, 1), (640, 2)] {
            let picture = decode(&jpeg(width, height), CELL).unwrap();
            assert_eq!(picture.dimensions(), (CELL.width, CELL.height));
            assert!(picture.get_pixel(104, 58).0[0] > 150, "{width}x{height}");
        }
    }

    #[test]
    fn what_is_no_tile_is_refused_before_it_costs_anything() {
        assert_eq!(decode(b"GIF89a", CELL), Err(Refusal::Format));
        assert_eq!(decode(&[], CELL), Err(Refusal::Format));
        assert_eq!(decode(&[0xff, 0xd8], CELL), Err(Refusal::Damaged));
        assert_eq!(decode(&vec![0xff; MAX_BYTES + 1], CELL), Err(Refusal::Bytes));
        assert_eq!(decode(&declare(jpeg(160, 90), 65_535, 65_535), CELL), Err(Refusal::Size));
        assert_eq!(decode(&declare(jpeg(160, 90), 641, 360), CELL), Err(Refusal::Size));
        assert_eq!(decode(&declare(jpeg(160, 90), 160, 0), CELL), Err(Refusal::Size));
        let half = jpeg(160, 90);
        assert!(decode(&half[..half.len() / 4], CELL).is_err());
    }

    #[test]
    fn a_picture_of_a_thousand_scans_is_refused() {
        let tile = jpeg(160, 90);
        let scan = tile.windows(2).position(|pair| pair == [0xff, SOS]).unwrap();
        let mut bomb = tile.clone();
        let coded = bomb.len() - 2;
        bomb.truncate(coded);
        for _ in 0..1_000 {
            bomb.extend(&tile[scan..scan + 14]);
        }
        bomb.extend([0xff, EOI]);
        assert_eq!(decode(&bomb, CELL), Err(Refusal::Scans));
    }

    proptest! {
        #[test]
        fn damage_never_does_more_than_spoil_its_own_tile(
            damage in prop::collection::vec((0usize..2_000, any::<u8>()), 1..20), cut in 0usize..3_000
        ) {
            let mut bytes = jpeg(160, 90);
            for (at, byte) in damage {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            bytes.truncate(bytes.len().min(cut));
            if let Ok(picture) = decode(&bytes, CELL) {
                prop_assert_eq!(picture.dimensions(), (CELL.width, CELL.height));
            }
        }
    }
}
