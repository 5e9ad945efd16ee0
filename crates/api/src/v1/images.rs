//! Uploaded pictures for graphics. Only their pixels are kept, as PNG.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plenary_model::id::ImageId;
use plenary_picture::{
    Size,
    still::{self, Still},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Crew,
    body::{Place, too_large},
    dice,
    problem::Problem,
};

/// Bytes of an upload: a photograph as a camera makes it.
const LARGEST: usize = 16 << 20;
/// As large as the programme: more is never seen.
const KEPT: Size = Size::new(1280, 720);
/// Pictures that are kept at most; those that no graphic shows go first.
const MOST: usize = 200;
/// How long a picture waits for its graphic.
const UNUSED: Duration = Duration::from_secs(60 * 60);

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .merge(OpenApiRouter::new().routes(routes!(create)).layer(DefaultBodyLimit::max(LARGEST)))
        .routes(routes!(read))
}

/// A picture that was uploaded.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Image)]
struct Answer {
    /// How graphics name it.
    id: ImageId,
    /// Pixels across, as it is kept.
    width: u32,
    /// Pixels down.
    height: u32,
}

/// Where a picture is.
pub(crate) fn file(context: &Context, id: ImageId) -> PathBuf {
    context.options.data.join("pictures").join(format!("{id}.png"))
}

/// Uploads a picture: a PNG, JPEG or WebP as the body of the request.
#[utoipa::path(
    post, path = "/api/v1/images", tag = "images",
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = CREATED, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    _: Crew,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let body = body.map_err(|_| too_large("the picture is larger than 16 MiB: make it smaller"))?;
    // One at a time: each may take a hundred megabytes.
    let _turn = context.pictures.acquire().await;
    let decoded = tokio::task::spawn_blocking(move || {
        let still = Still::decode(&body)?.within(KEPT);
        Ok::<_, still::Error>((still.size(), still.to_png()))
    });
    let (size, png) = decoded.await.map_err(|_| refused(&still::Error::Damaged))?.map_err(|error| refused(&error))?;
    let id = ImageId::random(&mut dice());
    let path = file(&context, id);
    let folder = context.options.data.join("pictures");
    tokio::fs::create_dir_all(&folder).await.map_err(|error| unwritable(&error))?;
    if tidy(&context).await? >= MOST {
        let detail = "200 pictures are kept at most: remove graphics that are not needed";
        return Err(Problem::new(StatusCode::CONFLICT, "too-many-pictures", detail));
    }
    write(&path, &png).await.map_err(|error| unwritable(&error))?;
    Ok((StatusCode::CREATED, Json(Answer { id, width: size.width, height: size.height })))
}

/// A picture, as PNG.
#[utoipa::path(
    get, path = "/api/v1/images/{id}", tag = "images", params(("id" = ImageId, Path)),
    responses((status = OK, content_type = "image/png", body = Vec<u8>), (status = "4XX", body = Problem))
)]
async fn read(State(context): State<Arc<Context>>, _: Crew, Place(id): Place<ImageId>) -> Result<Response, Problem> {
    match tokio::fs::read(file(&context, id)).await {
        Ok(png) => {
            let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "private, max-age=86400")];
            Ok((headers, png).into_response())
        }
        Err(_) => Err(Problem::not_found("this picture is no longer in the data folder: upload it again")),
    }
}

/// Whole, or not at all.
async fn write(path: &std::path::Path, png: &[u8]) -> std::io::Result<()> {
    let part = path.with_extension("part");
    tokio::fs::write(&part, png).await?;
    tokio::fs::File::open(&part).await?.sync_all().await?;
    tokio::fs::rename(&part, path).await
}

/// Throws away what no graphic shows any more. Answers how many there are.
async fn tidy(context: &Context) -> Result<usize, Problem> {
    let used = context.rooms.store.graphics().images().await?;
    let mut folder = tokio::fs::read_dir(context.options.data.join("pictures")).await.map_err(|e| unwritable(&e))?;
    let mut count = 0;
    while let Some(entry) = folder.next_entry().await.map_err(|error| unwritable(&error))? {
        let path = entry.path();
        let id = path.file_stem().and_then(|stem| stem.to_str()?.parse::<ImageId>().ok());
        let age = entry.metadata().await.ok().and_then(|about| about.modified().ok()?.elapsed().ok());
        if id.is_some_and(|id| !used.contains(&id)) && age.is_some_and(|age| age > UNUSED) {
            // What cannot be removed is counted.
            if tokio::fs::remove_file(&path).await.is_ok() {
                continue;
            }
        }
        count += 1;
    }
    Ok(count)
}

fn refused(error: &still::Error) -> Problem {
    Problem::field("file", error.to_string())
}

fn unwritable(error: &std::io::Error) -> Problem {
    let detail = match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk of the data folder is full: make room and upload it again",
        _ => "the picture could not be written into the data folder: make it writable and upload it again",
    };
    Problem::busy("storage-full", detail, 30)
}
