//! Those who direct a summit.

use crate::{
    id::{CrewId, StageId, SummitId},
    time::Timestamp,
};

/// A producer: directs the summit and lets people in, or directs one local stage and its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Producer {
    /// The producer's id.
    pub id: CrewId,
    /// The summit they direct.
    pub summit: SummitId,
    /// The one stage that they direct; nothing for those who direct the summit with all its stages.
    pub stage: Option<StageId>,
    /// As the crew reads it.
    pub name: String,
    /// When they were added.
    pub created: Timestamp,
}
