//! HTTP: what browsers and programs ask of a summit, and the web application itself.
//!
//! The resources stand in [`v1`], a file each. Who may do what is decided by the type of an argument
//! ([`access`]) before a handler runs. Every error has one shape ([`problem`]). Tokens arrive in bodies,
//! cookies and one header only, never in an address, and nothing here writes a token, an address or a name to the
//! log.

mod access;
mod body;
pub mod clips;
mod desk;
mod director;
mod pace;
pub mod problem;
mod same_origin;
mod service;
mod site;
mod stages;
mod tend;
pub mod v1;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, extract::DefaultBodyLimit, middleware};
use metrics_exporter_prometheus::PrometheusHandle;
use plenary_fabric::Admitted;
use plenary_model::{
    id::{StageId, SummitId},
    link::Holder,
    source::SourceId,
    time::Timestamp,
    token::Token,
};
use plenary_store::Store;
use utoipa_axum::router::OpenApiRouter;

use crate::problem::Problem;
pub use crate::{
    clips::{Ffmpeg, Ingest, Taken, Trouble},
    desk::{Desk, Error as DeskError, Issued, Limits as DeskLimits},
    director::{Command, Director},
    stages::Stages,
    tend::tend,
};

/// The wall clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Ends every media session that the argument picks, and says how many: `Sessions::revoke` of the
/// fabric.
pub type Revoke = Arc<dyn Fn(&dyn Fn(&Admitted) -> bool) -> usize + Send + Sync>;

/// What can be chosen about the API.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where people reach this server, such as `https://summit.example`: links begin with it. With
    /// `https`, cookies are sent over TLS only and browsers are told to stay on it.
    pub origin: String,
    /// The data folder; clips are kept in `clips` below it.
    pub data: PathBuf,
    /// The largest upload in bytes.
    pub upload_bytes: u64,
    /// How many links may be inspected or opened a second, by everybody together.
    pub links_per_second: u32,
    /// How many at once after a quiet time.
    pub links_at_once: u32,
}

impl Options {
    /// The defaults for a server at `origin` with its data in `data`.
    pub fn new(origin: impl Into<String>, data: impl Into<PathBuf>) -> Self {
        Self {
            origin: origin.into(),
            data: data.into(),
            // An hour of what a camera records in 4K.
            upload_bytes: 20 << 30,
            // 30,000 locations within ten minutes are 50 a second.
            links_per_second: 200,
            links_at_once: 1_000,
        }
    }

    fn secure(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

/// The rooms that the API stands on.
pub struct Rooms {
    /// What lasts.
    pub store: Store,
    /// The summit that is served.
    pub summit: SummitId,
    /// Its main stage.
    pub stage: StageId,
    /// The show of the main stage.
    pub director: Arc<dyn Director>,
    /// The shows of the local stages.
    pub stages: Arc<dyn Stages>,
    /// Who gives out media tokens.
    pub desk: Arc<Desk>,
    /// Ends media sessions.
    pub revoke: Revoke,
    /// Brings uploads into the house format.
    pub ingest: Arc<dyn Ingest>,
    /// The wall clock.
    pub clock: Clock,
    /// Renders `/metrics`.
    pub metrics: Option<PrometheusHandle>,
    /// Cancelled when the server is going down: it is not ready any more.
    pub shutdown: tokio_util::sync::CancellationToken,
}

/// Everything a request may need.
pub struct Context {
    options: Options,
    rooms: Rooms,
    pace: Mutex<pace::Pace>,
    presses: Mutex<pace::Presses>,
    queue: clips::Queue,
    pictures: tokio::sync::Semaphore,
}

impl Context {
    /// A context for [`router`] and [`tend`].
    pub fn new(options: Options, rooms: Rooms) -> Arc<Self> {
        let pace = pace::Pace::new(options.links_per_second, options.links_at_once);
        let queue = clips::Queue::new(options.data.join("clips"));
        Arc::new(Self {
            options,
            rooms,
            pace: Mutex::new(pace),
            presses: Mutex::new(pace::Presses::new()),
            queue,
            pictures: tokio::sync::Semaphore::new(1),
        })
    }

    fn now(&self) -> Timestamp {
        (self.rooms.clock)()
    }

    /// Counts a guest's press of a button.
    ///
    /// # Errors
    /// 429 when they, or all together, press too often.
    fn press(&self, person: SourceId) -> Result<(), Problem> {
        let taken = self.presses.lock().unwrap_or_else(PoisonError::into_inner).take(person, self.now());
        taken.map_err(|wait| {
            metrics::counter!("plenary_api_presses_refused_total").increment(1);
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            Problem::too_often("the button was pressed too often", seconds)
        })
    }

    /// The address of a personal link. Behind the `#`, which no browser sends to a server.
    fn url(&self, token: &Token) -> String {
        format!("{}/join#{}", self.options.origin.trim_end_matches('/'), token.reveal())
    }

    /// Ends the media tokens and sessions that `chosen` picks.
    fn end(&self, chosen: impl Fn(&Admitted) -> bool) {
        // Tokens first: a session that is opening at this moment is decided anew, and refused.
        self.rooms.desk.revoke(&chosen);
        (self.rooms.revoke)(&chosen);
    }

    /// Ends the media sessions of one person.
    fn end_holder(&self, holder: Holder) {
        self.end(|admitted| access::holder(&admitted.identity) == Some(holder));
    }

    /// Has the shows follow a change that is on disk already. It is not the caller's fault when the show
    /// cannot, and the change holds: it follows at its next reload.
    async fn reload(&self) {
        if let Err(error) = self.rooms.director.reload().await {
            tracing::warn!(%error, "the show did not follow a change");
            metrics::counter!("plenary_api_reload_failed_total").increment(1);
        }
        self.reload_local().await;
    }
}

/// The whole HTTP side: resources, health, metrics, and the web application for everything else.
pub fn router(context: Arc<Context>) -> Router {
    let (resources, document) = resources().split_for_parts();
    resources
        .merge(service::router(document))
        .merge(v1::line::router())
        .layer(DefaultBodyLimit::max(BODY))
        .fallback(site::serve)
        .method_not_allowed_fallback(service::not_allowed)
        .layer(middleware::from_fn(service::carry_through))
        .layer(middleware::from_fn_with_state(context.clone(), same_origin::check))
        .layer(middleware::from_fn_with_state(context.clone(), site::guard))
        .layer(middleware::from_fn(service::count))
        .with_state(context)
}

/// The OpenAPI description of the resources.
pub fn openapi() -> utoipa::openapi::OpenApi {
    resources().into_openapi()
}

fn resources() -> OpenApiRouter<Arc<Context>> {
    let mut router = v1::router();
    let document = router.get_openapi_mut();
    document.info = utoipa::openapi::InfoBuilder::new()
        .title("Plenary")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("One summit in many places. Errors are problem details (RFC 9457)."))
        .build();
    // Functions are named after what they do, and a resource has a file: only both together are unique.
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            if let (Some(id), Some([tag, ..])) = (&mut operation.operation_id, operation.tags.as_deref()) {
                *id = format!("{tag}_{id}");
            }
            stages::describe(operation);
        }
    }
    router
}

/// Nothing but an upload and a crowd's names is longer.
const BODY: usize = 64 << 10;

/// A cryptographic source of ids and tokens, read here and nowhere else.
fn dice() -> impl rand::RngCore {
    rand::rng()
}
