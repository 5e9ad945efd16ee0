//! The programme out of the fabric: recorded to disk.

pub mod disk;
pub mod record;
