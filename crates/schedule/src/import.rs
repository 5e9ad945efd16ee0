//! What a file changes in the plan.

use std::collections::HashMap;

use plenary_model::{
    id::{ItemId, SummitId},
    rundown::{Change, Error, Item, Rundown},
    scene::{Caption, Scene},
    time::Timestamp,
};
use uuid::Uuid;

use crate::{Draw, Find, frab::Event, guid};

/// What a file changes in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// The changes, in an order in which they can be made.
    pub changes: Vec<Change>,
    /// New items.
    pub added: usize,
    /// Items that are edited.
    pub changed: usize,
    /// Items that are in the plan as the file has them.
    pub same: usize,
}

/// Puts the items of a sheet into the plan: those that it knows by what they are known by are edited, new ones come
/// after the item that they follow in the file. Nothing is taken out.
///
/// # Errors
/// What the plan does not allow.
pub fn merge(summit: SummitId, plan: &Rundown, items: Vec<Item>) -> Result<Merged, Error> {
    let known: HashMap<Uuid, ItemId> = plan.items().iter().map(|item| (guid(summit, item), item.id)).collect();
    let mut next = plan.clone();
    let mut merged = Merged::default();
    let mut after: Option<ItemId> = None;
    for item in items {
        let before = item.guid.and_then(|guid| known.get(&guid));
        let before = before.and_then(|id| next.items().iter().find(|item| item.id == *id)).cloned();
        let change = match before {
            Some(before) => {
                after = Some(before.id);
                // It keeps its id and what it is known by.
                // A sheet says nothing of graphics.
                let graphics = before.graphics.clone();
                let edited = Item { id: before.id, guid: before.guid, graphics, ..item };
                if edited == before {
                    merged.same += 1;
                    continue;
                }
                merged.changed += 1;
                Change::Edit { before: Box::new(before), after: Box::new(edited) }
            }
            None => {
                let place = after.and_then(|after| next.items().iter().position(|item| item.id == after));
                let place = place.map_or(next.items().len(), |place| place + 1);
                after = Some(item.id);
                merged.added += 1;
                Change::Insert { place, item: Box::new(item) }
            }
        };
        merged.changes.push(next.apply(change)?);
    }
    Ok(merged)
}

/// Items out of the events of a schedule, by time. Those that the plan has keep what a schedule does not know:
/// scenes, notes, backups. An event that begins when the one before it ends follows it; every other one starts by
/// the clock. `find` knows speakers by their names.
pub fn items(
    summit: SummitId,
    plan: &Rundown,
    starts: Option<Timestamp>,
    mut events: Vec<Event>,
    find: Find<'_>,
    draw: Draw<'_>,
) -> Vec<Item> {
    let planned = plan.planned(starts);
    let known: HashMap<Uuid, (&Item, Option<Timestamp>)> =
        plan.items().iter().zip(planned).map(|(item, at)| (guid(summit, item), (item, at))).collect();
    events.sort_by_key(|event| event.starts);
    let mut ends: Option<Timestamp> = None;
    let item = |event: Event| {
        let follows = ends == Some(event.starts);
        ends = Some(event.starts + std::time::Duration::from_secs(event.planned_s.into()));
        let by_clock = (!follows).then_some(event.starts);
        let Event { guid, title, kind, planned_s, language, people, .. } = event;
        match known.get(&guid) {
            Some(&(item, planned)) => {
                // Where it is on time already, what makes it so stays.
                let starts = if planned == Some(event.starts) { item.starts } else { by_clock };
                let same = language.as_ref().is_none_or(|tag| item.languages.first() == Some(tag));
                let languages = if same { item.languages.clone() } else { language.into_iter().collect() };
                let (kind, guid) = (kind.unwrap_or(item.kind), Some(guid));
                Item { guid, title, kind, starts, planned_s, languages, ..item.clone() }
            }
            None => {
                let source = people.first().and_then(|name| find(name));
                let scene = source.map_or(Scene::Slate, |source| Scene::Full { source });
                let made = Item::new(draw(), title, scene, planned_s);
                let name = people.first().filter(|name| !name.is_empty()).cloned();
                Item {
                    guid: Some(guid),
                    kind: kind.unwrap_or(made.kind),
                    caption: name.map(|name| Caption { name, title: String::new() }),
                    languages: language.into_iter().collect(),
                    starts: by_clock,
                    ..made
                }
            }
        }
    };
    events.into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use plenary_model::id::SpeakerId;
    use plenary_model::source::SourceId;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn house() -> (SummitId, impl FnMut() -> ItemId) {
        let mut rng = StdRng::seed_from_u64(1);
        (SummitId::random(&mut rng), move || ItemId::random(&mut rng))
    }

    fn titles(plan: &Rundown) -> Vec<&str> {
        plan.items().iter().map(|item| item.title.as_str()).collect()
    }

    #[test]
    fn a_sheet_edits_what_it_knows_and_puts_the_new_where_it_stands() {
        let (summit, mut draw) = house();
        let [a, b] = ["a", "b"].map(|title| Item::new(draw(), title, Scene::Slate, 10));
        let mut plan = Rundown::new(vec![a.clone(), b.clone()], None);
        let [a_id, b_id] = [&a, &b].map(|item| Some(guid(summit, item)));
        let file = vec![
            Item { id: draw(), guid: a_id, title: "A".into(), ..a.clone() },
            Item::new(draw(), "new", Scene::Slate, 5),
            Item { id: draw(), guid: b_id, ..b.clone() },
        ];
        let merged = merge(summit, &plan, file).unwrap();
        assert_eq!((merged.added, merged.changed, merged.same), (1, 1, 1));
        plan.apply(Change::All { changes: merged.changes }).unwrap();
        assert_eq!(titles(&plan), ["A", "new", "b"]);
        assert_eq!(plan.items()[0].id, a.id);
    }

    #[test]
    fn a_schedule_that_is_imported_twice_changes_nothing_the_second_time() {
        let (summit, mut draw) = house();
        let ada = SourceId::Speaker(SpeakerId::random(&mut StdRng::seed_from_u64(2)));
        let event = |number: u128, starts_s: i64, person: &str| Event {
            guid: Uuid::from_u128(number),
            title: format!("Event {number}"),
            room: "Hall".into(),
            kind: None,
            starts: Timestamp(starts_s * 1_000),
            planned_s: 60,
            language: None,
            people: vec![person.into()],
        };
        let find = |name: &str| (name == "Ada").then_some(ada);
        let events = vec![event(3, 500, "Bo"), event(1, 0, "Ada"), event(2, 60, "Bo")];
        let mut plan = Rundown::default();
        let first = items(summit, &plan, None, events.clone(), &find, &mut draw);
        let merged = merge(summit, &plan, first).unwrap();
        plan.apply(Change::All { changes: merged.changes }).unwrap();
        assert_eq!(titles(&plan), ["Event 1", "Event 2", "Event 3"]);
        let starts: Vec<_> = plan.items().iter().map(|item| item.starts.map(|at| at.0)).collect();
        assert_eq!(starts, [Some(0), None, Some(500_000)], "what follows on needs no time of its own");
        assert_eq!(plan.items()[0].scene, Scene::Full { source: ada });
        let again = items(summit, &plan, None, events, &find, &mut draw);
        let merged = merge(summit, &plan, again).unwrap();
        assert_eq!((merged.added, merged.changed, merged.same), (0, 0, 3));
    }
}
