//! The demo's recorded speeches: made on this machine at the first run with espeak-ng and ffmpeg.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tokio::process::Command;

/// One recorded speech: who is said to give it, in which language, and what they say.
pub struct Speech {
    /// Name of the file.
    pub file: &'static str,
    /// As the rundown shows it.
    pub title: &'static str,
    /// An invented person.
    pub name: &'static str,
    /// What they are.
    pub role: &'static str,
    /// Voice of espeak-ng.
    voice: &'static str,
    /// Two colours of the moving background, and the colour of the marker that tests read.
    colours: [&'static str; 3],
    /// What is said.
    text: &'static str,
}

/// The speeches, each in a language and a colour of its own.
pub const SPEECHES: [Speech; 4] = [
    Speech {
        file: "opening.mp4",
        title: "Opening",
        name: "Amara Osei-Lindqvist",
        role: "Chair, World Water Assembly",
        voice: "en",
        colours: ["0x0b3c5d", "0x328cc1", "0xd9b310"],
        text: "Good morning, and welcome to the World Water Assembly. Today thousands of places meet in one room. \
               We share rivers, rain, and the work of keeping them clean. Let us begin by listening to each other. \
               In this first hour you will hear five voices from five continents, and see the places they speak from.",
    },
    Speech {
        file: "rivers.mp4",
        title: "What a river remembers",
        name: "نیلوفر آبادانی",
        role: "پژوهشگر رودخانه‌ها",
        voice: "fa",
        colours: ["0x14532d", "0x4d9078", "0xe4572e"],
        text: "سلام به همه‌ی شهرها و روستاهایی که امروز کنار هم هستند. رودخانه حافظه‌ی سرزمین است. \
               هر چه در آن بریزیم، روزی به ما باز می‌گردد. بیایید امروز با هم قرار بگذاریم که آب را پاک نگه داریم.",
    },
    Speech {
        file: "wells.mp4",
        title: "A hundred wells",
        name: "Mateo Quispe Vargas",
        role: "Maestro de pozos",
        voice: "es",
        colours: ["0x5b2333", "0xb5446e", "0x9dc5bb"],
        text: "Buenos días a todos. En mi valle hemos abierto cien pozos con nuestras manos. \
               Cada pozo tiene un nombre y una familia que lo cuida. El agua que se comparte no se acaba.",
    },
    Speech {
        file: "rain.mp4",
        title: "Reading the rain",
        name: "Wanjiru Kamau-Tran",
        role: "Mtabiri wa hali ya hewa",
        voice: "sw",
        colours: ["0x2d3047", "0x7768ae", "0xfffd98"],
        text: "Habari za asubuhi. Mvua ina lugha yake, na wakulima wetu wanaijua. \
               Leo tunaunganisha vipimo vya vijiji elfu moja, ili kila shamba lijue mvua inakuja lini.",
    },
];

/// Makes every speech that is not in `folder` yet, and returns their files.
pub async fn make(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    tokio::fs::create_dir_all(folder).await.with_context(|| format!("cannot create {}", folder.display()))?;
    let mut files = Vec::new();
    for speech in &SPEECHES {
        let file = folder.join(speech.file);
        if !file.exists() {
            render(speech, folder, &file).await?;
        }
        files.push(file);
    }
    Ok(files)
}

/// Speaks the text, then draws a moving picture of the same length with a timecode and the marker.
async fn render(speech: &Speech, folder: &Path, file: &Path) -> anyhow::Result<()> {
    let voice = folder.join(speech.file).with_extension("wav");
    let half = folder.join(speech.file).with_extension("part.mp4");
    let [dark, light, marker] = speech.colours;
    run(Command::new("espeak-ng").args(["-v", speech.voice, "-s", "150", "-w"]).arg(&voice).arg("--").arg(speech.text))
        .await?;
    // A quarter of the picture's width around the middle stays free of letters: there the colours tell speeches apart.
    let picture = format!(
        "gradients=size=1280x720:rate=30:c0={dark}:c1={light}:c2={dark}:nb_colors=3:speed=0.015:seed=7,\
         drawbox=x=64:y=64:w=128:h=128:color={marker}:t=fill,\
         drawtext=text='%{{pts\\:hms}}':x=w-tw-64:y=72:fontsize=56:fontcolor=white"
    );
    run(Command::new("ffmpeg")
        .args(["-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", &picture, "-i"])
        .arg(&voice)
        .args(["-af", "apad=pad_dur=1", "-shortest", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"])
        .args(["-c:a", "aac", "-b:a", "128k", "-f", "mp4"])
        .arg(&half))
    .await?;
    // Complete under its name, or not there.
    tokio::fs::rename(&half, file).await?;
    tokio::fs::remove_file(&voice).await?;
    Ok(())
}

/// Runs a program and turns what it complains of into the error.
async fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    let output = command
        .kill_on_drop(true)
        .output()
        .await
        .with_context(|| format!("the demo needs {name}: install Debian's package {name}, or start `make demo`"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
