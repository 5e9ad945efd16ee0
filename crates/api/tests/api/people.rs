use axum::http::Method;
use futures::FutureExt;
use plenary_model::{id::LocationId, source::SourceId};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_speaker_is_added_changed_and_removed_with_their_sessions() {
    let house = House::new().await;
    let (id, token) = house.speaker().await;
    let path = format!("/api/v1/speakers/{id}");
    let cookie = house.bind(&token, None).await;
    let media = house.post("/api/v1/media").cookie(Some(&cookie)).send().await;
    house.dial(media.body["token"].as_str().unwrap()).await.unwrap();
    let change = json!({ "title": "Professor of hydrology" });
    let changed = house.ask(Method::PATCH, &path).producer().json(change).send().await;
    assert_eq!((&changed.body["name"], &changed.body["title"]), (&json!("Wanjiru"), &json!("Professor of hydrology")));
    assert_eq!(changed.body["link"]["bound"], true);
    let before = house.show.reloads();
    assert_eq!(house.ask(Method::DELETE, &path).producer().send().await.status, 204);
    assert_eq!(house.open_sessions(), 0);
    assert_eq!(house.show.dismissed()[0].0, SourceId::Speaker(id.parse().unwrap()));
    assert!(house.show.reloads() > before, "the show follows");
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(house.ask(method, &path).producer().send().await.problem(), (404, "not-found"));
    }
    assert_eq!(house.get("/api/v1/me").cookie(Some(&cookie)).send().await.body["role"], "viewer");
    let reply = house.post(&format!("{path}/link")).producer().send().await;
    assert_eq!(reply.problem(), (404, "not-found"), "no link for nobody");
}

#[tokio::test]
async fn a_removal_is_carried_through_when_the_producer_goes_away() {
    let house = House::new().await;
    let (id, token) = house.speaker().await;
    let cookie = house.bind(&token, None).await;
    let media = house.post("/api/v1/media").cookie(Some(&cookie)).send().await;
    house.dial(media.body["token"].as_str().unwrap()).await.unwrap();
    let asked = house.ask(Method::DELETE, &format!("/api/v1/speakers/{id}")).producer().send().now_or_never();
    assert!(asked.is_none(), "dropped before it was answered");
    let ended = async {
        while house.open_sessions() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), ended).await.unwrap();
}

#[tokio::test]
async fn a_location_waits_until_a_producer_lets_it_in() {
    let house = House::new().await;
    let (id, token) = house.location().await;
    let admission = format!("/api/v1/locations/{id}/admission");
    let cookie = house.bind(&token, None).await;
    let own = house.ask(Method::PUT, &admission).cookie(Some(&cookie)).json(json!({ "admission": "admitted" }));
    assert_eq!(own.send().await.problem(), (403, "not-yours"), "nobody lets themselves in");
    assert_eq!(house.get("/api/v1/locations").producer().send().await.body[0]["admission"], "waiting");
    for wanted in ["admitted", "refused", "waiting"] {
        let reply = house.ask(Method::PUT, &admission).producer().json(json!({ "admission": wanted })).send().await;
        assert_eq!(reply.body["admission"], wanted);
    }
    let reply = house.ask(Method::PUT, &admission).producer().json(json!({ "admission": "perhaps" })).send().await;
    assert_eq!((reply.problem(), &reply.body["field"]), ((422, "invalid-field"), &json!("admission")));
    let nowhere = format!("/api/v1/locations/{}/admission", "0".repeat(16));
    let reply = house.ask(Method::PUT, &nowhere).producer().json(json!({ "admission": "admitted" })).send().await;
    assert_eq!(reply.problem(), (404, "not-found"));
}

#[tokio::test]
async fn a_location_that_moves_to_another_country_connects_anew() {
    let house = House::new().await;
    let (id, token) = house.location().await;
    let cookie = house.bind(&token, None).await;
    let publish = async || {
        let media = house.post("/api/v1/media").cookie(Some(&cookie)).send().await.body;
        house.dial(media["token"].as_str().unwrap()).await.unwrap();
        media["publish"].as_str().unwrap().to_owned()
    };
    let first = publish().await;
    let path = format!("/api/v1/locations/{id}");
    let renamed = house.ask(Method::PATCH, &path).producer().json(json!({ "name": "Kisumu Hall" })).send().await;
    assert_eq!((renamed.status.as_u16(), house.open_sessions()), (200, 1));
    let moved = house.ask(Method::PATCH, &path).producer().json(json!({ "country": "ug" })).send().await;
    assert_eq!((moved.status.as_u16(), house.open_sessions()), (200, 0));
    let second = publish().await;
    assert!(first.contains("/location/ke/") && second.contains("/location/ug/"), "{first} {second}");
    id.parse::<LocationId>().unwrap();
}

#[tokio::test]
async fn a_field_that_is_wrong_is_named() {
    let house = House::new().await;
    for (path, body, field) in [
        ("/api/v1/speakers", json!({ "title": "x", "language": "fa" }), "name"),
        ("/api/v1/speakers", json!({ "name": "  ", "language": "fa" }), "name"),
        ("/api/v1/speakers", json!({ "name": "x".repeat(121), "language": "fa" }), "name"),
        ("/api/v1/speakers", json!({ "name": "a\u{0}b", "language": "fa" }), "name"),
        ("/api/v1/speakers", json!({ "name": 7, "language": "fa" }), "name"),
        ("/api/v1/speakers", json!({ "name": "x", "language": "not a language" }), "language"),
        ("/api/v1/speakers", json!({ "name": "x", "language": "fa", "admin": true }), "admin"),
        ("/api/v1/locations", json!({ "name": "x", "country": "xx" }), "country"),
        ("/api/v1/rehearsals", json!({ "locations": 30_001, "speakers": 0, "viewers": 0, "hours": 1 }), "locations"),
        ("/api/v1/rehearsals", json!({ "locations": 1, "speakers": 0, "viewers": 0, "hours": 0 }), "hours"),
        ("/api/v1/stage/take", json!({ "transition": { "kind": "mix", "duration_ms": 5 } }), "transition.duration_ms"),
        ("/api/v1/stage/caption", json!({}), "caption"),
    ] {
        let reply = house.post(path).producer().json(body.clone()).send().await;
        assert_eq!((reply.problem(), &reply.body["field"]), ((422, "invalid-field"), &json!(field)), "{path} {body}");
    }
    let colours = json!({ "colours": { "ground": 0x100_0000, "accent": 0 } });
    let reply = house.ask(Method::PATCH, "/api/v1/summit").producer().json(colours).send().await;
    assert_eq!(reply.body["field"], "colours.ground");
    let (id, _) = house.speaker().await;
    let reply = house.post(&format!("/api/v1/speakers/{id}/link")).producer().json(json!({ "days": 0 })).send().await;
    assert_eq!(reply.body["field"], "days");
    assert_eq!(house.get("/api/v1/journal?limit=0").producer().send().await.body["field"], "limit");
}

#[tokio::test]
async fn a_request_that_cannot_be_read_is_refused_and_changes_nothing() {
    let house = House::new().await;
    let before = house.actions().await;
    let send = |kind: &str, body: Vec<u8>| house.post("/api/v1/speakers").producer().body(kind, body).send();
    assert_eq!(send("application/json", b"{".to_vec()).await.problem(), (400, "unreadable"));
    assert_eq!(send("application/json", b"\xff".to_vec()).await.problem(), (400, "unreadable"));
    assert_eq!(send("text/plain", b"{}".to_vec()).await.problem(), (415, "not-json"));
    assert_eq!(send("application/x-www-form-urlencoded", b"name=x".to_vec()).await.problem(), (415, "not-json"));
    assert_eq!(send("application/json", vec![b' '; 70_000]).await.problem(), (413, "too-large"));
    assert_eq!(house.get("/api/v1/journal?after=x").producer().send().await.problem(), (400, "unreadable"));
    assert_eq!(house.get("/api/v1/speakers/../../x").producer().send().await.status, 404);
    assert_eq!(house.get("/api/v1/speakers/NOT-AN-ID").producer().send().await.problem(), (404, "not-found"));
    assert_eq!(house.actions().await, before);
}

#[tokio::test]
async fn the_summit_changes_and_its_countdown_can_be_taken_away() {
    let house = House::new().await;
    let patch = |body| house.ask(Method::PATCH, "/api/v1/summit").producer().json(body).send();
    let changed = patch(json!({ "title": "Second Assembly", "starts": 5_000 })).await;
    assert_eq!((&changed.body["title"], &changed.body["starts"]), (&json!("Second Assembly"), &json!(5_000)));
    assert_eq!(patch(json!({ "open": true })).await.body["starts"], 5_000, "what is left out stays");
    assert!(patch(json!({ "starts": null })).await.body["starts"].is_null());
    assert_eq!(house.get("/api/v1/summit").send().await.body["title"], "Second Assembly");
}

#[tokio::test]
async fn a_producer_lets_another_in_and_out_and_never_locks_themselves_out() {
    let house = House::new().await;
    let added = house.post("/api/v1/producers").producer().json(json!({ "name": "Grace" })).send().await;
    assert_eq!(added.status, 201);
    let id = added.body["id"].as_str().unwrap();
    let link = house.post(&format!("/api/v1/producers/{id}/link")).producer().send().await;
    let second = house.bind(&crate::house::token_of(&link.body), None).await;
    let list = house.get("/api/v1/producers").cookie(Some(&second)).send().await.body;
    let you: Vec<bool> = list.as_array().unwrap().iter().map(|one| one["you"].as_bool().unwrap()).collect();
    assert_eq!(you, [false, true]);
    for path in [format!("/api/v1/producers/{id}"), format!("/api/v1/producers/{id}/link")] {
        let own = house.ask(Method::DELETE, &path).cookie(Some(&second)).send().await;
        assert_eq!(own.problem(), (409, "yourself"));
    }
    let removed = house.ask(Method::DELETE, &format!("/api/v1/producers/{id}")).producer().send().await;
    assert_eq!(removed.status, 204);
    let reply = house.get("/api/v1/producers").cookie(Some(&second)).send().await;
    assert_eq!(reply.problem(), (401, "no-link"));
}

#[tokio::test]
async fn the_journal_tells_who_did_what_and_no_secret() {
    let house = House::new().await;
    let (_, token) = house.speaker().await;
    let cookie = house.bind(&token, None).await;
    let reply = house.get("/api/v1/journal?after=1&limit=1000").producer().send().await;
    let text = String::from_utf8(reply.bytes.to_vec()).unwrap();
    assert!(!text.contains(&token) && !text.contains(&cookie) && !text.contains("Wanjiru"));
    let entries = reply.body.as_array().unwrap();
    assert_eq!(entries[0]["sequence"], 2);
    let bind = entries.iter().rfind(|entry| entry["action"] == "link.bind").unwrap();
    assert_eq!(bind["actor"]["kind"], "speaker");
    assert!(bind["detail"]["link"].is_string());
}
