//! A local stage beside the main one: its own people, its own documents, and what each may show of the other.

use plenary_model::{
    id::{LocationId, SpeakerId, StageId},
    location::Admission,
    name::BroadcastName,
    scene::{Scene, Transition},
    source::SourceId,
    speaker::Speaker,
    summit::Stage,
};
use plenary_show::{
    Config, Error, Handle, Scope,
    live::{CREW_TRACK, Crew, CueState, Kind, Presence, STATE_TRACK, State},
    room, start, system_clock,
};
use plenary_store::{By, Options};

use crate::house::{Desk, House, next, now};

/// A local stage in a house.
struct Local {
    stage: Stage,
    show: Handle,
    mixer: Desk,
}

impl House {
    async fn local(&self, location: Option<LocationId>) -> Local {
        let id = StageId::random(&mut rand::rng());
        let stage = Stage { id, summit: self.summit.id, name: "Nairobi".into(), main: false, location };
        self.store.stages().create(By::system(now()), &stage).await.unwrap();
        let config = Config {
            summit: self.summit.id,
            stage: id,
            clips: "clips".into(),
            pictures: "pictures".into(),
            clock: system_clock,
        };
        let mixer = Desk::default();
        let started = start(config, self.store.clone(), mixer.clone(), Scope::Local, self.origin.clone()).await;
        self.show.reload().await.unwrap();
        Local { stage, show: started.unwrap().0, mixer }
    }

    async fn speaker_of(&self, local: &Local, name: &str) -> Speaker {
        let speaker = Speaker { stage: Some(local.stage.id), ..self.invited(name) };
        self.store.speakers().create(By::system(now()), &speaker).await.unwrap();
        self.show.reload().await.unwrap();
        local.show.reload().await.unwrap();
        speaker
    }

    async fn crew_of(&self, local: &Local, good: impl Fn(&Crew) -> bool) -> Crew {
        let name = BroadcastName::Crew { summit: self.summit.id, stage: Some(local.stage.id) };
        next(&mut self.follow(name, CREW_TRACK).await, good).await
    }
}

fn shown(crew: &Crew) -> Vec<SourceId> {
    crew.sources.iter().map(|source| source.id).collect()
}

fn full(id: SpeakerId) -> Scene {
    Scene::Full { source: SourceId::Speaker(id) }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_stage_has_its_own_people_and_shows_nobody_elses() {
    let house = House::build(Options::default()).await;
    let (ada, hall) = (house.speaker("Ada").await, house.location("Nairobi").await);
    let local = house.local(Some(hall.id)).await;
    let wanjiru = house.speaker_of(&local, "Wanjiru").await;

    let (main, nairobi) = (SourceId::Stage(house.stage), SourceId::Stage(local.stage.id));
    let crew = house.crew(|crew| shown(crew).contains(&nairobi)).await;
    let (own, theirs) = (SourceId::Speaker(ada.id), SourceId::Speaker(wanjiru.id));
    assert_eq!(shown(&crew), [own, SourceId::Wall, nairobi, SourceId::Location(hall.id)]);
    let crew = house.crew_of(&local, |crew| shown(crew).contains(&theirs)).await;
    assert_eq!(shown(&crew), [theirs, SourceId::Wall, main, SourceId::Location(hall.id)]);
    assert_eq!(crew.sources.iter().find(|source| source.id == main).unwrap().kind, Kind::Stage);

    let preview = |show: &Handle, scene| {
        let (show, by) = (show.clone(), house.producer());
        async move { show.preview(by, scene).await.map(|taken| taken.preview) }
    };
    assert_eq!(preview(&local.show, full(ada.id)).await, Err(Error::Gone(own)));
    assert_eq!(preview(&house.show, full(wanjiru.id)).await, Err(Error::Gone(theirs)));
    for (show, scene) in [(&local.show, full(wanjiru.id)), (&local.show, Scene::Full { source: main })] {
        assert_eq!(preview(show, scene).await, Ok(scene));
    }
    assert!(local.mixer.knows(main) && !local.mixer.knows(own) && house.mixer.knows(nairobi));

    // The location that runs a stage is shown by it once the main stage has let it in, and not a moment longer.
    let scene = Scene::Full { source: SourceId::Location(hall.id) };
    assert_eq!(preview(&local.show, scene).await, Err(Error::NotAdmitted(hall.id)));
    let by = house.producer();
    assert_eq!(local.show.admit(by, hall.id, Admission::Admitted).await, Err(Error::NotHere));
    house.show.admit(by, hall.id, Admission::Admitted).await.unwrap();
    local.show.reload().await.unwrap();
    assert_eq!(preview(&local.show, scene).await, Ok(scene));
    local.show.take(by, Transition::Cut).await.unwrap();
    house.show.admit(by, hall.id, Admission::Refused).await.unwrap();
    local.show.reload().await.unwrap();
    assert_eq!(house.crew_of(&local, |crew| crew.programme == Scene::Slate).await.programme, Scene::Slate);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_of_a_local_stage_is_cued_by_it_and_hears_it() {
    let house = House::build(Options::default()).await;
    let local = house.local(None).await;
    let wanjiru = house.speaker_of(&local, "Wanjiru").await;
    let source = SourceId::Speaker(wanjiru.id);
    let _camera = house.connect(&wanjiru.broadcast());
    let there = |crew: &Crew| crew.sources.iter().any(|one| one.id == source && one.state == Presence::Online);
    house.crew_of(&local, there).await;

    local.show.preview(house.producer(), full(wanjiru.id)).await.unwrap();
    local.show.take(house.producer(), Transition::Cut).await.unwrap();
    let mut cue = house.cue(source).await;
    let cue = next(&mut cue, |cue| cue.state == CueState::OnAir).await;
    let back = BroadcastName::Return { summit: house.summit.id, stage: local.stage.id, source };
    assert_eq!(cue.return_broadcast, Some(back.to_string()));
    assert!(cue.backstage.room.is_some(), "they wait in the green room of their stage");

    // The audience of each stage reads about that stage.
    let name = BroadcastName::State { summit: house.summit.id, stage: Some(local.stage.id) };
    let mut state = house.follow::<State>(name, STATE_TRACK).await;
    let state = next(&mut state, |state| state.on_air.is_some()).await;
    assert_eq!((state.stage, state.stage_name.as_deref()), (local.stage.id, Some("Nairobi")));
    assert!(house.state(|_| true).await.on_air.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_and_what_is_decided_in_them_belong_to_one_stage() {
    let house = House::build(Options::default()).await;
    let local = house.local(None).await;
    let id = plenary_model::id::RoomId::random(&mut rand::rng());
    local.show.arrange(house.producer(), room::Command::Open(id, "Corridor".into())).await.unwrap();
    let rooms = |crew: &Crew| crew.backstage.rooms.len();
    assert_eq!(rooms(&house.crew_of(&local, |crew| rooms(crew) == 2).await), 2);
    house.show.reload().await.unwrap();
    assert_eq!(rooms(&house.crew(|_| true).await), 1);
    assert_eq!(house.store.rooms().load(house.summit.id, None).await.unwrap().list(), []);
    // Nobody takes back on one stage what was done on another.
    assert_eq!(house.show.arrange(house.producer(), room::Command::Undo).await, Err(Error::NothingToUndo));
    local.show.arrange(house.producer(), room::Command::Undo).await.unwrap();
}
