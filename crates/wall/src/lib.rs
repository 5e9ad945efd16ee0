//! The wall: the tiles of all admitted locations become pages of one mosaic each.
//!
//! [`start`] reads the `tile` track of every admitted location that is announced, decodes each tile
//! under hard limits ([`tile`]), and publishes `<summit>/wall`: `layout.json` says who stands where
//! ([`roll`] and [`page`] decide it), and a track for each page carries its mosaic, encoded only while
//! somebody watches. Who goes is off the wall a few seconds later. A location that was not admitted is
//! never read, let alone shown.

mod driver;
pub mod page;
mod press;
mod publish;
mod reader;
pub mod roll;
pub mod tile;

use plenary_model::{
    country::Country,
    id::{LocationId, SummitId},
    name::BroadcastName,
    summit::Colours,
};

pub use crate::driver::{Handle, start};

/// Name of the track in which a location sends its tile.
pub const TILE_TRACK: &str = "tile";
/// Name of the track of [`page::Layout`] in the wall's broadcast.
pub const LAYOUT_TRACK: &str = "layout.json";

/// Name of the track of a page's mosaic in the wall's broadcast.
pub fn page_track(page: usize) -> String {
    format!("page/{page}")
}

/// What a wall is made for.
#[derive(Debug, Clone, Copy)]
pub struct Config {
    /// The summit whose locations it shows.
    pub summit: SummitId,
    /// Their `ground` fills quiet tiles.
    pub colours: Colours,
}

/// One admitted location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which one.
    pub id: LocationId,
    /// Where it sends its tile.
    pub broadcast: BroadcastName,
    /// As the wall names it.
    pub name: String,
    /// As the wall names it.
    pub country: Country,
}

/// What the wall counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// Locations that were let in.
    pub admitted: usize,
    /// Those of them that are connected.
    pub online: usize,
    /// Pages of the mosaic.
    pub pages: usize,
    /// Tiles that were no tile: not a JPEG, too large, damaged. Since the start.
    pub refused_tiles: u64,
    /// Tiles that came faster than they may, or than they could be decoded. Since the start.
    pub dropped_tiles: u64,
}

/// Why a wall cannot start or does not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The in-process origin refuses its broadcast.
    #[error("the wall cannot be published: {0}")]
    Publish(#[from] moq_net::Error),
    /// Its layout cannot be published.
    #[error("the wall's layout cannot be published: {0}")]
    Layout(#[from] moq_json::Error),
    /// The system gives no thread for its pictures.
    #[error("the wall cannot start its thread: {0}")]
    Thread(#[from] std::io::Error),
    /// Its task has ended.
    #[error("the wall has ended: the server is shutting down")]
    Ended,
}
