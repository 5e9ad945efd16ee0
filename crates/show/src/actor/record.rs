//! What is on air, written down.

use plenary_store::By;

use super::Show;
use crate::{mixer::Mixer, state::Plan};

impl<M: Mixer> Show<M> {
    pub(super) async fn record(&mut self, by: By, frame: u64, plan: &Plan) -> bool {
        let was_behind = self.recorder.is_behind();
        match self.recorder.write(by, frame, &plan.records).await {
            Ok(()) => {
                if was_behind {
                    self.catch_up().await;
                }
                true
            }
            Err(error) => {
                self.unrecorded(&error);
                false
            }
        }
    }

    pub(super) fn unrecorded(&mut self, error: &plenary_store::Error) {
        let text = format!("{error}. What happens on air goes on and is written down later; plans cannot be changed");
        self.fault("store", Some(text));
    }

    /// Shows the crew that the disk refused a change.
    pub(super) fn disk(&mut self, error: &plenary_store::Error) {
        use plenary_store::Error as E;
        if !matches!(error, E::Gone { .. } | E::Exists { .. }) {
            self.unrecorded(error);
        }
    }

    pub(super) async fn catch_up(&mut self) {
        let (frame, now) = (self.mixer.snapshot().frame, self.now());
        let written = match self.write_sound(By::system(now)).await {
            Ok(()) => self.recorder.catch_up(&self.standing, frame, now).await,
            Err(error) => Err(error),
        };
        match written {
            Ok(()) => self.fault("store", None),
            Err(error) => self.unrecorded(&error),
        }
    }
}
