//! Uploads on their way to the stage: kept on disk, checked and converted one at a time.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{FutureExt, future::BoxFuture};
use plenary_model::{clip::State, id::ClipId};
use plenary_store::By;
use tokio::sync::mpsc;
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

/// Reads recordings. [`Ffmpeg`] is the real one.
pub trait Ingest: Send + Sync + 'static {
    /// Looks whether `input` can be a recording at all, without reading it whole.
    ///
    /// # Errors
    /// Why it cannot.
    fn probe(&self, input: PathBuf) -> BoxFuture<'static, Result<(), Trouble>>;

    /// Brings `input` into the house format in the folder `into`, which must not exist yet, and gives
    /// its length in milliseconds.
    ///
    /// # Errors
    /// Why it cannot.
    fn ingest(&self, input: PathBuf, into: PathBuf, progress: Progress) -> BoxFuture<'static, Result<u64, Trouble>>;
}

/// Reads recordings with ffmpeg, in a child process with limits.
#[derive(Debug, Clone, Copy)]
pub struct Ffmpeg(pub plenary_clip::Limits);

impl Ingest for Ffmpeg {
    fn probe(&self, input: PathBuf) -> BoxFuture<'static, Result<(), Trouble>> {
        let limits = self.0;
        async move { Ok(plenary_clip::probe(&input, &limits).await.map(drop)?) }.boxed()
    }

    fn ingest(&self, input: PathBuf, into: PathBuf, progress: Progress) -> BoxFuture<'static, Result<u64, Trouble>> {
        let limits = self.0;
        async move {
            let clip = plenary_clip::ingest(&input, &into, &limits, |done| progress(done)).await?;
            Ok(u64::try_from(clip.duration.as_millis()).unwrap_or(u64::MAX))
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

/// The uploads that wait.
pub(crate) struct Queue {
    folder: PathBuf,
    send: mpsc::Sender<ClipId>,
    waiting: Mutex<Option<mpsc::Receiver<ClipId>>>,
    progress: Mutex<HashMap<ClipId, f32>>,
}

impl Queue {
    pub(crate) fn new(folder: PathBuf) -> Self {
        let (send, waiting) = mpsc::channel(WAITING);
        Self { folder, send, waiting: Mutex::new(Some(waiting)), progress: Mutex::default() }
    }

    /// Where a clip in the house format is.
    pub(crate) fn folder(&self, id: ClipId) -> PathBuf {
        self.folder.join(id.as_str())
    }

    /// Where an upload is as it came.
    pub(crate) fn upload(&self, id: ClipId) -> PathBuf {
        self.folder.join(format!("{id}.upload"))
    }

    /// A place for one upload; nothing while too many wait. Whoever has it can put a clip into the queue.
    pub(crate) fn place(&self) -> Option<mpsc::OwnedPermit<ClipId>> {
        let place = self.send.clone().try_reserve_owned().ok();
        if place.is_none() {
            metrics::counter!("plenary_api_uploads_refused_total").increment(1);
        }
        place
    }

    /// How far the check of a clip is, from 0 to 1; 0 while it waits.
    pub(crate) fn progress(&self, id: ClipId) -> f32 {
        self.lock().get(&id).copied().unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClipId, f32>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what is left of a clip on disk.
    pub(crate) async fn clear(&self, id: ClipId) {
        remove(&self.upload(id)).await;
        remove(&self.folder(id)).await;
    }
}

/// Takes clips out of the queue until `stop`. A clip that is being read then is read again after the next
/// start.
pub(crate) async fn work(context: Arc<Context>, stop: CancellationToken) {
    let waiting = context.queue.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut waiting) = waiting else { return };
    let folder = context.queue.folder.clone();
    match tokio::task::spawn_blocking(move || plenary_clip::sweep(&folder)).await {
        Ok(Ok(0)) | Err(_) => {}
        Ok(Ok(swept)) => tracing::info!(swept, "removed what an earlier run left of unfinished clips"),
        Ok(Err(error)) => tracing::warn!(%error, "what an earlier run left of unfinished clips could not be removed"),
    }
    for id in left(&context).await {
        if stop.run_until_cancelled(one(&context, id)).await.is_none() {
            return;
        }
    }
    while let Some(Some(id)) = stop.run_until_cancelled(waiting.recv()).await {
        if stop.run_until_cancelled(one(&context, id)).await.is_none() {
            return;
        }
    }
}

/// Clips whose check an earlier run of the server did not finish.
async fn left(context: &Context) -> Vec<ClipId> {
    match context.rooms.store.clips().list(context.rooms.summit).await {
        Ok(clips) => clips.into_iter().filter(|clip| clip.state == State::Checking).map(|clip| clip.id).collect(),
        Err(error) => {
            tracing::warn!(%error, "unfinished clips could not be listed");
            Vec::new()
        }
    }
}

async fn one(context: &Arc<Context>, id: ClipId) {
    // Removed while it waited, or put into the queue twice: once by its upload, once by a start.
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
    let state = match context.rooms.ingest.ingest(upload, folder, progress).await {
        Ok(duration_ms) => State::Ready { duration_ms },
        Err(trouble) => State::Failed { reason: trouble.to_string() },
    };
    metrics::counter!("plenary_api_clips_total", "ready" => matches!(state, State::Ready { .. }).to_string())
        .increment(1);
    match context.rooms.store.clips().finish(By::system(context.now()), id, &state).await {
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

/// Uploads that may wait for their check: an evening's speeches, and a bound for the disk.
const WAITING: usize = 32;
