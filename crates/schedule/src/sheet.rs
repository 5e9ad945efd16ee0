//! CSV: every field of every item, for spreadsheets.

use std::collections::{BTreeMap, HashMap};

use plenary_model::{
    language::LanguageTag,
    rundown::{End, Item, Kind, Role},
    scene::{Boxes, Caption, Scene, Transition, template},
    source::SourceId,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{Draw, Find, Problem, instant};

/// The columns, in the order in which they are written. Of those that are read only `title` and `length` must be
/// there.
pub const COLUMNS: [&str; 19] = [
    "guid",
    "title",
    "kind",
    "starts",
    "length",
    "layout",
    "sources",
    "caption_name",
    "caption_title",
    "mix_ms",
    "languages",
    "end",
    "backup",
    "notes",
    "notes_producer",
    "notes_sound",
    "notes_graphics",
    "notes_guests",
    "notes_interpreters",
];

/// Roles by their columns.
const ROLES: [(&str, Role); 5] = [
    ("notes_producer", Role::Producer),
    ("notes_sound", Role::Sound),
    ("notes_graphics", Role::Graphics),
    ("notes_guests", Role::Guests),
    ("notes_interpreters", Role::Interpreters),
];

/// Writes items, each with what it is known by. Times are RFC 3339 in UTC, lengths `h:mm:ss`.
pub fn write<'a>(items: impl IntoIterator<Item = (&'a Item, Uuid)>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let written = "a vector takes everything";
    csv.write_record(COLUMNS).expect(written);
    for (item, guid) in items {
        csv.write_record(fields(item, guid).map(|field| harmless(&field))).expect(written);
    }
    csv.into_inner().expect(written)
}

/// A sheet of any columns, for whoever adds up elsewhere.
pub fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let written = "a vector takes everything";
    csv.write_record(head).expect(written);
    for row in rows {
        csv.write_record(row.map(|field| harmless(&field))).expect(written);
    }
    csv.into_inner().expect(written)
}

/// A transition as [`fields`] writes it.
fn transition(text: &str) -> Option<Transition> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let transition = match *words.as_slice() {
        [ms] => Transition::Mix { duration_ms: ms.parse().ok()? },
        ["wipe", direction, ms] => Transition::Wipe { direction: spoken(direction)?, duration_ms: ms.parse().ok()? },
        ["stinger", clip, ms] => Transition::Stinger { clip: clip.parse().ok()?, cut_ms: ms.parse().ok()? },
        _ => return None,
    };
    transition.checked().ok()
}

fn fields(item: &Item, guid: Uuid) -> [String; COLUMNS.len()] {
    let caption = item.caption.clone().unwrap_or_default();
    let note = |role| item.role_notes.get(&role).cloned().unwrap_or_default();
    let sources: Vec<_> = item.scene.sources().map(|source| source.to_string()).collect();
    let languages: Vec<_> = item.languages.iter().map(|tag| tag.to_string()).collect();
    let mix = match item.transition {
        Transition::Cut => String::new(),
        Transition::Mix { duration_ms } => duration_ms.to_string(),
        Transition::Wipe { direction, duration_ms } => format!("wipe {} {duration_ms}", word(&direction)),
        Transition::Stinger { clip, cut_ms } => format!("stinger {clip} {cut_ms}"),
    };
    let starts = item.starts.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok());
    [
        guid.to_string(),
        item.title.clone(),
        word(&item.kind),
        starts.map(|at| at.to_string()).unwrap_or_default(),
        length(item.planned_s),
        layout(&item.scene).to_owned(),
        sources.join(" "),
        caption.name,
        caption.title,
        mix,
        languages.join(" "),
        word(&item.end),
        item.backup.map(|source| source.to_string()).unwrap_or_default(),
        item.notes.clone(),
        note(Role::Producer),
        note(Role::Sound),
        note(Role::Graphics),
        note(Role::Guests),
        note(Role::Interpreters),
    ]
}

/// Reads items. `find` knows sources by their ids and names, `draw` the ids of new items.
///
/// # Errors
/// Everything that is wrong with the file, by row and column; rows count from 1, the one with the columns' names
/// included, as spreadsheets do.
pub fn read(bytes: &[u8], find: Find<'_>, draw: Draw<'_>) -> Result<Vec<Item>, Vec<Problem>> {
    let mut csv = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(bytes))
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let whole = |error: csv::Error| vec![Problem::new("the file", format!("this is no CSV in UTF-8: {error}"))];
    let names = csv.headers().map_err(whole)?.clone();
    let columns: HashMap<String, usize> =
        names.iter().enumerate().map(|(at, name)| (name.to_lowercase().replace([' ', '-'], "_"), at)).collect();
    let mut problems: Vec<_> = ["title", "length"]
        .iter()
        .filter(|name| !columns.contains_key(**name))
        .map(|name| Problem::new("row 1", format!("there is no column \"{name}\"")))
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut items = Vec::new();
    let mut seen: HashMap<Uuid, u64> = HashMap::new();
    for (number, record) in (2_u64..).zip(csv.records()) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(Problem::new("the file", format!("it cannot be read on: {error}")));
                break;
            }
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        let mut row = Row { number, columns: &columns, record: &record, problems: Vec::new() };
        let item = row.item(find, draw);
        problems.append(&mut row.problems);
        if let Some(guid) = item.guid
            && let Some(first) = seen.insert(guid, number)
        {
            let text = format!("the item {guid} is in row {first} already");
            problems.push(Problem::new(format!("row {number}, column \"guid\""), text));
        }
        items.push(item);
    }
    if problems.is_empty() { Ok(items) } else { Err(problems) }
}

/// One row while it is read.
struct Row<'a> {
    number: u64,
    columns: &'a HashMap<String, usize>,
    record: &'a csv::StringRecord,
    problems: Vec<Problem>,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let field = self.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default();
        // What `harmless` put in front of it.
        match field.strip_prefix('\'') {
            Some(rest) if rest.starts_with(FORMULAS) => rest,
            _ => field,
        }
    }

    /// Reads a field that may be empty.
    fn read<T>(&mut self, column: &str, wanted: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let value = read(&text);
        if value.is_none() {
            let place = format!("row {}, column \"{column}\"", self.number);
            let shown: String = text.chars().take(40).collect();
            self.problems.push(Problem::new(place, format!("\"{shown}\" is not possible: write {wanted}")));
        }
        value
    }

    fn must(&mut self, column: &str, text: &str) {
        let place = format!("row {}, column \"{column}\"", self.number);
        self.problems.push(Problem::new(place, text));
    }

    fn item(&mut self, find: Find<'_>, draw: Draw<'_>) -> Item {
        let title = self.text("title").to_owned();
        if title.is_empty() {
            self.must("title", "an item needs a title");
        }
        let planned_s = self.read("length", "a length such as 2:30 or 1:00:00, at most a day", seconds);
        if self.text("length").is_empty() {
            self.must("length", "an item needs a length such as 2:30");
        }
        let sources = self.read("sources", "names or ids of sources that are there, with ; between names", |text| {
            names(text).into_iter().map(find).collect::<Option<Vec<_>>>()
        });
        let scene = self.scene(&sources.unwrap_or_default());
        let mut item = Item::new(draw(), title, scene, planned_s.unwrap_or(0));
        item.guid = self.read("guid", "a UUID, or nothing", |text| text.parse().ok());
        if let Some(kind) =
            self.read::<Kind>("kind", "speech, recorded, call, discussion, wall, slate, music or break", spoken)
        {
            item.kind = kind;
        }
        item.starts = self.read("starts", "a time such as 2026-03-22T10:00:00Z or …+01:00", instant);
        let name = self.text("caption_name").to_owned();
        item.caption = (!name.is_empty()).then(|| Caption { name, title: self.text("caption_title").to_owned() });
        let possible =
            "100 to 10000 milliseconds for a mix, 'wipe left 500' for a wipe, 'stinger CLIP 500', or nothing for a cut";
        let mix = self.read("mix_ms", possible, transition);
        item.transition = mix.unwrap_or_default();
        let tags = self.read("languages", "language tags such as en or fa, with spaces between them", |text| {
            let tags = text.split([' ', ',', ';', '،']).filter(|tag| !tag.is_empty());
            tags.map(|tag| tag.parse().ok()).collect::<Option<Vec<LanguageTag>>>()
        });
        item.languages = tags.unwrap_or_default();
        if let Some(end) = self.read::<End>("end", "wait or follow", spoken) {
            item.end = end;
        }
        item.backup = self.read("backup", "the name or id of a recorded speech that is there", |text| {
            find(text).filter(|source| matches!(source, SourceId::Clip(_)))
        });
        item.notes = self.text("notes").to_owned();
        let notes = ROLES.map(|(column, role)| (role, self.text(column).to_owned()));
        item.role_notes = notes.into_iter().filter(|(_, text)| !text.is_empty()).collect::<BTreeMap<_, _>>();
        item
    }

    fn scene(&mut self, sources: &[SourceId]) -> Scene {
        let layout = match self.text("layout") {
            "" => ["slate", "full", "two", "boxes"][sources.len().min(3)].to_owned(),
            layout => layout.to_lowercase(),
        };
        match (layout.as_str(), sources) {
            ("slate", _) => Scene::Slate,
            ("full", &[source]) => Scene::Full { source },
            ("two", &[left, right]) => Scene::Two { left, right },
            ("inset", &[main, inset]) => Scene::Inset { main, inset },
            ("boxes", sources @ [_, ..]) if sources.len() <= Boxes::MOST => {
                let places = template::grid(sources.len());
                let boxes =
                    template::fill(&places, sources.iter().copied()).expect("a grid of one to nine is possible");
                Scene::Boxes { boxes }
            }
            // Its sources are named as wrong already.
            ("full" | "two" | "inset" | "boxes", []) if !self.text("sources").is_empty() => Scene::Slate,
            ("full" | "two" | "inset" | "boxes", _) => {
                self.must("sources", "full needs one source, two and inset need two, boxes one to nine");
                Scene::Slate
            }
            _ => {
                self.must("layout", "write slate, full, two, inset or boxes");
                Scene::Slate
            }
        }
    }
}

/// Names with semicolons between them, or ids with spaces.
fn names(text: &str) -> Vec<&str> {
    let parts: Vec<_> = text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    let ids: Vec<_> = text.split_whitespace().collect();
    match parts.len() == 1 && ids.len() > 1 && ids.iter().all(|id| id.parse::<SourceId>().is_ok()) {
        true => ids,
        false => parts,
    }
}

/// Spreadsheets of half the world write semicolons.
fn delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    [b';', b'\t'].into_iter().find(|other| count(*other) > count(b',')).unwrap_or(b',')
}

/// Characters with which a spreadsheet begins a formula, and the one that forbids it.
const FORMULAS: [char; 5] = ['=', '+', '-', '@', '\''];

/// A text that no spreadsheet runs as a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(FORMULAS) { format!("'{text}") } else { text.to_owned() }
}

/// An enum's value as JSON writes it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn spoken<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_lowercase())).ok()
}

/// `3750` as `1:02:30`.
fn length(seconds: u32) -> String {
    format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Reads `90`, `1:30` or `1:00:00`: at least a second, at most a day.
fn seconds(text: &str) -> Option<u32> {
    let parts: Vec<u32> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let sum = parts.iter().try_fold(0u32, |sum, part| sum.checked_mul(60)?.checked_add(*part))?;
    (parts.len() <= 3 && (1..=86_400).contains(&sum)).then_some(sum)
}

fn layout(scene: &Scene) -> &'static str {
    match scene {
        Scene::Slate => "slate",
        Scene::Full { .. } => "full",
        Scene::Two { .. } => "two",
        Scene::Inset { .. } => "inset",
        Scene::Boxes { .. } => "boxes",
    }
}

#[cfg(test)]
mod tests {
    use plenary_model::{
        id::{ClipId, ItemId, SpeakerId},
        time::Timestamp,
    };
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn draw() -> impl FnMut() -> ItemId {
        let mut rng = StdRng::seed_from_u64(5);
        move || ItemId::random(&mut rng)
    }

    fn read_text(text: &str) -> Result<Vec<Item>, Vec<Problem>> {
        read(text.as_bytes(), &|_| None, &mut draw())
    }

    #[test]
    fn whatever_is_written_is_read_again() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (ada, bo, clip) = (
            SourceId::Speaker(SpeakerId::random(rng)),
            SourceId::Speaker(SpeakerId::random(rng)),
            SourceId::Clip(ClipId::random(rng)),
        );
        let plain = Item::new(ItemId::random(rng), "Pause, \"quiet\"\nand long", Scene::Slate, 61);
        let full = Item {
            kind: Kind::Speech,
            caption: Some(Caption { name: "=HYPERLINK(1)".into(), title: "-2".into() }),
            transition: Transition::Mix { duration_ms: 500 },
            languages: vec!["fa".parse().unwrap(), "zh-Hant".parse().unwrap()],
            starts: Some(Timestamp(1_774_170_000_000)),
            end: End::Follow,
            backup: Some(clip),
            notes: "آرام".into(),
            role_notes: [(Role::Sound, "no music".into())].into(),
            ..Item::new(ItemId::random(rng), "قنات", Scene::Two { left: ada, right: bo }, 3_750)
        };
        let summit = plenary_model::id::SummitId::random(rng);
        let items = [plain, full].map(|item| Item { guid: Some(crate::guid(summit, &item)), ..item });
        let text = write(items.iter().map(|item| (item, item.guid.unwrap())));
        assert!(!String::from_utf8(text.clone()).unwrap().contains(",=HYPERLINK"), "no spreadsheet runs a name");
        let again = read(&text, &|name| name.parse().ok(), &mut draw()).unwrap();
        let same = again.into_iter().zip(&items).map(|(again, item)| Item { id: item.id, ..again });
        assert_eq!(same.collect::<Vec<_>>(), items);
    }

    #[test]
    fn a_sheet_that_a_person_wrote_is_read() {
        let rng = &mut StdRng::seed_from_u64(1);
        let ada = SourceId::Speaker(SpeakerId::random(rng));
        let text =
            "\u{feff}Title;Length;Sources;Languages\r\nWelcome;2:30;Ada Lovelace;en, fa\r\n;;;\r\nBreak;600;;\r\n";
        let items = read(text.as_bytes(), &|name| (name == "Ada Lovelace").then_some(ada), &mut draw()).unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!((items[0].planned_s, items[0].scene), (150, Scene::Full { source: ada }));
        assert_eq!((items[0].kind, items[0].languages.len()), (Kind::Speech, 2));
        assert_eq!((items[1].title.as_str(), items[1].scene, items[1].planned_s), ("Break", Scene::Slate, 600));
    }

    #[test]
    fn everything_that_is_wrong_is_named_by_row_and_column() {
        let twice = "0b4e8b3c-8f6f-4b39-9c5a-6f1e2d3c4b5a";
        let text = format!(
            "title,length,sources,starts,guid,mix_ms,end\n,10,,,,,\nA,soon,Nobody,noon,{twice},5,never\nB,10,,,{twice},,\n"
        );
        let problems = read_text(&text).unwrap_err();
        let places: Vec<_> = problems.iter().map(|problem| problem.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "row 2, column \"title\"",
                "row 3, column \"length\"",
                "row 3, column \"sources\"",
                "row 3, column \"starts\"",
                "row 3, column \"mix_ms\"",
                "row 3, column \"end\"",
                "row 4, column \"guid\"",
            ]
        );
        assert!(problems[6].text.contains("row 3"), "{}", problems[6]);
        assert_eq!(read_text("name,time\n").unwrap_err().len(), 2);
        assert!(read(b"title,length\n\xff\xfe,1\n", &|_| None, &mut draw()).is_err());
    }
}
