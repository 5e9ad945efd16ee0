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
        if let Err(error) = session(&origin, &path, place, &press).await {
            tracing::debug!(%place, %error, "the tiles of a location ended");
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
    while let Some(group) = or_quiet(place, press, tiles.recv_group()).await? {
        if let Some(expected) = expected.replace(group.sequence.saturating_add(1)) {
            press.dropped(group.sequence.saturating_sub(expected).min(MAX_GAP));
        }
        frames(group, place, press).await;
    }
    Ok(())
}

/// Hands in the frames of a group. One that is too old or breaks off only ends itself.
async fn frames(mut group: group::Consumer, place: LocationId, press: &Press) {
    let mut next = 0;
    while let Ok(Some(tile)) = or_quiet(place, press, frame(&mut group)).await {
        match tile {
            Ok(bytes) => press.tile(place, bytes),
            Err(refusal) => press.refused(refusal),
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

/// Waits for what comes next, and makes the tile a quiet one while it does not come.
async fn or_quiet<T>(place: LocationId, press: &Press, next: impl Future<Output = T>) -> T {
    tokio::pin!(next);
    loop {
        match tokio::time::timeout(SILENCE, &mut next).await {
            Ok(came) => return came,
            Err(_) => press.order(Job::Quiet(place)).await,
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
