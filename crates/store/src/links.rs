//! Personal links. Their tokens are kept as SHA-256 only.

use std::collections::HashMap;

use plenary_model::{
    grant::{Identity, Realm},
    id::{Secret, SessionId, StageId, SummitId},
    link::{Holder, Link, Refusal, State},
    time::Timestamp,
    token::Token,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{By, Error, Store, browsers, journal, locations, row::parse, speakers, table};

/// The personal links.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a>(pub(crate) &'a Store);

/// A link, and the browser that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The link.
    pub link: Link,
    /// The browser that holds it, if one does.
    pub browser: Option<SessionId>,
}

/// Why a link was not given to a browser.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BindError {
    /// No link has this token.
    #[error("this link is not known here: check that it was copied whole, or ask the producer for a new one")]
    Unknown,
    /// The link opens nothing (any more).
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Links<'_> {
    /// Gives `link.holder` a new link that opens with `token`, and takes back the one they had.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn issue(&self, by: By, link: &Link, token: &Token) -> Result<(), Error> {
        let change = self.0.begin().await?;
        revoke(&change, by, link.holder).await?;
        let (role, holder) = columns(link.holder);
        let row = table::link::ActiveModel {
            id: Set(link.id.to_string()),
            summit: Set(link.summit.to_string()),
            role: Set(role.to_owned()),
            holder: Set(holder),
            token_sha256: Set(hash(token)),
            expires: Set(link.expires.0),
            browser: Set(None),
            bound: Set(None),
            revoked: Set(None),
            created: Set(by.at.0),
        };
        table::link::Entity::insert(row).exec_without_returning(&change).await?;
        let detail = json!({ "link": link.id, "holder": link.holder, "expires": link.expires });
        journal::append(&change, by, link.summit, "link.issue", detail).await?;
        Ok(change.commit().await?)
    }

    /// Takes back the link of `holder` and the right of the browser that holds it. Says whether there
    /// was one.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn revoke(&self, by: By, holder: Holder) -> Result<bool, Error> {
        let change = self.0.begin().await?;
        let revoked = revoke(&change, by, holder).await?;
        change.commit().await?;
        Ok(revoked)
    }

    /// The link that opens with `token`, in whichever state it is.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn find(&self, token: &Token) -> Result<Option<Found>, Error> {
        by_token(self.0.read(), token).await?.map(read).transpose()
    }

    /// The working link of each person of a summit.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<HashMap<Holder, Link>, Error> {
        table::link::Entity::find()
            .filter(table::link::Column::Summit.eq(summit.as_str()))
            .filter(table::link::Column::Revoked.is_null())
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| read(row).map(|found| (found.link.holder, found.link)))
            .collect()
    }

    /// The working link of one person.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn of(&self, holder: Holder) -> Result<Option<Found>, Error> {
        let (role, id) = columns(holder);
        let found = table::link::Entity::find()
            .filter(table::link::Column::Role.eq(role))
            .filter(table::link::Column::Holder.eq(id))
            .filter(table::link::Column::Revoked.is_null())
            .one(self.0.read())
            .await?;
        found.map(read).transpose()
    }

    /// Gives the link that opens with `token` to the browser `browser`, whose cookie is `cookie`: the
    /// holder has pressed the button there. A browser that is known keeps the links it has. Of two
    /// browsers at once, exactly one gets the link. Binding again to the same browser changes nothing.
    ///
    /// # Errors
    /// [`BindError::Unknown`], [`BindError::Refused`], and what every change can meet.
    pub async fn bind(
        &self,
        now: Timestamp,
        token: &Token,
        browser: SessionId,
        cookie: &Token,
    ) -> Result<Link, BindError> {
        let change = self.0.begin().await?;
        browsers::ensure(&change, now, browser, cookie).await?;
        let taken = table::link::Entity::update_many()
            .col_expr(table::link::Column::Browser, Expr::value(browser.as_str()))
            .col_expr(table::link::Column::Bound, Expr::value(now.0))
            .filter(table::link::Column::TokenSha256.eq(hash(token)))
            .filter(table::link::Column::Browser.is_null())
            .filter(table::link::Column::Revoked.is_null())
            .filter(table::link::Column::Expires.gt(now.0))
            .filter(table::link::Column::Role.ne(REHEARSAL))
            .exec(&change)
            .await
            .map_err(Error::from)?;
        let row = by_token(&change, token).await?.ok_or(BindError::Unknown)?;
        let found = read(row)?;
        if taken.rows_affected == 0 {
            found.link.check(now)?;
            // A rehearsal's link is held by no browser: the swarm brings it along.
            return match found.browser == Some(browser) || matches!(found.link.holder, Holder::Rehearsal(_)) {
                true => Ok(found.link),
                false => Err(Refusal::Bound.into()),
            };
        }
        let by = By { actor: found.link.holder.actor(), at: now };
        journal::append(&change, by, found.link.summit, "link.bind", json!({ "link": found.link.id })).await?;
        change.commit().await.map_err(Error::from)?;
        Ok(found.link)
    }

    /// Who the holder of a link is to the media plane; nothing for a rehearsal, whose identities are
    /// those of its crowd.
    ///
    /// # Errors
    /// [`Error::Gone`] when that person was removed, and what every look-up can meet.
    pub async fn identity(&self, link: &Link) -> Result<Option<Identity>, Error> {
        let summit = link.summit;
        Ok(match link.holder {
            Holder::Rehearsal(_) => None,
            Holder::Stage(stage) => Some(Identity::Stage { summit, stage, location: self.location(stage).await? }),
            Holder::Producer(id) => {
                let realm = match self.0.crew().get(id).await?.stage {
                    None => Realm::Summit,
                    Some(stage) => Realm::Stage { stage, location: self.location(stage).await? },
                };
                Some(Identity::Producer { summit, id, realm })
            }
            Holder::Speaker(id) => {
                let row = table::speaker::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
                let speaker = speakers::read(row.ok_or_else(|| Error::gone("speaker", id))?)?;
                Some(Identity::Speaker { summit, id, stage: speaker.stage, secret: speaker.secret })
            }
            Holder::Location(id) => {
                let row = table::location::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
                let location = locations::read(row.ok_or_else(|| Error::gone("location", id))?)?;
                Some(Identity::Location { summit, id, secret: location.secret, country: location.country })
            }
        })
    }

    /// The unguessable part of the broadcast of the location that runs a stage.
    async fn location(&self, stage: StageId) -> Result<Option<Secret>, Error> {
        let row = table::stage::Entity::find_by_id(stage.as_str()).one(self.0.read()).await?;
        let Some(location) = row.and_then(|row| row.location) else { return Ok(None) };
        let row = table::location::Entity::find_by_id(location).one(self.0.read()).await?;
        row.map(|row| parse("secret", &row.secret)).transpose()
    }
}

/// Takes a link back as a part of a change.
pub(crate) async fn revoke(change: &DatabaseTransaction, by: By, holder: Holder) -> Result<bool, Error> {
    let (role, id) = columns(holder);
    let found = table::link::Entity::find()
        .filter(table::link::Column::Role.eq(role))
        .filter(table::link::Column::Holder.eq(id))
        .filter(table::link::Column::Revoked.is_null())
        .one(change)
        .await?;
    let Some(row) = found else { return Ok(false) };
    table::link::Entity::update_many()
        .col_expr(table::link::Column::Revoked, Expr::value(by.at.0))
        .col_expr(table::link::Column::Browser, Expr::value(Option::<String>::None))
        .filter(table::link::Column::Id.eq(row.id.as_str()))
        .exec(change)
        .await?;
    if let Some(browser) = &row.browser {
        browsers::forget_if_empty(change, browser).await?;
    }
    let detail = json!({ "link": row.id, "holder": holder });
    journal::append(change, by, parse("summit id", &row.summit)?, "link.revoke", detail).await?;
    Ok(true)
}

async fn by_token(database: &impl ConnectionTrait, token: &Token) -> Result<Option<table::link::Model>, Error> {
    let query = table::link::Entity::find().filter(table::link::Column::TokenSha256.eq(hash(token)));
    Ok(query.one(database).await?)
}

pub(crate) fn read(row: table::link::Model) -> Result<Found, Error> {
    let holder = match row.role.as_str() {
        PRODUCER => Holder::Producer(parse("producer id", &row.holder)?),
        SPEAKER => Holder::Speaker(parse("speaker id", &row.holder)?),
        LOCATION => Holder::Location(parse("location id", &row.holder)?),
        STAGE => Holder::Stage(parse("stage id", &row.holder)?),
        REHEARSAL => Holder::Rehearsal(parse("rehearsal id", &row.holder)?),
        other => return Err(Error::Corrupt { what: "role", text: other.to_owned() }),
    };
    let state = match (row.revoked, row.bound, &row.browser) {
        (Some(at), _, _) => State::Revoked(Timestamp(at)),
        (None, Some(at), Some(_)) => State::Bound(Timestamp(at)),
        _ => State::Free,
    };
    Ok(Found {
        link: Link {
            id: parse("link id", &row.id)?,
            summit: parse("summit id", &row.summit)?,
            holder,
            expires: Timestamp(row.expires),
            state,
        },
        browser: row.browser.as_deref().map(|id| parse("browser id", id)).transpose()?,
    })
}

/// The only form in which a token is kept.
pub(crate) fn hash(token: &Token) -> Vec<u8> {
    Sha256::digest(token.reveal()).to_vec()
}

fn columns(holder: Holder) -> (&'static str, String) {
    match holder {
        Holder::Producer(id) => (PRODUCER, id.into()),
        Holder::Speaker(id) => (SPEAKER, id.into()),
        Holder::Location(id) => (LOCATION, id.into()),
        Holder::Stage(id) => (STAGE, id.into()),
        Holder::Rehearsal(id) => (REHEARSAL, id.into()),
    }
}

const PRODUCER: &str = "producer";
const SPEAKER: &str = "speaker";
const LOCATION: &str = "location";
const REHEARSAL: &str = "rehearsal";
const STAGE: &str = "stage";
