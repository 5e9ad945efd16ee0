//! From pictures to H.264.

use std::ffi::c_int;

use bytes::Bytes;
use openh264::{
    OpenH264API, Timestamp,
    encoder::{
        BitRate, Complexity, EncoderConfig, FrameRate, FrameType, IntraFramePeriod, Profile, QpRange, RateControlMode,
        SpsPpsStrategy, UsageType, VuiConfig,
    },
    formats::YUVSlices,
};

use crate::{Picture, Size};

/// How an encoder encodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Size of the pictures, even, at most 3840x2160.
    pub size: Size,
    /// Pictures a second.
    pub fps: u32,
    /// Bits a second, on average.
    pub bitrate_bps: u32,
    /// A keyframe at least every so many pictures.
    pub keyframe_interval: u32,
}

/// One encoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// Annex B; a keyframe begins with its parameter sets.
    pub data: Bytes,
    /// Whether decoding can begin here.
    pub keyframe: bool,
}

/// Why a picture was not encoded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings make no stream.
    #[error("H.264 cannot be made with {0:?}: size even and at most 3840x2160, all numbers above zero")]
    Settings(Settings),
    /// The picture has another size than the stream.
    #[error("a picture of {found} for a stream of {wanted}")]
    Size {
        /// The stream's.
        wanted: Size,
        /// The picture's.
        found: Size,
    },
    /// The encoder failed.
    #[error("the H.264 encoder failed")]
    Codec(#[from] openh264::Error),
    /// The encoder does not take an option that all its versions have.
    #[error("the H.264 encoder cannot be told to be quiet: code {0}")]
    Silence(i32),
    /// The encoder made nothing of a picture, not even as a keyframe.
    #[error("the H.264 encoder left a picture out")]
    LeftOut,
}

/// Encodes pictures as constrained baseline H.264: every picture gives a frame, none is reordered.
pub struct Encoder {
    settings: Settings,
    encoder: openh264::encoder::Encoder,
    count: u64,
    since_keyframe: u32,
}

impl Encoder {
    /// An encoder for one stream.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let Settings { size, fps, bitrate_bps, keyframe_interval } = settings;
        let fits = size == size.even() && size.width >= 16 && size.height >= 16 && size.fits(LARGEST);
        if !fits || fps == 0 || fps > 120 || keyframe_interval == 0 || !(1..=MOST_BPS).contains(&bitrate_bps) {
            return Err(Error::Settings(settings));
        }
        Ok(Self { settings, encoder: open(settings)?, count: 0, since_keyframe: 0 })
    }

    /// The settings it was made with.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// Encodes the next picture, as a keyframe when one is due or `force_key` asks for it.
    pub fn encode(&mut self, picture: &Picture, force_key: bool) -> Result<Encoded, Error> {
        let Settings { size, keyframe_interval, .. } = self.settings;
        if picture.size() != size {
            return Err(Error::Size { wanted: size, found: picture.size() });
        }
        let due = force_key || self.since_keyframe >= keyframe_interval;
        let encoded = match self.once(picture, due) {
            Ok(Some(encoded)) => encoded,
            // A picture that overflows the codec's buffers (noise after a long calm) ends it. A new one
            // begins with a keyframe at a coarseness that fits the rate.
            Ok(None) | Err(_) => {
                self.encoder = open(self.settings)?;
                self.count = 0;
                self.once(picture, true)?.ok_or(Error::LeftOut)?
            }
        };
        self.count += 1;
        self.since_keyframe = if encoded.keyframe { 1 } else { self.since_keyframe + 1 };
        Ok(encoded)
    }

    fn once(&mut self, picture: &Picture, keyframe: bool) -> Result<Option<Encoded>, Error> {
        // The first picture is a keyframe by itself, and the encoder is only set up by it.
        if keyframe && self.count > 0 {
            self.encoder.force_intra_frame();
        }
        let [y, u, v] = picture.planes();
        let source = YUVSlices::new((y.data, u.data, v.data), (y.width, y.height), (y.width, u.width, v.width));
        let at = Timestamp::from_millis(self.count * 1_000 / u64::from(self.settings.fps));
        let stream = self.encoder.encode_at(&source, at)?;
        let keyframe = match stream.frame_type() {
            FrameType::IDR => true,
            FrameType::I | FrameType::P | FrameType::IPMixed => false,
            FrameType::Skip | FrameType::Invalid => return Ok(None),
        };
        let mut data = Vec::with_capacity(if keyframe { KEYFRAME_BYTES } else { FRAME_BYTES });
        stream.write_vec(&mut data);
        Ok((!data.is_empty()).then(|| Encoded { data: data.into(), keyframe }))
    }
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The codec behind one stream.
fn open(settings: Settings) -> Result<openh264::encoder::Encoder, Error> {
    let config = EncoderConfig::new()
        // A programme has no missing frame: the rate is kept with coarser pictures, never with fewer.
        .skip_frames(false)
        .rate_control_mode(RateControlMode::Bitrate)
        .bitrate(BitRate::from_bps(settings.bitrate_bps))
        .max_frame_rate(FrameRate::from_hz(settings.fps as f32))
        .qp(QpRange::new(FINEST, COARSEST))
        .profile(Profile::Baseline)
        .usage_type(UsageType::CameraVideoRealTime)
        .complexity(Complexity::Low)
        .sps_pps_strategy(SpsPpsStrategy::ConstantId)
        // Keyframes come when they are due or asked for; at a cut the caller knows better.
        .scene_change_detect(false)
        .intra_frame_period(IntraFramePeriod::auto())
        .background_detection(false)
        .adaptive_quantization(false)
        // A stage runs many encoders side by side; threads inside each only cost hand-overs.
        .num_threads(1)
        .vui(VuiConfig::bt709());
    let mut encoder = openh264::encoder::Encoder::with_api_config(OpenH264API::from_source(), config)?;
    silence(&mut encoder)?;
    Ok(encoder)
}

/// Keeps the codec from writing to the standard error. The crate turns that off only after the codec is
/// set up, and the set-up warns that without left out pictures the rate is not kept to the bit: which is
/// what is asked for.
#[expect(unsafe_code, reason = "the crate has no safe way to set an option before the first picture")]
fn silence(encoder: &mut openh264::encoder::Encoder) -> Result<(), Error> {
    let mut quiet: c_int = 0;
    // SAFETY: the option is one of the three that may be set before the set-up; it takes the address of an
    // int, reads it, and keeps nothing. No parameter that the crate relies on is changed: it sets the same
    // level itself.
    let code = unsafe { encoder.raw_api().set_option(TRACE_LEVEL, (&raw mut quiet).cast()) };
    match code {
        0 => Ok(()),
        code => Err(Error::Silence(code)),
    }
}

/// `ENCODER_OPTION_TRACE_LEVEL` of openh264's `codec_app_def.h`.
const TRACE_LEVEL: c_int = 25;

/// The most that openh264 encodes.
const LARGEST: Size = Size::new(3840, 2160);
/// Level 5.2 in baseline; more is a mistake.
const MOST_BPS: u32 = 240_000_000;
/// Below this quantiser a flat slate eats bits that no eye sees.
const FINEST: u8 = 14;
/// The coarsest there is: without skipping, this is how the rate is kept.
const COARSEST: u8 = 51;
/// Usual sizes at 2.5 Mb/s, so that the output seldom grows while it is written.
const KEYFRAME_BYTES: usize = 64 << 10;
const FRAME_BYTES: usize = 16 << 10;
