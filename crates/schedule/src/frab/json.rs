//! `schedule.json`: written as <https://c3voc.de/schedule/schema.json> has it, read with the path of what is wrong.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Day, Event, date_time, days, duration, kind, known_kind, language, number, slug};
use crate::{Entry, Problem, Schedule, instant, zoned};

/// Writes a schedule.
pub fn write(schedule: &Schedule) -> Vec<u8> {
    let days = days(schedule);
    let mut conference = json!({
        "acronym": schedule.acronym,
        "title": schedule.title,
        "timeslot_duration": "00:05",
        "daysCount": days.len(),
        "time_zone_name": schedule.zone.iana_name().unwrap_or("UTC"),
        "url": schedule.url,
        "rooms": rooms(schedule),
        "days": (1..).zip(&days).map(|(index, one)| day(schedule, index, one)).collect::<Vec<_>>(),
    });
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        conference["start"] = json!(first.date.to_string());
        conference["end"] = json!(last.date.to_string());
    }
    let document = json!({
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": { "name": "plenary", "version": env!("CARGO_PKG_VERSION") },
        "schedule": { "version": schedule.version, "base_url": schedule.url, "conference": conference },
    });
    serde_json::to_vec_pretty(&document).expect("its keys are texts")
}

fn rooms(schedule: &Schedule) -> Vec<Value> {
    let names: std::collections::BTreeSet<&str> = schedule.entries.iter().map(|entry| &*entry.room).collect();
    let guid = |name: &str| Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{}#{name}", schedule.url).as_bytes());
    names.into_iter().map(|name| json!({ "name": name, "guid": guid(name), "type": "stage" })).collect()
}

fn day(schedule: &Schedule, index: usize, day: &Day<'_>) -> Value {
    let rooms: Map<String, Value> = day
        .rooms
        .iter()
        .map(|(room, entries)| {
            let events = entries.iter().map(|entry| event(schedule, entry)).collect();
            ((*room).to_owned(), Value::Array(events))
        })
        .collect();
    json!({
        "index": index,
        "date": day.date.to_string(),
        "day_start": date_time(&day.start),
        "day_end": date_time(&day.end),
        "rooms": rooms,
    })
}

fn event(schedule: &Schedule, entry: &Entry) -> Value {
    let start = zoned(entry.starts, &schedule.zone);
    // Whole minutes, as the format has it; `end` is exact.
    let minutes = entry.planned_s.div_ceil(60);
    json!({
        "guid": entry.guid,
        "id": number(entry.guid),
        "date": date_time(&start),
        "start": start.strftime("%H:%M").to_string(),
        "end": date_time(&zoned(entry.ends(), &schedule.zone)),
        "duration": format!("{:02}:{:02}", minutes / 60, minutes % 60),
        "room": entry.room,
        "slug": slug(schedule, entry),
        "url": format!("{}/watch", schedule.url),
        "title": entry.title,
        "subtitle": null,
        "track": null,
        "type": kind(entry.kind),
        "language": language(entry),
        "abstract": null,
        "persons": entry.people.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "links": [],
    })
}

/// What is read of a file.
#[derive(Deserialize)]
struct File {
    schedule: Inner,
}

#[derive(Deserialize)]
struct Inner {
    conference: Conference,
}

#[derive(Deserialize)]
struct Conference {
    days: Vec<FileDay>,
}

#[derive(Deserialize)]
struct FileDay {
    rooms: BTreeMap<String, Vec<FileEvent>>,
}

#[derive(Deserialize)]
struct FileEvent {
    guid: String,
    title: String,
    date: String,
    #[serde(default)]
    end: Option<String>,
    #[serde(default)]
    duration: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    persons: Vec<Person>,
}

#[derive(Deserialize)]
struct Person {
    #[serde(alias = "public_name")]
    name: Option<String>,
}

/// Reads a schedule.
///
/// # Errors
/// Everything that is wrong with it, by path.
pub fn read(bytes: &[u8]) -> Result<Vec<Event>, Vec<Problem>> {
    let reader = &mut serde_json::Deserializer::from_slice(bytes);
    let file: File = serde_path_to_error::deserialize(reader).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.into_inner());
        vec![match inner.is_data() {
            true => Problem::new(path, inner.to_string()),
            false => Problem::new(format!("line {}", inner.line()), format!("this is no JSON: {inner}")),
        }]
    })?;
    let mut problems = Vec::new();
    let mut seen: HashMap<Uuid, String> = HashMap::new();
    let mut events = Vec::new();
    for (index, day) in file.schedule.conference.days.into_iter().enumerate() {
        for (room, list) in day.rooms {
            for (at, event) in list.into_iter().enumerate() {
                let path = format!("schedule.conference.days[{index}].rooms[\"{room}\"][{at}]");
                let Some(event) = one(&path, &room, event, &mut problems) else { continue };
                if let Some(first) = seen.insert(event.guid, path.clone()) {
                    problems.push(Problem::new(format!("{path}.guid"), format!("it is the same as in {first}")));
                }
                events.push(event);
            }
        }
    }
    if problems.is_empty() { Ok(events) } else { Err(problems) }
}

fn one(path: &str, room: &str, event: FileEvent, problems: &mut Vec<Problem>) -> Option<Event> {
    let mut wrong = |field: &str, text: &str| problems.push(Problem::new(format!("{path}.{field}"), text));
    let guid = event.guid.parse().ok();
    if guid.is_none() {
        wrong("guid", "write a UUID");
    }
    let starts = instant(&event.date);
    if starts.is_none() {
        wrong("date", "write a time such as 2026-03-22T10:00:00+01:00");
    }
    let end = event.end.as_deref().map(instant);
    if end == Some(None) {
        wrong("end", "write a time such as 2026-03-22T10:30:00+01:00");
    }
    let exact = starts.zip(end.flatten()).map(|(start, end)| (end.0 - start.0) / 1_000);
    let exact = exact.and_then(|seconds| u32::try_from(seconds).ok()).filter(|seconds| (1..=86_400).contains(seconds));
    let planned_s = exact.or_else(|| event.duration.as_deref().and_then(duration));
    if planned_s.is_none() {
        wrong("duration", "write hh:mm, at most 24:00");
    }
    let language = match event.language.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => match text.parse() {
            Ok(tag) => Some(tag),
            Err(_) => {
                wrong("language", "write a language tag such as en");
                return None;
            }
        },
        None => None,
    };
    let title = event.title.trim().to_owned();
    if title.is_empty() {
        wrong("title", "write a title");
        return None;
    }
    Some(Event {
        guid: guid?,
        title,
        room: room.to_owned(),
        kind: event.kind.as_deref().and_then(known_kind),
        starts: starts?,
        planned_s: planned_s?,
        language,
        people: event.persons.into_iter().filter_map(|person| person.name).collect(),
    })
}
