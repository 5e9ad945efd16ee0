//! Changes of the plan: made, kept, and taken back.

use super::{Error, Item, Rundown};
use crate::id::ItemId;

/// One step from one plan to another. It says what was before, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum Change {
    /// A new item.
    Insert {
        /// Where it stands afterwards.
        place: usize,
        /// The item.
        item: Box<Item>,
    },
    /// An item taken out.
    Remove {
        /// Where it stood.
        place: usize,
        /// The item.
        item: Box<Item>,
    },
    /// An item at another place.
    Move {
        /// The item.
        item: ItemId,
        /// Where it stood.
        from: usize,
        /// Where it stands afterwards.
        to: usize,
    },
    /// Another version of an item.
    Edit {
        /// As it was.
        before: Box<Item>,
        /// As it is.
        after: Box<Item>,
    },
    /// Several at once: an import.
    All {
        /// In the order in which they were made.
        changes: Vec<Change>,
    },
}

impl Change {
    /// What takes this one back.
    pub fn inverse(self) -> Self {
        match self {
            Self::Insert { place, item } => Self::Remove { place, item },
            Self::Remove { place, item } => Self::Insert { place, item },
            Self::Move { item, from, to } => Self::Move { item, from: to, to: from },
            Self::Edit { before, after } => Self::Edit { before: after, after: before },
            Self::All { changes } => Self::All { changes: changes.into_iter().rev().map(Self::inverse).collect() },
        }
    }

    /// The items it touches.
    pub fn items(&self) -> Vec<ItemId> {
        match self {
            Self::Insert { item, .. } | Self::Remove { item, .. } | Self::Edit { after: item, .. } => vec![item.id],
            Self::Move { item, .. } => vec![*item],
            Self::All { changes } => changes.iter().flat_map(Self::items).collect(),
        }
    }

    /// The fields that an edit changes, by their names in JSON.
    pub fn fields(&self) -> Vec<&'static str> {
        match self {
            Self::Edit { before, after } => {
                FIELDS.iter().filter(|field| !field.same(before, after)).map(|field| field.name).collect()
            }
            _ => vec![],
        }
    }
}

impl Rundown {
    /// Makes a change that may have been decided on an older plan. Answers it as it was made here: others may
    /// have moved items or edited other fields since, which stay.
    ///
    /// # Errors
    /// [`Error::Changed`] when a field that it edits was changed by somebody else since, and as the step alone.
    pub fn apply(&mut self, change: Change) -> Result<Change, Error> {
        let mut next = self.clone();
        let made = next.make(change)?;
        *self = next;
        Ok(made)
    }

    fn make(&mut self, change: Change) -> Result<Change, Error> {
        Ok(match change {
            Change::Insert { place, item } => {
                let place = place.min(self.items.len());
                self.insert(place, (*item).clone())?;
                Change::Insert { place, item }
            }
            Change::Remove { item, .. } => {
                let (place, item) = self.remove(item.id)?;
                Change::Remove { place, item: Box::new(item) }
            }
            Change::Move { item, to, .. } => {
                let from = self.place(item)?;
                self.shift(item, to)?;
                Change::Move { item, from, to: self.place(item)? }
            }
            Change::Edit { before, after } => {
                let now = self.items[self.place(before.id)?].clone();
                let mut edited = now.clone();
                for field in FIELDS.iter().filter(|field| !field.same(&before, &after)) {
                    if !field.same(&before, &now) && !field.same(&after, &now) {
                        return Err(Error::Changed(now.id, field.name));
                    }
                    (field.copy)(&after, &mut edited);
                }
                self.update(edited.clone())?;
                Change::Edit { before: Box::new(now), after: Box::new(edited) }
            }
            Change::All { changes } => {
                Change::All { changes: changes.into_iter().map(|change| self.make(change)).collect::<Result<_, _>>()? }
            }
        })
    }
}

/// One field of an item.
struct Field {
    /// As JSON names it.
    name: &'static str,
    equal: fn(&Item, &Item) -> bool,
    copy: fn(&Item, &mut Item),
}

impl Field {
    fn same(&self, one: &Item, other: &Item) -> bool {
        (self.equal)(one, other)
    }
}

macro_rules! fields {
    ($($field:ident),*) => {
        [$(Field {
            name: stringify!($field),
            equal: |one, other| one.$field == other.$field,
            copy: |from, to| to.$field = from.$field.clone(),
        }),*]
    };
}

/// What of an item can be edited.
const FIELDS: [Field; 13] = fields!(
    title, kind, scene, caption, graphics, transition, languages, starts, planned_s, end, backup, notes, role_notes
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rundown::tests::item;

    fn edit(of: &Item, with: impl FnOnce(&mut Item)) -> Change {
        let mut after = of.clone();
        with(&mut after);
        Change::Edit { before: Box::new(of.clone()), after: Box::new(after) }
    }

    #[test]
    fn two_who_edit_different_fields_of_an_item_lose_nothing() {
        let seen = item(0);
        let mut rundown = Rundown::new(vec![seen.clone()], None);
        rundown.apply(edit(&seen, |item| item.title = "Opening".into())).unwrap();
        let made = rundown.apply(edit(&seen, |item| item.planned_s = 90)).unwrap();
        assert_eq!((rundown.items()[0].title.as_str(), rundown.items()[0].planned_s), ("Opening", 90));
        assert_eq!(made.fields(), ["planned_s"]);
    }

    #[test]
    fn two_who_edit_the_same_field_are_told() {
        let seen = item(0);
        let mut rundown = Rundown::new(vec![seen.clone()], None);
        rundown.apply(edit(&seen, |item| item.title = "Opening".into())).unwrap();
        let before = rundown.clone();
        let late = rundown.apply(edit(&seen, |item| item.title = "Welcome".into()));
        assert_eq!(late, Err(Error::Changed(seen.id, "title")));
        assert_eq!(rundown, before);
        // Both wanted the same: nobody has to be told.
        rundown.apply(edit(&seen, |item| item.title = "Opening".into())).unwrap();
    }

    #[test]
    fn of_several_changes_all_are_made_or_none() {
        let mut rundown = Rundown::new(vec![item(0)], None);
        let before = rundown.clone();
        let insert = |seed| Change::Insert { place: 9, item: Box::new(item(seed)) };
        assert!(rundown.apply(Change::All { changes: vec![insert(1), insert(0)] }).is_err());
        assert_eq!(rundown, before);
        let made = rundown.apply(Change::All { changes: vec![insert(1), insert(2)] }).unwrap();
        assert_eq!(rundown.items().len(), 3);
        rundown.apply(made.inverse()).unwrap();
        assert_eq!(rundown, before);
    }

    proptest! {
        #[test]
        fn whatever_was_changed_can_be_taken_back(steps in prop::collection::vec((0u8..4, 0u64..8, 0usize..10), 0..40)) {
            let mut rundown = Rundown::default();
            for (kind, seed, place) in steps {
                let before = rundown.clone();
                let change = match kind {
                    0 => Change::Insert { place, item: Box::new(item(seed)) },
                    1 => Change::Remove { place, item: Box::new(item(seed)) },
                    2 => Change::Move { item: item(seed).id, from: 0, to: place },
                    _ => edit(&item(seed), |item| item.notes = place.to_string()),
                };
                match rundown.apply(change) {
                    Ok(made) => {
                        let mut back = rundown.clone();
                        back.apply(made.inverse()).unwrap();
                        prop_assert_eq!(back, before);
                    }
                    Err(_) => prop_assert_eq!(&rundown, &before),
                }
            }
        }
    }
}
