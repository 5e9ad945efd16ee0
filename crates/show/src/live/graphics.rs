//! The graphics, as the crew sees them.

use plenary_model::{graphic::Content, id::GraphicId, scene::Caption};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::graphics;

/// The graphics that were prepared, and where they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Graphics {
    /// All of them, the oldest first.
    pub all: Vec<Graphic>,
    /// Those on air, the name among them when it was prepared.
    pub air: Vec<GraphicId>,
    /// Those in preview.
    pub preview: Vec<GraphicId>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Graphic {
    /// Its id.
    pub id: GraphicId,
    /// What it shows.
    pub content: Content,
}

impl Graphics {
    /// As they are, with the name that is on.
    pub fn new(graphics: &graphics::Graphics, caption: Option<&Caption>) -> Self {
        let all = graphics.all().into_iter().map(|one| Graphic { id: one.id, content: one.content.clone() });
        let name = caption.and_then(|caption| graphics.named(caption));
        Self {
            all: all.collect(),
            air: graphics.air().iter().map(|on_air| on_air.graphic).chain(name).collect(),
            preview: graphics.preview().to_vec(),
        }
    }
}
