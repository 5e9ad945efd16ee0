//! A producer without hands: directs a summit over its HTTP API, as the control room does.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use plenary_model::source::SourceId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::Url;

/// A producer whose browser is this process.
pub struct Producer {
    http: reqwest::Client,
    origin: Url,
    cookie: String,
}

/// What opens a media session.
#[derive(Debug, Deserialize)]
pub struct Media {
    url_path: String,
    token: String,
    /// The programme's broadcast.
    pub programme: String,
    /// The wall's broadcast.
    pub wall: String,
    /// The crew's documents, for a producer.
    pub crew: Option<String>,
}

#[derive(Deserialize)]
struct Clip {
    id: String,
    state: String,
    error: Option<String>,
    duration_ms: Option<u64>,
    source: SourceId,
}

/// A recording that can go on air.
#[derive(Debug, Clone, Copy)]
pub struct Recording {
    /// What a scene shows.
    pub source: SourceId,
    /// How long it is.
    pub duration: Duration,
}

impl Producer {
    /// Opens a producer's link, as its holder does with the button.
    pub async fn open(link: &str) -> anyhow::Result<Self> {
        let url: Url = link.parse().context("this is no link")?;
        let token = url.fragment().context("the link has no token")?;
        let origin = url.join("/")?;
        let http = reqwest::Client::builder().timeout(PATIENCE).build()?;
        let mut producer = Self { http, origin, cookie: String::new() };
        let request = producer.request(reqwest::Method::POST, "link/bind")?.json(&json!({ "token": token }));
        let reply = request.send().await?;
        let cookie = reply.headers().get(reqwest::header::SET_COOKIE).and_then(|value| value.to_str().ok());
        producer.cookie = cookie.and_then(|value| value.split(';').next()).unwrap_or_default().to_owned();
        answer::<Value>(reply).await.context("the producer's link does not open")?;
        Ok(producer)
    }

    /// Asks for something.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        answer(self.request(reqwest::Method::GET, path)?.send().await?).await
    }

    /// Creates something, or has something done.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> anyhow::Result<T> {
        answer(self.request(reqwest::Method::POST, path)?.json(body).send().await?).await
    }

    /// Sends a file.
    pub async fn send<T: DeserializeOwned>(&self, path: &str, file: Vec<u8>) -> anyhow::Result<T> {
        answer(self.request(reqwest::Method::POST, path)?.body(file).send().await?).await
    }

    /// Changes something.
    pub async fn patch<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> anyhow::Result<T> {
        answer(self.request(reqwest::Method::PATCH, path)?.json(body).send().await?).await
    }

    /// Creates somebody (`speakers`, `locations`, `producers`) and gives their personal link.
    pub async fn invite(&self, resource: &str, person: &Value) -> anyhow::Result<String> {
        #[derive(Deserialize)]
        struct Made {
            id: String,
        }
        #[derive(Deserialize)]
        struct Link {
            url: String,
        }
        let made: Made = self.post(resource, person).await?;
        let link: Link = self.post(&format!("{resource}/{}/link", made.id), &json!({ "days": 1 })).await?;
        Ok(link.url)
    }

    /// Uploads a recording and waits until it was checked.
    pub async fn upload(&self, title: &str, file: &Path) -> anyhow::Result<Recording> {
        let bytes = tokio::fs::read(file).await?;
        let metadata = format!("title {}", STANDARD.encode(title));
        let begin = self.request(reqwest::Method::POST, "uploads")?.header(TUS.0, TUS.1);
        let begin = begin.header("upload-length", bytes.len()).header("upload-metadata", metadata);
        let begun = begin.send().await?.error_for_status()?;
        let place = begun.headers().get(reqwest::header::LOCATION).and_then(|place| place.to_str().ok());
        let id = place.and_then(|place| place.rsplit('/').next()).context("an upload has no place")?.to_owned();
        let send = self.request(reqwest::Method::PATCH, &format!("uploads/{id}"))?.header(TUS.0, TUS.1);
        let send = send.header("upload-offset", 0).header("content-type", "application/offset+octet-stream");
        send.body(bytes).send().await?.error_for_status()?;
        let mut clip: Clip = self.get(&format!("clips/{id}")).await?;
        loop {
            match (clip.state.as_str(), clip.duration_ms) {
                ("ready", Some(ms)) => {
                    return Ok(Recording { source: clip.source, duration: Duration::from_millis(ms) });
                }
                ("checking", _) => {
                    tokio::time::sleep(BETWEEN).await;
                    clip = self.get(&format!("clips/{}", clip.id)).await?;
                }
                _ => bail!("{title}: {}", clip.error.unwrap_or_default()),
            }
        }
    }

    /// The server's counters, in Prometheus' text format.
    pub async fn metrics(&self) -> anyhow::Result<String> {
        let request = self.http.get(self.origin.join("metrics")?).header(reqwest::header::COOKIE, &self.cookie);
        Ok(request.send().await?.error_for_status()?.text().await?)
    }

    /// What an audience session of anybody opens with.
    pub async fn audience(&self) -> anyhow::Result<Media> {
        self.post("media?as=viewer", &json!({})).await
    }

    /// What the session of this producer opens with.
    pub async fn crew(&self) -> anyhow::Result<Media> {
        self.post("media?as=producer", &json!({})).await
    }

    /// The URL of a media session.
    pub fn session(&self, media: &Media) -> anyhow::Result<Url> {
        let mut url = self.origin.join(&media.url_path)?;
        url.query_pairs_mut().append_pair("jwt", &media.token);
        Ok(url)
    }

    fn request(&self, method: reqwest::Method, path: &str) -> anyhow::Result<reqwest::RequestBuilder> {
        let url = self.origin.join("api/v1/")?.join(path)?;
        let request = self.http.request(method, url);
        // What a page of this origin sends by itself.
        let request = request.header(reqwest::header::ORIGIN, self.origin.origin().ascii_serialization());
        Ok(request.header(reqwest::header::COOKIE, &self.cookie))
    }
}

async fn answer<T: DeserializeOwned>(reply: reqwest::Response) -> anyhow::Result<T> {
    #[derive(Deserialize)]
    struct Problem {
        detail: String,
    }
    let (status, path) = (reply.status(), reply.url().path().to_owned());
    let body = reply.bytes().await?;
    if !status.is_success() {
        let detail = serde_json::from_slice::<Problem>(&body).map_or_else(|_| status.to_string(), |known| known.detail);
        bail!("{path}: {detail}");
    }
    // An answer without a body stands for `null`.
    let body: &[u8] = if body.is_empty() { b"null" } else { &body };
    serde_json::from_slice(body).with_context(|| format!("{path}: the answer cannot be read"))
}

/// The version of the protocol of resumable uploads.
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
/// An upload on a busy machine takes a while.
const PATIENCE: Duration = Duration::from_secs(120);
/// From one look at an upload to the next.
const BETWEEN: Duration = Duration::from_millis(250);
