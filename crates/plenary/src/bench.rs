//! `plenary bench`: what a show costs and how long its pictures take, with real sessions on this machine.

mod fanout;
mod mix;
mod process;
mod rundown;
mod show;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use process::Process;
use serde::Serialize;

use crate::{config, log};

/// What is measured, and for how long.
#[derive(clap::Args)]
pub struct Options {
    /// The stock `moq-relay` that the sending to viewers is compared with.
    #[arg(long, default_value = "target/release/moq-relay")]
    relay: PathBuf,
    /// Where the figures go, as one JSON object.
    #[arg(long, default_value = "target/bench.json")]
    out: PathBuf,
    /// Seconds for which the stage's cost and late frames are counted.
    #[arg(long, default_value_t = 600)]
    stage_seconds: u64,
    /// Seconds for which the cost of each mix is counted.
    #[arg(long, default_value_t = 60)]
    mix_seconds: u64,
    /// Takes that are timed.
    #[arg(long, default_value_t = 60)]
    takes: usize,
    /// Viewers that join one after the other.
    #[arg(long, default_value_t = 60)]
    joins: usize,
    /// Viewers at a time for the comparison with the relay.
    #[arg(long, default_value_t = 100)]
    viewers: usize,
    /// Edits of the plan that are timed.
    #[arg(long, default_value_t = 300)]
    edits: usize,
}

/// The figures. Their names are a promise to whoever compares them.
#[derive(Debug, Serialize)]
struct Figures {
    #[serde(flatten)]
    show: show::Figures,
    #[serde(flatten)]
    fanout: fanout::Figures,
    #[serde(flatten)]
    rundown: rundown::Figures,
    #[serde(flatten)]
    mix: mix::Figures,
    /// The share of a core that 16 strips take with all their processing.
    sound_16_strips_cores: f64,
    /// The processors.
    machine: String,
}

/// Measures, and writes the figures down.
pub async fn run(options: Options) -> anyhow::Result<ExitCode> {
    log::start(&config::Log { level: "error".to_owned(), ..config::Log::default() })?;
    let data = std::env::temp_dir().join(format!("plenary-bench-{}", std::process::id()));
    let measured = measure(&options, &data).await;
    // What was measured counts, whether or not the folder can be removed.
    let _ = std::fs::remove_dir_all(&data);
    let figures = serde_json::to_string_pretty(&measured?)?;
    std::fs::write(&options.out, format!("{figures}\n"))
        .with_context(|| format!("{} cannot be written", options.out.display()))?;
    writeln!(io::stdout(), "{figures}")?;
    Ok(ExitCode::SUCCESS)
}

async fn measure(options: &Options, data: &std::path::Path) -> anyhow::Result<Figures> {
    std::fs::create_dir_all(data)?;
    let mix = mix::measure(Duration::from_secs(options.mix_seconds), data).await?;
    let (server, link) = Process::plenary(&data.join("summit")).await?;
    let show = show::Show::open(&link).await?;
    let plan =
        show::Plan { takes: options.takes, joins: options.joins, stage: Duration::from_secs(options.stage_seconds) };
    let measured = show.measure(&server, &plan).await?;
    let fanout = fanout::measure(&show, &server, &options.relay, options.viewers).await?;
    let rundown = rundown::measure(show.producer(), options.edits).await?;
    say("counting the cost of 16 strips");
    let sound = tokio::task::spawn_blocking(|| plenary_stage::sound::cost::share(16, SOUND_FRAMES)).await?;
    Ok(Figures { show: measured, fanout, rundown, mix, sound_16_strips_cores: sound, machine: machine() })
}

/// A minute of sound.
const SOUND_FRAMES: u32 = 1_800;

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    format!("{cores} cores, {}", model.map_or("unknown", |(_, name)| name.trim()))
}

/// Says what is being measured, so that nobody thinks it hangs.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
