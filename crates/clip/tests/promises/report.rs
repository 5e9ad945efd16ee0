//! What a check says of a recording, and the loudness that it is brought to.

use plenary_clip::{Clip, Player};
use plenary_model::clip::report::{Finding, Report};
use plenary_picture::Size;

use crate::{Room, tone};

/// The amplitude of a stereo sine of 1 kHz at -23 LUFS.
const HOUSE: f32 = 0.0708;

fn heard(clip: &Clip, hertz: f32) -> [f32; 2] {
    let mut samples = vec![0.0; 2 * 48_000];
    Player::open(clip).unwrap().sound(24_000, &mut samples).unwrap();
    [0, 1].map(|channel| tone(&samples, channel, hertz))
}

fn kinds(report: &Report) -> Vec<String> {
    let word = |finding: &Finding| serde_json::to_value(finding).unwrap()["kind"].as_str().unwrap().to_owned();
    report.findings(0, None).iter().map(word).collect()
}

#[tokio::test]
async fn every_recording_comes_out_as_loud_as_the_house_wants() {
    for volume in ["-45dB", "0dB", "8dB"] {
        let room = Room::new();
        // ffmpeg's sine has an amplitude of 1/8.
        room.ffmpeg(&format!("-f lavfi -i sine=1000:r=48000:d=4 -af volume={volume} -ac 2 -c:a pcm_f32le in.wav"));
        let taken = room.take("in.wav").await.unwrap();
        for level in heard(&taken.clip, 1_000.0) {
            // No more than 30 dB are added: what is quieter is noise. Of one channel each of two gets 1/√2.
            let most = 0.125 * std::f32::consts::FRAC_1_SQRT_2 * 10f32.powf((30.0 - 45.0) / 20.0);
            let expected = if volume == "-45dB" { most } else { HOUSE };
            assert!((level / expected - 1.0).abs() < 0.03, "{volume}: {level}");
        }
        assert!(taken.clip.folder().join("watch.mp4").is_file());
    }
}

#[tokio::test]
async fn what_is_loud_for_a_moment_stays_below_the_ceiling() {
    let room = Room::new();
    // A voice with one cry in it, which would be louder than any sample can be.
    let voice = "0.05*sin(2*PI*500*t)+0.9*sin(2*PI*500*t)*between(t,2,2.01)";
    room.ffmpeg(&format!("-f lavfi -i aevalsrc='{voice}|{voice}':s=48000:d=6 -c:a pcm_f32le in.wav"));
    let clip = room.ingest("in.wav").await.unwrap();
    let mut samples = vec![0.0; 2 * 6 * 48_000];
    Player::open(&clip).unwrap().sound(0, &mut samples).unwrap();
    let peak = samples.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
    assert!((0.8..0.9).contains(&peak), "{peak}");
}

#[tokio::test]
async fn black_frozen_and_silent_stretches_are_found_where_they_are() {
    let room = Room::new();
    // 3 s that move, 3 s black and mute, 2 s that move, 5 s of a still.
    room.ffmpeg(
        "-f lavfi -i testsrc2=s=1280x720:r=30:d=3 -f lavfi -i color=black:s=1280x720:r=30:d=3 -f lavfi -i testsrc2=s=1280x720:r=30:d=2 \
         -f lavfi -i color=teal:s=1280x720:r=30:d=5 -f lavfi -i sine=500:r=48000:d=13 \
         -filter_complex [0:v][1:v][2:v][3:v]concat=n=4[v];[4:a]volume=0:enable='between(t,3,6.5)'[a] -map [v] -map [a] \
         -c:v libx264 -preset ultrafast -c:a aac in.mp4",
    );
    let report = room.take("in.mp4").await.unwrap().report;
    let picture = report.picture.as_ref().unwrap();
    let near = |stretch: &plenary_model::clip::report::Stretch, at: u64, length: u64| {
        assert!(stretch.at_ms.abs_diff(at) < 200 && stretch.length_ms.abs_diff(length) < 300, "{stretch:?}");
    };
    assert_eq!((picture.black.len(), picture.width, picture.height, picture.fps), (1, 1_280, 720, 30.0));
    near(&picture.black[0], 3_000, 3_000);
    near(picture.frozen.last().unwrap(), 8_000, 5_000);
    let silent = &report.sound.as_ref().unwrap().silent;
    assert_eq!(silent.len(), 1, "{silent:?}");
    near(&silent[0], 3_000, 3_500);
    assert_eq!(kinds(&report), ["silent", "black", "frozen"]);
}

#[tokio::test]
async fn loud_rotated_small_and_late_recordings_are_told_as_such() {
    let room = Room::new();
    room.ffmpeg(
        "-f lavfi -i testsrc2=s=320x180:r=12:d=3 -itsoffset 0.8 -f lavfi -i sine=500:r=44100:d=2 -af volume=30dB \
         -c:v libx264 -preset ultrafast -c:a pcm_s16le flat.mov",
    );
    room.ffmpeg("-i flat.mov -c copy -metadata:s:v:0 rotate=90 in.mov");
    let report = room.take("in.mov").await.unwrap().report;
    assert_eq!(kinds(&report), ["distorted", "upright", "small_picture", "few_pictures", "apart"]);
    let picture = report.picture.unwrap();
    assert_eq!((picture.width, picture.height), (180, 320));
    assert!((report.sound_after_picture_ms - 800).abs() < 60, "{}", report.sound_after_picture_ms);
    assert_eq!(report.sound.unwrap().channels, 1);
}

#[tokio::test]
async fn professional_formats_are_taken_in() {
    let room = Room::new();
    // 4K ProRes with surround sound, of which the voice is in the middle.
    room.ffmpeg(
        "-f lavfi -i testsrc2=s=3840x2160:r=25:d=0.4 -f lavfi -i sine=700:r=48000:d=2 \
         -filter_complex [1:a]pan=5.1|FC=c0[a] -map 0:v -map [a] -c:v prores_ks -profile:v 0 -c:a pcm_s24le in.mov",
    );
    let taken = room.take("in.mov").await.unwrap();
    let report = &taken.report;
    assert_eq!(report.sound.as_ref().unwrap().channels, 6);
    assert_eq!(
        report.picture.as_ref().map(|picture| Size::new(picture.width, picture.height)),
        Some(Size::new(3_840, 2_160))
    );
    let [left, right] = heard(&taken.clip, 700.0);
    assert!(left > 0.04 && (left / right - 1.0).abs() < 0.05, "{left} {right}");
}

#[tokio::test]
async fn a_high_dynamic_range_is_brought_into_the_usual_one() {
    let room = Room::new();
    // Reference white of PQ (203 cd/m2) is 58 % of its signal: shown as it is, it would be grey.
    room.ffmpeg(
        "-f lavfi -i color=0x949494:s=640x360:r=30:d=1 -vf format=yuv420p10le -c:v libx265 -preset ultrafast \
         -x265-params log-level=error -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc in.mp4",
    );
    let taken = room.take("in.mp4").await.unwrap();
    assert!(taken.report.picture.as_ref().unwrap().hdr);
    let mut player = Player::open(&taken.clip).unwrap();
    let white = player.picture(10).unwrap().unwrap().pixel(640, 360);
    assert!(white.y > 170, "{white:?}");
}
