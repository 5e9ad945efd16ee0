//! Simulated participants, against any deployment.
//!
//! Given a rehearsal link, [`run`] brings locations, speakers and viewers: real sessions over real
//! sockets with the grants that real participants get, sending real encoded pictures and sound.
//! Every participant has a colour, a number and a tone of their own, so that whoever watches knows
//! what arrived: [`viewer`] watches a programme as an audience session does and reports what came,
//! [`wall`] counts who is shown on the wall. The demo, its check and the benchmarks are made of these.
//!
//! Pictures and sound are encoded once and replayed with live timestamps, and only while somebody
//! subscribes; tiles are always sent. Which frame of its loop a participant sends follows from the
//! clock of the wall, so that a viewer on the same machine can tell how old a picture is
//! ([`reel::Stamp::age`]).

pub mod bridge;
pub mod call;
mod crowd;
pub mod names;
mod participant;
pub mod plan;
pub mod portrait;
pub mod reel;
pub mod seen;
mod session;
mod studio;
mod trouble;
pub mod viewer;
mod voice;
pub mod wall;
mod watching;

pub use call::{CallError, Link};
pub use crowd::{Error, Plan, Progress, Report, location, recorded, run, run_with_progress, speaker};
pub use voice::pitch;
