//! The wall on a real in-process origin, read back by its colours.

use std::time::Duration;

use image::{ImageFormat, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use moq_net::{Timestamp, broadcast, frame, origin, track};
use plenary_model::{
    country::Country,
    id::{LocationId, Secret, SummitId},
    name::BroadcastName,
    summit::Colours,
};
use plenary_wall::{Config, Handle, LAYOUT_TRACK, Place, Snapshot, TILE_TRACK, page::Layout, page_track, start};
use rand::{SeedableRng, rngs::StdRng};

const RED: [u8; 3] = [200, 30, 30];
const GREEN: [u8; 3] = [30, 200, 30];
const BLUE: [u8; 3] = [30, 30, 200];
const GROUND: [u8; 3] = [18, 59, 79];
/// A hang is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

struct House {
    origin: origin::Producer,
    summit: SummitId,
    wall: Handle,
}

impl House {
    fn build() -> Self {
        let origin = moq_tokio::origin::spawn();
        let summit = SummitId::random(&mut StdRng::seed_from_u64(1));
        let (wall, _) = start(Config { summit, colours: Colours::default() }, origin.clone()).unwrap();
        Self { origin, summit, wall }
    }

    fn place(&self, seed: u64) -> Place {
        let rng = &mut StdRng::seed_from_u64(seed);
        Place {
            id: LocationId::random(rng),
            broadcast: BroadcastName::Location {
                summit: self.summit,
                country: Country::HIDDEN,
                secret: Secret::random(rng),
            },
            name: format!("Place {seed}"),
            country: "ke".parse().unwrap(),
        }
    }

    fn connect(&self, place: &Place) -> Location {
        let broadcast = self.origin.create_broadcast(place.broadcast.to_string()).unwrap();
        let track = broadcast.create_track(TILE_TRACK, None).unwrap();
        broadcast.announce(Default::default()).unwrap();
        Location { broadcast, track }
    }

    async fn track(&self, name: &str) -> track::Subscriber {
        let path = BroadcastName::Wall { summit: self.summit }.to_string();
        let broadcast = self.origin.consume().request_broadcast(path).await.unwrap();
        broadcast.track(name).unwrap().subscribe(None).await.unwrap()
    }

    /// The mosaics of the first page, until one is as it should be; all that were seen.
    async fn until(&self, good: impl Fn(&RgbImage) -> bool) -> Vec<RgbImage> {
        let mut page = self.track(&page_track(0)).await;
        let mut seen = Vec::new();
        let read = async {
            while !seen.last().is_some_and(&good) {
                let mut group = page.recv_group().await.unwrap().unwrap();
                if let Ok(Some(frame)) = group.read_frame().await {
                    let mosaic = image::load_from_memory_with_format(&frame.payload, ImageFormat::Jpeg).unwrap();
                    seen.push(mosaic.into_rgb8());
                }
            }
        };
        tokio::time::timeout(PATIENCE, read).await.expect("the page as it should be");
        seen
    }

    /// The layout, as soon as it is as it should be.
    async fn layout(&self, good: impl Fn(&Layout) -> bool) -> Layout {
        let track = self.track(LAYOUT_TRACK).await;
        let mut layouts = moq_json::snapshot::Consumer::<Layout>::new(track, Default::default());
        let read = async {
            loop {
                let layout = layouts.next().await.unwrap().unwrap();
                if good(&layout) {
                    return layout;
                }
            }
        };
        tokio::time::timeout(PATIENCE, read).await.expect("the layout as it should be")
    }

    async fn counted(&self, good: impl FnMut(&Snapshot) -> bool) {
        let mut snapshot = self.wall.snapshot();
        tokio::time::timeout(PATIENCE, snapshot.wait_for(good)).await.expect("the count").unwrap();
    }
}

struct Location {
    broadcast: broadcast::Producer,
    track: track::Producer,
}

impl Location {
    fn send(&self, bytes: impl Into<bytes::Bytes>) {
        let mut group = self.track.append_group().unwrap();
        group.write_frame(Timestamp::now(), bytes.into()).unwrap();
        group.finish().unwrap();
    }
}

fn tile(width: u32, height: u32, colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 70)
        .encode_image(&RgbImage::from_pixel(width, height, Rgb(colour)))
        .unwrap();
    bytes
}

fn near(pixel: &Rgb<u8>, colour: [u8; 3]) -> bool {
    pixel.0.iter().zip(colour).all(|(is, should)| is.abs_diff(should) < 24)
}

/// Who stands on the first page.
fn names(layout: &Layout) -> Vec<Option<&str>> {
    layout.pages[0].iter().map(|cell| cell.as_ref().map(|label| label.name.as_str())).collect()
}

/// Whether the middle of the cell at `column` of the upper row has the colour.
fn shows(mosaic: &RgbImage, columns: u32, column: u32, colour: [u8; 3]) -> bool {
    let width = mosaic.width() / columns;
    near(mosaic.get_pixel(column * width + width / 2, 40), colour)
}

fn holds(mosaic: &RgbImage, colour: [u8; 3]) -> bool {
    mosaic.pixels().any(|pixel| near(pixel, colour))
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_on_the_wall_before_they_were_let_in_and_nobody_stays_after() {
    let house = House::build();
    let (one, two, three) = (house.place(1), house.place(2), house.place(3));
    let locations = [(&one, RED), (&two, GREEN), (&three, BLUE)].map(|(place, colour)| {
        let location = house.connect(place);
        location.send(tile(160, 90, colour));
        location
    });
    house.wall.places(vec![one.clone()]).await.unwrap();
    let seen = house.until(|mosaic| shows(mosaic, 1, 0, RED)).await;
    assert!(!seen.iter().any(|mosaic| holds(mosaic, GREEN) || holds(mosaic, BLUE)));

    house.wall.places(vec![one.clone(), three.clone()]).await.unwrap();
    let seen = house.until(|mosaic| shows(mosaic, 2, 0, RED) && shows(mosaic, 2, 1, BLUE)).await;
    assert!(!seen.iter().any(|mosaic| holds(mosaic, GREEN)));

    // Nobody watches while the first is removed: the page that is handed out next is without it.
    house.wall.places(vec![three.clone()]).await.unwrap();
    house.until(|mosaic| holds(mosaic, BLUE) && !holds(mosaic, RED)).await;
    locations[0].send(tile(160, 90, RED));
    house.wall.places(vec![three.clone(), two]).await.unwrap();
    let seen = house.until(|mosaic| shows(mosaic, 2, 1, GREEN)).await;
    assert!(!seen.iter().any(|mosaic| holds(mosaic, RED)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_sends_has_a_quiet_tile_and_a_name_and_who_leaves_is_off_the_wall() {
    let house = House::build();
    let (silent, leaving) = (house.place(1), house.place(2));
    let _silent = house.connect(&silent);
    let left = house.connect(&leaving);
    left.send(tile(160, 90, RED));
    house.wall.places(vec![silent, leaving.clone()]).await.unwrap();
    house.until(|mosaic| shows(mosaic, 2, 0, GROUND) && shows(mosaic, 2, 1, RED)).await;
    let layout = house.layout(|layout| names(layout) == [Some("Place 1"), Some("Place 2")]).await;
    assert_eq!((layout.columns, layout.rows), (2, 1));
    left.broadcast.close();
    drop(left);
    house.until(|mosaic| !holds(mosaic, RED)).await;
    let layout = house.layout(|layout| names(layout) == [Some("Place 1")]).await;
    assert_eq!((layout.columns, layout.rows), (1, 1), "who stays moves up");
    // Who comes back is on it again.
    let back = house.connect(&leaving);
    back.send(tile(160, 90, BLUE));
    house.layout(|layout| names(layout) == [Some("Place 1"), Some("Place 2")]).await;
    house.until(|mosaic| shows(mosaic, 2, 0, GROUND) && shows(mosaic, 2, 1, BLUE)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_let_in_and_is_not_there_is_not_on_the_wall() {
    let house = House::build();
    let (there, away) = (house.place(1), house.place(2));
    let location = house.connect(&there);
    location.send(tile(160, 90, RED));
    house.wall.places(vec![away.clone(), there]).await.unwrap();
    house.counted(|counted| counted.admitted == 2 && counted.online == 1).await;
    let layout = house.layout(|layout| names(layout).contains(&Some("Place 1"))).await;
    assert_eq!((names(&layout), layout.columns), (vec![Some("Place 1")], 1));
    house.until(|mosaic| shows(mosaic, 1, 0, RED)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_location_harms_nobody_else() {
    let house = House::build();
    let places: Vec<_> = (1..=6).map(|seed| house.place(seed)).collect();
    let locations: Vec<_> = places.iter().map(|place| house.connect(place)).collect();
    locations[0].send(&b"this is no picture"[..]);
    locations[1].send(vec![0xff; 40 * 1024]);
    let mut giant = tile(160, 90, RED);
    let header = giant.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap() + 5;
    giant[header..header + 4].copy_from_slice(&[0x10, 0xe0, 0x1e, 0]);
    locations[2].send(giant);
    // Announces a tile that never comes; the one after it does.
    let mut stalled = locations[4].track.append_group().unwrap();
    let endless = stalled.create_frame(frame::Info { size: 1_000, timestamp: Timestamp::now() }).unwrap();
    house.wall.places(places).await.unwrap();
    house.counted(|counted| counted.refused_tiles >= 3 && counted.online == 6).await;
    // Who is announced later is seated later: the layout says where.
    let layout = house.layout(|layout| names(layout).iter().all(Option::is_some)).await;
    let shows = |mosaic: &RgbImage, name: &str, colour: [u8; 3]| {
        let cell = names(&layout).iter().position(|seated| *seated == Some(name)).unwrap();
        let (column, row) = ((cell % layout.columns) as u32, (cell / layout.columns) as u32);
        let (x, y) = (column * layout.cell.width + layout.cell.width / 2, row * layout.cell.height + 40);
        near(mosaic.get_pixel(x, y), colour)
    };
    // A flood, and another size each time.
    locations[3].send(tile(160, 90, RED));
    house.until(|mosaic| shows(mosaic, "Place 4", RED)).await;
    for round in 0..500 {
        locations[3].send(tile(16 + round % 300, 16 + round % 200, RED));
    }
    locations[4].send(tile(160, 90, GREEN));
    locations[5].send(tile(160, 90, BLUE));
    house
        .until(|mosaic| {
            let refused = ["Place 1", "Place 2", "Place 3"].iter().all(|name| shows(mosaic, name, GROUND));
            refused && shows(mosaic, "Place 5", GREEN) && shows(mosaic, "Place 6", BLUE)
        })
        .await;
    house.counted(|counted| counted.dropped_tiles > 100).await;
    drop(endless);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_encoded_only_while_somebody_watches() {
    let house = House::build();
    let place = house.place(1);
    let location = house.connect(&place);
    location.send(tile(160, 90, RED));
    house.wall.places(vec![place]).await.unwrap();
    house.counted(|counted| counted.online == 1).await;
    // The wall was rearranged twice and tiles came: the first mosaic there is, is the one made for who looks.
    let mut page = house.track(&page_track(0)).await;
    let group = tokio::time::timeout(PATIENCE, page.recv_group()).await.expect("a page").unwrap().unwrap();
    assert_eq!(group.sequence, 0);
    house.until(|mosaic| shows(mosaic, 1, 0, RED)).await;
}
