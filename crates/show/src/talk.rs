//! Who speaks to whom behind the scenes, and who is on a test call: pure.
//!
//! A guest hears one voice at a time: the one that is meant most for them ([`Target::rank`]), and of those the one that
//! began first. Whoever is on a call hears the other end of it and nobody else. Who is on air is reached by those alone
//! who speak to them by name, and speaks to nobody behind the scenes.

use std::collections::{BTreeMap, HashMap};

use plenary_model::{
    id::CrewId,
    room::Rooms,
    source::SourceId,
    talk::{Party, Target},
    time::Timestamp,
};

/// What may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// A party begins to speak. One that speaks already speaks to others from now on.
    Begin(Party, Target),
    /// It ends.
    End(Party),
    /// One of the crew calls a guest: picture and sound between the two.
    Call(CrewId, SourceId),
    /// A party ends the call that it is on.
    HangUp(Party),
}

/// Why it is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// What they say now is heard by everybody.
    #[error("{0} is on air: wait until they are not")]
    OnAir(SourceId),
    /// They were sent out of their room.
    #[error("{0} was sent out: let them back in first")]
    Out(SourceId),
    /// They cannot be reached.
    #[error("{0} is not connected")]
    Away(SourceId),
    /// They are on a call with another of the crew.
    #[error("{0} is on a test call with somebody else: try again when it is over")]
    Busy(SourceId),
    /// One call of each at a time.
    #[error("you are on a test call: end it first")]
    Calling,
    /// There is no such room.
    #[error("this room is closed: choose another one")]
    NoRoom,
    /// Guests speak to the crew and to nobody else.
    #[error("you can speak to the crew only")]
    NotYours,
    /// The person was on a test call, which is over now.
    #[error("{0} was on a test call, which has been ended: take again to bring them on air")]
    OnCall(SourceId),
}

/// Somebody who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Talk {
    /// To whom.
    pub to: Target,
    /// Since when.
    pub since: Timestamp,
}

/// A test call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The guest.
    pub person: SourceId,
    /// Since when.
    pub since: Timestamp,
}

/// Whom a guest hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// One of the crew.
    pub crew: CrewId,
    /// Whether they are on a call, with pictures.
    pub call: bool,
}

/// What is known of the others.
pub struct Around<'a> {
    /// Who is in which room.
    pub rooms: &'a Rooms,
    /// Whether somebody is on air.
    pub on_air: &'a dyn Fn(SourceId) -> bool,
    /// Whether somebody is connected.
    pub online: &'a dyn Fn(SourceId) -> bool,
}

/// Everybody who speaks, and every call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    talks: BTreeMap<Party, Talk>,
    calls: BTreeMap<CrewId, Call>,
}

impl Lines {
    /// Who speaks.
    pub fn talks(&self) -> &BTreeMap<Party, Talk> {
        &self.talks
    }

    /// Who is on a call.
    pub fn calls(&self) -> &BTreeMap<CrewId, Call> {
        &self.calls
    }

    /// With whom a guest is on a call.
    pub fn call_of(&self, person: SourceId) -> Option<(CrewId, Call)> {
        self.calls.iter().find(|(_, call)| call.person == person).map(|(crew, call)| (*crew, *call))
    }

    /// Does what is asked.
    ///
    /// # Errors
    /// [`Error`]; nothing is changed then.
    pub fn ask(&mut self, command: Command, around: &Around<'_>, now: Timestamp) -> Result<(), Error> {
        match command {
            Command::Begin(party, to) => {
                match (party, to) {
                    (Party::Guest(person), Target::Crew) => reachable(person, around)?,
                    (Party::Guest(_), _) => return Err(Error::NotYours),
                    (Party::Crew(_), Target::Person { person }) => {
                        if !(around.online)(person) {
                            return Err(Error::Away(person));
                        }
                    }
                    (Party::Crew(_), Target::Room { room }) if !around.rooms.has(room) => return Err(Error::NoRoom),
                    (Party::Crew(_), Target::Room { .. } | Target::All | Target::Crew) => {}
                }
                // Who holds the key down and changes the address keeps their place among those who speak.
                let since = self.talks.get(&party).map_or(now, |talk| talk.since);
                self.talks.insert(party, Talk { to, since });
            }
            Command::End(party) => drop(self.talks.remove(&party)),
            Command::Call(crew, person) => {
                match self.call_of(person) {
                    Some((other, _)) if other == crew => return Ok(()),
                    Some(_) => return Err(Error::Busy(person)),
                    None => {}
                }
                if self.calls.contains_key(&crew) {
                    return Err(Error::Calling);
                }
                reachable(person, around)?;
                self.talks.remove(&Party::Guest(person));
                self.calls.insert(crew, Call { person, since: now });
            }
            Command::HangUp(party) => drop(self.hang_up(party)),
        }
        Ok(())
    }

    /// Ends the call that a party is on. Answers its two ends.
    pub fn hang_up(&mut self, party: Party) -> Option<(CrewId, SourceId)> {
        let crew = match party {
            Party::Crew(crew) => crew,
            Party::Guest(person) => self.call_of(person)?.0,
        };
        self.calls.remove(&crew).map(|call| (crew, call.person))
    }

    /// A party has gone: it neither speaks nor is on a call any more.
    pub fn leave(&mut self, party: Party) {
        self.talks.remove(&party);
        self.hang_up(party);
        if let Party::Guest(gone) = party {
            self.talks.retain(|_, talk| talk.to != Target::Person { person: gone });
        }
    }

    /// Ends what is not possible any more: guests who are on air or out speak to nobody behind the scenes. Answers
    /// whether anything ended.
    pub fn settle(&mut self, around: &Around<'_>) -> bool {
        let before = (self.talks.len(), self.calls.len());
        self.talks.retain(|party, talk| match (party, talk.to) {
            (Party::Guest(person), _) => reachable(*person, around).is_ok(),
            (Party::Crew(_), Target::Room { room }) => around.rooms.has(room),
            (Party::Crew(_), _) => true,
        });
        self.calls.retain(|_, call| reachable(call.person, around).is_ok());
        before != (self.talks.len(), self.calls.len())
    }

    /// Whom everybody hears who hears somebody, of those who may: `people` are all guests who are connected.
    pub fn ears(&self, people: impl Iterator<Item = SourceId>, around: &Around<'_>) -> HashMap<SourceId, Heard> {
        let spoken: Vec<_> = self
            .talks
            .iter()
            .filter_map(|(party, talk)| match party {
                Party::Crew(crew) if talk.to != Target::Crew => Some((*crew, *talk)),
                Party::Crew(_) | Party::Guest(_) => None,
            })
            .collect();
        if spoken.is_empty() && self.calls.is_empty() {
            return HashMap::new();
        }
        let ear = |person: SourceId| {
            if let Some((crew, _)) = self.call_of(person) {
                return Some((person, Heard { crew, call: true }));
            }
            let meant = spoken.iter().filter(|(_, talk)| meant(talk.to, person, around));
            let (crew, _) = meant.min_by_key(|(crew, talk)| (talk.to.rank(), talk.since, *crew))?;
            Some((person, Heard { crew: *crew, call: false }))
        };
        people.filter_map(ear).collect()
    }
}

/// Whether what is said to `to` is meant for somebody.
fn meant(to: Target, person: SourceId, around: &Around<'_>) -> bool {
    let waits = |place: Option<_>| place.is_some() && around.rooms.out(person).is_none() && !(around.on_air)(person);
    match to {
        Target::Person { person: one } => one == person,
        Target::Room { room } => waits(around.rooms.place(person).filter(|place| *place == room)),
        Target::All => waits(around.rooms.place(person)),
        Target::Crew => false,
    }
}

/// Whether somebody can speak behind the scenes.
fn reachable(person: SourceId, around: &Around<'_>) -> Result<(), Error> {
    match () {
        () if !(around.online)(person) => Err(Error::Away(person)),
        () if around.rooms.out(person).is_some() => Err(Error::Out(person)),
        () if (around.on_air)(person) => Err(Error::OnAir(person)),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use plenary_model::{
        id::{LocationId, RoomId, SpeakerId},
        room::{Change, Place, Room},
    };
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    struct Scene {
        lines: Lines,
        rooms: Rooms,
        on_air: Vec<SourceId>,
        away: Vec<SourceId>,
        now: i64,
    }

    impl Scene {
        fn new() -> Self {
            Self { lines: Lines::default(), rooms: Rooms::default(), on_air: vec![], away: vec![], now: 0 }
        }

        fn ask(&mut self, command: Command) -> Result<(), Error> {
            self.now += 1;
            let Self { lines, rooms, on_air, away, now } = self;
            let around =
                Around { rooms, on_air: &|source| on_air.contains(&source), online: &|source| !away.contains(&source) };
            lines.ask(command, &around, Timestamp(*now))
        }

        fn settle(&mut self) {
            let Self { lines, rooms, on_air, away, .. } = self;
            let around =
                Around { rooms, on_air: &|source| on_air.contains(&source), online: &|source| !away.contains(&source) };
            lines.settle(&around);
        }

        fn ears(&self, people: &[SourceId]) -> HashMap<SourceId, Heard> {
            let Self { lines, rooms, on_air, away, .. } = self;
            let around =
                Around { rooms, on_air: &|source| on_air.contains(&source), online: &|source| !away.contains(&source) };
            lines.ears(people.iter().copied(), &around)
        }
    }

    fn crew(seed: u64) -> CrewId {
        CrewId::random(&mut StdRng::seed_from_u64(seed))
    }

    fn people() -> [SourceId; 3] {
        let rng = &mut StdRng::seed_from_u64(8);
        [
            SourceId::Speaker(SpeakerId::random(rng)),
            SourceId::Speaker(SpeakerId::random(rng)),
            SourceId::Location(LocationId::random(rng)),
        ]
    }

    #[test]
    fn everybody_hears_what_is_meant_for_them_and_nothing_else() {
        let mut scene = Scene::new();
        let [amina, bo, hall] = people();
        let (one, two, three) = (Party::Crew(crew(1)), Party::Crew(crew(2)), Party::Crew(crew(3)));
        scene.ask(Command::Begin(one, Target::All)).unwrap();
        scene.ask(Command::Begin(three, Target::Crew)).unwrap();
        let all = scene.ears(&people());
        assert_eq!(all.get(&amina), Some(&Heard { crew: crew(1), call: false }));
        assert!(all.contains_key(&bo) && !all.contains_key(&hall), "a location is in no room by itself");

        // More personal words are heard instead, by that person alone.
        scene.ask(Command::Begin(two, Target::Person { person: amina })).unwrap();
        let ears = scene.ears(&people());
        assert_eq!((ears[&amina].crew, ears[&bo].crew), (crew(2), crew(1)));
        scene.ask(Command::End(two)).unwrap();
        assert_eq!(scene.ears(&people())[&amina].crew, crew(1));
        scene.ask(Command::End(one)).unwrap();
        assert!(scene.ears(&people()).is_empty());

        // A room is the room.
        let wings = Room { id: RoomId::random(&mut StdRng::seed_from_u64(1)), name: "Wings".into() };
        let place = Place::Room(wings.id);
        assert_eq!(scene.ask(Command::Begin(one, Target::Room { room: place })), Err(Error::NoRoom));
        scene.rooms.apply(Change::Open { room: wings, people: vec![] }).unwrap();
        scene.rooms.apply(Change::Move { person: hall, from: None, to: Some(place) }).unwrap();
        scene.ask(Command::Begin(one, Target::Room { room: place })).unwrap();
        assert_eq!(scene.ears(&people()).into_keys().collect::<Vec<_>>(), [hall]);
        scene.on_air.push(hall);
        assert!(scene.ears(&people()).is_empty(), "who is on air is not disturbed by what is said to a room");
        scene.ask(Command::Begin(one, Target::Person { person: hall })).unwrap();
        assert!(scene.ears(&people()).contains_key(&hall));
    }

    #[test]
    fn a_guest_speaks_to_the_crew_alone_and_not_while_they_are_on_air() {
        let mut scene = Scene::new();
        let [amina, bo, _] = people();
        let guest = Party::Guest(amina);
        for to in [Target::All, Target::Person { person: bo }, Target::Room { room: Place::Green }] {
            assert_eq!(scene.ask(Command::Begin(guest, to)), Err(Error::NotYours));
        }
        scene.ask(Command::Begin(guest, Target::Crew)).unwrap();
        assert!(scene.ears(&people()).is_empty(), "no guest hears another");
        scene.on_air.push(amina);
        scene.settle();
        assert!(scene.lines.talks().is_empty());
        assert_eq!(scene.ask(Command::Begin(guest, Target::Crew)), Err(Error::OnAir(amina)));
        scene.on_air.clear();
        scene.rooms.apply(Change::Out { person: amina, reason: "Later".into() }).unwrap();
        assert_eq!(scene.ask(Command::Begin(guest, Target::Crew)), Err(Error::Out(amina)));
        scene.away.push(bo);
        let person = Command::Begin(Party::Crew(crew(1)), Target::Person { person: bo });
        assert_eq!(scene.ask(person), Err(Error::Away(bo)));
    }

    #[test]
    fn a_call_is_between_two_and_ends_with_either() {
        let mut scene = Scene::new();
        let [amina, bo, _] = people();
        scene.ask(Command::Call(crew(1), amina)).unwrap();
        scene.ask(Command::Call(crew(1), amina)).unwrap();
        assert_eq!(scene.ask(Command::Call(crew(2), amina)), Err(Error::Busy(amina)));
        assert_eq!(scene.ask(Command::Call(crew(1), bo)), Err(Error::Calling));
        scene.ask(Command::Begin(Party::Crew(crew(2)), Target::Person { person: amina })).unwrap();
        assert_eq!(scene.ears(&people())[&amina], Heard { crew: crew(1), call: true });
        scene.ask(Command::HangUp(Party::Guest(amina))).unwrap();
        assert_eq!(scene.ears(&people())[&amina], Heard { crew: crew(2), call: false });
        scene.ask(Command::Call(crew(1), bo)).unwrap();
        scene.lines.leave(Party::Crew(crew(1)));
        assert_eq!(scene.lines.call_of(bo), None);
        scene.ask(Command::Call(crew(1), bo)).unwrap();
        scene.on_air.push(bo);
        scene.settle();
        assert_eq!(scene.lines.call_of(bo), None, "nobody is on air and on a call");
        assert_eq!(scene.ask(Command::Call(crew(1), bo)), Err(Error::OnAir(bo)));
    }
}
