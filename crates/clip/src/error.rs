//! Why a recording cannot be taken in or played, in words for the person who uploaded it.

use std::{io, time::Duration};

use plenary_picture::Size;

/// Why a recording cannot be taken in or played.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program that does the work is not on this machine.
    #[error(
        "{tool} is not installed, so recordings cannot be read: install the Debian package {package} on the server"
    )]
    MissingTool {
        /// The program.
        tool: &'static str,
        /// Where it comes from.
        package: &'static str,
    },
    /// The file is none, or is of a kind that is not read: also playlists, which name other files.
    #[error(
        "this file is no recording that can be read: upload a video or sound file such as MP4, MOV, WebM, MKV, MP3 or WAV"
    )]
    NotMedia,
    /// Too many bytes.
    #[error("the file has {} MB; {} MB are allowed: upload a shorter or smaller version", .bytes >> 20, .limit >> 20)]
    TooLarge {
        /// What it has.
        bytes: u64,
        /// What is allowed.
        limit: u64,
    },
    /// It lasts too long.
    #[error("the recording is longer than the {} minutes that are allowed: cut it and upload it again", .limit.as_secs() / 60)]
    TooLong {
        /// What is allowed.
        limit: Duration,
    },
    /// Its pictures have too many pixels.
    #[error("the pictures of {found} are larger than the {limit} that are allowed: export a smaller version")]
    TooWide {
        /// What they have.
        found: Size,
        /// What is allowed, in either orientation.
        limit: Size,
    },
    /// It cannot be decoded.
    #[error("the recording is damaged and cannot be decoded: export it again and upload that")]
    Damaged,
    /// It breaks off.
    #[error("the file breaks off after {} of {} seconds: upload it again", .found.as_secs(), .claimed.as_secs())]
    Truncated {
        /// What could be read.
        found: Duration,
        /// What the file says about itself.
        claimed: Duration,
    },
    /// Reading took longer than allowed.
    #[error("reading the recording took longer than {} minutes: upload a smaller version, or try when the server is less busy", .limit.as_secs() / 60)]
    TooSlow {
        /// What is allowed.
        limit: Duration,
    },
    /// The stored clip is incomplete or changed.
    #[error("the stored clip is damaged: delete it and upload the recording again")]
    Stored,
    /// The disk failed, or is full.
    #[error("the clip could not be read or written on the server's disk: {0}")]
    Disk(#[from] io::Error),
}
