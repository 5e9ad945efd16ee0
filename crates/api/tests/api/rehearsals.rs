use std::collections::HashSet;

use axum::http::Method;
use serde_json::{Value, json};

use crate::house::{House, token_of};

async fn create(house: &House, admit: bool) -> (String, String) {
    let new = json!({ "locations": 40, "speakers": 4, "viewers": 3, "hours": 2, "admit": admit });
    let reply = house.post("/api/v1/rehearsals").producer().json(new).send().await;
    assert_eq!(reply.status, 201, "{:?}", reply.body);
    (reply.body["id"].as_str().unwrap().to_owned(), token_of(&reply.body))
}

async fn cast(house: &House, call: Value) -> Value {
    let reply = house.post("/api/v1/rehearsal/cast").json(call).send().await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    reply.body
}

#[tokio::test]
async fn a_crowd_has_real_grants_and_vanishes_with_its_rehearsal() {
    let house = House::new().await;
    let (id, token) = create(&house, true).await;
    let named = json!({
        "token": token,
        "locations": [{ "name": "Kisumu", "country": "ke" }],
        "speakers": [{ "name": "نرگس", "title": "Hydrologist", "language": "fa" }],
    });
    let crowd = cast(&house, named).await;
    let (locations, speakers) = (crowd["locations"].as_array().unwrap(), crowd["speakers"].as_array().unwrap());
    assert_eq!((locations.len(), speakers.len()), (40, 4));
    assert_eq!((&locations[0]["name"], &locations[0]["country"]), (&json!("Kisumu"), &json!("ke")));
    assert_eq!((&locations[1]["name"], &locations[1]["number"]), (&json!("Location 2"), &json!(1)));
    assert_eq!(speakers[0]["name"], "نرگس");
    let mut names = HashSet::new();
    for person in locations.iter().chain(speakers) {
        let admitted = house.dial(person["media_token"].as_str().unwrap()).await.unwrap();
        let grant = admitted.identity.grant(admitted.expires);
        assert_eq!(grant.publish[0], person["broadcast"].as_str().unwrap());
        assert!(grant.publish.len() == 2 && grant.publish[1].contains("/talk/"), "{:?}", grant.publish);
        assert_eq!(admitted.expires.0, crowd["expires"].as_i64().unwrap());
        assert!(names.insert(grant.publish[0].clone()));
    }
    for viewer in crowd["viewer_tokens"].as_array().unwrap() {
        let admitted = house.dial(viewer.as_str().unwrap()).await.unwrap();
        assert!(admitted.identity.grant(admitted.expires).publish.is_empty());
    }
    assert_eq!(house.open_sessions(), 47);
    let list = house.get("/api/v1/locations").producer().send().await.body;
    assert!(list.as_array().unwrap().iter().all(|location| location["admission"] == "admitted"));

    assert_eq!(house.ask(Method::DELETE, &format!("/api/v1/rehearsals/{id}")).producer().send().await.status, 204);
    assert_eq!(house.open_sessions(), 0);
    assert_eq!(house.get("/api/v1/locations").producer().send().await.body, json!([]));
    assert!(house.dial(locations[0]["media_token"].as_str().unwrap()).await.is_err());
    let late = house.post("/api/v1/rehearsal/cast").json(json!({ "token": token })).send().await;
    assert_eq!(late.problem(), (410, "link-revoked"));
}

#[tokio::test]
async fn a_crowd_learns_how_large_it_may_be_and_nobody_is_created() {
    let house = House::new().await;
    let (_, token) = create(&house, true).await;
    let reply = house.post("/api/v1/rehearsal/size").json(json!({ "token": token })).send().await;
    let size = [&reply.body["locations"], &reply.body["speakers"], &reply.body["viewers"]].map(|n| n.as_u64().unwrap());
    assert_eq!(reply.status, 200);
    assert_eq!(size, [40, 4, 3]);
    assert_eq!(house.get("/api/v1/speakers").producer().send().await.body, json!([]));
    let (_, person) = house.speaker().await;
    let reply = house.post("/api/v1/rehearsal/size").json(json!({ "token": person })).send().await;
    assert_eq!(reply.problem(), (409, "personal-link"));
}

#[tokio::test]
async fn a_second_call_finds_the_same_crowd_with_new_tokens() {
    let house = House::new().await;
    let (_, token) = create(&house, false).await;
    let first = cast(&house, json!({ "token": token })).await;
    let second = cast(&house, json!({ "token": token })).await;
    assert_eq!(first["locations"][7]["id"], second["locations"][7]["id"]);
    assert_eq!(first["speakers"][3]["broadcast"], second["speakers"][3]["broadcast"]);
    assert!(house.dial(first["locations"][7]["media_token"].as_str().unwrap()).await.is_err());
    house.dial(second["locations"][7]["media_token"].as_str().unwrap()).await.unwrap();
    let list = house.get("/api/v1/locations").producer().send().await.body;
    assert_eq!(list.as_array().unwrap().len(), 40);
    assert!(list.as_array().unwrap().iter().all(|location| location["admission"] == "waiting"));
}

#[tokio::test]
async fn a_rehearsal_ends_by_itself_when_its_time_is_over() {
    let house = House::new().await;
    let (_, token) = create(&house, true).await;
    let crowd = cast(&house, json!({ "token": token })).await;
    house.dial(crowd["locations"][0]["media_token"].as_str().unwrap()).await.unwrap();
    house.pass(2 * 3_600_000);
    assert!(house.dial(crowd["locations"][0]["media_token"].as_str().unwrap()).await.is_err());
    let tend = tokio::spawn(plenary_api::tend(house.context.clone(), house.stop.clone()));
    let gone = async {
        while house.get("/api/v1/rehearsals").producer().send().await.body != json!([]) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), gone).await.unwrap();
    assert_eq!(house.get("/api/v1/speakers").producer().send().await.body, json!([]));
    assert_eq!(house.open_sessions(), 0);
    house.stop.cancel();
    tokio::time::timeout(std::time::Duration::from_secs(60), tend).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_rehearsals_link_opens_no_browser_and_a_persons_link_brings_no_crowd() {
    let house = House::new().await;
    let (_, crowd) = create(&house, true).await;
    let (_, person) = house.speaker().await;
    let reply = house.post("/api/v1/link/bind").json(json!({ "token": crowd })).send().await;
    assert_eq!(reply.problem(), (409, "rehearsal-link"));
    assert!(reply.cookie().is_none());
    let reply = house.post("/api/v1/rehearsal/cast").json(json!({ "token": person })).send().await;
    assert_eq!(reply.problem(), (409, "personal-link"));
    let names: Vec<_> = (0..41).map(|_| json!({ "name": "x", "country": "zz" })).collect();
    let reply = house.post("/api/v1/rehearsal/cast").json(json!({ "token": crowd, "locations": names })).send().await;
    assert_eq!(reply.body["field"], "locations");
}
