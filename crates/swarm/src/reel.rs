//! A loop of encoded pictures, and which of them is due when.

use std::time::Duration;

use bytes::Bytes;
use plenary_picture::{Picture, Size, h264};

use crate::portrait;

/// How a participant's pictures are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Size of the pictures.
    pub size: Size,
    /// Pictures a second.
    pub fps: u32,
    /// Bits a second.
    pub bitrate_bps: u32,
}

/// What a speaker's camera sends.
pub const SPEAKER: Shape = Shape { size: Size::new(1280, 720), fps: 30, bitrate_bps: 2_000_000 };
/// What a location's camera sends.
pub const LOCATION: Shape = Shape { size: Size::new(640, 360), fps: 15, bitrate_bps: 500_000 };

/// Encoded pictures that repeat.
#[derive(Debug)]
pub struct Reel {
    shape: Shape,
    frames: Vec<h264::Encoded>,
}

impl Reel {
    /// Draws and encodes the loop of participant `number`. Takes about a second for a speaker.
    pub fn encode(number: u32, shape: Shape) -> Result<Self, h264::EncodeError> {
        let mut encoder = h264::Encoder::new(settings(shape))?;
        let mut picture = Picture::new(shape.size);
        let count = length(shape.fps);
        let frames = (0..count).map(|index| {
            let mark = Stamp { number, index }.write();
            portrait::draw(&mut picture, number, index as f32 / count as f32, mark);
            encoder.encode(&picture, index.is_multiple_of(keyframes(shape.fps)))
        });
        Ok(Self { shape, frames: frames.collect::<Result<_, _>>()? })
    }

    /// One keyframe, which says how all reels of this shape are decoded.
    pub fn sample(shape: Shape) -> Result<Bytes, h264::EncodeError> {
        Ok(h264::Encoder::new(settings(shape))?.encode(&Picture::new(shape.size), true)?.data)
    }

    /// How its pictures are made.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How many pictures there are before they repeat.
    pub fn length(&self) -> u64 {
        self.frames.len() as u64
    }

    /// Picture `tick`, counted from 1970 on.
    pub fn frame(&self, tick: u64) -> &h264::Encoded {
        &self.frames[(tick % self.frames.len() as u64) as usize]
    }
}

/// The number of the picture that is due at `now`, since 1970.
pub fn tick(now: Duration, fps: u32) -> u64 {
    (now.as_micros() * u128::from(fps) / 1_000_000) as u64
}

/// When picture `tick` is due, since 1970.
pub fn due(tick: u64, fps: u32) -> Duration {
    Duration::from_micros((u128::from(tick) * 1_000_000).div_ceil(u128::from(fps)) as u64)
}

/// What stands in a participant's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Whose picture it is.
    pub number: u32,
    /// Which picture of the loop.
    pub index: u32,
}

impl Stamp {
    /// Reads a stamp's number.
    pub fn read(mark: u32) -> Self {
        Self { number: mark >> INDEX_BITS, index: mark & ((1 << INDEX_BITS) - 1) }
    }

    /// As it is written into the picture.
    pub fn write(self) -> u32 {
        self.number << INDEX_BITS | self.index
    }

    /// How old the picture is at `now` since 1970, on the clock of the machine that sent it and less
    /// than the length of a loop, which is 4 seconds.
    pub fn age(self, now: Duration, fps: u32) -> Duration {
        let count = u64::from(length(fps));
        let tick = tick(now, fps);
        let back = (tick % count + count - u64::from(self.index) % count) % count;
        now.saturating_sub(due(tick.saturating_sub(back), fps))
    }
}

fn settings(shape: Shape) -> h264::Settings {
    h264::Settings {
        size: shape.size,
        fps: shape.fps,
        bitrate_bps: shape.bitrate_bps,
        keyframe_interval: keyframes(shape.fps),
    }
}

fn length(fps: u32) -> u32 {
    LOOP_S * fps
}

/// A third of a second: what somebody who subscribes waits at most, as the camera of a person would
/// send a keyframe at once.
fn keyframes(fps: u32) -> u32 {
    (fps / 3).max(1)
}

/// Long enough to tell ages apart, short enough to encode quickly.
const LOOP_S: u32 = 4;
/// Room for loops of 4 s at up to 60 fps, and for four million participants.
const INDEX_BITS: u32 = 10;

#[cfg(test)]
mod tests {
    use plenary_picture::stamp;

    use super::*;

    #[test]
    fn a_loop_decodes_to_the_participants_pictures_from_any_keyframe_on() {
        let shape = Shape { size: Size::new(320, 180), fps: 15, bitrate_bps: 300_000 };
        let reel = Reel::encode(42, shape).unwrap();
        let mut decoder = h264::Decoder::new(shape.size).unwrap();
        for tick in 55..130 {
            let frame = reel.frame(tick);
            assert_eq!(frame.keyframe, tick % 5 == 0, "{tick}");
            let picture = decoder.decode(&frame.data).unwrap().expect("a picture for every frame");
            let found = Stamp::read(stamp::read(&picture).expect("a stamp"));
            assert_eq!(found, Stamp { number: 42, index: (tick % 60) as u32 });
        }
    }

    #[test]
    fn the_age_of_a_picture_follows_from_its_stamp() {
        let now = Duration::from_millis(1_790_000_000_123);
        for fps in [15, 30] {
            for late in [0, 1, 40, 250, 3_900] {
                let sent = now - Duration::from_millis(late);
                let index = (tick(sent, fps) % u64::from(length(fps))) as u32;
                let age = Stamp { number: 3, index }.age(now, fps);
                let error = age.as_millis() as i64 - late as i64;
                assert!((0..=1_000 / i64::from(fps) + 1).contains(&error), "{fps} {late} {age:?}");
            }
        }
    }
}
