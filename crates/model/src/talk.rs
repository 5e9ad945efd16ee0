//! Who speaks to whom behind the scenes.

use std::{fmt, str::FromStr};

use crate::{id::CrewId, room::Place, source::SourceId};

/// Somebody who speaks behind the scenes: `crew/4h7kq2m9xw3c8z1d`, or a guest as a source is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Party {
    /// One of the crew.
    Crew(CrewId),
    /// A speaker or a location.
    Guest(SourceId),
}

/// Whom somebody speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = TalkTarget))]
pub enum Target {
    /// One speaker or location, on air or not.
    Person {
        /// Who.
        person: SourceId,
    },
    /// Everybody in a room who is not on air.
    Room {
        /// Which room.
        room: Place,
    },
    /// Everybody in a room, whichever, who is not on air.
    All,
    /// The crew among themselves.
    Crew,
}

impl Target {
    /// How much it is meant for one person: of two who speak at the same time, the more personal is heard.
    pub fn rank(&self) -> u8 {
        match self {
            Self::Person { .. } => 0,
            Self::Room { .. } => 1,
            Self::All | Self::Crew => 2,
        }
    }
}

/// A text that names nobody who could speak.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names nobody who could speak: write crew/ID, speaker/ID or location/ID")]
pub struct InvalidParty(pub String);

impl FromStr for Party {
    type Err = InvalidParty;

    fn from_str(text: &str) -> Result<Self, InvalidParty> {
        let invalid = || InvalidParty(text.chars().take(64).collect());
        if let Some(id) = text.strip_prefix("crew/") {
            return id.parse().map(Self::Crew).map_err(|_| invalid());
        }
        match text.parse() {
            Ok(source @ (SourceId::Speaker(_) | SourceId::Location(_))) => Ok(Self::Guest(source)),
            _ => Err(invalid()),
        }
    }
}

impl TryFrom<String> for Party {
    type Error = InvalidParty;

    fn try_from(text: String) -> Result<Self, InvalidParty> {
        text.parse()
    }
}

impl From<Party> for String {
    fn from(party: Party) -> Self {
        party.to_string()
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crew(id) => write!(f, "crew/{id}"),
            Self::Guest(source) => source.fmt(f),
        }
    }
}

/// One text, whoever it names; the derive would describe the enum behind it.
#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Party {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Somebody who speaks behind the scenes, by kind and id."))
            .examples(["crew/4h7kq2m9xw3c8z1d"])
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Party {}
