//! A loop of encoded sound: a tone of one's own, in the rhythm of speech.

use std::time::Duration;

use bytes::Bytes;
use moq_audio::{Layout, encode};

/// Opus packets of 20 ms that repeat.
#[derive(Debug)]
pub(crate) struct Voice {
    packets: Vec<Bytes>,
}

/// The tone of participant `number` in hertz: half tones, two octaves of them.
pub fn pitch(number: u32) -> f32 {
    LOWEST_HZ * 2f32.powf((number % 24) as f32 / 12.0)
}

impl Voice {
    /// Encodes the loop of participant `number`.
    pub(crate) fn encode(number: u32) -> Result<Self, moq_audio::Error> {
        let mut encoder = encode::Encoder::new(&settings())?;
        let samples = RATE as usize / 50;
        let pitch = pitch(number);
        let packets = (0..LOOP_PACKETS).map(|packet| {
            let pcm: Vec<f32> = (0..samples)
                .map(|sample| {
                    let time = (packet * samples + sample) as f32 / RATE as f32;
                    let syllable = (time * SYLLABLES_HZ * std::f32::consts::PI).sin().powi(2);
                    let turn = time * pitch * std::f32::consts::TAU;
                    LEVEL * syllable * (turn.sin() + 0.4 * (2.0 * turn).sin() + 0.2 * (3.0 * turn).sin())
                })
                .collect();
            Ok(encoder.encode(&pcm)?.payload)
        });
        Ok(Self { packets: packets.collect::<Result<_, moq_audio::Error>>()? })
    }

    /// Packet `tick`, counted from 1970 on.
    pub(crate) fn packet(&self, tick: u64) -> &Bytes {
        &self.packets[(tick % self.packets.len() as u64) as usize]
    }
}

/// How all voices are decoded.
pub(crate) fn catalog() -> Result<hang::catalog::AudioConfig, moq_audio::Error> {
    Ok(encode::Encoder::new(&settings())?.catalog())
}

fn settings() -> encode::Settings {
    encode::Settings::new(RATE, Layout::Mono)
}

/// Length of a packet.
pub(crate) const PACKET: Duration = Duration::from_millis(20);
/// Packets a second.
pub(crate) const PACKETS_PER_S: u32 = 50;

const RATE: u32 = 48_000;
/// Two seconds, a whole number of syllables, so that the loop closes in silence.
const LOOP_PACKETS: usize = 100;
const SYLLABLES_HZ: f32 = 3.0;
const LOWEST_HZ: f32 = 220.0;
/// Leaves room for the overtones and for two speakers at once.
const LEVEL: f32 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_decodes_to_its_own_pitch() {
        for number in [0, 5, 19] {
            let voice = Voice::encode(number).unwrap();
            let mut decoder = moq_audio::decode::Decoder::new(&catalog().unwrap(), &Default::default()).unwrap();
            let mut samples = Vec::new();
            for tick in 0..100 {
                samples.extend(decoder.decode(voice.packet(tick)).unwrap().samples);
            }
            let power = |hertz: f32| {
                let (mut real, mut imaginary) = (0.0, 0.0);
                for (at, sample) in samples.iter().enumerate() {
                    let turn = at as f32 / RATE as f32 * hertz * std::f32::consts::TAU;
                    real += sample * turn.cos();
                    imaginary += sample * turn.sin();
                }
                real.hypot(imaginary)
            };
            let own = power(pitch(number));
            for other in (0..24).filter(|other| *other != number) {
                assert!(own > 2.0 * power(pitch(other)) || pitch(other) == 2.0 * pitch(number), "{number} {other}");
            }
        }
    }
}
