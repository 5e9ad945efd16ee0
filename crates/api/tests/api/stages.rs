//! Stages: who directs which, and what belongs to one of them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use futures::{FutureExt, future::BoxFuture};
use plenary_api::{Director, Stages};
use plenary_model::{
    id::{StageId, SummitId},
    summit::Stage,
};
use plenary_store::Store;
use serde_json::{Value, json};

use crate::{
    house::{House, token_of},
    roles::{As, PUBLIC, ask, routes},
    stand_in::Show,
};

/// Local shows that keep their plan and two scenes.
pub(crate) struct Locals {
    store: Store,
    summit: SummitId,
    shows: Mutex<BTreeMap<StageId, (SummitId, Arc<Show>)>>,
}

impl Locals {
    pub(crate) fn new(store: Store, summit: SummitId) -> Arc<Self> {
        Arc::new(Self { store, summit, shows: Mutex::default() })
    }

    pub(crate) fn show(&self, stage: &str) -> Option<Arc<Show>> {
        self.shows.lock().unwrap().get(&stage.parse().unwrap()).map(|(_, show)| show.clone())
    }
}

impl Stages for Locals {
    fn director(&self, stage: StageId) -> Option<Arc<dyn Director>> {
        self.shows.lock().unwrap().get(&stage).map(|(_, show)| show.clone() as Arc<dyn Director>)
    }

    fn copy(&self, stage: StageId) -> Option<SummitId> {
        let shows = self.shows.lock().unwrap();
        shows.get(&stage).map(|(summit, _)| *summit).filter(|summit| *summit != self.summit)
    }

    fn hosts(&self) -> Vec<Arc<dyn Director>> {
        let shows = self.shows.lock().unwrap();
        let own = shows.values().filter(|(summit, _)| *summit == self.summit);
        own.map(|(_, show)| show.clone() as Arc<dyn Director>).collect()
    }

    fn directors(&self) -> Vec<Arc<dyn Director>> {
        self.shows.lock().unwrap().values().map(|(_, show)| show.clone() as Arc<dyn Director>).collect()
    }

    fn open(&self, stage: Stage) -> BoxFuture<'_, Result<(), String>> {
        let show = Arc::new(Show::new(self.store.clone(), self.summit));
        self.shows.lock().unwrap().insert(stage.id, (stage.summit, show));
        async { Ok(()) }.boxed()
    }

    fn remote(&self, _: StageId) -> Option<(plenary_stage::remote::Remote, plenary_model::format::Format)> {
        None
    }

    fn close(&self, stage: StageId) -> BoxFuture<'_, ()> {
        self.shows.lock().unwrap().remove(&stage);
        async {}.boxed()
    }
}

impl House {
    async fn stage(&self, name: &str) -> String {
        let reply = self.post("/api/v1/stages").producer().json(json!({ "name": name })).send().await;
        assert_eq!(reply.status, 201, "{:?}", reply.body);
        reply.body["id"].as_str().unwrap().to_owned()
    }

    /// The cookie of a new producer of one stage.
    async fn crew_of(&self, stage: &str) -> String {
        let new = json!({ "name": "Bo", "stage": stage });
        let made = self.post("/api/v1/producers").producer().json(new).send().await;
        assert_eq!((made.status.as_u16(), made.body["stage"].as_str()), (201, Some(stage)));
        let id = made.body["id"].as_str().unwrap();
        let link = self.post(&format!("/api/v1/producers/{id}/link")).producer().send().await;
        self.bind(&token_of(&link.body), None).await
    }
}

/// What each stage has of its own, by the tags of the description.
const OWN: [&str; 13] = [
    "stage",
    "rundown",
    "sound",
    "floor",
    "graphics",
    "images",
    "rooms",
    "talk",
    "hands",
    "speakers",
    "clips",
    "subtitles",
    "uploads",
];

#[tokio::test]
async fn a_producer_of_one_stage_reaches_what_is_of_that_stage_and_nothing_else() {
    let house = House::new().await;
    let (nairobi, quito) = (house.stage("Nairobi").await, house.stage("Quito").await);
    let local = house.crew_of(&nairobi).await;
    let document: Value = serde_json::to_value(plenary_api::openapi()).unwrap();
    for (method, path) in routes() {
        if PUBLIC.contains(&(method.as_str(), path.as_str())) {
            continue;
        }
        let tag = document["paths"][&path][&method]["tags"][0].as_str().unwrap();
        let theirs = OWN.contains(&tag) || (method.as_str(), path.as_str()) == ("get", "/api/v1/stages");
        let own = ask(&house, &method, &path, As::Cookie(&local)).await;
        assert_eq!(own != 403, theirs, "{method} {path}: {own}");
        for other in [house.stage.to_string(), quito.clone(), "0".repeat(16)] {
            let asked = ask(&house, &method, &format!("{path}?stage={other}"), As::Cookie(&local)).await;
            // Of a recording that is not theirs nobody learns whether it is there.
            let hidden = ["clips", "subtitles", "uploads"].contains(&tag) && asked == 404;
            assert!(asked == 403 || hidden, "{method} {path} on another stage: {asked}");
        }
        let summit = ask(&house, &method, &format!("{path}?stage={nairobi}"), As::Cookie(&house.producer)).await;
        assert!(![401, 403, 405, 500].contains(&summit), "all stages: {method} {path} {summit}");
    }
    let stages = house.get("/api/v1/stages").cookie(Some(&local)).send().await;
    assert_eq!(stages.body.as_array().unwrap().len(), 1, "{:?}", stages.body);
    let unknown = house.post(&format!("/api/v1/stage/slate?stage={}", "0".repeat(16))).producer().send().await;
    assert_eq!(unknown.problem(), (404, "not-found"));
}

#[tokio::test]
async fn a_command_reaches_the_stage_that_is_asked_for() {
    let house = House::new().await;
    let nairobi = house.stage("Nairobi").await;
    let local = house.crew_of(&nairobi).await;
    let by = |show: &Show| show.directed_by();
    let there = house.locals.show(&nairobi).unwrap();
    house.post("/api/v1/stage/slate").cookie(Some(&local)).send().await;
    assert!(by(&there).is_object() && by(&house.show).is_null());
    house.post("/api/v1/stage/slate").producer().send().await;
    assert!(by(&house.show).is_object());
    assert_ne!(by(&there), by(&house.show));
    house.post(&format!("/api/v1/stage/slate?stage={nairobi}")).producer().send().await;
    assert_eq!(by(&there), by(&house.show), "who directs all stages directs this one, too");
    // A machine's key opens every stage, as whoever made it does.
    let (_, key) = house.key("Stream Deck").await;
    let pressed = house.post(&format!("/api/v1/hands/slate?stage={nairobi}")).key(&key).send().await;
    assert_eq!(pressed.status, 200);
    assert_ne!(by(&there), by(&house.show));
}

#[tokio::test]
async fn people_and_graphics_of_a_stage_are_seen_and_changed_on_it_alone() {
    let house = House::new().await;
    let nairobi = house.stage("Nairobi").await;
    let local = house.crew_of(&nairobi).await;
    let (ada, _) = house.speaker().await;
    let new = json!({ "name": "Wanjiru", "language": "sw" });
    let made = house.post("/api/v1/speakers").cookie(Some(&local)).json(new).send().await;
    let wanjiru = made.body["id"].as_str().unwrap().to_owned();
    let names = async |asking: crate::house::Asking<'_>| {
        let reply = asking.send().await;
        reply.body.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(house.get("/api/v1/speakers").cookie(Some(&local))).await, wanjiru);
    assert_eq!(names(house.get("/api/v1/speakers").producer()).await, ada);
    let there = format!("/api/v1/speakers?stage={nairobi}");
    assert_eq!(names(house.get(&there).producer()).await, wanjiru);
    for (method, path) in [("PATCH", ""), ("DELETE", ""), ("POST", "/link"), ("DELETE", "/link"), ("GET", "")] {
        let path = format!("/api/v1/speakers/{ada}{path}");
        let asking = house.ask(method.parse().unwrap(), &path).cookie(Some(&local)).json(json!({}));
        assert_eq!(asking.send().await.problem(), (404, "not-found"), "{method} {path}");
    }
    let link = house.post(&format!("/api/v1/speakers/{wanjiru}/link")).cookie(Some(&local)).send().await;
    assert_eq!(link.status, 201);

    // What the media plane gives them: the names of their own stage, and a place below it.
    let speaker = house.bind(&token_of(&link.body), None).await;
    for (cookie, what) in [(&local, "crew"), (&speaker, "publish")] {
        let media = house.post("/api/v1/media").cookie(Some(cookie)).send().await;
        let stage = format!("{}/stage/{nairobi}/", house.summit);
        for field in [what, "programme", "state"] {
            assert!(media.body[field].as_str().unwrap().starts_with(&stage), "{field}: {:?}", media.body[field]);
        }
        let main = format!("/api/v1/media?stage={}", house.stage);
        assert_eq!(house.post(&main).cookie(Some(cookie)).send().await.status, 403);
    }
    // Anybody may watch a local stage, and none that there is not.
    let watching = house.post(&format!("/api/v1/media?stage={nairobi}")).send().await;
    assert!(watching.body["crew"].is_null() && watching.body["preview"].is_null());
    assert!(watching.body["programme"].as_str().unwrap().contains(&nairobi));
    assert_eq!(house.post(&format!("/api/v1/media?stage={}", "0".repeat(16))).send().await.status, 404);

    let content = json!({ "content": { "kind": "topic", "text": "Water", "edge": "bottom" } });
    let made = house.post("/api/v1/graphics").producer().json(content.clone()).send().await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    let graphic = format!("/api/v1/graphics/{}", made.body.as_str().unwrap());
    let asking = house.ask(axum::http::Method::DELETE, &graphic).cookie(Some(&local));
    assert_eq!(asking.send().await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn a_stage_is_removed_when_it_is_off_the_air_and_comes_back_with_its_people() {
    let house = House::new().await;
    let nairobi = house.stage("Nairobi").await;
    let (path, show) = (format!("/api/v1/stages/{nairobi}"), house.locals.show(&nairobi).unwrap());
    let (speaker, _) = house.speaker().await;
    let scene = |source: String| json!({ "scene": { "layout": "full", "source": source } });
    let remove = async || {
        let reply = house.ask(axum::http::Method::DELETE, &path).producer().send().await;
        (reply.status.as_u16(), reply.problem().1.to_owned())
    };
    // On air by itself, and on air in the main programme.
    house
        .post(&format!("/api/v1/stage/preview?stage={nairobi}"))
        .producer()
        .json(scene(format!("speaker/{speaker}")))
        .send()
        .await;
    house.post(&format!("/api/v1/stage/take?stage={nairobi}")).producer().send().await;
    assert_eq!(remove().await, (409, "stage-on-air".into()));
    house.post(&format!("/api/v1/stage/slate?stage={nairobi}")).producer().send().await;
    house.post("/api/v1/stage/preview").producer().json(scene(format!("stage/{nairobi}"))).send().await;
    house.post("/api/v1/stage/take").producer().send().await;
    assert_eq!(remove().await, (409, "stage-on-air".into()));
    house.post("/api/v1/stage/slate").producer().send().await;
    assert_eq!(remove().await.0, 204);
    assert!(house.locals.show(&nairobi).is_none());
    assert_eq!(house.post(&format!("/api/v1/stage/slate?stage={nairobi}")).producer().send().await.status, 404);
    let back = house.post(&format!("{path}/restore")).producer().send().await;
    assert_eq!(back.body["name"], "Nairobi");
    assert!(house.locals.show(&nairobi).is_some() && !Arc::ptr_eq(&show, &house.locals.show(&nairobi).unwrap()));
    let main = house.ask(axum::http::Method::DELETE, &format!("/api/v1/stages/{}", house.stage)).producer();
    assert_eq!(main.send().await.problem(), (409, "main-stage"));
}

#[tokio::test]
async fn a_location_runs_one_stage() {
    let house = House::new().await;
    let (hall, _) = house.location().await;
    let new = json!({ "name": "Kisumu", "location": hall });
    let made = house.post("/api/v1/stages").producer().json(new.clone()).send().await;
    assert_eq!((made.status.as_u16(), made.body["location"].as_str()), (201, Some(hall.as_str())));
    assert_eq!(house.post("/api/v1/stages").producer().json(new).send().await.problem(), (409, "location-taken"));
    let nowhere = json!({ "name": "Lost", "location": "0".repeat(16) });
    assert_eq!(house.post("/api/v1/stages").producer().json(nowhere).send().await.status, 422);
    let path = format!("/api/v1/stages/{}", made.body["id"].as_str().unwrap());
    let renamed = house.ask(axum::http::Method::PATCH, &path).producer().json(json!({ "name": "Kisumu hall" }));
    assert_eq!(renamed.send().await.body["name"], "Kisumu hall");
    assert_eq!(house.actions().await.iter().filter(|action| action.starts_with("stage.")).count(), 2);
}
