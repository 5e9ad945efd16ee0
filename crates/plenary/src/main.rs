//! The program that an organiser installs.

mod config;
mod log;
mod server;

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};
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
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line: what happened and what to do.
            let line = format!("{error:#}").replace('\n', " ");
            let _ = writeln!(io::stderr(), "plenary: {line}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve { config, data } => {
            let config = config::Config::load(config.as_deref())?;
            log::start(&config.log)?;
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(serve(&config, &data))
        }
        Command::Settings { config } => {
            let settings = toml::to_string(&config::Config::load(config.as_deref())?)?;
            Ok(io::stdout().write_all(settings.as_bytes())?)
        }
        Command::Openapi => {
            let document = serde_json::to_string_pretty(&plenary_api::openapi())?;
            Ok(writeln!(io::stdout(), "{document}")?)
        }
    }
}

/// Serves until SIGTERM or SIGINT; a second one ends the process at once.
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
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        stop.cancel();
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        std::process::exit(130);
    });
    server.run().await
}
