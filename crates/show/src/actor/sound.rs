//! The sound desk: first the mixer, then the disk.

use std::collections::BTreeSet;

use plenary_model::{journal::Actor, source::SourceId};
use plenary_store::By;

use super::{Show, in_time};
use crate::{
    Error,
    mixer::Mixer,
    recorder,
    sound::{Command, Sound},
};

/// The sound desk, and what of it is not on disk.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) sound: Sound,
    strips: BTreeSet<SourceId>,
    bed: Option<&'static str>,
}

impl Kept {
    pub(super) fn new(sound: Sound) -> Self {
        Self { sound, ..Self::default() }
    }
}

impl<M: Mixer> Show<M> {
    /// Does what a producer asks of the sound desk. A disk that refuses silences nobody: it is written later.
    pub(super) async fn mix(&mut self, by: Actor, command: Command) -> Result<(), Error> {
        let by = By { actor: by, at: self.now() };
        if matches!(command, Command::ResetLoudness) {
            return in_time(self.mixer.reset_loudness()).await;
        }
        let strip = if let Command::Strip(source, _) = &command { Some(*source) } else { None };
        let bed = match &command {
            Command::Bed(..) => Some("sound.bed"),
            Command::Play(true) => Some("sound.play"),
            Command::Play(false) => Some("sound.stop"),
            _ => None,
        };
        let mut next = self.sound.sound.clone();
        next.apply(&self.people, command)?;
        in_time(self.mixer.sound(next.settings(&self.config.clips))).await?;
        self.sound.sound = next;
        self.sound.strips.extend(strip);
        self.sound.bed = bed.or(self.sound.bed);
        if let Err(error) = self.write_sound(by).await {
            self.unrecorded(&error);
        }
        self.refresh();
        Ok(())
    }

    /// Writes down what is not on disk.
    pub(super) async fn write_sound(&mut self, by: By) -> Result<(), plenary_store::Error> {
        let (sounds, stage) = (self.store.sounds(), self.config.stage);
        while let Some(source) = self.sound.strips.first().copied() {
            if let Some(strip) = self.sound.sound.strips.get(&source) {
                recorder::in_time(sounds.strip(by, stage, source, strip)).await?;
            }
            self.sound.strips.remove(&source);
        }
        if let Some((action, bed)) = self.sound.bed.zip(self.sound.sound.bed) {
            recorder::in_time(sounds.bed(by, stage, &bed, action)).await?;
        }
        self.sound.bed = None;
        Ok(())
    }

    /// Sets the mixer to what the desk says, for the people that there are.
    pub(super) async fn set_sound(&mut self) -> Result<(), Error> {
        self.sound.sound.retain(&self.people);
        in_time(self.mixer.sound(self.sound.sound.settings(&self.config.clips))).await
    }
}
