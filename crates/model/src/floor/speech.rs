//! What was said on the floor, and for how long.

use std::{collections::BTreeMap, time::Duration};

use super::Category;
use crate::{country::Country, id::RequestId, source::SourceId, time::Timestamp};

/// Who speaks, as it was when they were given the floor: it outlasts the person's invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Whose picture is shown.
    pub source: SourceId,
    /// As the audience reads it.
    pub name: String,
    /// Where they are from; [`Country::HIDDEN`] when nobody said.
    pub country: Country,
    /// The party or organisation for which they speak.
    pub delegation: Option<String>,
}

/// Whose time a speech takes, when there is a limit for each delegation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delegation {
    /// A party, by its name.
    Party(String),
    /// A country, for whoever speaks for no party.
    Country(Country),
}

impl Voice {
    /// For whom they speak; nobody when neither a party nor a country is known.
    pub fn delegation(&self) -> Option<Delegation> {
        match &self.delegation {
            Some(party) => Some(Delegation::Party(party.clone())),
            None => (self.country != Country::HIDDEN).then_some(Delegation::Country(self.country)),
        }
    }
}

/// One turn on the floor. Its time runs from the moment when the person is on air until it is ended, but for pauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// The request that led to it.
    pub id: RequestId,
    /// Who speaks.
    pub voice: Voice,
    /// What for.
    pub category: Category,
    /// When they asked.
    pub asked: Timestamp,
    /// When they were given the floor.
    pub given: Timestamp,
    /// How long they may speak, in milliseconds; nothing when there is no limit.
    pub allowed_ms: Option<u64>,
    /// When they were on air with the floor first.
    pub started: Option<Timestamp>,
    /// Spoken until the clock was started last, in milliseconds.
    pub spoken_ms: u64,
    /// Since when the clock runs.
    pub running_since: Option<Timestamp>,
    /// When it was over.
    pub ended: Option<Timestamp>,
}

impl Speech {
    /// How long the person has spoken, in milliseconds.
    pub fn spoken_ms(&self, now: Timestamp) -> u64 {
        let running = self.running_since.map_or(Duration::ZERO, |since| now.since(since));
        self.spoken_ms.saturating_add(u64::try_from(running.as_millis()).unwrap_or(u64::MAX))
    }

    /// Whether the clock was stopped and the speech is not over.
    pub fn paused(&self) -> bool {
        self.started.is_some() && self.ended.is_none() && self.running_since.is_none()
    }

    pub(super) fn start(&mut self, now: Timestamp) {
        self.started.get_or_insert(now);
        self.running_since.get_or_insert(now);
    }

    pub(super) fn stop(&mut self, now: Timestamp) {
        self.spoken_ms = self.spoken_ms(now);
        self.running_since = None;
    }

    /// The speech as it goes on after a time in which nobody counted: what was counted stays.
    pub fn resumed(mut self, now: Timestamp) -> Self {
        self.running_since = self.running_since.map(|_| now);
        self
    }
}

/// Speaking time of one person, country or party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// Speeches.
    pub speeches: u32,
    /// Their time together in milliseconds.
    pub spoken_ms: u64,
}

impl Total {
    fn add(&mut self, spoken_ms: u64) {
        self.speeches += 1;
        self.spoken_ms = self.spoken_ms.saturating_add(spoken_ms);
    }
}

/// Speaking times, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Of each person, with the name that they had last.
    pub people: BTreeMap<SourceId, (Voice, Total)>,
    /// Of each country that is known.
    pub countries: BTreeMap<Country, Total>,
    /// Of each party.
    pub parties: BTreeMap<String, Total>,
}

impl Totals {
    /// The times of `speeches`, those that have not begun left out.
    pub fn of<'a>(speeches: impl IntoIterator<Item = &'a Speech>, now: Timestamp) -> Self {
        let mut totals = Self::default();
        for speech in speeches.into_iter().filter(|speech| speech.started.is_some()) {
            let (voice, spoken_ms) = (&speech.voice, speech.spoken_ms(now));
            let (known, total) = totals.people.entry(voice.source).or_insert_with(|| (voice.clone(), Total::default()));
            known.clone_from(voice);
            total.add(spoken_ms);
            if voice.country != Country::HIDDEN {
                totals.countries.entry(voice.country).or_default().add(spoken_ms);
            }
            if let Some(party) = &voice.delegation {
                totals.parties.entry(party.clone()).or_default().add(spoken_ms);
            }
        }
        totals
    }
}

/// Speeches that are over, and the time that they took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Past {
    pub(super) speeches: Vec<Speech>,
    people: BTreeMap<SourceId, u64>,
    delegations: BTreeMap<Delegation, u64>,
}

impl Past {
    pub(super) fn add(&mut self, speech: Speech) {
        *self.people.entry(speech.voice.source).or_default() += speech.spoken_ms;
        if let Some(delegation) = speech.voice.delegation() {
            *self.delegations.entry(delegation).or_default() += speech.spoken_ms;
        }
        self.speeches.push(speech);
    }

    pub(super) fn person_ms(&self, person: SourceId) -> u64 {
        self.people.get(&person).copied().unwrap_or_default()
    }

    pub(super) fn delegation_ms(&self, delegation: &Delegation) -> u64 {
        self.delegations.get(delegation).copied().unwrap_or_default()
    }
}
