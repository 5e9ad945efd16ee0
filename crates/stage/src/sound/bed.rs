//! Music that loops under the programme and makes room for speech.

use std::path::{Path, PathBuf};

use plenary_model::sound::Bed as Wanted;

use super::{Chunk, Pair, level_db, smooth::factor};
use crate::{SAMPLE_RATE, deck::Deck};

/// The music, as it is wanted.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Music {
    /// The folder of the ingested recording.
    pub folder: PathBuf,
    /// How it sounds.
    pub bed: Wanted,
    /// Whether it plays.
    pub playing: bool,
}

/// The music as it is.
#[derive(Default)]
pub(crate) struct Bed {
    /// Two decks take turns: while one plays, the other stands ready at the beginning.
    open: Option<(PathBuf, [Deck; 2])>,
    turn: usize,
    /// 0 is silence, 1 is full.
    fade: f32,
    /// By how much it makes room, in dB.
    ducked_db: f32,
    /// Milliseconds for which it stays ducked.
    held_ms: f32,
    /// The gain of the last sample.
    gain: f32,
    /// How it sounds while it fades out.
    last: Option<Wanted>,
    /// What one deck plays in a frame.
    sound: Vec<Pair>,
}

impl Bed {
    /// Writes the music of a frame under `programme`, and from which gain to which it goes; false when there is none.
    pub(crate) fn frame(
        &mut self,
        wanted: Option<&Music>,
        programme: &Chunk,
        open: impl Fn(&Path) -> Deck,
        out: &mut Chunk,
    ) -> Option<(f32, f32)> {
        let playing = wanted.filter(|music| music.playing);
        let other = playing.is_none_or(|music| self.open.as_ref().is_some_and(|(folder, _)| *folder != music.folder));
        if other && self.fade <= 0.0 {
            self.open = None;
        }
        let same = playing.filter(|_| !other || self.open.is_none());
        if let (Some(music), None) = (same, &self.open) {
            self.open = Some((music.folder.clone(), [open(&music.folder), open(&music.folder)]));
            (self.turn, self.gain, self.ducked_db, self.held_ms) = (0, 0.0, 0.0, 0.0);
        }
        if let Some(music) = same {
            self.last = Some(music.bed);
        }
        let (bed, (_, decks)) = (self.last?, self.open.as_mut()?);
        let frame_ms = out.len() as f32 * 1_000.0 / SAMPLE_RATE as f32;
        out.fill([0.0; 2]);
        let [playing_deck, waiting] = turned(decks, self.turn);
        playing_deck.advance(true);
        waiting.advance(false);
        if playing_deck.has_ended() {
            waiting.advance(true);
            self.turn = 1 - self.turn;
        }
        let sound = &mut self.sound;
        sound.resize(out.len(), [0.0; 2]);
        for deck in decks {
            deck.sound(sound);
            for (out, pair) in out.iter_mut().zip(sound.iter()) {
                *out = [out[0] + pair[0], out[1] + pair[1]];
            }
        }
        let fade = frame_ms / bed.fade_ms.max(1.0);
        self.fade = (self.fade + if same.is_some() { fade } else { -fade }).clamp(0.0, 1.0);
        self.duck(&bed, programme, frame_ms);
        let from = self.gain;
        self.gain = self.fade * factor(bed.level_db - self.ducked_db);
        Some((from, self.gain))
    }

    pub(crate) fn is_ducked(&self) -> bool {
        self.ducked_db > 0.0
    }

    fn duck(&mut self, bed: &Wanted, programme: &Chunk, frame_ms: f32) {
        let duck = &bed.duck;
        let speech = level_db(programme) > duck.threshold_db;
        self.held_ms = if speech { duck.hold_ms } else { self.held_ms - frame_ms };
        let step = |ms: f32| duck.depth_db * frame_ms / ms.max(1.0);
        let ducked = match speech || self.held_ms > 0.0 {
            true => self.ducked_db + step(duck.attack_ms),
            false => self.ducked_db - step(duck.release_ms),
        };
        self.ducked_db = ducked.clamp(0.0, duck.depth_db);
    }
}

fn turned(decks: &mut [Deck; 2], turn: usize) -> [&mut Deck; 2] {
    let [first, second] = decks;
    if turn == 0 { [first, second] } else { [second, first] }
}
