//! Recorded speeches: what their check found, what is shown of them, and what producers think of them.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use plenary_model::{
    clip::{self, Clip, InvalidSpan, Report, Review, Span, report::Finding},
    id::{ClipId, SpeakerId},
    journal::Actor,
    language::LanguageTag,
    source::SourceId,
};
use plenary_show::{handle::Draft, live};
use serde::{Deserialize, Serialize};
use tower_http::services::ServeFile;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context, Director,
    access::{Crew, Sender},
    body::{Body, Place, TITLE, given, name, text},
    problem::Problem,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, change, remove))
        .routes(routes!(review))
        .routes(routes!(poster))
        .routes(routes!(watch))
        .routes(routes!(own))
}

/// A clip.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clip)]
struct Answer {
    /// Its id.
    id: ClipId,
    /// Its title.
    title: String,
    /// Who speaks in it; nobody in what the crew brought.
    speaker: Option<SpeakerId>,
    /// How far it is.
    state: State_,
    /// How far its upload, and then its check, is, from 0 to 1.
    progress: f32,
    /// What is wrong with it and what to do.
    error: Option<String>,
    /// What a producer thinks of it.
    review: Opinion,
    /// Why its speaker is to send another one.
    note: Option<String>,
    /// Its length, from its first picture to its last.
    duration_ms: Option<u64>,
    /// Where the part of it begins that is shown.
    in_ms: u64,
    /// Where that ends; nothing for the clip's own end.
    out_ms: Option<u64>,
    /// How long that is.
    plays_ms: Option<u64>,
    /// How long it should be, by the first item of the plan that shows it or its speaker.
    planned_ms: Option<u64>,
    /// What its check measured.
    report: Option<Report>,
    /// What a person should know of it before it is shown, the gravest first.
    findings: Vec<Finding>,
    /// Languages of its subtitles.
    subtitles: Vec<LanguageTag>,
    /// What a stage can show of it.
    source: SourceId,
}

/// How far a clip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ClipState)]
enum State_ {
    /// It is on its way here.
    Uploading,
    /// It is being read.
    Checking,
    /// It can be shown.
    Ready,
    /// It cannot.
    Failed,
}

/// What a producer thinks of a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClipReview)]
enum Opinion {
    /// Nobody has watched it.
    Waiting,
    /// It may go on air.
    Approved,
    /// Its speaker is to send another one.
    SentBack,
}

impl Answer {
    fn new(context: &Context, clip: Clip, subtitles: Vec<LanguageTag>) -> Self {
        let (plays_ms, planned_ms) = (clip.plays_ms(), planned(&show(context, &clip).plan(), &clip));
        let findings = match (&clip.report, plays_ms) {
            (Some(report), Some(plays)) => report.findings(plays, planned_ms),
            _ => Vec::new(),
        };
        let Clip { id, title, speaker, state, review, span, report, .. } = clip;
        let (state, progress, error, duration_ms) = match state {
            clip::State::Uploading { bytes } => {
                let part = context.queue.arrived(id) as f64 / bytes.max(1) as f64;
                (State_::Uploading, part as f32, None, None)
            }
            clip::State::Checking => (State_::Checking, context.queue.progress(id), None, None),
            clip::State::Ready { duration_ms } => (State_::Ready, 1.0, None, Some(duration_ms)),
            clip::State::Failed { reason } => (State_::Failed, 1.0, Some(reason), None),
        };
        let (review, note) = match review {
            Review::Waiting => (Opinion::Waiting, None),
            Review::Approved => (Opinion::Approved, None),
            Review::SentBack { note } => (Opinion::SentBack, Some(note)),
        };
        Self {
            id,
            title,
            speaker,
            state,
            progress,
            error,
            review,
            note,
            duration_ms,
            in_ms: span.in_ms,
            out_ms: span.out_ms,
            plays_ms,
            planned_ms,
            report,
            findings,
            subtitles,
            source: SourceId::Clip(id),
        }
    }

    async fn of(context: &Context, clip: Clip) -> Result<Self, Problem> {
        let subtitles = context.rooms.store.clips().subtitles(clip.id).await?.into_keys().collect();
        Ok(Self::new(context, clip, subtitles))
    }
}

/// How long a clip should be, by the plan.
fn planned(plan: &live::Plan, clip: &Clip) -> Option<u64> {
    let shows = |source: SourceId| plan.in_order().find(|item| item.scene.shows(source) || item.backup == Some(source));
    let item = shows(SourceId::Clip(clip.id)).or_else(|| shows(SourceId::Speaker(clip.speaker?)))?;
    Some(u64::from(item.planned_s) * 1_000)
}

/// What can be changed of a clip; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClipChange)]
struct Change {
    /// The title.
    title: Option<String>,
    /// Where the part of it begins that is shown, in milliseconds.
    in_ms: Option<u64>,
    /// Where that ends; `null` for the clip's own end.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u64>)]
    out_ms: Option<Option<u64>>,
}

/// What a producer thinks of a clip.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClipVerdict)]
struct Verdict {
    /// What it is.
    review: Opinion,
    /// Why it is sent back, in words for its speaker.
    note: Option<String>,
}

/// Every clip of a stage, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/clips", tag = "clips",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, crew: Crew) -> Result<Json<Vec<Answer>>, Problem> {
    Ok(Json(answers(&context, |clip| clip.stage == crew.on.local).await?))
}

/// The recordings of the speaker who asks, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/me/clips", tag = "clips",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn own(State(context): State<Arc<Context>>, sender: Sender) -> Result<Json<Vec<Answer>>, Problem> {
    let speaker = sender.speaker()?;
    Ok(Json(answers(&context, |clip| clip.speaker == Some(speaker)).await?))
}

async fn answers(context: &Context, which: impl Fn(&Clip) -> bool) -> Result<Vec<Answer>, Problem> {
    let summit = context.rooms.summit;
    let clips = context.rooms.store.clips().list(summit).await?;
    let mut subtitled: BTreeMap<_, _> = context.rooms.store.clips().subtitled(summit).await?;
    let answer = |clip: Clip| {
        let subtitles = subtitled.remove(&clip.id).unwrap_or_default();
        Answer::new(context, clip, subtitles)
    };
    Ok(clips.into_iter().filter(which).map(answer).collect())
}

/// One clip.
#[utoipa::path(
    get, path = "/api/v1/clips/{id}", tag = "clips", params(("id" = ClipId, Path)),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn read(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place(id): Place<ClipId>,
) -> Result<Json<Answer>, Problem> {
    let clip = context.rooms.store.clips().get(id).await?;
    sender.touch(&context, &clip)?;
    Ok(Json(Answer::of(&context, clip).await?))
}

/// Gives a clip another title, or another part of it to show. What is on air goes on as it is.
#[utoipa::path(
    patch, path = "/api/v1/clips/{id}", tag = "clips", params(("id" = ClipId, Path)), request_body = Change,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn change(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<ClipId>,
    Body(change): Body<Change>,
) -> Result<Json<Answer>, Problem> {
    let clip = context.rooms.store.clips().get(id).await?;
    producer.touch(clip.stage)?;
    let title = match change.title {
        Some(title) => name("title", &title, TITLE)?,
        None => clip.title.clone(),
    };
    let mut span = clip.span;
    if change.in_ms.is_some() || change.out_ms.is_some() {
        let clip::State::Ready { duration_ms } = clip.state else {
            let detail = "this recording is not checked yet: set its points when it is ready";
            return Err(Problem::new(StatusCode::CONFLICT, "not-ready", detail));
        };
        let (in_ms, out_ms) = (change.in_ms.unwrap_or(span.in_ms), change.out_ms.unwrap_or(span.out_ms));
        let wrong = if change.out_ms.is_some() { "out_ms" } else { "in_ms" };
        let invalid = |error: InvalidSpan| Problem::field(wrong, error.to_string());
        span = Span::new(in_ms, out_ms, duration_ms).map_err(invalid)?;
        if span != clip.span && is_on_air(&context, &clip) {
            return Err(on_air());
        }
    }
    context.rooms.store.clips().edit(producer.by(&context), id, &title, span).await?;
    context.reload().await;
    Ok(Json(Answer::of(&context, context.rooms.store.clips().get(id).await?).await?))
}

/// Lets a clip through or sends it back with a note. One that is let through takes the place of the same speaker's
/// earlier ones in the plan.
#[utoipa::path(
    post, path = "/api/v1/clips/{id}/review", tag = "clips", params(("id" = ClipId, Path)), request_body = Verdict,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn review(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<ClipId>,
    Body(Verdict { review, note }): Body<Verdict>,
) -> Result<Json<Answer>, Problem> {
    let clip = context.rooms.store.clips().get(id).await?;
    producer.touch(clip.stage)?;
    let note = text("note", note.as_deref().unwrap_or_default(), NOTE)?;
    let review = match review {
        Opinion::Waiting => Review::Waiting,
        Opinion::Approved => Review::Approved,
        Opinion::SentBack if note.is_empty() => {
            return Err(Problem::field("note", "say what is to be changed: the speaker reads it"));
        }
        Opinion::SentBack => Review::SentBack { note },
    };
    if review == Review::Approved && !matches!(clip.state, clip::State::Ready { .. }) {
        let detail = "this recording is not checked yet: let it through when it is ready";
        return Err(Problem::new(StatusCode::CONFLICT, "not-ready", detail));
    }
    if review != Review::Approved && is_on_air(&context, &clip) {
        return Err(on_air());
    }
    context.rooms.store.clips().review(producer.by(&context), id, &review).await?;
    context.reload().await;
    if review == Review::Approved && clip.review != Review::Approved {
        replace(&context, &producer, &clip).await?;
    }
    Ok(Json(Answer::of(&context, context.rooms.store.clips().get(id).await?).await?))
}

/// Puts a clip into the plan wherever an earlier one of its speaker stands.
async fn replace(context: &Context, producer: &Crew, clip: &Clip) -> Result<(), Problem> {
    let Some(speaker) = clip.speaker else { return Ok(()) };
    let clips = context.rooms.store.clips().list(context.rooms.summit).await?;
    let is_earlier = |other: &&Clip| other.speaker == Some(speaker) && other.created < clip.created;
    let earlier: Vec<_> = clips.iter().filter(is_earlier).map(|other| SourceId::Clip(other.id)).collect();
    let new = SourceId::Clip(clip.id);
    let show = show(context, clip);
    for item in show.plan().in_order() {
        if !earlier.iter().any(|old| item.scene.shows(*old) || item.backup == Some(*old)) {
            continue;
        }
        let earlier = earlier.clone();
        let edit = move |item: &mut plenary_model::rundown::Item| {
            for old in earlier {
                item.scene = item.scene.exchange(old, new);
                item.backup = item.backup.map(|backup| if backup == old { new } else { backup });
            }
            Ok(())
        };
        show.draft(producer.actor(), Draft::Edit(item.id, Box::new(edit))).await?;
    }
    Ok(())
}

/// The show of the stage that a clip belongs to; the main one when that was removed.
fn show(context: &Context, clip: &Clip) -> Arc<dyn Director> {
    let local = clip.stage.and_then(|stage| context.rooms.stages.director(stage));
    local.unwrap_or_else(|| context.rooms.director.clone())
}

fn is_on_air(context: &Context, clip: &Clip) -> bool {
    show(context, clip).crew().programme.shows(SourceId::Clip(clip.id))
}

/// Removes a clip. Not while it is on air; speakers can remove what was not let through.
#[utoipa::path(
    delete, path = "/api/v1/clips/{id}", tag = "clips", params(("id" = ClipId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place(id): Place<ClipId>,
) -> Result<StatusCode, Problem> {
    let clip = context.rooms.store.clips().get(id).await?;
    let by = sender.touch(&context, &clip)?;
    if !matches!(by.actor, Actor::Crew(_)) && clip.review == Review::Approved {
        let detail = "this recording was accepted for the programme: ask the producer when it is not to be shown";
        return Err(Problem::new(StatusCode::CONFLICT, "clip-approved", detail));
    }
    if is_on_air(&context, &clip) {
        return Err(on_air());
    }
    context.rooms.store.clips().remove(by, id).await?;
    context.reload().await;
    context.queue.clear(id).await;
    Ok(StatusCode::NO_CONTENT)
}

/// A picture of the clip.
#[utoipa::path(
    get, path = "/api/v1/clips/{id}/poster.jpg", tag = "clips", params(("id" = ClipId, Path)),
    responses((status = OK, content_type = "image/jpeg", body = Vec<u8>), (status = "4XX", body = Problem))
)]
async fn poster(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place(id): Place<ClipId>,
) -> Result<Response, Problem> {
    sender.touch(&context, &context.rooms.store.clips().get(id).await?)?;
    match tokio::fs::read(context.queue.folder(id).join("poster.jpg")).await {
        Ok(jpeg) => {
            let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=86400")];
            Ok((headers, jpeg).into_response())
        }
        Err(_) => Err(Problem::not_found("this clip has no picture yet")),
    }
}

/// The clip as a browser plays it: MP4 of 640x360 with H.264 and AAC, in ranges (RFC 9110).
#[utoipa::path(
    get, path = "/api/v1/clips/{id}/watch.mp4", tag = "clips", params(("id" = ClipId, Path)),
    responses(
        (status = OK, content_type = "video/mp4", body = Vec<u8>),
        (status = PARTIAL_CONTENT, content_type = "video/mp4", body = Vec<u8>),
        (status = "4XX", body = Problem)
    )
)]
async fn watch(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place(id): Place<ClipId>,
    request: Request,
) -> Result<Response, Problem> {
    sender.touch(&context, &context.rooms.store.clips().get(id).await?)?;
    let path = context.queue.folder(id).join("watch.mp4");
    let answer = ServeFile::new(path)
        .try_call(request)
        .await
        .map_err(|_| Problem::not_found("this recording cannot be read"))?;
    if answer.status() == StatusCode::NOT_FOUND {
        return Err(Problem::not_found("this recording cannot be watched yet: wait until its check is done"));
    }
    let mut answer = answer.map(axum::body::Body::new);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    Ok(answer)
}

fn on_air() -> Problem {
    let detail = "this clip is on air: show something else before you change or remove it";
    Problem::new(StatusCode::CONFLICT, "clip-on-air", detail)
}

/// A speaker reads it on a phone.
const NOTE: usize = 500;
