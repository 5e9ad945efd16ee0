use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::Method,
};
use plenary_api::Ffmpeg;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::{
    house::{House, Reply},
    stand_in::Bench,
};

const KIND: &str = "multipart/form-data; boundary=XXX";

fn form(title: Option<&str>, file: Option<&[u8]>) -> Vec<u8> {
    let mut form = Vec::new();
    if let Some(title) = title {
        form.extend(format!("--XXX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n{title}\r\n").bytes());
    }
    if let Some(file) = file {
        let head = "--XXX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"speech.mp4\"\r\n\r\n";
        form.extend(head.bytes());
        form.extend(file);
        form.extend(b"\r\n");
    }
    form.extend(b"--XXX--\r\n");
    form
}

async fn upload(house: &House, file: &[u8]) -> Reply {
    house.post("/api/v1/clips").producer().body(KIND, form(Some("Opening"), Some(file))).send().await
}

/// Asks until `wanted` is true of the clip.
async fn until(house: &House, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let asking = async {
        loop {
            let clip = house.get(&format!("/api/v1/clips/{id}")).producer().send().await.body;
            if wanted(&clip) {
                return clip;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), asking).await.unwrap()
}

fn files(house: &House) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(house.folder.path().join("clips")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn an_upload_is_answered_at_once_checked_with_progress_and_then_ready() {
    let hold = Arc::new(Notify::new());
    let house = House::with(|_| (), Arc::new(Bench { hold: Some(hold.clone()) })).await;
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    let reply = upload(&house, b"media").await;
    assert_eq!((reply.status.as_u16(), &reply.body["state"]), (202, &json!("checking")));
    let id = reply.body["id"].as_str().unwrap().to_owned();
    assert_eq!(reply.body["source"], format!("clip/{id}"));
    let poster = format!("/api/v1/clips/{id}/poster.jpg");
    assert_eq!(house.get(&poster).producer().send().await.problem(), (404, "not-found"));
    until(&house, &id, |clip| clip["progress"] == 0.5).await;
    hold.notify_one();
    let clip = until(&house, &id, |clip| clip["state"] == "ready").await;
    assert_eq!(
        (&clip["title"], &clip["duration_ms"], &clip["progress"]),
        (&json!("Opening"), &json!(4_000), &json!(1.0))
    );
    let picture = house.get(&poster).producer().send().await;
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/jpeg"));
    assert_eq!(house.ask(Method::DELETE, &format!("/api/v1/clips/{id}")).producer().send().await.status, 204);
    assert_eq!(files(&house), Vec::<String>::new());
}

#[tokio::test]
async fn a_clip_on_air_is_not_removed() {
    let house = House::new().await;
    let id = upload(&house, b"media").await.body["id"].as_str().unwrap().to_owned();
    let scene = json!({ "scene": { "layout": "full", "source": format!("clip/{id}") } });
    house.post("/api/v1/stage/preview").producer().json(scene).send().await;
    house.post("/api/v1/stage/take").producer().json(json!({})).send().await;
    let reply = house.ask(Method::DELETE, &format!("/api/v1/clips/{id}")).producer().send().await;
    assert_eq!(reply.problem(), (409, "clip-on-air"));
}

#[tokio::test]
async fn an_upload_that_is_too_large_is_refused_while_it_comes_and_leaves_nothing() {
    let house = House::new().await;
    let file = [b"media".as_slice(), &vec![0; 100_000]].concat();
    assert_eq!(upload(&house, &file).await.problem(), (413, "too-large"));
    // Without a length the bytes are counted: the rest is not even read.
    let head = form(None, Some(b"media"));
    let head = Bytes::from(head[..head.len() - "\r\n--XXX--\r\n".len()].to_vec());
    let endless = futures::stream::iter((0..).map(move |n| match n {
        0 => Ok::<_, std::io::Error>(head.clone()),
        _ if n < 20 => Ok(Bytes::from(vec![0; 10_000])),
        _ => panic!("more was read than is allowed"),
    }));
    let reply = house.post("/api/v1/clips").producer().body(KIND, Body::from_stream(endless)).send().await;
    assert_eq!(reply.problem(), (413, "too-large"));
    assert_eq!(files(&house), Vec::<String>::new());
    assert_eq!(house.get("/api/v1/clips").producer().send().await.body, json!([]));
}

#[tokio::test]
async fn an_upload_that_breaks_off_or_is_no_form_leaves_nothing() {
    let house = House::new().await;
    let whole = form(Some("Opening"), Some(b"media"));
    let post = |kind: &str, body: Vec<u8>| house.post("/api/v1/clips").producer().body(kind, body).send();
    assert_eq!(post(KIND, whole[..whole.len() - 12].to_vec()).await.problem(), (400, "unreadable"));
    assert_eq!(post("application/json", b"{}".to_vec()).await.problem(), (415, "not-a-form"));
    let none = post(KIND, form(Some("Opening"), None)).await;
    assert_eq!((none.problem(), &none.body["field"]), ((422, "invalid-field"), &json!("file")));
    let long = post(KIND, form(Some(&"x".repeat(5_000)), Some(b"media"))).await;
    assert_eq!(long.body["field"], "title");
    assert_eq!(files(&house), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_that_is_no_recording_is_refused_by_the_real_reader() {
    let house = House::with(|_| (), Arc::new(Ffmpeg(plenary_clip::Limits::default()))).await;
    let reply = upload(&house, b"once upon a time there was a file that was no recording").await;
    assert_eq!((reply.problem(), &reply.body["field"]), ((422, "not-media"), &json!("file")));
    assert_eq!(files(&house), Vec::<String>::new());
}

#[tokio::test]
async fn a_recording_that_turns_out_damaged_says_so_in_plain_words() {
    let house = House::new().await;
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    let id = upload(&house, b"media but damaged").await.body["id"].as_str().unwrap().to_owned();
    let clip = until(&house, &id, |clip| clip["state"] == "failed" && files(&house).is_empty()).await;
    assert_eq!(clip["error"], "the recording is damaged");
}

#[tokio::test]
async fn an_upload_that_was_acknowledged_is_checked_after_a_restart() {
    let house = House::new().await;
    // Nobody takes it out of the queue: the server stops here.
    let id = upload(&house, b"media").await.body["id"].as_str().unwrap().to_owned();
    assert_eq!(files(&house), [format!("{id}.upload")]);
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    until(&house, &id, |clip| clip["state"] == "ready" && files(&house) == [id.as_str()]).await;
}

#[tokio::test]
async fn more_uploads_than_can_wait_are_asked_to_come_again() {
    let house = House::new().await;
    for _ in 0..32 {
        assert_eq!(upload(&house, b"media").await.status, 202);
    }
    assert_eq!(upload(&house, b"media").await.problem(), (503, "uploads-waiting"));
}
