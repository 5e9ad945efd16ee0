//! The show: the one task that owns a summit's live state.
//!
//! [`start`] loads what lasts from the store, puts the show back where it stood, and answers a
//! [`Handle`]. Everything a producer does goes through the handle's bounded inbox to one task, which
//! decides ([`state`], pure), acts on the mixer ([`mixer`]), writes to the store, and publishes the
//! live documents ([`live`]).
//!
//! What was acknowledged is on disk. When the disk refuses, what is on air goes on all the same: the
//! answer says that it was not recorded, the crew sees the fault `store`, and where the show stands is
//! written down as soon as there is room. A change of the plan is refused then.

mod actor;
pub mod cue;
pub mod document;
pub mod exchange;
pub mod floor;
pub mod graphics;
pub mod handle;
pub mod live;
pub mod mixer;
pub mod people;
pub mod presence;
mod publish;
mod recorder;
pub mod room;
pub mod sound;
pub mod spoken;
pub mod state;
pub mod talk;
mod titles;

use std::path::PathBuf;

use plenary_model::{
    id::{StageId, SummitId},
    time::Timestamp,
};

pub use crate::{
    actor::start,
    handle::{Error, Handle},
};

/// What a show is made for.
#[derive(Debug, Clone)]
pub struct Config {
    /// The summit.
    pub summit: SummitId,
    /// The stage.
    pub stage: StageId,
    /// The folder of all recordings in the house format, each in a folder named by the clip's id.
    pub clips: PathBuf,
    /// The folder of uploaded pictures, each a PNG named by its id.
    pub pictures: PathBuf,
    /// The time: [`system_clock`] outside tests.
    pub clock: fn() -> Timestamp,
}

/// What of a summit a show is in charge of.
#[derive(Clone)]
pub enum Scope {
    /// The main stage, and what there is once in a summit: who is let in, and the wall.
    Main(plenary_wall::Handle),
    /// A local stage: its own people, and the main programme.
    Local,
    /// A copy of the main stage of this summit, with its people, recordings and graphics: nobody is told or let in, and
    /// its documents and broadcasts are those of the copy.
    RunThrough(SummitId),
}

/// The system's time.
pub fn system_clock() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Why a show cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store cannot be read.
    #[error("the show cannot be loaded: {0}")]
    Store(#[from] plenary_store::Error),
    /// The in-process origin refuses a broadcast.
    #[error("the show cannot be published: {0}")]
    Publish(#[from] moq_net::Error),
    /// A document cannot be published.
    #[error("the show's documents cannot be published: {0}")]
    Document(#[from] moq_json::Error),
    /// The mixer or the wall does not answer.
    #[error("the show cannot go on: {0}")]
    Show(#[from] Error),
}
