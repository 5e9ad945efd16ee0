//! The whole stage on an in-process origin: a synthetic speaker in, what a viewer sees and hears out. No
//! programme frame is missing, time goes forward, the return lacks one's own voice, and who vanishes is
//! replaced. How evenly pictures follow each other is not checked here.

use std::time::Duration;

use crate::support::{LIMIT, Speaker, Viewer, tone};
use plenary_model::{
    id::{Secret, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    scene::{Scene, Transition},
    source::SourceId,
};
use plenary_picture::stamp;
use plenary_stage::{Config, Error, Feed, Format, Handle, Slate, Snapshot, Source, State};
use rand::{SeedableRng, rngs::StdRng};

const HERTZ: f32 = 500.0;

struct Names {
    config: Config,
    id: SourceId,
    name: BroadcastName,
}

fn names(seed: u64) -> Names {
    let rng = &mut StdRng::seed_from_u64(seed);
    let summit = SummitId::random(rng);
    let slate = Slate { title: "World Water Assembly".into(), ..Slate::default() };
    Names {
        config: Config { summit, stage: StageId::random(rng), format: Format::default(), slate },
        id: SourceId::Speaker(SpeakerId::random(rng)),
        name: BroadcastName::Speaker { summit, stage: None, secret: Secret::random(rng) },
    }
}

async fn until(stage: &Handle, done: impl FnMut(&Snapshot) -> bool) -> Snapshot {
    let mut snapshots = stage.snapshot();
    let found = tokio::time::timeout(LIMIT, snapshots.wait_for(done)).await.expect("it does not come to that");
    found.unwrap().clone()
}

fn state(snapshot: &Snapshot) -> State {
    snapshot.sources[0].state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_speaker_goes_on_air_vanishes_and_comes_back_and_no_frame_is_missing() {
    let origin = moq_tokio::origin::spawn();
    let Names { config, id, name } = names(1);
    let (stage, task) = plenary_stage::start(config.clone(), origin.clone()).unwrap();
    let full = Scene::Full { source: id };
    assert_eq!(stage.preview(full).await, Err(Error::Gone(id)));
    stage.sources(vec![Source { id, feed: Feed::Live(name) }]).await.unwrap();

    let mut viewer = Viewer::open(&origin, config.programme(), "720p").await;
    let mut small = Viewer::open(&origin, config.programme(), "360p").await;
    let mut sound = Viewer::open(&origin, config.programme(), "sound").await;
    let (mut number, slate) = viewer.picture().await;
    assert_eq!(stamp::read(&slate), None);
    assert_eq!(small.picture().await.1.size(), plenary_picture::Size::new(640, 360));

    let speaker = Speaker::start(&origin, name, 0, HERTZ, Duration::from_secs(5_000));
    stage.preview(full).await.unwrap();
    until(&stage, |now| state(now) == State::Live).await;
    let taken = stage.take(Transition::Cut).await.unwrap();
    assert_eq!(taken.scene, full);

    // The cut is where the answer says, or as much later as its first picture was awaited.
    let mut seen = Vec::new();
    while seen.len() < 90 {
        let (next, picture) = viewer.picture().await;
        assert_eq!(next, number + 1, "a frame is missing");
        number = next;
        match stamp::read(&picture) {
            Some(stamp) => seen.push((number, stamp)),
            None => assert!(seen.is_empty() && number < taken.frame + 3, "no number in frame {number}"),
        }
    }
    assert!(seen[0].0 >= taken.frame);
    assert!(seen.windows(2).all(|pair| pair[1].1 >= pair[0].1), "time goes forward");
    let fresh = seen.windows(2).filter(|pair| pair[1].1 > pair[0].1).count();
    assert!(fresh > 0, "the picture stands");

    // Its sound is in the programme and not in its return.
    let mut ears = Viewer::open(&origin, config.return_to(id), "sound").await;
    let mut loud = 0.0;
    for _ in 0..20 {
        loud = tone(&sound.second().await, HERTZ);
        if loud > 0.3 {
            break;
        }
    }
    assert!(loud > 0.3, "the tone is heard at {loud}");
    let own = tone(&ears.second().await, HERTZ);
    assert!(own < 0.01, "its own voice comes back at {own}");

    // Somebody looks at the preview.
    let mut preview = Viewer::open(&origin, config.preview(), "360p").await;
    let (first, _) = preview.picture().await;
    let (second, picture) = preview.picture().await;
    assert!(second > first && second.is_multiple_of(2) && stamp::read(&picture).is_some());

    let late = stage.snapshot().borrow().late_frames;
    drop(speaker);
    // Which source is lost is seen between two frames; the next one gives it up.
    until(&stage, |now| now.lost == [id] && now.programme == Scene::Slate).await;
    let mut last = (number, 0);
    loop {
        let (next, picture) = viewer.picture().await;
        assert_eq!(next, number + 1, "a frame is missing");
        number = next;
        match stamp::read(&picture) {
            Some(stamp) if stamp > last.1 => last = (number, stamp),
            Some(_) => {}
            None => break,
        }
    }
    let late = stage.snapshot().borrow().late_frames - late;
    assert!(number - last.0 <= 16 + late, "{} frames until the slate", number - last.0);

    // A new session with another clock: back in preview, not on air.
    let _speaker = Speaker::start(&origin, name, 500_000, HERTZ, Duration::from_secs(3));
    let back = until(&stage, |now| state(now) == State::Live).await;
    assert_eq!((back.programme, back.preview), (Scene::Slate, full));
    stage.take(Transition::Mix { duration_ms: 200 }).await.unwrap();
    while stamp::read(&viewer.picture().await.1).is_none_or(|stamp| stamp < 500_000) {}

    stage.stop().await;
    tokio::time::timeout(LIMIT, task).await.expect("it stops").unwrap();
    assert_eq!(stage.take(Transition::Cut).await, Err(Error::Stopped));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_sends_garbage_costs_nothing_but_its_own_place() {
    use moq_mux::{
        catalog::{self, hang::Container},
        container::{Frame, Kind},
    };
    let origin = moq_tokio::origin::spawn();
    let Names { config, id, name } = names(2);
    let (stage, _task) = plenary_stage::start(config.clone(), origin.clone()).unwrap();
    stage.sources(vec![Source { id, feed: Feed::Live(name) }]).await.unwrap();

    let mut broadcast = origin.create_broadcast(name.to_string()).unwrap();
    let catalog = catalog::Producer::new(&mut broadcast, catalog::Config::default()).unwrap();
    let h264 = hang::catalog::H264 { inline: true, profile: 0x42, constraints: 0xc0, level: 30 };
    let track = broadcast.create_track("video", catalog.track_info(60)).unwrap();
    let config_video = hang::catalog::VideoConfig::new(h264);
    let mut video = catalog.video(track, Container::Legacy(Kind::Video), config_video).unwrap();
    let track = broadcast.create_track("sound", catalog.track_info(80)).unwrap();
    let config_sound = hang::catalog::AudioConfig::new(hang::catalog::AudioCodec::Opus, 48_000, 2);
    let mut sound = catalog.audio(track, Container::Legacy(Kind::Audio), config_sound).unwrap();
    broadcast.announce(Default::default()).unwrap();
    let garbage = tokio::spawn(async move {
        let mut noise = 1u64;
        for n in 0u64.. {
            let payload: Vec<u8> = (0..400)
                .map(|_| {
                    noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (noise >> 56) as u8
                })
                .collect();
            let timestamp = moq_net::Timestamp::from_micros(n * 33_333).unwrap();
            let mut units = vec![0, 0, 0, 1, if n % 2 == 0 { 0x67 } else { 0x65 }];
            units.extend(&payload);
            let (keyframe, duration) = (n % 30 == 0, None);
            video.write(Frame { timestamp, payload: units.into(), keyframe, duration }).unwrap();
            sound.write(Frame { timestamp, payload: payload.into(), keyframe: n % 4 == 0, duration }).unwrap();
            tokio::time::sleep(Duration::from_millis(33)).await;
        }
    });

    let mut viewer = Viewer::open(&origin, config.programme(), "720p").await;
    stage.direct(Scene::Full { source: id }, Transition::Cut, None).await.unwrap();
    let given_up = until(&stage, |now| now.lost == [id] && now.sources[0].dropped > 30).await;
    assert_eq!((given_up.programme, state(&given_up)), (Scene::Slate, State::Starting));
    let (mut number, _) = viewer.picture().await;
    while number < given_up.frame {
        let (next, picture) = viewer.picture().await;
        assert_eq!(next, number + 1, "a frame is missing");
        assert!(picture.planes()[0].data.iter().any(|luma| *luma > 40), "frame {next} is black");
        number = next;
    }
    garbage.abort();
}
