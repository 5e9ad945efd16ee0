//! Encoding, on a thread for each rendition.

use std::sync::{Arc, mpsc};

use hang::catalog::{H264, VideoConfig};
use moq_mux::{catalog::hang::Container, container};
use moq_net::Timestamp;
use plenary_picture::{Picture, Size, h264, scale::Scaler};

use crate::{
    Format, compose,
    delay::{Delay, Out},
    returns::Returns,
};

/// Pictures that may wait for an encoder. When it is full the mixer waits, is late, and repeats pictures
/// until the encoder has caught up: none is left out.
pub(crate) const QUEUE: usize = 4;

/// A picture to encode.
pub(crate) struct Job {
    /// When it is seen, in microseconds of the stage.
    pub at_us: i64,
    pub picture: Arc<Picture>,
    pub key: bool,
    /// How it waits for the air; what is not for the air does not wait.
    pub hold: Option<Hold>,
}

/// How the programme is held back from one frame on.
#[derive(Debug, Clone)]
pub(crate) struct Hold {
    /// For how many frames.
    pub frames: usize,
    /// What is held is thrown away before this frame.
    pub dump: bool,
    /// What goes out meanwhile.
    pub slate: Arc<Picture>,
}

/// A video rendition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rendition {
    pub name: &'static str,
    pub size: Size,
    pub fps: u32,
    pub bitrate_bps: u32,
}

impl Rendition {
    /// The programme as it is made.
    pub(crate) fn large(format: Format) -> Self {
        let (name, bitrate_bps) = match format {
            Format::Hd25 | Format::Hd30 => ("720p", 2_500_000),
            Format::FullHd25 | Format::FullHd30 => ("1080p", 4_500_000),
        };
        Self { name, size: compose::programme(format), fps: format.fps(), bitrate_bps }
    }

    /// The programme for those who have little room.
    pub(crate) fn small(format: Format) -> Self {
        Self { name: "360p", size: compose::SMALL, fps: format.fps(), bitrate_bps: 600_000 }
    }

    /// For the crew, who choose by it: every other picture.
    pub(crate) fn preview(format: Format) -> Self {
        Self { name: "360p", size: compose::SMALL, fps: format.fps().div_ceil(2), bitrate_bps: 500_000 }
    }

    /// A keyframe each second: nobody who opens the page waits longer.
    fn settings(self) -> h264::Settings {
        h264::Settings { size: self.size, fps: self.fps, bitrate_bps: self.bitrate_bps, keyframe_interval: self.fps }
    }

    /// The catalog's entry. The codec's exact name is read from a stream that is encoded for it.
    ///
    /// # Errors
    /// When the encoder does not work on this machine.
    pub(crate) fn catalog(self) -> Result<VideoConfig, h264::EncodeError> {
        let encoded = h264::Encoder::new(self.settings())?.encode(&Picture::new(self.size), true)?;
        let (profile, constraints, level) =
            h264::Sps::find(&encoded.data).map_or((0x42, 0xc0, 0x1f), |sps| (sps.profile, sps.constraints, sps.level));
        let mut config = VideoConfig::new(H264 { inline: true, profile, constraints, level });
        config.coded_width = Some(self.size.width);
        config.coded_height = Some(self.size.height);
        config.framerate = Some(f64::from(self.fps));
        config.bitrate = Some(u64::from(self.bitrate_bps));
        config.container = hang::catalog::Container::Legacy;
        Ok(config)
    }
}

/// Where a rendition's frames go.
pub(crate) type VideoOut = container::Producer<Container, VideoConfig>;

/// Where the frames of a rendition are sent.
pub(crate) struct Ways {
    /// After the programme delay.
    pub air: VideoOut,
    /// At once, for those who make the programme.
    pub monitor: Option<VideoOut>,
    /// The guests who look at it, when it is the preview.
    pub returns: Option<Returns>,
}

/// Encodes and sends every picture that comes, until the sender is dropped.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn spawn(rendition: Rendition, jobs: mpsc::Receiver<Job>, ways: Ways) -> std::io::Result<()> {
    let name = format!("stage-{}", rendition.name);
    std::thread::Builder::new().name(name).spawn(move || run(rendition, &jobs, ways)).map(drop)
}

fn run(rendition: Rendition, jobs: &mpsc::Receiver<Job>, mut ways: Ways) {
    let mut made = Encoder::new(rendition);
    // While the slate fills the time that is held back, it is encoded beside what is held.
    let mut fill: Option<Encoder> = None;
    let mut delay = Delay::default();
    for Job { at_us, picture, key, hold } in jobs {
        let encoded = made.encode(&picture, key);
        if let (Some(out), Some(encoded)) = (&mut ways.monitor, &encoded) {
            // The air is what counts: who makes the programme goes on with the next keyframe.
            if let Err(error) = write(out, at_us, encoded) {
                tracing::debug!(%error, at_us, "a frame did not reach the monitor");
                metrics::counter!("plenary_stage_monitor_dropped_total").increment(1);
            }
        }
        if let (Some(returns), Some(encoded)) = (&ways.returns, &encoded) {
            returns.preview(at_us, encoded);
        }
        let Some(hold) = hold else {
            send(&mut ways.air, at_us, encoded);
            continue;
        };
        delay.set(hold.frames);
        if hold.dump {
            delay.dump();
        }
        let begins = encoded.as_ref().is_some_and(|encoded| encoded.keyframe);
        match delay.pass(encoded, begins) {
            Out::Held(encoded) => {
                fill = None;
                send(&mut ways.air, at_us, encoded);
            }
            Out::Slate => {
                let fill = fill.get_or_insert_with(|| Encoder::new(rendition));
                send(&mut ways.air, at_us, fill.encode(&hold.slate, false));
            }
        }
    }
}

fn send(out: &mut VideoOut, at_us: i64, encoded: Option<h264::Encoded>) {
    let written = encoded.is_some_and(|encoded| {
        write(out, at_us, &encoded).inspect_err(|error| tracing::error!(%error, at_us, "a frame was not sent")).is_ok()
    });
    if !written {
        metrics::counter!("plenary_stage_frames_lost_total").increment(1);
    }
}

pub(crate) fn write(out: &mut VideoOut, at_us: i64, encoded: &h264::Encoded) -> Result<(), moq_mux::Error> {
    let timestamp = timestamp(at_us);
    let (payload, keyframe) = (encoded.data.clone(), encoded.keyframe);
    out.write(container::Frame { timestamp, payload, keyframe, duration: None })
}

/// Encodes pictures of any size, and is opened again when it fails.
pub(crate) struct Encoder {
    rendition: Rendition,
    open: Option<h264::Encoder>,
    scaler: Scaler,
    scaled: Picture,
}

impl Encoder {
    pub(crate) fn new(rendition: Rendition) -> Self {
        Self { rendition, open: None, scaler: Scaler::new(), scaled: Picture::new(rendition.size) }
    }

    /// Nothing when it failed twice: the frame is missing then.
    pub(crate) fn encode(&mut self, picture: &Picture, key: bool) -> Option<h264::Encoded> {
        let picture = match picture.size() == self.rendition.size {
            true => picture,
            false => {
                self.scaler.resize(picture, &mut self.scaled);
                &self.scaled
            }
        };
        let encoded = try_encode(&mut self.open, self.rendition, picture, key).or_else(|error| {
            tracing::error!(%error, "an encoder failed; it is opened again");
            metrics::counter!("plenary_stage_encode_errors_total").increment(1);
            try_encode(&mut self.open, self.rendition, picture, true)
        });
        encoded.inspect_err(|error| tracing::error!(%error, "a picture was not encoded")).ok()
    }
}

fn try_encode(
    encoder: &mut Option<h264::Encoder>,
    rendition: Rendition,
    picture: &Picture,
    key: bool,
) -> Result<h264::Encoded, h264::EncodeError> {
    let (mut open, key) = match encoder.take() {
        Some(encoder) => (encoder, key),
        None => (h264::Encoder::new(rendition.settings())?, true),
    };
    let encoded = open.encode(picture, key)?;
    // One that has failed is not kept.
    *encoder = Some(open);
    Ok(encoded)
}

/// A time of the stage as a timestamp of its broadcasts.
pub(crate) fn timestamp(us: i64) -> Timestamp {
    u64::try_from(us).ok().and_then(|us| Timestamp::from_micros(us).ok()).unwrap_or(Timestamp::ZERO)
}
