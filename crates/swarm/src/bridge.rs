//! Carries a programme from one server to another as it is, so that two servers send the same bits.

use std::sync::Arc;

use hang::Catalog;
use moq_mux::catalog::{self, CatalogFormat, Stream};
use moq_net::{broadcast, group, origin, track};
use tokio::task::JoinSet;
use url::Url;

use crate::{participant::Error, session};

/// A bridge that carries until it is dropped.
pub struct Bridge {
    _tasks: JoinSet<Result<(), Error>>,
}

/// From where to where.
#[derive(Debug, Clone)]
pub struct Carry {
    /// URL of the session that watches.
    pub from: Url,
    /// URL of the session that publishes.
    pub to: Url,
    /// The programme's broadcast, here and there.
    pub programme: String,
    /// The rendition of its pictures; the sound comes with it.
    pub rendition: String,
}

impl Bridge {
    /// Opens both sessions, and gives the bridge when the programme is announced at the far end of it.
    pub async fn open(carry: Carry) -> Result<Self, BridgeError> {
        Self::build(carry).await.map_err(|error| BridgeError(error.to_string()))
    }

    async fn build(carry: Carry) -> Result<Self, Error> {
        let client = session::client()?;
        let (near, far) = (moq_tokio::origin::spawn(), moq_tokio::origin::spawn());
        let mut from = session::subscribe(&client, &near, carry.from.clone());
        let mut to = session::publish(&client, &far, carry.to.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            loop {
                tokio::select! {
                    status = from.status() => status?,
                    status = to.status() => status?,
                };
            }
        });
        let source = near.consume().routed_broadcast(carry.programme.as_str()).await?;
        let known = catalog::Consumer::<()>::new(&source, CatalogFormat::Hang).await?.next().await?;
        let sound = known.as_ref().and_then(|known| known.audio.renditions.keys().next().cloned());
        let copy = far.create_broadcast(carry.programme.as_str())?;
        let catalogs = [Catalog::DEFAULT_NAME, Catalog::COMPRESSED_NAME].map(|name| Some(name.to_owned()));
        let names = catalogs.into_iter().chain([Some(carry.rendition.clone()), sound]);
        let mut tracks = Vec::new();
        for name in names.flatten() {
            // Not every programme has its catalog in both forms.
            let Ok(track) = source.track(&name)?.subscribe(None).await else { continue };
            let onto = copy.create_track(name.as_str(), track.info().clone())?;
            tracks.push((track, onto));
        }
        copy.announce(Default::default())?;
        let held = Arc::new((near, far, copy));
        for (track, onto) in tracks {
            tasks.spawn(groups(track, onto, held.clone()));
        }
        Ok(Self { _tasks: tasks })
    }
}

/// The programme cannot be carried.
#[derive(Debug, thiserror::Error)]
#[error("the programme cannot be carried to the other server: {0}")]
pub struct BridgeError(String);

type Held = Arc<(origin::Producer, origin::Producer, broadcast::Producer)>;

async fn groups(mut track: track::Subscriber, onto: track::Producer, _held: Held) -> Result<(), Error> {
    let mut open = JoinSet::new();
    while let Some(group) = track.recv_group().await? {
        let copy = onto.create_group(group::Info { sequence: group.sequence })?;
        open.spawn(frames(group, copy));
        while open.try_join_next().is_some() {}
    }
    Ok(())
}

async fn frames(mut group: group::Consumer, mut copy: group::Producer) -> Result<(), moq_net::Error> {
    while let Some(frame) = group.read_frame().await? {
        copy.write_frame(frame.timestamp, frame.payload)?;
    }
    copy.finish()
}
