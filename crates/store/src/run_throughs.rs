//! Run-throughs: a summit of its own, with the plan of the other one and nobody but its crew.
//!
//! What happens in it stands in its own journal, floor and places, and its broadcasts have names of its own: nothing of
//! it can reach the public, the archive or a total of the summit that it is a copy of.

use std::collections::HashMap;

use plenary_model::{
    id::{ItemId, StageId, SummitId},
    run_through::Timing,
    summit::{Stage, Summit},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr, sea_query::OnConflict,
};
use serde_json::json;

use crate::{By, Error, Store, journal, row::parse, stages, summits, table};

/// The run-throughs.
#[derive(Debug, Clone, Copy)]
pub struct RunThroughs<'a>(pub(crate) &'a Store);

impl RunThroughs<'_> {
    /// Copies the plan of `stage`, the main one of the summit `of`, and how its sound is set. Gives the copy's stage.
    ///
    /// # Errors
    /// [`Error::Exists`] when one is there already, and what every change can meet.
    pub async fn begin(
        &self,
        by: By,
        of: &Summit,
        stage: &Stage,
        rng: &mut (impl rand::Rng + Send),
    ) -> Result<Stage, Error> {
        if self.current(of.id).await?.is_some() {
            return Err(Error::Exists { noun: "run-through", id: of.id.to_string() });
        }
        let change = self.0.begin().await?;
        let copy = Summit { id: SummitId::random(rng), open: false, created: by.at, ..of.clone() };
        let row = table::summit::ActiveModel {
            rehearses: Set(Some(of.id.to_string())),
            ended: Set(None),
            ..summits::write(&copy)
        };
        table::summit::Entity::insert(row).exec_without_returning(&change).await?;
        let own = Stage { id: StageId::random(rng), summit: copy.id, main: true, location: None, ..stage.clone() };
        stages::insert(&change, &own).await?;
        let items = table::item::Entity::find()
            .filter(table::item::Column::Stage.eq(stage.id.as_str()))
            .order_by_asc(table::item::Column::Place)
            .all(&change)
            .await?;
        for item in items {
            let id = ItemId::random(rng);
            let known = table::run_through_item::ActiveModel { item: Set(id.to_string()), plan: Set(item.id.clone()) };
            table::run_through_item::Entity::insert(known).exec_without_returning(&change).await?;
            let mut row = table::item::ActiveModel::from(table::item::Model {
                id: id.to_string(),
                stage: own.id.to_string(),
                // What other programs call it is the plan's.
                guid: None,
                aired_from: None,
                aired_to: None,
                ..item
            });
            row = sea_orm::ActiveModelTrait::reset_all(row);
            table::item::Entity::insert(row).exec_without_returning(&change).await?;
        }
        let strips = table::sound_strip::Entity::find()
            .filter(table::sound_strip::Column::Stage.eq(stage.id.as_str()))
            .all(&change)
            .await?;
        for strip in strips {
            let row = table::sound_strip::ActiveModel {
                stage: Set(own.id.to_string()),
                source: Set(strip.source),
                settings: Set(strip.settings),
            };
            table::sound_strip::Entity::insert(row).exec_without_returning(&change).await?;
        }
        journal::append(&change, by, of.id, "run_through.begin", json!({ "stage": own.id })).await?;
        change.commit().await?;
        Ok(own)
    }

    /// The stage of the copy that there is.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn current(&self, of: SummitId) -> Result<Option<Stage>, Error> {
        let found = table::summit::Entity::find()
            .filter(table::summit::Column::Rehearses.eq(of.as_str()))
            .filter(table::summit::Column::Ended.is_null())
            .one(self.0.read())
            .await?;
        match found {
            Some(copy) => Ok(Some(self.0.summits().main_stage(parse("summit id", &copy.id)?).await?)),
            None => Ok(None),
        }
    }

    /// Throws the copy away and keeps how long its items took.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is none, and what every change can meet.
    pub async fn end(&self, by: By, of: SummitId) -> Result<Stage, Error> {
        let stage = self.current(of).await?.ok_or_else(|| Error::gone("run-through", of))?;
        let plan = self.plan(stage.id).await?;
        let took = self.0.rundowns().load(stage.id).await?.rundown;
        let change = self.0.begin().await?;
        for item in took.items() {
            let (Some(of_plan), Some(aired)) = (plan.get(&item.id), took.aired(item.id)) else { continue };
            let Some(to) = aired.to else { continue };
            let row = table::run_through_timing::ActiveModel {
                item: Set(of_plan.to_string()),
                summit: Set(of.to_string()),
                took_ms: Set(i64::try_from(to.since(aired.from).as_millis()).ok()),
                at: Set(Some(aired.from.0)),
                note: Set(String::new()),
            };
            let known = OnConflict::column(table::run_through_timing::Column::Item)
                .update_columns([table::run_through_timing::Column::TookMs, table::run_through_timing::Column::At])
                .to_owned();
            table::run_through_timing::Entity::insert(row).on_conflict(known).exec_without_returning(&change).await?;
        }
        table::summit::Entity::update_many()
            .col_expr(table::summit::Column::Ended, Expr::value(by.at.0))
            .filter(table::summit::Column::Id.eq(stage.summit.as_str()))
            .exec(&change)
            .await?;
        journal::append(&change, by, of, "run_through.end", json!({ "stage": stage.id })).await?;
        change.commit().await?;
        Ok(stage)
    }

    /// For each item of a copy the item of the plan that it was copied from.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn plan(&self, stage: StageId) -> Result<HashMap<ItemId, ItemId>, Error> {
        let items: Vec<String> = table::item::Entity::find()
            .filter(table::item::Column::Stage.eq(stage.as_str()))
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|item| item.id)
            .collect();
        table::run_through_item::Entity::find()
            .filter(table::run_through_item::Column::Item.is_in(items))
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| Ok((parse("item id", &row.item)?, parse("item id", &row.plan)?)))
            .collect()
    }

    /// What was learnt of the items of the plan, from all run-throughs that are over.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn timings(&self, of: SummitId) -> Result<HashMap<ItemId, Timing>, Error> {
        table::run_through_timing::Entity::find()
            .filter(table::run_through_timing::Column::Summit.eq(of.as_str()))
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| {
                let took_ms = row.took_ms.and_then(|ms| u64::try_from(ms).ok());
                let timing = Timing { took_ms, at: row.at.map(Timestamp), note: row.note };
                Ok((parse("item id", &row.item)?, timing))
            })
            .collect()
    }

    /// Writes down what the crew says about an item of the plan; nothing when it is empty.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn note(&self, by: By, of: SummitId, item: ItemId, note: &str) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::run_through_timing::ActiveModel {
            item: Set(item.to_string()),
            summit: Set(of.to_string()),
            took_ms: Set(None),
            at: Set(None),
            note: Set(note.to_owned()),
        };
        let known = OnConflict::column(table::run_through_timing::Column::Item)
            .update_column(table::run_through_timing::Column::Note)
            .to_owned();
        table::run_through_timing::Entity::insert(row).on_conflict(known).exec_without_returning(&change).await?;
        journal::append(&change, by, of, "run_through.note", json!({ "item": item })).await?;
        Ok(change.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use plenary_model::{
        rundown::{Change, Item},
        scene::Scene,
    };
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::Position;

    #[tokio::test]
    async fn a_copy_has_the_plan_and_leaves_nothing_but_how_long_it_took() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let (summit, stage) = crate::summits::tests::example(1);
        let rng = &mut StdRng::seed_from_u64(7);
        let at = |ms| By::system(Timestamp(ms));
        store.summits().create(at(1), &summit, &stage).await.unwrap();
        let items = ["Opening", "Speech"].map(|title| Item::new(ItemId::random(rng), title, Scene::Slate, 60));
        for (place, item) in items.iter().enumerate() {
            let insert = Change::Insert { place, item: Box::new(item.clone()) };
            store.rundowns().change(at(2), stage.id, &insert, None).await.unwrap();
        }

        let copy = store.run_throughs().begin(at(3), &summit, &stage, rng).await.unwrap();
        assert!(store.run_throughs().begin(at(3), &summit, &stage, rng).await.is_err(), "there is one");
        assert_eq!(store.run_throughs().current(summit.id).await.unwrap(), Some(copy.clone()));
        assert_eq!(store.summits().first().await.unwrap().map(|first| first.id), Some(summit.id));
        assert_eq!(store.stages().list(summit.id).await.unwrap(), std::slice::from_ref(&stage));
        let copied = store.rundowns().load(copy.id).await.unwrap().rundown;
        assert_eq!((copied.items()[0].title.as_str(), copied.items()[0].planned_s), ("Opening", 60));
        assert_ne!(copied.items()[0].id, items[0].id);

        let written = store.journal().list(summit.id, 0, 100).await.unwrap().len();
        for (item, since) in copied.items().iter().zip([10_000, 75_000]) {
            let position = Position { current: Some((item.id, Timestamp(since))), ..Position::default() };
            store.rundowns().stand(at(since), copy.id, position, "rundown.next").await.unwrap();
        }
        assert_eq!(store.journal().list(summit.id, 0, 100).await.unwrap().len(), written, "a journal of its own");
        store.run_throughs().note(at(76_000), summit.id, items[0].id, "wait for the applause").await.unwrap();
        store.run_throughs().end(at(80_000), summit.id).await.unwrap();
        assert_eq!(store.run_throughs().current(summit.id).await.unwrap(), None);
        let timings = store.run_throughs().timings(summit.id).await.unwrap();
        let timing = &timings[&items[0].id];
        assert_eq!((timing.took_ms, timing.note.as_str()), (Some(65_000), "wait for the applause"));
        assert!(!timings.contains_key(&items[1].id), "it was not run through to its end");
        let plan = store.rundowns().load(stage.id).await.unwrap().rundown;
        assert_eq!(plan.items(), items, "the plan is as it was");
    }
}
