//! The nouns and rules of a summit: pure, without IO, with time and randomness as arguments.
//!
//! Everything that decides something about a summit and can be decided from its arguments alone
//! lives here. The rooms around it (store, fabric, stage, show, api) bring the clock, the disk and
//! the network.

pub mod clip;
pub mod country;
pub mod crew;
pub mod floor;
pub mod format;
pub mod grant;
pub mod graphic;
pub mod id;
pub mod journal;
pub mod key;
pub mod language;
pub mod link;
pub mod location;
pub mod name;
pub mod rehearsal;
pub mod room;
pub mod run_through;
pub mod rundown;
pub mod scene;
pub mod sound;
pub mod source;
pub mod speaker;
pub mod summit;
pub mod talk;
pub mod time;
pub mod token;
