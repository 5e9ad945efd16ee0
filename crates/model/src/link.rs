//! Personal links: how a person gets in, and how a producer takes that back.

use crate::{
    id::{CrewId, LinkId, LocationId, RehearsalId, SpeakerId, StageId, SummitId},
    journal::Actor,
    time::Timestamp,
};

/// Whose link it is, which decides everything its holder may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(tag = "role", content = "id", rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Holder {
    /// Directs the summit.
    Producer(CrewId),
    /// Speaks on it.
    Speaker(SpeakerId),
    /// Hosts a location of it.
    Location(LocationId),
    /// A process that makes the programme of a local stage, and does nothing else.
    Stage(StageId),
    /// Brings simulated participants: creates and removes their links, and nothing else.
    Rehearsal(RehearsalId),
}

impl Holder {
    /// The same person in the journal.
    pub fn actor(self) -> Actor {
        match self {
            Self::Producer(id) => Actor::Crew(id),
            Self::Speaker(id) => Actor::Speaker(id),
            Self::Location(id) => Actor::Location(id),
            Self::Stage(id) => Actor::Stage(id),
            Self::Rehearsal(id) => Actor::Rehearsal(id),
        }
    }
}

/// One personal link. Its token is kept as a hash only, by the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The link's id.
    pub id: LinkId,
    /// The summit it leads to.
    pub summit: SummitId,
    /// Whose it is.
    pub holder: Holder,
    /// When it stops working.
    pub expires: Timestamp,
    /// Where it stands.
    pub state: State,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No browser holds it yet.
    Free,
    /// One browser holds it since then.
    Bound(Timestamp),
    /// Taken back by a producer.
    Revoked(Timestamp),
}

/// Why a link opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its time is over.
    #[error("this link has expired: ask the producer for a new one")]
    Expired,
    /// A producer took it back.
    #[error("this link was taken back: ask the producer for a new one")]
    Revoked,
    /// Another browser holds it.
    #[error("this link is already open in another browser: continue there, or ask the producer for a new one")]
    Bound,
}

impl Link {
    /// Whether its holder may still use the browser that holds it.
    pub fn check(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.state {
            State::Revoked(_) => Err(Refusal::Revoked),
            _ if now >= self.expires => Err(Refusal::Expired),
            _ => Ok(()),
        }
    }

    /// Gives the link to the browser whose holder pressed the button. A rehearsal's link is held by
    /// no browser and opens as often as it is used.
    pub fn bind(&mut self, now: Timestamp) -> Result<(), Refusal> {
        self.check(now)?;
        match (self.state, self.holder) {
            (State::Bound(_), Holder::Rehearsal(_)) => Ok(()),
            (State::Bound(_), _) => Err(Refusal::Bound),
            _ => {
                self.state = State::Bound(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn link(holder: fn(&mut StdRng) -> Holder) -> Link {
        let mut rng = StdRng::seed_from_u64(1);
        Link {
            id: LinkId::random(&mut rng),
            summit: SummitId::random(&mut rng),
            holder: holder(&mut rng),
            expires: Timestamp(1_000),
            state: State::Free,
        }
    }

    #[test]
    fn a_link_binds_once_and_not_after_its_time() {
        let mut speaker = link(|rng| Holder::Speaker(SpeakerId::random(rng)));
        assert_eq!(speaker.clone().bind(Timestamp(1_000)), Err(Refusal::Expired));
        assert_eq!(speaker.bind(Timestamp(999)), Ok(()));
        assert_eq!(speaker.bind(Timestamp(999)), Err(Refusal::Bound));
        assert_eq!(speaker.check(Timestamp(999)), Ok(()));
        speaker.state = State::Revoked(Timestamp(0) + Duration::from_secs(1));
        assert_eq!(speaker.check(Timestamp(999)), Err(Refusal::Revoked));
    }

    #[test]
    fn a_rehearsal_opens_as_often_as_it_is_used() {
        let mut crowd = link(|rng| Holder::Rehearsal(RehearsalId::random(rng)));
        assert_eq!(crowd.bind(Timestamp(1)), Ok(()));
        assert_eq!(crowd.bind(Timestamp(2)), Ok(()));
        assert_eq!(crowd.bind(Timestamp(1_000)), Err(Refusal::Expired));
    }
}
