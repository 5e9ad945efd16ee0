//! What those who watch have in common: a session of their own, and a report that grows.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use moq_net::origin;
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{participant, session};

/// Watches until it is stopped or dropped.
pub(crate) struct Watching<R> {
    seen: Arc<Seen<R>>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl<R: Clone + Default + Send + 'static> Watching<R> {
    /// Opens a session with `url`, counts with `connected` how often it is opened, and looks with `look` again
    /// and again: whenever what it looked at ended.
    pub(crate) fn start<L, F>(client: moq_tokio::Client, url: Url, connected: fn(&mut R), look: L) -> Self
    where
        L: Fn(origin::Producer, Arc<Seen<R>>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), participant::Error>> + Send,
    {
        let seen = Arc::new(Seen { report: Mutex::default(), news: watch::Sender::new(()) });
        let stop = CancellationToken::new();
        let (shared, stopped) = (seen.clone(), stop.clone());
        let run = async move {
            let origin = moq_tokio::origin::spawn();
            let mut connection = session::subscribe(&client, &origin, url);
            let counting = async {
                while let Ok(status) = connection.status().await {
                    if status == moq_tokio::Status::Connected {
                        shared.note(connected);
                    }
                }
            };
            let looking = async {
                loop {
                    if let Err(error) = look(origin.clone(), shared.clone()).await {
                        tracing::debug!("what was watched ended: {error}");
                    }
                    tokio::time::sleep(AGAIN).await;
                }
            };
            tokio::join!(counting, looking);
        };
        let task = tokio::spawn(async move {
            stopped.run_until_cancelled_owned(run).await;
        });
        Self { seen, stop, task }
    }

    /// What was seen so far.
    pub(crate) fn report(&self) -> R {
        self.seen.lock().clone()
    }

    /// Waits until what was seen is as `wanted`. Never returns when it never is.
    pub(crate) async fn until(&self, mut wanted: impl FnMut(&R) -> bool) {
        let mut news = self.seen.news.subscribe();
        while !wanted(&self.seen.lock()) {
            if news.changed().await.is_err() {
                return;
            }
        }
    }

    /// Stops to watch.
    pub(crate) async fn stop(mut self) -> R {
        self.stop.cancel();
        let _ = (&mut self.task).await;
        self.seen.lock().clone()
    }
}

impl<R> Drop for Watching<R> {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A report that is being written.
pub(crate) struct Seen<R> {
    report: Mutex<R>,
    news: watch::Sender<()>,
}

impl<R> Seen<R> {
    /// Writes something down and wakes those who wait for it.
    pub(crate) fn note(&self, change: impl FnOnce(&mut R)) {
        change(&mut self.lock());
        self.news.send_replace(());
    }

    fn lock(&self) -> MutexGuard<'_, R> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// From the end of what was watched to asking for it again.
const AGAIN: Duration = Duration::from_millis(200);
