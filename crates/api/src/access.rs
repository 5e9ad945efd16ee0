//! Who asks, as the store knows it. A handler that needs a right takes the type that proves it.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use plenary_model::{
    clip::Clip,
    grant::Identity,
    id::{CrewId, SpeakerId},
    journal::Actor,
    key::Key,
    link::{Holder, Link},
    token::Token,
};
use plenary_store::{Browser, By};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Context, problem::Problem};

/// What a person is to the summit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Watches without a link.
    Viewer,
    /// Directs.
    Producer,
    /// Speaks.
    Speaker,
    /// Hosts a location.
    Location,
    /// Brings simulated participants.
    Rehearsal,
}

impl From<Holder> for Role {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Producer(_) => Self::Producer,
            Holder::Speaker(_) => Self::Speaker,
            Holder::Location(_) => Self::Location,
            Holder::Rehearsal(_) => Self::Rehearsal,
        }
    }
}

/// Anybody: a browser that holds links of this summit, or one that holds none.
pub(crate) struct Anyone(pub(crate) Option<Held>);

/// A browser that holds links of this summit.
pub(crate) struct Held {
    pub(crate) browser: Browser,
    pub(crate) cookie: Token,
}

impl Anyone {
    /// The link with which the browser acts as `role`; without one, its newest.
    ///
    /// # Errors
    /// 403 when it holds no link of that role.
    pub(crate) fn link(&self, role: Option<Role>) -> Result<Option<&Link>, Problem> {
        let links = self.0.as_ref().map_or(&[][..], |held| &held.browser.links);
        match role {
            None => Ok(links.first()),
            Some(Role::Viewer) => Ok(None),
            Some(role) => match links.iter().find(|link| Role::from(link.holder) == role) {
                Some(link) => Ok(Some(link)),
                None if links.is_empty() => Err(Problem::unauthorized()),
                None => Err(Problem::forbidden()),
            },
        }
    }
}

impl FromRequestParts<Arc<Context>> for Anyone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &Arc<Context>) -> Result<Self, Problem> {
        let Some(cookie) = cookie(&parts.headers) else { return Ok(Self(None)) };
        let found = context.rooms.store.browsers().find(context.now(), &cookie).await?;
        Ok(Self(found.and_then(|mut browser| {
            browser.links.retain(|link| link.summit == context.rooms.summit);
            (!browser.links.is_empty()).then_some(Held { browser, cookie })
        })))
    }
}

/// A producer of this summit.
pub(crate) struct Producer {
    pub(crate) id: CrewId,
}

impl Producer {
    pub(crate) fn actor(&self) -> Actor {
        Actor::Crew(self.id)
    }

    pub(crate) fn by(&self, context: &Context) -> By {
        By { actor: self.actor(), at: context.now() }
    }
}

impl FromRequestParts<Arc<Context>> for Producer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &Arc<Context>) -> Result<Self, Problem> {
        if machine(&parts.headers, context).await?.is_some() {
            return Err(Problem::for_people());
        }
        let anyone = Anyone::from_request_parts(parts, context).await?;
        match anyone.link(Some(Role::Producer))?.map(|link| link.holder) {
            Some(Holder::Producer(id)) => Ok(Self { id }),
            _ => Err(Problem::forbidden()),
        }
    }
}

/// Whoever may send recordings: a producer, or a speaker their own.
pub(crate) struct Sender(Anyone);

impl Sender {
    /// In whose name an upload begins that is sent as `role`, and the speaker whose it is, if it is a speaker's.
    ///
    /// # Errors
    /// 401 or 403 when the browser holds no such link.
    pub(crate) fn begin(&self, context: &Context, role: Option<Role>) -> Result<(By, Option<SpeakerId>), Problem> {
        let holder = self.0.link(role)?.ok_or_else(Problem::unauthorized)?.holder;
        let by = By { actor: holder.actor(), at: context.now() };
        match holder {
            Holder::Producer(_) => Ok((by, None)),
            Holder::Speaker(id) => Ok((by, Some(id))),
            Holder::Location(_) | Holder::Rehearsal(_) => Err(Problem::forbidden()),
        }
    }

    /// In whose name a clip is seen or changed.
    ///
    /// # Errors
    /// 404 when it is nothing to them.
    pub(crate) fn touch(&self, context: &Context, clip: &Clip) -> Result<By, Problem> {
        let links = self.0.0.as_ref().map_or(&[][..], |held| &held.browser.links);
        let may = |holder: &Holder| match *holder {
            Holder::Producer(_) => true,
            Holder::Speaker(id) => clip.speaker == Some(id),
            Holder::Location(_) | Holder::Rehearsal(_) => false,
        };
        let holder = links.iter().map(|link| link.holder).find(may);
        match holder.filter(|_| clip.summit == context.rooms.summit) {
            Some(holder) => Ok(By { actor: holder.actor(), at: context.now() }),
            None => Err(Problem::not_found("this recording is not there: it may have been removed")),
        }
    }

    /// The speaker that this browser is.
    ///
    /// # Errors
    /// 401 or 403 when it holds no speaker's link.
    pub(crate) fn speaker(&self) -> Result<SpeakerId, Problem> {
        match self.0.link(Some(Role::Speaker))?.map(|link| link.holder) {
            Some(Holder::Speaker(id)) => Ok(id),
            _ => Err(Problem::forbidden()),
        }
    }
}

impl FromRequestParts<Arc<Context>> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &Arc<Context>) -> Result<Self, Problem> {
        if machine(&parts.headers, context).await?.is_some() {
            return Err(Problem::for_people());
        }
        let anyone = Anyone::from_request_parts(parts, context).await?;
        match anyone.0 {
            Some(_) => Ok(Self(anyone)),
            None => Err(Problem::unauthorized()),
        }
    }
}

/// Whoever may direct the stage: a producer, or a machine with a key. A machine may do nothing else.
pub(crate) struct Hand {
    actor: Actor,
}

impl Hand {
    pub(crate) fn actor(&self) -> Actor {
        self.actor
    }
}

impl FromRequestParts<Arc<Context>> for Hand {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &Arc<Context>) -> Result<Self, Problem> {
        let actor = match machine(&parts.headers, context).await? {
            Some(key) => Actor::Hands(key.id),
            None => Producer::from_request_parts(parts, context).await?.actor(),
        };
        Ok(Self { actor })
    }
}

/// The machine that asks. Who brings a key is taken by it, whatever else their browser holds.
///
/// # Errors
/// 401 when the key is not known or was taken back.
async fn machine(headers: &HeaderMap, context: &Context) -> Result<Option<Key>, Problem> {
    let Some(header) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let found = match header.to_str().ok().and_then(bearer) {
        Some(token) => context.rooms.store.keys().find(&token).await?,
        None => None,
    };
    match found.filter(|key| key.summit == context.rooms.summit) {
        Some(key) => Ok(Some(key)),
        None => Err(Problem::no_key()),
    }
}

/// The token of `Authorization: Bearer TOKEN` (RFC 6750).
fn bearer(header: &str) -> Option<Token> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Token::parse(token.trim()).ok()).flatten()
}

/// The holder of a link whose media identity this is.
pub(crate) fn holder(identity: &Identity) -> Option<Holder> {
    match *identity {
        Identity::Viewer { .. } => None,
        Identity::Producer { id, .. } => Some(Holder::Producer(id)),
        Identity::Speaker { id, .. } => Some(Holder::Speaker(id)),
        Identity::Location { id, .. } => Some(Holder::Location(id)),
    }
}

/// The cookie that proves which browser it is.
fn cookie(headers: &HeaderMap) -> Option<Token> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .find_map(|(_, value)| Token::parse(value).ok())
}

/// The header that gives a browser its cookie for `seconds`; 0 takes it away.
pub(crate) fn set_cookie(cookie: &str, seconds: u64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

const COOKIE: &str = "plenary";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_nothing_else_passes_for_it() {
        let token = "a1".repeat(32);
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, value.parse().unwrap());
            cookie(&headers).map(|token| token.reveal().to_owned())
        };
        assert_eq!(read(&format!("theme=dark; plenary={token}; x=y")), Some(token.clone()));
        for value in
            ["", "plenary", "plenary=", "plenary=zz", &format!("xplenary={token}"), &format!("plenary={token}0")]
        {
            assert_eq!(read(value), None, "{value}");
        }
    }

    #[test]
    fn a_key_is_read_as_a_bearer_token_and_nothing_else_passes_for_it() {
        let token = "a1".repeat(32);
        for header in [format!("Bearer {token}"), format!("bearer  {token} ")] {
            assert_eq!(bearer(&header).map(|token| token.reveal().to_owned()), Some(token.clone()), "{header}");
        }
        for header in ["", "Bearer", "Bearer ", "Basic YTpi", &token, &format!("Bearer {token}0"), "Bearer zz"] {
            assert!(bearer(header).is_none(), "{header}");
        }
    }
}
