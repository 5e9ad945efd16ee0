//! The plan of the stage, and the place in it.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    id::ItemId,
    rundown::{End, Item},
    scene::{Caption, Scene, Transition},
};
use plenary_show::live;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, Place, given},
    dice,
    director::{Command, Plan},
    problem::Problem,
    v1::stage::command,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(add))
        .routes(routes!(change, remove))
        .routes(routes!(shift))
        .routes(routes!(next))
        .routes(routes!(back))
        .routes(routes!(jump))
        .routes(routes!(run))
}

/// A new item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewItem)]
struct New {
    /// As the crew and the audience read it.
    title: String,
    /// What is shown.
    scene: Scene,
    /// The name graphic that comes with it.
    caption: Option<Caption>,
    /// How it comes on air; a cut when left out.
    #[serde(default)]
    transition: Transition,
    /// Planned length in seconds.
    planned_s: u32,
    /// What follows when it is over; when left out, it waits.
    #[serde(default)]
    end: End,
    /// For the crew's eyes.
    #[serde(default)]
    notes: String,
    /// Before which place; at the end when left out.
    place: Option<usize>,
}

/// What changes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItemChange)]
struct Change {
    /// A new title.
    title: Option<String>,
    /// Another scene.
    scene: Option<Scene>,
    /// Another name graphic; `null` for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Caption>)]
    caption: Option<Option<Caption>>,
    /// Another transition.
    transition: Option<Transition>,
    /// Another planned length in seconds.
    planned_s: Option<u32>,
    /// Another end.
    end: Option<End>,
    /// New notes.
    notes: Option<String>,
}

/// Where an item goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItemMove)]
struct Shift {
    /// The place it has afterwards, 0 for the first.
    place: usize,
}

/// Where the show goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JumpCommand)]
struct Jump {
    /// The item to bring on air.
    item: ItemId,
}

/// Whether the rundown goes on by itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunCommand)]
struct Run {
    /// Whether it does.
    running: bool,
}

/// The plan and the place in it.
#[utoipa::path(
    get, path = "/api/v1/rundown", tag = "rundown",
    responses((status = OK, body = live::Rundown), (status = "4XX", body = Problem))
)]
async fn read(State(context): State<Arc<Context>>, _: Producer) -> Json<live::Rundown> {
    Json(context.rooms.director.crew().rundown.clone())
}

/// Adds an item.
#[utoipa::path(
    post, path = "/api/v1/rundown/items", tag = "rundown", request_body = New,
    responses((status = CREATED, body = live::Item), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn add(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<live::Item>), Problem> {
    let New { title, scene, caption, transition, planned_s, end, notes, place } = new;
    let id = ItemId::random(&mut dice());
    let item = Item { id, title, scene, caption, transition, planned_s, end, notes };
    let added = plan(&context, &producer, Plan::Add(item, place)).await?;
    Ok((StatusCode::CREATED, Json(added.ok_or_else(unanswered)?)))
}

/// Changes an item.
#[utoipa::path(
    patch, path = "/api/v1/rundown/items/{id}", tag = "rundown", params(("id" = ItemId, Path)), request_body = Change,
    responses((status = OK, body = live::Item), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn change(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<ItemId>,
    Body(change): Body<Change>,
) -> Result<Json<live::Item>, Problem> {
    let edit = move |item: &mut Item| {
        let Change { title, scene, caption, transition, planned_s, end, notes } = change;
        item.title = title.unwrap_or_else(|| item.title.clone());
        item.scene = scene.unwrap_or(item.scene);
        item.caption = caption.unwrap_or_else(|| item.caption.clone());
        item.transition = transition.unwrap_or(item.transition);
        item.planned_s = planned_s.unwrap_or(item.planned_s);
        item.end = end.unwrap_or(item.end);
        item.notes = notes.unwrap_or_else(|| item.notes.clone());
    };
    let changed = plan(&context, &producer, Plan::Edit(id, Box::new(edit))).await?;
    Ok(Json(changed.ok_or_else(unanswered)?))
}

/// Takes an item out. Not while it is on air.
#[utoipa::path(
    delete, path = "/api/v1/rundown/items/{id}", tag = "rundown", params(("id" = ItemId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<ItemId>,
) -> Result<StatusCode, Problem> {
    plan(&context, &producer, Plan::Remove(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Moves an item.
#[utoipa::path(
    post, path = "/api/v1/rundown/items/{id}/move", tag = "rundown", params(("id" = ItemId, Path)),
    request_body = Shift,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn shift(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<ItemId>,
    Body(shift): Body<Shift>,
) -> Result<StatusCode, Problem> {
    plan(&context, &producer, Plan::Shift(id, shift.place)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings the next item on air.
#[utoipa::path(
    post, path = "/api/v1/rundown/next", tag = "rundown",
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn next(State(context): State<Arc<Context>>, producer: Producer) -> Result<Json<live::Taken>, Problem> {
    command(&context, &producer, Command::Next).await
}

/// Brings the item before on air.
#[utoipa::path(
    post, path = "/api/v1/rundown/back", tag = "rundown",
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn back(State(context): State<Arc<Context>>, producer: Producer) -> Result<Json<live::Taken>, Problem> {
    command(&context, &producer, Command::Back).await
}

/// Brings any item on air.
#[utoipa::path(
    post, path = "/api/v1/rundown/jump", tag = "rundown", request_body = Jump,
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn jump(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(jump): Body<Jump>,
) -> Result<Json<live::Taken>, Problem> {
    command(&context, &producer, Command::Jump(jump.item)).await
}

/// Lets the rundown go on by itself, or stops it.
#[utoipa::path(
    post, path = "/api/v1/rundown/run", tag = "rundown", request_body = Run,
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn run(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(run): Body<Run>,
) -> Result<Json<live::Taken>, Problem> {
    command(&context, &producer, Command::Run(run.running)).await
}

async fn plan(context: &Context, by: &Producer, change: Plan) -> Result<Option<live::Item>, Problem> {
    Ok(context.rooms.director.plan(by.actor(), change).await?)
}

fn unanswered() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "unanswered", "the show did not say what became of the item")
}
