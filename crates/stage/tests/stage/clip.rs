//! A recording on a real stage: a file goes in, and each time it is taken it begins with its beginning, goes
//! forward, is heard, and reports its end. How often each picture is shown is not checked here.

use std::time::Duration;

use crate::support::{LIMIT, Viewer, tone};
use plenary_clip::Limits;
use plenary_model::{
    clip::Span,
    id::{ClipId, StageId, SummitId},
    scene::{Scene, Transition},
    source::SourceId,
};
use plenary_picture::Yuv;
use plenary_stage::{Config, Feed, Format, Slate, Source, State};
use rand::{SeedableRng, rngs::StdRng};

/// A second of red, then a second of blue, with a tone.
pub const MAKE: [&str; 12] = [
    "-v",
    "error",
    "-f",
    "lavfi",
    "-i",
    "color=red:s=640x360:r=30:d=1[a];color=blue:s=640x360:r=30:d=1[b];[a][b]concat",
    "-f",
    "lavfi",
    "-i",
    "sine=700:r=48000:d=2",
    "-shortest",
    "-y",
];

pub fn is_red(colour: Yuv) -> bool {
    colour.v > 180
}

pub fn is_blue(colour: Yuv) -> bool {
    colour.u > 180
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recorded_speech_plays_from_its_beginning_each_time_and_reports_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let (file, stored) = (folder.path().join("speech.mkv"), folder.path().join("stored"));
    let made = tokio::process::Command::new("ffmpeg").args(MAKE).arg(&file).status().await;
    assert!(made.expect("ffmpeg is needed by this test: apt-get install ffmpeg").success());
    plenary_clip::ingest(&file, &stored, &Limits::default(), Format::default(), |_| {}).await.unwrap();

    let rng = &mut StdRng::seed_from_u64(4);
    let slate = Slate { title: "World Water Assembly".into(), ..Slate::default() };
    let config =
        Config { summit: SummitId::random(rng), stage: StageId::random(rng), format: Format::default(), slate };
    let origin = moq_tokio::origin::spawn();
    let (stage, _task) = plenary_stage::start(config.clone(), origin.clone()).unwrap();
    let id = SourceId::Clip(ClipId::random(rng));
    let full = Scene::Full { source: id };
    let source = |span| vec![Source { id, feed: Feed::Clip { folder: stored.clone(), span } }];
    stage.sources(source(Span::default())).await.unwrap();
    let mut viewer = Viewer::open(&origin, config.programme(), "720p").await;
    let mut sound = Viewer::open(&origin, config.programme(), "sound").await;
    let mut snapshots = stage.snapshot();

    for _ in 0..2 {
        stage.preview(full).await.unwrap();
        let live = snapshots.wait_for(|now| now.sources[0].state == State::Live);
        tokio::time::timeout(LIMIT, live).await.expect("it is not ready").unwrap();
        let taken = stage.take(Transition::Cut).await.unwrap();
        let (mut red, mut blue) = (0, 0);
        while blue < 45 {
            let (number, picture) = viewer.picture().await;
            if number < taken.frame {
                continue;
            }
            let colour = picture.pixel(640, 360);
            red += u32::from(is_red(colour));
            blue += u32::from(is_blue(colour));
            assert!(number < taken.frame + 2 || is_red(colour) || is_blue(colour), "frame {number}: {colour:?}");
            assert!(blue == 0 || !is_red(colour), "it goes forward");
        }
        assert!(red > 0, "it begins with its beginning");
        let ended = snapshots.wait_for(|now| now.sources[0].state == State::Ended);
        tokio::time::timeout(LIMIT, ended).await.expect("it does not end").unwrap();
        stage.direct(Scene::Slate, Transition::Cut, None).await.unwrap();
    }
    let mut heard = 0.0f32;
    for _ in 0..4 {
        heard = heard.max(tone(&sound.second().await, 700.0));
    }
    assert!(heard > 0.05, "the tone is heard at {heard}");

    // Of the part between its points nothing before is seen, and it ends with them.
    stage.sources(source(Span { in_ms: 1_200, out_ms: Some(1_700) })).await.unwrap();
    stage.preview(full).await.unwrap();
    let live = snapshots.wait_for(|now| now.sources[0].state == State::Live);
    tokio::time::timeout(LIMIT, live).await.expect("it is not ready").unwrap();
    let taken = stage.take(Transition::Cut).await.unwrap();
    let mut seen = 0;
    while seen < 10 {
        let (number, picture) = viewer.picture().await;
        let colour = picture.pixel(640, 360);
        assert!(number < taken.frame + 2 || is_blue(colour), "frame {number}: {colour:?}");
        seen += u32::from(number >= taken.frame + 2);
    }
    let ended = snapshots.wait_for(|now| now.sources[0].state == State::Ended);
    tokio::time::timeout(LIMIT, ended).await.expect("it does not end").unwrap();
    tokio::time::timeout(Duration::from_secs(10), stage.stop()).await.unwrap();
}
