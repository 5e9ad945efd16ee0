//! A run-through: the whole show against a copy that only the crew sees.

use crate::time::Timestamp;

/// What was learnt of an item of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timing {
    /// How long it took when it was run through last, in milliseconds.
    pub took_ms: Option<u64>,
    /// When that was.
    pub at: Option<Timestamp>,
    /// What the crew wrote about it.
    pub note: String,
}
