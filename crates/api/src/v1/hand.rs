//! The hand that a guest raises: to speak, and to see when.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{floor::Category, id::RequestId, journal::Actor, link::Holder, source::SourceId, time::Timestamp};
use plenary_show::{floor::Wish, live::floor::Own};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Anyone,
    body::{Asked, Body},
    dice,
    problem::Problem,
    v1::me::As,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(read, raise, lower))
}

/// Where a guest stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hand)]
struct Answer {
    /// Whether they may ask.
    open: bool,
    /// What they asked for, when they did.
    floor: Option<Own>,
    /// The server's time, which the clock of a speech is to be read by.
    now: Timestamp,
}

/// What for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RaisedHand)]
struct Raise {
    /// The category.
    category: Category,
}

/// Where this guest stands with the floor.
#[utoipa::path(
    get, path = "/api/v1/me/floor", tag = "hand", params(As),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn read(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
) -> Result<Json<Answer>, Problem> {
    Ok(Json(answer(&context, guest(&anyone, asked)?)))
}

/// Asks for the floor. One request of each person is open at a time.
#[utoipa::path(
    post, path = "/api/v1/me/floor", tag = "hand", params(As), request_body = Raise,
    responses((status = CREATED, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn raise(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
    Body(Raise { category }): Body<Raise>,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let person = guest(&anyone, asked)?;
    context.press(person)?;
    let id = RequestId::random(&mut dice());
    context.show_of(person).wish(person, Wish::Ask(id, category)).await?;
    Ok((StatusCode::CREATED, Json(answer(&context, person))))
}

/// Withdraws what this guest asked for.
#[utoipa::path(
    delete, path = "/api/v1/me/floor", tag = "hand", params(As),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn lower(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
) -> Result<Json<Answer>, Problem> {
    let person = guest(&anyone, asked)?;
    context.press(person)?;
    context.show_of(person).wish(person, Wish::Withdraw).await?;
    Ok(Json(answer(&context, person)))
}

fn answer(context: &Context, person: SourceId) -> Answer {
    let crew = context.show_of(person).crew();
    let floor = &crew.floor;
    Answer { open: floor.rules.open, floor: floor.turns().get(&person).copied(), now: context.now() }
}

/// Who asks, when it is somebody who may be shown.
///
/// # Errors
/// 401 for nobody, 403 for everybody else.
pub(crate) fn guest(anyone: &Anyone, asked: As) -> Result<SourceId, Problem> {
    match anyone.link(asked.role)?.map(|link| link.holder) {
        Some(Holder::Speaker(id)) => Ok(SourceId::Speaker(id)),
        Some(Holder::Location(id)) => Ok(SourceId::Location(id)),
        Some(Holder::Producer(_) | Holder::Stage(_) | Holder::Rehearsal(_)) => Err(Problem::forbidden()),
        None => Err(Problem::unauthorized()),
    }
}

/// A guest, as the journal names them.
pub(crate) fn actor(person: SourceId) -> Actor {
    match person {
        SourceId::Speaker(id) => Actor::Speaker(id),
        SourceId::Location(id) => Actor::Location(id),
        SourceId::Clip(_) | SourceId::Wall | SourceId::Stage(_) => Actor::System,
    }
}
