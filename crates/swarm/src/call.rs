//! Calling a rehearsal: its link becomes people with tokens.

use std::time::Duration;

use plenary_model::token::Token;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

use crate::names;

/// A rehearsal link, `ORIGIN/join#TOKEN`.
#[derive(Debug, Clone)]
pub struct Link {
    origin: Url,
    token: Token,
}

/// Why a rehearsal does not begin.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The text is no link.
    #[error("this is no rehearsal link: it looks like https://HOST/join#TOKEN")]
    Link,
    /// The server cannot be reached.
    #[error("the server does not answer: {0}")]
    Unreachable(String),
    /// The server does not want this rehearsal.
    #[error("the server refuses the rehearsal: {0}")]
    Refused(String),
    /// More are wanted than a producer permitted.
    #[error("this rehearsal brings {allowed} {who}, not {wanted}: ask a producer for one that brings more")]
    TooMany {
        /// Of which kind.
        who: &'static str,
        /// How many are wanted.
        wanted: usize,
        /// How many are permitted.
        allowed: usize,
    },
    /// The server answers something else.
    #[error("the server's answer is not that of Plenary: {0}")]
    Answer(String),
}

impl Link {
    /// Reads a link.
    pub fn parse(text: &str) -> Result<Self, CallError> {
        let url: Url = text.trim().parse().map_err(|_| CallError::Link)?;
        let token = Token::parse(url.fragment().unwrap_or_default()).map_err(|_| CallError::Link)?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !url.path().ends_with("/join") {
            return Err(CallError::Link);
        }
        let origin = url.join("/").map_err(|_| CallError::Link)?;
        Ok(Self { origin, token })
    }

    /// What proves whose it is.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// The server's address.
    pub fn origin(&self) -> &Url {
        &self.origin
    }
}

/// How many a rehearsal brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Size {
    /// Locations.
    pub locations: usize,
    /// Speakers.
    pub speakers: usize,
    /// Viewers.
    pub viewers: usize,
}

/// The people of a rehearsal, and how they get into the media plane.
#[derive(Debug, Clone, Deserialize)]
pub struct Crowd {
    /// The path of media sessions.
    pub url_path: String,
    /// Its locations.
    pub locations: Vec<Person>,
    /// Its speakers.
    pub speakers: Vec<Person>,
    /// A token for each viewer.
    pub viewer_tokens: Vec<String>,
    /// The programme's broadcast.
    pub programme: String,
    /// The wall's broadcast.
    pub wall: String,
}

/// A simulated location or speaker.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    /// Its id.
    pub id: String,
    /// Its place among its kind, 0 for the first.
    pub number: usize,
    /// As screens show it.
    pub name: String,
    /// What opens its session.
    pub media_token: String,
    /// The broadcast that it publishes.
    pub broadcast: String,
}

#[derive(Serialize)]
struct Call<'a> {
    token: &'a str,
    locations: Vec<CallLocation>,
    speakers: Vec<CallSpeaker>,
}

#[derive(Serialize)]
struct CallLocation {
    name: String,
    country: &'static str,
}

#[derive(Serialize)]
struct CallSpeaker {
    name: String,
    title: String,
    language: &'static str,
}

/// Asks how many the rehearsal brings.
pub async fn size(link: &Link) -> Result<Size, CallError> {
    #[derive(Serialize)]
    struct Asking<'a> {
        token: &'a str,
    }
    post(link, "/api/v1/rehearsal/size", &Asking { token: link.token.reveal() }).await
}

/// Has the server create the people of the rehearsal, the first of them with invented names.
pub async fn call(link: &Link, locations: usize, speakers: usize) -> Result<Crowd, CallError> {
    let call = Call {
        token: link.token.reveal(),
        locations: (0..locations)
            .map(|number| CallLocation { name: names::location(number), country: names::country(number) })
            .collect(),
        speakers: (0..speakers)
            .map(|number| {
                let speaker = names::speaker(number);
                CallSpeaker { name: speaker.name, title: speaker.title.to_owned(), language: speaker.language }
            })
            .collect(),
    };
    post(link, "/api/v1/rehearsal/cast", &call).await
}

async fn post<T: DeserializeOwned>(link: &Link, path: &str, body: &impl Serialize) -> Result<T, CallError> {
    let unreachable = |error: reqwest::Error| CallError::Unreachable(error.without_url().to_string());
    let url = link.origin.join(path).map_err(|_| CallError::Link)?;
    let client = reqwest::Client::builder().timeout(PATIENCE).build().map_err(unreachable)?;
    let answer = client.post(url).json(body).send().await.map_err(unreachable)?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(unreachable)?;
    if !status.is_success() {
        #[derive(Deserialize)]
        struct Problem {
            detail: String,
        }
        let detail = serde_json::from_slice::<Problem>(&body).map_or_else(|_| status.to_string(), |known| known.detail);
        return Err(CallError::Refused(detail));
    }
    serde_json::from_slice(&body).map_err(|error| CallError::Answer(error.to_string()))
}

/// The URL of a media session for `token`.
pub fn media_url(link: &Link, path: &str, token: &str) -> Result<Url, CallError> {
    let mut url = link.origin.join(path).map_err(|error| CallError::Answer(error.to_string()))?;
    if url.origin() != link.origin.origin() {
        return Err(CallError::Answer("media would be on another server".into()));
    }
    url.query_pairs_mut().append_pair("jwt", token);
    Ok(url)
}

/// Creating 30,000 people takes a while.
const PATIENCE: Duration = Duration::from_secs(120);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_and_anything_else_is_refused() {
        let token = "0".repeat(64);
        let link = Link::parse(&format!(" http://localhost:8080/join#{token}\n")).unwrap();
        assert_eq!(link.origin().as_str(), "http://localhost:8080/");
        assert!(!format!("{link:?}").contains(&token));
        for text in
            ["", "join", "http://localhost/join", "ftp://host/join#00", &format!("http://localhost/other#{token}")]
        {
            assert!(Link::parse(text).is_err(), "{text}");
        }
        assert_eq!(media_url(&link, "/moq", "abc").unwrap().as_str(), "http://localhost:8080/moq?jwt=abc");
        assert!(media_url(&link, "https://elsewhere/moq", "abc").is_err());
    }
}
