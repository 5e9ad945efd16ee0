use axum::http::Method;
use plenary_model::{id::SpeakerId, link::Holder};
use serde_json::json;

use crate::house::{DAY, House, START, token_of};

async fn state(house: &House, token: &str, cookie: Option<&str>) -> String {
    let reply = house.post("/api/v1/link/inspect").cookie(cookie).json(json!({ "token": token })).send().await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn looking_at_a_link_does_not_use_it_up_and_the_button_does() {
    let house = House::new().await;
    let (id, token) = house.speaker().await;
    for _ in 0..3 {
        assert_eq!(state(&house, &token, None).await, "free");
    }
    let cookie = house.bind(&token, None).await;
    assert_eq!(state(&house, &token, Some(&cookie)).await, "yours");
    assert_eq!(state(&house, &token, None).await, "taken");
    let me = house.get("/api/v1/me").cookie(Some(&cookie)).send().await;
    assert_eq!((me.body["role"].as_str(), me.body["id"].as_str()), (Some("speaker"), Some(id.as_str())));
    assert_eq!(me.body["source"], format!("speaker/{id}"));
    assert_eq!(me.body["name"], "Wanjiru");
    // Pressing again in the same browser is no mistake.
    assert_eq!(house.bind(&token, Some(&cookie)).await, cookie);
    assert_eq!(house.actions().await.iter().filter(|action| *action == "link.bind").count(), 2);
}

#[tokio::test]
async fn a_link_that_is_open_elsewhere_is_refused_in_words() {
    let house = House::new().await;
    let (_, token) = house.speaker().await;
    house.bind(&token, None).await;
    let reply = house.post("/api/v1/link/bind").json(json!({ "token": token })).send().await;
    assert_eq!(reply.problem(), (409, "link-taken"));
    assert!(reply.cookie().is_none());
}

#[tokio::test]
async fn forged_links_open_nothing() {
    let house = House::new().await;
    for token in ["", "x", &"0".repeat(64), &"z".repeat(64), &"0".repeat(63), "../../etc/passwd"] {
        for path in ["/api/v1/link/inspect", "/api/v1/link/bind", "/api/v1/rehearsal/cast"] {
            let reply = house.post(path).json(json!({ "token": token })).send().await;
            assert_eq!(reply.problem(), (404, "link-unknown"), "{path} {token}");
            assert!(reply.cookie().is_none());
        }
    }
    let forged = "ab".repeat(32);
    let me = house.get("/api/v1/me").cookie(Some(&forged)).send().await;
    assert_eq!(me.body["role"], "viewer");
    let reply = house.get("/api/v1/speakers").cookie(Some(&forged)).send().await;
    assert_eq!(reply.problem(), (401, "no-link"));
}

#[tokio::test]
async fn an_expired_link_opens_nothing_and_ends_the_browser_that_holds_it() {
    let house = House::new().await;
    let (id, _) = house.speaker().await;
    let holder = Holder::Speaker(id.parse::<SpeakerId>().unwrap());
    let token = house.link(holder, START + DAY).await;
    let cookie = house.bind(&token, None).await;
    house.pass(DAY);
    assert_eq!(house.get("/api/v1/me").cookie(Some(&cookie)).send().await.body["role"], "viewer");
    assert_eq!(state(&house, &token, None).await, "expired");
    let reply = house.post("/api/v1/link/bind").json(json!({ "token": token })).send().await;
    assert_eq!(reply.problem(), (410, "link-expired"));
}

#[tokio::test]
async fn reissuing_takes_the_old_link_its_browser_and_its_media_sessions() {
    let house = House::new().await;
    let (id, old) = house.speaker().await;
    let cookie = house.bind(&old, None).await;
    let media = house.post("/api/v1/media").cookie(Some(&cookie)).send().await;
    let token = media.body["token"].as_str().unwrap().to_owned();
    house.dial(&token).await.unwrap();
    let again = house.post(&format!("/api/v1/speakers/{id}/link")).producer().json(json!({ "days": 2 })).send().await;
    assert_eq!(again.status, 201);
    assert_eq!(again.body["expires"], START + 2 * DAY);
    assert_eq!(house.open_sessions(), 0);
    assert!(house.dial(&token).await.is_err());
    assert_eq!(house.show.dismissed().len(), 1, "they are told why");
    assert_eq!(house.get("/api/v1/me").cookie(Some(&cookie)).send().await.body["role"], "viewer");
    let reply = house.post("/api/v1/link/bind").json(json!({ "token": old })).send().await;
    assert_eq!(reply.problem(), (410, "link-revoked"));
    assert_eq!(state(&house, &old, None).await, "revoked");
    house.bind(&token_of(&again.body), Some(&cookie)).await;
}

#[tokio::test]
async fn a_revoked_link_opens_nothing() {
    let house = House::new().await;
    let (id, token) = house.location().await;
    let cookie = house.bind(&token, None).await;
    let path = format!("/api/v1/locations/{id}/link");
    assert_eq!(house.ask(Method::DELETE, &path).producer().send().await.status, 204);
    assert_eq!(house.ask(Method::DELETE, &path).producer().send().await.status, 204, "twice is no mistake");
    let reply = house.post("/api/v1/link/bind").cookie(Some(&cookie)).json(json!({ "token": token })).send().await;
    assert_eq!(reply.problem(), (410, "link-revoked"));
    let list = house.get("/api/v1/locations").producer().send().await;
    assert!(list.body[0]["link"].is_null());
}

#[tokio::test]
async fn a_producer_who_tries_a_speakers_link_keeps_the_control_room() {
    let house = House::new().await;
    let (_, token) = house.speaker().await;
    let producer = house.producer.clone();
    house.pass(1);
    assert_eq!(house.bind(&token, Some(&producer)).await, producer, "the same cookie");
    let me = house.get("/api/v1/me").producer().send().await;
    assert_eq!((&me.body["role"], &me.body["roles"]), (&json!("speaker"), &json!(["speaker", "producer"])));
    assert_eq!(house.get("/api/v1/me?as=producer").producer().send().await.body["name"], "Ada");
    assert_eq!(house.get("/api/v1/speakers").producer().send().await.status, 200);
    assert_eq!(house.post("/api/v1/media?as=producer").producer().send().await.body["role"], "producer");
    assert_eq!(house.post("/api/v1/media?as=viewer").producer().send().await.body["role"], "viewer");
    assert_eq!(house.post("/api/v1/media?as=location").producer().send().await.problem(), (403, "not-yours"));
    assert_eq!(house.post("/api/v1/link/leave?as=speaker").producer().send().await.status, 204);
    assert_eq!(house.get("/api/v1/me").producer().send().await.body["roles"], json!(["producer"]));
    assert_eq!(state(&house, &token, None).await, "free", "and opens elsewhere");
}

#[tokio::test]
async fn leaving_the_last_link_takes_the_cookie_and_the_sessions() {
    let house = House::new().await;
    let (_, token) = house.speaker().await;
    let cookie = house.bind(&token, None).await;
    let media = house.post("/api/v1/media").cookie(Some(&cookie)).send().await;
    house.dial(media.body["token"].as_str().unwrap()).await.unwrap();
    let reply = house.post("/api/v1/link/leave").cookie(Some(&cookie)).send().await;
    assert_eq!((reply.status.as_u16(), reply.cookie()), (204, Some(String::new())));
    assert_eq!(house.open_sessions(), 0);
    assert_eq!(house.post("/api/v1/link/leave").cookie(Some(&cookie)).send().await.problem(), (401, "no-link"));
}

#[tokio::test]
async fn guessing_is_slowed_down_for_everybody_together() {
    let choose = |options: &mut plenary_api::Options| (options.links_per_second, options.links_at_once) = (1, 4);
    let house = House::with(choose, std::sync::Arc::new(crate::stand_in::Bench::default())).await;
    let guess = || house.post("/api/v1/link/inspect").json(json!({ "token": "0".repeat(64) })).send();
    // One was spent on the first producer's link.
    for _ in 0..3 {
        assert_eq!(guess().await.problem(), (404, "link-unknown"));
    }
    assert_eq!(guess().await.problem(), (429, "too-many-requests"));
    house.pass(1_000);
    assert_eq!(guess().await.problem(), (404, "link-unknown"));
}
