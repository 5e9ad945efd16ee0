//! What the sound desk costs, for `plenary bench`.

use std::time::{Duration, Instant};

use plenary_model::{
    id::SpeakerId,
    sound::{Gate, HighPass, Strip as Settings},
    source::SourceId,
};

use super::{Chunk, board::Board, strip::Strip};
use crate::{FPS, SAMPLE_RATE, deck::Deck};

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
    let tone = |place: usize| -> Box<Chunk> {
        let step = (place + 2) as f32 * 200.0 * std::f32::consts::TAU / SAMPLE_RATE as f32;
        Box::new(std::array::from_fn(|n| [(n as f32 * step).sin() * 0.3; 2]))
    };
    let tones: Vec<_> = (0..channels.len()).map(tone).collect();
    let began = Instant::now();
    for frame in 0..frames {
        board.clear();
        for ((id, strip), tone) in channels.iter_mut().zip(&tones) {
            let mut chunk = **tone;
            board.add(*id, strip, 1.0, &mut chunk);
        }
        std::hint::black_box(board.finish(|_| Deck::open(Box::new(|| Err("there is no music".into())))));
        if frame.is_multiple_of(3) {
            std::hint::black_box(board.loudness());
            for (_, strip) in &channels {
                std::hint::black_box(strip.levels());
            }
        }
    }
    began.elapsed().as_secs_f64() / Duration::from_secs(frames.into()).as_secs_f64() * f64::from(FPS)
}
