//! Uploaded pictures: PNG, JPEG and WebP, decoded within limits.

use std::io::Cursor;

use image::{
    DynamicImage, ImageFormat, ImageReader, Limits, RgbaImage,
    imageops::{self, FilterType},
};

use crate::Size;

/// The most pixels on a side: twice those of a camera's photograph would be more than any screen shows.
pub const LARGEST_SIDE: u32 = 8_192;
/// Bytes that decoding may take: a photograph of 24 million pixels with transparency.
const MEMORY: u64 = 128 << 20;

/// A decoded picture with transparency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still(RgbaImage);

/// Why a file is no picture that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is another kind of file.
    #[error("this is no PNG, JPEG or WebP: save the picture as one of them")]
    Format,
    /// It says of itself that it is larger than what is decoded.
    #[error("the picture is too large: at most {LARGEST_SIDE} pixels on a side and about 24 million in all")]
    TooLarge,
    /// It breaks off, or is damaged.
    #[error("the picture is damaged: open it in another program and save it again")]
    Damaged,
}

impl Still {
    /// Decodes a file. What it claims to be is checked before memory is taken for it.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn decode(file: &[u8]) -> Result<Self, Error> {
        let format = image::guess_format(file).map_err(|_| Error::Format)?;
        if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
            return Err(Error::Format);
        }
        let reader = || {
            let mut reader = ImageReader::with_format(Cursor::new(file), format);
            let mut limits = Limits::default();
            limits.max_image_width = Some(LARGEST_SIDE);
            limits.max_image_height = Some(LARGEST_SIDE);
            limits.max_alloc = Some(MEMORY);
            reader.limits(limits);
            reader
        };
        let (width, height) = reader().into_dimensions().map_err(because)?;
        let bytes = u64::from(width) * u64::from(height) * 4;
        if width > LARGEST_SIDE || height > LARGEST_SIDE || bytes > MEMORY {
            return Err(Error::TooLarge);
        }
        if width == 0 || height == 0 {
            return Err(Error::Damaged);
        }
        Ok(Self(reader().decode().map_err(because)?.into_rgba8()))
    }

    /// Pixels across and down.
    pub fn size(&self) -> Size {
        Size::new(self.0.width(), self.0.height())
    }

    /// The same, reduced until it fits; a smaller one stays as it is.
    pub fn within(self, room: Size) -> Self {
        let (width, height) = self.0.dimensions();
        if width <= room.width && height <= room.height {
            return self;
        }
        self.fitted(room)
    }

    /// The same as large as `room` allows.
    pub fn fitted(self, room: Size) -> Self {
        let (width, height) = self.0.dimensions();
        let scale = (f64::from(room.width) / f64::from(width)).min(f64::from(room.height) / f64::from(height));
        let side = |length: u32, most: u32| ((f64::from(length) * scale).round() as u32).clamp(1, most.max(1));
        let (to_width, to_height) = (side(width, room.width), side(height, room.height));
        Self(imageops::resize(&self.0, to_width, to_height, FilterType::Triangle))
    }

    /// The file that is kept of it: a PNG without anything but its pixels.
    pub fn to_png(&self) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        let written = DynamicImage::ImageRgba8(self.0.clone()).write_to(&mut file, ImageFormat::Png);
        written.expect("a vector takes everything");
        file.into_inner()
    }

    /// Each pixel: across, down, 0xRRGGBB, and how opaque it is.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = (u32, u32, u32, u8)> + '_ {
        self.0.enumerate_pixels().map(|(x, y, pixel)| {
            let [r, g, b, alpha] = pixel.0;
            (x, y, u32::from_be_bytes([0, r, g, b]), alpha)
        })
    }
}

fn because(error: image::ImageError) -> Error {
    match error {
        image::ImageError::Limits(_) => Error::TooLarge,
        _ => Error::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        Still(RgbaImage::from_pixel(width, height, image::Rgba([200, 20, 20, 255]))).to_png()
    }

    /// A PNG whose header claims another size, with the checksum that goes with it.
    fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut file = png(4, 4);
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let mut sum = !0u32;
        for byte in &file[12..29] {
            sum ^= u32::from(*byte);
            for _ in 0..8 {
                sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
            }
        }
        file[29..33].copy_from_slice(&(!sum).to_be_bytes());
        file
    }

    #[test]
    fn a_picture_comes_back_as_it_was_and_no_larger_than_it_may_be() {
        let still = Still::decode(&png(300, 100)).unwrap();
        assert_eq!(still.size(), Size::new(300, 100));
        assert_eq!(still.clone().within(Size::new(150, 150)).size(), Size::new(150, 50));
        assert_eq!(still.clone().within(Size::new(400, 400)), still);
        assert!(still.pixels().all(|(_, _, rgb, alpha)| (rgb, alpha) == (0xc8_1414, 255)));
        assert_eq!(Still::decode(&still.to_png()), Ok(still));
    }

    #[test]
    fn what_claims_to_be_huge_takes_no_memory() {
        for (width, height) in [(u32::MAX >> 1, u32::MAX >> 1), (60_000, 60_000), (8_193, 1), (8_192, 8_192)] {
            assert_eq!(Still::decode(&claiming(width, height)), Err(Error::TooLarge), "{width}x{height}");
        }
        assert_eq!(Still::decode(&claiming(0, 5)), Err(Error::Damaged));
        // It is as large as it may be, and has not the pixels for it.
        assert_eq!(Still::decode(&claiming(4_000, 4_000)), Err(Error::Damaged));
    }

    #[test]
    fn other_files_are_refused_in_plain_words() {
        for file in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a\x01\0\x01\0", &[0xff; 4_000]] {
            assert_eq!(Still::decode(file), Err(Error::Format));
        }
        let whole = png(64, 64);
        for length in [8, 20, 40, whole.len() - 20] {
            assert_eq!(Still::decode(&whole[..length]), Err(Error::Damaged), "{length}");
        }
        assert_eq!(Still::decode(b"RIFF\x10\0\0\0WEBPVP8L\0\0\0\0"), Err(Error::Damaged));
        assert_eq!(Still::decode(&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1]), Err(Error::Damaged));
    }
}
