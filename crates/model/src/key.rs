//! Machine keys: how a desk with buttons directs the stage over HTTP.

use crate::{
    id::{KeyId, SummitId},
    time::Timestamp,
};

/// One key. It directs the stage and does nothing else: no people, links or settings. Its token is kept as a hash
/// only, by the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key's id.
    pub id: KeyId,
    /// The summit whose stage it directs.
    pub summit: SummitId,
    /// As the crew reads it.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// When a producer took it back.
    pub revoked: Option<Timestamp>,
}
