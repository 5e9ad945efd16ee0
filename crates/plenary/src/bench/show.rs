//! Takes, ages and joins of a show with two live speakers, and what the server spends on it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use plenary_model::{id::SpeakerId, scene::Scene, source::SourceId};
use plenary_swarm::{
    Link, Plan as Crowd, names, seen, speaker,
    viewer::{Viewer, Watch},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{process::Process, say};
use crate::producer::Producer;

/// How much is measured.
pub struct Plan {
    /// Takes that are timed.
    pub takes: usize,
    /// Viewers that join one after the other.
    pub joins: usize,
    /// For how long the stage's cost is counted.
    pub stage: Duration,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// From asking for a take to the arrival of the first frame of the new source at a viewer, in milliseconds.
    take_p95_ms: f64,
    take_p50_ms: f64,
    /// From a picture's making at its source to its arrival at a viewer, in milliseconds.
    source_to_viewer_p95_ms: f64,
    source_to_viewer_p50_ms: f64,
    /// Cores of the whole server with two live 720p sources, a caption, both renditions, sound and recording.
    stage_cores: f64,
    /// Frames that went out late meanwhile.
    stage_late_frames: u64,
    stage_s: f64,
    /// From a viewer's opening its session to its first frame that can be decoded, in milliseconds.
    join_p95_ms: f64,
    join_p50_ms: f64,
}

/// A summit with two speakers on line.
pub struct Show {
    producer: Producer,
    speakers: [SourceId; 2],
    _crowd: DropGuard,
}

impl Show {
    /// Brings two speakers to the server of this producer's link.
    pub async fn open(link: &str) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Person {
            id: SpeakerId,
            name: String,
        }
        let producer = Producer::open(link).await?;
        let rehearsal = json!({ "locations": 0, "speakers": 2, "viewers": 0, "hours": 24 });
        let rehearsal: Value = producer.post("rehearsals", &rehearsal).await?;
        let link = Link::parse(rehearsal["url"].as_str().unwrap_or_default())?;
        let crowd = Crowd { link, locations: None, speakers: None, viewers: None, joins_per_s: 10, trouble: None };
        let leave = CancellationToken::new();
        tokio::spawn(plenary_swarm::run(crowd, leave.clone()));
        let arrived = async {
            loop {
                let people: Vec<Person> = producer.get("speakers").await?;
                let id = |index: usize| {
                    let name = names::speaker(index).name;
                    people.iter().find(|person| person.name == name).map(|person| SourceId::Speaker(person.id))
                };
                if let (Some(first), Some(second)) = (id(0), id(1)) {
                    return anyhow::Ok([first, second]);
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        let speakers = timeout(PATIENCE, arrived).await.context("the speakers did not come")??;
        Ok(Self { producer, speakers, _crowd: leave.drop_guard() })
    }

    /// Who directs it.
    pub fn producer(&self) -> &Producer {
        &self.producer
    }

    /// A session of the audience.
    pub async fn audience(&self, rendition: &str, decode: bool) -> anyhow::Result<Watch> {
        let media = self.producer.audience().await?;
        let url = self.producer.session(&media)?;
        Ok(Watch { url, programme: media.programme, rendition: rendition.to_owned(), decode })
    }

    /// Puts both speakers beside each other on air, with a name graphic.
    pub async fn both(&self) -> anyhow::Result<()> {
        let [left, right] = self.speakers;
        self.take(Scene::Two { left, right }).await?;
        let caption = json!({ "caption": { "name": "Amina Waweru-Okello", "title": "Hydrologist" } });
        let _: Value = self.producer.post("stage/caption", &caption).await?;
        Ok(())
    }

    /// Measures everything.
    pub async fn measure(&self, server: &Process, plan: &Plan) -> anyhow::Result<Figures> {
        say(&format!("timing {} takes", plan.takes));
        let viewer = Viewer::watch(self.audience("720p", true).await?)?;
        let takes = self.takes(&viewer, plan.takes).await?;
        let seen = viewer.stop().await;
        self.both().await?;

        say(&format!("timing {} joins", plan.joins));
        let joins = self.joins(plan.joins).await?;

        say(&format!("counting the stage's cost for {} s", plan.stage.as_secs()));
        let watching =
            [Viewer::watch(self.audience("720p", false).await?)?, Viewer::watch(self.audience("360p", false).await?)?];
        for viewer in &watching {
            timeout(PATIENCE, viewer.until(|seen| seen.frames > 150)).await.context("no programme came")?;
        }
        let late = self.late().await?;
        let stage_cores = server.cores(plan.stage).await?;
        let stage_late_frames = self.late().await? - late;

        let of = |values: &[f64], share| seen::percentile(values, share).context("nothing was measured");
        Ok(Figures {
            take_p95_ms: of(&takes, 0.95)?,
            take_p50_ms: of(&takes, 0.5)?,
            source_to_viewer_p95_ms: of(&seen.ages_ms, 0.95)?,
            source_to_viewer_p50_ms: of(&seen.ages_ms, 0.5)?,
            stage_cores,
            stage_late_frames,
            stage_s: plan.stage.as_secs_f64(),
            join_p95_ms: of(&joins, 0.95)?,
            join_p50_ms: of(&joins, 0.5)?,
        })
    }

    async fn takes(&self, viewer: &Viewer, count: usize) -> anyhow::Result<Vec<f64>> {
        let mut times = Vec::new();
        // The first one has the speakers' pictures encoded, which is no matter of the server.
        for at in 0..=count {
            let source = self.speakers[at % 2];
            let _: Value = self.producer.post("stage/preview", &json!({ "scene": Scene::Full { source } })).await?;
            // A producer looks at the preview before the take.
            tokio::time::sleep(if at < 2 { ENCODED } else { LOOK }).await;
            let asked = since_1970();
            let _: Value = self.producer.post("stage/take", &json!({})).await?;
            let (number, asked_us) = (Some(speaker(at % 2)), u64::try_from(asked.as_micros())?);
            let shows = |change: &&seen::Change| change.number == number && change.at_us >= asked_us;
            let came = viewer.until(|seen| seen.changes.iter().any(|change| shows(&change)));
            timeout(PATIENCE, came).await.context("a viewer did not see a take")?;
            let report = viewer.report();
            let change = report.changes.iter().find(shows).context("the take is gone")?;
            if at > 0 {
                times.push((change.at_us - asked_us) as f64 / 1_000.0);
            }
        }
        Ok(times)
    }

    async fn joins(&self, count: usize) -> anyhow::Result<Vec<f64>> {
        let mut times = Vec::new();
        for at in 0..count {
            // At another distance from the keyframe each time.
            tokio::time::sleep(Duration::from_millis(at as u64 * 137 % 1_000)).await;
            let viewer = Viewer::watch(self.audience("720p", false).await?)?;
            timeout(PATIENCE, viewer.until(|seen| seen.first_frame_ms.is_some())).await.context("a join failed")?;
            times.extend(viewer.stop().await.first_frame_ms.map(|ms| ms as f64));
        }
        Ok(times)
    }

    async fn take(&self, scene: Scene) -> anyhow::Result<()> {
        let _: Value = self.producer.post("stage/preview", &json!({ "scene": scene })).await?;
        let _: Value = self.producer.post("stage/take", &json!({})).await?;
        Ok(())
    }

    /// Programme frames that were late since the server's start.
    async fn late(&self) -> anyhow::Result<u64> {
        let metrics = self.producer.metrics().await?;
        let line = metrics.lines().find_map(|line| line.strip_prefix("plenary_stage_late_frames_total"));
        // Without a late frame there is no such counter.
        line.map_or(Ok(0), |value| value.trim().parse::<f64>().map(|late| late as u64).context("no number"))
    }
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// A busy machine is slow, not broken.
const PATIENCE: Duration = Duration::from_secs(30);
/// From preview to take.
const LOOK: Duration = Duration::from_millis(700);
/// A speaker's pictures are encoded when they are first asked for.
const ENCODED: Duration = Duration::from_secs(4);
