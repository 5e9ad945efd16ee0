use moq_net::{Timestamp as MediaTime, broadcast, track};
use plenary_model::{
    crew::Producer,
    id::RoomId,
    journal::Actor,
    name::BroadcastName,
    room::{Picture, Place},
    scene::{Scene, Transition},
    source::SourceId,
    talk::{Party, Target},
};
use plenary_show::{
    Error,
    exchange::{SOUND, VIDEO},
    live::Cue,
    room, talk,
};
use plenary_store::{By, Options};
use rand::{SeedableRng, rngs::StdRng};

use crate::house::{self, House, PATIENCE, crew_id, now};

/// One of the crew with a microphone.
struct Microphone {
    sound: track::Producer,
    video: track::Producer,
    _broadcast: broadcast::Producer,
}

impl Microphone {
    /// One packet, in a group of its own.
    fn say(&self, words: &'static str) {
        write(&self.sound, words);
    }
}

fn write(track: &track::Producer, bytes: &'static str) {
    let mut group = track.append_group().unwrap();
    group.write_frame(MediaTime::now(), bytes.as_bytes()).unwrap();
    group.finish().unwrap();
}

impl House {
    async fn microphone(&self, seed: u64) -> Microphone {
        let producer = Producer {
            id: crew_id(seed),
            summit: self.summit.id,
            stage: None,
            name: format!("Producer {seed}"),
            created: now(),
        };
        self.store.crew().create(By::system(now()), &producer).await.unwrap();
        let name = BroadcastName::Voice { summit: self.summit.id, stage: None, party: Party::Crew(producer.id) };
        let broadcast = self.origin.create_broadcast(name.to_string()).unwrap();
        let (sound, video) =
            (broadcast.create_track(SOUND, None).unwrap(), broadcast.create_track(VIDEO, None).unwrap());
        broadcast.announce(Default::default()).unwrap();
        // Somebody reads it all the time: the first words of a talk are not lost.
        tokio::time::timeout(PATIENCE, sound.used()).await.unwrap().unwrap();
        Microphone { sound, video, _broadcast: broadcast }
    }

    async fn ear(&self, person: SourceId, track: &str) -> track::Subscriber {
        let name = BroadcastName::Line { summit: self.summit.id, person }.to_string();
        let origin = self.origin.consume();
        let line = tokio::time::timeout(PATIENCE, origin.routed_broadcast(name)).await.unwrap().unwrap();
        line.track(track).unwrap().subscribe(None).await.unwrap()
    }
}

async fn hear(ear: &mut track::Subscriber) -> String {
    let heard = async {
        let mut group = ear.recv_group().await.unwrap().unwrap();
        let frame = group.read_frame().await.unwrap().unwrap();
        String::from_utf8(frame.payload.to_vec()).unwrap()
    };
    tokio::time::timeout(PATIENCE, heard).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_crew_says_comes_out_at_the_end_of_whoever_is_meant() {
    let house = House::build(Options::default()).await;
    let (amina, bo) = (house.speaker("Amina").await, house.speaker("Bo").await);
    let _cameras = [house.connect(&amina.broadcast()), house.connect(&bo.broadcast())];
    let (amina, bo) = (SourceId::Speaker(amina.id), SourceId::Speaker(bo.id));
    let microphone = house.microphone(7).await;
    let crew = Party::Crew(crew_id(7));
    let (mut at_amina, mut at_bo) = (house.ear(amina, SOUND).await, house.ear(bo, SOUND).await);
    let mut cues = house.cue(amina).await;

    // Who is not addressed hears nothing: what comes out at Amina's end first is what was said to her.
    house.show.talk(talk::Command::Begin(crew, Target::Person { person: bo })).await.unwrap();
    microphone.say("to Bo");
    assert_eq!(hear(&mut at_bo).await, "to Bo");
    let to_amina = Target::Person { person: amina };
    house.show.talk(talk::Command::Begin(crew, to_amina)).await.unwrap();
    let cue = house::next(&mut cues, |cue: &Cue| cue.backstage.spoken_to_by.is_some()).await;
    assert_eq!(cue.backstage.spoken_to_by.as_deref(), Some("Producer 7"));
    microphone.say("to Amina");
    assert_eq!(hear(&mut at_amina).await, "to Amina");
    house.show.talk(talk::Command::Begin(crew, Target::All)).await.unwrap();
    microphone.say("to everybody");
    assert_eq!(hear(&mut at_bo).await, "to everybody", "what was said to Amina alone never came to Bo");
    assert_eq!(hear(&mut at_amina).await, "to everybody");

    house.show.talk(talk::Command::End(crew)).await.unwrap();
    house::next(&mut cues, |cue: &Cue| cue.backstage.spoken_to_by.is_none()).await;
    house.show.talk(talk::Command::Begin(crew, Target::Person { person: bo })).await.unwrap();
    microphone.say("to Bo again");
    assert_eq!(hear(&mut at_bo).await, "to Bo again");
    house.show.talk(talk::Command::Begin(crew, to_amina)).await.unwrap();
    microphone.say("again");
    assert_eq!(hear(&mut at_amina).await, "again");

    // Who loses their microphone, or closes their page, speaks no longer.
    drop(microphone);
    house.crew(|crew| crew.backstage.talks.is_empty()).await;
    house::next(&mut cues, |cue: &Cue| cue.backstage.spoken_to_by.is_none()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_talks_back_until_they_are_on_air() {
    let house = House::build(Options::default()).await;
    let amina = house.speaker("Amina").await;
    let id = SourceId::Speaker(amina.id);
    let guest = Party::Guest(id);
    assert_eq!(house.show.talk(talk::Command::Begin(guest, Target::Crew)).await, Err(talk::Error::Away(id).into()));
    let _camera = house.connect(&amina.broadcast());
    house
        .crew(|crew| crew.sources.iter().any(|one| one.id == id && one.state != plenary_show::live::Presence::Offline))
        .await;
    house.show.talk(talk::Command::Begin(guest, Target::Crew)).await.unwrap();
    let crew = house.crew(|crew| !crew.backstage.talks.is_empty()).await;
    assert_eq!((crew.backstage.talks[0].from, crew.backstage.talks[0].name.as_str()), (guest, "Amina"));
    house.show.preview(house.producer(), Scene::Full { source: id }).await.unwrap();
    house.show.take(house.producer(), Transition::Cut).await.unwrap();
    assert!(house.show.crew().borrow().backstage.talks.is_empty());
    let refused = house.show.talk(talk::Command::Begin(guest, Target::Crew)).await;
    assert_eq!(refused, Err(talk::Error::OnAir(id).into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_on_air_in_a_test_call_by_accident() {
    let house = House::build(Options::default()).await;
    let amina = house.speaker("Amina").await;
    let id = SourceId::Speaker(amina.id);
    let _camera = house.connect(&amina.broadcast());
    house
        .crew(|crew| crew.sources.iter().any(|one| one.id == id && one.state != plenary_show::live::Presence::Offline))
        .await;
    let microphone = house.microphone(7).await;
    let mut cues = house.cue(id).await;
    house.show.talk(talk::Command::Call(crew_id(7), id)).await.unwrap();
    let cue = house::next(&mut cues, |cue: &Cue| cue.backstage.call.is_some()).await;
    assert_eq!(cue.backstage.call.as_deref(), Some("Producer 7"));
    // Pictures are asked for while the call is on, and not before.
    tokio::time::timeout(PATIENCE, microphone.video.used()).await.unwrap().unwrap();
    let mut seen = house.ear(id, VIDEO).await;
    write(&microphone.video, "my face");
    assert_eq!(hear(&mut seen).await, "my face");

    house.show.preview(house.producer(), Scene::Full { source: id }).await.unwrap();
    let before = house.show.crew().borrow().programme;
    let refused = house.show.take(house.producer(), Transition::Cut).await;
    assert_eq!(refused, Err(talk::Error::OnCall(id).into()));
    assert_eq!(house.show.crew().borrow().programme, before);
    house::next(&mut cues, |cue: &Cue| cue.backstage.call.is_none()).await;
    tokio::time::timeout(PATIENCE, microphone.video.unused()).await.unwrap().unwrap();
    let taken = house.show.take(house.producer(), Transition::Cut).await.unwrap();
    assert!(taken.programme.shows(id));
    let written = async {
        loop {
            let journal = house.store.journal().list(house.summit.id, 0, 1_000).await.unwrap();
            let calls = journal.iter().filter(|entry| entry.action.starts_with("call.")).count();
            if calls == 2 {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, written).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_sent_out_reads_why_leaves_the_air_and_comes_back_by_undo() {
    let mut house = House::build(Options::default()).await;
    let amina = house.speaker("Amina").await;
    let id = SourceId::Speaker(amina.id);
    let scene = Scene::Full { source: id };
    let (one, other) = (house.producer(), Actor::Crew(crew_id(8)));
    let wings = RoomId::random(&mut StdRng::seed_from_u64(1));
    house.show.arrange(one, room::Command::Open(wings, "Stage wings".into())).await.unwrap();
    house.show.arrange(other, room::Command::Move(id, Some(Place::Room(wings)))).await.unwrap();
    let mut cues = house.cue(id).await;
    let cue =
        house::next(&mut cues, |cue: &Cue| cue.backstage.room.as_ref().is_some_and(|room| room.name.is_some())).await;
    assert_eq!(cue.backstage.room.unwrap().name.as_deref(), Some("Stage wings"));
    house.show.arrange(Actor::Speaker(amina.id), room::Command::Picture(id, Picture::Guests)).await.unwrap();

    house.show.preview(one, scene).await.unwrap();
    house.show.take(one, Transition::Cut).await.unwrap();
    house.show.arrange(one, room::Command::Out(id, "Your line is noisy.".into())).await.unwrap();
    assert_eq!(house.show.crew().borrow().programme, Scene::Slate);
    let cue = house::next(&mut cues, |cue: &Cue| cue.backstage.out.is_some()).await;
    assert_eq!(cue.backstage.out.as_deref(), Some("Your line is noisy."));
    assert_eq!(house.show.preview(one, scene).await, Err(talk::Error::Out(id).into()));

    // All of it outlasts a restart, and everybody takes back their own change.
    house.restart().await;
    assert_eq!(house.show.preview(one, scene).await, Err(talk::Error::Out(id).into()));
    house.show.arrange(one, room::Command::Undo).await.unwrap();
    house.show.preview(one, scene).await.unwrap();
    let seat = house.show.crew().borrow().backstage.seats[&id].clone();
    assert_eq!((seat.room, seat.out, seat.picture), (Some(Place::Room(wings)), None, Picture::Guests));
    house.show.arrange(other, room::Command::Undo).await.unwrap();
    house.show.arrange(one, room::Command::Undo).await.unwrap();
    let crew = house.show.crew().borrow().backstage.clone();
    assert_eq!((crew.seats[&id].room, crew.rooms.len()), (Some(Place::Green), 1));
    assert_eq!(house.show.arrange(one, room::Command::Undo).await, Err(Error::NothingToUndo));
}
