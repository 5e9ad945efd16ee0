//! NAL units of a byte stream (ITU-T H.264, annex B).

/// A coded slice of another than a keyframe's picture.
pub const SLICE: u8 = 1;
/// A coded slice of a keyframe.
pub const KEY_SLICE: u8 = 5;
/// A sequence parameter set.
pub const SPS: u8 = 7;
/// A picture parameter set.
pub const PPS: u8 = 8;
/// A subset sequence parameter set, of scalable and multiview streams.
pub const SUBSET_SPS: u8 = 15;
/// A slice of a scalable or multiview stream.
pub const EXTENSION_SLICE: u8 = 20;

/// The NAL units of an Annex B byte stream, each without its start code; bytes before the first start code
/// are left out.
pub fn units(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut next = start_code(stream, 0).map(|at| at + 3);
    std::iter::from_fn(move || {
        let from = next?;
        let end = start_code(stream, from);
        next = end.map(|at| at + 3);
        let unit = &stream[from..end.unwrap_or(stream.len())];
        // The zero before a start code of four bytes, and padding, belong to no unit.
        let length = unit.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        Some(&unit[..length])
    })
    .filter(|unit| !unit.is_empty())
}

/// The type of a NAL unit: its low five bits.
pub fn kind(unit: &[u8]) -> u8 {
    unit.first().map_or(0, |byte| byte & 31)
}

/// Whether the byte stream holds a keyframe (an IDR picture).
pub fn is_keyframe(stream: &[u8]) -> bool {
    units(stream).any(|unit| kind(unit) == KEY_SLICE)
}

/// Where the next 00 00 01 begins, from `from` on.
fn start_code(stream: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at + 2 < stream.len() {
        // Only the last of three bytes decides how far to go on.
        match stream[at + 2] {
            0 => at += 1,
            1 if stream[at] == 0 && stream[at + 1] == 0 => return Some(at),
            _ => at += 3,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_between_start_codes_of_three_and_four_bytes() {
        let stream = [9, 0, 0, 0, 1, 0x67, 1, 0, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 0, 0, 3, 1];
        let found: Vec<_> = units(&stream).collect();
        assert_eq!(found, [&[0x67, 1, 0, 2][..], &[0x68, 3], &[0x65, 0, 0, 3, 1]]);
        assert!(is_keyframe(&stream) && !is_keyframe(&stream[..18]));
        assert_eq!(units(&[0, 0, 1]).count() + units(&[]).count() + units(&[1, 0, 0]).count(), 0);
        assert_eq!(units(&[0, 0, 1, 0, 0, 1, 5]).count(), 1);
    }
}
