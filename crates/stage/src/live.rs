//! What the engine keeps of one live source, from one frame to the next.

use std::{collections::VecDeque, sync::Arc};

use plenary_picture::Picture;

use crate::{
    Format,
    director::Presence,
    health::Health,
    inbox::{Arrived, Inbox, Waiting},
    mapping::{Arrival, Mapping},
    sound::{Chunk, Pair, Track},
};

/// Pictures that come evenly are due a little unevenly; so much is forgiven before one is shown twice or
/// left out. Together with half a frame it bounds how far picture and sound are apart.
const FORGIVEN_US: i64 = 3_000;
/// Pictures that wait for their time, at most; see the inbox.
const WAITING: usize = 24;

/// One live source.
pub(crate) struct Live {
    inbox: Arc<Inbox>,
    /// A picture is shown with the frame that is nearest to when it is due: up to half a frame early.
    early_us: i64,
    /// Ends the tasks that feed the inbox when it is dropped.
    _feeding: Box<dyn Send>,
    arrived: Waiting,
    health: Health,
    mapping: Mapping,
    track: Track,
    heard: bool,
    queue: VecDeque<(i64, Arc<Picture>)>,
    shown: Option<Arc<Picture>>,
    dropped: u64,
}

impl Live {
    pub(crate) fn new(inbox: Arc<Inbox>, feeding: Box<dyn Send>, format: Format) -> Self {
        Self {
            inbox,
            early_us: format.due_us(1) / 2,
            _feeding: feeding,
            arrived: Waiting::default(),
            health: Health::default(),
            mapping: Mapping::default(),
            track: Track::default(),
            heard: false,
            queue: VecDeque::new(),
            shown: None,
            dropped: 0,
        }
    }

    /// Takes in what has come, and chooses the picture of the frame that is due at `now_us`.
    pub(crate) fn advance(&mut self, now_us: i64) {
        let mut arrived = std::mem::take(&mut self.arrived);
        self.inbox.take(&mut arrived);
        self.dropped += arrived.dropped;
        for picture in arrived.pictures.drain(..) {
            self.take_picture(picture);
        }
        for packet in arrived.packets.drain(..) {
            self.take_packet(packet);
        }
        self.arrived = arrived;
        self.mapping.advance(now_us);
        self.choose(now_us);
    }

    pub(crate) fn presence(&self, now_us: i64) -> Presence {
        match (&self.shown, self.health.is_lost(now_us)) {
            (None, _) => Presence::Awaited,
            (Some(_), true) => Presence::Lost,
            (Some(_), false) => Presence::Present,
        }
    }

    pub(crate) fn picture(&self) -> Option<&Arc<Picture>> {
        self.shown.as_ref()
    }

    /// Writes the sound of the frame that ends at `now_us`; says whether the source has any.
    pub(crate) fn sound(&mut self, now_us: i64, out: &mut Chunk) -> bool {
        if let Some(until) = self.mapping.media(now_us).filter(|_| self.heard) {
            self.track.read(until, out);
        }
        self.heard
    }

    pub(crate) fn health(&self) -> &Health {
        &self.health
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    fn take_picture(&mut self, picture: Arrived<Arc<Picture>>) {
        let Arrived { media_us, at_us, content } = picture;
        if !self.clock(media_us, at_us) {
            return self.inbox.give_back(content);
        }
        self.health.picture(at_us, media_us);
        if self.queue.back().is_some_and(|(last, _)| media_us <= *last) {
            self.discard(self.queue.len());
        }
        self.queue.push_back((media_us, content));
        self.discard(self.queue.len().saturating_sub(WAITING));
    }

    fn take_packet(&mut self, packet: Arrived<Vec<Pair>>) {
        if self.clock(packet.media_us, packet.at_us) {
            self.track.push(packet.media_us, &packet.content);
            self.heard = true;
        }
    }

    /// Whether a timestamp is to be believed.
    fn clock(&mut self, media_us: i64, at_us: i64) -> bool {
        match self.mapping.arrival(media_us, at_us) {
            Arrival::Known => true,
            Arrival::Anchored => {
                self.discard(self.queue.len());
                self.track.clear();
                true
            }
            Arrival::Wild => {
                self.dropped += 1;
                metrics::counter!("plenary_stage_source_wild_timestamps_total").increment(1);
                false
            }
        }
    }

    fn choose(&mut self, now_us: i64) {
        let due = |media: i64| self.mapping.due(media).unwrap_or(i64::MAX);
        let limit = now_us + self.early_us;
        let mut count = self.queue.iter().take_while(|(media, _)| due(*media) <= limit).count();
        let at = |n: usize| self.queue.get(n).map(|(media, _)| due(*media));
        let nearly = count == 0 && at(0).is_some_and(|due| due <= limit + FORGIVEN_US);
        let barely = count == 2 && at(1).is_some_and(|due| due > limit - FORGIVEN_US);
        if nearly || barely {
            count = 1;
        }
        // The first one is shown as soon as it is there: somebody may be waiting for it.
        if self.shown.is_none() && count == 0 {
            count = self.queue.len().min(1);
        }
        if count > 0 {
            self.discard(count - 1);
            if let Some((_, picture)) = self.queue.pop_front()
                && let Some(before) = self.shown.replace(picture)
            {
                self.inbox.give_back(before);
            }
        }
    }

    fn discard(&mut self, count: usize) {
        for (_, picture) in self.queue.drain(..count) {
            self.inbox.give_back(picture);
        }
    }
}

#[cfg(test)]
mod tests;
