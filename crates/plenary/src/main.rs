//! The program that an organiser installs.

mod apart;
mod bench;
mod config;
mod crowd;
mod demo;
mod log;
mod producer;
mod server;
mod signal;
mod stages;

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use tokio_util::sync::CancellationToken;

/// One summit, live in tens of thousands of places.
#[derive(Parser)]
#[command(version)]
enum Command {
    /// Serves a summit: pages, media, stage and wall, on one port.
    Serve {
        /// The settings, such as plenary.toml; the defaults when there is none.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Where everything that lasts is kept. Created when it is not there.
        #[arg(long)]
        data: PathBuf,
    },
    /// Shows a summit with simulated speakers and locations that runs by itself until you take over.
    Demo(demo::Options),
    /// Makes the programme of one local stage for a server, with the stage's link.
    Stage(apart::Options),
    /// Brings simulated locations, speakers and viewers to a server, with the link of a rehearsal.
    Swarm(crowd::Options),
    /// Measures what a show costs on this machine and how long its pictures take.
    Bench(bench::Options),
    /// Prints the settings that hold after the file and the environment were read, or what is wrong with them.
    Settings {
        /// The file to read, such as plenary.toml.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Prints the description of the HTTP API (OpenAPI).
    Openapi,
}

fn main() -> ExitCode {
    match run(Command::parse()) {
        Ok(code) => code,
        Err(error) => {
            // One line: what happened and what to do.
            let line = format!("{error:#}").replace('\n', " ");
            let _ = writeln!(io::stderr(), "plenary: {line}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { config, data } => {
            let config = config::Config::load(config.as_deref())?;
            log::start(&config.log)?;
            runtime()?.block_on(serve(&config, &data))?;
        }
        Command::Demo(options) => return runtime()?.block_on(demo::run(options)),
        Command::Stage(options) => return runtime()?.block_on(apart::run(options)),
        Command::Swarm(options) => return runtime()?.block_on(crowd::run(options)),
        Command::Bench(options) => return runtime()?.block_on(bench::run(options)),
        Command::Settings { config } => {
            let settings = toml::to_string(&config::Config::load(config.as_deref())?)?;
            io::stdout().write_all(settings.as_bytes())?;
        }
        Command::Openapi => {
            let document = serde_json::to_string_pretty(&plenary_api::openapi())?;
            writeln!(io::stdout(), "{document}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

/// Serves until somebody asks to stop.
async fn serve(config: &config::Config, data: &Path) -> anyhow::Result<()> {
    let shutdown = CancellationToken::new();
    let server = server::Server::load(config, data, shutdown.clone()).await?;
    let mut out = io::stdout().lock();
    writeln!(out, "Plenary is at {}", server.origin())?;
    if let Some(link) = server.first_link() {
        writeln!(out, "The first producer's link, for one browser: {link}")?;
    }
    out.flush()?;
    drop(out);
    signal::stop(shutdown)?;
    server.run().await
}
