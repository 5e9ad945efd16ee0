//! A programme of 1080p at 25 a second: what comes in at another size and rate leaves in this one.

use std::time::Duration;

use plenary_clip::Limits;
use plenary_model::{
    clip::Span,
    id::{ClipId, Secret, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    scene::{Scene, Transition},
    source::SourceId,
};
use plenary_picture::{Size, stamp};
use plenary_stage::{Config, Feed, Format, Slate, Source, State};
use rand::{SeedableRng, rngs::StdRng};

use crate::{
    clip::{MAKE, is_blue, is_red},
    support::{LIMIT, Speaker, Viewer, tone},
};

const HERTZ: f32 = 500.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sources_of_720p_at_30_a_second_are_seen_and_heard_in_1080p_at_25() {
    let folder = tempfile::tempdir().unwrap();
    let (file, stored) = (folder.path().join("speech.mkv"), folder.path().join("stored"));
    let made = tokio::process::Command::new("ffmpeg").args(MAKE).arg(&file).status().await;
    assert!(made.expect("ffmpeg is needed by this test: apt-get install ffmpeg").success());
    plenary_clip::ingest(&file, &stored, &Limits::default(), Format::Hd30, |_| {}).await.unwrap();

    let rng = &mut StdRng::seed_from_u64(6);
    let (summit, format) = (SummitId::random(rng), Format::FullHd25);
    let config = Config { summit, stage: StageId::random(rng), format, slate: Slate::default() };
    let origin = moq_tokio::origin::spawn();
    let (stage, _task) = plenary_stage::start(config.clone(), origin.clone()).unwrap();
    let name = BroadcastName::Speaker { summit, stage: None, secret: Secret::random(rng) };
    let speaker = SourceId::Speaker(SpeakerId::random(rng));
    let clip = SourceId::Clip(ClipId::random(rng));
    let recorded = Feed::Clip { folder: stored.clone(), span: Span::default() };
    stage
        .sources(vec![Source { id: speaker, feed: Feed::Live(name) }, Source { id: clip, feed: recorded }])
        .await
        .unwrap();
    let _speaker = Speaker::start(&origin, name, 0, HERTZ, Duration::ZERO);
    stage.direct(Scene::Full { source: speaker }, Transition::Cut, None).await.unwrap();

    let mut viewer = Viewer::open(&origin, config.programme(), "1080p").await;
    let mut sound = Viewer::open(&origin, config.programme(), "sound").await;
    let (mut last, mut numbers) = (None, Vec::new());
    while numbers.len() < 50 {
        let (us, picture) = viewer.timed().await;
        assert_eq!(picture.size(), Size::new(1920, 1080));
        assert!(us.is_multiple_of(40_000) && last.is_none_or(|last| last + 40_000 == us), "{last:?} {us}");
        last = Some(us);
        numbers.extend(stamp::read(&picture));
    }
    assert!(numbers.is_sorted(), "{numbers:?}");
    // Two seconds of the source, of which a busy machine may have repeated some.
    let passed = numbers[49] - numbers[0];
    assert!((40..=70).contains(&passed), "{passed} of 60 pictures in two seconds");
    let mut heard = sound.second().await;
    while tone(&heard, HERTZ) < 0.3 {
        heard = sound.second().await;
    }

    let mut snapshots = stage.snapshot();
    stage.preview(Scene::Full { source: clip }).await.unwrap();
    let live =
        snapshots.wait_for(|now| now.sources.iter().any(|source| source.id == clip && source.state == State::Live));
    tokio::time::timeout(LIMIT, live).await.expect("it is not ready").unwrap();
    stage.take(Transition::Cut).await.unwrap();
    let (mut red, mut blue) = (0, 0);
    while blue < 10 {
        let colour = viewer.timed().await.1.pixel(960, 540);
        red += u32::from(is_red(colour));
        blue += u32::from(is_blue(colour));
    }
    // Its first second: 30 pictures of the recording, 25 of the programme, and what a busy machine repeats.
    assert!((24..=30).contains(&red), "{red} pictures of the first second");
    tokio::time::timeout(Duration::from_secs(10), stage.stop()).await.unwrap();
}
