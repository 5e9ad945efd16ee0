//! One connected place.

use crate::{
    country::Country,
    id::{LocationId, Secret, SummitId},
    name::BroadcastName,
    time::Timestamp,
};

/// One connected place: a hall, an office, a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The location's id.
    pub id: LocationId,
    /// The summit it belongs to.
    pub summit: SummitId,
    /// As it is shown on the wall.
    pub name: String,
    /// As it is shown on the wall; `zz` shows none.
    pub country: Country,
    /// Whether the wall and the stage may show it.
    pub admission: Admission,
    /// The unguessable part of its broadcast's name.
    pub secret: Secret,
    /// When it was created.
    pub created: Timestamp,
}

/// Whether a producer has let a location through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Admission {
    /// Nobody has looked at it yet: neither on the wall nor on air.
    Waiting,
    /// Let in.
    Admitted,
    /// Turned away.
    Refused,
}

impl Location {
    /// The broadcast that the location publishes.
    pub fn broadcast(&self) -> BroadcastName {
        BroadcastName::Location { summit: self.summit, country: self.country, secret: self.secret }
    }
}
