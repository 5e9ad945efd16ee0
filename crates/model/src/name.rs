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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
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
        /// The local stage; nothing for the main one.
        stage: Option<StageId>,
    },
    /// What the crew follows: sources, preview, waiting locations, faults.
    Crew {
        /// The summit.
        summit: SummitId,
        /// The local stage; nothing for the main one.
        stage: Option<StageId>,
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
        /// The local stage that they belong to; nothing for the main one.
        stage: Option<StageId>,
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
        /// The local stage that they belong to; nothing for the main one, and for those who direct all stages.
        stage: Option<StageId>,
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
            | Self::State { summit, .. }
            | Self::Crew { summit, .. }
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

    /// The pattern of one location, whatever its country is: for the stage that it runs, and its crew.
    pub fn location(summit: SummitId, secret: Secret) -> String {
        format!("{summit}/location/*/{shard}/{secret}.hang", shard = shard(&secret))
    }

    /// The pattern under which the speakers of a stage are announced: for it and its crew.
    pub fn speakers(summit: SummitId, stage: Option<StageId>) -> String {
        format!("{}/speaker/**", Root(summit, stage))
    }

    /// The pattern under which the voices of a stage's crew are announced: for the exchange that carries them to
    /// guests.
    pub fn crew_voices(summit: SummitId, stage: Option<StageId>) -> String {
        format!("{}/talk/crew/*/voice.hang", Root(summit, stage))
    }

    /// The pattern of everything in a summit, for its crew.
    pub fn everything(summit: SummitId) -> String {
        format!("{summit}/**")
    }

    /// The pattern of everything of a local stage, for its crew.
    pub fn everything_of(summit: SummitId, stage: StageId) -> String {
        format!("{}/**", Root(summit, Some(stage)))
    }

    /// The patterns of what the mixer of a stage sends: programme, monitor, preview and returns.
    pub fn made_by(summit: SummitId, stage: StageId) -> [String; 4] {
        let returns = format!("{}/return/**", Root(summit, Some(stage)));
        let own = [Self::Programme { summit, stage }, Self::Monitor { summit, stage }, Self::Preview { summit, stage }];
        let [programme, monitor, preview] = own.map(|name| name.to_string());
        [programme, monitor, preview, returns]
    }

    /// The pattern of every local stage's public document.
    pub fn states(summit: SummitId) -> String {
        format!("{summit}/stage/*/state")
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
            Identity::Speaker { summit, stage, secret, .. } => Some(Self::Speaker { summit, stage, secret }),
            Identity::Location { summit, secret, country, .. } => Some(Self::Location { summit, country, secret }),
            Identity::Viewer { .. } | Identity::Producer { .. } | Identity::Stage { .. } => None,
        }
    }

    /// Where `identity` speaks to those behind the scenes, if it may.
    pub fn voice(identity: &Identity) -> Option<Self> {
        let party = match (identity, identity.source()) {
            (Identity::Producer { id, .. }, _) => Party::Crew(*id),
            (_, Some(source)) => Party::Guest(source),
            (_, None) => return None,
        };
        Some(Self::Voice { summit: identity.summit(), stage: identity.stage(), party })
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
            Self::State { summit, stage } => write!(f, "{}/state", Root(*summit, *stage)),
            Self::Crew { summit, stage } => write!(f, "{}/crew", Root(*summit, *stage)),
            Self::Cue { summit, person } => write!(f, "{summit}/cue/{person}"),
            Self::Location { summit, country, secret } => {
                write!(f, "{summit}/location/{country}/{shard}/{secret}.hang", shard = shard(secret))
            }
            Self::Speaker { summit, stage, secret } => write!(f, "{}/speaker/{secret}.hang", Root(*summit, *stage)),
            Self::Wall { summit } => write!(f, "{summit}/wall"),
            Self::Voice { summit, stage, party } => write!(f, "{}/talk/{party}/voice.hang", Root(*summit, *stage)),
            Self::Line { summit, person } => write!(f, "{summit}/talk/{person}/line.hang"),
        }
    }
}

impl From<BroadcastName> for String {
    fn from(name: BroadcastName) -> Self {
        name.to_string()
    }
}

impl TryFrom<String> for BroadcastName {
    type Error = UnknownName;

    fn try_from(path: String) -> Result<Self, UnknownName> {
        path.parse()
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
            ([summit, rest @ ..], _) if of_stage(rest).is_some() => {
                let (stage, rest) = of_stage(rest).ok_or(UnknownName)?;
                let summit = read(summit)?;
                let stage = stage.map(read).transpose()?;
                match (rest, media) {
                    (["state"], false) => Ok(Self::State { summit, stage }),
                    (["crew"], false) => Ok(Self::Crew { summit, stage }),
                    (["speaker", secret], true) => Ok(Self::Speaker { summit, stage, secret: read(secret)? }),
                    (["talk", kind, id, "voice"], true) => {
                        Ok(Self::Voice { summit, stage, party: read(&format!("{kind}/{id}"))? })
                    }
                    _ => Err(UnknownName),
                }
            }
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
            ([summit, "wall"], false) => Ok(Self::Wall { summit: read(summit)? }),
            ([summit, "talk", kind, id, "line"], true) => {
                Ok(Self::Line { summit: read(summit)?, person: read(&format!("{kind}/{id}"))? })
            }
            _ => Err(UnknownName),
        }
    }
}

/// Where the names of a stage begin: those of the main one stand in the summit itself.
struct Root(SummitId, Option<StageId>);

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(summit, None) => write!(f, "{summit}"),
            Self(summit, Some(stage)) => write!(f, "{summit}/stage/{stage}"),
        }
    }
}

/// The stage and the rest of a path that each stage has one of.
fn of_stage<'a, 'b>(parts: &'b [&'a str]) -> Option<(Option<&'a str>, &'b [&'a str])> {
    let (stage, rest) = match parts {
        ["stage", stage, rest @ ..] => (Some(*stage), rest),
        rest => (None, rest),
    };
    matches!(rest, ["state"] | ["crew"] | ["speaker", _] | ["talk", _, _, "voice"]).then_some((stage, rest))
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
            BroadcastName::Return { summit, stage, source: SourceId::Stage(stage) },
            BroadcastName::State { summit, stage: None },
            BroadcastName::State { summit, stage: Some(stage) },
            BroadcastName::Crew { summit, stage: None },
            BroadcastName::Crew { summit, stage: Some(stage) },
            BroadcastName::Cue { summit, person },
            BroadcastName::Location { summit, country: "ke".parse().unwrap(), secret },
            BroadcastName::Speaker { summit, stage: None, secret },
            BroadcastName::Speaker { summit, stage: Some(stage), secret },
            BroadcastName::Wall { summit },
            BroadcastName::Voice { summit, stage: None, party: Party::Guest(source) },
            BroadcastName::Voice { summit, stage: Some(stage), party: Party::Guest(source) },
            BroadcastName::Voice { summit, stage: None, party: Party::Crew(CrewId::random(rng)) },
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
            format!("{summit}/stage/{summit}/speaker/{summit}"),
            format!("{summit}/stage/main/crew"),
            format!("{summit}/stage/{summit}/crew.hang"),
            format!("{summit}/stage/{summit}/stage/{summit}/crew"),
            format!("{summit}/stage/{summit}/wall"),
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
