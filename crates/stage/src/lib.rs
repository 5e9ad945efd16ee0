//! The live mixer: sources in, one programme out, in one of the formats of [`Format`] with 48 kHz stereo.
//!
//! What is on air is decided by [`director`] (pure), which knows no pictures. The engine, one thread
//! with an injected clock, makes every frame from 0 on; encoders run beside it on threads of their
//! own, and each wanted source has a task that reads and threads that decode. Nothing that comes from
//! a source can stop the programme: a source that goes silent is replaced by the slate.

pub mod delay;
pub mod director;
pub mod drift;
pub mod health;
pub mod mapping;
pub mod snapshot;
pub mod sound;

mod board;
mod brush;
mod clock;
mod compose;
mod deck;
mod decode;
mod desk;
mod encode;
mod engine;
mod feed;
mod graphics;
mod handle;
mod inbox;
mod live;
mod reel;
pub mod remote;
mod returns;
#[cfg(test)]
mod testing;
mod voice;
mod wall;

use plenary_model::{
    graphic::Content,
    id::{GraphicId, StageId, SummitId},
    name::BroadcastName,
    scene::{InvalidTransition, Scene},
    source::SourceId,
    summit::Colours,
    time::Timestamp,
};

use serde::{Deserialize, Serialize};

pub use director::Backup;
pub use engine::{StartError, start};
pub use handle::Handle;
pub use plenary_model::format::Format;
pub use snapshot::{Snapshot, SourceSnapshot, State};

/// Sound samples a second and channel.
pub const SAMPLE_RATE: u32 = 48_000;

/// What a stage needs to start.
#[derive(Debug, Clone)]
pub struct Config {
    /// The summit it belongs to.
    pub summit: SummitId,
    /// The stage; with the summit it names the broadcasts.
    pub stage: StageId,
    /// What the programme's pictures are like.
    pub format: Format,
    /// What is shown when nothing else is.
    pub slate: Slate,
}

impl Config {
    /// What the audience watches.
    pub fn programme(&self) -> BroadcastName {
        BroadcastName::Programme { summit: self.summit, stage: self.stage }
    }

    /// What the crew watches before it takes it.
    pub fn preview(&self) -> BroadcastName {
        BroadcastName::Preview { summit: self.summit, stage: self.stage }
    }

    /// What the crew watches: the programme before its delay.
    pub fn monitor(&self) -> BroadcastName {
        BroadcastName::Monitor { summit: self.summit, stage: self.stage }
    }

    /// What `source` hears while it is previewed or on air.
    pub fn return_to(&self, source: SourceId) -> BroadcastName {
        BroadcastName::Return { summit: self.summit, stage: self.stage, source }
    }
}

/// The words and colours of the slate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Slate {
    /// The summit's title, in any script.
    pub title: String,
    /// What it counts down to; no countdown when nothing, or when it has passed.
    pub starts: Option<Timestamp>,
    /// Ground and accent.
    pub colours: Colours,
}

/// A graphic over the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graphic {
    /// Which one.
    pub id: GraphicId,
    /// What it shows, and so where it stands.
    pub content: Content,
    /// The zone of a clock that names none.
    pub zone: String,
    /// The file of its picture, if it has one.
    pub file: Option<std::path::PathBuf>,
}

/// A source that scenes may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// How scenes name it.
    pub id: SourceId,
    /// Where its pictures and sound come from.
    pub feed: Feed,
}

/// Where pictures and sound come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Feed {
    /// A broadcast of a speaker or a location.
    Live(BroadcastName),
    /// A part of an ingested recording.
    Clip {
        /// The folder of the recording.
        folder: std::path::PathBuf,
        /// Which part.
        span: plenary_model::clip::Span,
    },
    /// The wall's broadcast, page after page.
    Wall(BroadcastName),
    /// Another stage: the pictures of its programme, and its sound without ours. Sound that never goes back the way it
    /// came cannot go round, as long as the stages form a star.
    Stage {
        /// Its programme.
        programme: BroadcastName,
        /// Its return to us.
        back: BroadcastName,
    },
}

/// The answer to a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The first programme frame that can show it. While the scene's first picture is awaited, the
    /// picture changes up to [`director::PATIENCE_MS`] later.
    pub frame: u64,
    /// What goes on air.
    pub scene: Scene,
}

/// Why a command had no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    /// The scene names a source that is not among the stage's sources.
    #[error("{0} is no longer there: choose another source")]
    Gone(SourceId),
    /// The transition has an impossible length.
    #[error(transparent)]
    Transition(#[from] InvalidTransition),
    /// The stage has been stopped.
    #[error("the stage has stopped: start the server again")]
    Stopped,
}
