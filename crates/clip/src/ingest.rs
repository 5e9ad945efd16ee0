//! From any common media file to the house format.

use std::{ffi::OsString, fs, io, path::Path, time::Duration};

use crate::{
    Clip, Error, Limits, Media, Tools,
    child::Bounds,
    house::{self, FPS, RATE, SIZE},
    poster,
    probe::{self, Track},
};

/// Takes a recording in: checks it, converts it, and puts the complete clip into the folder `into`, which
/// must not exist yet. `progress` hears the part that is done, from 0 to 1.
///
/// Work goes on in a hidden folder beside `into`. Dropping the future ends the work and removes it.
pub async fn ingest(
    input: &Path,
    into: &Path,
    limits: &Limits,
    mut progress: impl FnMut(f32) + Send,
) -> Result<Clip, Error> {
    let media = probe::probe(input, limits).await?;
    let tools = Tools::find()?;
    let parent = into.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let work = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent)?;

    let mut args: Vec<OsString> =
        ["-hide_banner", "-nostdin", "-v", "error", "-nostats", "-progress", "pipe:1", "-threads", "2"]
            .map(Into::into)
            .into();
    args.extend(probe::input_args(input).await?);
    args.extend(outputs(&media, limits).into_iter().map(Into::into));
    let bounds = Bounds { wall: limits.wall, memory: limits.memory, file: most_bytes(limits.duration) };
    let whole = media.duration.map(|duration| duration.as_secs_f32());
    let line = |line: &str| {
        let done = line.strip_prefix("out_time_us=").and_then(|micros| micros.parse::<f32>().ok());
        if let (Some(micros), Some(whole)) = (done, whole) {
            progress((micros / 1e6 / whole).clamp(0.0, 1.0) * CONVERTING);
        }
    };
    if !tools.ffmpeg(args, work.path(), bounds, line).await?.success {
        return Err(Error::Damaged);
    }

    let (folder, target) = (work.path().to_owned(), into.to_owned());
    let (limit, claimed) = (limits.duration, media.duration);
    let clip = tokio::task::spawn_blocking(move || {
        let clip = Clip::describe(&folder)?;
        if clip.duration > limit {
            return Err(Error::TooLong { limit });
        }
        if let Some(claimed) = claimed.filter(|claimed| breaks_off(clip.duration, *claimed)) {
            return Err(Error::Truncated { found: clip.duration, claimed });
        }
        poster::write(&clip, &folder)?;
        for name in [house::PICTURE, house::SOUND] {
            match fs::File::open(folder.join(name)) {
                Ok(file) => file.sync_all()?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        fs::File::open(&folder)?.sync_all()?;
        fs::rename(&folder, &target)?;
        // The new name is on the disk once its parent is.
        fs::File::open(target.parent().unwrap_or(&target))?.sync_all()?;
        Ok::<_, Error>(clip.moved(&target))
    })
    .await
    .map_err(io::Error::other)??;
    progress(1.0);
    Ok(clip)
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
fn outputs(media: &Media, limits: &Limits) -> Vec<String> {
    // One second more than allowed, so that what is longer can be told from what is just as long.
    let longest = (limits.duration + Duration::from_secs(1)).as_secs().to_string();
    let mut args = Vec::new();
    let mut add = |more: &[&str]| args.extend(more.iter().map(|arg| (*arg).to_owned()));
    if let Some(track) = &media.picture {
        add(&["-map", &format!("0:{}", track.index), "-t", &longest, "-vf", &filters(track)]);
        add(&["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "baseline", "-pix_fmt", "yuv420p"]);
        // A keyframe each second and no other; one slice a picture, which the index relies on.
        add(&["-g", "30", "-keyint_min", "30", "-sc_threshold", "0", "-bf", "0", "-slices", "1", "-threads", "2"]);
        add(&["-x264-params", "repeat-headers=1:annexb=1:sliced-threads=0"]);
        add(&["-crf", "19", "-maxrate", "8M", "-bufsize", "8M"]);
        add(&["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]);
        add(&["-fps_mode", "passthrough", "-an", "-sn", "-dn", "-f", "h264", house::PICTURE]);
    }
    if let Some(track) = &media.sound {
        // Sound that starts late or has holes gets silence there, so that it stays with the picture.
        add(&["-map", &format!("0:{}", track.index), "-t", &longest, "-af", "aresample=async=1:first_pts=0"]);
        add(&[
            "-ac",
            "2",
            "-ar",
            &RATE.to_string(),
            "-c:a",
            "pcm_s16le",
            "-vn",
            "-sn",
            "-dn",
            "-f",
            "s16le",
            house::SOUND,
        ]);
    }
    args
}

/// How pictures of any shape, size and rate become those of the house.
fn filters(track: &Track) -> String {
    let mut filters = Vec::new();
    if track.interlaced {
        filters.push("yadif=deint=interlaced".to_owned());
    }
    // Pixels that are not square first become so.
    if (track.pixel - 1.0).abs() > 0.01 {
        filters.push(format!("scale=trunc(iw*{}/2)*2:ih,setsar=1", track.pixel));
    }
    let (width, height) = (SIZE.width, SIZE.height);
    filters.push(format!(
        "scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2:out_color_matrix=bt709:out_range=tv"
    ));
    filters.push(format!("pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p"));
    filters.push(format!("fps={FPS}:start_time=0"));
    filters.join(",")
}

/// Whether a file holds clearly less than it says; headers are seldom exact.
fn breaks_off(found: Duration, claimed: Duration) -> bool {
    found + Duration::from_secs(1) < claimed.mul_f32(0.95)
}

/// The most that a file of the house format of this length can have: 8 Mb/s, twice over.
fn most_bytes(duration: Duration) -> u64 {
    (duration.as_secs() + 10) * 2_000_000
}

/// The part of the progress that is converting; the rest is checking.
const CONVERTING: f32 = 0.97;
