//! The show's broadcasts: the public document, the crew's, and one for each person.

use std::{collections::HashMap, time::Duration};

use moq_json::snapshot;
use moq_net::{broadcast, origin};
use plenary_model::{id::SummitId, name::BroadcastName, source::SourceId};
use serde::Serialize;

use crate::{StartError, cue, live};

/// How long a removed person's screen has to read why.
const READING: Duration = Duration::from_millis(500);

/// One document in a broadcast of its own, which ends when it is dropped.
pub(crate) struct Document<T> {
    producer: snapshot::Producer<T>,
    broadcast: broadcast::Producer,
}

impl<T: Serialize> Document<T> {
    /// Publishes the first version, then announces: whoever comes finds something.
    pub(crate) fn publish(
        origin: &origin::Producer,
        name: BroadcastName,
        track: &str,
        first: &T,
    ) -> Result<Self, StartError> {
        let broadcast = origin.create_broadcast(name.to_string())?;
        let track = broadcast.create_track(track, None)?;
        let mut producer = snapshot::Producer::new(track, snapshot::Config::default());
        producer.update(first)?;
        broadcast.announce(Default::default())?;
        Ok(Self { producer, broadcast })
    }

    /// Publishes the first version of another document in the same broadcast, which ends with this one.
    pub(crate) fn beside<U: Serialize>(&self, track: &str, first: &U) -> Result<snapshot::Producer<U>, StartError> {
        let mut producer =
            snapshot::Producer::new(self.broadcast.create_track(track, None)?, snapshot::Config::default());
        producer.update(first)?;
        Ok(producer)
    }

    /// Publishes a new version; nothing happens when it is the same.
    pub(crate) fn update(&mut self, value: &T) {
        if let Err(error) = self.producer.update(value) {
            tracing::warn!(%error, "a live document could not be published");
            metrics::counter!("plenary_show_documents_failed_total").increment(1);
        }
    }

    /// Whether somebody follows it.
    pub(crate) fn is_used(&self) -> bool {
        self.producer.is_used()
    }
}

impl<T> Drop for Document<T> {
    fn drop(&mut self) {
        self.broadcast.close();
    }
}

/// Everybody's cues.
pub(crate) struct Cues {
    origin: origin::Producer,
    summit: SummitId,
    documents: HashMap<SourceId, (live::Cue, Document<live::Cue>)>,
}

impl Cues {
    pub(crate) fn new(origin: origin::Producer, summit: SummitId) -> Self {
        Self { origin, summit, documents: HashMap::new() }
    }

    /// Tells a person where they stand, if it changed.
    pub(crate) fn tell(&mut self, person: SourceId, cue: live::Cue) {
        match self.documents.get_mut(&person) {
            Some((told, document)) => {
                if *told != cue {
                    document.update(&cue);
                    *told = cue;
                }
            }
            None => {
                let name = cue::broadcast(self.summit, person);
                match Document::publish(&self.origin, name, live::CUE_TRACK, &cue) {
                    Ok(document) => drop(self.documents.insert(person, (cue, document))),
                    Err(error) => tracing::warn!(%error, source = %person, "a cue could not be published"),
                }
            }
        }
    }

    /// Ends the cues of those for whom `keep` says no.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(SourceId) -> bool) {
        self.documents.retain(|person, _| keep(*person));
    }

    /// Ends when the person's screen has had time to read, at once when none follows.
    pub(crate) fn read(&self, person: SourceId) -> impl Future<Output = ()> + use<> {
        let demand = self.documents.get(&person).map(|(_, document)| document.producer.demand());
        async move {
            if let Some(demand) = demand.filter(|demand| demand.is_used()) {
                // Nothing tells when a screen has read; it leaves when it has.
                let _ = tokio::time::timeout(READING, demand.unused()).await;
            }
        }
    }
}
