//! `plenary demo`: a whole summit on this machine, that runs by itself until somebody takes over.

mod plan;
mod speech;
mod verdict;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use plan::Cast;
use plenary_model::scene::Transition;
use plenary_show::live;
use plenary_swarm::{
    Link, Plan,
    viewer::{Viewer, Watch},
    wall::Watcher,
};
use serde_json::{Value, json};
use tokio::{sync::watch, time::timeout};
use tokio_util::sync::CancellationToken;
use verdict::{Summary, Take, Wanted};

use crate::{
    config::{self, Config},
    log,
    producer::Producer,
    server::Server,
    signal,
};

/// Where the demo is, and how long.
#[derive(clap::Args)]
pub struct Options {
    /// The port of pages and media; 0 for any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the demo keeps its recordings and its summit.
    #[arg(long, default_value = "plenary-demo")]
    data: PathBuf,
    /// Seconds until it ends; until Ctrl-C when left out, or 60 for a check.
    #[arg(long)]
    seconds: Option<u64>,
    /// Watches as a viewer does and tells in the last line, as JSON, whether everything was as it should be.
    #[arg(long)]
    check: bool,
    /// What to log: error, warn, info, debug.
    #[arg(long, default_value = "warn")]
    log: String,
}

/// Runs the demo.
pub async fn run(options: Options) -> anyhow::Result<ExitCode> {
    let log = config::Log { level: options.log.clone(), ..config::Log::default() };
    log::start(&log)?;
    let shutdown = CancellationToken::new();
    signal::stop(shutdown.clone())?;
    let (folder, cancelled) = (options.data.join("media"), shutdown.clone());
    let speeches = tokio::task::spawn_blocking(move || speech::make(&folder, &cancelled, say)).await??;

    let server = config::Server {
        listen: config::Listen(([0u16; 8], options.port).into()),
        drain_s: config::Within(1),
        ..config::Server::default()
    };
    let config = Config { server, log, ..Config::default() };
    let server = Server::load(&config, &summit(&options)?, shutdown.clone()).await?;
    let link = server.first_link().context("the demo's summit is not new")?;
    let (crew, plan) = (server.crew(), server.plan());
    let serving = tokio::spawn(server.run());
    let stop = shutdown.clone().drop_guard();
    let showing = async {
        let stage = Stage::build(&link, &speeches, crew, plan, shutdown.child_token()).await?;
        stage.run(&options).await
    };
    let summary = match shutdown.run_until_cancelled(showing).await {
        Some(shown) => shown?,
        None => None,
    };
    drop(stop);
    serving.await??;
    let Some(summary) = summary else {
        // Who asked for a check must not take a broken off one for a good one.
        return Ok(if options.check { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    };
    writeln!(io::stdout(), "{}", serde_json::to_string(&summary)?)?;
    Ok(if summary.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The folder of a new summit; the summit of the demo before is kept beside it.
fn summit(options: &Options) -> anyhow::Result<PathBuf> {
    let (now, before) = (options.data.join("summit"), options.data.join("summit.before"));
    if now.exists() {
        if before.exists() {
            std::fs::remove_dir_all(&before)?;
        }
        std::fs::rename(&now, &before)?;
    }
    Ok(now)
}

/// A summit with everybody on line.
struct Stage {
    producer: Producer,
    cast: Cast,
    crew: watch::Receiver<Arc<live::Crew>>,
    plan: watch::Receiver<Arc<live::Plan>>,
    links: Vec<(&'static str, String)>,
    crowd: tokio::task::JoinHandle<Result<plenary_swarm::Report, plenary_swarm::Error>>,
    leave: CancellationToken,
}

impl Stage {
    async fn build(
        link: &str,
        speeches: &[speech::Speech],
        mut crew: watch::Receiver<Arc<live::Crew>>,
        rundown: watch::Receiver<Arc<live::Plan>>,
        leave: CancellationToken,
    ) -> anyhow::Result<Self> {
        let producer = Producer::open(link).await?;
        let _: Value = producer.patch("summit", &json!({ "title": "World Water Assembly" })).await?;
        let home = link.split("/join").next().unwrap_or_default();
        let director = producer.invite("producers", &json!({ "name": "Director" })).await?;
        let speaker = json!({ "name": "You", "title": "Speaker", "language": "en" });
        let speaker = producer.invite("speakers", &speaker).await?;
        let location = producer.invite("locations", &json!({ "name": "Your room", "country": "zz" })).await?;
        let links = vec![
            ("Control room", director),
            ("Watch", format!("{home}/watch")),
            ("Wall", format!("{home}/wall")),
            ("Speak, with your camera", speaker),
            ("Connect a location", location),
        ];
        let mut recordings = Vec::new();
        for speech in speeches {
            say(&format!("taking in the recording: {}", speech.title));
            recordings.push(producer.upload(speech.title, &speech.file).await?);
        }

        say(&format!("bringing {LOCATIONS} locations and {SPEAKERS} speakers"));
        let rehearsal = json!({ "locations": LOCATIONS, "speakers": SPEAKERS, "viewers": 0, "hours": 72 });
        let rehearsal: Value = producer.post("rehearsals", &rehearsal).await?;
        let link = Link::parse(rehearsal["url"].as_str().unwrap_or_default())?;
        let plan =
            Plan { link, locations: None, speakers: None, viewers: None, joins_per_s: JOINS_PER_S, trouble: None };
        let mut crowd = tokio::spawn(plenary_swarm::run(plan, leave.clone()));
        let online = async {
            loop {
                let sources = crew.borrow_and_update().sources.clone();
                if let Some(cast) = Cast::find(&sources, SPEAKERS, LOCATIONS, &recordings)
                    && cast.is_online(&sources)
                {
                    return anyhow::Ok(cast);
                }
                crew.changed().await?;
            }
        };
        let cast = tokio::select! {
            ended = &mut crowd => {
                ended??;
                anyhow::bail!("the simulated crowd went home");
            }
            cast = timeout(ARRIVAL, online) => cast.context("the simulated crowd did not come on line in time")??,
        };
        let items = cast.rundown(speeches);
        for item in &items {
            let _: Value = producer.post("rundown/items", item).await?;
        }
        // As a producer would: nobody goes on air before they were seen in preview.
        if let Some(first) = items.first() {
            let _: Value = producer.post("stage/preview", &json!({ "scene": first.scene })).await?;
            let there = |source: &live::Source| !first.scene.shows(source.id) || source.state == live::Presence::Live;
            let seen = crew.wait_for(|crew| crew.sources.iter().all(there));
            timeout(ARRIVAL, seen).await.context("the first speaker did not come into preview")??;
        }
        Ok(Self { producer, cast, crew, plan: rundown, links, crowd, leave })
    }

    /// Lets the rundown run until the time is over, and gives what a viewer made of it.
    async fn run(self, options: &Options) -> anyhow::Result<Option<Summary>> {
        let check = match options.check {
            true => Some(Check::open(&self.producer).await?),
            false => None,
        };
        let _: Value = self.producer.post("rundown/run", &json!({ "running": true })).await?;
        self.welcome()?;
        tracing::debug!("the rundown runs");
        let seconds = options.seconds.or(options.check.then_some(CHECK_S));
        let over = async {
            match seconds {
                Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
                None => std::future::pending().await,
            }
        };
        let mut takes = Vec::new();
        tokio::select! {
            () = over => {}
            ended = self.repeat() => ended?,
            () = self.note(&mut takes), if check.is_some() => {}
        }
        let summary = match check {
            Some(check) => Some(check.close(&self, seconds.unwrap_or(CHECK_S), takes).await),
            None => None,
        };
        self.leave.cancel();
        let report = self.crowd.await??;
        Ok(summary.map(|mut summary| {
            if report.failed > 0 {
                summary.ok = false;
                summary.faults.push(format!("{} simulated participants gave up", report.failed));
            }
            summary
        }))
    }

    /// Tells a newcomer where to go.
    fn welcome(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "\nWorld Water Assembly is live, with {LOCATIONS} locations and {SPEAKERS} speakers.\n")?;
        for (what, link) in &self.links {
            writeln!(out, "  {what:<24} {link}")?;
        }
        writeln!(out, "\nBegin with the control room. The rundown goes on by itself until you take over there.")?;
        writeln!(out, "Each link with a # is for one browser. Ctrl-C ends the demo.\n")?;
        out.flush()
    }

    /// Begins anew after the last item, as long as nobody took over.
    async fn repeat(&self) -> anyhow::Result<()> {
        let mut crew = self.crew.clone();
        loop {
            let rundown = crew.borrow_and_update().rundown.clone();
            let plan = self.plan.borrow().clone();
            let (first, last) = (plan.in_order().next(), plan.in_order().last());
            let (Some(first), Some(last)) = (first, last) else { return std::future::pending().await };
            if rundown.running && rundown.current == Some(last.id) {
                let (current, since) = (rundown.current, rundown.since);
                let same = |now: &live::Rundown| now.running && now.current == current && now.since == since;
                let left = crew.wait_for(|crew| !same(&crew.rundown));
                if timeout(Duration::from_secs(last.planned_s.into()), left).await.is_err() {
                    let _: Value = self.producer.post("rundown/jump", &json!({ "item": first.id })).await?;
                    let _: Value = self.producer.post("rundown/run", &json!({ "running": true })).await?;
                }
            } else {
                crew.changed().await?;
            }
        }
    }

    /// Notes every scene that comes on air. Never ends.
    async fn note(&self, takes: &mut Vec<Take>) {
        let mut crew = self.crew.clone();
        let mut last = None;
        loop {
            {
                let now = crew.borrow_and_update();
                if let Some(taken) = now.last_taken.filter(|taken| last != Some(taken.at)) {
                    last = Some(taken.at);
                    let plan = self.plan.borrow();
                    let item = now.rundown.current.and_then(|current| plan.items.get(&current));
                    let mix_ms = match item.map(|item| item.transition) {
                        Some(Transition::Mix { duration_ms }) => duration_ms.into(),
                        _ => 0,
                    };
                    takes.push(Take { at_ms: taken.at.0, shows: self.cast.number(now.programme), mix_ms });
                }
            }
            if crew.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }
}

/// A viewer of the programme and one of the wall, with sessions of their own.
struct Check {
    viewer: Viewer,
    wall: Watcher,
}

impl Check {
    async fn open(producer: &Producer) -> anyhow::Result<Self> {
        let media = producer.audience().await?;
        let (url, rendition) = (producer.session(&media)?, "720p".to_owned());
        let viewer = Viewer::watch(Watch { url, programme: media.programme, rendition, decode: true })?;
        let media = producer.audience().await?;
        let wall = Watcher::watch(producer.session(&media)?, media.wall)?;
        timeout(ARRIVAL, viewer.until(|seen| seen.decoded > 0)).await.context("the viewer saw no programme")?;
        Ok(Self { viewer, wall })
    }

    async fn close(self, stage: &Stage, seconds: u64, takes: Vec<Take>) -> Summary {
        tracing::debug!(frames = self.viewer.report().frames, "the time is over");
        // The wall sends a page every few seconds.
        let _ = timeout(LAST_LOOK, self.wall.until(|seen| seen.numbers.len() >= LOCATIONS)).await;
        let seen = self.viewer.stop().await;
        tracing::debug!(?takes, changes = ?seen.changes, "what came on air, and what a viewer saw");
        let until_ms = plenary_show::system_clock().0;
        let faults = stage.crew.borrow().faults.iter().map(|fault| fault.text.clone()).collect();
        verdict::judge(Wanted { seconds, until_ms, takes, locations: LOCATIONS, faults }, &seen, &self.wall.report())
    }
}

fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

const LOCATIONS: usize = 40;
const SPEAKERS: usize = 4;
/// All are there within two seconds.
const JOINS_PER_S: u32 = 25;
/// A machine with other things to do is slow, not broken.
const ARRIVAL: Duration = Duration::from_secs(60);
const LAST_LOOK: Duration = Duration::from_secs(10);
/// Long enough for half the rundown.
const CHECK_S: u64 = 60;
