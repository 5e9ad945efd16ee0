//! Behind the scenes: rooms, who speaks to whom, and test calls.

use std::collections::HashMap;

use plenary_model::{
    crew::Producer,
    id::{CrewId, StageId},
    journal::Actor,
    room::{self, Change, Room, Rooms},
    source::SourceId,
    summit::Stage,
    talk::Party,
};
use plenary_store::{By, RoomsDeed};
use serde_json::json;

use super::Show;
use crate::{
    Error,
    exchange::Exchange,
    live::backstage::{Facts, Own},
    mixer::Mixer,
    people::{Entry, People},
    recorder,
    room::Command,
    state::Act,
    talk::{self, Around, Heard, Lines},
};

/// The rooms and lines as they are.
pub(super) struct Backstage {
    pub(super) rooms: Rooms,
    pub(super) lines: Lines,
    pub(super) exchange: Exchange,
    /// Those of the crew who spoke or called.
    names: HashMap<CrewId, Producer>,
    stage: Option<StageId>,
    /// Where guests stand, as they were told.
    pub(super) owns: HashMap<SourceId, Own>,
}

impl Backstage {
    /// Of a local stage, or of the main one. Locations are guests of the main stage only.
    pub(super) fn new(rooms: Rooms, exchange: Exchange, stage: Option<StageId>) -> Self {
        let is_guest = |person: &SourceId| stage.is_none() || matches!(person, SourceId::Speaker(_));
        let seats = rooms.seats().iter().filter(|(person, _)| is_guest(person));
        let seats = seats.map(|(person, seat)| (*person, seat.clone())).collect();
        let rooms = Rooms::new(rooms.list().to_vec(), seats);
        Self { rooms, lines: Lines::default(), exchange, names: HashMap::new(), stage, owns: HashMap::new() }
    }

    pub(super) fn facts(&self) -> Facts<'_> {
        Facts { rooms: &self.rooms, lines: &self.lines, names: &self.names, stage: self.stage }
    }
}

impl<M: Mixer> Show<M> {
    /// Does what somebody asks about speaking behind the scenes.
    pub(super) async fn talk(&mut self, command: talk::Command) -> Result<(), Error> {
        self.of_the_show()?;
        let now = self.now();
        if let talk::Command::Begin(Party::Crew(crew), _) | talk::Command::Call(crew, _) = command {
            self.learn(crew).await?;
        }
        let before = self.backstage.lines.clone();
        let programme = self.mixer.snapshot().programme;
        let (people, stage) = (&self.people, &self.stage);
        let around = Around {
            rooms: &self.backstage.rooms,
            on_air: &|source| programme.shows(source),
            online: &|source| self.online.contains_key(&source) && is_guest(people, stage, source),
        };
        self.backstage.lines.ask(command, &around, now)?;
        self.calls_changed(&before);
        self.refresh();
        Ok(())
    }

    async fn learn(&mut self, crew: CrewId) -> Result<(), Error> {
        let producer = self.store.crew().get(crew).await?;
        self.backstage.names.insert(crew, producer);
        Ok(())
    }

    /// Writes calls that began or ended into the journal. Nobody waits for the disk to speak.
    fn calls_changed(&mut self, before: &Lines) {
        let (was, is) = (before.calls(), self.backstage.lines.calls());
        let begun = is.iter().filter(|(crew, call)| was.get(crew) != Some(call)).map(|pair| ("call.begin", pair));
        let ended = was.iter().filter(|(crew, call)| is.get(crew) != Some(call)).map(|pair| ("call.end", pair));
        let entries: Vec<_> = ended.chain(begun).map(|(action, (crew, call))| (action, *crew, call.person)).collect();
        for (action, crew, person) in entries {
            let by = By { actor: Actor::Crew(crew), at: self.now() };
            let (store, summit) = (self.store.clone(), self.config.summit);
            self.tasks.spawn(async move {
                if let Err(error) = store.journal().append(by, summit, action, json!({ "person": person })).await {
                    tracing::warn!(%error, "a call was not written down");
                    metrics::counter!("plenary_show_unrecorded_total").increment(1);
                }
            });
        }
    }

    /// Nobody comes on air in a call by accident: whoever takes them hears that the call is over, and takes again. A
    /// rundown that runs ends the call and goes on.
    ///
    /// # Errors
    /// [`talk::Error::OnCall`] with whoever was called.
    pub(super) fn end_calls(&mut self, by: Actor, acts: &[Act]) -> Result<(), Error> {
        let before = self.backstage.lines.clone();
        let scenes = acts.iter().filter_map(|act| match act {
            Act::Direct(scene, ..) => Some(*scene),
            _ => None,
        });
        let mut called = None;
        for source in scenes.flat_map(|scene| scene.sources().collect::<Vec<_>>()) {
            if self.backstage.lines.hang_up(Party::Guest(source)).is_some() {
                called = Some(source);
            }
        }
        let Some(person) = called else { return Ok(()) };
        metrics::counter!("plenary_talk_calls_ended_by_take_total").increment(1);
        self.calls_changed(&before);
        if by == Actor::System {
            return Ok(());
        }
        self.refresh();
        Err(talk::Error::OnCall(person).into())
    }

    /// Does what somebody asks about rooms: first the disk, then the memory.
    /// In a run-through nobody is told anything.
    fn of_the_show(&self) -> Result<(), Error> {
        self.cast().map_or(Ok(()), |_| Err(Error::RunThrough))
    }

    pub(super) async fn arrange(&mut self, by: Actor, command: Command) -> Result<(), Error> {
        self.of_the_show()?;
        let by = By { actor: by, at: self.now() };
        let mut next = self.backstage.rooms.clone();
        let (deed, undoes) = match self.change_of(by, command).await? {
            Wanted::Picture(person, picture) => {
                next.show(person, picture);
                (RoomsDeed::Picture(person), None)
            }
            Wanted::Change(change) => (RoomsDeed::Made(next.apply(change)?), None),
            Wanted::Undo(sequence, change) => {
                next.apply(change)?;
                (RoomsDeed::Undone(sequence), Some(sequence))
            }
        };
        let rooms = self.store.rooms();
        let written = rooms.write(by, self.config.summit, self.stage.local(), &self.backstage.rooms, &next, &deed);
        if let Err(error) = recorder::in_time(written).await {
            self.disk(&error);
            self.refresh();
            return Err(error.into());
        }
        let outs = |rooms: &Rooms| {
            rooms.seats().iter().filter(|(_, seat)| seat.out.is_some()).map(|(person, _)| *person).collect::<Vec<_>>()
        };
        let changed = outs(&self.backstage.rooms) != outs(&next);
        self.backstage.rooms = next;
        if changed || undoes.is_some() {
            // Whoever was sent out leaves the air at once.
            self.let_through(by, self.people.clone()).await?;
        }
        self.refresh();
        Ok(())
    }

    async fn change_of(&self, by: By, command: Command) -> Result<Wanted, Error> {
        let rooms = &self.backstage.rooms;
        let known = |person: SourceId| match self.people.get(person) {
            Some(_) if self.is_guest(person) => Ok(person),
            Some(_) => Err(room::Error::NoGuest.into()),
            None => Err(Error::Gone(person)),
        };
        let named = |id| {
            let place = room::Place::Room(id);
            rooms.name(place).map(str::to_owned).ok_or(room::Error::Gone(place))
        };
        Ok(Wanted::Change(match command {
            Command::Open(id, name) => Change::Open { room: Room { id, name }, people: Vec::new() },
            Command::Close(id) => Change::Close { room: Room { id, name: named(id)? }, people: Vec::new() },
            Command::Rename(room, to) => Change::Rename { room, from: named(room)?, to },
            Command::Move(person, to) => Change::Move { person: known(person)?, from: rooms.place(person), to },
            Command::Out(person, reason) => Change::Out { person: known(person)?, reason },
            Command::In(person) => Change::In { person, reason: String::new() },
            Command::Picture(person, picture) => return Ok(Wanted::Picture(known(person)?, picture)),
            Command::Undo => {
                let last = self.store.rooms().last_by(self.config.summit, self.stage.local(), by.actor).await?;
                let (sequence, change) = last.ok_or(Error::NothingToUndo)?;
                return Ok(Wanted::Undo(sequence, change.inverse()));
            }
        }))
    }

    /// Brings the exchange in line with who speaks, and finds out where everybody stands.
    pub(super) fn connect(&mut self) -> HashMap<SourceId, Own> {
        let before = self.backstage.lines.clone();
        let programme = self.mixer.snapshot().programme;
        let around = Around {
            rooms: &self.backstage.rooms,
            on_air: &|source| programme.shows(source),
            online: &|source| self.online.contains_key(&source),
        };
        let settled = self.backstage.lines.settle(&around);
        let (people, stage) = (&self.people, &self.stage);
        let there = self.online.keys().copied().filter(|id| is_guest(people, stage, *id));
        let ears = self.backstage.lines.ears(there, &around);
        let owns = self.owns(&ears);
        let hears = |id: SourceId| {
            let in_room = self.backstage.rooms.place(id).is_some() || ears.contains_key(&id);
            in_room && self.online.contains_key(&id) && self.is_guest(id)
        };
        let people: Vec<_> = self.online.keys().copied().filter(|id| hears(*id)).collect();
        let exchange = &mut self.backstage.exchange;
        for person in people {
            exchange.open(person);
        }
        // A line stays for as long as somebody is there: opening it anew would cost them the first words.
        exchange.retain(|person| self.online.contains_key(&person));
        exchange.route(ears, &mut self.tasks);
        if settled {
            self.calls_changed(&before);
        }
        owns
    }

    pub(super) fn is_guest(&self, person: SourceId) -> bool {
        is_guest(&self.people, &self.stage, person)
    }

    fn owns(&self, ears: &HashMap<SourceId, Heard>) -> HashMap<SourceId, Own> {
        let facts = self.backstage.facts();
        let next = self.standing.rundown.upcoming().map(|item| item.title.clone());
        let guests = self.people.iter().map(|(id, _)| *id);
        let guests = guests.filter(|id| {
            let speaks = matches!(id, SourceId::Speaker(_));
            speaks || self.backstage.rooms.seats().contains_key(id) || ears.contains_key(id)
        });
        let own = |id: SourceId| {
            let mut own = facts.own(id);
            let heard = ears.get(&id);
            own.spoken_to_by = heard.filter(|heard| !heard.call).map(|heard| facts.name_of(heard.crew));
            own.next = own.room.as_ref().and(next.clone());
            (id, own)
        };
        guests.filter(|id| self.is_guest(*id)).map(own).collect()
    }
}

/// Whether somebody is a guest of a stage: every speaker of it, and every location of the main one.
fn is_guest(people: &People, stage: &Stage, person: SourceId) -> bool {
    match people.get(person) {
        Some(Entry::Speaker(_)) => true,
        Some(Entry::Location(_)) => stage.main,
        Some(Entry::Clip(_) | Entry::Wall(_) | Entry::Stage(_)) | None => false,
    }
}

/// What is wanted of the rooms.
enum Wanted {
    Change(Change),
    Undo(i64, Change),
    Picture(SourceId, room::Picture),
}
