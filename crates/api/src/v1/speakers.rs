//! Invited speakers.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    country::Country,
    id::{Secret, SpeakerId},
    language::LanguageTag,
    link::Holder,
    source::SourceId,
    speaker::Speaker,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Crew,
    body::{Body, NAME, Place, TITLE, name, text},
    dice,
    problem::Problem,
    v1::personal::{self, Days, Made, Standing},
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, change, remove))
        .routes(routes!(issue, revoke))
}

/// A speaker.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Speaker)]
struct Answer {
    /// Their id.
    id: SpeakerId,
    /// As the name graphic shows it.
    name: String,
    /// The line below; may be empty.
    title: String,
    /// The language they speak.
    language: LanguageTag,
    /// The country that they are from or speak for; `zz` when nobody said.
    country: Country,
    /// The party or organisation for which they speak.
    delegation: Option<String>,
    /// What a stage can show of them.
    source: SourceId,
    /// Their link, if they have one that was not taken back.
    link: Option<Standing>,
}

impl Answer {
    fn new(speaker: Speaker, link: Option<Standing>) -> Self {
        let Speaker { id, name, title, language, country, delegation, .. } = speaker;
        Self { id, name, title, language, country, delegation, source: SourceId::Speaker(id), link }
    }
}

/// A new speaker.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSpeaker)]
struct New {
    /// As the name graphic shows it.
    name: String,
    /// The line below; may be empty.
    #[serde(default)]
    title: String,
    /// The language they speak.
    language: LanguageTag,
    /// The country that they are from or speak for.
    country: Option<Country>,
    /// The party or organisation for which they speak.
    delegation: Option<String>,
}

/// What changes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SpeakerChange)]
struct Change {
    /// A new name.
    name: Option<String>,
    /// A new line below it.
    title: Option<String>,
    /// Another language.
    language: Option<LanguageTag>,
    /// Another country; `zz` for none.
    country: Option<Country>,
    /// Another party or organisation; an empty text for none.
    delegation: Option<String>,
}

/// Every speaker of a stage, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/speakers", tag = "speakers",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, crew: Crew) -> Result<Json<Vec<Answer>>, Problem> {
    let (store, summit) = (&context.rooms.store, context.rooms.summit);
    let links = store.links().list(summit).await?;
    let speakers = store.speakers().list(summit).await?;
    let answer = |speaker: Speaker| {
        let link = links.get(&Holder::Speaker(speaker.id)).map(Standing::from);
        Answer::new(speaker, link)
    };
    Ok(Json(speakers.into_iter().filter(|speaker| speaker.stage == crew.on.local).map(answer).collect()))
}

/// Adds a speaker to a stage.
#[utoipa::path(
    post, path = "/api/v1/speakers", tag = "speakers", request_body = New,
    responses((status = CREATED, body = Answer), (status = "4XX", body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let by = producer.by(&context);
    let speaker = Speaker {
        id: SpeakerId::random(&mut dice()),
        summit: context.rooms.summit,
        stage: producer.on.local,
        name: name("name", &new.name, NAME)?,
        title: text("title", &new.title, TITLE)?,
        language: new.language,
        country: new.country.unwrap_or(Country::HIDDEN),
        delegation: delegation(new.delegation.as_deref().unwrap_or_default())?,
        secret: Secret::random(&mut dice()),
        created: by.at,
    };
    context.rooms.store.speakers().create(by, &speaker).await?;
    context.reload().await;
    Ok((StatusCode::CREATED, Json(Answer::new(speaker, None))))
}

/// One speaker.
#[utoipa::path(
    get, path = "/api/v1/speakers/{id}", tag = "speakers", params(("id" = SpeakerId, Path)),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn read(
    State(context): State<Arc<Context>>,
    crew: Crew,
    Place(id): Place<SpeakerId>,
) -> Result<Json<Answer>, Problem> {
    let speaker = theirs(&context, &crew, id).await?;
    Ok(Json(Answer::new(speaker, personal::standing(&context, Holder::Speaker(id)).await?)))
}

/// Changes a speaker.
#[utoipa::path(
    patch, path = "/api/v1/speakers/{id}", tag = "speakers", params(("id" = SpeakerId, Path)), request_body = Change,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn change(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<SpeakerId>,
    Body(change): Body<Change>,
) -> Result<Json<Answer>, Problem> {
    theirs(&context, &producer, id).await?;
    let new_name = change.name.as_deref().map(|given| name("name", given, NAME)).transpose()?;
    let title = change.title.as_deref().map(|given| text("title", given, TITLE)).transpose()?;
    let party = change.delegation.as_deref().map(delegation).transpose()?;
    let edit = |speaker: &mut Speaker| {
        speaker.name = new_name.unwrap_or_else(|| speaker.name.clone());
        speaker.title = title.unwrap_or_else(|| speaker.title.clone());
        speaker.language = change.language.unwrap_or_else(|| speaker.language.clone());
        speaker.country = change.country.unwrap_or(speaker.country);
        speaker.delegation = party.unwrap_or_else(|| speaker.delegation.clone());
    };
    let speaker = context.rooms.store.speakers().edit(producer.by(&context), id, edit).await?;
    context.reload().await;
    Ok(Json(Answer::new(speaker, personal::standing(&context, Holder::Speaker(id)).await?)))
}

/// A speaker whom a producer may see and change.
async fn theirs(context: &Context, producer: &Crew, id: SpeakerId) -> Result<Speaker, Problem> {
    let speaker = context.rooms.store.speakers().get(id).await?;
    producer.touch(speaker.stage)?;
    Ok(speaker)
}

/// A party or organisation, or none.
fn delegation(given: &str) -> Result<Option<String>, Problem> {
    Ok(Some(text("delegation", given, NAME)?).filter(|text| !text.is_empty()))
}

/// Removes a speaker: they leave the air, their link and their sessions end.
#[utoipa::path(
    delete, path = "/api/v1/speakers/{id}", tag = "speakers", params(("id" = SpeakerId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<SpeakerId>,
) -> Result<StatusCode, Problem> {
    theirs(&context, &producer, id).await?;
    context.rooms.store.speakers().remove(producer.by(&context), id).await?;
    personal::end(&context, Holder::Speaker(id), "You were removed from this summit.").await;
    context.reload().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new link for a speaker. The one they had stops working and its sessions end.
#[utoipa::path(
    post, path = "/api/v1/speakers/{id}/link", tag = "speakers", params(("id" = SpeakerId, Path)), request_body = Days,
    responses((status = CREATED, body = Made), (status = "4XX", body = Problem))
)]
async fn issue(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<SpeakerId>,
    Body(days): Body<Days>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    theirs(&context, &producer, id).await?;
    let made = personal::issue(&context, producer.by(&context), Holder::Speaker(id), &days).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes a speaker's link back.
#[utoipa::path(
    delete, path = "/api/v1/speakers/{id}/link", tag = "speakers", params(("id" = SpeakerId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn revoke(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<SpeakerId>,
) -> Result<StatusCode, Problem> {
    theirs(&context, &producer, id).await?;
    personal::revoke(&context, producer.by(&context), Holder::Speaker(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
