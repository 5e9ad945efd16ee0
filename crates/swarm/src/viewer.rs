//! Watches a programme as an audience session does.

use std::{sync::Arc, time::Duration};

use moq_mux::{
    catalog::{self, CatalogFormat, Stream, hang::Container},
    container,
};
use moq_net::{
    broadcast, origin,
    track::{self, Subscription},
};
use plenary_picture::{Picture, Size, h264, stamp};
use tokio::sync::mpsc;
use url::Url;

use crate::{
    participant,
    reel::Stamp,
    seen::{Report, Sight},
    session::{self, clock},
    voice,
    watching::{Seen, Watching},
};

/// What to watch.
#[derive(Debug, Clone)]
pub struct Watch {
    /// The media session's URL with its token.
    pub url: Url,
    /// The programme's broadcast.
    pub programme: String,
    /// The rendition, such as `720p`; the first there is when there is no such one.
    pub rendition: String,
    /// Whether pictures and sound are decoded: stamps are read and silence is told from sound. Costs a
    /// tenth of a core.
    pub decode: bool,
}

/// A viewer that watches until it is stopped or dropped.
pub struct Viewer(Watching<Report>);

impl Viewer {
    /// Opens a session of its own and begins to watch.
    pub fn watch(watch: Watch) -> Result<Self, moq_tokio::Error> {
        Ok(Self::watch_with(&session::client()?, watch))
    }

    /// Like [`Self::watch`], with a socket that many viewers share.
    pub fn watch_with(client: &moq_tokio::Client, watch: Watch) -> Self {
        let begun = clock();
        let (url, watch) = (watch.url.clone(), Arc::new(watch));
        let look = move |origin, seen| programme(origin, watch.clone(), seen, begun);
        Self(Watching::start(client.clone(), url, |report: &mut Report| report.sessions += 1, look))
    }

    /// What it saw and heard so far.
    pub fn report(&self) -> Report {
        self.0.report()
    }

    /// Waits until what it saw and heard is as `wanted`. Never returns when it never is.
    pub async fn until(&self, wanted: impl FnMut(&Report) -> bool) {
        self.0.until(wanted).await;
    }

    /// Stops to watch.
    pub async fn stop(self) -> Report {
        self.0.stop().await
    }
}

async fn programme(
    origin: origin::Producer,
    watch: Arc<Watch>,
    seen: Arc<Seen<Report>>,
    begun: Duration,
) -> Result<(), participant::Error> {
    let broadcast = origin.consume().routed_broadcast(watch.programme.as_str()).await?;
    let mut catalog = catalog::Consumer::<()>::new(&broadcast, CatalogFormat::Hang).await?;
    let known = loop {
        match catalog.next().await? {
            Some(known) if !known.video.renditions.is_empty() => break known,
            Some(_) => {}
            None => return Ok(()),
        }
    };
    let video = known.video.renditions.get_key_value(&watch.rendition).or(known.video.renditions.first_key_value());
    let sound = known.audio.renditions.first_key_value();
    let pictures = async {
        match video {
            Some((name, config)) => pictures(&broadcast, name, config, watch.decode, &seen, begun).await,
            None => Ok(()),
        }
    };
    let sounds = async {
        match sound {
            Some((name, config)) => sounds(&broadcast, name, config, watch.decode, &seen).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        ended = pictures => ended,
        ended = sounds => ended,
        _ = broadcast.closed() => Ok(()),
    }
}

async fn pictures(
    broadcast: &broadcast::Consumer,
    name: &str,
    config: &hang::catalog::VideoConfig,
    decode: bool,
    seen: &Arc<Seen<Report>>,
    begun: Duration,
) -> Result<(), participant::Error> {
    let track = live(broadcast, name, hang::catalog::PRIORITY.video).await?;
    let mut frames = container::Consumer::new(track, Container::try_from(config)?);
    let (desk, inbox) = mpsc::channel(DECODE_QUEUE);
    if decode {
        let seen = seen.clone();
        tokio::task::spawn_blocking(move || look(inbox, &seen));
    }
    let fps = config.framerate.map_or(30, |fps| fps.round() as u128).max(1);
    let mut whole = false;
    while let Some(frame) = frames.read().await? {
        let at = clock();
        let number = number(Duration::from(frame.timestamp), fps);
        seen.note(|report| {
            report.first_frame_ms.get_or_insert_with(|| at.saturating_sub(begun).as_millis() as u64);
            report.frame(number);
        });
        if decode {
            // After a frame that was left out, only a keyframe can be decoded.
            whole |= frame.keyframe;
            whole = whole && desk.try_send((number, at, frame.payload)).is_ok();
            if !whole {
                seen.note(|report| report.undecoded += 1);
            }
        }
    }
    Ok(())
}

/// Subscribes from what is live now on, and then waits for what is late. Patience alone would begin with
/// the past that the server still has.
async fn live(broadcast: &broadcast::Consumer, name: &str, priority: u8) -> Result<track::Subscriber, moq_net::Error> {
    let track = broadcast.track(name)?;
    let wanted = Subscription::default().with_priority(priority);
    let mut newest = track.subscribe(wanted.clone()).await?;
    let Some(group) = newest.recv_group().await? else { return Ok(newest) };
    let mut patient = track.subscribe(wanted.with_max_age(PATIENCE).with_groups(group.sequence..)).await?;
    patient.set_groups(group.sequence..);
    Ok(patient)
}

/// Decodes what comes in and reads what is stamped on it.
fn look(mut inbox: mpsc::Receiver<(u64, Duration, bytes::Bytes)>, seen: &Seen<Report>) {
    let Ok(mut decoder) = h264::Decoder::new(LARGEST) else { return };
    while let Some((frame, at, data)) = inbox.blocking_recv() {
        match decoder.decode(&data) {
            Ok(Some(picture)) => {
                let stamp = stamp::read(&picture).map(Stamp::read);
                let colour = stamp::read_colour(&picture).to_rgb();
                let fps = stamp.and_then(|stamp| crate::crowd::shape(stamp.number)).map(|shape| shape.fps);
                let dark = is_dark(&picture);
                seen.note(|report| report.sight(Sight { frame, at, stamp, colour, fps, dark }));
            }
            Ok(None) | Err(_) => seen.note(|report| report.undecoded += 1),
        }
    }
}

/// Whether nothing is to be seen: no point of a grid is lighter than the blackest grey.
fn is_dark(picture: &Picture) -> bool {
    let Size { width, height } = picture.size();
    let points = (0..height).step_by(9).flat_map(|y| (0..width).step_by(7).map(move |x| (x, y)));
    points.into_iter().all(|(x, y)| picture.pixel(x, y).y < BLACK)
}

async fn sounds(
    broadcast: &broadcast::Consumer,
    name: &str,
    config: &hang::catalog::AudioConfig,
    decode: bool,
    seen: &Arc<Seen<Report>>,
) -> Result<(), participant::Error> {
    let track = live(broadcast, name, hang::catalog::PRIORITY.audio).await?;
    let mut packets = container::Consumer::new(track, Container::try_from(config)?);
    let mut decoder = match decode {
        true => Some(moq_audio::decode::Decoder::new(config, &Default::default())?),
        false => None,
    };
    while let Some(packet) = packets.read().await? {
        // A packet decodes in 50 us: not worth a thread.
        let level = decoder.as_mut().and_then(|decoder| decoder.decode(&packet.payload).ok()).map_or(0.0, |decoded| {
            let power: f32 = decoded.samples.iter().map(|sample| sample * sample).sum();
            (power / decoded.samples.len().max(1) as f32).sqrt()
        });
        seen.note(|report| {
            report.sound_s += voice::PACKET.as_secs_f64();
            if level > AUDIBLE {
                report.audible_s += voice::PACKET.as_secs_f64();
            }
        });
    }
    Ok(())
}

/// The programme's frame that has this timestamp: frame n stands at n/fps s.
fn number(at: Duration, fps: u128) -> u64 {
    u64::try_from((at.as_micros() * fps + 500_000) / 1_000_000).unwrap_or(u64::MAX)
}

/// A frame that comes later than this is missing, as it would be to somebody who watches.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest programme; anything larger is not decoded.
const LARGEST: Size = Size::new(1920, 1080);
/// Two seconds: what does not fit is counted as undecoded.
const DECODE_QUEUE: usize = 60;
/// Of 16, which is black, to 235.
const BLACK: u8 = 24;
/// -50 dBFS.
const AUDIBLE: f32 = 0.003_16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_is_known_by_its_time() {
        for frame in (0..100_000).chain([30 * 3600 * 24 * 365]) {
            assert_eq!(number(Duration::from_micros(frame * 1_000_000 / 30), 30), frame);
            assert_eq!(number(Duration::from_micros((frame * 1_000_000).div_ceil(30)), 30), frame);
        }
    }
}
