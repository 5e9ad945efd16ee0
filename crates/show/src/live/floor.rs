//! The floor, as screens follow it.

use std::collections::{BTreeMap, HashMap};

use plenary_model::{
    country::Country,
    floor::{self, Category, Rules, Voice},
    id::RequestId,
    source::SourceId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::people::People;

/// The list of speakers, who is called, and who speaks. Requests stand by their ids, so that a change of one is a small
/// patch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Floor {
    /// What the crew decided.
    pub rules: Rules,
    /// Who waits, the next first.
    pub order: Vec<RequestId>,
    /// What they ask for.
    #[schema(value_type = HashMap<String, Request>)]
    pub requests: BTreeMap<RequestId, Request>,
    /// Who was given the floor and is not on air with it yet.
    pub called: Option<Speech>,
    /// Who has the floor.
    pub speaking: Option<Speech>,
    /// Speeches that are over.
    pub speeches: u64,
}

/// Somebody who waits for the floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FloorRequest)]
pub struct Request {
    /// The request.
    pub id: RequestId,
    /// Who asks.
    pub person: SourceId,
    /// Their name.
    pub name: String,
    /// Where they are from, when somebody said.
    pub country: Option<Country>,
    /// The party or organisation for which they speak.
    pub delegation: Option<String>,
    /// What for.
    pub category: Category,
    /// When they asked.
    pub asked: Timestamp,
    /// How long they have spoken before, in milliseconds.
    pub person_ms: u64,
    /// How long their party, or their country when they have none, has spoken before, in milliseconds. A clock that
    /// runs is not in it.
    pub delegation_ms: Option<u64>,
}

/// A turn on the floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FloorSpeech)]
pub struct Speech {
    /// The request that led to it.
    pub id: RequestId,
    /// Who speaks.
    pub person: SourceId,
    /// Their name.
    pub name: String,
    /// Where they are from, when somebody said.
    pub country: Option<Country>,
    /// The party or organisation for which they speak.
    pub delegation: Option<String>,
    /// What for.
    pub category: Category,
    /// How long they have spoken.
    pub clock: Clock,
}

/// How long somebody has spoken, to be counted on by whoever shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FloorClock)]
pub struct Clock {
    /// How long they may, in milliseconds; nothing when there is no limit.
    pub allowed_ms: Option<u64>,
    /// Spoken until the clock was started last, in milliseconds.
    pub spoken_ms: u64,
    /// Since when it runs; nothing while it is paused, or has not begun.
    pub running_since: Option<Timestamp>,
}

/// Where a person stands with what they asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OwnFloor)]
pub struct Own {
    /// Their request.
    pub request: RequestId,
    /// What for.
    pub category: Category,
    /// Where they stand.
    pub state: Turn,
    /// Their place in the queue, 1 for the next; nothing when they wait no longer.
    pub place: Option<u32>,
    /// How long they may speak and have spoken, as soon as they are called.
    pub clock: Option<Clock>,
}

/// Where somebody stands between asking and speaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = FloorTurn)]
pub enum Turn {
    /// In the queue.
    Waiting,
    /// Given the floor, and on air in a moment.
    Called,
    /// On air with the floor.
    Speaking,
}

impl Floor {
    /// The floor with the names of its people.
    pub fn new(floor: &floor::Floor, people: &People) -> Self {
        let request = |request: &floor::Request| {
            let voice = people.voice(request.person)?;
            let delegation = voice.delegation();
            // At the beginning of time no clock has run.
            let before = Timestamp(i64::MIN);
            let Voice { source, name, country, delegation: party } = voice;
            Some((
                request.id,
                Request {
                    id: request.id,
                    person: source,
                    name,
                    country: known(country),
                    delegation: party,
                    category: request.category,
                    asked: request.asked,
                    person_ms: floor.person_ms(source, before),
                    delegation_ms: delegation.map(|delegation| floor.delegation_ms(&delegation, before)),
                },
            ))
        };
        Self {
            rules: floor.rules().clone(),
            order: floor.queue().iter().map(|request| request.id).collect(),
            requests: floor.queue().iter().filter_map(request).collect(),
            called: floor.called().map(Speech::new),
            speaking: floor.speaking().map(Speech::new),
            speeches: floor.past().len() as u64,
        }
    }

    /// Where everybody stands who asked for the floor or has it.
    pub fn turns(&self) -> HashMap<SourceId, Own> {
        let waiting = self.order.iter().zip(1..).filter_map(|(id, place)| {
            let request = self.requests.get(id)?;
            let (category, state) = (request.category, Turn::Waiting);
            Some((request.person, Own { request: *id, category, state, place: Some(place), clock: None }))
        });
        let turn = |speech: &Speech, state| {
            let Speech { id: request, category, clock, .. } = *speech;
            (speech.person, Own { request, category, state, place: None, clock: Some(clock) })
        };
        let called = self.called.iter().map(|speech| turn(speech, Turn::Called));
        let speaking = self.speaking.iter().map(|speech| turn(speech, Turn::Speaking));
        waiting.chain(called).chain(speaking).collect()
    }
}

impl Speech {
    fn new(speech: &floor::Speech) -> Self {
        let Voice { source, name, country, delegation } = speech.voice.clone();
        let floor::Speech { id, category, allowed_ms, spoken_ms, running_since, .. } = *speech;
        let clock = Clock { allowed_ms, spoken_ms, running_since };
        Self { id, person: source, name, country: known(country), delegation, category, clock }
    }
}

fn known(country: Country) -> Option<Country> {
    (country != Country::HIDDEN).then_some(country)
}
