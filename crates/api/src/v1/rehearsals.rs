//! Rehearsals: permission for a simulated crowd, and its end.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    grant::Identity,
    id::{RehearsalId, SessionId},
    link::Holder,
    rehearsal::Rehearsal,
    time::Timestamp,
};
use plenary_store::By;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, Place},
    dice,
    problem::Problem,
    v1::personal,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(remove))
}

/// A crowd to come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRehearsal)]
struct New {
    /// Locations, up to 30,000.
    locations: u32,
    /// Speakers, up to 1,000.
    speakers: u32,
    /// Viewers, up to 100,000.
    viewers: u32,
    /// Hours until it vanishes, 1 to 72.
    hours: u32,
    /// Whether its locations are let in at once; when left out, they are.
    #[serde(default = "yes")]
    admit: bool,
}

fn yes() -> bool {
    true
}

/// A rehearsal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Rehearsal)]
struct Answer {
    /// Its id.
    id: RehearsalId,
    /// How many locations it may bring.
    locations: u32,
    /// How many speakers.
    speakers: u32,
    /// How many viewers.
    viewers: u32,
    /// Whether its locations are let in at once.
    admit: bool,
    /// When it vanishes.
    expires: Timestamp,
}

impl From<Rehearsal> for Answer {
    fn from(rehearsal: Rehearsal) -> Self {
        let Rehearsal { id, locations, speakers, viewers, admit, expires, .. } = rehearsal;
        Self { id, locations, speakers, viewers, admit, expires }
    }
}

/// A rehearsal that was just made. Its address is shown once and kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MadeRehearsal)]
struct Made {
    /// Its id.
    id: RehearsalId,
    /// For `plenary swarm`.
    url: String,
    /// When it vanishes.
    expires: Timestamp,
}

/// Every rehearsal, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/rehearsals", tag = "rehearsals",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, _: Producer) -> Result<Json<Vec<Answer>>, Problem> {
    let rehearsals = context.rooms.store.rehearsals().list(context.rooms.summit).await?;
    Ok(Json(rehearsals.into_iter().map(Answer::from).collect()))
}

/// Permits a crowd and makes the link with which `plenary swarm` brings it.
#[utoipa::path(
    post, path = "/api/v1/rehearsals", tag = "rehearsals", request_body = New,
    responses((status = CREATED, body = Made), (status = "4XX", body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    for (field, value, range) in [
        ("locations", new.locations, 0..=30_000),
        ("speakers", new.speakers, 0..=1_000),
        ("viewers", new.viewers, 0..=100_000),
        ("hours", new.hours, 1..=72),
    ] {
        if !range.contains(&value) {
            let (from, to) = range.into_inner();
            return Err(Problem::field(field, format!("{field} must be from {from} to {to}")));
        }
    }
    let by = producer.by(&context);
    let rehearsal = Rehearsal {
        id: RehearsalId::random(&mut dice()),
        summit: context.rooms.summit,
        locations: new.locations,
        speakers: new.speakers,
        viewers: new.viewers,
        admit: new.admit,
        expires: by.at + Duration::from_secs(u64::from(new.hours) * 3_600),
        created: by.at,
    };
    context.rooms.store.rehearsals().create(by, &rehearsal).await?;
    let made = personal::make(&context, by, Holder::Rehearsal(rehearsal.id), rehearsal.expires).await?;
    Ok((StatusCode::CREATED, Json(Made { id: rehearsal.id, url: made.url, expires: made.expires })))
}

/// Ends a rehearsal: its people, its link and its sessions vanish.
#[utoipa::path(
    delete, path = "/api/v1/rehearsals/{id}", tag = "rehearsals", params(("id" = RehearsalId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<RehearsalId>,
) -> Result<StatusCode, Problem> {
    end(&context, producer.by(&context), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a rehearsal.
pub(crate) async fn end(context: &Context, by: By, id: RehearsalId) -> Result<(), plenary_store::Error> {
    let (speakers, locations) = context.rooms.store.rehearsals().remove(by, id).await?;
    let session = session(id);
    let speakers: std::collections::HashSet<_> = speakers.into_iter().collect();
    let locations: std::collections::HashSet<_> = locations.into_iter().collect();
    context.end(|admitted| {
        admitted.session == session
            || match admitted.identity {
                Identity::Speaker { id, .. } => speakers.contains(&id),
                Identity::Location { id, .. } => locations.contains(&id),
                Identity::Viewer { .. } | Identity::Producer { .. } | Identity::Stage { .. } => false,
            }
    });
    context.reload().await;
    Ok(())
}

/// The crowd's media sessions belong together, under the rehearsal's own id.
pub(crate) fn session(id: RehearsalId) -> SessionId {
    id.as_str().parse().expect("every id has the same form")
}
