use axum::http::Method;
use plenary_model::grant::Identity;
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn everybody_gets_the_names_of_their_part_and_no_others() {
    let house = House::new().await;
    let (_, speaker) = house.speaker().await;
    let (_, location) = house.location().await;
    let (speaker, location) = (house.bind(&speaker, None).await, house.bind(&location, None).await);
    let summit = house.summit;
    for (cookie, role, own, crew) in [
        (None, "viewer", None, false),
        (Some(house.producer.as_str()), "producer", None, true),
        (Some(speaker.as_str()), "speaker", Some("speaker"), false),
        (Some(location.as_str()), "location", Some("location"), false),
    ] {
        let media = house.post("/api/v1/media").cookie(cookie).send().await.body;
        assert_eq!(media["role"], role);
        assert_eq!(media["url_path"], "/moq");
        assert_eq!(media["state"], format!("{summit}/state"));
        assert_eq!(media["wall"], format!("{summit}/wall"));
        assert!(media["programme"].as_str().unwrap().ends_with("/programme.hang"));
        for name in ["preview", "crew"] {
            assert_eq!(media[name].is_string(), crew, "{role} {name}");
        }
        for name in ["publish", "cue", "returns_prefix"] {
            assert_eq!(media[name].is_string(), own.is_some(), "{role} {name}");
        }
        let admitted = house.dial(media["token"].as_str().unwrap()).await.unwrap();
        let grant = admitted.identity.grant(admitted.expires);
        let names: Vec<_> = ["publish", "voice"].iter().filter_map(|name| media[name].as_str()).collect();
        assert_eq!(grant.publish, names, "{role}");
        if let Some(own) = own {
            assert!(media["publish"].as_str().unwrap().starts_with(&format!("{summit}/{own}/")));
        }
    }
}

#[tokio::test]
async fn a_token_opens_several_sessions_until_it_expires() {
    let house = House::new().await;
    let media = house.post("/api/v1/media").producer().send().await.body;
    let token = media["token"].as_str().unwrap();
    house.dial(token).await.unwrap();
    house.pass(599_000);
    let admitted = house.dial(token).await.unwrap();
    assert!(admitted.expires.0 > media["expires"].as_i64().unwrap(), "the session lives on while the link does");
    house.pass(1_000);
    assert!(house.dial(token).await.is_err());
}

#[tokio::test]
async fn closing_the_summit_ends_viewers_and_nobody_else() {
    let house = House::new().await;
    let (_, token) = house.speaker().await;
    let speaker = house.bind(&token, None).await;
    let mut tokens = Vec::new();
    for cookie in [None, Some(speaker.as_str()), Some(house.producer.as_str())] {
        let media = house.post("/api/v1/media").cookie(cookie).send().await;
        let token = media.body["token"].as_str().unwrap().to_owned();
        house.dial(&token).await.unwrap();
        tokens.push(token);
    }
    let closed = house.ask(Method::PATCH, "/api/v1/summit").producer().json(json!({ "open": false })).send().await;
    assert_eq!((closed.status.as_u16(), &closed.body["open"]), (200, &json!(false)));
    assert_eq!(house.open_sessions(), 2);
    let left =
        house.sessions.lock().unwrap().iter().all(|admitted| !matches!(admitted.identity, Identity::Viewer { .. }));
    assert!(left);
    assert!(house.dial(&tokens[0]).await.is_err());
    assert!(house.dial(&tokens[1]).await.is_ok());
    assert_eq!(house.post("/api/v1/media").send().await.problem(), (403, "summit-closed"));
    let again = house.ask(Method::PATCH, "/api/v1/summit").producer().json(json!({ "open": true })).send().await;
    assert_eq!(again.status, 200);
    assert_eq!(house.post("/api/v1/media").send().await.status, 200);
}

#[tokio::test]
async fn more_viewers_than_there_is_room_for_are_asked_to_come_again() {
    let house = House::new().await;
    for _ in 0..5 {
        assert_eq!(house.post("/api/v1/media").send().await.status, 200);
    }
    assert_eq!(house.post("/api/v1/media").send().await.problem(), (503, "too-many-viewers"));
    assert_eq!(house.post("/api/v1/media").producer().send().await.status, 200, "the crew always gets in");
    house.pass(600_000);
    assert_eq!(house.post("/api/v1/media").send().await.status, 200);
}

#[tokio::test]
async fn the_schedule_of_a_closed_summit_is_its_peoples_alone() {
    let house = House::new().await;
    let (_, speaker) = house.speaker().await;
    let speaker = house.bind(&speaker, None).await;
    house.ask(Method::PATCH, "/api/v1/summit").producer().json(json!({ "open": false })).send().await;
    for path in ["/api/v1/schedule.xml", "/api/v1/schedule.json", "/api/v1/schedule.ics"] {
        assert_eq!(house.get(path).send().await.problem(), (401, "no-link"), "{path}");
        assert_eq!(house.get(path).cookie(Some(&speaker)).send().await.status, 200, "{path}");
    }
}
