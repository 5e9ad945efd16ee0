//! Stand-ins for the show and for ffmpeg.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use futures::{FutureExt, future::BoxFuture};
use plenary_api::{Command, Director, Ingest, Taken, Trouble, clips::Progress};
use plenary_model::{
    clip::{Report, Review},
    floor::{Error as FloorError, Floor, Request, Voice},
    id::{LocationId, SummitId},
    journal::Actor,
    location::Admission,
    room::{Change as RoomChange, Error as RoomError, Place, Room, Rooms},
    rundown::{self, Change},
    scene::Scene,
    source::SourceId,
    time::Timestamp,
};
use plenary_show::{
    Error,
    floor::{Command as Govern, Wish},
    handle::Draft,
    live,
    people::{Entry, People},
    room::Command as Arrange,
    talk::{Around, Command as Talk, Lines},
};
use plenary_store::{By, Made, Store};
use tokio::sync::Notify;

/// Keeps the plan and the two scenes, and shows only what the store knows.
pub(crate) struct Show {
    store: Store,
    summit: SummitId,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    rundown: rundown::Rundown,
    floor: Floor,
    programme: Scene,
    preview: Scene,
    /// The floor as screens see it.
    crowd: live::floor::Floor,
    frame: u64,
    dismissed: Vec<(SourceId, String)>,
    reloads: usize,
    rooms: Rooms,
    lines: Lines,
    failing: bool,
    sources: Vec<live::Source>,
    sound: plenary_show::sound::Sound,
    /// Who gave the last command.
    by: Option<Actor>,
}

impl Show {
    pub(crate) fn new(store: Store, summit: SummitId) -> Self {
        Self { store, summit, inner: Mutex::default() }
    }

    pub(crate) fn dismissed(&self) -> Vec<(SourceId, String)> {
        self.inner.lock().unwrap().dismissed.clone()
    }

    pub(crate) fn reloads(&self) -> usize {
        self.inner.lock().unwrap().reloads
    }

    /// Every command is refused from now on.
    pub(crate) fn fail(&self) {
        self.inner.lock().unwrap().failing = true;
    }

    /// Whom the store knows.
    async fn people(&self) -> People {
        let speakers = self.store.speakers().list(self.summit).await.unwrap();
        let locations = self.store.locations().list(self.summit).await.unwrap();
        speakers.into_iter().map(Entry::Speaker).chain(locations.into_iter().map(Entry::Location)).collect()
    }

    /// Lets time pass with somebody on air, or nobody.
    pub(crate) fn air(&self, person: Option<SourceId>, now: i64) {
        self.inner.lock().unwrap().floor.observe(|source| Some(source) == person, Timestamp(now));
    }

    /// The floor as the show has it.
    pub(crate) fn floor(&self) -> Floor {
        self.inner.lock().unwrap().floor.clone()
    }

    /// The crew sees a source that is connected.
    pub(crate) fn connect(&self, id: &str, name: &str) {
        self.source(id, name, live::Presence::Online);
    }

    /// The crew sees a source that is not.
    pub(crate) fn know(&self, id: &str, name: &str) {
        self.source(id, name, live::Presence::Offline);
    }

    fn source(&self, id: &str, name: &str, state: live::Presence) {
        self.inner.lock().unwrap().sources.push(live::Source {
            id: id.parse().unwrap(),
            name: name.into(),
            title: String::new(),
            kind: live::Kind::Speaker,
            broadcast: None,
            state,
            admission: None,
            country: None,
            fps: None,
            level_db: None,
            duration_ms: None,
            network: None,
        });
    }

    pub(crate) fn directed_by(&self) -> serde_json::Value {
        serde_json::to_value(self.inner.lock().unwrap().by).unwrap()
    }

    async fn possible(&self, scene: Scene) -> Result<(), Error> {
        for source in scene.sources() {
            let there = match source {
                SourceId::Speaker(id) => self.store.speakers().get(id).await.is_ok(),
                SourceId::Location(id) => match self.store.locations().get(id).await {
                    Ok(location) if location.admission != Admission::Admitted => return Err(Error::NotAdmitted(id)),
                    found => found.is_ok(),
                },
                SourceId::Wall | SourceId::Stage(_) => true,
                SourceId::Clip(id) => match self.store.clips().get(id).await {
                    Ok(clip) if clip.review != Review::Approved => return Err(Error::NotApproved(source)),
                    found => found.is_ok(),
                },
            };
            if !there {
                return Err(Error::Gone(source));
            }
        }
        Ok(())
    }
}

impl Director for Show {
    fn direct(&self, by: Actor, command: Command) -> BoxFuture<'_, Result<live::Taken, Error>> {
        async move {
            if self.inner.lock().unwrap().failing {
                return Err(Error::Busy);
            }
            if let Command::Preview(scene) = command {
                self.possible(scene).await?;
            }
            let mut inner = self.inner.lock().unwrap();
            inner.frame += 1;
            inner.by = Some(by);
            let now = Timestamp(inner.frame as i64);
            match command {
                Command::Preview(scene) => inner.preview = scene,
                Command::Take(transition) => {
                    transition.checked()?;
                    inner.programme = inner.preview;
                }
                Command::Caption(_)
                | Command::Run(_)
                | Command::Untake
                | Command::Arm(_)
                | Command::Delay(_)
                | Command::Dump
                | Command::Graphic(_) => {}
                Command::SlateNow => inner.programme = Scene::Slate,
                Command::Next => inner.programme = inner.rundown.next(now)?.scene,
                Command::Back => inner.programme = inner.rundown.back(now)?.scene,
                Command::Jump(item) => inner.programme = inner.rundown.jump(item, now)?.scene,
            }
            let Inner { frame, programme, preview, .. } = *inner;
            Ok(live::Taken { frame, programme, preview, recorded: true })
        }
        .boxed()
    }

    fn draft(&self, by: Actor, draft: Draft) -> BoxFuture<'_, Result<Made, Error>> {
        async move {
            let rundown = &mut self.inner.lock().unwrap().rundown;
            let found = |id| rundown.items().iter().find(|item| item.id == id).cloned().ok_or(rundown::Error::Gone(id));
            let change = match draft {
                Draft::Add(item, place) => Change::Insert { place: place.unwrap_or(usize::MAX), item },
                Draft::Edit(id, edit) => {
                    let before = found(id)?;
                    let mut after = before.clone();
                    edit(&mut after)?;
                    Change::Edit { before: Box::new(before), after: Box::new(after) }
                }
                Draft::Shift(item, to) => Change::Move { item, from: to, to },
                Draft::Remove(id) => Change::Remove { place: 0, item: Box::new(found(id)?) },
                Draft::All(changes) => Change::All { changes },
                Draft::Undo(_) => return Err(Error::NothingToUndo),
            };
            let change = rundown.apply(change)?;
            Ok(Made { sequence: 1, at: Timestamp(1), by, change, undoes: None, undone: false })
        }
        .boxed()
    }

    fn govern(&self, _: Actor, command: Govern) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            let people = self.people().await;
            let mut inner = self.inner.lock().unwrap();
            let (floor, now) = (&mut inner.floor, Timestamp(1));
            match command {
                Govern::Invite(id, person, category) => {
                    floor.ask(Request { id, person, category, asked: now }, true)?
                }
                Govern::Remove(id) => floor.remove(id).map(drop)?,
                Govern::Shift(id, place) => floor.shift(id, place)?,
                Govern::Give(id) => {
                    let request = *floor.queue().iter().find(|one| one.id == id).ok_or(FloorError::Gone(id))?;
                    let voice: Voice = people.voice(request.person).ok_or(Error::Gone(request.person))?;
                    floor.give(id, voice, now)?;
                    inner.preview = Scene::Full { source: request.person };
                }
                Govern::Pause(paused) => floor.pause(paused, now).map(drop)?,
                Govern::End => floor.end(now).map(drop)?,
                Govern::Decide(decision) => {
                    let mut rules = floor.rules().clone();
                    decision(&mut rules);
                    floor.decide(rules)?;
                }
            }
            let floor = inner.floor.clone();
            inner.crowd = live::floor::Floor::new(&floor, &people);
            Ok(())
        }
        .boxed()
    }

    fn wish(&self, person: SourceId, wish: Wish) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            let people = self.people().await;
            people.check(Scene::Full { source: person })?;
            let mut inner = self.inner.lock().unwrap();
            match wish {
                Wish::Ask(id, category) => {
                    inner.floor.ask(Request { id, person, category, asked: Timestamp(1) }, false)?;
                }
                Wish::Withdraw => inner.floor.withdraw(person).map(drop)?,
            }
            let floor = inner.floor.clone();
            inner.crowd = live::floor::Floor::new(&floor, &people);
            Ok(())
        }
        .boxed()
    }

    fn arrange(&self, _: Actor, command: Arrange) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            let rooms = &mut self.inner.lock().unwrap().rooms;
            let named = |rooms: &Rooms, id| {
                rooms.name(Place::Room(id)).map(str::to_owned).ok_or(RoomError::Gone(Place::Room(id)))
            };
            let change = match command {
                Arrange::Open(id, name) => RoomChange::Open { room: Room { id, name }, people: vec![] },
                Arrange::Close(id) => RoomChange::Close { room: Room { id, name: named(rooms, id)? }, people: vec![] },
                Arrange::Rename(room, to) => RoomChange::Rename { room, from: named(rooms, room)?, to },
                Arrange::Move(person, to) => RoomChange::Move { person, from: rooms.place(person), to },
                Arrange::Out(person, reason) => RoomChange::Out { person, reason },
                Arrange::In(person) => RoomChange::In { person, reason: String::new() },
                Arrange::Picture(person, picture) => {
                    rooms.show(person, picture);
                    return Ok(());
                }
                Arrange::Undo => return Err(Error::NothingToUndo),
            };
            rooms.apply(change)?;
            Ok(())
        }
        .boxed()
    }

    fn talk(&self, command: Talk) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            let inner = &mut *self.inner.lock().unwrap();
            let programme = inner.programme;
            let on_air = |source| programme.shows(source);
            let around = Around { rooms: &inner.rooms, on_air: &on_air, online: &|_| true };
            Ok(inner.lines.ask(command, &around, Timestamp(1))?)
        }
        .boxed()
    }

    fn admit(&self, by: Actor, location: LocationId, admission: Admission) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            let by = By { actor: by, at: Timestamp(1) };
            Ok(self.store.locations().admit(by, location, admission).await.map(drop)?)
        }
        .boxed()
    }

    fn mix(&self, _: Actor, command: plenary_show::sound::Command) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            let people = self.people().await;
            self.inner.lock().unwrap().sound.apply(&people, command)
        }
        .boxed()
    }

    fn dismiss(&self, person: SourceId, reason: String) -> BoxFuture<'_, Result<(), Error>> {
        self.inner.lock().unwrap().dismissed.push((person, reason));
        async { Ok(()) }.boxed()
    }

    fn reload(&self) -> BoxFuture<'_, Result<(), Error>> {
        self.inner.lock().unwrap().reloads += 1;
        async { self.store.summits().get(self.summit).await.map(drop).map_err(Error::from) }.boxed()
    }

    fn crew(&self) -> Arc<live::Crew> {
        let inner = self.inner.lock().unwrap();
        let current = inner.rundown.current().map(|(item, since)| (item.id, since));
        Arc::new(live::Crew {
            at: Timestamp(0),
            frame: inner.frame,
            programme: inner.programme,
            preview: inner.preview,
            mixing: false,
            caption: None,
            lost: Vec::new(),
            armed: false,
            air: live::Air::default(),
            graphics: live::graphics::Graphics::default(),
            arrangements: Vec::new(),
            stands_in: None,
            rundown: live::Rundown {
                current: current.map(|(id, _)| id),
                since: current.map(|(_, since)| since),
                next: inner.rundown.upcoming().map(|item| item.id),
                ..live::Rundown::default()
            },
            floor: inner.crowd.clone(),
            backstage: live::backstage::Facts {
                rooms: &inner.rooms,
                lines: &inner.lines,
                names: &HashMap::new(),
                stage: None,
            }
            .crew(self.summit, &People::default(), |_| None),
            sound: live::sound::Sound::new(&inner.sound, &Default::default()),
            sources: inner.sources.clone(),
            viewers: 0,
            locations_online: 0,
            faults: Vec::new(),
            recording: false,
            late_frames: 0,
            dropped: 0,
            last_taken: None,
        })
    }

    fn plan(&self) -> Arc<live::Plan> {
        let inner = self.inner.lock().unwrap();
        let items = inner.rundown.items();
        Arc::new(live::Plan {
            order: items.iter().map(|item| item.id).collect(),
            items: items.iter().map(|item| (item.id, live::Item::new(item, None, None))).collect(),
        })
    }

    fn alive(&self) -> bool {
        !self.inner.lock().unwrap().failing
    }
}

/// Takes every file that begins with `media`; a file with `damaged` fails on its second half.
#[derive(Default)]
pub(crate) struct Bench {
    /// When set, the first half is done and the second waits for this.
    pub(crate) hold: Option<Arc<Notify>>,
}

impl Ingest for Bench {
    fn ingest(&self, input: PathBuf, into: PathBuf, progress: Progress) -> BoxFuture<'static, Result<Taken, Trouble>> {
        let hold = self.hold.clone();
        async move {
            progress(0.5);
            if let Some(hold) = hold {
                hold.notified().await;
            }
            let bytes = tokio::fs::read(input).await.unwrap();
            if !bytes.starts_with(b"media") {
                return Err(Trouble::File("this file is no recording".into()));
            }
            if bytes.windows(7).any(|window| window == b"damaged") {
                return Err(Trouble::File("the recording is damaged".into()));
            }
            tokio::fs::create_dir_all(&into).await.unwrap();
            tokio::fs::write(into.join("poster.jpg"), b"\xff\xd8jpeg").await.unwrap();
            tokio::fs::write(into.join("watch.mp4"), b"0123456789").await.unwrap();
            Ok(Taken { duration_ms: 4_000, report: Report::default() })
        }
        .boxed()
    }
}
