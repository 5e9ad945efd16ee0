//! What the audience reads about the programme, held back as long as its picture is: pure.

use std::{collections::VecDeque, time::Duration};

use plenary_model::time::Timestamp;

use crate::live::OnAir;

/// Titles that wait: two changes a second, of subtitles too, for the longest delay. Beyond that, the newest one of those that wait
/// is replaced.
const WAITING: usize = 60;

/// Titles on their way to the audience.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    waiting: VecDeque<(Timestamp, Option<OnAir>)>,
    shown: Option<OnAir>,
}

impl Titles {
    /// Takes what is on air for those who make it, and gives what is for the audience.
    pub(crate) fn pass(&mut self, now: Timestamp, delay_ms: u64, made: Option<OnAir>) -> Option<OnAir> {
        let last = self.waiting.back().map_or(&self.shown, |(_, last)| last);
        let later = |mut on_air: OnAir| {
            on_air.since = Timestamp(on_air.since.0 + delay_ms as i64);
            on_air
        };
        let same = match (last, &made) {
            (Some(last), Some(made)) => {
                (&last.title, &last.caption, &last.subtitles) == (&made.title, &made.caption, &made.subtitles)
            }
            (last, made) => last.is_none() && made.is_none(),
        };
        if !same {
            if self.waiting.len() == WAITING {
                self.waiting.pop_back();
            }
            self.waiting.push_back((now, made.map(later)));
        }
        // What waits goes out when the delay is over, also when it was shortened meanwhile.
        while let Some((_, due)) =
            self.waiting.pop_front_if(|(made, _)| now.since(*made).as_millis() >= delay_ms.into())
        {
            self.shown = due;
        }
        self.shown.clone()
    }

    /// The wall clock was set back: what waits has waited as long as before.
    pub(crate) fn set_back(&mut self, by: Duration) {
        for (made, _) in &mut self.waiting {
            *made = *made - by;
        }
    }

    /// What waits was thrown away with its pictures.
    pub(crate) fn dump(&mut self) {
        self.waiting.clear();
        self.shown = None;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn titled(title: &str) -> Option<OnAir> {
        Some(OnAir { title: title.into(), since: Timestamp(0), caption: None, subtitles: BTreeMap::new() })
    }

    fn title(on_air: Option<OnAir>) -> Option<String> {
        on_air.map(|on_air| on_air.title)
    }

    #[test]
    fn a_title_comes_with_its_picture_and_never_when_it_was_dumped() {
        let mut titles = Titles::default();
        let at = |titles: &mut Titles, now, delay, made| title(titles.pass(Timestamp(now), delay, titled(made)));
        assert_eq!(at(&mut titles, 0, 0, "one").as_deref(), Some("one"));
        assert_eq!(at(&mut titles, 100, 5_000, "two").as_deref(), Some("one"));
        assert_eq!(at(&mut titles, 5_000, 5_000, "two").as_deref(), Some("one"));
        assert_eq!(at(&mut titles, 5_100, 5_000, "three").as_deref(), Some("two"));
        titles.dump();
        assert_eq!(at(&mut titles, 5_200, 5_000, "four"), None);
        assert_eq!(at(&mut titles, 10_150, 5_000, "four"), None);
        assert_eq!(at(&mut titles, 10_200, 5_000, "four").as_deref(), Some("four"));
        // A clock that is set back by an hour keeps nobody waiting for an hour.
        titles.pass(Timestamp(3_600_000), 5_000, titled("late"));
        titles.set_back(Duration::from_secs(3_600));
        assert_eq!(at(&mut titles, 5_000, 5_000, "late").as_deref(), Some("late"));
        let mut titles = Titles::default();
        titles.pass(Timestamp(10_000), 0, titled("four"));
        // Without a delay nothing waits any longer.
        assert_eq!(at(&mut titles, 10_300, 5_000, "five").as_deref(), Some("four"));
        assert_eq!(at(&mut titles, 10_400, 0, "five").as_deref(), Some("five"));
    }

    #[test]
    fn a_flood_of_titles_is_bounded_and_the_last_one_comes() {
        let mut titles = Titles::default();
        for number in 0..500 {
            titles.pass(Timestamp(number), 30_000, titled(&number.to_string()));
        }
        assert_eq!(titles.waiting.len(), WAITING);
        assert_eq!(title(titles.pass(Timestamp(40_000), 30_000, titled("499"))).as_deref(), Some("499"));
    }
}
