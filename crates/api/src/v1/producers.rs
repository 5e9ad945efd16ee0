//! Those who direct.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    crew,
    id::{CrewId, StageId},
    link::Holder,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, NAME, Place, name},
    dice,
    problem::Problem,
    stages::Which,
    v1::personal::{self, Days, Made, Standing},
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(remove)).routes(routes!(issue, revoke))
}

/// A producer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Producer)]
struct Answer {
    /// Their id.
    id: CrewId,
    /// As the crew reads it.
    name: String,
    /// The only stage that they direct; nothing for all of them.
    stage: Option<StageId>,
    /// Whether it is you.
    you: bool,
    /// Their link, if they have one that was not taken back.
    link: Option<Standing>,
}

/// A new producer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProducer)]
struct New {
    /// As the crew reads it.
    name: String,
    /// The only stage that they direct; left out, they direct the summit with all its stages.
    stage: Option<StageId>,
}

/// Every producer, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/producers", tag = "producers",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, asking: Producer) -> Result<Json<Vec<Answer>>, Problem> {
    let (store, summit) = (&context.rooms.store, context.rooms.summit);
    let links = store.links().list(summit).await?;
    let answer = |crew::Producer { id, name, stage, .. }| {
        let link = links.get(&Holder::Producer(id)).map(Standing::from);
        Answer { id, name, stage, you: id == asking.id, link }
    };
    Ok(Json(store.crew().list(summit).await?.into_iter().map(answer).collect()))
}

/// Adds a producer.
#[utoipa::path(
    post, path = "/api/v1/producers", tag = "producers", request_body = New,
    responses((status = CREATED, body = Answer), (status = "4XX", body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let by = producer.by(&context);
    let (id, name) = (CrewId::random(&mut dice()), name("name", &new.name, NAME)?);
    let stage = match new.stage {
        Some(stage) => context.on(Which { stage: Some(stage) }, None)?.local,
        None => None,
    };
    let added = crew::Producer { id, summit: context.rooms.summit, stage, name: name.clone(), created: by.at };
    context.rooms.store.crew().create(by, &added).await?;
    Ok((StatusCode::CREATED, Json(Answer { id, name, stage, you: false, link: None })))
}

/// Removes a producer: their link and their sessions end. Nobody removes themselves, so that somebody
/// is left who can let others in.
#[utoipa::path(
    delete, path = "/api/v1/producers/{id}", tag = "producers", params(("id" = CrewId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<CrewId>,
) -> Result<StatusCode, Problem> {
    not_yourself(&producer, id)?;
    context.rooms.store.crew().remove(producer.by(&context), id).await?;
    personal::end(&context, Holder::Producer(id), "").await;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new link for a producer. The one they had stops working and its sessions end.
#[utoipa::path(
    post, path = "/api/v1/producers/{id}/link", tag = "producers", params(("id" = CrewId, Path)), request_body = Days,
    responses((status = CREATED, body = Made), (status = "4XX", body = Problem))
)]
async fn issue(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<CrewId>,
    Body(days): Body<Days>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    context.rooms.store.crew().get(id).await?;
    let made = personal::issue(&context, producer.by(&context), Holder::Producer(id), &days).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes a producer's link back. Nobody takes back their own.
#[utoipa::path(
    delete, path = "/api/v1/producers/{id}/link", tag = "producers", params(("id" = CrewId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn revoke(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<CrewId>,
) -> Result<StatusCode, Problem> {
    not_yourself(&producer, id)?;
    context.rooms.store.crew().get(id).await?;
    personal::revoke(&context, producer.by(&context), Holder::Producer(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn not_yourself(producer: &Producer, id: CrewId) -> Result<(), Problem> {
    match producer.id == id {
        true => {
            let detail = "you cannot lock yourself out: let another producer do it";
            Err(Problem::new(StatusCode::CONFLICT, "yourself", detail))
        }
        false => Ok(()),
    }
}
