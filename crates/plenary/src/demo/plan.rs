//! What the demo shows in which order.

use std::collections::HashMap;

use plenary_model::{
    rundown::End,
    scene::{Caption, Scene, Transition, template},
    source::SourceId,
};
use plenary_show::live;
use plenary_swarm::{location, names, recorded, speaker};
use serde::Serialize;

use super::speech::Speech;
use crate::producer::Recording;

/// An item, as the API takes it.
#[derive(Debug, Serialize)]
pub struct Item {
    title: String,
    /// What is shown.
    pub scene: Scene,
    caption: Option<Caption>,
    transition: Transition,
    planned_s: u32,
    end: End,
}

/// Who is there, with the number in their pictures.
#[derive(Debug, Default)]
pub struct Cast {
    speakers: Vec<SourceId>,
    locations: Vec<SourceId>,
    recordings: Vec<Recording>,
    numbers: HashMap<SourceId, u32>,
}

impl Cast {
    /// Finds the simulated people among the sources by their names. Nothing while some are missing.
    pub fn find(sources: &[live::Source], speakers: usize, locations: usize, recordings: &[Recording]) -> Option<Self> {
        let named: HashMap<&str, &live::Source> = sources.iter().map(|source| (source.name.as_str(), source)).collect();
        let mut cast = Self { recordings: recordings.to_vec(), ..Self::default() };
        for index in 0..speakers {
            let source = named.get(names::speaker(index).name.as_str())?;
            cast.numbers.insert(source.id, speaker(index));
            cast.speakers.push(source.id);
        }
        for index in 0..locations {
            let source = named.get(names::location(index).as_str())?;
            cast.numbers.insert(source.id, location(index));
            cast.locations.push(source.id);
        }
        for (index, recording) in recordings.iter().enumerate() {
            cast.numbers.insert(recording.source, recorded(index));
        }
        Some(cast)
    }

    /// The number that a viewer reads when the scene is on air; nothing on the slate and when two stand
    /// beside each other.
    pub fn number(&self, scene: Scene) -> Option<u32> {
        match scene {
            Scene::Full { source } | Scene::Inset { main: source, .. } => self.numbers.get(&source).copied(),
            Scene::Slate | Scene::Two { .. } | Scene::Boxes { .. } => None,
        }
    }

    /// Whether everybody is connected.
    pub fn is_online(&self, sources: &[live::Source]) -> bool {
        let away = |source: &&live::Source| source.state == live::Presence::Offline;
        !sources.iter().filter(away).any(|source| self.numbers.contains_key(&source.id))
    }

    /// The rundown: everything that a stage does, about a minute and a half of it.
    pub fn rundown(&self, speeches: &[Speech]) -> Vec<Item> {
        let [first, second, third, fourth] = [0, 1, 2, 3].map(|index| self.speakers[index]);
        let hall = |index: usize| self.locations[index];
        let person = |index: usize| {
            let speaker = names::speaker(index);
            Some(Caption { name: speaker.name, title: speaker.title.to_owned() })
        };
        let place = |index: usize| Some(Caption { name: names::location(index), title: String::new() });
        let full = |source| Scene::Full { source };
        let mix = Transition::Mix { duration_ms: 500 };
        let sources = [first, hall(0), hall(1), fourth];
        let boxes = template::fill(&template::grid(sources.len()), sources).expect("a grid of four is possible");
        let four = Scene::Boxes { boxes };
        let item = |title: &str, scene, caption, transition, planned_s| Item {
            title: title.to_owned(),
            scene,
            caption,
            transition,
            planned_s,
            end: End::Follow,
        };
        let speech = |index: usize, transition| {
            let (speech, recording) = (&speeches[index], self.recordings[index]);
            // It goes on before the recording ends, so that no last picture stands still.
            let planned_s = u32::try_from(recording.duration.as_secs()).unwrap_or(u32::MAX).max(2);
            item(speech.title, full(recording.source), Some(speech.caption.clone()), transition, planned_s)
        };
        vec![
            item("Welcome", full(first), person(0), Transition::Cut, 6),
            speech(0, mix),
            item("Kisumu", full(hall(0)), place(0), Transition::Cut, 5),
            item("Two rivers, one basin", Scene::Two { left: first, right: hall(0) }, None, Transition::Cut, 6),
            item("قنات", full(second), person(1), Transition::Cut, 6),
            speech(1, Transition::Cut),
            item("Questions from Yazd", Scene::Inset { main: second, inset: hall(1) }, person(1), Transition::Cut, 6),
            item("Interlude", Scene::Slate, None, mix, 4),
            item("Cuencas", full(third), person(2), Transition::Cut, 6),
            speech(2, mix),
            item("Cochabamba", full(hall(2)), place(2), Transition::Cut, 5),
            item("Keeper of the river", full(fourth), person(3), Transition::Cut, 6),
            speech(3, Transition::Cut),
            item("Four voices", four, None, Transition::Cut, 8),
            item("Everybody", full(SourceId::Wall), None, mix, 8),
            item("Across the world", Scene::Two { left: fourth, right: hall(2) }, None, mix, 6),
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use plenary_model::id::{ClipId, LocationId, SpeakerId};
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn sources() -> Vec<live::Source> {
        let rng = &mut StdRng::seed_from_u64(3);
        let source = |id, name: String, kind| live::Source {
            id,
            name,
            title: String::new(),
            kind,
            broadcast: None,
            state: live::Presence::Online,
            admission: None,
            country: None,
            fps: None,
            level_db: None,
            duration_ms: None,
            network: None,
        };
        let speakers: Vec<_> = (0..4)
            .map(|at| source(SourceId::Speaker(SpeakerId::random(rng)), names::speaker(at).name, live::Kind::Speaker))
            .collect();
        let locations = (0..40)
            .map(|at| source(SourceId::Location(LocationId::random(rng)), names::location(at), live::Kind::Location));
        speakers.into_iter().chain(locations).collect()
    }

    #[test]
    fn everybody_in_the_rundown_has_the_number_that_stands_in_their_pictures() {
        let recordings: Vec<_> = (0..4)
            .map(|at| Recording {
                source: SourceId::Clip(ClipId::random(&mut StdRng::seed_from_u64(at))),
                duration: Duration::from_millis(8_700),
            })
            .collect();
        let speech = Speech { file: "x".into(), title: "t", caption: Caption::default() };
        let mut sources = sources();
        let cast = Cast::find(&sources, 4, 40, &recordings).unwrap();
        let items = cast.rundown(&vec![speech; 4]);
        let numbers: Vec<_> = items.iter().map(|item| cast.number(item.scene)).collect();
        assert_eq!(numbers[..5], [Some(1), Some(31_001), Some(1_001), None, Some(2)]);
        assert_eq!(items[1].planned_s, 8);
        assert!(cast.is_online(&sources));
        sources[7].state = live::Presence::Offline;
        assert!(!cast.is_online(&sources));
        assert!(Cast::find(&sources[1..], 4, 40, &recordings).is_none());
    }
}
