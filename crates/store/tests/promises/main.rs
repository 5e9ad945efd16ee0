//! What the store promises, on a real file.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use plenary_model::{
    clip::{self, Clip},
    country::Country,
    crew::Producer,
    id::{ClipId, CrewId, ItemId, LinkId, LocationId, RehearsalId, Secret, SessionId, SpeakerId, StageId, SummitId},
    journal::Actor,
    link::{Holder, Link, Refusal, State},
    location::{Admission, Location},
    rehearsal::Rehearsal,
    rundown::{Aired, Change, End, Item, Role, Rundown},
    scene::{Caption, Scene, Transition},
    source::SourceId,
    speaker::Speaker,
    summit::{Colours, Stage, Summit},
    time::Timestamp,
    token::Token,
};
use plenary_store::{BindError, By, Cast, Error, Options, Position, Store};
use rand::{SeedableRng, rngs::StdRng};

mod floor;
mod graphics;
mod keys;
mod rooms;
mod rundown;

struct House {
    store: Store,
    summit: Summit,
    stage: Stage,
    rng: StdRng,
}

fn insert(place: usize, item: &Item) -> Change {
    Change::Insert { place, item: Box::new(item.clone()) }
}

impl House {
    async fn build(folder: &Path, options: Options) -> Self {
        let mut rng = StdRng::seed_from_u64(1);
        let store = Store::open_with(folder, options).await.unwrap();
        let summit = Summit {
            id: SummitId::random(&mut rng),
            title: "World Water Assembly".into(),
            colours: Colours::default(),
            starts: Some(Timestamp(99)),
            open: true,
            zone: "UTC".into(),
            created: Timestamp(1),
        };
        let stage =
            Stage { id: StageId::random(&mut rng), summit: summit.id, name: "Main".into(), main: true, location: None };
        store.summits().create(at(1), &summit, &stage).await.unwrap();
        Self { store, summit, stage, rng }
    }

    fn speaker(&mut self, name: &str) -> Speaker {
        Speaker {
            id: SpeakerId::random(&mut self.rng),
            summit: self.summit.id,
            stage: None,
            name: name.into(),
            title: "Hydrologist".into(),
            language: "fa".parse().unwrap(),
            country: Country::HIDDEN,
            delegation: None,
            secret: Secret::random(&mut self.rng),
            created: Timestamp(5),
        }
    }

    fn location(&mut self, name: &str) -> Location {
        Location {
            id: LocationId::random(&mut self.rng),
            summit: self.summit.id,
            name: name.into(),
            country: "ke".parse().unwrap(),
            admission: Admission::Waiting,
            secret: Secret::random(&mut self.rng),
            created: Timestamp(5),
        }
    }

    fn item(&mut self, title: &str) -> Item {
        let id = ItemId::random(&mut self.rng);
        let scene = Scene::Full { source: SourceId::Speaker(SpeakerId::random(&mut self.rng)) };
        Item {
            caption: Some(Caption { name: "نام".into(), title: String::new() }),
            transition: Transition::Mix { duration_ms: 500 },
            languages: vec!["fa".parse().unwrap(), "en".parse().unwrap()],
            starts: Some(Timestamp(77)),
            end: End::Follow,
            backup: Some(SourceId::Clip(ClipId::random(&mut self.rng))),
            notes: "quietly".into(),
            role_notes: [(Role::Sound, "no music".to_owned())].into(),
            ..Item::new(id, title, scene, 60)
        }
    }

    fn link(&mut self, holder: Holder) -> (Link, Token) {
        let link = Link {
            id: LinkId::random(&mut self.rng),
            summit: self.summit.id,
            holder,
            expires: Timestamp(1_000),
            state: State::Free,
        };
        (link, Token::random(&mut self.rng))
    }

    fn browser(&mut self) -> (SessionId, Token) {
        (SessionId::random(&mut self.rng), Token::random(&mut self.rng))
    }

    /// The journal's numbers have no gap; gives what was done.
    async fn actions(&self) -> Vec<String> {
        let entries = self.store.journal().list(self.summit.id, 0, 1_000_000).await.unwrap();
        let numbers: Vec<i64> = entries.iter().map(|entry| entry.sequence).collect();
        assert_eq!(numbers, (1..=entries.len() as i64).collect::<Vec<_>>());
        entries.into_iter().map(|entry| entry.action).collect()
    }
}

fn at(ms: i64) -> By {
    By::system(Timestamp(ms))
}

#[tokio::test]
async fn everything_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let speaker = house.speaker("Wanjiru");
    let location = house.location("Kisumu");
    let producer = Producer {
        id: CrewId::random(&mut house.rng),
        summit: house.summit.id,
        stage: None,
        name: "Ada".into(),
        created: Timestamp(2),
    };
    let clip = Clip::new(ClipId::random(&mut house.rng), house.summit.id, "Opening", Timestamp(2));
    let ready = Clip { state: clip::State::Ready { duration_ms: 4_000 }, ..clip.clone() };
    let item = house.item("Opening");
    let by = By { actor: Actor::Crew(producer.id), at: Timestamp(3) };
    let store = &house.store;
    store.speakers().create(by, &speaker).await.unwrap();
    store.locations().create(by, &location).await.unwrap();
    store.crew().create(by, &producer).await.unwrap();
    store.clips().create(by, &clip).await.unwrap();
    store.clips().finish(by, clip.id, &ready.state, None).await.unwrap();
    store.rundowns().change(by, house.stage.id, &insert(0, &item), None).await.unwrap();
    let position = Position { current: Some((item.id, Timestamp(4))), running: true, armed: true, delay_ms: 7_000 };
    store.rundowns().stand(by, house.stage.id, position, "rundown.next").await.unwrap();
    let taken = (item.scene, item.caption.clone());
    store.rundowns().take(by, house.stage.id, &taken.0, item.transition, taken.1.as_ref(), 7).await.unwrap();
    let admitted = store.locations().admit(by, location.id, Admission::Admitted).await.unwrap();
    let (summit, stage) = (house.summit.clone(), house.stage.clone());
    house.store.close().await.unwrap();
    drop(house);

    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(store.summits().first().await.unwrap(), Some(summit.clone()));
    assert_eq!(store.summits().get(summit.id).await.unwrap(), summit);
    assert_eq!(store.summits().main_stage(summit.id).await.unwrap(), stage);
    assert_eq!(store.speakers().list(summit.id).await.unwrap(), [speaker]);
    assert_eq!(store.locations().list(summit.id).await.unwrap(), [admitted]);
    assert_eq!(store.crew().list(summit.id).await.unwrap(), [producer]);
    assert_eq!(store.clips().list(summit.id).await.unwrap(), [ready]);
    let standing = store.rundowns().load(stage.id).await.unwrap();
    assert_eq!(standing.rundown.items(), std::slice::from_ref(&item));
    assert_eq!(standing.rundown.current(), Some((&item, Timestamp(4))));
    assert_eq!(standing.rundown.aired(item.id), Some(Aired { from: Timestamp(4), to: None }));
    assert!(standing.running && standing.armed);
    assert_eq!(standing.delay_ms, 7_000);
    assert_eq!((standing.scene, standing.caption), taken);
    let entries = store.journal().list(summit.id, 1, 1).await.unwrap();
    assert_eq!(entries[0].actor, by.actor);
    assert_eq!((entries[0].sequence, entries[0].action.as_str()), (2, "speaker.create"));
}

#[tokio::test]
async fn a_change_that_fails_leaves_no_entry_in_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let stranger = house.speaker("nobody");
    assert!(matches!(house.store.speakers().edit(at(2), stranger.id, |_| ()).await, Err(Error::Gone { .. })));
    assert!(matches!(house.store.speakers().remove(at(2), stranger.id).await, Err(Error::Gone { .. })));
    house.store.speakers().create(at(3), &stranger).await.unwrap();
    assert!(house.store.speakers().create(at(4), &stranger).await.is_err(), "twice the same");
    assert_eq!(house.actions().await, ["summit.create", "speaker.create"]);
}

#[tokio::test]
async fn the_journal_has_no_gap_when_many_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(folder.path(), Options::default()).await;
    let writers = (0..40).map(|n| {
        let (store, summit) = (house.store.clone(), house.summit.id);
        tokio::spawn(async move {
            store.journal().append(at(n), summit, "stage.preview", serde_json::json!({ "n": n })).await.unwrap()
        })
    });
    let mut numbers = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        numbers.push(writer.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (2..=41).collect::<Vec<_>>());
    assert_eq!(house.actions().await.len(), 41);
}

#[tokio::test]
async fn of_two_browsers_that_press_at_once_exactly_one_gets_the_link() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let speaker = house.speaker("Wanjiru");
    house.store.speakers().create(at(2), &speaker).await.unwrap();
    let (link, token) = house.link(Holder::Speaker(speaker.id));
    house.store.links().issue(at(2), &link, &token).await.unwrap();
    let contenders: Vec<_> = (0..8)
        .map(|_| {
            let (browser, cookie) = house.browser();
            let (store, token) = (house.store.clone(), token.clone());
            tokio::spawn(async move {
                let bound = store.links().bind(Timestamp(3), &token, browser, &cookie).await;
                (browser, cookie, bound)
            })
        })
        .collect();
    let mut winners = Vec::new();
    for contender in contenders {
        let (browser, cookie, bound) = contender.await.unwrap();
        match bound {
            Ok(bound) => {
                assert_eq!(bound.state, State::Bound(Timestamp(3)));
                winners.push((browser, cookie));
            }
            Err(error) => {
                assert_eq!(error, BindError::Refused(Refusal::Bound));
                let known = house.store.browsers().find(Timestamp(3), &cookie).await.unwrap();
                assert_eq!(known, None, "who loses is not remembered");
            }
        }
    }
    let [(browser, cookie)] = winners.as_slice() else { panic!("{} winners", winners.len()) };
    let known = house.store.browsers().find(Timestamp(3), cookie).await.unwrap().unwrap();
    assert_eq!((known.id, known.links[0].id), (*browser, link.id));
    // The same browser may press again.
    house.store.links().bind(Timestamp(4), &token, *browser, cookie).await.unwrap();
    assert_eq!(house.actions().await.iter().filter(|action| *action == "link.bind").count(), 1);
}

#[tokio::test]
async fn a_forged_expired_or_revoked_link_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let speaker = house.speaker("Wanjiru");
    let holder = Holder::Speaker(speaker.id);
    house.store.speakers().create(at(2), &speaker).await.unwrap();
    let (link, token) = house.link(holder);
    house.store.links().issue(at(2), &link, &token).await.unwrap();
    let (browser, cookie) = house.browser();
    let links = house.store.links();
    let forged = Token::random(&mut StdRng::seed_from_u64(99));
    assert_eq!(links.bind(Timestamp(3), &forged, browser, &cookie).await, Err(BindError::Unknown));
    let late = links.bind(Timestamp(1_000), &token, browser, &cookie).await;
    assert_eq!(late, Err(BindError::Refused(Refusal::Expired)));
    links.bind(Timestamp(3), &token, browser, &cookie).await.unwrap();
    assert_eq!(house.store.browsers().find(Timestamp(1_000), &cookie).await.unwrap(), None, "it ends with its time");

    let mut rng = StdRng::seed_from_u64(7);
    let again = Link { id: LinkId::random(&mut rng), ..link };
    let second = Token::random(&mut rng);
    links.issue(at(4), &again, &second).await.unwrap();
    assert_eq!(house.store.browsers().find(Timestamp(5), &cookie).await.unwrap(), None, "reissue ends the old browser");
    let old = links.bind(Timestamp(5), &token, browser, &cookie).await;
    assert_eq!(old, Err(BindError::Refused(Refusal::Revoked)));
    assert_eq!(links.find(&token).await.unwrap().unwrap().link.state, State::Revoked(Timestamp(4)));
    assert_eq!(links.of(holder).await.unwrap().unwrap().link.id, again.id);
    assert_eq!(links.list(house.summit.id).await.unwrap().len(), 1);

    house.store.speakers().remove(at(6), speaker.id).await.unwrap();
    let removed = links.bind(Timestamp(7), &second, browser, &cookie).await;
    assert_eq!(removed, Err(BindError::Refused(Refusal::Revoked)));
    assert!(matches!(links.identity(&again).await, Err(Error::Gone { .. })));
}

#[tokio::test]
async fn one_browser_can_hold_several_links_and_let_go_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let (speaker, location) = (house.speaker("Wanjiru"), house.location("Kisumu"));
    house.store.speakers().create(at(2), &speaker).await.unwrap();
    house.store.locations().create(at(2), &location).await.unwrap();
    let (first, first_token) = house.link(Holder::Speaker(speaker.id));
    let (second, second_token) = house.link(Holder::Location(location.id));
    let (browser, cookie) = house.browser();
    let links = house.store.links();
    for (at_ms, link, token) in [(3, &first, &first_token), (4, &second, &second_token)] {
        links.issue(at(2), link, token).await.unwrap();
        links.bind(Timestamp(at_ms), token, browser, &cookie).await.unwrap();
    }
    let held = house.store.browsers().find(Timestamp(5), &cookie).await.unwrap().unwrap();
    assert_eq!(held.links.iter().map(|link| link.id).collect::<Vec<_>>(), [second.id, first.id]);
    house.store.browsers().leave(Timestamp(6), browser, second.id).await.unwrap();
    assert!(matches!(house.store.browsers().leave(Timestamp(6), browser, second.id).await, Err(Error::Gone { .. })));
    let held = house.store.browsers().find(Timestamp(7), &cookie).await.unwrap().unwrap();
    assert_eq!(held.links.iter().map(|link| link.id).collect::<Vec<_>>(), [first.id]);
    house.store.browsers().leave(Timestamp(8), browser, first.id).await.unwrap();
    assert_eq!(house.store.browsers().find(Timestamp(9), &cookie).await.unwrap(), None);
    links.bind(Timestamp(9), &first_token, browser, &cookie).await.expect("free again");
}

#[tokio::test]
async fn a_crowd_comes_once_and_vanishes_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let rehearsal = Rehearsal {
        id: RehearsalId::random(&mut house.rng),
        summit: house.summit.id,
        locations: 2_500,
        speakers: 3,
        viewers: 9,
        admit: true,
        expires: Timestamp(100),
        created: Timestamp(2),
    };
    let guest = house.speaker("a real one");
    house.store.speakers().create(at(2), &guest).await.unwrap();
    house.store.rehearsals().create(at(2), &rehearsal).await.unwrap();
    let (link, token) = house.link(Holder::Rehearsal(rehearsal.id));
    house.store.links().issue(at(2), &link, &token).await.unwrap();
    let cast = Cast {
        speakers: (0..3).map(|n| house.speaker(&format!("speaker {n}"))).collect(),
        locations: (0..2_500).map(|n| house.location(&format!("location {n}"))).collect(),
    };
    let rehearsals = house.store.rehearsals();
    assert_eq!(rehearsals.cast(at(3), rehearsal.id, cast.clone()).await.unwrap(), cast);
    assert_eq!(rehearsals.cast(at(4), rehearsal.id, Cast::default()).await.unwrap(), cast, "the first counts");
    assert_eq!(house.store.locations().list(house.summit.id).await.unwrap().len(), 2_500);
    let (speakers, locations) = rehearsals.remove(at(5), rehearsal.id).await.unwrap();
    assert_eq!((speakers.len(), locations.len()), (3, 2_500));
    assert_eq!(house.store.locations().list(house.summit.id).await.unwrap(), []);
    assert_eq!(house.store.speakers().list(house.summit.id).await.unwrap(), [guest]);
    assert!(matches!(house.store.links().find(&token).await.unwrap().unwrap().link.state, State::Revoked(_)));
    assert!(matches!(rehearsals.cast(at(6), rehearsal.id, Cast::default()).await, Err(Error::Gone { .. })));
    house.actions().await;
}

#[tokio::test]
async fn no_token_is_in_the_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let speaker = house.speaker("Wanjiru");
    house.store.speakers().create(at(2), &speaker).await.unwrap();
    let (link, token) = house.link(Holder::Speaker(speaker.id));
    let (browser, cookie) = house.browser();
    house.store.links().issue(at(2), &link, &token).await.unwrap();
    house.store.links().bind(Timestamp(3), &token, browser, &cookie).await.unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [&token, &cookie] {
            let secret = secret.reveal().as_bytes();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[tokio::test]
async fn a_full_disk_refuses_the_change_whole_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options { max_pages: Some(100) }).await;
    let mut stored = Vec::new();
    let error = loop {
        let speaker = Speaker { title: "x".repeat(3_000), ..house.speaker("Wanjiru") };
        match house.store.speakers().create(at(2), &speaker).await {
            Ok(()) => stored.push(speaker.id),
            Err(error) => break error,
        }
        assert!(stored.len() < 1_000, "100 pages hold no thousand speakers of 3 kB");
    };
    assert_eq!(error, Error::Full);
    let found = house.store.speakers().list(house.summit.id).await.unwrap();
    assert_eq!(found.len(), stored.len());
    assert_eq!(house.actions().await.len(), stored.len() + 1);
    // With room again (a removed speaker's), changes go on where they stopped.
    house.store.speakers().remove(at(3), stored[0]).await.unwrap();
    let small = house.speaker("after");
    house.store.speakers().create(at(4), &small).await.unwrap();
    house.actions().await;
}

/// The child of the next test: writes until it is killed, and says each change that was acknowledged.
#[tokio::test]
async fn child_that_is_killed() {
    let Some(folder) = std::env::var_os("PLENARY_STORE_CHILD") else { return };
    let mut house = House::build(Path::new(&folder), Options::default()).await;
    loop {
        let speaker = house.speaker("Wanjiru");
        house.store.speakers().create(at(2), &speaker).await.unwrap();
        use std::io::Write;
        writeln!(std::io::stdout(), "acknowledged {}", speaker.id).unwrap();
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_is_killed", "--nocapture"])
        .env("PLENARY_STORE_CHILD", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged: Vec<SpeakerId> = Vec::new();
    let mut killed = false;
    for line in lines {
        if let Some(id) = line.unwrap().split("acknowledged ").nth(1) {
            acknowledged.push(id.parse().unwrap());
        }
        if acknowledged.len() >= 25 && !killed {
            child.kill().unwrap();
            killed = true;
        }
    }
    assert!(!child.wait().unwrap().success());
    assert!(acknowledged.len() >= 25);
    let store = tokio::time::timeout(Duration::from_secs(60), Store::open(folder.path())).await.unwrap().unwrap();
    let summit = store.summits().first().await.unwrap().unwrap();
    let found: Vec<SpeakerId> =
        store.speakers().list(summit.id).await.unwrap().into_iter().map(|speaker| speaker.id).collect();
    for id in &acknowledged {
        assert!(found.contains(id), "{id} was acknowledged and is gone");
    }
    let entries = store.journal().list(summit.id, 0, 1_000_000).await.unwrap();
    assert_eq!(entries.len(), found.len() + 1, "each change with its entry");
}
