//! The show on a real in-process origin and a real store, with a mixer that decides as the real one and
//! draws nothing.

#[path = "show/backstage.rs"]
mod backstage;
#[path = "show/floor.rs"]
mod floor;
#[path = "show/graphics.rs"]
mod graphics;
#[path = "show/house.rs"]
mod house;
#[path = "show/sound.rs"]
mod sound;
#[path = "show/stages.rs"]
mod stages;

use plenary_model::{
    journal::Actor,
    location::Admission,
    rundown::{self, End},
    scene::{Caption, Scene, Transition},
    source::SourceId,
};
use plenary_show::{
    Error,
    handle::Draft,
    live::{Crew, Cue, CueState, Presence, State},
};
use plenary_store::{By, Options};

use house::{House, PATIENCE, item};

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_the_show_stands_at_the_same_item_with_the_same_scene() {
    let mut house = House::build(Options::default()).await;
    let (one, two) = (house.speaker("Ada").await, house.speaker("Bo").await);
    let caption = Some(Caption { name: "Ada".into(), title: "Engineer".into() });
    for (seed, speaker) in [(1, one.id), (2, two.id)] {
        let mut item = item(seed, Scene::Full { source: SourceId::Speaker(speaker) }, End::Wait);
        item.caption = caption.clone();
        house.show.draft(house.producer(), Draft::Add(Box::new(item), None)).await.unwrap();
    }
    let taken = house.show.next(house.producer()).await.unwrap();
    assert!(taken.recorded);
    let before = house.show.crew().borrow().rundown.clone();

    house.restart().await;
    let crew = house.crew(|crew| crew.programme == taken.programme).await;
    assert_eq!(crew.rundown, before);
    assert_eq!(crew.caption, caption);
    assert_eq!(crew.preview, Scene::Full { source: SourceId::Speaker(two.id) });
}

#[tokio::test(flavor = "multi_thread")]
async fn two_producers_who_take_at_once_both_see_the_result_and_both_are_in_the_journal() {
    let house = House::build(Options::default()).await;
    let speaker = house.speaker("Ada").await;
    let scene = Scene::Full { source: SourceId::Speaker(speaker.id) };
    house.show.preview(house.producer(), scene).await.unwrap();
    let (one, two) = (house.producer(), Actor::Crew(house::crew_id(8)));
    let (first, second) = tokio::join!(house.show.take(one, Transition::Cut), house.show.take(two, Transition::Cut));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.programme, second.programme), (scene, scene));
    assert_eq!(first.frame, second.frame);
    let journal = house.store.journal().list(house.summit.id, 0, 100).await.unwrap();
    let takes: Vec<_> = journal.iter().filter(|entry| entry.action == "stage.take").map(|entry| entry.actor).collect();
    assert!(takes.contains(&one) && takes.contains(&two) && takes.len() == 2);
    assert_eq!(house.show.crew().borrow().last_taken.map(|taken| taken.by), Some(one));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_full_disk_the_show_goes_on_and_the_crew_is_told() {
    let house = House::build(Options { max_pages: Some(110) }).await;
    let speaker = house.speaker("Ada").await;
    let scene = Scene::Full { source: SourceId::Speaker(speaker.id) };
    let mut seed = 100;
    let refused = loop {
        let mut item = item(seed, Scene::Slate, End::Wait);
        item.notes = "x".repeat(2_000);
        seed += 1;
        match house.show.draft(house.producer(), Draft::Add(Box::new(item), None)).await {
            Ok(_) => assert!(seed < 600, "the disk never filled"),
            Err(error) => break error,
        }
    };
    assert_eq!(refused, Error::Store(plenary_store::Error::Full));
    let planned = house.show.plan().borrow().order.len();
    house.crew(|crew| crew.faults.iter().any(|fault| fault.code == "store")).await;
    // The last free bytes may still hold a few lines of the journal.
    let (mut recorded, mut clicks) = (true, 0);
    while recorded {
        house.show.preview(house.producer(), scene).await.unwrap();
        let taken = house.show.take(house.producer(), Transition::Cut).await.unwrap();
        assert_eq!(taken.programme, scene);
        recorded = house.show.caption(house.producer(), None).await.unwrap().recorded && taken.recorded;
        clicks += 1;
        assert!(clicks < 2_000, "the disk never filled");
    }
    let next = house.show.next(house.producer()).await.unwrap();
    assert_eq!((next.programme, next.recorded), (Scene::Slate, false));
    let crew = house.crew(|crew| crew.programme == Scene::Slate).await;
    assert_eq!(house.show.plan().borrow().order.len(), planned);
    assert!(crew.faults.iter().any(|fault| fault.code == "store" && fault.text.contains("full")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_disk_refused_is_in_force_and_written_down_when_it_can_be() {
    let house = House::build(Options::default()).await;
    let location = house.location("Hall").await;
    let speaker = house.speaker("Ada").await;
    let scene = Scene::Full { source: SourceId::Speaker(speaker.id) };
    let hall = Scene::Full { source: SourceId::Location(location.id) };
    house.show.admit(house.producer(), location.id, Admission::Admitted).await.unwrap();
    house.show.preview(house.producer(), hall).await.unwrap();
    house.show.take(house.producer(), Transition::Cut).await.unwrap();

    house.protect(true);
    house.show.admit(house.producer(), location.id, Admission::Refused).await.unwrap();
    assert_eq!(house.show.crew().borrow().programme, Scene::Slate);
    assert!(!house.mixer.knows(SourceId::Location(location.id)));
    let again = house.show.admit(house.producer(), location.id, Admission::Admitted).await;
    assert_eq!(again, Err(Error::Store(plenary_store::Error::ReadOnly)));
    house.show.preview(house.producer(), scene).await.unwrap();
    let taken = house.show.take(house.producer(), Transition::Cut).await.unwrap();
    assert_eq!((taken.programme, taken.recorded), (scene, false));
    // Reading the list again brings nobody back.
    house.show.reload().await.unwrap();
    assert_eq!(house.admitted_to_the_wall(), 0);
    house.crew(|crew| crew.faults.iter().any(|fault| fault.code == "store")).await;

    house.protect(false);
    house.crew(|crew| crew.faults.is_empty() && crew.programme == scene).await;
    assert_eq!(house.store.rundowns().load(house.stage).await.unwrap().scene, scene);
    assert_eq!(house.store.locations().get(location.id).await.unwrap().admission, Admission::Refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_is_followed_from_the_first_announcement_to_the_last_word() {
    let house = House::build(Options::default()).await;
    let speaker = house.speaker("Ada").await;
    let id = SourceId::Speaker(speaker.id);
    let scene = Scene::Full { source: id };
    let mut cues = house.cue(id).await;
    assert_eq!(house::next(&mut cues, |_| true).await.state, CueState::Waiting);
    let find = |crew: &Crew| crew.sources.iter().find(|source| source.id == id).cloned().unwrap();
    assert_eq!(
        find(&house.crew(|crew| crew.sources.iter().any(|source| source.id == id)).await).state,
        Presence::Offline
    );

    let camera = house.connect(&speaker.broadcast());
    house::report(&camera, &[b'x'; 4_000]);
    house::report(&camera, br#"{"rtt_ms":42,"send_bps":1e99,"dropped":2}"#);
    let crew = house.crew(|crew| !crew.sources.is_empty() && find(crew).network.is_some()).await;
    let network = find(&crew).network.unwrap();
    assert_eq!((network.rtt_ms, network.send_bps, network.dropped), (Some(42), Some(1_000_000_000), Some(2)));
    assert_ne!(find(&crew).state, Presence::Offline);

    house.show.preview(house.producer(), scene).await.unwrap();
    let ready = house::next(&mut cues, |cue: &Cue| cue.state == CueState::Ready).await;
    assert!(ready.return_broadcast.unwrap().contains("/return/"));
    house.show.take(house.producer(), Transition::Cut).await.unwrap();
    let on_air = house::next(&mut cues, |cue: &Cue| cue.state == CueState::OnAir).await;
    assert!(on_air.at.is_some());
    let state = house.state(|state: &State| state.on_air.is_some()).await;
    assert_eq!(state.on_air.unwrap().title, "Ada");

    // The reason is there before the answer, and they are off the air.
    let farewell = tokio::spawn({
        let show = house.show.clone();
        async move { show.dismiss(id, "The link was replaced.".into()).await }
    });
    let removed = house::next(&mut cues, |cue: &Cue| cue.state == CueState::Removed).await;
    assert_eq!(removed.reason.as_deref(), Some("The link was replaced."));
    drop(cues);
    tokio::time::timeout(PATIENCE, farewell).await.unwrap().unwrap().unwrap();
    assert_eq!(house.show.crew().borrow().programme, Scene::Slate);

    drop(camera);
    house.crew(|crew| find(crew).state == Presence::Offline).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_is_neither_on_the_wall_nor_on_air_before_it_was_let_in_nor_after() {
    let house = House::build(Options::default()).await;
    let location = house.location("Hall").await;
    let id = SourceId::Location(location.id);
    let scene = Scene::Full { source: id };
    let _camera = house.connect(&location.broadcast());
    house.crew(|crew| crew.locations_online == 1).await;
    let preview = house.show.preview(house.producer(), scene).await;
    assert_eq!(preview, Err(Error::NotAdmitted(location.id)));
    assert_eq!(house.admitted_to_the_wall(), 0);

    house.show.admit(house.producer(), location.id, Admission::Admitted).await.unwrap();
    assert_eq!(house.store.locations().get(location.id).await.unwrap().admission, Admission::Admitted);
    house.walled(1).await;
    house.show.preview(house.producer(), scene).await.unwrap();
    house.show.take(house.producer(), Transition::Mix { duration_ms: 500 }).await.unwrap();
    house.crew(|crew| crew.programme == scene).await;

    house.show.admit(house.producer(), location.id, Admission::Refused).await.unwrap();
    let crew = house.show.crew().borrow().clone();
    assert_eq!((crew.programme, crew.preview), (Scene::Slate, Scene::Slate));
    assert!(!house.mixer.knows(id));
    house.walled(0).await;
    let mut cues = house.cue(id).await;
    let cue = house::next(&mut cues, |cue: &Cue| cue.state == CueState::Removed).await;
    assert!(cue.reason.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_removed_is_named_and_the_programme_stays() {
    let house = House::build(Options::default()).await;
    let (one, two) = (house.speaker("Ada").await, house.speaker("Bo").await);
    let [first, second] = [one.id, two.id].map(|id| Scene::Full { source: SourceId::Speaker(id) });
    house.show.preview(house.producer(), first).await.unwrap();
    house.show.take(house.producer(), Transition::Cut).await.unwrap();
    let item = item(1, second, End::Wait);
    house.show.draft(house.producer(), Draft::Add(Box::new(item.clone()), None)).await.unwrap();
    house.store.speakers().remove(By::system(house::now()), two.id).await.unwrap();
    house.show.reload().await.unwrap();
    let gone = Err(Error::Gone(SourceId::Speaker(two.id)));
    assert_eq!(house.show.preview(house.producer(), second).await, gone);
    assert_eq!(house.show.jump(house.producer(), item.id).await, gone);
    let crew = house.show.crew().borrow().clone();
    assert_eq!((crew.programme, crew.rundown.current), (first, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rundown_that_runs_goes_on_by_itself_until_somebody_takes_over() {
    let house = House::build(Options::default()).await;
    let speaker = house.speaker("Ada").await;
    let scene = Scene::Full { source: SourceId::Speaker(speaker.id) };
    for (seed, scene) in [(1, Scene::Slate), (2, scene), (3, Scene::Slate)] {
        let mut item = item(seed, scene, End::Follow);
        item.planned_s = 1;
        house.show.draft(house.producer(), Draft::Add(Box::new(item), None)).await.unwrap();
    }
    house.show.run(house.producer(), true).await.unwrap();
    let crew = house.crew(|crew| crew.programme == scene).await;
    assert_eq!(crew.last_taken.map(|taken| taken.by), Some(Actor::System));
    house.show.preview(house.producer(), Scene::Slate).await.unwrap();
    let crew = house.show.crew().borrow().clone();
    assert!(!crew.rundown.running && crew.rundown.follows_at.is_none());
    assert!(!house.store.rundowns().load(house.stage).await.unwrap().running);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_plan_reaches_the_other_producers_screen_and_can_be_taken_back() {
    let house = House::build(Options::default()).await;
    let (one, two) = (house.producer(), Actor::Crew(house::crew_id(8)));
    let [first, second] = [1, 2].map(|seed| item(seed, Scene::Slate, End::Wait));
    house.show.draft(one, Draft::Add(Box::new(first.clone()), None)).await.unwrap();
    house.show.draft(two, Draft::Add(Box::new(second.clone()), Some(0))).await.unwrap();
    let plan = house.plan(|plan| plan.order.len() == 2).await;
    assert_eq!(plan.order, [second.id, first.id]);
    let rename = |title: &'static str| -> Draft {
        let edit = move |item: &mut rundown::Item| {
            item.title = title.into();
            Ok(())
        };
        Draft::Edit(second.id, Box::new(edit))
    };
    let renamed = house.show.draft(one, rename("Opening")).await.unwrap();
    house.plan(|plan| plan.items[&second.id].title == "Opening").await;

    // What somebody else wrote over it meanwhile stays.
    house.show.draft(two, rename("Welcome")).await.unwrap();
    let refused = house.show.draft(one, Draft::Undo(None)).await;
    assert_eq!(refused, Err(rundown::Error::Changed(second.id, "title").into()));
    house.show.draft(two, Draft::Undo(None)).await.unwrap();
    house.plan(|plan| plan.items[&second.id].title == "Opening").await;
    house.show.draft(one, Draft::Undo(None)).await.unwrap();
    let plan = house.plan(|plan| plan.items[&second.id].title == second.title).await;
    assert_eq!(plan.order.len(), 2);
    assert_eq!(house.show.draft(one, Draft::Undo(Some(renamed.sequence))).await, Err(Error::Undone));
    // Step by step, each their own.
    house.show.draft(one, Draft::Undo(None)).await.unwrap();
    assert_eq!(house.show.draft(one, Draft::Undo(None)).await, Err(Error::NothingToUndo));
    assert_eq!(house.plan(|plan| plan.order.len() == 1).await.order, [second.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_knows_when_they_come_and_hears_when_the_plan_changes() {
    let house = House::build(Options::default()).await;
    let speaker = house.speaker("Ada").await;
    let id = SourceId::Speaker(speaker.id);
    let noon = plenary_model::time::Timestamp(4_102_488_000_000);
    let slate = rundown::Item { starts: Some(noon), ..item(1, Scene::Slate, End::Follow) };
    let speech = rundown::Item { title: "Rivers".into(), ..item(2, Scene::Full { source: id }, End::Wait) };
    let mut cues = house.cue(id).await;
    for item in [slate.clone(), speech] {
        house.show.draft(house.producer(), Draft::Add(Box::new(item), None)).await.unwrap();
    }
    let cue = house::next(&mut cues, |cue: &Cue| !cue.coming.is_empty()).await;
    let at = |minutes: i64| Some(plenary_model::time::Timestamp(noon.0 + minutes * 60_000));
    assert_eq!((cue.coming[0].title.as_str(), cue.coming[0].at), ("Rivers", at(1)));
    let longer = |item: &mut rundown::Item| {
        item.planned_s = 600;
        Ok(())
    };
    house.show.draft(house.producer(), Draft::Edit(slate.id, Box::new(longer))).await.unwrap();
    let cue = house::next(&mut cues, |cue: &Cue| cue.coming.iter().any(|coming| coming.at == at(10))).await;
    assert_eq!(cue.coming.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_shown_until_it_is_over() {
    let house = House::build(Options::default()).await;
    house.show.fault("recording", Some("No room for the recording: make room on the disk.".into())).await;
    let crew = house.crew(|crew| crew.faults.len() == 1).await;
    assert_eq!(crew.faults[0].code, "recording");
    house.show.fault("recording", None).await;
    house.show.recording(true).await;
    house.show.viewers(7);
    house.crew(|crew| crew.faults.is_empty() && crew.recording && crew.viewers == 7).await;
}
