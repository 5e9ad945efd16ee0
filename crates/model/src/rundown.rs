//! The ordered plan of a stage, and where the show stands in it.

use std::{collections::BTreeMap, time::Duration};

pub use self::{
    change::Change,
    item::{Aired, End, Item, Kind, Role},
    schedule::{Outlook, Shift},
};
use crate::{id::ItemId, time::Timestamp};

mod change;
mod item;
mod schedule;

/// The plan and the place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rundown {
    items: Vec<Item>,
    current: Option<(ItemId, Timestamp)>,
    aired: BTreeMap<ItemId, Aired>,
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
    /// Somebody else changed that field of the item meanwhile.
    #[error("somebody else changed the {1} of the item {0} meanwhile: look at it and change it again")]
    Changed(ItemId, &'static str),
}

impl Rundown {
    /// A plan as it was stored: `current` is dropped when its item is gone.
    pub fn new(items: Vec<Item>, current: Option<(ItemId, Timestamp)>) -> Self {
        let current = current.filter(|(id, _)| items.iter().any(|item| item.id == *id));
        let aired = current.map(|(id, from)| (id, Aired { from, to: None })).into_iter().collect();
        Self { items, current, aired }
    }

    /// Puts back when items were on air.
    pub fn with_aired(mut self, aired: impl IntoIterator<Item = (ItemId, Aired)>) -> Self {
        let stored = aired.into_iter().filter(|(id, _)| self.place(*id).is_ok()).collect::<Vec<_>>();
        self.aired.extend(stored);
        self
    }

    /// When an item was on air last, if it was.
    pub fn aired(&self, id: ItemId) -> Option<Aired> {
        self.aired.get(&id).copied()
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
        if let Some(left) = self.current.and_then(|(left, _)| self.aired.get_mut(&left)) {
            left.to = Some(now);
        }
        self.current = Some((id, now));
        self.aired.insert(id, Aired { from: now, to: None });
        Ok(&self.items[place])
    }

    /// The wall clock was set back: what runs has run as long as before. Times of the clock stay.
    pub fn set_back(&mut self, by: Duration) {
        let Some((id, since)) = &mut self.current else { return };
        *since = *since - by;
        if let Some(aired) = self.aired.get_mut(id) {
            aired.from = aired.from - by;
        }
    }

    /// When the next item follows by itself: at its own time when that has not passed since the current one began,
    /// or else when the current one is over. Never when that one waits, or is the last.
    pub fn follows_at(&self) -> Option<Timestamp> {
        let upcoming = self.upcoming()?;
        let Some((item, since)) = self.current() else { return upcoming.starts };
        match upcoming.starts {
            Some(at) if at > since => Some(at),
            _ => (item.end == End::Follow).then(|| since + Duration::from_secs(item.planned_s.into())),
        }
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
    use crate::scene::Scene;

    pub(super) fn item(seed: u64) -> Item {
        let id = ItemId::random(&mut StdRng::seed_from_u64(seed));
        let end = if seed.is_multiple_of(2) { End::Follow } else { End::Wait };
        Item { end, ..Item::new(id, format!("item {seed}"), Scene::Slate, 10) }
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
    fn an_item_with_a_time_comes_at_its_time() {
        let noon = Timestamp(12 * 3_600_000);
        let timed = Item { starts: Some(noon), ..item(1) };
        let mut rundown = Rundown::new(vec![timed.clone(), item(0), Item { id: item(2).id, ..timed }], None);
        assert_eq!(rundown.follows_at(), Some(noon));
        rundown.next(Timestamp(noon.0 - 5_000)).unwrap();
        // An item that waits, and one that follows, both give way at noon.
        rundown.next(Timestamp(noon.0 - 4_000)).unwrap();
        assert_eq!(rundown.follows_at(), Some(noon));
        // Its time has passed: it comes when the item before is over.
        rundown.jump(item(0).id, Timestamp(noon.0 + 1_000)).unwrap();
        assert_eq!(rundown.follows_at(), Some(Timestamp(noon.0 + 11_000)));
    }

    #[test]
    fn when_items_were_on_air_is_kept() {
        let mut rundown = Rundown::new(vec![item(0), item(1)], None);
        rundown.next(Timestamp(1)).unwrap();
        rundown.next(Timestamp(5)).unwrap();
        assert_eq!(rundown.aired(item(0).id), Some(Aired { from: Timestamp(1), to: Some(Timestamp(5)) }));
        assert_eq!(rundown.aired(item(1).id), Some(Aired { from: Timestamp(5), to: None }));
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
