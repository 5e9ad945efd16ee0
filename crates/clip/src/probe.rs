//! What a foreign file says about itself, checked before anything of it is decoded.

use std::{ffi::OsString, path::Path, time::Duration};

use plenary_picture::Size;
use serde::Deserialize;

use crate::{Error, Tools, child::Bounds};

/// What a recording may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// How long it may last.
    pub duration: Duration,
    /// The largest pictures, in either orientation.
    pub size: Size,
    /// How long taking it in may take.
    pub wall: Duration,
    /// Bytes of memory of the process that decodes it.
    pub memory: u64,
}

impl Default for Limits {
    /// 4 GiB, 3 hours, 4096x2304, 6 hours of work, 3 GiB of address space.
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            duration: Duration::from_secs(3 * 3_600),
            size: Size::new(4_096, 2_304),
            wall: Duration::from_secs(6 * 3_600),
            memory: 3 << 30,
        }
    }
}

/// What a file contains.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// How long it says it lasts; some recorders write nothing.
    pub duration: Option<Duration>,
    /// Its picture, when it has one.
    pub picture: Option<Track>,
    /// Its sound, when it has one.
    pub sound: Option<Track>,
}

/// One track of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Its number in the file.
    pub index: u32,
    /// Size of its pictures as coded; 0x0 for sound.
    pub size: Size,
    /// Width of a pixel for a height of 1.
    pub pixel: f64,
    /// Whether its pictures are pairs of fields.
    pub interlaced: bool,
    /// Whether its pictures are of a high dynamic range (PQ or HLG).
    pub hdr: bool,
    /// Whether a viewer sees its pictures turned by a quarter.
    pub turned: bool,
    /// Pictures a second on average; 0 when the file does not say.
    pub fps: f64,
    /// Channels of its sound; 0 for pictures.
    pub channels: u32,
    /// When it begins, in seconds of the file's own clock.
    pub start: f64,
}

/// Looks at a file and checks it against the limits. It takes less than a second and decodes next to
/// nothing: the answer to an upload while its sender still waits.
pub async fn probe(input: &Path, limits: &Limits) -> Result<Media, Error> {
    let tools = Tools::find()?;
    let found = tokio::fs::metadata(input).await?;
    if !found.is_file() {
        return Err(Error::NotMedia);
    }
    if found.len() > limits.bytes {
        return Err(Error::TooLarge { bytes: found.len(), limit: limits.bytes });
    }
    let mut args: Vec<OsString> = ["-v", "error"].map(Into::into).into();
    args.extend(input_args(input).await?);
    args.extend(["-show_format", "-show_streams", "-of", "json"].map(Into::into));
    let bounds = Bounds { wall: PROBE_WALL, memory: limits.memory, file: 0 };
    let ended = tools.ffprobe(args, bounds).await?;
    if !ended.success {
        return Err(Error::NotMedia);
    }
    let report: Report = serde_json::from_slice(&ended.output).map_err(|_| Error::NotMedia)?;
    report.check(limits)
}

/// How both programs are told to open a file, and nothing but this file.
pub(crate) async fn input_args(input: &Path) -> Result<Vec<OsString>, Error> {
    // With the protocol in front, no name is taken for an option, a pattern or another protocol.
    let mut url = OsString::from("file:");
    url.push(tokio::fs::canonicalize(input).await?);
    Ok([
        "-protocol_whitelist".into(),
        "file,pipe".into(),
        "-format_whitelist".into(),
        CONTAINERS.into(),
        "-i".into(),
        url,
    ]
    .into())
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    streams: Vec<Stream>,
    format: Format,
}

#[derive(Deserialize)]
struct Format {
    duration: Option<String>,
}

#[derive(Deserialize)]
struct Stream {
    index: u32,
    codec_type: Option<String>,
    codec_name: Option<String>,
    #[serde(default)]
    width: u32,
    #[serde(default)]
    height: u32,
    sample_aspect_ratio: Option<String>,
    field_order: Option<String>,
    color_transfer: Option<String>,
    avg_frame_rate: Option<String>,
    #[serde(default)]
    channels: u32,
    start_time: Option<String>,
    #[serde(default)]
    side_data_list: Vec<SideData>,
    duration: Option<String>,
    #[serde(default)]
    disposition: Disposition,
}

#[derive(Deserialize)]
struct SideData {
    /// Degrees; of the display matrix alone.
    rotation: Option<f64>,
}

#[derive(Deserialize, Default)]
struct Disposition {
    #[serde(default)]
    attached_pic: u8,
}

impl Report {
    fn check(self, limits: &Limits) -> Result<Media, Error> {
        let of_kind = |kind: &str| {
            self.streams.iter().find(|stream| {
                // A cover image is no picture of the recording; a track without a known codec is none.
                stream.codec_type.as_deref() == Some(kind)
                    && stream.disposition.attached_pic == 0
                    && stream.codec_name.as_deref().is_some_and(|name| name != "unknown")
            })
        };
        let (picture, sound) = (of_kind("video"), of_kind("audio"));
        if picture.is_none() && sound.is_none() {
            return Err(Error::NotMedia);
        }
        if let Some(Stream { width, height, .. }) = picture {
            let found = Size::new(*width, *height);
            if found.width == 0 || found.height == 0 {
                return Err(Error::Damaged);
            }
            if !found.fits(limits.size) {
                return Err(Error::TooWide { found, limit: limits.size });
            }
        }
        let seconds = |text: &Option<String>| {
            text.as_ref()?
                .parse()
                .ok()
                .filter(|seconds: &f64| *seconds > 0.0)
                .and_then(|s| Duration::try_from_secs_f64(s).ok())
        };
        // The longest track that is used; a subtitle may be longer and is nobody's concern.
        let tracks = [picture, sound].into_iter().flatten().filter_map(|stream| seconds(&stream.duration)).max();
        let duration = tracks.or(seconds(&self.format.duration));
        if duration.is_some_and(|duration| duration > limits.duration) {
            return Err(Error::TooLong { limit: limits.duration });
        }
        let track = |stream: &Stream| Track {
            index: stream.index,
            size: Size::new(stream.width, stream.height),
            pixel: stream.sample_aspect_ratio.as_deref().and_then(ratio).unwrap_or(1.0),
            interlaced: matches!(stream.field_order.as_deref(), Some("tt" | "bb" | "tb" | "bt")),
            hdr: matches!(stream.color_transfer.as_deref(), Some("smpte2084" | "arib-std-b67")),
            turned: stream.side_data_list.iter().find_map(|data| data.rotation).is_some_and(is_a_quarter),
            fps: stream.avg_frame_rate.as_deref().and_then(|rate| fraction(rate, '/')).unwrap_or_default(),
            channels: stream.channels,
            start: stream.start_time.as_deref().and_then(|time| time.parse().ok()).unwrap_or_default(),
        };
        Ok(Media { duration, picture: picture.map(track), sound: sound.map(track) })
    }
}

/// `4:3` as a number, unless it is out of all reason.
fn ratio(text: &str) -> Option<f64> {
    fraction(text, ':').filter(|ratio| (0.25..=4.0).contains(ratio))
}

fn fraction(text: &str, sign: char) -> Option<f64> {
    let (above, below) = text.split_once(sign)?;
    let value = above.parse::<f64>().ok()? / below.parse::<f64>().ok()?;
    value.is_finite().then_some(value)
}

/// Whether so many degrees exchange width and height.
fn is_a_quarter(degrees: f64) -> bool {
    let rest = degrees.abs() % 180.0;
    (45.0..135.0).contains(&rest)
}

/// Containers that hold their media themselves. Playlists (HLS, DASH, concat) name other files and
/// addresses, so none is here.
const CONTAINERS: &str = "mov,matroska,mpegts,mpeg,avi,flv,ogg,wav,w64,mp3,flac,aac,asf,aiff,caf,mxf,dv,ivf,amr";
/// Headers are read in well under a second; on a busy machine give it time.
const PROBE_WALL: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str) -> Result<Media, Error> {
        serde_json::from_str::<Report>(json).unwrap().check(&Limits::default())
    }

    #[test]
    fn a_cover_image_is_no_picture() {
        let media = check(
            r#"{"streams":[{"index":0,"codec_type":"audio","codec_name":"mp3","duration":"3.5"},
                {"index":1,"codec_type":"video","codec_name":"png","width":600,"height":600,"disposition":{"attached_pic":1}}],
                "format":{"duration":"3.6"}}"#,
        )
        .unwrap();
        assert_eq!((media.picture, media.duration), (None, Some(Duration::from_millis(3_500))));
        assert!(matches!(check(r#"{"streams":[{"index":0,"codec_type":"data"}],"format":{}}"#), Err(Error::NotMedia)));
    }

    #[test]
    fn what_is_beyond_a_limit_is_refused_from_its_description() {
        let video = |width: u32, height: u32, seconds: &str| {
            check(&format!(
                r#"{{"streams":[{{"index":0,"codec_type":"video","codec_name":"h264","width":{width},"height":{height},"sample_aspect_ratio":"1000:1"}}],"format":{{"duration":"{seconds}"}}}}"#
            ))
        };
        assert!(matches!(video(7_680, 4_320, "3"), Err(Error::TooWide { .. })));
        assert!(matches!(video(0, 4_320, "3"), Err(Error::Damaged)));
        assert!(matches!(video(640, 360, "999999"), Err(Error::TooLong { .. })));
        let fine = video(2_160, 3_840, "N/A").unwrap();
        assert_eq!((fine.duration, fine.picture.unwrap().pixel), (None, 1.0));
    }
}
