//! The task of the show: what comes in, in the order in which it comes.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use moq_json::snapshot;
use moq_net::{announce, origin};
use plenary_model::{
    id::ItemId,
    journal::Actor,
    name::BroadcastName,
    rundown::{Rundown, Shift},
    scene::{Scene, template::Template},
    source::SourceId,
    summit::{Stage, Summit},
    time::Timestamp,
};
use plenary_stage::{Backup, Snapshot};
use plenary_store::{By, Store};
use tokio::{
    sync::{mpsc, watch},
    task::{AbortHandle, JoinHandle, JoinSet},
    time::MissedTickBehavior,
};

use crate::{
    Config, Error, Handle, Scope, StartError,
    cue::Scenes,
    document::{self, Facts, Report},
    exchange::Exchange,
    graphics::Graphics,
    handle::{Message, Plea, Seen},
    live,
    mixer::Mixer,
    people::People,
    presence::{self, Event},
    publish::{Cues, Document},
    recorder::Recorder,
    spoken::Spoken,
    state::{Act, Command, Plan, Standing},
    titles::Titles,
};

mod backstage;
mod crowd;
mod dress;
mod floor;
mod plan;
mod record;
mod screens;
mod sound;
mod time;

/// How often the show looks at the mixer, and at the clock for a rundown that runs: documents change
/// ten times a second at most.
const TICK: Duration = Duration::from_millis(100);
/// Ticks between two crew documents that differ in meters only.
const METERS: u32 = 2;
/// Ticks between two looks at a disk that refused, or may have been taken away.
const LOOK: u32 = 50;
/// What guests ask for that is written down at once: more would let the crew wait.
const PLEAS: usize = 128;
/// Reports of sources that may wait.
const REPORTS: usize = 1_024;
/// Sources whose reports are read. Beyond that the crew's document has no room for them either.
const MAX_WATCHED: usize = document::MAX_LOCATIONS + 1_000;
/// Announced names that are remembered. A session may announce one; more is not a summit but an attack.
const MAX_ANNOUNCED: usize = 100_000;
/// How long a removed person's cue says so. A person with a new link starts afresh.
const FAREWELL: Duration = Duration::from_secs(10);
/// How long a mixer may take for an answer: it answers between two frames.
const MIXER_PATIENCE: Duration = Duration::from_secs(2);

/// Starts the show of a stage where it stood when the server ended last.
///
/// The task ends with [`Handle::stop`], with the last handle, or with the origin.
///
/// # Errors
/// [`StartError`] when the store cannot be read, or mixer, wall or origin do not answer.
pub async fn start<M: Mixer>(
    config: Config,
    store: Store,
    mixer: M,
    scope: Scope,
    origin: origin::Producer,
) -> Result<(Handle, JoinHandle<()>), StartError> {
    let now = (config.clock)();
    let summit = store.summits().get(config.summit).await?;
    let stage = store.stages().get(config.stage).await?;
    let local = stage.local();
    let stored = store.rundowns().load(config.stage).await?;
    let standing = Standing {
        rundown: stored.rundown,
        running: stored.running,
        armed: stored.armed,
        delay_ms: stored.delay_ms,
        programme: stored.scene,
        preview: Scene::Slate,
        caption: stored.caption,
        graphics: Graphics::new(stored.graphics),
        taken: None,
        before: None,
    };
    let kept = floor::Kept::new(store.floors().load(config.stage, now).await?);
    let exchange = Exchange::new(origin.clone(), config.summit);
    let backstage = backstage::Backstage::new(store.rooms().load(config.summit, local).await?, exchange, local);
    let (strips, bed) = store.sounds().load(config.stage).await?;
    let sound = sound::Kept::new(crate::sound::Sound { strips, bed, ..Default::default() });
    let around = match (local, stage.location) {
        (None, _) => presence::Around::Main,
        (Some(local), None) => presence::Around::Local(local, None),
        (Some(local), Some(location)) => {
            presence::Around::Local(local, Some(store.locations().get(location).await?.secret))
        }
    };
    let whose = match scope {
        Scope::RunThrough(of) => of,
        Scope::Main(_) | Scope::Local => config.summit,
    };
    let announcements = presence::listen(&origin, whose, around)?;
    let facts = Facts {
        summit: &summit,
        stage: &stage,
        templates: &[],
        people: &People::default(),
        standing: &standing,
        spoken: &Spoken::default(),
        floor: &kept.floor,
        backstage: backstage.facts(),
        sound: &sound.sound,
        mixer: &Snapshot::default(),
        online: &HashMap::new(),
        faults: &BTreeMap::new(),
        viewers: 0,
        recording: false,
        now,
    };
    let (state, crew, plan) = (Arc::new(facts.state()), Arc::new(facts.crew()), Arc::new(facts.plan()));
    let names = (
        BroadcastName::State { summit: config.summit, stage: local },
        BroadcastName::Crew { summit: config.summit, stage: local },
    );
    let state_document = Document::publish(&origin, names.0, live::STATE_TRACK, state.as_ref())?;
    let crew_document = Document::publish(&origin, names.1, live::CREW_TRACK, crew.as_ref())?;
    let plan_document = crew_document.beside(live::PLAN_TRACK, plan.as_ref())?;
    let (state, state_seen) = watch::channel(state);
    let (crew, crew_seen) = watch::channel(crew);
    let (plan, plan_seen) = watch::channel(plan);
    let (handle, messages, pleas) = Handle::new(Seen { crew: crew_seen, plan: plan_seen, state: state_seen });
    let (reports, events) = mpsc::channel(REPORTS);
    let mut show = Show {
        recorder: Recorder::new(store.clone(), config.summit, config.stage),
        cues: Cues::new(origin.clone(), config.summit),
        titles: Titles::default(),
        spoken: Spoken::default(),
        told: None,
        config,
        store,
        mixer,
        scope,
        origin,
        summit,
        stage,
        people: People::default(),
        templates: Vec::new(),
        standing,
        kept,
        backstage,
        sound,
        turns: HashMap::new(),
        announced: HashSet::new(),
        online: HashMap::new(),
        watchers: HashMap::new(),
        tasks: JoinSet::new(),
        reports,
        faults: BTreeMap::new(),
        viewers: 0,
        recording: false,
        dismissed: HashMap::new(),
        state,
        crew,
        plan,
        state_document,
        crew_document,
        plan_document,
        planned: None,
        agenda: HashMap::new(),
        outlook: None,
        backup: None,
        dressed: None,
        published: None,
        ticks: 0,
        looked: now,
    };
    show.load().await?;
    let resumed = show.standing.resume(&show.people, now);
    show.perform(&resumed.acts).await?;
    show.refresh();
    let task = tokio::spawn(show.run(messages, pleas, announcements, events));
    Ok((handle, task))
}

struct Show<M> {
    config: Config,
    store: Store,
    recorder: Recorder,
    mixer: M,
    scope: Scope,
    origin: origin::Producer,
    summit: Summit,
    stage: Stage,
    people: People,
    /// The crew's own arrangements.
    templates: Vec<Template>,
    standing: Standing,
    kept: floor::Kept,
    backstage: backstage::Backstage,
    sound: sound::Kept,
    /// Where people stand with the floor, as they were told.
    turns: HashMap<SourceId, live::floor::Own>,
    /// Names that are announced, known or not: a person may connect before the list is read again.
    announced: HashSet<String>,
    online: HashMap<SourceId, Option<Report>>,
    watchers: HashMap<String, AbortHandle>,
    tasks: JoinSet<()>,
    reports: mpsc::Sender<Event>,
    faults: BTreeMap<&'static str, (String, Timestamp)>,
    viewers: u64,
    recording: bool,
    cues: Cues,
    titles: Titles,
    /// What the recordings on air say.
    spoken: Spoken,
    /// What the cues were made of last, unless people came or went since.
    told: Option<Scenes>,
    /// Why people were removed, and until when their cue says so.
    dismissed: HashMap<SourceId, (String, Timestamp)>,
    state: watch::Sender<Arc<live::State>>,
    crew: watch::Sender<Arc<live::Crew>>,
    plan: watch::Sender<Arc<live::Plan>>,
    state_document: Document<live::State>,
    crew_document: Document<live::Crew>,
    plan_document: snapshot::Producer<live::Plan>,
    /// What the plan that screens have was made of.
    planned: Option<(Rundown, Option<Timestamp>)>,
    /// When everybody appears next, and what that was made of.
    agenda: HashMap<SourceId, Vec<live::Appearance>>,
    outlook: Option<(Vec<Shift>, Option<ItemId>)>,
    /// What takes over, as the mixer knows it.
    backup: Option<Backup>,
    /// The graphics as the mixer knows them, and the zone of their clocks.
    dressed: Option<(Graphics, String)>,
    /// The crew document that screens have.
    published: Option<Arc<live::Crew>>,
    ticks: u32,
    /// What the wall clock said last.
    looked: Timestamp,
}

impl<M: Mixer> Show<M> {
    async fn run(
        mut self,
        mut messages: mpsc::Receiver<Message>,
        mut pleas: mpsc::Receiver<Plea>,
        mut announcements: announce::Consumer,
        mut events: mpsc::Receiver<Event>,
    ) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Vec::new();
        loop {
            tokio::select! {
                message = messages.recv() => match message {
                    Some(Message::Stop) | None => break,
                    Some(message) => self.answer(message).await,
                },
                1.. = pleas.recv_many(&mut heard, PLEAS) => self.listen(&mut heard).await,
                update = announcements.next() => match update {
                    Some(update) => if let Some(event) = presence::event(&update) { self.hear(event) },
                    None => break,
                },
                Some(event) = events.recv() => self.hear(event),
                _ = tick.tick() => self.tick().await,
                // Aborted watchers leave here.
                Some(_) = self.tasks.join_next() => {}
            }
        }
        self.count().await;
        self.publish(true);
        self.tasks.shutdown().await;
    }

    async fn answer(&mut self, message: Message) {
        // Whoever asked may have left meanwhile: what they asked for is done all the same.
        match message {
            Message::Direct(by, command, reply) => drop(reply.send(self.direct(by, *command).await)),
            Message::Plan(by, draft, reply) => drop(reply.send(self.plan(by, draft).await)),
            Message::Govern(by, command, reply) => drop(reply.send(self.govern(by, command).await)),
            Message::Arrange(by, command, reply) => drop(reply.send(self.arrange(by, command).await)),
            Message::Talk(command, reply) => drop(reply.send(self.talk(command).await)),
            Message::Mix(by, command, reply) => drop(reply.send(self.mix(by, command).await)),
            Message::Admit(by, location, admission, reply) => {
                drop(reply.send(self.admit(by, location, admission).await));
            }
            Message::Reload(reply) => {
                let loaded = self.load().await;
                self.refresh();
                drop(reply.send(loaded));
            }
            Message::Dismiss(person, reason, reply) => {
                self.dismiss(person, reason).await;
                let read = self.cues.read(person);
                // The show must not wait for a screen.
                self.tasks.spawn(async move {
                    read.await;
                    let _ = reply.send(());
                });
            }
            Message::Viewers(viewers) => self.viewers = viewers,
            Message::Recording(recording) => self.recording = recording,
            Message::Fault(code, text) => self.fault(code, text),
            Message::Stop => {}
        }
    }

    fn now(&self) -> Timestamp {
        (self.config.clock)()
    }

    fn fault(&mut self, code: &'static str, text: Option<String>) {
        match text {
            Some(text) => {
                let now = self.now();
                self.faults.entry(code).or_insert_with(|| (String::new(), now)).0 = text;
            }
            None => drop(self.faults.remove(code)),
        }
    }

    /// Takes over what the mixer did by itself: it replaces what goes silent, and offers it in preview
    /// when it comes back.
    fn observe(&mut self) -> Snapshot {
        let snapshot = self.mixer.snapshot();
        self.standing.preview = snapshot.preview;
        // While a take waits for its picture, what was asked for counts.
        if !snapshot.mixing {
            self.standing.programme = snapshot.programme;
        }
        snapshot
    }

    async fn direct(&mut self, by: Actor, command: Command) -> Result<live::Taken, Error> {
        self.observe();
        let (mut next, now) = (self.standing.clone(), self.now());
        let plan = next.direct(&self.people, by, command, now)?;
        self.end_calls(by, &plan.acts)?;
        self.carry_out(By { actor: by, at: now }, next, plan).await
    }

    /// First the air, then the disk: a disk that is slow or full delays nobody's cut.
    async fn carry_out(&mut self, by: By, next: Standing, plan: Plan) -> Result<live::Taken, Error> {
        let taken = self.perform(&plan.acts).await?;
        self.standing = next;
        self.arm().await;
        self.dress().await;
        let frame = taken.unwrap_or_else(|| self.mixer.snapshot().frame);
        let recorded = self.record(by, frame, &plan).await;
        self.hand_over(by).await;
        if by.actor != Actor::System || taken.is_some() {
            self.fault("rundown", None);
        }
        self.refresh();
        Ok(live::Taken { frame, programme: self.standing.programme, preview: self.standing.preview, recorded })
    }

    /// Tells the mixer what takes over when the scene on air goes silent.
    async fn arm(&mut self) {
        let backup = self.standing.backup();
        if self.backup == backup {
            return;
        }
        match in_time(self.mixer.arm(backup)).await {
            Ok(()) => self.backup = backup,
            // The next tick tries again.
            Err(error) => tracing::warn!(%error, "the backup could not be armed"),
        }
    }

    /// Does the first act or nothing; what only prepares may fail. Answers the frame of what came on air.
    async fn perform(&mut self, acts: &[Act]) -> Result<Option<u64>, Error> {
        let mut frame = None;
        for (place, act) in acts.iter().enumerate() {
            let done = async {
                match act.clone() {
                    Act::Preview(scene) => self.mixer.preview(scene).await,
                    Act::Caption(caption) => self.mixer.caption(caption).await,
                    Act::Delay(ms) => self.mixer.delay(ms).await,
                    Act::Dump => {
                        self.mixer.dump().await?;
                        self.titles.dump();
                        Ok(())
                    }
                    Act::Direct(scene, transition, caption) => {
                        frame = Some(self.mixer.direct(scene, transition, caption).await?.frame);
                        Ok(())
                    }
                }
            };
            match in_time(done).await {
                Ok(()) => {}
                Err(error) if place == 0 => return Err(error),
                Err(error) => tracing::warn!(%error, "the next scene could not be prepared"),
            }
        }
        Ok(frame)
    }

    async fn tick(&mut self) {
        self.ticks = self.ticks.wrapping_add(1);
        let now = self.keep_time().await;
        let dismissed = self.dismissed.len();
        self.dismissed.retain(|_, (_, until)| *until > now);
        if self.dismissed.len() != dismissed {
            self.told = None;
        }
        if self.ticks.is_multiple_of(LOOK) {
            match self.store.check() {
                Err(error) => self.unrecorded(&error),
                Ok(()) if self.faults.contains_key("store") => self.catch_up().await,
                Ok(()) => {}
            }
        }
        let programme = self.observe().programme;
        if let Err(error) = self.spoken.follow(&self.store, programme).await {
            tracing::warn!(%error, "subtitles could not be read");
        }
        self.hand_over(By::system(now)).await;
        if self.ticks.is_multiple_of(LOOK) {
            self.count().await;
        }
        let mut next = self.standing.clone();
        match next.follow(&self.people, now) {
            Some(Ok(plan)) => {
                // A rundown that runs ends calls and goes on.
                let _ = self.end_calls(Actor::System, &plan.acts);
                if let Err(error) = self.carry_out(By::system(now), next, plan).await {
                    // The mixer hangs: the next tick tries again.
                    self.fault("stage", Some(error.to_string()));
                } else {
                    self.fault("stage", None);
                }
            }
            Some(Err(error)) => {
                self.standing = next;
                let text = format!("The rundown stopped, because its next item cannot be shown: {error}");
                self.fault("rundown", Some(text));
            }
            None => {}
        }
        self.arm().await;
        self.dress().await;
        self.refresh();
    }
}

async fn in_time<T>(answer: impl Future<Output = Result<T, plenary_stage::Error>>) -> Result<T, Error> {
    use plenary_stage::Error as E;
    match tokio::time::timeout(MIXER_PATIENCE, answer).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(E::Gone(source))) => Err(Error::Gone(source)),
        Ok(Err(E::Transition(invalid))) => Err(invalid.into()),
        Ok(Err(error @ E::Stopped)) => Err(Error::Stage(error.to_string())),
        Err(_) => Err(Error::Stage("it did not answer in time".into())),
    }
}
