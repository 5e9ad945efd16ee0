//! Pictures: I420 planes, scaling, mixing, text graphics and H.264.
//!
//! Everything here is computed: no clocks, no sockets, no tasks. What runs per frame allocates nothing.

pub mod canvas;
pub mod caption;
pub mod colour;
pub mod encoding;
pub mod graphic;
pub mod h264;
mod picture;
pub mod rect;
pub mod scale;
mod sheet;
pub mod slate;
pub mod stamp;
pub mod still;
pub mod text;
pub mod ticker;

pub use colour::Yuv;
pub use picture::{Picture, Plane, PlaneMut, Size};
pub use rect::Rect;
pub use sheet::Overlay;
pub use text::Fonts;
