//! The stage on an in-process origin, in real time.

mod clip;
mod programme;
mod support;
