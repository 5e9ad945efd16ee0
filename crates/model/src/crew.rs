//! Those who direct a summit.

use crate::{
    id::{CrewId, SummitId},
    time::Timestamp,
};

/// A producer: directs the summit and lets people in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Producer {
    /// The producer's id.
    pub id: CrewId,
    /// The summit they direct.
    pub summit: SummitId,
    /// As the crew reads it.
    pub name: String,
    /// When they were added.
    pub created: Timestamp,
}
