//! The floor: who asks to speak, in which order, and who may speak now.
//!
//! A request waits in the queue until the crew gives its person the floor. They are called then, and prepared to be
//! shown; when they are on air, whoever spoke before them has ended, and their clock runs.

mod speech;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use self::speech::Past;
pub use self::speech::{Delegation, Speech, Total, Totals, Voice};
use crate::{id::RequestId, source::SourceId, time::Timestamp};

/// Requests that may wait: more than a day of speeches, and every screen of the crew carries them all.
pub const MAX_QUEUE: usize = 500;
/// Seconds of a limit: a day.
pub const MAX_LIMIT_S: u32 = 24 * 60 * 60;

/// What somebody wants the floor for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = FloorCategory))]
pub enum Category {
    /// About how the meeting is run.
    PointOfOrder,
    /// To what was said about them.
    Reply,
    /// A question to whoever speaks.
    Question,
    /// A contribution to the debate.
    Speech,
}

impl Category {
    /// All of them, in the order in which they go when nobody chose another.
    pub const ALL: [Self; 4] = [Self::PointOfOrder, Self::Reply, Self::Question, Self::Speech];
}

/// One category's place and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = FloorRank))]
pub struct Rank {
    /// The category.
    pub category: Category,
    /// Seconds of each of its speeches; nothing for no limit.
    pub speech_s: Option<u32>,
}

/// What the crew decided about the floor.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = FloorRules))]
pub struct Rules {
    /// Whether people may ask.
    pub open: bool,
    /// Every category once, the one that goes first in front.
    pub categories: Vec<Rank>,
    /// Seconds of each person in all; nothing for no limit.
    pub person_s: Option<u32>,
    /// Seconds of each party in all, or of each country for those without a party; nothing for no limit.
    pub delegation_s: Option<u32>,
}

impl Default for Rules {
    /// Closed; a minute for what interrupts, three for a speech.
    fn default() -> Self {
        let minute = |category| Rank { category, speech_s: Some(if category == Category::Speech { 180 } else { 60 }) };
        Self { open: false, categories: Category::ALL.map(minute).to_vec(), person_s: None, delegation_s: None }
    }
}

impl Rules {
    /// The rules, when they are possible.
    ///
    /// # Errors
    /// [`Error::Rules`] with the field.
    pub fn checked(self) -> Result<Self, Error> {
        let named: BTreeSet<_> = self.categories.iter().map(|rank| rank.category).collect();
        if named.len() != Category::ALL.len() || self.categories.len() != Category::ALL.len() {
            return Err(Error::Rules("categories", "name every category once"));
        }
        let possible = |limit: Option<u32>| limit.is_none_or(|seconds| (1..=MAX_LIMIT_S).contains(&seconds));
        let limits = self.categories.iter().map(|rank| ("categories", rank.speech_s));
        let limits = limits.chain([("person_s", self.person_s), ("delegation_s", self.delegation_s)]);
        match limits.into_iter().find(|(_, limit)| !possible(*limit)) {
            Some((field, _)) => Err(Error::Rules(field, "write a limit from 1 to 86,400 s, or none")),
            None => Ok(self),
        }
    }

    fn rank(&self, category: Category) -> usize {
        self.categories.iter().position(|rank| rank.category == category).unwrap_or(usize::MAX)
    }

    fn speech_s(&self, category: Category) -> Option<u32> {
        self.categories.iter().find(|rank| rank.category == category)?.speech_s
    }
}

/// Somebody who waits for the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// The request.
    pub id: RequestId,
    /// Who asks.
    pub person: SourceId,
    /// What for.
    pub category: Category,
    /// When they asked.
    pub asked: Timestamp,
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nobody may ask now.
    #[error("the list of speakers is closed: wait until the producers open it")]
    Closed,
    /// One open request of each person is enough.
    #[error("this person has asked for the floor already: withdraw that first")]
    Asked,
    /// Who has the floor needs not ask for it.
    #[error("this person has the floor already")]
    Holds,
    /// Nobody else fits in.
    #[error("the list of speakers is full: try again when some have spoken")]
    Full,
    /// It was withdrawn, removed, or its speech is over.
    #[error("the request {0} is not on the list any more")]
    Gone(RequestId),
    /// The person does not wait.
    #[error("this person has not asked for the floor")]
    NotAsked,
    /// Nobody speaks.
    #[error("nobody has the floor: give it to somebody, and bring them on air")]
    Nobody,
    /// A rule is not possible: its field, and what is allowed.
    #[error("{0}: {1}")]
    Rules(&'static str, &'static str),
}

/// Who has begun to speak by coming on air, and who has ended by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Who speaks now.
    pub speech: Speech,
    /// Who spoke before.
    pub ended: Option<Speech>,
}

/// The list of speakers, who is called, who speaks, and who spoke.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Floor {
    rules: Rules,
    queue: Vec<Request>,
    called: Option<Speech>,
    speaking: Option<Speech>,
    /// Shared, because a floor is copied for every decision and speeches are many.
    past: Arc<Past>,
}

impl Floor {
    /// The floor as it was kept: `speeches` with those that are over, the one that is called and the one that runs.
    pub fn new(rules: Rules, queue: Vec<Request>, speeches: Vec<Speech>) -> Self {
        let mut floor = Self { rules, queue, ..Self::default() };
        let mut past = Past::default();
        for speech in speeches {
            match (speech.ended, speech.started) {
                (Some(_), _) => past.add(speech),
                (None, Some(_)) => floor.speaking = Some(speech),
                (None, None) => floor.called = Some(speech),
            }
        }
        floor.past = Arc::new(past);
        floor
    }

    /// What the crew decided.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Who waits, the next first.
    pub fn queue(&self) -> &[Request] {
        &self.queue
    }

    /// Who was given the floor and is not on air with it yet.
    pub fn called(&self) -> Option<&Speech> {
        self.called.as_ref()
    }

    /// Who has the floor.
    pub fn speaking(&self) -> Option<&Speech> {
        self.speaking.as_ref()
    }

    /// Speeches that are over, the oldest first.
    pub fn past(&self) -> &[Speech] {
        &self.past.speeches
    }

    /// Puts a request into the queue: behind all whose category goes before its own or is the same, wherever the crew
    /// has put them.
    ///
    /// # Errors
    /// [`Error::Closed`] unless `invited` by the crew, [`Error::Asked`], [`Error::Holds`], [`Error::Full`].
    pub fn ask(&mut self, request: Request, invited: bool) -> Result<(), Error> {
        if !self.rules.open && !invited {
            return Err(Error::Closed);
        }
        if self.queue.iter().any(|waiting| waiting.person == request.person) {
            return Err(Error::Asked);
        }
        if self.called.iter().chain(&self.speaking).any(|speech| speech.voice.source == request.person) {
            return Err(Error::Holds);
        }
        if self.queue.len() >= MAX_QUEUE {
            return Err(Error::Full);
        }
        let rank = self.rules.rank(request.category);
        let before = |waiting: &Request| self.rules.rank(waiting.category) <= rank;
        let place = self.queue.iter().rposition(before).map_or(0, |place| place + 1);
        self.queue.insert(place, request);
        Ok(())
    }

    /// Takes back what a person asked for, also when they are called.
    ///
    /// # Errors
    /// [`Error::NotAsked`].
    pub fn withdraw(&mut self, person: SourceId) -> Result<RequestId, Error> {
        let waiting = self.queue.iter().find(|request| request.person == person).map(|request| request.id);
        let called = self.called.as_ref().filter(|speech| speech.voice.source == person).map(|speech| speech.id);
        let id = waiting.or(called).ok_or(Error::NotAsked)?;
        self.remove(id)?;
        Ok(id)
    }

    /// Takes a request off the list, also one that is called.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub fn remove(&mut self, id: RequestId) -> Result<Request, Error> {
        if let Some(place) = self.place(id) {
            return Ok(self.queue.remove(place));
        }
        let called = self.called.take_if(|speech| speech.id == id).ok_or(Error::Gone(id))?;
        Ok(request(&called))
    }

    /// Moves a request so that it stands at a place afterwards, 0 for the next. One that is called waits again.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub fn shift(&mut self, id: RequestId, to: usize) -> Result<(), Error> {
        let request = self.remove(id)?;
        self.queue.insert(to.min(self.queue.len()), request);
        Ok(())
    }

    /// Gives the floor to whoever made a request: `voice` says who that is now. Somebody else who was called and has
    /// not spoken is the next in the queue again.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub fn give(&mut self, id: RequestId, voice: Voice, now: Timestamp) -> Result<(), Error> {
        if self.called.as_ref().is_some_and(|speech| speech.id == id) {
            return Ok(());
        }
        let place = self.place(id).ok_or(Error::Gone(id))?;
        let Request { id, category, asked, .. } = self.queue.remove(place);
        let allowed_ms = self.allowed_ms(&voice, category, now);
        if let Some(called) = self.called.take() {
            self.queue.insert(0, request(&called));
        }
        self.called = Some(Speech {
            id,
            voice,
            category,
            asked,
            given: now,
            allowed_ms,
            started: None,
            spoken_ms: 0,
            running_since: None,
            ended: None,
        });
        Ok(())
    }

    /// Starts the clock of whoever is called when they are on air, and ends the speech before.
    pub fn observe(&mut self, on_air: impl Fn(SourceId) -> bool, now: Timestamp) -> Option<Started> {
        let mut speech = self.called.take_if(|speech| on_air(speech.voice.source))?;
        let ended = self.speaking.is_some().then(|| self.end(now).ok()).flatten();
        speech.start(now);
        self.speaking = Some(speech.clone());
        Some(Started { speech, ended })
    }

    /// Stops the clock of whoever speaks, or lets it run again.
    ///
    /// # Errors
    /// [`Error::Nobody`].
    pub fn pause(&mut self, paused: bool, now: Timestamp) -> Result<&Speech, Error> {
        let speech = self.speaking.as_mut().ok_or(Error::Nobody)?;
        match paused {
            true => speech.stop(now),
            false => speech.start(now),
        }
        Ok(speech)
    }

    /// The wall clock was set back: whoever speaks has spoken as long as before.
    pub fn set_back(&mut self, by: Duration) {
        if let Some(since) = self.speaking.as_mut().and_then(|speech| speech.running_since.as_mut()) {
            *since = *since - by;
        }
    }

    /// Ends the speech of whoever has the floor.
    ///
    /// # Errors
    /// [`Error::Nobody`].
    pub fn end(&mut self, now: Timestamp) -> Result<Speech, Error> {
        let mut speech = self.speaking.take().ok_or(Error::Nobody)?;
        speech.stop(now);
        speech.ended = Some(now);
        Arc::make_mut(&mut self.past).add(speech.clone());
        Ok(speech)
    }

    /// Other rules. When categories go in another order, so do those who wait.
    ///
    /// # Errors
    /// [`Error::Rules`].
    pub fn decide(&mut self, rules: Rules) -> Result<(), Error> {
        let rules = rules.checked()?;
        let order = |rules: &Rules| rules.categories.iter().map(|rank| rank.category).collect::<Vec<_>>();
        if order(&rules) != order(&self.rules) {
            self.queue.sort_by_key(|request| rules.rank(request.category));
        }
        self.rules = rules;
        Ok(())
    }

    /// Lets go of everybody for whom `may` says no. Answers what of it was on the list, and whose speech it ended.
    pub fn retain(&mut self, may: impl Fn(SourceId) -> bool, now: Timestamp) -> (Vec<RequestId>, Option<Speech>) {
        let leaving = self.queue.iter().filter(|request| !may(request.person)).map(|request| request.id);
        let mut gone: Vec<RequestId> = leaving.collect();
        self.queue.retain(|request| may(request.person));
        gone.extend(self.called.take_if(|speech| !may(speech.voice.source)).map(|speech| speech.id));
        let silenced = self.speaking.as_ref().is_some_and(|speech| !may(speech.voice.source));
        let ended = silenced.then(|| self.end(now).ok()).flatten();
        (gone, ended)
    }

    /// How long a person has spoken in all, in milliseconds.
    pub fn person_ms(&self, person: SourceId, now: Timestamp) -> u64 {
        let speaking = self.speaking.as_ref().filter(|speech| speech.voice.source == person);
        self.past.person_ms(person) + speaking.map_or(0, |speech| speech.spoken_ms(now))
    }

    /// How long a delegation has spoken in all, in milliseconds.
    pub fn delegation_ms(&self, delegation: &Delegation, now: Timestamp) -> u64 {
        let speaking = self.speaking.as_ref().filter(|speech| speech.voice.delegation().as_ref() == Some(delegation));
        self.past.delegation_ms(delegation) + speaking.map_or(0, |speech| speech.spoken_ms(now))
    }

    /// How long somebody may speak now: the shortest of what is left to them.
    fn allowed_ms(&self, voice: &Voice, category: Category, now: Timestamp) -> Option<u64> {
        let left = |limit_s: Option<u32>, spent: u64| Some((u64::from(limit_s?) * 1_000).saturating_sub(spent));
        let delegation = voice.delegation().map_or(0, |delegation| self.delegation_ms(&delegation, now));
        // Without a party and a country there is no delegation whose time could be over.
        let delegation_s = self.rules.delegation_s.filter(|_| voice.delegation().is_some());
        let limits = [
            left(self.rules.speech_s(category), 0),
            left(self.rules.person_s, self.person_ms(voice.source, now)),
            left(delegation_s, delegation),
        ];
        limits.into_iter().flatten().min()
    }

    fn place(&self, id: RequestId) -> Option<usize> {
        self.queue.iter().position(|request| request.id == id)
    }
}

/// The request that a speech came from.
fn request(speech: &Speech) -> Request {
    Request { id: speech.id, person: speech.voice.source, category: speech.category, asked: speech.asked }
}

#[cfg(test)]
mod tests;
