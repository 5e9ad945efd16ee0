//! What happens behind the scenes, as screens follow it: rooms, who speaks to whom, test calls.

use std::collections::{BTreeMap, HashMap};

use plenary_model::{
    crew::Producer,
    id::{CrewId, StageId},
    name::BroadcastName,
    room::{Picture, Place, Rooms},
    source::SourceId,
    talk::{Party, Target},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{people::People, presence::Status, talk::Lines};

/// What the crew follows of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Backstage {
    /// The green room, then those that the crew opened.
    pub rooms: Vec<Room>,
    /// Guests who are in a room or were sent out, by their sources.
    #[schema(value_type = HashMap<String, Seat>)]
    pub seats: BTreeMap<SourceId, Seat>,
    /// What the ends of those guests say about themselves, by their sources.
    #[schema(value_type = HashMap<String, End>)]
    pub ends: BTreeMap<SourceId, End>,
    /// Who speaks now.
    pub talks: Vec<Talk>,
    /// Who is on a test call.
    pub calls: Vec<Call>,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = GuestRoom)]
pub struct Room {
    /// How it is told apart.
    pub id: Place,
    /// Its name; nothing for the green room, which every language calls its own way.
    pub name: Option<String>,
}

/// Where a guest is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Seat {
    /// In which room; nothing for none.
    pub room: Option<Place>,
    /// Why they were sent out, in words for them.
    pub out: Option<String>,
    /// The picture that they see.
    pub picture: Picture,
}

/// What a guest's own end says about itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = GuestEnd)]
pub struct End {
    /// Whether camera and microphone passed the check; nothing when it does not say.
    pub tested: Option<bool>,
    /// Whether there is a camera.
    pub camera: Option<bool>,
    /// Whether the microphone is on.
    pub microphone: Option<bool>,
    /// Loudness of the microphone in dB below full scale.
    pub level_db: Option<i32>,
    /// How full the battery is, in per cent; nothing without one.
    pub battery: Option<u32>,
    /// Whether it is being charged.
    pub charging: Option<bool>,
    /// Whether the way to the server is a slow one, as the browser sees it.
    pub slow: Option<bool>,
}

/// Somebody who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BackstageTalk)]
pub struct Talk {
    /// Who.
    pub from: Party,
    /// Their name.
    pub name: String,
    /// To whom.
    pub to: Target,
    /// Name of the broadcast with what they say.
    pub broadcast: String,
    /// Since when.
    pub since: Timestamp,
}

/// A test call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TestCall)]
pub struct Call {
    /// Who of the crew.
    pub crew: CrewId,
    /// Their name.
    pub name: String,
    /// The guest.
    pub person: SourceId,
    /// Since when.
    pub since: Timestamp,
}

/// What one guest follows of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OwnBackstage)]
pub struct Own {
    /// The room that they are in.
    pub room: Option<Room>,
    /// Why they were sent out, in words for them.
    pub out: Option<String>,
    /// The name of whoever speaks to them.
    pub spoken_to_by: Option<String>,
    /// Whether the crew hears them.
    pub talking: bool,
    /// The name of whoever is on a test call with them.
    pub call: Option<String>,
    /// The picture that they see.
    pub picture: Picture,
    /// The title of the item that comes next.
    pub next: Option<String>,
}

/// What both are made of.
pub struct Facts<'a> {
    /// Who is in which room.
    pub rooms: &'a Rooms,
    /// Who speaks.
    pub lines: &'a Lines,
    /// Those of the crew who speak or call.
    pub names: &'a HashMap<CrewId, Producer>,
    /// The local stage whose guests they are; nothing for the main one.
    pub stage: Option<StageId>,
}

impl Facts<'_> {
    /// What the crew follows.
    pub fn crew(
        &self,
        summit: plenary_model::id::SummitId,
        people: &People,
        status: impl Fn(SourceId) -> Option<Status>,
    ) -> Backstage {
        let green = Room { id: Place::Green, name: None };
        let opened = self.rooms.list().iter();
        let opened = opened.map(|room| Room { id: Place::Room(room.id), name: Some(room.name.clone()) });
        let mut seats = BTreeMap::new();
        for (id, _) in people.iter() {
            let (room, out) = (self.rooms.place(*id), self.rooms.out(*id));
            if room.is_some() || out.is_some() {
                let seat = Seat { room, out: out.map(str::to_owned), picture: self.rooms.picture(*id) };
                seats.insert(*id, seat);
            }
        }
        let ends = seats.keys().filter_map(|id| Some((*id, status(*id)?.end)));
        let talks = self.lines.talks().iter().map(|(from, talk)| Talk {
            from: *from,
            name: self.name(*from, people),
            to: talk.to,
            broadcast: BroadcastName::Voice { summit, stage: self.stage_of(*from), party: *from }.to_string(),
            since: talk.since,
        });
        let calls = self.lines.calls().iter().map(|(crew, call)| Call {
            crew: *crew,
            name: self.name(Party::Crew(*crew), people),
            person: call.person,
            since: call.since,
        });
        Backstage {
            rooms: [green].into_iter().chain(opened).collect(),
            ends: ends.collect(),
            seats,
            talks: talks.collect(),
            calls: calls.collect(),
        }
    }

    /// Where somebody stands, but for what they hear and what comes next.
    pub fn own(&self, person: SourceId) -> Own {
        let room = self.rooms.place(person).map(|id| Room { id, name: self.rooms.name(id).map(str::to_owned) });
        let call = self.lines.call_of(person).map(|(crew, _)| self.name_of(crew));
        Own {
            room,
            out: self.rooms.out(person).map(str::to_owned),
            talking: self.lines.talks().contains_key(&Party::Guest(person)),
            call,
            picture: self.rooms.picture(person),
            ..Own::default()
        }
    }

    /// The name of one of the crew.
    pub fn name_of(&self, crew: CrewId) -> String {
        self.names.get(&crew).map(|producer| producer.name.clone()).unwrap_or_default()
    }

    fn stage_of(&self, party: Party) -> Option<StageId> {
        match party {
            Party::Crew(crew) => self.names.get(&crew).and_then(|producer| producer.stage),
            Party::Guest(_) => self.stage,
        }
    }

    fn name(&self, party: Party, people: &People) -> String {
        match party {
            Party::Crew(crew) => self.name_of(crew),
            Party::Guest(source) => people.get(source).map(|entry| entry.name().to_owned()).unwrap_or_default(),
        }
    }
}
