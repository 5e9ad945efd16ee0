//! The assembled server: every room, wired in order, and how it stops.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use plenary_api as api;
use plenary_fabric::{Fabric, Gatekeeper, Tls};
use plenary_model::{
    id::{CrewId, LinkId, StageId, SummitId},
    link::{Holder, Link, State},
    summit::{Colours, Stage, Summit},
    time::Timestamp,
    token::Token,
};
use plenary_show::Scope;
use plenary_store::{By, Store};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, TlsMode},
    stages::{House, Running, Stages},
};

/// A server that is bound to its port, with every room running behind it.
pub struct Server {
    fabric: Fabric,
    router: axum::Router,
    api: Arc<api::Context>,
    main: Running,
    stages: Arc<Stages>,
    wall: plenary_wall::Handle,
    store: Store,
    tasks: Vec<JoinHandle<()>>,
    shutdown: CancellationToken,
    drain: Duration,
    origin: String,
    first: Option<Token>,
}

impl Server {
    /// Opens the data folder, binds the port and starts every room. `shutdown` ends [`Self::run`].
    pub async fn load(config: &Config, data: &Path, shutdown: CancellationToken) -> anyhow::Result<Self> {
        // Installing it twice in a process is no fault: the first one counts.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let now = plenary_show::system_clock();
        let store = Store::open(data).await?;
        let (summit, stage, first) = summit(&store, now).await?;
        let clock: api::Clock = Arc::new(plenary_show::system_clock);
        let desk = api::Desk::new(store.clone(), clock.clone(), summit.open, api::DeskLimits::default());
        let keeper: Arc<dyn Gatekeeper> = desk.clone();
        let fabric = Fabric::load(fabric(config, data), keeper).await?;
        let origin = public_origin(config, fabric.local_addr());

        let media = fabric.origin();
        let format = config.programme.format;
        let (wall, walling) =
            plenary_wall::start(plenary_wall::Config { summit: summit.id, colours: summit.colours }, media.clone())?;
        let recordings = config.record.programme.then(|| data.join("recordings"));
        let house = House { summit: summit.id, store: store.clone(), media, data: data.to_owned(), format, recordings };
        let main = house.start(&stage, Scope::Main(wall.clone())).await?;
        let show = main.show.clone();
        let stages = Stages::new(house);
        let run_through = store.run_throughs().current(summit.id).await?;
        let local = store.stages().list(summit.id).await?.into_iter().filter(|stage| !stage.main);
        for stage in local.chain(run_through) {
            stages.start(&stage).await?;
        }
        let mut tasks = vec![walling];

        if let Some(listen) = config.hands.osc.0 {
            let allow = config.hands.allow.iter().map(|sender| sender.0).collect();
            let config = plenary_hands::osc::Config { listen, allow, clock: plenary_show::system_clock };
            let (_, listening) = plenary_hands::osc::start(config, show.clone(), shutdown.clone()).await?;
            tasks.push(listening);
        }

        let sessions = fabric.sessions();
        tasks.push(tokio::spawn(count_viewers(sessions.watch(), show.clone(), shutdown.clone())));
        let mut options = api::Options::new(origin.clone(), data);
        options.upload_bytes = u64::from(config.limits.upload_mib.0) << 20;
        let limits = plenary_clip::Limits {
            bytes: options.upload_bytes,
            duration: Duration::from_secs(60 * u64::from(config.limits.upload_minutes.0)),
            ..plenary_clip::Limits::default()
        };
        let rooms = api::Rooms {
            store: store.clone(),
            summit: summit.id,
            stage: stage.id,
            director: Arc::new(show.clone()),
            stages: stages.clone(),
            desk,
            revoke: Arc::new(move |chosen| sessions.revoke(chosen)),
            ingest: Arc::new(api::Ffmpeg { limits, format }),
            clock,
            metrics: Some(metrics()?),
            shutdown: shutdown.clone(),
        };
        let api = api::Context::new(options, rooms);
        let drain = Duration::from_secs(config.server.drain_s.0.into());
        let router = api::router(api.clone());
        Ok(Self { fabric, router, api, main, stages, wall, store, tasks, shutdown, drain, origin, first })
    }

    /// Where people reach the server: scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The first producer's link, at the first start in a data folder.
    pub fn first_link(&self) -> Option<String> {
        self.first.as_ref().map(|token| format!("{}/join#{}", self.origin, token.reveal()))
    }

    /// The plan.
    pub fn plan(&self) -> tokio::sync::watch::Receiver<Arc<plenary_show::live::Plan>> {
        self.main.show.plan()
    }

    /// What the crew follows.
    pub fn crew(&self) -> tokio::sync::watch::Receiver<Arc<plenary_show::live::Crew>> {
        self.main.show.crew()
    }

    /// Serves until the shutdown token is cancelled, drains the sessions, and ends every room in order.
    pub async fn run(self) -> anyhow::Result<()> {
        let tending = tokio::spawn(api::tend(self.api, self.shutdown.clone()));
        let served = self.fabric.run(self.router, self.shutdown.clone()).await;
        // Whatever ended the serving, nothing of it goes on.
        self.shutdown.cancel();
        // Local stages first: the main one goes on without them.
        let mut tasks = self.stages.stop().await;
        tasks.extend(self.main.stop().await);
        self.wall.stop().await;
        for task in tasks.into_iter().chain(self.tasks).chain([tending]) {
            if tokio::time::timeout(self.drain, task).await.is_err() {
                tracing::warn!("a room did not end in time and was cut");
            }
        }
        self.store.close().await?;
        served.context("the server stopped")
    }
}

/// The summit of this data folder; at the first start it is made, with a producer and their link.
async fn summit(store: &Store, now: Timestamp) -> anyhow::Result<(Summit, Stage, Option<Token>)> {
    if let Some(summit) = store.summits().first().await? {
        let stage = store.summits().main_stage(summit.id).await?;
        return Ok((summit, stage, None));
    }
    // Not held across an await: the generator belongs to its thread.
    let (summit, stage, crew, link, token) = {
        let rng = &mut rand::rng();
        let summit = Summit {
            id: SummitId::random(rng),
            title: "Summit".to_owned(),
            colours: Colours::default(),
            starts: None,
            open: true,
            zone: "UTC".into(),
            created: now,
        };
        let stage =
            Stage { id: StageId::random(rng), summit: summit.id, name: "Main".to_owned(), main: true, location: None };
        let crew = plenary_model::crew::Producer {
            id: CrewId::random(rng),
            summit: summit.id,
            stage: None,
            name: "Producer".to_owned(),
            created: now,
        };
        let link = Link {
            id: LinkId::random(rng),
            summit: summit.id,
            holder: Holder::Producer(crew.id),
            expires: now + FIRST_LINK,
            state: State::Free,
        };
        (summit, stage, crew, link, Token::random(rng))
    };
    let by = By::system(now);
    store.summits().create(by, &summit, &stage).await?;
    store.crew().create(by, &crew).await?;
    store.links().issue(by, &link, &token).await?;
    Ok((summit, stage, Some(token)))
}

fn fabric(config: &Config, data: &Path) -> plenary_fabric::Config {
    let tls = match config.tls.mode {
        TlsMode::Local => Tls::Local { data: data.to_owned() },
        TlsMode::Files => {
            Tls::Files { certificate: PathBuf::from(&config.tls.certificate), key: PathBuf::from(&config.tls.key) }
        }
        TlsMode::Acme => Tls::Acme {
            domain: config.tls.domain.clone(),
            contact: Some(config.tls.contact.clone()),
            directory: config.tls.directory.clone(),
            data: data.to_owned(),
        },
    };
    plenary_fabric::Config {
        listen: config.server.listen.0,
        tls,
        drain: Duration::from_secs(config.server.drain_s.0.into()),
        max_sessions: config.limits.sessions.0 as usize,
    }
}

/// The origin of links: as configured, else the domain of the certificate, else localhost.
fn public_origin(config: &Config, address: SocketAddr) -> String {
    match (&config.server.public_url.0, config.tls.mode) {
        (Some(url), _) => url.origin().ascii_serialization(),
        (None, TlsMode::Acme) => format!("https://{}", config.tls.domain),
        (None, TlsMode::Files) => format!("https://localhost:{}", address.port()),
        (None, TlsMode::Local) => format!("http://localhost:{}", address.port()),
    }
}

/// Prometheus is process-wide, like the counters behind it.
fn metrics() -> anyhow::Result<PrometheusHandle> {
    static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new().install_recorder().context("the metrics cannot start")?;
    Ok(HANDLE.get_or_init(|| handle).clone())
}

async fn count_viewers(
    mut counts: tokio::sync::watch::Receiver<plenary_fabric::Counts>,
    show: plenary_show::Handle,
    shutdown: CancellationToken,
) {
    loop {
        let viewers = counts.borrow_and_update().viewers;
        show.viewers(viewers as u64);
        match shutdown.run_until_cancelled(counts.changed()).await {
            Some(Ok(())) => {}
            _ => return,
        }
    }
}

/// The first producer may take a while between installing the program and the first rehearsal.
const FIRST_LINK: Duration = Duration::from_secs(30 * 24 * 3600);
