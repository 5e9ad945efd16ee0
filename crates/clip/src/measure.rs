//! What is known of a recording once all of it was decoded: its loudness, and what stands still or is silent.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read},
    path::Path,
};

use ebur128::{EbuR128, Mode};
use plenary_model::clip::{
    Report,
    report::{Pictures, Sound, Stretch},
};

use crate::{Clip, Error, Media, house::RATE};

/// What is known of its sound before it is brought to the house's loudness.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    loudness_lufs: Option<f64>,
    /// What brings it to the house's loudness.
    pub(crate) gain_db: f64,
    clipped: u32,
    silent: Vec<Stretch>,
}

/// Measures a file of interleaved stereo floats of 48 kHz; nothing when there is none. Blocks.
pub(crate) fn sound(path: &Path) -> Result<Option<Measured>, Error> {
    let file = match File::open(path) {
        Ok(file) if file.metadata()?.len() >= PAIR => file,
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    measure(BufReader::with_capacity(1 << 20, file)).map(Some)
}

fn measure(mut pairs: impl Read) -> Result<Measured, Error> {
    let broken = |error: ebur128::Error| io::Error::other(error.to_string());
    let mut meter = EbuR128::new(2, RATE as u32, Mode::I | Mode::HISTOGRAM).map_err(broken)?;
    let (mut bytes, mut samples) = (vec![0; BLOCK * PAIR as usize], Vec::with_capacity(2 * BLOCK));
    let (mut at, mut clipped, mut over) = (0, 0, [0u32; 2]);
    let mut silent = Stretches::new(SILENT_MS);
    loop {
        let length = fill(&mut pairs, &mut bytes)?;
        if length == 0 {
            break;
        }
        samples.clear();
        // What is no number is silence: a hostile file must not reach a loudspeaker.
        let read = bytes[..length].as_chunks().0.iter().map(|sample| f32::from_le_bytes(*sample));
        samples.extend(read.map(|sample| if sample.is_finite() { sample } else { 0.0 }));
        meter.add_frames_f32(&samples).map_err(broken)?;
        for (n, sample) in samples.iter().enumerate() {
            let over = &mut over[n % 2];
            *over = if sample.abs() >= FULL { *over + 1 } else { 0 };
            // One moment, however long it lasts.
            clipped += u32::from(*over == FLAT);
        }
        let peak = samples.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
        silent.see(at, peak < QUIET);
        at += BLOCK_MS;
    }
    let loudness = meter.loudness_global().map_err(broken)?;
    let loudness_lufs = Some(loudness).filter(|lufs| lufs.is_finite());
    let gain_db = loudness_lufs.map_or(0.0, |lufs| (HOUSE_LUFS - lufs).clamp(-MOST_GAIN_DB, MOST_GAIN_DB));
    Ok(Measured { loudness_lufs, gain_db, clipped, silent: silent.end(at) })
}

/// Reads until the buffer is full or the end is there.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match from.read(&mut buffer[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

/// Puts together what is known of a recording. Blocks.
pub(crate) fn report(media: &Media, sound: Option<Measured>, events: &Path, clip: &Clip) -> Result<Report, Error> {
    let whole = clip.duration.as_millis() as u64;
    let picture = match &media.picture {
        None => None,
        Some(track) => {
            let (mut width, mut height) =
                ((f64::from(track.size.width) * track.pixel).round() as u32, track.size.height);
            if track.turned {
                std::mem::swap(&mut width, &mut height);
            }
            let (black, frozen) = match fs::read_to_string(events) {
                Ok(text) => (stretches(&text, "black", whole), stretches(&text, "freezedetect.freeze", whole)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Default::default(),
                Err(error) => return Err(error.into()),
            };
            Some(Pictures { width, height, fps: track.fps, hdr: track.hdr, black, frozen })
        }
    };
    let apart = match (&media.picture, &media.sound) {
        (Some(picture), Some(sound)) => ((sound.start - picture.start) * 1_000.0).round() as i64,
        _ => 0,
    };
    let channels = media.sound.as_ref().map_or(0, |track| track.channels);
    let sound = sound.map(|Measured { loudness_lufs, gain_db, clipped, silent }| Sound {
        channels,
        loudness_lufs,
        gain_db,
        clipped,
        silent,
    });
    Ok(Report { picture, sound, sound_after_picture_ms: apart })
}

/// The stretches of one kind in what ffmpeg's filters wrote, such as `lavfi.black_start=1.5`. One that is open at
/// the end goes on to the end.
fn stretches(events: &str, kind: &str, whole_ms: u64) -> Vec<Stretch> {
    let (start, end) = (format!("lavfi.{kind}_start="), format!("lavfi.{kind}_end="));
    let millis = |seconds: &str| seconds.trim().parse::<f64>().ok().map(|seconds| (seconds * 1_000.0).max(0.0) as u64);
    let (mut open, mut found) = (None, Vec::new());
    let mut close = |open: &mut Option<u64>, to: u64| {
        if let Some(at_ms) = open.take() {
            found.push(Stretch { at_ms, length_ms: to.saturating_sub(at_ms) });
        }
    };
    for line in events.lines() {
        if let Some(at) = line.strip_prefix(&start).and_then(millis) {
            open = Some(at);
        } else if let Some(at) = line.strip_prefix(&end).and_then(millis) {
            close(&mut open, at);
        }
    }
    close(&mut open, whole_ms);
    found.truncate(MOST_STRETCHES);
    found
}

/// Puts blocks that are alike together, and keeps those that are long.
struct Stretches {
    shortest_ms: u64,
    since: Option<u64>,
    found: Vec<Stretch>,
}

impl Stretches {
    fn new(shortest_ms: u64) -> Self {
        Self { shortest_ms, since: None, found: Vec::new() }
    }

    fn see(&mut self, from: u64, counts: bool) {
        if counts {
            self.since.get_or_insert(from);
        } else {
            self.close(from);
        }
    }

    fn close(&mut self, to: u64) {
        if let Some(at_ms) = self.since.take()
            && to - at_ms >= self.shortest_ms
            && self.found.len() < MOST_STRETCHES
        {
            self.found.push(Stretch { at_ms, length_ms: to - at_ms });
        }
    }

    fn end(mut self, at: u64) -> Vec<Stretch> {
        self.close(at);
        self.found
    }
}

/// The loudness of programmes in EBU R128.
const HOUSE_LUFS: f64 = -23.0;
/// More would bring up nothing but noise.
const MOST_GAIN_DB: f64 = 30.0;
/// Two floats.
const PAIR: u64 = 8;
/// What is looked at at once: 100 ms.
const BLOCK_MS: u64 = 100;
const BLOCK: usize = (RATE * BLOCK_MS / 1_000) as usize;
/// -60 dBFS: no voice is there.
const QUIET: f32 = 0.001;
/// Pauses of a speaker are shorter.
const SILENT_MS: u64 = 3_000;
/// As loud as samples of 16 bits get.
const FULL: f32 = 0.999;
/// So many such samples in a row are no peak but a wave that was cut off.
const FLAT: u32 = 4;
/// Nobody reads more.
const MOST_STRETCHES: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(level: f32, seconds: usize) -> impl Iterator<Item = f32> {
        (0..seconds * 48_000).map(move |n| level * (n as f32 * 1_000.0 / 48_000.0 * std::f32::consts::TAU).sin())
    }

    fn measured(samples: impl Iterator<Item = f32>) -> Measured {
        let bytes: Vec<u8> = samples.flat_map(|sample| [sample, sample]).flat_map(f32::to_le_bytes).collect();
        measure(&bytes[..]).unwrap()
    }

    #[test]
    fn a_tone_at_the_level_of_the_standard_reads_as_the_standard_says() {
        // EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS has -23 LUFS.
        let found = measured(tone(10f32.powf(-23.0 / 20.0), 20));
        assert!((found.loudness_lufs.unwrap() + 23.0).abs() < 0.1, "{found:?}");
        assert!(found.gain_db.abs() < 0.1 && found.clipped == 0 && found.silent.is_empty());
        let quiet = measured(tone(10f32.powf(-80.0 / 20.0), 5));
        assert_eq!((quiet.loudness_lufs, quiet.gain_db), (None, 0.0));
    }

    #[test]
    fn silence_and_cut_off_waves_are_noticed() {
        let silence = |seconds: usize| std::iter::repeat_n(0.0, seconds * 48_000);
        let found = measured(tone(0.2, 2).chain(silence(4)).chain(tone(0.2, 1)).chain(silence(2)));
        assert_eq!(found.silent, [Stretch { at_ms: 2_000, length_ms: 4_000 }]);
        let loud = measured(tone(1.6, 1).map(|sample| sample.clamp(-1.0, 1.0)));
        // Each of 1,000 waves is cut off above and below, in both channels.
        assert!((3_900..=4_000).contains(&loud.clipped), "{}", loud.clipped);
        assert_eq!(measured(tone(0.99, 1)).clipped, 0);
        let hostile = measured([f32::NAN, f32::INFINITY, 1.0].into_iter().cycle().take(96_000));
        assert!(hostile.loudness_lufs.is_some_and(f64::is_finite));
    }

    #[test]
    fn what_the_filters_wrote_is_read_and_what_is_open_goes_on() {
        let events = "frame:30 pts:30 pts_time:1\nlavfi.black_start=1\nframe:75 pts:75 pts_time:2.5\n\
            lavfi.black_end=2.5\nframe:90\nlavfi.freezedetect.freeze_start=3\nlavfi.freezedetect.freeze_duration=x\n";
        assert_eq!(stretches(events, "black", 9_000), [Stretch { at_ms: 1_000, length_ms: 1_500 }]);
        assert_eq!(stretches(events, "freezedetect.freeze", 9_000), [Stretch { at_ms: 3_000, length_ms: 6_000 }]);
        assert_eq!(stretches("lavfi.black_start=nan\nlavfi.black_end=-1\n", "black", 1), [Stretch::default()]);
    }
}
