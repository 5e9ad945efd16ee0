//! The line to a process that makes the programme of a local stage, and the files that it needs for it.
//!
//! The process proves with its stage's link, in a header, that it may. What goes over the line is told in
//! `plenary_stage::remote`; pictures and sound take their own way, as a media session.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{
        FromRequestParts, State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};
use plenary_model::{
    grant::Identity,
    id::{ClipId, ImageId, SessionId, StageId},
    link::{Holder, Link},
    token::Token,
};
use plenary_stage::remote::{Down, Line, Up, Welcome};

use crate::{Context, access::bearer, body::Place, dice, problem::Problem};

/// A process tells of itself ten times a second: one that is silent for so long is gone.
const SILENCE: Duration = Duration::from_secs(5);
/// A snapshot names every source; a thousand of them have 300 KB.
const LONGEST: usize = 1 << 20;

/// Not in the description of the API: it is between the program and itself.
pub(crate) fn router() -> Router<Arc<Context>> {
    Router::new()
        .route("/api/v1/stage/line", get(join))
        .route("/api/v1/stage/line/clips/{id}/{file}", get(clip))
        .route("/api/v1/stage/line/pictures/{id}", get(picture))
}

/// A process with the link of a stage.
struct Process {
    stage: StageId,
    link: Link,
}

impl FromRequestParts<Arc<Context>> for Process {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &Arc<Context>) -> Result<Self, Problem> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(bearer).ok_or_else(Problem::unauthorized)?;
        let found = context.rooms.store.links().find(&token).await?.ok_or_else(Problem::unauthorized)?;
        found.link.check(context.now())?;
        match found.link.holder {
            Holder::Stage(stage) if found.link.summit == context.rooms.summit => Ok(Self { stage, link: found.link }),
            _ => Err(Problem::forbidden()),
        }
    }
}

/// Takes the line of a stage.
async fn join(
    State(context): State<Arc<Context>>,
    process: Process,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let gone = || Problem::not_found("this stage is not made by a process of its own: it may have been removed");
    let (remote, format) = context.rooms.stages.remote(process.stage).ok_or_else(gone)?;
    let line = remote.join().ok_or_else(|| {
        let detail = "another process makes this stage already: stop it first";
        Problem::new(StatusCode::CONFLICT, "stage-taken", detail)
    })?;
    let identity = context.rooms.store.links().identity(&process.link).await?.ok_or_else(Problem::forbidden)?;
    // What an earlier process left behind must not stand beside what this one sends.
    context.end(|admitted| matches!(admitted.identity, Identity::Stage { stage, .. } if stage == process.stage));
    let session = SessionId::random(&mut dice());
    let issued = context.rooms.desk.link(identity, session, &process.link, Token::random(&mut dice()));
    let welcome = Welcome {
        summit: context.rooms.summit,
        stage: process.stage,
        format,
        media_path: plenary_fabric::MEDIA_PATH.to_owned(),
        media_token: issued.token.reveal().to_owned(),
    };
    tracing::info!(stage = %process.stage, "a process makes this stage");
    let shutdown = context.rooms.shutdown.clone();
    Ok(upgrade.max_message_size(LONGEST).on_upgrade(async move |socket| {
        shutdown.run_until_cancelled(carry(socket, line, welcome)).await;
        tracing::info!(stage = %process.stage, "the process that makes this stage is gone");
    }))
}

/// Carries messages until the process is gone, or the stage.
async fn carry(mut socket: WebSocket, mut line: Line, welcome: Welcome) {
    if send(&mut socket, &Down::Welcome(welcome)).await.is_none() {
        return;
    }
    loop {
        tokio::select! {
            order = line.next() => {
                let Some(order) = order else { return };
                if send(&mut socket, &order).await.is_none() {
                    return;
                }
            }
            heard = tokio::time::timeout(SILENCE, socket.recv()) => match heard {
                Ok(Some(Ok(Message::Text(text)))) => match serde_json::from_str::<Up>(&text) {
                    Ok(up) => line.hear(up),
                    Err(error) => {
                        metrics::counter!("plenary_stage_line_unread_total").increment(1);
                        tracing::warn!(%error, "a stage's process says what cannot be read");
                    }
                },
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                Ok(Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None) | Err(_) => return,
            }
        }
    }
}

async fn send(socket: &mut WebSocket, down: &Down) -> Option<()> {
    let text = serde_json::to_string(down).ok()?;
    tokio::time::timeout(SILENCE, socket.send(Message::Text(text.into()))).await.ok()?.ok()
}

/// One file of a recording of the stage, in the house format.
async fn clip(
    State(context): State<Arc<Context>>,
    process: Process,
    Place((id, file)): Place<(ClipId, String)>,
) -> Result<Response, Problem> {
    let missing = || Problem::not_found("this recording is not there: it may have been removed");
    let clip = context.rooms.store.clips().get(id).await?;
    if clip.stage != Some(process.stage) || !plenary_clip::FILES.contains(&file.as_str()) {
        return Err(missing());
    }
    send_file(context.options.data.join("clips").join(id.as_str()).join(file)).await.ok_or_else(missing)
}

/// A picture of graphics.
async fn picture(
    State(context): State<Arc<Context>>,
    process: Process,
    Place(id): Place<ImageId>,
) -> Result<Response, Problem> {
    let missing = || Problem::not_found("this picture is no longer in the data folder");
    let graphics = context.rooms.store.graphics().list((context.rooms.summit, Some(process.stage))).await?;
    if !graphics.iter().any(|graphic| graphic.content.image() == Some(id)) {
        return Err(missing());
    }
    send_file(context.options.data.join("pictures").join(format!("{id}.png"))).await.ok_or_else(missing)
}

/// A file piece by piece: a recording of an hour has gigabytes.
async fn send_file(path: std::path::PathBuf) -> Option<Response> {
    let file = tokio::fs::File::open(path).await.ok()?;
    let length = file.metadata().await.ok()?.len();
    let body = axum::body::Body::from_stream(tokio_util::io::ReaderStream::new(file));
    Some(([(header::CONTENT_LENGTH, length)], body).into_response())
}
