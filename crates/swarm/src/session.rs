//! Sessions as real participants have them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use url::Url;

/// A client; its sessions share one socket.
pub(crate) fn client() -> Result<moq_tokio::Client, moq_tokio::Error> {
    // Fails only when another part of the process chose a provider before, which is just as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    moq_tokio::connect::Config::default().init(Default::default())
}

/// A session that publishes what is on `origin`, and comes back by itself after a loss.
pub(crate) fn publish(
    client: &moq_tokio::Client,
    origin: &moq_net::origin::Producer,
    url: Url,
) -> moq_tokio::Connection {
    client.clone().with_publisher(origin.consume()).connect(url)
}

/// A session that puts what it hears of onto `origin`.
pub(crate) fn subscribe(
    client: &moq_tokio::Client,
    origin: &moq_net::origin::Producer,
    url: Url,
) -> moq_tokio::Connection {
    client.clone().with_subscriber(origin.clone()).connect(url)
}

/// The clock of the wall, since 1970. The one place of this crate that reads it.
pub(crate) fn clock() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
