//! The name and title graphic in the lower part of the picture.

use plenary_model::{scene::Caption, summit::Colours};

use crate::{
    Rect, Size, colour,
    sheet::{Overlay, Sheet},
    text::{Block, Fonts, Style, Weight},
};

/// Draws a caption for pictures of a size: nothing when both lines are empty.
///
/// It stands at the left, one whose name runs from right to left at the right; never outside the safe area.
pub fn render(fonts: &mut Fonts, size: Size, caption: &Caption, colours: Colours) -> Option<Overlay> {
    render_beside(fonts, size, caption, colours, None)
}

/// Like [`render`], clear of a rectangle in the lower part of the picture, where another picture is inset:
/// the caption keeps to the wider side of it, and its right or left end is there what the edge of the safe
/// area is elsewhere.
pub fn render_beside(
    fonts: &mut Fonts,
    size: Size,
    caption: &Caption,
    colours: Colours,
    inset: Option<Rect>,
) -> Option<Overlay> {
    let unit = size.height as f32 / DESIGN_HEIGHT;
    let safe = Rect::all(size).inset((size.width.min(size.height) as f32 * SAFE) as u32 & !1);
    let widest = safe.width as f32 * WIDEST;
    let safe = inset.map_or(safe, |inset| beside(safe, inset, (GAP * unit) as u32));
    let room = widest.min(safe.width as f32) - (2.0 * PADDING + BAR) * unit;
    let mut set = |text: &str, size: f32, weight| {
        let style = Style { size: size * unit, smallest: size * unit * 0.7, weight, lines: 1 };
        Some(fonts.set(text, style, room)).filter(|block| block.width > 0.0)
    };
    let (name, title) = (set(&caption.name, 40.0, Weight::SemiBold), set(&caption.title, 25.0, Weight::Medium));
    let rtl = name.as_ref().or(title.as_ref())?.rtl;
    let lines: Vec<(Block, u8)> =
        name.map(|block| (block, 255)).into_iter().chain(title.map(|block| (block, 215))).collect();

    let text_width = lines.iter().map(|(block, _)| block.width).reduce(f32::max)?;
    let text_height: f32 = lines.iter().map(|(block, _)| block.height).sum();
    let plate = Size::new(
        (text_width + (2.0 * PADDING + BAR) * unit).ceil() as u32,
        (text_height + 2.0 * PADDING * 0.6 * unit).ceil() as u32,
    )
    .even();
    let plate = Size::new(plate.width.min(safe.width & !1), plate.height.min(safe.height & !1));
    let mut sheet = Sheet::new(plate);

    let (ground, ink) = (plate_colour(colours), ink(colours));
    sheet.rounded(Rect::all(plate), RADIUS * unit, ground, PLATE_ALPHA);
    let bar = ((BAR * unit) as u32).max(2);
    let inner = plate.height.saturating_sub((2.0 * 12.0 * unit) as u32).max(2);
    let margin = (12.0 * unit) as u32;
    let bar_x = if rtl { plate.width.saturating_sub(margin + bar) } else { margin };
    sheet.rounded(Rect::new(bar_x, margin, bar, inner), bar as f32 / 2.0, colours.accent, 255);

    let (left, right) = match rtl {
        false => ((PADDING + BAR) * unit, plate.width as f32 - PADDING * unit),
        true => (PADDING * unit, plate.width as f32 - (PADDING + BAR) * unit),
    };
    let mut top = (plate.height as f32 - text_height) / 2.0;
    for (block, alpha) in &lines {
        fonts.draw(block, &mut sheet, (left, right), top, rtl, (ink, *alpha));
        top += block.height;
    }
    // Rounded to the even grid towards the middle of the picture.
    let x = if rtl { (safe.x + safe.width - plate.width) & !1 } else { (safe.x + 1) & !1 };
    Some(sheet.into_overlay(x, (safe.y + safe.height - plate.height) & !1))
}

/// What is left of the safe area on the wider side of an inset, with a gap.
pub(crate) fn beside(safe: Rect, inset: Rect, gap: u32) -> Rect {
    let end = safe.x + safe.width;
    let left = inset.x.saturating_sub(gap).min(end).saturating_sub(safe.x);
    let begin = (inset.x + inset.width + gap).max(safe.x);
    match end.saturating_sub(begin) {
        right if right > left => Rect { x: begin, width: right, ..safe },
        _ => Rect { width: left, ..safe },
    }
}

/// The summit's ground, dark or light enough for its ink.
pub(crate) fn plate_colour(colours: Colours) -> u32 {
    let ink = ink(colours);
    let away = if ink == LIGHT_INK { 0x00_0000 } else { 0xff_ffff };
    // In steps, until the text is well readable (WCAG AAA, and some for the picture that shines through).
    (0..=8)
        .map(|step| colour::blend(colours.ground, away, step * 32))
        .find(|plate| colour::contrast(*plate, ink) >= 9.0)
        .unwrap_or(away)
}

/// The colour of text on the summit's ground: light or dark, whichever reads better.
pub(crate) fn ink(colours: Colours) -> u32 {
    match colour::contrast(colours.ground, LIGHT_INK) >= colour::contrast(colours.ground, DARK_INK) {
        true => LIGHT_INK,
        false => DARK_INK,
    }
}

const LIGHT_INK: u32 = 0xff_ffff;
const DARK_INK: u32 = 0x0c_1418;
/// All lengths below are pixels of a picture of this height.
pub(crate) const DESIGN_HEIGHT: f32 = 720.0;
/// The border that some screens cut, on each side (EBU R95, with a little more).
pub(crate) const SAFE: f32 = 0.07;
/// The part of the safe area's width that a caption may take.
pub(crate) const WIDEST: f32 = 0.72;
pub(crate) const PADDING: f32 = 26.0;
/// Between a caption and an inset, as wide as the caption's own padding: they read as two things.
pub(crate) const GAP: f32 = 26.0;
pub(crate) const BAR: f32 = 6.0;
pub(crate) const RADIUS: f32 = 8.0;
/// Lets a hint of the picture through.
pub(crate) const PLATE_ALPHA: u8 = 232;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Picture, Yuv};

    const HD: Size = Size::new(1280, 720);

    fn caption(name: &str, title: &str) -> Caption {
        Caption { name: name.into(), title: title.into() }
    }

    #[test]
    fn names_stand_in_the_safe_area_on_the_side_of_their_script() {
        let mut fonts = Fonts::shipped();
        for size in [HD, Size::new(640, 360), Size::new(1920, 1080), Size::new(720, 1280)] {
            let safe = Rect::all(size).inset(size.width.min(size.height) / 20);
            for (name, title, at_right) in [
                ("Amara Okafor", "Hydrologist, Lagos", false),
                ("شیرین پارسا", "مهندس آب، اصفهان", true),
                ("شیرین پارسا", "Water engineer, Isfahan", true),
                ("", "Only a title", false),
                (
                    "Wilhelmina Featherstonehaugh-Cholmondeley of the Southern Rivers and the Northern Lakes",
                    &"very ".repeat(90),
                    false,
                ),
                (&"ش".repeat(200), "", true),
            ] {
                let overlay = render(&mut fonts, size, &caption(name, title), Colours::default()).unwrap();
                let rect = overlay.rect();
                assert!(rect.x >= safe.x && rect.x + rect.width <= safe.x + safe.width, "{size} {name} {rect:?}");
                assert!(rect.y >= size.height / 2 && rect.y + rect.height <= safe.y + safe.height, "{rect:?}");
                let (left, right) = (rect.x, size.width - rect.x - rect.width);
                assert_eq!(right < left, at_right, "{size} {name} {rect:?}");
            }
        }
        assert!(render(&mut fonts, HD, &caption(" ", "\n"), Colours::default()).is_none());
    }

    #[test]
    fn a_caption_keeps_clear_of_an_inset_in_both_directions_of_writing() {
        let mut fonts = Fonts::shipped();
        for size in [HD, Size::new(640, 360), Size::new(1920, 1080)] {
            let (width, height) = (size.width / 4, size.height / 4);
            let margin = size.height / 14;
            let (at_left, at_right) = (margin, size.width - width - margin);
            let safe = Rect::all(size).inset(size.height / 20);
            for x in [at_left, at_right] {
                let inset = Rect::new(x, size.height - height - margin, width, height);
                for (name, title, rtl) in [
                    ("Amara Okafor", "Hydrologist, Lagos", false),
                    ("شیرین پارسا", "مهندس آب، اصفهان", true),
                    (&"W".repeat(200), &"very ".repeat(90), false),
                    (&"ش".repeat(200), &"خیلی ".repeat(90), true),
                ] {
                    let caption = caption(name, title);
                    let overlay = render_beside(&mut fonts, size, &caption, Colours::default(), Some(inset)).unwrap();
                    let rect = overlay.rect();
                    assert!(!rect.overlaps(inset), "{size} {name} {rect:?} {inset:?}");
                    assert!(rect.x >= safe.x && rect.x + rect.width <= safe.x + safe.width, "{size} {name} {rect:?}");
                    // It stands at the end of its room where its script begins.
                    let (from, to) = match x == at_left {
                        true => (inset.x + inset.width, size.width - margin),
                        false => (margin, inset.x),
                    };
                    let (left, right) = (rect.x.abs_diff(from), to.abs_diff(rect.x + rect.width));
                    assert!(if rtl { right } else { left } <= size.height / 20, "{size} {name} {rect:?} {inset:?}");
                }
            }
        }
    }

    #[test]
    fn the_text_is_there_and_the_picture_around_it_untouched() {
        let grey = Yuv { y: 120, u: 128, v: 128 };
        let mut picture = Picture::filled(HD, grey);
        let overlay =
            render(&mut Fonts::shipped(), HD, &caption("Amara Okafor", "Hydrologist"), Colours::default()).unwrap();
        overlay.draw(&mut picture, 256);
        let rect = overlay.rect();
        let mut bright = 0;
        for y in 0..720 {
            for x in 0..1280 {
                let inside = (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y);
                let pixel = picture.pixel(x, y);
                assert!(inside || pixel == grey);
                bright += u32::from(inside && pixel.y > 200);
            }
        }
        assert!(bright > 1_000, "{bright} bright pixels");
    }

    #[test]
    fn text_reads_well_whatever_the_colours() {
        for ground in [0x00_0000, 0xff_ffff, 0x80_8080, 0xff_d000, 0x12_3b4f, 0x76_7676] {
            let colours = Colours { ground, accent: 0x4f_c3b8 };
            assert!(colour::contrast(plate_colour(colours), ink(colours)) >= 9.0, "{ground:06x}");
        }
    }
}
