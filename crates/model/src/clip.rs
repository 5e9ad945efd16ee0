//! An uploaded recording.

use crate::{
    id::{ClipId, SummitId},
    time::Timestamp,
};

/// An uploaded recording, which a stage can show once it has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clip {
    /// The clip's id.
    pub id: ClipId,
    /// The summit it belongs to.
    pub summit: SummitId,
    /// As the crew reads it.
    pub title: String,
    /// Whether it can be shown.
    pub state: State,
    /// When it was uploaded.
    pub created: Timestamp,
}

/// Whether a clip can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is being read and brought into the house format.
    Checking,
    /// It can be shown.
    Ready {
        /// Its length in milliseconds.
        duration_ms: u64,
    },
    /// It cannot be shown.
    Failed {
        /// What is wrong with it and what to do, in plain words.
        reason: String,
    },
}
