//! A plan of the size of a summit: how soon an edit stands on another producer's screen.

use std::time::Duration;

use anyhow::Context as _;
use plenary_swarm::{plan::Follower, seen};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::say;
use crate::producer::Producer;

/// Items of the plan.
const ITEMS: usize = 1_200;
/// Speakers of the summit.
const SPEAKERS: usize = 1_000;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// From sending an edit to its arrival in a second producer's session, in milliseconds.
    rundown_edit_p95_ms: f64,
    rundown_edit_p50_ms: f64,
    /// The items of the plan.
    rundown_items: usize,
}

/// Edits a plan so often with one producer, and follows it with another.
pub async fn measure(producer: &Producer, edits: usize) -> anyhow::Result<Figures> {
    #[derive(Deserialize)]
    struct Plan {
        items: Vec<Item>,
    }
    #[derive(Deserialize)]
    struct Item {
        id: String,
    }
    say(&format!("planning {ITEMS} items with {SPEAKERS} speakers"));
    for number in 1..=SPEAKERS {
        let speaker = json!({ "name": format!("Speaker {number}"), "title": "", "language": "en" });
        let _: Value = producer.post("speakers", &speaker).await?;
    }
    let rows = (1..=ITEMS).map(|number| format!("Speech {number},5:00,speech,Speaker {}\n", number % SPEAKERS + 1));
    let sheet: String = std::iter::once("title,length,kind,sources\n".to_owned()).chain(rows).collect();
    let report: Value = producer.send("rundown/import?format=csv", sheet.into_bytes()).await?;
    anyhow::ensure!(report["added"] == ITEMS, "the plan was not taken: {report}");

    let second = Producer::open(&producer.invite("producers", &json!({ "name": "Second" })).await?).await?;
    let media = second.crew().await?;
    let follower = Follower::follow(second.session(&media)?, media.crew.clone().unwrap_or_default())?;
    timeout(PATIENCE, follower.until(|titles| titles.len() >= ITEMS)).await.context("the plan did not come")?;
    let plan: Plan = producer.get("rundown").await?;

    say(&format!("timing {edits} edits"));
    let mut times = Vec::new();
    for edit in 0..edits {
        // All over the plan, one after the other as hands do it.
        let id = &plan.items[edit * 37 % plan.items.len()].id;
        let title = format!("Edit {edit}");
        let asked = Instant::now();
        let path = format!("rundown/items/{id}");
        let _: Value = producer.patch(&path, &json!({ "set": { "title": title } })).await?;
        let came = follower.until(|titles| titles.get(id) == Some(&title));
        timeout(PATIENCE, came).await.context("an edit did not come to the second producer")?;
        times.push(asked.elapsed().as_secs_f64() * 1_000.0);
    }
    let of = |share| seen::percentile(&times, share).context("nothing was measured");
    Ok(Figures { rundown_edit_p95_ms: of(0.95)?, rundown_edit_p50_ms: of(0.5)?, rundown_items: plan.items.len() })
}

/// A busy machine is slow, not broken.
const PATIENCE: Duration = Duration::from_secs(30);
