//! The stages of a summit: the main one, and those of gatherings, which have sources, a rundown and a crew of their own.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    id::{LocationId, StageId},
    link::Holder,
    name::BroadcastName,
    scene::Scene,
    source::SourceId,
    summit::Stage,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Crew, Producer},
    body::{Body, NAME, Place, name},
    dice,
    problem::Problem,
    v1::personal::{self, Days, Made, Standing},
};

/// Stages of a summit: each of them makes a programme of its own, which is work for a computer.
const MOST: usize = 64;
/// Somebody has to make room on the computer.
const RETRY_S: u32 = 5;

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(rename, remove))
        .routes(routes!(restore))
        .routes(routes!(issue, revoke))
}

/// A stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stage)]
struct Answer {
    /// Its id.
    id: StageId,
    /// As crew and audience read it.
    name: String,
    /// Whether it is the one that viewers see when they ask for none.
    main: bool,
    /// The location that runs it.
    location: Option<LocationId>,
    /// What other stages can show of it.
    source: SourceId,
    /// Name of its programme's broadcast.
    programme: String,
    /// The link of the process that makes the programme, when it is not the server.
    link: Option<Standing>,
}

impl Answer {
    fn new(stage: Stage, link: Option<Standing>) -> Self {
        let Stage { id, summit, name, main, location } = stage;
        let programme = BroadcastName::Programme { summit, stage: id }.to_string();
        Self { id, name, main, location, source: SourceId::Stage(id), programme, link }
    }
}

/// A new local stage.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStage)]
struct New {
    /// As crew and audience read it.
    name: String,
    /// The location that runs it: its picture is one of the stage's sources, once it was let in.
    location: Option<LocationId>,
}

/// What changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StageChange)]
struct Change {
    /// A new name.
    name: String,
}

/// The stages that the producer may direct, the main one first.
#[utoipa::path(
    get, path = "/api/v1/stages", tag = "stages",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, crew: Crew) -> Result<Json<Vec<Answer>>, Problem> {
    let stages = context.rooms.store.stages().list(context.rooms.summit).await?;
    let theirs = stages.into_iter().filter(|stage| crew.own.is_none_or(|own| own == stage.id));
    let links = context.rooms.store.links().list(context.rooms.summit).await?;
    let link = |stage: &Stage| links.get(&Holder::Stage(stage.id)).map(Standing::from);
    Ok(Json(theirs.map(|stage| Answer::new(stage.clone(), link(&stage))).collect()))
}

/// Makes a local stage. Its programme begins at once, with the slate.
#[utoipa::path(
    post, path = "/api/v1/stages", tag = "stages", request_body = New,
    responses((status = CREATED, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let (by, summit) = (producer.by(&context), context.rooms.summit);
    let store = &context.rooms.store;
    let (id, name) = (StageId::random(&mut dice()), name("name", &new.name, NAME)?);
    let stage = Stage { id, summit, name, main: false, location: new.location };
    room(&context, new.location).await?;
    if let Some(location) = new.location {
        store.locations().get(location).await.map_err(|_| Problem::field("location", "this location is gone"))?;
    }
    store.stages().create(by, &stage).await?;
    if let Err(problem) = open(&context, stage.clone()).await {
        store.stages().remove(by, id).await?;
        return Err(problem);
    }
    Ok((StatusCode::CREATED, Json(Answer::new(stage, None))))
}

/// Gives a stage another name.
#[utoipa::path(
    patch, path = "/api/v1/stages/{id}", tag = "stages", params(("id" = StageId, Path)), request_body = Change,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn rename(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<StageId>,
    Body(change): Body<Change>,
) -> Result<Json<Answer>, Problem> {
    let name = name("name", &change.name, NAME)?;
    let stage = theirs(&context, id).await?;
    context.rooms.store.stages().rename(producer.by(&context), id, &name).await?;
    context.reload().await;
    let link = personal::standing(&context, Holder::Stage(id)).await?;
    Ok(Json(Answer::new(Stage { name, ..stage }, link)))
}

/// Removes a local stage: its programme ends, and its people wait until it is brought back. Not while it is on air.
#[utoipa::path(
    delete, path = "/api/v1/stages/{id}", tag = "stages", params(("id" = StageId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<StageId>,
) -> Result<StatusCode, Problem> {
    let conflict = |kind, detail: &str| Problem::new(StatusCode::CONFLICT, kind, detail);
    if theirs(&context, id).await?.main {
        return Err(conflict("main-stage", "the main stage cannot be removed"));
    }
    let shown = context.rooms.director.crew().programme.shows(SourceId::Stage(id));
    let shows = context.rooms.stages.director(id).is_some_and(|show| show.crew().programme != Scene::Slate);
    if shown || shows {
        let detail = "this stage is on air: take it off the main stage and bring its slate on air, then remove it";
        return Err(conflict("stage-on-air", detail));
    }
    context.rooms.store.stages().remove(producer.by(&context), id).await?;
    context.rooms.stages.close(id).await;
    context.reload().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a removed stage back, with everything that it had.
#[utoipa::path(
    post, path = "/api/v1/stages/{id}/restore", tag = "stages", params(("id" = StageId, Path)),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn restore(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<StageId>,
) -> Result<Json<Answer>, Problem> {
    let (by, store) = (producer.by(&context), &context.rooms.store);
    room(&context, None).await?;
    let stage = store.stages().restore(by, id).await?;
    if let Err(problem) = open(&context, stage.clone()).await {
        store.stages().remove(by, id).await?;
        return Err(problem);
    }
    let link = personal::standing(&context, Holder::Stage(id)).await?;
    Ok(Json(Answer::new(stage, link)))
}

/// Makes a link with which `plenary stage --join` makes the programme of a local stage from now on, in a process of
/// its own. The one that it had stops working. The programme is interrupted until the process is there.
#[utoipa::path(
    post, path = "/api/v1/stages/{id}/link", tag = "stages", params(("id" = StageId, Path)), request_body = Days,
    responses((status = CREATED, body = Made), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn issue(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<StageId>,
    Body(days): Body<Days>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let stage = local(&context, id).await?;
    let made = personal::issue(&context, producer.by(&context), Holder::Stage(id), &days).await?;
    context.rooms.stages.close(id).await;
    open(&context, stage).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes the link of a stage back: the server makes its programme again.
#[utoipa::path(
    delete, path = "/api/v1/stages/{id}/link", tag = "stages", params(("id" = StageId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn revoke(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<StageId>,
) -> Result<StatusCode, Problem> {
    let stage = local(&context, id).await?;
    personal::revoke(&context, producer.by(&context), Holder::Stage(id)).await?;
    context.rooms.stages.close(id).await;
    open(&context, stage).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A local stage: the server itself makes the main one.
async fn local(context: &Context, id: StageId) -> Result<Stage, Problem> {
    let stage = theirs(context, id).await?;
    match stage.main {
        false => Ok(stage),
        true => {
            let detail = "the server itself makes the main stage: choose a local one";
            Err(Problem::new(StatusCode::CONFLICT, "main-stage", detail))
        }
    }
}

/// Starts the show of a stage, and tells the others that it is there.
async fn open(context: &Context, stage: Stage) -> Result<(), Problem> {
    let opened = context.rooms.stages.open(stage).await;
    opened.map_err(|detail| Problem::busy("stage-unavailable", detail, RETRY_S))?;
    context.reload().await;
    Ok(())
}

async fn theirs(context: &Context, id: StageId) -> Result<Stage, Problem> {
    let stage = context.rooms.store.stages().get(id).await?;
    match stage.summit == context.rooms.summit {
        true => Ok(stage),
        false => Err(Problem::not_found("there is no such stage: it may have been removed")),
    }
}

/// There is room for one more, and its location runs no other.
async fn room(context: &Context, location: Option<LocationId>) -> Result<(), Problem> {
    let stages = context.rooms.store.stages().list(context.rooms.summit).await?;
    if location.is_some() && stages.iter().any(|stage| stage.location == location) {
        let detail = "this location runs a stage already: choose another one, or remove that stage";
        return Err(Problem::new(StatusCode::CONFLICT, "location-taken", detail));
    }
    match stages.len() < MOST {
        true => Ok(()),
        false => {
            let detail = format!("a summit has at most {MOST} stages: remove one that is not needed");
            Err(Problem::new(StatusCode::CONFLICT, "too-many-stages", detail))
        }
    }
}
