//! Recordings on their way here: resumable uploads (tus 1.0.0, <https://tus.io>).

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode},
    response::{IntoResponse, Response},
};
use fileloft_core::{
    config::{Config, Extensions},
    error::TusError,
    handler::{NoLocker, TusBody, TusHandler, TusRequest},
    info::{Metadata, UploadId, UploadInfo},
    store::{SendDataStore, SendUpload},
};
use futures::TryStreamExt;
use plenary_model::{
    clip::{Clip, Review, State as ClipState},
    id::{ClipId, SpeakerId},
};
use plenary_store::By;
use tokio::{
    fs::{File, OpenOptions},
    io::{AsyncRead, AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
};
use tokio_util::{io::StreamReader, sync::CancellationToken};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Begun, Sender},
    body::{Asked, Place, TITLE, name, too_large},
    dice,
    problem::Problem,
    v1::me::As,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(offset, append, abandon))
        // An upload counts its own bytes, as they come.
        .layer(DefaultBodyLimit::disable())
}

/// Begins an upload (tus creation). `Upload-Metadata` may hold `title`, `filename` and, from the crew, `speaker`,
/// whose recording it is. What a speaker sends is their own and waits for a producer.
#[utoipa::path(
    post, path = "/api/v1/uploads", tag = "uploads", params(As),
    responses((status = CREATED, description = "`Location` is where it goes on"), (status = "4XX", body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Asked(asked): Asked<As>,
    request: Request,
) -> Result<Response, Problem> {
    let Begun { by, speaker, stage } = sender.begin(&context, asked.role).await?;
    let metadata = match request.headers().get("upload-metadata").map(|value| value.to_str()) {
        None => Metadata::default(),
        Some(Ok(text)) => Metadata::parse(text).map_err(|_| no_metadata())?,
        Some(Err(_)) => return Err(no_metadata()),
    };
    let said = |key: &str| metadata.get(key).cloned().flatten();
    let named = said("filename").map(|name| name.chars().filter(|c| !c.is_control()).take(TITLE).collect::<String>());
    let title = match said("title").or(named.filter(|name| !name.trim().is_empty())) {
        Some(title) => name("title", &title, TITLE)?,
        None => "Clip".to_owned(),
    };
    let whose = match (speaker, said("speaker")) {
        (Some(own), _) => Some(own),
        (None, Some(id)) => {
            let id: SpeakerId = id.parse().map_err(|_| Problem::field("speaker", "speaker must be the id of one"))?;
            let speaker = context.rooms.store.speakers().get(id).await?;
            if speaker.stage != stage {
                return Err(Problem::field("speaker", "this speaker belongs to another stage"));
            }
            Some(speaker.id)
        }
        (None, None) => None,
    };
    if let Some(own) = speaker {
        let clips = context.rooms.store.clips().list(context.rooms.summit).await?;
        if clips.iter().filter(|clip| clip.speaker == Some(own) && clip.review != Review::Approved).count() >= MOST {
            let detail = "you have sent several recordings already: remove one that is not needed, then send this one";
            return Err(Problem::new(StatusCode::CONFLICT, "too-many-uploads", detail));
        }
    }
    let clip = Clip {
        stage,
        speaker: whose,
        review: if speaker.is_some() { Review::Waiting } else { Review::Approved },
        ..Clip::new(ClipId::random(&mut dice()), context.rooms.summit, title, by.at)
    };
    let turn = context.queue.turn(clip.id).await;
    let files = Files::new(&context, by, turn.stop.clone(), Some(clip));
    let answer = files.serve(request, None).await?;
    context.reload().await;
    Ok(answer)
}

/// How far an upload is: `Upload-Offset` of `Upload-Length` bytes are here.
#[utoipa::path(
    head, path = "/api/v1/uploads/{id}", tag = "uploads", params(("id" = ClipId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn offset(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place(id): Place<ClipId>,
    request: Request,
) -> Result<Response, Problem> {
    go_on(&context, &sender, id, request).await
}

/// The next bytes of an upload, as `application/offset+octet-stream` from `Upload-Offset` on. Its check begins with
/// its last byte: ask for the clip until its state is no longer `checking`.
#[utoipa::path(
    patch, path = "/api/v1/uploads/{id}", tag = "uploads", params(("id" = ClipId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn append(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place(id): Place<ClipId>,
    request: Request,
) -> Result<Response, Problem> {
    go_on(&context, &sender, id, request).await
}

/// Gives an upload up.
#[utoipa::path(
    delete, path = "/api/v1/uploads/{id}", tag = "uploads", params(("id" = ClipId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn abandon(
    State(context): State<Arc<Context>>,
    sender: Sender,
    Place(id): Place<ClipId>,
    request: Request,
) -> Result<Response, Problem> {
    let answer = go_on(&context, &sender, id, request).await?;
    context.reload().await;
    Ok(answer)
}

async fn go_on(context: &Arc<Context>, sender: &Sender, id: ClipId, request: Request) -> Result<Response, Problem> {
    let clip = context.rooms.store.clips().get(id).await?;
    let by = sender.touch(context, &clip)?;
    // Whoever asks how far it is wants to go on: whoever wrote to it before hangs.
    let turn = context.queue.turn(id).await;
    Files::new(context, by, turn.stop.clone(), None).serve(request, Some(id)).await
}

/// The uploads of one request.
struct Files {
    context: Arc<Context>,
    by: By,
    stop: CancellationToken,
    /// The clip that a creation makes.
    new: Option<Clip>,
    /// What went wrong, in words; the protocol's own have none for it.
    trouble: Trouble,
}

/// What went wrong with an upload.
type Trouble = Arc<Mutex<Option<Problem>>>;

impl Files {
    fn new(context: &Arc<Context>, by: By, stop: CancellationToken, new: Option<Clip>) -> Self {
        Self { context: context.clone(), by, stop, new, trouble: Trouble::default() }
    }

    /// Has the protocol's library answer.
    async fn serve(self, request: Request, id: Option<ClipId>) -> Result<Response, Problem> {
        let limit = self.context.options.upload_bytes;
        let trouble = self.trouble.clone();
        let extensions =
            Extensions { creation_defer_length: false, checksum: false, expiration: false, ..Extensions::default() };
        // A reference without a host holds behind every proxy.
        let config = Config {
            base_path: "/api/v1/uploads/".into(),
            base_url: Some(String::new()),
            max_size: limit,
            extensions,
            ..Config::default()
        };
        let (parts, body) = request.into_parts();
        let has_body = matches!(parts.method, Method::POST | Method::PATCH);
        let body = has_body.then(|| {
            let stream = body.into_data_stream().map_err(io::Error::other);
            Box::new(StreamReader::new(stream)) as Box<dyn AsyncRead + Send + Unpin>
        });
        let ask = TusRequest {
            method: parts.method,
            uri: parts.uri,
            upload_id: id.map(|id| id.to_string()),
            headers: parts.headers,
            body,
        };
        let answer = TusHandler::<_, NoLocker>::new(self, None, config).handle(ask).await;
        if let Some(problem) = trouble.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(problem);
        }
        let TusBody::Bytes(text) = answer.body else { return Err(Problem::not_found("there is nothing to read")) };
        match answer.status {
            status if status.is_success() => Ok((status, answer.headers, Body::empty()).into_response()),
            StatusCode::PAYLOAD_TOO_LARGE => Err(too_large(format!(
                "the file is larger than {} MiB: make it smaller, for example as 1080p H.264",
                limit >> 20
            ))),
            status => Err(refused(status, &answer.headers, &text)),
        }
    }

    fn upload(&self, info: UploadInfo, id: ClipId) -> Upload {
        Upload {
            context: self.context.clone(),
            by: self.by,
            stop: self.stop.clone(),
            path: self.context.queue.upload(id),
            id,
            info,
            trouble: self.trouble.clone(),
        }
    }
}

impl SendDataStore for Files {
    type UploadType = Upload;

    async fn create_upload(&self, mut info: UploadInfo) -> Result<Upload, TusError> {
        let (Some(clip), Some(bytes)) = (&self.new, info.size) else { return Err(TusError::MissingUploadLength) };
        info.id = UploadId::from(clip.id.as_str());
        let upload = self.upload(info, clip.id);
        let clip = Clip { state: ClipState::Uploading { bytes }, ..clip.clone() };
        upload.begin(&clip).await.map_err(|problem| upload.fail(problem))?;
        Ok(upload)
    }

    async fn get_upload(&self, id: &UploadId) -> Result<Upload, TusError> {
        let gone = || TusError::NotFound(id.to_string());
        let clip_id: ClipId = id.as_str().parse().map_err(|_| gone())?;
        let clip = self.context.rooms.store.clips().get(clip_id).await.map_err(|_| gone())?;
        // Of an upload that is whole nothing is left to send.
        let arrived = self.context.queue.arrived(clip_id);
        let (bytes, offset) = match clip.state {
            ClipState::Uploading { bytes } => (bytes, arrived),
            ClipState::Checking | ClipState::Ready { .. } | ClipState::Failed { .. } => (arrived, arrived),
        };
        let info = UploadInfo { offset, ..UploadInfo::new(id.clone(), Some(bytes)) };
        Ok(self.upload(info, clip_id))
    }
}

/// One upload, as one request writes to it.
struct Upload {
    context: Arc<Context>,
    by: By,
    stop: CancellationToken,
    path: PathBuf,
    id: ClipId,
    info: UploadInfo,
    trouble: Trouble,
}

impl Upload {
    async fn begin(&self, clip: &Clip) -> Result<(), Problem> {
        if let Some(folder) = self.path.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(|error| unwritable(&error))?;
        }
        File::create(&self.path).await.map_err(|error| unwritable(&error))?;
        Ok(self.context.rooms.store.clips().create(self.by, clip).await?)
    }

    async fn append(&mut self, reader: &mut (dyn AsyncRead + Unpin + Send)) -> Result<u64, Problem> {
        let offset = self.info.offset;
        let mut rest = self.info.size.unwrap_or_default().saturating_sub(offset);
        let mut file = OpenOptions::new().write(true).open(&self.path).await.map_err(|error| unwritable(&error))?;
        file.seek(io::SeekFrom::Start(offset)).await.map_err(|error| unwritable(&error))?;
        let mut buffer = vec![0; PIECE];
        loop {
            let read = tokio::select! {
                biased;
                () = self.stop.cancelled() => break,
                read = tokio::time::timeout(PATIENCE, reader.read(&mut buffer)) => read,
            };
            // What has come counts, however the connection ended: the sender asks how far it is.
            let Ok(Ok(length @ 1..)) = read else { break };
            if length as u64 > rest {
                return Err(Problem::field("Upload-Length", "more bytes came than the upload said that it has"));
            }
            file.write_all(&buffer[..length]).await.map_err(|error| unwritable(&error))?;
            rest -= length as u64;
            self.info.offset += length as u64;
        }
        file.flush().await.map_err(|error| unwritable(&error))?;
        if rest == 0 {
            // The answer says that it is kept.
            file.sync_all().await.map_err(|error| unwritable(&error))?;
        }
        Ok(self.info.offset - offset)
    }

    async fn whole(&self) -> Result<(), Problem> {
        let clips = self.context.rooms.store.clips();
        if matches!(clips.get(self.id).await?.state, ClipState::Uploading { .. }) {
            clips.arrived(self.by, self.id).await?;
            self.context.reload().await;
            self.context.queue.wake();
        }
        Ok(())
    }

    /// Keeps a problem for the answer.
    fn fail(&self, problem: Problem) -> TusError {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
        TusError::HookRejected("see the problem".into())
    }
}

impl SendUpload for Upload {
    async fn write_chunk(&mut self, _: u64, reader: &mut (dyn AsyncRead + Unpin + Send)) -> Result<u64, TusError> {
        self.append(reader).await.map_err(|problem| self.fail(problem))
    }

    async fn get_info(&self) -> Result<UploadInfo, TusError> {
        Ok(self.info.clone())
    }

    async fn finalize(&mut self) -> Result<(), TusError> {
        self.whole().await.map_err(|problem| self.fail(problem))
    }

    async fn delete(self) -> Result<(), TusError> {
        let removed = self.context.rooms.store.clips().remove(self.by, self.id).await;
        removed.map_err(|error| self.fail(error.into()))?;
        self.context.queue.clear(self.id).await;
        Ok(())
    }

    async fn declare_length(&mut self, _: u64) -> Result<(), TusError> {
        Err(TusError::ExtensionNotEnabled("creation-defer-length"))
    }

    async fn concatenate(&mut self, _: &[UploadInfo]) -> Result<(), TusError> {
        Err(TusError::ExtensionNotEnabled("concatenation"))
    }

    async fn read_content(&self) -> Result<Box<dyn AsyncRead + Send + Unpin>, TusError> {
        Err(TusError::MethodNotAllowed)
    }
}

/// What the library refused, in the shape of every other problem.
fn refused(status: StatusCode, headers: &HeaderMap, text: &[u8]) -> Problem {
    let version = headers.get("tus-resumable").cloned().unwrap_or_else(|| HeaderValue::from_static("1.0.0"));
    tracing::debug!(%status, ?version, "an upload was refused");
    Problem::new(status, "upload-refused", String::from_utf8_lossy(text))
}

fn no_metadata() -> Problem {
    Problem::field(
        "Upload-Metadata",
        "Upload-Metadata must be pairs of a word and its value in base64, with commas between",
    )
}

fn unwritable(error: &io::Error) -> Problem {
    let detail = match error.kind() {
        io::ErrorKind::StorageFull => "the disk of the data folder is full: make room, then go on with the upload",
        _ => "the upload could not be written into the data folder: make it writable, then go on with the upload",
    };
    Problem::busy("storage-full", detail, 30)
}

/// Recordings of one speaker that no producer has let through.
const MOST: usize = 5;
/// What is read at once.
const PIECE: usize = 256 << 10;
/// A connection that gives nothing for so long is dead; its sender comes back on another one.
const PATIENCE: Duration = Duration::from_secs(60);
