use plenary_model::{
    floor::{Category, Floor, MAX_QUEUE, Request, Rules, Voice},
    id::RequestId,
};
use plenary_store::Deed;
use serde_json::json;

use super::*;

fn request(rng: &mut StdRng, asked: i64) -> Request {
    let person = SourceId::Speaker(SpeakerId::random(rng));
    Request { id: RequestId::random(rng), person, category: Category::Speech, asked: Timestamp(asked) }
}

fn voice(request: &Request, delegation: Option<&str>) -> Voice {
    let delegation = delegation.map(str::to_owned);
    Voice { source: request.person, name: "Wanjiru".into(), country: "ke".parse().unwrap(), delegation }
}

fn deed(action: &'static str) -> Deed {
    Deed { by: at(9), action, detail: json!({}) }
}

/// A full floor with nobody but those who wait.
fn asked(rng: &mut StdRng, many: usize) -> Floor {
    let mut floor = Floor::new(Rules { open: true, ..Rules::default() }, Vec::new(), Vec::new());
    for place in 0..many {
        floor.ask(request(rng, place as i64), false).unwrap();
    }
    floor
}

#[tokio::test]
async fn the_list_of_speakers_keeps_its_order_whatever_the_crew_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let (stage, floors) = (house.stage.id, house.store.floors());
    let mut before = Floor::default();
    assert_eq!(floors.load(stage, Timestamp(1)).await.unwrap(), before);
    let mut floor = asked(&mut house.rng, MAX_QUEUE);
    let ids: Vec<_> = floor.queue().iter().map(|request| request.id).collect();
    type Step = Box<dyn Fn(&mut Floor)>;
    let first = ids[0];
    let steps: [Step; 5] = [
        Box::new(|_| {}),
        Box::new(move |floor| floor.shift(first, MAX_QUEUE - 1).unwrap()),
        Box::new(move |floor| floor.remove(ids[250]).map(drop).unwrap()),
        Box::new(move |floor| floor.shift(first, 0).unwrap()),
        Box::new(|floor| floor.decide(Rules { person_s: Some(60), ..Rules::default() }).unwrap()),
    ];
    for step in steps {
        step(&mut floor);
        floors.write(stage, &before, &floor, &[deed("floor.move")], Timestamp(2)).await.unwrap();
        assert_eq!(floors.load(stage, Timestamp(3)).await.unwrap(), floor);
        before = floor.clone();
    }
    assert_eq!(house.actions().await.iter().filter(|action| *action == "floor.move").count(), 5);
}

#[tokio::test]
async fn speaking_time_survives_a_restart_and_the_time_without_a_server_is_nobodys() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let stage = house.stage.id;
    let mut floor = asked(&mut house.rng, 3);
    let [one, two, three] = [0, 1, 2].map(|place| floor.queue()[place]);
    let mut before = Floor::default();
    let mut write = async |floor: &Floor, now: i64| {
        let floors = house.store.floors();
        floors.write(stage, &before, floor, &[deed("floor.give")], Timestamp(now)).await.unwrap();
        before = floor.clone();
    };
    floor.give(one.id, voice(&one, Some("Rivers")), Timestamp(1_000)).unwrap();
    write(&floor, 1_000).await;
    floor.observe(|_| true, Timestamp(2_000)).unwrap();
    write(&floor, 2_000).await;
    floor.give(two.id, voice(&two, None), Timestamp(3_000)).unwrap();
    write(&floor, 3_000).await;
    // Called by mistake: the other waits again, and nothing is left of the call.
    floor.shift(two.id, 1).unwrap();
    write(&floor, 4_000).await;
    floor.give(three.id, voice(&three, None), Timestamp(5_000)).unwrap();
    write(&floor, 5_000).await;
    house.store.floors().count(floor.speaking().unwrap(), Timestamp(7_000)).await.unwrap();
    house.store.close().await.unwrap();
    drop(house.store);

    let store = Store::open(folder.path()).await.unwrap();
    let again = store.floors().load(stage, Timestamp(900_000)).await.unwrap();
    assert_eq!(again.queue(), [two]);
    assert_eq!(again.called(), floor.called());
    let speaking = again.speaking().unwrap();
    assert_eq!(speaking.spoken_ms(Timestamp(901_000)), 6_000);
    assert_eq!((speaking.started, speaking.allowed_ms), (Some(Timestamp(2_000)), Some(180_000)));
    let mut over = again.clone();
    over.end(Timestamp(902_000)).unwrap();
    store.floors().write(stage, &again, &over, &[deed("floor.end")], Timestamp(902_000)).await.unwrap();
    let speeches = store.floors().speeches(stage, Timestamp(999_000)).await.unwrap();
    assert_eq!(speeches[0].spoken_ms(Timestamp(999_000)), 7_000);
    assert_eq!((&speeches[0].voice, speeches.len()), (&voice(&one, Some("Rivers")), 2));
    assert_eq!(store.floors().load(stage, Timestamp(999_000)).await.unwrap(), over);
}

#[tokio::test]
async fn a_speaker_keeps_the_party_and_the_country_for_which_they_speak() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let speaker = house.speaker("Wanjiru");
    let speaker = Speaker { country: "ke".parse().unwrap(), delegation: Some("Rivers".into()), ..speaker };
    house.store.speakers().create(at(2), &speaker).await.unwrap();
    assert_eq!(house.store.speakers().get(speaker.id).await.unwrap(), speaker);
    let leave = |speaker: &mut Speaker| (speaker.country, speaker.delegation) = (Country::HIDDEN, None);
    let alone = house.store.speakers().edit(at(3), speaker.id, leave).await.unwrap();
    assert_eq!(house.store.speakers().get(speaker.id).await.unwrap(), alone);
    assert_eq!((alone.country, alone.delegation), (Country::HIDDEN, None));
}
