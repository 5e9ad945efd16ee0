//! What a mixer in another process was told, and where it stands: pure.

use plenary_model::{
    format::Format,
    scene::{Scene, Transition},
};

use super::Order;
use crate::{
    Backup, Error, Graphic, Slate, Snapshot, Source, SourceSnapshot, Taken,
    director::{Director, Presence},
    sound::Settings,
};

/// The mixer's own decisions, taken as if every picture were there, and all that it was told.
pub(super) struct Shadow {
    director: Director,
    sources: Vec<Source>,
    slate: Option<Slate>,
    sound: Option<Settings>,
    graphics: Option<[Vec<Graphic>; 2]>,
    backup: Option<Backup>,
    delay_ms: u32,
    /// The frame that it told of last.
    frame: u64,
}

impl Shadow {
    /// A mixer that was told nothing.
    pub(super) fn new(format: Format) -> Self {
        Self {
            director: Director::new(format),
            sources: Vec::new(),
            slate: None,
            sound: None,
            graphics: None,
            backup: None,
            delay_ms: 0,
            frame: 0,
        }
    }

    /// Does what is asked.
    ///
    /// # Errors
    /// As a mixer; nothing is changed then.
    pub(super) fn apply(&mut self, order: &Order) -> Result<Option<Taken>, Error> {
        let mut taken = None;
        match order.clone() {
            Order::Preview(scene) => self.director.preview(scene)?,
            Order::Direct(scene, transition, caption) => {
                // Nobody sees how one gives way to the other.
                transition.checked()?;
                let done = self.director.direct(scene, Transition::Cut, caption)?;
                taken = Some(Taken { frame: self.frame, ..done });
            }
            Order::Caption(caption) => self.director.caption(caption),
            Order::Arm(backup) => {
                self.backup = backup;
                self.director.arm(backup);
            }
            Order::Delay(ms) => self.delay_ms = ms,
            Order::Graphics(programme, preview) => self.graphics = Some([programme, preview]),
            Order::Slate(slate) => self.slate = Some(slate),
            Order::Sources(sources) => {
                self.director.sources(sources.iter().map(|source| source.id).collect());
                self.sources = sources;
            }
            Order::Sound(settings) => self.sound = Some(settings),
            Order::Dump | Order::ResetLoudness => {}
        }
        self.settle();
        Ok(taken)
    }

    /// Takes over what the mixer did by itself.
    pub(super) fn observe(&mut self, snapshot: &Snapshot) {
        self.frame = snapshot.frame;
        let known = |scene: Scene| scene.sources().all(|id| self.sources.iter().any(|source| source.id == id));
        if !snapshot.mixing && snapshot.programme != self.director.programme() && known(snapshot.programme) {
            // Its sources are known: it is not refused.
            let _ = self.director.direct(snapshot.programme, Transition::Cut, snapshot.caption.clone());
            self.settle();
        }
    }

    /// What brings a fresh mixer to where this one stands, in order.
    pub(super) fn orders(&self) -> Vec<Order> {
        let (programme, preview) = (self.director.programme(), self.director.current_preview());
        let caption = self.director.current_caption().cloned();
        let fresh = programme == Scene::Slate && caption.is_none();
        [
            self.slate.clone().map(Order::Slate),
            (!self.sources.is_empty()).then(|| Order::Sources(self.sources.clone())),
            self.sound.clone().map(Order::Sound),
            self.graphics.clone().map(|[programme, preview]| Order::Graphics(programme, preview)),
            (self.delay_ms > 0).then_some(Order::Delay(self.delay_ms)),
            (!fresh).then_some(Order::Direct(programme, Transition::Cut, caption)),
            (preview != programme).then_some(Order::Preview(preview)),
            self.backup.map(|backup| Order::Arm(Some(backup))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The mixer as it would be.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            frame: self.frame,
            programme: self.director.programme(),
            preview: self.director.current_preview(),
            caption: self.director.current_caption().cloned(),
            sources: self.sources.iter().map(|source| SourceSnapshot::idle(source.id)).collect(),
            ..Snapshot::default()
        }
    }

    /// Every picture is there, so a take is over at once.
    fn settle(&mut self) {
        self.director.step(|_| Presence::Present);
    }
}
