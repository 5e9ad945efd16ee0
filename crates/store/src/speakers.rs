//! Invited speakers.

use plenary_model::{
    country::Country,
    id::{RehearsalId, SpeakerId, SummitId},
    link::Holder,
    speaker::Speaker,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{By, Error, Store, journal, links, row::parse, table};

/// The invited speakers.
#[derive(Debug, Clone, Copy)]
pub struct Speakers<'a>(pub(crate) &'a Store);

impl Speakers<'_> {
    /// Adds a speaker.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, speaker: &Speaker) -> Result<(), Error> {
        let change = self.0.begin().await?;
        table::speaker::Entity::insert(write(speaker, None)).exec_without_returning(&change).await?;
        journal::append(&change, by, speaker.summit, "speaker.create", json!({ "speaker": speaker.id })).await?;
        Ok(change.commit().await?)
    }

    /// Changes name, title, language, country and delegation of the speaker as it is now, and gives it as it is afterwards.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn edit(&self, by: By, id: SpeakerId, edit: impl FnOnce(&mut Speaker) + Send) -> Result<Speaker, Error> {
        let change = self.0.begin().await?;
        let found = table::speaker::Entity::find_by_id(id.as_str()).one(&change).await?;
        let mut speaker = read(found.ok_or_else(|| Error::gone("speaker", id))?)?;
        edit(&mut speaker);
        table::speaker::Entity::update_many()
            .col_expr(table::speaker::Column::Name, Expr::value(speaker.name.clone()))
            .col_expr(table::speaker::Column::Title, Expr::value(speaker.title.clone()))
            .col_expr(table::speaker::Column::Language, Expr::value(speaker.language.as_str()))
            .col_expr(table::speaker::Column::Country, Expr::value(country(&speaker)))
            .col_expr(table::speaker::Column::Delegation, Expr::value(speaker.delegation.clone()))
            .filter(table::speaker::Column::Id.eq(id.as_str()))
            .exec(&change)
            .await?;
        journal::append(&change, by, speaker.summit, "speaker.update", json!({ "speaker": id })).await?;
        change.commit().await?;
        Ok(speaker)
    }

    /// Removes a speaker, and takes back their link.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, id: SpeakerId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::speaker::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("speaker", id))?;
        links::revoke(&change, by, Holder::Speaker(id)).await?;
        table::speaker::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        let summit = parse("summit id", &row.summit)?;
        journal::append(&change, by, summit, "speaker.remove", json!({ "speaker": id })).await?;
        Ok(change.commit().await?)
    }

    /// The speakers of a summit, the oldest first, those of rehearsals among them.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Speaker>, Error> {
        table::speaker::Entity::find()
            .filter(table::speaker::Column::Summit.eq(summit.as_str()))
            .order_by_asc(table::speaker::Column::Created)
            .order_by_asc(table::speaker::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// One speaker.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: SpeakerId) -> Result<Speaker, Error> {
        let found = table::speaker::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.ok_or_else(|| Error::gone("speaker", id))?)
    }
}

pub(crate) fn write(speaker: &Speaker, rehearsal: Option<RehearsalId>) -> table::speaker::ActiveModel {
    table::speaker::ActiveModel {
        id: Set(speaker.id.to_string()),
        summit: Set(speaker.summit.to_string()),
        rehearsal: Set(rehearsal.map(String::from)),
        name: Set(speaker.name.clone()),
        title: Set(speaker.title.clone()),
        language: Set(speaker.language.to_string()),
        secret: Set(speaker.secret.to_string()),
        created: Set(speaker.created.0),
        country: Set(country(speaker)),
        delegation: Set(speaker.delegation.clone()),
        stage: Set(speaker.stage.map(String::from)),
    }
}

fn country(speaker: &Speaker) -> Option<String> {
    (speaker.country != Country::HIDDEN).then(|| speaker.country.to_string())
}

pub(crate) fn read(row: table::speaker::Model) -> Result<Speaker, Error> {
    Ok(Speaker {
        id: parse("speaker id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        stage: row.stage.map(|stage| parse("stage id", &stage)).transpose()?,
        name: row.name,
        title: row.title,
        language: parse("language", &row.language)?,
        country: row.country.as_deref().map_or(Ok(Country::HIDDEN), |text| parse("country", text))?,
        delegation: row.delegation,
        secret: parse("secret", &row.secret)?,
        created: Timestamp(row.created),
    })
}
