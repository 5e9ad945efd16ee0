//! From any common media file to the house format.

use std::{ffi::OsString, fs, io, path::Path, time::Duration};

use plenary_model::{clip::Report, format::Format};

use crate::{
    Clip, Error, Limits, Media, Tools,
    child::Bounds,
    house::{self, RATE},
    measure, poster,
    probe::{self, Track},
};

/// Takes a recording in: checks it, converts it, brings its sound to the house's loudness, and puts the complete
/// clip in a format into the folder `into`, which must not exist yet. `progress` hears the part that is done, from 0 to 1.
///
/// Work goes on in a hidden folder beside `into`. Dropping the future ends the work and removes it.
pub async fn ingest(
    input: &Path,
    into: &Path,
    limits: &Limits,
    format: Format,
    mut progress: impl FnMut(f32) + Send,
) -> Result<Taken, Error> {
    let media = probe::probe(input, limits).await?;
    let tools = Tools::find()?;
    let parent = into.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let work = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent)?;
    let bounds = Bounds { wall: limits.wall, memory: limits.memory, file: most_bytes(limits.duration, format) };
    let whole = media.duration.map(|duration| duration.as_secs_f32());
    let mut ffmpeg = async |args: Vec<OsString>, from: f32, to: f32| {
        let line = |line: &str| {
            let done = line.strip_prefix("out_time_us=").and_then(|micros| micros.parse::<f32>().ok());
            if let (Some(micros), Some(whole)) = (done, whole) {
                progress(from + (micros / 1e6 / whole).clamp(0.0, 1.0) * (to - from));
            }
        };
        let args = COMMON.map(OsString::from).into_iter().chain(args).collect();
        match tools.ffmpeg(args, work.path(), bounds, line).await?.success {
            true => Ok(()),
            false => Err(Error::Damaged),
        }
    };

    let mut args = probe::input_args(input).await?;
    args.extend(outputs(&media, limits, format).into_iter().map(Into::into));
    ffmpeg(args, 0.0, CONVERTING).await?;
    let folder = work.path().to_owned();
    let (sound, has_picture) =
        blocking(move || Ok((measure::sound(&folder.join(RAW_SOUND))?, folder.join(house::PICTURE).is_file()))).await?;
    if sound.is_some() || has_picture {
        let gain = sound.as_ref().map(|sound| sound.gain_db);
        ffmpeg(
            finish(gain, has_picture.then_some(format)).into_iter().map(Into::into).collect(),
            CONVERTING,
            FINISHING,
        )
        .await?;
    }

    let (folder, target, limit) = (work.path().to_owned(), into.to_owned(), limits.duration);
    let taken = blocking(move || {
        let clip = Clip::describe(&folder, format)?;
        if clip.duration > limit {
            return Err(Error::TooLong { limit });
        }
        if let Some(claimed) = media.duration.filter(|claimed| breaks_off(clip.duration, *claimed)) {
            return Err(Error::Truncated { found: clip.duration, claimed });
        }
        let report = measure::report(&media, sound, &folder.join(EVENTS), &clip)?;
        poster::write(&clip, &folder)?;
        for name in [RAW_SOUND, EVENTS] {
            gone_is_fine(fs::remove_file(folder.join(name)))?;
        }
        for name in [house::PICTURE, house::SOUND] {
            gone_is_fine(fs::File::open(folder.join(name)).and_then(|file| file.sync_all()))?;
        }
        fs::File::open(&folder)?.sync_all()?;
        fs::rename(&folder, &target)?;
        // The new name is on the disk once its parent is.
        fs::File::open(target.parent().unwrap_or(&target))?.sync_all()?;
        Ok(Taken { clip: clip.moved(&target), report })
    })
    .await?;
    progress(1.0);
    Ok(taken)
}

/// A recording that was taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The stored clip.
    pub clip: Clip,
    /// What its check found.
    pub report: Report,
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn gone_is_fine(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Removes what an ingest into a clip beside these left in `folder` when its process was killed. Only while no
/// ingest runs there. Says how many there were.
pub fn sweep(folder: &Path) -> io::Result<usize> {
    let mut swept = 0;
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_dir_all(entry.path())?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// How the folder of work that goes on begins.
const UNFINISHED: &str = ".clip-";

/// The options that say what ffmpeg writes.
fn outputs(media: &Media, limits: &Limits, format: Format) -> Vec<String> {
    // One second more than allowed, so that what is longer can be told from what is just as long.
    let longest = (limits.duration + Duration::from_secs(1)).as_secs().to_string();
    let mut args = Vec::new();
    let mut add = |more: &[&str]| args.extend(more.iter().map(|arg| (*arg).to_owned()));
    if let Some(track) = &media.picture {
        add(&["-map", &format!("0:{}", track.index), "-t", &longest, "-vf", &filters(track, format)]);
        add(&["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "baseline", "-pix_fmt", "yuv420p"]);
        // A keyframe each second and no other; one slice a picture, which the index relies on.
        let rate = format.fps().to_string();
        add(&["-g", &rate, "-keyint_min", &rate, "-sc_threshold", "0", "-bf", "0", "-slices", "1", "-threads", "2"]);
        add(&["-x264-params", "repeat-headers=1:annexb=1:sliced-threads=0"]);
        let most = format!("{}M", most_mbps(format));
        add(&["-crf", "19", "-maxrate", &most, "-bufsize", &most]);
        add(&["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]);
        add(&["-fps_mode", "passthrough", "-an", "-sn", "-dn", "-f", "h264", house::PICTURE]);
    }
    if let Some(track) = &media.sound {
        // Sound that starts late or has holes gets silence there, so that it stays with the picture.
        let together = "aresample=async=1:first_pts=0";
        // ffmpeg's own way to two channels would make a single one softer, and hide that it was cut off.
        let filters = if track.channels == 1 { format!("{together},pan=stereo|c0=c0|c1=c0") } else { together.into() };
        add(&["-map", &format!("0:{}", track.index), "-t", &longest, "-af", &filters]);
        add(&[
            "-ac",
            "2",
            "-ar",
            &RATE.to_string(),
            "-c:a",
            "pcm_f32le",
            "-vn",
            "-sn",
            "-dn",
            "-f",
            "f32le",
            RAW_SOUND,
        ]);
    }
    args
}

/// The sound at the house's loudness, and what a browser plays of the clip.
fn finish(gain_db: Option<f64>, picture: Option<Format>) -> Vec<String> {
    let rate = RATE.to_string();
    let mut args = Vec::new();
    let mut add = |more: &[&str]| args.extend(more.iter().map(|arg| (*arg).to_owned()));
    if let Some(format) = picture {
        let rate = format.fps().to_string();
        add(&["-protocol_whitelist", "file,pipe", "-f", "h264", "-framerate", &rate, "-i", house::PICTURE]);
    }
    if let Some(gain) = gain_db {
        add(&["-protocol_whitelist", "file,pipe", "-f", "f32le", "-ar", &rate, "-ac", "2", "-i", RAW_SOUND]);
        let level = format!("volume={gain:.3}dB,alimiter=limit={CEILING}:attack=5:release=50:level=disabled:latency=1");
        let sound = usize::from(picture.is_some());
        add(&["-filter_complex", &format!("[{sound}:a]{level},asplit[house][watch]")]);
        add(&["-map", "[house]", "-c:a", "pcm_s16le", "-f", "s16le", house::SOUND, "-map", "[watch]"]);
        add(&["-c:a", "aac", "-b:a", "96k"]);
    }
    if picture.is_some() {
        add(&[
            "-map",
            "0:v",
            "-vf",
            "scale=640:360",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "26",
            "-g",
            "60",
        ]);
        add(&["-pix_fmt", "yuv420p", "-threads", "2"]);
    }
    add(&["-movflags", "+faststart", "-f", "mp4", house::WATCH]);
    args
}

/// How pictures of any shape, size and rate become those of the house.
fn filters(track: &Track, format: Format) -> String {
    let mut filters = Vec::new();
    if track.interlaced {
        filters.push("yadif=deint=interlaced".to_owned());
    }
    // Pixels that are not square first become so.
    if (track.pixel - 1.0).abs() > 0.01 {
        filters.push(format!("scale=trunc(iw*{}/2)*2:ih,setsar=1", track.pixel));
    }
    if track.hdr {
        filters.push("zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0".to_owned());
        filters.push("zscale=t=bt709:m=bt709:r=tv,format=yuv420p".to_owned());
    }
    let (width, height) = (format.width(), format.height());
    filters.push(format!(
        "scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2:out_color_matrix=bt709:out_range=tv"
    ));
    filters.push(format!("pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p"));
    filters.push(format!("fps={}:start_time=0", format.fps()));
    // Bars beside a picture are black too: only all of it counts.
    filters.push("blackdetect=d=1:pix_th=0.1:pic_th=0.98,freezedetect=n=0.001:d=3".to_owned());
    filters.push(format!("metadata=mode=print:file={EVENTS}"));
    filters.join(",")
}

/// Whether a file holds clearly less than it says; headers are seldom exact.
fn breaks_off(found: Duration, claimed: Duration) -> bool {
    found + Duration::from_secs(1) < claimed.mul_f32(0.95)
}

/// The bit rate of the pictures at most, in Mb/s.
fn most_mbps(format: Format) -> u64 {
    match format {
        Format::Hd25 | Format::Hd30 => 8,
        Format::FullHd25 | Format::FullHd30 => 16,
    }
}

/// The most that a file of the house format of this length can have: twice over.
fn most_bytes(duration: Duration, format: Format) -> u64 {
    (duration.as_secs() + 10) * 2 * most_mbps(format) * 1_000_000 / 8
}

/// How each run of ffmpeg begins.
const COMMON: [&str; 9] =
    ["-hide_banner", "-nostdin", "-v", "error", "-nostats", "-progress", "pipe:1", "-threads", "2"];
/// The sound as it came: 32-bit floats, as no step must clip it before it is measured.
const RAW_SOUND: &str = "sound.f32";
/// What the filters noticed of the pictures.
const EVENTS: &str = "events.txt";
/// -1 dBFS.
const CEILING: f64 = 0.891;
/// The part of the progress at which everything is converted.
const CONVERTING: f32 = 0.8;
/// Likewise at which the sound is at its loudness; the rest is checking.
const FINISHING: f32 = 0.97;
