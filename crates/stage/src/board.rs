//! Graphics over a picture: one at each place, drawn when it changes and blended in every frame.

use std::sync::Arc;

use plenary_model::{
    graphic::{Content, Place},
    id::GraphicId,
    summit::Colours,
    time::Timestamp,
};
use plenary_picture::{Overlay, Picture, Rect, Size, canvas, ticker::Ticker};

use crate::Graphic;

/// How much a graphic appears or vanishes from one frame to the next, of 256: 200 ms.
const FADE: u32 = 43;
/// Between a name and what stands below it, in pixels of a picture 720 high.
const ABOVE: u32 = 8;

/// The graphics over one picture.
pub(crate) struct Board {
    size: Size,
    slots: [Option<Slot>; Place::ALL.len()],
}

/// What stands at a place, or fades there.
struct Slot {
    graphic: Arc<Graphic>,
    wanted: bool,
    /// What it was last asked to be drawn for.
    asked: Option<Moment>,
    drawing: Option<Drawing>,
    /// The drawing is that of the graphic that stood here before.
    before: bool,
    weight: u32,
    /// Since it was drawn first: a ticker runs.
    frames: u64,
}

/// What a drawing depends on beside the graphic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Minutes of a clock, seconds of a countdown.
    pub tick: i64,
    pub colours: Colours,
    /// Keeps clear of an inset.
    pub beside: bool,
}

/// A graphic to be drawn.
pub(crate) struct Order {
    pub graphic: Arc<Graphic>,
    pub size: Size,
    pub moment: Moment,
    /// The summit's title: its script chooses the digits where nothing else does.
    pub title: String,
}

/// A graphic as it is drawn.
pub(crate) enum Drawing {
    Overlay(Overlay),
    Ticker(Ticker),
    Full(Arc<Picture>),
    /// There is nothing to see.
    Nothing,
    /// Its picture cannot be read.
    Missing,
}

/// What all graphics of a frame have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now<'a> {
    pub wall: Timestamp,
    pub colours: Colours,
    pub title: &'a str,
    /// The scene has an inset, which stays clear.
    pub beside: bool,
}

impl Board {
    pub(crate) fn new(size: Size) -> Self {
        Self { size, slots: Default::default() }
    }

    /// The whole set of graphics from now on; of several at one place, the last.
    pub(crate) fn set(&mut self, graphics: Vec<Graphic>) {
        let mut wanted: [Option<Graphic>; Place::ALL.len()] = Default::default();
        for graphic in graphics {
            let place = slot_of(graphic.content.place());
            wanted[place] = Some(graphic);
        }
        for (slot, wanted) in self.slots.iter_mut().zip(wanted) {
            let Some(graphic) = wanted else {
                if let Some(shown) = slot {
                    shown.wanted = false;
                }
                continue;
            };
            match slot {
                Some(shown) if *shown.graphic == graphic => shown.wanted = true,
                place => {
                    let before = place.take();
                    let (drawing, weight, frames) =
                        before.map_or((None, 0, 0), |before| (before.drawing, before.weight, before.frames));
                    let graphic = Arc::new(graphic);
                    *place = Some(Slot { graphic, wanted: true, asked: None, drawing, before: true, weight, frames });
                }
            }
        }
    }

    /// Goes on by one frame, and asks for what has to be drawn. `ask` says whether it could be asked.
    pub(crate) fn advance(&mut self, now: Now<'_>, mut ask: impl FnMut(Order) -> bool) {
        for slot in &mut self.slots {
            let Some(shown) = slot else { continue };
            let moment = Moment {
                tick: tick(&shown.graphic.content, now.wall),
                colours: now.colours,
                beside: now.beside && shown.graphic.content.place() == Place::Bottom,
            };
            if shown.wanted && shown.asked != Some(moment) {
                let graphic = shown.graphic.clone();
                let order = Order { graphic, size: self.size, moment, title: now.title.to_owned() };
                if ask(order) {
                    shown.asked = Some(moment);
                }
            }
            shown.frames += 1;
            shown.weight = match shown.wanted {
                true if shown.drawing.is_some() => (shown.weight + FADE).min(256),
                true => 0,
                false => shown.weight.saturating_sub(FADE),
            };
            if !shown.wanted && shown.weight == 0 {
                *slot = None;
            }
        }
    }

    /// Takes what was drawn, when it is still wanted.
    pub(crate) fn take(&mut self, graphic: &Arc<Graphic>, drawing: Drawing) {
        let Some(slot) = &mut self.slots[slot_of(graphic.content.place())] else { return };
        if Arc::ptr_eq(&slot.graphic, graphic) {
            slot.drawing = Some(drawing);
            if std::mem::take(&mut slot.before) {
                slot.frames = 0;
            }
        }
    }

    /// Whether there is anything to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.iter().all(Option::is_none)
    }

    /// How much higher a name stands, because of what is below it.
    pub(crate) fn lift(&self) -> u32 {
        let bottom = self.slots[slot_of(Place::Bottom)].as_ref();
        match bottom.filter(|slot| slot.weight > 0).and_then(|slot| slot.drawing.as_ref()) {
            Some(Drawing::Overlay(overlay)) => overlay.rect().height + ABOVE,
            _ => 0,
        }
    }

    /// Graphics whose picture cannot be read.
    pub(crate) fn missing(&self) -> impl Iterator<Item = GraphicId> {
        let missing = |slot: &&Slot| slot.wanted && matches!(slot.drawing, Some(Drawing::Missing));
        self.slots.iter().flatten().filter(missing).map(|slot| slot.graphic.id)
    }

    /// Draws all of them over a picture. Nothing is drawn over `inset` that was not made for it.
    pub(crate) fn draw(&self, onto: &mut Picture, inset: Option<Rect>) {
        for slot in self.slots.iter().flatten().filter(|slot| slot.weight > 0) {
            match &slot.drawing {
                Some(Drawing::Full(picture)) => canvas::fade(onto, picture, slot.weight),
                Some(Drawing::Overlay(overlay)) => {
                    if inset.is_none_or(|inset| !overlay.rect().overlaps(inset)) {
                        overlay.draw(onto, slot.weight);
                    }
                }
                Some(Drawing::Ticker(ticker)) => ticker.draw(onto, slot.frames, slot.weight),
                Some(Drawing::Nothing | Drawing::Missing) | None => {}
            }
        }
    }
}

fn slot_of(place: Place) -> usize {
    Place::ALL.iter().position(|one| *one == place).unwrap_or_default()
}

/// What of the time a graphic shows.
fn tick(content: &Content, wall: Timestamp) -> i64 {
    match content {
        Content::Clock { .. } => wall.0.div_euclid(60_000),
        Content::Countdown { until, .. } => i64::try_from(until.since(wall).as_millis().div_ceil(1_000)).unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
