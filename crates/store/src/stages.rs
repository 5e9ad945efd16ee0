//! The stages of a summit: the main one, and those of gatherings.

use plenary_model::{
    id::{StageId, SummitId},
    scene::Scene,
    summit::Stage,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{parse, to_json},
    table,
};

/// The stages.
#[derive(Debug, Clone, Copy)]
pub struct Stages<'a>(pub(crate) &'a Store);

impl Stages<'_> {
    /// Adds a stage.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, stage: &Stage) -> Result<(), Error> {
        let change = self.0.begin().await?;
        insert(&change, stage).await?;
        let detail = json!({ "stage": stage.id, "location": stage.location });
        journal::append(&change, by, stage.summit, "stage.create", detail).await?;
        Ok(change.commit().await?)
    }

    /// Gives a stage another name.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn rename(&self, by: By, id: StageId, name: &str) -> Result<(), Error> {
        self.alter(by, id, false, "stage.rename", table::stage::Column::Name, Expr::value(name)).await
    }

    /// Removes a stage, with all that it has: it can be brought back.
    ///
    /// # Errors
    /// [`Error::Gone`] also for the main stage, and what every change can meet.
    pub async fn remove(&self, by: By, id: StageId) -> Result<(), Error> {
        self.alter(by, id, false, "stage.remove", table::stage::Column::Removed, Expr::value(by.at.0)).await
    }

    /// Brings a removed stage back.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is none, or it was not removed, and what every change can meet.
    pub async fn restore(&self, by: By, id: StageId) -> Result<Stage, Error> {
        let nothing = Expr::value(Option::<i64>::None);
        self.alter(by, id, true, "stage.restore", table::stage::Column::Removed, nothing).await?;
        self.get(id).await
    }

    async fn alter(
        &self,
        by: By,
        id: StageId,
        removed: bool,
        action: &str,
        column: table::stage::Column,
        value: Expr,
    ) -> Result<(), Error> {
        use table::stage::Column;
        let change = self.0.begin().await?;
        let found = table::stage::Entity::find_by_id(id.as_str()).one(&change).await?;
        let found = found.filter(|row| row.removed.is_some() == removed);
        let row =
            found.filter(|row| !row.main || matches!(column, Column::Name)).ok_or_else(|| Error::gone("stage", id))?;
        table::stage::Entity::update_many()
            .col_expr(column, value)
            .filter(Column::Id.eq(id.as_str()))
            .exec(&change)
            .await?;
        journal::append(&change, by, parse("summit id", &row.summit)?, action, json!({ "stage": id })).await?;
        Ok(change.commit().await?)
    }

    /// The stages of a summit that were not removed: the main one, then the others by their names.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Stage>, Error> {
        table::stage::Entity::find()
            .filter(table::stage::Column::Summit.eq(summit.as_str()))
            .filter(table::stage::Column::Removed.is_null())
            .order_by_desc(table::stage::Column::Main)
            .order_by_asc(table::stage::Column::Name)
            .order_by_asc(table::stage::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// One stage that was not removed.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: StageId) -> Result<Stage, Error> {
        let found = table::stage::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.filter(|row| row.removed.is_none()).ok_or_else(|| Error::gone("stage", id))?)
    }
}

/// Rows of the main stage, or of a local one.
pub(crate) fn of_stage(column: impl ColumnTrait, stage: Option<StageId>) -> Expr {
    match stage {
        None => column.is_null(),
        Some(stage) => column.eq(stage.as_str()),
    }
}

/// Adds a stage as a part of a change.
pub(crate) async fn insert(change: &impl ConnectionTrait, stage: &Stage) -> Result<(), Error> {
    let row = table::stage::ActiveModel {
        id: Set(stage.id.to_string()),
        summit: Set(stage.summit.to_string()),
        name: Set(stage.name.clone()),
        main: Set(stage.main),
        scene: Set(to_json(&Scene::default())),
        caption: Set(None),
        current_item: Set(None),
        current_since: Set(None),
        running: Set(false),
        armed: Set(false),
        delay_ms: Set(0),
        floor_rules: Set(None),
        graphics: Set("[]".into()),
        location: Set(stage.location.map(String::from)),
        removed: Set(None),
    };
    table::stage::Entity::insert(row).exec_without_returning(change).await?;
    Ok(())
}

pub(crate) fn read(row: table::stage::Model) -> Result<Stage, Error> {
    Ok(Stage {
        id: parse("stage id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        name: row.name,
        main: row.main,
        location: row.location.map(|location| parse("location id", &location)).transpose()?,
    })
}
