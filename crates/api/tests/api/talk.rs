use axum::http::Method;
use serde_json::{Value, json};

use crate::house::{House, Reply};

impl House {
    /// A speaker's source and cookie.
    async fn guest(&self) -> (String, String) {
        let (id, token) = self.speaker().await;
        (format!("speaker/{id}"), self.bind(&token, None).await)
    }

    async fn crewed(&self, method: Method, path: &str, body: Value) -> Reply {
        self.ask(method, path).producer().json(body).send().await
    }

    async fn backstage(&self) -> Value {
        self.get("/api/v1/rooms").producer().send().await.body
    }

    async fn mine(&self, method: Method, path: &str, cookie: &str) -> Reply {
        self.ask(method, path).cookie(Some(cookie)).json(json!({})).send().await
    }
}

#[tokio::test]
async fn who_speaks_is_whoever_asks_and_never_a_name_in_the_request() {
    let house = House::new().await;
    let (amina, cookie) = house.guest().await;
    let to = json!({ "to": { "kind": "person", "person": amina } });
    assert_eq!(house.crewed(Method::POST, "/api/v1/talk", to.clone()).await.status, 204);
    assert_eq!(house.mine(Method::POST, "/api/v1/me/talk", &cookie).await.status, 204);
    let talks = house.backstage().await["talks"].clone();
    let from: Vec<_> = talks.as_array().unwrap().iter().map(|talk| talk["from"].as_str().unwrap()).collect();
    assert!(from.len() == 2 && from[0].starts_with("crew/") && from[1] == amina, "{talks}");
    assert_eq!(talks[1]["to"], json!({ "kind": "crew" }));
    assert_eq!(talks[1]["broadcast"], format!("{}/talk/{amina}/voice.hang", house.summit));

    // A guest cannot name somebody to speak to or as, and cannot speak as the crew.
    let named = json!({ "to": { "kind": "all" }, "from": amina });
    assert_eq!(house.crewed(Method::POST, "/api/v1/talk", named).await.problem(), (422, "invalid-field"));
    let guest = house.post("/api/v1/talk").cookie(Some(&cookie)).json(to).send().await;
    assert_eq!(guest.problem(), (403, "not-yours"));
    assert_eq!(house.mine(Method::POST, "/api/v1/call", &cookie).await.problem(), (403, "not-yours"));
    let wall = json!({ "to": { "kind": "room", "room": "everywhere" } });
    assert_eq!(house.crewed(Method::POST, "/api/v1/talk", wall).await.status, 422);

    assert_eq!(house.mine(Method::DELETE, "/api/v1/me/talk", &cookie).await.status, 204);
    assert_eq!(house.crewed(Method::DELETE, "/api/v1/talk", json!({})).await.status, 204);
    assert_eq!(house.backstage().await["talks"], json!([]));
}

#[tokio::test]
async fn whoever_is_on_air_neither_talks_to_the_crew_nor_is_called() {
    let house = House::new().await;
    let (amina, cookie) = house.guest().await;
    let scene = json!({ "scene": { "layout": "full", "source": amina } });
    house.crewed(Method::POST, "/api/v1/stage/preview", scene).await;
    house.crewed(Method::POST, "/api/v1/stage/take", json!({})).await;
    assert_eq!(house.mine(Method::POST, "/api/v1/me/talk", &cookie).await.problem(), (409, "guest-on-air"));
    let call = json!({ "person": amina });
    assert_eq!(house.crewed(Method::POST, "/api/v1/call", call.clone()).await.problem(), (409, "guest-on-air"));
    house.crewed(Method::POST, "/api/v1/stage/slate", json!({})).await;
    assert_eq!(house.crewed(Method::POST, "/api/v1/call", call).await.status, 204);
    assert_eq!(house.backstage().await["calls"][0]["person"], amina);
    assert_eq!(house.post("/api/v1/me/talk").json(json!({})).send().await.problem(), (401, "no-link"));
    // Either end ends it.
    assert_eq!(house.mine(Method::DELETE, "/api/v1/me/call", &cookie).await.status, 204);
    assert_eq!(house.backstage().await["calls"], json!([]));
}

#[tokio::test]
async fn a_grant_names_ones_own_voice_and_line_and_nobody_elses() {
    let house = House::new().await;
    let (amina, cookie) = house.guest().await;
    let talk = format!("{}/talk", house.summit);
    let media = house.mine(Method::POST, "/api/v1/media", &cookie).await.body;
    assert_eq!(media["voice"], format!("{talk}/{amina}/voice.hang"));
    assert_eq!(media["line"], format!("{talk}/{amina}/line.hang"));
    let media = house.post("/api/v1/media").producer().send().await.body;
    assert!(media["voice"].as_str().unwrap().starts_with(&format!("{talk}/crew/")) && media["line"].is_null());
    let media = house.post("/api/v1/media").send().await.body;
    assert!(media["voice"].is_null() && media["line"].is_null());
}

#[tokio::test]
async fn rooms_open_people_move_and_read_why_they_were_sent_out() {
    let house = House::new().await;
    let (amina, cookie) = house.guest().await;
    let opened = house.crewed(Method::POST, "/api/v1/rooms", json!({ "name": " Stage wings " })).await;
    assert_eq!((opened.status.as_u16(), &opened.body["rooms"][0]["id"]), (201, &json!("green")));
    assert_eq!(opened.body["rooms"][1]["name"], "Stage wings");
    let wings = opened.body["rooms"][1]["id"].as_str().unwrap().to_owned();
    let to = |to: Value| json!({ "person": amina, "to": to });
    assert_eq!(house.crewed(Method::POST, "/api/v1/rooms/move", to(json!(wings))).await.status, 200);
    let nowhere = house.crewed(Method::POST, "/api/v1/rooms/move", to(Value::Null)).await;
    assert_eq!(nowhere.problem(), (409, "guest-nowhere"));
    let gone = house.crewed(Method::POST, "/api/v1/rooms/move", to(json!("0".repeat(16)))).await;
    assert_eq!(gone.problem(), (404, "not-found"));
    let silent = house.crewed(Method::POST, "/api/v1/rooms/out", json!({ "person": amina, "reason": " " })).await;
    assert_eq!(silent.body["field"], "reason");
    let out = json!({ "person": amina, "reason": "We have too much noise from you." });
    assert_eq!(house.crewed(Method::POST, "/api/v1/rooms/out", out.clone()).await.status, 200);
    assert_eq!(house.crewed(Method::POST, "/api/v1/rooms/out", out).await.problem(), (409, "guest-out"));
    assert_eq!(house.mine(Method::POST, "/api/v1/me/talk", &cookie).await.problem(), (409, "guest-out"));
    let back = json!({ "person": amina });
    assert_eq!(house.crewed(Method::POST, "/api/v1/rooms/in", back.clone()).await.status, 200);
    assert_eq!(house.crewed(Method::POST, "/api/v1/rooms/in", back).await.problem(), (409, "guest-not-out"));
    let renamed = house.crewed(Method::PATCH, &format!("/api/v1/rooms/{wings}"), json!({ "name": "Wings" })).await;
    assert_eq!(renamed.body["rooms"][1]["name"], "Wings");
    let closed = house.crewed(Method::DELETE, &format!("/api/v1/rooms/{wings}"), json!({})).await;
    assert_eq!(closed.body["rooms"].as_array().unwrap().len(), 1);

    let choose = house.ask(Method::PUT, "/api/v1/me/picture").cookie(Some(&cookie));
    assert_eq!(choose.json(json!({ "picture": "guests" })).send().await.status, 204);
}
