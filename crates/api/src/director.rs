//! What the API asks of the show.

use std::sync::Arc;

use futures::{FutureExt, future::BoxFuture};
use plenary_model::{id::LocationId, journal::Actor, location::Admission, source::SourceId};
pub use plenary_show::state::Command;
use plenary_show::{Error, Handle, floor, handle::Draft, live, room, sound, talk};
use plenary_store::Made;

/// The show as the API sees it. [`plenary_show::Handle`] is the real one.
pub trait Director: Send + Sync + 'static {
    /// Does `command` in the name of `by`.
    fn direct(&self, by: Actor, command: Command) -> BoxFuture<'_, Result<live::Taken, Error>>;

    /// Changes the plan; gives the change as it was made.
    fn draft(&self, by: Actor, draft: Draft) -> BoxFuture<'_, Result<Made, Error>>;

    /// Does what a producer asks of the floor; [`Director::crew`] has it by then.
    fn govern(&self, by: Actor, command: floor::Command) -> BoxFuture<'_, Result<(), Error>>;

    /// Does what is asked of the sound desk; [`Director::crew`] has it by then.
    fn mix(&self, by: Actor, command: sound::Command) -> BoxFuture<'_, Result<(), Error>>;

    /// Does what a guest asks of the floor; [`Director::crew`] has it by then.
    fn wish(&self, person: SourceId, wish: floor::Wish) -> BoxFuture<'_, Result<(), Error>>;

    /// Does what is asked about rooms; [`Director::crew`] has it by then.
    fn arrange(&self, by: Actor, command: room::Command) -> BoxFuture<'_, Result<(), Error>>;

    /// Does what is asked about speaking behind the scenes; [`Director::crew`] has it by then.
    fn talk(&self, command: talk::Command) -> BoxFuture<'_, Result<(), Error>>;

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
        self.direct(by, command).boxed()
    }

    fn draft(&self, by: Actor, draft: Draft) -> BoxFuture<'_, Result<Made, Error>> {
        self.draft(by, draft).boxed()
    }

    fn govern(&self, by: Actor, command: floor::Command) -> BoxFuture<'_, Result<(), Error>> {
        self.govern(by, command).boxed()
    }

    fn mix(&self, by: Actor, command: sound::Command) -> BoxFuture<'_, Result<(), Error>> {
        self.mix(by, command).boxed()
    }

    fn wish(&self, person: SourceId, wish: floor::Wish) -> BoxFuture<'_, Result<(), Error>> {
        self.wish(person, wish).boxed()
    }

    fn arrange(&self, by: Actor, command: room::Command) -> BoxFuture<'_, Result<(), Error>> {
        self.arrange(by, command).boxed()
    }

    fn talk(&self, command: talk::Command) -> BoxFuture<'_, Result<(), Error>> {
        self.talk(command).boxed()
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
