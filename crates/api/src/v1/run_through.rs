//! The run-through: the whole show against a copy that only the crew sees, and what was learnt from it.

use std::{collections::HashMap, sync::Arc};

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    id::{ItemId, StageId},
    run_through::Timing,
    summit::Stage,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, Place},
    dice,
    problem::Problem,
};

/// Characters of a note.
const NOTE: usize = 500;
/// Somebody has to make room on the computer.
const RETRY_S: u32 = 5;

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(read, begin, end)).routes(routes!(reset)).routes(routes!(note))
}

/// The run-through, and what was learnt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunThrough)]
struct Answer {
    /// The stage to direct it on, while there is one.
    stage: Option<StageId>,
    /// Every item of the plan, in order.
    items: Vec<Learnt>,
}

/// What was learnt of an item of the plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunThroughItem)]
struct Learnt {
    /// The item of the plan.
    item: ItemId,
    /// Its title.
    title: String,
    /// How long it is to take, in seconds.
    planned_s: u32,
    /// How long it took when it was run through last, in milliseconds.
    took_ms: Option<u64>,
    /// When that was.
    at: Option<Timestamp>,
    /// What the crew wrote about it.
    note: String,
}

/// What the crew says about an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunThroughNote)]
struct Note {
    /// At most 500 characters; nothing takes it away.
    note: String,
}

/// Tells whether there is a run-through, and what was learnt from it and those before.
#[utoipa::path(
    get, path = "/api/v1/run-through", tag = "run-through",
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn read(State(context): State<Arc<Context>>, _: Producer) -> Result<Json<Answer>, Problem> {
    answer(&context).await
}

/// Copies the main stage's plan and begins a run-through of it, with the slate. Only the crew sees it.
#[utoipa::path(
    post, path = "/api/v1/run-through", tag = "run-through",
    responses((status = CREATED, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn begin(State(context): State<Arc<Context>>, producer: Producer) -> Result<(StatusCode, Json<Answer>), Problem> {
    copy(&context, &producer).await?;
    Ok((StatusCode::CREATED, answer(&context).await?))
}

/// Throws the copy away, with everything that was done in it, and begins anew with the plan as it is now. How long items
/// took is kept.
#[utoipa::path(
    post, path = "/api/v1/run-through/reset", tag = "run-through",
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn reset(State(context): State<Arc<Context>>, producer: Producer) -> Result<Json<Answer>, Problem> {
    throw_away(&context, &producer).await?;
    copy(&context, &producer).await?;
    answer(&context).await
}

/// Ends the run-through. How long items took is kept.
#[utoipa::path(
    delete, path = "/api/v1/run-through", tag = "run-through",
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn end(State(context): State<Arc<Context>>, producer: Producer) -> Result<Json<Answer>, Problem> {
    throw_away(&context, &producer).await?;
    answer(&context).await
}

/// Writes down what the crew says about an item of the plan.
#[utoipa::path(
    put, path = "/api/v1/run-through/notes/{id}", tag = "run-through", params(("id" = ItemId, Path)),
    request_body = Note,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn note(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(item): Place<ItemId>,
    Body(Note { note }): Body<Note>,
) -> Result<Json<Answer>, Problem> {
    let note = note.trim();
    if note.chars().count() > NOTE {
        return Err(Problem::field("note", "500 characters are the most"));
    }
    if !context.rooms.director.plan().items.contains_key(&item) {
        return Err(Problem::not_found("there is no such item in the plan: it may have been removed"));
    }
    context.rooms.store.run_throughs().note(producer.by(&context), context.rooms.summit, item, note).await?;
    answer(&context).await
}

async fn copy(context: &Context, producer: &Producer) -> Result<Stage, Problem> {
    let (rooms, by) = (&context.rooms, producer.by(context));
    if rooms.store.run_throughs().current(rooms.summit).await?.is_some() {
        let detail = "a run-through goes on already: open it, or end it first";
        return Err(Problem::new(StatusCode::CONFLICT, "run-through", detail));
    }
    let summit = rooms.store.summits().get(rooms.summit).await?;
    let main = rooms.store.stages().get(rooms.stage).await?;
    // Not held across an await: the generator belongs to its thread.
    let seed = rand::Rng::random(&mut dice());
    let mut rng: rand::rngs::StdRng = rand::SeedableRng::from_seed(seed);
    let stage = rooms.store.run_throughs().begin(by, &summit, &main, &mut rng).await?;
    if let Err(detail) = rooms.stages.open(stage.clone()).await {
        rooms.store.run_throughs().end(by, rooms.summit).await?;
        return Err(Problem::busy("stage-unavailable", detail, RETRY_S));
    }
    Ok(stage)
}

async fn throw_away(context: &Context, producer: &Producer) -> Result<(), Problem> {
    let rooms = &context.rooms;
    let stage = rooms.store.run_throughs().current(rooms.summit).await?;
    let stage = stage.ok_or_else(|| Problem::not_found("there is no run-through: begin one first"))?;
    // Its last item stands in the store as it was left.
    rooms.stages.close(stage.id).await;
    rooms.store.run_throughs().end(producer.by(context), rooms.summit).await?;
    Ok(())
}

async fn answer(context: &Context) -> Result<Json<Answer>, Problem> {
    let (rooms, store) = (&context.rooms, context.rooms.store.run_throughs());
    let stage = store.current(rooms.summit).await?.map(|stage| stage.id);
    let mut learnt = store.timings(rooms.summit).await?;
    if let Some(stage) = stage {
        now(context, stage, &mut learnt).await?;
    }
    let plan = rooms.director.plan();
    let items = plan.order.iter().filter_map(|id| Some((*id, plan.items.get(id)?)));
    let items = items.map(|(item, planned)| {
        let Timing { took_ms, at, note } = learnt.remove(&item).unwrap_or_default();
        Learnt { item, title: planned.title.clone(), planned_s: planned.planned_s, took_ms, at, note }
    });
    Ok(Json(Answer { stage, items: items.collect() }))
}

/// How long items took in the run-through that goes on.
async fn now(context: &Context, stage: StageId, learnt: &mut HashMap<ItemId, Timing>) -> Result<(), Problem> {
    let rooms = &context.rooms;
    let copied = rooms.store.run_throughs().plan(stage).await?;
    let Some(director) = rooms.stages.director(stage) else { return Ok(()) };
    for (id, item) in &director.plan().items {
        if let (Some(of_plan), Some(aired)) = (copied.get(id), item.aired)
            && let Some(to) = aired.to
        {
            let timing = learnt.entry(*of_plan).or_default();
            timing.took_ms = u64::try_from(to.since(aired.from).as_millis()).ok();
            timing.at = Some(aired.from);
        }
    }
    Ok(())
}
