//! Subtitles of a recording, read from SubRip (`.srt`) and WebVTT (`.vtt`) files.

/// Lines of text and when they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subtitles(Vec<Line>);

/// One text that stands for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Since when, in milliseconds from the recording's beginning.
    pub from_ms: u64,
    /// Until when.
    pub to_ms: u64,
    /// What stands, without markup; its lines are separated by `\n`.
    pub text: String,
}

/// Why a file cannot be read as subtitles, with the number of the line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// It is no text.
    #[error("the file is not text in UTF-8: save it as UTF-8 and send it again")]
    NotText,
    /// It is far too long.
    #[error("the file has more than {} lines of subtitles: is it the right one?", Subtitles::MOST)]
    TooMany,
    /// It holds none.
    #[error("no subtitles are in the file: send a SubRip (.srt) or WebVTT (.vtt) file")]
    Empty,
    /// Times cannot be read.
    #[error("line {line}: the times cannot be read: write them as 00:01:02,500 --> 00:01:04,000")]
    Times {
        /// Where.
        line: usize,
    },
    /// A text ends before it begins.
    #[error("line {line}: the text ends before it begins: exchange or correct the two times")]
    Backwards {
        /// Where.
        line: usize,
    },
    /// A text begins before the one in front of it.
    #[error("line {line}: the text begins before the one in front of it: sort the texts by time")]
    Unsorted {
        /// Where.
        line: usize,
    },
    /// A text is far too long for a screen.
    #[error("line {line}: the text has more than {} characters: part it in several", Subtitles::LONGEST)]
    TooLong {
        /// Where.
        line: usize,
    },
}

impl Subtitles {
    /// Reads a file of either kind. Markup, positions, styles and notes are left out.
    ///
    /// # Errors
    /// [`Invalid`], with the first line that is wrong.
    pub fn parse(file: &[u8]) -> Result<Self, Invalid> {
        let text = std::str::from_utf8(file).map_err(|_| Invalid::NotText)?;
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate().peekable();
        let mut found: Vec<Line> = Vec::new();
        while let Some((at, line)) = lines.next() {
            let Some((from, to)) = line.split_once("-->") else { continue };
            let number = at + 1;
            // WebVTT puts a position behind the second time.
            let to = to.split_whitespace().next().unwrap_or_default();
            let (from_ms, to_ms) = time(from).zip(time(to)).ok_or(Invalid::Times { line: number })?;
            if to_ms <= from_ms {
                return Err(Invalid::Backwards { line: number });
            }
            if found.last().is_some_and(|last| last.from_ms > from_ms) {
                return Err(Invalid::Unsorted { line: number });
            }
            let mut text = String::new();
            while let Some((_, line)) = lines.next_if(|(_, line)| !line.trim().is_empty() && !line.contains("-->")) {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(plain(line).trim());
                if text.len() > 4 * Self::LONGEST {
                    return Err(Invalid::TooLong { line: number });
                }
            }
            if text.chars().count() > Self::LONGEST {
                return Err(Invalid::TooLong { line: number });
            }
            if found.len() == Self::MOST {
                return Err(Invalid::TooMany);
            }
            // An empty text stands for a pause.
            if !text.trim().is_empty() {
                found.push(Line { from_ms, to_ms, text });
            }
        }
        if found.is_empty() { Err(Invalid::Empty) } else { Ok(Self(found)) }
    }

    /// What stands at a moment; of several the one that began last.
    pub fn at(&self, ms: u64) -> Option<&Line> {
        let begun = self.0.partition_point(|line| line.from_ms <= ms);
        // Those that began long ago do not stand any more.
        self.0[..begun].iter().rev().take(Self::AT_ONCE).find(|line| line.to_ms > ms)
    }

    /// All of them, by time.
    pub fn iter(&self) -> impl Iterator<Item = &Line> {
        self.0.iter()
    }

    /// The same as a WebVTT file.
    pub fn to_webvtt(&self) -> String {
        let mut file = String::from("WEBVTT\n");
        for Line { from_ms, to_ms, text } in &self.0 {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            file.push_str(&format!("\n{} --> {}\n{text}\n", stamp(*from_ms), stamp(*to_ms)));
        }
        file
    }

    /// Texts of a recording of many hours are fewer.
    pub const MOST: usize = 20_000;
    /// Characters of one text; a screen has room for two lines of 42.
    pub const LONGEST: usize = 500;
    /// Texts that can stand at the same time.
    const AT_ONCE: usize = 8;
}

/// `01:02:03,500`, `02:03.500` in milliseconds.
fn time(text: &str) -> Option<u64> {
    let (clock, millis) = text.trim().split_once([',', '.'])?;
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        let fits = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse::<u64>().ok()).flatten()
    };
    let millis = number(millis, 3..=3)?;
    let mut parts = clock.rsplit(':');
    let seconds = number(parts.next()?, 2..=2).filter(|seconds| *seconds < 60)?;
    let minutes = number(parts.next()?, 2..=2).filter(|minutes| *minutes < 60)?;
    let hours = parts.next().map_or(Some(0), |hours| number(hours, 1..=3))?;
    parts.next().is_none().then_some(((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis)
}

fn stamp(ms: u64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{:03}", ms % 1_000)
}

/// A line without tags, names of styles and control characters.
fn plain(line: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(line.len()), line);
    while let Some(at) = rest.find(['<', '{']) {
        text.push_str(&rest[..at]);
        let (open, close) = if rest[at..].starts_with('<') { ('<', '>') } else { ('{', '}') };
        // A tag begins with a letter or a slash, a position of SubRip with a backslash; "a < b" is none.
        let tag = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/' || c == '\\');
        match rest[at..].find(close).filter(|_| tag) {
            Some(end) => rest = &rest[at + end + 1..],
            None => {
                text.push(open);
                rest = &rest[at + 1..];
            }
        }
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&");
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(from_ms: u64, to_ms: u64, text: &str) -> Line {
        Line { from_ms, to_ms, text: text.to_owned() }
    }

    const SRT: &str = "\u{feff}1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>Welcome</i>\r\nto the river\r\n\r\n\
        2\r\n00:00:03,000 --> 01:00:00,000\r\n{\\an8}آب برای همه\r\n";

    #[test]
    fn both_kinds_of_files_are_read() {
        let read = Subtitles::parse(SRT.as_bytes()).unwrap();
        let found = [line(1_500, 3_000, "Welcome\nto the river"), line(3_000, 3_600_000, "آب برای همه")];
        assert!(read.iter().eq(&found));
        let vtt = "WEBVTT - a file\n\nNOTE nothing\n\nintro\n00:01.500 --> 00:03.000 line:80%\n<v Ann>Welcome &amp; <b>a < b</b></v>\n";
        let read = Subtitles::parse(vtt.as_bytes()).unwrap();
        assert!(read.iter().eq(&[line(1_500, 3_000, "Welcome & a < b")]));
        assert_eq!(Subtitles::parse(read.to_webvtt().as_bytes()), Ok(read));
    }

    #[test]
    fn what_stands_is_what_began_last() {
        let read = Subtitles::parse(SRT.as_bytes()).unwrap();
        let at = |ms| read.at(ms).map(|line| line.from_ms);
        assert_eq!(
            [0, 1_499, 1_500, 2_999, 3_000, 3_600_000].map(at),
            [None, None, Some(1_500), Some(1_500), Some(3_000), None]
        );
    }

    #[test]
    fn whoever_wrote_a_broken_file_is_told_where() {
        let broken = |text: &str| Subtitles::parse(text.as_bytes()).unwrap_err();
        assert_eq!(broken("1\n00:00:01,500 --> 00:00:xx,000\nA\n"), Invalid::Times { line: 2 });
        assert_eq!(broken("1\n00:00:61,500 --> 00:01:02,000\nA\n"), Invalid::Times { line: 2 });
        assert_eq!(broken("1\n00:00:01,500 -->\nA\n"), Invalid::Times { line: 2 });
        assert_eq!(broken("00:03.000 --> 00:02.000\nA\n"), Invalid::Backwards { line: 1 });
        assert_eq!(broken("00:03.000 --> 00:04.000\nA\n\n00:01.000 --> 00:02.000\nB"), Invalid::Unsorted { line: 4 });
        assert_eq!(broken(&format!("00:03.000 --> 00:04.000\n{}", "x".repeat(501))), Invalid::TooLong { line: 1 });
        assert_eq!(broken(""), Invalid::Empty);
        assert_eq!(broken("A film of rivers."), Invalid::Empty);
        assert_eq!(Subtitles::parse(&[0xff, 0xfe, 0]), Err(Invalid::NotText));
        let many: String = (0..=Subtitles::MOST).map(|_| "00:03.000 --> 00:04.000\nA\n\n").collect();
        assert_eq!(broken(&many), Invalid::TooMany);
        assert!(Invalid::Backwards { line: 7 }.to_string().starts_with("line 7"));
    }
}
