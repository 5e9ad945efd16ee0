//! Recorded speeches.

use std::{
    pin::Pin,
    sync::Arc,
    task::{self, Poll},
};

use axum::{
    Json,
    body::{Body, BodyDataStream, Bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State, multipart::Field},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::Stream;
use plenary_model::{
    clip::{self, Clip},
    id::ClipId,
    source::SourceId,
};
use serde::Serialize;
use tokio::io::AsyncWriteExt;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Place, TITLE, name, too_large},
    clips::Trouble,
    dice,
    problem::Problem,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        // The upload counts its own bytes, as they come.
        .merge(OpenApiRouter::new().routes(routes!(list, create)).layer(DefaultBodyLimit::disable()))
        .routes(routes!(read, remove))
        .routes(routes!(poster))
}

/// A clip.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clip)]
struct Answer {
    /// Its id.
    id: ClipId,
    /// Its title.
    title: String,
    /// Whether it can be shown.
    state: State_,
    /// How far its check is, from 0 to 1.
    progress: f32,
    /// What is wrong with it and what to do.
    error: Option<String>,
    /// Its length.
    duration_ms: Option<u64>,
    /// What a stage can show of it.
    source: SourceId,
}

/// Whether a clip can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ClipState)]
enum State_ {
    /// It is being read.
    Checking,
    /// It can.
    Ready,
    /// It cannot.
    Failed,
}

impl Answer {
    fn new(context: &Context, clip: Clip) -> Self {
        let Clip { id, title, state, .. } = clip;
        let (state, progress, error, duration_ms) = match state {
            clip::State::Checking => (State_::Checking, context.queue.progress(id), None, None),
            clip::State::Ready { duration_ms } => (State_::Ready, 1.0, None, Some(duration_ms)),
            clip::State::Failed { reason } => (State_::Failed, 1.0, Some(reason), None),
        };
        Self { id, title, state, progress, error, duration_ms, source: SourceId::Clip(id) }
    }
}

/// An upload.
#[derive(ToSchema)]
#[schema(as = NewClip)]
#[expect(dead_code, reason = "describes the form; the fields are read as they come")]
struct New {
    /// Its title; the file's name when left out.
    title: Option<String>,
    /// The recording, in any format that ffmpeg reads.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Every clip, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/clips", tag = "clips",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, _: Producer) -> Result<Json<Vec<Answer>>, Problem> {
    let clips = context.rooms.store.clips().list(context.rooms.summit).await?;
    Ok(Json(clips.into_iter().map(|clip| Answer::new(&context, clip)).collect()))
}

/// Uploads a clip. It is checked afterwards: ask again until its state is no longer `checking`.
#[utoipa::path(
    post, path = "/api/v1/clips", tag = "clips", request_body(content = New, content_type = "multipart/form-data"),
    responses((status = ACCEPTED, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    request: Request,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let limit = context.options.upload_bytes;
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > limit.saturating_add(FORM)) {
        return Err(too_long(limit));
    }
    let Some(place) = context.queue.place() else {
        let detail = "many uploads are being checked: try again when some of them are done";
        return Err(Problem::busy("uploads-waiting", detail, 60));
    };
    let request = request.map(|body| Body::from_stream(OneByOne { body: body.into_data_stream(), rest: false }));
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| form_problem())?;
    let id = ClipId::random(&mut dice());
    // A connection that breaks off drops this and leaves nothing behind.
    let kept = Kept::new(&context, id).await?;
    let (mut title, mut found) = (None, false);
    while let Some(mut field) = form.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("title") => title = Some(name("title", &text(&mut field).await?, TITLE)?),
            Some("file") if !found => {
                found = true;
                let named =
                    field.file_name().map(|name| name.chars().filter(|c| !c.is_control()).take(TITLE).collect());
                title = title.or(named.filter(|name: &String| !name.trim().is_empty()));
                receive(&mut field, &kept.path, limit).await?;
            }
            _ => return Err(Problem::field(field.name().unwrap_or("?").to_owned(), "send a title and one file")),
        }
    }
    if !found {
        return Err(Problem::field("file", "there is no file: choose a recording to upload"));
    }
    context.rooms.ingest.probe(kept.path.clone()).await.map_err(|trouble| match trouble {
        Trouble::File(reason) => Problem::not_media(reason),
        Trouble::Server(reason) => Problem::busy("clips-unavailable", reason, 60),
    })?;
    let by = producer.by(&context);
    let title = title.unwrap_or_else(|| "Clip".to_owned());
    let clip = Clip { id, summit: context.rooms.summit, title, state: clip::State::Checking, created: by.at };
    context.rooms.store.clips().create(by, &clip).await?;
    kept.keep();
    place.send(id);
    context.reload().await;
    Ok((StatusCode::ACCEPTED, Json(Answer::new(&context, clip))))
}

/// One clip.
#[utoipa::path(
    get, path = "/api/v1/clips/{id}", tag = "clips", params(("id" = ClipId, Path)),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn read(
    State(context): State<Arc<Context>>,
    _: Producer,
    Place(id): Place<ClipId>,
) -> Result<Json<Answer>, Problem> {
    let clip = context.rooms.store.clips().get(id).await?;
    Ok(Json(Answer::new(&context, clip)))
}

/// Removes a clip. Not while it is on air.
#[utoipa::path(
    delete, path = "/api/v1/clips/{id}", tag = "clips", params(("id" = ClipId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<ClipId>,
) -> Result<StatusCode, Problem> {
    if context.rooms.director.crew().programme.shows(SourceId::Clip(id)) {
        let detail = "this clip is on air: show something else before you remove it";
        return Err(Problem::new(StatusCode::CONFLICT, "clip-on-air", detail));
    }
    context.rooms.store.clips().remove(producer.by(&context), id).await?;
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
    _: Producer,
    Place(id): Place<ClipId>,
) -> Result<Response, Problem> {
    context.rooms.store.clips().get(id).await?;
    match tokio::fs::read(context.queue.folder(id).join("poster.jpg")).await {
        Ok(jpeg) => {
            let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=86400")];
            Ok((headers, jpeg).into_response())
        }
        Err(_) => Err(Problem::not_found("this clip has no picture yet")),
    }
}

/// A body that hands out one piece each time it is asked. The form's reader takes whatever is there before
/// it gives anything on: a fast sender would fill the memory.
struct OneByOne {
    body: BodyDataStream,
    rest: bool,
}

impl Stream for OneByOne {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.rest) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = Pin::new(&mut self.body).poll_next(cx);
        self.rest = next.is_ready();
        next
    }
}

/// A file that goes away unless it is kept.
struct Kept {
    path: std::path::PathBuf,
    keep: bool,
}

impl Kept {
    async fn new(context: &Context, id: ClipId) -> Result<Self, Problem> {
        let path = context.queue.upload(id);
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(|error| unwritable(&error))?;
        }
        Ok(Self { path, keep: false })
    }

    fn keep(mut self) {
        self.keep = true;
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // Unlinking one file is too short to be worth a thread; an error means that it never came to be.
        if !self.keep {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

async fn receive(field: &mut Field<'_>, path: &std::path::Path, limit: u64) -> Result<(), Problem> {
    let mut file = tokio::fs::File::create(path).await.map_err(|error| unwritable(&error))?;
    let mut length = 0;
    while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
        length += chunk.len() as u64;
        if length > limit {
            return Err(too_long(limit));
        }
        file.write_all(&chunk).await.map_err(|error| unwritable(&error))?;
    }
    file.flush().await.map_err(|error| unwritable(&error))?;
    // The answer says that it is kept.
    file.sync_all().await.map_err(|error| unwritable(&error))
}

async fn text(field: &mut Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > 4 * TITLE {
            return Err(Problem::field("title", format!("title is too long: at most {TITLE} characters")));
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::field("title", "title must be text in UTF-8"))
}

fn form_problem() -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-a-form", "send the recording as multipart/form-data")
}

fn broken() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", "the upload broke off or is no form: send it again")
}

fn too_long(limit: u64) -> Problem {
    let limit = limit >> 20;
    too_large(format!("the file is larger than {limit} MiB: make it smaller, for example as 720p H.264"))
}

fn unwritable(error: &std::io::Error) -> Problem {
    let detail = match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk of the data folder is full: make room and upload it again",
        _ => "the upload could not be written into the data folder: make it writable and upload it again",
    };
    Problem::busy("storage-full", detail, 30)
}

/// What a form may add to its file: the title and the lines between.
const FORM: u64 = 64 << 10;
