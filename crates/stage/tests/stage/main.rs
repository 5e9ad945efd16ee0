//! Smoke tests of the stage on an in-process origin, in real time: that its parts are wired together, that
//! no programme frame is missing, and that pictures and sound come in order.
//!
//! They do not check that pictures come evenly, because a machine that is busy with other things repeats
//! some: which picture each frame shows is checked to the frame with a clock that stands where the test puts
//! it, for recordings in `deck` and `desk`, for live sources of 15 to 60 a second in `live`, and for the
//! delay that uneven arrivals ask for in `mapping`.

mod air;
mod clip;
mod format;
mod programme;
mod stages;
mod support;
