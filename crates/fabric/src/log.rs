//! What the relay's crates may write to the log.

/// Filter directives that keep participants out of the log, in the form of
/// `tracing_subscriber::EnvFilter`, with everything else at `level` (such as `info`).
///
/// The relay writes the peer's address into a span, the names it granted into its `info` lines and
/// the names that were read into its warnings. What goes wrong with a session is counted instead.
pub fn quiet(level: &str) -> String {
    format!("{level},{}", DIRECTIVES.join(","))
}

/// One directive for each crate that sees an address, a token or a name.
pub const DIRECTIVES: &[&str] = &[
    "moq_net=off",
    "moq_mux=error",
    "moq_json=error",
    "moq_tokio=error",
    "moq_relay=warn",
    // These open the spans that carry the address, and write names and errors inside them.
    "moq_relay::connection=off",
    "moq_relay::websocket=off",
    "moq_relay::session=off",
    // A line for each session that ended badly, which is what sessions do.
    "moq_relay::relay=error",
    "moq_noq=off",
    "moq_noq_proto=off",
    "noq=off",
    "noq_proto=off",
    "noq_udp=off",
    "qmux=error",
    "web_transport_moq=off",
    "web_transport_proto=off",
    "sea_orm_migration=warn",
    "sqlx=warn",
    "hyper=warn",
    "hyper_util=warn",
    "rustls=error",
    "h2=error",
    "tungstenite=error",
];
