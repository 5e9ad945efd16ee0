//! The one decision about a media session, whoever asks for it.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use futures::{FutureExt, future::BoxFuture};
use plenary_model::{grant::Identity, id::SessionId, time::Timestamp};

/// Where sessions open, over WebTransport and WebSocket alike.
pub const MEDIA_PATH: &str = "/moq";

/// How often an admitted session is asked about again, in case its revocation went unheard. Five
/// minutes are 100 questions a second at 30,000 sessions.
pub const RECHECK: Duration = Duration::from_secs(300);

/// Knows tokens. The store answers in the server; tests answer from a table.
pub trait Gatekeeper: Send + Sync + 'static {
    /// Whose token this is. No token is refused like a wrong one.
    fn admit(&self, token: Option<String>) -> BoxFuture<'static, Result<Admitted, Refusal>>;

    /// Whether a session that was admitted may go on, and until when: its token may have run out in
    /// the meantime, its link must not. [`Refusal::Unavailable`] leaves the session as it is, so that
    /// a stopped database ends no media. The default changes nothing.
    fn recheck(&self, admitted: Admitted) -> BoxFuture<'static, Result<Timestamp, Refusal>> {
        async move { Ok(admitted.expires) }.boxed()
    }
}

/// A session that may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admitted {
    /// The browser or viewer it belongs to.
    pub session: SessionId,
    /// Who that is, which decides what the session may publish and see.
    pub identity: Identity,
    /// When the session ends unless a re-check moves this on.
    pub expires: Timestamp,
}

/// Why a session may not open, or not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Media is served at [`MEDIA_PATH`] only.
    #[error("no media is served at this path")]
    WrongPath,
    /// The request carries no token, or more than one.
    #[error("the request must carry exactly one token")]
    NoToken,
    /// Nobody was given this token.
    #[error("the token is not known")]
    Unknown,
    /// The token, or the link behind it, ran out.
    #[error("the token has expired")]
    Expired,
    /// The link behind the token was revoked.
    #[error("the token was revoked")]
    Revoked,
    /// The summit is not open to viewers without a link.
    #[error("the summit is closed to the public")]
    Closed,
    /// The server, or this person, has as many sessions as it may have.
    #[error("there are too many sessions")]
    Full,
    /// Whoever knows tokens cannot be asked now.
    #[error("admission is not available now")]
    Unavailable,
}

impl Refusal {
    /// The name of the refusal in a counter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WrongPath => "wrong_path",
            Self::NoToken => "no_token",
            Self::Unknown => "unknown",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Closed => "closed",
            Self::Full => "full",
            Self::Unavailable => "unavailable",
        }
    }
}

/// What a relay, in this process or outside, knows about a session that wants to open.
#[derive(Clone, Default)]
pub struct Knock {
    /// The path it dialled, such as `/moq`.
    pub path: String,
    /// What stands behind the `?`, undecoded.
    pub query: Option<String>,
    /// The token of the protocol's own set-up message, which browsers cannot send.
    pub setup_token: Option<Vec<u8>>,
}

impl From<&moq_auth::Request> for Knock {
    fn from(request: &moq_auth::Request) -> Self {
        Self {
            path: request.path.clone(),
            query: request.query.clone(),
            setup_token: request.token.as_ref().map(|token| token.value.clone()),
        }
    }
}

/// Decides whether a session may open and what it is granted.
pub async fn decide(
    keeper: &Arc<dyn Gatekeeper>,
    knock: Knock,
    now: Timestamp,
) -> Result<(Admitted, moq_auth::Grant), Refusal> {
    if knock.path != MEDIA_PATH {
        return Err(Refusal::WrongPath);
    }
    let token = token(&knock)?;
    let admitted = keeper.admit(Some(token)).await?;
    match admitted.expires > now {
        true => Ok((admitted, grant(&admitted))),
        false => Err(Refusal::Expired),
    }
}

/// The relay's form of what `plenary_model` grants an identity.
pub fn grant(admitted: &Admitted) -> moq_auth::Grant {
    let model = admitted.identity.grant(admitted.expires);
    let mut grant = moq_auth::Grant::new(patterns(&model.publish), patterns(&model.subscribe));
    // The patterns are whole names, not relative to the path that was dialled.
    grant.root = Some(String::new());
    grant.expires = Some(UNIX_EPOCH + model.expires.since(Timestamp(0)));
    grant.revalidate = Some(RECHECK);
    grant
}

fn patterns(texts: &[String]) -> moq_auth::Patterns {
    // A name that is no pattern cannot come out of `BroadcastName`; leaving it out grants less, never more.
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

fn token(knock: &Knock) -> Result<String, Refusal> {
    let query = knock.query.as_deref().unwrap_or_default();
    let mut found = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(key, value)| key == "jwt" && !value.is_empty())
        .map(|(_, value)| value.into_owned())
        .chain(knock.setup_token.clone().and_then(|token| String::from_utf8(token).ok()));
    match (found.next(), found.next()) {
        (Some(token), None) if token.len() <= TOKEN_LIMIT => Ok(token),
        (Some(_), None) => Err(Refusal::Unknown),
        _ => Err(Refusal::NoToken),
    }
}

/// Tokens have 64 characters; anything much longer is noise that nobody should hash.
const TOKEN_LIMIT: usize = 256;

#[cfg(test)]
mod tests {
    use plenary_model::id::{Secret, SpeakerId, SummitId};
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    struct Table(Admitted);

    impl Gatekeeper for Table {
        fn admit(&self, token: Option<String>) -> BoxFuture<'static, Result<Admitted, Refusal>> {
            let answer = if token.as_deref() == Some("right") { Ok(self.0) } else { Err(Refusal::Unknown) };
            async move { answer }.boxed()
        }
    }

    fn speaker() -> Admitted {
        let rng = &mut StdRng::seed_from_u64(5);
        let identity = Identity::Speaker {
            summit: SummitId::random(rng),
            id: SpeakerId::random(rng),
            stage: None,
            secret: Secret::random(rng),
        };
        Admitted { session: SessionId::random(rng), identity, expires: Timestamp(2_000) }
    }

    fn ask(path: &str, query: Option<&str>, setup: Option<&str>, now: i64) -> Result<moq_auth::Grant, Refusal> {
        let keeper: Arc<dyn Gatekeeper> = Arc::new(Table(speaker()));
        let knock = Knock {
            path: path.into(),
            query: query.map(Into::into),
            setup_token: setup.map(|token| token.as_bytes().to_vec()),
        };
        let answer = decide(&keeper, knock, Timestamp(now)).now_or_never().expect("the table answers at once");
        answer.map(|(_, grant)| grant)
    }

    #[test]
    fn only_a_known_token_in_time_on_the_media_path_is_admitted() {
        assert!(ask("/moq", Some("jwt=right"), None, 0).is_ok());
        assert!(ask("/moq", None, Some("right"), 0).is_ok());
        assert_eq!(ask("/moq", Some("jwt=right"), None, 2_000), Err(Refusal::Expired));
        for path in ["", "/", "/moq/", "/moq/announced", "//moq", "/MOQ", "/other"] {
            assert_eq!(ask(path, Some("jwt=right"), None, 0), Err(Refusal::WrongPath), "{path}");
        }
        for query in [None, Some(""), Some("jwt="), Some("token=right"), Some("jwt=right&jwt=right")] {
            assert_eq!(ask("/moq", query, None, 0), Err(Refusal::NoToken), "{query:?}");
        }
        assert_eq!(ask("/moq", Some("jwt=wrong"), None, 0), Err(Refusal::Unknown));
        assert_eq!(ask("/moq", Some("jwt=right"), Some("right"), 0), Err(Refusal::NoToken));
        assert_eq!(ask("/moq", Some(&format!("jwt={}", "a".repeat(10_000))), None, 0), Err(Refusal::Unknown));
    }

    #[test]
    fn a_grant_has_exactly_the_patterns_of_the_model() {
        let grant = ask("/moq", Some("jwt=right"), None, 0).unwrap();
        let model = speaker().identity.grant(speaker().expires);
        let written = |patterns: &moq_auth::Patterns| {
            let mut texts: Vec<_> = patterns.iter().map(|pattern| pattern.as_str().to_owned()).collect();
            texts.sort();
            texts
        };
        let sorted = |mut texts: Vec<String>| {
            texts.sort();
            texts
        };
        assert_eq!(written(&grant.publish), sorted(model.publish));
        assert_eq!(written(&grant.subscribe), sorted(model.subscribe));
        assert_eq!(grant.root.as_deref(), Some(""));
        assert_eq!(grant.expires, Some(UNIX_EPOCH + Duration::from_secs(2)));
    }
}
