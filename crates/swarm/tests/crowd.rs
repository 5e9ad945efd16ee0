//! A crowd against a real fabric on loopback.

use std::{
    collections::HashMap,
    future::Future,
    io::Cursor,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use axum::{Json, Router, routing::post};
use futures::{FutureExt, future::BoxFuture};
use moq_mux::{
    catalog::{self, hang::Container},
    container,
};
use moq_net::{Timestamp as MediaTime, origin};
use plenary_fabric::{Admitted, Config, Error, Fabric, Gatekeeper, Refusal, Tls};
use plenary_model::{
    grant::Identity,
    id::{LocationId, Secret, SessionId, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    time::Timestamp,
    token::Token,
};
use plenary_picture::{Picture, Rect, Size, canvas, h264, scale::Scaler, stamp};
use plenary_swarm::{
    Link, Plan, Progress, location, portrait,
    reel::{Reel, Shape, Stamp},
    run, run_with_progress, speaker,
    viewer::{Viewer, Watch},
    wall::Watcher,
};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// A machine that is busy with other things is slow, not broken.
const LIMIT: Duration = Duration::from_secs(60);

async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, future).await.unwrap_or_else(|_| panic!("no {what} within {LIMIT:?}"))
}

#[derive(Default)]
struct Table(Mutex<HashMap<String, Admitted>>);

impl Gatekeeper for Table {
    fn admit(&self, token: Option<String>) -> BoxFuture<'static, Result<Admitted, Refusal>> {
        let known = token.and_then(|token| self.0.lock().unwrap().get(&token).copied());
        async move { known.ok_or(Refusal::Unknown) }.boxed()
    }
}

/// A server with a fabric, and a rehearsal that anybody may call.
struct House {
    table: Arc<Table>,
    origin: origin::Producer,
    base: url::Url,
    summit: SummitId,
    stage: StageId,
    rng: StdRng,
    cast: Arc<OnceLock<Value>>,
    shutdown: CancellationToken,
    running: JoinHandle<Result<(), Error>>,
    _data: TempDir,
}

impl House {
    async fn open() -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config {
            listen: "[::]:0".parse().unwrap(),
            tls: Tls::Local { data: data.path().to_owned() },
            drain: Duration::from_secs(1),
            max_sessions: 100,
        };
        let table = Arc::new(Table::default());
        let fabric = Fabric::load(config, table.clone()).await.unwrap();
        let base = format!("http://localhost:{}/", fabric.local_addr().port()).parse().unwrap();
        let (origin, shutdown, cast) = (fabric.origin(), CancellationToken::new(), Arc::new(OnceLock::<Value>::new()));
        let answer = cast.clone();
        let answer = post(move || async move { Json(answer.get().cloned().unwrap_or_default()) });
        let size = post(async || Json(json!({ "locations": 3, "speakers": 2, "viewers": 1 })));
        let app = Router::new().route("/api/v1/rehearsal/cast", answer).route("/api/v1/rehearsal/size", size);
        let running = tokio::spawn(fabric.run(app, shutdown.clone()));
        let mut rng = StdRng::seed_from_u64(31);
        let (summit, stage) = (SummitId::random(&mut rng), StageId::random(&mut rng));
        Self { table, origin, base, summit, stage, rng, cast, shutdown, running, _data: data }
    }

    fn token(&mut self, identity: Identity) -> String {
        let token = Token::random(&mut self.rng).reveal().to_owned();
        let session = SessionId::random(&mut self.rng);
        let admitted = Admitted { session, identity, expires: Timestamp(i64::MAX / 4) };
        self.table.0.lock().unwrap().insert(token.clone(), admitted);
        token
    }

    fn viewer(&mut self) -> url::Url {
        let token = self.token(Identity::Viewer { summit: self.summit });
        self.base.join(&format!("/moq?jwt={token}")).unwrap()
    }

    fn programme(&self) -> BroadcastName {
        BroadcastName::Programme { summit: self.summit, stage: self.stage }
    }

    fn wall(&self) -> BroadcastName {
        BroadcastName::Wall { summit: self.summit }
    }

    /// Creates people as the server would, and gives their broadcasts: locations, then speakers.
    fn rehearse(&mut self, locations: usize, speakers: usize, viewers: usize) -> Vec<String> {
        let (summit, mut names) = (self.summit, Vec::new());
        let mut person = |number: usize, identity: Identity| {
            let broadcast = BroadcastName::own(&identity).unwrap().to_string();
            names.push(broadcast.clone());
            let token = self.token(identity);
            json!({ "id": "x", "number": number, "name": "N", "media_token": token, "broadcast": broadcast })
        };
        let mut dice = StdRng::seed_from_u64(5);
        let country = "ke".parse().unwrap();
        let locations: Vec<_> = (0..locations)
            .map(|number| {
                let (id, secret) = (LocationId::random(&mut dice), Secret::random(&mut dice));
                person(number, Identity::Location { summit, id, secret, country })
            })
            .collect();
        let speakers: Vec<_> = (0..speakers)
            .map(|number| {
                let (id, secret) = (SpeakerId::random(&mut dice), Secret::random(&mut dice));
                person(number, Identity::Speaker { summit, id, stage: None, secret })
            })
            .collect();
        let viewers: Vec<_> = (0..viewers).map(|_| self.token(Identity::Viewer { summit })).collect();
        let answer = json!({
            "url_path": "/moq", "locations": locations, "speakers": speakers, "viewer_tokens": viewers,
            "programme": self.programme().to_string(), "wall": self.wall().to_string(),
        });
        self.cast.set(answer).unwrap();
        names
    }
}

/// Sends a reel as if it were a programme, from frame 0 on, without the frames in `left_out`.
fn air(origin: &origin::Producer, name: &str, number: u32, left_out: &'static [u64]) -> JoinHandle<()> {
    let origin = origin.clone();
    let name = name.to_owned();
    tokio::spawn(async move {
        let shape = Shape { size: Size::new(640, 360), fps: 30, bitrate_bps: 600_000 };
        let reel = tokio::task::spawn_blocking(move || Reel::encode(number, shape).unwrap()).await.unwrap();
        let mut broadcast = origin.create_broadcast(name.as_str()).unwrap();
        let catalog = catalog::Producer::new(&mut broadcast, catalog::Config::default()).unwrap();
        let config = moq_mux::codec::h264::config(&reel.frame(0).data).unwrap();
        let wire = Container::try_from(&config).unwrap();
        let track = broadcast.create_track("720p", catalog.track_info(60)).unwrap();
        let mut track = catalog.video(track, wire, config).unwrap();
        broadcast.announce(Default::default()).unwrap();
        let mut pace = tokio::time::interval(Duration::from_millis(33));
        for frame in 0.. {
            pace.tick().await;
            if left_out.contains(&frame) {
                continue;
            }
            let encoded = reel.frame(frame);
            let timestamp = MediaTime::from_micros(frame * 1_000_000 / 30).unwrap();
            let (payload, keyframe) = (encoded.data.clone(), encoded.keyframe);
            track.write(container::Frame { timestamp, duration: None, payload, keyframe }).unwrap();
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_joins_with_its_grants_and_sends_pictures_only_while_somebody_watches() {
    let mut house = House::open().await;
    let names = house.rehearse(3, 2, 1);
    let programme = air(&house.origin, &house.programme().to_string(), 77, &[]);
    let link = Link::parse(&format!("{}join#{}", house.base, Token::random(&mut house.rng).reveal())).unwrap();
    let too_many =
        Plan { link: link.clone(), locations: Some(4), speakers: None, viewers: None, joins_per_s: 50, trouble: None };
    let refused = run(too_many, house.shutdown.child_token()).await.unwrap_err().to_string();
    assert_eq!(refused, "this rehearsal brings 3 locations, not 4: ask a producer for one that brings more");
    let plan = Plan { link, locations: None, speakers: Some(2), viewers: Some(1), joins_per_s: 50, trouble: None };
    let (progress, mut far) = watch::channel(Progress::default());
    let crowd = tokio::spawn(run_with_progress(plan, progress, house.shutdown.child_token()));

    let inside = house.origin.consume();
    for (at, name) in names.iter().enumerate() {
        let tile = async {
            let broadcast = inside.routed_broadcast(name.as_str()).await.unwrap();
            let mut track = broadcast.track("tile").unwrap().subscribe(None).await.unwrap();
            track.recv_group().await.unwrap().unwrap().read_frame().await.unwrap().unwrap().payload
        };
        let tile = plenary_swarm::wall::picture(&within("tile", tile).await).unwrap();
        let number = if at < 3 { location(at) } else { speaker(at - 3) };
        assert_eq!(stamp::read(&tile), Some(number), "{at}");
    }

    let first = async {
        let broadcast = inside.routed_broadcast(names[3].as_str()).await.unwrap();
        let mut catalog = catalog::Consumer::<()>::new(&broadcast, catalog::CatalogFormat::Hang).await.unwrap();
        let known = catalog::Stream::next(&mut catalog).await.unwrap().unwrap();
        let config = &known.video.renditions["video"];
        assert!(known.audio.renditions.contains_key("sound"));
        let track = broadcast.track("video").unwrap().subscribe(None).await.unwrap();
        let mut frames = container::Consumer::new(track, Container::try_from(config).unwrap());
        frames.read().await.unwrap().unwrap().payload
    };
    let first = within("picture of a speaker", first).await;
    let mut decoder = h264::Decoder::new(Size::new(1280, 720)).unwrap();
    let picture = decoder.decode(&first).unwrap().unwrap();
    assert_eq!(Stamp::read(stamp::read(&picture).unwrap()).number, speaker(0));

    within("crowd", far.wait_for(|far| far.online == 5 && far.watching == 1)).await.unwrap();
    house.shutdown.cancel();
    let report = within("report", crowd).await.unwrap().unwrap();
    assert_eq!((report.progress.wanted, report.failed), (6, 0));
    assert!(report.tiles >= 5 && report.viewer_frames[0] > 0, "{report:?}");
    // One speaker was watched for a moment: a crowd that always sends would have sent hundreds.
    assert!(report.pictures > 0 && report.sessions >= 5, "{report:?}");
    programme.abort();
    within("end of the fabric", house.running).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_reports_what_arrived_and_what_did_not() {
    let mut house = House::open().await;
    let name = house.programme().to_string();
    let url = house.viewer();
    let watch = Watch { url, programme: name.clone(), rendition: "720p".into(), decode: true };
    let viewer = Viewer::watch(watch).unwrap();
    // The last frames of their groups, so that everything that is sent can be decoded.
    let programme = air(&house.origin, &name, 77, &[99, 119]);
    within("programme", viewer.until(|seen| seen.last_frame > Some(130) && seen.decoded > 30)).await;
    programme.abort();
    let seen = viewer.stop().await;
    assert!((1..=2).contains(&seen.missing_frames) && seen.missing.contains(&119), "{seen:?}");
    assert_eq!(seen.stamps.keys().collect::<Vec<_>>(), [&77]);
    assert_eq!(seen.changes.len(), 1);
    assert!(seen.first_frame_ms.is_some() && seen.sessions == 1, "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wall_is_counted_by_what_its_mosaics_show() {
    let mut house = House::open().await;
    let mut mosaic = Picture::new(Size::new(416, 232));
    let mut scaler = Scaler::new();
    for (cell, number) in [(0, 1_001), (3, 1_002)] {
        let mut portrait = Picture::new(portrait::TILE);
        portrait::draw(&mut portrait, number, 0.2, number);
        let area = Rect::new(cell % 2 * 208, cell / 2 * 116, 208, 116);
        scaler.draw(&portrait, Rect::all(portrait::TILE), &mut mosaic, area);
    }
    let quiet = plenary_picture::Yuv::from_rgb(0x12_3b4f);
    canvas::fill(&mut mosaic, Rect::new(208, 0, 208, 116), quiet);

    let broadcast = house.origin.create_broadcast(house.wall().to_string()).unwrap();
    let mut layout = broadcast.create_track("layout.json", None).unwrap();
    let mut page = broadcast.create_track("page/0", None).unwrap();
    broadcast.announce(Default::default()).unwrap();
    let label = |name: &str| json!({ "name": name, "country": "ke" });
    let document = json!({
        "columns": 2, "rows": 2, "cell": { "width": 208, "height": 116 }, "picture": { "width": 416, "height": 232 },
        "page_ms": 8000, "pages": [[label("A"), null, null, label("B")]],
    });
    layout.write_frame(MediaTime::ZERO, document.to_string().into_bytes()).unwrap();
    page.write_frame(MediaTime::ZERO, jpeg(&mosaic)).unwrap();

    let watcher = Watcher::watch(house.viewer(), house.wall().to_string()).unwrap();
    within("wall", watcher.until(|seen| seen.mosaics > 0)).await;
    let seen = watcher.report();
    assert_eq!((seen.named, seen.pages, seen.shown, seen.unreadable), (2, 1, 2, 0), "{seen:?}");
    assert_eq!(seen.numbers.into_iter().collect::<Vec<_>>(), [1_001, 1_002]);
}

fn jpeg(picture: &Picture) -> Vec<u8> {
    let size = picture.size();
    let pixels = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let rgb: Vec<u8> = pixels
        .flat_map(|(x, y)| {
            let [_, red, green, blue] = picture.pixel(x, y).to_rgb().to_be_bytes();
            [red, green, blue]
        })
        .collect();
    let mut jpeg = Cursor::new(Vec::new());
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 85)
        .encode(&rgb, size.width, size.height, image::ExtendedColorType::Rgb8)
        .unwrap();
    jpeg.into_inner()
}
