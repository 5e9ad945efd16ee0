//! What may be asked of the floor.

use plenary_model::{
    floor::{Category, Rules},
    id::RequestId,
    source::SourceId,
};

/// A change of the rules, applied to the rules as they are when its turn comes.
pub type Decision = Box<dyn FnOnce(&mut Rules) + Send>;

/// What a producer asks of the floor.
pub enum Command {
    /// Put a person on the list, also while it is closed.
    Invite(RequestId, SourceId, Category),
    /// Take a request off the list.
    Remove(RequestId),
    /// Move a request so that it stands at a place afterwards. One that is called waits again.
    Shift(RequestId, usize),
    /// Give the floor, and prepare to show the person alone.
    Give(RequestId),
    /// Stop the clock of whoever speaks, or let it run again.
    Pause(bool),
    /// End the speech of whoever has the floor.
    End,
    /// Change the rules.
    Decide(Decision),
}

/// What a guest asks of the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To have it. The request's id is a new one.
    Ask(RequestId, Category),
    /// Not to have it after all.
    Withdraw,
}
