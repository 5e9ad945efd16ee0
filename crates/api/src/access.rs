//! Who asks, as the store knows it. A handler that needs a right takes the type that proves it.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use plenary_model::{
    clip::Clip,
    grant::Identity,
    id::{CrewId, SpeakerId, StageId, SummitId},
    journal::Actor,
    key::Key,
    link::{Holder, Link},
    token::Token,
};
use plenary_store::{Browser, By};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Context,
    body::Asked,
    problem::Problem,
    stages::{On, Which},
};

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
    /// Makes the programme of a local stage.
    Stage,
    /// Brings simulated participants.
    Rehearsal,
}

impl From<Holder> for Role {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Producer(_) => Self::Producer,
            Holder::Speaker(_) => Self::Speaker,
            Holder::Location(_) => Self::Location,
            Holder::Stage(_) => Self::Stage,
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

/// A producer who directs the summit with all its stages.
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
        match directing(parts, context).await? {
            Directing { id, own: None } => Ok(Self { id }),
            // What is decided once for all stages is not theirs.
            Directing { own: Some(_), .. } => Err(Problem::forbidden()),
        }
    }
}

/// A producer on the stage that they ask for: of all stages, or of that one alone.
pub(crate) struct Crew {
    pub(crate) id: CrewId,
    /// The only stage that they direct.
    pub(crate) own: Option<StageId>,
    pub(crate) on: On,
}

impl Crew {
    pub(crate) fn actor(&self) -> Actor {
        Actor::Crew(self.id)
    }

    pub(crate) fn by(&self, context: &Context) -> By {
        By { actor: self.actor(), at: context.now() }
    }

    /// The stage, as the store knows what belongs to it.
    pub(crate) fn of(&self, context: &Context) -> (SummitId, Option<StageId>) {
        (context.rooms.summit, self.on.local)
    }

    /// Whether something that belongs to `stage` is theirs to change.
    ///
    /// # Errors
    /// 404 otherwise, so that nobody learns that it is there.
    pub(crate) fn touch(&self, stage: Option<StageId>) -> Result<(), Problem> {
        match self.own.is_none() || self.own == stage {
            true => Ok(()),
            false => Err(Problem::not_found("it is not there: it may have been removed")),
        }
    }
}

impl FromRequestParts<Arc<Context>> for Crew {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &Arc<Context>) -> Result<Self, Problem> {
        let Directing { id, own } = directing(parts, context).await?;
        let Asked(which) = Asked::<Which>::from_request_parts(parts, context).await?;
        Ok(Self { id, own, on: context.on(which, own)? })
    }
}

/// A producer, and the only stage that they direct.
struct Directing {
    id: CrewId,
    own: Option<StageId>,
}

async fn directing(parts: &mut Parts, context: &Arc<Context>) -> Result<Directing, Problem> {
    if machine(&parts.headers, context).await?.is_some() {
        return Err(Problem::for_people());
    }
    let anyone = Anyone::from_request_parts(parts, context).await?;
    match anyone.link(Some(Role::Producer))?.map(|link| link.holder) {
        Some(Holder::Producer(id)) => Ok(Directing { id, own: context.rooms.store.crew().get(id).await?.stage }),
        _ => Err(Problem::forbidden()),
    }
}

/// Whoever may send recordings: a producer, or a speaker their own.
pub(crate) struct Sender {
    anyone: Anyone,
    /// Of a producer: the only stage that they direct.
    own: Option<StageId>,
    which: Which,
}

/// In whose name an upload begins.
pub(crate) struct Begun {
    pub(crate) by: By,
    /// The speaker whose it is, if it is a speaker's.
    pub(crate) speaker: Option<SpeakerId>,
    /// The local stage that it is for; nothing for the main one.
    pub(crate) stage: Option<StageId>,
}

impl Sender {
    /// In whose name an upload begins that is sent as `role`.
    ///
    /// # Errors
    /// 401 or 403 when the browser holds no such link, 403 or 404 when the stage is not theirs.
    pub(crate) async fn begin(&self, context: &Context, role: Option<Role>) -> Result<Begun, Problem> {
        let holder = self.anyone.link(role)?.ok_or_else(Problem::unauthorized)?.holder;
        let by = By { actor: holder.actor(), at: context.now() };
        match holder {
            Holder::Producer(_) => Ok(Begun { by, speaker: None, stage: context.on(self.which, self.own)?.local }),
            Holder::Speaker(id) => {
                let stage = context.rooms.store.speakers().get(id).await?.stage;
                Ok(Begun { by, speaker: Some(id), stage })
            }
            Holder::Location(_) | Holder::Stage(_) | Holder::Rehearsal(_) => Err(Problem::forbidden()),
        }
    }

    /// In whose name a clip is seen or changed.
    ///
    /// # Errors
    /// 404 when it is nothing to them.
    pub(crate) fn touch(&self, context: &Context, clip: &Clip) -> Result<By, Problem> {
        let links = self.anyone.0.as_ref().map_or(&[][..], |held| &held.browser.links);
        let may = |holder: &Holder| match *holder {
            Holder::Producer(_) => self.own.is_none() || self.own == clip.stage,
            Holder::Speaker(id) => clip.speaker == Some(id),
            Holder::Location(_) | Holder::Stage(_) | Holder::Rehearsal(_) => false,
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
        match self.anyone.link(Some(Role::Speaker))?.map(|link| link.holder) {
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
        let Some(held) = &anyone.0 else { return Err(Problem::unauthorized()) };
        let directs = held.browser.links.iter().find_map(|link| match link.holder {
            Holder::Producer(id) => Some(id),
            _ => None,
        });
        let own = match directs {
            Some(id) => context.rooms.store.crew().get(id).await?.stage,
            None => None,
        };
        let Asked(which) = Asked::<Which>::from_request_parts(parts, context).await?;
        Ok(Self { anyone, own, which })
    }
}

/// Whoever may direct a stage: a producer, or a machine with a key. A machine may do nothing else.
pub(crate) struct Hand {
    actor: Actor,
    pub(crate) on: On,
}

impl Hand {
    pub(crate) fn actor(&self) -> Actor {
        self.actor
    }
}

impl FromRequestParts<Arc<Context>> for Hand {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &Arc<Context>) -> Result<Self, Problem> {
        let Some(key) = machine(&parts.headers, context).await? else {
            let crew = Crew::from_request_parts(parts, context).await?;
            return Ok(Self { actor: crew.actor(), on: crew.on });
        };
        let Asked(which) = Asked::<Which>::from_request_parts(parts, context).await?;
        Ok(Self { actor: Actor::Hands(key.id), on: context.on(which, None)? })
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
pub(crate) fn bearer(header: &str) -> Option<Token> {
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
        Identity::Stage { stage, .. } => Some(Holder::Stage(stage)),
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
