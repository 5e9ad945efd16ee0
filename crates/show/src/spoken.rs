//! What the recordings on air say at this moment, by language.

use std::collections::BTreeMap;

use plenary_model::{clip::Subtitles, id::ClipId, language::LanguageTag, scene::Scene, source::SourceId};
use plenary_stage::Snapshot;
use plenary_store::Store;

use crate::people::{Entry, People};

/// The subtitles of the recordings in one scene, read from the disk once it is on air.
#[derive(Debug, Default)]
pub struct Spoken(BTreeMap<ClipId, BTreeMap<LanguageTag, Subtitles>>);

impl Spoken {
    /// Reads the subtitles of what a scene shows, unless they are known, and forgets the others.
    ///
    /// # Errors
    /// What every look-up can meet; the scene has no subtitles then until the next one.
    pub async fn follow(&mut self, store: &Store, scene: Scene) -> Result<(), plenary_store::Error> {
        let clips = |source| match source {
            SourceId::Clip(id) => Some(id),
            SourceId::Speaker(_) | SourceId::Location(_) | SourceId::Wall | SourceId::Stage(_) => None,
        };
        let shown: Vec<ClipId> = scene.sources().filter_map(clips).collect();
        self.0.retain(|id, _| shown.contains(id));
        for id in shown {
            if let std::collections::btree_map::Entry::Vacant(place) = self.0.entry(id) {
                let place = place.insert(BTreeMap::new());
                *place = store.clips().subtitles(id).await?;
            }
        }
        Ok(())
    }

    /// Forgets everything: subtitles may have been changed.
    pub fn forget(&mut self) {
        self.0.clear();
    }

    /// What is said now.
    pub fn now(&self, mixer: &Snapshot, people: &People) -> BTreeMap<LanguageTag, String> {
        let mut said = BTreeMap::new();
        for source in &mixer.sources {
            let (SourceId::Clip(id), Some(played)) = (source.id, source.played) else { continue };
            let Some(languages) = self.0.get(&id).filter(|_| mixer.programme.shows(source.id)) else { continue };
            let from_ms = match people.get(source.id) {
                Some(Entry::Clip(clip)) => clip.span.in_ms,
                _ => 0,
            };
            let at = from_ms + mixer.format.millis(played);
            for (language, subtitles) in languages {
                if let Some(line) = subtitles.at(at) {
                    said.entry(language.clone()).or_insert_with(|| line.text.clone());
                }
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use plenary_model::{
        clip::{Clip, Span, State},
        id::SummitId,
        time::Timestamp,
    };
    use plenary_stage::SourceSnapshot;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn a_line_stands_when_its_moment_of_the_recording_is_on_air_and_never_in_preview() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (id, summit) = (ClipId::random(rng), SummitId::random(rng));
        let clip = Clip {
            state: State::Ready { duration_ms: 9_000 },
            span: Span { in_ms: 2_000, out_ms: None },
            ..Clip::new(id, summit, "Opening", Timestamp(0))
        };
        let people: People = [Entry::Clip(clip)].into_iter().collect();
        let file = "00:03.000 --> 00:04.000\nWater for all\n";
        let language: LanguageTag = "en".parse().unwrap();
        let subtitles = Subtitles::parse(file.as_bytes()).unwrap();
        let spoken = Spoken([(id, [(language.clone(), subtitles)].into())].into());
        let source = SourceId::Clip(id);
        let at = |programme, played| {
            let source = SourceSnapshot { played, ..SourceSnapshot::idle(source) };
            spoken.now(&Snapshot { programme, sources: vec![source], ..Snapshot::default() }, &people)
        };
        let full = Scene::Full { source };
        assert!(at(full, Some(29)).is_empty());
        assert_eq!(at(full, Some(31)), [(language, "Water for all".to_owned())].into());
        assert!(at(full, Some(61)).is_empty());
        assert!(at(Scene::Slate, Some(31)).is_empty() && at(full, None).is_empty());
    }
}
