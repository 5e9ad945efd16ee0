use super::*;

#[tokio::test]
async fn items_keep_the_order_that_the_crew_gives_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let stage = house.stage.id;
    let [a, b, c] = ["a", "b", "c"].map(|title| house.item(title));
    let rundowns = house.store.rundowns();
    let mut plan = Rundown::default();
    let titles = async || {
        let standing = rundowns.load(stage).await.unwrap();
        standing.rundown.items().iter().map(|item| item.title.clone()).collect::<String>()
    };
    let renamed = Item { title: "B".into(), ..b.clone() };
    let steps = [
        (insert(9, &a), "a"),
        (insert(9, &c), "ac"),
        (insert(1, &b), "abc"),
        (Change::Move { item: c.id, from: 2, to: 0 }, "cab"),
        (Change::Move { item: c.id, from: 0, to: 2 }, "abc"),
        (Change::Edit { before: Box::new(b.clone()), after: Box::new(renamed) }, "aBc"),
        (Change::Remove { place: 0, item: Box::new(a.clone()) }, "Bc"),
        (Change::All { changes: vec![insert(0, &a), Change::Move { item: c.id, from: 2, to: 1 }] }, "acB"),
    ];
    for (step, wanted) in steps {
        let made = plan.apply(step).unwrap();
        rundowns.change(at(2), stage, &made, None).await.unwrap();
        assert_eq!(titles().await, wanted);
        assert_eq!(rundowns.load(stage).await.unwrap().rundown.items(), plan.items());
    }
    let exists = rundowns.change(at(6), stage, &insert(0, &b), None).await.unwrap_err();
    assert_eq!(exists, Error::Exists { noun: "item", id: b.id.to_string() });
    let stranger = house.item("stranger");
    let remove = Change::Remove { place: 0, item: Box::new(stranger.clone()) };
    let gone = house.store.rundowns().change(at(6), stage, &remove, None).await.unwrap_err();
    assert_eq!(gone, Error::Gone { noun: "item", id: stranger.id.to_string() });
    assert_eq!(house.actions().await.len(), 9);
}

#[tokio::test]
async fn every_change_of_the_plan_says_who_made_it_and_is_taken_back_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let stage = house.stage.id;
    let [a, b] = ["a", "b"].map(|title| house.item(title));
    let [one, two] = [1, 2].map(|_| Actor::Crew(CrewId::random(&mut house.rng)));
    let rundowns = house.store.rundowns();
    let by = |actor| By { actor, at: Timestamp(3) };
    let first = rundowns.change(by(one), stage, &insert(0, &a), None).await.unwrap();
    rundowns.change(by(two), stage, &insert(1, &b), None).await.unwrap();
    let last = rundowns.last_by(stage, one).await.unwrap().unwrap();
    assert_eq!((last.sequence, last.by, &last.change), (first, one, &insert(0, &a)));

    let undo = rundowns.change(by(one), stage, &last.change.inverse(), Some(first)).await.unwrap();
    assert_eq!(rundowns.last_by(stage, one).await.unwrap(), None, "taking back is no change of their own");
    assert!(rundowns.made(stage, first).await.unwrap().undone);
    // Taking the undo back brings the change again, to be taken back again.
    let again = rundowns.made(stage, undo).await.unwrap();
    rundowns.change(by(two), stage, &again.change.inverse(), Some(undo)).await.unwrap();
    assert_eq!(rundowns.last_by(stage, one).await.unwrap().map(|made| made.sequence), Some(first));
    let all = rundowns.changes(stage, None, 10).await.unwrap();
    let undoes: Vec<_> = all.iter().map(|made| (made.by == one, made.undoes, made.undone)).collect();
    assert_eq!(
        undoes,
        [(false, Some(undo), false), (true, Some(first), true), (false, None, false), (true, None, false)]
    );
    assert_eq!(rundowns.changes(stage, Some(undo), 1).await.unwrap()[0].by, two);
}

#[tokio::test]
async fn two_producers_who_change_different_things_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(folder.path(), Options::default()).await;
    let (summits, id) = (house.store.summits(), house.summit.id);
    let (one, two) = tokio::join!(
        summits.edit(at(2), id, |summit| summit.title = "Renamed".into()),
        summits.edit(at(2), id, |summit| summit.open = false),
    );
    one.unwrap();
    two.unwrap();
    let now = summits.get(id).await.unwrap();
    assert_eq!((now.title.as_str(), now.open), ("Renamed", false));
}
