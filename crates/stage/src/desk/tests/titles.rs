//! Names and other graphics over the picture.

use super::*;

#[test]
fn a_graphic_is_previewed_before_it_is_on_air_and_a_name_stands_above_a_topic() {
    use plenary_model::graphic::{Content, Edge};
    let mut rig = Rig::new();
    let content = Content::Topic { text: "Water for all, everywhere and for ever".into(), edge: Edge::Bottom };
    let id = plenary_model::id::GraphicId::random(&mut StdRng::seed_from_u64(5));
    let topic = Graphic { id, content, zone: "UTC".into(), file: None };
    let ground = rig.step().picture.pixel(62, 640);
    rig.desk.graphics(vec![], vec![topic.clone()]);
    let until = |rig: &mut Rig, there: &dyn Fn(&Rig, &Frame) -> bool| {
        let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
        loop {
            assert!(std::time::Instant::now() < end, "nobody draws it");
            let frame = rig.step();
            if there(rig, &frame) {
                return frame;
            }
            std::thread::yield_now();
        }
    };
    let marked = |picture: &Picture, x, y| picture.pixel(x, y).y.abs_diff(ground.y) > 20;
    let frame = until(&mut rig, &|_, frame| frame.preview.as_ref().is_some_and(|(seen, _)| marked(seen, 31, 320)));
    assert!(!marked(&frame.picture, 62, 640), "nobody but the crew sees it");
    rig.desk.graphics(vec![topic], vec![]);
    until(&mut rig, &|_, frame| marked(&frame.picture, 62, 640));
    rig.desk.director.direct(rig.full(0), Transition::Cut, name("Amara Okafor")).unwrap();
    rig.captioned();
    let rect = rig.desk.graphics.caption().unwrap().0.rect();
    let frame = rig.step();
    let (x, above) = (rect.x + rect.width / 2, rect.y - 10);
    assert!(frame.picture.pixel(x, above) != rig.desk.clean.pixel(x, above), "the name stands higher");
    rig.desk.graphics(vec![], vec![]);
    until(&mut rig, &|rig, _| rig.desk.graphics.over_preview().is_none());
}

#[test]
fn a_caption_appears_over_the_picture_and_leaves_it() {
    let mut rig = Rig::new();
    let bare = rig.step().picture;
    rig.desk.director.caption(name("Amara Okafor"));
    let captioned = rig.captioned().picture;
    assert!(bare.data() != captioned.data());
    assert_eq!(captioned.planes()[0].data[..640 * 360], bare.planes()[0].data[..640 * 360]);
    rig.desk.director.caption(None);
    for _ in 0..8 {
        rig.step();
    }
    assert!(rig.step().picture.data() == bare.data());
}

#[test]
fn over_the_slate_that_replaces_somebody_stands_nobodys_name() {
    let mut rig = Rig::new();
    rig.prepare(rig.full(0));
    let bare = rig.desk.graphics.slate().clone();
    rig.desk.director.direct(rig.full(0), Transition::Cut, name("Amara Okafor")).unwrap();
    rig.captioned();
    rig.sending[0] = false;
    let until_slate = (0..60).position(|_| {
        let frame = rig.step();
        let gone = read(&frame).is_none();
        assert_eq!(frame.picture.data() == bare.data(), gone, "the first picture of the slate is without it");
        gone
    });
    assert!(until_slate.is_some());
    // Nor does a name come back by a producer's click on what is not seen.
    rig.desk.director.caption(name("Amara Okafor"));
    rig.sending[0] = true;
    for _ in 0..60 {
        assert!(rig.step().picture.data() == bare.data());
    }
    // Who came back is taken as anybody else, and named as the producer says.
    rig.desk.director.take(Transition::Cut).unwrap();
    let frame = rig.step();
    assert!(read(&frame).is_some() && rig.desk.graphics.caption().is_none());
    rig.desk.director.caption(name("Amara Okafor"));
    assert!(read(&rig.captioned()).is_some());
    // What a producer chooses is a scene like any other, and may carry words.
    rig.desk.director.direct(Scene::Slate, Transition::Cut, name("We go on at two")).unwrap();
    assert!(rig.step().picture.data() == bare.data(), "the name before is gone with its picture");
    assert!(rig.captioned().picture.data() != bare.data());
}

#[test]
fn a_caption_and_an_inset_never_overlap() {
    use crate::compose::inset;
    for words in ["Amara Okafor", "شیرین پارسا", &"خیلی ".repeat(60), &"W".repeat(200)] {
        let mut rig = Rig::new();
        let both = Scene::Inset { main: rig.id(0), inset: rig.id(1) };
        let place = inset(PROGRAMME);
        // A cut and a mix there, and back again: the full picture's caption stands where the inset will be.
        rig.prepare(both);
        for transition in [Transition::Cut, Transition::Mix { duration_ms: 1_000 }] {
            rig.desk.director.direct(rig.full(0), transition, name(words)).unwrap();
            rig.captioned();
            rig.desk.director.direct(both, transition, name(words)).unwrap();
            for _ in 0..40 {
                rig.step();
                let seen = rig.desk.graphics.caption().map(|(overlay, _)| overlay.rect());
                assert!(!rig.desk.inset || seen.is_none_or(|rect| !rect.overlaps(place)), "{words} {seen:?}");
            }
            assert!(rig.desk.inset);
            let frame = rig.captioned();
            let source = stamp::read_part(&frame.picture, SOURCE, place.crop_to_fill(SOURCE), place);
            assert!(source >= Some(SECOND), "the inset is whole: {source:?}");
            // Who was on air leaves with the inset.
            rig.desk.director.direct(rig.full(1), transition, name(words)).unwrap();
            for _ in 0..40 {
                rig.step();
                let seen = rig.desk.graphics.caption().map(|(overlay, _)| overlay.rect());
                assert!(!rig.desk.inset || seen.is_none_or(|rect| !rect.overlaps(place)), "{words} {seen:?}");
            }
        }
    }
}
