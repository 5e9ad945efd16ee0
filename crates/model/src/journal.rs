//! The append-only record of who did what, when.

use crate::{
    id::{CrewId, KeyId, LocationId, RehearsalId, SpeakerId, StageId, SummitId},
    time::Timestamp,
};

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Actor {
    /// The server by itself: a start, a rundown that runs on its own.
    System,
    /// A producer.
    Crew(CrewId),
    /// A speaker.
    Speaker(SpeakerId),
    /// The host of a location.
    Location(LocationId),
    /// A process that makes the programme of a local stage.
    Stage(StageId),
    /// A simulated crowd.
    Rehearsal(RehearsalId),
    /// A machine with a key, such as a desk with buttons.
    Hands(KeyId),
    /// A machine that sends OSC from an address that the settings allow.
    Osc,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the journal: 1 for the first, without gaps.
    pub sequence: i64,
    /// The summit it is about.
    pub summit: SummitId,
    /// When it was written.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done, as `<noun>.<verb>`: `stage.take`, `location.admit`.
    pub action: String,
    /// What it was done to and how, as JSON; holds ids, never tokens or addresses.
    pub detail: String,
}
