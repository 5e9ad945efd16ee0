//! iCalendar (RFC 5545): a feed that calendars subscribe to.

use icalendar::{Calendar, Component, Event, EventLike};
use plenary_model::time::Timestamp;

use crate::{Entry, Schedule};

/// How often calendars look again.
const REFRESH: &str = "PT5M";

/// Writes a feed as it is known at `now`. Times are in UTC, which every calendar shows in its reader's zone.
pub fn write(schedule: &Schedule, now: Timestamp) -> String {
    let mut calendar = Calendar::new();
    calendar
        .name(&schedule.title)
        .append_property(("REFRESH-INTERVAL;VALUE=DURATION", REFRESH))
        .append_property(("X-PUBLISHED-TTL", REFRESH));
    for entry in &schedule.entries {
        calendar.push(event(schedule, entry, now));
    }
    calendar.done().to_string()
}

fn event(schedule: &Schedule, entry: &Entry, now: Timestamp) -> Event {
    Event::new()
        .uid(&entry.guid.to_string())
        .summary(&entry.title)
        .description(&entry.people.join(", "))
        .location(&entry.room)
        .url(&format!("{}/watch", schedule.url))
        .add_property("DTSTART", utc(entry.starts))
        .add_property("DTEND", utc(entry.ends()))
        .add_property("DTSTAMP", utc(now))
        .done()
}

fn utc(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use plenary_model::rundown::Kind;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_calendar_reads_the_items_at_their_times() {
        let title = "Rivers; seas, and \u{62a}\u{627}\u{644}\u{627}\u{628} ".repeat(6);
        let entry = Entry {
            guid: Uuid::from_u128(9),
            title: title.trim().into(),
            kind: Kind::Speech,
            room: "Main stage".into(),
            starts: Timestamp(1_774_170_000_000),
            planned_s: 90,
            languages: vec![],
            people: vec!["Ada".into(), "Bo".into()],
        };
        let schedule = Schedule {
            title: "World Water Assembly".into(),
            acronym: "assembly".into(),
            zone: TimeZone::UTC,
            url: "https://assembly.example".into(),
            version: "1".into(),
            entries: vec![entry.clone()],
        };
        let text = write(&schedule, Timestamp(0));
        assert!(text.lines().all(|line| line.len() <= 75), "RFC 5545, 3.1: lines of at most 75 octets\n{text}");
        let read: Calendar = text.parse().unwrap();
        let events: Vec<_> = read.components.iter().filter_map(|component| component.as_event()).collect();
        assert_eq!(events.len(), 1);
        let property = |name: &str| events[0].property_value(name).unwrap_or_default().to_owned();
        assert_eq!(property("DTSTART"), "20260322T090000Z");
        assert_eq!(property("DTEND"), "20260322T090130Z");
        assert_eq!(property("UID"), entry.guid.to_string());
        assert_eq!(events[0].get_summary().unwrap().replace('\\', ""), entry.title);
    }
}
