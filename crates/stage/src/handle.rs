//! The way to command a running stage.

use plenary_model::scene::{Caption, Scene, Transition};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{Backup, Error, Graphic, Slate, Snapshot, Source, Taken, sound::Settings};

/// Commands wait here between two frames. Nobody clicks 64 times in 33 ms; a flood waits its turn.
pub(crate) const INBOX: usize = 64;

/// What the engine does next, each with the way to answer.
#[derive(Debug)]
pub(crate) enum Command {
    Preview(Scene, Answer<()>),
    Take(Transition, Answer<Taken>),
    Direct(Scene, Transition, Option<Caption>, Answer<Taken>),
    Caption(Option<Caption>, Answer<()>),
    Arm(Option<Backup>, Answer<()>),
    Delay(u32, Answer<()>),
    Dump(Answer<()>),
    Graphics(Vec<Graphic>, Vec<Graphic>, Answer<()>),
    Slate(Slate, Answer<()>),
    Sources(Vec<Source>, Answer<()>),
    Sound(Box<Settings>, Answer<()>),
    ResetLoudness(Answer<()>),
    Stop,
}

pub(crate) type Answer<T> = oneshot::Sender<Result<T, Error>>;

/// The way to command a running stage. Clones command the same stage.
#[derive(Debug, Clone)]
pub struct Handle {
    commands: mpsc::Sender<Command>,
    snapshot: watch::Receiver<Snapshot>,
}

impl Handle {
    pub(crate) fn new(commands: mpsc::Sender<Command>, snapshot: watch::Receiver<Snapshot>) -> Self {
        Self { commands, snapshot }
    }

    /// Prepares `scene`: its sources are subscribed to and shown in the preview.
    ///
    /// # Errors
    /// [`Error::Gone`] when it names a source that the stage does not have.
    pub async fn preview(&self, scene: Scene) -> Result<(), Error> {
        self.ask(|answer| Command::Preview(scene, answer)).await
    }

    /// Puts the previewed scene on air. A scene that is on air already stays, and the answer tells
    /// since when: of two producers who take at once, both hear the same.
    ///
    /// # Errors
    /// [`Error::Transition`] when the mix is too short or too long, [`Error::Gone`] when a source of the
    /// scene has been taken away.
    pub async fn take(&self, transition: Transition) -> Result<Taken, Error> {
        self.ask(|answer| Command::Take(transition, answer)).await
    }

    /// Previews `scene` and puts it on air with `caption` in one step.
    ///
    /// # Errors
    /// As [`Handle::preview`] and [`Handle::take`].
    pub async fn direct(&self, scene: Scene, transition: Transition, caption: Option<Caption>) -> Result<Taken, Error> {
        self.ask(|answer| Command::Direct(scene, transition, caption, answer)).await
    }

    /// Shows, changes or removes the name graphic on air.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn caption(&self, caption: Option<Caption>) -> Result<(), Error> {
        self.ask(|answer| Command::Caption(caption, answer)).await
    }

    /// Arms what takes over when a source of a scene on air goes silent, or disarms.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn arm(&self, backup: Option<Backup>) -> Result<(), Error> {
        self.ask(|answer| Command::Arm(backup, answer)).await
    }

    /// Holds the programme back for so many milliseconds, at most 30,000, from now on. While it grows,
    /// the slate is on air; when it shrinks, what is too old is left out.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn delay(&self, ms: u32) -> Result<(), Error> {
        self.ask(|answer| Command::Delay(ms, answer)).await
    }

    /// Throws away what is held back: it never leaves this process. The slate is on air until as much is held again.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn dump(&self) -> Result<(), Error> {
        self.ask(Command::Dump).await
    }

    /// The whole set of graphics over the programme, and over the preview, from now on. Each fades in or out; a name is
    /// shown in the preview alone, and comes on air as a caption.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn graphics(&self, programme: Vec<Graphic>, preview: Vec<Graphic>) -> Result<(), Error> {
        self.ask(|answer| Command::Graphics(programme, preview, answer)).await
    }

    /// Changes the slate.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn slate(&self, slate: Slate) -> Result<(), Error> {
        self.ask(|answer| Command::Slate(slate, answer)).await
    }

    /// The whole set of sources that scenes may name. One that is on air and not in the set any more
    /// is replaced by the slate at once.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn sources(&self, sources: Vec<Source>) -> Result<(), Error> {
        self.ask(|answer| Command::Sources(sources, answer)).await
    }

    /// Sets the whole sound desk; what changes does so without a click.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn sound(&self, settings: Settings) -> Result<(), Error> {
        self.ask(|answer| Command::Sound(Box::new(settings), answer)).await
    }

    /// Measures the programme's loudness anew.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub async fn reset_loudness(&self) -> Result<(), Error> {
        self.ask(Command::ResetLoudness).await
    }

    /// The stage as it is; changes about ten times a second. A command that has been answered is in it.
    pub fn snapshot(&self) -> watch::Receiver<Snapshot> {
        self.snapshot.clone()
    }

    /// Ends the programme. Returns when the stage has taken the command or was stopped already.
    pub async fn stop(&self) {
        // A closed inbox means that it has stopped.
        let _ = self.commands.send(Command::Stop).await;
    }

    async fn ask<T>(&self, command: impl FnOnce(Answer<T>) -> Command) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        self.commands.send(command(answer)).await.map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }
}
