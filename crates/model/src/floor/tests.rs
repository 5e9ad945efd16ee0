use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use super::*;
use crate::{
    country::Country,
    id::{LocationId, SpeakerId},
};

fn person(seed: u64) -> SourceId {
    match seed % 2 {
        0 => SourceId::Speaker(SpeakerId::random(&mut StdRng::seed_from_u64(seed))),
        _ => SourceId::Location(LocationId::random(&mut StdRng::seed_from_u64(seed))),
    }
}

fn id(seed: u64) -> RequestId {
    RequestId::random(&mut StdRng::seed_from_u64(seed))
}

fn wish(seed: u64, category: Category) -> Request {
    Request { id: id(seed), person: person(seed), category, asked: Timestamp(seed as i64) }
}

fn voice(seed: u64, delegation: Option<&str>) -> Voice {
    let country = if seed.is_multiple_of(3) { Country::HIDDEN } else { "ke".parse().unwrap() };
    Voice { source: person(seed), name: format!("Person {seed}"), country, delegation: delegation.map(str::to_owned) }
}

fn open() -> Floor {
    Floor::new(Rules { open: true, ..Rules::default() }, Vec::new(), Vec::new())
}

fn order(floor: &Floor) -> Vec<RequestId> {
    floor.queue().iter().map(|request| request.id).collect()
}

/// Everybody asks for a speech, in this order.
fn asked(seeds: impl IntoIterator<Item = u64>) -> Floor {
    let mut floor = open();
    for seed in seeds {
        floor.ask(wish(seed, Category::Speech), false).unwrap();
    }
    floor
}

#[test]
fn two_hundred_raised_hands_are_all_kept_in_the_order_in_which_they_came() {
    let floor = asked(0..200);
    assert_eq!(order(&floor), (0..200).map(id).collect::<Vec<_>>());
}

#[test]
fn five_hundred_wait_and_nobody_else_gets_in() {
    let mut floor = asked(0..MAX_QUEUE as u64);
    assert_eq!(floor.ask(wish(1_000, Category::PointOfOrder), false), Err(Error::Full));
    floor.withdraw(person(7)).unwrap();
    floor.ask(wish(1_000, Category::PointOfOrder), false).unwrap();
    assert_eq!(order(&floor)[0], id(1_000));
}

#[test]
fn a_person_asks_once_and_not_while_they_have_the_floor() {
    let mut floor = asked([1]);
    assert_eq!(floor.ask(Request { id: id(9), ..wish(1, Category::Reply) }, false), Err(Error::Asked));
    floor.give(id(1), voice(1, None), Timestamp(5)).unwrap();
    assert_eq!(floor.ask(Request { id: id(9), ..wish(1, Category::Reply) }, false), Err(Error::Holds));
    floor.observe(|_| true, Timestamp(6));
    assert_eq!(floor.ask(Request { id: id(9), ..wish(1, Category::Reply) }, false), Err(Error::Holds));
    floor.end(Timestamp(7)).unwrap();
    floor.ask(Request { id: id(9), ..wish(1, Category::Reply) }, false).unwrap();
}

#[test]
fn a_closed_list_takes_only_whom_the_crew_puts_on_it() {
    let mut floor = Floor::default();
    assert_eq!(floor.ask(wish(1, Category::Speech), false), Err(Error::Closed));
    floor.ask(wish(1, Category::Speech), true).unwrap();
    assert_eq!(floor.queue().len(), 1);
}

#[test]
fn a_point_of_order_goes_first_and_does_not_undo_what_the_crew_has_put() {
    let mut floor = asked([1, 2]);
    floor.ask(wish(3, Category::PointOfOrder), false).unwrap();
    floor.ask(wish(4, Category::Question), false).unwrap();
    floor.ask(wish(5, Category::PointOfOrder), false).unwrap();
    assert_eq!(order(&floor), [3, 5, 4, 1, 2].map(id));
    floor.shift(id(2), 0).unwrap();
    floor.ask(wish(6, Category::PointOfOrder), false).unwrap();
    floor.ask(wish(7, Category::Speech), false).unwrap();
    assert_eq!(order(&floor), [2, 3, 5, 6, 4, 1, 7].map(id));
}

#[test]
fn other_ranks_bring_those_who_wait_into_order_and_other_limits_do_not() {
    let mut floor = asked([1, 2]);
    floor.ask(wish(3, Category::Question), false).unwrap();
    floor.shift(id(2), 0).unwrap();
    floor.decide(Rules { person_s: Some(60), ..floor.rules().clone() }).unwrap();
    assert_eq!(order(&floor), [2, 3, 1].map(id));
    let mut rules = floor.rules().clone();
    rules.categories.rotate_right(1);
    floor.decide(rules).unwrap();
    assert_eq!(order(&floor), [2, 1, 3].map(id), "speeches first now");
    let twice = Rules { categories: vec![floor.rules().categories[0]; 4], ..floor.rules().clone() };
    assert!(matches!(floor.decide(twice), Err(Error::Rules("categories", _))));
    let never = Rules { delegation_s: Some(0), ..floor.rules().clone() };
    assert!(matches!(floor.decide(never), Err(Error::Rules("delegation_s", _))));
}

#[test]
fn the_clock_runs_from_the_air_to_the_end_but_for_pauses() {
    let mut floor = asked([1]);
    floor.give(id(1), voice(1, None), Timestamp(1_000)).unwrap();
    assert_eq!(floor.observe(|_| false, Timestamp(5_000)), None);
    assert_eq!(floor.called().unwrap().spoken_ms(Timestamp(9_000)), 0, "who is called has not begun");
    let started = floor.observe(|source| source == person(1), Timestamp(10_000)).unwrap();
    assert_eq!((started.speech.started, started.ended), (Some(Timestamp(10_000)), None));
    assert_eq!(floor.speaking().unwrap().spoken_ms(Timestamp(12_500)), 2_500);
    floor.pause(true, Timestamp(13_000)).unwrap();
    floor.pause(true, Timestamp(14_000)).unwrap();
    assert!(floor.speaking().unwrap().paused());
    assert_eq!(floor.speaking().unwrap().spoken_ms(Timestamp(60_000)), 3_000);
    floor.pause(false, Timestamp(60_000)).unwrap();
    assert_eq!(floor.observe(|_| false, Timestamp(61_000)), None, "another picture does not end a speech");
    // The wall clock is set back by a minute: nobody gains or loses by it.
    floor.set_back(std::time::Duration::from_secs(60));
    assert_eq!(floor.speaking().unwrap().spoken_ms(Timestamp(1_000)), 4_000);
    floor.pause(true, Timestamp(1_000)).unwrap();
    floor.pause(false, Timestamp(61_000)).unwrap();
    let ended = floor.end(Timestamp(62_000)).unwrap();
    assert_eq!((ended.spoken_ms(Timestamp(99_000)), ended.ended), (5_000, Some(Timestamp(62_000))));
    assert_eq!(floor.end(Timestamp(63_000)), Err(Error::Nobody));
    assert_eq!(floor.pause(true, Timestamp(63_000)), Err(Error::Nobody));
}

#[test]
fn one_take_ends_the_speech_before_and_begins_the_next() {
    let mut floor = asked([1, 2]);
    floor.give(id(1), voice(1, None), Timestamp(0)).unwrap();
    floor.observe(|source| source == person(1), Timestamp(1_000)).unwrap();
    floor.give(id(2), voice(2, None), Timestamp(5_000)).unwrap();
    assert_eq!(floor.observe(|source| source == person(1), Timestamp(8_000)), None, "the first still speaks");
    let started = floor.observe(|source| source == person(2), Timestamp(9_000)).unwrap();
    assert_eq!(started.ended.unwrap().spoken_ms, 8_000);
    assert_eq!(floor.speaking().unwrap().id, id(2));
}

#[test]
fn who_was_called_and_did_not_speak_is_the_next_again() {
    let mut floor = asked([1, 2, 3]);
    floor.give(id(2), voice(2, None), Timestamp(9)).unwrap();
    floor.give(id(2), voice(2, None), Timestamp(9)).unwrap();
    assert_eq!((order(&floor), floor.called().unwrap().id), ([1, 3].map(id).to_vec(), id(2)));
    floor.give(id(3), voice(3, None), Timestamp(9)).unwrap();
    assert_eq!((order(&floor), floor.called().unwrap().id), ([2, 1].map(id).to_vec(), id(3)));
    assert_eq!(floor.queue()[0].asked, Timestamp(2), "they asked when they asked");
    floor.shift(id(3), 1).unwrap();
    assert_eq!((order(&floor), floor.called()), ([2, 3, 1].map(id).to_vec(), None));
    floor.give(id(3), voice(3, None), Timestamp(9)).unwrap();
    assert_eq!(floor.withdraw(person(3)), Ok(id(3)));
    assert_eq!(floor.called(), None);
    assert_eq!(floor.withdraw(person(3)), Err(Error::NotAsked));
    assert_eq!(floor.give(id(3), voice(3, None), Timestamp(9)), Err(Error::Gone(id(3))));
}

#[test]
fn the_time_of_a_speech_is_the_shortest_that_is_left() {
    let mut floor = open();
    let rules = Rules { person_s: Some(300), delegation_s: Some(200), ..floor.rules().clone() };
    floor.decide(rules).unwrap();
    let mut allowed = |seed: u64, delegation: Option<&str>, now: i64| {
        floor.ask(wish(seed, Category::Speech), false).unwrap();
        floor.give(id(seed), voice(seed, delegation), Timestamp(now)).unwrap();
        floor.observe(|_| true, Timestamp(now)).unwrap();
        let allowed = floor.speaking().unwrap().allowed_ms.unwrap();
        floor.end(Timestamp(now + 150_000)).unwrap();
        allowed
    };
    assert_eq!(allowed(1, Some("Rivers"), 0), 180_000, "the category's");
    assert_eq!(allowed(2, Some("Rivers"), 150_000), 50_000, "what the delegation has left");
    assert_eq!(allowed(4, Some("Rivers"), 300_000), 0, "and it has nothing left");
    assert_eq!(allowed(6, None, 450_000), 180_000, "nobody's delegation");
    assert_eq!(allowed(6, None, 600_000), 150_000, "what the person has left");
    assert_eq!(allowed(8, None, 750_000), 180_000, "a country of its own");
    assert_eq!(allowed(10, None, 900_000), 50_000, "the same country");
}

#[test]
fn totals_are_told_by_person_country_and_party() {
    let speech = |seed: u64, delegation, spoken_ms| Speech {
        id: id(seed),
        voice: voice(seed, delegation),
        category: Category::Speech,
        asked: Timestamp(0),
        given: Timestamp(0),
        allowed_ms: None,
        started: Some(Timestamp(1)),
        spoken_ms,
        running_since: None,
        ended: Some(Timestamp(2)),
    };
    let running = Speech { running_since: Some(Timestamp(1_000)), ended: None, ..speech(1, None, 500) };
    let called = Speech { started: None, ..speech(2, None, 0) };
    let all = [speech(1, Some("Rivers"), 1_000), speech(3, Some("Rivers"), 4_000), running, called];
    let totals = Totals::of(&all, Timestamp(3_000));
    let people: Vec<_> = totals.people.values().map(|(_, total)| (total.speeches, total.spoken_ms)).collect();
    assert_eq!(people.len(), 2);
    assert_eq!(totals.people[&person(1)].1, Total { speeches: 2, spoken_ms: 3_500 });
    assert_eq!(totals.parties["Rivers"], Total { speeches: 2, spoken_ms: 5_000 });
    let countries: Vec<_> = totals.countries.values().copied().collect();
    assert_eq!(countries, [Total { speeches: 2, spoken_ms: 3_500 }], "who has no country counts for none");
}

#[test]
fn whoever_is_removed_leaves_the_list_and_what_they_said_is_kept() {
    let mut floor = asked([1, 2, 3, 4]);
    floor.give(id(1), voice(1, None), Timestamp(0)).unwrap();
    floor.observe(|_| true, Timestamp(0)).unwrap();
    floor.give(id(2), voice(2, None), Timestamp(0)).unwrap();
    let (gone, ended) = floor.retain(|source| source == person(4), Timestamp(700));
    assert_eq!(gone, [3, 2].map(id));
    assert_eq!(ended.unwrap().spoken_ms, 700);
    assert_eq!((order(&floor), floor.past().len()), (vec![id(4)], 1));
}

#[test]
fn a_floor_that_was_kept_goes_on_and_the_time_without_a_server_is_nobodys() {
    let mut floor = asked([1, 2, 3]);
    floor.give(id(1), voice(1, None), Timestamp(0)).unwrap();
    floor.observe(|_| true, Timestamp(0)).unwrap();
    floor.give(id(2), voice(2, None), Timestamp(0)).unwrap();
    let counted = |speech: &Speech| Speech { spoken_ms: speech.spoken_ms(Timestamp(4_000)), ..speech.clone() };
    let kept: Vec<_> = floor.speaking().into_iter().chain(floor.called()).map(counted).collect();
    let kept = kept.into_iter().map(|speech| speech.resumed(Timestamp(99_000))).collect();
    let again = Floor::new(floor.rules().clone(), floor.queue().to_vec(), kept);
    assert_eq!(again.speaking().unwrap().spoken_ms(Timestamp(100_000)), 5_000);
    assert_eq!((again.called().unwrap().id, order(&again)), (id(2), vec![id(3)]));
}

/// Anything that anybody can do.
#[derive(Debug, Clone)]
enum Press {
    Ask(u64, Category),
    Withdraw(u64),
    Remove(u64),
    Shift(u64, usize),
    Give(u64),
    Air(u64),
    Pause(bool),
    End,
}

fn press() -> impl Strategy<Value = Press> {
    let who = 0..12_u64;
    prop_oneof![
        4 => (who.clone(), prop::sample::select(Category::ALL.to_vec())).prop_map(|(who, what)| Press::Ask(who, what)),
        1 => who.clone().prop_map(Press::Withdraw),
        1 => who.clone().prop_map(Press::Remove),
        2 => (who.clone(), 0..14_usize).prop_map(|(who, to)| Press::Shift(who, to)),
        2 => who.clone().prop_map(Press::Give),
        2 => who.prop_map(Press::Air),
        1 => any::<bool>().prop_map(Press::Pause),
        1 => Just(Press::End),
    ]
}

proptest! {
    /// A request is in one place, nobody waits twice, and the time that was counted is the time that passed.
    #[test]
    fn nobody_is_lost_or_doubled_whatever_is_pressed(presses in prop::collection::vec((press(), 0..5_000_i64), 0..120)) {
        let (mut floor, mut now, mut expected) = (open(), 0, 0_u64);
        for (press, passes) in presses {
            now += passes;
            if floor.speaking().is_some_and(|speech| speech.running_since.is_some()) {
                expected += passes as u64;
            }
            let at = Timestamp(now);
            let before = floor.clone();
            let done = match press {
                Press::Ask(who, what) => floor.ask(wish(who, what), false),
                Press::Withdraw(who) => floor.withdraw(person(who)).map(drop),
                Press::Remove(who) => floor.remove(id(who)).map(drop),
                Press::Shift(who, to) => floor.shift(id(who), to),
                Press::Give(who) => floor.give(id(who), voice(who, None), at),
                Press::Air(who) => {
                    floor.observe(|source| source == person(who), at);
                    Ok(())
                }
                Press::Pause(paused) => floor.pause(paused, at).map(drop),
                Press::End => floor.end(at).map(drop),
            };
            if done.is_err() {
                prop_assert_eq!(&floor, &before, "what is refused changes nothing");
            }
            let waiting = floor.queue().iter().map(|request| request.person);
            let holding = floor.called().into_iter().chain(floor.speaking()).map(|speech| speech.voice.source);
            let all: Vec<_> = waiting.chain(holding).collect();
            prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "nobody is there twice");
            let past = floor.past().iter().map(|speech| speech.spoken_ms).sum::<u64>();
            let counted = past + floor.speaking().map_or(0, |speech| speech.spoken_ms(at));
            prop_assert_eq!(counted, expected);
        }
    }
}
