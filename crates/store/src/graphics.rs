//! Graphics that the crew prepared, and which of them are on air.

use std::collections::HashSet;

use plenary_model::{
    graphic::{Content, Graphic, OnAir},
    id::{GraphicId, ImageId, StageId, SummitId},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{json as read_json, parse, to_json},
    rundown,
    stages::of_stage,
    table,
};

/// The graphics.
#[derive(Debug, Clone, Copy)]
pub struct Graphics<'a>(pub(crate) &'a Store);

/// A summit, and the local stage of it; nothing for the main one.
type Of = (SummitId, Option<StageId>);

impl Graphics<'_> {
    /// Adds a graphic.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, graphic: &Graphic) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::graphic::ActiveModel {
            id: Set(graphic.id.to_string()),
            summit: Set(graphic.summit.to_string()),
            content: Set(to_json(&graphic.content)),
            created: Set(graphic.created.0),
            removed: Set(None),
            stage: Set(graphic.stage.map(String::from)),
        };
        table::graphic::Entity::insert(row).exec_without_returning(&change).await?;
        journal::append(&change, by, graphic.summit, "graphic.create", json!({ "graphic": graphic.id })).await?;
        Ok(change.commit().await?)
    }

    /// Gives a graphic another content; on air it changes at once.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn change(&self, by: By, of: Of, id: GraphicId, content: &Content) -> Result<(), Error> {
        let row = table::graphic::ActiveModel { content: Set(to_json(content)), ..Default::default() };
        self.update(by, of, id, "graphic.change", row).await
    }

    /// Removes a graphic, until it is brought back.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, of: Of, id: GraphicId) -> Result<(), Error> {
        let row = table::graphic::ActiveModel { removed: Set(Some(by.at.0)), ..Default::default() };
        self.update(by, of, id, "graphic.remove", row).await
    }

    /// Brings a removed graphic back.
    ///
    /// # Errors
    /// [`Error::Gone`] when there never was one, and what every change can meet.
    pub async fn restore(&self, by: By, of: Of, id: GraphicId) -> Result<(), Error> {
        let row = table::graphic::ActiveModel { removed: Set(None), ..Default::default() };
        self.update(by, of, id, "graphic.restore", row).await
    }

    async fn update(
        &self,
        by: By,
        (summit, stage): Of,
        id: GraphicId,
        action: &str,
        row: table::graphic::ActiveModel,
    ) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let mut update = table::graphic::Entity::update_many()
            .set(row)
            .filter(table::graphic::Column::Id.eq(id.as_str()))
            .filter(table::graphic::Column::Summit.eq(summit.as_str()))
            .filter(of_stage(table::graphic::Column::Stage, stage));
        if action != "graphic.restore" {
            update = update.filter(table::graphic::Column::Removed.is_null());
        }
        if update.exec(&change).await?.rows_affected == 0 {
            return Err(Error::gone("graphic", id));
        }
        journal::append(&change, by, summit, action, json!({ "graphic": id })).await?;
        Ok(change.commit().await?)
    }

    /// The graphics of a stage that were not removed, the oldest first.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, (summit, stage): Of) -> Result<Vec<Graphic>, Error> {
        table::graphic::Entity::find()
            .filter(table::graphic::Column::Summit.eq(summit.as_str()))
            .filter(of_stage(table::graphic::Column::Stage, stage))
            .filter(table::graphic::Column::Removed.is_null())
            .order_by_asc(table::graphic::Column::Created)
            .order_by_asc(table::graphic::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// The uploaded pictures that a graphic shows, or would when it is brought back.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn images(&self) -> Result<HashSet<ImageId>, Error> {
        let rows = table::graphic::Entity::find().all(self.0.read()).await?;
        let all = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(all.iter().filter_map(|graphic| graphic.content.image()).collect())
    }

    /// Writes down which graphics are on air on a stage after `action`; `of` is the one that it is about.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every change can meet.
    pub async fn show(
        &self,
        by: By,
        stage: StageId,
        on_air: &[OnAir],
        action: &str,
        of: Option<GraphicId>,
    ) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = rundown::summit(&change, stage).await?;
        table::stage::Entity::update_many()
            .col_expr(table::stage::Column::Graphics, Expr::value(to_json(&on_air)))
            .filter(table::stage::Column::Id.eq(stage.as_str()))
            .exec(&change)
            .await?;
        let ids: Vec<_> = on_air.iter().map(|on_air| on_air.graphic).collect();
        journal::append(&change, by, summit, action, json!({ "graphic": of, "on_air": ids })).await?;
        Ok(change.commit().await?)
    }
}

fn read(row: table::graphic::Model) -> Result<Graphic, Error> {
    Ok(Graphic {
        id: parse("graphic id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        stage: row.stage.map(|stage| parse("stage id", &stage)).transpose()?,
        content: read_json("graphic", &row.content)?,
        created: Timestamp(row.created),
    })
}
