//! Recordings: any common media file in, frames and samples of the house format out.
//!
//! ffmpeg reads the foreign file in a child process with limits; what it writes is indexed, checked by
//! decoding it, and appears under its final name only when it is complete.

mod child;
mod error;
mod house;
mod ingest;
mod measure;
mod player;
mod poster;
mod probe;

pub use child::Tools;
pub use error::Error;
pub use house::{Clip, FILES};
pub use ingest::{Taken, ingest, sweep};
pub use player::Player;
pub use probe::{Limits, Media, probe};
