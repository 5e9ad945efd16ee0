//! Keys of machines that direct the stage.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{id::KeyId, key, time::Timestamp, token::Token};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, NAME, Place, name},
    dice,
    problem::Problem,
};

/// Keys of a summit: more than any control room has desks.
const MOST: usize = 50;

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// A key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Key)]
struct Answer {
    /// Its id.
    id: KeyId,
    /// As the crew reads it.
    name: String,
    /// When it was made.
    created: Timestamp,
}

/// A key that was made, with what proves it. It is shown this once: only its hash is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MadeKey)]
struct Made {
    /// Its id.
    id: KeyId,
    /// As the crew reads it.
    name: String,
    /// When it was made.
    created: Timestamp,
    /// What machines send: `Authorization: Bearer TOKEN`.
    token: String,
}

/// A new key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewKey)]
struct New {
    /// As the crew reads it, in the journal too.
    name: String,
}

/// The keys that work, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/keys", tag = "keys",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, _: Producer) -> Result<Json<Vec<Answer>>, Problem> {
    let keys = context.rooms.store.keys().list(context.rooms.summit).await?;
    let answer = |key::Key { id, name, created, .. }| Answer { id, name, created };
    Ok(Json(keys.into_iter().map(answer).collect()))
}

/// Makes a key with which a machine directs the stage, and does nothing else.
#[utoipa::path(
    post, path = "/api/v1/keys", tag = "keys", request_body = New,
    responses((status = CREATED, body = Made), (status = "4XX", body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let (by, summit) = (producer.by(&context), context.rooms.summit);
    let name = name("name", &new.name, NAME)?;
    let keys = context.rooms.store.keys();
    if keys.list(summit).await?.len() >= MOST {
        let detail = format!("there are {MOST} keys already: take one back first");
        return Err(Problem::new(StatusCode::CONFLICT, "too-many-keys", detail));
    }
    let (id, token) = (KeyId::random(&mut dice()), Token::random(&mut dice()));
    let key = key::Key { id, summit, name: name.clone(), created: by.at, revoked: None };
    keys.create(by, &key, &token).await?;
    Ok((StatusCode::CREATED, Json(Made { id, name, created: by.at, token: token.reveal().to_owned() })))
}

/// Takes a key back: from now on it does nothing.
#[utoipa::path(
    delete, path = "/api/v1/keys/{id}", tag = "keys", params(("id" = KeyId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn revoke(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<KeyId>,
) -> Result<StatusCode, Problem> {
    context.rooms.store.keys().revoke(producer.by(&context), context.rooms.summit, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
