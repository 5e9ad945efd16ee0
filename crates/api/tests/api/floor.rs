use axum::http::Method;
use plenary_model::{
    country::Country,
    floor::Floor,
    id::{Secret, SpeakerId},
    link::Holder,
    source::SourceId,
    speaker::Speaker,
    time::Timestamp,
};
use plenary_store::{By, Deed};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use crate::house::{DAY, House, Reply, START};

const HAND: &str = "/api/v1/me/floor";

impl House {
    /// A speaker of a party, with their browser's cookie.
    async fn delegate(&self, seed: u64, party: Option<&str>) -> (SourceId, String) {
        let rng = &mut StdRng::seed_from_u64(1_000 + seed);
        let speaker = Speaker {
            id: SpeakerId::random(rng),
            summit: self.summit,
            stage: None,
            name: format!("Delegate {seed}"),
            title: String::new(),
            language: "en".parse().unwrap(),
            country: Country::HIDDEN,
            delegation: party.map(str::to_owned),
            secret: Secret::random(rng),
            created: Timestamp(1),
        };
        self.store.speakers().create(By::system(Timestamp(1)), &speaker).await.unwrap();
        let token = self.link(Holder::Speaker(speaker.id), START + DAY).await;
        (SourceId::Speaker(speaker.id), self.bind(&token, None).await)
    }

    async fn raise(&self, cookie: &str, category: &str) -> Reply {
        self.post(HAND).cookie(Some(cookie)).json(json!({ "category": category })).send().await
    }

    async fn govern(&self, method: Method, path: &str, body: Value) -> Reply {
        self.ask(method, &format!("/api/v1/floor{path}")).producer().json(body).send().await
    }

    async fn open_floor(&self) {
        let opened = self.govern(Method::PATCH, "", json!({ "open": true })).await;
        assert_eq!(opened.body["rules"]["open"], true, "{:?}", opened.body);
    }
}

/// Names in the order of the queue.
fn names(floor: &Value) -> Vec<&str> {
    let order = floor["order"].as_array().unwrap();
    order.iter().map(|id| floor["requests"][id.as_str().unwrap()]["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn two_hundred_hands_at_once_are_all_kept_in_order_and_shown() {
    let house = House::new().await;
    house.open_floor().await;
    let mut cookies = Vec::new();
    for seed in 0..200 {
        cookies.push(house.delegate(seed, None).await.1);
    }
    let raised = cookies.iter().map(|cookie| house.raise(cookie, "speech"));
    let raised = futures::future::join_all(raised).await;
    let floor = house.get("/api/v1/floor").producer().send().await.body;
    let names = names(&floor);
    assert_eq!(names.len(), 200);
    // Whose request came first is known from the answers: each says the place that it got.
    for (seed, reply) in raised.iter().enumerate() {
        assert_eq!(reply.status, 201, "{:?}", reply.body);
        let place = reply.body["floor"]["place"].as_u64().unwrap();
        assert_eq!(names[place as usize - 1], format!("Delegate {seed}"));
    }
    let last = house.get(HAND).cookie(Some(&cookies[199])).send().await.body;
    assert_eq!((&last["open"], &last["floor"]["place"]), (&json!(true), &raised[199].body["floor"]["place"]));
    assert_eq!(last["now"], START);
}

#[tokio::test]
async fn a_guest_asks_once_sees_their_place_and_withdraws() {
    let house = House::new().await;
    let (_, cookie) = house.delegate(1, Some("Rivers")).await;
    let (_, other) = house.delegate(2, None).await;
    assert_eq!(house.raise(&cookie, "speech").await.problem(), (409, "floor-closed"));
    house.open_floor().await;
    assert_eq!(house.raise(&cookie, "speech").await.status, 201);
    assert_eq!(house.raise(&cookie, "reply").await.problem(), (409, "floor-asked"));
    assert_eq!(house.raise(&other, "point_of_order").await.body["floor"]["place"], 1);
    let own = house.get(HAND).cookie(Some(&cookie)).send().await.body;
    assert_eq!((&own["floor"]["place"], &own["floor"]["state"]), (&json!(2), &json!("waiting")));
    let withdrawn = house.ask(Method::DELETE, HAND).cookie(Some(&cookie)).send().await;
    assert!(withdrawn.status.is_success() && withdrawn.body["floor"].is_null());
    let again = house.ask(Method::DELETE, HAND).cookie(Some(&cookie)).send().await;
    assert_eq!(again.problem(), (409, "floor-not-asked"));
    assert_eq!(house.raise(&cookie, "song").await.problem(), (422, "invalid-field"));
    assert_eq!(house.raise(&cookie, "speech").await.status, 201);
    assert_eq!(house.raise(&cookie, "speech").await.problem(), (429, "too-many-requests"));
    house.pass(1_000);
    assert_eq!(house.raise(&cookie, "speech").await.problem(), (409, "floor-asked"));
}

#[tokio::test]
async fn only_whom_the_stage_may_show_asks_to_speak() {
    let house = House::new().await;
    house.open_floor().await;
    for cookie in [None, Some("0".repeat(64))] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let asking = house.ask(method, HAND).cookie(cookie.as_deref()).json(json!({ "category": "speech" }));
            assert_eq!(asking.send().await.problem(), (401, "no-link"));
        }
    }
    for method in [Method::GET, Method::POST, Method::DELETE] {
        let asking = house.ask(method, HAND).producer().json(json!({ "category": "speech" }));
        assert_eq!(asking.send().await.problem(), (403, "not-yours"));
    }
    let (id, token) = house.location().await;
    let cookie = house.bind(&token, None).await;
    assert_eq!(house.raise(&cookie, "question").await.problem(), (409, "not-admitted"));
    let admission = format!("/api/v1/locations/{id}/admission");
    house.ask(Method::PUT, &admission).producer().json(json!({ "admission": "admitted" })).send().await;
    assert_eq!(house.raise(&cookie, "question").await.status, 201);
    let floor = house.get("/api/v1/floor").producer().send().await.body;
    let request = &floor["requests"][floor["order"][0].as_str().unwrap()];
    assert_eq!((&request["name"], &request["country"]), (&json!("Kisumu"), &json!("ke")));
}

#[tokio::test]
async fn the_crew_orders_gives_pauses_ends_and_limits() {
    let house = House::new().await;
    house.open_floor().await;
    let mut people = Vec::new();
    for seed in 0..3 {
        people.push(house.delegate(seed, Some("Rivers")).await);
        assert_eq!(house.raise(&people[seed as usize].1, "speech").await.status, 201);
    }
    let floor = house.get("/api/v1/floor").producer().send().await.body;
    let path = |place: usize| format!("/requests/{}", floor["order"][place].as_str().unwrap());
    let moved = house.govern(Method::POST, &format!("{}/move", path(2)), json!({ "place": 0 })).await.body;
    assert_eq!(names(&moved), ["Delegate 2", "Delegate 0", "Delegate 1"]);
    assert_eq!(house.govern(Method::POST, "/end", json!({})).await.problem(), (409, "floor-nobody"));
    let given = house.govern(Method::POST, &format!("{}/give", path(2)), json!({})).await.body;
    assert_eq!(
        (&given["called"]["name"], &given["called"]["clock"]["allowed_ms"]),
        (&json!("Delegate 2"), &json!(180_000))
    );
    assert_eq!(house.raise(&people[2].1, "speech").await.problem(), (409, "floor-held"));
    house.show.air(Some(people[2].0), 1);
    let paused = house.govern(Method::POST, "/pause", json!({ "paused": true })).await.body;
    assert_eq!((&paused["speaking"]["name"], &paused["called"]), (&json!("Delegate 2"), &Value::Null));
    assert!(paused["speaking"]["clock"]["running_since"].is_null());
    assert_eq!(house.govern(Method::POST, "/end", json!({})).await.body["speeches"], 1);
    assert_eq!(names(&house.govern(Method::DELETE, &path(0), json!({})).await.body), ["Delegate 1"]);
    assert_eq!(house.govern(Method::DELETE, &path(0), json!({})).await.problem(), (404, "not-found"));
    let closed = house.govern(Method::PATCH, "", json!({ "open": false, "delegation_s": 600 })).await.body;
    assert_eq!((&closed["rules"]["delegation_s"], names(&closed)), (&json!(600), vec!["Delegate 1"]));
    let kept = house.govern(Method::PATCH, "", json!({ "person_s": 60 })).await.body;
    assert_eq!(kept["rules"]["delegation_s"], 600, "what is left out stays");
    assert!(
        house.govern(Method::PATCH, "", json!({ "delegation_s": null })).await.body["rules"]["delegation_s"].is_null()
    );
    let never = house.govern(Method::PATCH, "", json!({ "person_s": 0 })).await;
    assert_eq!((never.problem(), &never.body["field"]), ((422, "invalid-field"), &json!("person_s")));
    let invite = |person: SourceId| json!({ "person": person, "category": "reply" });
    let invited = house.govern(Method::POST, "/requests", invite(people[0].0)).await;
    assert_eq!((invited.status.as_u16(), names(&invited.body)), (201, vec!["Delegate 0", "Delegate 1"]));
    let clip = json!({ "person": format!("clip/{}", "0".repeat(16)), "category": "reply" });
    assert_eq!(house.govern(Method::POST, "/requests", clip).await.body["field"], "person");
}

#[tokio::test]
async fn speaking_times_leave_as_totals_and_sheets() {
    let house = House::new().await;
    house.open_floor().await;
    let (_, cookie) = house.delegate(1, Some("=Rivers")).await;
    assert_eq!(house.raise(&cookie, "speech").await.status, 201);
    let mut floor = house.show.floor();
    let request = floor.queue()[0];
    let name = "Wanjiru, \"Nyambura\"".to_owned();
    let voice = plenary_model::floor::Voice {
        source: request.person,
        name,
        country: "ke".parse().unwrap(),
        delegation: Some("=Rivers".into()),
    };
    floor.give(request.id, voice, Timestamp(START)).unwrap();
    floor.observe(|_| true, Timestamp(START)).unwrap();
    floor.end(Timestamp(START + 61_500)).unwrap();
    let stage = house.stage;
    let deed = Deed { by: By::system(Timestamp(START)), action: "floor.end", detail: json!({}) };
    house.store.floors().write(stage, &Floor::default(), &floor, &[deed], Timestamp(START)).await.unwrap();
    let totals = house.get("/api/v1/floor/totals").producer().send().await.body;
    assert_eq!(totals["people"][0]["spoken_ms"], 61_500);
    assert_eq!(totals["countries"], json!([{ "country": "ke", "speeches": 1, "spoken_ms": 61_500 }]));
    assert_eq!(totals["parties"], json!([{ "delegation": "=Rivers", "speeches": 1, "spoken_ms": 61_500 }]));
    let text = async |path: &str| {
        let reply = house.get(path).producer().send().await;
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        String::from_utf8(reply.bytes.to_vec()).unwrap()
    };
    let sheet = text("/api/v1/floor/totals.csv").await;
    assert_eq!(
        sheet.lines().collect::<Vec<_>>(),
        [
            "by,name,country,party,speeches,seconds",
            "person,\"Wanjiru, \"\"Nyambura\"\"\",ke,'=Rivers,1,61.5",
            "country,,ke,,1,61.5",
            "party,,,'=Rivers,1,61.5",
        ],
        "no spreadsheet runs a name"
    );
    let speeches = text("/api/v1/floor/speeches.csv").await;
    assert!(speeches.lines().nth(1).unwrap().ends_with(",ke,'=Rivers,speech,61.5,180.0"), "{speeches}");
}
