//! Following a broadcast: catalog, pictures and sound into an inbox, for as long as somebody wants it.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hang::catalog::{AudioCodec, AudioConfig, Catalog, Container, VideoCodec, VideoConfig};
use moq_mux::{catalog, container};
use moq_net::{broadcast, origin, track::Subscription};
use plenary_model::name::BroadcastName;
use tokio::{
    runtime,
    sync::mpsc,
    task::{AbortHandle, JoinSet},
};

use crate::{decode, desk::Feeder, inbox::Inbox, wall};

/// How far behind the newest a group may be before it is left out: what the jitter buffer can still use.
const MAX_AGE: Duration = Duration::from_millis(200);
/// Between two attempts; a publisher that fails at once does not make us spin.
const RETRY: Duration = Duration::from_millis(200);
/// Frames between the network and a decoder. A decoder that is behind holds back its reader, whose
/// groups then grow too old and are left out.
const QUEUE: usize = 16;
/// More than a keyframe of 1080p ever needs.
const LARGEST_PICTURE: usize = 2 << 20;
/// An Opus packet of 120 ms at the highest rate has 7,650 bytes.
const LARGEST_PACKET: usize = 8 << 10;

/// Something encoded, as it came.
#[derive(Debug)]
pub(crate) struct Encoded {
    pub media_us: i64,
    pub payload: Bytes,
}

/// Follows broadcasts of an origin.
pub(crate) struct Subscriber {
    pub origin: origin::Consumer,
    pub runtime: runtime::Handle,
}

impl Feeder for Subscriber {
    fn follow(&self, name: BroadcastName, inbox: Arc<Inbox>) -> Box<dyn Send> {
        self.spawn(follow(self.origin.clone(), name, Part::All, inbox))
    }

    fn stage(&self, programme: BroadcastName, back: BroadcastName, inbox: Arc<Inbox>) -> Box<dyn Send> {
        let pictures = self.spawn(follow(self.origin.clone(), programme, Part::Pictures, inbox.clone()));
        let sound = self.spawn(follow(self.origin.clone(), back, Part::Sound, inbox));
        Box::new((pictures, sound))
    }

    fn wall(&self, name: BroadcastName, shown: Arc<wall::Shown>) -> Box<dyn Send> {
        self.spawn(wall::follow(self.origin.clone(), name, shown))
    }
}

struct Following(AbortHandle);

impl Subscriber {
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> Box<dyn Send> {
        Box::new(Following(self.runtime.spawn(task).abort_handle()))
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Net(#[from] moq_net::Error),
    #[error(transparent)]
    Mux(#[from] moq_mux::Error),
    #[error("a reader stopped")]
    Reader,
}

/// What is read of a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Pictures,
    Sound,
}

/// Never ends: a publisher that goes may come back.
async fn follow(origin: origin::Consumer, name: BroadcastName, part: Part, inbox: Arc<Inbox>) {
    let path = name.to_string();
    loop {
        match origin.routed_broadcast(&path).await {
            Ok(broadcast) => {
                if let Err(error) = attend(&broadcast, part, &inbox).await {
                    metrics::counter!("plenary_stage_source_errors_total").increment(1);
                    tracing::debug!(%error, "a source broke off");
                }
            }
            Err(moq_net::Error::Closed) => return,
            Err(error) => tracing::debug!(%error, "a source is not to be had"),
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// Follows the catalog until it ends, and what it names.
async fn attend(broadcast: &broadcast::Consumer, part: Part, inbox: &Arc<Inbox>) -> Result<(), Error> {
    let track = broadcast.track(Catalog::DEFAULT_NAME)?.subscribe(Catalog::default_subscription()).await?;
    let mut catalogs = catalog::hang::Consumer::<()>::new(track);
    let mut readers: JoinSet<Result<(), Error>> = JoinSet::new();
    let mut video: Option<(Chosen, AbortHandle)> = None;
    let mut audio: Option<(Chosen, AbortHandle)> = None;
    loop {
        let catalog = tokio::select! {
            catalog = catalogs.next() => match catalog? {
                Some(catalog) => catalog,
                None => return Ok(()),
            },
            Some(ended) = readers.join_next() => match ended {
                Err(error) if error.is_cancelled() => continue,
                // Whichever it was: the way to get it back is to begin anew.
                Ok(Ok(())) => return Ok(()),
                Ok(Err(error)) => return Err(error),
                Err(_) => return Err(Error::Reader),
            },
        };
        let picture = choose_video(&catalog).filter(|_| part != Part::Sound);
        if picture.as_ref().map(|(chosen, _)| chosen) != video.as_ref().map(|(chosen, _)| chosen) {
            if let Some((_, reader)) = video.take() {
                reader.abort();
            }
            if let Some((chosen, config)) = picture {
                let (decoder, inbox) = decode_pictures(inbox);
                let wire = catalog::hang::Container::try_from(&config)?;
                let reader = read(broadcast.clone(), chosen.name.clone(), 1, wire, decoder, inbox, LARGEST_PICTURE);
                video = Some((chosen, readers.spawn(reader)));
            }
        }
        let sound = choose_audio(&catalog).filter(|_| part != Part::Pictures);
        if sound.as_ref().map(|(chosen, _)| chosen) != audio.as_ref().map(|(chosen, _)| chosen) {
            if let Some((_, reader)) = audio.take() {
                reader.abort();
            }
            if let Some((chosen, config)) = sound {
                let wire = catalog::hang::Container::try_from(&config)?;
                let (decoder, inbox) = decode_sound(inbox, config);
                let reader = read(broadcast.clone(), chosen.name.clone(), 2, wire, decoder, inbox, LARGEST_PACKET);
                audio = Some((chosen, readers.spawn(reader)));
            }
        }
    }
}

/// What of a rendition makes a reader begin anew when it changes. Measured values, which change all the
/// time, do not.
#[derive(Debug, Clone, PartialEq)]
struct Chosen {
    name: String,
    codec: String,
    container: Container,
    description: Option<Bytes>,
}

/// The best H.264 that can be decoded here; the stream itself is checked again when it comes.
fn choose_video(catalog: &Catalog) -> Option<(Chosen, VideoConfig)> {
    let fits = |config: &VideoConfig| {
        let size = config.coded_width.zip(config.coded_height);
        let small = size.is_none_or(|(width, height)| plenary_picture::Size::new(width, height).fits(decode::LIMIT));
        // With a description the stream has length prefixes instead of start codes.
        let plain = config.description.is_none() && !matches!(config.container, Container::Unknown(_));
        matches!(config.codec, VideoCodec::H264(_)) && small && plain && config.broadcast.is_none()
    };
    let (name, config) = catalog.video.ranked().find(|(_, config)| fits(config))?;
    let chosen = Chosen {
        name: name.clone(),
        codec: config.codec.to_string(),
        container: config.container.clone(),
        description: None,
    };
    Some((chosen, config.clone()))
}

fn choose_audio(catalog: &Catalog) -> Option<(Chosen, AudioConfig)> {
    let fits = |config: &AudioConfig| {
        matches!(config.codec, AudioCodec::Opus)
            && (1..=2).contains(&config.channel_count)
            && !matches!(config.container, Container::Unknown(_))
            && config.broadcast.is_none()
    };
    let (name, config) = catalog.audio.renditions.iter().find(|(_, config)| fits(config))?;
    let chosen = Chosen {
        name: name.clone(),
        codec: config.codec.to_string(),
        container: config.container.clone(),
        description: config.description.clone(),
    };
    Some((chosen, config.clone()))
}

fn decode_pictures(inbox: &Arc<Inbox>) -> (mpsc::Sender<Encoded>, Arc<Inbox>) {
    let (decoder, encoded) = mpsc::channel(QUEUE);
    decode::pictures(encoded, inbox.clone());
    (decoder, inbox.clone())
}

fn decode_sound(inbox: &Arc<Inbox>, config: AudioConfig) -> (mpsc::Sender<Encoded>, Arc<Inbox>) {
    let (decoder, encoded) = mpsc::channel(QUEUE);
    decode::sound(encoded, inbox.clone(), config);
    (decoder, inbox.clone())
}

/// Reads a track to its end.
async fn read(
    broadcast: broadcast::Consumer,
    name: String,
    priority: u8,
    wire: catalog::hang::Container,
    decoder: mpsc::Sender<Encoded>,
    inbox: Arc<Inbox>,
    largest: usize,
) -> Result<(), Error> {
    let subscription = Subscription::default().with_priority(priority).with_max_age(MAX_AGE);
    let track = broadcast.track(&name)?.subscribe(subscription).await?;
    let mut frames = container::Consumer::new(track, wire);
    while let Some(frame) = frames.read().await? {
        if frame.payload.is_empty() || frame.payload.len() > largest {
            inbox.dropped();
            continue;
        }
        let media_us = i64::try_from(frame.timestamp.as_micros()).unwrap_or(i64::MAX);
        let encoded = Encoded { media_us, payload: frame.payload };
        decoder.send(encoded).await.map_err(|_| Error::Reader)?;
    }
    Ok(())
}
