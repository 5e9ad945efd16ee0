//! What a stage can show.

use std::{fmt, str::FromStr};

use crate::id::{ClipId, LocationId, SpeakerId, StageId};

/// Anything a stage can show, by kind and id: `speaker/4h7kq2m9xw3c8z1d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum SourceId {
    /// A live speaker.
    Speaker(SpeakerId),
    /// A connected location.
    Location(LocationId),
    /// A recorded speech.
    Clip(ClipId),
    /// The picture of everybody.
    Wall,
    /// The programme of another stage.
    Stage(StageId),
}

/// How the wall, of which there is one, is told apart.
const WALL: &str = "all";

/// A text that names no source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no source: write it as speaker/ID, location/ID, clip/ID, stage/ID or wall/all")]
pub struct InvalidSource(pub String);

impl FromStr for SourceId {
    type Err = InvalidSource;

    fn from_str(text: &str) -> Result<Self, InvalidSource> {
        let invalid = || InvalidSource(text.chars().take(64).collect());
        let (kind, id) = text.split_once('/').ok_or_else(invalid)?;
        match kind {
            "speaker" => id.parse().map(Self::Speaker),
            "location" => id.parse().map(Self::Location),
            "clip" => id.parse().map(Self::Clip),
            "stage" => id.parse().map(Self::Stage),
            "wall" if id == WALL => return Ok(Self::Wall),
            _ => return Err(invalid()),
        }
        .map_err(|_| invalid())
    }
}

impl TryFrom<String> for SourceId {
    type Error = InvalidSource;

    fn try_from(text: String) -> Result<Self, InvalidSource> {
        text.parse()
    }
}

impl From<SourceId> for String {
    fn from(source: SourceId) -> Self {
        source.to_string()
    }
}

/// One text, whatever kind it names; the derive would describe the enum behind it.
#[cfg(feature = "schema")]
impl utoipa::PartialSchema for SourceId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Anything a stage can show, by kind and id."))
            .examples(["speaker/4h7kq2m9xw3c8z1d"])
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for SourceId {}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Speaker(id) => write!(f, "speaker/{id}"),
            Self::Location(id) => write!(f, "location/{id}"),
            Self::Clip(id) => write!(f, "clip/{id}"),
            Self::Wall => write!(f, "wall/{WALL}"),
            Self::Stage(id) => write!(f, "stage/{id}"),
        }
    }
}
