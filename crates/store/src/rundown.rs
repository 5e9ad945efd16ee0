//! The plan of each stage, and where its show stands.

use std::{collections::HashMap, ops::Range};

use plenary_model::{
    graphic::OnAir,
    id::{ItemId, StageId, SummitId},
    journal::Actor,
    rundown::{Aired, Change, Item, Rundown},
    scene::{Caption, Scene, Transition},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{self, Expr},
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
    /// Whether a recorded backup takes over by itself.
    pub armed: bool,
    /// For how long the programme is held back, in milliseconds.
    pub delay_ms: u32,
    /// What was taken last.
    pub scene: Scene,
    /// The name graphic that was on last.
    pub caption: Option<Caption>,
    /// The other graphics that were on last.
    pub graphics: Vec<OnAir>,
}

/// A change of a plan that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its number in the journal.
    pub sequence: i64,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What was before and what is after.
    pub change: Change,
    /// The change that it takes back.
    pub undoes: Option<i64>,
    /// Whether a later one takes it back.
    pub undone: bool,
}

/// Where a rundown stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// The item on air and since when, if the show has begun.
    pub current: Option<(ItemId, Timestamp)>,
    /// Whether the rundown goes on by itself.
    pub running: bool,
    /// Whether a recorded backup takes over by itself.
    pub armed: bool,
    /// For how long the programme is held back, in milliseconds.
    pub delay_ms: u32,
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
        let (items, aired): (Vec<_>, Vec<_>) = items.into_iter().unzip();
        let aired = items.iter().map(|item: &Item| item.id).zip(aired).filter_map(|(id, aired)| Some((id, aired?)));
        let aired: Vec<_> = aired.collect();
        let current = match (row.current_item, row.current_since) {
            (Some(item), Some(since)) => Some((parse("item id", &item)?, Timestamp(since))),
            _ => None,
        };
        Ok(Standing {
            rundown: Rundown::new(items, current).with_aired(aired),
            running: row.running,
            armed: row.armed,
            delay_ms: u32::try_from(row.delay_ms).unwrap_or_default(),
            scene: read_json("scene", &row.scene)?,
            caption: row.caption.as_deref().map(|text| read_json("caption", text)).transpose()?,
            graphics: read_json("graphics", &row.graphics)?,
        })
    }

    /// Writes down a change that [`Rundown::apply`] made, on the same plan. `undoes` is the number of the change
    /// that it takes back. Gives its own number.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage or item, [`Error::Exists`] when an item is there already, and
    /// what every change can meet.
    pub async fn change(&self, by: By, stage: StageId, made: &Change, undoes: Option<i64>) -> Result<i64, Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        apply(&change, stage, made).await?;
        let (action, detail) = match undoes {
            Some(undoes) => ("rundown.undo", json!({ "undoes": undoes })),
            None => entry(made),
        };
        let sequence = journal::append(&change, by, summit, action, detail).await?;
        if let Some(undoes) = undoes {
            mark(&change, undoes, true).await?;
            // Whoever takes back an undo has the first change again.
            let undone = table::rundown_change::Entity::find_by_id(undoes).one(&change).await?;
            if let Some(first) = undone.and_then(|row| row.undoes) {
                mark(&change, first, false).await?;
            }
        }
        let row = table::rundown_change::ActiveModel {
            sequence: Set(sequence),
            stage: Set(stage.to_string()),
            change: Set(to_json(made)),
            undoes: Set(undoes),
            undone: Set(false),
        };
        table::rundown_change::Entity::insert(row).exec_without_returning(&change).await?;
        change.commit().await?;
        Ok(sequence)
    }

    /// The changes of a plan before number `before`, the newest first, at most `limit`.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn changes(&self, stage: StageId, before: Option<i64>, limit: u64) -> Result<Vec<Made>, Error> {
        let rows = table::rundown_change::Entity::find()
            .filter(table::rundown_change::Column::Stage.eq(stage.as_str()))
            .filter(table::rundown_change::Column::Sequence.lt(before.unwrap_or(i64::MAX)))
            .order_by_desc(table::rundown_change::Column::Sequence)
            .limit(limit)
            .all(self.0.read())
            .await?;
        self.signed(rows).await
    }

    /// One change of a plan.
    ///
    /// # Errors
    /// [`Error::Gone`] when the plan has no change of that number, and what every look-up can meet.
    pub async fn made(&self, stage: StageId, sequence: i64) -> Result<Made, Error> {
        let row = table::rundown_change::Entity::find_by_id(sequence)
            .filter(table::rundown_change::Column::Stage.eq(stage.as_str()))
            .all(self.0.read())
            .await?;
        self.signed(row).await?.pop().ok_or_else(|| Error::gone("change", sequence))
    }

    /// What somebody changed last and nobody took back; taking back is no change of their own.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn last_by(&self, stage: StageId, actor: Actor) -> Result<Option<Made>, Error> {
        let theirs = table::journal::Entity::find()
            .select_only()
            .column(table::journal::Column::Sequence)
            .filter(table::journal::Column::Actor.eq(to_json(&actor)))
            .into_query();
        let row = table::rundown_change::Entity::find()
            .filter(table::rundown_change::Column::Stage.eq(stage.as_str()))
            .filter(table::rundown_change::Column::Undone.eq(false))
            .filter(table::rundown_change::Column::Undoes.is_null())
            .filter(table::rundown_change::Column::Sequence.in_subquery(theirs))
            .order_by_desc(table::rundown_change::Column::Sequence)
            .limit(1)
            .all(self.0.read())
            .await?;
        Ok(self.signed(row).await?.pop())
    }

    /// Who made changes, and when.
    async fn signed(&self, rows: Vec<table::rundown_change::Model>) -> Result<Vec<Made>, Error> {
        let entries = table::journal::Entity::find()
            .filter(table::journal::Column::Sequence.is_in(rows.iter().map(|row| row.sequence)))
            .all(self.0.read())
            .await?;
        let entries: HashMap<i64, _> = entries.into_iter().map(|entry| (entry.sequence, entry)).collect();
        let made = |row: table::rundown_change::Model| {
            let entry = entries.get(&row.sequence).ok_or_else(|| Error::gone("journal entry", row.sequence))?;
            Ok(Made {
                sequence: row.sequence,
                at: Timestamp(entry.at),
                by: read_json("actor", &entry.actor)?,
                change: read_json("change", &row.change)?,
                undoes: row.undoes,
                undone: row.undone,
            })
        };
        rows.into_iter().map(made).collect()
    }

    /// Writes down where the rundown stands after `action`: `rundown.next`, `rundown.run`.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every change can meet.
    pub async fn stand(&self, by: By, stage: StageId, position: Position, action: &str) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = summit(&change, stage).await?;
        let (item, since) = position.current.unzip();
        air(&change, stage, position.current).await?;
        table::stage::Entity::update_many()
            .col_expr(table::stage::Column::CurrentItem, Expr::value(item.map(String::from)))
            .col_expr(table::stage::Column::CurrentSince, Expr::value(since.map(|at| at.0)))
            .col_expr(table::stage::Column::Running, Expr::value(position.running))
            .col_expr(table::stage::Column::Armed, Expr::value(position.armed))
            .col_expr(table::stage::Column::DelayMs, Expr::value(position.delay_ms))
            .filter(table::stage::Column::Id.eq(stage.as_str()))
            .exec(&change)
            .await?;
        let Position { running, armed, delay_ms, .. } = position;
        let detail = json!({ "item": item, "running": running, "armed": armed, "delay_ms": delay_ms });
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

/// The summit of a stage.
pub(crate) async fn summit(change: &DatabaseTransaction, stage: StageId) -> Result<SummitId, Error> {
    let found = table::stage::Entity::find_by_id(stage.as_str()).one(change).await?;
    parse("summit id", &found.ok_or_else(|| Error::gone("stage", stage))?.summit)
}

/// Writes down whether a change was taken back.
async fn mark(change: &DatabaseTransaction, sequence: i64, undone: bool) -> Result<(), Error> {
    table::rundown_change::Entity::update_many()
        .col_expr(table::rundown_change::Column::Undone, Expr::value(undone))
        .filter(table::rundown_change::Column::Sequence.eq(sequence))
        .exec(change)
        .await?;
    Ok(())
}

/// Writes down when the item before left the air, and since when the current one is.
async fn air(change: &DatabaseTransaction, stage: StageId, current: Option<(ItemId, Timestamp)>) -> Result<(), Error> {
    let row = table::stage::Entity::find_by_id(stage.as_str()).one(change).await?;
    let before = row.and_then(|row| row.current_item.zip(row.current_since));
    let after = current.map(|(item, since)| (item.to_string(), since.0));
    if before == after {
        return Ok(());
    }
    if let (Some((item, _)), Some((_, since))) = (&before, &after) {
        table::item::Entity::update_many()
            .col_expr(table::item::Column::AiredTo, Expr::value(*since))
            .filter(table::item::Column::Id.eq(item.as_str()))
            .exec(change)
            .await?;
    }
    if let Some((item, since)) = after {
        table::item::Entity::update_many()
            .col_expr(table::item::Column::AiredFrom, Expr::value(since))
            .col_expr(table::item::Column::AiredTo, Expr::value(None::<i64>))
            .filter(table::item::Column::Id.eq(item))
            .exec(change)
            .await?;
    }
    Ok(())
}

/// What the journal says of a change: ids, no texts.
fn entry(made: &Change) -> (&'static str, serde_json::Value) {
    match made {
        Change::Insert { place, item } => ("rundown.insert", json!({ "item": item.id, "place": place })),
        Change::Remove { item, .. } => ("rundown.remove", json!({ "item": item.id })),
        Change::Move { item, to, .. } => ("rundown.move", json!({ "item": item, "place": to })),
        Change::Edit { after, .. } => ("rundown.update", json!({ "item": after.id, "fields": made.fields() })),
        Change::All { changes } => ("rundown.import", json!({ "changes": changes.len() })),
    }
}

/// Makes a change in the tables.
async fn apply(change: &DatabaseTransaction, stage: StageId, made: &Change) -> Result<(), Error> {
    match made {
        Change::Insert { place, item } => {
            if table::item::Entity::find_by_id(item.id.as_str()).one(change).await?.is_some() {
                return Err(Error::Exists { noun: "item", id: item.id.to_string() });
            }
            make_room(change, stage, *place..usize::MAX, 1).await?;
            table::item::Entity::insert(write(stage, *place, item)).exec_without_returning(change).await?;
        }
        Change::Remove { place, item } => {
            let done = table::item::Entity::delete_by_id(item.id.as_str()).exec(change).await?;
            existed(done.rows_affected, item.id)?;
            make_room(change, stage, *place..usize::MAX, -1).await?;
        }
        Change::Move { item, from, to } => {
            match from < to {
                true => make_room(change, stage, from + 1..to + 1, -1).await?,
                false => make_room(change, stage, *to..*from, 1).await?,
            }
            let done = table::item::Entity::update_many()
                .col_expr(table::item::Column::Place, Expr::value(*to as i64))
                .filter(table::item::Column::Id.eq(item.as_str()))
                .exec(change)
                .await?;
            existed(done.rows_affected, *item)?;
        }
        Change::Edit { after, .. } => {
            let mut row = write(stage, 0, after);
            row.place = NotSet;
            let done = table::item::Entity::update_many()
                .set(row)
                .filter(table::item::Column::Id.eq(after.id.as_str()))
                .filter(table::item::Column::Stage.eq(stage.as_str()))
                .exec(change)
                .await?;
            existed(done.rows_affected, after.id)?;
        }
        Change::All { changes } => {
            for one in changes {
                Box::pin(apply(change, stage, one)).await?;
            }
        }
    }
    Ok(())
}

/// Moves the items on these places on by so many.
async fn make_room(change: &DatabaseTransaction, stage: StageId, places: Range<usize>, by: i64) -> Result<(), Error> {
    let number = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    table::item::Entity::update_many()
        .col_expr(table::item::Column::Place, sea_query::ExprTrait::add(Expr::col(table::item::Column::Place), by))
        .filter(table::item::Column::Stage.eq(stage.as_str()))
        .filter(table::item::Column::Place.gte(number(places.start)))
        .filter(table::item::Column::Place.lt(number(places.end)))
        .exec(change)
        .await?;
    Ok(())
}

fn existed(rows: u64, item: ItemId) -> Result<(), Error> {
    if rows == 0 { Err(Error::gone("item", item)) } else { Ok(()) }
}

fn write(stage: StageId, place: usize, item: &Item) -> table::item::ActiveModel {
    table::item::ActiveModel {
        id: Set(item.id.to_string()),
        stage: Set(stage.to_string()),
        place: Set(place as i64),
        title: Set(item.title.clone()),
        scene: Set(to_json(&item.scene)),
        caption: Set(item.caption.as_ref().map(to_json)),
        graphics: Set(to_json(&item.graphics)),
        transition: Set(to_json(&item.transition)),
        planned_s: Set(item.planned_s.into()),
        ending: Set(to_json(&item.end)),
        notes: Set(item.notes.clone()),
        guid: Set(item.guid.map(|guid| guid.to_string())),
        kind: Set(to_json(&item.kind)),
        languages: Set(to_json(&item.languages)),
        starts: Set(item.starts.map(|at| at.0)),
        backup: Set(item.backup.map(|source| source.to_string())),
        role_notes: Set(to_json(&item.role_notes)),
        aired_from: NotSet,
        aired_to: NotSet,
    }
}

fn read(row: table::item::Model) -> Result<(Item, Option<Aired>), Error> {
    let aired = row.aired_from.map(|from| Aired { from: Timestamp(from), to: row.aired_to.map(Timestamp) });
    let item = Item {
        id: parse("item id", &row.id)?,
        guid: row.guid.as_deref().map(|text| parse("guid", text)).transpose()?,
        title: row.title,
        kind: read_json("kind", &row.kind)?,
        scene: read_json("scene", &row.scene)?,
        caption: row.caption.as_deref().map(|text| read_json("caption", text)).transpose()?,
        graphics: read_json("graphics", &row.graphics)?,
        transition: read_json("transition", &row.transition)?,
        languages: read_json("languages", &row.languages)?,
        starts: row.starts.map(Timestamp),
        planned_s: number("planned length", row.planned_s)?,
        end: read_json("end", &row.ending)?,
        backup: row.backup.as_deref().map(|text| parse("backup", text)).transpose()?,
        notes: row.notes,
        role_notes: read_json("notes by role", &row.role_notes)?,
    };
    Ok((item, aired))
}
