//! Records a programme as fragmented MP4 that plays whenever the writing stopped.
//!
//! The best picture and the sound are written as they come, a fragment at a time: a file is complete
//! up to its last fragment at every moment, and what is on disk is at most a second older than the
//! programme. A disk that fails does not end the recording: it goes on in a new file as soon as one
//! can be written, and until then [`State::Faulted`] says what is wrong.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use moq_mux::{
    catalog::{CatalogFormat, Stream},
    container::fmp4,
    select,
};
use plenary_model::name::BroadcastName;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use crate::disk::{Disk, Real, Sheet};

/// What the recording does now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The programme is not there yet, or no more.
    Waiting,
    /// The programme is being written.
    Recording {
        /// The file.
        file: PathBuf,
        /// Bytes in it.
        bytes: u64,
    },
    /// Nothing is being written; it is tried again every few seconds.
    Faulted(String),
    /// The recording was stopped and everything is on disk.
    Stopped,
}

/// A recording that runs. It goes on when all handles are dropped; only [`Handle::stop`] ends it.
#[derive(Debug, Clone)]
pub struct Handle {
    state: watch::Receiver<State>,
    stop: CancellationToken,
}

impl Handle {
    /// Follows what the recording does.
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Ends the recording: what was received is written and synchronised before the task ends.
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

/// Records `programme`, whenever it is announced on `origin`, into files in `folder` that are named
/// after the time at which they begin, such as `programme-20261125T160000Z.mp4`.
pub fn start(origin: moq_net::origin::Producer, programme: BroadcastName, folder: PathBuf) -> (Handle, JoinHandle<()>) {
    start_on(Real, origin, programme, folder)
}

/// Like [`start`], on another disk.
pub fn start_on<D: Disk>(
    disk: D,
    origin: moq_net::origin::Producer,
    programme: BroadcastName,
    folder: PathBuf,
) -> (Handle, JoinHandle<()>) {
    let (state, receiver) = watch::channel(State::Waiting);
    let stop = CancellationToken::new();
    let handle = Handle { state: receiver, stop: stop.clone() };
    let source = moq_mux::Source::new(origin.consume(), programme.to_string());
    let recorder = Recorder { source, origin, path: programme.to_string(), state, stop };
    (handle, tokio::spawn(recorder.run(disk, folder)))
}

struct Recorder {
    source: moq_mux::Source,
    origin: moq_net::origin::Producer,
    path: String,
    state: watch::Sender<State>,
    stop: CancellationToken,
}

/// Why a file came to its end.
enum End {
    /// The programme ended, or could not be read.
    Programme,
    /// The disk failed.
    Disk,
    /// Somebody stopped the recording.
    Stopped,
}

impl Recorder {
    async fn run<D: Disk>(self, disk: D, folder: PathBuf) {
        // Blocking writes, on a thread of their own so that a slow disk stops nothing else.
        let (lines, inbox) = mpsc::channel(QUEUE);
        let state = self.state.clone();
        let writing = tokio::task::spawn_blocking(move || Writer { disk, folder, state, open: None }.run(inbox));
        loop {
            let end = tokio::select! {
                () = self.stop.cancelled() => End::Stopped,
                end = self.file(&lines) => end,
            };
            match end {
                End::Stopped => break,
                End::Programme => {
                    let _ = lines.send(Line::End).await;
                }
                End::Disk => metrics::counter!("plenary_outputs_disk_faults_total").increment(1),
            }
            tokio::select! {
                () = self.stop.cancelled() => break,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
        drop(lines);
        let _ = writing.await;
        self.state.send_replace(State::Stopped);
    }

    /// Sends one file's worth of the programme to the writer.
    async fn file(&self, lines: &mpsc::Sender<Line>) -> End {
        let Ok(broadcast) = self.origin.consume().routed_broadcast(self.path.as_str()).await else {
            return End::Programme;
        };
        let Ok(catalog) = moq_mux::catalog::Consumer::<()>::new(&broadcast, CatalogFormat::Hang).await else {
            return End::Programme;
        };
        let Some(picture) = largest(&broadcast).await else { return End::Programme };
        let wanted =
            select::Broadcast::default().video(select::Video::default().name(picture)).audio(select::Audio::default());
        let mut export = fmp4::Export::new(self.source.clone(), catalog.select(wanted))
            .with_max_age(PATIENCE)
            .with_fragment_duration(FRAGMENT);

        let (failed, mut failure) = mpsc::channel(1);
        let mut sync = tokio::time::interval_at(Instant::now() + SYNC, SYNC);
        sync.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut first = Some(failed);
        loop {
            let line = tokio::select! {
                chunk = export.next() => match chunk {
                    Ok(Some(data)) => match first.take() {
                        Some(failed) => Line::Begin { data, failed },
                        None => Line::More(data),
                    },
                    Ok(None) => return End::Programme,
                    Err(error) => {
                        metrics::counter!("plenary_outputs_programme_unread_total").increment(1);
                        tracing::debug!("the programme cannot be read: {error}");
                        return End::Programme;
                    }
                },
                _ = sync.tick() => Line::Sync,
                () = broadcast_ended(&broadcast) => return End::Programme,
                Some(()) = failure.recv() => return End::Disk,
            };
            if lines.send(line).await.is_err() {
                return End::Disk;
            }
        }
    }
}

/// A programme that went away without ending its tracks, a little later than them if it ended them.
async fn broadcast_ended(broadcast: &moq_net::broadcast::Consumer) {
    broadcast.closed().await;
    tokio::time::sleep(SYNC).await;
}

enum Line {
    /// The head of a new file, and whom to tell when it cannot go on.
    Begin { data: Bytes, failed: mpsc::Sender<()> },
    /// The next fragment.
    More(Bytes),
    /// Nothing may wait in memory longer.
    Sync,
    /// The file is complete.
    End,
}

struct Writer<D: Disk> {
    disk: D,
    folder: PathBuf,
    state: watch::Sender<State>,
    open: Option<Open<D::File>>,
}

struct Open<F> {
    file: F,
    path: PathBuf,
    bytes: u64,
    fragments: u64,
    synced: bool,
    failed: mpsc::Sender<()>,
}

impl<D: Disk> Writer<D> {
    fn run(mut self, mut lines: mpsc::Receiver<Line>) {
        while let Some(line) = lines.blocking_recv() {
            let done = match line {
                Line::Begin { data, failed } => self.close().and_then(|()| self.begin(&data, failed)),
                Line::More(data) => self.more(&data),
                Line::Sync => self.sync(),
                Line::End => self.close().map(|()| {
                    self.state.send_replace(State::Waiting);
                }),
            };
            if let Err(error) = done {
                self.fail(&error);
            }
        }
        if let Err(error) = self.close() {
            self.fail(&error);
        }
    }

    fn begin(&mut self, head: &[u8], failed: mpsc::Sender<()>) -> io::Result<()> {
        let begun = jiff::Timestamp::now();
        let mut attempt = 1;
        let (mut file, path) = loop {
            let path = self.folder.join(name(begun, attempt));
            match self.disk.create(&path) {
                Ok(file) => break (file, path),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < NAMES => attempt += 1,
                Err(error) => {
                    let _ = failed.try_send(());
                    return Err(error);
                }
            }
        };
        let written = file.write_all(head);
        let bytes = head.len() as u64;
        self.open = Some(Open { file, path: path.clone(), bytes, fragments: 0, synced: false, failed });
        written?;
        self.state.send_replace(State::Recording { file: path, bytes });
        Ok(())
    }

    fn more(&mut self, data: &[u8]) -> io::Result<()> {
        // After a failure, until the reader has noticed.
        let Some(open) = &mut self.open else { return Ok(()) };
        open.file.write_all(data)?;
        open.bytes += data.len() as u64;
        open.fragments += 1;
        open.synced = false;
        metrics::counter!("plenary_outputs_recorded_bytes_total").increment(data.len() as u64);
        let now = open.bytes;
        self.state.send_modify(|state| {
            if let State::Recording { bytes, .. } = state {
                *bytes = now;
            }
        });
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        match &mut self.open {
            Some(open) if !open.synced => {
                open.file.sync()?;
                open.synced = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn close(&mut self) -> io::Result<()> {
        self.sync()?;
        self.open = None;
        Ok(())
    }

    fn fail(&mut self, error: &io::Error) {
        if let Some(open) = self.open.take() {
            let _ = open.failed.try_send(());
            if open.fragments == 0 {
                let _ = self.disk.remove(&open.path);
            }
        }
        let text = describe(error, &self.folder);
        if !matches!(&*self.state.borrow(), State::Faulted(known) if *known == text) {
            tracing::warn!("{text}");
        }
        self.state.send_replace(State::Faulted(text));
    }
}

fn describe(error: &io::Error, folder: &Path) -> String {
    let folder = folder.display();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            format!(
                "The disk is full: the programme is not recorded. Make room in {folder}; recording goes on by itself."
            )
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => format!(
            "The programme is not recorded: this user may not write to {folder}. Give it the folder; recording goes \
             on by itself."
        ),
        _ => format!("The programme is not recorded: writing to {folder} failed ({error}). It is tried again."),
    }
}

fn name(begun: jiff::Timestamp, attempt: u32) -> String {
    let time = begun.strftime("%Y%m%dT%H%M%SZ");
    match attempt {
        1 => format!("programme-{time}.mp4"),
        _ => format!("programme-{time}-{attempt}.mp4"),
    }
}

/// The name of the largest rendition: the others are only the same again.
async fn largest(broadcast: &moq_net::broadcast::Consumer) -> Option<String> {
    let mut catalog = moq_mux::catalog::Consumer::<()>::new(broadcast, CatalogFormat::Hang).await.ok()?;
    loop {
        let known = catalog.next().await.ok()??;
        let renditions = known.video.renditions.into_iter();
        if let Some((name, _)) = renditions.max_by_key(|(_, config)| config.coded_height) {
            return Some(name);
        }
    }
}

/// How late a group may be before it is left out. As long as tracks keep groups: a recording leaves
/// nothing out that is still there.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a crash may cost beyond [`SYNC`], against 100 bytes of header for each.
const FRAGMENT: Duration = Duration::from_millis(500);
/// Together with a fragment's length this is less than the second that is promised.
const SYNC: Duration = Duration::from_millis(400);
/// From a failure to the next attempt.
const RETRY: Duration = Duration::from_secs(2);
/// Fragments between the reader and a slow disk, about half a minute. When it is full the reader
/// waits, and what grows older than [`PATIENCE`] meanwhile is left out.
const QUEUE: usize = 256;
/// Files that may begin within one second.
const NAMES: u32 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_the_time_it_begins_and_never_twice() {
        let begun = "2026-11-25T16:00:00Z".parse().unwrap();
        assert_eq!(name(begun, 1), "programme-20261125T160000Z.mp4");
        assert_eq!(name(begun, 2), "programme-20261125T160000Z-2.mp4");
    }

    #[test]
    fn a_full_disk_is_named_with_what_to_do() {
        let text = describe(&io::ErrorKind::StorageFull.into(), Path::new("/srv/plenary"));
        assert!(text.contains("disk is full") && text.contains("/srv/plenary"), "{text}");
    }
}
