//! The programme delay, seen from both sides of it: the crew sees at once what the audience sees later, and never
//! when it was dumped.

use std::time::Duration;

use plenary_model::{
    id::{Secret, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    scene::{Scene, Transition},
    source::SourceId,
};
use plenary_picture::stamp;
use plenary_stage::{Config, Feed, Format, Slate, Source};
use rand::{SeedableRng, rngs::StdRng};

use crate::support::{LIMIT, Speaker, Viewer, tone};

const HERTZ: f32 = 500.0;
const DELAY: u64 = 45;

/// What one frame of the programme showed: the number in the speaker's picture, or the slate.
async fn next(viewer: &mut Viewer, number: &mut u64) -> Option<u32> {
    let (at, picture) = viewer.picture().await;
    assert_eq!(at, *number + 1, "a frame is missing");
    *number = at;
    stamp::read(&picture)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audience_sees_later_what_the_crew_sees_and_never_what_was_dumped() {
    let rng = &mut StdRng::seed_from_u64(4);
    let summit = SummitId::random(rng);
    let config = Config { summit, stage: StageId::random(rng), format: Format::default(), slate: Slate::default() };
    let source = SourceId::Speaker(SpeakerId::random(rng));
    let name = BroadcastName::Speaker { summit, stage: None, secret: Secret::random(rng) };
    let origin = moq_tokio::origin::spawn();
    let (stage, task) = plenary_stage::start(config.clone(), origin.clone()).unwrap();
    stage.sources(vec![Source { id: source, feed: Feed::Live(name) }]).await.unwrap();
    let _speaker = Speaker::start(&origin, name, 0, HERTZ, Duration::ZERO);
    stage.preview(Scene::Full { source }).await.unwrap();
    stage.take(Transition::Cut).await.unwrap();

    let mut air = Viewer::open(&origin, config.programme(), "720p").await;
    let mut crew = Viewer::open(&origin, config.monitor(), "720p").await;
    let mut sound = Viewer::open(&origin, config.programme(), "sound").await;
    let (mut on_air, mut made) = (air.picture().await.0, crew.picture().await.0);
    // Without a delay, both are the same.
    while next(&mut crew, &mut made).await.is_none() {}
    let mut shown = next(&mut air, &mut on_air).await;
    while on_air < made || shown.is_none() {
        shown = next(&mut air, &mut on_air).await;
    }

    stage.delay((DELAY * 1_000 / 30) as u32).await.unwrap();
    // The slate comes, for as long as the delay is, and then what was made so much earlier.
    let mut seen = std::collections::BTreeMap::new();
    let mut slates = 0;
    while slates < DELAY || shown.is_none() {
        shown = next(&mut air, &mut on_air).await;
        slates += u64::from(shown.is_none());
    }
    assert_eq!(slates, DELAY);
    while made < on_air {
        let stamp = next(&mut crew, &mut made).await;
        seen.insert(made, stamp);
    }
    for _ in 0..30 {
        let shown = next(&mut air, &mut on_air).await;
        assert_eq!(Some(&shown), seen.get(&(on_air - DELAY)), "frame {on_air} is not the one of {DELAY} frames before");
    }

    let before = stage.snapshot().borrow().frame;
    stage.dump().await.unwrap();
    let after = stage.snapshot().borrow().frame;
    while next(&mut crew, &mut made).await.is_none() || made < after {
        assert!(made < after + 90, "the crew sees nothing");
    }
    // What had gone out until the dump is what was made a delay before it.
    let mut slates = 0;
    let mut last = None;
    while slates == 0 || shown.is_none() {
        shown = next(&mut air, &mut on_air).await;
        match shown {
            Some(_) if slates == 0 => last = Some(on_air - DELAY),
            Some(_) => {}
            None => slates += 1,
        }
        assert!(on_air < after + 4 * DELAY, "it does not come back");
    }
    assert_eq!(slates, DELAY, "the slate stands until as much is held again");
    let last = last.unwrap_or(0);
    assert!(last + DELAY <= after && on_air - DELAY >= before, "{last} {before} {after} {on_air}");

    // Sound goes the same way: silent while the slate is shown, and back with the picture.
    let begin = on_air * 1_000_000 / 30;
    let (quiet, loud) = (begin - 700_000..begin - 100_000, begin + 100_000..begin + 700_000);
    loop {
        let (us, samples) = sound.sound().await;
        if quiet.contains(&us) {
            assert!(tone(&samples, HERTZ) < 0.01, "sound at {us} while the slate is on air");
        }
        if loud.contains(&us) {
            assert!(tone(&samples, HERTZ) > 0.1, "no sound at {us}");
        }
        if us > loud.end {
            break;
        }
    }

    // Without a delay again, the audience is back at once.
    stage.delay(0).await.unwrap();
    let now = stage.snapshot().borrow().frame;
    while on_air < now + 60 {
        shown = next(&mut air, &mut on_air).await;
        if on_air > now + 5 {
            assert!(shown.is_some(), "frame {on_air} shows the slate");
        }
    }
    stage.stop().await;
    tokio::time::timeout(LIMIT, task).await.unwrap().unwrap();
}
