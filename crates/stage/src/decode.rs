//! Decoding, on a thread for each track: what a source sends costs nobody else's time.

use std::sync::Arc;

use hang::catalog::AudioConfig;
use moq_audio::decode as opus;
use plenary_picture::{Size, h264};
use tokio::sync::mpsc;

use crate::{feed::Encoded, inbox::Inbox, sound::Pair};

/// The largest picture that is decoded.
pub(crate) const LIMIT: Size = Size::new(1920, 1080);
/// A source that gives so many faults in a row is told about in the log, once.
const WORTH_A_LINE: u32 = 30;

/// Decodes pictures until the sender is dropped.
pub(crate) fn pictures(mut encoded: mpsc::Receiver<Encoded>, inbox: Arc<Inbox>) {
    spawn("stage-video", move || {
        let mut decoder = h264::Decoder::new(LIMIT).map_err(|error| error.to_string())?;
        let mut faults = 0;
        while let Some(Encoded { media_us, payload }) = encoded.blocking_recv() {
            let mut picture = inbox.blank();
            match decoder.decode_into(&payload, &mut picture) {
                Ok(true) => {
                    faults = 0;
                    inbox.picture(media_us, picture);
                }
                Ok(false) => inbox.give_back(Arc::new(picture)),
                Err(error) => fault(&inbox, &mut faults, &error),
            }
        }
        Ok(())
    });
}

/// Decodes Opus until the sender is dropped.
pub(crate) fn sound(mut encoded: mpsc::Receiver<Encoded>, inbox: Arc<Inbox>, config: AudioConfig) {
    spawn("stage-audio", move || {
        let open = || opus::Decoder::new(&config, &opus::Config::new()).map_err(|error| error.to_string());
        let mut decoder = open()?;
        let channels = decoder.layout().channels() as usize;
        let skip_us = pre_skip_us(&config);
        let (mut faults, mut first) = (0, true);
        while let Some(Encoded { media_us, payload }) = encoded.blocking_recv() {
            match decoder.decode(&payload) {
                Ok(decoded) => {
                    faults = 0;
                    let pair = |samples: &[f32]| -> Pair { [samples[0], samples[samples.len().min(2) - 1]] };
                    let packet = decoded.samples.chunks_exact(channels.max(1)).map(pair).collect();
                    // The decoder has cut the codec's own delay off the first packet; what comes out of
                    // all others is that much older than their stamps say.
                    let stamp = if std::mem::take(&mut first) { media_us } else { media_us.saturating_sub(skip_us) };
                    inbox.packet(stamp, packet);
                }
                Err(error) => fault(&inbox, &mut faults, &error),
            }
        }
        Ok(())
    });
}

fn spawn(name: &str, work: impl FnOnce() -> Result<(), String> + Send + 'static) {
    let run = move || {
        if let Err(error) = work() {
            metrics::counter!("plenary_stage_decode_errors_total").increment(1);
            tracing::warn!(%error, "a decoder could not be opened");
        }
    };
    if let Err(error) = std::thread::Builder::new().name(name.into()).spawn(run) {
        // Its sender fails, and the source is tried again.
        tracing::warn!(%error, "no thread for a decoder");
    }
}

fn fault(inbox: &Inbox, faults: &mut u32, error: &dyn std::error::Error) {
    inbox.dropped();
    metrics::counter!("plenary_stage_decode_errors_total").increment(1);
    *faults = faults.saturating_add(1);
    if *faults == WORTH_A_LINE {
        tracing::warn!(%error, "a source sends what cannot be decoded");
    }
}

/// The delay of the encoder that an OpusHead declares (RFC 7845, 5.1: samples at 48 kHz).
fn pre_skip_us(config: &AudioConfig) -> i64 {
    let head = config.description.as_deref().and_then(|head| head.get(10..12));
    head.map_or(0, |skip| i64::from(u16::from_le_bytes([skip[0], skip[1]])) * 1_000_000 / 48_000)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use plenary_picture::Picture;

    use super::*;
    use crate::{inbox::Waiting, testing::Stepped};

    #[test]
    fn a_picture_that_is_too_large_is_not_decoded_and_the_next_good_one_is() {
        let inbox = Inbox::new(Arc::new(Stepped::default()));
        let (encoded, waiting) = mpsc::channel(4);
        pictures(waiting, inbox.clone());
        for (media_us, size) in [(1, Size::new(3840, 2160)), (2, Size::new(320, 180))] {
            let settings = h264::Settings { size, fps: 30, bitrate_bps: 500_000, keyframe_interval: 30 };
            let payload = h264::Encoder::new(settings).unwrap().encode(&Picture::new(size), true).unwrap().data;
            encoded.blocking_send(Encoded { media_us, payload }).unwrap();
        }
        let end = Instant::now() + Duration::from_secs(60);
        let (mut dropped, mut came) = (0, Vec::new());
        while came.is_empty() {
            assert!(Instant::now() < end, "no picture comes");
            let mut all = Waiting::default();
            inbox.take(&mut all);
            dropped += all.dropped;
            came.extend(all.pictures.into_iter().map(|picture| (picture.media_us, picture.content.size())));
            std::thread::yield_now();
        }
        assert_eq!((dropped, came), (1, vec![(2, Size::new(320, 180))]));
    }
}
