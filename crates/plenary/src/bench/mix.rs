//! What a scene of several live sources costs, beside ffmpeg with the same pictures.
//!
//! The stage runs in this process, on an origin without sockets, and its sources are encoded before anything is
//! measured and replayed: what is counted is reading, decoding, composing, drawing and encoding.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use moq_mux::{
    catalog::{self, hang::Container},
    container::{Frame, Kind},
};
use moq_net::{Timestamp, origin};
use plenary_model::{
    format::Format,
    graphic::{Content, Corner},
    id::{GraphicId, Secret, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    scene::{Caption, Scene, Transition, template},
    source::SourceId,
};
use plenary_picture::Size;
use plenary_stage::{Config, Feed, Graphic, Handle, Slate, Source, State};
use plenary_swarm::reel::{Reel, Shape};
use rand::{SeedableRng, rngs::StdRng};
use serde::Serialize;
use tokio::{process::Command, task::JoinSet, time::timeout};

use super::{process::ticks_s, say};

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// Cores of a stage with four live 720p30 sources in a grid, a name, a clock and a ticker, both renditions and sound.
    mix4_cores: f64,
    mix4_late_frames: u64,
    /// Cores of one ffmpeg that decodes the same four, stacks them, draws a box and encodes both renditions with x264 at
    /// `veryfast`; no sound.
    mix4_ffmpeg_cores: f64,
    /// The first by the second.
    mix4_ffmpeg_ratio: f64,
    /// Cores of a stage of 1080p30 with two live 1080p30 sources beside each other and the same graphics.
    mix1080_cores: f64,
    mix1080_late_frames: u64,
}

/// Measures each for so long. `folder` is for what ffmpeg reads.
pub async fn measure(time: Duration, folder: &Path) -> anyhow::Result<Figures> {
    say("encoding the sources of the mixes");
    let hd = reels(4, HD).await?;
    let full_hd = reels(2, FULL_HD).await?;
    say(&format!("counting the cost of four sources in one scene for {} s", time.as_secs()));
    let (mix4_cores, mix4_late_frames) = stage(Format::Hd30, &hd, time).await?;
    say(&format!("counting the same of ffmpeg for {} s", time.as_secs()));
    let mix4_ffmpeg_cores = ffmpeg(&hd, time, folder).await?;
    say(&format!("counting the cost of two sources in 1080p for {} s", time.as_secs()));
    let (mix1080_cores, mix1080_late_frames) = stage(Format::FullHd30, &full_hd, time).await?;
    let mix4_ffmpeg_ratio = mix4_cores / mix4_ffmpeg_cores;
    Ok(Figures {
        mix4_cores,
        mix4_late_frames,
        mix4_ffmpeg_cores,
        mix4_ffmpeg_ratio,
        mix1080_cores,
        mix1080_late_frames,
    })
}

async fn reels(count: u32, shape: Shape) -> anyhow::Result<Vec<Reel>> {
    let encode = move || (0..count).map(|number| Reel::encode(number, shape)).collect::<Result<_, _>>();
    Ok(tokio::task::spawn_blocking(encode).await??)
}

/// Cores and late frames of a stage with these sources in one scene.
async fn stage(format: Format, reels: &[Reel], time: Duration) -> anyhow::Result<(f64, u64)> {
    let (config, names) = {
        let rng = &mut StdRng::seed_from_u64(1);
        let summit = SummitId::random(rng);
        let slate = Slate { title: "World Water Assembly".into(), ..Slate::default() };
        let names: Vec<_> = reels
            .iter()
            .map(|_| {
                let id = SourceId::Speaker(SpeakerId::random(rng));
                (id, BroadcastName::Speaker { summit, stage: None, secret: Secret::random(rng) })
            })
            .collect();
        (Config { summit, stage: StageId::random(rng), format, slate }, names)
    };
    let origin = moq_tokio::origin::spawn();
    let (stage, task) = plenary_stage::start(config, origin.clone())?;
    let mut speaking = JoinSet::new();
    for (reel, (_, name)) in reels.iter().zip(&names) {
        replay(&origin, *name, reel, &mut speaking)?;
    }
    stage.sources(names.iter().map(|(id, name)| Source { id: *id, feed: Feed::Live(*name) }).collect()).await?;
    let ids: Vec<_> = names.iter().map(|(id, _)| *id).collect();
    let scene = match ids[..] {
        [left, right] => Scene::Two { left, right },
        _ => Scene::Boxes { boxes: template::fill(&grid()?, ids.iter().copied())? },
    };
    let caption = Caption { name: "Amina Waweru-Okello".into(), title: "Hydrologist".into() };
    stage.direct(scene, Transition::Cut, Some(caption)).await?;
    stage.graphics(graphics(), Vec::new()).await?;
    let mut seen = stage.snapshot();
    let live = seen.wait_for(|now| now.programme == scene && now.sources.iter().all(|one| one.state == State::Live));
    timeout(PATIENCE, live).await.context("the sources did not come on air")??;
    tokio::time::sleep(SETTLE).await;
    let measured = count(&stage, time).await?;
    stage.stop().await;
    task.await?;
    Ok(measured)
}

async fn count(stage: &Handle, time: Duration) -> anyhow::Result<(f64, u64)> {
    let (late, before, begun) = (stage.snapshot().borrow().late_frames, ticks_s("self")?, Instant::now());
    tokio::time::sleep(time).await;
    let cores = (ticks_s("self")? - before) / begun.elapsed().as_secs_f64();
    Ok((cores, stage.snapshot().borrow().late_frames - late))
}

/// The arrangement for four that comes with the program.
fn grid() -> anyhow::Result<Vec<template::Place>> {
    let found = template::shipped().into_iter().find(|(_, places)| places.len() == 4);
    Ok(found.context("no arrangement for four comes with the program")?.1)
}

fn graphics() -> Vec<Graphic> {
    let rng = &mut StdRng::seed_from_u64(2);
    let clock = Content::Clock { zone: None, label: "Nairobi".into(), corner: Corner::default() };
    let ticker = Content::Ticker { text: "Thirty thousand places · a hundred countries · one assembly".into() };
    let graphic = |content| Graphic { id: GraphicId::random(rng), content, zone: "UTC".into(), file: None };
    [clock, ticker].map(graphic).into()
}

/// Sends a loop of pictures, and a tone, until the set is dropped.
fn replay(
    origin: &origin::Producer,
    name: BroadcastName,
    reel: &Reel,
    speaking: &mut JoinSet<()>,
) -> anyhow::Result<()> {
    let mut broadcast = origin.create_broadcast(name.to_string())?;
    let catalog = catalog::Producer::new(&mut broadcast, catalog::Config::default())?;
    let codec = hang::catalog::H264 { inline: true, profile: 0x42, constraints: 0xc0, level: 40 };
    let track = broadcast.create_track("video", catalog.track_info(60))?;
    let mut video = catalog.video(track, Container::Legacy(Kind::Video), hang::catalog::VideoConfig::new(codec))?;
    let mut opus =
        moq_audio::encode::Encoder::new(&moq_audio::encode::Settings::new(48_000, moq_audio::Layout::Stereo))?;
    let track = broadcast.create_track("sound", catalog.track_info(80))?;
    let mut audio = catalog.audio(track, Container::Legacy(Kind::Audio), opus.catalog())?;
    let tone: Vec<f32> = (0..1_920).map(|at| ((at / 2) as f32 * 0.0654).sin() * 0.2).collect();
    let packet = opus.encode(&tone)?.payload;
    broadcast.announce(origin::Route::default())?;
    let frames = reel.length();
    let pictures: Vec<_> = (0..frames).map(|at| reel.frame(at).clone()).collect();
    let start = tokio::time::Instant::now();
    speaking.spawn(async move {
        let _broadcast = broadcast;
        let mut packets = 0;
        for n in 0u64.. {
            let us = n * 1_000_000 / 30;
            tokio::time::sleep_until(start + Duration::from_micros(us)).await;
            let encoded = &pictures[(n % frames) as usize];
            let (payload, keyframe) = (encoded.data.clone(), encoded.keyframe);
            let Ok(timestamp) = Timestamp::from_micros(us) else { return };
            if video.write(Frame { timestamp, payload, keyframe, duration: None }).is_err() {
                return;
            }
            while packets * 20_000 < us {
                let Ok(timestamp) = Timestamp::from_micros(packets * 20_000) else { return };
                let keyframe = packets.is_multiple_of(5);
                let frame = Frame { timestamp, payload: packet.clone(), keyframe, duration: None };
                if audio.write(frame).is_err() {
                    return;
                }
                packets += 1;
            }
        }
    });
    Ok(())
}

/// Cores of one ffmpeg that makes the same of the same pictures, in real time.
async fn ffmpeg(reels: &[Reel], time: Duration, folder: &Path) -> anyhow::Result<f64> {
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-nostdin", "-v", "error"]);
    for (at, reel) in reels.iter().enumerate() {
        let path = folder.join(format!("mix-{at}.h264"));
        let pictures = u64::from(reel.shape().fps) * (time + 2 * SETTLE).as_secs();
        let stream: Vec<u8> = (0..pictures).flat_map(|at| reel.frame(at).data.to_vec()).collect();
        std::fs::write(&path, stream)?;
        command.args(["-re", "-f", "h264", "-framerate", "30", "-i"]).arg(&path);
    }
    command.args(["-filter_complex", STACK]);
    for (pad, bitrate) in [("[large]", "2500k"), ("[small]", "600k")] {
        command.args(["-map", pad, "-c:v", "libx264", "-preset", "veryfast", "-g", "30", "-b:v", bitrate]);
        command.args(["-f", "null", "-"]);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let child = command.spawn().context("ffmpeg does not start: apt-get install ffmpeg")?;
    let id = child.id().context("ffmpeg has ended")?.to_string();
    tokio::time::sleep(SETTLE).await;
    let (before, begun) = (ticks_s(&id)?, Instant::now());
    tokio::time::sleep(time).await;
    Ok((ticks_s(&id)? - before) / begun.elapsed().as_secs_f64())
}

const HD: Shape = Shape { size: Size::new(1280, 720), fps: 30, bitrate_bps: 2_000_000 };
const FULL_HD: Shape = Shape { size: Size::new(1920, 1080), fps: 30, bitrate_bps: 4_000_000 };
const PATIENCE: Duration = Duration::from_secs(60);
/// Encoders and buffers are warm after it.
const SETTLE: Duration = Duration::from_secs(3);
/// A grid of four with a box where the name stands, at both sizes.
const STACK: &str = "[0:v]scale=640:360[a];[1:v]scale=640:360[b];[2:v]scale=640:360[c];[3:v]scale=640:360[d];\
    [a][b][c][d]xstack=inputs=4:layout=0_0|640_0|0_360|640_360,\
    drawbox=x=64:y=560:w=600:h=90:color=black@0.6:t=fill,split[large][half];[half]scale=640:360[small]";
