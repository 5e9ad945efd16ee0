//! Graphics over the picture: prepared, previewed, put on air and taken off.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    graphic::{Content, Graphic},
    id::GraphicId,
};
use plenary_show::{graphics::Command as GraphicCommand, live};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Crew, Hand},
    body::{Body, Place},
    dice,
    director::Command,
    problem::Problem,
    v1::{images, stage::command},
};

/// Graphics that a summit has at most: every screen of the crew carries them.
const MOST: usize = 60;

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(change, remove))
        .routes(routes!(restore))
        .routes(routes!(preview))
        .routes(routes!(air))
        .routes(routes!(clear))
}

/// What a graphic shows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGraphic)]
struct New {
    /// Its kind, and what belongs to it.
    content: Content,
}

/// Whether it is there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GraphicSwitch)]
struct Switch {
    /// Whether it is.
    on: bool,
}

/// All graphics and where they are.
#[utoipa::path(
    get, path = "/api/v1/graphics", tag = "graphics",
    responses((status = OK, body = live::graphics::Graphics), (status = "4XX", body = Problem))
)]
async fn list(hand: Hand) -> Json<live::graphics::Graphics> {
    Json(hand.on.director.crew().graphics.clone())
}

/// Adds a graphic. The crew's document lists it from then on.
#[utoipa::path(
    post, path = "/api/v1/graphics", tag = "graphics", request_body = New,
    responses((status = CREATED, body = GraphicId), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<GraphicId>), Problem> {
    let (by, (summit, stage)) = (producer.by(&context), producer.of(&context));
    let content = checked(&context, new.content).await?;
    room(&context, &producer).await?;
    let graphic = Graphic { id: GraphicId::random(&mut dice()), summit, stage, content, created: by.at };
    context.rooms.store.graphics().create(by, &graphic).await?;
    producer.on.director.reload().await?;
    Ok((StatusCode::CREATED, Json(graphic.id)))
}

/// Changes a graphic. On air it changes at once.
#[utoipa::path(
    put, path = "/api/v1/graphics/{id}", tag = "graphics", params(("id" = GraphicId, Path)), request_body = New,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn change(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<GraphicId>,
    Body(new): Body<New>,
) -> Result<StatusCode, Problem> {
    let content = checked(&context, new.content).await?;
    context.rooms.store.graphics().change(producer.by(&context), producer.of(&context), id, &content).await?;
    producer.on.director.reload().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a graphic; it leaves the air. It can be brought back.
#[utoipa::path(
    delete, path = "/api/v1/graphics/{id}", tag = "graphics", params(("id" = GraphicId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<GraphicId>,
) -> Result<StatusCode, Problem> {
    context.rooms.store.graphics().remove(producer.by(&context), producer.of(&context), id).await?;
    producer.on.director.reload().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a removed graphic back, off air.
#[utoipa::path(
    post, path = "/api/v1/graphics/{id}/restore", tag = "graphics", params(("id" = GraphicId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn restore(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Place(id): Place<GraphicId>,
) -> Result<StatusCode, Problem> {
    room(&context, &producer).await?;
    context.rooms.store.graphics().restore(producer.by(&context), producer.of(&context), id).await?;
    producer.on.director.reload().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows a graphic in the preview in the place of what is there, or not any more.
#[utoipa::path(
    post, path = "/api/v1/graphics/{id}/preview", tag = "graphics", params(("id" = GraphicId, Path)),
    request_body = Switch,
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn preview(
    hand: Hand,
    Place(id): Place<GraphicId>,
    Body(Switch { on }): Body<Switch>,
) -> Result<Json<live::Taken>, Problem> {
    command(&hand, Command::Graphic(GraphicCommand::Preview(id, on))).await
}

/// Puts a graphic on air in the place of what is there, or takes it off.
#[utoipa::path(
    post, path = "/api/v1/graphics/{id}/air", tag = "graphics", params(("id" = GraphicId, Path)),
    request_body = Switch,
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn air(
    hand: Hand,
    Place(id): Place<GraphicId>,
    Body(Switch { on }): Body<Switch>,
) -> Result<Json<live::Taken>, Problem> {
    command(&hand, Command::Graphic(GraphicCommand::Air(id, on))).await
}

/// Takes all graphics off the air, the name too.
#[utoipa::path(
    post, path = "/api/v1/stage/graphics/clear", tag = "graphics",
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn clear(hand: Hand) -> Result<Json<live::Taken>, Problem> {
    command(&hand, Command::Graphic(GraphicCommand::Clear)).await
}

async fn room(context: &Context, crew: &Crew) -> Result<(), Problem> {
    match context.rooms.store.graphics().list(crew.of(context)).await?.len() < MOST {
        true => Ok(()),
        false => {
            let detail = "a stage has at most 60 graphics: remove one that is not needed";
            Err(Problem::new(StatusCode::CONFLICT, "too-many-graphics", detail))
        }
    }
}

/// What can be shown: texts of a length, a zone that exists, a picture that was uploaded.
async fn checked(context: &Context, content: Content) -> Result<Content, Problem> {
    let content = content.checked().map_err(|invalid| Problem::field(invalid.field, invalid.to_string()))?;
    if let Content::Clock { zone: Some(zone), .. } = &content
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        return Err(Problem::field("content.zone", "write a zone such as Asia/Tehran"));
    }
    if let Some(image) = content.image()
        && !tokio::fs::try_exists(images::file(context, image)).await.unwrap_or(false)
    {
        return Err(Problem::field("content.image", "this picture is not there: upload it again"));
    }
    Ok(content)
}
