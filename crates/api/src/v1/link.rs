//! Personal links: what one is, and the button that binds it to a browser.
//!
//! Looking at a link never uses it up: mail scanners and previews open links. Tokens come in the body.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use plenary_model::{
    id::SessionId,
    link::{Holder, Link, Refusal, State as Standing},
    summit::Colours,
    token::Token,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Anyone, Held, Role, holder, set_cookie},
    body::{Asked, Body},
    dice,
    problem::Problem,
    v1::me::{As, person},
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(inspect)).routes(routes!(bind)).routes(routes!(leave))
}

/// A link's token, from behind the `#`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LinkToken)]
struct Asking {
    /// 64 characters.
    token: String,
}

/// A link and whose it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Link)]
struct Answer {
    /// What its holder is to the summit.
    role: Role,
    /// The holder's name.
    name: String,
    /// Where it leads.
    summit: Where,
    /// Whether it can be opened here.
    state: State_,
}

/// The summit that a link leads to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LinkSummit)]
struct Where {
    /// Its title.
    title: String,
    /// Its colours.
    colours: Colours,
}

/// Whether a link can be opened here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = LinkState)]
enum State_ {
    /// It can.
    Free,
    /// This browser holds it.
    Yours,
    /// Another browser holds it.
    Taken,
    /// Its time is over.
    Expired,
    /// A producer took it back.
    Revoked,
}

/// Looks at a link without using it up.
#[utoipa::path(
    post, path = "/api/v1/link/inspect", tag = "link", request_body = Asking,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn inspect(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Body(asking): Body<Asking>,
) -> Result<Json<Answer>, Problem> {
    let token = token(&context, &asking)?;
    let found = context.rooms.store.links().find(&token).await?.ok_or_else(unknown)?;
    let here = anyone.0.as_ref().map(|held| held.browser.id);
    let state = match (found.link.check(context.now()), found.link.state) {
        (Err(Refusal::Expired), _) => State_::Expired,
        (Err(_), _) => State_::Revoked,
        (Ok(()), Standing::Bound(_)) if found.browser == here => State_::Yours,
        (Ok(()), Standing::Bound(_)) => State_::Taken,
        (Ok(()), _) => State_::Free,
    };
    Ok(Json(describe(&context, &found.link, state).await?))
}

/// Gives the link to this browser: its holder has pressed the button.
#[utoipa::path(
    post, path = "/api/v1/link/bind", tag = "link", request_body = Asking,
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn bind(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Body(asking): Body<Asking>,
) -> Result<(HeaderMap, Json<Answer>), Problem> {
    let token = token(&context, &asking)?;
    let now = context.now();
    let (browser, cookie, longest) = match anyone.0 {
        Some(Held { browser, cookie }) => {
            let longest = browser.links.iter().map(|link| link.expires).max();
            (browser.id, cookie, longest)
        }
        None => (SessionId::random(&mut dice()), Token::random(&mut dice()), None),
    };
    let found = context.rooms.store.links().find(&token).await?;
    if found.is_some_and(|found| matches!(found.link.holder, Holder::Stage(_))) {
        let detail = "this link makes a stage's programme: give it to `plenary stage --join`, not to a browser";
        return Err(Problem::new(StatusCode::CONFLICT, "stage-link", detail));
    }
    let link = context.rooms.store.links().bind(now, &token, browser, &cookie).await?;
    if matches!(link.holder, Holder::Rehearsal(_)) {
        let detail = "this link brings simulated participants: give it to `plenary swarm`, not to a browser";
        return Err(Problem::new(StatusCode::CONFLICT, "rehearsal-link", detail));
    }
    let expires = longest.map_or(link.expires, |longest| longest.max(link.expires));
    let header_value = set_cookie(cookie.reveal(), expires.since(now).as_secs(), context.options.secure());
    let answer = describe(&context, &link, State_::Yours).await?;
    Ok((cookie_header(&header_value), Json(answer)))
}

/// Lets go of a link: it can be opened in another browser. Without `as`, of the newest.
#[utoipa::path(
    post, path = "/api/v1/link/leave", tag = "link", params(As),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn leave(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(role): Asked<As>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let link = anyone.link(role.role)?.cloned().ok_or_else(Problem::unauthorized)?;
    let Some(Held { browser, .. }) = &anyone.0 else { return Err(Problem::unauthorized()) };
    context.rooms.store.browsers().leave(context.now(), browser.id, link.id).await?;
    context.end(|admitted| admitted.session == browser.id && holder(&admitted.identity) == Some(link.holder));
    let last = browser.links.len() == 1;
    let headers = match last {
        true => cookie_header(&set_cookie("", 0, context.options.secure())),
        false => HeaderMap::new(),
    };
    Ok((StatusCode::NO_CONTENT, headers))
}

/// Reads a token at the pace that everybody shares.
pub(crate) fn paced(context: &Context, text: &str) -> Result<Token, Problem> {
    let now = context.now();
    let pace = context.pace.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take(now);
    if let Err(wait) = pace {
        metrics::counter!("plenary_api_links_refused_total").increment(1);
        return Err(Problem::too_often(
            "too many links are being opened",
            u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1),
        ));
    }
    Token::parse(text).map_err(|_| unknown())
}

fn token(context: &Context, asking: &Asking) -> Result<Token, Problem> {
    paced(context, &asking.token)
}

pub(crate) fn unknown() -> Problem {
    plenary_store::BindError::Unknown.into()
}

async fn describe(context: &Context, link: &Link, state: State_) -> Result<Answer, Problem> {
    let summit = context.rooms.store.summits().get(link.summit).await?;
    let name = match person(context, link.holder).await {
        Ok(person) => person.name,
        // A revoked link of somebody who was removed: the state says the rest.
        Err(plenary_store::Error::Gone { .. }) => String::new(),
        Err(error) => return Err(error.into()),
    };
    let summit = Where { title: summit.title, colours: summit.colours };
    Ok(Answer { role: link.holder.into(), name, summit, state })
}

fn cookie_header(value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, HeaderValue::try_from(value).expect("tokens and numbers are ASCII"));
    headers
}
