//! Recordings: sent in pieces, checked, watched, let through or sent back.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::Method,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures::StreamExt;
use plenary_api::Ffmpeg;
use plenary_model::format::Format;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::{
    house::{Asking, House, Reply},
    stand_in::Bench,
};

const BYTES: &str = "application/offset+octet-stream";

fn begin<'a>(house: &'a House, length: u64, title: &str) -> Asking<'a> {
    let metadata = format!("title {},filename {}", STANDARD.encode(title), STANDARD.encode("speech.mp4"));
    house
        .post("/api/v1/uploads")
        .header("tus-resumable", "1.0.0")
        .header("upload-length", &length.to_string())
        .header("upload-metadata", &metadata)
}

fn send<'a>(house: &'a House, at: &str, offset: u64, body: impl Into<Body>) -> Asking<'a> {
    let ask = house.ask(Method::PATCH, at).header("tus-resumable", "1.0.0");
    ask.header("upload-offset", &offset.to_string()).body(BYTES, body)
}

async fn offset(house: &House, at: &str) -> u64 {
    let reply = house.ask(Method::HEAD, at).header("tus-resumable", "1.0.0").producer().send().await;
    assert_eq!(reply.status, 204);
    reply.header("upload-offset").parse().unwrap()
}

/// Sends a file as the producer and gives the clip's id.
async fn upload(house: &House, file: &[u8]) -> String {
    let begun = begin(house, file.len() as u64, "Opening").producer().send().await;
    assert_eq!(begun.status, 201, "{:?}", begun.body);
    let at = begun.header("location").to_owned();
    assert_eq!(send(house, &at, 0, file.to_vec()).producer().send().await.status, 204);
    at.rsplit('/').next().unwrap().to_owned()
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

/// A house whose worker checks what arrives.
async fn working() -> House {
    let house = House::new().await;
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    house
}

async fn review(house: &House, id: &str, verdict: Value) -> Reply {
    house.post(&format!("/api/v1/clips/{id}/review")).producer().json(verdict).send().await
}

#[tokio::test]
async fn an_upload_is_checked_with_progress_and_then_ready_to_be_watched() {
    let hold = Arc::new(Notify::new());
    let house = House::with(|_| (), Arc::new(Bench { hold: Some(hold.clone()) })).await;
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    let id = upload(&house, b"media").await;
    let poster = format!("/api/v1/clips/{id}/poster.jpg");
    let watch = format!("/api/v1/clips/{id}/watch.mp4");
    assert_eq!(house.get(&poster).producer().send().await.problem(), (404, "not-found"));
    assert_eq!(house.get(&watch).producer().send().await.problem(), (404, "not-found"));
    until(&house, &id, |clip| clip["state"] == "checking" && clip["progress"] == 0.5).await;
    hold.notify_one();
    let clip = until(&house, &id, |clip| clip["state"] == "ready").await;
    assert_eq!(
        (&clip["title"], &clip["duration_ms"], &clip["progress"], &clip["review"], &clip["source"]),
        (&json!("Opening"), &json!(4_000), &json!(1.0), &json!("approved"), &json!(format!("clip/{id}")))
    );
    assert_eq!(clip["findings"], json!([{ "kind": "no_sound" }, { "kind": "no_picture" }]));
    let picture = house.get(&poster).producer().send().await;
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/jpeg"));
    let part = house.get(&watch).header("range", "bytes=2-5").producer().send().await;
    assert_eq!((part.status.as_u16(), part.header("content-range")), (206, "bytes 2-5/10"));
    assert_eq!(house.ask(Method::DELETE, &format!("/api/v1/clips/{id}")).producer().send().await.status, 204);
    assert_eq!(files(&house), Vec::<String>::new());
}

#[tokio::test]
async fn an_upload_that_breaks_off_ten_times_goes_on_where_it_was() {
    let house = working().await;
    let file: Vec<u8> = b"media".iter().copied().chain((0..60_000u32).map(|n| n as u8)).collect();
    let begun = begin(&house, file.len() as u64, "Opening").producer().send().await;
    let at = begun.header("location").to_owned();
    let mut sent = 0;
    for cut in 1..=10 {
        // Some pieces come, then the connection breaks in the middle of what was announced.
        let end = file.len() * cut / 11;
        let piece = Bytes::from(file[sent..end].to_vec());
        let broken = futures::stream::iter([Ok(piece), Err(std::io::Error::other("the network is gone"))]);
        send(&house, &at, sent as u64, Body::from_stream(broken)).producer().send().await;
        assert_eq!(offset(&house, &at).await, end as u64);
        sent = end;
    }
    // Who goes on from anywhere else would leave a hole.
    let wrong = send(&house, &at, 7, b"x".to_vec()).producer().send().await;
    assert_eq!(wrong.problem(), (409, "upload-refused"));
    let id = at.rsplit('/').next().unwrap();
    let part = until(&house, id, |clip| clip["state"] == "uploading").await["progress"].as_f64().unwrap();
    assert!((0.9..0.92).contains(&part), "{part}");
    let path = house.folder.path().join("clips").join(format!("{id}.upload"));
    assert_eq!(std::fs::read(&path).unwrap(), file[..sent]);
    assert_eq!(send(&house, &at, sent as u64, file[sent..].to_vec()).producer().send().await.status, 204);
    until(&house, id, |clip| clip["state"] == "ready").await;
}

#[tokio::test]
async fn a_connection_that_hangs_does_not_keep_its_sender_from_going_on() {
    let house = House::new().await;
    let at = begin(&house, 10, "Opening").producer().send().await.header("location").to_owned();
    let (first, hangs) = (Bytes::from_static(b"media"), futures::stream::pending());
    let stream = futures::stream::iter([Ok::<_, std::io::Error>(first)]).chain(hangs);
    let hanging = send(&house, &at, 0, Body::from_stream(stream)).producer().send();
    let going_on = async {
        while offset_on_disk(&house, &at) < 5 {
            tokio::task::yield_now().await;
        }
        assert_eq!(offset(&house, &at).await, 5);
        send(&house, &at, 5, b"12345".to_vec()).producer().send().await
    };
    let both = async { tokio::join!(hanging, going_on) };
    let (hung, went_on) = tokio::time::timeout(Duration::from_secs(30), both).await.unwrap();
    assert_eq!((hung.header("upload-offset"), went_on.status.as_u16()), ("5", 204));
}

fn offset_on_disk(house: &House, at: &str) -> u64 {
    let id = at.rsplit('/').next().unwrap();
    let path = house.folder.path().join("clips").join(format!("{id}.upload"));
    std::fs::metadata(path).map_or(0, |found| found.len())
}

#[tokio::test]
async fn what_is_too_large_or_more_than_announced_is_refused() {
    let house = House::new().await;
    assert_eq!(begin(&house, 100_001, "Opening").producer().send().await.problem(), (413, "too-large"));
    assert_eq!(house.get("/api/v1/clips").producer().send().await.body, json!([]));
    let at = begin(&house, 10, "Opening").producer().send().await.header("location").to_owned();
    let more = send(&house, &at, 0, vec![0; 50_000]).producer().send().await;
    assert_eq!((more.problem(), &more.body["field"]), ((422, "invalid-field"), &json!("Upload-Length")));
    assert_eq!(offset(&house, &at).await, 0);
    let long = begin(&house, 10, &"x".repeat(2_000)).producer().send().await;
    assert_eq!(long.body["field"], "title");
    let raw = house.post("/api/v1/uploads").header("tus-resumable", "1.0.0").header("upload-length", "5");
    let broken = raw.header("upload-metadata", "title %%%").producer().send().await;
    assert_eq!(broken.body["field"], "Upload-Metadata");
    let without = house.post("/api/v1/uploads").header("upload-length", "5").producer().send().await;
    assert_eq!(without.problem(), (412, "upload-refused"));
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing() {
    let house = House::new().await;
    let at = begin(&house, 10, "Opening").producer().send().await.header("location").to_owned();
    let given_up = house.ask(Method::DELETE, &at).header("tus-resumable", "1.0.0").producer().send().await;
    assert_eq!((given_up.status.as_u16(), files(&house)), (204, Vec::new()));
    let gone = house.ask(Method::HEAD, &at).header("tus-resumable", "1.0.0").producer().send().await;
    assert_eq!(gone.status, 404);
    // One that nobody goes on with is forgotten after two weeks.
    begin(&house, 10, "Opening").producer().send().await;
    house.pass(i64::from(u32::MAX) * 1_000);
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    let swept = async {
        while !files(&house).is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), swept).await.unwrap();
}

#[tokio::test]
async fn a_speaker_sends_their_own_recording_and_it_waits_for_a_producer() {
    let house = working().await;
    let (speaker, token) = house.speaker().await;
    let cookie = house.bind(&token, None).await;
    let other = {
        let (_, token) = house.speaker().await;
        house.bind(&token, None).await
    };
    let begun = begin(&house, 5, "My speech").cookie(Some(&cookie)).send().await;
    let at = begun.header("location").to_owned();
    // Nobody else sees it, or writes to it.
    assert_eq!(send(&house, &at, 0, b"media".to_vec()).cookie(Some(&other)).send().await.problem().0, 404);
    assert_eq!(send(&house, &at, 0, b"media".to_vec()).send().await.status, 401);
    assert_eq!(send(&house, &at, 0, b"media".to_vec()).cookie(Some(&cookie)).send().await.status, 204);
    let id = at.rsplit('/').next().unwrap();
    let clip = until(&house, id, |clip| clip["state"] == "ready").await;
    assert_eq!((&clip["review"], &clip["speaker"]), (&json!("waiting"), &json!(speaker)));
    let scene = json!({ "scene": { "layout": "full", "source": format!("clip/{id}") } });
    let shown = house.post("/api/v1/stage/preview").producer().json(scene.clone()).send().await;
    assert_eq!(shown.problem(), (409, "clip-not-approved"));

    let silent = review(&house, id, json!({ "review": "sent_back" })).await;
    assert_eq!((silent.problem().0, &silent.body["field"]), (422, &json!("note")));
    let note = "Please sit nearer to the microphone.";
    assert_eq!(review(&house, id, json!({ "review": "sent_back", "note": note })).await.status, 200);
    let own = |cookie: String| {
        let house = &house;
        async move { house.get("/api/v1/me/clips").cookie(Some(&cookie)).send().await.body }
    };
    assert_eq!(own(cookie.clone()).await[0]["note"], note);
    assert_eq!(own(other.clone()).await, json!([]));
    assert_eq!(
        house
            .post(&format!("/api/v1/clips/{id}/review"))
            .cookie(Some(&cookie))
            .json(json!({ "review": "approved" }))
            .send()
            .await
            .status,
        403
    );

    assert_eq!(review(&house, id, json!({ "review": "approved" })).await.body["review"], "approved");
    assert_eq!(house.post("/api/v1/stage/preview").producer().json(scene).send().await.status, 200);
    let remove = || house.ask(Method::DELETE, &format!("/api/v1/clips/{id}"));
    assert_eq!(remove().cookie(Some(&other)).send().await.status, 404);
    assert_eq!(remove().cookie(Some(&cookie)).send().await.problem(), (409, "clip-approved"));
    for action in ["clip.create", "clip.arrived", "clip.finish", "clip.send_back", "clip.approve"] {
        assert!(house.actions().await.iter().any(|found| found == action), "{action}");
    }
    // Five that nobody has let through are enough.
    for _ in 0..5 {
        assert_eq!(begin(&house, 5, "Again").cookie(Some(&cookie)).send().await.status, 201);
    }
    assert_eq!(begin(&house, 5, "Again").cookie(Some(&cookie)).send().await.problem(), (409, "too-many-uploads"));
}

#[tokio::test]
async fn a_newer_recording_takes_the_place_of_the_earlier_one_once_it_is_let_through() {
    let house = working().await;
    let (_, token) = house.speaker().await;
    let cookie = house.bind(&token, None).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let at = begin(&house, 5, "My speech").cookie(Some(&cookie)).send().await.header("location").to_owned();
        send(&house, &at, 0, b"media".to_vec()).cookie(Some(&cookie)).send().await;
        let id = at.rsplit('/').next().unwrap().to_owned();
        until(&house, &id, |clip| clip["state"] == "ready").await;
        ids.push(id);
        house.pass(1_000);
    }
    review(&house, &ids[0], json!({ "review": "approved" })).await;
    let scene = json!({ "layout": "full", "source": format!("clip/{}", ids[0]) });
    let item = json!({ "title": "Speech", "scene": scene, "planned_s": 3_600 });
    let added = house.post("/api/v1/rundown/items").producer().json(item).send().await;
    assert_eq!(added.status, 201, "{:?}", added.body);
    let shown =
        async || house.get("/api/v1/rundown").producer().send().await.body["items"][0]["scene"]["source"].clone();
    let clip = house.get(&format!("/api/v1/clips/{}", ids[0])).producer().send().await.body;
    assert_eq!(clip["planned_ms"], 3_600_000);
    assert!(clip["findings"].as_array().unwrap().contains(&json!({ "kind": "shorter", "by_ms": 3_596_000 })));
    assert_eq!(shown().await, format!("clip/{}", ids[0]));
    review(&house, &ids[1], json!({ "review": "approved" })).await;
    assert_eq!(shown().await, format!("clip/{}", ids[1]));
}

#[tokio::test]
async fn points_and_title_are_changed_and_impossible_ones_refused() {
    let house = working().await;
    let id = upload(&house, b"media").await;
    let at = format!("/api/v1/clips/{id}");
    until(&house, &id, |clip| clip["state"] == "ready").await;
    let change = |change: Value| house.ask(Method::PATCH, &at).producer().json(change).send();
    let cut = change(json!({ "title": "Closing", "in_ms": 1_000, "out_ms": 3_500 })).await.body;
    assert_eq!(
        (&cut["title"], &cut["plays_ms"], &cut["duration_ms"]),
        (&json!("Closing"), &json!(2_500), &json!(4_000))
    );
    let wrong = change(json!({ "in_ms": 3_400 })).await;
    assert_eq!((wrong.problem(), &wrong.body["field"]), ((422, "invalid-field"), &json!("in_ms")));
    assert_eq!(change(json!({ "out_ms": null })).await.body["plays_ms"], 3_000);
}

#[tokio::test]
async fn subtitles_are_kept_by_language_and_broken_ones_say_where() {
    let house = working().await;
    let id = upload(&house, b"media").await;
    let at = |language: &str| format!("/api/v1/clips/{id}/subtitles/{language}");
    let put = |language: &str, file: &str| {
        house.ask(Method::PUT, &at(language)).producer().body("text/plain", file.to_owned()).send()
    };
    assert_eq!(put("fa", "1\n00:00:01,000 --> 00:00:02,000\nآب\n").await.status, 204);
    assert_eq!(put("en", "WEBVTT\n\n00:01.000 --> 00:02.000\nWater\n").await.status, 204);
    let broken = put("fr", "1\n00:00:01,000 --> 00:00:00,000\nEau\n").await;
    assert_eq!((broken.problem(), &broken.body["field"]), ((422, "invalid-field"), &json!("file")));
    assert!(broken.body["detail"].as_str().unwrap().starts_with("line 2"));
    assert_eq!(
        house.get(&format!("/api/v1/clips/{id}")).producer().send().await.body["subtitles"],
        json!(["en", "fa"])
    );
    assert_eq!(house.get("/api/v1/clips").producer().send().await.body[0]["subtitles"], json!(["en", "fa"]));
    assert_eq!(house.get(&at("fa")).producer().send().await.header("content-type"), "text/vtt; charset=utf-8");
    assert_eq!(house.ask(Method::DELETE, &at("fa")).producer().send().await.status, 204);
    assert_eq!(house.get(&at("fa")).producer().send().await.status, 404);
    let longer = "00:01.000 --> 00:02.000\nWater\n\n".repeat(10_000);
    assert_eq!(put("en", &longer).await.status, 204, "longer than any other body");
}

#[tokio::test]
async fn a_clip_on_air_is_neither_removed_nor_cut_nor_sent_back() {
    let house = working().await;
    let id = upload(&house, b"media").await;
    until(&house, &id, |clip| clip["state"] == "ready").await;
    let scene = json!({ "scene": { "layout": "full", "source": format!("clip/{id}") } });
    house.post("/api/v1/stage/preview").producer().json(scene).send().await;
    house.post("/api/v1/stage/take").producer().json(json!({})).send().await;
    let at = format!("/api/v1/clips/{id}");
    assert_eq!(house.ask(Method::DELETE, &at).producer().send().await.problem(), (409, "clip-on-air"));
    let cut = house.ask(Method::PATCH, &at).producer().json(json!({ "in_ms": 1_000 })).send().await;
    assert_eq!(cut.problem(), (409, "clip-on-air"));
    let back = review(&house, &id, json!({ "review": "sent_back", "note": "Again, please." })).await;
    assert_eq!(back.problem(), (409, "clip-on-air"));
}

#[tokio::test]
async fn a_file_that_is_no_recording_or_damaged_says_so_in_plain_words() {
    let house =
        House::with(|_| (), Arc::new(Ffmpeg { limits: plenary_clip::Limits::default(), format: Format::default() }))
            .await;
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    let id = upload(&house, b"once upon a time there was a file that was no recording").await;
    let clip = until(&house, &id, |clip| clip["state"] == "failed" && files(&house).is_empty()).await;
    assert!(clip["error"].as_str().unwrap().starts_with("this file is no recording"), "{clip}");
    assert_eq!(review(&house, &id, json!({ "review": "approved" })).await.problem(), (409, "not-ready"));

    let house = working().await;
    let id = upload(&house, b"media but damaged").await;
    let clip = until(&house, &id, |clip| clip["state"] == "failed" && files(&house).is_empty()).await;
    assert_eq!(clip["error"], "the recording is damaged");
}

#[tokio::test]
async fn an_upload_that_was_acknowledged_is_checked_after_a_restart() {
    let house = House::new().await;
    // Nobody checks it: the server stops here.
    let id = upload(&house, b"media").await;
    assert_eq!(files(&house), [format!("{id}.upload")]);
    tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    until(&house, &id, |clip| clip["state"] == "ready" && files(&house) == [id.as_str()]).await;
}
