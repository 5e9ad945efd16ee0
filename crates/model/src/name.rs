//! The names of broadcasts. Nothing else formats or reads a path.

use std::{fmt, str::FromStr};

use crate::{
    country::Country,
    grant::Identity,
    id::{Secret, StageId, SummitId},
    source::SourceId,
    talk::Party,
};

/// Where a broadcast is found. Media broadcasts end in `.hang`, which makes their catalog explicit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BroadcastName {
    /// What a stage sends.
    Programme {
        /// The summit.
        summit: SummitId,
        /// The stage.
        stage: StageId,
    },
    /// The scene a stage would show next, for the crew.
    Preview {
        /// The summit.
        summit: SummitId,
        /// The stage.
        stage: StageId,
    },
    /// What a stage makes, before the programme delay, for the crew.
    Monitor {
        /// The summit.
        summit: SummitId,
        /// The stage.
        stage: StageId,
    },
    /// What `source` hears while it is on air: the programme's sound without its own.
    Return {
        /// The summit.
        summit: SummitId,
        /// The stage.
        stage: StageId,
        /// Who hears it.
        source: SourceId,
    },
    /// What every screen follows: title, what is on air, pages of the wall.
    State {
        /// The summit.
        summit: SummitId,
    },
    /// What the crew follows: sources, preview, waiting locations, faults.
    Crew {
        /// The summit.
        summit: SummitId,
    },
    /// What one person follows: next, on air, removed.
    Cue {
        /// The summit.
        summit: SummitId,
        /// The person.
        person: SourceId,
    },
    /// A location's tile, and its picture and sound while somebody asks for them.
    Location {
        /// The summit.
        summit: SummitId,
        /// The location's country.
        country: Country,
        /// What nobody can guess.
        secret: Secret,
    },
    /// A speaker's picture and sound.
    Speaker {
        /// The summit.
        summit: SummitId,
        /// What nobody can guess.
        secret: Secret,
    },
    /// The picture of everybody, a track for each page.
    Wall {
        /// The summit.
        summit: SummitId,
    },
    /// What a party says behind the scenes, and shows in a call: for the crew.
    Voice {
        /// The summit.
        summit: SummitId,
        /// Who speaks.
        party: Party,
    },
    /// What the crew says to one guest. The server puts into it what is meant for them, so that nobody can choose
    /// whom they hear.
    Line {
        /// The summit.
        summit: SummitId,
        /// Who hears it.
        person: SourceId,
    },
}

/// A path that names no broadcast of this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the path names no broadcast")]
pub struct UnknownName;

impl BroadcastName {
    /// The summit it belongs to.
    pub fn summit(&self) -> SummitId {
        match *self {
            Self::Programme { summit, .. }
            | Self::Preview { summit, .. }
            | Self::Monitor { summit, .. }
            | Self::Return { summit, .. }
            | Self::State { summit }
            | Self::Crew { summit }
            | Self::Cue { summit, .. }
            | Self::Location { summit, .. }
            | Self::Speaker { summit, .. }
            | Self::Wall { summit }
            | Self::Voice { summit, .. }
            | Self::Line { summit, .. } => summit,
        }
    }

    /// The pattern under which every location of a summit is announced: for the wall, the stage and
    /// the crew alone, because announcements cost names times listeners.
    pub fn locations(summit: SummitId) -> String {
        format!("{summit}/location/**")
    }

    /// The pattern under which every speaker of a summit is announced: for the stage and the crew.
    pub fn speakers(summit: SummitId) -> String {
        format!("{summit}/speaker/**")
    }

    /// The pattern under which the voices of the crew are announced: for the exchange that carries them to guests.
    pub fn crew_voices(summit: SummitId) -> String {
        format!("{summit}/talk/crew/*/voice.hang")
    }

    /// The pattern of everything in a summit, for its crew.
    pub fn everything(summit: SummitId) -> String {
        format!("{summit}/**")
    }

    /// The pattern of every stage's programme.
    pub fn programmes(summit: SummitId) -> String {
        format!("{summit}/stage/*/programme.hang")
    }

    /// The pattern of the returns that `source` may hear, of whichever stage it is on.
    pub fn returns(summit: SummitId, source: SourceId) -> String {
        format!("{summit}/stage/*/return/{source}.hang")
    }

    /// Where `identity` publishes, if it publishes at all.
    pub fn own(identity: &Identity) -> Option<Self> {
        match *identity {
            Identity::Speaker { summit, secret, .. } => Some(Self::Speaker { summit, secret }),
            Identity::Location { summit, secret, country, .. } => Some(Self::Location { summit, country, secret }),
            Identity::Viewer { .. } | Identity::Producer { .. } => None,
        }
    }

    /// Where `identity` speaks to those behind the scenes, if it may.
    pub fn voice(identity: &Identity) -> Option<Self> {
        let party = match (identity, identity.source()) {
            (Identity::Producer { id, .. }, _) => Party::Crew(*id),
            (_, Some(source)) => Party::Guest(source),
            (_, None) => return None,
        };
        Some(Self::Voice { summit: identity.summit(), party })
    }

    /// Where `identity` hears the crew, if it is a guest.
    pub fn line(identity: &Identity) -> Option<Self> {
        identity.source().map(|person| Self::Line { summit: identity.summit(), person })
    }
}

impl fmt::Display for BroadcastName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Programme { summit, stage } => write!(f, "{summit}/stage/{stage}/programme.hang"),
            Self::Preview { summit, stage } => write!(f, "{summit}/stage/{stage}/preview.hang"),
            Self::Monitor { summit, stage } => write!(f, "{summit}/stage/{stage}/monitor.hang"),
            Self::Return { summit, stage, source } => write!(f, "{summit}/stage/{stage}/return/{source}.hang"),
            Self::State { summit } => write!(f, "{summit}/state"),
            Self::Crew { summit } => write!(f, "{summit}/crew"),
            Self::Cue { summit, person } => write!(f, "{summit}/cue/{person}"),
            Self::Location { summit, country, secret } => {
                write!(f, "{summit}/location/{country}/{shard}/{secret}.hang", shard = shard(secret))
            }
            Self::Speaker { summit, secret } => write!(f, "{summit}/speaker/{secret}.hang"),
            Self::Wall { summit } => write!(f, "{summit}/wall"),
            Self::Voice { summit, party } => write!(f, "{summit}/talk/{party}/voice.hang"),
            Self::Line { summit, person } => write!(f, "{summit}/talk/{person}/line.hang"),
        }
    }
}

impl FromStr for BroadcastName {
    type Err = UnknownName;

    fn from_str(path: &str) -> Result<Self, UnknownName> {
        fn read<T: FromStr>(text: &str) -> Result<T, UnknownName> {
            text.parse().map_err(|_| UnknownName)
        }
        let (path, media) = match path.strip_suffix(".hang") {
            Some(path) => (path, true),
            None => (path, false),
        };
        let parts: Vec<&str> = path.splitn(8, '/').collect();
        match (parts.as_slice(), media) {
            ([summit, "stage", stage, "programme"], true) => {
                Ok(Self::Programme { summit: read(summit)?, stage: read(stage)? })
            }
            ([summit, "stage", stage, "preview"], true) => {
                Ok(Self::Preview { summit: read(summit)?, stage: read(stage)? })
            }
            ([summit, "stage", stage, "monitor"], true) => {
                Ok(Self::Monitor { summit: read(summit)?, stage: read(stage)? })
            }
            ([summit, "stage", stage, "return", kind, id], true) => {
                Ok(Self::Return { summit: read(summit)?, stage: read(stage)?, source: read(&format!("{kind}/{id}"))? })
            }
            ([summit, "state"], false) => Ok(Self::State { summit: read(summit)? }),
            ([summit, "crew"], false) => Ok(Self::Crew { summit: read(summit)? }),
            ([summit, "cue", kind, id], false) => {
                Ok(Self::Cue { summit: read(summit)?, person: read(&format!("{kind}/{id}"))? })
            }
            ([summit, "location", country, found, secret], true) => {
                let secret: Secret = read(secret)?;
                match *found == shard(&secret) {
                    true => Ok(Self::Location { summit: read(summit)?, country: read(country)?, secret }),
                    false => Err(UnknownName),
                }
            }
            ([summit, "speaker", secret], true) => Ok(Self::Speaker { summit: read(summit)?, secret: read(secret)? }),
            ([summit, "wall"], false) => Ok(Self::Wall { summit: read(summit)? }),
            ([summit, "talk", kind, id, "voice"], true) => {
                Ok(Self::Voice { summit: read(summit)?, party: read(&format!("{kind}/{id}"))? })
            }
            ([summit, "talk", kind, id, "line"], true) => {
                Ok(Self::Line { summit: read(summit)?, person: read(&format!("{kind}/{id}"))? })
            }
            _ => Err(UnknownName),
        }
    }
}

/// The part of a country's locations that one wall worker can take: the secret's first two characters,
/// 1,024 shards of even size.
fn shard(secret: &Secret) -> &str {
    &secret.as_str()[..2]
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::id::{CrewId, LocationId, SpeakerId};

    #[test]
    fn every_name_reads_back_as_itself() {
        let rng = &mut StdRng::seed_from_u64(7);
        let (summit, stage, secret) = (SummitId::random(rng), StageId::random(rng), Secret::random(rng));
        let source = SourceId::Speaker(SpeakerId::random(rng));
        let person = SourceId::Location(LocationId::random(rng));
        for name in [
            BroadcastName::Programme { summit, stage },
            BroadcastName::Preview { summit, stage },
            BroadcastName::Monitor { summit, stage },
            BroadcastName::Return { summit, stage, source },
            BroadcastName::State { summit },
            BroadcastName::Crew { summit },
            BroadcastName::Cue { summit, person },
            BroadcastName::Location { summit, country: "ke".parse().unwrap(), secret },
            BroadcastName::Speaker { summit, secret },
            BroadcastName::Wall { summit },
            BroadcastName::Voice { summit, party: Party::Guest(source) },
            BroadcastName::Voice { summit, party: Party::Crew(CrewId::random(rng)) },
            BroadcastName::Line { summit, person },
        ] {
            assert_eq!(name.to_string().parse(), Ok(name));
            assert_eq!(name.summit(), summit);
        }
    }

    #[test]
    fn a_path_that_is_nearly_a_name_is_none() {
        let summit = "0123456789abcdef";
        for path in [
            String::new(),
            summit.to_owned(),
            format!("{summit}/state.hang"),
            format!("{summit}/state/more"),
            format!("/{summit}/state"),
            format!("{summit}/speaker/{summit}"),
            format!("{summit}/location/ke/zz/{summit}.hang"),
            format!("{summit}/location/xx/01/{summit}.hang"),
            format!("{summit}/stage/../programme.hang"),
            format!("{summit}/talk/crew/{summit}/line.hang"),
            format!("{summit}/talk/wall/all/voice.hang"),
            format!("{summit}/talk/speaker/{summit}/voice"),
        ] {
            assert_eq!(path.parse::<BroadcastName>(), Err(UnknownName), "{path}");
        }
    }
}
