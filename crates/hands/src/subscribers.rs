//! Who is told what changes, and for how long: pure.

use std::{collections::HashMap, hash::Hash, time::Duration};

/// How long one is told after each time it asked.
pub const LEASE: Duration = Duration::from_secs(60);
/// How many are told at a time: each costs a few dozen datagrams a second at most, and a show has few desks.
pub const MOST: usize = 16;

/// There is no room for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{MOST} subscribers are told already: let one of them end, which takes a minute without renewal")]
pub struct Full;

/// Who is told. `A` is where they are, and times count from any moment that does not change.
#[derive(Debug)]
pub struct Subscribers<A> {
    until: HashMap<A, Duration>,
}

impl<A> Default for Subscribers<A> {
    fn default() -> Self {
        Self { until: HashMap::new() }
    }
}

impl<A: Copy + Eq + Hash> Subscribers<A> {
    /// Tells `who` from `now` on for a [`LEASE`], or longer when they were told before.
    ///
    /// # Errors
    /// [`Full`] when [`MOST`] others are told.
    pub fn renew(&mut self, who: A, now: Duration) -> Result<(), Full> {
        self.expire(now);
        if self.until.len() >= MOST && !self.until.contains_key(&who) {
            return Err(Full);
        }
        self.until.insert(who, now + LEASE);
        Ok(())
    }

    /// Forgets those whose time is over.
    pub fn expire(&mut self, now: Duration) {
        self.until.retain(|_, until| *until > now);
    }

    /// Those who are told.
    pub fn iter(&self) -> impl Iterator<Item = A> + '_ {
        self.until.keys().copied()
    }

    /// Whether nobody is.
    pub fn is_empty(&self) -> bool {
        self.until.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_for_a_minute_after_it_asked_last() {
        let mut told = Subscribers::default();
        let at = Duration::from_secs;
        told.renew('a', at(0)).unwrap();
        told.renew('b', at(30)).unwrap();
        told.renew('a', at(59)).unwrap();
        told.expire(at(90));
        assert_eq!(told.iter().collect::<Vec<_>>(), ['a']);
        told.expire(at(119));
        assert!(told.is_empty());
    }

    #[test]
    fn one_too_many_is_refused_and_those_who_are_there_stay() {
        let mut told = Subscribers::default();
        for who in 0..MOST {
            told.renew(who, Duration::ZERO).unwrap();
        }
        assert_eq!(told.renew(MOST, Duration::from_secs(1)), Err(Full));
        assert_eq!(told.renew(0, Duration::from_secs(1)), Ok(()));
        assert_eq!(told.renew(MOST, LEASE), Ok(()), "the others' time is over");
        assert_eq!(told.iter().count(), 2);
    }
}
