use plenary_model::graphic::{Content, Corner, Edge, Graphic};

use super::*;
use crate::graphics::Command as G;

fn graphic(seed: u64, content: Content) -> Graphic {
    let (id, summit) = (GraphicId::random(&mut rng(seed)), SummitId::random(&mut rng(0)));
    Graphic { id, summit, stage: None, content, created: Timestamp(seed as i64) }
}

fn topic(seed: u64) -> Graphic {
    graphic(seed, Content::Topic { text: format!("Topic {seed}"), edge: Edge::Top })
}

fn clock(seed: u64) -> Graphic {
    graphic(seed, Content::Clock { zone: None, label: String::new(), corner: Corner::TopRight })
}

/// A show with two topics, a clock and a prepared name.
fn dressed() -> (People, Standing, [GraphicId; 4]) {
    let (people, mut show, _) = show();
    let name = Content::Name { name: "Ada".into(), title: "Chair".into() };
    let all = [topic(1), topic(2), clock(3), graphic(4, name)];
    let ids = all.each_ref().map(|graphic| graphic.id);
    show.graphics.load(all.into());
    (people, show, ids)
}

fn on(show: &Standing) -> Vec<GraphicId> {
    show.graphics.air().iter().map(|on_air| on_air.graphic).collect()
}

fn ask(show: &mut Standing, people: &People, command: G) -> Result<Plan, Error> {
    show.direct(people, producer(), Command::Graphic(command), Timestamp(5))
}

#[test]
fn graphics_go_on_air_one_for_each_place_and_are_written_down() {
    let (people, mut show, [one, two, clock, _]) = dressed();
    ask(&mut show, &people, G::Preview(one, true)).unwrap();
    assert_eq!((show.graphics.preview(), on(&show)), (&[one][..], vec![]));
    let plan = ask(&mut show, &people, G::Air(one, true)).unwrap();
    let on_air = vec![OnAir { graphic: one, item: false }];
    assert_eq!(plan.records, [Record::Graphics(on_air, "graphic.air", Some(one))]);
    assert!(show.graphics.preview().is_empty(), "it is on air now");
    ask(&mut show, &people, G::Air(clock, true)).unwrap();
    ask(&mut show, &people, G::Air(two, true)).unwrap();
    assert_eq!(on(&show), [clock, two]);
    ask(&mut show, &people, G::Air(two, false)).unwrap();
    assert_eq!(on(&show), [clock]);
    ask(&mut show, &people, G::Clear).unwrap();
    assert_eq!(on(&show), []);
    let gone = GraphicId::random(&mut rng(77));
    assert_eq!(ask(&mut show, &people, G::Air(gone, true)), Err(Error::NoGraphic(gone)));
    assert_eq!(ask(&mut show, &people, G::Preview(gone, true)), Err(Error::NoGraphic(gone)));
}

#[test]
fn a_prepared_name_is_the_name_on_air() {
    let (people, mut show, [.., name]) = dressed();
    let plan = ask(&mut show, &people, G::Air(name, true)).unwrap();
    let ada = Some(Caption { name: "Ada".into(), title: "Chair".into() });
    assert_eq!((show.caption.clone(), plan.acts), (ada.clone(), vec![Act::Caption(ada.clone())]));
    assert_eq!((on(&show), show.graphics.named(ada.as_ref().unwrap())), (vec![], Some(name)));
    ask(&mut show, &people, G::Air(name, false)).unwrap();
    assert_eq!(show.caption, None);
    ask(&mut show, &people, G::Air(name, true)).unwrap();
    let plan = ask(&mut show, &people, G::Clear).unwrap();
    assert_eq!((show.caption.clone(), plan.acts), (None, vec![Act::Caption(None)]));
}

#[test]
fn what_came_with_an_item_leaves_with_its_scene_and_comes_back_with_undo() {
    let (people, mut show, [one, two, clock, name]) = dressed();
    let ids: Vec<_> = show.rundown.items().iter().map(|item| item.id).collect();
    let gone = GraphicId::random(&mut rng(77));
    for (item, graphics) in [(ids[0], vec![one, name, gone]), (ids[1], vec![two])] {
        let change = show.edited(item, |item| {
            item.graphics = graphics;
            Ok(())
        });
        show.plan(&people, change.unwrap()).unwrap();
    }
    ask(&mut show, &people, G::Air(clock, true)).unwrap();
    let mut direct = |command| show.direct(&people, producer(), command, Timestamp(9)).map(|_| show.clone()).unwrap();
    let first = direct(Command::Next);
    assert_eq!((on(&first), first.caption.map(|caption| caption.name)), (vec![clock, one], Some("Ada".into())));
    assert_eq!(on(&direct(Command::Next)), [clock, two]);
    let last = direct(Command::Next);
    assert_eq!((on(&last), last.programme), (vec![clock], Scene::Slate));
    assert_eq!(on(&direct(Command::Untake)), [clock, two]);
    // Whoever takes another scene takes its graphics with it, too.
    assert_eq!(on(&direct(Command::SlateNow)), [clock]);
}

#[test]
fn a_graphic_that_is_removed_leaves_the_air_and_one_that_moves_takes_the_place() {
    let (people, mut show, [one, two, clock, _]) = dressed();
    for id in [one, clock] {
        ask(&mut show, &people, G::Air(id, true)).unwrap();
    }
    ask(&mut show, &people, G::Preview(two, true)).unwrap();
    assert!(show.graphics.load(vec![topic(1)]), "the clock is gone");
    assert_eq!((on(&show), show.graphics.preview().len()), (vec![one], 0));
    assert!(!show.graphics.load(vec![topic(1), clock_at_left()]));
    let mut again = Standing { graphics: Graphics::new(show.graphics.air().to_vec()), ..Standing::default() };
    assert!(!again.graphics.load(vec![topic(1)]), "after a restart it is on air as before");
    assert_eq!(on(&again), [one]);
}

fn clock_at_left() -> Graphic {
    graphic(3, Content::Clock { zone: None, label: String::new(), corner: Corner::TopLeft })
}

#[test]
fn a_scene_that_gives_way_with_a_stinger_needs_the_recording_to_be_planned() {
    let (people, mut show, _) = show();
    let item = show.rundown.items()[0].id;
    let clip = ClipId::random(&mut rng(5));
    let stinger = |show: &Standing| {
        show.edited(item, |item| {
            item.transition = Transition::Stinger { clip, cut_ms: 400 };
            Ok(())
        })
    };
    let change = stinger(&show).unwrap();
    assert_eq!(show.plan(&people, change).unwrap_err(), Error::Gone(SourceId::Clip(clip)));
    let there = Entry::Clip(Clip::new(clip, SummitId::random(&mut rng(0)), "Sting", Timestamp(0)));
    let people: People = people.iter().map(|(_, entry)| entry.clone()).chain([there]).collect();
    let change = stinger(&show).unwrap();
    show.plan(&people, change).unwrap();
}
