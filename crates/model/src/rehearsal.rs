//! A crowd of simulated participants.

use crate::{
    id::{RehearsalId, SummitId},
    time::Timestamp,
};

/// Permission to bring a crowd of simulated participants until a set time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsal {
    /// The rehearsal's id.
    pub id: RehearsalId,
    /// The summit it rehearses.
    pub summit: SummitId,
    /// How many locations it brings.
    pub locations: u32,
    /// How many speakers it brings.
    pub speakers: u32,
    /// How many viewers it brings.
    pub viewers: u32,
    /// Whether its locations are let in at once: the producer who creates it answers for the crowd.
    pub admit: bool,
    /// When the crowd vanishes.
    pub expires: Timestamp,
    /// When it was created.
    pub created: Timestamp,
}
