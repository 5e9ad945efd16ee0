//! The rooms in which guests wait: named groups of people, and what the crew does with them.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::{id::RoomId, source::SourceId};

/// Rooms of a summit beside the green room; the crew's panel shows them all.
pub const MOST: usize = 32;
/// Characters of a room's name.
pub const NAME: usize = 60;
/// Characters of what somebody reads who was sent out.
pub const REASON: usize = 300;

/// A room that the crew opened.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Room {
    /// The room's id.
    pub id: RoomId,
    /// As crew and guests read it.
    pub name: String,
}

/// Which room: `green` for the one that is always there, or the id of one that the crew opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Place {
    /// The green room.
    Green,
    /// One that the crew opened.
    Room(RoomId),
}

/// The picture that a guest sees beside their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ReturnPicture))]
pub enum Picture {
    /// What the audience sees.
    #[default]
    Programme,
    /// The others who are on air or previewed, without themselves.
    Guests,
    /// What comes next.
    Preview,
}

/// Where one guest is.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Seat {
    /// The room that they were moved to; nothing for where they are by themselves.
    pub place: Option<Place>,
    /// Why they were sent out, in words for them; nothing while they are not.
    pub out: Option<String>,
    /// What they see.
    pub picture: Picture,
}

/// The rooms, and who is where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rooms {
    rooms: Vec<Room>,
    seats: BTreeMap<SourceId, Seat>,
}

/// A change that the crew makes. It names the values that it replaces, so every change has an inverse.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum Change {
    /// A room opens, with those who were in it before.
    Open {
        /// The room.
        room: Room,
        /// Who goes into it.
        people: Vec<SourceId>,
    },
    /// A room closes. Those in it go where they are by themselves.
    Close {
        /// The room.
        room: Room,
        /// Who was in it.
        people: Vec<SourceId>,
    },
    /// A room is called otherwise.
    Rename {
        /// Which one.
        room: RoomId,
        /// Its name before.
        from: String,
        /// And after.
        to: String,
    },
    /// Somebody goes to another room.
    Move {
        /// Who.
        person: SourceId,
        /// Where they were; nothing for no room.
        from: Option<Place>,
        /// Where they go.
        to: Option<Place>,
    },
    /// Somebody is sent out.
    Out {
        /// Who.
        person: SourceId,
        /// Why, in words for them.
        reason: String,
    },
    /// Somebody is let back in.
    In {
        /// Who.
        person: SourceId,
        /// Why they were out.
        reason: String,
    },
}

/// Why a change is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such room.
    #[error("the room {0} is closed: choose another one")]
    Gone(Place),
    /// There are as many rooms as there may be.
    #[error("there are 32 rooms already: close one first")]
    Full,
    /// A room or person is not as the change says.
    #[error("somebody else changed this meanwhile: look again")]
    Changed,
    /// They are out.
    #[error("{0} was sent out: let them back in first")]
    Out(SourceId),
    /// They are not out.
    #[error("{0} is not out")]
    NotOut(SourceId),
    /// Speakers are always in a room.
    #[error("a speaker is always in a room: choose one, or send them out")]
    Nowhere,
    /// Only speakers and locations wait in rooms.
    #[error("only speakers and locations can be in a room")]
    NoGuest,
    /// A text is empty or too long.
    #[error("{0}: one line with something in it, of at most {1} characters")]
    Text(&'static str, usize),
}

impl Rooms {
    /// Rooms as they were stored.
    pub fn new(rooms: Vec<Room>, seats: BTreeMap<SourceId, Seat>) -> Self {
        Self { rooms, seats }
    }

    /// The rooms that the crew opened, the oldest first.
    pub fn list(&self) -> &[Room] {
        &self.rooms
    }

    /// Everybody about whom something was decided.
    pub fn seats(&self) -> &BTreeMap<SourceId, Seat> {
        &self.seats
    }

    /// The room that somebody is in. Speakers begin in the green room, locations in none: there may be 30,000 of them.
    pub fn place(&self, person: SourceId) -> Option<Place> {
        let moved = self.seats.get(&person).and_then(|seat| seat.place);
        moved.or(matches!(person, SourceId::Speaker(_)).then_some(Place::Green))
    }

    /// Why somebody was sent out.
    pub fn out(&self, person: SourceId) -> Option<&str> {
        self.seats.get(&person)?.out.as_deref()
    }

    /// What somebody sees.
    pub fn picture(&self, person: SourceId) -> Picture {
        self.seats.get(&person).map(|seat| seat.picture).unwrap_or_default()
    }

    /// A room's name; nothing for the green room, which every language calls its own way.
    pub fn name(&self, place: Place) -> Option<&str> {
        let Place::Room(id) = place else { return None };
        self.rooms.iter().find(|room| room.id == id).map(|room| room.name.as_str())
    }

    /// Whether there is such a room.
    pub fn has(&self, place: Place) -> bool {
        place == Place::Green || self.name(place).is_some()
    }

    /// Somebody sees another picture from now on.
    pub fn show(&mut self, person: SourceId, picture: Picture) {
        self.seats.entry(person).or_default().picture = picture;
    }

    /// Makes a change. Answers it as it was made, which can be taken back.
    ///
    /// # Errors
    /// [`Error`]; nothing is changed then.
    pub fn apply(&mut self, change: Change) -> Result<Change, Error> {
        match change {
            Change::Open { room, people } => {
                if self.rooms.len() >= MOST {
                    return Err(Error::Full);
                }
                if self.has(Place::Room(room.id)) {
                    return Err(Error::Changed);
                }
                let room = Room { name: line("name", &room.name, NAME)?, ..room };
                // Who has gone somewhere else meanwhile stays there.
                let people: Vec<_> =
                    people.into_iter().filter(|person| self.place(*person) == by_itself(*person)).collect();
                for person in &people {
                    self.seats.entry(*person).or_default().place = Some(Place::Room(room.id));
                }
                self.rooms.push(room.clone());
                Ok(Change::Open { room, people })
            }
            Change::Close { room, .. } => {
                let at =
                    self.rooms.iter().position(|one| one.id == room.id).ok_or(Error::Gone(Place::Room(room.id)))?;
                let room = self.rooms.remove(at);
                let place = Some(Place::Room(room.id));
                let left = self.seats.iter_mut().filter(|(_, seat)| seat.place == place);
                let people = left.map(|(person, seat)| {
                    seat.place = None;
                    *person
                });
                let people = people.collect();
                Ok(Change::Close { room, people })
            }
            Change::Rename { room, from, to } => {
                let to = line("name", &to, NAME)?;
                let found = self.rooms.iter_mut().find(|one| one.id == room).ok_or(Error::Gone(Place::Room(room)))?;
                if found.name != from {
                    return Err(Error::Changed);
                }
                found.name = to.clone();
                Ok(Change::Rename { room, from, to })
            }
            Change::Move { person, from, to } => {
                match (person, to) {
                    (SourceId::Clip(_) | SourceId::Wall | SourceId::Stage(_), _) => return Err(Error::NoGuest),
                    (SourceId::Speaker(_), None) => return Err(Error::Nowhere),
                    (_, Some(place)) if !self.has(place) => return Err(Error::Gone(place)),
                    (SourceId::Speaker(_) | SourceId::Location(_), _) => {}
                }
                if self.place(person) != from {
                    return Err(Error::Changed);
                }
                self.seats.entry(person).or_default().place = to;
                Ok(Change::Move { person, from, to })
            }
            Change::Out { person, reason } => {
                if !matches!(person, SourceId::Speaker(_) | SourceId::Location(_)) {
                    return Err(Error::NoGuest);
                }
                if self.out(person).is_some() {
                    return Err(Error::Out(person));
                }
                let reason = line("reason", &reason, REASON)?;
                self.seats.entry(person).or_default().out = Some(reason.clone());
                Ok(Change::Out { person, reason })
            }
            Change::In { person, .. } => {
                let seat = self.seats.get_mut(&person).ok_or(Error::NotOut(person))?;
                let reason = seat.out.take().ok_or(Error::NotOut(person))?;
                Ok(Change::In { person, reason })
            }
        }
    }
}

impl Change {
    /// What takes it back.
    pub fn inverse(self) -> Self {
        match self {
            Self::Open { room, people } => Self::Close { room, people },
            Self::Close { room, people } => Self::Open { room, people },
            Self::Rename { room, from, to } => Self::Rename { room, from: to, to: from },
            Self::Move { person, from, to } => Self::Move { person, from: to, to: from },
            Self::Out { person, reason } => Self::In { person, reason },
            Self::In { person, reason } => Self::Out { person, reason },
        }
    }
}

fn by_itself(person: SourceId) -> Option<Place> {
    matches!(person, SourceId::Speaker(_)).then_some(Place::Green)
}

fn line(field: &'static str, text: &str, most: usize) -> Result<String, Error> {
    let text = text.trim();
    match !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control) {
        true => Ok(text.to_owned()),
        false => Err(Error::Text(field, most)),
    }
}

/// How the green room is written.
const GREEN: &str = "green";

/// A text that names no room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no room: write green, or a room's id")]
pub struct InvalidPlace(pub String);

impl FromStr for Place {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        if text == GREEN {
            return Ok(Self::Green);
        }
        text.parse().map(Self::Room).map_err(|_| InvalidPlace(text.chars().take(64).collect()))
    }
}

impl TryFrom<String> for Place {
    type Error = InvalidPlace;

    fn try_from(text: String) -> Result<Self, InvalidPlace> {
        text.parse()
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Green => f.write_str(GREEN),
            Self::Room(id) => id.fmt(f),
        }
    }
}

/// One text; the derive would describe the enum behind it.
#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Place {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Which room: `green`, or the id of one that the crew opened."))
            .examples(["green"])
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Place {
    fn name() -> std::borrow::Cow<'static, str> {
        "RoomPlace".into()
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::id::{LocationId, SpeakerId};

    fn people() -> (SourceId, SourceId, Room) {
        let rng = &mut StdRng::seed_from_u64(4);
        let room = Room { id: RoomId::random(rng), name: " Stage wings ".into() };
        (SourceId::Speaker(SpeakerId::random(rng)), SourceId::Location(LocationId::random(rng)), room)
    }

    #[test]
    fn every_change_is_taken_back_by_its_inverse() {
        let (speaker, location, room) = people();
        let place = Some(Place::Room(room.id));
        let mut rooms = Rooms::default();
        let changes = [
            Change::Open { room: room.clone(), people: Vec::new() },
            Change::Move { person: speaker, from: Some(Place::Green), to: place },
            Change::Move { person: location, from: None, to: place },
            Change::Rename { room: room.id, from: "Stage wings".into(), to: "Wings".into() },
            Change::Out { person: speaker, reason: "Too loud".into() },
            Change::Close { room: room.clone(), people: Vec::new() },
            Change::In { person: speaker, reason: String::new() },
        ];
        let (mut made, mut before) = (Vec::new(), Vec::new());
        for change in changes {
            before.push(rooms.clone());
            made.push(rooms.apply(change).unwrap());
        }
        assert_eq!((rooms.place(speaker), rooms.place(location)), (Some(Place::Green), None));
        // Seats that say nothing are as good as none.
        let facts = |rooms: &Rooms| {
            let people = [speaker, location].map(|one| (rooms.place(one), rooms.out(one).map(str::to_owned)));
            (rooms.list().to_vec(), people)
        };
        for (change, before) in made.into_iter().rev().zip(before.into_iter().rev()) {
            rooms.apply(change.inverse()).unwrap();
            assert_eq!(facts(&rooms), facts(&before));
        }
    }

    #[test]
    fn what_somebody_else_changed_meanwhile_is_not_overwritten() {
        let (speaker, location, room) = people();
        let wings = Some(Place::Room(room.id));
        let mut rooms = Rooms::default();
        let away = Change::Move { person: speaker, from: Some(Place::Green), to: wings };
        assert_eq!(rooms.apply(away.clone()), Err(Error::Gone(Place::Room(room.id))));
        rooms.apply(Change::Open { room: room.clone(), people: Vec::new() }).unwrap();
        rooms.apply(away.clone()).unwrap();
        assert_eq!(rooms.apply(away), Err(Error::Changed));
        let nowhere = Change::Move { person: speaker, from: wings, to: None };
        assert_eq!(rooms.apply(nowhere), Err(Error::Nowhere));
        let stale = Change::Rename { room: room.id, from: "Wings".into(), to: "Corridor".into() };
        assert_eq!(rooms.apply(stale), Err(Error::Changed));
        assert_eq!(rooms.apply(Change::In { person: location, reason: String::new() }), Err(Error::NotOut(location)));
        let empty = Change::Out { person: location, reason: " \n ".into() };
        assert_eq!(rooms.apply(empty), Err(Error::Text("reason", REASON)));
        assert_eq!(rooms.place(speaker), wings);
    }
}
