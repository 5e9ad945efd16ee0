//! What is on air, frame by frame: a state machine without pictures, clocks or tasks.
//!
//! A caption belongs to the scene that it was put on for. It leaves the air in the very frame in which that
//! scene does, whether it was taken off or lost: over the slate that replaces somebody stands nobody's name.
//! It does not come back by itself either: who returns is offered in preview, and a producer who takes them
//! says anew what is written under them, as with every take. The one who speaks goes on in their own backup, and so
//! does their caption.
//!
//! The engine asks it once for every frame and tells it how the sources do. It answers what to show,
//! how loud each source is, and whether the picture changes so much that a new viewer should be able
//! to start there.

mod frame;
mod sting;

use std::collections::{BTreeMap, BTreeSet};

use plenary_model::{
    scene::{Caption, Scene, Transition},
    source::SourceId,
};

use sting::Sting;

pub use frame::{Backup, Decision, From, Gain, Presence, View, Way};

use crate::{Error, Format, Taken};

/// How long a take waits for the first picture of its scene, in milliseconds, before it gives way to the
/// slate: a guest starts its encoder only when somebody asks for its picture.
pub const PATIENCE_MS: u64 = 800;
/// How far a source's loudness moves from one frame to the next: from nothing to full in three of them.
pub const FADE_STEP: f32 = 1.0 / 3.0;
/// Scenes that are remembered because a source of theirs went silent on air. More than that many
/// lost in a row is a network failure, and nobody asks for the oldest first.
const REMEMBERED: usize = 4;

/// The state machine.
#[derive(Debug, Clone, Default)]
pub struct Director {
    format: Format,
    frame: u64,
    known: BTreeSet<SourceId>,
    preview: Scene,
    /// Counts the producers' previews, so that a source that comes back displaces none of them.
    previews: u64,
    programme: Scene,
    since: u64,
    caption: Option<Caption>,
    /// The slate on air was not chosen: it stands in for what was lost.
    standing_in: bool,
    backup: Option<Backup>,
    mix: Option<Mix>,
    sting: Option<Sting>,
    pending: Option<Pending>,
    away: Vec<Away>,
    gains: BTreeMap<SourceId, f32>,
    cut: bool,
    grab: bool,
}

/// A mix under way.
#[derive(Debug, Clone, Copy)]
struct Mix {
    from: From,
    way: Way,
    done: u64,
    frames: u64,
}

/// A take that waits for its scene's first pictures.
#[derive(Debug, Clone)]
struct Pending {
    scene: Scene,
    transition: Transition,
    caption: Option<Caption>,
    frame: u64,
}

/// A scene that left the air because a source of it went silent.
#[derive(Debug, Clone, Copy)]
struct Away {
    scene: Scene,
    previews: u64,
}

impl Director {
    /// Slate on air and in preview, silence, frame 0 next.
    pub fn new(format: Format) -> Self {
        Self { format, ..Self::default() }
    }

    /// The next frame to be made.
    pub fn frame(&self) -> u64 {
        self.frame
    }

    /// The scene on air, or the one that a mix leads to.
    pub fn programme(&self) -> Scene {
        self.programme
    }

    /// The frame since which [`Director::programme`] is on air.
    pub fn since(&self) -> u64 {
        self.since
    }

    /// The scene that a take would put on air.
    pub fn current_preview(&self) -> Scene {
        self.preview
    }

    /// Arms what takes over when a source of a scene on air goes silent, or disarms. It is received from now on.
    pub fn arm(&mut self, backup: Option<Backup>) {
        self.backup = backup;
    }

    /// The name graphic on air.
    pub fn current_caption(&self) -> Option<&Caption> {
        self.caption.as_ref()
    }

    /// Whether one scene gives way to another, or a take waits for its pictures.
    pub fn is_mixing(&self) -> bool {
        self.mix.is_some() || self.sting.is_some() || self.pending.is_some()
    }

    /// Says that a recording has played to its end: a stinger that it is uncovers the picture.
    pub fn ended(&mut self, clip: SourceId) {
        if let Some(sting) = self.sting.as_mut().filter(|sting| sting.clip == clip) {
            sting.end();
        }
    }

    /// The recording that covers the picture now.
    pub fn stinger(&self) -> Option<SourceId> {
        self.sting.as_ref().map(|sting| sting.clip)
    }

    /// Sources that went silent on air and have not come back.
    pub fn lost(&self, presence: impl Fn(SourceId) -> Presence) -> Vec<SourceId> {
        let away = self.away.iter().flat_map(|away| away.scene.sources());
        // What is awaited on air was never there; what is lost from a crowd leaves the others on air.
        let gone = self.programme.sources().filter(|source| presence(*source) == Presence::Lost);
        let mut lost: Vec<_> = away.chain(gone).collect();
        lost.retain(|&source| presence(source) != Presence::Present);
        lost.sort_unstable();
        lost.dedup();
        lost
    }

    /// The sources that must be received: on air, previewed, awaited, fading, or hoped for.
    pub fn wanted(&self) -> BTreeSet<SourceId> {
        let mut wanted: BTreeSet<_> = self.programme.sources().chain(self.preview.sources()).collect();
        let coming = self.pending.iter().chain(self.sting.iter().filter_map(|sting| sting.next.as_ref()));
        wanted.extend(coming.flat_map(|pending| pending.scene.sources().chain(pending.transition.clip())));
        wanted.extend(self.stinger());
        if let Some(Mix { from: From::Scene(scene), .. }) = self.mix {
            wanted.extend(scene.sources());
        }
        wanted.extend(self.gains.keys().copied());
        wanted.extend(self.backup.map(|backup| backup.by));
        wanted.extend(self.away.iter().flat_map(|away| away.scene.sources()));
        wanted.retain(|source| self.known.contains(source));
        wanted
    }

    /// The sources that are on air or previewed: the ones that get a return.
    pub fn featured(&self) -> BTreeSet<SourceId> {
        let pending = self.pending.iter().flat_map(|pending| pending.scene.sources());
        self.programme.sources().chain(self.preview.sources()).chain(pending).collect()
    }

    /// The sources that scenes may name from now on. What is on air without being among them gives
    /// way to the slate with the next frame.
    pub fn sources(&mut self, known: BTreeSet<SourceId>) {
        self.known = known;
        let gone = |scene: Scene| scene.sources().any(|source| !self.known.contains(&source));
        if gone(self.preview) {
            self.preview = Scene::Slate;
        }
        self.pending = self.pending.take().filter(|pending| !gone(pending.scene));
        self.away = std::mem::take(&mut self.away).into_iter().filter(|away| !gone(away.scene)).collect();
    }

    /// Prepares a scene.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub fn preview(&mut self, scene: Scene) -> Result<(), Error> {
        self.check(scene)?;
        self.preview = scene;
        self.previews += 1;
        Ok(())
    }

    /// Puts the previewed scene on air; see [`crate::Handle::take`]. A scene that is on air already keeps its
    /// caption, another one comes without any.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Transition`].
    pub fn take(&mut self, transition: Transition) -> Result<Taken, Error> {
        let transition = transition.checked()?;
        self.check(self.preview)?;
        Ok(self.put(self.preview, transition, None))
    }

    /// Previews a scene and puts it on air with its caption.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Transition`].
    pub fn direct(&mut self, scene: Scene, transition: Transition, caption: Option<Caption>) -> Result<Taken, Error> {
        let transition = transition.checked()?;
        self.preview(scene)?;
        Ok(self.put(scene, transition, Some(caption)))
    }

    /// Shows, changes or removes the name graphic. While a take waits for its pictures or its stinger, it is that scene's;
    /// while the slate stands in for somebody who was lost, there is nobody to name, and nothing is shown.
    pub fn caption(&mut self, caption: Option<Caption>) {
        if caption.is_none() {
            self.caption = None;
        }
        let next = self.sting.as_mut().and_then(|sting| sting.next.as_mut());
        match self.pending.as_mut().or(next) {
            Some(coming) => coming.caption = caption,
            None if self.standing_in => {}
            None => self.caption = caption,
        }
    }

    /// Decides the next frame.
    pub fn step(&mut self, presence: impl Fn(SourceId) -> Presence) -> Decision {
        let presence = |source: SourceId| match self.known.contains(&source) {
            true => presence(source),
            false => Presence::Lost,
        };
        let all = |scene: Scene| scene.sources().all(|source| presence(source) == Presence::Present);
        let present = |scene: Scene| scene.stands(|source| presence(source) == Presence::Present);
        let ready = present(self.programme);
        // A stinger that nobody has any more is not waited for.
        let covers = |clip: SourceId| presence(clip) != Presence::Awaited;
        let complete = |pending: &Pending| all(pending.scene) && pending.transition.clip().is_none_or(covers);
        let patience = self.format.pictures(PATIENCE_MS);
        let pending = self.pending.take_if(|pending| complete(pending) || self.frame >= pending.frame + patience);
        let pending = pending.map(|pending| (present(pending.scene), pending));
        let playable = |clip: &SourceId| presence(*clip) == Presence::Present;
        let stinger = pending.as_ref().and_then(|(_, pending)| pending.transition.clip()).filter(playable);
        let plays = self.stinger().is_none_or(|clip| playable(&clip));
        let next = self.sting.as_ref().and_then(|sting| sting.next.as_ref());
        let stands = next.is_none_or(|next| present(next.scene));
        let returned: Vec<Away> = self.away.extract_if(.., |away| all(away.scene)).collect();
        let backup = self.backup.filter(|backup| presence(backup.by) == Presence::Present);
        let still_shown = self.mix.is_none_or(|mix| match mix.from {
            From::Scene(scene) => present(scene),
            From::Still => true,
        });

        match pending {
            Some((true, pending)) => {
                // Whoever takes while a stinger covers the picture takes it away.
                let stung = self.sting.take().is_some();
                match stinger.filter(|_| !stung) {
                    Some(clip) => {
                        self.sting = Some(Sting::new(clip, pending, self.format));
                        self.cut = true;
                    }
                    None => {
                        self.show(pending.scene, pending.transition, ready && !stung);
                        self.caption = pending.caption;
                    }
                }
            }
            // Patience is over: what was asked for is missed, and what it was to replace goes.
            Some((false, pending)) => {
                self.caption = pending.caption;
                self.sting = None;
                self.lose(pending.scene, backup);
            }
            None if !ready => self.lose(self.programme, backup),
            None if !still_shown => self.freeze(),
            None => {}
        }
        self.sting(plays, stands, backup);
        // Offered, never put on air; and a producer's own choice since then stays.
        for away in returned {
            if away.previews == self.previews {
                self.preview = away.scene;
            }
        }
        self.decide()
    }

    fn check(&self, scene: Scene) -> Result<(), Error> {
        match scene.sources().find(|source| !self.known.contains(source)) {
            Some(source) => Err(Error::Gone(source)),
            None => Ok(()),
        }
    }

    /// Accepts a take. It happens with the next frame, or when its pictures are there.
    fn put(&mut self, scene: Scene, transition: Transition, caption: Option<Option<Caption>>) -> Taken {
        if let Some(pending) = &mut self.pending
            && pending.scene == scene
        {
            pending.caption = caption.unwrap_or(pending.caption.take());
            return Taken { frame: pending.frame, scene };
        }
        if let Some(next) = self.covered(scene) {
            next.caption = caption.unwrap_or(next.caption.take());
            let frame = next.frame;
            self.pending = None;
            return Taken { frame, scene };
        }
        if scene == self.programme {
            self.pending = None;
            // What was to come beneath a stinger is not wanted any more.
            self.cut |= self.sting.take_if(|sting| sting.next.is_some()).is_some();
            self.standing_in = false;
            self.caption = caption.unwrap_or(self.caption.take());
            return Taken { frame: self.since, scene };
        }
        let frame = self.frame;
        self.pending = Some(Pending { scene, transition, caption: caption.flatten(), frame });
        Taken { frame, scene }
    }

    /// `moving`: the scene on air can still be drawn.
    fn show(&mut self, scene: Scene, transition: Transition, moving: bool) {
        let from = match self.mix {
            None if moving => From::Scene(self.programme),
            // What is seen now is half of two scenes, or its source has just gone: it stands while it
            // gives way.
            _ => From::Still,
        };
        self.mix = match transition {
            Transition::Cut | Transition::Stinger { .. } => None,
            Transition::Mix { duration_ms } => Some(Mix::new(from, Way::Fade, self.frames(duration_ms))),
            Transition::Wipe { direction, duration_ms } => {
                Some(Mix::new(from, Way::Wipe(direction), self.frames(duration_ms)))
            }
        };
        self.cut |= self.mix.is_none();
        self.grab |= self.mix.is_some() && from == From::Still;
        self.programme = scene;
        self.standing_in = false;
        self.since = self.frame;
    }

    /// Replaces what is on air by its backup, or else by the slate, and remembers `scene` until its sources come back.
    fn lose(&mut self, scene: Scene, backup: Option<Backup>) {
        self.away.retain(|away| away.scene != scene);
        if scene.sources().all(|source| self.known.contains(&source)) {
            self.away.push(Away { scene, previews: self.previews });
        }
        if self.away.len() > REMEMBERED {
            self.away.remove(0);
        }
        if let Some(Backup { by: source, .. }) = backup.filter(|backup| backup.of == scene) {
            self.show(Scene::Full { source }, Transition::Cut, false);
            return;
        }
        self.show(Scene::Slate, Transition::Cut, false);
        self.standing_in = true;
        self.caption = None;
    }

    /// A source of the scene that gives way has gone: the rest of the mix begins at what is seen.
    fn freeze(&mut self) {
        if let Some(mix) = &mut self.mix {
            // An edge stays where it is while what lies before it stands still.
            let (done, frames) = match mix.way {
                Way::Fade => (0, (mix.frames - mix.done).max(1)),
                Way::Wipe(_) => (mix.done, mix.frames),
            };
            *mix = Mix { from: From::Still, done, frames, ..*mix };
            self.grab = true;
        }
    }

    /// As many frames as last so long.
    fn frames(&self, ms: u32) -> u64 {
        self.format.pictures(ms.into())
    }

    fn decide(&mut self) -> Decision {
        let mut view = View::Scene(self.programme);
        if let Some(mix) = &mut self.mix {
            mix.done += 1;
            match mix.done < mix.frames {
                true => {
                    let weight = u16::try_from(mix.done * 256 / mix.frames).unwrap_or(256);
                    view = View::Mix { from: mix.from, to: self.programme, weight, way: mix.way };
                }
                false => self.mix = None,
            }
        }
        let stinger = self.stinger();
        if let Some(source) = stinger {
            view = View::Scene(Scene::Full { source });
            // Its first sound is often its loudest.
            self.gains.entry(source).or_insert(1.0);
        }
        for source in self.programme.sources() {
            self.gains.entry(source).or_insert(0.0);
        }
        let mut gains = Vec::with_capacity(self.gains.len());
        self.gains.retain(|&source, gain| {
            let from = *gain;
            // A source that was taken away has no sound left to fade.
            *gain = match (self.programme.shows(source) || stinger == Some(source), self.known.contains(&source)) {
                (true, true) => (from + FADE_STEP).min(1.0),
                _ => (from - FADE_STEP).max(0.0),
            };
            gains.push(Gain { source, from, to: *gain });
            *gain > 0.0
        });
        let frame = self.frame;
        self.frame += 1;
        let key = std::mem::take(&mut self.cut);
        let (grab, covered) = (std::mem::take(&mut self.grab), stinger.is_some());
        Decision { frame, view, grab, key, gains, covered }
    }
}

impl Mix {
    fn new(from: From, way: Way, frames: u64) -> Self {
        Self { from, way, done: 0, frames: frames.max(1) }
    }
}

#[cfg(test)]
mod tests;
