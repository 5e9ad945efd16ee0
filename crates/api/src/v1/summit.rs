//! The summit itself.

use std::sync::Arc;

use axum::{Json, extract::State};
use plenary_model::{
    grant::Identity,
    id::SummitId,
    summit::{Colours, Summit},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, TITLE, given, name},
    problem::Problem,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(read, change))
}

/// A summit, as anybody may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Summit)]
pub(crate) struct Answer {
    /// Its id.
    id: SummitId,
    /// Its title.
    title: String,
    /// Its colours.
    colours: Colours,
    /// When it starts.
    starts: Option<Timestamp>,
    /// Whether anyone may watch without a link.
    open: bool,
    /// The zone of its clocks.
    zone: String,
}

impl From<Summit> for Answer {
    fn from(summit: Summit) -> Self {
        let Summit { id, title, colours, starts, open, zone, created: _ } = summit;
        Self { id, title, colours, starts, open, zone }
    }
}

/// What changes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SummitChange)]
struct Change {
    /// A new title.
    title: Option<String>,
    /// New colours.
    colours: Option<Colours>,
    /// A new start; `null` takes the countdown away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    starts: Option<Option<Timestamp>>,
    /// Whether anyone may watch without a link. `false` ends the sessions of those who do.
    open: Option<bool>,
    /// The zone of its clocks, such as `Asia/Tehran`.
    zone: Option<String>,
}

/// The summit.
#[utoipa::path(get, path = "/api/v1/summit", tag = "summit", responses((status = OK, body = Answer)))]
async fn read(State(context): State<Arc<Context>>) -> Result<Json<Answer>, Problem> {
    Ok(Json(context.rooms.store.summits().get(context.rooms.summit).await?.into()))
}

/// Changes the summit.
#[utoipa::path(
    patch, path = "/api/v1/summit", tag = "summit", request_body = Change,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn change(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(change): Body<Change>,
) -> Result<Json<Answer>, Problem> {
    let rooms = &context.rooms;
    let title = change.title.as_deref().map(|title| name("title", title, TITLE)).transpose()?;
    for (field, colour) in change
        .colours
        .iter()
        .flat_map(|colours| [("colours.ground", colours.ground), ("colours.accent", colours.accent)])
    {
        if colour > 0xff_ffff {
            return Err(Problem::field(field, "a colour is a number from 0 to 16777215 (0xRRGGBB)"));
        }
    }
    if change.zone.as_deref().is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
        return Err(Problem::field("zone", "write a zone such as Asia/Tehran"));
    }
    let edit = |summit: &mut Summit| {
        summit.title = title.unwrap_or_else(|| summit.title.clone());
        summit.colours = change.colours.unwrap_or(summit.colours);
        summit.starts = change.starts.unwrap_or(summit.starts);
        summit.zone = change.zone.unwrap_or_else(|| summit.zone.clone());
        summit.open = change.open.unwrap_or(summit.open);
    };
    let summit = rooms.store.summits().edit(producer.by(&context), rooms.summit, edit).await?;
    rooms.desk.open(summit.open);
    if !summit.open {
        let crowds = rooms.desk.crowds();
        context.end(|admitted| {
            matches!(admitted.identity, Identity::Viewer { .. }) && !crowds.contains(&admitted.session)
        });
    }
    context.reload().await;
    Ok(Json(summit.into()))
}
