//! The programme's sound and the returns, encoded and sent from one thread.

use std::{collections::BTreeMap, sync::mpsc, time::Duration};

use hang::catalog::AudioConfig;
use moq_audio::{Layout, encode as opus};
use moq_mux::{catalog, container};
use moq_net::{bandwidth::Rate, broadcast, origin};
use plenary_model::source::SourceId;

use crate::{
    Config, SAMPLE_RATE,
    delay::{Delay, Out},
    encode::timestamp,
    returns::{self, Returns},
};

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
/// How long it takes from what was heard last to what is heard next, where the delay joins two times: 5 ms,
/// too short to be noticed and long enough not to click.
const JOIN_SAMPLES: usize = SAMPLE_RATE as usize / 200;
/// A return keeps this much: it is heard now or never.
const RETURN_KEEPS: Duration = Duration::from_secs(2);

/// The sound of one frame.
pub(crate) struct Job {
    /// The stage's count of its first sample.
    pub begins: u64,
    /// Interleaved stereo of the time between the frame before and this one.
    pub programme: Vec<f32>,
    /// What the crew hears while it listens to some sources alone; otherwise the programme.
    pub monitor: Option<Vec<f32>>,
    /// For each live source that is on air or previewed, and for every other stage, what it hears.
    pub returns: Vec<(SourceId, Vec<f32>)>,
    /// How the programme's sound waits for the air.
    pub hold: Hold,
}

/// How the programme's sound is held back from one frame on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hold {
    /// For how many frames.
    pub frames: usize,
    /// What is held is thrown away, this frame's sound included: it ends where the picture begins anew.
    pub dump: bool,
    /// The picture of this time begins with a keyframe, and the sound goes on where the picture does.
    pub begins: bool,
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
    monitor: Listened,
    pictures: Returns,
) -> std::io::Result<()> {
    let run = move || run(&config, &origin, &jobs, programme, monitor, &pictures);
    std::thread::Builder::new().name("stage-sound".into()).spawn(run).map(drop)
}

fn run(
    config: &Config,
    origin: &origin::Producer,
    jobs: &mpsc::Receiver<Job>,
    (encoder, out): (opus::Encoder, SoundOut),
    mut monitor: Listened,
    pictures: &Returns,
) {
    let mut programme = Stream::new(PROGRAMME_BPS, out);
    programme.encoder = Some(encoder);
    let mut air = Air::default();
    let mut returns: BTreeMap<SourceId, Return> = BTreeMap::new();
    for Job { begins, programme: samples, monitor: alone, returns: heard, hold } in jobs {
        report(monitor.write(begins, alone.as_ref().unwrap_or(&samples)));
        report(programme.write(begins, &air.pass(samples, hold)));
        returns.retain(|id, _| heard.iter().any(|(source, _)| source == id));
        for (id, samples) in heard {
            if let std::collections::btree_map::Entry::Vacant(place) = returns.entry(id) {
                match Return::open(config, origin, id, pictures) {
                    Ok(open) => drop(place.insert(open)),
                    Err(error) => report(Err(error)),
                }
            }
            if let Some(open) = returns.get_mut(&id) {
                let samples = match &mut open.air {
                    Some(air) => air.pass(samples, hold),
                    None => samples,
                };
                report(open.sound.write(begins, &samples));
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

/// The programme's sound on its way to the air.
#[derive(Default)]
struct Air {
    delay: Delay<Vec<f32>>,
    /// What went out last was the frame before what goes out next.
    flows: bool,
    /// The last samples that went out, left and right.
    last: [f32; 2],
}

impl Air {
    /// Takes the sound of a frame, and gives what goes out in its place.
    fn pass(&mut self, made: Vec<f32>, hold: Hold) -> Vec<f32> {
        let jumps = hold.dump || hold.frames != self.delay.frames();
        self.delay.set(hold.frames);
        let silence = vec![0.0; made.len()];
        let begins = hold.begins && !hold.dump;
        if hold.dump {
            self.delay.dump();
        }
        let (mut out, held) = match self.delay.pass(made, begins) {
            Out::Held(held) => (held, true),
            Out::Slate => (silence, false),
        };
        if jumps || held != self.flows {
            self.join(&mut out);
        }
        self.flows = held;
        if let [.., left, right] = out[..] {
            self.last = [left, right];
        }
        out
    }

    /// Leads over from what was heard last.
    fn join(&self, out: &mut [f32]) {
        for (at, pair) in out.chunks_exact_mut(2).take(JOIN_SAMPLES).enumerate() {
            let new = at as f32 / JOIN_SAMPLES as f32;
            for (sample, last) in pair.iter_mut().zip(self.last) {
                *sample = *sample * new + last * (1.0 - new);
            }
        }
    }
}

/// What one source hears.
struct Return {
    sound: Listened,
    /// What another stage hears is in its programme: it is held back and dumped as ours is, and fits our pictures.
    air: Option<Air>,
    /// Nothing where this machine cannot encode them: who is on air hears all the same.
    _pictures: Option<returns::Registered>,
    _catalog: catalog::Producer,
    _broadcast: broadcast::Producer,
}

impl Return {
    fn open(config: &Config, origin: &origin::Producer, source: SourceId, pictures: &Returns) -> Result<Self, Error> {
        let mut broadcast = origin.create_broadcast(config.return_to(source).to_string())?;
        let settings = catalog::Config::default().with_max_age(RETURN_KEEPS);
        let catalog = catalog::Producer::new(&mut broadcast, settings)?;
        let is_stage = matches!(source, SourceId::Stage(_));
        let sound = Listened::open(&mut broadcast, &catalog, if is_stage { PROGRAMME_BPS } else { RETURN_BPS })?;
        let registered = (!is_stage).then(|| pictures.register(source, &broadcast, &catalog)).transpose();
        let registered = registered.inspect_err(|error| tracing::warn!(%error, "a return has no pictures"));
        broadcast.announce(origin::Route::default())?;
        let air = is_stage.then(Air::default);
        Ok(Self { sound, air, _pictures: registered.ok().flatten(), _catalog: catalog, _broadcast: broadcast })
    }
}

/// Sound that is encoded while somebody listens.
pub(crate) struct Listened {
    stream: Stream,
    demand: moq_net::track::Demand,
}

impl Listened {
    /// The crew hears what the audience hears, as well as they do.
    pub(crate) fn monitor(broadcast: &mut broadcast::Producer, catalog: &catalog::Producer) -> Result<Self, Error> {
        Self::open(broadcast, catalog, PROGRAMME_BPS)
    }

    fn open(broadcast: &mut broadcast::Producer, catalog: &catalog::Producer, bps: u64) -> Result<Self, Error> {
        let track = broadcast.create_track(TRACK, catalog.track_info(hang::catalog::PRIORITY.audio))?;
        let demand = track.demand();
        let wire = catalog::hang::Container::Legacy(container::Kind::Audio);
        let out = catalog.audio(track, wire, catalog_entry(&encoder(bps)?))?;
        Ok(Self { stream: Stream::new(bps, out), demand })
    }

    fn write(&mut self, begins: u64, samples: &[f32]) -> Result<(), Error> {
        match self.demand.is_used() {
            true => self.stream.write(begins, samples),
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

    /// Takes the sound that begins with this sample of the stage.
    fn write(&mut self, begins: u64, samples: &[f32]) -> Result<(), Error> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SAMPLES_PER_FRAME;

    const FRAME: usize = 2 * SAMPLES_PER_FRAME;

    fn hold(frames: usize, dump: bool, begins: bool) -> Hold {
        Hold { frames, dump, begins }
    }

    #[test]
    fn dumped_sound_is_never_heard_and_nothing_clicks() {
        let mut air = Air::default();
        let mut heard = Vec::new();
        // Loud while it must not be heard, soft before and after.
        for frame in 0..40 {
            let level = if (10..20).contains(&frame) { 0.9 } else { 0.25 };
            let change = frame == 0 || frame == 20;
            let made = vec![level; FRAME];
            let out = air.pass(made, hold(15, frame == 20, change || frame == 21));
            assert_eq!(out.len(), FRAME);
            heard.extend(out);
        }
        let left: Vec<f32> = heard.iter().copied().step_by(2).collect();
        assert!(left.iter().all(|sample| *sample <= 0.25), "what was dumped is heard");
        let step = left.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(step < 0.01, "a click of {step}");
        // Held for 15 frames, then dumped, and from frame 21 on held for 15 frames again.
        let sounds = |frame: usize| left[frame * SAMPLES_PER_FRAME + SAMPLES_PER_FRAME / 2] == 0.25;
        let expected = |frame: usize| (15..20).contains(&frame) || frame >= 36;
        assert!((0..40).all(|frame| sounds(frame) == expected(frame)));
    }
}
