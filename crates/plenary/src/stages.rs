//! The stages that run in this process: a mixer, a show and a recording for each; and the run-through, without one.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{FutureExt, future::BoxFuture};
use moq_net::origin;
use plenary_api::Director;
use plenary_model::{
    format::Format,
    id::{StageId, SummitId},
    link::Holder,
    name::BroadcastName,
    summit::Stage,
};
use plenary_outputs::record;
use plenary_show::Scope;
use plenary_stage::remote::Remote;
use plenary_store::Store;
use tokio::{sync::watch, task::JoinHandle};

/// What every stage is made from.
pub struct House {
    /// The summit that is served.
    pub summit: SummitId,
    /// What lasts.
    pub store: Store,
    /// Where broadcasts are published and found.
    pub media: origin::Producer,
    /// The data folder.
    pub data: PathBuf,
    /// The size and rate of every programme.
    pub format: Format,
    /// Where recordings go; nothing when programmes are not recorded.
    pub recordings: Option<PathBuf>,
}

/// The local stages that run.
pub struct Stages {
    house: House,
    running: Mutex<BTreeMap<StageId, Running>>,
    /// One opens or closes at a time.
    turn: tokio::sync::Mutex<()>,
}

/// Who makes the programme.
enum Mixing {
    /// This process.
    Here(plenary_stage::Handle),
    /// Another one, when it is there.
    Apart(Remote, Format),
}

/// One of them.
pub struct Running {
    summit: SummitId,
    /// What is directed.
    pub show: plenary_show::Handle,
    mixing: Mixing,
    recording: Option<record::Handle>,
    tasks: Vec<JoinHandle<()>>,
}

impl House {
    /// Starts a stage of the summit where it stood when the server ended last.
    pub async fn start(&self, stage: &Stage, scope: Scope) -> anyhow::Result<Running> {
        // Of a run-through nothing is kept.
        let recordings = self.recordings.as_ref().filter(|_| !matches!(scope, Scope::RunThrough(_)));
        let programme = BroadcastName::Programme { summit: stage.summit, stage: stage.id };
        let plan = plenary_show::Config {
            summit: stage.summit,
            stage: stage.id,
            clips: self.data.join("clips"),
            pictures: self.data.join("pictures"),
            clock: plenary_show::system_clock,
        };
        let (store, media) = (self.store.clone(), self.media.clone());
        let mut tasks = Vec::new();
        let (mixing, show) = if self.is_apart(stage).await? {
            let remote = Remote::new(self.format);
            let (show, showing) = plenary_show::start(plan, store, remote.clone(), scope, media).await?;
            tasks.extend([showing, tokio::spawn(tell_apart(remote.there(), show.clone()))]);
            (Mixing::Apart(remote, self.format), show)
        } else {
            let summit = self.store.summits().get(stage.summit).await?;
            let title = if stage.main { summit.title } else { stage.name.clone() };
            let slate = plenary_stage::Slate { title, starts: summit.starts, colours: summit.colours };
            let setting = plenary_stage::Config { summit: stage.summit, stage: stage.id, format: self.format, slate };
            let (mixer, making) = plenary_stage::start(setting, media.clone())?;
            let (show, showing) = match plenary_show::start(plan, store, mixer.clone(), scope, media).await {
                Ok(started) => started,
                Err(error) => {
                    mixer.stop().await;
                    return Err(error.into());
                }
            };
            tasks.extend([making, showing]);
            (Mixing::Here(mixer), show)
        };
        let recording = recordings.map(|folder| {
            let folder = if stage.main { folder.clone() } else { folder.join(stage.id.as_str()) };
            let (handle, task) = record::start(self.media.clone(), programme, folder);
            tasks.extend([task, tokio::spawn(tell_recording(handle.clone(), show.clone()))]);
            handle
        });
        Ok(Running { summit: stage.summit, show, mixing, recording, tasks })
    }

    /// Whether a process of its own makes a stage: one whose link works.
    async fn is_apart(&self, stage: &Stage) -> anyhow::Result<bool> {
        let found = self.store.links().of(Holder::Stage(stage.id)).await?;
        Ok(found.is_some_and(|found| found.link.check(plenary_show::system_clock()).is_ok()))
    }
}

impl Running {
    /// Ends the programme: what was recorded is on disk, and screens have the last documents. Answers what has still
    /// to end.
    pub async fn stop(self) -> Vec<JoinHandle<()>> {
        if let Some(recording) = &self.recording {
            recording.stop();
        }
        self.show.stop().await;
        match &self.mixing {
            Mixing::Here(mixer) => mixer.stop().await,
            Mixing::Apart(remote, _) => remote.close(),
        }
        self.tasks
    }
}

impl Stages {
    /// No stage runs yet.
    pub fn new(house: House) -> Arc<Self> {
        Arc::new(Self { house, running: Mutex::default(), turn: tokio::sync::Mutex::default() })
    }

    /// Starts a stage that does not run.
    pub async fn start(&self, stage: &Stage) -> anyhow::Result<()> {
        let _turn = self.turn.lock().await;
        if self.running().contains_key(&stage.id) {
            return Ok(());
        }
        let scope = match stage.summit == self.house.summit {
            true => Scope::Local,
            false => Scope::RunThrough(self.house.summit),
        };
        let running = self.house.start(stage, scope).await?;
        self.running().insert(stage.id, running);
        Ok(())
    }

    /// Ends every stage. Answers what has still to end.
    pub async fn stop(&self) -> Vec<JoinHandle<()>> {
        let _turn = self.turn.lock().await;
        let all = std::mem::take(&mut *self.running());
        let mut tasks = Vec::new();
        for running in all.into_values() {
            tasks.extend(running.stop().await);
        }
        tasks
    }

    /// The lock is held for a look-up and never across an await.
    fn running(&self) -> MutexGuard<'_, BTreeMap<StageId, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl plenary_api::Stages for Stages {
    fn director(&self, stage: StageId) -> Option<Arc<dyn Director>> {
        self.running().get(&stage).map(|running| Arc::new(running.show.clone()) as Arc<dyn Director>)
    }

    fn copy(&self, stage: StageId) -> Option<SummitId> {
        self.running().get(&stage).map(|running| running.summit).filter(|summit| *summit != self.house.summit)
    }

    fn hosts(&self) -> Vec<Arc<dyn Director>> {
        let running = self.running();
        let own = running.values().filter(|running| running.summit == self.house.summit);
        own.map(|running| Arc::new(running.show.clone()) as Arc<dyn Director>).collect()
    }

    fn directors(&self) -> Vec<Arc<dyn Director>> {
        self.running().values().map(|running| Arc::new(running.show.clone()) as Arc<dyn Director>).collect()
    }

    fn open(&self, stage: Stage) -> BoxFuture<'_, Result<(), String>> {
        async move {
            self.start(&stage).await.map_err(|error| {
                tracing::error!(stage = %stage.id, "a stage did not start: {error:#}");
                "the stage did not start: the server's log says why".to_owned()
            })
        }
        .boxed()
    }

    fn remote(&self, stage: StageId) -> Option<(Remote, Format)> {
        match &self.running().get(&stage)?.mixing {
            Mixing::Here(_) => None,
            Mixing::Apart(remote, format) => Some((remote.clone(), *format)),
        }
    }

    fn close(&self, stage: StageId) -> BoxFuture<'_, ()> {
        async move {
            let _turn = self.turn.lock().await;
            let running = self.running().remove(&stage);
            if let Some(running) = running {
                for task in running.stop().await {
                    // It ends by itself; whoever asked need not wait for a disk.
                    drop(task);
                }
            }
        }
        .boxed()
    }
}

/// Has the crew see whether the programme is being recorded, and what is wrong if not.
async fn tell_recording(recording: record::Handle, show: plenary_show::Handle) {
    let mut state = recording.state();
    loop {
        let now = state.borrow_and_update().clone();
        show.recording(matches!(now, record::State::Recording { .. })).await;
        let fault = match &now {
            record::State::Faulted(text) => Some(text.clone()),
            _ => None,
        };
        show.fault("recording", fault).await;
        if now == record::State::Stopped || state.changed().await.is_err() {
            return;
        }
    }
}

/// Has the crew see when the process that makes the programme is not there.
async fn tell_apart(mut there: watch::Receiver<bool>, show: plenary_show::Handle) {
    let missing = "The process that makes this stage's programme is not there: start `plenary stage` again. \
                   What you do until then holds, and is on air when it comes";
    loop {
        let is_there = *there.borrow_and_update();
        show.fault("stage-apart", (!is_there).then(|| missing.to_owned())).await;
        // The stage keeps one end for as long as it runs.
        if there.changed().await.is_err() {
            return;
        }
    }
}
