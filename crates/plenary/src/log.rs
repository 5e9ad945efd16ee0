//! Where log lines go: to standard error, without tokens, addresses and names.

use tracing_subscriber::EnvFilter;

use crate::config::{Error, Log, LogFormat};

/// Starts the log.
pub fn start(settings: &Log) -> Result<(), Error> {
    let filter = EnvFilter::try_new(plenary_fabric::log::quiet(&settings.level)).map_err(|_| Error {
        key: "log.level".to_owned(),
        value: format!("{:?}", settings.level),
        allowed:
            "should be \"error\", \"warn\", \"info\", \"debug\", or directives such as \"info,plenary_stage=debug\""
                .to_owned(),
    })?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr);
    match settings.format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}
