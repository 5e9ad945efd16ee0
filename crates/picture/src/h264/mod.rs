//! H.264 for live pictures: an encoder that never leaves a picture out, and a decoder that looks at a
//! picture's size before it spends memory on it.

mod decoder;
mod encoder;
pub mod nal;
mod sps;

pub use decoder::{Decoder, Error as DecodeError};
pub use encoder::{Encoded, Encoder, Error as EncodeError, Settings};
pub use sps::Sps;

#[cfg(test)]
mod tests;
