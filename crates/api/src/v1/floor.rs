//! The list of speakers, as the crew leads it.

use std::sync::Arc;

use axum::{Json, http::StatusCode};
use plenary_model::{
    floor::{Category, Rank, Rules},
    id::RequestId,
    source::SourceId,
};
use plenary_show::{floor::Command, live::floor::Floor};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Crew,
    body::{Body, Place, given},
    dice,
    problem::Problem,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(read, change))
        .routes(routes!(invite))
        .routes(routes!(remove))
        .routes(routes!(shift))
        .routes(routes!(give))
        .routes(routes!(pause))
        .routes(routes!(end))
}

/// What changes of the rules; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FloorChange)]
struct Change {
    /// Whether people may ask.
    open: Option<bool>,
    /// Every category once, the one that goes first in front, with its time.
    categories: Option<Vec<Rank>>,
    /// Seconds of each person in all; `null` for no limit.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    person_s: Option<Option<u32>>,
    /// Seconds of each party in all, or of each country for those without a party; `null` for no limit.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    delegation_s: Option<Option<u32>>,
}

impl Change {
    fn apply(self, rules: &mut Rules) {
        let Self { open, categories, person_s, delegation_s } = self;
        rules.open = open.unwrap_or(rules.open);
        if let Some(categories) = categories {
            rules.categories = categories;
        }
        rules.person_s = person_s.unwrap_or(rules.person_s);
        rules.delegation_s = delegation_s.unwrap_or(rules.delegation_s);
    }
}

/// Somebody who is put on the list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FloorInvitation)]
struct Invitation {
    /// A speaker, or a location that was let in.
    person: SourceId,
    /// What for.
    category: Category,
}

/// Where to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FloorMove)]
struct Shift {
    /// The place where the request stands afterwards, 0 for the next.
    place: usize,
}

/// Whether the clock stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FloorPause)]
struct Pause {
    /// Whether it does.
    paused: bool,
}

/// The list of speakers, and who has the floor.
#[utoipa::path(
    get, path = "/api/v1/floor", tag = "floor",
    responses((status = OK, body = Floor), (status = "4XX", body = Problem))
)]
async fn read(crew: Crew) -> Result<Json<Floor>, Problem> {
    Ok(Json(crew.on.director.crew().floor.clone()))
}

/// Opens or closes the list, ranks categories, and limits times. When categories go in another order, so do those who
/// wait.
#[utoipa::path(
    patch, path = "/api/v1/floor", tag = "floor", request_body = Change,
    responses((status = OK, body = Floor), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn change(producer: Crew, Body(change): Body<Change>) -> Result<Json<Floor>, Problem> {
    govern(&producer, Command::Decide(Box::new(|rules| change.apply(rules)))).await
}

/// Puts somebody on the list, also while it is closed.
#[utoipa::path(
    post, path = "/api/v1/floor/requests", tag = "floor", request_body = Invitation,
    responses((status = CREATED, body = Floor), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn invite(
    producer: Crew,
    Body(Invitation { person, category }): Body<Invitation>,
) -> Result<(StatusCode, Json<Floor>), Problem> {
    if !matches!(person, SourceId::Speaker(_) | SourceId::Location(_)) {
        return Err(Problem::field("person", "only people can have the floor: name a speaker or a location"));
    }
    let id = RequestId::random(&mut dice());
    Ok((StatusCode::CREATED, govern(&producer, Command::Invite(id, person, category)).await?))
}

/// Takes a request off the list, also one that is called and has not begun.
#[utoipa::path(
    delete, path = "/api/v1/floor/requests/{id}", tag = "floor", params(("id" = RequestId, Path)),
    responses((status = OK, body = Floor), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn remove(producer: Crew, Place(id): Place<RequestId>) -> Result<Json<Floor>, Problem> {
    govern(&producer, Command::Remove(id)).await
}

/// Moves a request to another place. One that is called waits again.
#[utoipa::path(
    post, path = "/api/v1/floor/requests/{id}/move", tag = "floor", params(("id" = RequestId, Path)),
    request_body = Shift,
    responses((status = OK, body = Floor), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn shift(
    producer: Crew,
    Place(id): Place<RequestId>,
    Body(Shift { place }): Body<Shift>,
) -> Result<Json<Floor>, Problem> {
    govern(&producer, Command::Shift(id, place)).await
}

/// Gives the floor: the person is in preview, and their clock starts when they are on air. Whoever speaks until then
/// ends by it.
#[utoipa::path(
    post, path = "/api/v1/floor/requests/{id}/give", tag = "floor", params(("id" = RequestId, Path)),
    responses((status = OK, body = Floor), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn give(producer: Crew, Place(id): Place<RequestId>) -> Result<Json<Floor>, Problem> {
    govern(&producer, Command::Give(id)).await
}

/// Stops the clock of whoever has the floor, or lets it run again.
#[utoipa::path(
    post, path = "/api/v1/floor/pause", tag = "floor", request_body = Pause,
    responses((status = OK, body = Floor), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn pause(producer: Crew, Body(Pause { paused }): Body<Pause>) -> Result<Json<Floor>, Problem> {
    govern(&producer, Command::Pause(paused)).await
}

/// Ends the speech of whoever has the floor. What is on air stays on air.
#[utoipa::path(
    post, path = "/api/v1/floor/end", tag = "floor",
    responses((status = OK, body = Floor), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn end(producer: Crew) -> Result<Json<Floor>, Problem> {
    govern(&producer, Command::End).await
}

async fn govern(by: &Crew, command: Command) -> Result<Json<Floor>, Problem> {
    by.on.director.govern(by.actor(), command).await?;
    Ok(Json(by.on.director.crew().floor.clone()))
}
