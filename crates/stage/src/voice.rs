//! The programme's sound and the returns, encoded and sent from one thread.

use std::{collections::BTreeMap, sync::mpsc, time::Duration};

use hang::catalog::AudioConfig;
use moq_audio::{Layout, encode as opus};
use moq_mux::{catalog, container};
use moq_net::{bandwidth::Rate, broadcast, origin};
use plenary_model::source::SourceId;

use crate::{Config, SAMPLE_RATE, SAMPLES_PER_FRAME, encode::timestamp};

/// Frames of sound that may wait. A full queue makes the mixer wait, as with the pictures.
pub(crate) const QUEUE: usize = 16;
/// The name of the track in every broadcast.
pub(crate) const TRACK: &str = "sound";
/// Of the programme; transparent for speech and good for music.
const PROGRAMME_BPS: u64 = 96_000;
/// Of a return, which is for ears that are busy talking.
const RETURN_BPS: u64 = 48_000;
/// Packets in a group: 100 ms.
const GROUP: u32 = 5;
/// Sound leaves in portions of a frame, and up to one packet waits for its end.
const JITTER: Duration = Duration::from_millis(40);
/// A return keeps this much: it is heard now or never.
const RETURN_KEEPS: Duration = Duration::from_secs(2);

/// The sound of one frame.
pub(crate) struct Job {
    pub frame: u64,
    /// Interleaved stereo of the time between the frame before and this one.
    pub programme: Vec<f32>,
    /// For each live source that is on air or previewed, what it hears.
    pub returns: Vec<(SourceId, Vec<f32>)>,
}

/// Where packets go.
pub(crate) type SoundOut = container::Producer<catalog::hang::Container, AudioConfig>;

/// What can go wrong with one stream of sound.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Net(#[from] moq_net::Error),
    #[error(transparent)]
    Mux(#[from] moq_mux::Error),
    #[error(transparent)]
    Opus(#[from] moq_audio::Error),
}

/// An Opus encoder for one stream.
pub(crate) fn encoder(bitrate_bps: u64) -> Result<opus::Encoder, moq_audio::Error> {
    let mut settings = opus::Settings::new(SAMPLE_RATE, Layout::Stereo);
    settings.bitrate = Some(Rate::from_bps(bitrate_bps));
    settings.kind = opus::Kind::Software;
    opus::Encoder::new(&settings)
}

/// The catalog's entry for the programme's sound.
pub(crate) fn catalog_entry(encoder: &opus::Encoder) -> AudioConfig {
    let mut config = encoder.catalog();
    config.jitter = Some(JITTER);
    config
}

/// Opens the programme's encoder.
pub(crate) fn programme_encoder() -> Result<opus::Encoder, moq_audio::Error> {
    encoder(PROGRAMME_BPS)
}

/// Encodes and sends all sound until the sender is dropped.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn spawn(
    config: Config,
    origin: origin::Producer,
    jobs: mpsc::Receiver<Job>,
    programme: (opus::Encoder, SoundOut),
) -> std::io::Result<()> {
    let run = move || run(&config, &origin, &jobs, programme);
    std::thread::Builder::new().name("stage-sound".into()).spawn(run).map(drop)
}

fn run(
    config: &Config,
    origin: &origin::Producer,
    jobs: &mpsc::Receiver<Job>,
    (encoder, out): (opus::Encoder, SoundOut),
) {
    let mut programme = Stream::new(PROGRAMME_BPS, out);
    programme.encoder = Some(encoder);
    let mut returns: BTreeMap<SourceId, Return> = BTreeMap::new();
    for Job { frame, programme: samples, returns: heard } in jobs {
        report(programme.write(frame, &samples));
        returns.retain(|id, _| heard.iter().any(|(source, _)| source == id));
        for (id, samples) in heard {
            if let std::collections::btree_map::Entry::Vacant(place) = returns.entry(id) {
                match Return::open(config, origin, id) {
                    Ok(open) => drop(place.insert(open)),
                    Err(error) => report(Err(error)),
                }
            }
            if let Some(open) = returns.get_mut(&id) {
                report(open.write(frame, &samples));
            }
        }
    }
}

fn report(result: Result<(), Error>) {
    if let Err(error) = result {
        metrics::counter!("plenary_stage_sound_errors_total").increment(1);
        tracing::debug!(%error, "sound was not sent");
    }
}

/// What one source hears.
struct Return {
    stream: Stream,
    demand: moq_net::track::Demand,
    _catalog: catalog::Producer,
    _broadcast: broadcast::Producer,
}

impl Return {
    fn open(config: &Config, origin: &origin::Producer, source: SourceId) -> Result<Self, Error> {
        let mut broadcast = origin.create_broadcast(config.return_to(source).to_string())?;
        let settings = catalog::Config::default().with_max_age(RETURN_KEEPS);
        let catalog = catalog::Producer::new(&mut broadcast, settings)?;
        let track = broadcast.create_track(TRACK, catalog.track_info(hang::catalog::PRIORITY.audio))?;
        let demand = track.demand();
        let wire = catalog::hang::Container::Legacy(container::Kind::Audio);
        let out = catalog.audio(track, wire, catalog_entry(&encoder(RETURN_BPS)?))?;
        broadcast.announce(origin::Route::default())?;
        Ok(Self { stream: Stream::new(RETURN_BPS, out), demand, _catalog: catalog, _broadcast: broadcast })
    }

    /// Costs nothing while nobody listens.
    fn write(&mut self, frame: u64, samples: &[f32]) -> Result<(), Error> {
        match self.demand.is_used() {
            true => self.stream.write(frame, samples),
            false => self.stream.rest(),
        }
    }
}

/// One stream of packets of 20 ms.
struct Stream {
    bitrate_bps: u64,
    out: SoundOut,
    encoder: Option<opus::Encoder>,
    waiting: Vec<f32>,
    /// The stage's count of the first sample that waits.
    first: u64,
    packets: u32,
}

impl Stream {
    fn new(bitrate_bps: u64, out: SoundOut) -> Self {
        Self { bitrate_bps, out, encoder: None, waiting: Vec::new(), first: 0, packets: 0 }
    }

    /// Takes the sound that ends with `frame`.
    fn write(&mut self, frame: u64, samples: &[f32]) -> Result<(), Error> {
        let begins = frame * SAMPLES_PER_FRAME as u64;
        if self.waiting.is_empty() {
            self.first = begins;
        }
        self.waiting.extend_from_slice(samples);
        let mut encoder = match self.encoder.take() {
            Some(encoder) => encoder,
            None => encoder(self.bitrate_bps)?,
        };
        let size = 2 * encoder.frame_size();
        let mut done = 0;
        for packet in self.waiting.chunks_exact(size) {
            // A failed encoder is not kept, nor what it was to encode.
            let encoded = match encoder.encode(packet) {
                Ok(encoded) => encoded,
                Err(error) => {
                    self.waiting.clear();
                    return Err(error.into());
                }
            };
            let us = (self.first + done as u64 / 2) as i64 * 1_000_000 / i64::from(SAMPLE_RATE);
            self.packets += 1;
            if self.packets > GROUP {
                self.packets = 1;
                self.out.cut(Some(timestamp(us)))?;
            }
            let keyframe = self.out.needs_keyframe();
            let payload = encoded.payload;
            self.out.write(container::Frame { timestamp: timestamp(us), payload, keyframe, duration: None })?;
            done += size;
        }
        self.waiting.drain(..done);
        self.first += done as u64 / 2;
        self.encoder = Some(encoder);
        Ok(())
    }

    /// Ends what was begun, so that it can go on at any later time.
    fn rest(&mut self) -> Result<(), Error> {
        if self.encoder.take().is_some() {
            self.waiting.clear();
            self.packets = 0;
            self.out.cut(None)?;
        }
        Ok(())
    }
}
