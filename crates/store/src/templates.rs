//! The crew's own arrangements of sources in a picture.

use plenary_model::{
    id::{SummitId, TemplateId},
    scene::template::Template,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{json as read_json, parse, to_json},
    table,
};

/// The arrangements.
#[derive(Debug, Clone, Copy)]
pub struct Templates<'a>(pub(crate) &'a Store);

impl Templates<'_> {
    /// Adds an arrangement.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, template: &Template) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::scene_template::ActiveModel {
            id: Set(template.id.to_string()),
            summit: Set(template.summit.to_string()),
            name: Set(template.name.clone()),
            places: Set(to_json(&template.places)),
            created: Set(template.created.0),
        };
        table::scene_template::Entity::insert(row).exec_without_returning(&change).await?;
        journal::append(&change, by, template.summit, "scene.create", json!({ "scene": template.id })).await?;
        Ok(change.commit().await?)
    }

    /// Gives an arrangement the name and places of `template`.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn change(&self, by: By, template: &Template) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let changed = table::scene_template::Entity::update_many()
            .col_expr(table::scene_template::Column::Name, Expr::value(template.name.clone()))
            .col_expr(table::scene_template::Column::Places, Expr::value(to_json(&template.places)))
            .filter(table::scene_template::Column::Id.eq(template.id.as_str()))
            .exec(&change)
            .await?;
        if changed.rows_affected == 0 {
            return Err(Error::gone("scene", template.id));
        }
        journal::append(&change, by, template.summit, "scene.change", json!({ "scene": template.id })).await?;
        Ok(change.commit().await?)
    }

    /// Removes an arrangement. Scenes that were made of it stay as they are.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, id: TemplateId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::scene_template::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("scene", id))?;
        table::scene_template::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        journal::append(&change, by, parse("summit id", &row.summit)?, "scene.remove", json!({ "scene": id })).await?;
        Ok(change.commit().await?)
    }

    /// The arrangements of a summit, the oldest first.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Template>, Error> {
        table::scene_template::Entity::find()
            .filter(table::scene_template::Column::Summit.eq(summit.as_str()))
            .order_by_asc(table::scene_template::Column::Created)
            .order_by_asc(table::scene_template::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| {
                Ok(Template {
                    id: parse("scene id", &row.id)?,
                    summit: parse("summit id", &row.summit)?,
                    name: row.name,
                    places: read_json("places", &row.places)?,
                    created: Timestamp(row.created),
                })
            })
            .collect()
    }
}
