//! What one media session may publish and see: the one decision, whoever asks for it.

use crate::{
    country::Country,
    id::{CrewId, LocationId, Secret, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    source::SourceId,
    time::Timestamp,
};

/// Who a media session belongs to, as the store knows it. Nothing in it comes from a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identity {
    /// Somebody who watches without a link.
    Viewer {
        /// The summit they watch.
        summit: SummitId,
    },
    /// A producer.
    Producer {
        /// The summit they direct.
        summit: SummitId,
        /// Who it is.
        id: CrewId,
        /// What they direct.
        realm: Realm,
    },
    /// A speaker.
    Speaker {
        /// The summit they speak on.
        summit: SummitId,
        /// Who it is.
        id: SpeakerId,
        /// The local stage that they belong to; nothing for the main one.
        stage: Option<StageId>,
        /// Where they publish.
        secret: Secret,
    },
    /// A process that makes the programme of a local stage.
    Stage {
        /// The summit it belongs to.
        summit: SummitId,
        /// The stage.
        stage: StageId,
        /// The unguessable part of the broadcast of the location that runs it, when there is one.
        location: Option<Secret>,
    },
    /// A location.
    Location {
        /// The summit it belongs to.
        summit: SummitId,
        /// Which one.
        id: LocationId,
        /// Where it publishes.
        secret: Secret,
        /// Likewise.
        country: Country,
    },
}

/// What a producer directs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Realm {
    /// The summit with all its stages.
    Summit,
    /// The summit, and a copy of it that only its crew sees.
    RunThrough(SummitId),
    /// One local stage.
    Stage {
        /// Which one.
        stage: StageId,
        /// The unguessable part of the broadcast of the location that runs it, when there is one.
        location: Option<Secret>,
    },
}

impl Realm {
    /// The one stage that it is; nothing when it is all of them.
    pub fn stage(self) -> Option<StageId> {
        match self {
            Self::Summit | Self::RunThrough(_) => None,
            Self::Stage { stage, .. } => Some(stage),
        }
    }
}

/// What one media session may publish and see, and until when.
///
/// Patterns are those of the relay: `*` stands for one part of a path, `**` for any number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Patterns of the names it may publish.
    pub publish: Vec<String>,
    /// Patterns of the names it may discover and read.
    pub subscribe: Vec<String>,
    /// When the session ends unless it is granted again.
    pub expires: Timestamp,
}

impl Identity {
    /// The summit it belongs to.
    pub fn summit(&self) -> SummitId {
        match *self {
            Self::Viewer { summit }
            | Self::Producer { summit, .. }
            | Self::Stage { summit, .. }
            | Self::Speaker { summit, .. }
            | Self::Location { summit, .. } => summit,
        }
    }

    /// The local stage that this person belongs to; nothing for those of the main one, and of all.
    pub fn stage(&self) -> Option<StageId> {
        match *self {
            Self::Producer { realm, .. } => realm.stage(),
            Self::Speaker { stage, .. } => stage,
            Self::Stage { stage, .. } => Some(stage),
            Self::Viewer { .. } | Self::Location { .. } => None,
        }
    }

    /// The source that this person is, if they can be one.
    pub fn source(&self) -> Option<SourceId> {
        match *self {
            Self::Speaker { id, .. } => Some(SourceId::Speaker(id)),
            Self::Location { id, .. } => Some(SourceId::Location(id)),
            Self::Viewer { .. } | Self::Producer { .. } | Self::Stage { .. } => None,
        }
    }

    /// What a session of this person may publish and see until `expires`.
    ///
    /// A grant cannot grow while its session lives, so a person's own return, cue and line are in it from
    /// the start.
    pub fn grant(&self, expires: Timestamp) -> Grant {
        let summit = self.summit();
        let public = [
            BroadcastName::programmes(summit),
            BroadcastName::State { summit, stage: None }.to_string(),
            BroadcastName::states(summit),
            BroadcastName::Wall { summit }.to_string(),
        ];
        let publish = [BroadcastName::own(self), BroadcastName::voice(self)];
        let publish = match self {
            Self::Stage { stage, .. } => BroadcastName::made_by(summit, *stage).into(),
            _ => publish.into_iter().flatten().map(|name| name.to_string()).collect(),
        };
        let subscribe = match (self, self.source()) {
            (Self::Producer { realm: Realm::Summit, .. }, _) => vec![BroadcastName::everything(summit)],
            (Self::Producer { realm: Realm::RunThrough(copy), .. }, _) => {
                vec![BroadcastName::everything(summit), BroadcastName::everything(*copy)]
            }
            (Self::Producer { realm: Realm::Stage { stage, location }, .. }, _) => {
                let place = location.map(|secret| BroadcastName::location(summit, secret));
                public.into_iter().chain([BroadcastName::everything_of(summit, *stage)]).chain(place).collect()
            }
            // Its sources, and nothing that is said behind the scenes.
            (Self::Stage { stage, location, .. }, _) => {
                let place = location.map(|secret| BroadcastName::location(summit, secret));
                let own = [
                    BroadcastName::programmes(summit),
                    BroadcastName::returns(summit, SourceId::Stage(*stage)),
                    BroadcastName::speakers(summit, Some(*stage)),
                    BroadcastName::Wall { summit }.to_string(),
                ];
                own.into_iter().chain(place).collect()
            }
            (_, Some(source)) => {
                let own = [
                    BroadcastName::returns(summit, source),
                    BroadcastName::Cue { summit, person: source }.to_string(),
                    BroadcastName::Line { summit, person: source }.to_string(),
                ];
                public.into_iter().chain(own).collect()
            }
            (_, None) => public.into(),
        };
        Grant { publish, subscribe, expires }
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn identities() -> [Identity; 4] {
        let rng = &mut StdRng::seed_from_u64(3);
        let summit = SummitId::random(rng);
        [
            Identity::Viewer { summit },
            Identity::Producer { summit, id: CrewId::random(rng), realm: Realm::Summit },
            Identity::Speaker { summit, id: SpeakerId::random(rng), stage: None, secret: Secret::random(rng) },
            Identity::Location {
                summit,
                id: LocationId::random(rng),
                secret: Secret::random(rng),
                country: Country::HIDDEN,
            },
        ]
    }

    #[test]
    fn the_audience_can_never_discover_a_location() {
        let [viewer, _, speaker, location] = identities();
        for identity in [viewer, speaker, location] {
            for pattern in identity.grant(Timestamp(0)).subscribe {
                assert!(
                    !pattern.contains("/location/")
                        || pattern.contains(location.source().unwrap().to_string().as_str()),
                    "{pattern}"
                );
                assert!(!pattern.contains("**"), "{pattern}");
            }
        }
    }

    #[test]
    fn a_speaker_publishes_under_two_names_of_their_own_and_sees_no_other_speaker() {
        let [viewer, producer, speaker, location] = identities();
        let grant = speaker.grant(Timestamp(5));
        assert_eq!(grant.expires, Timestamp(5));
        let names = [BroadcastName::own(&speaker).unwrap(), BroadcastName::voice(&speaker).unwrap()];
        assert_eq!(grant.publish, names.map(|name| name.to_string()));
        assert!(grant.subscribe.iter().all(|pattern| !pattern.contains("/speaker/")
            || pattern.contains(speaker.source().unwrap().to_string().as_str())));
        assert_eq!(location.grant(Timestamp(5)).publish.len(), 2);
        assert!(viewer.grant(Timestamp(5)).publish.is_empty());
        assert_eq!(producer.grant(Timestamp(5)).publish, [BroadcastName::voice(&producer).unwrap().to_string()]);
    }

    #[test]
    fn behind_the_scenes_a_guest_says_and_hears_what_is_theirs_and_the_audience_nothing() {
        let [viewer, producer, speaker, location] = identities();
        let talk = |patterns: Vec<String>| -> Vec<String> {
            patterns.into_iter().filter(|pattern| pattern.contains("/talk/")).collect()
        };
        for guest in [speaker, location] {
            let (own, grant) = (guest.source().unwrap(), guest.grant(Timestamp(5)));
            assert_eq!(talk(grant.publish), [format!("{}/talk/{own}/voice.hang", guest.summit())]);
            assert_eq!(talk(grant.subscribe), [format!("{}/talk/{own}/line.hang", guest.summit())]);
        }
        let grant = viewer.grant(Timestamp(5));
        assert!(talk(grant.publish).is_empty() && talk(grant.subscribe).is_empty());
        // Nobody of the crew can write to a guest's line themselves, or speak as somebody else.
        let Identity::Producer { summit, id, .. } = producer else { unreachable!() };
        assert_eq!(producer.grant(Timestamp(5)).publish, [format!("{summit}/talk/crew/{id}/voice.hang")]);
    }

    /// Whether a pattern of the relay lets a name through.
    fn matches(pattern: &str, name: &str) -> bool {
        fn parts(pattern: &[&str], name: &[&str]) -> bool {
            match (pattern, name) {
                (["**"], _) => true,
                ([], []) => true,
                ([first, pattern @ ..], [part, name @ ..]) => (*first == "*" || first == part) && parts(pattern, name),
                _ => false,
            }
        }
        let split = |text: &'static str| text.split('/').collect::<Vec<_>>();
        parts(&split(pattern.to_owned().leak()), &split(name.to_owned().leak()))
    }

    #[test]
    fn a_producer_of_one_stage_sees_what_is_public_and_what_is_of_that_stage_and_nothing_else() {
        let rng = &mut StdRng::seed_from_u64(4);
        let [_, _, speaker, location] = identities();
        let (summit, own, other) = (speaker.summit(), StageId::random(rng), StageId::random(rng));
        let Identity::Location { secret: hall, country, .. } = location else { unreachable!() };
        let realm = Realm::Stage { stage: own, location: Some(hall) };
        let local = Identity::Producer { summit, id: CrewId::random(rng), realm };
        let grant = local.grant(Timestamp(5));
        let sees = |name: BroadcastName| grant.subscribe.iter().any(|pattern| matches(pattern, &name.to_string()));
        let (guest, secret) = (speaker.source().unwrap(), Secret::random(rng));
        let of = |stage: Option<StageId>| {
            let party = crate::talk::Party::Guest(guest);
            [
                BroadcastName::Crew { summit, stage },
                BroadcastName::Speaker { summit, stage, secret },
                BroadcastName::Voice { summit, stage, party },
            ]
        };
        let made = |stage: StageId| {
            [
                BroadcastName::Preview { summit, stage },
                BroadcastName::Monitor { summit, stage },
                BroadcastName::Return { summit, stage, source: guest },
            ]
        };
        for name in of(Some(own)).into_iter().chain(made(own)) {
            assert!(sees(name), "{name}");
        }
        for name in of(None).into_iter().chain(of(Some(other))).chain(made(other)) {
            assert!(!sees(name), "{name}");
        }
        for stage in [own, other] {
            assert!(sees(BroadcastName::Programme { summit, stage }));
            assert!(sees(BroadcastName::State { summit, stage: Some(stage) }));
        }
        assert!(sees(BroadcastName::Location { summit, country, secret: hall }));
        assert!(!sees(BroadcastName::Location { summit, country, secret }), "another location");
        for name in [BroadcastName::Cue { summit, person: guest }, BroadcastName::Line { summit, person: guest }] {
            assert!(!sees(name), "{name}");
        }
        assert_eq!(grant.publish, [BroadcastName::voice(&local).unwrap().to_string()]);
        assert!(grant.publish[0].starts_with(&format!("{summit}/stage/{own}/talk/crew/")));
    }

    #[test]
    fn of_a_run_through_only_those_who_direct_it_see_anything() {
        let rng = &mut StdRng::seed_from_u64(6);
        let (copy, stage) = (SummitId::random(rng), StageId::random(rng));
        let programme = BroadcastName::Programme { summit: copy, stage }.to_string();
        let state = BroadcastName::State { summit: copy, stage: None }.to_string();
        for identity in identities() {
            for pattern in identity.grant(Timestamp(5)).subscribe {
                assert!(!matches(&pattern, &programme) && !matches(&pattern, &state), "{pattern}");
            }
        }
        let summit = SummitId::random(rng);
        let directs = Identity::Producer { summit, id: CrewId::random(rng), realm: Realm::RunThrough(copy) };
        let grant = directs.grant(Timestamp(5));
        assert!(grant.subscribe.iter().any(|pattern| matches(pattern, &programme)));
        assert!(grant.publish.iter().all(|name| name.starts_with(summit.to_string().as_str())));
    }

    #[test]
    fn a_process_of_a_stage_sends_what_that_stage_makes_and_sees_its_sources() {
        let rng = &mut StdRng::seed_from_u64(6);
        let (summit, stage, other) = (SummitId::random(rng), StageId::random(rng), StageId::random(rng));
        let (secret, guest) = (Secret::random(rng), SourceId::Speaker(SpeakerId::random(rng)));
        let grant = Identity::Stage { summit, stage, location: None }.grant(Timestamp(5));
        let may = |patterns: &[String], name: BroadcastName| {
            patterns.iter().any(|pattern| matches(pattern, &name.to_string()))
        };
        let source = SourceId::Stage(stage);
        for (name, publishes) in [
            (BroadcastName::Programme { summit, stage }, true),
            (BroadcastName::Return { summit, stage, source: guest }, true),
            (BroadcastName::Programme { summit, stage: other }, false),
            (BroadcastName::State { summit, stage: Some(stage) }, false),
            (BroadcastName::Crew { summit, stage: Some(stage) }, false),
            (BroadcastName::Speaker { summit, stage: Some(stage), secret }, false),
        ] {
            assert_eq!(may(&grant.publish, name), publishes, "{name}");
        }
        for (name, sees) in [
            (BroadcastName::Programme { summit, stage: other }, true),
            (BroadcastName::Return { summit, stage: other, source }, true),
            (BroadcastName::Speaker { summit, stage: Some(stage), secret }, true),
            (BroadcastName::Return { summit, stage: other, source: guest }, false),
            (BroadcastName::Monitor { summit, stage: other }, false),
            (BroadcastName::Speaker { summit, stage: None, secret }, false),
            (BroadcastName::Crew { summit, stage: Some(stage) }, false),
            (BroadcastName::Voice { summit, stage: Some(stage), party: crate::talk::Party::Guest(guest) }, false),
        ] {
            assert_eq!(may(&grant.subscribe, name), sees, "{name}");
        }
    }

    #[test]
    fn a_speaker_of_a_local_stage_publishes_below_it() {
        let rng = &mut StdRng::seed_from_u64(5);
        let (summit, stage) = (SummitId::random(rng), StageId::random(rng));
        let (id, secret) = (SpeakerId::random(rng), Secret::random(rng));
        let speaker = Identity::Speaker { summit, id, stage: Some(stage), secret };
        let grant = speaker.grant(Timestamp(5));
        assert!(grant.publish.iter().all(|name| name.starts_with(&format!("{summit}/stage/{stage}/"))));
        let crew = BroadcastName::Crew { summit, stage: Some(stage) }.to_string();
        assert!(grant.subscribe.iter().all(|pattern| !matches(pattern, &crew)));
    }
}
