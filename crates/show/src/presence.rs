//! Who is connected, and what their ends say about the network.
//!
//! One task listens to the announcements of speakers and locations. Another for each connected one
//! reads its `status` track, which is a stranger's: its size is limited, its numbers are clamped, and
//! it is looked at once a second at most.

use std::time::Duration;

use moq_net::{Pattern, Patterns, announce, origin};
use plenary_model::{
    id::{CrewId, Secret, StageId, SummitId},
    name::BroadcastName,
    talk::Party,
};
use serde::Deserialize;
use tokio::sync::mpsc;

use crate::live::backstage::End;

/// Name of the track in which a source reports on its network.
pub const STATUS_TRACK: &str = "status";
/// Bytes of a report; one has about 100.
const MAX_BYTES: u64 = 1_024;
/// Time between two reports that are looked at; they should come every 2 s.
const REST: Duration = Duration::from_secs(1);
/// A report that has not come whole after this time is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a source's own end says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Status {
    /// Round trip in milliseconds, at most a minute.
    pub rtt_ms: Option<u32>,
    /// Bits a second that it sends, at most a gigabit.
    pub send_bps: Option<u64>,
    /// Pictures that it could not send.
    pub dropped: Option<u64>,
    /// What it says about camera, microphone and battery.
    pub end: End,
}

/// Numbers as scripts write them: whole or not, of any size.
#[derive(Deserialize)]
struct Raw {
    rtt_ms: Option<f64>,
    send_bps: Option<f64>,
    dropped: Option<f64>,
    tested: Option<bool>,
    camera: Option<bool>,
    microphone: Option<bool>,
    level_db: Option<f64>,
    battery: Option<f64>,
    charging: Option<bool>,
    slow: Option<bool>,
}

impl Status {
    /// Reads a report; nothing when it is none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let raw: Raw = serde_json::from_slice(bytes).ok()?;
        // Beyond 2^53 a script's numbers are not whole any more.
        let clamp = |number: Option<f64>, most: f64| Some(number?.clamp(0.0, most).round() as u64);
        Some(Self {
            rtt_ms: clamp(raw.rtt_ms, 60_000.0).and_then(|ms| u32::try_from(ms).ok()),
            send_bps: clamp(raw.send_bps, 1e9),
            dropped: clamp(raw.dropped, 9e15),
            end: End {
                tested: raw.tested,
                camera: raw.camera,
                microphone: raw.microphone,
                level_db: raw.level_db.map(|level| level.clamp(-90.0, 0.0).round() as i32),
                battery: clamp(raw.battery, 100.0).and_then(|per_cent| u32::try_from(per_cent).ok()),
                charging: raw.charging,
                slow: raw.slow,
            },
        })
    }
}

/// What the task of the show hears.
#[derive(Debug)]
pub(crate) enum Event {
    /// A name is announced, or not any more.
    Announced { path: String, online: bool },
    /// A source reported.
    Reported { path: String, status: Status },
    /// One of the crew has a microphone, or not any more.
    Voice { crew: CrewId, name: BroadcastName, online: bool },
}

/// Whose coming and going a stage hears of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Around {
    /// Everybody of the main stage, and every location.
    Main,
    /// Those of a local stage, and the location that runs it.
    Local(StageId, Option<Secret>),
}

/// The announcements of the speakers and locations of a stage, of the crew's voices, and of all programmes.
pub(crate) fn listen(
    origin: &origin::Producer,
    summit: SummitId,
    around: Around,
) -> Result<announce::Consumer, moq_net::Error> {
    let mut names = vec![BroadcastName::programmes(summit), BroadcastName::crew_voices(summit, None)];
    match around {
        Around::Main => names.extend([BroadcastName::speakers(summit, None), BroadcastName::locations(summit)]),
        Around::Local(stage, location) => {
            names.extend([
                BroadcastName::speakers(summit, Some(stage)),
                BroadcastName::crew_voices(summit, Some(stage)),
            ]);
            names.extend(location.map(|secret| BroadcastName::location(summit, secret)));
        }
    }
    let patterns: Patterns =
        names.iter().map(|pattern| pattern.parse::<Pattern>().expect("a summit's people are a pattern")).collect();
    Ok(origin.consume().scope("", &patterns)?.announced())
}

/// Turns an announcement into an event, if it is one of a speaker, a location, a stage or a voice of the crew.
pub(crate) fn event(update: &announce::Update) -> Option<Event> {
    let path = update.prefix.as_str();
    let online = update.kind.is_active();
    match path.parse() {
        Ok(BroadcastName::Speaker { .. } | BroadcastName::Location { .. } | BroadcastName::Programme { .. }) => {
            Some(Event::Announced { path: path.to_owned(), online })
        }
        Ok(name @ BroadcastName::Voice { party: Party::Crew(crew), .. }) => Some(Event::Voice { crew, name, online }),
        _ => None,
    }
}

/// Reads a source's reports until it is aborted. Those that find the inbox full are dropped: the next
/// one is newer.
pub(crate) async fn watch(origin: origin::Consumer, path: String, events: mpsc::Sender<Event>) {
    loop {
        if let Err(error) = session(&origin, &path, &events).await {
            tracing::debug!(%error, "the reports of a source ended");
        }
        tokio::time::sleep(REST).await;
    }
}

async fn session(origin: &origin::Consumer, path: &str, events: &mpsc::Sender<Event>) -> Result<(), moq_net::Error> {
    let broadcast = origin.request_broadcast(path).await?;
    let mut reports = broadcast.track(STATUS_TRACK)?.subscribe(None).await?;
    while let Some(mut group) = reports.recv_group().await? {
        let read = async {
            let frame = group.next_frame().await?.filter(|frame| frame.size <= MAX_BYTES);
            match frame {
                Some(mut frame) => Ok::<_, moq_net::Error>(Status::parse(&frame.read_all().await?)),
                None => Ok(None),
            }
        };
        match tokio::time::timeout(PATIENCE, read).await {
            Ok(Ok(Some(status))) => {
                let event = Event::Reported { path: path.to_owned(), status };
                if events.try_send(event).is_err() {
                    metrics::counter!("plenary_show_reports_dropped_total").increment(1);
                }
            }
            // Superseded by a newer one.
            Ok(Err(_)) => continue,
            Ok(Ok(None)) | Err(_) => metrics::counter!("plenary_show_reports_refused_total").increment(1),
        }
        tokio::time::sleep(REST).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_report_is_clamped_or_ignored() {
        let status = Status::parse(br#"{"rtt_ms":1e300,"send_bps":-5,"dropped":null,"camera":true,"more":[1]}"#);
        let end = End { camera: Some(true), ..End::default() };
        assert_eq!(status, Some(Status { rtt_ms: Some(60_000), send_bps: Some(0), dropped: None, end }));
        let status = Status::parse(
            br#"{"rtt_ms":41.7,"send_bps":600000,"dropped":3,"battery":1e9,"level_db":-1e9,"tested":true}"#,
        );
        let end = End { battery: Some(100), level_db: Some(-90), tested: Some(true), ..End::default() };
        assert_eq!(status, Some(Status { rtt_ms: Some(42), send_bps: Some(600_000), dropped: Some(3), end }));
        for bytes in [&b""[..], b"[]", b"{\"rtt_ms\":\"fast\"}", b"\xff\xfe", b"null"] {
            assert_eq!(Status::parse(bytes), None, "{bytes:?}");
        }
    }
}
