//! Recordings as the clip room plays them.

use std::{path::Path, sync::Arc};

use plenary_clip::{Clip, Player};
use plenary_picture::Picture;

use crate::{SAMPLES_PER_FRAME, deck::Reel, sound::Chunk};

/// Opens the recording in a folder.
pub(crate) fn open(folder: &Path) -> Result<Box<dyn Reel>, String> {
    let clip = Clip::open(folder).map_err(|error| error.to_string())?;
    let player = Player::open(&clip).map_err(|error| error.to_string())?;
    Ok(Box::new(Recording { player, samples: vec![0.0; 2 * SAMPLES_PER_FRAME] }))
}

struct Recording {
    player: Player,
    samples: Vec<f32>,
}

impl Reel for Recording {
    fn picture(&mut self, frame: u64) -> Result<Option<Arc<Picture>>, String> {
        let picture = self.player.picture(frame).map_err(|error| error.to_string())?;
        Ok(picture.map(|picture| Arc::new(picture.clone())))
    }

    fn sound(&mut self, frame: u64, out: &mut Chunk) -> Result<(), String> {
        let first = frame * SAMPLES_PER_FRAME as u64;
        self.player.sound(first, &mut self.samples).map_err(|error| error.to_string())?;
        for (pair, samples) in out.iter_mut().zip(self.samples.chunks_exact(2)) {
            *pair = [samples[0], samples[1]];
        }
        Ok(())
    }
}
