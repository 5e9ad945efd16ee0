//! The resources, version 1: a file each.

mod changes;
mod clips;
mod exchange;
mod floor;
mod graphics;
mod hand;
mod hands;
mod images;
mod journal;
mod keys;
pub(crate) mod line;
mod link;
mod locations;
mod me;
mod media;
mod personal;
mod producers;
mod rehearsal;
pub(crate) mod rehearsals;
mod rooms;
mod run_through;
mod rundown;
mod scenes;
mod sound;
mod speakers;
mod speeches;
mod stage;
mod stages;
mod subtitles;
mod summit;
mod talk;
mod uploads;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::Context;

/// Every resource with its description.
pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .merge(link::router())
        .merge(me::router())
        .merge(media::router())
        .merge(summit::router())
        .merge(speakers::router())
        .merge(locations::router())
        .merge(producers::router())
        .merge(clips::router())
        .merge(subtitles::router())
        .merge(uploads::router())
        .merge(rundown::router())
        .merge(changes::router())
        .merge(exchange::router())
        .merge(stages::router())
        .merge(stage::router())
        .merge(scenes::router())
        .merge(graphics::router())
        .merge(images::router())
        .merge(sound::router())
        .merge(floor::router())
        .merge(hand::router())
        .merge(rooms::router())
        .merge(run_through::router())
        .merge(talk::router())
        .merge(speeches::router())
        .merge(hands::router())
        .merge(keys::router())
        .merge(rehearsals::router())
        .merge(rehearsal::router())
        .merge(journal::router())
}
