//! Encoding, on a thread for each rendition.

use std::sync::{Arc, mpsc};

use hang::catalog::{H264, VideoConfig};
use moq_mux::{catalog::hang::Container, container};
use moq_net::Timestamp;
use plenary_picture::{Picture, Size, h264, scale::Scaler};

use crate::{FPS, clock::due_us};

/// Pictures that may wait for an encoder. When it is full the mixer waits, is late, and repeats pictures
/// until the encoder has caught up: none is left out.
pub(crate) const QUEUE: usize = 4;

/// A picture to encode.
pub(crate) struct Job {
    pub frame: u64,
    pub picture: Arc<Picture>,
    pub key: bool,
}

/// A video rendition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rendition {
    pub name: &'static str,
    pub size: Size,
    pub fps: u32,
    pub bitrate_bps: u32,
}

pub(crate) const LARGE: Rendition =
    Rendition { name: "720p", size: crate::compose::PROGRAMME, fps: FPS, bitrate_bps: 2_500_000 };
pub(crate) const SMALL: Rendition =
    Rendition { name: "360p", size: crate::compose::SMALL, fps: FPS, bitrate_bps: 600_000 };
/// For the crew, who choose by it.
pub(crate) const PREVIEW: Rendition =
    Rendition { name: "360p", size: crate::compose::SMALL, fps: FPS / 2, bitrate_bps: 500_000 };

impl Rendition {
    fn settings(self) -> h264::Settings {
        // A keyframe a second: nobody who opens the page waits longer.
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

/// Encodes and sends every picture that comes, until the sender is dropped.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn spawn(rendition: Rendition, jobs: mpsc::Receiver<Job>, out: VideoOut) -> std::io::Result<()> {
    let name = format!("stage-{}", rendition.name);
    std::thread::Builder::new().name(name).spawn(move || run(rendition, &jobs, out)).map(drop)
}

fn run(rendition: Rendition, jobs: &mpsc::Receiver<Job>, mut out: VideoOut) {
    let mut encoder = None;
    let mut scaled = Picture::new(rendition.size);
    let mut scaler = Scaler::new();
    for job in jobs {
        let picture = match job.picture.size() == rendition.size {
            true => &*job.picture,
            false => {
                scaler.resize(&job.picture, &mut scaled);
                &scaled
            }
        };
        let encoded = encode(&mut encoder, rendition, picture, job.key).or_else(|error| {
            tracing::error!(%error, "an encoder failed; it is opened again");
            metrics::counter!("plenary_stage_encode_errors_total").increment(1);
            encode(&mut encoder, rendition, picture, true)
        });
        let written = encoded.map_err(|error| error.to_string()).and_then(|encoded| {
            let timestamp = timestamp(due_us(job.frame));
            let frame =
                container::Frame { timestamp, payload: encoded.data, keyframe: encoded.keyframe, duration: None };
            out.write(frame).map_err(|error| error.to_string())
        });
        if let Err(error) = written {
            tracing::error!(%error, frame = job.frame, "a frame was not sent");
            metrics::counter!("plenary_stage_frames_lost_total").increment(1);
            encoder = None;
        }
    }
}

fn encode(
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
