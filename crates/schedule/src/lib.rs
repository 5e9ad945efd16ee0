//! The plan in the formats of other programs: CSV for spreadsheets, `schedule.xml` and `schedule.json` of frab and
//! c3voc for conference systems, iCalendar for everybody's calendar.
//!
//! Pure: bytes in, items out, and back. What cannot be read is named by its place in the file.

pub mod frab;
pub mod ical;
mod import;
pub mod sheet;

use std::fmt;

use jiff::tz::TimeZone;
use plenary_model::{
    id::{ItemId, SummitId},
    language::LanguageTag,
    rundown::{Item, Kind},
    source::SourceId,
    time::Timestamp,
};
use uuid::Uuid;

pub use import::{Merged, items, merge};

/// The largest file that is read, in bytes: ten thousand items with long texts.
pub const MAX_BYTES: usize = 8 << 20;

/// A plan as the public may know it.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// The summit's title.
    pub title: String,
    /// A short name in the characters `a` to `z`, `0` to `9` and `_`, at least four.
    pub acronym: String,
    /// The zone in which its days begin.
    pub zone: TimeZone,
    /// Where the summit is found, without a slash at the end.
    pub url: String,
    /// What tells this version from others.
    pub version: String,
    /// Its items by time.
    pub entries: Vec<Entry>,
}

/// An item as the public may know it. Notes are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is known by in every program.
    pub guid: Uuid,
    /// Its title.
    pub title: String,
    /// What kind of entry it is.
    pub kind: Kind,
    /// The stage's name.
    pub room: String,
    /// When it starts as planned.
    pub starts: Timestamp,
    /// Planned length in seconds.
    pub planned_s: u32,
    /// Languages that are spoken.
    pub languages: Vec<LanguageTag>,
    /// Who speaks.
    pub people: Vec<String>,
}

impl Entry {
    /// When it ends as planned.
    pub fn ends(&self) -> Timestamp {
        self.starts + std::time::Duration::from_secs(self.planned_s.into())
    }
}

/// What an item is known by in other programs: what it came with, or else what follows from its own id, so that it
/// is the same in every export.
pub fn guid(summit: SummitId, item: &Item) -> Uuid {
    item.guid.unwrap_or_else(|| {
        let summit = Uuid::new_v5(&Uuid::NAMESPACE_OID, summit.as_str().as_bytes());
        Uuid::new_v5(&summit, item.id.as_str().as_bytes())
    })
}

/// Finds a source by the name or id that a file gives.
pub type Find<'a> = &'a dyn Fn(&str) -> Option<SourceId>;

/// Draws the ids of new items.
pub type Draw<'a> = &'a mut dyn FnMut() -> ItemId;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Where: `row 7, column "length"`, `line 12`, `schedule.conference.days[0]`.
    pub place: String,
    /// What is wrong, and what is allowed.
    pub text: String,
}

impl Problem {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

/// A time in a zone.
fn zoned(at: Timestamp, zone: &TimeZone) -> jiff::Zoned {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned(zone.clone())
}

/// Reads `2026-03-22T10:00:00+01:00` with or without seconds, or with `Z`.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let read = |text: &str| text.parse::<jiff::Timestamp>().ok();
    read(text).map(|at| Timestamp(at.as_millisecond()))
}
