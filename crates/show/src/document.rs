//! The live documents out of what is known: pure.

use std::collections::{BTreeMap, HashMap};

use plenary_model::{
    floor::Floor,
    id::ItemId,
    location::Admission,
    name::BroadcastName,
    rundown::Shift,
    scene::{
        Scene,
        template::{self, Template},
    },
    source::SourceId,
    summit::{Stage, Summit},
    time::Timestamp,
};
use plenary_stage::{Snapshot, SourceSnapshot, State as Feed};

use crate::{
    live,
    people::{Entry, People},
    sound::Sound,
    spoken::Spoken,
    state::Standing,
};

/// Locations that the crew's document carries. Every screen of the crew gets every change of it; those
/// who matter now come first, and the counts say how many there are.
pub const MAX_LOCATIONS: usize = 1_000;

/// What the documents are made of.
pub struct Facts<'a> {
    /// The summit.
    pub summit: &'a Summit,
    /// The stage.
    pub stage: &'a Stage,
    /// The crew's own arrangements.
    pub templates: &'a [Template],
    /// Everybody.
    pub people: &'a People,
    /// Where the show stands.
    pub standing: &'a Standing,
    /// What the recordings on air say.
    pub spoken: &'a Spoken,
    /// Who asks to speak, and who does.
    pub floor: &'a Floor,
    /// Rooms, and who speaks to whom.
    pub backstage: live::backstage::Facts<'a>,
    /// The sound desk.
    pub sound: &'a Sound,
    /// The mixer as it is.
    pub mixer: &'a Snapshot,
    /// Who is connected, with what their ends say.
    pub online: &'a HashMap<SourceId, Option<Report>>,
    /// What is wrong.
    pub faults: &'a BTreeMap<&'static str, (String, Timestamp)>,
    /// Sessions that watch.
    pub viewers: u64,
    /// Whether the programme is recorded.
    pub recording: bool,
    /// The time.
    pub now: Timestamp,
}

/// What a source's own end said, and when it came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// What it said.
    pub status: crate::presence::Status,
    /// When it came.
    pub at: Timestamp,
}

impl Facts<'_> {
    /// What every screen follows.
    pub fn state(&self) -> live::State {
        let Summit { id: summit, title, colours, starts, open, .. } = self.summit.clone();
        let programme = BroadcastName::Programme { summit, stage: self.stage.id };
        let wall = BroadcastName::Wall { summit };
        live::State {
            title,
            colours,
            starts,
            open,
            stage: self.stage.id,
            stage_name: self.stage.local().map(|_| self.stage.name.clone()),
            programme: programme.to_string(),
            on_air: self.on_air(),
            wall: wall.to_string(),
            floor_open: self.floor.rules().open,
        }
    }

    fn on_air(&self) -> Option<live::OnAir> {
        let scene = self.mixer.programme;
        let taken = self.standing.taken.map(|taken| taken.at);
        let (title, since) = match self.standing.rundown.current() {
            Some((item, since)) if item.scene == scene => (item.title.clone(), since),
            _ => {
                let names = scene.sources().filter_map(|source| Some(self.people.get(source)?.name()));
                let names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
                let title = if names.is_empty() { self.summit.title.clone() } else { names.join(" · ") };
                (title, taken.unwrap_or(self.now))
            }
        };
        let subtitles = || self.spoken.now(self.mixer, self.people);
        let caption = || self.mixer.caption.clone();
        (scene != Scene::Slate).then(|| live::OnAir { title, since, caption: caption(), subtitles: subtitles() })
    }

    /// What the crew follows.
    pub fn crew(&self) -> live::Crew {
        let standing = self.standing;
        let fault = |(code, (text, since)): (&&str, &(String, Timestamp))| live::Fault {
            code: (*code).to_owned(),
            text: text.clone(),
            since: *since,
        };
        let mut faults: Vec<_> = self.faults.iter().map(fault).collect();
        faults.sort_by_key(|fault| fault.since);
        live::Crew {
            at: self.now,
            frame: self.mixer.frame,
            programme: self.mixer.programme,
            preview: self.mixer.preview,
            mixing: self.mixer.mixing,
            caption: self.mixer.caption.clone(),
            graphics: live::graphics::Graphics::new(&standing.graphics, self.mixer.caption.as_ref()),
            lost: self.mixer.lost.clone(),
            armed: standing.armed,
            stands_in: standing.stands_in(),
            air: live::Air {
                delay_ms: standing.delay_ms,
                held_ms: u32::try_from(self.mixer.format.millis(self.mixer.held_frames as u64)).unwrap_or(u32::MAX),
                holding: self.mixer.holding,
            },
            arrangements: self.arrangements(),
            rundown: rundown(standing, self.summit.starts, self.now),
            floor: live::floor::Floor::new(self.floor, self.people),
            backstage: self.backstage.crew(self.summit.id, self.people, |id| {
                self.online.get(&id).copied().flatten().map(|report| report.status)
            }),
            sound: live::sound::Sound::new(self.sound, self.mixer),
            sources: self.sources(),
            viewers: self.viewers,
            locations_online: self.online.keys().filter(|id| matches!(id, SourceId::Location(_))).count() as u64,
            faults,
            recording: self.recording,
            late_frames: self.mixer.late_frames,
            dropped: self.mixer.dropped,
            last_taken: standing.taken,
        }
    }

    fn arrangements(&self) -> Vec<live::Arrangement> {
        let shipped = template::shipped().map(|(id, places)| live::Arrangement { id: id.into(), name: None, places });
        let own = self.templates.iter().map(|template| live::Arrangement {
            id: template.id.to_string(),
            name: Some(template.name.clone()),
            places: template.places.clone(),
        });
        shipped.into_iter().chain(own).collect()
    }

    /// The plan.
    pub fn plan(&self) -> live::Plan {
        let rundown = &self.standing.rundown;
        let planned = rundown.planned(self.summit.starts);
        let items = rundown.items().iter().zip(planned);
        live::Plan {
            order: rundown.items().iter().map(|item| item.id).collect(),
            items: items.map(|(item, at)| (item.id, live::Item::new(item, at, rundown.aired(item.id)))).collect(),
        }
    }

    fn sources(&self) -> Vec<live::Source> {
        let (mut locations, others): (Vec<_>, Vec<_>) =
            self.people.iter().map(|(_, entry)| entry).partition(|entry| matches!(entry, Entry::Location(_)));
        if locations.len() > MAX_LOCATIONS {
            locations.sort_by_key(|entry| self.rank(entry));
            locations.truncate(MAX_LOCATIONS);
            locations.sort_by_key(|entry| entry.id());
        }
        let meters: HashMap<_, _> = self.mixer.sources.iter().map(|source| (source.id, source)).collect();
        let source = |entry: &Entry| self.source(entry, meters.get(&entry.id()).copied());
        others.into_iter().chain(locations).map(source).collect()
    }

    /// Who is left out last: those on air or planned, those who need a decision, those who are there.
    fn rank(&self, entry: &Entry) -> u8 {
        let id = entry.id();
        let online = self.online.contains_key(&id);
        let named = self.mixer.programme.shows(id) || self.mixer.preview.shows(id);
        let waiting = matches!(entry, Entry::Location(location) if location.admission == Admission::Waiting);
        match (named, waiting, online) {
            (true, ..) => 0,
            (_, true, true) => 1,
            (_, false, true) => 2,
            (_, true, false) => 3,
            (_, false, false) => 4,
        }
    }

    fn source(&self, entry: &Entry, meter: Option<&SourceSnapshot>) -> live::Source {
        let id = entry.id();
        let online = self.online.get(&id);
        let (title, admission, country, duration_ms) = match entry {
            Entry::Speaker(speaker) => (speaker.title.clone(), None, None, None),
            Entry::Location(location) => (String::new(), Some(location.admission), Some(location.country), None),
            Entry::Clip(clip) => (String::new(), None, None, clip.plays_ms().filter(|_| clip.is_showable())),
            Entry::Wall(_) | Entry::Stage(_) => (String::new(), None, None, None),
        };
        let there = matches!(entry, Entry::Wall(_)) || online.is_some() || duration_ms.is_some();
        let network = online.copied().flatten().map(|report| live::Network {
            rtt_ms: report.status.rtt_ms,
            send_bps: report.status.send_bps,
            dropped: report.status.dropped,
            age_ms: u64::try_from(self.now.since(report.at).as_millis()).unwrap_or(u64::MAX),
        });
        live::Source {
            id,
            name: entry.name().to_owned(),
            title,
            kind: entry.kind(),
            broadcast: entry.broadcast().map(|name| name.to_string()),
            state: presence(there, meter.map(|meter| meter.state)),
            admission,
            country,
            fps: meter.and_then(|meter| meter.fps),
            level_db: meter.and_then(|meter| meter.level_db),
            duration_ms,
            network,
        }
    }
}

fn presence(there: bool, feed: Option<Feed>) -> live::Presence {
    match (feed.unwrap_or_default(), there) {
        (Feed::Live | Feed::Ended, _) => live::Presence::Live,
        (Feed::Lost, true) => live::Presence::Lost,
        (Feed::Starting, true) => live::Presence::Starting,
        (Feed::Idle, true) => live::Presence::Online,
        (Feed::Idle | Feed::Starting | Feed::Lost, false) => live::Presence::Offline,
    }
}

fn rundown(standing: &Standing, starts: Option<Timestamp>, now: Timestamp) -> live::Rundown {
    let (current, since) = standing.rundown.current().map(|(item, since)| (item.id, since)).unzip();
    // An item that is over moves everything that follows: by whole seconds, which is what people read.
    let outlook = standing.rundown.outlook(starts, Timestamp(now.0 - now.0.rem_euclid(1_000)));
    live::Rundown {
        current,
        since,
        next: standing.rundown.upcoming().map(|item| item.id),
        follows_at: standing.follows_at(),
        running: standing.running,
        shifts: outlook.shifts,
        over_ms: outlook.over_ms,
        ends_at: outlook.ends,
    }
}

/// Appearances that a person is told of.
const MOST_COMING: usize = 3;
/// People are told when they come to the minute: a show that runs late changes nothing for them every second.
const MINUTE_MS: i64 = 60_000;

/// When everybody appears next: the items after the current one that show them.
pub fn agenda(
    plan: &live::Plan,
    shifts: &[Shift],
    current: Option<ItemId>,
) -> HashMap<SourceId, Vec<live::Appearance>> {
    let mut agenda: HashMap<SourceId, Vec<live::Appearance>> = HashMap::new();
    let first = current.and_then(|id| plan.order.iter().position(|other| *other == id)).map_or(0, |place| place + 1);
    let shifts: HashMap<ItemId, i64> = shifts.iter().map(|shift| (shift.item, shift.by_ms)).collect();
    let mut by_ms = 0;
    for (place, item) in plan.in_order().enumerate() {
        by_ms = shifts.get(&item.id).copied().unwrap_or(by_ms);
        if place < first {
            continue;
        }
        for source in item.scene.sources() {
            let coming = agenda.entry(source).or_default();
            if coming.len() < MOST_COMING {
                let at = item.planned_at.map(|at| at.0 + by_ms);
                let at = at.map(|at| Timestamp(at - at.rem_euclid(MINUTE_MS)));
                coming.push(live::Appearance { title: item.title.clone(), at, planned_s: item.planned_s });
            }
        }
    }
    agenda
}

/// Shifts as far as people are told of them.
pub fn to_the_minute(shifts: &[Shift]) -> Vec<Shift> {
    let whole = |shift: &Shift| Shift { by_ms: shift.by_ms - shift.by_ms.rem_euclid(MINUTE_MS), ..*shift };
    shifts.iter().map(whole).collect()
}

/// Whether two documents differ in more than what always moves: time, frame and meters.
pub fn differ(one: &live::Crew, other: &live::Crew) -> bool {
    still(one) != still(other)
}

fn still(crew: &live::Crew) -> live::Crew {
    let mut crew = live::Crew { at: Timestamp(0), frame: 0, dropped: 0, ..crew.clone() };
    crew.backstage.ends.clear();
    crew.sound.still();
    for source in &mut crew.sources {
        (source.fps, source.level_db, source.network) = (None, None, None);
    }
    crew
}
