use plenary_model::{
    id::RoomId,
    room::{Change, Picture, Place, Room, Rooms},
};
use plenary_store::RoomsDeed;

use super::*;

#[tokio::test]
async fn rooms_and_who_is_in_them_outlast_a_restart_and_everybody_undoes_their_own_change() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let (summit, rng) = (house.summit.id, &mut house.rng);
    let person = SourceId::Speaker(SpeakerId::random(rng));
    let room = Room { id: RoomId::random(rng), name: "Stage wings".into() };
    let actors = [1, 2].map(|seed| Actor::Crew(CrewId::random(&mut StdRng::seed_from_u64(seed))));
    let store = house.store.clone();
    let mut rooms = store.rooms().load(summit, None).await.unwrap();
    assert_eq!(rooms, Rooms::default());
    let wings = Some(Place::Room(room.id));
    let changes = [
        (actors[0], Change::Open { room: room.clone(), people: Vec::new() }),
        (actors[1], Change::Move { person, from: Some(Place::Green), to: wings }),
        (actors[0], Change::Rename { room: room.id, from: room.name.clone(), to: "Wings".into() }),
        (actors[1], Change::Out { person, reason: "Your line is noisy.".into() }),
    ];
    for (seconds, (actor, change)) in changes.into_iter().enumerate() {
        let before = rooms.clone();
        let made = rooms.apply(change).unwrap();
        let by = By { actor, at: Timestamp(seconds as i64) };
        store.rooms().write(by, summit, None, &before, &rooms, &RoomsDeed::Made(made)).await.unwrap();
        assert_eq!(store.rooms().load(summit, None).await.unwrap(), rooms);
    }
    let before = rooms.clone();
    rooms.show(person, Picture::Guests);
    store.rooms().write(at(7), summit, None, &before, &rooms, &RoomsDeed::Picture(person)).await.unwrap();

    let (sequence, last) = store.rooms().last_by(summit, None, actors[0]).await.unwrap().unwrap();
    assert_eq!(last, Change::Rename { room: room.id, from: "Stage wings".into(), to: "Wings".into() });
    let before = rooms.clone();
    rooms.apply(last.inverse()).unwrap();
    let by = By { actor: actors[0], at: Timestamp(9) };
    store.rooms().write(by, summit, None, &before, &rooms, &RoomsDeed::Undone(sequence)).await.unwrap();
    let loaded = store.rooms().load(summit, None).await.unwrap();
    assert_eq!(loaded, rooms);
    assert_eq!((loaded.place(person), loaded.picture(person)), (wings, Picture::Guests));
    assert_eq!(loaded.out(person), Some("Your line is noisy."));
    // What is undone is not undone again; the one before is next.
    let (_, next) = store.rooms().last_by(summit, None, actors[0]).await.unwrap().unwrap();
    assert!(matches!(next, Change::Open { .. }));
    let actions = house.actions().await;
    for action in ["room.open", "room.move", "room.rename", "room.out", "room.picture", "room.undo"] {
        assert!(actions.iter().any(|one| one == action), "{action}");
    }
}
