//! Follows the plan of a stage as the screens of its crew do, and notes what it says.

use std::{collections::BTreeMap, sync::Arc};

use moq_net::origin;
use serde::Deserialize;
use url::Url;

use crate::{
    participant, session,
    watching::{Seen, Watching},
};

/// The crew's `plan.json`, as much of it as following needs.
#[derive(Debug, Clone, Deserialize)]
struct Plan {
    items: BTreeMap<String, Item>,
}

#[derive(Debug, Clone, Deserialize)]
struct Item {
    title: String,
}

/// Title by item, as they were published last.
pub type Titles = BTreeMap<String, String>;

/// Follows a plan until it is dropped.
pub struct Follower(Watching<Titles>);

impl Follower {
    /// Opens a session with `url` and follows the plan in the broadcast `crew`.
    pub fn follow(url: Url, crew: String) -> Result<Self, moq_tokio::Error> {
        let crew: Arc<str> = crew.into();
        let look = move |origin, seen| read(origin, crew.clone(), seen);
        Ok(Self(Watching::start(session::client()?, url, |_: &mut Titles| (), look)))
    }

    /// Waits until the plan is as `wanted`. Never returns when it never is.
    pub async fn until(&self, wanted: impl FnMut(&Titles) -> bool) {
        self.0.until(wanted).await;
    }
}

async fn read(origin: origin::Producer, crew: Arc<str>, seen: Arc<Seen<Titles>>) -> Result<(), participant::Error> {
    let broadcast = origin.consume().routed_broadcast(&*crew).await?;
    let track = broadcast.track("plan.json")?.subscribe(None).await?;
    let mut plans = moq_json::snapshot::Consumer::<Plan>::new(track, Default::default());
    // One that cannot be read ends it, as the end of the broadcast does: it is looked for again.
    while let Ok(Some(plan)) = plans.next().await {
        seen.note(|titles| *titles = plan.items.into_iter().map(|(id, item)| (id, item.title)).collect());
    }
    Ok(())
}
