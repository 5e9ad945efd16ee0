//! `plenary bench`: what a show costs and how long its pictures take, with real sessions on this machine.

mod fanout;
mod mix;
mod process;
mod rundown;
mod show;
mod soak;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use process::Process;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{config, log};

/// What is measured, and for how long.
#[derive(clap::Args)]
pub struct Options {
    /// The stock `moq-relay` that the sending to viewers is compared with.
    #[arg(long, default_value = "target/release/moq-relay")]
    relay: PathBuf,
    /// What is measured; everything when nothing is named.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Where the figures go, as one JSON object.
    #[arg(long, default_value = "target/bench.json")]
    out: PathBuf,
    /// Seconds for which the stage's cost and late frames are counted.
    #[arg(long, default_value_t = 600)]
    stage_seconds: u64,
    /// Seconds for which the cost of each mix is counted.
    #[arg(long, default_value_t = 60)]
    mix_seconds: u64,
    /// Seconds for which a show with failing sources is directed.
    #[arg(long, default_value_t = 3_600)]
    soak_seconds: u64,
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

/// A part of what is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Scenes of several sources, beside ffmpeg.
    Mix,
    /// Takes, ages, joins and the stage's cost.
    Show,
    /// Viewers beside those of a stock relay.
    Fanout,
    /// Edits of a large plan.
    Rundown,
    /// The sound desk.
    Sound,
    /// Picture and sound after ten hours.
    Drift,
    /// A show whose sources fail: only when it is named, because it takes an hour.
    Soak,
}

/// How far picture and sound are apart.
#[derive(Debug, Serialize)]
struct Apart {
    /// How far picture and sound are apart in the programme after ten hours of counted time, in milliseconds: the
    /// largest of a source whose sound card is 100 ppm fast, an even one, and a recording.
    av_offset_ms: f64,
    /// The largest step between two samples there, of full scale.
    av_steepest: f32,
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

async fn measure(options: &Options, data: &std::path::Path) -> anyhow::Result<Map<String, Value>> {
    let wanted = |part| options.only.is_empty() || options.only.contains(&part);
    let mut figures = Map::new();
    figures.insert("machine".into(), machine().into());
    std::fs::create_dir_all(data)?;
    if wanted(Part::Mix) {
        add(&mut figures, mix::measure(Duration::from_secs(options.mix_seconds), data).await?)?;
    }
    if [Part::Show, Part::Fanout, Part::Rundown].into_iter().any(wanted) {
        let (server, link) = Process::plenary(&data.join("summit")).await?;
        let show = show::Show::open(&link).await?;
        if wanted(Part::Show) {
            let stage = Duration::from_secs(options.stage_seconds);
            let plan = show::Plan { takes: options.takes, joins: options.joins, stage };
            add(&mut figures, show.measure(&server, &plan).await?)?;
        }
        if wanted(Part::Fanout) {
            show.both().await?;
            add(&mut figures, fanout::measure(&show, &server, &options.relay, options.viewers).await?)?;
        }
        if wanted(Part::Rundown) {
            add(&mut figures, rundown::measure(show.producer(), options.edits).await?)?;
        }
    }
    if wanted(Part::Sound) {
        say("counting the cost of 16 strips");
        let share = tokio::task::spawn_blocking(|| plenary_stage::sound::cost::share(16, SOUND_FRAMES)).await?;
        figures.insert("sound_16_strips_cores".into(), share.into());
    }
    if wanted(Part::Drift) {
        say("letting ten hours pass for picture and sound (some minutes)");
        let apart = tokio::task::spawn_blocking(|| plenary_stage::drift::measure(VIRTUAL_MINUTES)).await??;
        let offsets = [apart.fast_ms, apart.even_ms, apart.recorded_ms].map(f64::abs);
        let av_offset_ms = offsets.into_iter().fold(0.0, f64::max);
        add(&mut figures, Apart { av_offset_ms, av_steepest: apart.steepest })?;
    }
    if options.only.contains(&Part::Soak) {
        add(&mut figures, soak::measure(Duration::from_secs(options.soak_seconds), &data.join("soak")).await?)?;
    }
    Ok(figures)
}

/// Adds figures. Their names are a promise to whoever compares them.
fn add(figures: &mut Map<String, Value>, more: impl Serialize) -> anyhow::Result<()> {
    let Value::Object(more) = serde_json::to_value(more)? else { anyhow::bail!("figures have names") };
    figures.extend(more);
    Ok(())
}

/// Ten hours.
const VIRTUAL_MINUTES: u64 = 600;
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
