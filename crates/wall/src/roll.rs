//! Who is on the wall now: pure.
//!
//! Those who were let in and are connected. Who goes keeps their seat for a moment, for a page that is
//! loaded again or a network that blinks is back in a second or two; then they are off the wall.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use plenary_model::id::LocationId;

use crate::Place;

/// How long a seat is kept for somebody who went.
pub const LINGER: Duration = Duration::from_secs(3);
/// Announced names that are remembered. A session may announce one; more is not a summit but an attack.
const MOST: usize = 100_000;
/// Between two rearrangements that nobody ordered, at least.
const SHORTEST: Duration = Duration::from_millis(500);
/// And for each location on the wall, because everybody who looks at the wall is sent the whole of it.
const EACH: Duration = Duration::from_micros(100);

/// Who was let in and who is there. Times are counted from any beginning.
#[derive(Debug, Default)]
pub struct Roll {
    /// In the order in which they are seated.
    admitted: Vec<(String, LocationId)>,
    by_path: HashMap<String, LocationId>,
    present: HashMap<String, Presence>,
    seated: Vec<LocationId>,
    seats: HashSet<LocationId>,
    called: Duration,
    changed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Here,
    /// Since then.
    Gone(Duration),
}

impl Roll {
    /// The admitted locations, the whole set.
    pub fn admit(&mut self, places: &[Place]) {
        self.admitted = places.iter().map(|place| (place.broadcast.to_string(), place.id)).collect();
        self.by_path = self.admitted.iter().cloned().collect();
        let by_path = &self.by_path;
        self.present.retain(|path, presence| *presence == Presence::Here || by_path.contains_key(path));
        self.changed = true;
    }

    /// Whose name it is, if it was let in.
    pub fn of(&self, path: &str) -> Option<LocationId> {
        self.by_path.get(path).copied()
    }

    /// The names of those who were let in and are connected.
    pub fn here(&self) -> impl Iterator<Item = &String> {
        let here = |path: &String| self.present.get(path) == Some(&Presence::Here);
        self.admitted.iter().map(|(path, _)| path).filter(move |path| here(path))
    }

    /// Whether somebody was on the wall at the last call.
    pub fn is_seated(&self, place: LocationId) -> bool {
        self.seats.contains(&place)
    }

    /// A name is announced, admitted or not. False when there are too many: it is not remembered.
    pub fn came(&mut self, path: &str) -> bool {
        if self.present.len() >= MOST && !self.present.contains_key(path) {
            return false;
        }
        self.present.insert(path.to_owned(), Presence::Here);
        self.changed |= self.by_path.contains_key(path);
        true
    }

    /// A name is not announced any more.
    pub fn went(&mut self, path: &str, now: Duration) {
        match self.by_path.contains_key(path) {
            true if self.present.contains_key(path) => {
                self.present.insert(path.to_owned(), Presence::Gone(now));
                self.changed = true;
            }
            _ => drop(self.present.remove(path)),
        }
    }

    /// Those on the wall, in the order in which new ones are seated.
    pub fn call(&mut self, now: Duration) -> &[LocationId] {
        let mut lingering = false;
        self.present.retain(|_, presence| match *presence {
            Presence::Here => true,
            Presence::Gone(since) => {
                let lingers = now.saturating_sub(since) < LINGER;
                lingering |= lingers;
                lingers
            }
        });
        let present = &self.present;
        let seated = self.admitted.iter().filter(|(path, _)| present.contains_key(path)).map(|(_, id)| *id);
        self.seated = seated.collect();
        self.seats = self.seated.iter().copied().collect();
        self.called = now;
        self.changed = lingering;
        &self.seated
    }

    /// Those on the wall, when they are others than at the last call, and that was long enough ago.
    pub fn call_again(&mut self, now: Duration) -> Option<&[LocationId]> {
        let rest = SHORTEST + EACH * u32::try_from(self.seated.len()).unwrap_or(u32::MAX);
        if !self.changed || now.saturating_sub(self.called) < rest {
            return None;
        }
        let before = std::mem::take(&mut self.seated);
        self.call(now);
        (self.seated != before).then_some(&*self.seated)
    }
}

#[cfg(test)]
mod tests {
    use plenary_model::{
        country::Country,
        id::{Secret, SummitId},
        name::BroadcastName,
    };
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn places(count: u64) -> Vec<Place> {
        let summit = SummitId::random(&mut StdRng::seed_from_u64(0));
        let place = |seed| {
            let rng = &mut StdRng::seed_from_u64(seed);
            let secret = Secret::random(rng);
            Place {
                id: LocationId::random(rng),
                broadcast: BroadcastName::Location { summit, country: Country::HIDDEN, secret },
                name: format!("Place {seed}"),
                country: Country::HIDDEN,
            }
        };
        (1..=count).map(place).collect()
    }

    fn path(place: &Place) -> String {
        place.broadcast.to_string()
    }

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn on_the_wall_is_who_was_let_in_and_is_there() {
        let places = places(3);
        let mut roll = Roll::default();
        roll.admit(&places[..2]);
        assert_eq!(roll.call(ms(0)), []);
        for place in &places[1..] {
            assert!(roll.came(&path(place)));
        }
        assert_eq!(roll.call(ms(0)), [places[1].id]);
        assert_eq!(roll.here().collect::<Vec<_>>(), [&path(&places[1])]);
        assert!(roll.is_seated(places[1].id) && !roll.is_seated(places[0].id) && !roll.is_seated(places[2].id));
        roll.admit(&places[2..]);
        assert_eq!(roll.call(ms(0)), [places[2].id], "who was there before is let in, and who is not any more is off");
    }

    #[test]
    fn who_goes_is_off_the_wall_three_seconds_later_and_who_is_back_by_then_keeps_the_seat() {
        let places = places(2);
        let mut roll = Roll::default();
        roll.admit(&places);
        places.iter().for_each(|place| assert!(roll.came(&path(place))));
        assert_eq!(roll.call_again(ms(1_000)).map(<[_]>::len), Some(2));
        assert_eq!(roll.call_again(ms(9_000)), None, "nothing happens");
        roll.went(&path(&places[0]), ms(10_000));
        assert_eq!(roll.here().count(), 1);
        for now in [10_000, 11_000, 12_000, 12_999] {
            assert_eq!(roll.call_again(ms(now)), None);
        }
        assert!(roll.came(&path(&places[0])));
        assert_eq!(roll.call_again(ms(20_000)), None, "the network blinked");
        roll.went(&path(&places[0]), ms(30_000));
        assert_eq!(roll.call_again(ms(32_900)), None);
        assert_eq!(roll.call_again(ms(33_500)), Some(&[places[1].id][..]), "half a second after the call before");
        assert_eq!(roll.call_again(ms(60_000)), None);
    }

    #[test]
    fn a_crowd_that_comes_and_goes_rearranges_the_wall_no_more_than_every_few_seconds() {
        let places = places(3_000);
        let mut roll = Roll::default();
        roll.admit(&places);
        let mut calls = 0;
        for (at, place) in places.iter().enumerate() {
            assert!(roll.came(&path(place)));
            calls += u32::from(roll.call_again(ms(at as u64 * 20)).is_some());
        }
        assert!((60..=120).contains(&calls), "{calls} in a minute");
    }

    #[test]
    fn names_that_were_not_let_in_are_forgotten_as_they_go_and_bounded_while_they_stay() {
        let mut roll = Roll::default();
        for n in 0..MOST {
            assert!(roll.came(&n.to_string()));
        }
        assert!(!roll.came("one more") && roll.came("0"));
        roll.went("1", ms(0));
        assert!(roll.came("one more"));
        assert_eq!(roll.present.len(), MOST);
    }
}
