//! Run-throughs: who sees them, and what stays.

use axum::http::Method;
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn of_a_run_through_nobody_but_its_crew_has_a_name_and_nothing_stays_but_what_was_learnt() {
    let house = House::new().await;
    let item = json!({ "title": "Opening", "scene": { "layout": "slate" }, "planned_s": 60 });
    let item = house.post("/api/v1/rundown/items").producer().json(item).send().await.body["id"].clone();
    let (_, speaker) = house.speaker().await;
    let speaker = house.bind(&speaker, None).await;
    let written = async || {
        let journal = house.get("/api/v1/journal").producer().send().await.body;
        let entries = journal.as_array().or(journal["entries"].as_array()).unwrap().clone();
        entries.iter().filter(|entry| !entry["action"].as_str().unwrap().starts_with("run_through.")).count()
    };
    let before = written().await;
    let begun = house.post("/api/v1/run-through").producer().send().await;
    assert_eq!(begun.status, 201, "{:?}", begun.body);
    let stage = begun.body["stage"].as_str().unwrap().to_owned();
    assert_eq!(house.post("/api/v1/run-through").producer().send().await.problem(), (409, "run-through"));
    let stages = house.get("/api/v1/stages").producer().send().await;
    assert_eq!(stages.body.as_array().unwrap().len(), 1, "it is nobody's stage: {:?}", stages.body);

    let asked = format!("/api/v1/media?stage={stage}");
    let media = house.post(&asked).producer().send().await;
    let main = house.post("/api/v1/media").producer().send().await;
    let summit = |name: &serde_json::Value| name.as_str().unwrap().split('/').next().unwrap().to_owned();
    for name in ["programme", "monitor", "preview", "state", "crew"] {
        assert_ne!(summit(&media.body[name]), summit(&main.body[name]), "{name}");
    }
    assert_eq!(media.body["wall"], main.body["wall"]);
    assert_eq!(house.post(&asked).cookie(None).send().await.status, 403, "the audience");
    assert_eq!(house.post(&asked).cookie(Some(&speaker)).send().await.status, 403, "a speaker");

    let slate = format!("/api/v1/stage/slate?stage={stage}");
    assert_eq!(house.post(&slate).producer().send().await.status, 200);
    let note = format!("/api/v1/run-through/notes/{}", item.as_str().unwrap());
    let noted = house.ask(Method::PUT, &note).producer().json(json!({ "note": " wait " })).send().await;
    assert_eq!(noted.body["items"][0]["note"], "wait");
    let long = house.ask(Method::PUT, &note).producer().json(json!({ "note": "x".repeat(501) })).send().await;
    assert_eq!(long.status, 422);

    let reset = house.post("/api/v1/run-through/reset").producer().send().await;
    let again = reset.body["stage"].as_str().unwrap();
    assert_ne!(again, stage, "a new copy");
    assert_eq!(house.post(&slate).producer().send().await.status, 404, "the old one is gone");
    let ended = house.ask(Method::DELETE, "/api/v1/run-through").producer().send().await;
    assert_eq!((ended.body["stage"].is_null(), ended.body["items"][0]["note"].as_str()), (true, Some("wait")));
    let gone = house.ask(Method::DELETE, "/api/v1/run-through").producer().send().await;
    assert_eq!(gone.problem(), (404, "not-found"));
    assert_eq!(written().await, before, "the journal has nothing of what was done in it");
}

#[tokio::test]
async fn while_a_run_through_goes_on_a_guest_is_still_that_of_the_show() {
    let house = House::new().await;
    let (id, _) = house.speaker().await;
    let begun = house.post("/api/v1/run-through").producer().send().await;
    let copy = house.locals.show(begun.body["stage"].as_str().unwrap()).unwrap();
    // Its people are those of the show.
    copy.know(&format!("speaker/{id}"), "Wanjiru");
    let removed = house.ask(Method::DELETE, &format!("/api/v1/speakers/{id}")).producer().send().await;
    assert_eq!(removed.status, 204);
    assert_eq!((house.show.dismissed().len(), copy.dismissed().len()), (1, 0));
}
