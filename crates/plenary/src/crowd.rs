//! `plenary swarm`: a simulated crowd for any server.

use std::{
    io::{self, Write as _},
    process::ExitCode,
    time::Duration,
};

use plenary_swarm::{Link, Plan, Progress};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{config, log, signal};

/// Who comes, and for how long.
#[derive(clap::Args)]
pub struct Options {
    /// The rehearsal's link, from the control room: https://HOST/join#TOKEN
    link: String,
    /// How many locations come; all that the rehearsal permits when left out.
    #[arg(long)]
    locations: Option<usize>,
    /// How many speakers come, likewise.
    #[arg(long)]
    speakers: Option<usize>,
    /// How many viewers come, likewise.
    #[arg(long)]
    viewers: Option<usize>,
    /// Sessions that are opened in a second. A server spends 3 to 6 ms of a core on each.
    #[arg(long, default_value_t = 50)]
    joins_per_second: u32,
    /// Seconds until they leave; until Ctrl-C when left out.
    #[arg(long)]
    seconds: Option<u64>,
}

/// Brings the crowd, says how it gets on, and prints what it did as JSON in the last line.
pub async fn run(options: Options) -> anyhow::Result<ExitCode> {
    log::start(&config::Log { level: "warn".to_owned(), ..config::Log::default() })?;
    let plan = Plan {
        link: Link::parse(&options.link)?,
        locations: options.locations,
        speakers: options.speakers,
        viewers: options.viewers,
        joins_per_s: options.joins_per_second,
        trouble: None,
    };
    let shutdown = CancellationToken::new();
    signal::stop(shutdown.clone())?;
    if let Some(seconds) = options.seconds {
        let over = shutdown.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            over.cancel();
        });
    }
    let (progress, far) = watch::channel(Progress::default());
    let telling = tokio::spawn(tell(far));
    let report = plenary_swarm::run_with_progress(plan, progress, shutdown).await?;
    telling.await?;
    writeln!(io::stdout(), "{}", serde_json::to_string(&report)?)?;
    Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says how far the crowd is, whenever that changes.
async fn tell(mut far: watch::Receiver<Progress>) {
    while far.changed().await.is_ok() {
        let Progress { online, watching, wanted } = *far.borrow_and_update();
        let _ = writeln!(io::stderr(), "{online} take part and {watching} watch, of {wanted}");
    }
}
