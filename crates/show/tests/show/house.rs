//! A summit to try things with.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use moq_json::snapshot;
use moq_net::{Timestamp as MediaTime, broadcast, origin, track};
use plenary_model::{
    country::Country,
    id::{CrewId, GraphicId, ItemId, LocationId, Secret, SpeakerId, StageId, SummitId},
    journal::Actor,
    location::{Admission, Location},
    name::BroadcastName,
    rundown::{End, Item},
    scene::{Caption, Scene, Transition},
    source::SourceId,
    speaker::Speaker,
    summit::{Colours, Stage, Summit},
    time::Timestamp,
};
use plenary_show::{
    Config, Handle, Scope,
    live::{CREW_TRACK, CUE_TRACK, Crew, Cue, PLAN_TRACK, Plan, STATE_TRACK, State},
    mixer::Mixer,
    presence::STATUS_TRACK,
    start, system_clock,
};
use plenary_stage::{
    Backup, Error, Graphic, Slate, Snapshot, Source, Taken,
    director::{Director, Presence},
};
use plenary_store::{By, Options, Store};
use rand::{SeedableRng, rngs::StdRng};
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;

/// A hang is a failure.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn now() -> Timestamp {
    system_clock()
}

pub fn crew_id(seed: u64) -> CrewId {
    CrewId::random(&mut StdRng::seed_from_u64(seed))
}

pub fn item(seed: u64, scene: Scene, end: End) -> Item {
    let id = ItemId::random(&mut StdRng::seed_from_u64(seed));
    Item { end, ..Item::new(id, format!("Item {seed}"), scene, 60) }
}

/// The real mixer's decisions, a frame after each command, with every picture there.
#[derive(Clone, Default)]
pub struct Desk(
    Arc<Mutex<(Director, Vec<SourceId>)>>,
    Arc<AtomicUsize>,
    Arc<Mutex<[Vec<Graphic>; 2]>>,
    Arc<Mutex<plenary_stage::sound::Settings>>,
);

impl Desk {
    fn with<T>(&self, command: impl FnOnce(&mut Director) -> T) -> T {
        let mut desk = self.0.lock().unwrap();
        let done = command(&mut desk.0);
        desk.0.step(|_| Presence::Present);
        done
    }

    /// The graphics over the programme and over the preview.
    pub fn dressed(&self) -> [Vec<GraphicId>; 2] {
        self.2.lock().unwrap().each_ref().map(|all| all.iter().map(|graphic| graphic.id).collect())
    }

    pub fn sound_settings(&self) -> plenary_stage::sound::Settings {
        self.3.lock().unwrap().clone()
    }

    pub fn knows(&self, source: SourceId) -> bool {
        self.0.lock().unwrap().1.contains(&source)
    }
}

impl Mixer for Desk {
    async fn preview(&self, scene: Scene) -> Result<(), Error> {
        self.with(|director| director.preview(scene))
    }

    async fn direct(&self, scene: Scene, transition: Transition, caption: Option<Caption>) -> Result<Taken, Error> {
        self.with(|director| director.direct(scene, transition, caption))
    }

    async fn caption(&self, caption: Option<Caption>) -> Result<(), Error> {
        self.with(|director| director.caption(caption));
        Ok(())
    }

    async fn delay(&self, ms: u32) -> Result<(), Error> {
        self.with(|_| self.1.store(ms as usize * 30 / 1_000, Ordering::Relaxed));
        Ok(())
    }

    async fn dump(&self) -> Result<(), Error> {
        Ok(())
    }

    async fn arm(&self, backup: Option<Backup>) -> Result<(), Error> {
        self.with(|director| director.arm(backup));
        Ok(())
    }

    async fn graphics(&self, programme: Vec<Graphic>, preview: Vec<Graphic>) -> Result<(), Error> {
        *self.2.lock().unwrap() = [programme, preview];
        Ok(())
    }

    async fn sound(&self, settings: plenary_stage::sound::Settings) -> Result<(), Error> {
        *self.3.lock().unwrap() = settings;
        Ok(())
    }

    async fn reset_loudness(&self) -> Result<(), Error> {
        Ok(())
    }

    async fn slate(&self, _: Slate) -> Result<(), Error> {
        Ok(())
    }

    async fn sources(&self, sources: Vec<Source>) -> Result<(), Error> {
        let ids: Vec<_> = sources.into_iter().map(|source| source.id).collect();
        self.with(|director| director.sources(ids.iter().copied().collect()));
        self.0.lock().unwrap().1 = ids;
        Ok(())
    }

    fn snapshot(&self) -> Snapshot {
        let desk = self.0.lock().unwrap();
        Snapshot {
            frame: desk.0.frame(),
            delay_frames: self.1.load(Ordering::Relaxed),
            programme: desk.0.programme(),
            preview: desk.0.current_preview(),
            caption: desk.0.current_caption().cloned(),
            ..Snapshot::default()
        }
    }
}

pub struct House {
    pub summit: Summit,
    pub stage: StageId,
    pub store: Store,
    pub show: Handle,
    pub mixer: Desk,
    pub origin: origin::Producer,
    wall: plenary_wall::Handle,
    task: JoinHandle<()>,
    folder: tempfile::TempDir,
}

impl House {
    pub async fn build(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_with(folder.path(), options).await.unwrap();
        let rng = &mut StdRng::seed_from_u64(1);
        let summit = Summit {
            id: SummitId::random(rng),
            title: "World Water Assembly".into(),
            colours: Colours::default(),
            starts: None,
            open: true,
            zone: "UTC".into(),
            created: now(),
        };
        let stage =
            Stage { id: StageId::random(rng), summit: summit.id, name: "Main".into(), main: true, location: None };
        store.summits().create(By::system(now()), &summit, &stage).await.unwrap();
        let (mixer, origin, show, wall, task) = open(&summit, stage.id, &store).await;
        Self { summit, stage: stage.id, store, show, mixer, origin, wall, task, folder }
    }

    /// Everything but the disk begins anew.
    pub async fn restart(&mut self) {
        self.show.stop().await;
        tokio::time::timeout(PATIENCE, &mut self.task).await.unwrap().unwrap();
        (self.mixer, self.origin, self.show, self.wall, self.task) = open(&self.summit, self.stage, &self.store).await;
    }

    /// Write-protects the database, or lets go of it.
    pub fn protect(&self, protected: bool) {
        let file = self.folder.path().join("plenary.db");
        let mode = if protected { 0o444 } else { 0o644 };
        std::fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    }

    pub fn producer(&self) -> Actor {
        Actor::Crew(crew_id(7))
    }

    /// A speaker whom the store does not know yet.
    pub fn invited(&self, name: &str) -> Speaker {
        Speaker {
            id: SpeakerId::random(&mut rand::rng()),
            summit: self.summit.id,
            stage: None,
            name: name.into(),
            title: String::new(),
            language: "en".parse().unwrap(),
            country: Country::HIDDEN,
            delegation: None,
            secret: Secret::random(&mut rand::rng()),
            created: now(),
        }
    }

    pub async fn speaker(&self, name: &str) -> Speaker {
        let speaker = self.invited(name);
        self.store.speakers().create(By::system(now()), &speaker).await.unwrap();
        self.show.reload().await.unwrap();
        speaker
    }

    pub async fn location(&self, name: &str) -> Location {
        let location = Location {
            id: LocationId::random(&mut rand::rng()),
            summit: self.summit.id,
            name: name.into(),
            country: Country::HIDDEN,
            admission: Admission::Waiting,
            secret: Secret::random(&mut rand::rng()),
            created: now(),
        };
        self.store.locations().create(By::system(now()), &location).await.unwrap();
        self.show.reload().await.unwrap();
        location
    }

    pub fn connect(&self, name: &BroadcastName) -> (broadcast::Producer, track::Producer) {
        let broadcast = self.origin.create_broadcast(name.to_string()).unwrap();
        let status = broadcast.create_track(STATUS_TRACK, None).unwrap();
        broadcast.announce(Default::default()).unwrap();
        (broadcast, status)
    }

    pub async fn follow<T: DeserializeOwned>(&self, name: BroadcastName, track: &str) -> snapshot::Consumer<T> {
        let found = self.origin.consume();
        let broadcast = found.routed_broadcast(name.to_string());
        let broadcast = tokio::time::timeout(PATIENCE, broadcast).await.expect("the broadcast").unwrap();
        snapshot::Consumer::new(broadcast.track(track).unwrap().subscribe(None).await.unwrap(), Default::default())
    }

    pub async fn cue(&self, person: SourceId) -> snapshot::Consumer<Cue> {
        self.follow(BroadcastName::Cue { summit: self.summit.id, person }, CUE_TRACK).await
    }

    /// The crew's document, as a screen reads it, once it is as it should be.
    pub async fn crew(&self, good: impl Fn(&Crew) -> bool) -> Crew {
        let mut crew = self.follow(BroadcastName::Crew { summit: self.summit.id, stage: None }, CREW_TRACK).await;
        next(&mut crew, good).await
    }

    pub async fn plan(&self, good: impl Fn(&Plan) -> bool) -> Plan {
        let mut plan = self.follow(BroadcastName::Crew { summit: self.summit.id, stage: None }, PLAN_TRACK).await;
        next(&mut plan, good).await
    }

    pub async fn state(&self, good: impl Fn(&State) -> bool) -> State {
        let mut state = self.follow(BroadcastName::State { summit: self.summit.id, stage: None }, STATE_TRACK).await;
        next(&mut state, good).await
    }

    pub fn admitted_to_the_wall(&self) -> usize {
        self.wall.snapshot().borrow().admitted
    }

    pub async fn walled(&self, places: usize) {
        let mut snapshot = self.wall.snapshot();
        let there = snapshot.wait_for(|snapshot| snapshot.admitted == places);
        tokio::time::timeout(PATIENCE, there).await.expect("the wall").unwrap();
    }
}

async fn open(
    summit: &Summit,
    stage: StageId,
    store: &Store,
) -> (Desk, origin::Producer, Handle, plenary_wall::Handle, JoinHandle<()>) {
    let origin = moq_tokio::origin::spawn();
    let mixer = Desk::default();
    let config = plenary_wall::Config { summit: summit.id, colours: summit.colours };
    let (wall, _) = plenary_wall::start(config, origin.clone()).unwrap();
    let config = Config {
        summit: summit.id,
        stage,
        clips: PathBuf::from("clips"),
        pictures: PathBuf::from("pictures"),
        clock: system_clock,
    };
    let started = start(config, store.clone(), mixer.clone(), Scope::Main(wall.clone()), origin.clone()).await;
    let (show, task) = started.unwrap();
    (mixer, origin, show, wall, task)
}

/// The first version that is as it should be.
pub async fn next<T: DeserializeOwned + Unpin>(document: &mut snapshot::Consumer<T>, good: impl Fn(&T) -> bool) -> T {
    let read = async {
        loop {
            let version = document.next().await.unwrap().expect("the document goes on");
            if good(&version) {
                return version;
            }
        }
    };
    tokio::time::timeout(PATIENCE, read).await.expect("the document as it should be")
}

pub fn report(camera: &(broadcast::Producer, track::Producer), bytes: &[u8]) {
    let mut group = camera.1.append_group().unwrap();
    group.write_frame(MediaTime::now(), bytes).unwrap();
    group.finish().unwrap();
}
