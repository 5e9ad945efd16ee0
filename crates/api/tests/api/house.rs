//! A server without sockets.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use plenary_api::{Clock, Context, Desk, DeskLimits, Ingest, Options, Revoke, Rooms};
use plenary_fabric::Admitted;
use plenary_model::{
    crew::Producer,
    id::{CrewId, LinkId, StageId, SummitId},
    link::{Holder, Link, State},
    summit::{Colours, Stage, Summit},
    time::Timestamp,
    token::Token,
};
use plenary_store::{By, Store};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{
    stages::Locals,
    stand_in::{Bench, Show},
};

pub(crate) const START: i64 = 1_000_000;
pub(crate) const DAY: i64 = 86_400_000;

pub(crate) struct House {
    pub(crate) app: Router,
    pub(crate) context: Arc<Context>,
    pub(crate) store: Store,
    pub(crate) show: Arc<Show>,
    pub(crate) desk: Arc<Desk>,
    /// The local shows.
    pub(crate) locals: Arc<Locals>,
    pub(crate) summit: SummitId,
    pub(crate) stage: StageId,
    /// Media sessions that are open.
    pub(crate) sessions: Arc<Mutex<Vec<Admitted>>>,
    /// The first producer's cookie.
    pub(crate) producer: String,
    pub(crate) stop: CancellationToken,
    pub(crate) folder: tempfile::TempDir,
    now: Arc<AtomicI64>,
    rng: Mutex<StdRng>,
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::with(|_| (), Arc::new(Bench::default())).await
    }

    pub(crate) async fn with(choose: impl FnOnce(&mut Options), ingest: Arc<dyn Ingest>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let mut rng = StdRng::seed_from_u64(1);
        let summit = Summit {
            id: SummitId::random(&mut rng),
            title: "World Water Assembly".into(),
            colours: Colours::default(),
            starts: None,
            open: true,
            zone: "UTC".into(),
            created: Timestamp(1),
        };
        let stage =
            Stage { id: StageId::random(&mut rng), summit: summit.id, name: "Main".into(), main: true, location: None };
        store.summits().create(By::system(Timestamp(1)), &summit, &stage).await.unwrap();
        let now = Arc::new(AtomicI64::new(START));
        let clock: Clock = {
            let now = now.clone();
            Arc::new(move || Timestamp(now.load(Ordering::SeqCst)))
        };
        let sessions: Arc<Mutex<Vec<Admitted>>> = Arc::default();
        let revoke: Revoke = {
            let sessions = sessions.clone();
            Arc::new(move |chosen| {
                let mut open = sessions.lock().unwrap();
                let before = open.len();
                open.retain(|admitted| !chosen(admitted));
                before - open.len()
            })
        };
        let show = Arc::new(Show::new(store.clone(), summit.id));
        let locals = Locals::new(store.clone(), summit.id);
        let desk = Desk::new(store.clone(), clock.clone(), true, DeskLimits { viewers: 5, each: 64 });
        let stop = CancellationToken::new();
        let mut options = Options::new("http://localhost:8080", folder.path());
        options.upload_bytes = 100_000;
        choose(&mut options);
        let rooms = Rooms {
            store: store.clone(),
            summit: summit.id,
            stage: stage.id,
            director: show.clone(),
            stages: locals.clone(),
            desk: desk.clone(),
            revoke,
            ingest,
            clock,
            metrics: None,
            shutdown: stop.clone(),
        };
        let context = Context::new(options, rooms);
        let app = plenary_api::router(context.clone());
        let (producer, summit, stage) = (String::new(), summit.id, stage.id);
        let mut house = Self {
            app,
            context,
            store,
            show,
            locals,
            desk,
            summit,
            stage,
            sessions,
            producer,
            stop,
            folder,
            now,
            rng: rng.into(),
        };
        house.producer = house.crew("Ada").await;
        house
    }

    /// A new producer's cookie.
    pub(crate) async fn crew(&self, name: &str) -> String {
        let id = CrewId::random(&mut *self.rng.lock().unwrap());
        let producer = Producer { id, summit: self.summit, stage: None, name: name.into(), created: Timestamp(1) };
        self.store.crew().create(By::system(Timestamp(1)), &producer).await.unwrap();
        let token = self.link(Holder::Producer(id), START + 100 * DAY).await;
        self.bind(&token, None).await
    }

    /// The token of a new link.
    pub(crate) async fn link(&self, holder: Holder, expires: i64) -> String {
        let (id, token) = {
            let rng = &mut *self.rng.lock().unwrap();
            (LinkId::random(rng), Token::random(rng))
        };
        let expires = Timestamp(expires);
        let link = Link { id, summit: self.summit, holder, expires, state: State::Free };
        self.store.links().issue(By::system(Timestamp(1)), &link, &token).await.unwrap();
        token.reveal().to_owned()
    }

    /// Presses the button on a link's page; gives the browser's cookie.
    pub(crate) async fn bind(&self, token: &str, cookie: Option<&str>) -> String {
        let reply = self.post("/api/v1/link/bind").cookie(cookie).json(json!({ "token": token })).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
        reply.cookie().expect("a cookie")
    }

    /// A speaker (id, token) made over the API.
    pub(crate) async fn speaker(&self) -> (String, String) {
        let new = json!({ "name": "Wanjiru", "title": "Hydrologist", "language": "sw" });
        self.person("/api/v1/speakers", new).await
    }

    /// A location (id, token) made over the API.
    pub(crate) async fn location(&self) -> (String, String) {
        self.person("/api/v1/locations", json!({ "name": "Kisumu", "country": "ke" })).await
    }

    /// A machine's key (id, token) made over the API.
    pub(crate) async fn key(&self, name: &str) -> (String, String) {
        let reply = self.post("/api/v1/keys").producer().json(json!({ "name": name })).send().await;
        assert_eq!(reply.status, StatusCode::CREATED, "{:?}", reply.body);
        let text = |field: &str| reply.body[field].as_str().unwrap().to_owned();
        (text("id"), text("token"))
    }

    async fn person(&self, resource: &str, new: Value) -> (String, String) {
        let reply = self.post(resource).producer().json(new).send().await;
        assert_eq!(reply.status, StatusCode::CREATED, "{:?}", reply.body);
        let id = reply.body["id"].as_str().unwrap().to_owned();
        let reply = self.post(&format!("{resource}/{id}/link")).producer().send().await;
        assert_eq!(reply.status, StatusCode::CREATED, "{:?}", reply.body);
        (id, token_of(&reply.body))
    }

    /// Opens a media session with a token, as the relay would.
    pub(crate) async fn dial(&self, token: &str) -> Result<Admitted, plenary_fabric::Refusal> {
        use plenary_fabric::Gatekeeper;
        let admitted = self.desk.admit(Some(token.to_owned())).await?;
        self.sessions.lock().unwrap().push(admitted);
        Ok(admitted)
    }

    pub(crate) fn open_sessions(&self) -> usize {
        self.sessions.lock().unwrap().len()
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    /// What was done, in the journal's words.
    pub(crate) async fn actions(&self) -> Vec<String> {
        let entries = self.store.journal().list(self.summit, 0, 10_000).await.unwrap();
        entries.into_iter().map(|entry| entry.action).collect()
    }

    pub(crate) fn get(&self, path: &str) -> Asking<'_> {
        self.ask(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str) -> Asking<'_> {
        self.ask(Method::POST, path)
    }

    pub(crate) fn ask(&self, method: Method, path: &str) -> Asking<'_> {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:8080");
        Asking { house: self, request, body: Body::empty() }
    }
}

/// The token in an answer with a link.
pub(crate) fn token_of(body: &Value) -> String {
    let url = body["url"].as_str().unwrap();
    let (page, token) = url.split_once('#').unwrap();
    assert_eq!(page, "http://localhost:8080/join");
    token.to_owned()
}

pub(crate) struct Asking<'a> {
    house: &'a House,
    request: axum::http::request::Builder,
    body: Body,
}

impl Asking<'_> {
    pub(crate) fn producer(self) -> Self {
        let cookie = self.house.producer.clone();
        self.cookie(Some(&cookie))
    }

    pub(crate) fn cookie(self, cookie: Option<&str>) -> Self {
        match cookie {
            Some(cookie) => self.header("cookie", &format!("plenary={cookie}")),
            None => self,
        }
    }

    pub(crate) fn key(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub(crate) fn json(self, body: Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub(crate) fn body(self, kind: &str, body: impl Into<Body>) -> Self {
        Self { body: body.into(), ..self.header("content-type", kind) }
    }

    pub(crate) async fn send(self) -> Reply {
        let request = self.request.body(self.body).unwrap();
        let is_head = request.method() == Method::HEAD;
        let response = self.house.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        let reply = Reply { status: parts.status, headers: parts.headers, body, bytes };
        reply.check(is_head);
        reply
    }
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) bytes: Bytes,
}

impl Reply {
    /// Every error, whoever made it, has the one shape, and every answer the guards.
    fn check(&self, is_head: bool) {
        assert_eq!(self.headers["x-content-type-options"], "nosniff");
        assert!(self.headers.contains_key("content-security-policy"));
        if self.status.is_client_error() || self.status.is_server_error() {
            if self.header("content-type").starts_with("text/html") {
                return;
            }
            assert_eq!(self.header("content-type"), "application/problem+json", "{} {:?}", self.status, self.bytes);
            if is_head {
                assert!(self.bytes.is_empty());
                return;
            }
            assert_eq!(self.body["status"], self.status.as_u16());
            assert!(self.body["type"].as_str().unwrap().starts_with("urn:plenary:problem:"));
            assert!(!self.body["title"].as_str().unwrap().is_empty());
            assert!(!self.body["detail"].as_str().unwrap().is_empty());
        }
        if matches!(self.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            assert!(self.header("retry-after").parse::<u32>().unwrap() > 0);
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// What a problem is about.
    pub(crate) fn problem(&self) -> (u16, &str) {
        let kind = self.body["type"].as_str().unwrap_or_default();
        (self.status.as_u16(), kind.trim_start_matches("urn:plenary:problem:"))
    }

    pub(crate) fn cookie(&self) -> Option<String> {
        let value = self.headers.get("set-cookie")?.to_str().unwrap();
        for attribute in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
            assert!(value.contains(attribute), "{value}");
        }
        Some(value.strip_prefix("plenary=")?.split(';').next()?.to_owned())
    }
}
