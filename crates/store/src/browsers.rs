//! Browsers that hold links: what a cookie stands for.

use plenary_model::{
    id::{LinkId, SessionId},
    link::Link,
    time::Timestamp,
    token::Token,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    links::{hash, read},
    row::parse,
    table,
};

/// The browsers that hold links. An anonymous viewer's is not among them.
#[derive(Debug, Clone, Copy)]
pub struct Browsers<'a>(pub(crate) &'a Store);

/// One browser and what its person may do there. One person at one desk can hold several links: a
/// producer who tries the speaker's page in another tab keeps the control room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// What its media sessions belong to.
    pub id: SessionId,
    /// Its working links, the newest first. Neither revoked nor expired ones are among them.
    pub links: Vec<Link>,
}

impl Browsers<'_> {
    /// The browser whose cookie is `cookie`, with the links that work at `now`; nothing when it is
    /// not known, or holds none.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn find(&self, now: Timestamp, cookie: &Token) -> Result<Option<Browser>, Error> {
        let found = table::browser::Entity::find()
            .filter(table::browser::Column::TokenSha256.eq(hash(cookie)))
            .one(self.0.read())
            .await?;
        let Some(row) = found else { return Ok(None) };
        let links = table::link::Entity::find()
            .filter(table::link::Column::Browser.eq(row.id.as_str()))
            .filter(table::link::Column::Revoked.is_null())
            .filter(table::link::Column::Expires.gt(now.0))
            .order_by_desc(table::link::Column::Bound)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| read(row).map(|found| found.link))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(match links.is_empty() {
            true => None,
            false => Some(Browser { id: parse("browser id", &row.id)?, links }),
        })
    }

    /// Lets go of the link `link` that `browser` holds: it is free again for another browser.
    ///
    /// # Errors
    /// [`Error::Gone`] when the browser does not hold it, and what every change can meet.
    pub async fn leave(&self, now: Timestamp, browser: SessionId, link: LinkId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::link::Entity::find_by_id(link.as_str())
            .filter(table::link::Column::Browser.eq(browser.as_str()))
            .one(&change)
            .await?;
        let held = read(found.ok_or_else(|| Error::gone("link", link))?)?.link;
        table::link::Entity::update_many()
            .col_expr(table::link::Column::Browser, Expr::value(Option::<String>::None))
            .col_expr(table::link::Column::Bound, Expr::value(Option::<i64>::None))
            .filter(table::link::Column::Id.eq(link.as_str()))
            .exec(&change)
            .await?;
        forget_if_empty(&change, browser.as_str()).await?;
        let by = By { actor: held.holder.actor(), at: now };
        journal::append(&change, by, held.summit, "link.leave", json!({ "link": link })).await?;
        Ok(change.commit().await?)
    }
}

/// Makes sure that the browser is known, as a part of a change.
pub(crate) async fn ensure(
    change: &DatabaseTransaction,
    now: Timestamp,
    browser: SessionId,
    cookie: &Token,
) -> Result<(), Error> {
    let known = table::browser::Entity::find_by_id(browser.as_str()).one(change).await?;
    if known.is_none() {
        let row = table::browser::ActiveModel {
            id: Set(browser.to_string()),
            token_sha256: Set(hash(cookie)),
            created: Set(now.0),
        };
        table::browser::Entity::insert(row).exec_without_returning(change).await?;
    }
    Ok(())
}

/// Removes a browser that holds no link any more, as a part of a change.
pub(crate) async fn forget_if_empty(change: &DatabaseTransaction, browser: &str) -> Result<(), Error> {
    let held = table::link::Entity::find().filter(table::link::Column::Browser.eq(browser)).count(change).await?;
    if held == 0 {
        table::browser::Entity::delete_by_id(browser).exec(change).await?;
    }
    Ok(())
}
