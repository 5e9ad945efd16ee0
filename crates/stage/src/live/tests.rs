use plenary_picture::{Size, stamp};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;
use crate::{
    Format,
    testing::{SILENCE, Stepped},
};

fn stamped(number: u32) -> Picture {
    let mut picture = Picture::new(Size::new(320, 180));
    stamp::write(&mut picture, number);
    picture
}

fn source() -> (Arc<Stepped>, Arc<Inbox>, Live) {
    let clock = Arc::new(Stepped::default());
    let inbox = Inbox::new(clock.clone());
    (clock, inbox.clone(), Live::new(inbox, Box::new(()), Format::Hd30))
}

#[test]
fn every_picture_of_a_steady_source_is_shown_once_although_they_come_unevenly() {
    let (clock, inbox, mut live) = source();
    let mut shown = Vec::new();
    for n in 0..300u32 {
        let made = Format::Hd30.due_us(u64::from(n)) + i64::from(n * 7 % 5) * 1_000;
        clock.set(Format::Hd30.due_us(u64::from(n)) + 10_000 + i64::from(n * 13 % 11) * 1_500);
        inbox.picture(made + 900_000_000, stamped(n));
        live.advance(Format::Hd30.due_us(u64::from(n) + 1));
        shown.extend(live.picture().and_then(|picture| stamp::read(picture)));
    }
    // It settles in the first half second; from then on each follows the one before.
    let settled = &shown[20..];
    assert!(settled.windows(2).all(|pair| pair[1] == pair[0] + 1), "{settled:?}");
}

/// The numbers of the pictures that `frames` frames of the programme show, from a source of `fps` pictures
/// a second, the first of which is number 0, each `delay` microseconds on its way. None overtakes another.
fn shown(fps: i64, frames: u64, mut delay: impl FnMut(u32) -> i64) -> Vec<Option<u32>> {
    let (clock, inbox, mut live) = source();
    let made = |n: u32| i64::from(n) * 1_000_000 / fps;
    let (mut next, mut arrives) = (0, delay(0));
    (0..frames)
        .map(|frame| {
            let now = Format::Hd30.due_us(frame);
            while arrives <= now {
                clock.set(arrives);
                inbox.picture(made(next) + 77_000_000, stamped(next));
                next += 1;
                arrives = arrives.max(made(next) + delay(next));
            }
            clock.set(now);
            live.advance(now);
            live.picture().and_then(|picture| stamp::read(picture))
        })
        .collect()
}

/// How often each picture is shown, in order, after so many frames; those at the ends are left out, for
/// they may be shown in frames that are not looked at. Panics when one is left out or time goes back.
fn cadence(shown: &[Option<u32>], after: usize) -> Vec<usize> {
    let shown: Vec<u32> = shown[after..].iter().map(|number| number.expect("a picture")).collect();
    let runs: Vec<&[u32]> = shown.chunk_by(|a, b| a == b).collect();
    for pair in runs.windows(2) {
        assert_eq!(pair[1][0], pair[0][0] + 1, "one is left out, or time goes back");
    }
    runs[1..runs.len() - 1].iter().map(|run| run.len()).collect()
}

/// Frames in which a source is learnt.
const LEARNT: usize = 200;

#[test]
fn at_equal_rate_every_picture_is_shown_exactly_once() {
    for delay in [0, 5_000, 16_666, 30_000, 120_000] {
        let counts = cadence(&shown(30, 2_000, |_| delay), 30);
        assert!(counts.len() > 1_900 && counts.iter().all(|count| *count == 1), "{delay}");
    }
}

#[test]
fn of_25_a_second_every_fifth_is_shown_twice_and_of_15_every_one() {
    for delay in [0, 5_000, 16_666, 30_000, 120_000] {
        let counts = cadence(&shown(25, 2_000, |_| delay), 30);
        assert!(counts.len() > 1_600);
        for five in counts.windows(5) {
            assert_eq!((five.iter().sum::<usize>(), five.iter().max()), (6, Some(&2)), "{delay}");
        }
        let counts = cadence(&shown(15, 2_000, |_| delay), 30);
        assert!(counts.len() > 900 && counts.iter().all(|count| *count == 2), "{delay}");
    }
}

#[test]
fn of_60_a_second_every_second_is_shown() {
    let shown = shown(60, 600, |_| 20_000);
    assert!(shown[30..].windows(2).all(|pair| pair[1].unwrap() == pair[0].unwrap() + 2));
}

#[test]
fn unevenness_within_the_buffer_repeats_no_picture_and_drops_none() {
    for (uneven, seed) in
        [5_000, 20_000, 34_000, 60_000, 120_000].into_iter().flat_map(|uneven| (0..8).map(move |n| (uneven, n)))
    {
        let rng = &mut StdRng::seed_from_u64(seed);
        let shown = shown(30, 3_000, |_| 10_000 + rng.random_range(0..uneven));
        let counts = cadence(&shown, LEARNT);
        let other = counts.iter().filter(|count| **count != 1).count();
        assert_eq!(other, 0, "{other} of {} pictures, uneven by {uneven} us, seed {seed}", counts.len());
    }
}

#[test]
fn picture_and_sound_stay_within_20_ms_of_each_other() {
    apart(|_| 3_000, 20_000);
}

/// The mapping bends as it deepens and gives back; what is heard follows what is seen.
#[test]
fn picture_and_sound_stay_together_while_the_buffer_deepens_and_gives_back() {
    let rng = &mut StdRng::seed_from_u64(3);
    apart(|frame| if (600..1_000).contains(&frame) { 3_000 + rng.random_range(0..70_000) } else { 3_000 }, 25_000);
}

/// Flashes and beeps are no further apart than `most` microseconds, however long pictures and sound are on
/// their way.
fn apart(mut delay: impl FnMut(u64) -> i64, most: i64) {
    // The source's clock runs 200 ppm fast; a flash and a beep are made together each second.
    let (clock, inbox, mut live) = source();
    let (mut flashes, mut beeps) = (Vec::new(), Vec::new());
    let (mut pictures, mut packets) = (VecDeque::new(), VecDeque::new());
    let mut sent = 0i64;
    for frame in 0..1800u64 {
        let now = Format::Hd30.due_us(frame);
        let late = delay(frame);
        let media = (now as f64 * 1.0002) as i64 / 33_333;
        let picture = if media % 30 == 0 { stamped(1) } else { stamped(0) };
        pictures.push_back((now + late, media * 33_333, picture));
        while sent * 20_000 < (now as f64 * 1.0002) as i64 {
            let sample = |n: i64| {
                let at = sent * 20_000 + n * 1_000_000 / 48_000;
                if at % 999_990 < 30_000 { [0.5; 2] } else { [0.0; 2] }
            };
            packets.push_back((now + late, sent * 20_000, (0..960).map(sample).collect::<Vec<Pair>>()));
            sent += 1;
        }
        // None overtakes another.
        while let Some((at, media, picture)) = pictures.pop_front_if(|(at, ..)| *at <= now) {
            clock.set(at);
            inbox.picture(media, picture);
        }
        while let Some((at, media, packet)) = packets.pop_front_if(|(at, ..)| *at <= now) {
            clock.set(at);
            inbox.packet(media, packet);
        }
        clock.set(now);
        live.advance(now);
        let mut chunk = SILENCE;
        live.sound(now, &mut chunk);
        if live.picture().and_then(|picture| stamp::read(picture)) == Some(1) {
            flashes.push(now);
        }
        let onset = chunk.iter().position(|pair| pair[0] > 0.25);
        beeps.extend(onset.map(|n| now - 33_333 + n as i64 * 1_000_000 / 48_000));
    }
    let first = |times: &[i64]| -> Vec<i64> {
        let starts = times.iter().enumerate();
        starts.filter(|(n, at)| *n == 0 || *at - times[n - 1] > 200_000).map(|(_, at)| *at).collect()
    };
    let (flashes, beeps) = (first(&flashes), first(&beeps));
    assert!(flashes.len() > 50 && beeps.len() > 50);
    for flash in &flashes[3..flashes.len() - 1] {
        let apart = beeps.iter().map(|beep| (flash - beep).abs()).min().unwrap();
        assert!(apart <= most, "{apart} us apart at {flash}");
    }
}

#[test]
fn a_source_whose_clock_starts_anew_is_shown_again_at_once() {
    let (clock, inbox, mut live) = source();
    for n in 0..150u32 {
        let now = Format::Hd30.due_us(u64::from(n));
        clock.set(now);
        let media = if n < 60 { now + 5_000_000_000 } else { now - 1_900_000 };
        inbox.picture(media, stamped(n));
        live.advance(now);
    }
    let shown = live.picture().and_then(|picture| stamp::read(picture)).unwrap();
    assert!((140..150).contains(&shown), "{shown}");
    assert_eq!(live.presence(Format::Hd30.due_us(150)), Presence::Present);
    assert_eq!(live.presence(Format::Hd30.due_us(165)), Presence::Lost);
}
