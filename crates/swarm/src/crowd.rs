//! A whole crowd: brought, counted and sent home.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use serde::Serialize;
use tokio::{sync::watch, task::JoinSet, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::{
    call::{self, CallError, Link},
    participant::{self, Kind, Part, Tally},
    reel::{self, Shape},
    seen, session,
    studio::Studio,
    trouble::{self, Mood},
    viewer::{Viewer, Watch},
};

/// Who is brought where.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The rehearsal's link.
    pub link: Link,
    /// Locations; all that the rehearsal permits when left out.
    pub locations: Option<usize>,
    /// Speakers, likewise.
    pub speakers: Option<usize>,
    /// Viewers of the programme, likewise.
    pub viewers: Option<usize>,
    /// Sessions opened a second. A join costs the server 3 to 6 ms of one core; past its capacity
    /// unfinished handshakes are repeated and eat what is left.
    pub joins_per_s: u32,
    /// Each participant fails about once in this time: it goes and comes back, freezes, or its clock jumps.
    pub trouble: Option<Duration>,
}

/// How far a crowd is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Participants with an open session now, viewers not among them.
    pub online: usize,
    /// Viewers that received a picture.
    pub watching: usize,
    /// All who were to come.
    pub wanted: usize,
}

/// What a crowd did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// How far it was at its end.
    pub progress: Progress,
    /// Participants that gave up.
    pub failed: usize,
    /// Sessions that participants opened, reconnections among them.
    pub sessions: u64,
    /// Tiles sent.
    pub tiles: u64,
    /// Pictures sent.
    pub pictures: u64,
    /// Packets of sound sent.
    pub packets: u64,
    /// Pictures that this machine was too slow to send.
    pub late: u64,
    /// How often a participant failed because it was to.
    pub troubles: u64,
    /// Programme frames that each viewer received.
    pub viewer_frames: Vec<u64>,
    /// Programme frames that viewers missed, all together.
    pub missing_frames: u64,
    /// From a viewer's asking for its session to its first picture, 95th percentile in milliseconds.
    pub first_frame_p95_ms: Option<f64>,
}

/// Why a crowd did not come.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rehearsal did not begin.
    #[error(transparent)]
    Call(#[from] CallError),
    /// This machine has no socket.
    #[error("no socket for the crowd: {0}")]
    Socket(#[from] moq_tokio::Error),
}

/// The number in the pictures of speaker `index`, which counts from 0.
pub fn speaker(index: usize) -> u32 {
    1 + u32::try_from(index).unwrap_or(u32::MAX) % (FIRST_LOCATION - 1)
}

/// The number in the pictures of location `index`, which counts from 0.
pub fn location(index: usize) -> u32 {
    FIRST_LOCATION + u32::try_from(index).unwrap_or(u32::MAX) % (FIRST_RECORDED - FIRST_LOCATION)
}

/// The number in the pictures of recorded speech `index`, which counts from 0.
pub fn recorded(index: usize) -> u32 {
    FIRST_RECORDED + u32::try_from(index).unwrap_or(u32::MAX) % (MOST_NUMBERS - FIRST_RECORDED)
}

/// How the pictures of the participant with this number are made; nothing for a recording, which does
/// not follow the clock.
pub(crate) fn shape(number: u32) -> Option<Shape> {
    match number {
        ..FIRST_LOCATION => Some(reel::SPEAKER),
        FIRST_LOCATION..FIRST_RECORDED => Some(reel::LOCATION),
        FIRST_RECORDED.. => None,
    }
}

/// Brings a crowd and keeps it until `shutdown`.
pub async fn run(plan: Plan, shutdown: CancellationToken) -> Result<Report, Error> {
    run_with_progress(plan, watch::Sender::default(), shutdown).await
}

/// Like [`run`], and says every second how far it is.
pub async fn run_with_progress(
    plan: Plan,
    progress: watch::Sender<Progress>,
    shutdown: CancellationToken,
) -> Result<Report, Error> {
    let permitted = call::size(&plan.link).await?;
    let locations = within("locations", plan.locations, permitted.locations)?;
    let speakers = within("speakers", plan.speakers, permitted.speakers)?;
    let viewers = within("viewers", plan.viewers, permitted.viewers)?;
    let crowd = call::call(&plan.link, locations, speakers).await?;
    let url = |token: &str| call::media_url(&plan.link, &crowd.url_path, token);
    let mut parts = Vec::new();
    for person in crowd.speakers.iter().take(speakers) {
        let number = speaker(person.number);
        let (broadcast, url) = (person.broadcast.clone(), url(&person.media_token)?);
        parts.push(Part { kind: Kind::Speaker, number, broadcast, url });
    }
    for person in crowd.locations.iter().take(locations) {
        let number = location(person.number);
        let (broadcast, url) = (person.broadcast.clone(), url(&person.media_token)?);
        parts.push(Part { kind: Kind::Location, number, broadcast, url });
    }
    let watches = crowd.viewer_tokens.iter().take(viewers).map(|token| {
        let (programme, rendition) = (crowd.programme.clone(), "720p".to_owned());
        Ok(Watch { url: url(token)?, programme, rendition, decode: false })
    });
    let watches: Vec<Watch> = watches.collect::<Result<_, CallError>>()?;

    let clients: Vec<_> = (0..SOCKETS).map(|_| session::client()).collect::<Result<_, _>>()?;
    let (studio, tally) = (Arc::new(Studio::new()), Arc::new(Tally::default()));
    let wanted = parts.len() + watches.len();
    let (mut players, mut viewers, mut failed) = (JoinSet::new(), Vec::new(), 0);
    let mut coming = parts.into_iter().map(Comer::Part).chain(watches.into_iter().map(Comer::Viewer)).enumerate();

    let mut door = tokio::time::interval(Duration::from_secs(1) / plan.joins_per_s.max(1));
    door.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut all_in = false;
    loop {
        tokio::select! {
            // The order to stop is seen before its effects: those who go because they were told to have not failed.
            biased;
            () = shutdown.cancelled() => break,
            _ = door.tick(), if !all_in => match coming.next() {
                Some((at, Comer::Part(part))) => {
                    let client = clients[at % clients.len()].clone();
                    let (studio, tally, shutdown) = (studio.clone(), tally.clone(), shutdown.clone());
                    match plan.trouble {
                        Some(every) => players.spawn(trouble::suffer(every, client, part, studio, tally, shutdown)),
                        None => players.spawn(async move {
                            participant::perform(client, &part, &Mood::default(), studio, tally, shutdown).await
                        }),
                    };
                }
                Some((at, Comer::Viewer(watch))) => {
                    viewers.push(Viewer::watch_with(&clients[at % clients.len()], watch));
                }
                None => all_in = true,
            },
            Some(ended) = players.join_next() => {
                if let Ok(Err(error)) = ended {
                    tracing::debug!("a simulated participant gave up: {error}");
                }
                failed += 1;
            }
            _ = second.tick() => {
                progress.send_replace(Progress { wanted, ..now(&tally, &viewers) });
            }
        }
    }
    let at_end = Progress { wanted, ..now(&tally, &viewers) };
    while players.join_next().await.is_some() {}
    let reports: Vec<seen::Report> = viewers.iter().map(Viewer::report).collect();
    let first: Vec<f64> = reports.iter().filter_map(|seen| seen.first_frame_ms).map(|first| first as f64).collect();
    let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    Ok(Report {
        progress: at_end,
        failed,
        sessions: count(&tally.opened),
        tiles: count(&tally.tiles),
        pictures: count(&tally.pictures),
        packets: count(&tally.packets),
        late: count(&tally.late),
        troubles: count(&tally.troubles),
        viewer_frames: reports.iter().map(|seen| seen.frames).collect(),
        missing_frames: reports.iter().map(|seen| seen.missing_frames).sum(),
        first_frame_p95_ms: seen::percentile(&first, 0.95),
    })
}

fn within(who: &'static str, wanted: Option<usize>, allowed: usize) -> Result<usize, CallError> {
    match wanted.unwrap_or(allowed) {
        wanted if wanted > allowed => Err(CallError::TooMany { who, wanted, allowed }),
        wanted => Ok(wanted),
    }
}

enum Comer {
    Part(Part),
    Viewer(Watch),
}

fn now(tally: &Tally, viewers: &[Viewer]) -> Progress {
    let watching = viewers.iter().filter(|viewer| viewer.report().frames > 0).count();
    Progress { online: tally.online.load(Ordering::Relaxed), watching, wanted: 0 }
}

/// Numbers below this are speakers.
const FIRST_LOCATION: u32 = 1_001;
/// After 30,000 locations.
const FIRST_RECORDED: u32 = 31_001;
/// As many numbers as a stamp has room for.
const MOST_NUMBERS: u32 = 1 << 22;
/// Shared by all sessions: one socket's buffers are too small for thousands, one each is a waste.
const SOCKETS: usize = 4;
