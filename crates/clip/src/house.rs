//! The house format: a folder that holds one clip.
//!
//! `clip.json` says what there is. `picture.h264` holds H.264 (Annex B) in the format that `clip.json` names, a
//! keyframe each second, no B frames; `picture.index` where each frame begins. `sound.s16` holds 48 kHz
//! stereo, 16 bits, little endian, at -23 LUFS. `watch.mp4` is what a browser plays, small; `poster.jpg` a picture. A clip has a picture or sound or both,
//! and both begin at the same moment.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use plenary_model::format::Format;
use plenary_picture::{Size, h264::nal};
use serde::{Deserialize, Serialize};

use crate::Error;

/// A stored clip.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    folder: PathBuf,
    /// How long it lasts: the longer of picture and sound.
    pub duration: Duration,
    /// What its pictures are like.
    pub format: Format,
    /// Pictures of its format until its end; the last one stands as long as the sound goes on.
    pub frames: u64,
    /// Pairs of samples of 1/48000 s; 0 when it has no sound.
    pub samples: u64,
    pub(crate) index: Arc<Index>,
}

/// `clip.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Description {
    /// Of the format: 1.
    version: u32,
    #[serde(default)]
    format: Format,
    pictures: u64,
    samples: u64,
    duration_ms: u64,
}

/// Where each frame of `picture.h264` begins.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Index {
    /// For each frame twice its offset, plus 1 for a keyframe; then twice the file's length.
    entries: Vec<u64>,
}

/// Pairs of samples a second.
pub(crate) const RATE: u64 = 48_000;
pub(crate) const PICTURE: &str = "picture.h264";
pub(crate) const SOUND: &str = "sound.s16";
pub(crate) const WATCH: &str = "watch.mp4";
pub(crate) const POSTER: &str = "poster.jpg";
const INDEX: &str = "picture.index";
const DESCRIPTION: &str = "clip.json";
/// The files of a clip that a stage reads; the description, with which it is whole, is the last.
pub const FILES: [&str; 4] = [PICTURE, INDEX, SOUND, DESCRIPTION];
const VERSION: u32 = 1;
/// Two samples of two bytes.
pub(crate) const PAIR_BYTES: u64 = 4;

impl Clip {
    /// Opens a stored clip and checks that it is whole.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let description: Description =
            serde_json::from_slice(&read(&folder.join(DESCRIPTION), 4_096)?).map_err(|_| Error::Stored)?;
        if description.version != VERSION || description.pictures > MOST_FRAMES {
            return Err(Error::Stored);
        }
        let index = match description.pictures {
            0 => Index::default(),
            pictures => {
                let bytes = read(&folder.join(INDEX), (pictures + 1) * 8)?;
                Index::parse(&bytes, pictures, length(&folder.join(PICTURE))?).ok_or(Error::Stored)?
            }
        };
        if description.samples > 0 && length(&folder.join(SOUND))? / PAIR_BYTES < description.samples {
            return Err(Error::Stored);
        }
        let clip = Self::of(folder, description.format, description.samples, index);
        if clip.frames == 0 { Err(Error::Stored) } else { Ok(clip) }
    }

    /// Where it is stored.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of its poster, a JPEG of 640x360.
    pub fn poster(&self) -> PathBuf {
        self.folder.join(POSTER)
    }

    /// Whether it has pictures of its own; otherwise it plays as black ones.
    pub fn has_picture(&self) -> bool {
        self.index.frames() > 0
    }

    fn of(folder: &Path, format: Format, samples: u64, index: Index) -> Self {
        let frames = index.frames().max(samples.div_ceil(format.samples() as u64));
        let millis = format.millis(index.frames()).max(samples * 1_000 / RATE);
        Self {
            folder: folder.into(),
            format,
            duration: Duration::from_millis(millis),
            frames,
            samples,
            index: index.into(),
        }
    }

    /// Describes what lies in a folder: writes the index and the description. Blocks.
    pub(crate) fn describe(folder: &Path, format: Format) -> Result<Self, Error> {
        let index = match File::open(folder.join(PICTURE)) {
            Ok(file) => Index::scan(BufReader::with_capacity(1 << 20, file))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Index::default(),
            Err(error) => return Err(error.into()),
        };
        let samples = match length(&folder.join(SOUND)) {
            Ok(bytes) => bytes / PAIR_BYTES,
            Err(Error::Stored) => 0,
            Err(error) => return Err(error),
        };
        let clip = Self::of(folder, format, samples, index);
        if clip.frames == 0 {
            return Err(Error::Damaged);
        }
        if clip.has_picture() {
            let mut file = BufWriter::new(File::create(folder.join(INDEX))?);
            for entry in &clip.index.entries {
                file.write_all(&entry.to_le_bytes())?;
            }
            file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
        }
        let description = Description {
            version: VERSION,
            format,
            pictures: clip.index.frames(),
            samples,
            duration_ms: clip.duration.as_millis() as u64,
        };
        let mut file = File::create(folder.join(DESCRIPTION))?;
        file.write_all(&serde_json::to_vec_pretty(&description).map_err(io::Error::from)?)?;
        file.sync_all()?;
        Ok(clip)
    }

    /// The same clip under its final name.
    pub(crate) fn moved(mut self, folder: &Path) -> Self {
        self.folder = folder.into();
        self
    }
}

/// The size of a format's pictures.
pub(crate) const fn size(format: Format) -> Size {
    Size::new(format.width(), format.height())
}

impl Index {
    pub(crate) fn frames(&self) -> u64 {
        (self.entries.len() as u64).saturating_sub(1)
    }

    /// Offset and length of a frame.
    pub(crate) fn frame(&self, at: u64) -> Option<(u64, u64)> {
        let at = usize::try_from(at).ok()?;
        let (from, to) = (self.entries.get(at)? >> 1, self.entries.get(at + 1)? >> 1);
        Some((from, to.checked_sub(from)?))
    }

    /// The last keyframe at or before a frame.
    pub(crate) fn keyframe(&self, at: u64) -> u64 {
        let at = at.min(self.frames().saturating_sub(1));
        (0..=at).rev().find(|at| self.entries.get(*at as usize).is_some_and(|entry| entry & 1 == 1)).unwrap_or(0)
    }

    fn parse(bytes: &[u8], frames: u64, file: u64) -> Option<Self> {
        let entries: Vec<u64> = bytes.as_chunks().0.iter().map(|entry| u64::from_le_bytes(*entry)).collect();
        let rising = entries.is_sorted_by(|one, next| {
            let length = (next >> 1).saturating_sub(one >> 1);
            (1..=LONGEST_FRAME).contains(&length)
        });
        let whole = entries.len() as u64 == frames + 1 && entries.last().is_some_and(|end| end >> 1 == file);
        (rising && whole && entries[0] == 1).then_some(Self { entries })
    }

    /// Finds the frames of an Annex B stream in which each picture is one slice.
    fn scan(mut stream: impl Read) -> Result<Self, Error> {
        let mut index = Self::default();
        let (mut at, mut begin, mut key, mut has_slice) = (0u64, None, false, false);
        // The last bytes before the current one, the newest lowest.
        let mut window = u32::MAX;
        let mut buffer = vec![0; 1 << 20];
        loop {
            let length = stream.read(&mut buffer)?;
            if length == 0 {
                break;
            }
            for byte in &buffer[..length] {
                if window & 0xff_ffff == 1 {
                    let start = at - if window == 1 { 4 } else { 3 };
                    let kind = byte & 31;
                    let slice = kind == nal::SLICE || kind == nal::KEY_SLICE;
                    // A slice ends its frame; whatever comes then begins the next.
                    if has_slice {
                        index.push(begin.unwrap_or(0), key)?;
                        (begin, key, has_slice) = (None, false, false);
                    }
                    begin.get_or_insert(start);
                    key |= kind == nal::KEY_SLICE;
                    has_slice |= slice;
                }
                window = window << 8 | u32::from(*byte);
                at += 1;
            }
        }
        if has_slice {
            index.push(begin.unwrap_or(0), key)?;
        }
        if !index.entries.is_empty() {
            index.entries.push(at << 1);
        }
        match index.entries.first() {
            None | Some(1) => Ok(index),
            Some(_) => Err(Error::Damaged),
        }
    }

    fn push(&mut self, offset: u64, key: bool) -> Result<(), Error> {
        if self.entries.len() as u64 >= MOST_FRAMES {
            return Err(Error::Damaged);
        }
        self.entries.push(offset << 1 | u64::from(key));
        Ok(())
    }
}

/// Reads a whole file that is at most so long.
fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    if length(path)? > limit {
        return Err(Error::Stored);
    }
    Ok(fs::read(path)?)
}

fn length(path: &Path) -> Result<u64, Error> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::Stored),
        Err(error) => Err(error.into()),
    }
}

/// A day: what the index of a clip may cost is 20 MB.
const MOST_FRAMES: u64 = 24 * 3_600 * 30;
/// The decoder's own limit.
const LONGEST_FRAME: u64 = 4 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_found_with_their_parameter_sets() {
        let key = [0, 0, 0, 1, 0x67, 9, 0, 0, 0, 1, 0x68, 9, 0, 0, 1, 0x65, 1, 2, 3];
        let delta = [0, 0, 0, 1, 0x41, 5, 6];
        let stream: Vec<u8> = [&key[..], &delta, &delta, &key].concat();
        let index = Index::scan(&stream[..]).unwrap();
        assert_eq!(index.frames(), 4);
        assert_eq!(
            (0..5).map(|at| index.frame(at)).collect::<Vec<_>>(),
            [Some((0, 19)), Some((19, 7)), Some((26, 7)), Some((33, 19)), None]
        );
        assert_eq!((0..6).map(|at| index.keyframe(at)).collect::<Vec<_>>(), [0, 0, 0, 3, 3, 3]);
        let bytes: Vec<u8> = index.entries.iter().flat_map(|entry| entry.to_le_bytes()).collect();
        assert_eq!(Index::parse(&bytes, 4, 52), Some(index));
        assert_eq!(Index::parse(&bytes, 4, 51), None);
        assert_eq!(Index::parse(&bytes[8..], 3, 52), None);
        assert!(Index::scan(&delta[..]).is_err() && Index::scan(&[1u8, 2][..]).unwrap().frames() == 0);
    }
}
