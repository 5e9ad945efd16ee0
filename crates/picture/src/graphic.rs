//! Graphics beside the name: a topic, clocks, a logo, and those that fill the picture.

use plenary_model::{
    graphic::{Corner, Edge},
    summit::Colours,
};

use crate::{
    Picture, Rect, Size, Yuv,
    caption::{self, BAR, GAP, PADDING, PLATE_ALPHA, RADIUS, SAFE, ink, plate_colour},
    sheet::{Overlay, Sheet},
    slate::{self, Digits, unit},
    still::Still,
    text::{Block, Fonts, Style, Weight},
};

/// Draws what is spoken about for pictures of a size; nothing when there is no text.
///
/// Above, it stands between the corners. Below, it stands on the side where its script begins, clear of an inset.
pub fn topic(
    fonts: &mut Fonts,
    size: Size,
    text: &str,
    edge: Edge,
    colours: Colours,
    inset: Option<Rect>,
) -> Option<Overlay> {
    let (unit, safe) = (unit(size), safe(size));
    let corner = (CORNER * unit) as u32 + (GAP * unit) as u32;
    let room = match (edge, inset) {
        (Edge::Top, _) => Rect { x: safe.x + corner, width: safe.width.saturating_sub(2 * corner), ..safe },
        (Edge::Bottom, Some(inset)) => caption::beside(safe, inset, (GAP * unit) as u32),
        (Edge::Bottom, None) => safe,
    };
    let style = Style { size: 28.0 * unit, smallest: 19.0 * unit, weight: Weight::Medium, lines: 2 };
    let block = fonts.set(text, style, room.width as f32 - (2.0 * PADDING + BAR) * unit);
    if block.width <= 0.0 {
        return None;
    }
    let rtl = block.rtl;
    let sheet = plate(fonts, &[(block, 255)], colours, unit, rtl, true);
    let drawn = sheet.size();
    let (x, y) = match edge {
        Edge::Top => (room.x + room.width.saturating_sub(drawn.width) / 2, safe.y),
        Edge::Bottom if rtl => {
            (room.x + room.width.saturating_sub(drawn.width), (safe.y + safe.height).saturating_sub(drawn.height))
        }
        Edge::Bottom => (room.x, (safe.y + safe.height).saturating_sub(drawn.height)),
    };
    Some(sheet.into_overlay(x, y))
}

/// A time of day, in the digits of the script of `words`.
pub fn time_of_day(hour: i8, minute: i8, words: &str) -> String {
    in_digits_of(words, format!("{hour:02}:{minute:02}"))
}

/// How long until something, in whole seconds, likewise.
pub fn time_left(seconds: u64, words: &str) -> String {
    slate::clock(seconds, Digits::of(words))
}

fn in_digits_of(words: &str, latin: String) -> String {
    match Digits::of(words) {
        Digits::Latin => latin,
        Digits::Persian => latin.chars().map(slate::persian).collect(),
    }
}

/// Draws a time and what it is the time of, in a corner of pictures of a size.
pub fn clock(fonts: &mut Fonts, size: Size, time: &str, label: &str, corner: Corner, colours: Colours) -> Overlay {
    let unit = unit(size);
    let room = (CORNER - 2.0 * PADDING) * unit;
    let style = Style { size: 36.0 * unit, smallest: 20.0 * unit, weight: Weight::SemiBold, lines: 1 };
    let time = fonts.set(time, style, room);
    let style = Style { size: 19.0 * unit, smallest: 14.0 * unit, weight: Weight::Medium, lines: 1 };
    let label = fonts.set(label, style, room);
    let rtl = if label.width > 0.0 { label.rtl } else { corner == Corner::TopRight };
    let mut lines = vec![(time, 255)];
    if label.width > 0.0 {
        lines.push((label, 215));
    }
    let sheet = plate(fonts, &lines, colours, unit, rtl, false);
    at_corner(sheet, size, corner)
}

/// Draws a small picture in a corner of pictures of a size.
pub fn logo(still: &Still, size: Size, corner: Corner) -> Overlay {
    let unit = unit(size);
    let still = still.clone().fitted(Size::new((CORNER * unit) as u32, (LOGO * unit) as u32));
    let mut sheet = Sheet::new(still.size());
    paint(&mut sheet, &still, 0, 0);
    at_corner(sheet, size, corner)
}

/// Draws words and whose they are as a picture of a size.
pub fn quote(fonts: &mut Fonts, size: Size, text: &str, by: &str, colours: Colours) -> Picture {
    let unit = unit(size);
    let margin = 120.0 * unit;
    let (width, height) = (size.width as f32, size.height as f32);
    let style = Style { size: 58.0 * unit, smallest: 27.0 * unit, weight: Weight::SemiBold, lines: 8 };
    let mut text_style = style;
    let mut text_block = fonts.set(text, text_style, width - 2.0 * margin);
    // Lines are as many as there is room for.
    while text_block.height > height * 0.62 && text_style.size > style.smallest {
        text_style.size = (text_style.size * 0.92).max(style.smallest);
        text_block = fonts.set(text, text_style, width - 2.0 * margin);
    }
    let style = Style { size: 28.0 * unit, smallest: 20.0 * unit, weight: Weight::Medium, lines: 1 };
    let by = fonts.set(by, style, width - 2.0 * margin);
    let rtl = text_block.rtl;
    let gap = 30.0 * unit;
    let below = if by.width > 0.0 { gap + by.height } else { 0.0 };
    let top = ((height - text_block.height - below) / 2.0).max(0.0);
    let mut sheet = Sheet::new(size);
    let bar = Size::new(((6.0 * unit) as u32).max(2), (text_block.height + below) as u32);
    let bar_x = if rtl { width - margin + 24.0 * unit } else { margin - 30.0 * unit };
    sheet.rounded(Rect::new(bar_x as u32, top as u32, bar.width, bar.height), 3.0 * unit, slate::accent(colours), 255);
    let edges = (margin, width - margin);
    fonts.draw(&text_block, &mut sheet, edges, top, rtl, (ink(colours), 255));
    fonts.draw(&by, &mut sheet, edges, top + text_block.height + gap, rtl, (ink(colours), 215));
    let mut picture = Picture::filled(size, Yuv::from_rgb(colours.ground));
    sheet.into_overlay(0, 0).draw(&mut picture, 256);
    picture
}

/// Draws an uploaded picture as a picture of a size, with bars of the summit's ground where its shape is another.
pub fn full(still: &Still, size: Size, colours: Colours) -> Picture {
    let still = still.clone().fitted(size);
    let mut sheet = Sheet::new(size);
    let own = still.size();
    paint(&mut sheet, &still, (size.width - own.width) / 2, (size.height - own.height) / 2);
    let mut picture = Picture::filled(size, Yuv::from_rgb(colours.ground));
    sheet.into_overlay(0, 0).draw(&mut picture, 256);
    picture
}

fn paint(sheet: &mut Sheet, still: &Still, left: u32, top: u32) {
    for (x, y, rgb, alpha) in still.pixels() {
        sheet.paint((left + x) as i32, (top + y) as i32, rgb, alpha);
    }
}

/// What every screen shows.
fn safe(size: Size) -> Rect {
    Rect::all(size).inset((size.width.min(size.height) as f32 * SAFE) as u32 & !1)
}

fn at_corner(sheet: Sheet, size: Size, corner: Corner) -> Overlay {
    let (safe, drawn) = (safe(size), sheet.size());
    let x = match corner {
        Corner::TopLeft => safe.x,
        Corner::TopRight => (safe.x + safe.width).saturating_sub(drawn.width),
    };
    sheet.into_overlay(x, safe.y)
}

/// Lines on a plate of the summit's colour, aligned to where their script begins; with a bar there.
fn plate(fonts: &mut Fonts, lines: &[(Block, u8)], colours: Colours, unit: f32, rtl: bool, bar: bool) -> Sheet {
    let bar = if bar { BAR * unit } else { 0.0 };
    let padding = if bar > 0.0 { PADDING * unit } else { PADDING * 0.7 * unit };
    let width = lines.iter().map(|(block, _)| block.width).fold(0.0, f32::max);
    let height: f32 = lines.iter().map(|(block, _)| block.height).sum();
    let size = Size::new((width + 2.0 * padding + bar).ceil() as u32, (height + PADDING * 0.8 * unit).ceil() as u32);
    let size = size.even();
    let mut sheet = Sheet::new(size);
    sheet.rounded(Rect::all(size), RADIUS * unit, plate_colour(colours), PLATE_ALPHA);
    if bar > 0.0 {
        let margin = (10.0 * unit) as u32;
        let wide = (bar as u32).max(2);
        let x = if rtl { size.width.saturating_sub(margin + wide) } else { margin };
        let tall = size.height.saturating_sub(2 * margin).max(2);
        sheet.rounded(Rect::new(x, margin, wide, tall), bar / 2.0, colours.accent, 255);
    }
    let (left, right) = match rtl {
        false => (padding + bar, size.width as f32 - padding),
        true => (padding, size.width as f32 - padding - bar),
    };
    let mut top = (size.height as f32 - height) / 2.0;
    for (block, alpha) in lines {
        fonts.draw(block, &mut sheet, (left, right), top, rtl, (ink(colours), *alpha));
        top += block.height;
    }
    sheet
}

/// Columns that a graphic in a corner may take, of a picture 720 high.
const CORNER: f32 = 230.0;
/// Rows of a logo.
const LOGO: f32 = 96.0;

#[cfg(test)]
mod tests {
    use super::*;

    const HD: Size = Size::new(1280, 720);
    const TEXTS: [&str; 5] = [
        "Water for all",
        "آب برای همه",
        "\u{202e}odd\u{2066} 🚰🚰 آب water ۱۲۳ 123 שלום",
        "🚰",
        "What we drink, wash, sail, swim in and water our gardens with, and who shall have how much of it",
    ];

    #[test]
    fn graphics_stand_in_the_safe_area_and_on_nobody_elses_place() {
        let mut fonts = Fonts::shipped();
        let inset = Rect::new(909, 489, 320, 180);
        for size in [HD, Size::new(640, 360), Size::new(1920, 1080)] {
            let scaled = |value: u32| value * size.height / 720;
            let inset = Rect::new(scaled(inset.x), scaled(inset.y), scaled(inset.width), scaled(inset.height));
            let safe = Rect::all(size).inset(size.height / 20);
            for text in TEXTS.into_iter().chain([&*"W".repeat(10_000), &*"خیلی ".repeat(2_000)]) {
                let clocks = [Corner::TopLeft, Corner::TopRight]
                    .map(|corner| clock(&mut fonts, size, "23:59", text, corner, Colours::default()).rect());
                let top = topic(&mut fonts, size, text, Edge::Top, Colours::default(), None).unwrap().rect();
                let below = topic(&mut fonts, size, text, Edge::Bottom, Colours::default(), Some(inset)).unwrap();
                let ticker = crate::ticker::Ticker::new(&mut fonts, size, text, Colours::default());
                for rect in clocks.into_iter().chain([top, below.rect()]) {
                    assert!(rect.x >= safe.x && rect.x + rect.width <= safe.x + safe.width, "{size} {text} {rect:?}");
                    assert!(rect.y >= safe.y && rect.y + rect.height <= size.height - ticker.height(), "{rect:?}");
                }
                assert!(clocks.iter().all(|clock| !clock.overlaps(top)) && !clocks[0].overlaps(clocks[1]));
                assert!(!below.rect().overlaps(inset), "{size} {text}");
            }
        }
        assert!(topic(&mut fonts, HD, " \n", Edge::Top, Colours::default(), None).is_none());
    }

    #[test]
    fn a_quote_is_there_in_full_and_on_the_side_of_its_script() {
        let mut fonts = Fonts::shipped();
        let ground = Yuv::from_rgb(Colours::default().ground);
        let marks = |picture: &Picture, from: u32, to: u32| {
            let points = (0..720).flat_map(|y| (from..to).map(move |x| (x, y)));
            points.filter(|(x, y)| picture.pixel(*x, *y).y.abs_diff(ground.y) > 60).count()
        };
        let latin = quote(&mut fonts, HD, "Water.", "Amara", Colours::default());
        let persian = quote(&mut fonts, HD, "آب.", "سارا", Colours::default());
        assert!(marks(&latin, 0, 600) > 500 && marks(&latin, 700, 1280) == 0);
        assert!(marks(&persian, 700, 1280) > 500 && marks(&persian, 0, 600) == 0);
        for text in [&*"word ".repeat(100), &*"W".repeat(10_000), &*"خیلی ".repeat(100), ""] {
            let picture = quote(&mut fonts, HD, text, text, Colours::default());
            let edges = marks(&picture, 0, 80) + marks(&picture, 1200, 1280);
            assert_eq!(edges, 0, "{text}");
            // Nothing is cut above or below.
            let rows = [0, 20, 700, 719].map(|y| (0..1280).filter(|x| picture.pixel(*x, y) != ground).count());
            assert_eq!(rows, [0; 4], "{text}");
        }
    }

    #[test]
    fn a_clock_has_the_digits_of_its_script() {
        assert_eq!(time_of_day(7, 5, "Geneva"), "07:05");
        assert_eq!(time_of_day(23, 45, "تهران"), "۲۳:۴۵");
        assert_eq!([time_left(3_723, ""), time_left(0, "پایان")], ["1:02:03", "۰:۰۰"]);
    }

    #[test]
    fn a_logo_keeps_its_shape_and_its_transparency() {
        let mut file = image::RgbaImage::from_pixel(400, 100, image::Rgba([255, 0, 0, 255]));
        file.put_pixel(0, 0, image::Rgba([0, 0, 0, 0]));
        for x in 200..400 {
            for y in 0..100 {
                file.put_pixel(x, y, image::Rgba([0, 255, 0, 0]));
            }
        }
        let mut png = std::io::Cursor::new(Vec::new());
        file.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let still = Still::decode(png.get_ref()).unwrap();
        for (corner, x) in [(Corner::TopLeft, 50), (Corner::TopRight, 1000)] {
            let overlay = logo(&still, HD, corner);
            assert_eq!((overlay.rect().width, overlay.rect().height), (230, 58));
            assert!(overlay.rect().x.abs_diff(x) <= 2, "{:?}", overlay.rect());
            let mut picture = Picture::filled(HD, Yuv::WHITE);
            overlay.draw(&mut picture, 256);
            let at = |across| picture.pixel(overlay.rect().x + across, overlay.rect().y + 30);
            assert_eq!((at(40), at(200)), (Yuv::from_rgb(0xff_0000), Yuv::WHITE));
        }
        let picture = full(&still, HD, Colours::default());
        let ground = Yuv::from_rgb(Colours::default().ground);
        assert_eq!([picture.pixel(300, 100), picture.pixel(1000, 360)], [ground, ground]);
        assert_eq!(picture.pixel(300, 360), Yuv::from_rgb(0xff_0000));
    }
}
