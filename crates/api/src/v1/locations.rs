//! Connected places.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    country::Country,
    id::{LocationId, Secret},
    link::Holder,
    location::{Admission, Location},
    source::SourceId,
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
    v1::personal::{self, Days, Made, Standing},
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, change, remove))
        .routes(routes!(admit))
        .routes(routes!(issue, revoke))
}

/// A location.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Location)]
struct Answer {
    /// Its id.
    id: LocationId,
    /// As the wall shows it.
    name: String,
    /// Likewise; `zz` shows none.
    country: Country,
    /// Whether it was let in.
    admission: Admission,
    /// What a stage can show of it.
    source: SourceId,
    /// Its link, if it has one that was not taken back.
    link: Option<Standing>,
}

impl Answer {
    fn new(location: Location, link: Option<Standing>) -> Self {
        let Location { id, name, country, admission, .. } = location;
        Self { id, name, country, admission, source: SourceId::Location(id), link }
    }
}

/// A new location.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLocation)]
struct New {
    /// As the wall shows it.
    name: String,
    /// Likewise; `zz` shows none.
    country: Country,
}

/// What changes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LocationChange)]
struct Change {
    /// A new name.
    name: Option<String>,
    /// Another country. The location's page connects anew.
    country: Option<Country>,
}

/// Whether a location is let in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AdmissionChange)]
struct Admit {
    /// Whether the wall and the stage may show it.
    admission: Admission,
}

/// Every location, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/locations", tag = "locations",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, _: Producer) -> Result<Json<Vec<Answer>>, Problem> {
    let (store, summit) = (&context.rooms.store, context.rooms.summit);
    let links = store.links().list(summit).await?;
    let locations = store.locations().list(summit).await?;
    let answer = |location: Location| {
        let link = links.get(&Holder::Location(location.id)).map(Standing::from);
        Answer::new(location, link)
    };
    Ok(Json(locations.into_iter().map(answer).collect()))
}

/// Adds a location. It waits to be let in.
#[utoipa::path(
    post, path = "/api/v1/locations", tag = "locations", request_body = New,
    responses((status = CREATED, body = Answer), (status = "4XX", body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let by = producer.by(&context);
    let location = Location {
        id: LocationId::random(&mut dice()),
        summit: context.rooms.summit,
        name: name("name", &new.name, NAME)?,
        country: new.country,
        admission: Admission::Waiting,
        secret: Secret::random(&mut dice()),
        created: by.at,
    };
    context.rooms.store.locations().create(by, &location).await?;
    context.reload().await;
    Ok((StatusCode::CREATED, Json(Answer::new(location, None))))
}

/// One location.
#[utoipa::path(
    get, path = "/api/v1/locations/{id}", tag = "locations", params(("id" = LocationId, Path)),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn read(
    State(context): State<Arc<Context>>,
    _: Producer,
    Place(id): Place<LocationId>,
) -> Result<Json<Answer>, Problem> {
    let location = context.rooms.store.locations().get(id).await?;
    Ok(Json(Answer::new(location, personal::standing(&context, Holder::Location(id)).await?)))
}

/// Changes a location.
#[utoipa::path(
    patch, path = "/api/v1/locations/{id}", tag = "locations", params(("id" = LocationId, Path)), request_body = Change,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn change(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<LocationId>,
    Body(change): Body<Change>,
) -> Result<Json<Answer>, Problem> {
    let new_name = change.name.as_deref().map(|given| name("name", given, NAME)).transpose()?;
    let mut moved = false;
    let edit = |location: &mut Location| {
        moved = change.country.is_some_and(|country| country != location.country);
        location.name = new_name.unwrap_or_else(|| location.name.clone());
        location.country = change.country.unwrap_or(location.country);
    };
    let location = context.rooms.store.locations().edit(producer.by(&context), id, edit).await?;
    if moved {
        // The country is a part of the name it publishes: its page asks for a new token and a new name.
        context.end_holder(Holder::Location(id));
    }
    context.reload().await;
    Ok(Json(Answer::new(location, personal::standing(&context, Holder::Location(id)).await?)))
}

/// Lets a location in, turns it away, or lets it wait again.
#[utoipa::path(
    put, path = "/api/v1/locations/{id}/admission", tag = "locations", params(("id" = LocationId, Path)),
    request_body = Admit, responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn admit(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<LocationId>,
    Body(admit): Body<Admit>,
) -> Result<Json<Answer>, Problem> {
    context.rooms.director.admit(producer.actor(), id, admit.admission).await?;
    // One of them may be run by this location.
    context.reload_local().await;
    let location = context.rooms.store.locations().get(id).await?;
    Ok(Json(Answer::new(location, personal::standing(&context, Holder::Location(id)).await?)))
}

/// Removes a location: it leaves wall and air, its link and its sessions end.
#[utoipa::path(
    delete, path = "/api/v1/locations/{id}", tag = "locations", params(("id" = LocationId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<LocationId>,
) -> Result<StatusCode, Problem> {
    context.rooms.store.locations().remove(producer.by(&context), id).await?;
    personal::end(&context, Holder::Location(id), "This location was removed from the summit.").await;
    context.reload().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new link for a location. The one it had stops working and its sessions end.
#[utoipa::path(
    post, path = "/api/v1/locations/{id}/link", tag = "locations", params(("id" = LocationId, Path)),
    request_body = Days, responses((status = CREATED, body = Made), (status = "4XX", body = Problem))
)]
async fn issue(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<LocationId>,
    Body(days): Body<Days>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    context.rooms.store.locations().get(id).await?;
    let made = personal::issue(&context, producer.by(&context), Holder::Location(id), &days).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes a location's link back.
#[utoipa::path(
    delete, path = "/api/v1/locations/{id}/link", tag = "locations", params(("id" = LocationId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn revoke(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<LocationId>,
) -> Result<StatusCode, Problem> {
    context.rooms.store.locations().get(id).await?;
    personal::revoke(&context, producer.by(&context), Holder::Location(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
