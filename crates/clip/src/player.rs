//! Frames and samples of a stored clip.

use std::{fs::File, os::unix::fs::FileExt};

use plenary_picture::{Picture, h264::Decoder};

use crate::{
    Clip, Error,
    house::{self, PAIR_BYTES},
};

/// Plays a clip: any frame, any sample, fastest in order. Opening it decodes the first picture, so that
/// going on air costs nothing. Its calls read the disk and block.
pub struct Player {
    clip: Clip,
    pictures: Option<File>,
    sound: Option<File>,
    decoder: Decoder,
    /// The number of the picture in `current`; nothing before any was decoded.
    position: Option<u64>,
    current: Picture,
    first: Picture,
    bytes: Vec<u8>,
    damaged: u64,
}

impl Player {
    /// A player at the clip's beginning.
    pub fn open(clip: &Clip) -> Result<Self, Error> {
        let size = house::size(clip.format);
        let open = |there: bool, name| there.then(|| File::open(clip.folder().join(name))).transpose();
        let mut player = Self {
            pictures: open(clip.has_picture(), house::PICTURE)?,
            sound: open(clip.samples > 0, house::SOUND)?,
            clip: clip.clone(),
            decoder: Decoder::new(size).map_err(|_| Error::Stored)?,
            position: None,
            current: Picture::new(size),
            first: Picture::new(size),
            bytes: Vec::new(),
            damaged: 0,
        };
        player.advance(0)?;
        player.first.copy_from(&player.current);
        Ok(player)
    }

    /// The clip.
    pub fn clip(&self) -> &Clip {
        &self.clip
    }

    /// The picture of a frame (from 0) in the clip's format; nothing after the end.
    ///
    /// Forward is fast; going back decodes from the keyframe before, at most a second of pictures. A frame
    /// that is damaged on the disk shows the picture before it.
    pub fn picture(&mut self, frame: u64) -> Result<Option<&Picture>, Error> {
        if frame >= self.clip.frames {
            return Ok(None);
        }
        if frame == 0 || !self.clip.has_picture() {
            return Ok(Some(&self.first));
        }
        self.advance(frame.min(self.clip.index.frames() - 1))?;
        Ok(Some(&self.current))
    }

    /// Fills `out` with sound, left and right in turn, from the pair of samples `first` on (1/48000 s each).
    /// Gives how many pairs the clip had; the rest is silence.
    pub fn sound(&mut self, first: u64, out: &mut [f32]) -> Result<usize, Error> {
        out.fill(0.0);
        let Some(file) = &self.sound else { return Ok(0) };
        let pairs = self.clip.samples.saturating_sub(first).min(out.len() as u64 / 2) as usize;
        self.bytes.resize(pairs * PAIR_BYTES as usize, 0);
        file.read_exact_at(&mut self.bytes, first.min(self.clip.samples) * PAIR_BYTES)?;
        for (out, sample) in out.iter_mut().zip(self.bytes.as_chunks().0) {
            *out = f32::from(i16::from_le_bytes(*sample)) / 32_768.0;
        }
        Ok(pairs)
    }

    /// How many frames could not be decoded so far: more than none means a damaged file.
    pub fn damaged(&self) -> u64 {
        self.damaged
    }

    /// Decodes up to a frame.
    fn advance(&mut self, frame: u64) -> Result<(), Error> {
        let Some(file) = &self.pictures else { return Ok(()) };
        let keyframe = self.clip.index.keyframe(frame);
        let from = match self.position {
            Some(position) if position == frame => return Ok(()),
            // On from where it is, unless a keyframe lies on the way or it is to go back.
            Some(position) if position < frame && position >= keyframe => position + 1,
            _ => keyframe,
        };
        for at in from..=frame {
            let (offset, length) = self.clip.index.frame(at).ok_or(Error::Stored)?;
            self.bytes.resize(length as usize, 0);
            file.read_exact_at(&mut self.bytes, offset)?;
            if !matches!(self.decoder.decode_into(&self.bytes, &mut self.current), Ok(true)) {
                self.damaged += 1;
                metrics::counter!("plenary_clip_damaged_frames_total").increment(1);
            }
            let size = house::size(self.clip.format);
            if self.current.size() != size {
                self.current = Picture::new(size);
            }
            self.position = Some(at);
        }
        Ok(())
    }
}

impl std::fmt::Debug for Player {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player")
            .field("position", &self.position)
            .field("damaged", &self.damaged)
            .finish_non_exhaustive()
    }
}
