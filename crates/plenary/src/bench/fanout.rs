//! What viewers cost the server, beside what they cost a stock relay that sends them the same bits.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use plenary_swarm::{
    bridge::{Bridge, Carry},
    viewer::{Viewer, Watch},
};
use serde::Serialize;
use tokio::time::timeout;

use super::{process::Process, say, show::Show};

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// What all viewers of the 720p rendition cost the server, beside what they cost the relay.
    fanout_cpu_ratio: f64,
    /// Cores that they cost the server.
    fanout_cores: f64,
    /// Cores that they cost the relay.
    fanout_relay_cores: f64,
    /// Viewers at a time.
    fanout_viewers: usize,
    /// Frames that viewers of the server and of the relay missed.
    fanout_missing_frames: [u64; 2],
}

/// Sends the programme to so many viewers from the server, then from a relay that gets it from there, and so
/// again, and compares the means.
///
/// What a server costs without viewers is measured while the other one has them: on a busy machine the same work
/// takes more CPU time than on an idle one.
pub async fn measure(show: &Show, server: &Process, relay: &Path, viewers: usize) -> anyhow::Result<Figures> {
    show.both().await?;
    let (relay, to) = Process::relay(relay).await?;
    let Watch { url: from, programme, rendition, .. } = show.audience("720p", false).await?;
    let to: url::Url = to.parse()?;
    let _bridge = Bridge::open(Carry { from, to: to.clone(), programme: programme.clone(), rendition }).await?;
    let there = Watch { url: to, programme, rendition: "720p".to_owned(), decode: false };

    let (mut cores, mut missing) = ([0.0; 2], [0; 2]);
    for round in 1..=ROUNDS {
        say(&format!("comparing {viewers} viewers with those of the stock relay, round {round} of {ROUNDS}"));
        let mut here = Vec::new();
        for _ in 0..viewers {
            here.push(show.audience("720p", false).await?);
        }
        for (at, watches) in [here, vec![there.clone(); viewers]].into_iter().enumerate() {
            let seen = watch([server, &relay], watches).await?;
            missing[at] += seen.missing;
            for (place, spent) in seen.cores.into_iter().enumerate() {
                // With its viewers, less without them.
                cores[place] += if place == at { spent } else { -spent } / f64::from(ROUNDS);
            }
        }
    }
    Ok(Figures {
        fanout_cpu_ratio: cores[0] / cores[1],
        fanout_cores: cores[0],
        fanout_relay_cores: cores[1],
        fanout_viewers: viewers,
        fanout_missing_frames: missing,
    })
}

/// What was spent and lost while somebody watched.
struct Seen {
    cores: [f64; 2],
    missing: u64,
}

/// Has viewers watch, and measures what two servers spend meanwhile.
async fn watch([one, other]: [&Process; 2], watches: Vec<Watch>) -> anyhow::Result<Seen> {
    let mut viewers = Vec::new();
    for watch in watches {
        let viewer = Viewer::watch(watch)?;
        timeout(PATIENCE, viewer.until(|seen| seen.frames > 0)).await.context("a viewer saw no programme")?;
        viewers.push(viewer);
    }
    tokio::time::sleep(SETTLE).await;
    let (one, other) = tokio::join!(one.cores(MEASURE), other.cores(MEASURE));
    let missing = viewers.iter().map(|viewer| viewer.report().missing_frames).sum();
    Ok(Seen { cores: [one?, other?], missing })
}

/// What else the machine does changes over the minutes: both sides have their share of it.
const ROUNDS: u32 = 3;
const MEASURE: Duration = Duration::from_secs(20);
/// Joining costs, too, and is not counted.
const SETTLE: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(30);
