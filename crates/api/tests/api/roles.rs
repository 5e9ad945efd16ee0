use axum::http::Method;
use serde_json::{Value, json};

use crate::house::House;

/// Everything that is not a producer's alone, with why.
pub(crate) const PUBLIC: [(&str, &str); 19] = [
    ("get", "/api/v1/summit"),          // what a page shows before anybody is known
    ("get", "/api/v1/me"),              // says who asks
    ("post", "/api/v1/media"),          // gives each what is theirs
    ("post", "/api/v1/link/inspect"),   // the link is the proof
    ("post", "/api/v1/link/bind"),      // likewise
    ("post", "/api/v1/link/leave"),     // lets go of one's own
    ("post", "/api/v1/rehearsal/cast"), // the link is the proof
    ("post", "/api/v1/rehearsal/size"), // the link is the proof
    ("get", "/api/v1/schedule.xml"),    // for everybody who may watch
    ("get", "/api/v1/schedule.json"),   // likewise
    ("get", "/api/v1/schedule.ics"),    // likewise
    ("get", "/api/v1/me/floor"),        // for speakers and locations, as the story of the floor proves
    ("post", "/api/v1/me/floor"),       // likewise
    ("delete", "/api/v1/me/floor"),     // likewise
    ("get", "/api/v1/me/clips"),        // for speakers, as the story of the recordings proves
    ("post", "/api/v1/me/talk"),        // for speakers and locations, as the story of talkback proves
    ("delete", "/api/v1/me/talk"),      // likewise
    ("delete", "/api/v1/me/call"),      // likewise
    ("put", "/api/v1/me/picture"),      // likewise
];

/// What a machine's key opens, and nothing else.
const HANDS: [(&str, &str); 26] = [
    ("get", "/api/v1/hands/state"),
    ("post", "/api/v1/hands/{button}"),
    ("post", "/api/v1/hands/preview/{number}"),
    ("post", "/api/v1/hands/item/{number}"),
    ("post", "/api/v1/hands/mute/{number}"),
    ("post", "/api/v1/hands/gain/{number}"),
    ("get", "/api/v1/sound"),
    ("patch", "/api/v1/sound/strips/{kind}/{id}"),
    ("patch", "/api/v1/sound/bed"),
    ("post", "/api/v1/sound/loudness/reset"),
    ("post", "/api/v1/stage/preview"),
    ("post", "/api/v1/stage/take"),
    ("post", "/api/v1/stage/caption"),
    ("post", "/api/v1/stage/slate"),
    ("post", "/api/v1/stage/untake"),
    ("post", "/api/v1/stage/arm"),
    ("post", "/api/v1/stage/delay"),
    ("post", "/api/v1/stage/dump"),
    ("get", "/api/v1/graphics"),
    ("post", "/api/v1/graphics/{id}/preview"),
    ("post", "/api/v1/graphics/{id}/air"),
    ("post", "/api/v1/stage/graphics/clear"),
    ("post", "/api/v1/rundown/next"),
    ("post", "/api/v1/rundown/back"),
    ("post", "/api/v1/rundown/jump"),
    ("post", "/api/v1/rundown/run"),
];

/// What speakers may do with their own recordings, and producers with all of them.
const SPEAKERS: [(&str, &str); 11] = [
    ("post", "/api/v1/uploads"),
    ("head", "/api/v1/uploads/{id}"),
    ("patch", "/api/v1/uploads/{id}"),
    ("delete", "/api/v1/uploads/{id}"),
    ("get", "/api/v1/clips/{id}"),
    ("delete", "/api/v1/clips/{id}"),
    ("get", "/api/v1/clips/{id}/poster.jpg"),
    ("get", "/api/v1/clips/{id}/watch.mp4"),
    ("get", "/api/v1/clips/{id}/subtitles/{language}"),
    ("put", "/api/v1/clips/{id}/subtitles/{language}"),
    ("delete", "/api/v1/clips/{id}/subtitles/{language}"),
];

/// Every route of the description with an id that names nothing.
pub(crate) fn routes() -> Vec<(String, String)> {
    let document = serde_json::to_value(plenary_api::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(move |method| (method, path)))
        .filter(|(method, _)| !matches!(method.as_str(), "summary" | "description" | "parameters" | "servers"))
        .map(|(method, path)| (method.clone(), path.clone()))
        .collect()
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = serde_json::to_value(plenary_api::openapi()).unwrap();
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let names: Vec<_> = operations.filter_map(|operation| operation["operationId"].as_str()).collect();
    assert_eq!(names.len(), routes().len());
    let unique: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(names.len(), unique.len(), "{names:?}");
}

/// Who asks.
#[derive(Clone, Copy)]
pub(crate) enum As<'a> {
    Nobody,
    Cookie(&'a str),
    Key(&'a str),
}

pub(crate) async fn ask(house: &House, method: &str, path: &str, who: As<'_>) -> u16 {
    let path = path.replace("{id}", &"0".repeat(16)).replace("{sequence}", "0");
    let path = path
        .replace("{kind}", "speaker")
        .replace("{button}", "slate")
        .replace("{number}", "1")
        .replace("{language}", "en");
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let asking = house.ask(method, &path).json(json!({}));
    let asking = match who {
        As::Nobody => asking,
        As::Cookie(cookie) => asking.cookie(Some(cookie)),
        As::Key(key) => asking.key(key),
    };
    asking.send().await.status.as_u16()
}

#[tokio::test]
async fn every_route_is_open_to_exactly_those_it_is_meant_for() {
    let house = House::new().await;
    let (_, speaker) = house.speaker().await;
    let (_, location) = house.location().await;
    let (speaker, location) = (house.bind(&speaker, None).await, house.bind(&location, None).await);
    let (_, key) = house.key("Stream Deck").await;
    let forged = "0".repeat(64);
    let routes = routes();
    assert!(routes.len() >= 40, "{}", routes.len());
    for (method, path) in &routes {
        let public = PUBLIC.contains(&(method.as_str(), path.as_str()));
        if public {
            continue;
        }
        assert_eq!(ask(&house, method, path, As::Nobody).await, 401, "nobody: {method} {path}");
        assert_eq!(ask(&house, method, path, As::Cookie(&forged)).await, 401, "forged: {method} {path}");
        assert_eq!(ask(&house, method, path, As::Key(&forged)).await, 401, "forged key: {method} {path}");
        let own = SPEAKERS.contains(&(method.as_str(), path.as_str()));
        let as_speaker = ask(&house, method, path, As::Cookie(&speaker)).await;
        match own {
            true => assert!(![401, 403, 405, 500].contains(&as_speaker), "speaker: {method} {path} {as_speaker}"),
            false => assert_eq!(as_speaker, 403, "speaker: {method} {path}"),
        }
        // Of a recording that is not theirs nobody learns whether it is there.
        let as_location = ask(&house, method, path, As::Cookie(&location)).await;
        assert!(as_location == 403 || own && as_location == 404, "location: {method} {path} {as_location}");
        let producer = ask(&house, method, path, As::Cookie(&house.producer)).await;
        assert!(![401, 403, 405, 500].contains(&producer), "producer: {method} {path} {producer}");
        let machine = ask(&house, method, path, As::Key(&key)).await;
        match HANDS.contains(&(method.as_str(), path.as_str())) {
            true => assert!(![401, 403, 405, 500].contains(&machine), "machine: {method} {path} {machine}"),
            false => assert_eq!(machine, 403, "machine: {method} {path}"),
        }
    }
    for (method, path) in PUBLIC.into_iter().chain(HANDS).chain(SPEAKERS) {
        assert!(routes.contains(&(method.into(), path.into())), "{method} {path}");
    }
}

#[tokio::test]
async fn changes_that_come_from_another_website_are_refused() {
    let house = House::new().await;
    for (method, path) in routes().into_iter().filter(|(method, _)| method != "get" && method != "head") {
        let path = path.replace("{id}", &"0".repeat(16)).replace("{sequence}", "0").replace("{language}", "en");
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        for (header, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let asking = house.ask(method.clone(), &path).producer().header(header, value).json(json!({}));
            assert_eq!(asking.send().await.problem(), (403, "cross-origin"), "{method} {path} {header}: {value}");
        }
    }
    let new = json!({ "name": "Wanjiru", "language": "sw" });
    for (header, value) in [("sec-fetch-site", "same-origin"), ("origin", "http://localhost:8080")] {
        let asking = house.post("/api/v1/speakers").producer().header(header, value).json(new.clone());
        assert_eq!(asking.send().await.status, 201);
    }
    let read = house.get("/api/v1/summit").header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(read.status, 200, "reading is not changing");
}

#[tokio::test]
async fn somebody_of_another_summit_is_nobody_here() {
    use plenary_model::{
        crew::Producer,
        id::{CrewId, LinkId, SessionId, StageId, SummitId},
        link::{Holder, Link, State},
        summit::{Stage, Summit},
        time::Timestamp,
        token::Token,
    };
    use plenary_store::By;
    use rand::{SeedableRng, rngs::StdRng};
    let house = House::new().await;
    let rng = &mut StdRng::seed_from_u64(77);
    let by = By::system(Timestamp(9));
    let own = house.store.summits().get(house.summit).await.unwrap();
    let other = Summit { id: SummitId::random(rng), created: Timestamp(9), ..own };
    let stage = Stage { id: StageId::random(rng), summit: other.id, name: "Main".into(), main: true, location: None };
    house.store.summits().create(by, &other, &stage).await.unwrap();
    let id = CrewId::random(rng);
    let stranger = Producer { id, summit: other.id, stage: None, name: "Eve".into(), created: Timestamp(9) };
    house.store.crew().create(by, &stranger).await.unwrap();
    let link = Link {
        id: LinkId::random(rng),
        summit: other.id,
        holder: Holder::Producer(id),
        expires: Timestamp(i64::MAX),
        state: State::Free,
    };
    let (token, cookie) = (Token::random(rng), Token::random(rng));
    house.store.links().issue(by, &link, &token).await.unwrap();
    house.store.links().bind(Timestamp(10), &token, SessionId::random(rng), &cookie).await.unwrap();
    let reply = house.get("/api/v1/speakers").cookie(Some(cookie.reveal())).send().await;
    assert_eq!(reply.problem(), (401, "no-link"));
}

#[test]
fn the_description_says_which_errors_there_are() {
    let document: Value = serde_json::to_value(plenary_api::openapi()).unwrap();
    assert!(document["components"]["schemas"]["Problem"].is_object());
    assert!(document["components"]["schemas"]["SourceId"]["type"] == "string");
    let source = document.to_string();
    for reference in source.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is not described");
    }
}
