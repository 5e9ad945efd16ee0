//! The pictures of the returns: the others and the preview, encoded while somebody on air looks at them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
};

use hang::catalog::VideoConfig;
use moq_mux::{catalog, container};
use moq_net::{broadcast, track};
use plenary_model::source::SourceId;
use plenary_picture::{Picture, h264};

use crate::{
    Format, compose, encode,
    encode::{Encoder, Rendition, VideoOut},
};

/// The others, as a guest sees them.
pub(crate) const GUESTS: Rendition = Rendition { name: "guests", size: compose::SMALL, fps: 10, bitrate_bps: 400_000 };
/// Frames of the programme from one such picture to the next: ten a second of 30, eight of 25.
pub(crate) const EVERY: u64 = 3;
/// The name of the preview's track in a return.
pub(crate) const PREVIEW: &str = "preview";
/// Pictures that may wait for the encoder: one of each of nine guests. More are left out: this is nobody's programme.
pub(crate) const QUEUE: usize = 9;

/// A picture for one guest.
pub(crate) struct Job {
    /// When it is seen, in microseconds of the stage.
    pub at_us: i64,
    pub source: SourceId,
    pub picture: Arc<Picture>,
}

/// The returns that are open, with the pictures that each of them can show.
#[derive(Clone)]
pub(crate) struct Returns {
    open: Arc<Mutex<BTreeMap<SourceId, Outs>>>,
    /// The catalog's entries of both, made once: a return opens between two frames of sound.
    entries: Arc<[VideoConfig; 2]>,
}

struct Outs {
    guests: Out,
    preview: Out,
}

/// One track, which begins anew whenever somebody looks again.
struct Out {
    to: VideoOut,
    demand: track::Demand,
}

/// Keeps the pictures of a return in the list for as long as it is open.
pub(crate) struct Registered {
    returns: Returns,
    source: SourceId,
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.returns.lock().remove(&self.source);
    }
}

/// Why pictures cannot be added to a return.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Net(#[from] moq_net::Error),
    #[error(transparent)]
    Mux(#[from] moq_mux::Error),
}

impl Returns {
    /// No return is open.
    ///
    /// # Errors
    /// When the encoder does not work on this machine.
    pub(crate) fn new(format: Format) -> Result<Self, h264::EncodeError> {
        let entries = [GUESTS.catalog()?, Rendition::preview(format).catalog()?];
        Ok(Self { open: Arc::default(), entries: Arc::new(entries) })
    }

    /// Adds the tracks of the pictures to a return.
    pub(crate) fn register(
        &self,
        source: SourceId,
        broadcast: &broadcast::Producer,
        catalog: &catalog::Producer,
    ) -> Result<Registered, Error> {
        let open = |name: &str, entry: &VideoConfig| -> Result<Out, Error> {
            let track = broadcast.create_track(name, catalog.track_info(hang::catalog::PRIORITY.video))?;
            let demand = track.demand();
            let container = catalog::hang::Container::Legacy(container::Kind::Video);
            Ok(Out { to: catalog.video(track, container, entry.clone())?, demand })
        };
        let [guests, preview] = self.entries.as_ref();
        let outs = Outs { guests: open(GUESTS.name, guests)?, preview: open(PREVIEW, preview)? };
        self.lock().insert(source, outs);
        Ok(Registered { returns: self.clone(), source })
    }

    /// Who looks at the others now.
    pub(crate) fn watching(&self) -> Vec<SourceId> {
        self.lock().iter().filter(|(_, outs)| outs.guests.demand.is_used()).map(|(source, _)| *source).collect()
    }

    /// Whether somebody on air looks at the preview.
    pub(crate) fn previewed(&self) -> bool {
        self.lock().values().any(|outs| outs.preview.demand.is_used())
    }

    /// Sends a picture of the preview to all who look at it.
    pub(crate) fn preview(&self, at_us: i64, encoded: &h264::Encoded) {
        for outs in self.lock().values_mut() {
            outs.preview.write(at_us, encoded);
        }
    }

    /// Encodes and sends every picture that comes, until the sender is dropped.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn spawn(&self, jobs: mpsc::Receiver<Job>) -> std::io::Result<()> {
        let returns = self.clone();
        let run = move || {
            let mut encoders: HashMap<SourceId, Encoder> = HashMap::new();
            for Job { at_us, source, picture } in jobs {
                // Who looks again later begins with a keyframe.
                let watching = returns.watching();
                encoders.retain(|source, _| watching.contains(source));
                if !watching.contains(&source) {
                    continue;
                }
                let encoder = encoders.entry(source).or_insert_with(|| Encoder::new(GUESTS));
                if let Some(encoded) = encoder.encode(&picture, false)
                    && let Some(outs) = returns.lock().get_mut(&source)
                {
                    outs.guests.write(at_us, &encoded);
                }
            }
        };
        std::thread::Builder::new().name("stage-returns".into()).spawn(run).map(drop)
    }

    /// The lock is held for a few writes into memory.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<SourceId, Outs>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Out {
    fn write(&mut self, at_us: i64, encoded: &h264::Encoded) {
        let written = match self.demand.is_used() {
            // What was begun ends, so that it can go on at any later time.
            false if !self.to.needs_keyframe() => self.to.cut(None),
            false => Ok(()),
            true if self.to.needs_keyframe() && !encoded.keyframe => Ok(()),
            true => encode::write(&mut self.to, at_us, encoded),
        };
        if let Err(error) = written {
            tracing::debug!(%error, at_us, "a picture did not reach a guest");
            metrics::counter!("plenary_stage_returns_dropped_total").increment(1);
        }
    }
}
