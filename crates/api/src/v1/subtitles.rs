//! Subtitles of recordings, a file for each language.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plenary_model::{clip::Subtitles, id::ClipId, language::LanguageTag};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Context, access::Sender, body::Place, problem::Problem};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(read, put, remove)).layer(axum::extract::DefaultBodyLimit::max(LONGEST))
}

/// The subtitles of a clip in one language, as WebVTT.
#[utoipa::path(
    get, path = "/api/v1/clips/{id}/subtitles/{language}", tag = "subtitles",
    params(("id" = ClipId, Path), ("language" = LanguageTag, Path)),
    responses((status = OK, content_type = "text/vtt", body = String), (status = "4XX", body = Problem))
)]
async fn read(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place((id, language)): Place<(ClipId, LanguageTag)>,
) -> Result<Response, Problem> {
    sender.touch(&context, &context.rooms.store.clips().get(id).await?)?;
    match context.rooms.store.clips().subtitles(id).await?.get(&language) {
        Some(subtitles) => {
            Ok(([(header::CONTENT_TYPE, "text/vtt; charset=utf-8")], subtitles.to_webvtt()).into_response())
        }
        None => Err(Problem::not_found("this recording has no subtitles in that language")),
    }
}

/// Gives a clip its subtitles in one language: a SubRip or WebVTT file. Those that were there are replaced.
#[utoipa::path(
    put, path = "/api/v1/clips/{id}/subtitles/{language}", tag = "subtitles",
    params(("id" = ClipId, Path), ("language" = LanguageTag, Path)),
    request_body(content = String, content_type = "text/plain"),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn put(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place((id, language)): Place<(ClipId, LanguageTag)>,
    file: Bytes,
) -> Result<StatusCode, Problem> {
    let by = sender.touch(&context, &context.rooms.store.clips().get(id).await?)?;
    let subtitles = Subtitles::parse(&file).map_err(|error| Problem::field("file", error.to_string()))?;
    context.rooms.store.clips().subtitle(by, id, &language, Some(&subtitles)).await?;
    context.reload().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the subtitles of a clip in one language away.
#[utoipa::path(
    delete, path = "/api/v1/clips/{id}/subtitles/{language}", tag = "subtitles",
    params(("id" = ClipId, Path), ("language" = LanguageTag, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place((id, language)): Place<(ClipId, LanguageTag)>,
) -> Result<StatusCode, Problem> {
    let by = sender.touch(&context, &context.rooms.store.clips().get(id).await?)?;
    context.rooms.store.clips().subtitle(by, id, &language, None).await?;
    context.reload().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Subtitles of three hours in a script of three bytes a letter have 1 MB.
const LONGEST: usize = 4 << 20;
