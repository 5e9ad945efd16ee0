//! One simulated location or speaker: a session with everything that a real one sends.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use moq_mux::{catalog, container};
use moq_net::{Timestamp, broadcast, track};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    reel::{self, Shape},
    session::{self, clock},
    studio::{Failed, Studio, Wardrobe},
    trouble::Mood,
    voice,
};

/// What a participant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Speaker,
    Location,
}

/// Who plays what.
pub(crate) struct Part {
    pub(crate) kind: Kind,
    /// In pictures, sound and tiles.
    pub(crate) number: u32,
    pub(crate) broadcast: String,
    pub(crate) url: Url,
}

/// What all participants together did.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Sessions that are open now.
    pub(crate) online: AtomicUsize,
    /// Sessions that were opened, reconnections among them.
    pub(crate) opened: AtomicU64,
    pub(crate) tiles: AtomicU64,
    pub(crate) pictures: AtomicU64,
    pub(crate) packets: AtomicU64,
    /// Pictures that were due and not sent, because this machine was too slow.
    pub(crate) late: AtomicU64,
    /// How often one of them failed on purpose.
    pub(crate) troubles: AtomicU64,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Media(#[from] moq_mux::Error),
    #[error(transparent)]
    Net(#[from] moq_net::Error),
    #[error(transparent)]
    Session(#[from] moq_tokio::Error),
    #[error(transparent)]
    Studio(#[from] Failed),
    #[error(transparent)]
    Picture(#[from] plenary_picture::h264::EncodeError),
    #[error(transparent)]
    Sound(#[from] moq_audio::Error),
    #[error(transparent)]
    Time(#[from] moq_net::TimeOverflow),
}

type Video = container::Producer<catalog::hang::Container, hang::catalog::VideoConfig>;
type Audio = container::Producer<catalog::hang::Container, hang::catalog::AudioConfig>;

/// Plays `part` until `shutdown`, or until the server will not have it any more.
pub(crate) async fn perform(
    client: moq_tokio::Client,
    part: &Part,
    mood: &Mood,
    studio: Arc<Studio>,
    tally: Arc<Tally>,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let origin = moq_tokio::origin::spawn();
    let mut broadcast = origin.create_broadcast(part.broadcast.as_str())?;
    let catalog = catalog::Producer::new(&mut broadcast, catalog::Config::default())?;
    let epoch = clock();
    let (video, audio) = media(&broadcast, &catalog, part.kind.shape())?;
    let tile = broadcast.create_track("tile", track::Info::default().with_max_age(TILE_AGE))?;
    let status = broadcast.create_track("status", None)?;
    broadcast.announce(Default::default())?;

    let wardrobe = Wardrobe::default();
    let stagehand = Stagehand { part, mood, studio: &studio, wardrobe: &wardrobe, tally: &tally, epoch };
    let connection = session::publish(&client, &origin, part.url.clone());
    let played = tokio::select! {
        () = shutdown.cancelled() => Ok(()),
        ended = count(connection, &tally) => ended,
        failed = stagehand.pictures(video) => failed,
        failed = stagehand.sound(audio) => failed,
        failed = stagehand.tiles(tile) => failed,
        failed = stagehand.status(status) => failed,
    };
    drop((catalog, broadcast));
    played
}

impl Kind {
    fn shape(self) -> Shape {
        match self {
            Self::Speaker => reel::SPEAKER,
            Self::Location => reel::LOCATION,
        }
    }

    /// How often a tile is due.
    fn tile_every(self) -> Duration {
        match self {
            Self::Speaker => Duration::from_secs(1),
            Self::Location => Duration::from_secs(4),
        }
    }
}

/// Tracks that are in the catalog from the start, though nothing is encoded yet.
fn media(broadcast: &broadcast::Producer, catalog: &catalog::Producer, shape: Shape) -> Result<(Video, Audio), Error> {
    let mut config = moq_mux::codec::h264::config(&reel::Reel::sample(shape)?)?;
    config.framerate = Some(f64::from(shape.fps));
    config.bitrate = Some(u64::from(shape.bitrate_bps));
    let wire = catalog::hang::Container::try_from(&config)?;
    let track = broadcast.create_track("video", catalog.track_info(hang::catalog::PRIORITY.video))?;
    let video = catalog.video(track, wire, config)?;

    let config = voice::catalog()?;
    let wire = catalog::hang::Container::try_from(&config)?;
    let track = broadcast.create_track("sound", catalog.track_info(hang::catalog::PRIORITY.audio))?;
    Ok((video, catalog.audio(track, wire, config)?))
}

/// Counts the session's openings and losses until it is given up.
async fn count(mut connection: moq_tokio::Connection, tally: &Tally) -> Result<(), Error> {
    let mut online = Online { tally, is: false };
    loop {
        let open = !matches!(connection.status().await?, moq_tokio::Status::Disconnected);
        if open && !online.is {
            tally.opened.fetch_add(1, Ordering::Relaxed);
        }
        online.set(open);
    }
}

struct Online<'a> {
    tally: &'a Tally,
    is: bool,
}

impl Online<'_> {
    fn set(&mut self, online: bool) {
        match (self.is, online) {
            (false, true) => self.tally.online.fetch_add(1, Ordering::Relaxed),
            (true, false) => self.tally.online.fetch_sub(1, Ordering::Relaxed),
            _ => return,
        };
        self.is = online;
    }
}

impl Drop for Online<'_> {
    fn drop(&mut self) {
        self.set(false);
    }
}

struct Stagehand<'a> {
    part: &'a Part,
    mood: &'a Mood,
    studio: &'a Studio,
    wardrobe: &'a Wardrobe,
    tally: &'a Tally,
    epoch: Duration,
}

impl Stagehand<'_> {
    /// Sends pictures while somebody subscribes, from a keyframe on.
    async fn pictures(&self, mut track: Video) -> Result<(), Error> {
        let demand = track.demand();
        let fps = self.part.kind.shape().fps;
        loop {
            demand.used().await?;
            let reel = self.studio.reel(self.wardrobe, self.part.number, self.part.kind.shape()).await?;
            let mut tick = keyframe(&reel, reel::tick(clock(), fps) + 1);
            while demand.is_used() {
                self.until(reel::due(tick, fps)).await;
                if reel::tick(clock(), fps) > tick + u64::from(fps) {
                    let next = keyframe(&reel, reel::tick(clock(), fps) + 1);
                    self.tally.late.fetch_add(next - tick, Ordering::Relaxed);
                    tick = next;
                    continue;
                }
                if self.is_frozen() {
                    tick = keyframe(&reel, tick + 1);
                    continue;
                }
                let frame = reel.frame(tick);
                track.write(container::Frame {
                    timestamp: self.timestamp(reel::due(tick, fps))?,
                    duration: None,
                    payload: frame.data.clone(),
                    keyframe: frame.keyframe,
                })?;
                self.tally.pictures.fetch_add(1, Ordering::Relaxed);
                tick += 1;
            }
            track.cut(None)?;
        }
    }

    /// Sends sound while somebody subscribes, a group every 100 ms.
    async fn sound(&self, mut track: Audio) -> Result<(), Error> {
        let demand = track.demand();
        let fps = voice::PACKETS_PER_S;
        loop {
            demand.used().await?;
            let voice = self.studio.voice(self.wardrobe, self.part.number).await?;
            let mut tick = reel::tick(clock(), fps) + 1;
            while demand.is_used() {
                self.until(reel::due(tick, fps)).await;
                if self.is_frozen() {
                    tick += 1;
                    continue;
                }
                if tick.is_multiple_of(PACKETS_PER_GROUP) {
                    track.cut(None)?;
                }
                let keyframe = track.needs_keyframe();
                track.write(container::Frame {
                    timestamp: self.timestamp(reel::due(tick, fps))?,
                    duration: None,
                    payload: voice.packet(tick).clone(),
                    keyframe,
                })?;
                self.tally.packets.fetch_add(1, Ordering::Relaxed);
                tick = (tick + 1).max(reel::tick(clock(), fps).saturating_sub(u64::from(fps)));
            }
            track.cut(None)?;
        }
    }

    /// Sends a tile every few seconds, always.
    async fn tiles(&self, mut track: track::Producer) -> Result<(), Error> {
        let every = self.part.kind.tile_every();
        let tiles = self.studio.tiles(self.wardrobe, self.part.number).await?;
        // Everybody at another moment, so that a crowd's tiles do not come in a burst.
        let mut due = every.mul_f64(f64::from(self.part.number % 97) / 97.0);
        let begun = tokio::time::Instant::now();
        for tile in tiles.iter().cycle() {
            track.write_frame(self.timestamp(clock())?, tile.clone())?;
            self.tally.tiles.fetch_add(1, Ordering::Relaxed);
            due += every;
            tokio::time::sleep_until(begun + due).await;
        }
        Ok(())
    }

    /// Says every two seconds how it is.
    async fn status(&self, mut track: track::Producer) -> Result<(), Error> {
        let words = serde_json::json!({
            "rtt_ms": 1, "send_bps": null, "dropped": 0, "camera": true, "microphone": true,
        })
        .to_string();
        loop {
            track.write_frame(self.timestamp(clock())?, words.as_bytes())?;
            tokio::time::sleep(STATUS_EVERY).await;
        }
    }

    fn is_frozen(&self) -> bool {
        self.mood.frozen.load(Ordering::Relaxed)
    }

    async fn until(&self, due: Duration) {
        tokio::time::sleep(due.saturating_sub(clock())).await;
    }

    fn timestamp(&self, at: Duration) -> Result<Timestamp, Error> {
        let ahead = Duration::from_secs(self.mood.ahead_s.load(Ordering::Relaxed));
        let since = (at.saturating_sub(self.epoch) + ahead).as_micros();
        Ok(Timestamp::from_micros(u64::try_from(since).unwrap_or(u64::MAX))?)
    }
}

fn keyframe(reel: &reel::Reel, from: u64) -> u64 {
    (from..).find(|tick| reel.frame(*tick).keyframe).unwrap_or(from)
}

/// 100 ms: a stream for each group must not cost more than the sound in it.
const PACKETS_PER_GROUP: u64 = 5;
const STATUS_EVERY: Duration = Duration::from_secs(2);
/// A tile is worth showing until the next one is long overdue.
const TILE_AGE: Duration = Duration::from_secs(12);
