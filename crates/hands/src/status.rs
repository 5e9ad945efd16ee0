//! What the buttons of a desk show: pure, flat, and the same over HTTP and OSC.

use plenary_model::{id::ItemId, scene::Scene, source::SourceId, time::Timestamp};
use plenary_show::live::{Crew, Kind, Plan, Presence, Source};

use crate::action::{is_muted, multiview};

/// Sources that have a label of their own: the control room has keys for nine.
pub const LABELLED: usize = 9;

/// What the buttons of a desk show at one moment. An empty text and the number 0 mean: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The names of those on air; empty while the slate is.
    pub on_air: String,
    /// The first of them, by its number in the multiview.
    pub on_air_number: u32,
    /// The names of those in preview.
    pub preview: String,
    /// The first of them, by its number in the multiview.
    pub preview_number: u32,
    /// The title of the current item.
    pub item: String,
    /// Its number in the rundown.
    pub item_number: u32,
    /// The title of the item that comes next.
    pub next: String,
    /// Its number in the rundown.
    pub next_number: u32,
    /// Milliseconds until the current item is over; negative when it is late.
    pub remaining_ms: i64,
    /// Milliseconds that the show is late by; negative when there is time left.
    pub late_ms: i64,
    /// Whether recorded backups take over by themselves.
    pub armed: bool,
    /// Whether a recording stands in for a live source.
    pub stands_in: bool,
    /// Whether the rundown goes on by itself.
    pub running: bool,
    /// Whether the name graphic is on.
    pub caption: bool,
    /// Whether one scene is giving way to the other.
    pub mixing: bool,
    /// Whether the music plays.
    pub music: bool,
    /// Whether the programme is being recorded.
    pub recording: bool,
    /// How many things are wrong.
    pub faults: u32,
    /// The first sources of the multiview, at most [`LABELLED`].
    pub sources: Vec<Label>,
}

/// One source, as a button shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// A person's or place's name, or a clip's title.
    pub name: String,
    /// Where it stands.
    pub tally: Tally,
    /// Nobody hears it.
    pub muted: bool,
}

/// Where a source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// On air.
    Air,
    /// In preview.
    Ready,
    /// There.
    Online,
    /// Not there.
    Offline,
}

impl Tally {
    /// One word for each, which never changes: programs compare it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Air => "air",
            Self::Ready => "ready",
            Self::Online => "online",
            Self::Offline => "offline",
        }
    }
}

impl Status {
    /// What the buttons show at `now`.
    pub fn of(crew: &Crew, plan: &Plan, now: Timestamp) -> Self {
        let rundown = &crew.rundown;
        let current = rundown.current.and_then(|id| plan.items.get(&id));
        let next = rundown.next.and_then(|id| plan.items.get(&id));
        let ends = match (rundown.follows_at, current, rundown.since) {
            (Some(at), ..) => Some(at.0),
            (None, Some(item), Some(since)) => Some(since.0.saturating_add(i64::from(item.planned_s) * 1_000)),
            _ => None,
        };
        let label = |source: &Source| Label {
            name: name(source).to_owned(),
            tally: match source.state {
                _ if crew.programme.shows(source.id) => Tally::Air,
                _ if crew.preview.shows(source.id) => Tally::Ready,
                Presence::Offline => Tally::Offline,
                _ => Tally::Online,
            },
            muted: is_muted(crew, source.id),
        };
        Self {
            on_air: names(crew, crew.programme),
            on_air_number: number(crew, crew.programme),
            preview: names(crew, crew.preview),
            preview_number: number(crew, crew.preview),
            item: current.map(|item| item.title.clone()).unwrap_or_default(),
            item_number: place(plan, rundown.current),
            next: next.map(|item| item.title.clone()).unwrap_or_default(),
            next_number: place(plan, rundown.next),
            remaining_ms: ends.map_or(0, |ends| ends.saturating_sub(now.0)),
            late_ms: rundown.over_ms.unwrap_or(0),
            armed: crew.armed,
            stands_in: crew.stands_in.is_some(),
            running: rundown.running,
            caption: crew.caption.is_some(),
            mixing: crew.mixing,
            music: crew.sound.playing,
            recording: crew.recording,
            faults: u32::try_from(crew.faults.len()).unwrap_or(u32::MAX),
            sources: multiview(crew).take(LABELLED).map(label).collect(),
        }
    }

    /// Whole seconds until the current item is over. Rounded up, as a countdown is read: 0 is over.
    pub fn remaining_s(&self) -> i64 {
        -(-self.remaining_ms).div_euclid(1_000)
    }

    /// The same as a label: `4:05`, `-0:12`, `1:00:00`.
    pub fn remaining_text(&self) -> String {
        let (left, sign) = (self.remaining_s().unsigned_abs(), if self.remaining_s() < 0 { "-" } else { "" });
        let (hours, minutes, seconds) = (left / 3_600, left / 60 % 60, left % 60);
        match hours {
            0 => format!("{sign}{minutes}:{seconds:02}"),
            _ => format!("{sign}{hours}:{minutes:02}:{seconds:02}"),
        }
    }
}

fn names(crew: &Crew, scene: Scene) -> String {
    let found = |id: SourceId| crew.sources.iter().find(|source| source.id == id).map(name);
    scene.sources().filter_map(found).collect::<Vec<_>>().join(" · ")
}

/// The wall has no name of its own, and a label cannot be empty.
fn name(source: &Source) -> &str {
    match source.kind {
        Kind::Wall => "Wall",
        Kind::Speaker | Kind::Location | Kind::Stage | Kind::Clip => &source.name,
    }
}

fn number(crew: &Crew, scene: Scene) -> u32 {
    let found = scene.sources().next().and_then(|id| multiview(crew).position(|source| source.id == id));
    counted(found)
}

fn place(plan: &Plan, id: Option<ItemId>) -> u32 {
    counted(id.and_then(|id| plan.order.iter().position(|other| *other == id)))
}

/// People count from 1.
fn counted(place: Option<usize>) -> u32 {
    place.and_then(|place| u32::try_from(place + 1).ok()).unwrap_or(0)
}
