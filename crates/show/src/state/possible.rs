//! What can be planned: texts of a length, and sources that exist.

use plenary_model::{
    rundown::{Change, Item},
    scene::{Caption, Scene, Transition},
    source::SourceId,
};

use super::{MAX_LANGUAGES, MAX_LINE, MAX_NOTES, MAX_PLANNED_S};
use crate::{Error, people::People};

/// Graphics of an item: more than have a place.
const MAX_GRAPHICS: usize = 20;

/// A change that can be made: texts are trimmed, and what names nothing is refused.
pub(super) fn possible(people: &People, change: Change) -> Result<Change, Error> {
    Ok(match change {
        Change::Insert { place, item } => Change::Insert { place, item: Box::new(planned(people, *item)?) },
        Change::Edit { before, after } => {
            let mut possible = Item { scene: Scene::Slate, backup: None, ..(*after).clone() };
            if after.transition == before.transition {
                possible.transition = Transition::Cut;
            }
            // A scene whose source was removed meanwhile must not forbid to correct the title.
            if after.scene != before.scene {
                possible.scene = after.scene;
            }
            if after.backup != before.backup {
                possible.backup = after.backup;
            }
            let possible = planned(people, possible)?;
            let after = Item { scene: after.scene, backup: after.backup, transition: after.transition, ..possible };
            Change::Edit { before, after: Box::new(after) }
        }
        Change::All { changes } => Change::All {
            changes: changes.into_iter().map(|change| possible(people, change)).collect::<Result<_, _>>()?,
        },
        Change::Remove { .. } | Change::Move { .. } => change,
    })
}

/// An item that can be planned.
fn planned(people: &People, item: Item) -> Result<Item, Error> {
    let title = line("title", &item.title)?;
    if title.is_empty() {
        return Err(Error::Invalid { field: "title", problem: "an item needs a title" });
    }
    if item.notes.chars().count() > MAX_NOTES {
        return Err(Error::Invalid { field: "notes", problem: "2,000 characters are the most" });
    }
    if item.planned_s > MAX_PLANNED_S {
        return Err(Error::Invalid { field: "planned_s", problem: "a day (86,400 s) is the most" });
    }
    if item.languages.len() > MAX_LANGUAGES {
        return Err(Error::Invalid { field: "languages", problem: "20 languages are the most" });
    }
    if item.role_notes.values().any(|notes| notes.chars().count() > MAX_NOTES) {
        return Err(Error::Invalid { field: "role_notes", problem: "2,000 characters for each role are the most" });
    }
    if item.graphics.len() > MAX_GRAPHICS {
        return Err(Error::Invalid { field: "graphics", problem: "20 graphics are the most" });
    }
    people.know(item.scene)?;
    if let Some(source) = item.transition.clip() {
        people.know(Scene::Full { source })?;
    }
    if let Some(source) = item.backup {
        if !matches!(source, SourceId::Clip(_)) {
            return Err(Error::Invalid { field: "backup", problem: "only a recorded speech can take over" });
        }
        people.know(Scene::Full { source })?;
    }
    let role_notes = item.role_notes.into_iter().filter(|(_, notes)| !notes.trim().is_empty()).collect();
    Ok(Item { title, role_notes, caption: checked(item.caption)?, transition: item.transition.checked()?, ..item })
}

pub(super) fn checked(caption: Option<Caption>) -> Result<Option<Caption>, Error> {
    let Some(caption) = caption else { return Ok(None) };
    let caption = Caption { name: line("caption.name", &caption.name)?, title: line("caption.title", &caption.title)? };
    match caption.name.is_empty() {
        true => Err(Error::Invalid { field: "caption.name", problem: "the graphic needs a name" }),
        false => Ok(Some(caption)),
    }
}

fn line(field: &'static str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    match text.chars().count() <= MAX_LINE && !text.chars().any(char::is_control) {
        true => Ok(text.to_owned()),
        false => Err(Error::Invalid { field, problem: "one line of at most 200 characters is allowed" }),
    }
}
