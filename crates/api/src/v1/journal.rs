//! The record of who did what.

use std::sync::Arc;

use axum::{Json, extract::State};
use plenary_model::{journal::Actor, time::Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Context, access::Producer, body::Asked, problem::Problem};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Those after this number; from the first when left out.
    #[serde(default)]
    after: i64,
    /// At most so many, 1 to 1,000; 100 when left out.
    limit: Option<u64>,
}

/// One entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
struct Answer {
    /// Its number, without gaps.
    sequence: i64,
    /// When.
    at: Timestamp,
    /// Who.
    actor: Actor,
    /// The name of the key, when a machine did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// What, as `<noun>.<verb>`.
    action: String,
    /// To what and how.
    detail: serde_json::Value,
}

/// Entries in order, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/journal", tag = "journal", params(Which),
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(
    State(context): State<Arc<Context>>,
    _: Producer,
    Asked(which): Asked<Which>,
) -> Result<Json<Vec<Answer>>, Problem> {
    let limit = which.limit.unwrap_or(100);
    if !(1..=1_000).contains(&limit) {
        return Err(Problem::field("limit", "ask for 1 to 1000 entries"));
    }
    let (store, summit) = (&context.rooms.store, context.rooms.summit);
    let entries = store.journal().list(summit, which.after, limit).await?;
    let names = store.keys().names(summit).await?;
    let answer = |entry: plenary_model::journal::Entry| Answer {
        sequence: entry.sequence,
        at: entry.at,
        actor: entry.actor,
        name: match entry.actor {
            Actor::Hands(key) => names.get(&key).cloned(),
            _ => None,
        },
        action: entry.action,
        detail: serde_json::from_str(&entry.detail).unwrap_or_default(),
    };
    Ok(Json(entries.into_iter().map(answer).collect()))
}
