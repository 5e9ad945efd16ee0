//! `schedule.xml` and `schedule.json`, the exchange format of frab, pretalx and c3voc
//! (<https://c3voc.de/wiki/schedule>).

mod json;
mod xml;

use std::collections::BTreeMap;

use jiff::{Zoned, civil::Date};
use plenary_model::{language::LanguageTag, rundown::Kind, time::Timestamp};
use uuid::Uuid;

pub use json::{read as read_json, write as write_json};
pub use xml::{read as read_xml, write as write_xml};

use crate::{Entry, Schedule, zoned};

/// An item as such a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is known by.
    pub guid: Uuid,
    /// Its title.
    pub title: String,
    /// The room in which it happens.
    pub room: String,
    /// What kind of entry it is, where we know its type.
    pub kind: Option<Kind>,
    /// When it starts.
    pub starts: Timestamp,
    /// Its length in seconds.
    pub planned_s: u32,
    /// The language that is spoken, when it is named.
    pub language: Option<LanguageTag>,
    /// Who speaks.
    pub people: Vec<String>,
}

/// One day of a schedule as it is written.
struct Day<'a> {
    date: Date,
    start: Zoned,
    end: Zoned,
    rooms: BTreeMap<&'a str, Vec<&'a Entry>>,
}

/// The days on which something starts, in the schedule's zone.
fn days(schedule: &Schedule) -> Vec<Day<'_>> {
    let mut days: BTreeMap<Date, Day<'_>> = BTreeMap::new();
    for entry in &schedule.entries {
        let (start, end) = (zoned(entry.starts, &schedule.zone), zoned(entry.ends(), &schedule.zone));
        let day = days.entry(start.date()).or_insert_with(|| Day {
            date: start.date(),
            start: start.clone(),
            end: end.clone(),
            rooms: BTreeMap::new(),
        });
        if start < day.start {
            day.start = start;
        }
        if end > day.end {
            day.end = end;
        }
        day.rooms.entry(&entry.room).or_default().push(entry);
    }
    days.into_values().collect()
}

/// A time as both formats write it: RFC 3339 with the zone's offset.
fn date_time(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The number that older programs know an entry by: positive, and the same in every export.
fn number(guid: Uuid) -> u32 {
    (guid.as_u128() as u32 >> 1).max(1)
}

/// A name for addresses: unique, and from the title where that has Latin letters.
fn slug(schedule: &Schedule, entry: &Entry) -> String {
    let mut words = String::new();
    for character in entry.title.to_lowercase().chars() {
        match character {
            'a'..='z' | '0'..='9' => words.push(character),
            _ if words.ends_with('-') || words.is_empty() || words.len() >= MAX_SLUG => {}
            _ => words.push('-'),
        }
    }
    let words = words.trim_matches('-');
    let id = &entry.guid.simple().to_string()[..8];
    match words {
        "" => format!("{}-{id}", schedule.acronym),
        words => format!("{}-{words}-{id}", schedule.acronym),
    }
}

/// Characters of a title in an address.
const MAX_SLUG: usize = 60;

/// The type as both formats write it.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Speech => "talk",
        Kind::Recorded => "recorded talk",
        Kind::Call => "location call",
        Kind::Discussion => "discussion",
        Kind::Wall => "wall",
        Kind::Slate => "slate",
        Kind::Music => "music",
        Kind::Break => "break",
    }
}

/// What a type of another program means here.
fn known_kind(text: &str) -> Option<Kind> {
    match text.to_lowercase().as_str() {
        "talk" | "lecture" | "keynote" | "speech" => Some(Kind::Speech),
        "recorded talk" => Some(Kind::Recorded),
        "location call" => Some(Kind::Call),
        "discussion" | "panel" | "podium" => Some(Kind::Discussion),
        "wall" => Some(Kind::Wall),
        "slate" => Some(Kind::Slate),
        "music" | "concert" => Some(Kind::Music),
        "break" | "pause" => Some(Kind::Break),
        _ => None,
    }
}

/// Reads `hh:mm` or `hh:mm:ss` as seconds.
fn duration(text: &str) -> Option<u32> {
    let parts: Vec<u32> = text.trim().split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let seconds = match parts[..] {
        [hours, minutes] => hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?,
        [hours, minutes, seconds] => {
            hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?
        }
        _ => return None,
    };
    (1..=86_400).contains(&seconds).then_some(seconds)
}

/// The language of an entry that a format with one can carry.
fn language(entry: &Entry) -> &str {
    entry.languages.first().map(LanguageTag::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;
