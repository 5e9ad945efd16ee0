//! The rooms of a summit: which there are, and who is in which.

use std::collections::BTreeMap;

use plenary_model::{
    id::{StageId, SummitId},
    journal::Actor,
    room::{Change, Room, Rooms as Kept, Seat},
    source::SourceId,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};
use serde_json::{Value, json};

use crate::{
    By, Error, Store, journal,
    row::{json as read_json, parse, to_json},
    stages::of_stage,
    table,
};

/// The rooms of each summit.
#[derive(Debug, Clone, Copy)]
pub struct Rooms<'a>(pub(crate) &'a Store);

/// What is written down with a change of rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomsDeed {
    /// A change that can be taken back.
    Made(Change),
    /// The change of that number is taken back.
    Undone(i64),
    /// Somebody sees another picture.
    Picture(SourceId),
}

impl Rooms<'_> {
    /// The rooms of a summit in which the guests of the main stage wait, or of a local one, and where everybody is.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn load(&self, summit: SummitId, stage: Option<StageId>) -> Result<Kept, Error> {
        let rooms = table::room::Entity::find()
            .filter(table::room::Column::Summit.eq(summit.as_str()))
            .filter(of_stage(table::room::Column::Stage, stage))
            .order_by_asc(table::room::Column::Place)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| Ok(Room { id: parse("room id", &row.id)?, name: row.name }))
            .collect::<Result<_, Error>>()?;
        let seats = table::seat::Entity::find()
            .filter(table::seat::Column::Summit.eq(summit.as_str()))
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect::<Result<BTreeMap<_, _>, Error>>()?;
        Ok(Kept::new(rooms, seats))
    }

    /// Writes down what changed from `before`, which is what was written last, to `after`. Gives the number in the
    /// journal.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn write(
        &self,
        by: By,
        summit: SummitId,
        stage: Option<StageId>,
        before: &Kept,
        after: &Kept,
        deed: &RoomsDeed,
    ) -> Result<i64, Error> {
        let change = self.0.begin().await?;
        rooms(&change, summit, stage, before.list(), after.list()).await?;
        seats(&change, summit, before, after).await?;
        let (action, detail) = entry(deed);
        let sequence = journal::append(&change, by, summit, action, detail).await?;
        match deed {
            RoomsDeed::Made(made) => {
                let row = table::room_change::ActiveModel {
                    sequence: Set(sequence),
                    summit: Set(summit.to_string()),
                    stage: Set(stage.map(String::from)),
                    change: Set(to_json(made)),
                    undone: Set(false),
                };
                table::room_change::Entity::insert(row).exec_without_returning(&change).await?;
            }
            RoomsDeed::Undone(undoes) => {
                table::room_change::Entity::update_many()
                    .col_expr(table::room_change::Column::Undone, Expr::value(true))
                    .filter(table::room_change::Column::Sequence.eq(*undoes))
                    .exec(&change)
                    .await?;
            }
            RoomsDeed::Picture(_) => {}
        }
        change.commit().await?;
        Ok(sequence)
    }

    /// What somebody changed last and did not take back, with its number.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn last_by(
        &self,
        summit: SummitId,
        stage: Option<StageId>,
        actor: Actor,
    ) -> Result<Option<(i64, Change)>, Error> {
        let theirs = table::journal::Entity::find()
            .select_only()
            .column(table::journal::Column::Sequence)
            .filter(table::journal::Column::Actor.eq(to_json(&actor)))
            .into_query();
        let row = table::room_change::Entity::find()
            .filter(table::room_change::Column::Summit.eq(summit.as_str()))
            .filter(of_stage(table::room_change::Column::Stage, stage))
            .filter(table::room_change::Column::Undone.eq(false))
            .filter(table::room_change::Column::Sequence.in_subquery(theirs))
            .order_by_desc(table::room_change::Column::Sequence)
            .one(self.0.read())
            .await?;
        row.map(|row| Ok((row.sequence, read_json("change of rooms", &row.change)?))).transpose()
    }
}

/// Rooms that closed go, those that are new or otherwise called are written.
async fn rooms(
    change: &DatabaseTransaction,
    summit: SummitId,
    stage: Option<StageId>,
    before: &[Room],
    after: &[Room],
) -> Result<(), Error> {
    for room in before.iter().filter(|room| !after.iter().any(|other| other.id == room.id)) {
        table::room::Entity::delete_by_id(room.id.as_str()).exec(change).await?;
    }
    for (place, room) in after.iter().enumerate().filter(|(place, room)| before.get(*place) != Some(room)) {
        let row = table::room::ActiveModel {
            id: Set(room.id.to_string()),
            summit: Set(summit.to_string()),
            stage: Set(stage.map(String::from)),
            name: Set(room.name.clone()),
            place: Set(i64::try_from(place).unwrap_or(i64::MAX)),
        };
        let other = OnConflict::column(table::room::Column::Id)
            .update_columns([table::room::Column::Name, table::room::Column::Place])
            .to_owned();
        table::room::Entity::insert(row).on_conflict(other).exec_without_returning(change).await?;
    }
    Ok(())
}

async fn seats(change: &DatabaseTransaction, summit: SummitId, before: &Kept, after: &Kept) -> Result<(), Error> {
    for (person, seat) in after.seats().iter().filter(|(person, seat)| before.seats().get(person) != Some(seat)) {
        let row = table::seat::ActiveModel {
            summit: Set(summit.to_string()),
            person: Set(person.to_string()),
            room: Set(seat.place.map(String::from)),
            reason: Set(seat.out.clone()),
            picture: Set(to_json(&seat.picture)),
        };
        let other = OnConflict::columns([table::seat::Column::Summit, table::seat::Column::Person])
            .update_columns([table::seat::Column::Room, table::seat::Column::Reason, table::seat::Column::Picture])
            .to_owned();
        table::seat::Entity::insert(row).on_conflict(other).exec_without_returning(change).await?;
    }
    Ok(())
}

/// The line of the journal: ids, never names or reasons.
fn entry(deed: &RoomsDeed) -> (&'static str, Value) {
    match deed {
        RoomsDeed::Made(Change::Open { room, .. }) => ("room.open", json!({ "room": room.id })),
        RoomsDeed::Made(Change::Close { room, .. }) => ("room.close", json!({ "room": room.id })),
        RoomsDeed::Made(Change::Rename { room, .. }) => ("room.rename", json!({ "room": room })),
        RoomsDeed::Made(Change::Move { person, from, to }) => {
            ("room.move", json!({ "person": person, "from": from, "to": to }))
        }
        RoomsDeed::Made(Change::Out { person, .. }) => ("room.out", json!({ "person": person })),
        RoomsDeed::Made(Change::In { person, .. }) => ("room.in", json!({ "person": person })),
        RoomsDeed::Undone(undoes) => ("room.undo", json!({ "undoes": undoes })),
        RoomsDeed::Picture(person) => ("room.picture", json!({ "person": person })),
    }
}

fn read(row: table::seat::Model) -> Result<(SourceId, Seat), Error> {
    let seat = Seat {
        place: row.room.as_deref().map(|text| parse("room", text)).transpose()?,
        out: row.reason,
        picture: read_json("picture", &row.picture)?,
    };
    Ok((parse("source", &row.person)?, seat))
}
