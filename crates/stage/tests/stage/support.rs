//! A synthetic speaker, and a viewer that reads what the stage sends.

use std::time::{Duration, Instant};

use moq_audio::Layout;
use moq_mux::{
    catalog::{self, hang::Container},
    container::{self, Kind},
};
use moq_net::{Timestamp, origin, track::Subscription};
use plenary_model::name::BroadcastName;
use plenary_picture::{Picture, Size, h264, stamp};

/// No wait in these tests is longer: a machine that is busy is slow, one that hangs is a failure.
pub const LIMIT: Duration = Duration::from_secs(60);
const FRAME_US: u64 = 33_333;

/// Publishes pictures with numbers and a tone, live, until it is dropped.
pub struct Speaker(tokio::task::JoinHandle<()>);

impl Drop for Speaker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Speaker {
    /// Numbers count from `first`; the speaker's clock is `ahead` of its own beginning.
    pub fn start(origin: &origin::Producer, name: BroadcastName, first: u32, hertz: f32, ahead: Duration) -> Self {
        Self(tokio::spawn(speak(origin.clone(), name, first, hertz, ahead)))
    }
}

async fn speak(origin: origin::Producer, name: BroadcastName, first: u32, hertz: f32, ahead: Duration) {
    let size = Size::new(640, 360);
    let settings = h264::Settings { size, fps: 30, bitrate_bps: 900_000, keyframe_interval: 30 };
    let mut pictures = h264::Encoder::new(settings).unwrap();
    let mut sounds =
        moq_audio::encode::Encoder::new(&moq_audio::encode::Settings::new(48_000, Layout::Stereo)).unwrap();
    let mut broadcast = origin.create_broadcast(name.to_string()).unwrap();
    let catalog = catalog::Producer::new(&mut broadcast, catalog::Config::default()).unwrap();
    let reserved = catalog.reserve();
    let mut config = hang::catalog::VideoConfig::new(hang::catalog::H264 {
        inline: true,
        profile: 0x42,
        constraints: 0xc0,
        level: 30,
    });
    config.coded_width = Some(size.width);
    config.coded_height = Some(size.height);
    let track = broadcast.create_track("video", catalog.track_info(60)).unwrap();
    let mut video = reserved.video(track, Container::Legacy(Kind::Video), config).unwrap();
    let track = broadcast.create_track("sound", catalog.track_info(80)).unwrap();
    let mut audio = reserved.audio(track, Container::Legacy(Kind::Audio), sounds.catalog()).unwrap();
    drop(reserved);
    broadcast.announce(Default::default()).unwrap();

    let start = Instant::now();
    let mut picture = Picture::new(size);
    let (mut n, mut packets) = (0u32, 0u64);
    loop {
        let due = u64::from(n) * FRAME_US;
        tokio::time::sleep_until((start + Duration::from_micros(due)).into()).await;
        picture.fill(plenary_picture::Yuv { y: 90, u: 110, v: 140 });
        stamp::write(&mut picture, first + n);
        let encoded = pictures.encode(&picture, false).unwrap();
        let timestamp = Timestamp::from_micros(due + ahead.as_micros() as u64).unwrap();
        let (payload, keyframe) = (encoded.data, encoded.keyframe);
        video.write(container::Frame { timestamp, payload, keyframe, duration: None }).unwrap();
        while packets * 20_000 + 20_000 <= due {
            let tone = |at: u64| (at as f32 * hertz * std::f32::consts::TAU / 48_000.0).sin() * 0.4;
            let pcm: Vec<f32> = (0..1920).map(|at| tone(packets * 960 + at / 2)).collect();
            let payload = sounds.encode(&pcm).unwrap().payload;
            let timestamp = Timestamp::from_micros(packets * 20_000 + ahead.as_micros() as u64).unwrap();
            if packets.is_multiple_of(5) {
                audio.cut(Some(timestamp)).unwrap();
            }
            let keyframe = audio.needs_keyframe();
            audio.write(container::Frame { timestamp, payload, keyframe, duration: None }).unwrap();
            packets += 1;
        }
        n += 1;
    }
}

/// Reads one track of a broadcast.
pub struct Viewer {
    frames: container::Consumer<Container>,
    decoder: Option<h264::Decoder>,
    sound: Option<moq_audio::decode::Decoder>,
}

impl Viewer {
    /// Opens a video track by name, or the sound when there is none of that name.
    pub async fn open(origin: &origin::Producer, name: BroadcastName, track: &str) -> Self {
        let open = async {
            let broadcast = origin.consume().routed_broadcast(name.to_string()).await.unwrap();
            let subscriber = broadcast.track(hang::Catalog::DEFAULT_NAME).unwrap().subscribe(None).await.unwrap();
            let catalog = catalog::hang::Consumer::<()>::new(subscriber).next().await.unwrap().unwrap();
            let subscription = Subscription::default().with_max_age(Duration::from_secs(20));
            let subscriber = broadcast.track(track).unwrap().subscribe(subscription).await.unwrap();
            let (wire, decoder, sound) = match catalog.video.renditions.get(track) {
                Some(config) => {
                    let decoder = h264::Decoder::new(Size::new(1920, 1080)).unwrap();
                    (Container::try_from(config).unwrap(), Some(decoder), None)
                }
                None => {
                    let config = &catalog.audio.renditions[track];
                    let decoder = moq_audio::decode::Decoder::new(config, &Default::default()).unwrap();
                    (Container::try_from(config).unwrap(), None, Some(decoder))
                }
            };
            Self { frames: container::Consumer::new(subscriber, wire), decoder, sound }
        };
        tokio::time::timeout(LIMIT, open).await.expect("the broadcast is not to be had")
    }

    async fn next(&mut self) -> (u64, bytes::Bytes) {
        let frame = tokio::time::timeout(LIMIT, self.frames.read()).await.expect("nothing comes any more");
        let frame = frame.unwrap().expect("the programme ended");
        (frame.timestamp.as_micros() as u64, frame.payload)
    }

    /// The number of the next frame (of 30 a second), and its picture.
    pub async fn picture(&mut self) -> (u64, Picture) {
        let (us, picture) = self.timed().await;
        ((us * 30 + 500_000) / 1_000_000, picture)
    }

    /// When the next picture is seen, in microseconds, and the picture.
    pub async fn timed(&mut self) -> (u64, Picture) {
        let (us, payload) = self.next().await;
        let picture = self.decoder.as_mut().unwrap().decode(&payload).unwrap().expect("every frame has a picture");
        (us, picture)
    }

    /// The time of the next packet in microseconds, and its samples.
    pub async fn sound(&mut self) -> (u64, Vec<f32>) {
        let (us, payload) = self.next().await;
        (us, self.sound.as_mut().unwrap().decode(&payload).unwrap().samples)
    }

    /// The next second of sound.
    pub async fn second(&mut self) -> Vec<f32> {
        let mut samples = Vec::new();
        while samples.len() < 96_000 {
            samples.extend(self.sound().await.1);
        }
        samples
    }
}

/// How much of a tone is in the left channel of interleaved stereo, 0 to 1: the mean over parts of 20 ms.
pub fn tone(samples: &[f32], hertz: f32) -> f32 {
    let parts = samples.chunks_exact(1920);
    let count = parts.len() as f32;
    let strength = |part: &[f32]| {
        let (mut re, mut im) = (0.0, 0.0);
        for (n, sample) in part.iter().step_by(2).enumerate() {
            let angle = n as f32 * hertz * std::f32::consts::TAU / 48_000.0;
            re += sample * angle.cos();
            im += sample * angle.sin();
        }
        2.0 * re.hypot(im) / 960.0
    };
    parts.map(strength).sum::<f32>() / count
}
