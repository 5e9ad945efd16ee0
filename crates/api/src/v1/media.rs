//! The way into the media plane.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use plenary_model::{
    grant::{Identity, Realm},
    id::SessionId,
    name::BroadcastName,
    time::Timestamp,
    token::Token,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Anyone, Role},
    body::Asked,
    desk, dice,
    problem::Problem,
    stages::{On, Which},
    v1::me::As,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(open))
}

/// How to open a media session, and the names of what is found there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Media)]
struct Answer {
    /// Where, on this host and port.
    url_path: &'static str,
    /// To be sent as `?jwt=`.
    token: String,
    /// Until when the token opens sessions. A session that is open goes on longer than that.
    expires: Timestamp,
    /// Who the session belongs to.
    role: Role,
    /// The broadcast that this person publishes.
    publish: Option<String>,
    /// The programme.
    programme: String,
    /// The programme before its delay; for producers.
    monitor: Option<String>,
    /// What a take would bring on air; for producers.
    preview: Option<String>,
    /// What every screen follows.
    state: String,
    /// What the crew follows; for producers.
    crew: Option<String>,
    /// What this person follows.
    cue: Option<String>,
    /// The picture of everybody.
    wall: String,
    /// The broadcast in which this person speaks to those behind the scenes.
    voice: Option<String>,
    /// What the crew says to this person; for guests.
    line: Option<String>,
    /// Where this person's return appears while they are previewed or on air.
    returns_prefix: Option<String>,
}

/// Gives this browser a token for its media sessions. Without a link it watches.
#[utoipa::path(
    post, path = "/api/v1/media", tag = "media", params(As),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn open(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
    Asked(which): Asked<Which>,
) -> Result<Json<Answer>, Problem> {
    let rooms = &context.rooms;
    let summit = rooms.summit;
    let token = Token::random(&mut dice());
    let held = match (&anyone.0, anyone.link(asked.role)?) {
        (Some(held), Some(link)) => rooms.store.links().identity(link).await?.map(|who| (held.browser.id, link, who)),
        _ => None,
    };
    let own = held.as_ref().and_then(|(_, _, identity)| identity.stage());
    let On { stage, local, copy, .. } = context.on(which, own)?;
    let (identity, issued) = match held {
        Some((browser, link, mut identity)) => {
            match (&mut identity, copy) {
                (Identity::Producer { realm, .. }, Some(copy)) => *realm = Realm::RunThrough(copy),
                (_, Some(_)) => return Err(Problem::forbidden()),
                (_, None) => {}
            }
            (identity, rooms.desk.link(identity, browser, link, token))
        }
        None if copy.is_some() => return Err(Problem::forbidden()),
        None => {
            let identity = Identity::Viewer { summit };
            let issued = rooms.desk.viewer(identity, SessionId::random(&mut dice()), token).map_err(refused)?;
            (identity, issued)
        }
    };
    let producer = matches!(identity, Identity::Producer { .. });
    let own = identity.source();
    // What a run-through sends has names of its own.
    let shown = copy.unwrap_or(summit);
    let name = |name: BroadcastName| name.to_string();
    Ok(Json(Answer {
        url_path: plenary_fabric::MEDIA_PATH,
        token: issued.token.reveal().to_owned(),
        expires: issued.expires,
        role: crate::access::holder(&identity).map_or(Role::Viewer, Role::from),
        publish: BroadcastName::own(&identity).map(name),
        programme: name(BroadcastName::Programme { summit: shown, stage }),
        monitor: producer.then(|| name(BroadcastName::Monitor { summit: shown, stage })),
        preview: producer.then(|| name(BroadcastName::Preview { summit: shown, stage })),
        state: name(BroadcastName::State { summit: shown, stage: local }),
        crew: producer.then(|| name(BroadcastName::Crew { summit: shown, stage: local })),
        cue: own.map(|person| name(BroadcastName::Cue { summit, person })),
        wall: name(BroadcastName::Wall { summit }),
        voice: BroadcastName::voice(&identity).map(name),
        line: BroadcastName::line(&identity).map(name),
        returns_prefix: own.map(|source| name(BroadcastName::Return { summit, stage, source })),
    }))
}

fn refused(error: desk::Error) -> Problem {
    match error {
        desk::Error::Closed => Problem::new(StatusCode::FORBIDDEN, "summit-closed", error.to_string()),
        desk::Error::Full => Problem::busy("too-many-viewers", error.to_string(), 60),
    }
}
