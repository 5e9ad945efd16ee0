//! Changes of the plan: first the disk, then the memory. A change that the disk refuses is none.

use plenary_model::{journal::Actor, rundown::Change};
use plenary_store::{By, Made};

use super::Show;
use crate::{
    Error,
    handle::Draft,
    mixer::Mixer,
    state::{Plan, Standing},
};

impl<M: Mixer> Show<M> {
    pub(super) async fn plan(&mut self, by: Actor, draft: Draft) -> Result<Made, Error> {
        let (change, undoes) = self.wanted(by, draft).await?;
        let (by, mut next) = (By { actor: by, at: self.now() }, self.standing.clone());
        let change = next.plan(&self.people, change)?;
        let written = self.store.rundowns().change(by, self.config.stage, &change, undoes).await;
        let sequence = self.adopt(written, next).await?;
        Ok(Made { sequence, at: by.at, by: by.actor, change, undoes, undone: false })
    }

    /// The change that somebody wants, and the one that it takes back.
    async fn wanted(&self, by: Actor, draft: Draft) -> Result<(Change, Option<i64>), Error> {
        let change = match draft {
            Draft::Add(item, place) => Change::Insert { place: place.unwrap_or(usize::MAX), item },
            Draft::Edit(item, edit) => self.standing.edited(item, edit)?,
            Draft::Shift(item, to) => Change::Move { item, from: to, to },
            Draft::Remove(id) => {
                let item = self.standing.rundown.items().iter().find(|item| item.id == id).cloned();
                let item = item.ok_or(plenary_model::rundown::Error::Gone(id))?;
                Change::Remove { place: 0, item: Box::new(item) }
            }
            Draft::All(changes) => Change::All { changes },
            Draft::Undo(sequence) => {
                let rundowns = self.store.rundowns();
                let made = match sequence {
                    Some(sequence) => rundowns.made(self.config.stage, sequence).await?,
                    None => rundowns.last_by(self.config.stage, by).await?.ok_or(Error::NothingToUndo)?,
                };
                if made.undone {
                    return Err(Error::Undone);
                }
                return Ok((made.change.inverse(), Some(made.sequence)));
            }
        };
        Ok((change, None))
    }

    /// Keeps a change that is on disk. A running rundown prepares what now comes next.
    async fn adopt(&mut self, written: Result<i64, plenary_store::Error>, next: Standing) -> Result<i64, Error> {
        let sequence = match written {
            Ok(sequence) => sequence,
            Err(error) => {
                self.disk(&error);
                self.refresh();
                return Err(error.into());
            }
        };
        self.standing = next;
        if self.recorder.is_behind() {
            self.catch_up().await;
        }
        if self.standing.running {
            self.observe();
            let mut plan = Plan::default();
            self.standing.line_up(&self.people, &mut plan);
            // Only prepares: a mixer that has stopped says so elsewhere.
            let _ = self.perform(&plan.acts).await;
        }
        self.refresh();
        Ok(sequence)
    }
}
