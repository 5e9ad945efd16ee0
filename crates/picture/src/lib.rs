//! Pictures: I420 planes, scaling, mixing, text graphics and H.264.
//!
//! Everything here is computed: no clocks, no sockets, no tasks. What runs per frame allocates nothing.

pub mod canvas;
pub mod colour;
pub mod h264;
mod picture;
pub mod rect;
pub mod scale;
pub mod stamp;

pub use colour::Yuv;
pub use picture::{Picture, Plane, PlaneMut, Size};
pub use rect::Rect;
