//! The still picture that stands for a clip in lists.

use std::{fs::File, io::Write, path::Path};

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use plenary_picture::{Picture, Size, scale::Scaler};

use crate::{Clip, Error, Player, house};

/// Writes the poster of a clip: a picture from near its beginning, which is rarely as black as the first.
/// Blocks.
pub(crate) fn write(clip: &Clip, folder: &Path) -> Result<(), Error> {
    let mut player = Player::open(clip)?;
    let frame = (clip.frames / 4).min(LATEST);
    let mut small = Picture::new(SIZE);
    if let Some(picture) = player.picture(frame)? {
        Scaler::new().resize(picture, &mut small);
    }
    // A clip whose beginning cannot be decoded was not made by ffmpeg.
    if player.damaged() > 0 {
        return Err(Error::Damaged);
    }
    let mut rgb = Vec::with_capacity(3 * SIZE.pixels() as usize);
    for y in 0..SIZE.height {
        for x in 0..SIZE.width {
            rgb.extend_from_slice(&small.pixel(x, y).to_rgb().to_be_bytes()[1..]);
        }
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(&rgb, SIZE.width, SIZE.height, ExtendedColorType::Rgb8)
        .map_err(|_| Error::Damaged)?;
    let mut file = File::create(folder.join(house::POSTER))?;
    file.write_all(&jpeg)?;
    Ok(file.sync_all()?)
}

const SIZE: Size = Size::new(640, 360);
/// Two seconds in.
const LATEST: u64 = 60;
const QUALITY: u8 = 82;
