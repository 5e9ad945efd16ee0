//! From H.264 to pictures.

use openh264::{OpenH264API, decoder::DecoderConfig, formats::YUVSource};

use super::{nal, sps::Sps};
use crate::{
    Picture, Size,
    encoding::{Conversion, Encoding},
};

/// Why a frame gave no picture. After any of these the decoder waits for the next keyframe.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The stream's pictures are larger than allowed. Nothing was decoded.
    #[error("pictures of {found} are larger than the allowed {limit}")]
    TooLarge {
        /// What the stream says.
        found: Size,
        /// What was allowed.
        limit: Size,
    },
    /// The frame has more bytes than any picture within the limit needs.
    #[error("a frame of {0} bytes is longer than any picture")]
    TooLong(usize),
    /// The stream is of a kind that no browser and no camera here sends.
    #[error("not a plain H.264 stream: its parameter sets cannot be read or are scalable")]
    Unsupported,
    /// The frame is damaged, or not H.264.
    #[error("damaged H.264")]
    Damaged(#[from] openh264::Error),
}

/// Decodes one stream whose pictures are at most as large as a limit.
pub struct Decoder {
    limit: Size,
    decoder: openh264::decoder::Decoder,
    state: State,
    unlabelled: Encoding,
    conversion: Option<Conversion>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing decoded yet, or the stream broke: only a keyframe is of use.
    Waiting {
        /// The decoder saw damage and is replaced before it goes on.
        broken: bool,
    },
    /// Every frame follows the one before.
    Running,
}

impl Decoder {
    /// A decoder for pictures up to `limit`, in either orientation, sides rounded up to whole macroblocks
    /// of 16 pixels.
    pub fn new(limit: Size) -> Result<Self, Error> {
        let up = |side: u32| side.saturating_add(15) & !15;
        let limit = Size::new(up(limit.width), up(limit.height));
        let state = State::Waiting { broken: false };
        Ok(Self { limit, decoder: open()?, state, unlabelled: Encoding::HOUSE, conversion: None })
    }

    /// Takes the colours of a stream that does not say how it encodes them for `encoding`, instead of the
    /// house's.
    pub fn with_unlabelled(self, encoding: Encoding) -> Self {
        Self { unlabelled: encoding, conversion: Conversion::from(encoding), ..self }
    }

    /// Decodes one frame (Annex B, one access unit) and brings its colours to the house's encoding. Nothing comes out while it waits for a keyframe.
    pub fn decode(&mut self, frame: &[u8]) -> Result<Option<Picture>, Error> {
        let mut picture = Picture::new(Size::new(2, 2));
        Ok(self.decode_into(frame, &mut picture)?.then_some(picture))
    }

    /// Like [`Self::decode`], into a picture that takes the stream's size; says whether one came out, and
    /// otherwise leaves it alone.
    pub fn decode_into(&mut self, frame: &[u8], picture: &mut Picture) -> Result<bool, Error> {
        let result = self.advance(frame, picture);
        // Also when the frame was refused before the decoder saw it: what follows refers to it.
        if result.is_err() {
            self.state = State::Waiting { broken: true };
        }
        result
    }

    fn advance(&mut self, frame: &[u8], picture: &mut Picture) -> Result<bool, Error> {
        if frame.len() > LONGEST {
            return Err(Error::TooLong(frame.len()));
        }
        let keyframe = self.inspect(frame)?;
        if let State::Waiting { broken } = self.state {
            if !keyframe {
                return Ok(false);
            }
            // Old damage must not reach into the new pictures.
            if broken {
                self.decoder = open()?;
            }
            self.state = State::Running;
        }
        let Some(decoded) = self.decoder.decode(frame)? else { return Ok(false) };
        let (width, height) = decoded.dimensions();
        let size = Size::new(width as u32, height as u32);
        if size != size.even() || !size.fits(self.limit) {
            return Err(Error::TooLarge { found: size, limit: self.limit });
        }
        picture.resize(size);
        let (y, u, v) = decoded.strides();
        let sources = [(decoded.y(), y), (decoded.u(), u), (decoded.v(), v)];
        for (plane, (source, stride)) in picture.planes_mut().into_iter().zip(sources) {
            for (row, from) in plane.data.chunks_exact_mut(plane.width).zip(source.chunks(stride)) {
                row.copy_from_slice(&from[..plane.width]);
            }
        }
        if let Some(conversion) = self.conversion {
            conversion.apply(picture);
        }
        Ok(true)
    }

    /// Looks at what the frame says about itself before the decoder may act on it. Gives whether it is a
    /// keyframe.
    fn inspect(&mut self, frame: &[u8]) -> Result<bool, Error> {
        let (mut keyframe, mut count) = (false, 0);
        for unit in nal::units(frame) {
            count += 1;
            match nal::kind(unit) {
                nal::SPS => {
                    let sps = Sps::parse(unit).ok_or(Error::Unsupported)?;
                    if !sps.coded.fits(self.limit) {
                        return Err(Error::TooLarge { found: sps.size, limit: self.limit });
                    }
                    // More than the standard allows would be memory for nothing.
                    if sps.references > 16 {
                        return Err(Error::Unsupported);
                    }
                    self.conversion = Conversion::from(sps.encoding.unwrap_or(self.unlabelled));
                }
                // They carry a second size.
                nal::SUBSET_SPS | nal::EXTENSION_SLICE => return Err(Error::Unsupported),
                nal::KEY_SLICE => keyframe = true,
                _ => {}
            }
        }
        if count == 0 { Err(Error::Unsupported) } else { Ok(keyframe) }
    }
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder").field("limit", &self.limit).field("state", &self.state).finish_non_exhaustive()
    }
}

fn open() -> Result<openh264::decoder::Decoder, openh264::Error> {
    openh264::decoder::Decoder::with_api_config(OpenH264API::from_source(), DecoderConfig::new())
}

/// An uncompressed 1080p picture has 3 MB.
const LONGEST: usize = 4 << 20;
