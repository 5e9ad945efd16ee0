use axum::http::Method;
use serde_json::{Value, json};

use crate::house::House;

async fn press(house: &House, key: &str, button: &str) -> Value {
    let reply = house.post(&format!("/api/v1/hands/{button}")).key(key).send().await;
    assert_eq!(reply.status, 200, "{button}: {:?}", reply.body);
    reply.body
}

async fn item(house: &House, title: &str) {
    let item = json!({ "title": title, "scene": { "layout": "slate" }, "planned_s": 60 });
    assert_eq!(house.post("/api/v1/rundown/items").producer().json(item).send().await.status, 201);
}

#[tokio::test]
async fn a_button_needs_no_body_and_answers_what_is_shown_afterwards() {
    let house = House::new().await;
    let (speaker, _) = house.speaker().await;
    house.show.connect(&format!("speaker/{speaker}"), "Wanjiru");
    let (_, key) = house.key("Stream Deck").await;
    for title in ["Opening", "Speech"] {
        item(&house, title).await;
    }
    let shown = press(&house, &key, "preview/1").await;
    assert_eq!((&shown["previewed"], &shown["previewed_number"]), (&json!("Wanjiru"), &json!(1)));
    assert_eq!((&shown["on_air"], &shown["tally_1"]), (&json!(""), &json!("ready")));
    let shown = press(&house, &key, "take").await;
    assert_eq!((&shown["on_air"], &shown["on_air_number"]), (&json!("Wanjiru"), &json!(1)));
    assert_eq!((&shown["source_1"], &shown["tally_1"]), (&json!("Wanjiru"), &json!("air")));
    let shown = press(&house, &key, "next").await;
    assert_eq!(
        (&shown["item"], &shown["item_number"], &shown["next"]),
        (&json!("Opening"), &json!(1), &json!("Speech"))
    );
    let shown = press(&house, &key, "item/2").await;
    assert_eq!((&shown["item"], &shown["next"], &shown["next_number"]), (&json!("Speech"), &json!(""), &json!(0)));
    assert_eq!(press(&house, &key, "back").await["item"], "Opening");
    for button in ["cut", "mix", "mix?ms=500", "slate", "undo", "run", "hold", "arm", "disarm", "caption-off"] {
        press(&house, &key, button).await;
    }
    let state = house.get("/api/v1/hands/state").key(&key).send().await;
    assert_eq!(state.body["remaining"].as_str().unwrap().matches(':').count(), 1, "{:?}", state.body);
    // Flat, and never null: what a button shows is one text, number or yes.
    for (name, value) in state.body.as_object().unwrap() {
        assert!(value.is_string() || value.is_number() || value.is_boolean(), "{name}: {value}");
    }
    // What modules send along is not read: an object, or no JSON at all.
    for (kind, body) in [("application/json", "{}"), ("text/plain", "[object Object]")] {
        let reply = house.post("/api/v1/hands/take").key(&key).body(kind, body).send().await;
        assert_eq!(reply.status, 200);
    }
}

#[tokio::test]
async fn a_button_that_names_nothing_says_so() {
    let house = House::new().await;
    let (speaker, _) = house.speaker().await;
    let (_, key) = house.key("Stream Deck").await;
    let press = |button: &str| house.post(&format!("/api/v1/hands/{button}")).key(&key).send();
    for button in ["preview/1", "preview/0", "preview/-1", "preview/x", "item/1", "item/99999999999", "explode"] {
        assert_eq!(press(button).await.problem(), (404, "not-found"), "{button}");
    }
    assert_eq!(press("caption-on").await.problem(), (409, "nobody-on-air"));
    assert_eq!(press("next").await.problem(), (409, "rundown-end"));
    assert_eq!(press("mix?ms=50").await.problem(), (422, "invalid-field"));
    house.show.know(&format!("speaker/{speaker}"), "Wanjiru");
    assert_eq!(press("preview/1").await.problem(), (409, "source-offline"));
    assert_eq!(house.get("/api/v1/hands/take").key(&key).send().await.status, 405, "looking is not pressing");
}

#[tokio::test]
async fn a_key_directs_until_it_is_taken_back_and_the_journal_names_it() {
    let house = House::new().await;
    let (id, key) = house.key("Stream Deck").await;
    let (other, second) = house.key("Lighting desk").await;
    let listed = house.get("/api/v1/keys").producer().send().await;
    assert_eq!(listed.body.as_array().unwrap().len(), 2);
    assert!(!listed.body.to_string().contains(&key), "it is shown once");
    assert!(!std::fs::read(house.folder.path().join("plenary.db")).unwrap().windows(64).any(|at| at == key.as_bytes()));
    let take = |key: String| house.post("/api/v1/stage/take").key(&key).json(json!({})).send();
    assert_eq!(take(key.clone()).await.status, 200);
    assert_eq!(house.show.directed_by(), json!({ "kind": "hands", "id": id }));
    let by = plenary_store::By {
        actor: serde_json::from_value(house.show.directed_by()).unwrap(),
        at: plenary_model::time::Timestamp(5),
    };
    house.store.journal().append(by, house.summit, "stage.take", json!({})).await.unwrap();
    assert_eq!(house.ask(Method::DELETE, &format!("/api/v1/keys/{id}")).producer().send().await.status, 204);
    assert_eq!(take(key.clone()).await.problem(), (401, "no-key"));
    assert_eq!(house.get("/api/v1/hands/state").key(&key).send().await.problem(), (401, "no-key"));
    assert_eq!(take(second).await.status, 200, "another key goes on");
    assert_eq!(house.ask(Method::DELETE, &format!("/api/v1/keys/{id}")).producer().send().await.status, 404);
    let listed = house.get("/api/v1/keys").producer().send().await;
    assert_eq!((listed.body[0]["id"].as_str(), listed.body.as_array().unwrap().len()), (Some(other.as_str()), 1));
    let journal = house.get("/api/v1/journal?limit=1000").producer().send().await;
    let entries = journal.body.as_array().unwrap();
    let taken = entries.iter().find(|entry| entry["action"] == "stage.take").unwrap();
    assert_eq!((&taken["actor"]["kind"], &taken["name"]), (&json!("hands"), &json!("Stream Deck")));
    assert!(!journal.body.to_string().contains(&key));
}

#[tokio::test]
async fn a_key_in_a_producers_browser_counts_as_the_key() {
    let house = House::new().await;
    let (id, key) = house.key("Stream Deck").await;
    assert_eq!(house.get("/api/v1/speakers").producer().key(&key).send().await.problem(), (403, "not-yours"));
    assert_eq!(house.get("/api/v1/speakers").producer().key(&"0".repeat(64)).send().await.problem(), (401, "no-key"));
    assert_eq!(house.post("/api/v1/stage/slate").producer().key(&key).send().await.status, 200);
    assert_eq!(house.show.directed_by()["id"], json!(id));
}

#[tokio::test]
async fn a_key_needs_a_name_and_their_number_has_a_bound() {
    let house = House::new().await;
    let make = |name: &str| house.post("/api/v1/keys").producer().json(json!({ "name": name })).send();
    assert_eq!(make("  ").await.problem(), (422, "invalid-field"));
    for number in 0..50 {
        assert_eq!(make(&format!("Desk {number}")).await.status, 201);
    }
    assert_eq!(make("one more").await.problem(), (409, "too-many-keys"));
}
