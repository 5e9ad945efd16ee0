//! What the rest of the house may ask of the show.

use std::sync::Arc;

use plenary_model::{
    floor,
    id::{GraphicId, ItemId, LocationId},
    journal::Actor,
    location::Admission,
    room, rundown,
    scene::{Caption, InvalidTransition, Scene, Transition},
    source::SourceId,
};
use plenary_store::Made;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{floor::Wish, live, state::Command, talk};

/// Commands that may wait for the task. A producer presses a key a few times a second; when this many
/// wait, the task hangs and callers should hear so rather than queue.
pub(crate) const INBOX: usize = 256;

/// What guests may ask at the same time. Their way is one of their own: a thousand hands take no place of a producer's
/// command.
const PLEAS: usize = 1_024;

/// Why a command did nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The scene names a source that is not there (any more).
    #[error("the source {0} is gone: choose another scene")]
    Gone(SourceId),
    /// The scene names a location that was not let in.
    #[error("the location {0} has not been let in: admit it before you show it")]
    NotAdmitted(LocationId),
    /// The scene names a clip that cannot be shown (yet).
    #[error("the clip {0} is not ready: wait until it has been checked, or upload it again")]
    NotReady(SourceId),
    /// Nobody of the crew has let the recording through.
    #[error("nobody has let this recording through yet: watch it under Recordings and approve it first")]
    NotApproved(SourceId),
    /// It is decided once for all stages.
    #[error("only the main stage decides this: do it in its control room")]
    NotHere,
    /// A run-through is of the show alone.
    #[error("a run-through has no rooms and tells nobody: do it in the main control room")]
    RunThrough,
    /// The rundown does not allow it.
    #[error(transparent)]
    Rundown(#[from] rundown::Error),
    /// The floor does not allow it.
    #[error(transparent)]
    Floor(#[from] floor::Error),
    /// The rooms do not allow it.
    #[error(transparent)]
    Room(#[from] room::Error),
    /// What happens behind the scenes does not allow it.
    #[error(transparent)]
    Talk(#[from] talk::Error),
    /// Nothing was on air before.
    #[error("nothing was taken yet: there is nothing to go back to")]
    NothingBefore,
    /// The change was taken back before.
    #[error("this change was taken back already")]
    Undone,
    /// The producer has changed nothing that is not taken back.
    #[error("there is nothing to take back: you have changed nothing since")]
    NothingToUndo,
    /// Somebody removed the graphic.
    #[error("the graphic {0} is not there any more: choose another one")]
    NoGraphic(GraphicId),
    /// A mix of that length is not possible.
    #[error(transparent)]
    Transition(#[from] InvalidTransition),
    /// A text is empty or too long, or a number is out of range.
    #[error("{field}: {problem}")]
    Invalid {
        /// The field that has to be corrected.
        field: &'static str,
        /// What is wrong with it, and what is allowed.
        problem: &'static str,
    },
    /// The store refused; nothing was changed.
    #[error(transparent)]
    Store(#[from] plenary_store::Error),
    /// The mixer did not do it; nothing was changed.
    #[error("the stage did not answer: {0}; try again")]
    Stage(String),
    /// Too many commands wait.
    #[error("the show is busy: try again in a moment")]
    Busy,
    /// The server is shutting down.
    #[error("the show has ended: the server is shutting down")]
    Ended,
}

/// A change of an item, applied to the item as it is when its turn comes.
pub type Edit = Box<dyn FnOnce(&mut rundown::Item) -> Result<(), rundown::Error> + Send>;

/// What a producer wants of the plan.
pub enum Draft {
    /// Put an item before the one at a place, at the end when there is none.
    Add(Box<rundown::Item>, Option<usize>),
    /// Change an item as it is when the turn comes, so that two producers who change different fields lose
    /// nothing. The id cannot be changed.
    Edit(ItemId, Edit),
    /// Move an item so that it stands at a place afterwards.
    Shift(ItemId, usize),
    /// Take an item out. Not while it is on air.
    Remove(ItemId),
    /// Several changes at once, or none of them.
    All(Vec<rundown::Change>),
    /// Take a change back: the one with that number, or what the same producer changed last.
    Undo(Option<i64>),
}

/// What comes through the inbox, with where the answer goes.
pub(crate) enum Message {
    Direct(Actor, Box<Command>, oneshot::Sender<Result<live::Taken, Error>>),
    Plan(Actor, Draft, oneshot::Sender<Result<Made, Error>>),
    Govern(Actor, crate::floor::Command, oneshot::Sender<Result<(), Error>>),
    Arrange(Actor, crate::room::Command, oneshot::Sender<Result<(), Error>>),
    Talk(talk::Command, oneshot::Sender<Result<(), Error>>),
    Mix(Actor, crate::sound::Command, oneshot::Sender<Result<(), Error>>),
    Admit(Actor, LocationId, Admission, oneshot::Sender<Result<(), Error>>),
    Dismiss(SourceId, String, oneshot::Sender<()>),
    Reload(oneshot::Sender<Result<(), Error>>),
    Viewers(u64),
    Recording(bool),
    Fault(&'static str, Option<String>),
    Stop,
}

/// What a guest asks of the floor, with where the answer goes.
pub(crate) struct Plea {
    pub(crate) person: SourceId,
    pub(crate) wish: Wish,
    pub(crate) reply: oneshot::Sender<Result<(), Error>>,
}

/// The show, to those who direct it. Clones speak to the same show.
#[derive(Clone)]
pub struct Handle {
    inbox: mpsc::Sender<Message>,
    pleas: mpsc::Sender<Plea>,
    seen: Seen,
}

/// The documents as they were published last.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) crew: watch::Receiver<Arc<live::Crew>>,
    pub(crate) plan: watch::Receiver<Arc<live::Plan>>,
    pub(crate) state: watch::Receiver<Arc<live::State>>,
}

impl Handle {
    pub(crate) fn new(seen: Seen) -> (Self, mpsc::Receiver<Message>, mpsc::Receiver<Plea>) {
        let (inbox, messages) = mpsc::channel(INBOX);
        let (pleas, heard) = mpsc::channel(PLEAS);
        (Self { inbox, pleas, seen }, messages, heard)
    }

    /// The crew's document as it was published last.
    pub fn crew(&self) -> watch::Receiver<Arc<live::Crew>> {
        self.seen.crew.clone()
    }

    /// The plan as it was published last.
    pub fn plan(&self) -> watch::Receiver<Arc<live::Plan>> {
        self.seen.plan.clone()
    }

    /// The public document as it was published last.
    pub fn state(&self) -> watch::Receiver<Arc<live::State>> {
        self.seen.state.clone()
    }

    /// Puts a scene into preview.
    pub async fn preview(&self, by: Actor, scene: Scene) -> Result<live::Taken, Error> {
        self.direct(by, Command::Preview(scene)).await
    }

    /// Brings the previewed scene on air. Of two producers who take at once, both are answered with
    /// what is on air afterwards.
    pub async fn take(&self, by: Actor, transition: Transition) -> Result<live::Taken, Error> {
        self.direct(by, Command::Take(transition)).await
    }

    /// Puts the name graphic on, or takes it off.
    pub async fn caption(&self, by: Actor, caption: Option<Caption>) -> Result<live::Taken, Error> {
        self.direct(by, Command::Caption(caption)).await
    }

    /// Brings the rundown's next item on air. The rundown goes on by itself if it did before.
    pub async fn next(&self, by: Actor) -> Result<live::Taken, Error> {
        self.direct(by, Command::Next).await
    }

    /// Brings the item before the current one on air, and takes over from a running rundown.
    pub async fn back(&self, by: Actor) -> Result<live::Taken, Error> {
        self.direct(by, Command::Back).await
    }

    /// Brings any item on air, and takes over from a running rundown.
    pub async fn jump(&self, by: Actor, item: ItemId) -> Result<live::Taken, Error> {
        self.direct(by, Command::Jump(item)).await
    }

    /// Lets the rundown go on by itself, or stops it. A rundown that has not begun begins.
    pub async fn run(&self, by: Actor, running: bool) -> Result<live::Taken, Error> {
        self.direct(by, Command::Run(running)).await
    }

    /// Brings the slate on air at once, and takes over from a running rundown.
    pub async fn slate_now(&self, by: Actor) -> Result<live::Taken, Error> {
        self.direct(by, Command::SlateNow).await
    }

    /// Brings back what was on air before the last take, with its graphic and its place in the rundown.
    pub async fn untake(&self, by: Actor) -> Result<live::Taken, Error> {
        self.direct(by, Command::Untake).await
    }

    /// Holds the programme back for so many milliseconds from now on, at most [`crate::state::MAX_DELAY_MS`].
    ///
    /// # Errors
    /// As [`Handle::preview`].
    pub async fn delay(&self, by: Actor, delay_ms: u32) -> Result<live::Taken, Error> {
        self.direct(by, Command::Delay(delay_ms)).await
    }

    /// Throws away what is held back; the slate stands in until as much is held again. Where nothing is held back,
    /// the slate goes on air.
    ///
    /// # Errors
    /// As [`Handle::preview`].
    pub async fn dump(&self, by: Actor) -> Result<live::Taken, Error> {
        self.direct(by, Command::Dump).await
    }

    /// Lets recorded backups take over by themselves, or not.
    pub async fn arm(&self, by: Actor, armed: bool) -> Result<live::Taken, Error> {
        self.direct(by, Command::Arm(armed)).await
    }

    /// Changes the plan. Answers the change as it was made; the plan's document has it by then.
    pub async fn draft(&self, by: Actor, draft: Draft) -> Result<Made, Error> {
        self.ask(|reply| Message::Plan(by, draft, reply)).await?
    }

    /// Does what a producer asks of the floor; the documents have it by then.
    pub async fn govern(&self, by: Actor, command: crate::floor::Command) -> Result<(), Error> {
        self.ask(|reply| Message::Govern(by, command, reply)).await?
    }

    /// Does what is asked about rooms; the documents have it by then.
    pub async fn arrange(&self, by: Actor, command: crate::room::Command) -> Result<(), Error> {
        self.ask(|reply| Message::Arrange(by, command, reply)).await?
    }

    /// Does what is asked about speaking behind the scenes; the documents have it by then.
    pub async fn talk(&self, command: talk::Command) -> Result<(), Error> {
        self.ask(|reply| Message::Talk(command, reply)).await?
    }

    /// Does what a producer asks of the sound desk; the documents have it by then.
    pub async fn mix(&self, by: Actor, command: crate::sound::Command) -> Result<(), Error> {
        self.ask(|reply| Message::Mix(by, command, reply)).await?
    }

    /// Does what a guest asks of the floor; the documents have it by then.
    pub async fn wish(&self, person: SourceId, wish: Wish) -> Result<(), Error> {
        let (reply, answer) = oneshot::channel();
        self.pleas.try_send(Plea { person, wish, reply }).map_err(refused)?;
        answer.await.map_err(|_| Error::Ended)?
    }

    /// Lets a location in, turns it away, or lets it wait again. One that is on air leaves it before
    /// the answer.
    pub async fn admit(&self, by: Actor, location: LocationId, admission: Admission) -> Result<(), Error> {
        self.ask(|reply| Message::Admit(by, location, admission, reply)).await?
    }

    /// Tells a person why they are being removed, before their sessions are ended. Ends when their
    /// screen has read it, at the latest after half a second; takes them off the air first.
    pub async fn dismiss(&self, person: SourceId, reason: String) -> Result<(), Error> {
        self.ask(|reply| Message::Dismiss(person, reason, reply)).await
    }

    /// Reads the summit, its people and its clips again: call it after each change of them in the
    /// store. Ends when screens, wall and stage follow.
    pub async fn reload(&self) -> Result<(), Error> {
        self.ask(Message::Reload).await?
    }

    /// How many sessions watch. Lost when the inbox is full: the next count replaces it anyway.
    pub fn viewers(&self, viewers: u64) {
        let _ = self.inbox.try_send(Message::Viewers(viewers));
    }

    /// Whether the programme is being recorded.
    pub async fn recording(&self, recording: bool) {
        let _ = self.inbox.send(Message::Recording(recording)).await;
    }

    /// Shows a fault to the crew, or takes it off. `text` says what happened and what to do.
    pub async fn fault(&self, code: &'static str, text: Option<String>) {
        let _ = self.inbox.send(Message::Fault(code, text)).await;
    }

    /// Ends the task: the last documents are published and every broadcast of the show ends.
    pub async fn stop(&self) {
        let _ = self.inbox.send(Message::Stop).await;
    }

    /// Does what `by` asks for; each command also has a method of its own.
    pub async fn direct(&self, by: Actor, command: Command) -> Result<live::Taken, Error> {
        self.ask(|reply| Message::Direct(by, Box::new(command), reply)).await?
    }

    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        self.inbox.try_send(message(reply)).map_err(refused)?;
        answer.await.map_err(|_| Error::Ended)
    }
}

fn refused<T>(refused: mpsc::error::TrySendError<T>) -> Error {
    match refused {
        mpsc::error::TrySendError::Full(_) => {
            metrics::counter!("plenary_show_refused_total").increment(1);
            Error::Busy
        }
        mpsc::error::TrySendError::Closed(_) => Error::Ended,
    }
}
