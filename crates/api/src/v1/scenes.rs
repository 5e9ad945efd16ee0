//! The crew's own arrangements of sources, beside those that come with the program.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    id::TemplateId,
    scene::template::{self, Place as ScenePlace, Template},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, NAME, Place, name},
    dice,
    problem::Problem,
};

/// Arrangements that a summit has at most: every screen of the crew carries them.
const MOST: usize = 50;

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(change, remove))
}

/// An arrangement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewScene)]
struct New {
    /// As the crew calls it.
    name: String,
    /// One to nine places, from the back to the front.
    places: Vec<ScenePlace>,
}

/// Adds an arrangement. The crew's document lists it from then on.
#[utoipa::path(
    post, path = "/api/v1/scenes", tag = "scenes", request_body = New,
    responses((status = CREATED, body = TemplateId), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<TemplateId>), Problem> {
    let by = producer.by(&context);
    let (store, summit) = (&context.rooms.store, context.rooms.summit);
    let (name, places) = checked(new)?;
    if store.templates().list(summit).await?.len() >= MOST {
        let detail = "a summit has at most 50 scenes of its own: remove one that is not needed";
        return Err(Problem::new(StatusCode::CONFLICT, "too-many-scenes", detail));
    }
    let template = Template { id: TemplateId::random(&mut dice()), summit, name, places, created: by.at };
    store.templates().create(by, &template).await?;
    context.rooms.director.reload().await?;
    context.reload_local().await;
    Ok((StatusCode::CREATED, Json(template.id)))
}

/// Changes an arrangement. Scenes that were made of it stay as they are.
#[utoipa::path(
    put, path = "/api/v1/scenes/{id}", tag = "scenes", params(("id" = TemplateId, Path)), request_body = New,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn change(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<TemplateId>,
    Body(new): Body<New>,
) -> Result<StatusCode, Problem> {
    let by = producer.by(&context);
    let (name, places) = checked(new)?;
    let template = Template { id, summit: context.rooms.summit, name, places, created: by.at };
    context.rooms.store.templates().change(by, &template).await?;
    context.rooms.director.reload().await?;
    context.reload_local().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes an arrangement.
#[utoipa::path(
    delete, path = "/api/v1/scenes/{id}", tag = "scenes", params(("id" = TemplateId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<TemplateId>,
) -> Result<StatusCode, Problem> {
    context.rooms.store.templates().remove(producer.by(&context), id).await?;
    context.rooms.director.reload().await?;
    context.reload_local().await;
    Ok(StatusCode::NO_CONTENT)
}

fn checked(new: New) -> Result<(String, Vec<ScenePlace>), Problem> {
    let name = name("name", &new.name, NAME)?;
    template::check(&new.places).map_err(|error| Problem::field("places", error.to_string()))?;
    Ok((name, new.places))
}
