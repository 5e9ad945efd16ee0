//! Recordings on their way to the stage: kept on disk, checked and converted one at a time.

use std::{
    collections::{HashMap, HashSet},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use futures::{FutureExt, future::BoxFuture};
use plenary_model::{
    clip::{Report, State},
    format::Format,
    id::ClipId,
    time::Timestamp,
};
use plenary_store::By;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::Context;

/// Says how far something is, from 0 to 1.
pub type Progress = Arc<dyn Fn(f32) + Send + Sync>;

/// Why a recording was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The file is the cause: what is wrong with it and what to do, in plain words.
    #[error("{0}")]
    File(String),
    /// The server is the cause: likewise.
    #[error("{0}")]
    Server(String),
}

/// What the check of a recording gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Its length in milliseconds.
    pub duration_ms: u64,
    /// What was found.
    pub report: Report,
}

/// Reads recordings. [`Ffmpeg`] is the real one.
pub trait Ingest: Send + Sync + 'static {
    /// Brings `input` into the house format in the folder `into`, which must not exist yet.
    ///
    /// # Errors
    /// Why it cannot.
    fn ingest(&self, input: PathBuf, into: PathBuf, progress: Progress) -> BoxFuture<'static, Result<Taken, Trouble>>;
}

/// Reads recordings with ffmpeg, in a child process with limits.
#[derive(Debug, Clone, Copy)]
pub struct Ffmpeg {
    /// What it does at most.
    pub limits: plenary_clip::Limits,
    /// What the pictures become.
    pub format: Format,
}

impl Ingest for Ffmpeg {
    fn ingest(&self, input: PathBuf, into: PathBuf, progress: Progress) -> BoxFuture<'static, Result<Taken, Trouble>> {
        let Self { limits, format } = *self;
        async move {
            let taken = plenary_clip::ingest(&input, &into, &limits, format, |done| progress(done)).await?;
            let duration_ms = u64::try_from(taken.clip.duration.as_millis()).unwrap_or(u64::MAX);
            Ok(Taken { duration_ms, report: taken.report })
        }
        .boxed()
    }
}

impl From<plenary_clip::Error> for Trouble {
    fn from(error: plenary_clip::Error) -> Self {
        use plenary_clip::Error as E;
        match &error {
            E::MissingTool { .. } | E::Disk(_) | E::Stored | E::TooSlow { .. } => Self::Server(error.to_string()),
            _ => Self::File(error.to_string()),
        }
    }
}

/// The recordings that wait for their check.
pub(crate) struct Queue {
    folder: PathBuf,
    more: Notify,
    progress: Mutex<HashMap<ClipId, f32>>,
    /// Uploads that are being written, each with what stops it.
    writers: Mutex<HashMap<ClipId, Writer>>,
}

struct Writer {
    stop: CancellationToken,
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// The right to write to an upload, which the next one who asks takes away.
pub(crate) struct Turn {
    pub(crate) stop: CancellationToken,
    _turn: tokio::sync::OwnedMutexGuard<()>,
}

impl Queue {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, more: Notify::new(), progress: Mutex::default(), writers: Mutex::default() }
    }

    /// Where a clip in the house format is.
    pub(crate) fn folder(&self, id: ClipId) -> PathBuf {
        self.folder.join(id.as_str())
    }

    /// Where an upload is as it came.
    pub(crate) fn upload(&self, id: ClipId) -> PathBuf {
        self.folder.join(format!("{id}.upload"))
    }

    /// Has the check look for recordings that wait.
    pub(crate) fn wake(&self) {
        self.more.notify_one();
    }

    /// How far the check of a clip is, from 0 to 1; 0 while it waits.
    pub(crate) fn progress(&self, id: ClipId) -> f32 {
        self.lock().get(&id).copied().unwrap_or_default()
    }

    /// Bytes of an upload that are here.
    pub(crate) fn arrived(&self, id: ClipId) -> u64 {
        std::fs::metadata(self.upload(id)).map_or(0, |found| found.len())
    }

    /// Takes an upload over from whoever writes to it: a connection that hangs must not keep its own sender, who
    /// came back on another one, from going on.
    pub(crate) async fn turn(&self, id: ClipId) -> Turn {
        let stop = CancellationToken::new();
        let turn = {
            let mut writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = writers.get(&id).map(|writer| writer.turn.clone()).unwrap_or_default();
            if let Some(before) = writers.insert(id, Writer { stop: stop.clone(), turn: turn.clone() }) {
                before.stop.cancel();
            }
            turn
        };
        Turn { stop, _turn: turn.lock_owned().await }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClipId, f32>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what is left of a clip on disk.
    pub(crate) async fn clear(&self, id: ClipId) {
        self.writers.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        remove(&self.upload(id)).await;
        remove(&self.folder(id)).await;
    }
}

/// Checks the recordings that wait until `stop`, one at a time. One that is being read then is read again after
/// the next start.
pub(crate) async fn work(context: Arc<Context>, stop: CancellationToken) {
    let folder = context.queue.folder.clone();
    match tokio::task::spawn_blocking(move || plenary_clip::sweep(&folder)).await {
        Ok(Ok(0)) | Err(_) => {}
        Ok(Ok(swept)) => tracing::info!(swept, "removed what an earlier run left of unfinished clips"),
        Ok(Err(error)) => tracing::warn!(%error, "what an earlier run left of unfinished clips could not be removed"),
    }
    let checks = async {
        // What could not be kept is not tried again before the next upload or start.
        let mut tried = HashSet::new();
        loop {
            match waiting(&context).await.into_iter().find(|id| tried.insert(*id)) {
                Some(id) => one(&context, id).await,
                None => {
                    context.queue.more.notified().await;
                    tried.clear();
                }
            }
        }
    };
    stop.run_until_cancelled(checks).await;
}

/// Clips whose whole upload is here and that nobody has read, the oldest first.
async fn waiting(context: &Context) -> Vec<ClipId> {
    match context.rooms.store.clips().list(context.rooms.summit).await {
        Ok(clips) => clips.into_iter().filter(|clip| clip.state == State::Checking).map(|clip| clip.id).collect(),
        Err(error) => {
            tracing::warn!(%error, "unfinished clips could not be listed");
            Vec::new()
        }
    }
}

/// Removes uploads that nobody has gone on with for so long that nobody will.
pub(crate) async fn sweep(context: &Context) {
    let clips = match context.rooms.store.clips().list(context.rooms.summit).await {
        Ok(clips) => clips,
        Err(error) => {
            tracing::warn!(%error, "unfinished uploads could not be listed");
            return;
        }
    };
    for clip in clips.into_iter().filter(|clip| matches!(clip.state, State::Uploading { .. })) {
        let written = std::fs::metadata(context.queue.upload(clip.id)).and_then(|found| found.modified());
        let since = written.ok().and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
        let last = since.map_or(clip.created, |since| Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)));
        if context.now().since(last) < FORGOTTEN {
            continue;
        }
        match context.rooms.store.clips().remove(By::system(context.now()), clip.id).await {
            Ok(()) => context.queue.clear(clip.id).await,
            Err(error) => tracing::warn!(clip = %clip.id, %error, "a forgotten upload could not be removed"),
        }
    }
}

async fn one(context: &Arc<Context>, id: ClipId) {
    // Removed while it waited.
    if !matches!(context.rooms.store.clips().get(id).await, Ok(clip) if clip.state == State::Checking) {
        context.queue.lock().remove(&id);
        return;
    }
    let (upload, folder) = (context.queue.upload(id), context.queue.folder(id));
    remove(&folder).await;
    let progress: Progress = {
        let context = context.clone();
        Arc::new(move |done: f32| {
            context.queue.lock().insert(id, done.clamp(0.0, 1.0));
        })
    };
    let (state, report) = match context.rooms.ingest.ingest(upload, folder, progress).await {
        Ok(Taken { duration_ms, report }) => (State::Ready { duration_ms }, Some(report)),
        Err(trouble) => (State::Failed { reason: trouble.to_string() }, None),
    };
    metrics::counter!("plenary_api_clips_total", "ready" => matches!(state, State::Ready { .. }).to_string())
        .increment(1);
    match context.rooms.store.clips().finish(By::system(context.now()), id, &state, report.as_ref()).await {
        Ok(()) => {
            remove(&context.queue.upload(id)).await;
            if matches!(state, State::Failed { .. }) {
                remove(&context.queue.folder(id)).await;
            }
        }
        Err(plenary_store::Error::Gone { .. }) => context.queue.clear(id).await,
        // The upload stays, so that the next start reads it again.
        Err(error) => tracing::warn!(clip = %id, %error, "the result of a check could not be kept"),
    }
    context.queue.lock().remove(&id);
    context.reload().await;
}

async fn remove(path: &Path) {
    let removed = match tokio::fs::metadata(path).await {
        Ok(found) if found.is_dir() => tokio::fs::remove_dir_all(path).await,
        Ok(_) => tokio::fs::remove_file(path).await,
        Err(error) => Err(error),
    };
    if let Err(error) = removed
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "what is left of a clip could not be removed");
    }
}

/// A speaker who was cut off on a Friday comes back on Monday, and the week after.
const FORGOTTEN: Duration = Duration::from_secs(14 * 86_400);
