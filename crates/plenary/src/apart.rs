//! `plenary stage`: the mixer of one local stage in a process of its own, on this computer or another one.
//!
//! The show stays in the server; what it asks comes over a line ([`plenary_stage::remote`]), sources come and the
//! programme goes as a media session. A process that dies is started again by whoever runs it, and is told where
//! everything stands; one that loses the server goes on with what it has, and tries again.

mod cache;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use cache::Cache;
use futures::{SinkExt, StreamExt};
use plenary_model::name::BroadcastName;
use plenary_stage::{
    Handle, Slate,
    remote::{Down, Order, Up, Welcome},
};
use plenary_swarm::{Link, call::media_url};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream,
    tungstenite::{self, Message, client::IntoClientRequest, http},
};
use tokio_util::sync::CancellationToken;

use crate::{config, log, signal};

/// Which stage, and where.
#[derive(clap::Args)]
pub struct Options {
    /// The stage's link, from the control room (Manage, Stages): https://HOST/join#TOKEN
    #[arg(long)]
    join: String,
    /// Where recordings and pictures are kept that the server has; they are fetched again when they are lost.
    #[arg(long, default_value = "plenary-stage")]
    cache: PathBuf,
}

/// Between two attempts to reach the server.
const RETRY: Duration = Duration::from_secs(1);
/// The server says something at once, or is not there.
const PATIENCE: Duration = Duration::from_secs(10);

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// The mixer, once a server said which stage it is for.
struct Mixer {
    stage: Handle,
    origin: moq_net::origin::Producer,
    client: moq_tokio::Client,
    cache: Cache,
    /// The media session of the line that there is now.
    session: Option<moq_tokio::Connection>,
}

/// Makes the programme until somebody stops it, or the server takes the stage back.
pub async fn run(options: Options) -> anyhow::Result<ExitCode> {
    log::start(&config::Log { level: "info".to_owned(), ..config::Log::default() })?;
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let link = Link::parse(&options.join)?;
    let shutdown = CancellationToken::new();
    signal::stop(shutdown.clone())?;
    let mut mixer = None;
    let making = async {
        loop {
            match connect(&link).await {
                Ok(socket) => match attend(socket, &link, &options, &mut mixer).await {
                    Ok(()) => tracing::warn!("the server ended the line: trying again"),
                    Err(error) => tracing::warn!("the line broke: {error:#}; trying again"),
                },
                Err(Refused::Ever(reason)) => anyhow::bail!("the server refuses this stage: {reason}"),
                Err(Refused::Now(reason)) => tracing::warn!("{reason}; trying again"),
            }
            tokio::time::sleep(RETRY).await;
        }
    };
    let made: Option<anyhow::Result<()>> = shutdown.run_until_cancelled(making).await;
    if let Some(Mixer { stage, .. }) = &mixer {
        stage.stop().await;
    }
    made.unwrap_or(Ok(()))?;
    Ok(ExitCode::SUCCESS)
}

/// Why there is no line.
enum Refused {
    /// The link does not open it, and will not.
    Ever(String),
    /// Not at this moment.
    Now(String),
}

/// Takes the line.
async fn connect(link: &Link) -> Result<Socket, Refused> {
    let never = |error: &dyn std::fmt::Display| Refused::Ever(error.to_string());
    let mut url = link.origin().join("/api/v1/stage/line").map_err(|error| never(&error))?;
    let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
    url.set_scheme(scheme).map_err(|()| Refused::Ever("the link has no server".into()))?;
    let mut request = url.as_str().into_client_request().map_err(|error| never(&error))?;
    let bearer = format!("Bearer {}", link.token().reveal()).parse().map_err(|_| Refused::Ever("no token".into()))?;
    request.headers_mut().insert(http::header::AUTHORIZATION, bearer);
    match tokio::time::timeout(PATIENCE, tokio_tungstenite::connect_async(request)).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(tungstenite::Error::Http(answer))) => {
            let status = answer.status();
            let detail = answer.body().as_deref().and_then(|body| serde_json::from_slice::<Problem>(body).ok());
            let reason = detail.map_or_else(|| status.to_string(), |problem| problem.detail);
            // A stage that is removed may come back, and another process may end; a link that is over stays so.
            match status.as_u16() {
                401 | 403 | 410 => Err(Refused::Ever(reason)),
                _ => Err(Refused::Now(reason)),
            }
        }
        Ok(Err(error)) => Err(Refused::Now(format!("the server does not answer: {error}"))),
        Err(_) => Err(Refused::Now("the server does not answer in time".into())),
    }
}

#[derive(serde::Deserialize)]
struct Problem {
    detail: String,
}

/// Does what comes over the line until it ends.
async fn attend(mut socket: Socket, link: &Link, options: &Options, kept: &mut Option<Mixer>) -> anyhow::Result<()> {
    let first = tokio::time::timeout(PATIENCE, read(&mut socket)).await.context("the server says nothing")??;
    let Some(Down::Welcome(welcome)) = first else { anyhow::bail!("the server speaks another language") };
    let mixer = match kept {
        Some(mixer) => mixer,
        None => kept.insert(Mixer::start(&welcome, link, options)?),
    };
    mixer.session = None;
    mixer.session = Some(mixer.open(&welcome, link)?);
    let _ = writeln!(io::stdout(), "This process makes the stage {}", welcome.stage);
    let mut snapshots = mixer.stage.snapshot();
    loop {
        tokio::select! {
            down = read(&mut socket) => match down? {
                Some(Down::Order(number, order)) => {
                    let done = mixer.obey(order).await;
                    let snapshot = Up::Snapshot(Box::new(snapshots.borrow().clone()));
                    write(&mut socket, &snapshot).await?;
                    write(&mut socket, &Up::Done(number, done)).await?;
                }
                Some(Down::Welcome(_)) => anyhow::bail!("the server welcomes twice"),
                None => return Ok(()),
            },
            // A recording that was fetched can be shown from now on.
            () = mixer.cache.arrived() => mixer.supply().await,
            changed = snapshots.changed() => {
                changed.context("the mixer stopped")?;
                let snapshot = Up::Snapshot(Box::new(snapshots.borrow_and_update().clone()));
                write(&mut socket, &snapshot).await?;
            }
        }
    }
}

/// The next message; nothing when the line ended.
async fn read(socket: &mut Socket) -> anyhow::Result<Option<Down>> {
    while let Some(message) = socket.next().await {
        match message? {
            Message::Text(text) => return Ok(Some(serde_json::from_str(&text)?)),
            Message::Close(_) => return Ok(None),
            _ => {}
        }
    }
    Ok(None)
}

async fn write(socket: &mut Socket, up: &Up) -> anyhow::Result<()> {
    Ok(socket.send(Message::text(serde_json::to_string(up)?)).await?)
}

impl Mixer {
    fn start(welcome: &Welcome, link: &Link, options: &Options) -> anyhow::Result<Self> {
        let origin = moq_tokio::origin::spawn();
        let Welcome { summit, stage, format, .. } = *welcome;
        let config = plenary_stage::Config { summit, stage, format, slate: Slate::default() };
        let (stage, _) = plenary_stage::start(config, origin.clone())?;
        let client = moq_tokio::connect::Config::default().init(Default::default())?;
        let cache = Cache::open(&options.cache, link)?;
        Ok(Self { stage, origin, client, cache, session: None })
    }

    /// Opens the media session: sources in, and out what this stage makes, and nothing that came in.
    fn open(&self, welcome: &Welcome, link: &Link) -> anyhow::Result<moq_tokio::Connection> {
        let url = media_url(link, &welcome.media_path, &welcome.media_token)?;
        let own = BroadcastName::made_by(welcome.summit, welcome.stage);
        let patterns: moq_net::Patterns =
            own.iter().map(|name| name.parse::<moq_net::Pattern>()).collect::<Result<_, _>>()?;
        let out = self.origin.consume().scope("", &patterns)?;
        let client = self.client.clone().with_publisher(out).with_subscriber(self.origin.clone());
        Ok(client.connect(url))
    }

    async fn obey(&mut self, order: Order) -> Result<Option<plenary_stage::Taken>, plenary_stage::Error> {
        let stage = &self.stage;
        match order {
            Order::Preview(scene) => stage.preview(scene).await?,
            Order::Direct(scene, transition, caption) => {
                return stage.direct(scene, transition, caption).await.map(Some);
            }
            Order::Caption(caption) => stage.caption(caption).await?,
            Order::Arm(backup) => stage.arm(backup).await?,
            Order::Delay(ms) => stage.delay(ms).await?,
            Order::Dump => stage.dump().await?,
            Order::Graphics(programme, preview) => {
                let [programme, preview] = [programme, preview].map(|all| self.cache.graphics(all));
                stage.graphics(programme, preview).await?;
            }
            Order::Slate(slate) => stage.slate(slate).await?,
            Order::Sources(sources) => {
                self.cache.want(sources);
                stage.sources(self.cache.sources()).await?;
            }
            Order::Sound(settings) => {
                let settings = self.cache.sound(settings);
                stage.sound(settings).await?;
            }
            Order::ResetLoudness => stage.reset_loudness().await?,
        }
        Ok(None)
    }

    /// Tells the mixer of recordings that have been fetched.
    async fn supply(&mut self) {
        let _ = self.stage.sources(self.cache.sources()).await;
    }
}
