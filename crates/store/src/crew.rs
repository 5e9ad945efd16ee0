//! Producers.

use plenary_model::{
    crew::Producer,
    id::{CrewId, SummitId},
    link::Holder,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::{By, Error, Store, journal, links, row::parse, table};

/// The producers.
#[derive(Debug, Clone, Copy)]
pub struct Crew<'a>(pub(crate) &'a Store);

impl Crew<'_> {
    /// Adds a producer.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, producer: &Producer) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::producer::ActiveModel {
            id: Set(producer.id.to_string()),
            summit: Set(producer.summit.to_string()),
            stage: Set(producer.stage.map(String::from)),
            name: Set(producer.name.clone()),
            created: Set(producer.created.0),
        };
        table::producer::Entity::insert(row).exec_without_returning(&change).await?;
        journal::append(
            &change,
            by,
            producer.summit,
            "producer.create",
            json!({ "producer": producer.id, "stage": producer.stage }),
        )
        .await?;
        Ok(change.commit().await?)
    }

    /// Removes a producer, and takes back their link.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, id: CrewId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::producer::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("producer", id))?;
        links::revoke(&change, by, Holder::Producer(id)).await?;
        table::producer::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        let summit = parse("summit id", &row.summit)?;
        journal::append(&change, by, summit, "producer.remove", json!({ "producer": id })).await?;
        Ok(change.commit().await?)
    }

    /// The producers of a summit, the oldest first.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Producer>, Error> {
        table::producer::Entity::find()
            .filter(table::producer::Column::Summit.eq(summit.as_str()))
            .order_by_asc(table::producer::Column::Created)
            .order_by_asc(table::producer::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// One producer.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: CrewId) -> Result<Producer, Error> {
        let found = table::producer::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.ok_or_else(|| Error::gone("producer", id))?)
    }
}

fn read(row: table::producer::Model) -> Result<Producer, Error> {
    Ok(Producer {
        id: parse("producer id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        stage: row.stage.map(|stage| parse("stage id", &stage)).transpose()?,
        name: row.name,
        created: Timestamp(row.created),
    })
}
