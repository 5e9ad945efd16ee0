//! The floor of each stage: who waits, who speaks, and how long everybody spoke.

use std::collections::HashSet;

use plenary_model::{
    country::Country,
    floor::{Floor, Request, Rules, Speech, Voice},
    id::StageId,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use serde_json::Value;

use crate::{
    By, Error, Store, journal,
    row::{json as read_json, number, parse, to_json},
    rundown, table,
};

/// The floor of each stage.
#[derive(Debug, Clone, Copy)]
pub struct Floors<'a>(pub(crate) &'a Store);

/// What was done on the floor: a line of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// Who did it, and when.
    pub by: By,
    /// As `floor.<verb>`.
    pub action: &'static str,
    /// With ids and times, never names.
    pub detail: Value,
}

impl Floors<'_> {
    /// The floor of a stage as it goes on `now`: a clock that ran when the server ended runs again, and the time
    /// between counts for nobody.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every look-up can meet.
    pub async fn load(&self, stage: StageId, now: Timestamp) -> Result<Floor, Error> {
        let found = table::stage::Entity::find_by_id(stage.as_str()).one(self.0.read()).await?;
        let rules = found.ok_or_else(|| Error::gone("stage", stage))?.floor_rules;
        let rules: Option<Rules> = rules.as_deref().map(|text| read_json("rules of the floor", text)).transpose()?;
        let queue = table::floor_request::Entity::find()
            .filter(table::floor_request::Column::Stage.eq(stage.as_str()))
            .order_by_asc(table::floor_request::Column::Place)
            .all(self.0.read())
            .await?;
        let queue = queue.into_iter().map(read_request).collect::<Result<_, _>>()?;
        let speeches = self.speeches(stage, now).await?;
        let speeches = speeches.into_iter().map(|speech| speech.resumed(now)).collect();
        Ok(Floor::new(rules.unwrap_or_default(), queue, speeches))
    }

    /// Every speech of a stage, the oldest first, with those that are called or run. What runs was counted a few
    /// seconds ago, so its clock stands at `now`.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn speeches(&self, stage: StageId, now: Timestamp) -> Result<Vec<Speech>, Error> {
        table::speech::Entity::find()
            .filter(table::speech::Column::Stage.eq(stage.as_str()))
            .order_by_asc(table::speech::Column::Given)
            .order_by_asc(table::speech::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| read_speech(row, now))
            .collect()
    }

    /// Writes down what changed from `before`, which is what was written last, to `after`, and what was done.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such stage, and what every change can meet.
    pub async fn write(
        &self,
        stage: StageId,
        before: &Floor,
        after: &Floor,
        deeds: &[Deed],
        now: Timestamp,
    ) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let summit = rundown::summit(&change, stage).await?;
        if before.rules() != after.rules() {
            table::stage::Entity::update_many()
                .col_expr(table::stage::Column::FloorRules, Expr::value(to_json(after.rules())))
                .filter(table::stage::Column::Id.eq(stage.as_str()))
                .exec(&change)
                .await?;
        }
        queue(&change, stage, before.queue(), after.queue()).await?;
        speeches(&change, stage, before, after, now).await?;
        for Deed { by, action, detail } in deeds {
            journal::append(&change, *by, summit, action, detail.clone()).await?;
        }
        Ok(change.commit().await?)
    }

    /// Writes down how long whoever has the floor has spoken, so that a crash costs nobody their time.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn count(&self, speech: &Speech, now: Timestamp) -> Result<(), Error> {
        let change = self.0.begin().await?;
        table::speech::Entity::update_many()
            .col_expr(table::speech::Column::SpokenMs, Expr::value(signed(speech.spoken_ms(now))))
            .filter(table::speech::Column::Id.eq(speech.id.as_str()))
            .exec(&change)
            .await?;
        Ok(change.commit().await?)
    }
}

/// Rows of those who left go, those who came or stand elsewhere are written.
async fn queue(
    change: &DatabaseTransaction,
    stage: StageId,
    before: &[Request],
    after: &[Request],
) -> Result<(), Error> {
    let kept: HashSet<_> = after.iter().map(|request| request.id).collect();
    let gone: Vec<_> = before.iter().filter(|request| !kept.contains(&request.id)).map(|one| one.id.as_str()).collect();
    if !gone.is_empty() {
        table::floor_request::Entity::delete_many()
            .filter(table::floor_request::Column::Id.is_in(gone))
            .exec(change)
            .await?;
    }
    let elsewhere = after.iter().enumerate().filter(|(place, request)| before.get(*place) != Some(request));
    let rows: Vec<_> = elsewhere.map(|(place, request)| write_request(stage, place, request)).collect();
    if !rows.is_empty() {
        let place = OnConflict::column(table::floor_request::Column::Id)
            .update_column(table::floor_request::Column::Place)
            .to_owned();
        table::floor_request::Entity::insert_many(rows).on_conflict(place).exec_without_returning(change).await?;
    }
    Ok(())
}

/// A speech that was taken back goes; those that are over, run or are called are written when they are other ones.
async fn speeches(
    change: &DatabaseTransaction,
    stage: StageId,
    before: &Floor,
    after: &Floor,
    now: Timestamp,
) -> Result<(), Error> {
    let new = after.past().get(before.past().len()..).unwrap_or_default().iter();
    let open = |floor: &Floor| [floor.speaking().cloned(), floor.called().cloned()];
    let were = open(before);
    let are = open(after);
    let written: Vec<&Speech> =
        new.chain(are.iter().flatten().filter(|speech| !were.iter().flatten().any(|was| was == *speech))).collect();
    for was in were.iter().flatten() {
        let is = after.past().iter().chain(are.iter().flatten()).any(|speech| speech.id == was.id);
        if !is {
            table::speech::Entity::delete_by_id(was.id.as_str()).exec(change).await?;
        }
    }
    for speech in written {
        let other = OnConflict::column(table::speech::Column::Id)
            .update_columns([
                table::speech::Column::Started,
                table::speech::Column::SpokenMs,
                table::speech::Column::Running,
                table::speech::Column::Ended,
            ])
            .to_owned();
        table::speech::Entity::insert(write_speech(stage, speech, now))
            .on_conflict(other)
            .exec_without_returning(change)
            .await?;
    }
    Ok(())
}

fn write_request(stage: StageId, place: usize, request: &Request) -> table::floor_request::ActiveModel {
    table::floor_request::ActiveModel {
        id: Set(request.id.to_string()),
        stage: Set(stage.to_string()),
        place: Set(i64::try_from(place).unwrap_or(i64::MAX)),
        person: Set(request.person.to_string()),
        category: Set(to_json(&request.category)),
        asked: Set(request.asked.0),
    }
}

fn read_request(row: table::floor_request::Model) -> Result<Request, Error> {
    Ok(Request {
        id: parse("request id", &row.id)?,
        person: parse("source", &row.person)?,
        category: read_json("category", &row.category)?,
        asked: Timestamp(row.asked),
    })
}

fn write_speech(stage: StageId, speech: &Speech, now: Timestamp) -> table::speech::ActiveModel {
    let Voice { source, name, country, delegation } = &speech.voice;
    table::speech::ActiveModel {
        id: Set(speech.id.to_string()),
        stage: Set(stage.to_string()),
        person: Set(source.to_string()),
        name: Set(name.clone()),
        country: Set(country.to_string()),
        delegation: Set(delegation.clone()),
        category: Set(to_json(&speech.category)),
        asked: Set(speech.asked.0),
        given: Set(speech.given.0),
        allowed_ms: Set(speech.allowed_ms.map(signed)),
        started: Set(speech.started.map(|at| at.0)),
        spoken_ms: Set(signed(speech.spoken_ms(now))),
        running: Set(speech.running_since.is_some()),
        ended: Set(speech.ended.map(|at| at.0)),
    }
}

fn read_speech(row: table::speech::Model, now: Timestamp) -> Result<Speech, Error> {
    let country: Country = parse("country", &row.country)?;
    Ok(Speech {
        id: parse("request id", &row.id)?,
        voice: Voice { source: parse("source", &row.person)?, name: row.name, country, delegation: row.delegation },
        category: read_json("category", &row.category)?,
        asked: Timestamp(row.asked),
        given: Timestamp(row.given),
        allowed_ms: row.allowed_ms.map(|ms| number("time allowed", ms)).transpose()?,
        started: row.started.map(Timestamp),
        spoken_ms: number("time spoken", row.spoken_ms)?,
        running_since: row.running.then_some(now),
        ended: row.ended.map(Timestamp),
    })
}

/// Milliseconds as a column holds them.
fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}
