//! The live documents: what screens follow, as it stands in the tracks `state.json`, `crew.json` and
//! `cue.json`.
//!
//! Each document is one JSON value (`moq_json::snapshot`) that is replaced or patched in place. Field
//! names are a promise to every screen.

pub mod backstage;
pub mod floor;
pub mod graphics;
pub mod sound;

use std::collections::BTreeMap;

use plenary_model::{
    country::Country,
    id::{GraphicId, ItemId, StageId},
    journal::Actor,
    language::LanguageTag,
    location::Admission,
    rundown::{self, End, Shift},
    scene::{Caption, Scene, Transition, template},
    source::SourceId,
    summit::Colours,
    time::Timestamp,
};
use plenary_store::Made;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Name of the track of [`State`] in the broadcast `<summit>/state`.
pub const STATE_TRACK: &str = "state.json";
/// Name of the track of [`Crew`] in the broadcast `<summit>/crew`.
pub const CREW_TRACK: &str = "crew.json";
/// Name of the track of [`Plan`] in the broadcast `<summit>/crew`.
pub const PLAN_TRACK: &str = "plan.json";
/// Name of the track of [`Cue`] in a person's broadcast `<summit>/cue/<source>`.
pub const CUE_TRACK: &str = "cue.json";

/// What every screen follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct State {
    /// The summit's title.
    pub title: String,
    /// The summit's colours.
    pub colours: Colours,
    /// What the slate counts down to.
    pub starts: Option<Timestamp>,
    /// Whether anyone may watch without a link.
    pub open: bool,
    /// The stage that viewers see.
    pub stage: StageId,
    /// Its name, when it is a local one.
    pub stage_name: Option<String>,
    /// Name of the programme's broadcast.
    pub programme: String,
    /// What is on air; nothing while the slate is.
    pub on_air: Option<OnAir>,
    /// Name of the wall's broadcast.
    pub wall: String,
    /// Whether guests may ask for the floor.
    pub floor_open: bool,
}

/// What is on air, as the audience reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OnAir {
    /// The rundown item's title, or the names of those who are shown.
    pub title: String,
    /// Since when.
    pub since: Timestamp,
    /// The name graphic that is on.
    pub caption: Option<Caption>,
    /// What the recording that is on air says at this moment, by language.
    #[schema(value_type = HashMap<String, String>)]
    pub subtitles: BTreeMap<LanguageTag, String>,
}

/// What the crew follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Crew {
    /// When the document was made.
    pub at: Timestamp,
    /// The programme's frame at that moment.
    pub frame: u64,
    /// The scene on air.
    pub programme: Scene,
    /// The scene that a take brings on air.
    pub preview: Scene,
    /// Whether one scene is giving way to the other.
    pub mixing: bool,
    /// The name graphic that is on.
    pub caption: Option<Caption>,
    /// The graphics that were prepared, and where they are.
    pub graphics: graphics::Graphics,
    /// Sources of the scene on air that the slate stands in for.
    pub lost: Vec<SourceId>,
    /// Whether recorded backups take over by themselves.
    pub armed: bool,
    /// The recording that is on air in the place of the current item's scene.
    pub stands_in: Option<SourceId>,
    /// How the programme is held back on its way to the audience.
    pub air: Air,
    /// Arrangements that scenes can be made of: those that come with the program, then the crew's own.
    pub arrangements: Vec<Arrangement>,
    /// The place in the plan, which is a document of its own.
    pub rundown: Rundown,
    /// The list of speakers, and who has the floor.
    pub floor: floor::Floor,
    /// Rooms, who speaks to whom, and test calls.
    pub backstage: backstage::Backstage,
    /// The sound desk.
    pub sound: sound::Sound,
    /// Everything the stage may be asked to show, and the locations that wait or were refused.
    pub sources: Vec<Source>,
    /// Sessions that watch without a part of their own.
    pub viewers: u64,
    /// Locations that are connected, admitted or not.
    pub locations_online: u64,
    /// What is wrong now, the oldest first.
    pub faults: Vec<Fault>,
    /// Whether the programme is being recorded.
    pub recording: bool,
    /// Programme frames that were made late since the start.
    pub late_frames: u64,
    /// Pictures of sources that came and were not used since the start.
    pub dropped: u64,
    /// Who brought the scene on air, and when.
    pub last_taken: Option<LastTaken>,
}

/// Places for sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Arrangement {
    /// The crew's own by its id; one that comes with the program by a word that screens translate.
    pub id: String,
    /// As the crew calls it; nothing for one that comes with the program.
    pub name: Option<String>,
    /// The places, from the back to the front.
    pub places: Vec<template::Place>,
}

/// How the programme is held back on its way to the audience.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Air {
    /// For how long, in milliseconds.
    pub delay_ms: u32,
    /// How much is held now, in milliseconds.
    pub held_ms: u32,
    /// The audience sees the slate, because too little is held yet.
    pub holding: bool,
}

/// Who brought a scene on air, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LastTaken {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// The place in the plan, and how the rest of it looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rundown {
    /// The item on air.
    pub current: Option<ItemId>,
    /// Since when it is.
    pub since: Option<Timestamp>,
    /// The item that `next` brings on air.
    pub next: Option<ItemId>,
    /// When that happens by itself; nothing while the rundown waits for a producer.
    pub follows_at: Option<Timestamp>,
    /// Whether the rundown goes on by itself.
    pub running: bool,
    /// How much later than planned items come, as it looks now: each from its item to the next one's.
    pub shifts: Vec<Shift>,
    /// How much too late the current item and those that follow it end, in milliseconds; negative when there is
    /// time left. At the next item that starts by the clock, or else at the end of the plan.
    pub over_ms: Option<i64>,
    /// When the plan is over as it looks now.
    pub ends_at: Option<Timestamp>,
}

/// The plan. Items stand by their ids, so that a change of one is a small patch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Plan {
    /// The items in order.
    pub order: Vec<ItemId>,
    /// What they are.
    #[schema(value_type = HashMap<String, Item>)]
    pub items: BTreeMap<ItemId, Item>,
}

impl Plan {
    /// The items in order.
    pub fn in_order(&self) -> impl Iterator<Item = &Item> {
        self.order.iter().filter_map(|id| self.items.get(id))
    }
}

/// One entry of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Item {
    /// The item's id.
    pub id: ItemId,
    /// As the crew and the audience read it.
    pub title: String,
    /// What kind of entry it is.
    pub kind: rundown::Kind,
    /// What is shown.
    pub scene: Scene,
    /// The name graphic that comes with it.
    pub caption: Option<Caption>,
    /// Graphics that come on air with it.
    pub graphics: Vec<GraphicId>,
    /// How it comes on air.
    pub transition: Transition,
    /// Languages that are spoken in it.
    pub languages: Vec<LanguageTag>,
    /// When it starts by the wall clock; nothing when it starts after the item before.
    pub starts: Option<Timestamp>,
    /// Planned length in seconds.
    pub planned_s: u32,
    /// What follows when it is over.
    pub end: End,
    /// The recorded speech that takes over when its live source fails.
    pub backup: Option<SourceId>,
    /// For all of the crew.
    pub notes: String,
    /// For one part of the crew each.
    #[schema(value_type = HashMap<String, String>)]
    pub role_notes: BTreeMap<rundown::Role, String>,
    /// When it starts as planned; nothing as long as no time was set.
    pub planned_at: Option<Timestamp>,
    /// When it was on air last.
    pub aired: Option<rundown::Aired>,
}

impl Item {
    /// An item as screens see it.
    pub fn new(item: &rundown::Item, planned_at: Option<Timestamp>, aired: Option<rundown::Aired>) -> Self {
        let rundown::Item {
            id,
            guid: _,
            title,
            kind,
            scene,
            caption,
            graphics,
            transition,
            languages,
            starts,
            planned_s,
            end,
            backup,
            notes,
            role_notes,
        } = item.clone();
        Self {
            id,
            title,
            kind,
            scene,
            caption,
            graphics,
            transition,
            languages,
            starts,
            planned_s,
            end,
            backup,
            notes,
            role_notes,
            planned_at,
            aired,
        }
    }
}

/// A change of the plan, and who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RundownChange)]
pub struct Change {
    /// Its number in the journal.
    pub sequence: i64,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: Actor,
    /// What was done.
    pub kind: ChangeKind,
    /// The items that it touches.
    pub items: Vec<ItemId>,
    /// The title of the first of them, as it is after the change.
    pub title: Option<String>,
    /// The fields that an edit changes.
    pub fields: Vec<String>,
    /// The change that it takes back.
    pub undoes: Option<i64>,
    /// Whether a later one takes it back.
    pub undone: bool,
}

/// What was done to the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// An item came in.
    Add,
    /// An item was taken out.
    Remove,
    /// An item went to another place.
    Move,
    /// An item was edited.
    Edit,
    /// Several at once.
    Import,
}

impl From<Made> for Change {
    fn from(made: Made) -> Self {
        use plenary_model::rundown::Change as C;
        let (kind, title) = match &made.change {
            C::Insert { item, .. } => (ChangeKind::Add, Some(item.title.clone())),
            C::Remove { item, .. } => (ChangeKind::Remove, Some(item.title.clone())),
            C::Edit { after, .. } => (ChangeKind::Edit, Some(after.title.clone())),
            C::Move { .. } => (ChangeKind::Move, None),
            C::All { .. } => (ChangeKind::Import, None),
        };
        Self {
            sequence: made.sequence,
            at: made.at,
            by: made.by,
            kind,
            items: made.change.items(),
            title,
            fields: made.change.fields().into_iter().map(str::to_owned).collect(),
            undoes: made.undoes,
            undone: made.undone,
        }
    }
}

/// One source, as the crew sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// The source.
    pub id: SourceId,
    /// A person's or place's name, or a clip's title.
    pub name: String,
    /// What stands below the name; empty for locations and clips.
    pub title: String,
    /// What kind of source it is.
    pub kind: Kind,
    /// Name of its broadcast; clips have none.
    pub broadcast: Option<String>,
    /// Whether it is there.
    pub state: Presence,
    /// Whether it was let through; only locations are asked.
    pub admission: Option<Admission>,
    /// The location's country.
    pub country: Option<Country>,
    /// Pictures a second that the stage receives from it, while it asks for them.
    pub fps: Option<f32>,
    /// Loudness of its sound in dB below full scale, while the stage asks for it.
    pub level_db: Option<f32>,
    /// The clip's length in milliseconds.
    pub duration_ms: Option<u64>,
    /// What its own end says about the network.
    pub network: Option<Network>,
}

/// Kinds of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A live speaker.
    Speaker,
    /// A connected location.
    Location,
    /// A recorded speech.
    Clip,
    /// The picture of everybody.
    Wall,
    /// The programme of another stage.
    Stage,
}

/// Whether a source is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// Not connected; for a clip: not ready.
    Offline,
    /// Connected, and not asked for pictures.
    Online,
    /// Asked for pictures, and none has come yet.
    Starting,
    /// Its pictures come.
    Live,
    /// Its pictures stopped coming.
    Lost,
}

/// What a source's own end says about its network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Network {
    /// Round trip in milliseconds.
    pub rtt_ms: Option<u32>,
    /// Bits a second that it sends.
    pub send_bps: Option<u64>,
    /// Pictures that it could not send.
    pub dropped: Option<u64>,
    /// How old this is, in milliseconds.
    pub age_ms: u64,
}

/// Something that is wrong and that the crew has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// One word for each kind of fault: `store`, `recording`, `ffmpeg`, `rundown`, `stage`.
    pub code: String,
    /// What happened and what to do.
    pub text: String,
    /// Since when.
    pub since: Timestamp,
}

/// What one person follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cue {
    /// Where the person stands.
    pub state: CueState,
    /// When they are expected on air, or since when they are.
    pub at: Option<Timestamp>,
    /// Name of the broadcast in which they hear the programme without their own voice.
    pub return_broadcast: Option<String>,
    /// Why they were removed, or turned away, in words for them.
    pub reason: Option<String>,
    /// When they appear next, as it looks now.
    pub coming: Vec<Appearance>,
    /// Where they stand with the floor, when they asked for it or have it.
    pub floor: Option<floor::Own>,
    /// Where they are, and who speaks to them.
    pub backstage: backstage::Own,
}

/// An item in which a person appears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Appearance {
    /// The item's title.
    pub title: String,
    /// When it starts as it looks now, to the minute; nothing as long as no time was set.
    pub at: Option<Timestamp>,
    /// Planned length in seconds.
    pub planned_s: u32,
}

/// Where a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CueState {
    /// Connected, and not expected on air.
    Waiting,
    /// In preview.
    Ready,
    /// In the scene that comes next.
    Next,
    /// On air.
    OnAir,
    /// Turned away, or removed from the summit: the session ends then.
    Removed,
}

/// What an on-air command led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Taken {
    /// The first frame of the programme that shows it.
    pub frame: u64,
    /// The scene on air afterwards.
    pub programme: Scene,
    /// The scene in preview afterwards.
    pub preview: Scene,
    /// Whether it is on disk. When it is not (the disk is full), it happened on air all the same and
    /// the fault `store` says what to do.
    pub recorded: bool,
}
