//! `schedule.xml`: written as <https://c3voc.de/schedule/schema.xsd> has it, read with the line of what is wrong.

use std::{collections::HashMap, io};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event as Xml},
};
use roxmltree::{Document, Node, ParsingOptions};
use uuid::Uuid;

use super::{Day, Event, date_time, days, duration, kind, known_kind, language, number, slug};
use crate::{Entry, Problem, Schedule, instant, zoned};

/// Elements and attributes of a file; more is an attack.
const MAX_NODES: u32 = 1_000_000;

/// Writes a schedule.
pub fn write(schedule: &Schedule) -> Vec<u8> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    document(&mut out, schedule).expect("a vector takes everything");
    out.into_inner()
}

type Out = Writer<Vec<u8>>;

fn document(out: &mut Out, schedule: &Schedule) -> io::Result<()> {
    let days = days(schedule);
    out.write_event(Xml::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    out.create_element("schedule").write_inner_content(|out| {
        let generator = [("name", "plenary"), ("version", env!("CARGO_PKG_VERSION"))];
        out.create_element("generator").with_attributes(generator).write_empty()?;
        text(out, "version", &schedule.version)?;
        out.create_element("conference").write_inner_content(|out| {
            text(out, "title", &schedule.title)?;
            text(out, "acronym", &schedule.acronym)?;
            if let (Some(first), Some(last)) = (days.first(), days.last()) {
                text(out, "start", &first.date.to_string())?;
                text(out, "end", &last.date.to_string())?;
            }
            text(out, "days", &days.len().to_string())?;
            text(out, "base_url", &schedule.url)?;
            text(out, "time_zone_name", schedule.zone.iana_name().unwrap_or("UTC"))
        })?;
        for (index, day) in (1..).zip(&days) {
            self::day(out, schedule, index, day)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn day(out: &mut Out, schedule: &Schedule, index: usize, day: &Day<'_>) -> io::Result<()> {
    let (index, date) = (index.to_string(), day.date.to_string());
    let (start, end) = (date_time(&day.start), date_time(&day.end));
    let attributes = [("index", &*index), ("date", &*date), ("start", &*start), ("end", &*end)];
    out.create_element("day").with_attributes(attributes).write_inner_content(|out| {
        for (room, entries) in &day.rooms {
            out.create_element("room")
                .with_attribute(("name", *room))
                .write_inner_content(|out| entries.iter().try_for_each(|entry| event(out, schedule, entry)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn event(out: &mut Out, schedule: &Schedule, entry: &Entry) -> io::Result<()> {
    let (guid, id) = (entry.guid.to_string(), number(entry.guid).to_string());
    let start = zoned(entry.starts, &schedule.zone);
    let (hours, minutes, seconds) = (entry.planned_s / 3_600, entry.planned_s / 60 % 60, entry.planned_s % 60);
    out.create_element("event").with_attributes([("guid", &*guid), ("id", &*id)]).write_inner_content(|out| {
        text(out, "room", &entry.room)?;
        text(out, "title", &entry.title)?;
        text(out, "subtitle", "")?;
        text(out, "type", kind(entry.kind))?;
        text(out, "date", &date_time(&start))?;
        text(out, "start", &start.strftime("%H:%M:%S").to_string())?;
        text(out, "duration", &format!("{hours:02}:{minutes:02}:{seconds:02}"))?;
        text(out, "abstract", "")?;
        text(out, "slug", &slug(schedule, entry))?;
        text(out, "track", "")?;
        out.create_element("persons")
            .write_inner_content(|out| entry.people.iter().try_for_each(|person| text(out, "person", person)))?;
        text(out, "language", language(entry))?;
        text(out, "url", &format!("{}/watch", schedule.url))
    })?;
    Ok(())
}

fn text(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(text))?;
    Ok(())
}

/// Reads a schedule.
///
/// # Errors
/// Everything that is wrong with it, by line.
pub fn read(bytes: &[u8]) -> Result<Vec<Event>, Vec<Problem>> {
    let whole = |text: String| vec![Problem::new("the file", text)];
    let text = std::str::from_utf8(bytes).map_err(|error| whole(format!("this is no XML in UTF-8: {error}")))?;
    // No document type: entities that grow while they are read are an old attack.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| vec![Problem::new(format!("line {}", error.pos().row), format!("this is no XML: {error}"))])?;
    let root = document.root_element();
    if !root.has_tag_name("schedule") {
        return Err(whole(format!("it begins with <{}>: a schedule begins with <schedule>", root.tag_name().name())));
    }
    let mut problems = Vec::new();
    let mut seen: HashMap<Uuid, u32> = HashMap::new();
    let mut events = Vec::new();
    for node in root.descendants().filter(|node| node.has_tag_name("event")) {
        let mut reader = Reader { node, line: document.text_pos_at(node.range().start).row, problems: &mut problems };
        let Some(event) = reader.event() else { continue };
        if let Some(first) = seen.insert(event.guid, reader.line) {
            reader.wrong(format!("the event {} is in line {first} already", event.guid));
        }
        events.push(event);
    }
    if events.is_empty() && problems.is_empty() {
        return Err(whole("there is no <event> in it".into()));
    }
    if problems.is_empty() { Ok(events) } else { Err(problems) }
}

/// One event while it is read.
struct Reader<'a, 'input> {
    node: Node<'a, 'input>,
    line: u32,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_, '_> {
    fn wrong(&mut self, text: String) {
        self.problems.push(Problem::new(format!("line {}", self.line), text));
    }

    fn child(&self, name: &str) -> Option<&str> {
        let child = self.node.children().find(|child| child.has_tag_name(name))?;
        child.text().map(str::trim).filter(|text| !text.is_empty())
    }

    /// What must be there and be read.
    fn must<T>(
        &mut self,
        name: &str,
        found: Option<&str>,
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = found.map(str::to_owned);
        let value = found.as_deref().and_then(read);
        if value.is_none() {
            self.wrong(match found {
                Some(found) => format!("{name} is \"{}\": write {wanted}", found.chars().take(40).collect::<String>()),
                None => format!("the event has no {name}: write {wanted}"),
            });
        }
        value
    }

    fn event(&mut self) -> Option<Event> {
        let (node, text) = (self.node, |text: &str| Some(text.to_owned()));
        let child = |name: &str| {
            let child = node.children().find(|child| child.has_tag_name(name))?;
            child.text().map(str::trim).filter(|text| !text.is_empty())
        };
        let guid = self.must("guid", node.attribute("guid"), "a UUID", |text| text.parse().ok());
        let title = self.must("<title>", child("title"), "a title", text);
        let starts = self.must("<date>", child("date"), "a time such as 2026-03-22T10:00:00+01:00", instant);
        let planned_s = self.must("<duration>", child("duration"), "hh:mm, at most 24:00", duration);
        let tag = |text: &str| text.parse().ok();
        let language = match child("language") {
            Some(found) => Some(self.must("<language>", Some(found), "a language tag such as en", tag)?),
            None => None,
        };
        let persons = node.children().find(|child| child.has_tag_name("persons"));
        let people = persons.into_iter().flat_map(|persons| persons.children());
        let people = people.filter(|child| child.has_tag_name("person")).filter_map(|person| person.text());
        Some(Event {
            guid: guid?,
            title: title?,
            room: self.child("room").unwrap_or_default().to_owned(),
            kind: self.child("type").and_then(known_kind),
            starts: starts?,
            planned_s: planned_s?,
            language,
            people: people.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
        })
    }
}
