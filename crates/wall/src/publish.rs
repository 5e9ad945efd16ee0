//! The wall's broadcast: its layout, and a track for each page that is encoded while it is watched.

use std::time::Duration;

use moq_net::{Timestamp, broadcast, track};
use tokio::{sync::watch, task::JoinSet};

use crate::{Error, LAYOUT_TRACK, page::Layout, page_track, press::Press};

/// Time between two mosaics of a page: tiles come every few seconds, so more would show nothing new.
const TURN: Duration = Duration::from_secs(1);

/// The wall's broadcast.
pub(crate) struct Pages {
    broadcast: broadcast::Producer,
    layout: moq_json::snapshot::Producer<Layout>,
    press: Press,
    /// Counts rearrangements, after which every page that was ever seen is printed again.
    arranged: watch::Sender<u64>,
    tasks: JoinSet<()>,
}

impl Pages {
    pub(crate) fn new(broadcast: broadcast::Producer, press: Press) -> Result<Self, Error> {
        let track = broadcast.create_track(LAYOUT_TRACK, None)?;
        let layout = moq_json::snapshot::Producer::new(track, moq_json::snapshot::Config::default());
        Ok(Self { broadcast, layout, press, arranged: watch::Sender::new(0), tasks: JoinSet::new() })
    }

    /// Publishes who stands where. Call it once the press knows.
    ///
    /// Tracks of pages that are no more stay, and show an empty page to whoever still watches.
    pub(crate) fn arrange(&mut self, layout: &Layout) -> Result<(), Error> {
        for page in self.tasks.len()..layout.pages.len() {
            let track = self.broadcast.create_track(page_track(page), None)?;
            self.tasks.spawn(serve(track, page, self.press.clone(), self.arranged.subscribe()));
        }
        self.layout.update(layout)?;
        self.reprint();
        Ok(())
    }

    /// Prints every page again that was ever seen: the relay hands the last mosaic of a page to whoever
    /// asks for it next, and a removed location must not be in it.
    pub(crate) fn reprint(&self) {
        self.arranged.send_modify(|count| *count += 1);
    }
}

async fn serve(track: track::Producer, page: usize, press: Press, mut arranged: watch::Receiver<u64>) {
    let mut seen = false;
    loop {
        let watched = tokio::select! {
            used = track.used() => used.is_ok(),
            changed = arranged.changed(), if seen => match changed {
                Ok(()) => {
                    if let Some(mosaic) = press.print(page, true).await {
                        write(&track, mosaic);
                    }
                    continue;
                }
                Err(_) => false,
            },
        };
        if !watched {
            return;
        }
        seen = true;
        let mut anew = true;
        loop {
            arranged.mark_unchanged();
            if let Some(mosaic) = press.print(page, std::mem::take(&mut anew)).await {
                write(&track, mosaic);
            }
            tokio::select! {
                _ = track.unused() => break,
                changed = arranged.changed() => match changed {
                    Ok(()) => anew = true,
                    Err(_) => return,
                },
                () = tokio::time::sleep(TURN) => {}
            }
        }
    }
}

fn write(track: &track::Producer, mosaic: bytes::Bytes) {
    let written = track.append_group().and_then(|mut group| {
        group.write_frame(Timestamp::now(), mosaic)?;
        group.finish()
    });
    if let Err(error) = written {
        tracing::debug!(%error, "a page of the wall has no track any more");
    }
}
