//! What may be asked of the rooms.

use plenary_model::{
    id::RoomId,
    room::{Picture, Place},
    source::SourceId,
};

/// What the crew asks, and for a picture also a guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Open a room with a name.
    Open(RoomId, String),
    /// Close a room: whoever is in it goes where they are by themselves.
    Close(RoomId),
    /// Call a room otherwise.
    Rename(RoomId, String),
    /// Move somebody to a room, or a location to none.
    Move(SourceId, Option<Place>),
    /// Send somebody out, with words for them.
    Out(SourceId, String),
    /// Let them back in.
    In(SourceId),
    /// Show somebody another picture.
    Picture(SourceId, Picture),
    /// Take back what the same person changed last.
    Undo,
}
