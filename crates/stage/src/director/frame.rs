//! What a frame shows and how loud its sources are.

use plenary_model::{
    scene::{Direction, Scene},
    source::SourceId,
};

/// How a source is doing, as far as the picture is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It has not given a picture yet.
    Awaited,
    /// It can be shown.
    Present,
    /// It could be shown and has gone silent.
    Lost,
}

/// What a frame shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "it is made in every frame, and a box would be allocated there")]
pub enum View {
    /// One scene.
    Scene(Scene),
    /// One scene over another.
    Mix {
        /// What gives way.
        from: From,
        /// What comes.
        to: Scene,
        /// How much of `to` is seen, of 256.
        weight: u16,
        /// How the two share the picture.
        way: Way,
    },
}

/// How two scenes share the picture while one gives way to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Both are seen everywhere.
    Fade,
    /// An edge that goes there parts them.
    Wipe(Direction),
}

/// What gives way in a mix or a wipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "it is made in every frame, and a box would be allocated there")]
pub enum From {
    /// A scene that goes on moving.
    Scene(Scene),
    /// The picture that was seen when [`Decision::grab`] was last set.
    Still,
}

/// How loud a source is during one frame, from its first sample to its last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// Which source.
    pub source: SourceId,
    /// At the first sample, 0 to 1.
    pub from: f32,
    /// After the last sample, 0 to 1.
    pub to: f32,
}

/// One frame of the programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its number.
    pub frame: u64,
    /// What it shows.
    pub view: View,
    /// Keep the picture of the frame before as [`From::Still`].
    pub grab: bool,
    /// The picture changes from one frame to the next: begin with a keyframe.
    pub key: bool,
    /// The sources that are heard, or fade out.
    pub gains: Vec<Gain>,
    /// A stinger covers everything, graphics too.
    pub covered: bool,
}

/// What takes over in the frame in which a scene loses a source, when it is ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Backup {
    /// The scene that it stands in for.
    pub of: Scene,
    /// The recording of the same words.
    pub by: SourceId,
}
