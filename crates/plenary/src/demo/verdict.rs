//! Whether a demo was as it should be, judged by what a viewer saw and heard.

use plenary_swarm::{portrait, seen};
use serde::Serialize;

/// A scene that the show brought on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The number that a viewer reads afterwards, if any.
    pub shows: Option<u32>,
    /// How long one scene gives way to the other; 0 is a cut.
    pub mix_ms: i64,
}

/// What was to be seen.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Seconds that the viewer watched.
    pub seconds: u64,
    /// When it stopped to watch, in milliseconds since 1970.
    pub until_ms: i64,
    /// Scenes that came on air meanwhile, the oldest first.
    pub takes: Vec<Take>,
    /// Locations that the wall should show.
    pub locations: usize,
    /// What the crew saw that was wrong.
    pub faults: Vec<String>,
}

/// The last line of a check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Whether nothing was wrong.
    pub ok: bool,
    /// Programme frames that the viewer received.
    pub viewer_frames: u64,
    /// Programme frames between them that it did not.
    pub missing_frames: u64,
    /// Seconds of sound that it received.
    pub viewer_sound_s: f64,
    /// Scenes that came on air and that it saw.
    pub takes: usize,
    /// From the show's decision to the arrival of the first frame at the viewer: 95th percentile of the
    /// cuts, in milliseconds.
    pub take_p95_ms: Option<f64>,
    /// Locations whose number was read on the wall.
    pub wall_locations: usize,
    /// What was wrong, in words.
    pub faults: Vec<String>,
}

/// Judges.
pub fn judge(wanted: Wanted, seen: &seen::Report, wall: &plenary_swarm::wall::Report) -> Summary {
    let mut faults = wanted.faults;
    let least = (wanted.seconds * 30).saturating_sub(SLACK_FRAMES);
    if seen.frames < least {
        faults.push(format!("the viewer received {} frames in {} s, not {least}", seen.frames, wanted.seconds));
    }
    if seen.missing_frames > 0 {
        faults.push(format!(
            "{} programme frames are missing, from {:?} on",
            seen.missing_frames,
            seen.missing.first()
        ));
    }
    let least = wanted.seconds as f64 - SLACK_S;
    if seen.sound_s < least {
        faults.push(format!("the viewer received {:.1} s of sound in {} s", seen.sound_s, wanted.seconds));
    }
    if seen.audible_s < wanted.seconds as f64 * LEAST_AUDIBLE {
        faults.push(format!("only {:.1} s of the sound were to be heard", seen.audible_s));
    }

    let (mut cuts, mut took) = (Vec::new(), 0);
    let (mut at, mut on_air) = (0, None);
    // What came at the very end may have been on its way still.
    let due = |take: &&Take| take.at_ms + take.mix_ms + LATEST_MS <= wanted.until_ms;
    for take in wanted.takes.iter().filter(due) {
        let due_us = (take.at_ms - CLOCK_MS) * 1_000;
        let until_us = (take.at_ms + take.mix_ms + LATEST_MS) * 1_000;
        // A picture may carry no number for a moment, such as in the middle of a mix: what counts is when
        // the right one comes.
        let arrived = seen.changes[at..].iter().position(|change| {
            change.number == take.shows && (due_us..until_us).contains(&i64::try_from(change.at_us).unwrap_or(i64::MAX))
        });
        match arrived {
            Some(found) => {
                took += 1;
                let change = &seen.changes[at + found];
                at += found + 1;
                if take.mix_ms == 0 {
                    cuts.push(change.at_us as f64 / 1_000.0 - take.at_ms as f64);
                    faults.extend(change.number.and_then(|number| wrong_colour(number, change.colour)));
                }
            }
            // From one scene without a number to the next there is nothing to read.
            None if take.shows.is_none() && on_air == Some(None) => took += 1,
            None => faults.push(match take.shows {
                Some(number) => format!("source {number} came on air and the viewer did not see it"),
                None => "a scene of two, or the slate, came on air and the viewer did not see it".to_owned(),
            }),
        }
        on_air = Some(take.shows);
    }
    if took == 0 {
        faults.push("the viewer saw no scene come on air".to_owned());
    }
    let wall_locations = wall.numbers.len();
    if wall_locations < wanted.locations {
        faults.push(format!("the wall shows {wall_locations} locations of {}", wanted.locations));
    }
    Summary {
        ok: faults.is_empty(),
        viewer_frames: seen.frames,
        missing_frames: seen.missing_frames,
        viewer_sound_s: (seen.sound_s * 100.0).round() / 100.0,
        takes: took,
        take_p95_ms: seen::percentile(&cuts, 0.95).map(|ms| (ms * 10.0).round() / 10.0),
        wall_locations,
        faults,
    }
}

fn wrong_colour(number: u32, colour: u32) -> Option<String> {
    let own = portrait::colour(number);
    let apart = [16, 8, 0].map(|shift| (own >> shift & 0xff).abs_diff(colour >> shift & 0xff)).into_iter().max();
    (apart > Some(COLOUR_STEPS))
        .then(|| format!("source {number} came with the colour #{colour:06x} instead of #{own:06x}"))
}

/// The viewer's session opens within the time that is counted.
const SLACK_FRAMES: u64 = 30;
const SLACK_S: f64 = 1.0;
/// The slate and pauses between words are silent.
const LEAST_AUDIBLE: f64 = 0.5;
/// The show's clock has steps of a millisecond, and a frame may be on its way when the show writes down the time.
const CLOCK_MS: i64 = 50;
/// A viewer who sees a cut later than this has seen another show.
const LATEST_MS: i64 = 2_000;
/// What H.264 at 2.5 Mb/s makes of a flat colour right after a cut.
const COLOUR_STEPS: u32 = 40;

#[cfg(test)]
mod tests {
    use plenary_swarm::{seen::Change, wall};

    use super::*;

    fn change(at_ms: u64, number: Option<u32>) -> Change {
        Change { frame: 0, at_us: at_ms * 1_000, number, colour: number.map_or(0, portrait::colour) }
    }

    fn good() -> (Wanted, seen::Report, wall::Report) {
        let take = |at_ms, shows, mix_ms| Take { at_ms, shows, mix_ms };
        let takes = vec![take(10_000, Some(1), 0), take(12_000, Some(2), 500), take(14_000, None, 0)];
        let wanted = Wanted { seconds: 10, until_ms: 20_000, takes, locations: 2, faults: vec![] };
        let changes =
            vec![change(10_080, Some(1)), change(12_100, None), change(12_560, Some(2)), change(14_090, None)];
        let seen = seen::Report { frames: 300, sound_s: 10.0, audible_s: 8.0, changes, ..Default::default() };
        let mut wall = wall::Report::default();
        wall.numbers.extend([1_001, 1_002]);
        (wanted, seen, wall)
    }

    #[test]
    fn a_good_show_is_good_and_its_cuts_are_timed() {
        let (wanted, seen, wall) = good();
        let summary = judge(wanted, &seen, &wall);
        assert_eq!((summary.ok, summary.takes, summary.take_p95_ms, summary.wall_locations), (true, 3, Some(90.0), 2));
        assert_eq!(summary.faults, Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        type Break = fn(&mut Wanted, &mut seen::Report, &mut wall::Report);
        let faults: [(Break, &str); 10] = [
            (|_, seen, _| seen.frames = 200, "200 frames"),
            (|_, seen, _| seen.missing_frames = 1, "missing"),
            (|_, seen, _| seen.sound_s = 8.0, "of sound"),
            (|_, seen, _| seen.audible_s = 1.0, "to be heard"),
            (|_, seen, _| seen.changes[0].number = Some(7), "source 1"),
            (|_, seen, _| seen.changes[2].at_us += 3_000_000, "source 2"),
            (|_, seen, _| seen.changes.truncate(3), "slate"),
            (|_, seen, _| seen.changes[0].colour = 0, "colour"),
            (|_, _, wall| assert!(wall.numbers.remove(&1_001)), "wall shows 1"),
            (|wanted, _, _| wanted.faults.push("disk full".into()), "disk full"),
        ];
        for (damage, words) in faults {
            let (mut wanted, mut seen, mut wall) = good();
            damage(&mut wanted, &mut seen, &mut wall);
            let summary = judge(wanted, &seen, &wall);
            assert!(
                !summary.ok && summary.faults.len() == 1 && summary.faults[0].contains(words),
                "{words}: {summary:?}"
            );
        }
        // A picture that stands still from some moment on misses every take after it but the one at the end.
        let (wanted, mut seen, wall) = good();
        seen.changes.truncate(1);
        assert_eq!(judge(Wanted { until_ms: 15_000, ..wanted }, &seen, &wall).faults.len(), 1);
        let (wanted, seen, wall) = good();
        let nothing = Wanted { takes: vec![], ..wanted };
        assert!(!judge(nothing, &seen, &wall).ok);
    }
}
