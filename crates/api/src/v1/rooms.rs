//! The rooms in which guests wait, and who is in which.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    id::RoomId,
    room::{NAME, Picture, Place as Room, REASON},
    source::SourceId,
};
use plenary_show::{live::backstage::Backstage, room::Command};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Anyone, Crew},
    body::{Asked, Body, Place, name},
    dice,
    problem::Problem,
    v1::{hand, me::As},
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(read, open))
        .routes(routes!(rename, close))
        .routes(routes!(shift))
        .routes(routes!(send_out))
        .routes(routes!(let_in))
        .routes(routes!(show))
        .routes(routes!(undo))
        .routes(routes!(choose))
}

/// A room's name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoomName)]
struct Named {
    /// As crew and guests read it.
    name: String,
}

/// Where somebody goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoomMove)]
struct Shift {
    /// A speaker or a location.
    person: SourceId,
    /// The room; `null` for none, which is for locations only.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    to: Option<Room>,
}

/// Who is sent out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoomOut)]
struct Out {
    /// A speaker or a location.
    person: SourceId,
    /// Why, in words for them.
    reason: String,
}

/// Who is meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoomPerson)]
struct Person {
    /// A speaker or a location.
    person: SourceId,
}

/// What a guest sees.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoomPicture)]
struct Shown {
    /// A speaker or a location.
    person: SourceId,
    /// The picture.
    picture: Picture,
}

/// What this guest sees.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChosenPicture)]
struct Chosen {
    /// The picture.
    picture: Picture,
}

/// The rooms, who is in which, who speaks behind the scenes, and test calls.
#[utoipa::path(
    get, path = "/api/v1/rooms", tag = "rooms",
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem))
)]
async fn read(crew: Crew) -> Json<Backstage> {
    Json(crew.on.director.crew().backstage.clone())
}

/// Opens a room.
#[utoipa::path(
    post, path = "/api/v1/rooms", tag = "rooms", request_body = Named,
    responses((status = CREATED, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn open(producer: Crew, Body(named): Body<Named>) -> Result<(StatusCode, Json<Backstage>), Problem> {
    let command = Command::Open(RoomId::random(&mut dice()), name("name", &named.name, NAME)?);
    Ok((StatusCode::CREATED, arrange(&producer, command).await?))
}

/// Calls a room otherwise.
#[utoipa::path(
    patch, path = "/api/v1/rooms/{id}", tag = "rooms", params(("id" = String, Path)), request_body = Named,
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn rename(
    producer: Crew,
    Place(id): Place<RoomId>,
    Body(named): Body<Named>,
) -> Result<Json<Backstage>, Problem> {
    arrange(&producer, Command::Rename(id, name("name", &named.name, NAME)?)).await
}

/// Closes a room. Speakers who are in it go to the green room, locations to none.
#[utoipa::path(
    delete, path = "/api/v1/rooms/{id}", tag = "rooms", params(("id" = String, Path)),
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn close(producer: Crew, Place(id): Place<RoomId>) -> Result<Json<Backstage>, Problem> {
    arrange(&producer, Command::Close(id)).await
}

/// Moves somebody to another room.
#[utoipa::path(
    post, path = "/api/v1/rooms/move", tag = "rooms", request_body = Shift,
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn shift(producer: Crew, Body(Shift { person, to }): Body<Shift>) -> Result<Json<Backstage>, Problem> {
    arrange(&producer, Command::Move(person, to)).await
}

/// Sends somebody out of their room, who reads why. They leave the air, and wait until they are let back in.
#[utoipa::path(
    post, path = "/api/v1/rooms/out", tag = "rooms", request_body = Out,
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn send_out(producer: Crew, Body(Out { person, reason }): Body<Out>) -> Result<Json<Backstage>, Problem> {
    arrange(&producer, Command::Out(person, name("reason", &reason, REASON)?)).await
}

/// Lets somebody back in who was sent out.
#[utoipa::path(
    post, path = "/api/v1/rooms/in", tag = "rooms", request_body = Person,
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn let_in(producer: Crew, Body(Person { person }): Body<Person>) -> Result<Json<Backstage>, Problem> {
    arrange(&producer, Command::In(person)).await
}

/// Chooses what a guest sees beside their own picture.
#[utoipa::path(
    post, path = "/api/v1/rooms/picture", tag = "rooms", request_body = Shown,
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn show(producer: Crew, Body(Shown { person, picture }): Body<Shown>) -> Result<Json<Backstage>, Problem> {
    arrange(&producer, Command::Picture(person, picture)).await
}

/// Takes back what this producer changed last of the rooms.
#[utoipa::path(
    post, path = "/api/v1/rooms/undo", tag = "rooms",
    responses((status = OK, body = Backstage), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn undo(producer: Crew) -> Result<Json<Backstage>, Problem> {
    arrange(&producer, Command::Undo).await
}

/// Chooses what this guest sees beside their own picture.
#[utoipa::path(
    put, path = "/api/v1/me/picture", tag = "rooms", params(As), request_body = Chosen,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn choose(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
    Body(Chosen { picture }): Body<Chosen>,
) -> Result<StatusCode, Problem> {
    let person = hand::guest(&anyone, asked)?;
    context.press(person)?;
    let by = hand::actor(person);
    context.show_of(person).arrange(by, Command::Picture(person, picture)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn arrange(by: &Crew, command: Command) -> Result<Json<Backstage>, Problem> {
    by.on.director.arrange(by.actor(), command).await?;
    Ok(Json(by.on.director.crew().backstage.clone()))
}
