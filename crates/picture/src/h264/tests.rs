use super::*;
use crate::{
    Picture, Size, Yuv,
    encoding::{Conversion, Encoding, Matrix, Range},
    stamp,
};

const SMALL: Size = Size::new(640, 360);

fn settings(size: Size) -> Settings {
    Settings { size, fps: 30, bitrate_bps: 600_000, keyframe_interval: 30 }
}

/// A picture that is hard to encode: noise that differs from number to number, with its number on it.
fn noise(size: Size, number: u32) -> Picture {
    let mut picture = Picture::new(size);
    let mut state = u64::from(number) * 0x9e37_79b9 + 1;
    for sample in picture.planes_mut().into_iter().flat_map(|plane| plane.data) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *sample = (state >> 56) as u8 / 2 + 64;
    }
    stamp::write(&mut picture, number);
    picture
}

fn moving(size: Size, number: u32) -> Picture {
    let mut picture = Picture::filled(size, Yuv::from_rgb(0x20_5070));
    let x = (number * 8) % size.width;
    crate::canvas::fill(&mut picture, crate::Rect::new(x, size.height / 2, 80, 60), Yuv::from_rgb(0xe0_a040));
    stamp::write(&mut picture, number);
    picture
}

#[test]
fn every_picture_gives_a_frame_however_hard_it_is() {
    let mut encoder = Encoder::new(settings(SMALL)).unwrap();
    let mut decoder = Decoder::new(SMALL).unwrap();
    for number in 0..120 {
        // A hard cut every half second, from calm to noise and back, at a rate far too low for it.
        let picture = if number / 15 % 2 == 0 { moving(SMALL, number) } else { noise(SMALL, number) };
        let encoded = encoder.encode(&picture, false).unwrap();
        if number == 0 || number == 60 {
            assert!(encoded.keyframe);
        }
        let decoded = decoder.decode(&encoded.data).unwrap().unwrap();
        assert_eq!(decoded.size(), SMALL);
        assert_eq!(stamp::read(&decoded), Some(number));
    }
}

#[test]
fn the_rate_is_kept_on_average() {
    let mut encoder = Encoder::new(settings(SMALL)).unwrap();
    let mut bytes = 0;
    for number in 0..150 {
        let mut picture = moving(SMALL, number);
        for plane in picture.planes_mut() {
            let shift = number as usize * 7;
            for (at, sample) in plane.data.iter_mut().enumerate() {
                *sample = sample.saturating_add((((at + shift) * 2_654_435_761) >> 20) as u8 & 15);
            }
        }
        bytes += encoder.encode(&picture, false).unwrap().data.len();
    }
    let bps = bytes * 8 / 5;
    assert!((200_000..900_000).contains(&bps), "{bps} b/s");
}

#[test]
fn a_keyframe_carries_its_parameter_sets_and_comes_when_asked_for() {
    let mut encoder = Encoder::new(settings(Size::new(1280, 720))).unwrap();
    let picture = Picture::new(Size::new(1280, 720));
    for number in 0..45 {
        let encoded = encoder.encode(&picture, number == 7).unwrap();
        // The interval counts from the last keyframe, asked for or not.
        assert_eq!(encoded.keyframe, matches!(number, 0 | 7 | 37), "{number}");
        let kinds: Vec<_> = nal::units(&encoded.data).map(nal::kind).collect();
        match encoded.keyframe {
            true => assert_eq!(kinds, [nal::SPS, nal::PPS, nal::KEY_SLICE]),
            false => assert_eq!(kinds, [nal::SLICE]),
        }
        if encoded.keyframe {
            let sps = Sps::find(&encoded.data).unwrap();
            assert_eq!((sps.size, sps.profile, sps.level), (Size::new(1280, 720), 66, 31));
            assert_eq!(sps.codec(), "avc3.42c01f");
        }
    }
}

#[test]
fn colours_come_out_as_they_went_in() {
    let mut encoder = Encoder::new(settings(SMALL)).unwrap();
    let mut decoder = Decoder::new(SMALL).unwrap();
    for rgb in [0xd0_2020, 0x20_c040, 0x30_40e0, 0xff_ffff] {
        let colour = Yuv::from_rgb(rgb);
        let frame = encoder.encode(&Picture::filled(SMALL, colour), true).unwrap();
        let found = decoder.decode(&frame.data).unwrap().unwrap().pixel(320, 180);
        for (a, b) in [(found.y, colour.y), (found.u, colour.u), (found.v, colour.v)] {
            assert!(a.abs_diff(b) <= 3, "{found:?} {colour:?}");
        }
    }
}

#[test]
fn a_stream_says_how_it_encodes_colours_and_comes_out_in_the_encoding_of_the_house() {
    let mut encoder = Encoder::new(settings(SMALL)).unwrap();
    let sent = Yuv { y: 80, u: 90, v: 160 };
    let labelled = encoder.encode(&Picture::filled(SMALL, sent), false).unwrap().data.to_vec();
    assert_eq!(Sps::find(&labelled).unwrap().encoding, Some(Encoding::HOUSE));
    let shown = |stream: &[u8], decoder: Decoder| decoder_of(decoder, stream).pixel(320, 180);
    let near = |a: Yuv, b: Yuv| a.y.abs_diff(b.y) <= 2 && a.u.abs_diff(b.u) <= 2 && a.v.abs_diff(b.v) <= 2;
    let camera = Encoding { matrix: Matrix::Bt601, range: Range::Limited };
    let mut converted = Picture::filled(SMALL, sent);
    Conversion::from(camera).unwrap().apply(&mut converted);
    let converted = converted.pixel(320, 180);
    assert!(!near(converted, sent), "the encodings differ for this colour");

    // Labelled: what is said of unlabelled streams is no matter.
    assert!(near(shown(&labelled, Decoder::new(SMALL).unwrap().with_unlabelled(camera)), sent));
    // The same bits with BT.601 (6) in the place of BT.709 (1): primaries, transfer and matrix are three
    // bytes that follow each other.
    let relabelled = relabel(&labelled, [1, 1, 1], [6, 6, 6]);
    assert_eq!(Sps::find(&relabelled).unwrap().encoding, Some(camera));
    assert!(near(shown(&relabelled, Decoder::new(SMALL).unwrap()), converted));
    // Without a known matrix (2 is "unspecified") it is as its owner says.
    let unlabelled = relabel(&labelled, [1, 1, 1], [2, 2, 2]);
    assert_eq!(Sps::find(&unlabelled).unwrap().encoding, None);
    assert!(near(shown(&unlabelled, Decoder::new(SMALL).unwrap()), sent));
    assert!(near(shown(&unlabelled, Decoder::new(SMALL).unwrap().with_unlabelled(camera)), converted));
}

fn decoder_of(mut decoder: Decoder, stream: &[u8]) -> Picture {
    decoder.decode(stream).unwrap().unwrap()
}

/// Puts `with` in the place of `what` in a stream's parameter set, at whatever bit it stands.
fn relabel(stream: &[u8], what: [u8; 3], with: [u8; 3]) -> Vec<u8> {
    let unit = nal::units(stream).find(|unit| nal::kind(unit) == nal::SPS).unwrap();
    let from = unit.as_ptr() as usize - stream.as_ptr() as usize;
    let number = |bytes: [u8; 3]| u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
    let bit = |bytes: &[u8], at: usize| u32::from(bytes[at / 8] >> (7 - at % 8) & 1);
    let mut changed = stream.to_vec();
    let at = (8 * from..8 * (from + unit.len()) - 23)
        .rev()
        .find(|at| (0..24).fold(0, |value, place| value << 1 | bit(stream, at + place)) == number(what))
        .unwrap();
    for place in 0..24 {
        let (byte, shift) = ((at + place) / 8, 7 - (at + place) % 8);
        changed[byte] = changed[byte] & !(1 << shift) | ((number(with) >> (23 - place) & 1) as u8) << shift;
    }
    changed
}

#[test]
fn a_picture_larger_than_the_limit_is_refused_before_it_is_decoded() {
    let large = Size::new(1920, 1088);
    let frame = Encoder::new(settings(large)).unwrap().encode(&Picture::new(large), false).unwrap();
    let mut decoder = Decoder::new(Size::new(1280, 720)).unwrap();
    assert!(matches!(decoder.decode(&frame.data), Err(DecodeError::TooLarge { found, .. }) if found == large));
    // The parameter sets alone are refused as well, so nothing is left for slices to refer to.
    let slice = frame.data.len() - nal::units(&frame.data).last().unwrap().len() - 4;
    assert!(matches!(decoder.decode(&frame.data[..slice]), Err(DecodeError::TooLarge { .. })));
    assert!(!matches!(decoder.decode(&frame.data[slice..]), Ok(Some(_))));
    // A stream within the limit is welcome afterwards.
    let small = Encoder::new(settings(SMALL)).unwrap().encode(&Picture::new(SMALL), false).unwrap();
    assert!(decoder.decode(&small.data).unwrap().is_some());
    // 1088 rows are coded for 1080.
    assert!(Decoder::new(Size::new(1920, 1080)).unwrap().decode(&frame.data).unwrap().is_some());
}

#[test]
fn garbage_is_an_error_and_the_next_keyframe_mends_it() {
    let mut encoder = Encoder::new(settings(SMALL)).unwrap();
    let mut decoder = Decoder::new(SMALL).unwrap();
    let frames: Vec<_> = (0..90).map(|number| encoder.encode(&moving(SMALL, number), false).unwrap()).collect();
    let mut shown = Vec::new();
    for (number, frame) in frames.iter().enumerate() {
        let data = match number {
            // Nothing begins in the middle of a group.
            0 => continue,
            35 => vec![0xa5; 500].into(),
            65 => frame.data.slice(..frame.data.len() / 2),
            66 => [0, 0, 0, 1, 0x67, 0x42].to_vec().into(),
            _ => frame.data.clone(),
        };
        if let Ok(Some(picture)) = decoder.decode(&data) {
            shown.push(stamp::read(&picture).expect("what is shown is whole"));
        }
    }
    assert!(!shown.contains(&1) && !shown.contains(&29) && !shown.contains(&36) && !shown.contains(&67));
    assert!((30..35).chain(60..65).all(|number| shown.contains(&number)), "{shown:?}");
}

#[test]
fn bytes_of_any_kind_never_break_the_decoder() {
    let mut encoder = Encoder::new(settings(SMALL)).unwrap();
    let frames: Vec<_> = (0..30).map(|number| encoder.encode(&moving(SMALL, number), number == 15).unwrap()).collect();
    let mut decoder = Decoder::new(SMALL).unwrap();
    let mut state = 7u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize
    };
    for _ in 0..40 {
        for frame in &frames {
            let mut data = frame.data.to_vec();
            for _ in 0..3 {
                let at = next() % data.len();
                data[at] = next() as u8;
            }
            drop(decoder.decode(&data));
        }
    }
    assert!(
        decoder.decode(&frames[0].data).unwrap_or_default().is_some()
            || decoder.decode(&frames[0].data).unwrap().is_some()
    );
}

#[test]
fn settings_that_make_no_stream_are_refused() {
    let good = settings(SMALL);
    for bad in [
        Settings { size: Size::new(641, 360), ..good },
        Settings { size: Size::new(0, 0), ..good },
        Settings { size: Size::new(7680, 4320), ..good },
        Settings { fps: 0, ..good },
        Settings { bitrate_bps: 0, ..good },
        Settings { keyframe_interval: 0, ..good },
    ] {
        assert!(matches!(Encoder::new(bad), Err(EncodeError::Settings(_))));
    }
    let mut encoder = Encoder::new(good).unwrap();
    assert!(matches!(encoder.encode(&Picture::new(Size::new(320, 180)), false), Err(EncodeError::Size { .. })));
}

/// Runs itself a second time, as a process whose standard error can be read.
#[test]
fn encoders_and_decoders_write_nothing_to_the_standard_error() {
    const CHILD: &str = "PLENARY_TEST_STDERR";
    if std::env::var_os(CHILD).is_some() {
        let mut encoder = Encoder::new(settings(SMALL)).unwrap();
        let mut decoder = Decoder::new(SMALL).unwrap();
        for number in 0..5 {
            let frame = encoder.encode(&moving(SMALL, number), number == 3).unwrap();
            decoder.decode(&frame.data).unwrap();
            // Damage too is told by the answer alone.
            drop(decoder.decode(&[0, 0, 0, 1, 0x65, 0x88, 0x84, 0x21, 0xff, number as u8]));
        }
        return;
    }
    let name = "h264::tests::encoders_and_decoders_write_nothing_to_the_standard_error";
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    assert!(child.status.success(), "{child:?}");
    assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"), "{child:?}");
    assert_eq!(String::from_utf8_lossy(&child.stderr), "");
}
