//! Changes of the plan: first the disk, then the memory. A change that the disk refuses is none.

use plenary_model::{
    id::ItemId,
    journal::Actor,
    rundown::{self, Item},
};
use plenary_store::By;

use super::Show;
use crate::{
    Error,
    handle::Edit,
    live,
    mixer::Mixer,
    state::{Plan, Standing},
};

impl<M: Mixer> Show<M> {
    pub(super) async fn add(&mut self, by: Actor, item: Item, place: Option<usize>) -> Result<live::Item, Error> {
        let (by, mut next) = (By { actor: by, at: self.now() }, self.standing.clone());
        let id = item.id;
        let place = next.add(&self.people, item, place)?;
        let added = next.rundown.items().iter().find(|item| item.id == id).expect("just added").clone();
        let written = self.store.rundowns().insert(by, self.config.stage, place, &added).await;
        self.adopt(written, next).await?;
        Ok(live::Item::from(&added))
    }

    pub(super) async fn edit(&mut self, by: Actor, id: ItemId, edit: Edit) -> Result<live::Item, Error> {
        let (by, mut next) = (By { actor: by, at: self.now() }, self.standing.clone());
        let item = next.edit(&self.people, id, edit)?;
        let written = self.store.rundowns().update(by, self.config.stage, &item).await;
        self.adopt(written, next).await?;
        Ok(live::Item::from(&item))
    }

    pub(super) async fn shift(&mut self, by: Actor, id: ItemId, place: usize) -> Result<(), Error> {
        let (by, mut next) = (By { actor: by, at: self.now() }, self.standing.clone());
        next.rundown.shift(id, place)?;
        let written = self.store.rundowns().shift(by, self.config.stage, id, place).await;
        self.adopt(written, next).await
    }

    pub(super) async fn remove(&mut self, by: Actor, id: ItemId) -> Result<(), Error> {
        let (by, mut next) = (By { actor: by, at: self.now() }, self.standing.clone());
        let _: (usize, Item) = next.rundown.remove(id).map_err(|error: rundown::Error| Error::from(error))?;
        let written = self.store.rundowns().remove(by, self.config.stage, id).await;
        self.adopt(written, next).await
    }

    /// Keeps a change that is on disk. A running rundown prepares what now comes next.
    async fn adopt(&mut self, written: Result<(), plenary_store::Error>, next: Standing) -> Result<(), Error> {
        if let Err(error) = written {
            self.disk(&error);
            self.refresh();
            return Err(error.into());
        }
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
        Ok(())
    }
}
