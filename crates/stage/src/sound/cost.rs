//! What the sound desk costs, for `plenary bench`.

use std::time::{Duration, Instant};

use plenary_model::{
    id::SpeakerId,
    sound::{Gate, HighPass, Strip as Settings},
    source::SourceId,
};

use super::{Pair, board::Board, strip::Strip};
use crate::{Format, SAMPLE_RATE, deck::Deck};

/// The share of a core that `strips` with everything on, on air at once, take in `frames` frames, with meters read as
/// often as the engine does.
pub fn share(strips: usize, frames: u32) -> f64 {
    let settings = Settings {
        gain_db: 6.0,
        high_pass: HighPass::Hz80,
        gate: Gate { on: true, ..Gate::default() },
        ..Settings::default()
    };
    let mut board = Board::default();
    let ids = (0..strips as u64).map(|n| format!("{n:016}").parse::<SpeakerId>());
    let ids: Vec<_> = ids.filter_map(Result::ok).map(SourceId::Speaker).collect();
    board.settings.strips = ids.iter().map(|id| (*id, settings)).collect();
    let mut channels: Vec<_> = ids.iter().map(|id| (*id, Strip::new(&settings))).collect();
    let format = Format::default();
    let tone = |place: usize| -> Vec<Pair> {
        let step = (place + 2) as f32 * 200.0 * std::f32::consts::TAU / SAMPLE_RATE as f32;
        (0..format.samples()).map(|n| [(n as f32 * step).sin() * 0.3; 2]).collect()
    };
    let tones: Vec<_> = (0..channels.len()).map(tone).collect();
    let mut chunk = Vec::new();
    let began = Instant::now();
    for frame in 0..frames {
        board.clear(format.samples());
        for ((id, strip), tone) in channels.iter_mut().zip(&tones) {
            chunk.clone_from(tone);
            board.add(*id, strip, 1.0, &mut chunk);
        }
        std::hint::black_box(board.finish(|_| Deck::open(Box::new(|| Err("there is no music".into())), format)));
        if frame.is_multiple_of(3) {
            std::hint::black_box(board.loudness());
            for (_, strip) in &channels {
                std::hint::black_box(strip.levels());
            }
        }
    }
    began.elapsed().as_secs_f64() / Duration::from_secs(frames.into()).as_secs_f64() * f64::from(format.fps())
}
