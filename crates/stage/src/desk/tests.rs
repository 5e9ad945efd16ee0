mod jump;
mod titles;

use plenary_model::{
    id::{Secret, SpeakerId, SummitId},
    scene::{Area, Boxes, Caption, Crop, Direction, Placed, Scene, Transition, template},
};
use plenary_picture::{Fonts, Rect, Size, stamp};
use rand::{SeedableRng, rngs::StdRng};

use super::*;
use crate::testing::{Hands, PROGRAMME, SAMPLES_PER_FRAME, Stepped};

/// A mixer with two speakers whose picture `n` carries the number `n`, plus 1,000,000 for the second.
struct Rig {
    desk: Desk,
    hands: Hands,
    clock: Arc<Stepped>,
    speakers: [(SourceId, BroadcastName); 2],
    sending: [bool; 2],
    /// How far the speakers' clocks are ahead of the stage's.
    ahead: i64,
    frame: u64,
}

const SECOND: u32 = 1_000_000;
const SOURCE: Size = Size::new(640, 360);

impl Rig {
    fn new() -> Self {
        let rng = &mut StdRng::seed_from_u64(9);
        let summit = SummitId::random(rng);
        let speakers = std::array::from_fn(|_| {
            let name = BroadcastName::Speaker { summit, stage: None, secret: Secret::random(rng) };
            (SourceId::Speaker(SpeakerId::random(rng)), name)
        });
        let (clock, hands) = (Arc::new(Stepped::default()), Hands::default());
        let slate = Slate { title: "World Water Assembly".into(), ..Slate::default() };
        let graphics = Graphics::start(Size::new(1280, 720), &slate, None, Fonts::shipped).unwrap();
        let mut desk = Desk::new(Format::Hd30, slate, clock.clone(), Box::new(hands.clone()), graphics);
        desk.sources(speakers.iter().map(|(id, name)| Source { id: *id, feed: Feed::Live(*name) }).collect());
        Self { desk, hands, clock, speakers, sending: [true; 2], ahead: 77_000_000, frame: 0 }
    }

    /// Sends what the speakers send in the time before the next frame, and makes it.
    fn step(&mut self) -> Frame {
        let now = Format::Hd30.due_us(self.frame);
        self.clock.set(now - 5_000);
        for (at, (_, name)) in self.speakers.iter().enumerate() {
            if let Some(inbox) = self.hands.of(*name).filter(|_| self.sending[at]) {
                let mut picture = Picture::new(SOURCE);
                stamp::write(&mut picture, self.frame as u32 + SECOND * at as u32);
                inbox.picture(now - 10_000 + self.ahead, picture);
                // 100 ms of sound every third frame: 480 Hz from the first, 960 Hz from the second.
                if self.frame.is_multiple_of(3) {
                    let start = now - 110_000;
                    let hertz = 480.0 * (at + 1) as f64;
                    let packet = (0..4800).map(|n| {
                        let seconds = start as f64 / 1e6 + f64::from(n) / 48_000.0;
                        [(seconds * hertz * std::f64::consts::TAU).sin() as f32 * 0.4; 2]
                    });
                    inbox.packet(start + self.ahead, packet.collect());
                }
            }
        }
        let frame = self.desk.frame(false, true);
        assert_eq!(frame.number, self.frame, "no number is left out");
        assert_eq!(frame.sound.len(), 2 * SAMPLES_PER_FRAME);
        self.frame += 1;
        frame
    }

    fn id(&self, at: usize) -> SourceId {
        self.speakers[at].0
    }

    fn full(&self, at: usize) -> Scene {
        Scene::Full { source: self.id(at) }
    }

    /// Goes on until the caption stands there in full; the frame in which it does.
    fn captioned(&mut self) -> Frame {
        let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
        loop {
            assert!(std::time::Instant::now() < end, "nobody draws it");
            let frame = self.step();
            if self.desk.graphics.caption().is_some_and(|(_, weight)| weight == 256) {
                return frame;
            }
            std::thread::yield_now();
        }
    }

    /// Previews a scene and lets the stage learn its sources' delay.
    fn prepare(&mut self, scene: Scene) {
        self.desk.director.preview(scene).unwrap();
        for _ in 0..60 {
            self.step();
        }
    }
}

/// How much of a tone is in the left channel, 0 to 1.
fn tone(sound: &[f32], hertz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, sample) in sound.iter().step_by(2).enumerate() {
        let angle = n as f64 * hertz * std::f64::consts::TAU / 48_000.0;
        re += f64::from(*sample) * angle.cos();
        im += f64::from(*sample) * angle.sin();
    }
    2.0 * re.hypot(im) / (sound.len() / 2) as f64
}

fn name(name: &str) -> Option<Caption> {
    Some(Caption { name: name.into(), title: "Lagos, لاگوس".into() })
}

fn read(frame: &Frame) -> Option<u32> {
    stamp::read(&frame.picture)
}

#[test]
fn a_cut_is_exact_to_the_frame_and_pictures_follow_one_by_one() {
    let mut rig = Rig::new();
    rig.prepare(rig.full(0));
    let taken = rig.desk.director.take(Transition::Cut).unwrap();
    let first = rig.step();
    assert_eq!((first.number, first.key), (taken.frame, true));
    let shown = read(&first).unwrap();
    assert!(taken.frame as u32 - shown <= 6, "{shown} in frame {}", taken.frame);
    for next in shown + 1..shown + 60 {
        let frame = rig.step();
        assert_eq!(read(&frame), Some(next));
        assert!(!frame.key);
    }
    rig.prepare(rig.full(1));
    let taken = rig.desk.director.take(Transition::Cut).unwrap();
    let frame = rig.step();
    assert_eq!(frame.number, taken.frame);
    assert!(read(&frame).unwrap() >= SECOND);
}

#[test]
fn a_mix_shows_both_and_ends_on_the_new_one() {
    let mut rig = Rig::new();
    rig.prepare(rig.full(0));
    rig.desk.director.take(Transition::Cut).unwrap();
    rig.step();
    rig.prepare(rig.full(1));
    rig.desk.director.take(Transition::Mix { duration_ms: 500 }).unwrap();
    let frames: Vec<_> = (0..15).map(|_| rig.step()).collect();
    assert!(frames[7].picture.data() != frames[6].picture.data());
    assert_eq!(read(&frames[7]), None, "half and half");
    assert!(read(&frames[14]).unwrap() >= SECOND);
    assert!(frames.iter().all(|frame| !frame.key));
}

#[test]
fn a_wipe_has_the_new_scene_behind_its_edge_whatever_the_language() {
    for title in ["World Water Assembly", "آب برای همه"] {
        let mut rig = Rig::new();
        rig.desk.slate.title = title.into();
        let colour = |rig: &Rig, x: u32, y: u32| {
            let pixel = rig.desk.picture.pixel(x, y);
            if pixel == crate::testing::WALL { "wall" } else { "else" }
        };
        let mut sources = rig.desk.sources.clone();
        sources.push(Source { id: SourceId::Wall, feed: Feed::Wall(rig.speakers[0].1) });
        rig.desk.sources(sources);
        let wall = Scene::Full { source: SourceId::Wall };
        rig.prepare(wall);
        for (direction, [left, top, right, bottom]) in [
            (Direction::Right, ["wall", "else", "else", "else"]),
            (Direction::Left, ["else", "else", "wall", "else"]),
            (Direction::Down, ["else", "wall", "else", "else"]),
            (Direction::Up, ["else", "else", "else", "wall"]),
        ] {
            rig.desk.director.direct(Scene::Slate, Transition::Cut, name(title)).unwrap();
            rig.step();
            rig.desk.director.direct(wall, Transition::Wipe { direction, duration_ms: 1_000 }, name(title)).unwrap();
            // A quarter of the way.
            let keys = (0..8).filter(|_| rig.step().key).count();
            // Where neither the slate has text nor the wall another colour.
            let seen = [colour(&rig, 20, 360), colour(&rig, 640, 20), colour(&rig, 1258, 360), colour(&rig, 400, 700)];
            assert_eq!((seen, keys), ([left, top, right, bottom], 0), "{title} {direction:?}");
            (0..22).for_each(|_| drop(rig.step()));
            assert_eq!(colour(&rig, 400, 20), "wall");
        }
    }
}

#[test]
fn a_stinger_is_seen_whole_and_heard_and_beneath_it_the_speaker_changes() {
    let mut rig = Rig::new();
    let clip = plenary_model::id::ClipId::random(&mut StdRng::seed_from_u64(2));
    let mut sources = rig.desk.sources.clone();
    sources.push(Source {
        id: SourceId::Clip(clip),
        feed: Feed::Clip { folder: "60".into(), span: plenary_model::clip::Span::default() },
    });
    rig.desk.sources(sources);
    rig.prepare(rig.full(0));
    rig.desk.director.direct(rig.full(0), Transition::Cut, name("Amara Okafor")).unwrap();
    rig.captioned();
    rig.prepare(rig.full(1));
    rig.desk.director.direct(rig.full(1), Transition::Stinger { clip, cut_ms: 1_000 }, None).unwrap();
    // It is opened when it is wanted: its first picture comes a frame later.
    rig.step();
    for number in 0..60 {
        let frame = rig.step();
        assert_eq!(read(&frame), Some(number), "every picture of it, and no name over it");
        let tones = [480.0, 960.0].map(|hertz| tone(&frame.sound, hertz) > 0.2);
        match number {
            4..28 => assert_eq!(tones, [true, false], "{number}"),
            36..60 => assert_eq!(tones, [false, true], "{number}"),
            _ => {}
        }
        // Tones have no mean, and the recording is one: it is heard on both sides of the exchange.
        let mean = frame.sound.iter().sum::<f32>() / frame.sound.len() as f32;
        // It fades in, and the limiters look 4 ms ahead.
        assert!(number < 3 || mean > 0.05, "{number}: {mean}");
    }
    assert_eq!(read(&rig.step()), Some(59), "that it has ended is known a frame later");
    let after = rig.step();
    assert!(read(&after).unwrap() >= SECOND && after.key);
}

#[test]
fn two_and_inset_show_both_sources() {
    let mut rig = Rig::new();
    let two = Scene::Two { left: rig.id(0), right: rig.id(1) };
    rig.prepare(two);
    rig.desk.director.take(Transition::Cut).unwrap();
    let frame = rig.step();
    let half = |x| Rect::new(x, 0, 640, 720);
    let part = half(0).crop_to_fill(SOURCE);
    let of = |x| stamp::read_part(&frame.picture, SOURCE, part, half(x)).unwrap();
    assert!(of(0) < SECOND && of(640) >= SECOND);
    rig.desk.director.direct(Scene::Inset { main: rig.id(1), inset: rig.id(0) }, Transition::Cut, None).unwrap();
    assert!(read(&rig.step()).unwrap() >= SECOND);
}

#[test]
fn boxes_show_each_source_at_its_place_and_the_slate_for_one_that_is_lost() {
    let mut rig = Rig::new();
    let mut sources = rig.desk.sources.clone();
    sources.push(Source { id: SourceId::Wall, feed: Feed::Wall(rig.speakers[0].1) });
    rig.desk.sources(sources);
    let places = template::grid(4);
    let four = [rig.id(0), rig.id(1), SourceId::Wall, rig.id(0)];
    let scene = Scene::Boxes { boxes: template::fill(&places, four).unwrap() };
    rig.prepare(scene);
    rig.desk.director.take(Transition::Cut).unwrap();
    let picture = rig.step().picture;
    let rect = |at: usize| {
        let [x, y, width, height] = places[at].at.pixels(1280, 720);
        Rect::new(x, y, width, height).within(PROGRAMME)
    };
    let number =
        |picture: &Picture, at: usize| stamp::read_part(picture, SOURCE, rect(at).crop_to_fill(SOURCE), rect(at));
    assert!(number(&picture, 0).unwrap() < SECOND && number(&picture, 1).unwrap() >= SECOND);
    assert_eq!(number(&picture, 0), number(&picture, 3), "one source at two places");
    let wall = rect(2);
    assert_eq!(picture.pixel(wall.x + wall.width / 2, wall.y + wall.height / 2), crate::testing::WALL);
    rig.sending[1] = false;
    let lost = (0..20).map(|_| rig.step().picture).last().unwrap();
    assert_eq!(rig.desk.snapshot().lost, [rig.id(1)]);
    assert!(number(&lost, 0).is_some() && number(&lost, 1).is_none());
}

#[test]
fn a_crop_shows_the_part_of_the_source_that_is_left() {
    let mut rig = Rig::new();
    let at = Area { x: 0, y: 0, width: 10_000, height: 10_000 };
    let crop = Crop { left: 5_000, top: 5_000, ..Crop::default() };
    let boxes = Boxes::new(&[Placed { source: SourceId::Wall, at, crop }]).unwrap();
    rig.desk.sources(vec![Source { id: SourceId::Wall, feed: Feed::Wall(rig.speakers[0].1) }]);
    rig.prepare(Scene::Boxes { boxes });
    rig.desk.director.take(Transition::Cut).unwrap();
    let whole = rig.step().picture;
    assert_eq!(whole.pixel(2, 2), crate::testing::WALL);
    assert_eq!(whole.pixel(1278, 718), crate::testing::CORNER, "the lower right quarter fills the picture");
    assert_eq!(whole.pixel(700, 400), crate::testing::CORNER);
}

#[test]
fn a_source_that_goes_silent_is_replaced_within_half_a_second_and_offered_again() {
    let mut rig = Rig::new();
    rig.prepare(rig.full(0));
    rig.desk.director.take(Transition::Cut).unwrap();
    for _ in 0..30 {
        rig.step();
    }
    let slate = rig.desk.graphics.slate().clone();
    rig.sending[0] = false;
    let mut frames = 0;
    while rig.step().picture.data() != slate.data() {
        frames += 1;
        assert!(frames <= 15, "half a second is over");
    }
    assert_eq!(rig.desk.snapshot().lost, [rig.id(0)]);
    assert_eq!(rig.desk.snapshot().programme, Scene::Slate);
    rig.sending[0] = true;
    for _ in 0..30 {
        assert_eq!(read(&rig.step()), None, "it does not come back on air by itself");
    }
    let snapshot = rig.desk.snapshot();
    assert_eq!((snapshot.preview, snapshot.programme), (rig.full(0), Scene::Slate));
    assert_eq!(snapshot.lost, []);
}

#[test]
fn sound_follows_the_picture_without_a_click_and_the_return_lacks_ones_own() {
    let mut rig = Rig::new();
    let both = Scene::Two { left: rig.id(0), right: rig.id(1) };
    rig.prepare(both);
    rig.desk.director.take(Transition::Cut).unwrap();
    let mut sound = Vec::new();
    for _ in 0..30 {
        sound.extend(rig.step().sound);
    }
    let frame = rig.step();
    assert!((tone(&frame.sound, 480.0) - 0.4).abs() < 0.05 && (tone(&frame.sound, 960.0) - 0.4).abs() < 0.05);
    let own = |id, hertz| tone(&frame.returns.iter().find(|(of, _)| *of == id).unwrap().1, hertz);
    assert!(own(rig.id(0), 480.0) < 0.01 && own(rig.id(0), 960.0) > 0.35);
    assert!(own(rig.id(1), 960.0) < 0.01 && own(rig.id(1), 480.0) > 0.35);
    rig.desk.director.direct(rig.full(1), Transition::Cut, None).unwrap();
    for _ in 0..10 {
        sound.extend(rig.step().sound);
    }
    let frame = rig.step();
    assert!(tone(&frame.sound, 480.0) < 0.01 && tone(&frame.sound, 960.0) > 0.35);
    let steepest =
        sound.chunks(2).collect::<Vec<_>>().windows(2).map(|w| (w[1][0] - w[0][0]).abs()).fold(0.0, f32::max);
    assert!(steepest < 0.12, "{steepest}");
}

#[test]
fn the_stage_listens_only_to_what_is_previewed_or_on_air() {
    let mut rig = Rig::new();
    rig.step();
    assert!(rig.speakers.iter().all(|(_, name)| rig.hands.of(*name).is_none()));
    rig.prepare(rig.full(0));
    assert!(rig.hands.of(rig.speakers[0].1).is_some() && rig.hands.of(rig.speakers[1].1).is_none());
    let preview = (0..2).find_map(|_| rig.step().preview).unwrap().0;
    assert_eq!(preview.size(), SMALL);
    assert!(stamp::read(&preview).is_some());
    rig.desk.director.preview(Scene::Slate).unwrap();
    rig.step();
    rig.step();
    assert!(rig.hands.of(rig.speakers[0].1).is_none());
}

#[test]
fn a_late_frame_repeats_the_picture_and_still_has_its_own_sound() {
    let mut rig = Rig::new();
    rig.prepare(rig.full(0));
    rig.desk.director.take(Transition::Cut).unwrap();
    let before = rig.step();
    let late = rig.desk.frame(true, false);
    assert!(Arc::ptr_eq(&before.picture, &late.picture));
    assert_eq!(late.number, before.number + 1);
    rig.frame += 1;
    assert!(read(&rig.step()) > read(&before));
}

#[test]
fn a_clip_on_air_is_shown_picture_by_picture_from_its_first_to_its_last() {
    let mut rig = Rig::new();
    let id = SourceId::Clip(plenary_model::id::ClipId::random(&mut StdRng::seed_from_u64(2)));
    rig.desk.sources(vec![Source {
        id,
        feed: Feed::Clip { folder: "90".into(), span: plenary_model::clip::Span::default() },
    }]);
    for transition in [Transition::Cut, Transition::Cut] {
        rig.prepare(Scene::Full { source: id });
        let taken = rig.desk.director.take(transition).unwrap();
        for number in 0..120 {
            let frame = rig.step();
            assert_eq!(frame.number, taken.frame + number);
            assert_eq!(read(&frame), Some(number.min(89) as u32), "frame {number} since the take");
        }
        rig.desk.director.direct(Scene::Slate, Transition::Cut, None).unwrap();
        rig.step();
    }
}

#[test]
fn a_guest_sees_the_others_and_never_themselves() {
    let mut rig = Rig::new();
    rig.prepare(Scene::Two { left: rig.id(0), right: rig.id(1) });
    rig.desk.director.take(Transition::Cut).unwrap();
    let frame = (0..30).map(|_| rig.step()).last().unwrap();
    let stranger = SourceId::Speaker(SpeakerId::random(&mut StdRng::seed_from_u64(5)));
    let seen = rig.desk.beside(frame.number, &[rig.id(0), rig.id(1), stranger]);
    let read = |at: usize| stamp::read(&seen[at].1).expect("the other fills the picture");
    assert_eq!(seen.iter().map(|(watcher, _)| *watcher).collect::<Vec<_>>(), [rig.id(0), rig.id(1)]);
    assert!(read(0) >= SECOND && read(1) < SECOND, "{} {}", read(0), read(1));

    // Alone, a guest sees the slate.
    rig.desk.director.preview(rig.full(0)).unwrap();
    rig.desk.director.take(Transition::Cut).unwrap();
    let frame = (0..30).map(|_| rig.step()).last().unwrap();
    let seen = rig.desk.beside(frame.number, &[rig.id(0)]);
    assert_eq!(stamp::read(&seen[0].1), None);
}
