use plenary_model::graphic::{Corner, Edge};
use plenary_picture::{Fonts, Yuv, still::Still};
use rand::{SeedableRng, rngs::StdRng};

use super::*;
use crate::{brush, testing::PROGRAMME};

const GREY: Yuv = Yuv { y: 120, u: 128, v: 128 };
/// 12:00:00 UTC on some day.
const NOON: i64 = 1_700_049_600_000;

/// A board whose graphics are drawn as soon as they are asked for.
struct Rig {
    board: Board,
    fonts: Fonts,
    wall: i64,
    drawn: usize,
}

impl Rig {
    fn new() -> Self {
        Self { board: Board::new(PROGRAMME), fonts: Fonts::shipped(), wall: NOON, drawn: 0 }
    }

    /// Goes on by so many frames; the last one.
    fn step(&mut self, frames: usize) -> Picture {
        for _ in 0..frames {
            let now = Now { wall: Timestamp(self.wall), colours: Colours::default(), title: "Assembly", beside: false };
            let mut orders = Vec::new();
            self.board.advance(now, |order| {
                orders.push(order);
                true
            });
            for order in orders {
                self.drawn += 1;
                let drawing = brush::draw(&mut self.fonts, &order);
                self.board.take(&order.graphic, drawing);
            }
            self.wall += 1_000 / 30;
        }
        let mut picture = Picture::filled(PROGRAMME, GREY);
        self.board.draw(&mut picture, None);
        picture
    }
}

fn graphic(seed: u64, content: Content) -> Graphic {
    let id = GraphicId::random(&mut StdRng::seed_from_u64(seed));
    Graphic { id, content, zone: "Asia/Tehran".into(), file: None }
}

fn topic(seed: u64, text: &str, edge: Edge) -> Graphic {
    graphic(seed, Content::Topic { text: text.into(), edge })
}

/// How many pixels of a part of a picture are not grey: x, y, width, height.
fn marks(picture: &Picture, [x, y, width, height]: [u32; 4]) -> usize {
    (y..y + height)
        .flat_map(|y| (x..x + width).map(move |x| (x, y)))
        .filter(|(x, y)| picture.pixel(*x, *y) != GREY)
        .count()
}

const TOP: [u32; 4] = [400, 40, 480, 80];
const BOTTOM: [u32; 4] = [40, 600, 500, 72];
const LEFT: [u32; 4] = [40, 40, 240, 110];
const RIGHT: [u32; 4] = [1000, 40, 240, 110];
const BELT: [u32; 4] = [0, 676, 1280, 44];
const ALL: [u32; 4] = [0, 0, 1280, 720];

#[test]
fn a_topic_fades_in_and_out_and_changes_nothing_around_it() {
    let mut rig = Rig::new();
    rig.board.set(vec![topic(1, "Water for all", Edge::Top)]);
    assert_eq!(marks(&rig.step(1), ALL), 0, "it is being drawn");
    let faint = rig.step(1).pixel(640, 60).y;
    let whole = rig.step(8);
    assert!(faint.abs_diff(GREY.y) < whole.pixel(640, 60).y.abs_diff(GREY.y));
    let there = marks(&whole, TOP);
    assert!(there > 2_000 && marks(&whole, ALL) - there < 2_000);
    assert_eq!(marks(&whole, [0, 140, 1280, 580]), 0);
    rig.board.set(vec![]);
    rig.step(3);
    assert!(!rig.board.is_empty(), "it fades");
    assert_eq!(marks(&rig.step(4), ALL), 0);
    assert!(rig.board.is_empty());
    assert_eq!(rig.drawn, 1);
}

#[test]
fn each_place_has_one_and_all_places_may_be_taken_at_once() {
    let mut rig = Rig::new();
    let clock = |seed, corner| graphic(seed, Content::Clock { zone: None, label: "Tehran".into(), corner });
    let all = vec![
        topic(1, "Above", Edge::Top),
        topic(2, "Below", Edge::Bottom),
        clock(3, Corner::TopLeft),
        clock(4, Corner::TopRight),
        graphic(5, Content::Ticker { text: "آب برای همه ".repeat(20) }),
    ];
    rig.board.set(all.clone());
    let picture = rig.step(60);
    for place in [TOP, BOTTOM, LEFT, RIGHT, BELT] {
        assert!(marks(&picture, place) > 500, "{place:?}");
    }
    assert!(rig.board.lift() > 20);
    // Another one at a place takes it, in the frame in which it is drawn and without a gap.
    let mut other = all;
    other[0] = topic(6, "Another topic, which is longer", Edge::Top);
    rig.board.set(other);
    let during: Vec<_> = (0..4).map(|_| marks(&rig.step(1), TOP)).collect();
    let before = marks(&picture, TOP);
    assert!(before > 500 && during.iter().all(|marks| *marks > before), "{before} {during:?}");
    // An inset stays clear of what was not made for it.
    let mut onto = Picture::filled(PROGRAMME, GREY);
    let inset = Rect::new(40, 500, 400, 170);
    rig.board.draw(&mut onto, Some(inset));
    assert_eq!(marks(&onto, [40, 500, 400, 170]), 0);
}

#[test]
fn a_clock_is_drawn_once_a_minute_and_a_ticker_once_though_it_moves() {
    let mut rig = Rig::new();
    let ticker = graphic(1, Content::Ticker { text: "Doors open at nine. ".repeat(9) });
    let clock = graphic(2, Content::Clock { zone: None, label: String::new(), corner: Corner::TopRight });
    rig.board.set(vec![ticker.clone(), clock.clone()]);
    let belt = |picture: &Picture| -> Vec<u8> { (0..1280).map(|x| picture.pixel(x, 698).y).collect() };
    let before = belt(&rig.step(400));
    let after = belt(&rig.step(1));
    assert!(before[4..1200] == after[..1196], "it goes on by 4 pixels");
    assert_eq!(rig.drawn, 2);
    rig.wall = NOON + 61_000;
    rig.step(30);
    assert_eq!(rig.drawn, 3, "the clock alone");
    // Only the zone differs: 15:31 and 12:01.
    let tehran = rig.step(1);
    let utc = Content::Clock { zone: Some("UTC".into()), label: String::new(), corner: Corner::TopRight };
    rig.board.set(vec![ticker, graphic(2, utc)]);
    let [x, y, width, height] = RIGHT;
    let corner = |picture: &Picture| -> Vec<Yuv> {
        (y..y + height).flat_map(|y| (x..x + width).map(move |x| (x, y))).map(|(x, y)| picture.pixel(x, y)).collect()
    };
    assert!(corner(&rig.step(5)) != corner(&tehran));
}

#[test]
fn a_countdown_ends_at_zero_and_stays() {
    let mut rig = Rig::new();
    let until = Timestamp(NOON + 2_000);
    rig.board.set(vec![graphic(1, Content::Countdown { until, label: "Start".into(), corner: Corner::TopLeft })]);
    rig.step(30 * 5);
    assert_eq!(rig.drawn, 3, "0:02, 0:01 and 0:00");
    assert!(marks(&rig.step(1), LEFT) > 500);
}

#[test]
fn a_full_picture_is_behind_other_graphics_and_before_the_scene() {
    let mut rig = Rig::new();
    let quote = graphic(1, Content::Quote { text: "آب حق همه است.".into(), by: "سارا".into() });
    rig.board.set(vec![quote, topic(2, "Above", Edge::Top)]);
    let picture = rig.step(10);
    assert_eq!(marks(&picture, [0, 0, 1280, 10]), 12_800, "nothing of the scene is left");
    let ground = Yuv::from_rgb(Colours::default().ground);
    let above = |x, y| picture.pixel(x, y) != ground;
    assert!((400..880).any(|x| above(x, 70)), "the topic is before it");
}

#[test]
fn a_picture_that_is_gone_or_is_no_picture_is_reported_and_nothing_is_shown() {
    let folder = std::env::temp_dir().join(format!("plenary-board-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("logo.png");
    let image = plenary_model::id::ImageId::random(&mut StdRng::seed_from_u64(1));
    let logo = Content::Logo { image, name: String::new(), corner: Corner::TopLeft };
    let full = Content::Picture { image, name: String::new() };
    let with = |seed, content: &Content| Graphic { file: Some(file.clone()), ..graphic(seed, content.clone()) };
    // The header of a PNG that claims two billion pixels on a side.
    let bomb =
        [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0x7f, 255, 255, 255, 0x7f, 255, 255, 255, 8, 6, 0, 0, 0]].concat();
    for bytes in [None, Some(&b"no picture"[..]), Some(&bomb[..])] {
        match bytes {
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            None => drop(std::fs::remove_file(&file)),
        }
        let mut rig = Rig::new();
        rig.board.set(vec![with(1, &logo), with(2, &full)]);
        assert_eq!(marks(&rig.step(9), ALL), 0);
        assert_eq!(rig.board.missing().count(), 2);
    }
    std::fs::write(&file, red()).unwrap();
    let mut rig = Rig::new();
    rig.board.set(vec![with(1, &logo)]);
    let picture = rig.step(9);
    assert_eq!(picture.pixel(80, 70), Yuv::from_rgb(0xff_0000));
    assert_eq!(rig.board.missing().count(), 0);
    // What is on air stays when the file goes: it was drawn.
    std::fs::remove_file(&file).unwrap();
    assert_eq!(rig.step(30).pixel(80, 70), Yuv::from_rgb(0xff_0000));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A red PNG of 40 x 40.
fn red() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbaImage::from_pixel(40, 40, image::Rgba([255, 0, 0, 255]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    assert!(Still::decode(png.get_ref()).is_ok());
    png.into_inner()
}
