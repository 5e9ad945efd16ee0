//! A wall clock that somebody sets back in the middle of a show.

use std::time::Duration;

use plenary_model::time::Timestamp;
use plenary_store::By;

use super::Show;
use crate::mixer::Mixer;

impl<M: Mixer> Show<M> {
    /// The time. When the clock was set back, what runs is moved with it: an item of five minutes still ends after
    /// five minutes, and not an hour later.
    pub(super) async fn keep_time(&mut self) -> Timestamp {
        let now = self.now();
        let back = std::mem::replace(&mut self.looked, now).since(now);
        if back < BACK {
            return now;
        }
        tracing::warn!(?back, "the clock of this computer was set back");
        metrics::counter!("plenary_show_clock_set_back_total").increment(1);
        self.kept.floor.set_back(back);
        self.titles.set_back(back);
        let mut next = self.standing.clone();
        let plan = next.set_back(back);
        if let Err(error) = self.carry_out(By::system(now), next, plan).await {
            tracing::warn!(%error, "the show did not follow its clock");
        }
        now
    }
}

/// Clocks that are kept by the network move by less, and slowly.
const BACK: Duration = Duration::from_secs(1);
