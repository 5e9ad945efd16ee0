//! Who may be shown, who is connected, and what becomes of those who may not any more.

use plenary_model::{
    id::{LocationId, SummitId},
    journal::Actor,
    location::{Admission, Location},
    source::SourceId,
    summit::Stage,
    talk::Party,
};
use plenary_stage::Slate;
use plenary_store::By;

use super::{FAREWELL, MAX_ANNOUNCED, MAX_WATCHED, Show, in_time};
use crate::{
    Error, Scope,
    document::Report,
    mixer::Mixer,
    people::{Entry, People},
    presence::{self, Event},
    state::Plan,
};

impl<M: Mixer> Show<M> {
    pub(super) async fn admit(&mut self, by: Actor, id: LocationId, admission: Admission) -> Result<(), Error> {
        let Scope::Main(_) = self.scope else { return Err(Error::NotHere) };
        let by = By { actor: by, at: self.now() };
        let location = match self.recorder.admit(by, id, admission).await {
            Ok(Ok(location)) => location,
            Ok(Err(error)) => {
                self.unrecorded(&error);
                match self.people.get(SourceId::Location(id)) {
                    Some(Entry::Location(location)) => Location { admission, ..location.clone() },
                    _ => return Err(Error::Gone(SourceId::Location(id))),
                }
            }
            Err(error) => {
                self.disk(&error);
                return Err(error.into());
            }
        };
        let mut people = self.people.clone();
        people.admit(location);
        let let_through = self.let_through(by, people).await;
        self.refresh();
        let_through
    }

    pub(super) async fn dismiss(&mut self, person: SourceId, reason: String) {
        let by = By::system(self.now());
        self.dismissed.insert(person, (reason, by.at + FAREWELL));
        self.told = None;
        self.observe();
        let without: People =
            self.people.iter().filter(|(id, _)| **id != person).map(|(_, entry)| entry.clone()).collect();
        let mut next = self.standing.clone();
        let plan = next.reconcile(&without, by.actor, by.at);
        match self.perform(&plan.acts).await {
            Ok(frame) => {
                self.standing = next;
                self.record(by, frame.unwrap_or_default(), &plan).await;
            }
            Err(error) => tracing::error!(%error, "a removed person could not be taken off the air"),
        }
        self.refresh();
    }

    /// Reads the summit, its people and its clips.
    pub(super) async fn load(&mut self) -> Result<(), Error> {
        let summit = self.store.summits().get(self.config.summit).await?;
        let stage = self.store.stages().get(self.config.stage).await?;
        let people = self.everybody(summit.id, &stage).await?;
        self.spoken.forget();
        self.templates = self.store.templates().list(self.cast().unwrap_or(summit.id)).await?;
        let title = if stage.main { &summit.title } else { &stage.name };
        let slate = Slate { title: title.clone(), starts: summit.starts, colours: summit.colours };
        (self.summit, self.stage) = (summit, stage);
        self.load_graphics().await?;
        in_time(self.mixer.slate(slate)).await?;
        if let Scope::Main(wall) = &self.scope {
            wall.colours(self.summit.colours).await.map_err(|error| Error::Stage(error.to_string()))?;
        }
        let by = By::system(self.now());
        self.let_through(by, people).await
    }

    /// Everything that this stage may show, let through or not: its own people and recordings, and the wall. The main
    /// stage may also show every location and every other stage; a local one the location that runs it, and the main
    /// programme. The stages form a star, so that no sound goes round.
    async fn everybody(&self, summit: SummitId, own: &Stage) -> Result<People, Error> {
        // Of a copy, the people are those of the summit that it is a copy of.
        let summit = self.cast().unwrap_or(summit);
        let mut people = vec![Entry::Wall(summit)];
        let speakers = self.store.speakers().list(summit).await?.into_iter();
        people.extend(speakers.filter(|speaker| speaker.stage == own.local()).map(Entry::Speaker));
        let clips = self.store.clips().list(summit).await?.into_iter();
        people.extend(clips.filter(|clip| clip.stage == own.local()).map(Entry::Clip));
        let mut locations = match (&self.scope, own.location) {
            (Scope::Main(_) | Scope::RunThrough(_), _) => self.store.locations().list(summit).await?,
            (Scope::Local, Some(location)) => self.store.locations().get(location).await.into_iter().collect(),
            (Scope::Local, None) => Vec::new(),
        };
        for location in &mut locations {
            if let Some(admission) = self.recorder.admission(location.id) {
                location.admission = admission;
            }
        }
        people.extend(locations.into_iter().map(Entry::Location));
        let stages = self.store.stages().list(summit).await?.into_iter();
        people.extend(stages.filter(|other| other.main != own.main).map(Entry::Stage));
        Ok(people.into_iter().collect())
    }

    /// The summit whose people, arrangements and graphics a run-through has.
    pub(super) fn cast(&self) -> Option<SummitId> {
        match self.scope {
            Scope::RunThrough(of) => Some(of),
            Scope::Main(_) | Scope::Local => None,
        }
    }

    /// Lets `people` through and nobody else: first off the air, then out of mixer and wall.
    pub(super) async fn let_through(&mut self, by: By, mut people: People) -> Result<(), Error> {
        let seats = self.backstage.rooms.seats().iter();
        people.send_out(seats.filter(|(_, seat)| seat.out.is_some()).map(|(person, _)| *person).collect());
        if self.published.is_some() {
            self.observe();
            let mut next = self.standing.clone();
            let plan = next.reconcile(&people, by.actor, by.at);
            let frame = self.perform(&plan.acts).await?;
            self.standing = next;
            self.record(by, frame.unwrap_or_default(), &plan).await;
        }
        self.people = people;
        self.told = None;
        self.clear_floor(by).await;
        in_time(self.mixer.sources(self.people.sources(self.stage.id, &self.config.clips))).await?;
        self.set_sound().await?;
        if let Scope::Main(wall) = &self.scope {
            wall.places(self.people.places()).await.map_err(|error| Error::Stage(error.to_string()))?;
        }
        self.online = self
            .announced
            .iter()
            .filter_map(|path| self.people.named(path))
            .map(|id| {
                let report = self.online.get(&id).copied().flatten();
                (id, report)
            })
            .collect();
        let gone: Vec<_> = self.watchers.keys().filter(|path| self.people.named(path).is_none()).cloned().collect();
        for path in gone {
            self.unwatch(&path);
        }
        for path in self.announced.clone() {
            self.watch(path);
        }
        if self.standing.running {
            let mut plan = Plan::default();
            self.standing.line_up(&self.people, &mut plan);
            // Only prepares: a mixer that has stopped says so elsewhere.
            let _ = self.perform(&plan.acts).await;
        }
        Ok(())
    }

    pub(super) fn hear(&mut self, event: Event) {
        if matches!(event, Event::Announced { .. }) {
            self.told = None;
        }
        match event {
            Event::Announced { path, online: true } => {
                if self.announced.len() >= MAX_ANNOUNCED {
                    metrics::counter!("plenary_show_announcements_dropped_total").increment(1);
                    return;
                }
                if let Some(id) = self.people.named(&path) {
                    self.online.entry(id).or_insert(None);
                }
                self.announced.insert(path.clone());
                self.watch(path);
            }
            Event::Announced { path, online: false } => {
                self.announced.remove(&path);
                self.unwatch(&path);
                if let Some(id) = self.people.named(&path) {
                    self.online.remove(&id);
                    self.backstage.lines.leave(Party::Guest(id));
                }
            }
            // The crew talks in the main control room.
            Event::Voice { .. } if self.cast().is_some() => {}
            Event::Voice { crew, name, online } => {
                if !online {
                    self.backstage.lines.leave(Party::Crew(crew));
                }
                self.backstage.exchange.voice(crew, name, online, &mut self.tasks);
            }
            Event::Reported { path, status } => {
                let at = self.now();
                if let Some(report) = self.people.named(&path).and_then(|id| self.online.get_mut(&id)) {
                    *report = Some(Report { status, at });
                }
            }
        }
    }

    /// Reads the reports of a name that is announced, if it is known.
    pub(super) fn watch(&mut self, path: String) {
        let reports = |id: SourceId| matches!(id, SourceId::Speaker(_) | SourceId::Location(_));
        if !self.people.named(&path).is_some_and(reports) || self.watchers.contains_key(&path) {
            return;
        }
        if self.watchers.len() >= MAX_WATCHED {
            metrics::counter!("plenary_show_unwatched_total").increment(1);
            return;
        }
        let watch = presence::watch(self.origin.consume(), path.clone(), self.reports.clone());
        self.watchers.insert(path, self.tasks.spawn(watch));
    }

    pub(super) fn unwatch(&mut self, path: &str) {
        if let Some(watcher) = self.watchers.remove(path) {
            watcher.abort();
        }
    }
}
