//! What the stage tells about itself.

use crate::{
    Format,
    sound::{Levels, Loudness},
};
use plenary_model::{
    id::GraphicId,
    scene::{Caption, Scene},
    source::SourceId,
};

/// The stage as it is, several times a second.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Snapshot {
    /// What the pictures are like.
    pub format: Format,
    /// The next frame to be made.
    pub frame: u64,
    /// The scene on air, or the one that a mix leads to.
    pub programme: Scene,
    /// The frame since which it is on air.
    pub since_frame: u64,
    /// The scene a take would put on air.
    pub preview: Scene,
    /// Whether a mix is under way, or a take waits for its source's first picture.
    pub mixing: bool,
    /// The name graphic on air.
    pub caption: Option<Caption>,
    /// Sources that were on air, went silent and have not come back.
    pub lost: Vec<SourceId>,
    /// Every source the stage was given, in that order.
    pub sources: Vec<SourceSnapshot>,
    /// For how many frames the programme is held back.
    pub delay_frames: usize,
    /// How many frames are held back now.
    pub held_frames: usize,
    /// The audience sees the slate because too little is held back.
    pub holding: bool,
    /// Graphics that are asked for, and whose pictures cannot be read.
    pub missing: Vec<GraphicId>,
    /// Frames that were finished after their time, since the start.
    pub late_frames: u64,
    /// Pictures and sound packets of sources that were thrown away, since the start.
    pub dropped: u64,
    /// How loud the programme is.
    pub loudness: Loudness,
    /// The music makes room for speech.
    pub ducked: bool,
}

/// One source.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SourceSnapshot {
    /// Which one.
    pub id: SourceId,
    /// How it is doing.
    pub state: State,
    /// Pictures a second, learnt from its pictures; none while it is not subscribed to.
    pub fps: Option<f32>,
    /// Loudness of its sound before the mix, in dB below full scale; none without sound.
    pub level_db: Option<f32>,
    /// What its strip tells; none without sound.
    pub levels: Option<Levels>,
    /// Pictures and sound packets thrown away since it was last subscribed to.
    pub dropped: u64,
    /// Time since its last picture came, in milliseconds; none without pictures.
    pub age_ms: Option<u64>,
    /// Of a clip that is on air: frames that it has played.
    pub played: Option<u64>,
}

impl SourceSnapshot {
    /// A source that the stage does not listen to.
    pub fn idle(id: SourceId) -> Self {
        Self { id, state: State::Idle, fps: None, level_db: None, levels: None, dropped: 0, age_ms: None, played: None }
    }
}

/// How a source is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum State {
    /// Neither previewed nor on air: the stage does not listen to it.
    #[default]
    Idle,
    /// Subscribed to; no picture has come yet.
    Starting,
    /// Pictures come.
    Live,
    /// Pictures came and have stopped.
    Lost,
    /// A clip that has played to its end and holds its last picture.
    Ended,
}
