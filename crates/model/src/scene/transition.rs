//! How a scene gives way to the next.

use crate::{id::ClipId, source::SourceId};

/// How a scene gives way to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Transition {
    /// From one frame to the next.
    #[default]
    Cut,
    /// One fades into the other.
    Mix {
        /// How long it takes, from [`Transition::SHORTEST_MS`] to [`Transition::LONGEST_MS`].
        duration_ms: u32,
    },
    /// An edge moves across the picture and leaves the new scene behind it.
    Wipe {
        /// Where the edge goes.
        direction: Direction,
        /// How long it takes, from [`Transition::SHORTEST_MS`] to [`Transition::LONGEST_MS`].
        duration_ms: u32,
    },
    /// A recording covers the picture, and the scenes are exchanged beneath it. A cut when it cannot be played.
    Stinger {
        /// The recording, shown as a whole and heard.
        clip: ClipId,
        /// When the scenes are exchanged, counted from its first picture; at most [`Transition::LONGEST_MS`].
        cut_ms: u32,
    },
}

/// Where the edge of a wipe goes. It is that of the picture: languages do not turn it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = WipeDirection))]
pub enum Direction {
    /// To the left: the new scene begins at the right edge.
    Left,
    /// To the right: the new scene begins at the left edge.
    #[default]
    Right,
    /// Upwards: the new scene begins at the lower edge.
    Up,
    /// Downwards: the new scene begins at the upper edge.
    Down,
}

/// A transition that is too short or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
pub enum InvalidTransition {
    /// A mix or wipe.
    #[error("a transition of {0} ms is not possible: choose from {min} to {max} ms", min = Transition::SHORTEST_MS, max = Transition::LONGEST_MS)]
    Duration(u32),
    /// The moment in which a stinger exchanges the scenes.
    #[error("a cut point of {0} ms is not possible: choose at most {max} ms", max = Transition::LONGEST_MS)]
    Cut(u32),
}

impl InvalidTransition {
    /// The field that is wrong.
    pub fn field(self) -> &'static str {
        match self {
            Self::Duration(_) => "transition.duration_ms",
            Self::Cut(_) => "transition.cut_ms",
        }
    }
}

impl Transition {
    /// Three frames at 30 a second: anything shorter is a cut.
    pub const SHORTEST_MS: u32 = 100;
    /// Nobody waits longer for a picture.
    pub const LONGEST_MS: u32 = 10_000;

    /// The transition, when its length is possible.
    ///
    /// # Errors
    /// What is too short or too long.
    pub fn checked(self) -> Result<Self, InvalidTransition> {
        match self {
            Self::Mix { duration_ms } | Self::Wipe { duration_ms, .. }
                if !(Self::SHORTEST_MS..=Self::LONGEST_MS).contains(&duration_ms) =>
            {
                Err(InvalidTransition::Duration(duration_ms))
            }
            Self::Stinger { cut_ms, .. } if cut_ms > Self::LONGEST_MS => Err(InvalidTransition::Cut(cut_ms)),
            _ => Ok(self),
        }
    }

    /// The recording that a stinger plays.
    pub fn clip(self) -> Option<SourceId> {
        match self {
            Self::Stinger { clip, .. } => Some(SourceId::Clip(clip)),
            Self::Cut | Self::Mix { .. } | Self::Wipe { .. } => None,
        }
    }
}
