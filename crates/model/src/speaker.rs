//! An invited person.

use crate::{
    country::Country,
    id::{Secret, SpeakerId, StageId, SummitId},
    language::LanguageTag,
    name::BroadcastName,
    time::Timestamp,
};

/// An invited person, who appears live or with a recorded speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The speaker's id.
    pub id: SpeakerId,
    /// The summit they are invited to.
    pub summit: SummitId,
    /// The local stage that they belong to; nothing for the main one.
    pub stage: Option<StageId>,
    /// As the name graphic shows it.
    pub name: String,
    /// As the name graphic shows it, below the name; may be empty.
    pub title: String,
    /// The language they speak.
    pub language: LanguageTag,
    /// The country that they are from or speak for; `zz` when nobody said.
    pub country: Country,
    /// The party or organisation for which they speak.
    pub delegation: Option<String>,
    /// The unguessable part of their broadcast's name.
    pub secret: Secret,
    /// When they were invited.
    pub created: Timestamp,
}

impl Speaker {
    /// The broadcast that the speaker publishes.
    pub fn broadcast(&self) -> BroadcastName {
        BroadcastName::Speaker { summit: self.summit, stage: self.stage, secret: self.secret }
    }
}
