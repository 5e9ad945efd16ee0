//! One entry of the plan.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    id::{GraphicId, ItemId},
    language::LanguageTag,
    scene::{Caption, Scene, Transition},
    source::SourceId,
    time::Timestamp,
};

/// One entry of the plan.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Item {
    /// The item's id.
    pub id: ItemId,
    /// What it is known by in the program that it came from, if it came from one.
    #[serde(default)]
    pub guid: Option<Uuid>,
    /// As the crew and the audience read it.
    pub title: String,
    /// What kind of entry it is.
    #[serde(default)]
    pub kind: Kind,
    /// What is shown.
    pub scene: Scene,
    /// The name graphic that comes with it, if any.
    pub caption: Option<Caption>,
    /// Graphics that come on air with it.
    #[serde(default)]
    pub graphics: Vec<GraphicId>,
    /// How it comes on air.
    pub transition: Transition,
    /// Languages that are spoken in it; interpreters go by it.
    #[serde(default)]
    pub languages: Vec<LanguageTag>,
    /// When it starts by the wall clock; nothing when it starts after the item before.
    #[serde(default)]
    pub starts: Option<Timestamp>,
    /// Planned length in seconds.
    pub planned_s: u32,
    /// What follows when it is over.
    pub end: End,
    /// What takes the place of its live source when that fails.
    #[serde(default)]
    pub backup: Option<SourceId>,
    /// For all of the crew.
    pub notes: String,
    /// For one part of the crew each.
    #[serde(default)]
    pub role_notes: BTreeMap<Role, String>,
}

impl Item {
    /// An item that shows a scene, waits for a producer, and has nothing else.
    pub fn new(id: ItemId, title: impl Into<String>, scene: Scene, planned_s: u32) -> Self {
        Self {
            id,
            guid: None,
            title: title.into(),
            kind: Kind::of(&scene),
            scene,
            caption: None,
            graphics: Vec::new(),
            transition: Transition::Cut,
            languages: Vec::new(),
            starts: None,
            planned_s,
            end: End::Wait,
            backup: None,
            notes: String::new(),
            role_notes: BTreeMap::new(),
        }
    }
}

/// What kind of entry an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ItemKind))]
pub enum Kind {
    /// A live speaker.
    #[default]
    Speech,
    /// A recorded speech.
    Recorded,
    /// A location is called.
    Call,
    /// Several people discuss; the floor queue is open.
    Discussion,
    /// The picture of everybody.
    Wall,
    /// The slate alone.
    Slate,
    /// Music.
    Music,
    /// The programme pauses.
    Break,
}

impl Kind {
    /// What an item with that scene most likely is.
    pub fn of(scene: &Scene) -> Self {
        let mut sources = scene.sources();
        match (sources.next(), sources.next()) {
            (None, _) => Self::Slate,
            (Some(SourceId::Clip(_)), None) => Self::Recorded,
            (Some(SourceId::Location(_) | SourceId::Stage(_)), None) => Self::Call,
            (Some(SourceId::Speaker(_)), None) => Self::Speech,
            (Some(SourceId::Wall), None) => Self::Wall,
            (Some(_), Some(_)) => Self::Discussion,
        }
    }
}

/// What happens at the end of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum End {
    /// It stays until a producer goes on.
    #[default]
    Wait,
    /// The next item follows by itself after the planned length.
    Follow,
}

/// A part of the crew that has notes of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Role {
    /// Who directs.
    Producer,
    /// Who mixes sound.
    Sound,
    /// Who runs graphics.
    Graphics,
    /// Who looks after speakers.
    Guests,
    /// Interpreters.
    Interpreters,
}

/// When an item was on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Aired {
    /// Since when.
    pub from: Timestamp,
    /// Until when; nothing while it is.
    pub to: Option<Timestamp>,
}
