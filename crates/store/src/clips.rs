//! Recorded speeches: what is known of them. Their pictures and sound are files.

use std::collections::BTreeMap;

use plenary_model::{
    clip::{Clip, Report, Review, Span, State, Subtitles},
    id::{ClipId, SummitId},
    language::LanguageTag,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query};
use serde_json::json;

use crate::{
    By, Error, Store, journal,
    row::{corrupt, json as read_json, number, parse, to_json},
    table,
};

/// The recorded speeches.
#[derive(Debug, Clone, Copy)]
pub struct Clips<'a>(pub(crate) &'a Store);

impl Clips<'_> {
    /// Adds a clip, in whichever state it is.
    ///
    /// # Errors
    /// What every change can meet.
    pub async fn create(&self, by: By, clip: &Clip) -> Result<(), Error> {
        let change = self.0.begin().await?;
        table::clip::Entity::insert(write(clip)).exec_without_returning(&change).await?;
        let detail = json!({ "clip": clip.id, "speaker": clip.speaker });
        journal::append(&change, by, clip.summit, "clip.create", detail).await?;
        Ok(change.commit().await?)
    }

    /// Says that the whole upload is here, so that its check can begin.
    ///
    /// # Errors
    /// [`Error::Gone`] when it was removed meanwhile, and what every change can meet.
    pub async fn arrived(&self, by: By, id: ClipId) -> Result<(), Error> {
        self.alter(by, id, "clip.arrived", json!({ "clip": id }), |row| row.bytes = Set(None)).await
    }

    /// Says how the check of a clip ended, and what it found.
    ///
    /// # Errors
    /// [`Error::Gone`] when it was removed meanwhile, and what every change can meet.
    pub async fn finish(&self, by: By, id: ClipId, state: &State, report: Option<&Report>) -> Result<(), Error> {
        let ready = matches!(state, State::Ready { .. });
        let (duration_ms, failure, bytes) = columns(state);
        self.alter(by, id, "clip.finish", json!({ "clip": id, "ready": ready }), |row| {
            (row.duration_ms, row.failure, row.bytes) = (Set(duration_ms), Set(failure), Set(bytes));
            row.report = Set(report.map(to_json));
        })
        .await
    }

    /// Says what a producer thinks of a clip.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn review(&self, by: By, id: ClipId, review: &Review) -> Result<(), Error> {
        let what = match review {
            Review::Waiting => "clip.wait",
            Review::Approved => "clip.approve",
            Review::SentBack { .. } => "clip.send_back",
        };
        let (approved, sent_back) = opinion(review);
        self.alter(by, id, what, json!({ "clip": id, "note": sent_back }), |row| {
            (row.approved, row.sent_back) = (Set(approved), Set(sent_back.clone()));
        })
        .await
    }

    /// Gives a clip another title, and another part of it to show.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn edit(&self, by: By, id: ClipId, title: &str, span: Span) -> Result<(), Error> {
        let detail = json!({ "clip": id, "title": title, "in_ms": span.in_ms, "out_ms": span.out_ms });
        self.alter(by, id, "clip.edit", detail, |row| {
            row.title = Set(title.to_owned());
            (row.in_ms, row.out_ms) = (Set(millis(span.in_ms)), Set(span.out_ms.map(millis)));
        })
        .await
    }

    async fn alter(
        &self,
        by: By,
        id: ClipId,
        what: &str,
        detail: serde_json::Value,
        alter: impl FnOnce(&mut table::clip::ActiveModel),
    ) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::clip::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("clip", id))?;
        let summit = parse("summit id", &row.summit)?;
        let mut altered = table::clip::ActiveModel::default();
        alter(&mut altered);
        let of_clip = table::clip::Column::Id.eq(id.as_str());
        table::clip::Entity::update_many().set(altered).filter(of_clip).exec(&change).await?;
        journal::append(&change, by, summit, what, detail).await?;
        Ok(change.commit().await?)
    }

    /// Gives a clip its subtitles in one language, or takes them away.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn subtitle(
        &self,
        by: By,
        id: ClipId,
        language: &LanguageTag,
        subtitles: Option<&Subtitles>,
    ) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::clip::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("clip", id))?;
        let key = (id.to_string(), language.to_string());
        table::clip_subtitle::Entity::delete_by_id(key).exec(&change).await?;
        if let Some(subtitles) = subtitles {
            let row = table::clip_subtitle::ActiveModel {
                clip: Set(id.to_string()),
                language: Set(language.to_string()),
                webvtt: Set(subtitles.to_webvtt()),
            };
            table::clip_subtitle::Entity::insert(row).exec_without_returning(&change).await?;
        }
        let detail = json!({ "clip": id, "language": language, "there": subtitles.is_some() });
        journal::append(&change, by, parse("summit id", &row.summit)?, "clip.subtitle", detail).await?;
        Ok(change.commit().await?)
    }

    /// The subtitles of a clip, by language.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn subtitles(&self, id: ClipId) -> Result<BTreeMap<LanguageTag, Subtitles>, Error> {
        let rows = table::clip_subtitle::Entity::find()
            .filter(table::clip_subtitle::Column::Clip.eq(id.as_str()))
            .all(self.0.read())
            .await?;
        rows.into_iter().map(|row| Ok((parse("language", &row.language)?, read_subtitles(&row.webvtt)?))).collect()
    }

    /// The languages of the subtitles of each clip that has any.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn subtitled(&self, summit: SummitId) -> Result<BTreeMap<ClipId, Vec<LanguageTag>>, Error> {
        let of_summit = Query::select()
            .column(table::clip::Column::Id)
            .from(table::clip::Entity)
            .and_where(table::clip::Column::Summit.eq(summit.as_str()))
            .to_owned();
        let rows: Vec<(String, String)> = table::clip_subtitle::Entity::find()
            .select_only()
            .column(table::clip_subtitle::Column::Clip)
            .column(table::clip_subtitle::Column::Language)
            .filter(table::clip_subtitle::Column::Clip.in_subquery(of_summit))
            .order_by_asc(table::clip_subtitle::Column::Language)
            .into_tuple()
            .all(self.0.read())
            .await?;
        let mut languages: BTreeMap<ClipId, Vec<LanguageTag>> = BTreeMap::new();
        for (clip, language) in rows {
            languages.entry(parse("clip id", &clip)?).or_default().push(parse("language", &language)?);
        }
        Ok(languages)
    }

    /// Removes a clip. Its files are the caller's.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every change can meet.
    pub async fn remove(&self, by: By, id: ClipId) -> Result<(), Error> {
        let change = self.0.begin().await?;
        let found = table::clip::Entity::find_by_id(id.as_str()).one(&change).await?;
        let row = found.ok_or_else(|| Error::gone("clip", id))?;
        table::clip::Entity::delete_by_id(id.as_str()).exec(&change).await?;
        journal::append(&change, by, parse("summit id", &row.summit)?, "clip.remove", json!({ "clip": id })).await?;
        Ok(change.commit().await?)
    }

    /// The clips of a summit, the oldest first.
    ///
    /// # Errors
    /// What every look-up can meet.
    pub async fn list(&self, summit: SummitId) -> Result<Vec<Clip>, Error> {
        table::clip::Entity::find()
            .filter(table::clip::Column::Summit.eq(summit.as_str()))
            .order_by_asc(table::clip::Column::Created)
            .order_by_asc(table::clip::Column::Id)
            .all(self.0.read())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// One clip.
    ///
    /// # Errors
    /// [`Error::Gone`], and what every look-up can meet.
    pub async fn get(&self, id: ClipId) -> Result<Clip, Error> {
        let found = table::clip::Entity::find_by_id(id.as_str()).one(self.0.read()).await?;
        read(found.ok_or_else(|| Error::gone("clip", id))?)
    }
}

fn read_subtitles(webvtt: &str) -> Result<Subtitles, Error> {
    Subtitles::parse(webvtt.as_bytes()).map_err(|_| corrupt("subtitles", webvtt))
}

fn millis(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

fn columns(state: &State) -> (Option<i64>, Option<String>, Option<i64>) {
    match state {
        State::Uploading { bytes } => (None, None, Some(millis(*bytes))),
        State::Checking => (None, None, None),
        State::Ready { duration_ms } => (Some(millis(*duration_ms)), None, None),
        State::Failed { reason } => (None, Some(reason.clone()), None),
    }
}

fn opinion(review: &Review) -> (bool, Option<String>) {
    match review {
        Review::Waiting => (false, None),
        Review::Approved => (true, None),
        Review::SentBack { note } => (false, Some(note.clone())),
    }
}

fn write(clip: &Clip) -> table::clip::ActiveModel {
    let (duration_ms, failure, bytes) = columns(&clip.state);
    let (approved, sent_back) = opinion(&clip.review);
    table::clip::ActiveModel {
        id: Set(clip.id.to_string()),
        summit: Set(clip.summit.to_string()),
        title: Set(clip.title.clone()),
        duration_ms: Set(duration_ms),
        failure: Set(failure),
        created: Set(clip.created.0),
        speaker: Set(clip.speaker.map(|speaker| speaker.to_string())),
        bytes: Set(bytes),
        approved: Set(approved),
        sent_back: Set(sent_back),
        in_ms: Set(millis(clip.span.in_ms)),
        out_ms: Set(clip.span.out_ms.map(millis)),
        report: Set(clip.report.as_ref().map(to_json)),
        stage: Set(clip.stage.map(String::from)),
    }
}

fn read(row: table::clip::Model) -> Result<Clip, Error> {
    let state = match (row.duration_ms, row.failure, row.bytes) {
        (_, Some(reason), _) => State::Failed { reason },
        (Some(duration), None, _) => State::Ready { duration_ms: number("duration", duration)? },
        (None, None, Some(bytes)) => State::Uploading { bytes: number("bytes", bytes)? },
        (None, None, None) => State::Checking,
    };
    let review = match (row.approved, row.sent_back) {
        (true, _) => Review::Approved,
        (false, Some(note)) => Review::SentBack { note },
        (false, None) => Review::Waiting,
    };
    let out_ms = row.out_ms.map(|out| number("out point", out)).transpose()?;
    Ok(Clip {
        id: parse("clip id", &row.id)?,
        summit: parse("summit id", &row.summit)?,
        stage: row.stage.map(|stage| parse("stage id", &stage)).transpose()?,
        speaker: row.speaker.map(|speaker| parse("speaker id", &speaker)).transpose()?,
        title: row.title,
        state,
        review,
        span: Span { in_ms: number("in point", row.in_ms)?, out_ms },
        report: row.report.map(|report| read_json("report", &report)).transpose()?,
        created: Timestamp(row.created),
    })
}
