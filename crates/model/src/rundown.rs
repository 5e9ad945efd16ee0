//! The ordered plan of a stage, and where the show stands in it.

use crate::{
    id::ItemId,
    scene::{Caption, Scene, Transition},
    time::Timestamp,
};

/// One entry of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The item's id.
    pub id: ItemId,
    /// As the crew and the audience read it.
    pub title: String,
    /// What is shown.
    pub scene: Scene,
    /// The name graphic that comes with it, if any.
    pub caption: Option<Caption>,
    /// How it comes on air.
    pub transition: Transition,
    /// Planned length in seconds.
    pub planned_s: u32,
    /// What follows when it is over.
    pub end: End,
    /// For the crew's eyes.
    pub notes: String,
}

/// What happens at the end of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum End {
    /// It stays until a producer goes on.
    #[default]
    Wait,
    /// The next item follows by itself after the planned length.
    Follow,
}

/// The plan and the place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rundown {
    items: Vec<Item>,
    current: Option<(ItemId, Timestamp)>,
}

/// Why a change of the plan is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another producer removed it a moment ago.
    #[error("the item {0} is no longer in the rundown")]
    Gone(ItemId),
    /// The item is on air.
    #[error("the item {0} is on air: go on to another one before you remove it")]
    OnAir(ItemId),
    /// There is no item after the current one.
    #[error("the rundown ends here: add an item, or go back")]
    End,
    /// There is no item before the current one.
    #[error("this is the first item of the rundown")]
    Start,
    /// An item with this id is there already.
    #[error("the item {0} is in the rundown already")]
    Duplicate(ItemId),
}

impl Rundown {
    /// A plan as it was stored: `current` is dropped when its item is gone.
    pub fn new(items: Vec<Item>, current: Option<(ItemId, Timestamp)>) -> Self {
        let current = current.filter(|(id, _)| items.iter().any(|item| item.id == *id));
        Self { items, current }
    }

    /// The items in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item on air and since when, if the show has begun.
    pub fn current(&self) -> Option<(&Item, Timestamp)> {
        self.current.and_then(|(id, since)| Some((&self.items[self.place(id).ok()?], since)))
    }

    /// The item that follows the current one, or the first.
    pub fn upcoming(&self) -> Option<&Item> {
        match self.current {
            Some((id, _)) => self.items.get(self.place(id).ok()? + 1),
            None => self.items.first(),
        }
    }

    /// Puts an item before the one at `place`, at the end when there is none.
    pub fn insert(&mut self, place: usize, item: Item) -> Result<(), Error> {
        match self.place(item.id) {
            Ok(_) => Err(Error::Duplicate(item.id)),
            Err(_) => {
                self.items.insert(place.min(self.items.len()), item);
                Ok(())
            }
        }
    }

    /// Replaces an item by its new version.
    pub fn update(&mut self, item: Item) -> Result<(), Error> {
        let place = self.place(item.id)?;
        self.items[place] = item;
        Ok(())
    }

    /// Moves an item so that it stands at `place` afterwards.
    pub fn shift(&mut self, id: ItemId, place: usize) -> Result<(), Error> {
        let from = self.place(id)?;
        let item = self.items.remove(from);
        self.items.insert(place.min(self.items.len()), item);
        Ok(())
    }

    /// Takes an item out, which the caller keeps to put it back.
    pub fn remove(&mut self, id: ItemId) -> Result<(usize, Item), Error> {
        let place = self.place(id)?;
        match self.current {
            Some((current, _)) if current == id => Err(Error::OnAir(id)),
            _ => Ok((place, self.items.remove(place))),
        }
    }

    /// Goes on to the next item.
    pub fn next(&mut self, now: Timestamp) -> Result<&Item, Error> {
        let id = self.upcoming().ok_or(Error::End)?.id;
        self.jump(id, now)
    }

    /// Goes back to the previous item.
    pub fn back(&mut self, now: Timestamp) -> Result<&Item, Error> {
        let (id, _) = self.current.ok_or(Error::Start)?;
        let before = self.place(id)?.checked_sub(1).ok_or(Error::Start)?;
        self.jump(self.items[before].id, now)
    }

    /// Goes to an item wherever it stands.
    pub fn jump(&mut self, id: ItemId, now: Timestamp) -> Result<&Item, Error> {
        let place = self.place(id)?;
        self.current = Some((id, now));
        Ok(&self.items[place])
    }

    /// When the next item follows by itself: never when the current one waits or is the last.
    pub fn follows_at(&self) -> Option<Timestamp> {
        let (item, since) = self.current()?;
        self.upcoming()?;
        (item.end == End::Follow).then(|| since + std::time::Duration::from_secs(item.planned_s.into()))
    }

    fn place(&self, id: ItemId) -> Result<usize, Error> {
        self.items.iter().position(|item| item.id == id).ok_or(Error::Gone(id))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn item(seed: u64) -> Item {
        Item {
            id: ItemId::random(&mut StdRng::seed_from_u64(seed)),
            title: format!("item {seed}"),
            scene: Scene::Slate,
            caption: None,
            transition: Transition::Cut,
            planned_s: 10,
            end: if seed.is_multiple_of(2) { End::Follow } else { End::Wait },
            notes: String::new(),
        }
    }

    #[test]
    fn next_walks_to_the_end_and_back_returns() {
        let mut rundown = Rundown::new(vec![item(0), item(1)], None);
        assert_eq!(rundown.back(Timestamp(0)), Err(Error::Start));
        assert_eq!(rundown.next(Timestamp(1_000)).unwrap().title, "item 0");
        assert_eq!(rundown.follows_at(), Some(Timestamp(11_000)));
        assert_eq!(rundown.next(Timestamp(2_000)).unwrap().title, "item 1");
        assert_eq!(rundown.follows_at(), None);
        assert_eq!(rundown.next(Timestamp(3_000)), Err(Error::End));
        assert_eq!(rundown.current().unwrap().1, Timestamp(2_000));
        assert_eq!(rundown.back(Timestamp(4_000)).unwrap().title, "item 0");
    }

    #[test]
    fn the_item_on_air_cannot_be_removed_and_another_comes_back_where_it_was() {
        let mut rundown = Rundown::new(vec![item(0), item(1), item(2)], None);
        let on_air = rundown.next(Timestamp(0)).unwrap().id;
        assert_eq!(rundown.remove(on_air), Err(Error::OnAir(on_air)));
        let before = rundown.clone();
        let (place, removed) = rundown.remove(item(1).id).unwrap();
        rundown.insert(place, removed).unwrap();
        assert_eq!(rundown, before);
    }

    proptest! {
        #[test]
        fn whatever_the_crew_does_the_show_stands_at_an_item_that_exists(steps in prop::collection::vec((0u8..6, 0u64..8, 0usize..10), 0..60)) {
            let mut rundown = Rundown::default();
            for (at, (kind, seed, place)) in steps.into_iter().enumerate() {
                let now = Timestamp(at as i64);
                let had = rundown.current().map(|(item, _)| item.id);
                match kind {
                    0 => drop(rundown.insert(place, item(seed))),
                    1 => drop(rundown.remove(item(seed).id)),
                    2 => drop(rundown.shift(item(seed).id, place)),
                    3 => drop(rundown.next(now)),
                    4 => drop(rundown.back(now)),
                    _ => drop(rundown.jump(item(seed).id, now)),
                }
                let has = rundown.current().map(|(item, _)| item.id);
                prop_assert!(had.is_none() || has.is_some());
            }
        }
    }
}
