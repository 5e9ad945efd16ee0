//! Recordings as the clip room plays them.

use std::{path::Path, sync::Arc};

use plenary_clip::{Clip, Player};
use plenary_model::clip::Span;
use plenary_picture::Picture;

use crate::{FPS, SAMPLES_PER_FRAME, deck::Reel, sound::Chunk};

/// Opens a part of the recording in a folder.
pub(crate) fn open(folder: &Path, span: Span) -> Result<Box<dyn Reel>, String> {
    let clip = Clip::open(folder).map_err(|error| error.to_string())?;
    let player = Player::open(&clip).map_err(|error| error.to_string())?;
    let frame = |ms: u64| ms.saturating_mul(u64::from(FPS)) / 1_000;
    let end = span.out_ms.map_or(clip.frames, |out| frame(out).min(clip.frames));
    // A clip that is shorter than it was when the points were set still shows something.
    let first = frame(span.in_ms).min(end.saturating_sub(1));
    Ok(Box::new(Recording { player, first, end, samples: vec![0.0; 2 * SAMPLES_PER_FRAME] }))
}

struct Recording {
    player: Player,
    /// The frame of the clip that is this recording's first.
    first: u64,
    /// The frame of the clip that comes after its last.
    end: u64,
    samples: Vec<f32>,
}

impl Reel for Recording {
    fn picture(&mut self, frame: u64) -> Result<Option<Arc<Picture>>, String> {
        let frame = self.first + frame;
        if frame >= self.end {
            return Ok(None);
        }
        let picture = self.player.picture(frame).map_err(|error| error.to_string())?;
        Ok(picture.map(|picture| Arc::new(picture.clone())))
    }

    fn sound(&mut self, frame: u64, out: &mut Chunk) -> Result<(), String> {
        let first = (self.first + frame) * SAMPLES_PER_FRAME as u64;
        self.player.sound(first, &mut self.samples).map_err(|error| error.to_string())?;
        for (pair, samples) in out.iter_mut().zip(self.samples.chunks_exact(2)) {
            *pair = [samples[0], samples[1]];
        }
        Ok(())
    }
}
