//! A recording that covers the picture while the scenes are exchanged beneath it.

use plenary_model::{
    scene::{Scene, Transition},
    source::SourceId,
};

use super::{Backup, Director, Pending};
use crate::Format;

/// A stinger on air.
#[derive(Debug, Clone)]
pub(super) struct Sting {
    /// The recording.
    pub(super) clip: SourceId,
    /// What comes on air beneath it; nothing once it has.
    pub(super) next: Option<Pending>,
    /// Frames until the exchange.
    cut: u64,
    /// Frames until the picture is seen again, whatever the recording does.
    left: u64,
}

/// Frames that a stinger stays after the exchange at most: a speech that was chosen by mistake hides nobody.
fn longest(format: Format) -> u64 {
    format.pictures(Transition::LONGEST_MS.into())
}

impl Sting {
    pub(super) fn new(clip: SourceId, next: Pending, format: Format) -> Self {
        let cut = match next.transition {
            Transition::Stinger { cut_ms, .. } => format.pictures(cut_ms.into()),
            Transition::Cut | Transition::Mix { .. } | Transition::Wipe { .. } => 0,
        };
        Self { clip, next: Some(next), cut, left: cut + longest(format) }
    }

    /// The recording is over.
    pub(super) fn end(&mut self) {
        self.left = 0;
    }
}

impl Director {
    /// Exchanges the scenes when it is time, and uncovers them when the recording is over. `plays`: it can be shown;
    /// `stands`: so can what comes beneath it.
    pub(super) fn sting(&mut self, plays: bool, stands: bool, backup: Option<Backup>) {
        let Some(sting) = &mut self.sting else { return };
        let over = sting.left == 0 || !plays;
        let next = sting.next.take_if(|_| over || sting.cut == 0);
        sting.cut = sting.cut.saturating_sub(1);
        sting.left = sting.left.saturating_sub(1);
        if over {
            self.sting = None;
            self.cut = true;
        }
        if let Some(next) = next {
            // Unseen: it needs no keyframe.
            let key = self.cut;
            match stands {
                true => {
                    self.show(next.scene, Transition::Cut, true);
                    self.caption = next.caption;
                }
                false => self.lose(next.scene, backup),
            }
            self.cut = key;
        }
    }

    /// Whether `scene` comes on air beneath a stinger; its caption then, to be changed.
    pub(super) fn covered(&mut self, scene: Scene) -> Option<&mut Pending> {
        self.sting.as_mut()?.next.as_mut().filter(|next| next.scene == scene)
    }
}
