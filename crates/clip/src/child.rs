//! The programs that read foreign files, each in a child process with limits.

use std::{
    env,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader},
    process::Command,
};

use crate::Error;

/// Where the programs are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tools {
    nice: PathBuf,
    prlimit: PathBuf,
    ffprobe: PathBuf,
    ffmpeg: PathBuf,
}

/// What a child may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Until it is killed.
    pub(crate) wall: Duration,
    /// Bytes of address space.
    pub(crate) memory: u64,
    /// Bytes of each file it writes.
    pub(crate) file: u64,
}

/// How a child ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) success: bool,
    /// What it printed, as far as it is not longer than allowed.
    pub(crate) output: Vec<u8>,
}

impl Tools {
    /// Finds the programs on the PATH, or names the package of the first that is missing.
    pub fn find() -> Result<Self, Error> {
        Self::find_in(&env::var_os("PATH").unwrap_or_default())
    }

    /// Finds the programs on another PATH.
    pub fn find_in(path: &OsStr) -> Result<Self, Error> {
        let find = |tool: &'static str, package: &'static str| {
            env::split_paths(path)
                .filter(|folder| folder.is_absolute())
                .map(|folder| folder.join(tool))
                .find(|program| program.is_file())
                .ok_or(Error::MissingTool { tool, package })
        };
        Ok(Self {
            ffmpeg: find("ffmpeg", "ffmpeg")?,
            ffprobe: find("ffprobe", "ffmpeg")?,
            prlimit: find("prlimit", "util-linux")?,
            nice: find("nice", "coreutils")?,
        })
    }

    /// Runs ffprobe and gives what it printed.
    pub(crate) async fn ffprobe(&self, args: Vec<OsString>, bounds: Bounds) -> Result<Ended, Error> {
        self.run(&self.ffprobe, args, Path::new("/"), bounds, |_| {}).await
    }

    /// Runs ffmpeg in a folder; `line` sees each line that it prints.
    pub(crate) async fn ffmpeg(
        &self,
        args: Vec<OsString>,
        folder: &Path,
        bounds: Bounds,
        line: impl FnMut(&str) + Send,
    ) -> Result<Ended, Error> {
        self.run(&self.ffmpeg, args, folder, bounds, line).await
    }

    async fn run(
        &self,
        program: &Path,
        args: Vec<OsString>,
        folder: &Path,
        bounds: Bounds,
        mut line: impl FnMut(&str) + Send,
    ) -> Result<Ended, Error> {
        let mut command = Command::new(&self.nice);
        command
            // The programme on air goes first.
            .args(["-n", "10"])
            .arg(&self.prlimit)
            .arg(format!("--as={}", bounds.memory))
            .arg(format!("--fsize={}", bounds.file))
            .args(["--core=0", "--nofile=64"])
            .arg(program)
            .args(args)
            .current_dir(folder)
            // Variables such as FFREPORT would make it write elsewhere.
            .env_clear()
            .env("LC_ALL", "C.UTF-8")
            // Each thread's arena would reserve address space that nobody uses.
            .env("MALLOC_ARENA_MAX", "2")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Whoever stops waiting for it stops it.
            .kill_on_drop(true);
        let mut child = command.spawn()?;
        let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(io::Error::other("a child without pipes").into());
        };
        let work = async {
            let printed = async {
                let (mut output, mut lines) = (Vec::new(), BufReader::new(stdout.take(MOST_OUTPUT)));
                let mut begin = 0;
                while lines.read_until(b'\n', &mut output).await? > 0 {
                    line(String::from_utf8_lossy(&output[begin..]).trim());
                    begin = output.len();
                }
                // The rest must be read all the same, or it waits for us.
                drain(lines.into_inner().into_inner()).await.map(|_| output)
            };
            let (output, complaint, status) = tokio::join!(printed, drain(stderr), child.wait());
            let (output, complaint, status) = (output?, complaint?, status?);
            if !status.success() {
                let complaint = String::from_utf8_lossy(&complaint);
                tracing::debug!(program = ?program.file_name(), %status, lines = complaint.lines().count(), "a media child failed");
            }
            Ok::<_, io::Error>(Ended { success: status.success(), output })
        };
        match tokio::time::timeout(bounds.wall, work).await {
            Ok(ended) => Ok(ended?),
            Err(_) => {
                child.kill().await?;
                Err(Error::TooSlow { limit: bounds.wall })
            }
        }
    }
}

/// Reads to the end and gives the first part.
async fn drain(mut from: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let (mut kept, mut buffer) = (Vec::new(), [0; 4_096]);
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return Ok(kept);
        }
        if kept.len() < MOST_COMPLAINT {
            kept.extend_from_slice(&buffer[..length]);
        }
    }
}

/// Progress of a recording of many hours is shorter than this.
const MOST_OUTPUT: u64 = 8 << 20;
/// Only counted.
const MOST_COMPLAINT: usize = 16 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { wall: Duration::from_secs(60), memory: 1 << 30, file: 1 << 20 };

    fn tools(ffmpeg: &str) -> Tools {
        Tools { ffmpeg: ffmpeg.into(), ..Tools::find().unwrap() }
    }

    #[test]
    fn a_missing_program_is_named_with_its_package() {
        let empty = tempfile::tempdir().unwrap();
        let error = Tools::find_in(empty.path().as_os_str()).unwrap_err().to_string();
        assert!(error.contains("ffmpeg") && error.contains("Debian package ffmpeg"), "{error}");
    }

    #[tokio::test]
    async fn a_child_that_takes_too_long_is_ended() {
        let bounds = Bounds { wall: Duration::from_millis(50), ..BOUNDS };
        let ended = tools("/bin/sleep").ffmpeg(vec!["600".into()], Path::new("/"), bounds, |_| {}).await;
        assert!(matches!(ended, Err(Error::TooSlow { .. })));
    }

    #[tokio::test]
    async fn a_child_gets_no_more_memory_than_allowed() {
        let bounds = Bounds { memory: 40 << 20, ..BOUNDS };
        let args = |bytes: &str| vec!["-c".into(), bytes.into(), "/dev/zero".into()];
        // `head` keeps no more than it prints; `tail` keeps all that it is asked for.
        assert!(tools("/usr/bin/head").ffmpeg(args("10"), Path::new("/"), bounds, |_| {}).await.unwrap().success);
        let args = vec!["--bytes=+1".into(), "/etc/hostname".into()];
        assert!(tools("/usr/bin/tail").ffmpeg(args, Path::new("/"), bounds, |_| {}).await.unwrap().success);
        let ended = tools("/usr/bin/dd")
            .ffmpeg(
                vec!["if=/dev/zero".into(), "of=/dev/null".into(), "bs=200M".into(), "count=1".into()],
                Path::new("/"),
                bounds,
                |_| {},
            )
            .await
            .unwrap();
        assert!(!ended.success);
    }

    #[tokio::test]
    async fn each_line_is_seen_and_the_environment_is_empty() {
        let mut lines = Vec::new();
        let ended =
            tools("/usr/bin/env").ffmpeg(vec![], Path::new("/"), BOUNDS, |line| lines.push(line.to_owned())).await;
        assert!(ended.unwrap().success);
        lines.sort();
        assert_eq!(lines, ["LC_ALL=C.UTF-8", "MALLOC_ARENA_MAX=2"]);
    }
}
