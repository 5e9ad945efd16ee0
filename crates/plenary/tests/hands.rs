//! A desk with buttons at the real program: OSC over a real socket, HTTP with a key, a speaker who is there.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    net::{SocketAddr, UdpSocket},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// A hang is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ends with its test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Server {
    program: Program,
    origin: String,
    osc: SocketAddr,
    cookie: String,
    http: reqwest::Client,
}

impl Server {
    /// A server that listens for OSC from this machine's first address alone, and its producer.
    async fn start(data: &Path) -> Self {
        let osc = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let config = data.join("plenary.toml");
        std::fs::write(&config, format!("[hands]\nosc = \"{osc}\"\nallow = [\"127.0.0.1\"]\n")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
            .args(["serve", "--config"])
            .arg(config)
            .arg("--data")
            .arg(data)
            .env("PLENARY_SERVER__LISTEN", "[::]:0")
            .env("PLENARY_SERVER__DRAIN_S", "2")
            .env("PLENARY_LOG__LEVEL", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let program = Program(child);
        let origin = lines.next().unwrap().strip_prefix("Plenary is at ").unwrap().to_owned();
        let link = lines.next().unwrap();
        let http = reqwest::Client::new();
        let mut server = Self { program, origin, osc, cookie: String::new(), http };
        let body = json!({ "token": link.split_once('#').unwrap().1 });
        let bound = server.http.post(server.url("/api/v1/link/bind")).json(&body).send().await.unwrap();
        let cookie = bound.headers()["set-cookie"].to_str().unwrap();
        server.cookie = cookie.split(';').next().unwrap().to_owned();
        server
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let asked = self.http.post(self.url(path)).header("cookie", &self.cookie).json(&body);
        let reply = asked.send().await.unwrap();
        assert!(reply.status().is_success(), "{path}: {}", reply.text().await.unwrap());
        reply.json().await.unwrap_or_default()
    }

    async fn get(&self, path: &str) -> Value {
        let asked = self.http.get(self.url(path)).header("cookie", &self.cookie);
        asked.send().await.unwrap().json().await.unwrap()
    }

    /// What `/metrics` says of one counter.
    async fn counter(&self, name: &str) -> u64 {
        let text = self.http.get(self.url("/metrics")).send().await.unwrap().text().await.unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.map_or(0, |value| value.trim().parse::<f64>().unwrap() as u64)
    }
}

/// A desk: sends messages, and keeps what it was told last.
struct Desk {
    socket: UdpSocket,
    server: SocketAddr,
    told: BTreeMap<String, rosc::OscType>,
}

impl Desk {
    fn at(address: &str, server: SocketAddr) -> Self {
        let socket = UdpSocket::bind(address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { socket, server, told: BTreeMap::new() }
    }

    fn send(&self, address: &str, args: Vec<rosc::OscType>) {
        let message = rosc::OscMessage { addr: address.into(), args };
        let datagram = rosc::encoder::encode(&rosc::OscPacket::Message(message)).unwrap();
        self.socket.send_to(&datagram, self.server).unwrap();
    }

    /// Listens until it was told `value` at `address`.
    fn until(&mut self, address: &str, value: impl Into<rosc::OscType>) {
        let (value, start) = (value.into(), Instant::now());
        while self.told.get(address) != Some(&value) {
            assert!(start.elapsed() < PATIENCE, "{address} is never {value:?}: {:?}", self.told);
            self.hear();
        }
    }

    fn hear(&mut self) {
        let mut datagram = [0; 2_048];
        let (length, _) = self.socket.recv_from(&mut datagram).expect("something to hear");
        match rosc::decoder::decode_udp(&datagram[..length]).unwrap().1 {
            rosc::OscPacket::Message(mut message) => self.told.insert(message.addr, message.args.remove(0)),
            rosc::OscPacket::Bundle(_) => panic!("modules read one message a datagram"),
        };
    }
}

/// A simulated speaker who is connected.
async fn speaker(server: &Server) -> Program {
    let crowd = json!({ "locations": 0, "speakers": 1, "viewers": 0, "hours": 1 });
    let link = server.post("/api/v1/rehearsals", crowd).await;
    let mut swarm = Command::new(env!("CARGO_BIN_EXE_plenary"));
    swarm.arg("swarm").arg(link["url"].as_str().unwrap()).stdout(Stdio::null()).stderr(Stdio::null());
    Program(swarm.spawn().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_by_osc_is_on_air_and_the_desk_is_told() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path()).await;
    let _speaker = speaker(&server).await;
    let mut desk = Desk::at("127.0.0.1:0", server.osc);
    desk.send("/plenary/subscribe", vec![]);
    // Until the speaker is there, the wall is the only source.
    desk.until("/plenary/state/source/1", "Wall");
    desk.until("/plenary/state/source/2", "Wall");
    desk.until("/plenary/state/tally/1", 1);
    let rosc::OscType::String(name) = desk.told["/plenary/state/source/1"].clone() else { panic!("a name") };
    assert_ne!(name, "Wall");

    desk.send("/plenary/preview", vec![1.into()]);
    desk.until("/plenary/state/preview", name.as_str());
    desk.send("/plenary/take", vec![1.0f32.into()]);
    desk.until("/plenary/state/onair", name.as_str());
    desk.until("/plenary/state/onair/number", 1);
    desk.until("/plenary/state/tally/1", 3);
    // The programme's own snapshot says the same, and so does HTTP with a key.
    let made = server.post("/api/v1/keys", json!({ "name": "Stream Deck" })).await;
    let key = made["token"].as_str().unwrap().to_owned();
    let press = |way: reqwest::Method, path: &str| {
        server.http.request(way, server.url(&format!("/api/v1/hands/{path}"))).bearer_auth(&key).send()
    };
    let state: Value = press(reqwest::Method::GET, "state").await.unwrap().json().await.unwrap();
    assert_eq!((&state["on_air"], &state["on_air_number"]), (&json!(name), &json!(1)));
    assert_eq!((&state["source_1"], &state["tally_1"]), (&json!(name), &json!("air")));

    // A button that is let go brings nothing on air.
    desk.send("/plenary/slate", vec![0.0f32.into()]);
    desk.send("/plenary/arm", vec![1.into()]);
    desk.until("/plenary/state/armed", true);
    assert_eq!(desk.told["/plenary/state/onair"], name.as_str().into());
    desk.send("/plenary/caption", vec![1.into()]);
    desk.until("/plenary/state/caption", true);

    // What is pressed over HTTP is told over OSC.
    assert_eq!(press(reqwest::Method::POST, "slate").await.unwrap().status(), 200);
    desk.until("/plenary/state/onair", "");
    desk.send("/plenary/undo", vec![]);
    desk.until("/plenary/state/onair", name.as_str());

    let item = |title: &str| json!({ "title": title, "scene": { "layout": "slate" }, "planned_s": 60 });
    for title in ["Opening", "Speech"] {
        server.post("/api/v1/rundown/items", item(title)).await;
    }
    desk.send("/plenary/next", vec![]);
    desk.until("/plenary/state/item", "Opening");
    desk.until("/plenary/state/next", "Speech");
    desk.send("/plenary/item", vec![2.into()]);
    desk.until("/plenary/state/item/number", 2);
    desk.told.remove("/plenary/state/remaining");
    // The times come by themselves.
    while !desk.told.contains_key("/plenary/state/remaining") {
        desk.hear();
    }
    desk.send("/plenary/preview", vec![3.into()]);
    desk.until("/plenary/error", "there is no source 3: the multiview has 2");

    let journal = server.get("/api/v1/journal?limit=1000").await;
    let by = |kind: &str, action: &str| {
        let entries = journal.as_array().unwrap();
        entries.iter().filter(|entry| entry["actor"]["kind"] == kind && entry["action"] == action).cloned().collect()
    };
    let (osc, hands): (Vec<Value>, Vec<Value>) = (by("osc", "stage.take"), by("hands", "stage.take"));
    assert!(osc.len() >= 2, "{journal}");
    assert_eq!((hands.len(), &hands[0]["name"]), (1, &json!("Stream Deck")));

    let asked = Command::new("kill").arg("-TERM").arg(server.program.0.id().to_string()).status().unwrap();
    assert!(asked.success());
    assert_eq!(server.program.0.wait().unwrap().code(), Some(0), "a desk keeps no server from ending");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_allowed_gets_nothing_and_is_counted() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path()).await;
    let stranger = Desk::at("127.0.0.2:0", server.osc);
    let mut desk = Desk::at("127.0.0.1:0", server.osc);
    stranger.send("/plenary/subscribe", vec![]);
    stranger.send("/plenary/arm", vec![1.into()]);
    stranger.send("/plenary/nonsense", vec![]);
    // What is no message is counted and not answered; what is one and wrong is answered.
    desk.socket.send_to(&[0xff; 1_400], server.osc).unwrap();
    desk.socket.send_to(&[b'/'; 1_473], server.osc).unwrap();
    desk.send("/plenary/nonsense", vec![]);
    desk.until("/plenary/error", "there is no /plenary/nonsense: the messages are listed in docs/operate/hands.md");
    let refused = |cause: &str| format!("plenary_hands_refused_total{{cause=\"{cause}\"}}");
    assert_eq!(server.counter(&refused("sender")).await, 3);
    assert_eq!(server.counter(&refused("no_osc")).await, 1);
    assert_eq!(server.counter(&refused("too_long")).await, 1);
    assert_eq!(server.counter(&refused("unknown")).await, 1);
    desk.send("/plenary/subscribe", vec![]);
    desk.until("/plenary/state/armed", false);
    desk.send("/plenary/run", vec![0.into()]);
    while !desk.told.contains_key("/plenary/state/remaining") {
        desk.hear();
    }
    stranger.socket.set_nonblocking(true).unwrap();
    let heard = stranger.socket.recv_from(&mut [0; 64]).map_err(|error| error.kind());
    assert_eq!(heard.unwrap_err(), std::io::ErrorKind::WouldBlock, "the stranger hears nothing");
}
