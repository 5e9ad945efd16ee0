//! The sound desk over HTTP.

use axum::http::{Method, StatusCode};
use plenary_model::{
    country::Country,
    id::{Secret, SpeakerId},
    speaker::Speaker,
    time::Timestamp,
};
use plenary_store::By;
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use crate::house::{House, Reply};

impl House {
    /// The address of a speaker's strip.
    async fn strip(&self) -> String {
        let rng = &mut StdRng::seed_from_u64(77);
        let speaker = Speaker {
            id: SpeakerId::random(rng),
            summit: self.summit,
            stage: None,
            name: "Ada".into(),
            title: String::new(),
            language: "en".parse().unwrap(),
            country: Country::HIDDEN,
            delegation: None,
            secret: Secret::random(rng),
            created: Timestamp(1),
        };
        self.store.speakers().create(By::system(Timestamp(1)), &speaker).await.unwrap();
        format!("/api/v1/sound/strips/speaker/{}", speaker.id)
    }

    async fn set(&self, path: &str, body: Value) -> Reply {
        self.ask(Method::PATCH, path).producer().json(body).send().await
    }
}

#[tokio::test]
async fn a_strip_is_set_field_by_field_and_what_is_left_out_stays() {
    let house = House::new().await;
    let path = house.strip().await;
    let set = house.set(&path, json!({ "gain_db": 4.5, "gate": { "on": true, "threshold_db": -50 } })).await;
    assert_eq!(set.status, StatusCode::OK, "{:?}", set.body);
    let set = house.set(&path, json!({ "muted": true, "high_pass": "80", "solo": true })).await;
    let strip = &set.body["strips"][0];
    assert_eq!(strip["solo"], true);
    let settings = &strip["settings"];
    assert_eq!(
        (&settings["gain_db"], &settings["muted"], &settings["high_pass"]),
        (&json!(4.5), &json!(true), &json!("80"))
    );
    assert_eq!((&settings["gate"]["on"], &settings["gate"]["hysteresis_db"]), (&json!(true), &json!(6.0)));
}

#[tokio::test]
async fn hostile_numbers_are_refused_with_the_field_named_and_nothing_is_changed() {
    let house = House::new().await;
    let path = house.strip().await;
    let out_of_range = [json!(1e30), json!(-1e30), json!(21), json!("NaN"), json!("Infinity")];
    for number in &out_of_range {
        for (field, body) in [
            ("gain_db", json!({ "gain_db": number })),
            ("gate.threshold_db", json!({ "gate": { "threshold_db": number } })),
            ("gate.attack_ms", json!({ "gate": { "attack_ms": number } })),
            ("limiter.ceiling_db", json!({ "limiter": { "ceiling_db": number } })),
        ] {
            if field == "gate.attack_ms" && number == &json!(21) {
                continue;
            }
            let refused = house.set(&path, body).await;
            assert_eq!((refused.status, &refused.body["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
        }
    }
    for text in [r#"{"gain_db": 1e999}"#, r#"{"gain_db": 1e39}"#] {
        let refused = house.ask(Method::PATCH, &path).producer().body("application/json", text).send().await;
        assert_eq!((refused.status, &refused.body["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("gain_db")));
    }
    let desk = house.ask(Method::GET, "/api/v1/sound").producer().send().await;
    assert_eq!(desk.body["strips"], json!([]));
}

#[tokio::test]
async fn music_needs_a_recording_and_a_stranger_sets_nothing() {
    let house = House::new().await;
    let path = house.strip().await;
    let refused = house.set("/api/v1/sound/bed", json!({ "playing": true })).await;
    assert_eq!((refused.status, &refused.body["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("clip")));
    let refused = house.ask(Method::PATCH, &path).json(json!({ "muted": true })).send().await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let nobody = house.set("/api/v1/sound/strips/speaker/4h7kq2m9xw3c8z1d", json!({ "muted": true })).await;
    assert_eq!(nobody.problem(), (409, "source-gone"), "{:?}", nobody.body);
    let wall = house.set("/api/v1/sound/strips/wall/all", json!({ "muted": true })).await;
    assert_eq!(wall.status, StatusCode::NOT_FOUND);
}
