//! Draws graphics, on the thread of the graphics.

use std::{path::Path, sync::Arc};

use jiff::tz::TimeZone;
use plenary_model::{graphic::Content, scene::Caption};
use plenary_picture::{Fonts, caption, graphic, still::Still, ticker::Ticker};

use crate::{
    board::{Drawing, Moment, Order},
    compose,
};

/// Bytes of a picture's file: more than a PNG of the programme's size can have.
const LARGEST_FILE: u64 = 16 << 20;

/// Draws what is asked for.
pub(crate) fn draw(fonts: &mut Fonts, order: &Order) -> Drawing {
    let Order { graphic: asked, size, title, .. } = order;
    let Moment { tick, colours, beside } = order.moment;
    let (size, words) = (*size, |label: &str| if label.is_empty() { title.clone() } else { label.to_owned() });
    let file = asked.file.as_deref();
    match &asked.content {
        Content::Name { name, title } => {
            let caption = Caption { name: name.clone(), title: title.clone() };
            caption::render(fonts, size, &caption, colours).map_or(Drawing::Nothing, Drawing::Overlay)
        }
        Content::Topic { text, edge } => {
            let inset = beside.then(|| compose::inset(size));
            graphic::topic(fonts, size, text, *edge, colours, inset).map_or(Drawing::Nothing, Drawing::Overlay)
        }
        Content::Clock { zone, label, corner } => {
            let zone = TimeZone::get(zone.as_deref().unwrap_or(&asked.zone)).unwrap_or(TimeZone::UTC);
            let at = jiff::Timestamp::from_second(tick.saturating_mul(60)).unwrap_or_default().to_zoned(zone);
            let time = graphic::time_of_day(at.hour(), at.minute(), &words(label));
            Drawing::Overlay(graphic::clock(fonts, size, &time, label, *corner, colours))
        }
        Content::Countdown { label, corner, .. } => {
            let time = graphic::time_left(tick.unsigned_abs(), &words(label));
            Drawing::Overlay(graphic::clock(fonts, size, &time, label, *corner, colours))
        }
        Content::Ticker { text } => Drawing::Ticker(Ticker::new(fonts, size, text, colours)),
        Content::Quote { text, by } => Drawing::Full(Arc::new(graphic::quote(fonts, size, text, by, colours))),
        Content::Logo { corner, .. } => match file.and_then(read) {
            Some(still) => Drawing::Overlay(graphic::logo(&still, size, *corner)),
            None => Drawing::Missing,
        },
        Content::Picture { .. } => match file.and_then(read) {
            Some(still) => Drawing::Full(Arc::new(graphic::full(&still, size, colours))),
            None => Drawing::Missing,
        },
    }
}

/// A picture of the data folder, when it is still there.
fn read(file: &Path) -> Option<Still> {
    let whole = std::fs::metadata(file).ok().filter(|about| about.len() <= LARGEST_FILE);
    let still = whole.and_then(|_| std::fs::read(file).ok()).and_then(|bytes| Still::decode(&bytes).ok());
    if still.is_none() {
        metrics::counter!("plenary_stage_pictures_missing_total").increment(1);
    }
    still
}
