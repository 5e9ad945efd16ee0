//! Who changed what in the plan, and the way back.

use std::sync::Arc;

use axum::{Json, extract::State};
use plenary_show::{handle::Draft, live};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Crew,
    body::{Asked, Place},
    problem::Problem,
};

/// Changes of an answer.
const PAGE: u64 = 100;

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(undo_last)).routes(routes!(undo))
}

/// Which changes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Before {
    /// Those before this number; the newest when left out.
    before: Option<i64>,
}

/// The changes of the plan, the newest first, at most 100.
#[utoipa::path(
    get, path = "/api/v1/rundown/changes", tag = "rundown", params(Before),
    responses((status = OK, body = Vec<live::Change>), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn list(
    State(context): State<Arc<Context>>,
    crew: Crew,
    Asked(Before { before }): Asked<Before>,
) -> Result<Json<Vec<live::Change>>, Problem> {
    let rooms = &context.rooms;
    let made = rooms.store.rundowns().changes(crew.on.stage, before, PAGE).await?;
    Ok(Json(made.into_iter().map(live::Change::from).collect()))
}

/// Takes back what the producer changed last.
#[utoipa::path(
    post, path = "/api/v1/rundown/undo", tag = "rundown",
    responses((status = OK, body = live::Change), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn undo_last(producer: Crew) -> Result<Json<live::Change>, Problem> {
    let made = producer.on.director.draft(producer.actor(), Draft::Undo(None)).await?;
    Ok(Json(made.into()))
}

/// Takes a change back, whoever made it. Taking back an undo brings the change again.
#[utoipa::path(
    post, path = "/api/v1/rundown/changes/{sequence}/undo", tag = "rundown", params(("sequence" = i64, Path)),
    responses((status = OK, body = live::Change), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn undo(producer: Crew, Place(sequence): Place<i64>) -> Result<Json<live::Change>, Problem> {
    let made = producer.on.director.draft(producer.actor(), Draft::Undo(Some(sequence))).await?;
    Ok(Json(made.into()))
}
