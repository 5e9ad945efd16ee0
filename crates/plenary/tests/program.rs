//! What an operator meets at the prompt: the real program, in a folder of its own.

use std::{
    fs::{self, OpenOptions},
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};

/// A server that runs, and ends with its test.
struct Server {
    child: Child,
    origin: String,
    link: Option<String>,
}

impl Server {
    /// Starts one on a free port; it has said where it is.
    fn start(data: &Path) -> Self {
        let mut child = serve(data, "[::]:0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let said = lines.next().expect("the server ended at once");
        let origin = said.strip_prefix("Plenary is at ").unwrap_or_else(|| panic!("{said}")).to_owned();
        let mut server = Self { child, origin, link: None };
        // The link is printed with the address, or not at all: who is ready has said everything.
        let said = match data.join("linked").exists() {
            true => None,
            false => Some(lines.next().expect("no link at the first start")),
        };
        fs::write(data.join("linked"), "").unwrap();
        server.link = said.map(|line| line[line.find("http").unwrap()..].to_owned());
        server
    }

    fn get(&self, path: &str) -> (u16, String) {
        let (origin, path) = (self.origin.clone(), path.to_owned());
        block(async move {
            let reply = reqwest::get(format!("{origin}{path}")).await.unwrap();
            (reply.status().as_u16(), reply.text().await.unwrap())
        })
    }

    /// A producer's browser that opens the first link, and gives the cookie.
    fn bind(&self) -> String {
        let token = self.link.as_ref().unwrap().split_once('#').unwrap().1.to_owned();
        let (status, cookie, body) = self.post("/api/v1/link/bind", "", json!({ "token": token }));
        assert_eq!(status, 200, "{body}");
        cookie.unwrap()
    }

    fn post(&self, path: &str, cookie: &str, body: Value) -> (u16, Option<String>, Value) {
        let (origin, url, cookie) = (self.origin.clone(), format!("{}{path}", self.origin), cookie.to_owned());
        block(async move {
            let client = reqwest::Client::new();
            let request = client.post(url).header("origin", origin).header("cookie", cookie).json(&body);
            let reply = request.send().await.unwrap();
            let set = reply.headers().get("set-cookie").map(|value| value.to_str().unwrap());
            let cookie = set.map(|value| value.split(';').next().unwrap().to_owned());
            (reply.status().as_u16(), cookie, reply.json().await.unwrap_or_default())
        })
    }

    fn kill(&self, signal: &str) {
        let sent = Command::new("kill").arg(signal).arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn block<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn serve(data: &Path, listen: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.arg("serve").arg("--data").arg(data);
    command
        .env("PLENARY_SERVER__LISTEN", listen)
        .env("PLENARY_SERVER__DRAIN_S", "2")
        .env("PLENARY_LOG__LEVEL", "error");
    command
}

/// The one line with which a start ends.
fn refused(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(stdout.is_empty(), "{}", String::from_utf8_lossy(&stdout));
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(said.starts_with("plenary: "), "{said}");
    said
}

#[test]
fn a_second_server_on_the_folder_is_refused_and_the_first_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let first = Server::start(data.path());
    let said = refused(&mut serve(data.path(), "[::]:0"));
    assert!(said.contains("another server is using the data folder") && said.contains("--data"), "{said}");
    assert_eq!(first.get("/readyz"), (200, "ready\n".to_owned()));
}

#[test]
fn a_port_that_is_taken_is_named_with_the_setting_that_changes_it() {
    let data = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("[::]:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let said = refused(&mut serve(data.path(), &format!("[::]:{port}")));
    assert!(said.contains(&format!("[::]:{port} is taken by another program")) && said.contains("listen"), "{said}");
}

#[test]
fn a_wrong_setting_is_named_with_its_value_and_what_is_allowed() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("plenary.toml");
    fs::write(&file, "[server]\ndrain_s = 0\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.args(["serve", "--config"]).arg(&file).arg("--data").arg(data.path());
    let said = refused(&mut command);
    for part in ["server.drain_s", "0", "1", "300"] {
        assert!(said.contains(part), "{part} is not in: {said}");
    }
    assert!(!data.path().join("plenary.db").exists(), "nothing was begun");
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("plenary.db");
    fs::write(&file, "the minutes of last year's meeting, ".repeat(200)).unwrap();
    let before = fs::read(&file).unwrap();
    let said = refused(&mut serve(data.path(), "[::]:0"));
    assert!(said.contains("is not a database of plenary"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_write_protected_database_is_refused_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    drop(Server::start(data.path()));
    let file = data.path().join("plenary.db");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let said = refused(&mut serve(data.path(), "[::]:0"));
    assert!(said.contains("is write-protected: make it and its folder writable"), "{said}");
}

#[test]
fn a_summit_outlives_an_orderly_end_and_kill_9() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path());
    let cookie = server.bind();
    let invite = |server: &Server, name: &str| {
        let speaker = json!({ "name": name, "language": "en" });
        let (status, _, body) = server.post("/api/v1/speakers", &cookie, speaker);
        assert_eq!(status, 201, "{body}");
    };
    invite(&server, "Amina Odhiambo");
    server.kill("-TERM");
    assert_eq!(server.child.wait().unwrap().code(), Some(0), "an orderly end is no failure");

    let server = Server::start(data.path());
    assert!(server.link.is_none(), "the first link is printed once");
    invite(&server, "Jonas Lindqvist");
    // What was answered is on disk at that moment.
    server.kill("-KILL");
    drop(server);

    let server = Server::start(data.path());
    let (origin, sent) = (server.origin.clone(), cookie.clone());
    let names: Vec<String> = block(async move {
        let client = reqwest::Client::new();
        let reply = client.get(format!("{origin}/api/v1/speakers")).header("cookie", sent).send().await.unwrap();
        let list: Value = reply.json().await.unwrap();
        list.as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
    });
    assert_eq!(names, ["Amina Odhiambo", "Jonas Lindqvist"]);
}

#[test]
fn without_its_database_the_programme_goes_on_and_the_server_says_that_nothing_is_kept() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path());
    let cookie = server.bind();
    let frames = || -> u64 {
        let metrics = server.get("/metrics").1;
        let line = metrics.lines().find_map(|line| line.strip_prefix("plenary_stage_frames_total "));
        line.map_or(0, |value| value.parse::<f64>().unwrap() as u64)
    };
    fs::rename(data.path().join("plenary.db"), data.path().join("elsewhere.db")).unwrap();
    let (status, _, problem) = server.post("/api/v1/speakers", &cookie, json!({ "name": "Amina", "language": "en" }));
    assert_eq!((status, problem["type"].as_str()), (503, Some("urn:plenary:problem:storage-unwritable")), "{problem}");
    assert_eq!(server.get("/readyz").0, 503);
    let before = frames();
    while frames() < before + 30 {
        // Each look is a request, so this does not spin; a programme that stands still hangs and fails.
        std::thread::yield_now();
    }
    fs::rename(data.path().join("elsewhere.db"), data.path().join("plenary.db")).unwrap();
    let (status, _, body) = server.post("/api/v1/speakers", &cookie, json!({ "name": "Amina", "language": "en" }));
    assert_eq!(status, 201, "{body}");
}

#[test]
fn the_log_holds_no_token_no_name_and_no_address() {
    let data = tempfile::tempdir().unwrap();
    let log = data.path().join("log");
    fs::create_dir(data.path().join("summit")).unwrap();
    let folder = data.path().join("summit");
    let mut child = serve(&folder, "[::]:0")
        .env("PLENARY_LOG__LEVEL", "debug")
        .stdout(Stdio::piped())
        .stderr(OpenOptions::new().create(true).append(true).open(&log).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let origin = lines.next().unwrap().strip_prefix("Plenary is at ").unwrap().to_owned();
    let said = lines.next().unwrap();
    let server = Server { child, origin, link: Some(said[said.find("http").unwrap()..].to_owned()) };
    let cookie = server.bind();
    let invited = json!({ "name": "Wangari Odhiambo", "language": "en" });
    let (_, _, speaker) = server.post("/api/v1/speakers", &cookie, invited);
    let path = format!("/api/v1/speakers/{}/link", speaker["id"].as_str().unwrap());
    let (_, _, made) = server.post(&path, &cookie, json!({}));
    let (_, _, media) = server.post("/api/v1/media?as=viewer", &cookie, json!({}));
    let watch = plenary_swarm::viewer::Watch {
        url: format!(
            "{}{}?jwt={}",
            server.origin,
            media["url_path"].as_str().unwrap(),
            media["token"].as_str().unwrap()
        )
        .parse()
        .unwrap(),
        programme: media["programme"].as_str().unwrap().to_owned(),
        rendition: "360p".to_owned(),
        decode: false,
    };
    block(async move {
        let viewer = plenary_swarm::viewer::Viewer::watch(watch).unwrap();
        viewer.until(|seen| seen.frames > 3).await;
        viewer.stop().await;
    });
    server.kill("-TERM");
    drop(server);
    let mut text = String::new();
    fs::File::open(&log).unwrap().read_to_string(&mut text).unwrap();
    assert!(!text.is_empty(), "at this level something is logged");
    let speaker_token = made["url"].as_str().unwrap().split_once('#').unwrap().1;
    let cookie_token = cookie.split_once('=').unwrap().1;
    let media_token = media["token"].as_str().unwrap();
    for secret in [speaker_token, cookie_token, media_token, "Wangari", "127.0.0.1", "[::1]", "::ffff:"] {
        assert!(
            !text.contains(secret),
            "the log holds {secret}: {:?}",
            text.lines().find(|line| line.contains(secret))
        );
    }
}
