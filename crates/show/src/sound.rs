//! The sound desk as the show keeps it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use plenary_model::{
    id::ClipId,
    sound::{Bed, Strip},
    source::SourceId,
};
use plenary_stage::sound::{Music, Settings};

use crate::{Error, people::People};

/// A change of something, applied to it as it is when its turn comes.
pub type Edit<T> = Box<dyn FnOnce(&mut T) + Send>;

/// What a producer asks of the sound desk.
pub enum Command {
    /// Set a source's strip.
    Strip(SourceId, Edit<Strip>),
    /// Hear it alone, with the others that are, or not.
    Solo(SourceId, bool),
    /// Take this recording as music, when it is another one, and set it.
    Bed(Option<ClipId>, Edit<Bed>),
    /// Let the music come, or go.
    Play(bool),
    /// Measure the programme's loudness anew.
    ResetLoudness,
}

/// The sound desk.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sound {
    /// Strips that were changed.
    pub strips: BTreeMap<SourceId, Strip>,
    /// What the crew hears alone.
    pub solo: BTreeSet<SourceId>,
    /// The music, when one was chosen.
    pub bed: Option<Bed>,
    /// Whether it plays. A stage starts silent.
    pub playing: bool,
}

impl Sound {
    /// Does what is asked; the loudness is the mixer's own.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such source, [`Error::Invalid`] with the field that is wrong; nothing is
    /// changed then.
    pub fn apply(&mut self, people: &People, command: Command) -> Result<(), Error> {
        let known = |source| people.get(source).map(drop).ok_or(Error::Gone(source));
        match command {
            Command::Strip(source, edit) => {
                known(source)?;
                let mut strip = self.strips.get(&source).copied().unwrap_or_default();
                edit(&mut strip);
                strip.check().map_err(invalid)?;
                self.strips.insert(source, strip);
            }
            Command::Solo(source, soloed) => {
                known(source)?;
                match soloed {
                    true => self.solo.insert(source),
                    false => self.solo.remove(&source),
                };
            }
            Command::Bed(clip, edit) => {
                if let Some(clip) = clip {
                    known(SourceId::Clip(clip))?;
                }
                let mut bed = match (clip, self.bed) {
                    (Some(clip), Some(bed)) => Bed { clip, ..bed },
                    (Some(clip), None) => Bed::of(clip),
                    (None, Some(bed)) => bed,
                    (None, None) => return Err(NO_MUSIC),
                };
                edit(&mut bed);
                bed.check().map_err(invalid)?;
                self.bed = Some(bed);
            }
            Command::Play(playing) => {
                let bed = self.bed.filter(|bed| known(SourceId::Clip(bed.clip)).is_ok());
                if playing && bed.is_none() {
                    return Err(NO_MUSIC);
                }
                self.playing = playing;
            }
            Command::ResetLoudness => {}
        }
        Ok(())
    }

    /// What the mixer has to be set to. Recordings are in `clips`.
    pub fn settings(&self, clips: &Path) -> Settings {
        let music = |bed: Bed| Music { folder: clips.join(bed.clip.as_str()), bed, playing: self.playing };
        Settings { strips: self.strips.clone(), solo: self.solo.clone(), music: self.bed.map(music) }
    }

    /// Forgets whoever is gone.
    pub fn retain(&mut self, people: &People) {
        let there = |source: &SourceId| people.get(*source).is_some();
        self.strips.retain(|source, _| there(source));
        self.solo.retain(there);
        if self.bed.is_some_and(|bed| !there(&SourceId::Clip(bed.clip))) {
            self.playing = false;
        }
    }
}

const NO_MUSIC: Error = Error::Invalid { field: "clip", problem: "choose a recording as music first" };

fn invalid(error: plenary_model::sound::Invalid) -> Error {
    Error::Invalid { field: error.field, problem: error.problem }
}
