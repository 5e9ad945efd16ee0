use jiff::tz::TimeZone;

use super::*;
use crate::Problem;

fn schedule() -> Schedule {
    let entry = |number: u128, title: &str, starts_s: i64, planned_s| Entry {
        guid: Uuid::from_u128(number),
        title: title.into(),
        kind: Kind::Speech,
        room: "Main stage".into(),
        starts: Timestamp(1_774_170_000_000 + starts_s * 1_000),
        planned_s,
        languages: vec!["fa".parse().unwrap(), "en".parse().unwrap()],
        people: vec!["Amina <Odhiambo> & others".into()],
    };
    Schedule {
        title: "World Water Assembly".into(),
        acronym: "assembly".into(),
        zone: TimeZone::get("Asia/Tehran").unwrap(),
        url: "https://assembly.example".into(),
        version: "7".into(),
        entries: vec![
            entry(1, "Welcome", 0, 150),
            entry(2, "قنات", 150, 3_600),
            // After midnight in Tehran.
            entry(3, "Rivers & \"people\"", 15 * 3_600, 86_400),
        ],
    }
}

fn same(event: &Event, entry: &Entry) {
    assert_eq!((event.guid, &event.title, event.starts), (entry.guid, &entry.title, entry.starts));
    assert_eq!((event.planned_s, event.kind, &event.room), (entry.planned_s, Some(entry.kind), &entry.room));
    assert_eq!((event.language.as_ref(), &event.people), (entry.languages.first(), &entry.people));
}

#[test]
fn what_is_written_as_xml_or_json_is_read_again_to_the_second() {
    let schedule = schedule();
    for events in [read_xml(&write_xml(&schedule)).unwrap(), read_json(&write_json(&schedule)).unwrap()] {
        assert_eq!(events.len(), 3);
        events.iter().zip(&schedule.entries).for_each(|(event, entry)| same(event, entry));
    }
}

#[test]
fn days_are_those_of_the_summits_zone() {
    let text = String::from_utf8(write_xml(&schedule())).unwrap();
    assert!(text.contains(r#"<day index="1" date="2026-03-22""#), "{text}");
    assert!(text.contains(r#"<day index="2" date="2026-03-23""#), "{text}");
    assert!(text.contains("<date>2026-03-22T12:30:00+03:30</date>"), "{text}");
    let json: serde_json::Value = serde_json::from_slice(&write_json(&schedule())).unwrap();
    let conference = &json["schedule"]["conference"];
    assert_eq!((&conference["daysCount"], &conference["start"]), (&2.into(), &"2026-03-22".into()));
    assert_eq!(conference["days"][0]["rooms"]["Main stage"][0]["duration"], "00:03");
    // The published schema asks for it.
    assert_eq!(conference["timeslot_duration"], "00:05");
}

#[test]
fn addresses_are_unique_and_have_the_characters_that_the_format_allows() {
    let schedule = schedule();
    let slugs: std::collections::HashSet<_> = schedule.entries.iter().map(|entry| slug(&schedule, entry)).collect();
    assert_eq!(slugs.len(), 3);
    for slug in slugs {
        let allowed = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '-' | '_');
        assert!(slug.chars().all(allowed) && slug.starts_with("assembly-") && !slug.ends_with('-'), "{slug}");
    }
}

fn places(problems: Vec<Problem>) -> Vec<String> {
    problems.into_iter().map(|problem| problem.place).collect()
}

#[test]
fn a_file_that_is_wrong_is_told_where() {
    let xml = r#"<?xml version="1.0"?>
<schedule><conference><title>T</title></conference><day index="1"><room name="A">
<event id="1" guid="no"><title>One</title><date>2026-03-22T10:00:00Z</date><duration>00:30</duration></event>
<event id="2" guid="00000000-0000-0000-0000-000000000001"><title>Two</title><date>soon</date><duration>long</duration></event>
<event id="3" guid="00000000-0000-0000-0000-000000000002"><title>Three</title><date>2026-03-22T10:00:00Z</date><duration>00:30</duration></event>
<event id="4" guid="00000000-0000-0000-0000-000000000002"><title>Four</title><date>2026-03-22T10:00:00Z</date><duration>00:30</duration></event>
</room></day></schedule>"#;
    let problems = read_xml(xml.as_bytes()).unwrap_err();
    assert!(problems[3].text.contains("line 5"), "{}", problems[3]);
    assert_eq!(places(problems), ["line 3", "line 4", "line 4", "line 6"]);
    assert_eq!(places(read_xml(b"<schedule>\n<day></room>").unwrap_err()), ["line 2"]);
    assert_eq!(places(read_xml(b"<rss/>").unwrap_err()), ["the file"]);
    let bomb = br#"<!DOCTYPE x [<!ENTITY a "aaaa">]><schedule>&a;</schedule>"#;
    assert!(read_xml(bomb).is_err(), "entities are refused");

    let event = |guid: &str, date: &str| serde_json::json!({ "guid": guid, "title": "T", "date": date, "duration": "00:30", "persons": [] });
    let good = event("00000000-0000-0000-0000-000000000001", "2026-03-22T10:00:00Z");
    let file = |events: Vec<serde_json::Value>| {
        let days = serde_json::json!([{ "rooms": { "A": events } }]);
        serde_json::json!({ "schedule": { "conference": { "days": days } } }).to_string()
    };
    let problems = read_json(file(vec![good.clone(), good.clone(), event("x", "y")]).as_bytes()).unwrap_err();
    let path = |at: usize, field: &str| format!("schedule.conference.days[0].rooms[\"A\"][{at}].{field}");
    assert_eq!(places(problems), [path(1, "guid"), path(2, "guid"), path(2, "date")]);
    assert_eq!(places(read_json(b"{\n\"schedule\": ").unwrap_err()), ["line 2"]);
    assert_eq!(places(read_json(b"{\"schedule\": {}}").unwrap_err()), ["schedule"]);
}
