//! Recorded speeches: what is known of them. Their pictures and sound are files.

use plenary_model::{
    clip::{Clip, State},
    id::{ClipId, SummitId},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{number, parse},
    table,
};

/// The recorded speeches.
#[derive(Debug, Clone, Copy)]
pub struct Clips<'a>(pub(crate) &'a Store);

impl Clips<'_> {
    /// Adds a clip, in whichever state it is.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, clip: &Clip) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let (duration_ms, failure) = columns(&clip.state);
        let row = table::clip::ActiveModel {
            id: Set(clip.id.to_string()),
            summit: Set(clip.summit.to_string()),
            title: Set(clip.title.clone()),
            duration_ms: Set(duration_ms),
            failure: Set(failure),
            created: Set(clip.created.0),
        };
        table::clip::Entity::insert(row).exec_without_returning(&change).await?;
        journal::append(&change, by, clip.summit, "clip.create", json!({ "clip": clip.id })).await?;
        Ok(change.commit().await?)
    }

    /// Says how the check of a clip ended.
    ///
    /// # Errors
    /// [`Error::Gone`] when it was removed meanwhile, and what every change can meet.
    pub async fn finish(&self, by: By, id: ClipId, state: &State) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::clip::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("clip", id))?;
        let (duration_ms, failure) = columns(state);
        table::clip::Entity::update_many()
            .col_expr(table::clip::Column::DurationMs, Expr::value(duration_ms))
            .col_expr(table::clip::Column::Failure, Expr::value(failure))
            .filter(table::clip::Column::Id.eq(id.as_str()))
            .exec(&change)
            .await?;
        let ready = matches!(state, State::Ready { .. });
        let detail = json!({ "clip": id, "ready": ready });
        journal::append(&change, by, parse("summit id", &row.summit)?, "clip.finish", detail).await?;
        Ok(change.commit().await?)
    }

    /// Removes a clip. Its files are the caller's.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, id: ClipId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::clip::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("clip", id))?;
        table::clip::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        journal::append(&change, by, parse("summit id", &row.summit)?, "clip.remove", json!({ "clip": id })).await?;
        Ok(change.commit().await?)
    }

    /// The clips of a summit, the oldest first.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Clip>, Error> {
        table::clip::Entity::find()
            .filter(table::clip::Column::Summit.eq(summit.as_str()))
            .order_by_asc(table::clip::Column::Created)
            .order_by_asc(table::clip::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// One clip.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: ClipId) -> Result<Clip, Error> {
        let found = table::clip::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.ok_or_else(|| Error::gone("clip", id))?)
    }
}

fn columns(state: &State) -> (Option<i64>, Option<String>) {
    match state {
        State::Checking => (None, None),
        State::Ready { duration_ms } => (Some(i64::try_from(*duration_ms).unwrap_or(i64::MAX)), None),
        State::Failed { reason } => (None, Some(reason.clone())),
    }
}

fn read(row: table::clip::Model) -> Result<Clip, Error> {
    let state = match (row.duration_ms, row.failure) {
        (_, Some(reason)) => State::Failed { reason },
        (Some(duration), None) => State::Ready { duration_ms: number("duration", duration)? },
        (None, None) => State::Checking,
    };
    Ok(Clip {
        id: parse("clip id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        title: row.title,
        state,
        created: Timestamp(row.created),
    })
}
