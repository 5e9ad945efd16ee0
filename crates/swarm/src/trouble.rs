//! How simulated participants fail, as real ones do.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{
    participant::{Error, Part, Tally, perform},
    studio::Studio,
};

/// How a participant is at a moment.
#[derive(Debug, Default)]
pub(crate) struct Mood {
    /// Nothing is sent, though the session is open: a laptop that sleeps.
    pub(crate) frozen: AtomicBool,
    /// Seconds by which its clock was set forward.
    pub(crate) ahead_s: AtomicU64,
}

/// Plays a part that fails about once in `every`: it goes and comes back, freezes, or its clock jumps by an hour.
pub(crate) async fn suffer(
    every: Duration,
    client: moq_tokio::Client,
    part: Part,
    studio: Arc<Studio>,
    tally: Arc<Tally>,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let mut rng = StdRng::seed_from_u64(part.number.into());
    loop {
        let mood = Mood::default();
        let playing = perform(client.clone(), &part, &mood, studio.clone(), tally.clone(), shutdown.clone());
        tokio::pin!(playing);
        loop {
            tokio::select! {
                ended = &mut playing => return ended,
                () = sleep(every.mul_f64(rng.random_range(0.5..1.5))) => {}
            }
            tally.troubles.fetch_add(1, Ordering::Relaxed);
            match rng.random_range(0..3) {
                0 => break,
                1 => {
                    mood.frozen.store(true, Ordering::Relaxed);
                    tokio::select! {
                        ended = &mut playing => return ended,
                        () = sleep(AWAY.mul_f64(rng.random_range(0.1..1.0))) => {}
                    }
                    mood.frozen.store(false, Ordering::Relaxed);
                }
                _ => {
                    mood.ahead_s.store(if rng.random() { HOUR_S } else { 0 }, Ordering::Relaxed);
                }
            }
        }
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            () = sleep(AWAY.mul_f64(rng.random_range(0.1..1.0))) => {}
        }
    }
}

/// For how long somebody is gone at most.
const AWAY: Duration = Duration::from_secs(8);
const HOUR_S: u64 = 3_600;
