//! What comes out of the sound desk, when tones go in.

use std::{
    collections::{BTreeMap, BTreeSet},
    f64::consts::TAU,
};

use plenary_model::{
    id::{ClipId, SpeakerId},
    sound::{Bed, Gate, HighPass, Limiter, OnAir, Strip as StripSettings},
    source::SourceId,
};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{Music, Pair, board::Board, loudness::Gauge, smooth::decibels, strip::Strip};
use crate::{
    deck::{Deck, Frames, Read},
    testing::{SAMPLES_PER_FRAME, SILENCE},
};

fn sine(frame: usize, hertz: f64, size: f32) -> [Pair; SAMPLES_PER_FRAME] {
    std::array::from_fn(|n| {
        let time = (frame * SAMPLES_PER_FRAME + n) as f64 / 48_000.0;
        [(time * hertz * TAU).sin() as f32 * size; 2]
    })
}

fn loudest(sound: &[Pair]) -> f32 {
    sound.iter().flatten().fold(0.0, |most, sample| sample.abs().max(most))
}

fn steepest(sound: &[Pair]) -> f32 {
    sound.windows(2).map(|pair| (pair[1][0] - pair[0][0]).abs()).fold(0.0, f32::max)
}

/// What a strip makes of a second of a tone, without its first half.
fn through(settings: &StripSettings, hertz: f64, size: f32) -> Vec<Pair> {
    let mut strip = Strip::new(settings);
    let mut heard = Vec::new();
    for frame in 0..30 {
        let mut chunk = sine(frame, hertz, size);
        strip.process(settings, &mut chunk);
        strip.finish(settings.muted, &mut chunk);
        heard.extend(chunk);
    }
    heard.split_off(15 * SAMPLES_PER_FRAME)
}

fn id(seed: u64) -> SourceId {
    SourceId::Speaker(SpeakerId::random(&mut StdRng::seed_from_u64(seed)))
}

fn no_clip(_: &std::path::Path) -> Deck {
    unreachable!("no music is asked for")
}

#[test]
fn the_high_pass_is_3_db_down_at_its_corner_and_falls_by_12_db_an_octave() {
    for (high_pass, corner) in [(HighPass::Hz80, 80.0), (HighPass::Hz120, 120.0)] {
        let settings = StripSettings { high_pass, ..StripSettings::default() };
        let at = |hertz: f64| decibels(loudest(&through(&settings, hertz, 0.5)) / 0.5);
        assert!((at(corner) + 3.0).abs() < 0.15, "{} dB at the corner", at(corner));
        let slope = at(corner / 2.0) - at(corner / 4.0);
        assert!((slope - 12.0).abs() < 0.5, "{slope} dB an octave");
        assert!(at(1_000.0).abs() < 0.1, "a voice passes");
    }
}

#[test]
fn the_limiter_never_lets_anything_above_its_ceiling_and_engages_without_a_click() {
    let settings = StripSettings { gain_db: 12.0, ..StripSettings::default() };
    let ceiling = 10f32.powf(-1.0 / 20.0);
    let mut strip = Strip::new(&settings);
    let mut heard = Vec::new();
    // Soft, then four times as loud as full scale allows from one sample to the next.
    for frame in 0..60 {
        let mut chunk = sine(frame, 240.0, if (20..40).contains(&frame) { 0.99 } else { 0.1 });
        strip.process(&settings, &mut chunk);
        heard.extend(chunk);
        assert!(strip.levels().reduction_db < 13.5);
    }
    assert!(loudest(&heard) <= ceiling + 1e-6, "{}", loudest(&heard));
    assert!(
        loudest(&heard[25 * SAMPLES_PER_FRAME..38 * SAMPLES_PER_FRAME]) > ceiling * 0.97,
        "it is no softer than that"
    );
    // A tone of 240 Hz at full scale has steps of 0.029; a gain that jumps would have one of 0.3 or more.
    assert!(steepest(&heard) < 0.06, "{}", steepest(&heard));
    let mut rng = StdRng::seed_from_u64(5);
    let mut wild = Strip::new(&settings);
    for _ in 0..60 {
        let mut chunk: [Pair; SAMPLES_PER_FRAME] =
            std::array::from_fn(|_| [rng.random_range(-1.5..1.5), rng.random_range(-1.5..1.5)]);
        wild.process(&settings, &mut chunk);
        assert!(loudest(&chunk) <= ceiling + 1e-6);
    }
}

#[test]
fn the_gate_opens_for_a_voice_and_closes_once_without_chatter() {
    let gate = Gate { on: true, threshold_db: -40.0, hysteresis_db: 6.0, hold_ms: 100.0, ..Gate::default() };
    let settings = StripSettings { gate, ..StripSettings::default() };
    let mut strip = Strip::new(&settings);
    let (mut changes, mut open, mut heard) = (0, true, Vec::new());
    let mut rng = StdRng::seed_from_u64(1);
    for frame in 0..240 {
        // A room of -60 dB, a voice, one that dies away between the two thresholds, and the room again.
        let size = match frame {
            0..60 => 0.001,
            60..120 => 0.2,
            120..180 => 0.008 + rng.random_range(-0.0015..0.0015),
            _ => 0.001,
        };
        let mut chunk = sine(frame, 300.0, size);
        strip.process(&settings, &mut chunk);
        heard.extend(chunk);
        changes += u32::from(open != strip.levels().gate_open);
        open = strip.levels().gate_open;
    }
    assert_eq!(changes, 3, "it closes, opens and closes");
    let part = |frames: std::ops::Range<usize>| {
        loudest(&heard[frames.start * SAMPLES_PER_FRAME..frames.end * SAMPLES_PER_FRAME])
    };
    assert_eq!(part(40..59), 0.0);
    assert!((part(70..110) - 0.2).abs() < 0.002);
    assert!(part(150..178) > 0.006, "the hysteresis holds it open");
    assert_eq!(part(220..240), 0.0);
    assert!(steepest(&heard) < 0.02, "{}", steepest(&heard));
}

#[test]
fn mute_gain_filter_and_ceiling_change_without_a_click() {
    let plain = StripSettings { limiter: Limiter { on: false, ceiling_db: -1.0 }, ..StripSettings::default() };
    let others = [
        StripSettings { muted: true, ..plain },
        StripSettings { gain_db: -20.0, ..plain },
        StripSettings { high_pass: HighPass::Hz120, ..plain },
        StripSettings { limiter: Limiter { on: true, ceiling_db: -12.0 }, ..plain },
    ];
    for other in others {
        let mut strip = Strip::new(&plain);
        let mut heard = Vec::new();
        for frame in 0..90 {
            let settings = if (30..60).contains(&frame) { other } else { plain };
            let mut chunk = sine(frame, 440.0, 0.5);
            strip.process(&settings, &mut chunk);
            strip.finish(settings.muted, &mut chunk);
            heard.extend(chunk);
        }
        // 440 Hz at half scale has steps of 0.029.
        assert!(steepest(&heard[SAMPLES_PER_FRAME..]) < 0.035, "{other:?}: {}", steepest(&heard));
        let muted = loudest(&heard[40 * SAMPLES_PER_FRAME..58 * SAMPLES_PER_FRAME]);
        assert!(!other.muted || muted == 0.0);
    }
}

#[test]
fn what_is_no_number_leaves_nothing_behind() {
    let gate = Gate { on: true, ..Gate::default() };
    let settings = StripSettings { high_pass: HighPass::Hz80, gate, ..StripSettings::default() };
    let mut strip = Strip::new(&settings);
    for hostile in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30] {
        let mut chunk = [[hostile; 2]; SAMPLES_PER_FRAME];
        strip.process(&settings, &mut chunk);
        assert!(chunk.iter().flatten().all(|sample| sample.abs() <= 0.9), "{hostile}");
    }
    for frame in 0..60 {
        let mut chunk = sine(frame, 440.0, 0.25);
        strip.process(&settings, &mut chunk);
        strip.finish(false, &mut chunk);
        assert!(frame < 30 || (loudest(&chunk) - 0.25).abs() < 0.01, "{}", loudest(&chunk));
    }
}

/// A second of two sources through a board; what the programme, the crew and the first source hear at its end.
fn second(board: &mut Board, strips: &mut [Strip; 2], from: usize) -> [Vec<f32>; 3] {
    let mut out = [const { Vec::new() }; 3];
    for frame in from..from + 30 {
        board.clear(SAMPLES_PER_FRAME);
        board.add(id(1), &mut strips[0], 1.0, &mut sine(frame, 480.0, 0.7));
        board.add(id(2), &mut strips[1], 1.0, &mut sine(frame, 960.0, 0.7));
        let sounds = board.finish(no_clip);
        out[1].extend(sounds.monitor.as_ref().unwrap_or(&sounds.programme));
        out[0].extend(sounds.programme);
        out[2].extend(board.without(id(1)));
    }
    out
}

/// How much of a tone is in the left channel of the last tenth of a second, or of what there is.
fn tone(sound: &[f32], hertz: f64) -> f64 {
    let sound = &sound[sound.len().saturating_sub(9_600)..];
    let (mut re, mut im) = (0.0, 0.0);
    for (n, sample) in sound.iter().step_by(2).enumerate() {
        let angle = n as f64 * hertz * TAU / 48_000.0;
        re += f64::from(*sample) * angle.cos();
        im += f64::from(*sample) * angle.sin();
    }
    2.0 * re.hypot(im) / (sound.len() / 2) as f64
}

fn strips() -> [Strip; 2] {
    std::array::from_fn(|_| Strip::new(&StripSettings::default()))
}

#[test]
fn solo_is_heard_by_the_crew_alone_and_leaves_the_programme_as_it_is_to_the_bit() {
    let (mut with, mut without) = (Board::default(), Board::default());
    let (mut soloed, mut plain) = (strips(), strips());
    with.settings.solo = BTreeSet::from([id(2)]);
    let [programme, monitor, _] = second(&mut with, &mut soloed, 0);
    let [same, crew, _] = second(&mut without, &mut plain, 0);
    assert_eq!(programme, same);
    assert_eq!(same, crew, "without a solo the crew hears the programme");
    assert!(tone(&monitor, 480.0) < 0.001 && tone(&monitor, 960.0) > 0.6);
    with.settings.solo.clear();
    let [programme, monitor, _] = second(&mut with, &mut soloed, 30);
    assert!(tone(&monitor, 480.0) > 0.3);
    assert_eq!(programme[programme.len() - 3_200..], monitor[monitor.len() - 3_200..]);
}

#[test]
fn a_return_lacks_its_own_voice_with_all_the_processing_and_the_programme_is_limited() {
    let mut board = Board::default();
    let gate = Gate { on: true, ..Gate::default() };
    let busy = StripSettings { gain_db: 9.0, high_pass: HighPass::Hz120, gate, ..StripSettings::default() };
    board.settings.strips = BTreeMap::from([(id(1), busy), (id(2), busy)]);
    let mut strips = std::array::from_fn(|_| Strip::new(&busy));
    let [programme, _, heard] = second(&mut board, &mut strips, 0);
    let ceiling = 10f32.powf(-1.0 / 20.0) + 1e-6;
    assert!(programme.iter().all(|sample| sample.abs() <= ceiling));
    assert!(tone(&programme, 480.0) > 0.3 && tone(&programme, 960.0) > 0.3);
    assert!(tone(&heard, 480.0) < 0.001, "{}", tone(&heard, 480.0));
    assert!(tone(&heard, 960.0) > 0.6);
}

#[test]
fn a_source_is_on_air_with_its_picture_always_or_never() {
    for (on_air, picture, heard) in [
        (OnAir::Picture, 0.0, false),
        (OnAir::Picture, 1.0, true),
        (OnAir::Always, 0.0, true),
        (OnAir::Never, 1.0, false),
    ] {
        let settings = StripSettings { on_air, ..StripSettings::default() };
        let mut board = Board::default();
        board.settings.strips.insert(id(1), settings);
        let mut strip = board.open(id(1));
        let mut programme = Vec::new();
        for frame in 0..10 {
            board.clear(SAMPLES_PER_FRAME);
            board.add(id(1), &mut strip, picture, &mut sine(frame, 480.0, 0.5));
            programme.extend(board.finish(no_clip).programme);
        }
        assert_eq!(tone(&programme, 480.0) > 0.4, heard, "{on_air:?} {picture}");
    }
}

/// A tone of 600 Hz that ends after ten frames.
struct Tune(usize);

impl Frames for Tune {
    fn next(&mut self) -> Option<Read> {
        if self.0 >= 10 {
            return Some(Read::End);
        }
        let chunk = sine(self.0, 600.0, 0.5);
        self.0 += 1;
        let picture = plenary_picture::Picture::new(plenary_picture::Size::new(64, 36));
        Some(Read::Frame(std::sync::Arc::new(picture), chunk.to_vec()))
    }

    fn rewind(&mut self) {
        self.0 = 0;
    }
}

#[test]
fn music_comes_and_goes_in_its_time_loops_and_ducks_as_deep_as_asked_while_somebody_speaks() {
    let clip = ClipId::random(&mut StdRng::seed_from_u64(3));
    let mut bed = Bed { level_db: -6.0, fade_ms: 1_000.0, ..Bed::of(clip) };
    bed.duck.depth_db = 20.0;
    (bed.duck.attack_ms, bed.duck.hold_ms, bed.duck.release_ms) = (200.0, 400.0, 1_000.0);
    let mut board = Board::default();
    let mut strip = board.open(id(1));
    let mut level = Vec::new();
    let mut heard: Vec<Pair> = Vec::new();
    // Silence, music from frame 30 on, speech from 120 to 180, stopped at 300.
    for frame in 0..360 {
        let playing = (30..300).contains(&frame);
        board.settings.music = Some(Music { folder: "tune".into(), bed, playing });
        board.clear(SAMPLES_PER_FRAME);
        let mut chunk = if (120..180).contains(&frame) { sine(frame, 1_200.0, 0.1) } else { SILENCE };
        board.add(id(1), &mut strip, 1.0, &mut chunk);
        let programme = board.finish(|_| Deck::of(Box::new(Tune(0)))).programme;
        level.push(decibels(tone(&programme, 600.0).min(1.0) as f32).max(-80.0));
        heard.extend(programme.as_chunks::<2>().0);
    }
    let full = 20.0 * (0.5f32 * 10f32.powf(-6.0 / 20.0)).log10();
    assert!(level[..30].iter().all(|level| *level <= -80.0), "a stage starts silent");
    assert!((level[45] - full + 6.0).abs() < 1.5, "half way in: {}", level[45]);
    assert!((level[105] - full).abs() < 0.6, "full: {}", level[105]);
    assert!((level[155] - (full - 20.0)).abs() < 1.0, "ducked: {}", level[155]);
    assert!((123..130).any(|frame| level[frame] < full - 18.0), "within 200 ms: {:?}", &level[118..130]);
    assert!((level[185] - (full - 20.0)).abs() < 1.0, "held between two words: {}", level[185]);
    assert!((level[235] - full).abs() < 0.6, "back a second after the hold: {}", level[235]);
    assert!(level[335..].iter().all(|level| *level <= -80.0), "gone");
    // Ten frames are 0.333 s: 200 waves of 600 Hz, so the loop itself fits; 5 ms of fade at its joint are all.
    assert!(steepest(&heard) < 0.06, "{}", steepest(&heard));
}

#[test]
fn a_sine_of_minus_23_lufs_reads_so_and_its_true_peak_is_right() {
    let mut gauge = Gauge::default();
    let size = 10f32.powf(-23.0 / 20.0);
    for frame in 0..600 {
        gauge.add(sine(frame, 1_000.0, size).as_flattened());
    }
    let read = gauge.read(0.0);
    for loudness in [read.momentary, read.short_term, read.integrated] {
        assert!((loudness.unwrap() + 23.0).abs() <= 0.1, "{loudness:?}");
    }
    assert!((read.true_peak_db.unwrap() + 23.0).abs() < 0.2, "{:?}", read.true_peak_db);
    gauge.reset(600);
    let read = gauge.read(0.0);
    assert_eq!((read.integrated, read.true_peak_db, read.since_frame), (None, None, 600));
}
