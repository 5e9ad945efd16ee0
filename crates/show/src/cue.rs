//! What one person is told: pure.

use plenary_model::{
    id::{StageId, SummitId},
    location::Admission,
    name::BroadcastName,
    scene::Scene,
    source::SourceId,
    time::Timestamp,
};

use crate::{
    live::{Appearance, Cue, CueState, backstage, floor::Own},
    people::Entry,
};

/// Shown to a location that a producer turned away.
const REFUSED: &str = "The producers have not let this place in. Ask them if you think this is a mistake.";

/// What decides everybody's cue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scenes {
    /// The summit.
    pub summit: SummitId,
    /// Its stage.
    pub stage: StageId,
    /// On air.
    pub programme: Scene,
    /// On air since then.
    pub since: Option<Timestamp>,
    /// In preview.
    pub preview: Scene,
    /// In the rundown's next item.
    pub next: Scene,
    /// When that follows by itself.
    pub follows_at: Option<Timestamp>,
}

impl Scenes {
    /// The cue of one person. Who is both in preview and in the next item reads `next`, which says when.
    pub fn cue(&self, person: &Entry, coming: &[Appearance], floor: Option<Own>, backstage: backstage::Own) -> Cue {
        let id = person.id();
        let (state, at) = match person {
            Entry::Location(location) if location.admission == Admission::Refused => {
                return removed(REFUSED.to_owned());
            }
            _ if self.programme.shows(id) => (CueState::OnAir, self.since),
            _ if self.next.shows(id) => (CueState::Next, self.follows_at),
            _ if self.preview.shows(id) => (CueState::Ready, None),
            _ => (CueState::Waiting, None),
        };
        let hears = self.programme.shows(id) || self.preview.shows(id);
        let back = BroadcastName::Return { summit: self.summit, stage: self.stage, source: id };
        Cue {
            state,
            at,
            return_broadcast: hears.then(|| back.to_string()),
            reason: None,
            coming: coming.to_vec(),
            floor,
            backstage,
        }
    }
}

/// The cue of somebody who is removed.
pub fn removed(reason: String) -> Cue {
    Cue {
        state: CueState::Removed,
        at: None,
        return_broadcast: None,
        reason: Some(reason),
        coming: Vec::new(),
        floor: None,
        backstage: backstage::Own::default(),
    }
}

/// The broadcast of a person's cue.
pub fn broadcast(summit: SummitId, person: SourceId) -> BroadcastName {
    BroadcastName::Cue { summit, person }
}
