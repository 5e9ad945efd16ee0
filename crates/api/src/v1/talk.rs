//! Speaking behind the scenes, and test calls. What is said is carried by the media plane; here is asked for it.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use plenary_model::{
    source::SourceId,
    talk::{Party, Target},
};
use plenary_show::talk::Command;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context, Director,
    access::{Anyone, Crew},
    body::{Asked, Body},
    problem::Problem,
    v1::{hand, me::As},
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(begin, end))
        .routes(routes!(call, hang_up))
        .routes(routes!(begin_back, end_back))
        .routes(routes!(hang_up_back))
}

/// Whom to speak to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TalkCommand)]
struct Talk {
    /// One person, a room, all rooms, or the crew.
    to: Target,
}

/// Whom to call.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CallCommand)]
struct Call {
    /// A speaker or a location.
    person: SourceId,
}

/// Begins to speak: what this producer publishes as their voice is heard by those whom they name, and by nobody else.
#[utoipa::path(
    post, path = "/api/v1/talk", tag = "talk", request_body = Talk,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn begin(producer: Crew, Body(Talk { to }): Body<Talk>) -> Result<StatusCode, Problem> {
    talk(&producer.on.director, Command::Begin(Party::Crew(producer.id), to)).await
}

/// Ends to speak.
#[utoipa::path(
    delete, path = "/api/v1/talk", tag = "talk",
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn end(producer: Crew) -> Result<StatusCode, Problem> {
    talk(&producer.on.director, Command::End(Party::Crew(producer.id))).await
}

/// Calls a guest: picture and sound between the two, never on air.
#[utoipa::path(
    post, path = "/api/v1/call", tag = "talk", request_body = Call,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn call(producer: Crew, Body(Call { person }): Body<Call>) -> Result<StatusCode, Problem> {
    talk(&producer.on.director, Command::Call(producer.id, person)).await
}

/// Ends the call that this producer is on.
#[utoipa::path(
    delete, path = "/api/v1/call", tag = "talk",
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn hang_up(producer: Crew) -> Result<StatusCode, Problem> {
    talk(&producer.on.director, Command::HangUp(Party::Crew(producer.id))).await
}

/// Begins to speak to the crew, for a guest who is not on air.
#[utoipa::path(
    post, path = "/api/v1/me/talk", tag = "talk", params(As),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn begin_back(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
) -> Result<StatusCode, Problem> {
    let person = hand::guest(&anyone, asked)?;
    context.press(person)?;
    talk(&context.show_of(person), Command::Begin(Party::Guest(person), Target::Crew)).await
}

/// Ends to speak to the crew.
#[utoipa::path(
    delete, path = "/api/v1/me/talk", tag = "talk", params(As),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn end_back(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
) -> Result<StatusCode, Problem> {
    let person = hand::guest(&anyone, asked)?;
    let party = Party::Guest(person);
    // Who lets the button go is never refused; who does not hold it asks for nothing.
    let show = context.show_of(person);
    let talks = show.crew().backstage.talks.iter().any(|talk| talk.from == party);
    match talks {
        true => talk(&show, Command::End(party)).await,
        false => Ok(StatusCode::NO_CONTENT),
    }
}

/// Ends the call that this guest is on.
#[utoipa::path(
    delete, path = "/api/v1/me/call", tag = "talk", params(As),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn hang_up_back(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
) -> Result<StatusCode, Problem> {
    let person = hand::guest(&anyone, asked)?;
    let show = context.show_of(person);
    let called = show.crew().backstage.calls.iter().any(|call| call.person == person);
    match called {
        true => talk(&show, Command::HangUp(Party::Guest(person))).await,
        false => Ok(StatusCode::NO_CONTENT),
    }
}

async fn talk(show: &Arc<dyn Director>, command: Command) -> Result<StatusCode, Problem> {
    show.talk(command).await?;
    Ok(StatusCode::NO_CONTENT)
}
