//! The append-only record of who did what, when.

use plenary_model::{id::SummitId, journal::Entry, time::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::{
    By, Error, Store,
    row::{json, parse, to_json},
    table,
};

/// The record of who did what. Every repository writes its own entries; [`Journal::append`] is for
/// what leaves no other trace here.
#[derive(Debug, Clone, Copy)]
pub struct Journal<'a>(pub(crate) &'a Store);

impl Journal<'_> {
    /// Writes an entry of its own: `action` as `<noun>.<verb>`, `detail` with ids and never tokens,
    /// names or addresses. Gives its number.
    ///
    /// # Errors
    /// [`Error::Failed`] when there is no such summit, and what every change can meet.
    pub async fn append(&self, by: By, summit: SummitId, action: &str, detail: Value) -> Result<i64, Error> {
        let change = self.0.begin().await?;
        let sequence = append(&change, by, summit, action, detail).await?;
        change.commit().await?;
        Ok(sequence)
    }

    /// The entries of `summit` after number `after`, the oldest first, at most `limit`.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId, after: i64, limit: u64) -> Result<Vec<Entry>, Error> {
        table::journal::Entity::find()
            .filter(table::journal::Column::Summit.eq(summit.as_str()))
            .filter(table::journal::Column::Sequence.gt(after))
            .order_by_asc(table::journal::Column::Sequence)
            .limit(limit)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }
}

/// Writes an entry as a part of a change. There is one writer, so numbers have no gaps.
pub(crate) async fn append(
    change: &DatabaseTransaction,
    by: By,
    summit: SummitId,
    action: &str,
    detail: Value,
) -> Result<i64, Error> {
    let last: Option<i64> = table::journal::Entity::find()
        .select_only()
        .column_as(table::journal::Column::Sequence.max(), "last")
        .into_tuple()
        .one(change)
        .await?
        .flatten();
    let sequence = last.unwrap_or(0) + 1;
    let row = table::journal::ActiveModel {
        sequence: Set(sequence),
        summit: Set(summit.to_string()),
        at: Set(by.at.0),
        actor: Set(to_json(&by.actor)),
        action: Set(action.to_owned()),
        detail: Set(detail.to_string()),
    };
    table::journal::Entity::insert(row).exec_without_returning(change).await?;
    Ok(sequence)
}

fn read(row: table::journal::Model) -> Result<Entry, Error> {
    Ok(Entry {
        sequence: row.sequence,
        summit: parse("summit id", &row.summit)?,
        at: Timestamp(row.at),
        actor: json("actor", &row.actor)?,
        action: row.action,
        detail: row.detail,
    })
}
