//! A text that runs along the lower edge of the picture.

use plenary_model::summit::Colours;

use crate::{
    Picture, Rect, Size,
    caption::{ink, plate_colour},
    sheet::{Overlay, Sheet},
    slate,
    text::{Fonts, Style, Weight},
};

/// A text that runs, drawn once.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticker {
    belt: Overlay,
    to_right: bool,
    step: u64,
}

impl Ticker {
    /// Draws a text for pictures of a size. It is in one line, and cut where it is longer than [`LONGEST`].
    pub fn new(fonts: &mut Fonts, size: Size, text: &str, colours: Colours) -> Self {
        let unit = slate::unit(size);
        let height = ((HEIGHT * unit) as u32).max(2) & !1;
        let style = Style { size: TEXT * unit, smallest: TEXT * unit, weight: Weight::Medium, lines: 1 };
        let block = fonts.set(text, style, LONGEST * unit);
        let gap = (GAP * unit).ceil();
        let belt = Size::new((block.width.min(LONGEST * unit) + gap) as u32, height).even();
        let mut sheet = Sheet::new(belt);
        sheet.rounded(Rect::all(belt), 0.0, plate_colour(colours), 255);
        let end = belt.width as f32;
        // Behind its end, between it and its next beginning.
        let dot = (8.0 * unit).max(2.0);
        let x = if block.rtl { (gap - dot) / 2.0 } else { end - (gap + dot) / 2.0 };
        let place = Rect::new(x as u32, ((height as f32 - dot) / 2.0) as u32, dot as u32, dot as u32);
        sheet.rounded(place, dot / 2.0, slate::accent(colours), 255);
        let edges = if block.rtl { (gap, end) } else { (0.0, end - gap) };
        let top = (height as f32 - block.height) / 2.0;
        fonts.draw(&block, &mut sheet, edges, top, block.rtl, (ink(colours), 255));
        let step = ((STEP * unit) as u64).max(2) & !1;
        Self { belt: sheet.into_overlay(0, size.height.saturating_sub(height)), to_right: block.rtl, step }
    }

    /// Draws it over a picture, `frames` after it began to come in.
    pub fn draw(&self, onto: &mut Picture, frames: u64, weight: u32) {
        self.belt.run(onto, frames * self.step, self.to_right, weight);
    }

    /// Rows that it covers.
    pub fn height(&self) -> u32 {
        self.belt.rect().height
    }
}

/// Rows of a picture 720 high. It ends below what other graphics may use.
const HEIGHT: f32 = 44.0;
const TEXT: f32 = 25.0;
/// Between its end and its next beginning.
const GAP: f32 = 120.0;
/// Pixels from one frame to the next: 120 a second, which is read with ease.
const STEP: f32 = 4.0;
/// Pixels of the longest text: at that pace more than three minutes, and 6 MB.
pub const LONGEST: f32 = 24_000.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Yuv;

    const HD: Size = Size::new(1280, 720);

    /// The columns of the belt that have bright pixels, and whether the picture above is untouched.
    fn marks(ticker: &Ticker, frames: u64) -> Vec<u32> {
        let grey = Yuv { y: 120, u: 128, v: 128 };
        let mut picture = Picture::filled(HD, grey);
        ticker.draw(&mut picture, frames, 256);
        assert!((0..1280).all(|x| picture.pixel(x, 720 - ticker.height() - 1) == grey));
        assert!((0..1280).all(|x| picture.pixel(x, 719) != grey));
        let top = 720 - ticker.height();
        (0..1280).filter(|x| (top..720).any(|y| picture.pixel(*x, y).y > 200)).collect()
    }

    #[test]
    fn a_latin_text_comes_in_at_the_right_and_a_persian_one_at_the_left() {
        let mut fonts = Fonts::shipped();
        let latin = Ticker::new(&mut fonts, HD, "Doors open at nine. Bring water.", Colours::default());
        let persian = Ticker::new(&mut fonts, HD, "درها ساعت نه باز می‌شود. آب بیاورید.", Colours::default());
        assert!(marks(&latin, 0).is_empty() && marks(&persian, 0).is_empty());
        let (first, later) = (marks(&latin, 20), marks(&latin, 40));
        assert!(first.iter().all(|x| *x >= 1200) && !first.is_empty());
        assert_eq!(later[0] + 80, first[0], "it goes to the left by 4 pixels a frame");
        let (first, later) = (marks(&persian, 20), marks(&persian, 40));
        assert!(first.iter().all(|x| *x < 80) && !first.is_empty());
        assert_eq!(later.last(), first.last().map(|x| x + 80).as_ref(), "it goes to the right");
    }

    #[test]
    fn what_comes_in_first_is_where_the_text_begins() {
        // A heavy letter and then thin ones: the heavy one leads.
        let mut fonts = Fonts::shipped();
        let ticker = Ticker::new(&mut fonts, HD, "W iiii", Colours::default());
        let alone = marks(&ticker, 10);
        assert!(alone.len() > 10, "all of the W is there: {alone:?}");
        let persian = Ticker::new(&mut fonts, HD, "ش ۱۱۱۱", Colours::default());
        assert!(marks(&persian, 10).len() > 15, "{:?}", marks(&persian, 10));
    }

    #[test]
    fn the_longest_text_is_bounded_and_runs_for_ever() {
        let mut fonts = Fonts::shipped();
        for text in ["W".repeat(10_000), "\u{fdfd}".repeat(1_000), "🚰 آب water ".repeat(900), String::new()] {
            let ticker = Ticker::new(&mut fonts, HD, &text, Colours::default());
            assert!(ticker.belt.rect().width as f32 <= LONGEST + GAP + 2.0);
            for frames in [0, 1, 5_999, 1_000_000_007, u64::MAX / 8] {
                marks(&ticker, frames);
            }
            let mut odd = Picture::new(Size::new(2, 2));
            ticker.draw(&mut odd, 7, 100);
        }
    }
}
