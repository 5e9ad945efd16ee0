//! Servers in processes of their own, so that their CPU time can be read.

use std::{net::TcpListener, path::Path, process::Stdio, time::Duration};

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
    time::timeout,
};

/// A child process that ends with its owner.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts `plenary serve` in `data` on any port, and gives the first producer's link.
    pub async fn plenary(data: &Path) -> anyhow::Result<(Self, String)> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .arg("--data")
            .arg(data)
            .env("PLENARY_SERVER__LISTEN", "[::]:0")
            .env("PLENARY_LOG__LEVEL", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("the server has no output")?).lines();
        let link = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(at) = line.find("http").filter(|_| line.contains("/join#")) {
                    return Ok(line[at..].trim().to_owned());
                }
            }
            bail!("the server ended before it gave a link")
        };
        let link = timeout(START, link).await.context("the server does not start")??;
        Ok((Self { child }, link))
    }

    /// Starts a stock relay that lets everybody in, and gives its address.
    pub async fn relay(program: &Path) -> anyhow::Result<(Self, String)> {
        // Both listeners of the relay want to know their port before.
        let port = TcpListener::bind("[::]:0")?.local_addr()?.port();
        let listen = format!("[::]:{port}");
        let child = Command::new(program)
            .args(["--listen", &listen, "--listen-tls-generate", "localhost", "--web-http-listen", &listen])
            .args(["--auth-public", "**", "--log-level", "error"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} does not start: `make bench` builds it", program.display()))?;
        let up = async {
            while TcpStream::connect(("localhost", port)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(START, up).await.context("the relay does not start")?;
        Ok((Self { child }, format!("http://localhost:{port}/")))
    }

    /// Seconds of CPU time that it has used.
    pub fn cpu_s(&self) -> anyhow::Result<f64> {
        ticks_s(&self.child.id().context("the server has ended")?.to_string())
    }

    /// Cores used in `time`.
    pub async fn cores(&self, time: Duration) -> anyhow::Result<f64> {
        let (before, begun) = (self.cpu_s()?, tokio::time::Instant::now());
        tokio::time::sleep(time).await;
        Ok((self.cpu_s()? - before) / begun.elapsed().as_secs_f64())
    }
}

/// Seconds of CPU time that a process has used, `self` for this one.
pub fn ticks_s(id: &str) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // proc(5): the fields after the name, which stands in brackets; utime and stime are 14 and 15.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3).and_then(|text| text.parse::<f64>().ok());
    Ok((ticks(14).context("no utime")? + ticks(15).context("no stime")?) / TICKS_PER_S)
}

const START: Duration = Duration::from_secs(20);
/// USER_HZ of every Linux.
const TICKS_PER_S: f64 = 100.0;
