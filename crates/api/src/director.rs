//! What the API asks of the show.

use std::sync::Arc;

use futures::{FutureExt, future::BoxFuture};
use plenary_model::{
    id::{ItemId, LocationId},
    journal::Actor,
    location::Admission,
    scene::{Caption, Scene, Transition},
    source::SourceId,
};
use plenary_show::{Error, Handle, handle::Draft, live};
use plenary_store::Made;

/// Something that changes what is on air or in preview.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Put a scene into preview.
    Preview(Scene),
    /// Bring the previewed scene on air.
    Take(Transition),
    /// Put the name graphic on, or take it off.
    Caption(Option<Caption>),
    /// Bring the rundown's next item on air.
    Next,
    /// Bring the item before on air.
    Back,
    /// Bring any item on air.
    Jump(ItemId),
    /// Let the rundown go on by itself, or stop it.
    Run(bool),
    /// Bring the slate on air at once.
    SlateNow,
    /// Bring back what was on air before the last take.
    Untake,
    /// Let recorded backups take over by themselves, or not.
    Arm(bool),
}

/// The show as the API sees it. [`plenary_show::Handle`] is the real one.
pub trait Director: Send + Sync + 'static {
    /// Does `command` in the name of `by`.
    fn direct(&self, by: Actor, command: Command) -> BoxFuture<'_, Result<live::Taken, Error>>;

    /// Changes the plan; gives the change as it was made.
    fn draft(&self, by: Actor, draft: Draft) -> BoxFuture<'_, Result<Made, Error>>;

    /// Lets a location in, turns it away, or lets it wait again.
    fn admit(&self, by: Actor, location: LocationId, admission: Admission) -> BoxFuture<'_, Result<(), Error>>;

    /// Tells a person why their sessions are about to be ended, and takes them off the air.
    fn dismiss(&self, person: SourceId, reason: String) -> BoxFuture<'_, Result<(), Error>>;

    /// Reads people, clips and summit again after a change in the store.
    fn reload(&self) -> BoxFuture<'_, Result<(), Error>>;

    /// What the crew sees at this moment.
    fn crew(&self) -> Arc<live::Crew>;

    /// The plan at this moment.
    fn plan(&self) -> Arc<live::Plan>;

    /// Whether the show still runs.
    fn alive(&self) -> bool;
}

impl Director for Handle {
    fn direct(&self, by: Actor, command: Command) -> BoxFuture<'_, Result<live::Taken, Error>> {
        match command {
            Command::Preview(scene) => self.preview(by, scene).boxed(),
            Command::Take(transition) => self.take(by, transition).boxed(),
            Command::Caption(caption) => self.caption(by, caption).boxed(),
            Command::Next => self.next(by).boxed(),
            Command::Back => self.back(by).boxed(),
            Command::Jump(item) => self.jump(by, item).boxed(),
            Command::Run(running) => self.run(by, running).boxed(),
            Command::SlateNow => self.slate_now(by).boxed(),
            Command::Untake => self.untake(by).boxed(),
            Command::Arm(armed) => self.arm(by, armed).boxed(),
        }
    }

    fn draft(&self, by: Actor, draft: Draft) -> BoxFuture<'_, Result<Made, Error>> {
        self.draft(by, draft).boxed()
    }

    fn admit(&self, by: Actor, location: LocationId, admission: Admission) -> BoxFuture<'_, Result<(), Error>> {
        self.admit(by, location, admission).boxed()
    }

    fn dismiss(&self, person: SourceId, reason: String) -> BoxFuture<'_, Result<(), Error>> {
        self.dismiss(person, reason).boxed()
    }

    fn reload(&self) -> BoxFuture<'_, Result<(), Error>> {
        self.reload().boxed()
    }

    fn crew(&self) -> Arc<live::Crew> {
        Self::crew(self).borrow().clone()
    }

    fn plan(&self) -> Arc<live::Plan> {
        Self::plan(self).borrow().clone()
    }

    fn alive(&self) -> bool {
        Self::crew(self).has_changed().is_ok()
    }
}
