//! The slate: what a stage shows when it shows nothing else. Title, countdown, the summit's colours.

use std::time::Duration;

use plenary_model::summit::Colours;

use crate::{
    Picture, Rect, Size, Yuv,
    caption::ink,
    colour,
    sheet::{Overlay, Sheet},
    text::{self, Fonts, Style, Weight},
};

/// What a slate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// The summit's title.
    pub title: &'a str,
    /// How long until it starts; shown in whole seconds, nothing when there is nothing to wait for.
    pub remaining: Option<Duration>,
    /// The summit's colours.
    pub colours: Colours,
}

/// A slate of one size, drawn anew only when what it says changes.
#[derive(Debug)]
pub struct Slate {
    /// Title and colours, without the countdown.
    base: Picture,
    /// All of it.
    picture: Picture,
    shown: Option<Shown>,
}

/// What the pictures show.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    title: String,
    colours: Colours,
    /// Whole seconds.
    remaining: Option<u64>,
    /// Title and countdown stand at the right.
    rtl: bool,
    /// The lower edge of the title.
    below: u32,
}

impl Slate {
    /// A slate for pictures of a size.
    pub fn new(size: Size) -> Self {
        Self { base: Picture::new(size), picture: Picture::new(size), shown: None }
    }

    /// The picture that says `content`.
    pub fn picture(&mut self, fonts: &mut Fonts, content: Content<'_>) -> &Picture {
        // Rounded up, so that the last second that shows is 0:01 and the start shows nothing.
        let remaining = content.remaining.map(|left| left.as_millis().div_ceil(1_000) as u64).filter(|left| *left > 0);
        let same =
            self.shown.as_ref().is_some_and(|shown| shown.title == content.title && shown.colours == content.colours);
        if !same {
            self.shown = Some(self.draw_base(fonts, content));
        }
        if let Some(shown) = &mut self.shown
            && (!same || shown.remaining != remaining)
        {
            shown.remaining = remaining;
            self.picture.copy_from(&self.base);
            if let Some(countdown) = remaining.and_then(|left| countdown(fonts, self.base.size(), shown, left)) {
                countdown.draw(&mut self.picture, 256);
            }
        }
        &self.picture
    }

    fn draw_base(&mut self, fonts: &mut Fonts, content: Content<'_>) -> Shown {
        let Content { title, colours, .. } = content;
        let size = self.base.size();
        let unit = unit(size);
        let (width, height) = (size.width as f32, size.height as f32);
        let margin = MARGIN * unit;
        let style = Style { size: 68.0 * unit, smallest: 40.0 * unit, weight: Weight::SemiBold, lines: 3 };
        let block = fonts.set(title, style, width - 2.0 * margin);
        let mut sheet = Sheet::new(size);
        // Rings that spread from the corner where no text begins, as if something had touched water.
        let centre = (if block.rtl { width * 0.04 } else { width * 0.96 }, height * 1.02);
        sheet.rings(centre, (60.0 * unit, 760.0 * unit), 46.0 * unit, 1.6 * unit, accent(colours), 120);
        let bar = Size::new((72.0 * unit) as u32, ((6.0 * unit) as u32).max(2));
        let top = height * TITLE_TOP;
        let bar_x = if block.rtl { width - margin - bar.width as f32 } else { margin };
        let bar_rect = Rect::new(bar_x as u32, (top - 34.0 * unit) as u32, bar.width, bar.height);
        sheet.rounded(bar_rect, bar.height as f32 / 2.0, accent(colours), 255);
        fonts.draw(&block, &mut sheet, (margin, width - margin), top, block.rtl, (ink(colours), 255));
        self.base.fill(Yuv::from_rgb(colours.ground));
        sheet.into_overlay(0, 0).draw(&mut self.base, 256);
        let below = (top + block.height) as u32;
        Shown { title: title.to_owned(), colours, remaining: None, rtl: block.rtl, below }
    }
}

fn countdown(fonts: &mut Fonts, size: Size, shown: &Shown, seconds: u64) -> Option<Overlay> {
    let unit = unit(size);
    let room = size.width as f32 - 2.0 * MARGIN * unit;
    let style = Style { size: 88.0 * unit, smallest: 40.0 * unit, weight: Weight::Medium, lines: 1 };
    let block = fonts.set(&clock(seconds, Digits::of(&shown.title)), style, room);
    let mut sheet = Sheet::new(Size::new(room as u32, block.height.ceil() as u32));
    let edges = (0.0, room);
    fonts.draw(&block, &mut sheet, edges, 0.0, shown.rtl, (accent(shown.colours), 255));
    let y = (shown.below + (26.0 * unit) as u32).min(size.height.saturating_sub(block.height as u32));
    Some(sheet.into_overlay((MARGIN * unit) as u32, y))
}

/// Hours, minutes and seconds, in the digits of the title's script: 0:05, 12:34, 1:02:03, ۴۹:۰۰:۰۰.
pub(crate) fn clock(seconds: u64, digits: Digits) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let latin = match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    };
    match digits {
        Digits::Latin => latin,
        Digits::Persian => latin.chars().map(persian).collect(),
    }
}

/// The digits that go with a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digits {
    Latin,
    /// U+06F0 to U+06F9, which run from left to right within a text that runs from right to left.
    Persian,
}

impl Digits {
    /// A title's first letter decides, as it does for the side that the title stands on.
    pub(crate) fn of(title: &str) -> Self {
        match title.chars().find(|letter| letter.is_alphabetic()) {
            Some(first) if text::is_arabic(first) => Self::Persian,
            _ => Self::Latin,
        }
    }
}

pub(crate) fn persian(letter: char) -> char {
    letter.to_digit(10).and_then(|digit| char::from_u32(PERSIAN_ZERO + digit)).unwrap_or(letter)
}

/// The accent, or the colour of the text when the accent cannot be seen on the ground.
pub(crate) fn accent(colours: Colours) -> u32 {
    if colour::contrast(colours.accent, colours.ground) >= 3.0 { colours.accent } else { ink(colours) }
}

/// One pixel of a picture 720 high.
pub(crate) fn unit(size: Size) -> f32 {
    size.height.min(size.width) as f32 / 720.0
}

/// Left and right of text.
const MARGIN: f32 = 104.0;
/// Where the title begins, of the height.
const TITLE_TOP: f32 = 0.36;
/// The Persian zero.
const PERSIAN_ZERO: u32 = 0x6f0;

#[cfg(test)]
mod tests {
    use super::*;

    const HD: Size = Size::new(1280, 720);
    const STYLE: Style = Style { size: 88.0, smallest: 40.0, weight: Weight::Medium, lines: 1 };

    fn content(title: &str, seconds: u64) -> Content<'_> {
        Content { title, remaining: Some(Duration::from_secs(seconds)), colours: Colours::default() }
    }

    /// How many pixels of a rectangle are not the ground.
    fn marks(picture: &Picture, rect: Rect) -> usize {
        let ground = Yuv::from_rgb(Colours::default().ground);
        (rect.y..rect.y + rect.height)
            .flat_map(|y| (rect.x..rect.x + rect.width).map(move |x| (x, y)))
            .filter(|(x, y)| picture.pixel(*x, *y).y.abs_diff(ground.y) > 40)
            .count()
    }

    #[test]
    fn a_slate_changes_with_the_second_and_with_nothing_else() {
        let (mut slate, mut fonts) = (Slate::new(HD), Fonts::shipped());
        let first = slate.picture(&mut fonts, content("World Water Assembly", 90)).clone();
        let same = Content { remaining: Some(Duration::from_millis(89_100)), ..content("World Water Assembly", 0) };
        assert!(first == *slate.picture(&mut fonts, same));
        assert!(first != *slate.picture(&mut fonts, content("World Water Assembly", 89)));
        assert!(first == *slate.picture(&mut fonts, content("World Water Assembly", 90)));
        let ended = slate.picture(&mut fonts, content("World Water Assembly", 0)).clone();
        let never = Content { remaining: None, ..content("World Water Assembly", 0) };
        assert!(first != ended && ended == *slate.picture(&mut fonts, never));
        assert!(ended != *slate.picture(&mut fonts, Content { title: "Other", ..never }));
    }

    #[test]
    fn persian_titles_stand_at_the_right() {
        let (mut slate, mut fonts) = (Slate::new(HD), Fonts::shipped());
        let half = |x| Rect::new(x, 240, 600, 110);
        let left = slate.picture(&mut fonts, content("Water", 0)).clone();
        assert!(marks(&left, half(0)) > 500 && marks(&left, half(680)) == 0);
        let right = slate.picture(&mut fonts, content("آب برای همه", 0)).clone();
        assert!(marks(&right, half(0)) == 0 && marks(&right, half(680)) > 500);
    }

    #[test]
    fn long_titles_and_odd_sizes_stay_inside() {
        let mut fonts = Fonts::shipped();
        for size in [HD, Size::new(640, 360), Size::new(64, 36), Size::new(2, 2), Size::new(360, 640)] {
            let mut slate = Slate::new(size);
            let title = "An assembly of everybody who drinks, washes, sails, swims or waters a garden ".repeat(9);
            let picture = slate.picture(&mut fonts, content(&title, 400_000)).clone();
            assert_eq!(picture.size(), size);
            if size == HD {
                assert_eq!(marks(&picture, Rect::new(0, 0, 90, 720)), 0);
            }
        }
    }

    #[test]
    fn the_countdown_reads_like_a_clock() {
        let latin = |seconds| clock(seconds, Digits::of("World Water Assembly, ۱۴۰۵"));
        assert_eq!([5, 754, 3_723, 176_400].map(latin), ["0:05", "12:34", "1:02:03", "49:00:00"]);
    }

    #[test]
    fn under_a_persian_title_the_countdown_has_persian_digits() {
        let persian = |seconds| clock(seconds, Digits::of("2027: آب برای همه (Water)"));
        assert_eq!([5, 754, 3_723, 176_400, 67_890].map(persian), ["۰:۰۵", "۱۲:۳۴", "۱:۰۲:۰۳", "۴۹:۰۰:۰۰", "۱۸:۵۱:۳۰"]);
        // They are drawn, all ten of them, with the program's own fonts: no two digits look the same.
        let (mut slate, mut fonts) = (Slate::new(HD), Fonts::shipped());
        let drawn: Vec<_> = (0..10).map(|digit| slate.picture(&mut fonts, content("آب", 60 + digit)).clone()).collect();
        assert!((1..10).all(|at| drawn[..at].iter().all(|before| before != &drawn[at])));
        let same = Content { title: "Water", ..content("", 754) };
        let latin = fonts.set(&clock(754, Digits::of(same.title)), STYLE, 900.0);
        let persian = fonts.set(&clock(754, Digits::of("آب")), STYLE, 900.0);
        assert!(latin.glyphs().all(|glyph| glyph != 0) && persian.glyphs().all(|glyph| glyph != 0));
        assert!(!latin.glyphs().eq(persian.glyphs()));
    }
}
