//! The plan of each stage, and where its show stands.

use plenary_model::{
    id::{ItemId, StageId, SummitId},
    rundown::{Item, Rundown},
    scene::{Caption, Scene, Transition},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{json as read_json, number, parse, to_json},
    table,
};

/// The rundown of each stage and the place in it.
#[derive(Debug, Clone, Copy)]
pub struct Rundowns<'a>(pub(crate) &'a Store);

/// Where a stage stands, as it was stored last: enough to go on after a restart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The plan, and the item on air.
    pub rundown: Rundown,
    /// Whether the rundown goes on by itself.
    pub running: bool,
    /// What was taken last.
    pub scene: Scene,
    /// The name graphic that was on last.
    pub caption: Option<Caption>,
}

/// Where a rundown stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// The item on air and since when, if the show has begun.
    pub current: Option<(ItemId, Timestamp)>,
    /// Whether the rundown goes on by itself.
    pub running: bool,
}

impl Rundowns<'_> {
    /// The plan of a stage and where its show stands.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every look-up can meet.
    pub async fn load(&self, stage: StageId) -> Result<Standing, Error> {
        let found = table::stage::Entity::find_by_id(stage.as_str()).one(self.0.read()).await?;
        let row = found.ok_or_else(|| Error::gone("stage", stage))?;
        let items = table::item::Entity::find()
            .filter(table::item::Column::Stage.eq(stage.as_str()))
            .order_by_asc(table::item::Column::Place)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?;
        let current = match (row.current_item, row.current_since) {
            (Some(item), Some(since)) => Some((parse("item id", &item)?, Timestamp(since))),
            _ => None,
        };
        Ok(Standing {
            rundown: Rundown::new(items, current),
            running: row.running,
            scene: read_json("scene", &row.scene)?,
            caption: row.caption.as_deref().map(|text| read_json("caption", text)).transpose()?,
        })
    }

    /// Puts an item before the one at `place`, at the end when there is none.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, [`Error::Exists`] when the item is there already,
    /// and what every change can meet.
    pub async fn insert(&self, by: By, stage: StageId, place: usize, item: &Item) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        if table::item::Entity::find_by_id(item.id.as_str()).one(&change).await?.is_some() {
            return Err(Error::Exists { noun: "item", id: item.id.to_string() });
        }
        let mut order = order(&change, stage).await?;
        let place = place.min(order.len());
        let row = write(stage, order.len(), item);
        table::item::Entity::insert(row).exec_without_returning(&change).await?;
        order.insert(place, item.id.to_string());
        arrange(&change, &order, place).await?;
        journal::append(&change, by, summit, "rundown.insert", json!({ "item": item.id, "place": place })).await?;
        Ok(change.commit().await?)
    }

    /// Replaces an item by its new version, at its place.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn update(&self, by: By, stage: StageId, item: &Item) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        let mut row = write(stage, 0, item);
        row.place = NotSet;
        let done = table::item::Entity::update_many()
            .set(row)
            .filter(table::item::Column::Id.eq(item.id.as_str()))
            .filter(table::item::Column::Stage.eq(stage.as_str()))
            .exec(&change)
            .await?;
        if done.rows_affected == 0 {
            return Err(Error::gone("item", item.id));
        }
        journal::append(&change, by, summit, "rundown.update", json!({ "item": item.id })).await?;
        Ok(change.commit().await?)
    }

    /// Moves an item so that it stands at `place` afterwards.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn shift(&self, by: By, stage: StageId, id: ItemId, place: usize) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        let mut order = order(&change, stage).await?;
        let from = order.iter().position(|known| known == id.as_str()).ok_or_else(|| Error::gone("item", id))?;
        let moved = order.remove(from);
        let place = place.min(order.len());
        order.insert(place, moved);
        arrange(&change, &order, from.min(place)).await?;
        journal::append(&change, by, summit, "rundown.move", json!({ "item": id, "place": place })).await?;
        Ok(change.commit().await?)
    }

    /// Takes an item out.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, stage: StageId, id: ItemId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        let mut order = order(&change, stage).await?;
        let from = order.iter().position(|known| known == id.as_str()).ok_or_else(|| Error::gone("item", id))?;
        order.remove(from);
        table::item::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        arrange(&change, &order, from).await?;
        journal::append(&change, by, summit, "rundown.remove", json!({ "item": id })).await?;
        Ok(change.commit().await?)
    }

    /// Writes down where the rundown stands after `action`: `rundown.next`, `rundown.run`.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every change can meet.
    pub async fn stand(&self, by: By, stage: StageId, position: Position, action: &str) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        let (item, since) = position.current.unzip();
        table::stage::Entity::update_many()
            .col_expr(table::stage::Column::CurrentItem, Expr::value(item.map(String::from)))
            .col_expr(table::stage::Column::CurrentSince, Expr::value(since.map(|at| at.0)))
            .col_expr(table::stage::Column::Running, Expr::value(position.running))
            .filter(table::stage::Column::Id.eq(stage.as_str()))
            .exec(&change)
            .await?;
        let detail = json!({ "item": item, "running": position.running });
        journal::append(&change, by, summit, action, detail).await?;
        Ok(change.commit().await?)
    }

    /// Writes down what was taken, on which frame of the programme, and the graphic that is on since.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every change can meet.
    pub async fn take(
        &self,
        by: By,
        stage: StageId,
        scene: &Scene,
        transition: Transition,
        caption: Option<&Caption>,
        frame: u64,
    ) -> Result<(), Error> {
        let detail = json!({ "scene": scene, "transition": transition, "frame": frame, "caption": caption.is_some() });
        self.show(by, stage, Some(scene), caption, "stage.take", detail).await
    }

    /// Writes down the name graphic that is on, or that none is.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every change can meet.
    pub async fn caption(&self, by: By, stage: StageId, caption: Option<&Caption>) -> Result<(), Error> {
        self.show(by, stage, None, caption, "stage.caption", json!({ "on": caption.is_some() })).await
    }

    async fn show(
        &self,
        by: By,
        stage: StageId,
        scene: Option<&Scene>,
        caption: Option<&Caption>,
        action: &str,
        detail: serde_json::Value,
    ) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        let mut update = table::stage::Entity::update_many()
            .col_expr(table::stage::Column::Caption, Expr::value(caption.map(to_json)))
            .filter(table::stage::Column::Id.eq(stage.as_str()));
        if let Some(scene) = scene {
            update = update.col_expr(table::stage::Column::Scene, Expr::value(to_json(scene)));
        }
        update.exec(&change).await?;
        journal::append(&change, by, summit, action, detail).await?;
        Ok(change.commit().await?)
    }
}

async fn summit(change: &DatabaseTransaction, stage: StageId) -> Result<SummitId, Error> {
    let found = table::stage::Entity::find_by_id(stage.as_str()).one(change).await?;
    parse("summit id", &found.ok_or_else(|| Error::gone("stage", stage))?.summit)
}

/// The items' ids by place.
async fn order(change: &DatabaseTransaction, stage: StageId) -> Result<Vec<String>, Error> {
    Ok(table::item::Entity::find()
        .select_only()
        .column(table::item::Column::Id)
        .filter(table::item::Column::Stage.eq(stage.as_str()))
        .order_by_asc(table::item::Column::Place)
        .into_tuple()
        .all(change)
        .await?)
}

/// Gives the items from `first` on the places that they have in `order`.
async fn arrange(change: &DatabaseTransaction, order: &[String], first: usize) -> Result<(), Error> {
    for (place, id) in order.iter().enumerate().skip(first) {
        table::item::Entity::update_many()
            .col_expr(table::item::Column::Place, Expr::value(place as i64))
            .filter(table::item::Column::Id.eq(id.as_str()))
            .exec(change)
            .await?;
    }
    Ok(())
}

fn write(stage: StageId, place: usize, item: &Item) -> table::item::ActiveModel {
    table::item::ActiveModel {
        id: Set(item.id.to_string()),
        stage: Set(stage.to_string()),
        place: Set(place as i64),
        title: Set(item.title.clone()),
        scene: Set(to_json(&item.scene)),
        caption: Set(item.caption.as_ref().map(to_json)),
        transition: Set(to_json(&item.transition)),
        planned_s: Set(item.planned_s.into()),
        ending: Set(to_json(&item.end)),
        notes: Set(item.notes.clone()),
    }
}

fn read(row: table::item::Model) -> Result<Item, Error> {
    Ok(Item {
        id: parse("item id", &row.id)?,
        title: row.title,
        scene: read_json("scene", &row.scene)?,
        caption: row.caption.as_deref().map(|text| read_json("caption", text)).transpose()?,
        transition: read_json("transition", &row.transition)?,
        planned_s: number("planned length", row.planned_s)?,
        end: read_json("end", &row.ending)?,
        notes: row.notes,
    })
}
