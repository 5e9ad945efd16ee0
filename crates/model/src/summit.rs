//! One edition of the event, and its stages.

use crate::{
    id::{LocationId, StageId, SummitId},
    time::Timestamp,
};

/// One edition of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summit {
    /// Also the first part of every broadcast's name.
    pub id: SummitId,
    /// Shown on slates and pages.
    pub title: String,
    /// Two colours of slates and quiet tiles.
    pub colours: Colours,
    /// What the slate counts down to; nothing when it shows no countdown.
    pub starts: Option<Timestamp>,
    /// Whether anyone may watch without a link.
    pub open: bool,
    /// The zone of its clocks, such as `Asia/Tehran`.
    pub zone: String,
    /// When it was created.
    pub created: Timestamp,
}

/// The colours of a summit, each 0xRRGGBB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Colours {
    /// Background of the slate.
    pub ground: u32,
    /// Lines and accents on it.
    pub accent: u32,
}

impl Default for Colours {
    fn default() -> Self {
        Self { ground: 0x12_3b4f, accent: 0x4f_c3b8 }
    }
}

/// Where a programme is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The stage's id, part of its broadcasts' names.
    pub id: StageId,
    /// The summit it belongs to.
    pub summit: SummitId,
    /// Shown to the crew.
    pub name: String,
    /// The stage that viewers see when they ask for none.
    pub main: bool,
    /// The location that runs it, whose picture is one of its sources. The main stage has none.
    pub location: Option<LocationId>,
}

impl Stage {
    /// The stage as names tell it: nothing for the main one.
    pub fn local(&self) -> Option<StageId> {
        (!self.main).then_some(self.id)
    }
}
