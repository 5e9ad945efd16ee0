//! Keys of machines that direct the stage. Their tokens are kept as SHA-256 only.

use std::collections::HashMap;

use plenary_model::{
    id::{KeyId, SummitId},
    key::Key,
    time::Timestamp,
    token::Token,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{By, Error, Store, journal, links::hash, row::parse, table};

/// The machine keys.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'a>(pub(crate) &'a Store);

impl Keys<'_> {
    /// Adds a key that `token` proves.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, key: &Key, token: &Token) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::hands_key::ActiveModel {
            id: Set(key.id.to_string()),
            summit: Set(key.summit.to_string()),
            name: Set(key.name.clone()),
            token_sha256: Set(hash(token)),
            created: Set(key.created.0),
            revoked: Set(key.revoked.map(|at| at.0)),
        };
        table::hands_key::Entity::insert(row).exec_without_returning(&change).await?;
        journal::append(&change, by, key.summit, "key.create", json!({ "key": key.id })).await?;
        Ok(change.commit().await?)
    }

    /// Takes a key back: it proves nothing from now on. Its name stays, for the journal.
    ///
    /// # Errors
    /// [`Error::Gone`] when there is no such key or it was taken back before, and what every change can meet.
    pub async fn revoke(&self, by: By, summit: SummitId, id: KeyId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let revoked = table::hands_key::Entity::update_many()
            .col_expr(table::hands_key::Column::Revoked, Expr::value(by.at.0))
            .filter(table::hands_key::Column::Id.eq(id.as_str()))
            .filter(table::hands_key::Column::Summit.eq(summit.as_str()))
            .filter(table::hands_key::Column::Revoked.is_null())
            .exec(&change)
            .await?;
        if revoked.rows_affected == 0 {
            return Err(Error::gone("key", id));
        }
        journal::append(&change, by, summit, "key.revoke", json!({ "key": id })).await?;
        Ok(change.commit().await?)
    }

    /// The key that `token` proves, unless it was taken back.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn find(&self, token: &Token) -> Result<Option<Key>, Error> {
        table::hands_key::Entity::find()
            .filter(table::hands_key::Column::TokenSha256.eq(hash(token)))
            .filter(table::hands_key::Column::Revoked.is_null())
            .one(self.0.read())
            .await?
            .map(read)
            .transpose()
    }

    /// The working keys of a summit, the oldest first.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Key>, Error> {
        table::hands_key::Entity::find()
            .filter(table::hands_key::Column::Summit.eq(summit.as_str()))
            .filter(table::hands_key::Column::Revoked.is_null())
            .order_by_asc(table::hands_key::Column::Created)
            .order_by_asc(table::hands_key::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// The names of all keys of a summit, also of those that were taken back: the journal names who did what.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn names(&self, summit: SummitId) -> Result<HashMap<KeyId, String>, Error> {
        table::hands_key::Entity::find()
            .filter(table::hands_key::Column::Summit.eq(summit.as_str()))
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| read(row).map(|key| (key.id, key.name)))
            .collect()
    }
}

fn read(row: table::hands_key::Model) -> Result<Key, Error> {
    Ok(Key {
        id: parse("key id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        name: row.name,
        created: Timestamp(row.created),
        revoked: row.revoked.map(Timestamp),
    })
}
