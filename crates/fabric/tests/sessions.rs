//! The fabric on real loopback sockets, with real clients.

use std::{
    collections::HashMap,
    future::Future,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, routing::get};
use futures::{FutureExt, future::BoxFuture};
use moq_net::{Timestamp as MediaTime, origin};
use plenary_fabric::{Admitted, Config, Error, Fabric, Gatekeeper, Refusal, Sessions, Tls, Transport};
use plenary_model::{
    country::Country,
    grant::{Identity, Realm},
    id::{CrewId, LocationId, Secret, SessionId, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    time::Timestamp,
};
use rand::{SeedableRng, rngs::StdRng};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A machine that is busy with other things is slow, not broken.
const LIMIT: Duration = Duration::from_secs(60);
const FAR: Timestamp = Timestamp(i64::MAX / 4);

async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, future).await.unwrap_or_else(|_| panic!("no {what} within {LIMIT:?}"))
}

#[derive(Default)]
struct Table(Mutex<HashMap<String, Result<Admitted, Refusal>>>);

impl Gatekeeper for Table {
    fn admit(&self, token: Option<String>) -> BoxFuture<'static, Result<Admitted, Refusal>> {
        let known = token.and_then(|token| self.0.lock().unwrap().get(&token).copied());
        async move { known.unwrap_or(Err(Refusal::Unknown)) }.boxed()
    }
}

struct House {
    table: Arc<Table>,
    origin: origin::Producer,
    sessions: Sessions,
    address: SocketAddr,
    shutdown: CancellationToken,
    running: JoinHandle<Result<(), Error>>,
    summit: SummitId,
    rng: StdRng,
    _data: TempDir,
}

impl House {
    async fn open() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut config = Config {
            listen: "[::]:0".parse().unwrap(),
            tls: Tls::Local { data: data.path().to_owned() },
            drain: Duration::from_secs(2),
            max_sessions: 100,
        };
        change(&mut config);
        let table = Arc::new(Table::default());
        let fabric = Fabric::load(config, table.clone()).await.unwrap();
        let (origin, sessions, address) = (fabric.origin(), fabric.sessions(), fabric.local_addr());
        let shutdown = CancellationToken::new();
        let app = Router::new()
            .route("/hello/{name}", get(|name: axum::extract::Path<String>| async move { name.0 }))
            .fallback(|| async { "the page" });
        let running = tokio::spawn(fabric.run(app, shutdown.clone()));
        let mut rng = StdRng::seed_from_u64(11);
        let summit = SummitId::random(&mut rng);
        Self { table, origin, sessions, address, shutdown, running, summit, rng, _data: data }
    }

    /// Gives out a token.
    fn token(&mut self, identity: Identity, expires: Timestamp) -> String {
        let session = SessionId::random(&mut self.rng);
        self.answer(Ok(Admitted { session, identity, expires }))
    }

    fn answer(&mut self, answer: Result<Admitted, Refusal>) -> String {
        let token = plenary_model::token::Token::random(&mut self.rng).reveal().to_owned();
        self.table.0.lock().unwrap().insert(token.clone(), answer);
        token
    }

    fn viewer(&self) -> Identity {
        Identity::Viewer { summit: self.summit }
    }

    fn producer(&mut self) -> Identity {
        Identity::Producer { summit: self.summit, id: CrewId::random(&mut self.rng), realm: Realm::Summit }
    }

    fn speaker(&mut self) -> Identity {
        Identity::Speaker {
            summit: self.summit,
            id: SpeakerId::random(&mut self.rng),
            stage: None,
            secret: Secret::random(&mut self.rng),
        }
    }

    fn location(&mut self) -> Identity {
        Identity::Location {
            summit: self.summit,
            id: LocationId::random(&mut self.rng),
            secret: Secret::random(&mut self.rng),
            country: "ke".parse::<Country>().unwrap(),
        }
    }

    fn programme(&mut self) -> String {
        BroadcastName::Programme { summit: self.summit, stage: StageId::random(&mut self.rng) }.to_string()
    }

    /// A URL for a client: `scheme` is `https` for QUIC and `ws` for WebSocket.
    fn url(&self, scheme: &str, host: &str, path: &str) -> url::Url {
        format!("{scheme}://{host}:{port}{path}", port = self.address.port()).parse().unwrap()
    }

    async fn count(&self, total: usize) {
        let mut counts = self.sessions.watch();
        within("change of the number of sessions", counts.wait_for(|counts| counts.total() == total)).await.unwrap();
    }
}

/// A client with its two sides: what it publishes and what it hears.
struct Client {
    publish: origin::Producer,
    hear: origin::Producer,
    connection: moq_tokio::Connection,
}

async fn connect(url: url::Url) -> Result<Client, moq_tokio::Error> {
    let mut config = moq_tokio::connect::Config::default();
    // The certificate is checked by its fingerprint in a browser; here it is the admission that counts.
    config.tls.insecure = Some(true);
    config.once = Some(true);
    let (publish, hear) = (moq_tokio::origin::spawn(), moq_tokio::origin::spawn());
    let connection = config
        .init(Default::default())?
        .with_publisher(publish.consume())
        .with_subscriber(hear.clone())
        .with_reconnect(false)
        .connect(url)
        .established();
    let connection = within("answer to a session", connection).await?;
    Ok(Client { publish, hear, connection })
}

/// Some protocol versions let the client go on before the server has answered: it then hears that its
/// session was refused by the end of it.
async fn assert_refused(url: url::Url, what: &str) {
    if let Ok(client) = connect(url).await {
        within(&format!("refusal of {what}"), client.connection.closed()).await.unwrap_err();
    }
}

fn send(origin: &origin::Producer, name: &str, text: &'static str) -> moq_net::broadcast::Producer {
    let broadcast = origin.create_broadcast(name).unwrap();
    let track = broadcast.create_track("words", None).unwrap();
    broadcast.announce(Default::default()).unwrap();
    let mut group = track.append_group().unwrap();
    group.write_frame(MediaTime::ZERO, text.as_bytes()).unwrap();
    group.finish().unwrap();
    // The track lives on in a task of its own until nobody holds the broadcast.
    let kept = broadcast.consume();
    tokio::spawn(async move {
        kept.closed().await;
        drop(track);
    });
    broadcast
}

async fn read(origin: &origin::Producer, name: &str) -> String {
    let read = async {
        let broadcast = origin.consume().routed_broadcast(name).await.unwrap();
        let mut track = broadcast.track("words").unwrap().subscribe(None).await.unwrap();
        let mut group = track.recv_group().await.unwrap().expect("a group");
        let frame = group.read_frame().await.unwrap().expect("a frame");
        String::from_utf8(frame.payload.to_vec()).unwrap()
    };
    within("frame", read).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_genuine_token_in_time_on_the_media_path_opens_a_session() {
    let mut house = House::open().await;
    let viewer = house.viewer();
    let good = house.token(viewer, FAR);
    let late = house.token(viewer, Timestamp(1));
    let revoked = house.answer(Err(Refusal::Revoked));
    for scheme in ["https", "ws"] {
        for path in [
            "/moq".to_owned(),
            "/moq?jwt=".to_owned(),
            format!("/moq?jwt={}", "0".repeat(64)),
            format!("/moq?jwt={late}"),
            format!("/moq?jwt={revoked}"),
            format!("/?jwt={good}"),
            format!("/other?jwt={good}"),
            format!("/moq/more?jwt={good}"),
        ] {
            assert_refused(house.url(scheme, "127.0.0.1", &path), &format!("{scheme} {path}")).await;
            assert_eq!(house.sessions.counts().total(), 0, "{scheme} {path}");
        }
        let open = connect(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={good}"))).await;
        let open = open.unwrap_or_else(|error| panic!("{scheme}: {error}"));
        house.count(1).await;
        drop(open);
        house.count(0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_transports_carry_media_over_both_families() {
    let mut house = House::open().await;
    let (viewer, programme) = (house.viewer(), house.programme());
    let _stage = send(&house.origin, &programme, "on air");
    for scheme in ["https", "ws"] {
        for host in ["127.0.0.1", "[::1]"] {
            let token = house.token(viewer, FAR);
            let client = connect(house.url(scheme, host, &format!("/moq?jwt={token}"))).await;
            let client = client.unwrap_or_else(|error| panic!("{scheme} {host}: {error}"));
            assert_eq!(read(&client.hear, &programme).await, "on air", "{scheme} {host}");
            let transport = if scheme == "ws" { Transport::WebSocket } else { Transport::Quic };
            assert!(house.sessions.list().iter().any(|session| session.transport == transport));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_location_publishes_its_own_name_and_no_other_and_no_viewer_hears_of_it() {
    let mut house = House::open().await;
    let (location, viewer, programme) = (house.location(), house.viewer(), house.programme());
    let own = BroadcastName::own(&location).unwrap().to_string();
    let foreign = BroadcastName::own(&house.location()).unwrap().to_string();

    let token = house.token(viewer, FAR);
    let watching = connect(house.url("https", "127.0.0.1", &format!("/moq?jwt={token}"))).await.unwrap();
    let mut heard = watching.hear.consume().announced();

    let token = house.token(location, FAR);
    let client = connect(house.url("https", "127.0.0.1", &format!("/moq?jwt={token}"))).await.unwrap();
    let mut inside = house.origin.consume().announced();
    let _forged = [send(&client.publish, &foreign, "forged"), send(&client.publish, &programme, "forged")];
    let _own = send(&client.publish, &own, "a tile");
    assert_eq!(read(&house.origin, &own).await, "a tile");
    let (mut names, mut routes) = (Vec::new(), 0);
    while let Some(update) = inside.try_next() {
        routes += 1;
        names.push(update.prefix.to_string());
    }
    assert_eq!((names, routes), (vec![own], 1), "nothing but its own name came through");

    // What was announced later comes later: when the programme is heard, the location would have been.
    let _stage = send(&house.origin, &programme, "on air");
    let first = within("announcement", heard.next()).await.expect("the session is open");
    assert_eq!(first.prefix.as_str(), programme);
    let refused = watching.hear.consume().request_broadcast(foreign.as_str()).now_or_never();
    assert!(!matches!(refused, Some(Ok(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_is_read_by_its_own_guest_alone_and_nobody_speaks_in_anothers_name() {
    let mut house = House::open().await;
    let [one, other] = [house.speaker(), house.speaker()];
    let (crew, viewer, programme) = (house.producer(), house.viewer(), house.programme());
    let [line, foreign] = [one, other].map(|guest| BroadcastName::line(&guest).unwrap().to_string());
    let [voice, others] = [one, other].map(|guest| BroadcastName::voice(&guest).unwrap().to_string());
    let boss = BroadcastName::voice(&crew).unwrap().to_string();
    for scheme in ["https", "ws"] {
        let open = async |house: &mut House, identity| {
            let token = house.token(identity, FAR);
            connect(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={token}"))).await.unwrap()
        };
        let guest = open(&mut house, one).await;
        let watching = open(&mut house, viewer).await;
        let desk = open(&mut house, crew).await;
        let mut heard = [guest.hear.consume().announced(), watching.hear.consume().announced()];

        // What the exchange puts on the lines is heard at its own end.
        let _lines = [send(&house.origin, &line, "for you"), send(&house.origin, &foreign, "for another")];
        assert_eq!(read(&guest.hear, &line).await, "for you");

        // Neither the other's voice, nor a line, nor the crew's voice can be taken by a guest, or a line by the crew.
        let mut inside = house.origin.consume().announced();
        let forged = [&others, &line, &foreign, &boss, &programme];
        let _forged = forged.map(|name| send(&guest.publish, name, "forged"));
        let _crew_forged = [&line, &voice].map(|name| send(&desk.publish, name, "forged"));
        let _said = (send(&guest.publish, &voice, "may I?"), send(&desk.publish, &boss, "you may"));
        assert_eq!(read(&desk.hear, &voice).await, "may I?");
        assert_eq!(read(&house.origin, &boss).await, "you may");
        let mut names = std::collections::BTreeSet::new();
        while let Some(update) = inside.try_next() {
            names.insert(update.prefix.to_string());
        }
        let expected = [&line, &foreign, &voice, &boss].map(String::as_str);
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), {
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            expected
        });
        assert_eq!(read(&house.origin, &line).await, "for you", "nobody has written over it");

        // What is announced now is heard after everything that was before.
        let stage = send(&house.origin, &programme, "on air");
        for (at, heard) in heard.iter_mut().enumerate() {
            let mut seen = Vec::new();
            while !seen.contains(&programme) {
                seen.push(within("announcement", heard.next()).await.expect("open").prefix.to_string());
            }
            let own = at == 0;
            assert!(seen.iter().all(|name| *name == programme || (own && *name == line)), "{seen:?}");
        }
        for name in [&foreign, &others, &boss] {
            let refused = guest.hear.consume().request_broadcast(name.as_str()).now_or_never();
            assert!(!matches!(refused, Some(Ok(_))), "{name}");
        }
        drop(stage);
        drop((guest, watching, desk));
        house.count(0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revocation_ends_the_session_and_what_it_published() {
    for scheme in ["https", "ws"] {
        let mut house = House::open().await;
        let (location, producer) = (house.location(), house.producer());
        let own = BroadcastName::own(&location).unwrap().to_string();
        let (token, other) = (house.token(location, FAR), house.token(producer, FAR));
        let client = connect(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={token}"))).await.unwrap();
        let _other = connect(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={other}"))).await.unwrap();
        let _own = send(&client.publish, &own, "a tile");
        assert_eq!(read(&house.origin, &own).await, "a tile");
        let inside = within("broadcast", house.origin.consume().routed_broadcast(own.as_str())).await.unwrap();

        assert_eq!(house.sessions.revoke(|admitted| admitted.identity == location), 1);
        within("end of the broadcast", inside.closed()).await;
        within("end of the session", client.connection.closed()).await.unwrap_err();
        house.count(1).await;
        assert_eq!(house.sessions.held_by(&producer), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_session_too_many_is_refused_and_its_place_is_free_afterwards() {
    let mut house = House::with(|config| config.max_sessions = 1).await;
    let viewer = house.viewer();
    let (first, second) = (house.token(viewer, FAR), house.token(viewer, FAR));
    let url = |house: &House, token: &str| house.url("https", "127.0.0.1", &format!("/moq?jwt={token}"));
    let open = connect(url(&house, &first)).await.unwrap();
    house.count(1).await;
    assert_refused(url(&house, &second), "the second").await;
    drop(open);
    house.count(0).await;
    let _open = connect(url(&house, &second)).await.unwrap();
    house.count(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shutdown_with_open_sessions_ends_in_time_and_frees_the_port() {
    let mut house = House::open().await;
    let (viewer, programme) = (house.viewer(), house.programme());
    let _stage = send(&house.origin, &programme, "on air");
    let mut open = Vec::new();
    for scheme in ["https", "ws"] {
        let token = house.token(viewer, FAR);
        let client = connect(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={token}"))).await.unwrap();
        assert_eq!(read(&client.hear, &programme).await, "on air");
        open.push(client);
    }
    house.shutdown.cancel();
    within("end of the fabric", house.running).await.unwrap().unwrap();
    std::net::TcpListener::bind(house.address).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_that_is_taken_is_named() {
    let house = House::open().await;
    let data = tempfile::tempdir().unwrap();
    let config = Config {
        listen: house.address,
        tls: Tls::Local { data: data.path().to_owned() },
        drain: Duration::from_secs(1),
        max_sessions: 1,
    };
    let error = Fabric::load(config, house.table.clone()).await.err().expect("the port is taken");
    assert!(matches!(error, Error::PortTaken(address) if address == house.address), "{error}");
    assert!(error.to_string().contains(&house.address.to_string()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_application_has_every_route_but_the_media_path_and_the_fingerprint() {
    let house = House::open().await;
    let fetch = async |path: &str| {
        let answer = within("answer", reqwest::get(house.url("http", "127.0.0.1", path))).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(fetch("/").await, (200, "the page".into()));
    assert_eq!(fetch("/hello/you").await, (200, "you".into()));
    assert_eq!(fetch("/announced").await, (200, "the page".into()));
    assert_eq!(fetch("/moq/announced").await, (200, "the page".into()));
    assert_eq!(fetch("/moq").await.0, 426);
    let (status, fingerprint) = fetch("/certificate.sha256").await;
    assert_eq!((status, fingerprint.trim().len()), (200, 64), "{fingerprint}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificate_files_serve_https_and_a_wrong_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let pair = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(at("certificate.pem"), pair.cert.pem()).unwrap();
    std::fs::write(at("key.pem"), pair.signing_key.serialize_pem()).unwrap();
    let files = |key: &str| Tls::Files { certificate: at("certificate.pem"), key: at(key) };

    let mut house = House::with(|config| config.tls = files("key.pem")).await;
    let (viewer, programme) = (house.viewer(), house.programme());
    let _stage = send(&house.origin, &programme, "on air");
    for scheme in ["https", "wss"] {
        let token = house.token(viewer, FAR);
        let client = connect(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={token}"))).await.unwrap();
        assert_eq!(read(&client.hear, &programme).await, "on air", "{scheme}");
    }

    let config = Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        tls: files("none.pem"),
        drain: Duration::from_secs(1),
        max_sessions: 1,
    };
    let error = Fabric::load(config, house.table.clone()).await.err().expect("there is no key");
    assert!(error.to_string().contains("none.pem"), "{error}");
}

/// Set in the process whose log the test below reads.
const CHILD: &str = "PLENARY_TEST_LOGS";

#[test]
fn no_address_token_or_name_stands_in_the_log() {
    if std::env::var_os(CHILD).is_some() {
        return busy_life();
    }
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "no_address_token_or_name_stands_in_the_log", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let (log, secrets) = (String::from_utf8_lossy(&child.stderr), String::from_utf8_lossy(&child.stdout).into_owned());
    assert!(child.status.success() && log.contains("the log is on"), "{log}");
    let secrets: Vec<_> = secrets.lines().filter_map(|line| line.strip_prefix("secret ")).collect();
    assert!(secrets.len() >= 4, "{secrets:?}");
    for secret in secrets.into_iter().chain(["127.0.0.1", "::1", "jwt"]) {
        assert!(!log.contains(secret), "{secret} stands in the log:\n{log}");
    }
}

/// Everything that a session can do, with the log at `info` and the secrets on the standard output.
fn busy_life() {
    use std::io::Write;
    tracing_subscriber::fmt()
        .with_env_filter(plenary_fabric::log::quiet("info"))
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    tracing::info!("the log is on");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut house = House::open().await;
        let mut out = std::io::stdout();
        let mut tell = |secret: &str| writeln!(out, "secret {secret}").unwrap();
        for scheme in ["https", "ws"] {
            let location = house.location();
            let own = BroadcastName::own(&location).unwrap().to_string();
            let token = house.token(location, FAR);
            tell(&token);
            tell(own.split('/').next_back().unwrap());
            let client = connect(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={token}"))).await.unwrap();
            let _own = send(&client.publish, &own, "a tile");
            assert_eq!(read(&house.origin, &own).await, "a tile");
            house.sessions.revoke(|admitted| admitted.identity == location);
            within("end of the session", client.connection.closed()).await.unwrap_err();
            assert_refused(house.url(scheme, "127.0.0.1", &format!("/moq?jwt={}", "0".repeat(64))), scheme).await;
        }
        house.shutdown.cancel();
        within("end of the fabric", house.running).await.unwrap().unwrap();
    });
}
