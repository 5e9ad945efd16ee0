use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use super::*;
use plenary_model::{
    id::{ClipId, SpeakerId},
    scene::{Direction, template},
};

/// How long a take waits, in frames.
const PATIENCE: u64 = 24;

fn ids(count: usize) -> Vec<SourceId> {
    let rng = &mut StdRng::seed_from_u64(3);
    (0..count)
        .map(|n| match n % 2 {
            0 => SourceId::Speaker(SpeakerId::random(rng)),
            _ => SourceId::Clip(ClipId::random(rng)),
        })
        .collect()
}

fn director(sources: &[SourceId]) -> Director {
    let mut director = Director::new(Format::Hd30);
    director.sources(sources.iter().copied().collect());
    director
}

fn full(source: SourceId) -> Scene {
    Scene::Full { source }
}

fn all_present(_: SourceId) -> Presence {
    Presence::Present
}

fn name(text: &str) -> Option<Caption> {
    Some(Caption { name: text.into(), title: String::new() })
}

#[test]
fn a_cut_shows_with_the_very_next_frame_and_asks_for_a_keyframe() {
    let id = ids(1)[0];
    let mut director = director(&[id]);
    director.step(all_present);
    director.preview(full(id)).unwrap();
    assert_eq!(director.take(Transition::Cut), Ok(Taken { frame: 1, scene: full(id) }));
    let decision = director.step(all_present);
    assert_eq!((decision.frame, decision.view, decision.key), (1, View::Scene(full(id)), true));
    assert!(!director.step(all_present).key);
}

#[test]
fn sound_follows_the_picture_within_three_frames() {
    let id = ids(2);
    let mut director = director(&id);
    director.direct(full(id[0]), Transition::Cut, None).unwrap();
    for _ in 0..3 {
        director.step(all_present);
    }
    director.direct(full(id[1]), Transition::Cut, None).unwrap();
    let gains: Vec<_> = (0..4).map(|_| director.step(all_present).gains).collect();
    assert!(gains[0].contains(&Gain { source: id[0], from: 1.0, to: 1.0 - FADE_STEP }));
    assert!(gains[2].iter().any(|gain| gain.source == id[1] && gain.to > 0.999));
    assert!(gains[3].iter().all(|gain| gain.source == id[1]));
}

#[test]
fn a_mix_of_a_second_takes_thirty_frames_and_rises_evenly() {
    let id = ids(1)[0];
    let mut director = director(&[id]);
    director.direct(full(id), Transition::Mix { duration_ms: 1000 }, None).unwrap();
    for n in 1..30 {
        let View::Mix { from: From::Scene(Scene::Slate), to, weight, .. } = director.step(all_present).view else {
            panic!("no mix in frame {n}");
        };
        assert_eq!((to, u64::from(weight)), (full(id), n * 256 / 30));
        assert!(director.is_mixing());
    }
    assert_eq!(director.step(all_present).view, View::Scene(full(id)));
    assert!(!director.is_mixing());
}

/// A director with the first source on air, and a stinger that exchanges it for the third at its tenth frame.
fn stung(id: &[SourceId]) -> (Director, Transition) {
    let SourceId::Clip(clip) = id[1] else { panic!("the second is a clip") };
    let mut director = director(id);
    director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
    for _ in 0..5 {
        director.step(all_present);
    }
    (director, Transition::Stinger { clip, cut_ms: 334 })
}

#[test]
fn a_stinger_covers_everything_and_the_scenes_are_exchanged_beneath_it() {
    let id = ids(3);
    let (mut director, stinger) = stung(&id);
    let taken = director.direct(full(id[2]), stinger, name("Bahar")).unwrap();
    assert!(director.wanted().contains(&id[1]), "it is opened");
    for n in 0..40 {
        let decision = director.step(all_present);
        assert_eq!((decision.view, decision.covered), (View::Scene(full(id[1])), true), "frame {n}");
        assert_eq!(decision.key, n == 0);
        assert!(decision.gains.iter().any(|gain| gain.source == id[1] && gain.from == 1.0));
        let (on_air, caption) = if n < 10 { (id[0], name("Amina")) } else { (id[2], name("Bahar")) };
        assert_eq!((director.programme(), director.current_caption().cloned()), (full(on_air), caption), "frame {n}");
        assert!(director.is_mixing());
        // Who presses twice asks for the same.
        if n == 5 {
            assert_eq!(director.direct(full(id[2]), stinger, name("Bahar")), Ok(taken));
        }
    }
    director.ended(id[1]);
    let decision = director.step(all_present);
    assert_eq!((decision.view, decision.covered, decision.key), (View::Scene(full(id[2])), false, true));
    assert!(!director.is_mixing());
}

#[test]
fn a_stinger_that_cannot_be_played_is_a_cut_and_one_without_end_hides_nobody() {
    let id = ids(3);
    let (mut director, stinger) = stung(&id);
    director.direct(full(id[2]), stinger, None).unwrap();
    let unread = |source| if source == id[1] { Presence::Awaited } else { Presence::Present };
    let waited = (0..100).take_while(|_| director.step(unread).view == View::Scene(full(id[0]))).count() as u64;
    assert_eq!((waited, director.programme(), director.stinger()), (PATIENCE, full(id[2]), None));
    // Nobody has it any more: there is nothing to wait for.
    director.sources([id[0], id[2]].into());
    director.direct(full(id[0]), stinger, None).unwrap();
    assert_eq!(director.step(all_present).view, View::Scene(full(id[0])));
    director.sources(id.iter().copied().collect());
    director.direct(full(id[2]), stinger, None).unwrap();
    let covered = (0..1_000).take_while(|_| director.step(all_present).covered).count();
    assert_eq!(covered, 310);
}

#[test]
fn a_take_during_a_stinger_takes_it_away() {
    let id = ids(3);
    let (mut director, stinger) = stung(&id);
    for (scene, transition) in [(Scene::Slate, Transition::Cut), (full(id[0]), Transition::Cut)] {
        director.direct(full(id[2]), stinger, None).unwrap();
        director.step(all_present);
        director.direct(scene, transition, None).unwrap();
        let decision = director.step(all_present);
        assert_eq!((decision.view, decision.covered, decision.key), (View::Scene(scene), false, true));
        for _ in 0..40 {
            assert_eq!(director.step(all_present).view, View::Scene(scene), "what was to come does not");
        }
        director.direct(full(id[0]), Transition::Cut, None).unwrap();
        director.step(all_present);
    }
    director.direct(full(id[2]), stinger, None).unwrap();
    director.step(all_present);
    director.direct(Scene::Slate, Transition::Mix { duration_ms: 500 }, None).unwrap();
    assert!(matches!(director.step(all_present).view, View::Mix { from: From::Still, .. }));
}

#[test]
fn a_take_during_a_mix_starts_from_what_is_seen() {
    let id = ids(2);
    let mut director = director(&id);
    director.direct(full(id[0]), Transition::Mix { duration_ms: 1000 }, None).unwrap();
    director.step(all_present);
    director.direct(full(id[1]), Transition::Mix { duration_ms: 500 }, None).unwrap();
    let decision = director.step(all_present);
    assert!(decision.grab);
    assert!(matches!(decision.view, View::Mix { from: From::Still, to, .. } if to == full(id[1])));
}

#[test]
fn of_two_producers_who_take_at_once_both_hear_the_same() {
    let id = ids(2);
    let mut director = director(&id);
    director.preview(full(id[0])).unwrap();
    let first = director.take(Transition::Cut).unwrap();
    assert_eq!(director.take(Transition::Cut), Ok(first));
    director.step(all_present);
    director.step(all_present);
    assert_eq!(director.take(Transition::Cut), Ok(first), "it is on air since then");
    // Of two different scenes, the later wins, and both are told which frame.
    let a = director.direct(full(id[1]), Transition::Cut, None).unwrap();
    let b = director.direct(Scene::Slate, Transition::Cut, None).unwrap();
    assert_eq!((a.frame, b.frame, b.scene), (2, 2, Scene::Slate));
    assert_eq!(director.step(all_present).view, View::Scene(Scene::Slate));
}

#[test]
fn a_take_waits_for_the_first_picture_and_then_gives_up_to_the_slate() {
    let id = ids(2);
    let mut director = director(&id);
    director.direct(full(id[0]), Transition::Cut, None).unwrap();
    director.step(all_present);
    let second = |presence| {
        let id = id[1];
        move |source| if source == id { presence } else { Presence::Present }
    };
    director.direct(full(id[1]), Transition::Cut, name("Amina")).unwrap();
    for _ in 0..10 {
        assert_eq!(director.step(second(Presence::Awaited)).view, View::Scene(full(id[0])));
    }
    assert_eq!(director.step(second(Presence::Present)).view, View::Scene(full(id[1])));
    assert_eq!(director.current_caption(), name("Amina").as_ref());

    director.direct(full(id[0]), Transition::Cut, None).unwrap();
    let first = |source| if source == id[0] { Presence::Awaited } else { Presence::Present };
    let views: Vec<_> = (0..=PATIENCE).map(|_| director.step(first).view).collect();
    assert!(views[..views.len() - 1].iter().all(|view| *view == View::Scene(full(id[1]))));
    assert_eq!(views.last(), Some(&View::Scene(Scene::Slate)));
    assert_eq!(director.lost(first), [id[0]]);
}

#[test]
fn a_lost_source_gives_way_to_the_slate_and_comes_back_in_preview_only() {
    let id = ids(2);
    let mut director = director(&id);
    director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
    director.step(all_present);
    director.preview(full(id[1])).unwrap();
    let lost = |source| if source == id[0] { Presence::Lost } else { Presence::Present };
    let decision = director.step(lost);
    assert_eq!((decision.view, decision.key), (View::Scene(Scene::Slate), true));
    assert_eq!(director.current_caption(), None);
    assert_eq!(director.lost(lost), [id[0]]);
    assert!(director.wanted().contains(&id[0]), "it is still hoped for");
    assert_eq!(director.step(all_present).view, View::Scene(Scene::Slate));
    assert_eq!(director.current_preview(), full(id[0]));
    assert_eq!(director.lost(all_present), []);
}

#[test]
fn a_source_that_comes_back_does_not_displace_what_a_producer_chose_since() {
    let id = ids(2);
    let mut director = director(&id);
    director.direct(full(id[0]), Transition::Cut, None).unwrap();
    director.step(all_present);
    director.step(|_| Presence::Lost);
    director.preview(full(id[1])).unwrap();
    director.step(all_present);
    assert_eq!(director.current_preview(), full(id[1]));
}

#[test]
fn a_scene_that_names_a_source_that_is_gone_is_refused_and_leaves_the_air() {
    let id = ids(2);
    let mut director = director(&id[..1]);
    assert_eq!(director.preview(full(id[1])), Err(Error::Gone(id[1])));
    let both = Scene::Two { left: id[0], right: id[1] };
    assert_eq!(director.direct(both, Transition::Cut, None), Err(Error::Gone(id[1])));
    assert_eq!(director.current_preview(), Scene::Slate);
    director.direct(full(id[0]), Transition::Cut, None).unwrap();
    director.step(all_present);
    director.sources(BTreeSet::new());
    assert_eq!(director.step(all_present).view, View::Scene(Scene::Slate));
    assert!(director.wanted().is_empty());
    assert_eq!(director.take(Transition::Cut).unwrap().scene, Scene::Slate);
}

#[test]
fn an_impossible_mix_is_refused_and_changes_nothing() {
    let id = ids(1)[0];
    let mut director = director(&[id]);
    assert!(director.direct(full(id), Transition::Mix { duration_ms: 5 }, None).is_err());
    assert_eq!(director.current_preview(), Scene::Slate);
}

#[derive(Debug, Clone)]
enum Action {
    Preview(Scene),
    Take(Transition),
    Direct(Scene, Transition),
    Caption(bool),
    Remove(usize),
    Presence(usize, Presence),
    Step,
}

fn action() -> impl Strategy<Value = Action> {
    let id = ids(4);
    let source = proptest::sample::select(id);
    let scene = prop_oneof![
        Just(Scene::Slate),
        source.clone().prop_map(full),
        (source.clone(), source.clone()).prop_map(|(left, right)| Scene::Two { left, right }),
        (source.clone(), source).prop_map(|(main, inset)| Scene::Inset { main, inset }),
    ];
    let SourceId::Clip(clip) = ids(4)[3] else { unreachable!() };
    let transition = prop_oneof![
        Just(Transition::Cut),
        (0..1500u32).prop_map(|duration_ms| Transition::Mix { duration_ms }),
        (0..1500u32).prop_map(|duration_ms| Transition::Wipe { direction: Direction::Up, duration_ms }),
        (0..1500u32).prop_map(move |cut_ms| Transition::Stinger { clip, cut_ms }),
    ];
    let presence = prop_oneof![Just(Presence::Awaited), Just(Presence::Present), Just(Presence::Lost)];
    prop_oneof![
        1 => scene.clone().prop_map(Action::Preview),
        1 => transition.clone().prop_map(Action::Take),
        2 => (scene, transition).prop_map(|(scene, transition)| Action::Direct(scene, transition)),
        1 => any::<bool>().prop_map(Action::Caption),
        1 => (0..8usize).prop_map(Action::Remove),
        3 => (0..4usize, presence).prop_map(|(n, presence)| Action::Presence(n, presence)),
        12 => Just(Action::Step),
    ]
}

proptest! {
    #[test]
    fn the_programme_always_has_a_picture_and_loudness_never_jumps(
        actions in proptest::collection::vec(action(), 1..300),
    ) {
        let id = ids(4);
        let mut director = director(&id);
        let mut states = [Presence::Present; 4];
        let mut known: BTreeSet<SourceId> = id.iter().copied().collect();
        let mut loudness: BTreeMap<SourceId, f32> = BTreeMap::new();
        let mut frame = 0;
        for action in actions {
            match action {
                Action::Preview(scene) => drop(director.preview(scene)),
                Action::Take(transition) => drop(director.take(transition)),
                Action::Direct(scene, transition) => drop(director.direct(scene, transition, name("A"))),
                Action::Caption(on) => director.caption(name("B").filter(|_| on)),
                Action::Remove(n) => {
                    known = id.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, id)| *id).collect();
                    director.sources(known.clone());
                }
                Action::Presence(n, presence) => states[n] = presence,
                Action::Step => {
                    let at = |source| states[id.iter().position(|id| *id == source).unwrap()];
                    let decision = director.step(at);
                    prop_assert_eq!(decision.frame, frame, "no number is left out");
                    frame += 1;
                    let scenes = match decision.view {
                        View::Scene(scene) => vec![scene],
                        View::Mix { from: From::Scene(from), to, weight, .. } => {
                            prop_assert!((1..256).contains(&weight));
                            vec![from, to]
                        }
                        View::Mix { from: From::Still, to, .. } => {
                            prop_assert!(frame > 1, "there is something to stand still");
                            vec![to]
                        }
                    };
                    for source in scenes.iter().flat_map(Scene::sources) {
                        prop_assert!(known.contains(&source) && at(source) == Presence::Present);
                    }
                    for (&source, &was) in &loudness {
                        let heard = decision.gains.iter().any(|gain| gain.source == source);
                        prop_assert!(heard || was == 0.0, "nothing ends before it has faded");
                    }
                    for gain in &decision.gains {
                        let was = loudness.get(&gain.source).copied().unwrap_or(0.0);
                        // A stinger begins as loud as it is.
                        let begins = decision.covered && was == 0.0;
                        prop_assert!(gain.from == was || begins);
                        prop_assert!((gain.to - gain.from).abs() <= FADE_STEP + 1e-6);
                        prop_assert!((0.0..=1.0).contains(&gain.to));
                        loudness.insert(gain.source, gain.to);
                    }
                }
            }
        }
    }
}

#[test]
fn a_caption_leaves_with_the_scene_it_was_put_on_for() {
    let id = ids(2);
    let mut director = director(&id);
    director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
    director.step(all_present);
    director.preview(full(id[0])).unwrap();
    director.take(Transition::Cut).unwrap();
    director.step(all_present);
    assert_eq!(director.current_caption(), name("Amina").as_ref(), "it is on air already");
    // A name that is asked for while a take waits is for who comes, not for who is still seen.
    director.preview(full(id[1])).unwrap();
    director.take(Transition::Cut).unwrap();
    director.caption(name("Bahar"));
    let awaited = |source| if source == id[1] { Presence::Awaited } else { Presence::Present };
    director.step(awaited);
    assert_eq!(director.current_caption(), name("Amina").as_ref());
    director.step(all_present);
    assert_eq!((director.programme(), director.current_caption()), (full(id[1]), name("Bahar").as_ref()));
    director.preview(Scene::Slate).unwrap();
    director.take(Transition::Cut).unwrap();
    director.step(all_present);
    assert_eq!(director.current_caption(), None);
    director.caption(name("We go on at two"));
    assert_eq!(director.current_caption(), name("We go on at two").as_ref(), "this slate was chosen");
}

#[test]
fn nobody_is_named_while_the_slate_stands_in() {
    let id = ids(1);
    let mut director = director(&id);
    director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
    director.step(all_present);
    director.step(|_| Presence::Lost);
    director.caption(name("Amina"));
    assert_eq!((director.programme(), director.current_caption()), (Scene::Slate, None));
    director.step(all_present);
    assert_eq!((director.current_preview(), director.current_caption()), (full(id[0]), None));
    director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
    director.step(all_present);
    assert_eq!(director.current_caption(), name("Amina").as_ref());
}

#[test]
fn an_armed_backup_takes_over_in_the_frame_in_which_the_slate_would_and_the_name_stays() {
    let id = ids(2);
    let mut director = director(&id);
    let backup = Backup { of: full(id[0]), by: id[1] };
    director.arm(Some(backup));
    director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
    director.step(all_present);
    assert!(director.wanted().contains(&id[1]), "its first picture is there before it is needed");
    let lost = |source| if source == id[0] { Presence::Lost } else { Presence::Present };
    let decision = director.step(lost);
    assert_eq!((decision.view, decision.key), (View::Scene(full(id[1])), true));
    assert_eq!(director.current_caption(), name("Amina").as_ref());
    assert_eq!(director.lost(lost), [id[0]]);
    // Who returns is offered, and does not displace the recording.
    director.step(all_present);
    assert_eq!((director.current_preview(), director.programme()), (full(id[0]), full(id[1])));
}

#[test]
fn a_speaker_who_never_comes_is_replaced_by_their_backup() {
    let id = ids(2);
    let mut director = director(&id);
    director.arm(Some(Backup { of: full(id[0]), by: id[1] }));
    director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
    let awaited = |source| if source == id[0] { Presence::Awaited } else { Presence::Present };
    for _ in 0..=PATIENCE {
        director.step(awaited);
    }
    assert_eq!(director.programme(), full(id[1]));
    assert_eq!(director.current_caption(), name("Amina").as_ref());
}

#[test]
fn a_backup_that_is_not_ready_or_is_for_another_scene_leaves_the_air_to_the_slate() {
    let id = ids(3);
    for (of, ready) in [(id[0], false), (id[2], true)] {
        let mut director = director(&id);
        director.arm(Some(Backup { of: full(of), by: id[1] }));
        director.direct(full(id[0]), Transition::Cut, name("Amina")).unwrap();
        director.step(all_present);
        let lost = |source| match source {
            source if source == id[0] => Presence::Lost,
            source if source == id[1] && !ready => Presence::Awaited,
            _ => Presence::Present,
        };
        assert_eq!(director.step(lost).view, View::Scene(Scene::Slate));
        assert_eq!(director.current_caption(), None);
    }
}

fn boxes(sources: &[SourceId]) -> Scene {
    let places = template::grid(sources.len());
    Scene::Boxes { boxes: template::fill(&places, sources.iter().copied()).unwrap() }
}

#[test]
fn of_a_crowd_the_one_who_is_lost_leaves_the_others_on_air() {
    let id = ids(4);
    let (mut director, crowd) = (director(&id), boxes(&id));
    director.direct(crowd, Transition::Cut, name("Four")).unwrap();
    director.step(all_present);
    let without = |lost: &[SourceId]| {
        let lost = lost.to_vec();
        move |source| if lost.contains(&source) { Presence::Lost } else { Presence::Present }
    };
    assert_eq!(director.step(without(&id[..3])).view, View::Scene(crowd));
    let mut expected = id[..3].to_vec();
    expected.sort_unstable();
    assert_eq!(director.lost(without(&id[..3])), expected);
    assert_eq!(director.step(all_present).view, View::Scene(crowd), "who returns is in their place again");
    assert_eq!(director.lost(all_present), []);
    assert_eq!(director.step(without(&id)).view, View::Scene(Scene::Slate), "nobody is left");
    // Of two, the one who is lost takes the other along, as ever.
    director.direct(boxes(&id[..2]), Transition::Cut, None).unwrap();
    director.step(all_present);
    assert_eq!(director.step(without(&id[..1])).view, View::Scene(Scene::Slate));
}

#[test]
fn a_crowd_comes_on_air_with_those_who_are_there_when_patience_is_over() {
    let id = ids(3);
    let (mut director, crowd) = (director(&id), boxes(&id));
    director.direct(crowd, Transition::Cut, None).unwrap();
    let late = |source| if source == id[2] { Presence::Awaited } else { Presence::Present };
    for _ in 0..PATIENCE {
        assert_eq!(director.step(late).view, View::Scene(Scene::Slate));
    }
    assert_eq!(director.step(late).view, View::Scene(crowd));
}
