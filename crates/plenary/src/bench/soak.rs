//! A show whose sources fail all the time: the programme has a picture in every frame.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use plenary_model::{
    id::SpeakerId,
    scene::{Scene, template},
    source::SourceId,
};
use plenary_swarm::{
    Link, Plan as Crowd,
    viewer::{Viewer, Watch},
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::{process::Process, say};
use crate::producer::Producer;

/// What was seen.
#[derive(Debug, Serialize)]
pub struct Figures {
    soak_s: f64,
    /// Programme frames that a viewer received and decoded.
    soak_frames: u64,
    /// Frames between them that it did not receive, or could not decode.
    soak_missing_frames: u64,
    /// Frames in which nothing was to be seen.
    soak_dark_frames: u64,
    /// How often a source went, froze, or set its clock.
    soak_failures: u64,
    /// Scenes that came on air.
    soak_takes: u64,
    /// Takes that the server refused.
    soak_refused: u64,
}

/// Directs such a show for so long, and watches it.
pub async fn measure(time: Duration, data: &Path) -> anyhow::Result<Figures> {
    say(&format!("directing a show whose sources fail for {} s", time.as_secs()));
    let (_server, link) = Process::plenary(data).await?;
    let producer = Producer::open(&link).await?;
    let rehearsal: Value = json!({ "locations": 0, "speakers": SPEAKERS, "viewers": 0, "hours": 24 });
    let rehearsal: Value = producer.post("rehearsals", &rehearsal).await?;
    let link = Link::parse(rehearsal["url"].as_str().unwrap_or_default())?;
    let trouble = Some(TROUBLE);
    let crowd = Crowd { link, locations: None, speakers: None, viewers: None, joins_per_s: 10, trouble };
    let leave = CancellationToken::new();
    let guard = leave.clone().drop_guard();
    let crowd = tokio::spawn(plenary_swarm::run(crowd, leave));
    let sources = speakers(&producer).await?;

    let media = producer.audience().await?;
    let (url, rendition) = (producer.session(&media)?, "720p".to_owned());
    let viewer = Viewer::watch(Watch { url, programme: media.programme, rendition, decode: true })?;
    timeout(PATIENCE, viewer.until(|seen| seen.decoded > 0)).await.context("the viewer saw no programme")?;
    let (mut takes, mut refused, begun) = (0, 0, Instant::now());
    let mut rng = StdRng::seed_from_u64(5);
    while begun.elapsed() < time {
        let scene = scene(&sources, &mut rng)?;
        tokio::time::sleep(Duration::from_millis(rng.random_range(500..4_000))).await;
        let transition = match rng.random() {
            true => json!({ "kind": "mix", "duration_ms": 500 }),
            false => json!({ "kind": "cut" }),
        };
        let previewed = producer.post::<Value>("stage/preview", &json!({ "scene": scene })).await;
        match previewed.and(producer.post::<Value>("stage/take", &json!({ "transition": transition })).await) {
            Ok(_) => takes += 1,
            Err(_) => refused += 1,
        }
    }
    let seen = viewer.stop().await;
    drop(guard);
    let report = crowd.await??;
    Ok(Figures {
        soak_s: begun.elapsed().as_secs_f64(),
        soak_frames: seen.decoded,
        soak_missing_frames: seen.missing_frames + seen.undecoded,
        soak_dark_frames: seen.dark,
        soak_failures: report.troubles,
        soak_takes: takes,
        soak_refused: refused,
    })
}

async fn speakers(producer: &Producer) -> anyhow::Result<Vec<SourceId>> {
    #[derive(Deserialize)]
    struct Person {
        id: SpeakerId,
    }
    let come = async {
        loop {
            let people: Vec<Person> = producer.get("speakers").await?;
            if people.len() >= SPEAKERS {
                return anyhow::Ok(people.into_iter().map(|person| SourceId::Speaker(person.id)).collect());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(PATIENCE, come).await.context("the speakers did not come")?
}

/// One scene of those that a crew uses.
fn scene(sources: &[SourceId], rng: &mut StdRng) -> anyhow::Result<Scene> {
    let mut some: Vec<SourceId> = sources.choose_multiple(rng, 4).copied().collect();
    let source = some.pop().context("there is no source")?;
    let other = some.pop().context("there is one source")?;
    Ok(match rng.random_range(0..10) {
        0..4 => Scene::Full { source },
        4..6 => Scene::Two { left: source, right: other },
        6..8 => Scene::Inset { main: source, inset: other },
        8 => Scene::Slate,
        _ => {
            let four = template::shipped().into_iter().find(|(_, places)| places.len() == 4);
            let (_, places) = four.context("no arrangement for four comes with the program")?;
            Scene::Boxes { boxes: template::fill(&places, sources.iter().copied())? }
        }
    })
}

const SPEAKERS: usize = 4;
/// Each speaker fails about so often: somebody every five seconds.
const TROUBLE: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(60);
