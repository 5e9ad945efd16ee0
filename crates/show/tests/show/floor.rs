//! The floor on a real show: what guests ask, what the crew gives, and what the air decides.

use plenary_model::{
    floor::{self, Category},
    id::RequestId,
    location::Admission,
    scene::{Scene, Transition},
    source::SourceId,
};
use plenary_show::{
    Error,
    floor::{Command, Wish},
    live::floor::Turn,
};
use plenary_store::Options;
use rand::{SeedableRng, rngs::StdRng};

use crate::house::{self, House, next};

fn id(seed: u64) -> RequestId {
    RequestId::random(&mut StdRng::seed_from_u64(seed))
}

impl House {
    async fn open_floor(&self) {
        let open = Command::Decide(Box::new(|rules| rules.open = true));
        self.show.govern(self.producer(), open).await.unwrap();
    }

    async fn ask(&self, seed: u64, person: SourceId) -> Result<(), Error> {
        self.show.wish(person, Wish::Ask(id(seed), Category::Speech)).await
    }

    async fn take(&self) {
        self.show.take(self.producer(), Transition::Cut).await.unwrap();
    }

    async fn actions(&self) -> Vec<String> {
        let entries = self.store.journal().list(self.summit.id, 0, 10_000).await.unwrap();
        entries.into_iter().map(|entry| entry.action).filter(|action| action.starts_with("floor.")).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_given_the_floor_is_previewed_and_their_clock_runs_from_the_take_to_the_end() {
    let house = House::build(Options::default()).await;
    let (one, two) = (house.speaker("Ada").await, house.speaker("Bo").await);
    let (one, two) = (SourceId::Speaker(one.id), SourceId::Speaker(two.id));
    assert_eq!(house.ask(1, one).await, Err(Error::Floor(floor::Error::Closed)));
    house.open_floor().await;
    house.state(|state| state.floor_open).await;
    house.ask(1, one).await.unwrap();
    house.ask(2, two).await.unwrap();
    let mut cue = house.cue(two).await;
    let waits = next(&mut cue, |cue| cue.floor.is_some_and(|own| own.place == Some(2))).await.floor.unwrap();
    assert_eq!((waits.state, waits.request, waits.clock), (Turn::Waiting, id(2), None));
    house.show.govern(house.producer(), Command::Shift(id(2), 0)).await.unwrap();
    next(&mut cue, |cue| cue.floor.is_some_and(|own| own.place == Some(1))).await;

    house.show.govern(house.producer(), Command::Give(id(2))).await.unwrap();
    let crew = house.show.crew().borrow().clone();
    assert_eq!(crew.preview, Scene::Full { source: two });
    assert_eq!((crew.floor.called.as_ref().unwrap().person, crew.floor.order.as_slice()), (two, &[id(1)][..]));
    let called = next(&mut cue, |cue| cue.floor.is_some_and(|own| own.state == Turn::Called)).await.floor.unwrap();
    assert_eq!(called.clock.unwrap().running_since, None);
    house.take().await;
    let speaks = next(&mut cue, |cue| cue.floor.is_some_and(|own| own.state == Turn::Speaking)).await.floor.unwrap();
    assert!(speaks.clock.unwrap().running_since.is_some());

    // The next one is prepared while the first still speaks; the take hands over.
    house.show.govern(house.producer(), Command::Give(id(1))).await.unwrap();
    assert_eq!(house.show.crew().borrow().floor.speaking.as_ref().unwrap().person, two);
    house.take().await;
    house.crew(|crew| crew.floor.speeches == 1 && crew.floor.called.is_none()).await;
    next(&mut cue, |cue| cue.floor.is_none()).await;
    house.show.govern(house.producer(), Command::Pause(true)).await.unwrap();
    house.show.govern(house.producer(), Command::End).await.unwrap();
    assert_eq!(house.show.crew().borrow().floor.speeches, 2);
    let ended = house.show.govern(house.producer(), Command::End).await;
    assert_eq!(ended, Err(Error::Floor(floor::Error::Nobody)));
    assert_eq!(
        house.actions().await.join(" ").replace("floor.", ""),
        "rules ask ask move give start give end start pause end"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_the_same_people_wait_and_the_clock_goes_on() {
    let mut house = House::build(Options::default()).await;
    let mut people = Vec::new();
    for name in ["Ada", "Bo", "Cy"] {
        people.push(SourceId::Speaker(house.speaker(name).await.id));
    }
    house.open_floor().await;
    for (seed, person) in (1..).zip(&people) {
        house.ask(seed, *person).await.unwrap();
    }
    house.show.govern(house.producer(), Command::Give(id(1))).await.unwrap();
    house.take().await;
    house.show.govern(house.producer(), Command::Give(id(3))).await.unwrap();
    let before = house.show.crew().borrow().floor.clone();
    house.restart().await;
    let after = house.show.crew().borrow().floor.clone();
    assert_eq!((&after.order, &after.requests, &after.rules), (&before.order, &before.requests, &before.rules));
    assert_eq!(after.called, before.called);
    let clock = after.speaking.unwrap().clock;
    assert!(clock.running_since > before.speaking.unwrap().clock.running_since);
    house.show.govern(house.producer(), Command::End).await.unwrap();
    let speeches = house.store.floors().speeches(house.stage, house::now()).await.unwrap();
    let spoken = speeches.iter().find(|speech| speech.id == id(1)).unwrap();
    assert!(spoken.spoken_ms >= clock.spoken_ms && spoken.ended.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_hands_at_once_are_all_on_disk_and_shown_and_the_crew_is_not_kept_waiting() {
    let house = House::build(Options::default()).await;
    let mut people = Vec::new();
    for number in 0..200 {
        let speaker = house.invited(&format!("Delegate {number}"));
        house.store.speakers().create(plenary_store::By::system(house::now()), &speaker).await.unwrap();
        people.push(SourceId::Speaker(speaker.id));
    }
    house.show.reload().await.unwrap();
    house.open_floor().await;
    let asking: Vec<_> = (1..)
        .zip(people.clone())
        .map(|(seed, person)| {
            let show = house.show.clone();
            tokio::spawn(async move { show.wish(person, Wish::Ask(id(seed), Category::Speech)).await })
        })
        .collect();
    house.show.slate_now(house.producer()).await.unwrap();
    for asked in asking {
        asked.await.unwrap().unwrap();
    }
    let crew = house.crew(|crew| crew.floor.order.len() == 200).await;
    assert_eq!(crew.floor.requests.len(), 200);
    let kept = house.store.floors().load(house.stage, house::now()).await.unwrap();
    assert_eq!(kept.queue().iter().map(|request| request.id).collect::<Vec<_>>(), crew.floor.order);
    let places = crew.floor.turns();
    let mut seen: Vec<_> = people.iter().map(|person| places[person].place.unwrap()).collect();
    seen.sort_unstable();
    assert_eq!(seen, (1..=200).collect::<Vec<_>>());
    let last = people[0];
    let mut cue = house.cue(last).await;
    next(&mut cue, |cue| cue.floor.and_then(|own| own.place) == places[&last].place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_removed_or_sent_back_leaves_the_list_and_their_time_is_kept() {
    let house = House::build(Options::default()).await;
    let (ada, location) = (house.speaker("Ada").await, house.location("Kisumu").await);
    let (one, two) = (SourceId::Speaker(ada.id), SourceId::Location(location.id));
    house.open_floor().await;
    assert_eq!(house.ask(2, two).await, Err(Error::NotAdmitted(location.id)));
    house.show.admit(house.producer(), location.id, Admission::Admitted).await.unwrap();
    house.ask(2, two).await.unwrap();
    house.ask(1, one).await.unwrap();
    house.show.govern(house.producer(), Command::Give(id(1))).await.unwrap();
    house.take().await;
    house.show.admit(house.producer(), location.id, Admission::Waiting).await.unwrap();
    assert!(house.show.crew().borrow().floor.order.is_empty());
    house.store.speakers().remove(plenary_store::By::system(house::now()), ada.id).await.unwrap();
    house.show.reload().await.unwrap();
    let floor = house.show.crew().borrow().floor.clone();
    assert_eq!((floor.speaking, floor.speeches), (None, 1));
    let speeches = house.store.floors().speeches(house.stage, house::now()).await.unwrap();
    assert_eq!(speeches[0].voice.name, "Ada");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_that_the_disk_refuses_is_not_acknowledged_and_a_speech_on_air_is_counted_all_the_same() {
    let house = House::build(Options::default()).await;
    let (one, two) = (house.speaker("Ada").await, house.speaker("Bo").await);
    let (one, two) = (SourceId::Speaker(one.id), SourceId::Speaker(two.id));
    house.open_floor().await;
    house.ask(1, one).await.unwrap();
    house.show.govern(house.producer(), Command::Give(id(1))).await.unwrap();
    house.protect(true);
    assert_eq!(house.ask(2, two).await, Err(Error::Store(plenary_store::Error::ReadOnly)));
    assert!(house.show.crew().borrow().floor.order.is_empty());
    let taken = house.show.take(house.producer(), Transition::Cut).await.unwrap();
    assert!(!taken.recorded);
    assert_eq!(house.show.crew().borrow().floor.speaking.as_ref().unwrap().person, one);
    house.protect(false);
    house.ask(2, two).await.unwrap();
    let kept = house.store.floors().load(house.stage, house::now()).await.unwrap();
    assert_eq!(kept.speaking().unwrap().id, id(1));
    assert!(house.actions().await.contains(&"floor.start".to_owned()), "what could not be written is written later");
}
