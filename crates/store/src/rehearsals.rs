//! Simulated crowds.

use plenary_model::{
    id::{LocationId, RehearsalId, SpeakerId, SummitId},
    link::Holder,
    location::Location,
    rehearsal::Rehearsal,
    speaker::Speaker,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    By, Error, Store, journal, links, locations,
    row::{number, parse},
    speakers, table,
};

/// The simulated crowds.
#[derive(Debug, Clone, Copy)]
pub struct Rehearsals<'a>(pub(crate) &'a Store);

/// The people of a simulated crowd.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cast {
    /// Its speakers.
    pub speakers: Vec<Speaker>,
    /// Its locations.
    pub locations: Vec<Location>,
}

impl Rehearsals<'_> {
    /// Adds a rehearsal; nobody is in it yet.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, rehearsal: &Rehearsal) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::rehearsal::ActiveModel {
            id: Set(rehearsal.id.to_string()),
            summit: Set(rehearsal.summit.to_string()),
            locations: Set(rehearsal.locations.into()),
            speakers: Set(rehearsal.speakers.into()),
            viewers: Set(rehearsal.viewers.into()),
            admit: Set(rehearsal.admit),
            cast_at: Set(None),
            expires: Set(rehearsal.expires.0),
            created: Set(rehearsal.created.0),
        };
        table::rehearsal::Entity::insert(row).exec_without_returning(&change).await?;
        let detail = json!({
            "rehearsal": rehearsal.id, "locations": rehearsal.locations, "speakers": rehearsal.speakers,
            "viewers": rehearsal.viewers, "admit": rehearsal.admit, "expires": rehearsal.expires,
        });
        journal::append(&change, by, rehearsal.summit, "rehearsal.create", detail).await?;
        Ok(change.commit().await?)
    }

    /// Creates the crowd of a rehearsal from `cast`, in one change. Of several calls the first counts:
    /// the others get what it created.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such rehearsal, and what every change can meet.
    pub async fn cast(&self, by: By, id: RehearsalId, cast: Cast) -> Result<Cast, Error> {
        let change = self.0.begin().await?;
        let found = table::rehearsal::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("rehearsal", id))?;
        if row.cast_at.is_some() {
            // Only one change runs at a time: let go of it before reading.
            change.rollback().await?;
            return self.crowd(id).await;
        }
        for some in cast.speakers.chunks(ROWS) {
            let rows = some.iter().map(|speaker| speakers::write(speaker, Some(id)));
            table::speaker::Entity::insert_many(rows).exec_without_returning(&change).await?;
        }
        for some in cast.locations.chunks(ROWS) {
            let rows = some.iter().map(|location| locations::write(location, Some(id)));
            table::location::Entity::insert_many(rows).exec_without_returning(&change).await?;
        }
        table::rehearsal::Entity::update_many()
            .col_expr(table::rehearsal::Column::CastAt, Expr::value(by.at.0))
            .filter(table::rehearsal::Column::Id.eq(id.as_str()))
            .exec(&change)
            .await?;
        let detail = json!({ "rehearsal": id, "speakers": cast.speakers.len(), "locations": cast.locations.len() });
        journal::append(&change, by, parse("summit id", &row.summit)?, "rehearsal.cast", detail).await?;
        change.commit().await?;
        Ok(cast)
    }

    /// The people of a rehearsal, in the order of their creation.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn crowd(&self, id: RehearsalId) -> Result<Cast, Error> {
        let speakers = table::speaker::Entity::find()
            .filter(table::speaker::Column::Rehearsal.eq(id.as_str()))
            .order_by_asc(table::speaker::Column::Created)
            .order_by_asc(Expr::cust("rowid"))
            .all(self.0.read())
            .await?;
        let locations = table::location::Entity::find()
            .filter(table::location::Column::Rehearsal.eq(id.as_str()))
            .order_by_asc(table::location::Column::Created)
            .order_by_asc(Expr::cust("rowid"))
            .all(self.0.read())
            .await?;
        Ok(Cast {
            speakers: speakers.into_iter().map(speakers::read).collect::<Result<_, _>>()?,
            locations: locations.into_iter().map(locations::read).collect::<Result<_, _>>()?,
        })
    }

    /// Removes a rehearsal with its people and its link. Gives who vanished, so that their media
    /// sessions can be ended.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, id: RehearsalId) -> Result<(Vec<SpeakerId>, Vec<LocationId>), Error> {
        let crowd = self.crowd(id).await?;
        let change = self.0.begin().await?;
        let found = table::rehearsal::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("rehearsal", id))?;
        links::revoke(&change, by, Holder::Rehearsal(id)).await?;
        // Takes its speakers and locations along.
        table::rehearsal::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        journal::append(&change, by, parse("summit id", &row.summit)?, "rehearsal.remove", json!({ "rehearsal": id }))
            .await?;
        change.commit().await?;
        let speakers = crowd.speakers.into_iter().map(|speaker| speaker.id).collect();
        Ok((speakers, crowd.locations.into_iter().map(|location| location.id).collect()))
    }

    /// The rehearsals of a summit, the oldest first.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Rehearsal>, Error> {
        table::rehearsal::Entity::find()
            .filter(table::rehearsal::Column::Summit.eq(summit.as_str()))
            .order_by_asc(table::rehearsal::Column::Created)
            .order_by_asc(table::rehearsal::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// One rehearsal.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: RehearsalId) -> Result<Rehearsal, Error> {
        let found = table::rehearsal::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.ok_or_else(|| Error::gone("rehearsal", id))?)
    }
}

fn read(row: table::rehearsal::Model) -> Result<Rehearsal, Error> {
    Ok(Rehearsal {
        id: parse("rehearsal id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        locations: number("count", row.locations)?,
        speakers: number("count", row.speakers)?,
        viewers: number("count", row.viewers)?,
        admit: row.admit,
        expires: Timestamp(row.expires),
        created: Timestamp(row.created),
    })
}

/// Rows of one statement: 8 columns each stay far below SQLite's 32,766 parameters.
const ROWS: usize = 1_000;
