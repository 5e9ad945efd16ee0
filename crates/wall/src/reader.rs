//! Reads the tiles of one location, which may send anything, any amount, or nothing.

use std::time::Duration;

use bytes::Bytes;
use moq_net::{group, origin};
use plenary_model::id::LocationId;

use crate::{
    TILE_TRACK,
    press::{Job, Press},
    tile,
};

/// Time between two tiles that are looked at: two a second. What comes in between is skipped, so a
/// flood costs its sender more than us.
const REST: Duration = Duration::from_millis(500);
/// A location that has sent no tile for so long (it should every 4 s) has a quiet one: a frozen picture
/// tells an audience that somebody is there.
const SILENCE: Duration = Duration::from_secs(30);
/// Time before a track that ended is asked for again.
const AGAIN: Duration = Duration::from_secs(1);
/// Skipped tiles that one gap in a track's numbers can count for: the numbers are the sender's.
const MAX_GAP: u64 = 1_000;

/// Reads tiles until it is aborted.
pub(crate) async fn read(origin: origin::Consumer, path: String, place: LocationId, press: Press) {
    loop {
        match tokio::time::timeout(SILENCE, session(&origin, &path, place, &press)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%place, %error, "the tiles of a location ended"),
            Err(_) => press.order(Job::Quiet(place)).await,
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn session(
    origin: &origin::Consumer,
    path: &str,
    place: LocationId,
    press: &Press,
) -> Result<(), moq_net::Error> {
    let broadcast = origin.request_broadcast(path).await?;
    let mut tiles = broadcast.track(TILE_TRACK)?.subscribe(None).await?;
    let mut expected = None;
    let mut quiet = false;
    loop {
        let next = tokio::time::timeout(SILENCE, tiles.recv_group()).await;
        let Ok(group) = next else {
            if !quiet {
                press.order(Job::Quiet(place)).await;
            }
            quiet = true;
            continue;
        };
        let Some(group) = group? else { return Ok(()) };
        if let Some(expected) = expected.replace(group.sequence.saturating_add(1)) {
            press.dropped(group.sequence.saturating_sub(expected).min(MAX_GAP));
        }
        // A group that never ends must not keep us from the ones after it.
        if let Ok(read) = tokio::time::timeout(SILENCE, frames(group, place, press)).await {
            quiet &= !read;
        }
    }
}

/// Hands in the frames of a group; whether any was. One that is too old or breaks off only ends itself.
async fn frames(mut group: group::Consumer, place: LocationId, press: &Press) -> bool {
    let mut read = false;
    let mut next = 0;
    loop {
        match frame(&mut group).await {
            Ok(Some(Ok(bytes))) => {
                press.tile(place, bytes);
                read = true;
            }
            Ok(Some(Err(refusal))) => press.refused(refusal),
            Ok(None) | Err(_) => return read,
        }
        next += 1;
        tokio::time::sleep(REST).await;
        // Of what came meanwhile only the newest counts.
        let newest = (group.frame_count() as u64).saturating_sub(1);
        if newest > next {
            press.dropped(newest - next);
            group.skip_to(newest);
            next = newest;
        }
    }
}

async fn frame(group: &mut group::Consumer) -> Result<Option<Result<Bytes, tile::Refusal>>, moq_net::Error> {
    let Some(mut frame) = group.next_frame().await? else { return Ok(None) };
    // The size is declared before the bytes come.
    if frame.size > tile::MAX_BYTES as u64 {
        return Ok(Some(Err(tile::Refusal::Bytes)));
    }
    Ok(Some(Ok(frame.read_all().await?)))
}
