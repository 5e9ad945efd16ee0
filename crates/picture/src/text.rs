//! Text in pictures: the fonts that are shipped, lines that fit their room, glyphs on a sheet.

use cosmic_text::{
    Attrs, Buffer, Ellipsize, EllipsizeHeightLimit, Family, FeatureTag, FontFeatures, FontSystem, Metrics, Shaping,
    SwashCache, SwashContent, Wrap, fontdb,
};

use crate::sheet::Sheet;

/// The fonts: Inter and Vazirmatn, which are part of the program, and those of the machine for every other
/// script. Loading reads the machine's font folders and takes up to a second: keep one.
pub struct Fonts {
    system: FontSystem,
    glyphs: SwashCache,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Pixels of an em.
    pub size: f32,
    /// The least size that it may shrink to before it is cut short with an ellipsis.
    pub smallest: f32,
    /// How heavy it is.
    pub weight: Weight,
    /// How many lines it may take.
    pub lines: usize,
}

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// For what is read second.
    Medium,
    /// For what is read first.
    SemiBold,
}

/// A text that is shaped and fits its room.
pub struct Block {
    buffer: Buffer,
    /// Of its longest line, in pixels.
    pub width: f32,
    /// Of all its lines together, in pixels.
    pub height: f32,
    /// Whether its first line runs from right to left.
    pub rtl: bool,
}

impl Fonts {
    /// Loads the fonts.
    pub fn load() -> Self {
        let mut fonts = Self::shipped();
        fonts.system.db_mut().load_system_fonts();
        fonts
    }

    /// Only the fonts that are part of the program: the same pictures on every machine.
    pub fn shipped() -> Self {
        let mut database = fontdb::Database::new();
        for font in SHIPPED {
            database.load_font_data(font.to_vec());
        }
        database.set_sans_serif_family(LATIN);
        // The locale only chooses among fonts for Chinese characters.
        Self { system: FontSystem::new_with_locale_and_db("en".into(), database), glyphs: SwashCache::new() }
    }

    /// Shapes a text so that it is at most `room` pixels wide: it first shrinks, then ends in an ellipsis.
    pub fn set(&mut self, text: &str, style: Style, room: f32) -> Block {
        let text = clean(text);
        let mut size = style.size.max(1.0);
        loop {
            let last = size <= style.smallest;
            let block = self.shape(&text, Style { size, ..style }, room, last);
            if last || (block.width <= room && block.buffer.layout_runs().count() <= style.lines) {
                return block;
            }
            size = (size * SHRINK).max(style.smallest);
        }
    }

    fn shape(&mut self, text: &str, style: Style, room: f32, shorten: bool) -> Block {
        let mut buffer = Buffer::new_empty(Metrics::relative(style.size, LINE_HEIGHT));
        let single = style.lines <= 1;
        buffer.set_wrap(if single { Wrap::None } else { Wrap::WordOrGlyph });
        // A single line is shaped without a limit first, to see how long it is.
        buffer.set_size((shorten || !single).then_some(room.max(1.0)), None);
        if shorten {
            buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(style.lines.max(1))));
        }
        let mut figures = FontFeatures::new();
        figures.enable(FeatureTag::new(b"tnum"));
        let weight = match style.weight {
            Weight::Medium => fontdb::Weight::MEDIUM,
            Weight::SemiBold => fontdb::Weight::SEMIBOLD,
        };
        let attrs = |family| Attrs::new().family(Family::Name(family)).weight(weight).font_features(figures.clone());
        let spans = spans(text).into_iter().map(|(part, family)| (part, attrs(family)));
        buffer.set_rich_text(spans, &attrs(LATIN), Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.system, false);
        let (mut width, mut height, mut rtl) = (0f32, 0f32, None);
        for run in buffer.layout_runs() {
            let (left, right) = edges(run.glyphs);
            width = width.max(right - left);
            height = height.max(run.line_top + run.line_height);
            rtl.get_or_insert(run.rtl);
        }
        Block { buffer, width, height, rtl: rtl.unwrap_or(false) }
    }

    /// Draws a block. `left` and `right` are the edges its lines may touch: those of a text that runs from
    /// right to left, or where `to_right` asks for it, end at the right one.
    pub(crate) fn draw(
        &mut self,
        block: &Block,
        sheet: &mut Sheet,
        (left, right): (f32, f32),
        top: f32,
        to_right: bool,
        (rgb, alpha): (u32, u8),
    ) {
        if self.glyphs.image_cache.len() > MOST_GLYPHS {
            self.glyphs.image_cache.clear();
        }
        for run in block.buffer.layout_runs() {
            let (from, to) = edges(run.glyphs);
            let x = if to_right { right - to } else { left - from };
            for glyph in run.glyphs {
                let place = glyph.physical((x, top + run.line_y), 1.0);
                let Some(image) = self.glyphs.get_image(&mut self.system, place.cache_key) else { continue };
                let step = match image.content {
                    SwashContent::Mask => 1,
                    // Emoji: their shape in our colour.
                    SwashContent::Color | SwashContent::SubpixelMask => 4,
                };
                let width = image.placement.width as usize;
                let (x, y) = (place.x + image.placement.left, place.y - image.placement.top);
                for (at, sample) in image.data.chunks_exact(step).enumerate() {
                    let coverage = u32::from(sample[step - 1]) * u32::from(alpha) / 255;
                    sheet.paint(x + (at % width) as i32, y + (at / width) as i32, rgb, coverage as u8);
                }
            }
        }
    }
}

#[cfg(test)]
impl Block {
    /// Its glyphs, in the numbers of their fonts; 0 is the box of a missing one.
    pub(crate) fn glyphs(&self) -> impl Iterator<Item = u16> {
        self.buffer.layout_runs().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.glyph_id))
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("faces", &self.system.db().len()).finish_non_exhaustive()
    }
}

/// Where the glyphs of a line begin and end.
fn edges(glyphs: &[cosmic_text::LayoutGlyph]) -> (f32, f32) {
    let begin = glyphs.iter().map(|glyph| glyph.x).reduce(f32::min).unwrap_or(0.0);
    (begin, glyphs.iter().map(|glyph| glyph.x + glyph.w).reduce(f32::max).unwrap_or(0.0))
}

/// One paragraph of bounded length, without characters that command instead of being read: a line break
/// or a direction override in a name must not tear the graphic.
fn clean(text: &str) -> String {
    let readable = |letter: char| match letter {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        letter if letter.is_control() || letter.is_whitespace() => Some(' '),
        letter => Some(letter),
    };
    text.trim().chars().take(LONGEST).filter_map(readable).collect()
}

/// Whether a letter, a digit or a sign is of the Arabic script, in which Persian is written too.
pub(crate) fn is_arabic(letter: char) -> bool {
    matches!(letter,
        '\u{600}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{8a0}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}')
}

/// The parts of a text by the family that they are set in. Spaces and signs stay with what stands before.
fn spans(text: &str) -> Vec<(&str, &'static str)> {
    let mut spans: Vec<(usize, &'static str)> = vec![(0, LATIN)];
    for (at, letter) in text.char_indices() {
        let family = match letter {
            letter if is_arabic(letter) => ARABIC,
            letter if letter.is_alphanumeric() => LATIN,
            _ => continue,
        };
        if spans.last().is_some_and(|(_, last)| *last != family) {
            spans.push((at, family));
        }
    }
    let ends: Vec<usize> = spans.iter().skip(1).map(|(at, _)| *at).chain([text.len()]).collect();
    spans
        .into_iter()
        .zip(ends)
        .map(|((from, family), to)| (&text[from..to], family))
        .filter(|(part, _)| !part.is_empty())
        .collect()
}

const LATIN: &str = "Inter";
const ARABIC: &str = "Vazirmatn";
const SHIPPED: [&[u8]; 4] = [
    include_bytes!("../fonts/inter/Inter-Medium.otf"),
    include_bytes!("../fonts/inter/Inter-SemiBold.otf"),
    include_bytes!("../fonts/vazirmatn/Vazirmatn-Medium.ttf"),
    include_bytes!("../fonts/vazirmatn/Vazirmatn-SemiBold.ttf"),
];
/// Room for the dots of Arabic letters and the accents of capital ones.
const LINE_HEIGHT: f32 = 1.28;
/// One step of shrinking.
const SHRINK: f32 = 0.94;
/// Letters of a text that are looked at: as many as a ticker has, and more than fits in any other graphic.
const LONGEST: usize = 1_000;
/// Glyphs that are kept drawn; some 4 KB each.
const MOST_GLYPHS: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { size: 40.0, smallest: 28.0, weight: Weight::SemiBold, lines: 1 };

    #[test]
    fn a_text_shrinks_and_is_cut_but_never_wider_than_its_room() {
        let mut fonts = Fonts::shipped();
        let short = fonts.set("Amara Okafor", STYLE, 600.0);
        assert!(short.width > 200.0 && short.width < 320.0 && !short.rtl);
        for text in
            ["Wilhelmina Featherstonehaugh-Cholmondeley of the Southern Rivers", &"W".repeat(5_000), &"ش".repeat(300)]
        {
            let block = fonts.set(text, STYLE, 600.0);
            assert!(block.width <= 601.0 && block.width > 300.0, "{}", block.width);
        }
        assert_eq!(fonts.set("", STYLE, 600.0).width, 0.0);
    }

    #[test]
    fn persian_is_shaped_and_runs_from_right_to_left() {
        let mut fonts = Fonts::shipped();
        let joined = fonts.set("سلام", STYLE, 600.0);
        assert!(joined.rtl);
        let apart = fonts.set("س ل ا م", STYLE, 600.0);
        assert!(joined.width < apart.width * 0.8);
        assert!(joined.glyphs().count() > 0 && joined.glyphs().all(|glyph| glyph != 0));
    }

    #[test]
    fn commands_in_a_text_are_taken_out() {
        assert_eq!(clean("  A\nB\u{202e}C\u{7}\r "), "A BC ");
        assert_eq!(spans("Dr سارا (X)").iter().map(|span| span.1).collect::<Vec<_>>(), [LATIN, ARABIC, LATIN]);
    }
}
