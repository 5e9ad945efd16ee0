//! Who and what a scene may name: pure.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use plenary_model::{
    clip::{self, Clip},
    floor::Voice,
    id::{StageId, SummitId},
    location::{Admission, Location},
    name::BroadcastName,
    scene::Scene,
    source::SourceId,
    speaker::Speaker,
    summit::Stage,
};
use plenary_stage::{Feed, Source};

use crate::{Error, live::Kind};

/// Everything of a summit that is or may become a source.
#[derive(Debug, Clone, Default)]
pub struct People {
    entries: BTreeMap<SourceId, Entry>,
    names: HashMap<String, SourceId>,
    /// Who was sent out of their room.
    out: HashSet<SourceId>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// An invited person.
    Speaker(Speaker),
    /// A place, let in or not.
    Location(Location),
    /// A recording, ready or not.
    Clip(Clip),
    /// The picture of everybody, of this summit.
    Wall(SummitId),
    /// Another stage.
    Stage(Stage),
}

impl Entry {
    /// How scenes name it.
    pub fn id(&self) -> SourceId {
        match self {
            Self::Speaker(speaker) => SourceId::Speaker(speaker.id),
            Self::Location(location) => SourceId::Location(location.id),
            Self::Clip(clip) => SourceId::Clip(clip.id),
            Self::Wall(_) => SourceId::Wall,
            Self::Stage(stage) => SourceId::Stage(stage.id),
        }
    }

    /// What kind of source it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Speaker(_) => Kind::Speaker,
            Self::Location(_) => Kind::Location,
            Self::Clip(_) => Kind::Clip,
            Self::Wall(_) => Kind::Wall,
            Self::Stage(_) => Kind::Stage,
        }
    }

    /// As the audience reads it; the wall needs no name.
    pub fn name(&self) -> &str {
        match self {
            Self::Speaker(speaker) => &speaker.name,
            Self::Location(location) => &location.name,
            Self::Clip(clip) => &clip.title,
            Self::Wall(_) => "",
            Self::Stage(stage) => &stage.name,
        }
    }

    /// What it publishes by itself; clips and the wall do not.
    pub fn broadcast(&self) -> Option<BroadcastName> {
        match self {
            Self::Speaker(speaker) => Some(speaker.broadcast()),
            Self::Location(location) => Some(location.broadcast()),
            Self::Stage(stage) => Some(BroadcastName::Programme { summit: stage.summit, stage: stage.id }),
            Self::Clip(_) | Self::Wall(_) => None,
        }
    }

    /// Whether it was let through.
    fn check(&self) -> Result<(), Error> {
        match self {
            Self::Speaker(_) | Self::Wall(_) | Self::Stage(_) => Ok(()),
            Self::Location(location) => match location.admission {
                Admission::Admitted => Ok(()),
                Admission::Waiting | Admission::Refused => Err(Error::NotAdmitted(location.id)),
            },
            Self::Clip(clip) if clip.is_showable() => Ok(()),
            Self::Clip(clip) => match clip.state {
                clip::State::Ready { .. } => Err(Error::NotApproved(self.id())),
                _ => Err(Error::NotReady(self.id())),
            },
        }
    }
}

impl FromIterator<Entry> for People {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let entries: BTreeMap<_, _> = entries.into_iter().map(|entry| (entry.id(), entry)).collect();
        let names = entries.iter().filter_map(|(id, entry)| Some((entry.broadcast()?.to_string(), *id))).collect();
        Self { entries, names, out: HashSet::new() }
    }
}

impl People {
    /// Whoever is out is not shown.
    pub fn send_out(&mut self, out: HashSet<SourceId>) {
        self.out = out;
    }

    /// All of them, by kind and id.
    pub fn iter(&self) -> impl Iterator<Item = (&SourceId, &Entry)> {
        self.entries.iter()
    }

    /// One of them.
    pub fn get(&self, id: SourceId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// Who would speak; nobody when it is a clip, or gone.
    pub fn voice(&self, id: SourceId) -> Option<Voice> {
        let (name, country, delegation) = match self.get(id)? {
            Entry::Speaker(speaker) => (&speaker.name, speaker.country, speaker.delegation.clone()),
            Entry::Location(location) => (&location.name, location.country, None),
            Entry::Clip(_) | Entry::Wall(_) | Entry::Stage(_) => return None,
        };
        Some(Voice { source: id, name: name.clone(), country, delegation })
    }

    /// Whose broadcast a name is.
    pub fn named(&self, broadcast: &str) -> Option<SourceId> {
        self.names.get(broadcast).copied()
    }

    /// Whether a scene may be prepared and shown.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::NotAdmitted`] or [`Error::NotReady`] with the source.
    pub fn check(&self, scene: Scene) -> Result<(), Error> {
        scene.sources().try_for_each(|source| {
            self.get(source).ok_or(Error::Gone(source))?.check()?;
            match self.out.contains(&source) {
                true => Err(crate::talk::Error::Out(source).into()),
                false => Ok(()),
            }
        })
    }

    /// Whether a scene may be planned: its sources exist, and may still be let in by then.
    ///
    /// # Errors
    /// [`Error::Gone`] with the source.
    pub fn know(&self, scene: Scene) -> Result<(), Error> {
        scene.sources().try_for_each(|source| self.get(source).map(|_| ()).ok_or(Error::Gone(source)))
    }

    /// The scene without those who may not be shown: of two the other fills the picture, of one the
    /// slate does, and boxes stay where they are.
    pub fn allowed(&self, scene: Scene) -> Scene {
        let is_allowed = |source: SourceId| self.check(Scene::Full { source }).is_ok();
        if let Scene::Boxes { boxes } = scene {
            return boxes.retain(is_allowed).map_or(Scene::Slate, |boxes| Scene::Boxes { boxes });
        }
        let mut left = scene.sources().filter(|source| is_allowed(*source));
        match (left.next(), left.next()) {
            (Some(_), Some(_)) => scene,
            (Some(_), None) if scene.sources().count() == 1 => scene,
            (Some(source), None) => Scene::Full { source },
            (None, _) => Scene::Slate,
        }
    }

    /// What the stage `own` may be asked to show: only those who were let through. Clips are in `clips`, a
    /// folder each.
    pub fn sources(&self, own: StageId, clips: &Path) -> Vec<Source> {
        let let_through = self.entries.values().filter(|entry| entry.check().is_ok());
        let source = |entry: &Entry| Source {
            id: entry.id(),
            feed: match (entry, entry.broadcast()) {
                (Entry::Wall(summit), _) => Feed::Wall(BroadcastName::Wall { summit: *summit }),
                (Entry::Clip(clip), _) => Feed::Clip { folder: clips.join(clip.id.as_str()), span: clip.span },
                (Entry::Stage(Stage { id, summit, .. }), Some(programme)) => {
                    let source = SourceId::Stage(own);
                    Feed::Stage { programme, back: BroadcastName::Return { summit: *summit, stage: *id, source } }
                }
                (_, Some(name)) => Feed::Live(name),
                (_, None) => unreachable!("speakers and locations publish"),
            },
        };
        let_through.map(source).collect()
    }

    /// What the wall may show.
    pub fn places(&self) -> Vec<plenary_wall::Place> {
        let mut admitted: Vec<_> = self
            .entries
            .values()
            .filter_map(|entry| match entry {
                Entry::Location(location) if location.admission == Admission::Admitted => Some(location),
                _ => None,
            })
            .collect();
        // Those who came first are seated first.
        admitted.sort_by_key(|location| (location.created, location.id));
        let place = |location: &Location| plenary_wall::Place {
            id: location.id,
            broadcast: location.broadcast(),
            name: location.name.clone(),
            country: location.country,
        };
        admitted.into_iter().map(place).collect()
    }

    /// Lets a location in or out.
    pub fn admit(&mut self, location: Location) {
        let id = SourceId::Location(location.id);
        self.names.insert(location.broadcast().to_string(), id);
        self.entries.insert(id, Entry::Location(location));
    }
}
