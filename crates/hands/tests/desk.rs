//! What a desk's buttons mean and show, whatever they are pressed with.

use plenary_hands::{
    Action, Status,
    action::{Deed, Error, Sound},
    status::{Label, Tally},
};
use plenary_model::{
    id::{ItemId, LocationId, SpeakerId},
    location::Admission,
    rundown,
    scene::{Caption, Scene},
    source::SourceId,
    time::Timestamp,
};
use plenary_show::{
    live::{self, Crew, Kind, Plan, Presence, Source},
    state::Command,
};
use rand::{SeedableRng, rngs::StdRng};

fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

fn speaker(seed: u64, name: &str, state: Presence) -> Source {
    Source {
        id: SourceId::Speaker(SpeakerId::random(&mut rng(seed))),
        name: name.into(),
        title: "Hydrologist".into(),
        kind: Kind::Speaker,
        broadcast: None,
        state,
        admission: None,
        country: None,
        fps: None,
        level_db: None,
        duration_ms: None,
        network: None,
    }
}

fn location(seed: u64, name: &str, admission: Admission) -> Source {
    let id = SourceId::Location(LocationId::random(&mut rng(seed)));
    let admission = Some(admission);
    Source { id, kind: Kind::Location, title: String::new(), admission, ..speaker(seed, name, Presence::Online) }
}

fn crew(sources: Vec<Source>) -> Crew {
    Crew {
        at: Timestamp(0),
        frame: 0,
        programme: Scene::Slate,
        preview: Scene::Slate,
        mixing: false,
        caption: None,
        lost: Vec::new(),
        armed: false,
        stands_in: None,
        air: live::Air::default(),
        graphics: Default::default(),
        arrangements: Vec::new(),
        floor: live::floor::Floor::default(),
        sound: live::sound::Sound::default(),
        backstage: live::backstage::Backstage::default(),
        rundown: live::Rundown::default(),
        sources,
        viewers: 0,
        locations_online: 0,
        faults: Vec::new(),
        recording: false,
        late_frames: 0,
        dropped: 0,
        last_taken: None,
    }
}

fn plan(items: &[rundown::Item]) -> Plan {
    Plan {
        order: items.iter().map(|item| item.id).collect(),
        items: items.iter().map(|item| (item.id, live::Item::new(item, None, None))).collect(),
    }
}

fn item(seed: u64, title: &str, scene: Scene) -> rundown::Item {
    rundown::Item::new(ItemId::random(&mut rng(seed)), title, scene, 60)
}

#[test]
fn a_number_is_that_of_the_multiview_where_nobody_stands_who_was_not_let_in() {
    let crew = crew(vec![
        speaker(1, "Amina", Presence::Live),
        location(2, "Kisumu", Admission::Waiting),
        location(3, "Tehran", Admission::Admitted),
        speaker(4, "Jonas", Presence::Offline),
    ]);
    let full = |place: usize| Ok(direct(Command::Preview(Scene::Full { source: crew.sources[place].id })));
    let press = |number| Action::Preview(number).deed(&crew, &Plan::default());
    assert_eq!(press(1), full(0));
    assert_eq!(press(2), full(2), "Kisumu waits");
    assert_eq!(press(3), Err(Error::Offline(3)));
    for number in [0, 4, u32::MAX] {
        assert_eq!(press(number), Err(Error::NoSource { number, sources: 3 }));
    }
}

fn direct(command: Command) -> Deed {
    Deed::Direct(command)
}

#[test]
fn a_button_mutes_and_a_fader_sets_the_source_that_carries_its_number() {
    let mut crew = crew(vec![speaker(1, "Amina", Presence::Live), speaker(2, "Jonas", Presence::Offline)]);
    let jonas = crew.sources[1].id;
    let press = |crew: &Crew, action: Action| action.deed(crew, &Plan::default());
    assert_eq!(press(&crew, Action::Mute(2, None)), Ok(Deed::Mix(Sound::Mute(jonas, true))));
    crew.sound.strips = vec![live::sound::Strip {
        source: jonas,
        settings: plenary_model::sound::Strip { muted: true, ..Default::default() },
        solo: false,
        peak_db: None,
        lufs: None,
        gate_open: true,
        reduction_db: 0.0,
    }];
    assert_eq!(press(&crew, Action::Mute(2, None)), Ok(Deed::Mix(Sound::Mute(jonas, false))), "the other of both");
    assert_eq!(press(&crew, Action::Gain(2, -35)), Ok(Deed::Mix(Sound::Gain(jonas, -35))));
    assert_eq!(press(&crew, Action::Mute(3, None)), Err(Error::NoSource { number: 3, sources: 2 }));
    let muted: Vec<_> =
        Status::of(&crew, &Plan::default(), Timestamp(0)).sources.iter().map(|label| label.muted).collect();
    assert_eq!(muted, [false, true]);
}

#[test]
fn an_item_is_counted_from_one() {
    let items = [item(1, "Opening", Scene::Slate), item(2, "Speech", Scene::Slate)];
    let press = |number| Action::Item(number).deed(&crew(Vec::new()), &plan(&items));
    assert_eq!(press(2), Ok(direct(Command::Jump(items[1].id))));
    for number in [0, 3, u32::MAX] {
        assert_eq!(press(number), Err(Error::NoItem { number, items: 2 }));
    }
}

#[test]
fn the_name_graphic_names_who_is_on_air_and_goes_on_and_off() {
    let mut crew = crew(vec![speaker(1, "Amina", Presence::Live)]);
    let scene = Scene::Full { source: crew.sources[0].id };
    let own = Caption { name: "Amina Odhiambo".into(), title: "Kisumu".into() };
    let items = [rundown::Item { caption: Some(own.clone()), ..item(1, "Speech", scene) }];
    let plan = plan(&items);
    let press = |crew: &Crew, on| Action::Caption(on).deed(crew, &plan);
    assert_eq!(press(&crew, None), Err(Error::Nobody), "the slate has no name");
    assert_eq!(press(&crew, Some(false)), Ok(direct(Command::Caption(None))));
    crew.programme = scene;
    let named = Caption { name: "Amina".into(), title: "Hydrologist".into() };
    assert_eq!(press(&crew, None), Ok(direct(Command::Caption(Some(named)))));
    crew.rundown.current = Some(items[0].id);
    assert_eq!(press(&crew, Some(true)), Ok(direct(Command::Caption(Some(own.clone())))), "the item knows better");
    crew.caption = Some(own);
    assert_eq!(press(&crew, None), Ok(direct(Command::Caption(None))));
}

#[test]
fn the_buttons_show_where_the_show_stands() {
    let sources = vec![
        speaker(1, "Amina", Presence::Live),
        speaker(2, "Jonas", Presence::Online),
        speaker(3, "Noor", Presence::Offline),
        speaker(4, "Wei", Presence::Online),
    ];
    let mut crew = crew(sources);
    let full = |source: &Source| Scene::Full { source: source.id };
    let items = [item(1, "Opening", Scene::Slate), item(2, "Speech", full(&crew.sources[1]))];
    crew.programme = Scene::Two { left: crew.sources[1].id, right: crew.sources[0].id };
    crew.preview = full(&crew.sources[3]);
    crew.armed = true;
    crew.rundown = live::Rundown {
        current: Some(items[0].id),
        since: Some(Timestamp(10_000)),
        next: Some(items[1].id),
        running: true,
        over_ms: Some(-2_500),
        ..live::Rundown::default()
    };
    let status = Status::of(&crew, &plan(&items), Timestamp(14_001));
    let label = |name: &str, tally| Label { name: name.into(), tally, muted: false };
    let expected = Status {
        on_air: "Jonas · Amina".into(),
        on_air_number: 2,
        preview: "Wei".into(),
        preview_number: 4,
        item: "Opening".into(),
        item_number: 1,
        next: "Speech".into(),
        next_number: 2,
        remaining_ms: 55_999,
        late_ms: -2_500,
        armed: true,
        running: true,
        sources: vec![
            label("Amina", Tally::Air),
            label("Jonas", Tally::Air),
            label("Noor", Tally::Offline),
            label("Wei", Tally::Ready),
        ],
        ..Status::default()
    };
    assert_eq!(status, expected);
    crew.rundown.follows_at = Some(Timestamp(20_001));
    assert_eq!(
        Status::of(&crew, &plan(&items), Timestamp(14_001)).remaining_ms,
        6_000,
        "what follows by itself counts"
    );
    let empty = Status::of(&self::crew(Vec::new()), &Plan::default(), Timestamp(5));
    assert_eq!(empty, Status::default());
}

#[test]
fn the_time_left_reads_as_a_countdown() {
    for (remaining_ms, seconds, text) in [
        (245_000, 245, "4:05"),
        (244_001, 245, "4:05"),
        (1, 1, "0:01"),
        (0, 0, "0:00"),
        (-999, 0, "0:00"),
        (-1_000, -1, "-0:01"),
        (-12_500, -12, "-0:12"),
        (3_600_000, 3_600, "1:00:00"),
        (-3_661_000, -3_661, "-1:01:01"),
    ] {
        let status = Status { remaining_ms, ..Status::default() };
        assert_eq!((status.remaining_s(), status.remaining_text().as_str()), (seconds, text), "{remaining_ms}");
    }
}
