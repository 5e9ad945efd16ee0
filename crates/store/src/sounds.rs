//! What the sound desk of each stage is set to.

use std::collections::BTreeMap;

use plenary_model::{
    id::StageId,
    sound::{Bed, Strip},
    source::SourceId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{json as read_json, parse, to_json},
    rundown, table,
};

/// The sound desks.
#[derive(Debug, Clone, Copy)]
pub struct Sounds<'a>(pub(crate) &'a Store);

impl Sounds<'_> {
    /// The strips that were ever changed, and the music.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn load(&self, stage: StageId) -> Result<(BTreeMap<SourceId, Strip>, Option<Bed>), Error> {
        let rows = table::sound_strip::Entity::find()
            .filter(table::sound_strip::Column::Stage.eq(stage.as_str()))
            .all(self.0.read())
            .await?;
        let strips = rows
            .into_iter()
            .map(|row| Ok((parse("source", &row.source)?, read_json("settings", &row.settings)?)))
            .collect::<Result<_, Error>>()?;
        let bed = table::sound_bed::Entity::find_by_id(stage.as_str()).one(self.0.read()).await?;
        Ok((strips, bed.map(|row| read_json("settings", &row.settings)).transpose()?))
    }

    /// Sets a strip.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn strip(&self, by: By, stage: StageId, source: SourceId, strip: &Strip) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::sound_strip::ActiveModel {
            stage: Set(stage.to_string()),
            source: Set(source.to_string()),
            settings: Set(to_json(strip)),
        };
        let other = OnConflict::columns([table::sound_strip::Column::Stage, table::sound_strip::Column::Source])
            .update_column(table::sound_strip::Column::Settings)
            .to_owned();
        table::sound_strip::Entity::insert(row).on_conflict(other).exec_without_returning(&change).await?;
        let summit = rundown::summit(&change, stage).await?;
        journal::append(&change, by, summit, "sound.strip", json!({ "source": source, "strip": strip })).await?;
        Ok(change.commit().await?)
    }

    /// Sets the music, with what was done for the journal.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn bed(&self, by: By, stage: StageId, bed: &Bed, action: &'static str) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let row = table::sound_bed::ActiveModel { stage: Set(stage.to_string()), settings: Set(to_json(bed)) };
        let other = OnConflict::column(table::sound_bed::Column::Stage)
            .update_column(table::sound_bed::Column::Settings)
            .to_owned();
        table::sound_bed::Entity::insert(row).on_conflict(other).exec_without_returning(&change).await?;
        let summit = rundown::summit(&change, stage).await?;
        journal::append(&change, by, summit, action, json!({ "bed": bed })).await?;
        Ok(change.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use plenary_model::{id::ClipId, sound::OnAir, time::Timestamp};
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[tokio::test]
    async fn strips_and_music_are_there_after_a_restart_and_in_the_journal() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let (summit, stage) = crate::summits::tests::example(1);
        let by = By::system(Timestamp(1));
        store.summits().create(by, &summit, &stage).await.unwrap();
        assert_eq!(store.sounds().load(stage.id).await.unwrap(), (BTreeMap::new(), None));
        let source = SourceId::Clip(ClipId::random(&mut StdRng::seed_from_u64(1)));
        let strip = Strip { gain_db: -3.5, muted: true, on_air: OnAir::Never, ..Strip::default() };
        store.sounds().strip(by, stage.id, source, &Strip::default()).await.unwrap();
        store.sounds().strip(by, stage.id, source, &strip).await.unwrap();
        let bed = Bed::of(ClipId::random(&mut StdRng::seed_from_u64(2)));
        store.sounds().bed(by, stage.id, &bed, "sound.bed").await.unwrap();
        store.close().await.unwrap();
        drop(store);
        let store = Store::open(folder.path()).await.unwrap();
        assert_eq!(store.sounds().load(stage.id).await.unwrap(), (BTreeMap::from([(source, strip)]), Some(bed)));
        let actions: Vec<_> = store.journal().list(summit.id, 0, 10).await.unwrap();
        let actions: Vec<_> = actions.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions[actions.len() - 3..], ["sound.strip", "sound.strip", "sound.bed"]);
    }
}
