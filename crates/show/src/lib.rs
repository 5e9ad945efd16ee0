//! The show: the one task that owns a summit's live state.
//!
//! [`start`] loads what lasts from the store, puts the show back where it stood, and answers a
//! [`Handle`]. Everything a producer does goes through the handle's bounded inbox to one task, which
//! decides ([`state`]), acts on the mixer ([`mixer`]), writes to the store, and publishes the live
//! documents ([`live`]).

pub mod handle;
pub mod live;

pub use crate::handle::{Error, Handle};
