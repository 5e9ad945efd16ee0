//! What goes on without a request: uploads are checked, and vanish when nobody goes on with them, as crowds do when
//! their time is over.

use std::{sync::Arc, time::Duration};

use plenary_store::By;
use tokio_util::sync::CancellationToken;

use crate::{Context, clips, v1};

/// Checks uploads and ends rehearsals until `stop`.
pub async fn tend(context: Arc<Context>, stop: CancellationToken) {
    let expire = async {
        while stop.run_until_cancelled(expire(&context)).await.is_some() {
            if stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_none() {
                return;
            }
        }
    };
    tokio::join!(expire, clips::work(context.clone(), stop.clone()));
}

/// Removes the rehearsals and the uploads whose time is over.
async fn expire(context: &Context) {
    clips::sweep(context).await;
    let now = context.now();
    let rehearsals = match context.rooms.store.rehearsals().list(context.rooms.summit).await {
        Ok(rehearsals) => rehearsals,
        Err(error) => {
            tracing::warn!(%error, "rehearsals could not be listed");
            return;
        }
    };
    for rehearsal in rehearsals.into_iter().filter(|rehearsal| rehearsal.expires <= now) {
        if let Err(error) = v1::rehearsals::end(context, By::system(now), rehearsal.id).await {
            tracing::warn!(rehearsal = %rehearsal.id, %error, "a rehearsal could not be ended");
        }
    }
}

/// How often to look for rehearsals that are over; their media sessions end on the second by themselves.
const LOOK: Duration = Duration::from_secs(20);
