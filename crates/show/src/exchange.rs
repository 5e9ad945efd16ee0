//! The exchange: carries what the crew says to the guests who are meant to hear it, and nowhere else.
//!
//! Everybody of the crew publishes one voice, every guest has one line that only they may read, and this is the only
//! way from one to the other. What is late is dropped and counted, never queued: words that come a second late are
//! worse than words that are missing.

use std::{collections::HashMap, sync::Arc, time::Duration};

use moq_json::snapshot;
use moq_net::{
    Timestamp, broadcast, group, origin,
    track::{self, Subscription},
};
use plenary_model::{
    id::{CrewId, SummitId},
    name::BroadcastName,
    source::SourceId,
};
use serde_json::json;
use tokio::{
    sync::watch,
    task::{AbortHandle, JoinSet},
};

use crate::{StartError, talk::Heard};

/// Names of the tracks of a voice and of a line.
pub const SOUND: &str = "sound";
/// The other one, which there is in a call only.
pub const VIDEO: &str = "video";
const CATALOG: &str = "catalog.json";

/// How far behind the newest a group may be before it is left out: what a listener's short buffer can still use.
const LATE: Duration = Duration::from_millis(200);
/// A line keeps this much: it is heard now or never.
const KEEPS: Duration = Duration::from_millis(500);
/// Pictures of a call keep a keyframe's second.
const PICTURES_KEEP: Duration = Duration::from_secs(2);
/// Between two attempts; a voice that fails at once does not make us spin.
const RETRY: Duration = Duration::from_millis(200);
/// An Opus packet of 120 ms at the highest rate has 7,650 bytes.
const LARGEST_PACKET: usize = 8 << 10;
/// More than a keyframe of 720p ever needs.
const LARGEST_PICTURE: usize = 1 << 20;
/// Lines that there are at a time. More guests than that are in no rooms.
const MOST_LINES: usize = 2_000;

/// The lines that one voice is carried to.
type Ways = Arc<[track::Producer]>;

/// Carries voices to lines.
pub(crate) struct Exchange {
    origin: origin::Producer,
    summit: SummitId,
    lines: HashMap<SourceId, Line>,
    voices: HashMap<CrewId, Voice>,
    routes: HashMap<SourceId, Heard>,
}

/// What one guest hears.
struct Line {
    sound: track::Producer,
    video: track::Producer,
    broadcast: broadcast::Producer,
    _catalog: snapshot::Producer<serde_json::Value>,
}

/// What one of the crew says.
struct Voice {
    name: BroadcastName,
    sound: watch::Sender<Ways>,
    carrying: AbortHandle,
    /// Pictures are asked for while they are on a call.
    call: Option<(SourceId, AbortHandle)>,
}

impl Exchange {
    pub(crate) fn new(origin: origin::Producer, summit: SummitId) -> Self {
        Self { origin, summit, lines: HashMap::new(), voices: HashMap::new(), routes: HashMap::new() }
    }

    /// Opens the line of somebody who is there.
    pub(crate) fn open(&mut self, person: SourceId) {
        if self.lines.contains_key(&person) {
            return;
        }
        if self.lines.len() >= MOST_LINES {
            metrics::counter!("plenary_talk_lines_refused_total").increment(1);
            return;
        }
        match Line::open(&self.origin, self.summit, person) {
            Ok(line) => drop(self.lines.insert(person, line)),
            Err(error) => tracing::warn!(%error, source = %person, "a line could not be opened"),
        }
        metrics::gauge!("plenary_talk_lines").set(self.lines.len() as f64);
    }

    /// Closes the lines of those for whom `keep` says no.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(SourceId) -> bool) {
        self.lines.retain(|person, _| keep(*person));
        metrics::gauge!("plenary_talk_lines").set(self.lines.len() as f64);
    }

    /// One of the crew has a microphone, or has none any more.
    pub(crate) fn voice(&mut self, crew: CrewId, name: BroadcastName, there: bool, tasks: &mut JoinSet<()>) {
        if !there {
            self.voices.remove(&crew);
        } else if !self.voices.contains_key(&crew) {
            let (sound, ways) = watch::channel(Ways::from([]));
            let carrying = tasks.spawn(carry(self.origin.consume(), name, SOUND, LARGEST_PACKET, ways));
            self.voices.insert(crew, Voice { name, sound, carrying, call: None });
        }
        self.connect(tasks);
    }

    /// Whom everybody hears from now on.
    pub(crate) fn route(&mut self, routes: HashMap<SourceId, Heard>, tasks: &mut JoinSet<()>) {
        if self.routes != routes {
            self.routes = routes;
            self.connect(tasks);
        }
    }

    fn connect(&mut self, tasks: &mut JoinSet<()>) {
        let origin = self.origin.consume();
        for (crew, voice) in &mut self.voices {
            let to = self.routes.iter().filter(|(_, heard)| heard.crew == *crew);
            let lines = to.clone().filter_map(|(person, _)| Some(self.lines.get(person)?.sound.clone()));
            voice.sound.send_replace(lines.collect());
            let call = to.clone().find(|(_, heard)| heard.call).map(|(person, _)| *person);
            if voice.call.as_ref().map(|(person, _)| *person) == call {
                continue;
            }
            if let Some((_, carrying)) = voice.call.take() {
                carrying.abort();
            }
            if let Some((person, line)) = call.and_then(|person| Some((person, self.lines.get(&person)?))) {
                let (_, ways) = watch::channel(Ways::from([line.video.clone()]));
                let carrying = tasks.spawn(carry(origin.clone(), voice.name, VIDEO, LARGEST_PICTURE, ways));
                voice.call = Some((person, carrying));
            }
        }
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.carrying.abort();
        if let Some((_, carrying)) = &self.call {
            carrying.abort();
        }
    }
}

impl Line {
    /// Publishes all tracks, then announces: whoever comes finds them.
    fn open(origin: &origin::Producer, summit: SummitId, person: SourceId) -> Result<Self, StartError> {
        let broadcast = origin.create_broadcast(BroadcastName::Line { summit, person }.to_string())?;
        let mut catalog = snapshot::Producer::new(broadcast.create_track(CATALOG, None)?, snapshot::Config::default());
        catalog.update(&offer())?;
        let sound = broadcast.create_track(SOUND, track::Info::default().with_max_age(KEEPS).with_priority(u8::MAX))?;
        let video = broadcast.create_track(VIDEO, track::Info::default().with_max_age(PICTURES_KEEP))?;
        broadcast.announce(Default::default())?;
        Ok(Self { sound, video, broadcast, _catalog: catalog })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.broadcast.close();
    }
}

/// The catalog of every line, in hang's form: what the control room's page encodes.
fn offer() -> serde_json::Value {
    let container = json!({ "kind": "legacy" });
    json!({
        "video": { "renditions": { VIDEO: {
            "codec": "avc3.42e01f", "container": container, "optimizeForLatency": true
        } } },
        "audio": { "renditions": { SOUND: {
            "codec": "opus", "container": container, "sampleRate": 48_000, "numberOfChannels": 1
        } } },
    })
}

/// Carries one track of a voice to wherever it is meant to be heard, until it is aborted.
async fn carry(
    origin: origin::Consumer,
    name: BroadcastName,
    track: &'static str,
    largest: usize,
    mut ways: watch::Receiver<Ways>,
) {
    let path = name.to_string();
    loop {
        match origin.routed_broadcast(&path).await {
            Ok(broadcast) => {
                if let Err(error) = attend(&broadcast, track, largest, &mut ways).await {
                    tracing::debug!(%error, "a voice broke off");
                }
            }
            Err(moq_net::Error::Closed) => return,
            Err(error) => tracing::debug!(%error, "a voice is not to be had"),
        }
        tokio::time::sleep(RETRY).await;
    }
}

async fn attend(
    broadcast: &broadcast::Consumer,
    track: &'static str,
    largest: usize,
    ways: &mut watch::Receiver<Ways>,
) -> Result<(), moq_net::Error> {
    // Words before pictures, wherever they share a way.
    let priority = if track == SOUND { u8::MAX } else { 1 };
    let wanted = Subscription::default().with_priority(priority).with_max_age(LATE);
    let mut voice = broadcast.track(track)?.subscribe(Some(wanted)).await?;
    while let Some(mut group) = voice.recv_group().await? {
        // Sound goes to others from the next packet on; pictures have one way for as long as they are carried.
        let mut open = begin(&ways.borrow_and_update().clone());
        loop {
            let frame = match tokio::time::timeout(LATE, group.read_frame()).await {
                Ok(Ok(Some(frame))) => frame,
                Ok(Ok(None)) => break,
                // It was overtaken, or the rest of it is stuck somewhere: the next group goes on.
                Ok(Err(_)) | Err(_) => {
                    metrics::counter!("plenary_talk_late_total", "track" => track).increment(1);
                    break;
                }
            };
            if frame.payload.len() > largest {
                metrics::counter!("plenary_talk_refused_total", "track" => track).increment(1);
                break;
            }
            if track == SOUND && ways.has_changed().unwrap_or(false) {
                finish(open);
                open = begin(&ways.borrow_and_update().clone());
            }
            for line in &mut open {
                // A line that has closed meanwhile has no listener.
                let _ = line.write_frame(Timestamp::now(), frame.payload.clone());
            }
            metrics::counter!("plenary_talk_packets_total", "track" => track).increment(open.len() as u64);
        }
        finish(open);
    }
    Ok(())
}

fn begin(ways: &Ways) -> Vec<group::Producer> {
    ways.iter().filter_map(|line| line.append_group().ok()).collect()
}

fn finish(open: Vec<group::Producer>) {
    for line in open {
        let _ = line.finish();
    }
}
