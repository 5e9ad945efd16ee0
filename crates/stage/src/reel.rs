//! Recordings as the clip room plays them.

use std::{path::Path, sync::Arc};

use plenary_clip::{Clip, Player};
use plenary_model::clip::Span;
use plenary_picture::Picture;

use crate::{Format, SAMPLE_RATE, deck::Reel, sound::Chunk};

/// Opens a part of the recording in a folder, for a programme of a format.
pub(crate) fn open(folder: &Path, span: Span, format: Format) -> Result<Box<dyn Reel>, String> {
    let clip = Clip::open(folder).map_err(|error| error.to_string())?;
    let player = Player::open(&clip).map_err(|error| error.to_string())?;
    let end = span.out_ms.map_or(clip.frames, |out| clip.format.pictures(out).min(clip.frames));
    // A clip that is shorter than it was when the points were set still shows something.
    let first = clip.format.pictures(span.in_ms).min(end.saturating_sub(1));
    Ok(Box::new(Recording { player, first, end, format, samples: vec![0.0; 2 * format.samples()] }))
}

struct Recording {
    player: Player,
    /// The frame of the clip that is this recording's first.
    first: u64,
    /// The frame of the clip that comes after its last.
    end: u64,
    /// Of the programme; a clip that was taken in for another one has another rate.
    format: Format,
    samples: Vec<f32>,
}

impl Reel for Recording {
    fn picture(&mut self, frame: u64) -> Result<Option<Arc<Picture>>, String> {
        let rate = u64::from(self.player.clip().format.fps());
        let frame = self.first + frame * rate / u64::from(self.format.fps());
        if frame >= self.end {
            return Ok(None);
        }
        let picture = self.player.picture(frame).map_err(|error| error.to_string())?;
        Ok(picture.map(|picture| Arc::new(picture.clone())))
    }

    fn sound(&mut self, frame: u64, out: &mut Chunk) -> Result<(), String> {
        let begins = self.first * u64::from(SAMPLE_RATE) / u64::from(self.player.clip().format.fps());
        let first = begins + frame * self.format.samples() as u64;
        self.player.sound(first, &mut self.samples).map_err(|error| error.to_string())?;
        for (pair, samples) in out.iter_mut().zip(self.samples.chunks_exact(2)) {
            *pair = [samples[0], samples[1]];
        }
        Ok(())
    }
}
