//! Recorded speeches, drawn and spoken by this machine at the first start.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};
use plenary_model::scene::Caption;
use plenary_picture::{Picture, Size};
use plenary_swarm::{portrait, recorded, reel::Stamp};
use tokio_util::sync::CancellationToken;

/// A recorded speech on disk.
#[derive(Debug, Clone)]
pub struct Speech {
    /// The recording: H.264 and AAC in MP4.
    pub file: PathBuf,
    /// As the rundown names it.
    pub title: &'static str,
    /// Who speaks.
    pub caption: Caption,
}

/// Makes the recordings that are not there yet. The pictures carry the speech's number, a timecode and a
/// colour of their own.
pub fn make(folder: &Path, cancelled: &CancellationToken, say: impl Fn(&str)) -> anyhow::Result<Vec<Speech>> {
    std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let speech = |(index, script): (usize, &Script)| {
        let file = folder.join(format!("{}-{EDITION}.mp4", script.voice));
        if !file.exists() {
            say(&format!("recording a speech: {} ({} of {})", script.title, index + 1, SCRIPTS.len()));
            record(script, recorded(index), &file, cancelled)?;
        }
        let caption = Caption { name: script.name.to_owned(), title: script.role.to_owned() };
        Ok(Speech { file, title: script.title, caption })
    };
    SCRIPTS.iter().enumerate().map(speech).collect()
}

fn record(script: &Script, number: u32, file: &Path, cancelled: &CancellationToken) -> anyhow::Result<()> {
    let (voice, unfinished) = (file.with_extension("wav"), file.with_extension("part"));
    let spoken = Command::new("espeak-ng")
        .args(["-v", script.voice, "-s", WORDS_PER_MINUTE, "-w"])
        .arg(&voice)
        .arg("--")
        .arg(script.text)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !spoken.context("espeak-ng is missing: install the package espeak-ng and start again")?.success() {
        bail!("espeak-ng did not speak {}", script.voice);
    }
    let frames = length(std::fs::metadata(&voice)?.len());

    let mut child = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "1280x720"])
        .args(["-r", "30", "-i", "pipe:0", "-i"])
        .arg(&voice)
        .args(["-vf", TIMECODE, "-af", "apad", "-shortest", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"])
        .args(["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-f", "mp4"])
        .arg(&unfinished)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("ffmpeg is missing: install the package ffmpeg and start again")?;
    let mut pipe = child.stdin.take().context("ffmpeg has no input")?;
    let mut picture = Picture::new(Size::new(1280, 720));
    for index in 0..frames {
        let phase = index as f32 / TURN as f32 % 1.0;
        portrait::draw(&mut picture, number, phase, Stamp { number, index }.write());
        // A pipe that broke: ffmpeg says why below.
        if cancelled.is_cancelled() || pipe.write_all(picture.data()).is_err() {
            break;
        }
    }
    drop(pipe);
    let ended = child.wait_with_output()?;
    if cancelled.is_cancelled() {
        bail!("stopped while the speeches were being recorded");
    }
    if !ended.status.success() {
        bail!("ffmpeg did not record {}: {}", script.voice, String::from_utf8_lossy(&ended.stderr).trim());
    }
    std::fs::remove_file(&voice)?;
    std::fs::rename(&unfinished, file)?;
    Ok(())
}

/// Frames for so many bytes of espeak-ng's WAV, which is 22,050 Hz in 16 bits with a header of 44 bytes.
fn length(bytes: u64) -> u32 {
    let frames = bytes.saturating_sub(44) * 30 / (22_050 * 2);
    u32::try_from(frames).unwrap_or(LONGEST).clamp(1, LONGEST)
}

/// What a simulated person says.
struct Script {
    /// espeak-ng's voice.
    voice: &'static str,
    title: &'static str,
    name: &'static str,
    role: &'static str,
    text: &'static str,
}

/// Goes up when the recordings have to be made anew.
const EDITION: u32 = 1;
/// A calm speech.
const WORDS_PER_MINUTE: &str = "150";
/// Half a minute: the stamp has room for 1,023 frames.
const LONGEST: u32 = 900;
/// Frames in which the portrait goes once through its movement.
const TURN: u32 = 120;
const TIMECODE: &str = "drawtext=timecode='00\\:00\\:00\\:00':rate=30:fontsize=36:fontcolor=white:box=1:\
                        boxcolor=black@0.6:boxborderw=10:x=w-tw-40:y=40";

const SCRIPTS: [Script; 4] = [
    Script {
        voice: "en",
        title: "What a river remembers",
        name: "Tomasina Adeyinka-Holt",
        role: "River historian",
        text: "A river remembers every field that it ever watered. In our town we have measured it for forty \
               years, and each spring it tells us what we did upstream.",
    },
    Script {
        voice: "fa",
        title: "آبی که زیر زمین راه می‌رود",
        name: "بهرنگ کاریزبان",
        role: "مقنی و آموزگار",
        text: "پدربزرگ من زیر زمین راه می‌رفت تا آب به ده ما برسد. امروز همان راه را با بچه‌های مدرسه اندازه \
               می‌گیریم و هر سال آن را پاک می‌کنیم.",
    },
    Script {
        voice: "es",
        title: "La niebla también se cosecha",
        name: "Renata Quispe Lloret",
        role: "Cosechadora de niebla",
        text: "En nuestra ladera casi no llueve, pero la niebla pasa todas las mañanas. Con redes sencillas \
               llenamos los tanques de la escuela y del huerto.",
    },
    Script {
        voice: "sw",
        title: "Kisima cha kijiji",
        name: "Baraka Mwakisima",
        role: "Fundi wa visima",
        text: "Kisima chetu kina umri wa miaka hamsini. Kila mwezi tunapima maji pamoja, na kila mtoto wa \
               kijiji anajua kina chake.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_as_long_as_the_voice() {
        assert_eq!(length(44 + 22_050 * 2 * 10), 300);
        assert_eq!((length(0), length(u64::MAX / 60)), (1, LONGEST));
    }
}
