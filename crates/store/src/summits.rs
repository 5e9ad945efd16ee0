//! Summits and their stages.

use plenary_model::{
    id::SummitId,
    summit::{Colours, Stage, Summit},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{number, parse},
    stages, table,
};

/// The summits and their stages.
#[derive(Debug, Clone, Copy)]
pub struct Summits<'a>(pub(crate) &'a Store);

impl Summits<'_> {
    /// Adds a summit with its main stage.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, summit: &Summit, stage: &Stage) -> Result<(), Error> {
        let change = self.0.begin().await?;
        table::summit::Entity::insert(write(summit)).exec_without_returning(&change).await?;
        stages::insert(&change, stage).await?;
        journal::append(&change, by, summit.id, "summit.create", json!({ "stage": stage.id })).await?;
        Ok(change.commit().await?)
    }

    /// Changes title, colours, start and openness of the summit as it is now, so that two producers who
    /// change different things lose nothing. Gives it as it is afterwards.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn edit(&self, by: By, id: SummitId, edit: impl FnOnce(&mut Summit) + Send) -> Result<Summit, Error> {
        let change = self.0.begin().await?;
        let found = table::summit::Entity::find_by_id(id.as_str()).one(&change).await?;
        let mut summit = read(found.ok_or_else(|| Error::gone("summit", id))?)?;
        edit(&mut summit);
        let mut row = write(&summit);
        row.created = NotSet;
        table::summit::Entity::update_many()
            .set(row)
            .filter(table::summit::Column::Id.eq(id.as_str()))
            .exec(&change)
            .await?;
        let detail =
            json!({ "open": summit.open, "starts": summit.starts, "colours": summit.colours, "zone": summit.zone });
        journal::append(&change, by, id, "summit.update", detail).await?;
        change.commit().await?;
        Ok(summit)
    }

    /// The oldest summit that is no copy of another: the one that a server with one summit serves.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn first(&self) -> Result<Option<Summit>, Error> {
        let found = table::summit::Entity::find()
            .filter(table::summit::Column::Rehearses.is_null())
            .order_by_asc(table::summit::Column::Created)
            .order_by_asc(table::summit::Column::Id)
            .one(self.0.read())
            .await?;
        found.map(read).transpose()
    }

    /// One summit.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: SummitId) -> Result<Summit, Error> {
        let found = table::summit::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.ok_or_else(|| Error::gone("summit", id))?)
    }

    /// The stage that viewers see when they ask for none.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such summit, and what every look-up can meet.
    pub async fn main_stage(&self, id: SummitId) -> Result<Stage, Error> {
        let found = table::stage::Entity::find()
            .filter(table::stage::Column::Summit.eq(id.as_str()))
            .filter(table::stage::Column::Main.eq(true))
            .one(self.0.read())
            .await?;
        let row = found.ok_or_else(|| Error::gone("summit", id))?;
        stages::read(row)
    }
}

pub(crate) fn write(summit: &Summit) -> table::summit::ActiveModel {
    table::summit::ActiveModel {
        id: Set(summit.id.to_string()),
        title: Set(summit.title.clone()),
        ground: Set(summit.colours.ground.into()),
        accent: Set(summit.colours.accent.into()),
        starts: Set(summit.starts.map(|at| at.0)),
        open: Set(summit.open),
        zone: Set(summit.zone.clone()),
        created: Set(summit.created.0),
        rehearses: NotSet,
        ended: NotSet,
    }
}

fn read(row: table::summit::Model) -> Result<Summit, Error> {
    Ok(Summit {
        id: parse("summit id", &row.id)?,
        title: row.title,
        colours: Colours { ground: number("colour", row.ground)?, accent: number("colour", row.accent)? },
        starts: row.starts.map(Timestamp),
        open: row.open,
        zone: row.zone,
        created: Timestamp(row.created),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use plenary_model::{
        id::{StageId, SummitId},
        summit::{Colours, Stage, Summit},
        time::Timestamp,
    };
    use rand::{SeedableRng, rngs::StdRng};

    pub(crate) fn example(seed: u64) -> (Summit, Stage) {
        let rng = &mut StdRng::seed_from_u64(seed);
        let summit = Summit {
            id: SummitId::random(rng),
            title: "World Water Assembly".into(),
            colours: Colours::default(),
            starts: None,
            open: true,
            zone: "UTC".into(),
            created: Timestamp(1),
        };
        let stage = Stage {
            id: StageId::random(rng),
            summit: summit.id,
            name: "Main stage".into(),
            main: true,
            location: None,
        };
        (summit, stage)
    }
}
