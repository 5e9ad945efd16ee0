//! The floor: first the disk, then the memory, but for what comes on air. What guests press at the same time is written
//! together, so that a thousand hands cost the crew no time.

use plenary_model::{
    floor::{self, Floor, Request, Speech},
    id::RequestId,
    journal::Actor,
    scene::Scene,
    source::SourceId,
    time::Timestamp,
};
use plenary_store::{By, Deed};
use serde_json::json;
use tokio::sync::oneshot;

use super::Show;
use crate::{
    Error,
    floor::{Command, Wish},
    handle::Plea,
    mixer::Mixer,
    recorder, state,
};

/// Lines of the journal that wait for a disk that refuses.
const MAX_OWED: usize = 1_000;

/// The floor as it is, and as it was written down last.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) floor: Floor,
    pub(super) written: Floor,
    /// What happened on air and is not written down.
    owed: Vec<Deed>,
}

impl Kept {
    pub(super) fn new(floor: Floor) -> Self {
        Self { written: floor.clone(), floor, owed: Vec::new() }
    }

    pub(super) fn is_behind(&self) -> bool {
        !self.owed.is_empty()
    }
}

impl<M: Mixer> Show<M> {
    /// Does what a producer asks of the floor.
    pub(super) async fn govern(&mut self, by: Actor, command: Command) -> Result<(), Error> {
        let by = By { actor: by, at: self.now() };
        if let Command::Give(id) = command {
            return self.give(by, id).await;
        }
        let mut next = self.kept.floor.clone();
        let deed = match command {
            Command::Invite(id, person, category) => {
                self.people.check(Scene::Full { source: person })?;
                next.ask(Request { id, person, category, asked: by.at }, true)?;
                asked(by, id, person, category)
            }
            Command::Remove(id) => {
                next.remove(id)?;
                Deed { by, action: "floor.remove", detail: json!({ "request": id }) }
            }
            Command::Shift(id, place) => {
                next.shift(id, place)?;
                Deed { by, action: "floor.move", detail: json!({ "request": id, "place": place }) }
            }
            Command::Pause(paused) => {
                let speech = next.pause(paused, by.at)?;
                let action = if paused { "floor.pause" } else { "floor.resume" };
                Deed { by, action, detail: json!({ "request": speech.id, "spoken_ms": speech.spoken_ms(by.at) }) }
            }
            Command::End => ended(by, &next.end(by.at)?),
            Command::Decide(decision) => {
                let mut rules = next.rules().clone();
                decision(&mut rules);
                let detail = json!(rules);
                next.decide(rules)?;
                Deed { by, action: "floor.rules", detail }
            }
            Command::Give(_) => unreachable!("answered above"),
        };
        let kept = self.keep(next, vec![deed]).await;
        self.refresh();
        kept
    }

    /// First the picture: nobody is called who cannot be shown.
    async fn give(&mut self, by: By, id: RequestId) -> Result<(), Error> {
        let floor = &self.kept.floor;
        let waiting = floor.queue().iter().find(|request| request.id == id).map(|request| request.person);
        let called = floor.called().filter(|speech| speech.id == id).map(|speech| speech.voice.source);
        let source = waiting.or(called).ok_or(floor::Error::Gone(id))?;
        self.direct(by.actor, state::Command::Preview(Scene::Full { source })).await?;
        let voice = self.people.voice(source).ok_or(Error::Gone(source))?;
        let mut next = self.kept.floor.clone();
        next.give(id, voice, by.at)?;
        let detail = json!({ "request": id, "person": source });
        let kept = self.keep(next, vec![Deed { by, action: "floor.give", detail }]).await;
        // Who is on air already begins at once.
        self.hand_over(by).await;
        self.refresh();
        kept
    }

    /// Does what guests ask for, in the order in which they asked: all of it is on disk before anybody is answered.
    pub(super) async fn listen(&mut self, pleas: &mut Vec<Plea>) {
        let (at, mut next) = (self.now(), self.kept.floor.clone());
        let mut deeds = Vec::new();
        let mut answers: Vec<(oneshot::Sender<_>, Result<(), Error>)> = Vec::new();
        for Plea { person, wish, reply } in pleas.drain(..) {
            let done = self.wish(&mut next, person, wish, at).map(|deed| deeds.push(deed));
            answers.push((reply, done));
        }
        let kept = match deeds.is_empty() {
            true => Ok(()),
            false => self.keep(next, deeds).await,
        };
        self.refresh();
        for (reply, done) in answers {
            // Whoever asked may have left meanwhile: what they asked for is done all the same.
            let _ = reply.send(done.and(kept.clone()));
        }
    }

    fn wish(&self, next: &mut Floor, person: SourceId, wish: Wish, at: Timestamp) -> Result<Deed, Error> {
        let actor = match person {
            SourceId::Speaker(id) => Actor::Speaker(id),
            SourceId::Location(id) => Actor::Location(id),
            SourceId::Clip(_) | SourceId::Wall | SourceId::Stage(_) => return Err(Error::Gone(person)),
        };
        let by = By { actor, at };
        match wish {
            Wish::Ask(id, category) => {
                self.people.check(Scene::Full { source: person })?;
                next.ask(Request { id, person, category, asked: at }, false)?;
                Ok(asked(by, id, person, category))
            }
            Wish::Withdraw => {
                let id = next.withdraw(person)?;
                Ok(Deed { by, action: "floor.withdraw", detail: json!({ "request": id }) })
            }
        }
    }

    /// Starts the clock of whoever is called when they are on air, and ends the speech before. It happens whatever the
    /// disk says.
    pub(super) async fn hand_over(&mut self, by: By) {
        if self.kept.floor.called().is_none() {
            return;
        }
        let (programme, mut next) = (self.standing.programme, self.kept.floor.clone());
        let Some(floor::Started { speech, ended: before }) = next.observe(|source| programme.shows(source), by.at)
        else {
            return;
        };
        let begun = json!({ "request": speech.id, "person": speech.voice.source, "allowed_ms": speech.allowed_ms });
        let begun = Deed { by, action: "floor.start", detail: begun };
        let deeds = before.map(|speech| ended(by, &speech)).into_iter().chain([begun]).collect();
        self.happen(next, deeds).await;
    }

    /// Lets go of everybody who may not be shown any more.
    pub(super) async fn clear_floor(&mut self, by: By) {
        let mut next = self.kept.floor.clone();
        let may = |source| self.people.check(Scene::Full { source }).is_ok();
        let (gone, silenced) = next.retain(may, by.at);
        let left = |id| Deed { by, action: "floor.remove", detail: json!({ "request": id }) };
        let deeds: Vec<_> = gone.into_iter().map(left).chain(silenced.map(|speech| ended(by, &speech))).collect();
        if !deeds.is_empty() {
            self.happen(next, deeds).await;
        }
    }

    /// Writes down how long whoever has the floor has spoken, and what a disk refused before.
    pub(super) async fn count(&mut self) {
        let now = self.now();
        if self.kept.is_behind() {
            // Refused again: the fault says so, and the next look tries again.
            let _ = self.keep(self.kept.floor.clone(), Vec::new()).await;
        } else if let Some(speech) = self.kept.floor.speaking().filter(|speech| speech.running_since.is_some()) {
            let counted = recorder::in_time(self.store.floors().count(speech, now)).await;
            if let Err(error) = counted {
                self.disk(&error);
            }
        }
    }

    /// Goes on with another floor when it is on disk.
    async fn keep(&mut self, next: Floor, deeds: Vec<Deed>) -> Result<(), Error> {
        let now = self.now();
        let deeds: Vec<_> = self.kept.owed.iter().cloned().chain(deeds).collect();
        let (floors, written) = (self.store.floors(), &self.kept.written);
        match recorder::in_time(floors.write(self.config.stage, written, &next, &deeds, now)).await {
            Ok(()) => {
                self.kept = Kept::new(next);
                Ok(())
            }
            Err(error) => {
                self.disk(&error);
                Err(error.into())
            }
        }
    }

    /// Goes on with another floor, on disk or not.
    async fn happen(&mut self, next: Floor, deeds: Vec<Deed>) {
        if self.keep(next.clone(), deeds.clone()).await.is_err() {
            metrics::counter!("plenary_show_unrecorded_total").increment(1);
            self.kept.floor = next;
            let room = MAX_OWED.saturating_sub(self.kept.owed.len());
            self.kept.owed.extend(deeds.into_iter().take(room));
        }
    }
}

fn asked(by: By, id: RequestId, person: SourceId, category: floor::Category) -> Deed {
    Deed { by, action: "floor.ask", detail: json!({ "request": id, "person": person, "category": category }) }
}

fn ended(by: By, speech: &Speech) -> Deed {
    let detail = json!({
        "request": speech.id, "person": speech.voice.source, "spoken_ms": speech.spoken_ms, "allowed_ms": speech.allowed_ms,
    });
    Deed { by, action: "floor.end", detail }
}
