use plenary_model::{
    clip::{self, Clip},
    country::Country,
    id::{ClipId, CrewId, LocationId, Secret, SpeakerId, SummitId},
    location::{Admission, Location},
    rundown::{self, End},
    scene::template,
    source::SourceId,
    speaker::Speaker,
};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use super::*;
use crate::people::Entry;

fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

fn producer() -> Actor {
    Actor::Crew(CrewId::random(&mut rng(99)))
}

fn speaker(seed: u64) -> Entry {
    Entry::Speaker(Speaker {
        id: SpeakerId::random(&mut rng(seed)),
        summit: SummitId::random(&mut rng(0)),
        stage: None,
        name: format!("Speaker {seed}"),
        title: String::new(),
        language: "en".parse().unwrap(),
        country: Country::HIDDEN,
        delegation: None,
        secret: Secret::random(&mut rng(seed)),
        created: Timestamp(0),
    })
}

fn location(seed: u64, admission: Admission) -> Entry {
    Entry::Location(Location {
        id: LocationId::random(&mut rng(seed)),
        summit: SummitId::random(&mut rng(0)),
        name: format!("Location {seed}"),
        country: Country::HIDDEN,
        admission,
        secret: Secret::random(&mut rng(seed)),
        created: Timestamp(0),
    })
}

fn clip(seed: u64, state: clip::State) -> Entry {
    let (id, summit) = (ClipId::random(&mut rng(seed)), SummitId::random(&mut rng(0)));
    Entry::Clip(Clip { state, ..Clip::new(id, summit, format!("Clip {seed}"), Timestamp(0)) })
}

fn full(entry: &Entry) -> Scene {
    Scene::Full { source: entry.id() }
}

fn item(seed: u64, scene: Scene, end: End) -> Item {
    Item { end, ..Item::new(ItemId::random(&mut rng(seed)), format!("Item {seed}"), scene, 10) }
}

fn insert(place: usize, item: Item) -> Change {
    Change::Insert { place, item: Box::new(item) }
}

/// Two speakers, three items that follow each other by themselves: one, two, slate.
fn show() -> (People, Standing, [Entry; 2]) {
    let speakers = [speaker(1), speaker(2)];
    let people: People = speakers.iter().cloned().collect();
    let items = vec![
        item(1, full(&speakers[0]), End::Follow),
        item(2, full(&speakers[1]), End::Follow),
        item(3, Scene::Slate, End::Wait),
    ];
    (people, Standing { rundown: Rundown::new(items, None), ..Standing::default() }, speakers)
}

#[test]
fn a_step_of_the_rundown_goes_on_air_and_prepares_the_next() {
    let (people, mut show, [one, two]) = show();
    let plan = show.direct(&people, producer(), Command::Next, Timestamp(0)).unwrap();
    assert_eq!(plan.acts, [Act::Direct(full(&one), Transition::Cut, None), Act::Preview(full(&two))]);
    assert!(matches!(plan.records[..], [Record::Take(..), Record::Stand(_, "rundown.next")]));
    assert_eq!((show.programme, show.preview), (full(&one), full(&two)));
}

#[test]
fn a_running_rundown_goes_on_by_itself_and_stops_at_an_item_that_waits() {
    let (people, mut show, [one, two]) = show();
    show.direct(&people, producer(), Command::Run(true), Timestamp(0)).unwrap();
    assert_eq!(show.programme, full(&one));
    assert_eq!(show.follows_at(), Some(Timestamp(10_000)));
    assert_eq!(show.follow(&people, Timestamp(9_999)), None);
    show.follow(&people, Timestamp(10_000)).unwrap().unwrap();
    assert_eq!(show.programme, full(&two));
    assert_eq!(show.taken.map(|taken| taken.by), Some(Actor::System));
    show.follow(&people, Timestamp(20_100)).unwrap().unwrap();
    assert_eq!((show.programme, show.follows_at()), (Scene::Slate, None));
    assert_eq!(show.follow(&people, Timestamp(i64::MAX)), None);
}

#[test]
fn a_plan_that_begins_by_the_clock_waits_for_its_time() {
    let (people, mut show, [one, _]) = show();
    let starts = |item: &mut Item| {
        item.starts = Some(Timestamp(60_000));
        Ok(())
    };
    let change = show.edited(show.rundown.items()[0].id, starts).unwrap();
    show.plan(&people, change).unwrap();
    show.direct(&people, producer(), Command::Run(true), Timestamp(0)).unwrap();
    assert_eq!((show.programme, show.preview, show.running), (Scene::Slate, full(&one), true));
    assert_eq!(show.follow(&people, Timestamp(59_999)), None);
    show.follow(&people, Timestamp(60_000)).unwrap().unwrap();
    assert_eq!(show.programme, full(&one));
}

#[test]
fn next_hurries_a_running_rundown_and_whatever_leads_away_from_the_plan_takes_over() {
    let (people, start, [one, _]) = show();
    let running = |command| {
        let mut show = start.clone();
        show.direct(&people, producer(), Command::Run(true), Timestamp(0)).unwrap();
        show.direct(&people, producer(), Command::Next, Timestamp(1)).unwrap();
        assert!(show.running);
        show.direct(&people, producer(), command, Timestamp(2)).unwrap();
        show.running
    };
    assert!(running(Command::Next));
    assert!(running(Command::Caption(Some(Caption { name: "Ada".into(), title: String::new() }))));
    assert!(!running(Command::Preview(full(&one))));
    assert!(!running(Command::Take(Transition::Cut)));
    assert!(!running(Command::Back));
    assert!(!running(Command::Jump(start.rundown.items()[0].id)));
    assert!(!running(Command::Run(false)));
}

#[test]
fn a_scene_that_names_a_source_that_is_gone_is_named_and_changes_nothing() {
    let (people, mut show, _) = show();
    show.direct(&people, producer(), Command::Next, Timestamp(0)).unwrap();
    let (gone, before) = (speaker(77), show.clone());
    let refused = show.direct(&people, producer(), Command::Preview(full(&gone)), Timestamp(1));
    assert_eq!(refused, Err(Error::Gone(gone.id())));
    assert!(refused.unwrap_err().to_string().contains(&gone.id().to_string()));
    let without: People = people.iter().map(|(_, entry)| entry.clone()).skip(1).collect();
    let missing = people.iter().next().unwrap().0;
    let place = show.rundown.items().iter().position(|item| item.scene.shows(*missing)).unwrap();
    let jump = Command::Jump(show.rundown.items()[place].id);
    assert_eq!(show.direct(&without, producer(), jump, Timestamp(2)), Err(Error::Gone(*missing)));
    assert_eq!(show, before);
}

#[test]
fn a_running_rundown_stops_before_an_item_that_cannot_be_shown() {
    let (people, mut show, [one, _]) = show();
    show.direct(&people, producer(), Command::Run(true), Timestamp(0)).unwrap();
    let alone: People = [one.clone()].into_iter().collect();
    assert!(show.follow(&alone, Timestamp(10_000)).unwrap().is_err());
    assert_eq!((show.programme, show.running), (full(&one), false));
}

#[test]
fn a_clock_that_is_set_back_by_an_hour_leaves_what_is_on_air_its_length() {
    let (people, mut show, [_, two]) = show();
    show.direct(&people, producer(), Command::Run(true), Timestamp(3_600_000)).unwrap();
    assert_eq!(show.follows_at(), Some(Timestamp(3_610_000)));
    // After four of its ten seconds.
    let plan = show.set_back(std::time::Duration::from_secs(3_600));
    assert!(matches!(plan.records[..], [Record::Stand(_, "clock.set_back")]) && plan.acts.is_empty());
    assert_eq!(show.follows_at(), Some(Timestamp(10_000)));
    assert!(show.follow(&people, Timestamp(9_999)).is_none());
    show.follow(&people, Timestamp(10_000)).unwrap().unwrap();
    assert_eq!(show.programme, full(&two));
    let aired = show.rundown.aired(ItemId::random(&mut rng(1))).unwrap();
    assert_eq!((aired.from, aired.to), (Timestamp(0), Some(Timestamp(10_000))));
}

#[test]
fn who_waits_or_was_refused_or_is_not_ready_is_planned_and_not_shown() {
    let waiting = location(5, Admission::Waiting);
    let checking = clip(6, clip::State::Checking);
    let people: People = [waiting.clone(), checking.clone()].into_iter().collect();
    let mut show = Standing::default();
    let SourceId::Location(id) = waiting.id() else { unreachable!() };
    let preview = Command::Preview(full(&waiting));
    assert_eq!(show.direct(&people, producer(), preview, Timestamp(0)), Err(Error::NotAdmitted(id)));
    let preview = Command::Preview(full(&checking));
    assert_eq!(show.direct(&people, producer(), preview, Timestamp(0)), Err(Error::NotReady(checking.id())));
    let Entry::Clip(unseen) = clip(7, clip::State::Ready { duration_ms: 4_000 }) else { unreachable!() };
    let unseen = Entry::Clip(Clip { review: clip::Review::Waiting, ..unseen });
    let people: People = [waiting.clone(), checking, unseen.clone()].into_iter().collect();
    let preview = Command::Preview(full(&unseen));
    assert_eq!(show.direct(&people, producer(), preview, Timestamp(0)), Err(Error::NotApproved(unseen.id())));
    assert_eq!(
        people
            .sources(plenary_model::id::StageId::random(&mut StdRng::seed_from_u64(0)), std::path::Path::new("clips")),
        [],
        "the stage does not even know of them"
    );
    assert!(show.plan(&people, insert(0, item(1, full(&waiting), End::Wait))).is_ok());
    let stranger = insert(0, item(2, full(&speaker(8)), End::Wait));
    assert_eq!(show.plan(&people, stranger), Err(Error::Gone(speaker(8).id())));
}

#[test]
fn who_is_turned_away_leaves_the_air_and_the_other_of_two_stays() {
    let (one, place) = (speaker(1), location(2, Admission::Admitted));
    let people: People = [one.clone(), place.clone()].into_iter().collect();
    let two = Scene::Two { left: place.id(), right: one.id() };
    let mut show = Standing { programme: two, preview: full(&place), ..Standing::default() };
    let refused: People = [one.clone(), location(2, Admission::Refused)].into_iter().collect();
    let plan = show.reconcile(&refused, producer(), Timestamp(0));
    assert_eq!(plan.acts, [Act::Direct(full(&one), Transition::Cut, None), Act::Preview(Scene::Slate)]);
    assert_eq!(show.reconcile(&refused, producer(), Timestamp(1)), Plan::default());
    assert_eq!(people.allowed(two), two);
}

#[test]
fn the_name_graphic_leaves_with_those_it_names() {
    let (people, mut show, [one, two]) = show();
    let caption = Some(Caption { name: "Ada".into(), title: "Engineer".into() });
    let mut command = |command| show.direct(&people, producer(), command, Timestamp(0)).unwrap().acts;
    command(Command::Preview(full(&one)));
    command(Command::Take(Transition::Cut));
    assert_eq!(command(Command::Caption(caption.clone())), [Act::Caption(caption.clone())]);
    assert_eq!(command(Command::Take(Transition::Cut)), [Act::Direct(full(&one), Transition::Cut, caption)]);
    command(Command::Preview(full(&two)));
    assert_eq!(command(Command::Take(Transition::Cut)), [Act::Direct(full(&two), Transition::Cut, None)]);
}

#[test]
fn the_slate_comes_at_once_and_the_last_take_is_taken_back_with_its_graphic_and_place() {
    let (people, mut show, [one, two]) = show();
    let ada = Some(Caption { name: "Ada".into(), title: String::new() });
    let command = |show: &mut Standing, command| show.direct(&people, producer(), command, Timestamp(7)).unwrap().acts;
    command(&mut show, Command::Run(true));
    command(&mut show, Command::Caption(ada.clone()));
    command(&mut show, Command::Preview(full(&two)));
    assert_eq!(command(&mut show, Command::SlateNow), [Act::Direct(Scene::Slate, Transition::Cut, None)]);
    assert!(!show.running);
    assert_eq!(command(&mut show, Command::Untake), [Act::Direct(full(&one), Transition::Cut, ada.clone())]);
    // The other way round: what was taken back is brought again.
    command(&mut show, Command::Untake);
    assert_eq!(show.programme, Scene::Slate);
    command(&mut show, Command::Untake);

    // A step of the rundown is taken back with its place.
    let first = show.rundown.items()[0].id;
    command(&mut show, Command::Next);
    assert_eq!(show.programme, full(&two));
    command(&mut show, Command::Untake);
    assert_eq!((show.programme, show.rundown.current().unwrap().0.id), (full(&one), first));
    assert_eq!(show.caption, ada);
    let fresh = Standing::default().direct(&people, producer(), Command::Untake, Timestamp(0));
    assert_eq!(fresh, Err(Error::NothingBefore));
}

#[test]
fn what_cannot_be_planned_names_its_field() {
    let (people, mut show, _) = show();
    let id = show.rundown.items()[0].id;
    let change = |show: &mut Standing, people: &People, edit: &dyn Fn(&mut Item)| {
        let change = show.edited(id, |item| {
            edit(item);
            Ok(())
        });
        show.plan(people, change?)
    };
    let mut field = |edit: fn(&mut Item)| match change(&mut show, &people, &edit) {
        Err(Error::Invalid { field, .. }) => field,
        Err(Error::Transition(_)) => "mix",
        other => panic!("{other:?}"),
    };
    assert_eq!(field(|item| item.title = "  ".into()), "title");
    assert_eq!(field(|item| item.title = "two\nlines".into()), "title");
    assert_eq!(field(|item| item.notes = "x".repeat(MAX_NOTES + 1)), "notes");
    assert_eq!(field(|item| item.planned_s = MAX_PLANNED_S + 1), "planned_s");
    assert_eq!(field(|item| item.caption = Some(Caption::default())), "caption.name");
    assert_eq!(field(|item| item.transition = Transition::Mix { duration_ms: 1 }), "mix");
    assert_eq!(field(|item| item.backup = Some(speaker(1).id())), "backup");
    assert_eq!(
        field(|item| drop(item.role_notes.insert(rundown::Role::Sound, "x".repeat(MAX_NOTES + 1)))),
        "role_notes"
    );
    let nobody = ItemId::random(&mut rng(404));
    assert_eq!(show.edited(nobody, |_| Ok(())), Err(Error::Rundown(rundown::Error::Gone(nobody))));
    // The source of its scene was removed: the title can be corrected all the same.
    change(&mut show, &People::default(), &|item| item.title = " Welcome ".into()).unwrap();
    assert_eq!(show.rundown.items()[0].title, "Welcome");
}

#[test]
fn after_a_restart_the_show_stands_where_it_stood() {
    let (people, mut show, [one, two]) = show();
    show.direct(&people, producer(), Command::Next, Timestamp(0)).unwrap();
    let mut again = Standing { preview: Scene::Slate, taken: None, ..show.clone() };
    let plan = again.resume(&people, Timestamp(5_000));
    assert_eq!(plan.acts, [Act::Direct(full(&one), Transition::Cut, None), Act::Preview(full(&two))]);
    assert_eq!(again.rundown.current(), show.rundown.current());
    let mut empty = show.clone();
    assert_eq!(empty.resume(&People::default(), Timestamp(0)).acts, [Act::Direct(Scene::Slate, Transition::Cut, None)]);
}

fn scene(kind: u8, first: usize, second: usize, all: &[SourceId]) -> Scene {
    let (one, two) = (all[first % all.len()], all[second % all.len()]);
    match kind % 4 {
        0 => Scene::Slate,
        1 => Scene::Full { source: one },
        2 => Scene::Two { left: one, right: two },
        _ => Scene::Inset { main: one, inset: two },
    }
}

proptest! {
    #[test]
    fn whatever_producers_do_only_who_was_let_through_is_on_air_or_prepared(
        steps in prop::collection::vec((0u8..12, any::<u8>(), 0usize..8, 0usize..8), 0..80)
    ) {
        let mut everybody = [
            speaker(1), speaker(2),
            location(3, Admission::Waiting), location(4, Admission::Admitted), location(5, Admission::Refused),
            clip(6, clip::State::Ready { duration_ms: 1_000 }), clip(7, clip::State::Checking),
            clip(8, clip::State::Failed { reason: String::new() }),
        ];
        let all: Vec<_> = everybody.iter().map(Entry::id).collect();
        let mut people: People = everybody.iter().cloned().collect();
        let mut show = Standing::default();
        // The mixer, as far as this matters.
        let (mut programme, mut preview) = (Scene::Slate, Scene::Slate);
        for (at, (step, kind, first, second)) in steps.into_iter().enumerate() {
            let now = Timestamp(at as i64 * 5_000);
            let scene = scene(kind, first, second, &all);
            let items = show.rundown.items().len();
            let command = match step {
                0 | 1 => Some(Command::Preview(scene)),
                2 | 3 => Some(Command::Take(Transition::Cut)),
                4 => Some(Command::Next),
                5 => Some(Command::Back),
                6 if items > 0 => Some(Command::Jump(show.rundown.items()[first % items].id)),
                7 => Some(Command::Run(kind % 2 == 0)),
                8 => {
                    let _ = show.plan(&people, insert(first, item(at as u64, scene, End::Follow)));
                    None
                }
                _ => None,
            };
            let before = show.clone();
            let plan = match (command, step) {
                (Some(command), _) => {
                    let decided = show.direct(&people, producer(), command, now);
                    if decided.is_err() {
                        prop_assert_eq!(&show, &before);
                    }
                    decided.unwrap_or_default()
                }
                (None, 9) => show.follow(&people, now).and_then(Result::ok).unwrap_or_default(),
                (None, 10 | 11) => {
                    let place = 2 + first % 3;
                    let admission = [Admission::Waiting, Admission::Admitted, Admission::Refused][second % 3];
                    everybody[place] = location(place as u64 + 1, admission);
                    let here = everybody.iter().filter(|entry| !(step == 11 && entry.id() == all[second]));
                    people = here.cloned().collect();
                    show.reconcile(&people, producer(), now)
                }
                _ => Plan::default(),
            };
            for act in plan.acts {
                match act {
                    Act::Preview(scene) => preview = scene,
                    Act::Direct(scene, ..) => (programme, preview) = (scene, scene),
                    Act::Caption(_) | Act::Delay(_) | Act::Dump => {}
                }
            }
            prop_assert_eq!((programme, preview), (show.programme, show.preview));
            prop_assert!(people.check(programme).is_ok(), "{:?}", programme);
            prop_assert!(people.check(preview).is_ok(), "{:?}", preview);
        }
    }
}

#[test]
fn the_backup_of_the_item_on_air_is_armed_while_the_crew_wants_it() {
    let (people, mut show, [one, _]) = show();
    let (scene, recording) = (full(&one), SourceId::Clip(ClipId::random(&mut rng(3))));
    let first = Item { backup: Some(recording), ..item(1, scene, End::Wait) };
    show.rundown = Rundown::new(vec![first, item(2, Scene::Slate, End::Wait)], None);
    let command = |show: &mut Standing, command| show.direct(&people, producer(), command, Timestamp(7)).unwrap();
    command(&mut show, Command::Next);
    assert_eq!(show.backup(), None, "nobody armed it");
    let plan = command(&mut show, Command::Arm(true));
    assert_eq!((plan.acts, plan.records), (vec![], vec![Record::Stand(show.position(), "backup.arm")]));
    assert_eq!(show.backup(), Some(Backup { of: scene, by: recording }));
    // What the mixer did by itself is told apart from what the crew took.
    show.programme = Scene::Full { source: recording };
    assert_eq!(show.stands_in(), Some(recording));
    command(&mut show, Command::Next);
    assert_eq!((show.backup(), show.stands_in()), (None, None));
}

#[test]
fn of_boxes_those_who_may_not_be_shown_any_more_leave_theirs_empty() {
    let (_, mut show, [one, two]) = show();
    let places = template::grid(3);
    let scene =
        |sources: &[SourceId]| Scene::Boxes { boxes: template::fill(&places, sources.iter().copied()).unwrap() };
    let three = scene(&[one.id(), two.id(), SourceId::Wall]);
    let people: People = [one.clone(), two.clone(), Entry::Wall(SummitId::random(&mut rng(0)))].into_iter().collect();
    show.direct(&people, producer(), Command::Preview(three), Timestamp(1)).unwrap();
    show.direct(&people, producer(), Command::Take(Transition::Cut), Timestamp(2)).unwrap();
    let fewer: People = [one.clone(), Entry::Wall(SummitId::random(&mut rng(0)))].into_iter().collect();
    show.reconcile(&fewer, producer(), Timestamp(3));
    let Scene::Boxes { boxes } = show.programme else { panic!("{:?}", show.programme) };
    let left: Vec<_> = boxes.iter().map(|placed| (placed.source, placed.at)).collect();
    assert_eq!(left, [(one.id(), places[0].at), (SourceId::Wall, places[2].at)]);
    show.reconcile(&People::default(), producer(), Timestamp(4));
    assert_eq!(show.programme, Scene::Slate);
}

#[test]
fn what_is_held_back_can_be_dumped_and_where_nothing_is_held_the_slate_comes() {
    let (people, mut show, [one, _]) = show();
    let command = |show: &mut Standing, command| show.direct(&people, producer(), command, Timestamp(7));
    command(&mut show, Command::Preview(full(&one))).unwrap();
    command(&mut show, Command::Take(Transition::Cut)).unwrap();
    let plan = command(&mut show, Command::Delay(5_000)).unwrap();
    assert_eq!((plan.acts, show.position().delay_ms), (vec![Act::Delay(5_000)], 5_000));
    let plan = command(&mut show, Command::Dump).unwrap();
    assert_eq!((plan.acts, show.programme), (vec![Act::Dump], full(&one)));
    assert_eq!(plan.records, [Record::Stand(show.position(), "air.dump")]);
    assert!(command(&mut show, Command::Delay(30_001)).is_err());
    assert_eq!(show.resume(&people, Timestamp(9)).acts[1], Act::Delay(5_000), "a restart keeps it");
    command(&mut show, Command::Delay(0)).unwrap();
    command(&mut show, Command::Dump).unwrap();
    assert_eq!(show.programme, Scene::Slate);
}

mod graphics;
