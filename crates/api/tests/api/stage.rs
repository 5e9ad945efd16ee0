use axum::http::Method;
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn two_producers_who_take_at_once_both_see_the_result() {
    let house = House::new().await;
    let second = house.crew("Grace").await;
    let (id, _) = house.speaker().await;
    let scene = json!({ "layout": "full", "source": format!("speaker/{id}") });
    let previewed = house.post("/api/v1/stage/preview").producer().json(json!({ "scene": scene })).send().await;
    assert_eq!((previewed.status.as_u16(), &previewed.body["preview"]), (200, &scene));
    let cut = || house.post("/api/v1/stage/take").json(json!({ "transition": { "kind": "cut" } }));
    let (one, two) = tokio::join!(cut().producer().send(), cut().cookie(Some(&second)).send());
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (200, 200));
    assert_eq!((&one.body["programme"], &two.body["programme"]), (&scene, &scene));
    assert_ne!(one.body["frame"], two.body["frame"], "none is lost");
}

#[tokio::test]
async fn a_scene_that_names_a_source_that_is_gone_or_not_let_in_is_refused() {
    let house = House::new().await;
    let (speaker, _) = house.speaker().await;
    let (location, _) = house.location().await;
    let preview = |source: String| {
        let scene = json!({ "layout": "full", "source": source });
        house.post("/api/v1/stage/preview").producer().json(json!({ "scene": scene })).send()
    };
    assert_eq!(preview(format!("location/{location}")).await.problem(), (409, "not-admitted"));
    assert_eq!(house.ask(Method::DELETE, &format!("/api/v1/speakers/{speaker}")).producer().send().await.status, 204);
    assert_eq!(preview(format!("speaker/{speaker}")).await.problem(), (409, "source-gone"));
    for source in ["speaker", "speaker/", "wall/0000000000000000", "../x"] {
        let reply = preview(source.to_owned()).await;
        assert_eq!(reply.problem(), (422, "invalid-field"), "{source}");
        assert!(reply.body["field"].as_str().unwrap().starts_with("scene"), "{:?}", reply.body);
    }
}

#[tokio::test]
async fn the_rundown_is_written_walked_and_guarded() {
    let house = House::new().await;
    let item = |title: &str| json!({ "title": title, "scene": { "layout": "slate" }, "planned_s": 60 });
    let mut ids = Vec::new();
    for title in ["Opening", "Speech"] {
        let added = house.post("/api/v1/rundown/items").producer().json(item(title)).send().await;
        assert_eq!(added.status, 201, "{:?}", added.body);
        ids.push(added.body["id"].as_str().unwrap().to_owned());
    }
    let path = |place: usize| format!("/api/v1/rundown/items/{}", ids[place]);
    let caption = json!({ "name": "Wanjiru", "title": "" });
    let changed =
        house.ask(Method::PATCH, &path(1)).producer().json(json!({ "set": { "caption": caption } })).send().await;
    assert_eq!((&changed.body["caption"], &changed.body["title"]), (&caption, &json!("Speech")));
    let kept = house.ask(Method::PATCH, &path(1)).producer().json(json!({ "set": { "notes": "slowly" } })).send().await;
    assert_eq!(kept.body["caption"], caption, "what is left out stays");
    let off = house.ask(Method::PATCH, &path(1)).producer().json(json!({ "set": { "caption": null } })).send().await;
    assert!(off.body["caption"].is_null());
    // Somebody who has not seen that the graphic is off does not put it back by accident.
    let late = json!({ "set": { "caption": caption }, "seen": { "caption": caption } });
    assert_eq!(house.ask(Method::PATCH, &path(1)).producer().json(late).send().await.problem(), (409, "item-changed"));
    let seen = json!({ "set": { "planned_s": 90 }, "seen": { "planned_s": 60 } });
    assert_eq!(house.ask(Method::PATCH, &path(1)).producer().json(seen).send().await.body["planned_s"], 90);
    let unknown = json!({ "set": { "colour": "red" } });
    assert_eq!(
        house.ask(Method::PATCH, &path(1)).producer().json(unknown).send().await.problem(),
        (422, "invalid-field")
    );
    assert_eq!(house.post("/api/v1/rundown/back").producer().send().await.problem(), (409, "rundown-start"));
    assert_eq!(house.post("/api/v1/rundown/next").producer().send().await.status, 200);
    assert_eq!(house.ask(Method::DELETE, &path(0)).producer().send().await.problem(), (409, "item-on-air"));
    let jump = house.post("/api/v1/rundown/jump").producer().json(json!({ "item": ids[1] })).send().await;
    assert_eq!(jump.status, 200);
    assert_eq!(house.post("/api/v1/rundown/next").producer().send().await.problem(), (409, "rundown-end"));
    let moved = house.post(&format!("{}/move", path(1))).producer().json(json!({ "place": 0 })).send().await;
    assert_eq!(moved.status, 204);
    let rundown = house.get("/api/v1/rundown").producer().send().await.body;
    assert_eq!((&rundown["items"][0]["id"], &rundown["current"]), (&json!(ids[1]), &json!(ids[1])));
    assert_eq!(house.ask(Method::DELETE, &path(0)).producer().send().await.status, 204);
    assert_eq!(house.ask(Method::DELETE, &path(0)).producer().send().await.problem(), (404, "not-found"));
    let run = house.post("/api/v1/rundown/run").producer().json(json!({ "running": true })).send().await;
    assert_eq!(run.status, 200);
}

#[tokio::test]
async fn a_show_that_cannot_keep_up_says_when_to_try_again() {
    let house = House::new().await;
    house.show.fail();
    let reply = house.post("/api/v1/stage/take").producer().json(json!({})).send().await;
    assert_eq!(reply.problem(), (503, "show-busy"));
}

#[tokio::test]
async fn the_crew_keeps_scenes_of_its_own_and_impossible_ones_are_refused() {
    let house = House::new().await;
    let place = |x: u32, width: u32| json!({ "at": { "x": x, "y": 0, "width": width, "height": 5_000 } });
    let scene = |places: Vec<serde_json::Value>| json!({ "name": "Two small ones", "places": places });
    let add = |scene| house.post("/api/v1/scenes").producer().json(scene).send();
    let added = add(scene(vec![place(0, 5_000), place(5_000, 5_000)])).await;
    assert_eq!(added.status, 201, "{:?}", added.body);
    let id = added.body.as_str().unwrap().to_owned();
    for wrong in [vec![], vec![place(6_000, 5_000)], vec![place(0, 100)], vec![place(0, 1_000); 10]] {
        let reply = add(scene(wrong)).await;
        assert_eq!((reply.problem(), reply.body["field"].as_str()), ((422, "invalid-field"), Some("places")));
    }
    let path = format!("/api/v1/scenes/{id}");
    let changed = house.ask(Method::PUT, &path).producer().json(scene(vec![place(0, 10_000)])).send().await;
    assert_eq!(changed.status, 204);
    let kept = house.store.templates().list(house.summit).await.unwrap();
    assert_eq!((kept.len(), kept[0].places.len(), kept[0].name.as_str()), (1, 1, "Two small ones"));
    assert_eq!(house.ask(Method::DELETE, &path).producer().send().await.status, 204);
    assert_eq!(house.ask(Method::DELETE, &path).producer().send().await.status, 404);
    let journal = house.get("/api/v1/journal").producer().send().await.body.to_string();
    assert!(["scene.create", "scene.change", "scene.remove"].iter().all(|action| journal.contains(action)));
}
