//! Connected places.

use plenary_model::{
    id::{LocationId, RehearsalId, SummitId},
    link::Holder,
    location::{Admission, Location},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    By, Error, Store, journal, links,
    row::{json as read_json, parse, to_json},
    table,
};

/// The locations.
#[derive(Debug, Clone, Copy)]
pub struct Locations<'a>(pub(crate) &'a Store);

impl Locations<'_> {
    /// Adds a location.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, location: &Location) -> Result<(), Error> {
        let change = self.0.begin().await?;
        table::location::Entity::insert(write(location, None)).exec_without_returning(&change).await?;
        let detail = json!({ "location": location.id, "admission": location.admission });
        journal::append(&change, by, location.summit, "location.create", detail).await?;
        Ok(change.commit().await?)
    }

    /// Changes name and country of the location as it is now, and gives it as it is afterwards. A new country is a new broadcast name: the
    /// location's media session must be opened again.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn edit(
        &self,
        by: By,
        id: LocationId,
        edit: impl FnOnce(&mut Location) + Send,
    ) -> Result<Location, Error> {
        let change = self.0.begin().await?;
        let found = table::location::Entity::find_by_id(id.as_str()).one(&change).await?;
        let mut location = read(found.ok_or_else(|| Error::gone("location", id))?)?;
        edit(&mut location);
        table::location::Entity::update_many()
            .col_expr(table::location::Column::Name, Expr::value(location.name.clone()))
            .col_expr(table::location::Column::Country, Expr::value(location.country.as_str()))
            .filter(table::location::Column::Id.eq(id.as_str()))
            .exec(&change)
            .await?;
        journal::append(&change, by, location.summit, "location.update", json!({ "location": id })).await?;
        change.commit().await?;
        Ok(location)
    }

    /// Lets a location in, turns it away, or puts it back to wait. Gives the location as it is now.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn admit(&self, by: By, id: LocationId, admission: Admission) -> Result<Location, Error> {
        let change = self.0.begin().await?;
        let found = table::location::Entity::find_by_id(id.as_str()).one(&change).await?;
        let mut location = read(found.ok_or_else(|| Error::gone("location", id))?)?;
        location.admission = admission;
        table::location::Entity::update_many()
            .col_expr(table::location::Column::Admission, Expr::value(to_json(&admission)))
            .filter(table::location::Column::Id.eq(id.as_str()))
            .exec(&change)
            .await?;
        let detail = json!({ "location": id, "admission": admission });
        journal::append(&change, by, location.summit, "location.admission", detail).await?;
        change.commit().await?;
        Ok(location)
    }

    /// Removes a location, and takes back its link.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, id: LocationId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::location::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("location", id))?;
        links::revoke(&change, by, Holder::Location(id)).await?;
        table::location::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        let summit = parse("summit id", &row.summit)?;
        journal::append(&change, by, summit, "location.remove", json!({ "location": id })).await?;
        Ok(change.commit().await?)
    }

    /// The locations of a summit, the oldest first, those of rehearsals among them.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Location>, Error> {
        table::location::Entity::find()
            .filter(table::location::Column::Summit.eq(summit.as_str()))
            .order_by_asc(table::location::Column::Created)
            .order_by_asc(table::location::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// One location.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: LocationId) -> Result<Location, Error> {
        let found = table::location::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.ok_or_else(|| Error::gone("location", id))?)
    }
}

pub(crate) fn write(location: &Location, rehearsal: Option<RehearsalId>) -> table::location::ActiveModel {
    table::location::ActiveModel {
        id: Set(location.id.to_string()),
        summit: Set(location.summit.to_string()),
        rehearsal: Set(rehearsal.map(String::from)),
        name: Set(location.name.clone()),
        country: Set(location.country.to_string()),
        admission: Set(to_json(&location.admission)),
        secret: Set(location.secret.to_string()),
        created: Set(location.created.0),
    }
}

pub(crate) fn read(row: table::location::Model) -> Result<Location, Error> {
    Ok(Location {
        id: parse("location id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        name: row.name,
        country: parse("country", &row.country)?,
        admission: read_json("admission", &row.admission)?,
        secret: parse("secret", &row.secret)?,
        created: Timestamp(row.created),
    })
}
