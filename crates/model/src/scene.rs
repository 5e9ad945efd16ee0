//! An arrangement of sources in a picture, and how one gives way to the next.

mod boxes;
pub mod template;
mod transition;

pub use boxes::{Area, Boxes, Crop, InvalidBoxes, Placed};
pub use transition::{Direction, InvalidTransition, Transition};

use crate::source::SourceId;

/// An arrangement of sources in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(tag = "layout", rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[expect(clippy::large_enum_variant, reason = "it is copied in every frame, and a box would be allocated there")]
pub enum Scene {
    /// Title, countdown and the summit's colours.
    #[default]
    Slate,
    /// One source fills the picture.
    Full {
        /// The source.
        source: SourceId,
    },
    /// Two sources side by side.
    Two {
        /// On the left, in every language.
        left: SourceId,
        /// On the right.
        right: SourceId,
    },
    /// One source fills the picture, another is small in its lower right corner.
    Inset {
        /// The large one.
        main: SourceId,
        /// The small one.
        inset: SourceId,
    },
    /// Up to nine sources, each at a place of its own. One that is lost gives its place to the slate; the others
    /// stay.
    Boxes {
        /// From the back to the front.
        boxes: Boxes,
    },
}

impl Scene {
    /// The sources that the scene shows, the largest first.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> + use<> {
        let (first, second, boxes) = match *self {
            Self::Slate => (None, None, None),
            Self::Full { source } => (Some(source), None, None),
            Self::Two { left, right } => (Some(left), Some(right), None),
            Self::Inset { main, inset } => (Some(main), Some(inset), None),
            Self::Boxes { boxes } => (None, None, Some(boxes)),
        };
        let boxes = boxes.into_iter().flat_map(|boxes| boxes.iter().map(|placed| placed.source));
        first.into_iter().chain(second).chain(boxes)
    }

    /// Whether the scene can be on air when `is_present` tells of each source whether it is there: all of them must
    /// be, but of three and more boxes one is enough.
    pub fn stands(&self, is_present: impl Fn(SourceId) -> bool) -> bool {
        match self {
            Self::Boxes { boxes } if boxes.iter().count() >= Boxes::A_CROWD => self.sources().any(is_present),
            _ => self.sources().all(is_present),
        }
    }

    /// The same arrangement with `new` wherever `old` stands.
    pub fn exchange(self, old: SourceId, new: SourceId) -> Self {
        let put = |source: SourceId| if source == old { new } else { source };
        match self {
            Self::Slate => Self::Slate,
            Self::Full { source } => Self::Full { source: put(source) },
            Self::Two { left, right } => Self::Two { left: put(left), right: put(right) },
            Self::Inset { main, inset } => Self::Inset { main: put(main), inset: put(inset) },
            Self::Boxes { boxes } => Self::Boxes { boxes: boxes.exchange(old, new) },
        }
    }

    /// Whether the scene shows `source`.
    pub fn shows(&self, source: SourceId) -> bool {
        self.sources().any(|shown| shown == source)
    }
}

/// The name and title graphic: two lines over the lower part of the picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Caption {
    /// The first, larger line.
    pub name: String,
    /// The second line; may be empty.
    pub title: String,
}
