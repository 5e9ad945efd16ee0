//! Measures what a stage costs: two live sources of 720p in one scene, a caption, both renditions and
//! sound, for so many seconds as the first argument says (20 without one).
//!
//! The sources are encoded before the measurement begins and replayed in a loop, so that what is measured
//! is the stage. Prints cores and late frames, then how long after a source sent a picture a viewer has it
//! decoded, and how often it is repeated or missing: of one source that fills the picture, without what its
//! own encoder needs.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use moq_audio::{Layout, encode};
use moq_mux::{
    catalog::{self, hang::Container},
    container::{Consumer, Frame, Kind},
};
use moq_net::{Timestamp, origin};
use plenary_model::{
    id::{Secret, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    scene::{Caption, Scene, Transition},
    source::SourceId,
};
use plenary_picture::{Picture, Size, Yuv, h264, stamp};
use plenary_stage::{Config, Feed, Format, Slate, Source};
use rand::{SeedableRng, rngs::StdRng};

const SIZE: Size = Size::new(1280, 720);
const FRAMES: u64 = 60;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seconds: u64 = std::env::args().nth(1).map_or(Ok(20), |text| text.parse())?;
    let rng = &mut StdRng::seed_from_u64(1);
    let summit = SummitId::random(rng);
    let origin = moq_tokio::origin::spawn();
    let slate = Slate { title: "World Water Assembly".into(), ..Slate::default() };
    let config = Config { summit, stage: StageId::random(rng), format: Format::default(), slate };
    let programme = config.programme();
    let (stage, _task) = plenary_stage::start(config, origin.clone())?;
    let (mut sources, mut started) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let name = BroadcastName::Speaker { summit, stage: None, secret: Secret::random(rng) };
        sources.push(Source { id: SourceId::Speaker(SpeakerId::random(rng)), feed: Feed::Live(name) });
        started.push(replay(&origin, name)?);
    }
    let (left, right) = (sources[0].id, sources[1].id);
    stage.sources(sources).await?;
    let caption = Caption { name: "Amara Okafor".into(), title: "Hydrologist, Lagos".into() };
    stage.direct(Scene::Two { left, right }, Transition::Cut, Some(caption)).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (start, before, late) = (Instant::now(), cpu_seconds(), stage.snapshot().borrow().late_frames);
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let cores = (cpu_seconds() - before) / start.elapsed().as_secs_f64();
    let snapshot = stage.snapshot().borrow().clone();
    let late = snapshot.late_frames - late;
    writeln!(std::io::stdout(), "cores {cores:.3}, late frames {late}, {snapshot:?}")?;
    for line in threads() {
        writeln!(std::io::stdout(), "{line}")?;
    }
    stage.direct(Scene::Full { source: left }, Transition::Cut, None).await?;
    let (lags, repeated, missing) = watch(&origin, programme, started[0], seconds * 30).await?;
    let at = |part: usize| lags[(lags.len() * part / 100).min(lags.len() - 1)];
    writeln!(
        std::io::stdout(),
        "{} pictures, {} to {} ms old, half {}, 95 of 100 {}; {repeated} repeated, {missing} missing",
        lags.len(),
        lags[0],
        lags[lags.len() - 1],
        at(50),
        at(95)
    )?;
    Ok(())
}

/// Decodes the programme as a viewer and gives the age of each new picture in ms, least first, and how many
/// pictures were shown again and left out.
async fn watch(
    origin: &origin::Producer,
    programme: BroadcastName,
    started: Instant,
    frames: u64,
) -> Result<(Vec<u64>, u64, u64), Box<dyn std::error::Error>> {
    let broadcast = origin.consume().routed_broadcast(programme.to_string()).await?;
    let track = broadcast.track("720p")?.subscribe(None).await?;
    let mut reader = Consumer::new(track, Container::Legacy(Kind::Video));
    let mut decoder = h264::Decoder::new(SIZE)?;
    let (mut lags, mut repeated, mut missing, mut last) = (Vec::new(), 0, 0, None);
    let mut seen = 0;
    while seen < frames {
        let frame = reader.read().await?.ok_or("the programme ended")?;
        let Some(number) = decoder.decode(&frame.payload)?.and_then(|picture| stamp::read(&picture)) else { continue };
        let now = started.elapsed().as_millis() as u64;
        seen += 1;
        // Numbers begin anew every two seconds; nothing here is that old.
        let step = last.replace(number).map_or(1, |last| (u64::from(number) + FRAMES - u64::from(last)) % FRAMES);
        match step {
            0 => repeated += 1,
            step => {
                missing += step - 1;
                let round = FRAMES * 1_000 / 30;
                lags.push((now % round + round - u64::from(number) * 1_000 / 30) % round);
            }
        }
    }
    lags.sort_unstable();
    Ok((lags, repeated, missing))
}

/// Encodes two seconds of moving picture and tone, and sends them over and over. Gives when it began.
fn replay(origin: &origin::Producer, name: BroadcastName) -> Result<Instant, Box<dyn std::error::Error>> {
    let settings = h264::Settings { size: SIZE, fps: 30, bitrate_bps: 2_000_000, keyframe_interval: 30 };
    let mut encoder = h264::Encoder::new(settings)?;
    let mut pictures = Vec::new();
    let mut picture = Picture::filled(SIZE, Yuv::from_rgb(0x30_5070));
    for n in 0..FRAMES as u32 {
        // A wave that moves through the whole picture: harder than somebody who talks.
        let plane = &mut picture.planes_mut()[0];
        for (at, luma) in plane.data.iter_mut().enumerate() {
            let (x, y) = (at % plane.width, at / plane.width);
            *luma = 60 + ((x + 3 * n as usize) / 5 % 64) as u8 + ((y + n as usize) / 7 % 64) as u8;
        }
        stamp::write(&mut picture, n);
        pictures.push(encoder.encode(&picture, false)?);
    }
    let mut sounds = encode::Encoder::new(&encode::Settings::new(48_000, Layout::Stereo))?;
    let tone: Vec<f32> = (0..1920).map(|at| ((at / 2) as f32 * 0.0654).sin() * 0.3).collect();
    let packet = sounds.encode(&tone)?.payload;

    let mut broadcast = origin.create_broadcast(name.to_string())?;
    let catalog = catalog::Producer::new(&mut broadcast, catalog::Config::default())?;
    let codec = hang::catalog::H264 { inline: true, profile: 0x42, constraints: 0xc0, level: 31 };
    let track = broadcast.create_track("video", catalog.track_info(60))?;
    let mut video = catalog.video(track, Container::Legacy(Kind::Video), hang::catalog::VideoConfig::new(codec))?;
    let track = broadcast.create_track("sound", catalog.track_info(80))?;
    let mut audio = catalog.audio(track, Container::Legacy(Kind::Audio), sounds.catalog())?;
    broadcast.announce(origin::Route::default())?;
    let began = Instant::now();
    let start = tokio::time::Instant::from_std(began);
    tokio::spawn(async move {
        let _broadcast = broadcast;
        let mut packets = 0;
        for n in 0u64.. {
            let us = n * 1_000_000 / 30;
            tokio::time::sleep_until(start + Duration::from_micros(us)).await;
            let encoded = &pictures[(n % FRAMES) as usize];
            let (payload, keyframe) = (encoded.data.clone(), encoded.keyframe);
            let timestamp = Timestamp::from_micros(us).expect("small");
            if video.write(Frame { timestamp, payload, keyframe, duration: None }).is_err() {
                return;
            }
            while packets * 20_000 < us {
                let timestamp = Timestamp::from_micros(packets * 20_000).expect("small");
                let keyframe = packets.is_multiple_of(5);
                let frame = Frame { timestamp, payload: packet.clone(), keyframe, duration: None };
                if audio.write(frame).is_err() {
                    return;
                }
                packets += 1;
            }
        }
    });
    Ok(began)
}

/// Processor time of this process so far.
fn cpu_seconds() -> f64 {
    ticks("/proc/self/stat").map_or(0.0, |(_, ticks)| ticks)
}

fn threads() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let mut all: Vec<_> = tasks.filter_map(|task| ticks(task.path().join("stat"))).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.into_iter().take(10).map(|(name, seconds)| format!("{name:16} {seconds:.2} s")).collect()
}

fn ticks(path: impl AsRef<std::path::Path>) -> Option<(String, f64)> {
    let text = std::fs::read_to_string(path).ok()?;
    let (head, rest) = text.rsplit_once(')')?;
    let name = head.split_once('(')?.1.to_owned();
    let fields: Vec<&str> = rest.split_whitespace().collect();
    // utime and stime, in hundredths of a second.
    Some((name, (fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0))
}
