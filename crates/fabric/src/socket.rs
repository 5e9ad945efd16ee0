//! The one port, before the relay takes it.

use std::{
    io,
    net::{SocketAddr, TcpListener, UdpSocket},
};

/// Finds out whether `listen` can be had for TCP and UDP, and fixes the number when it is 0. Gives
/// the address to bind; the sockets are closed again, because the relay opens its own.
pub(crate) fn reserve(listen: SocketAddr) -> io::Result<SocketAddr> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    let attempts = if listen.port() == 0 { EPHEMERAL_ATTEMPTS } else { 1 };
    for _ in 0..attempts {
        let tcp = TcpListener::bind(listen)?;
        let bound = SocketAddr::new(listen.ip(), tcp.local_addr()?.port());
        match UdpSocket::bind(bound) {
            Ok(_udp) => return Ok(bound),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Says what to do when the kernel gives UDP sockets less than the relay asks for.
pub(crate) fn warn_about_buffers() {
    let read = |name: &str| {
        let text = std::fs::read_to_string(format!("/proc/sys/net/core/{name}")).ok()?;
        text.trim().parse::<u64>().ok()
    };
    if let (Some(receive), Some(send)) = (read("rmem_max"), read("wmem_max"))
        && let Some(advice) = advice(receive, send)
    {
        tracing::warn!("{advice}");
    }
}

fn advice(receive: u64, send: u64) -> Option<String> {
    (receive < WANTED_BUFFER || send < WANTED_BUFFER).then(|| {
        format!(
            "UDP buffers are limited to {receive} bytes in and {send} bytes out; with many viewers packets will be \
             lost. Run: sysctl -w net.core.rmem_max={WANTED_BUFFER} net.core.wmem_max={WANTED_BUFFER}"
        )
    })
}

/// What the relay asks the kernel for.
const WANTED_BUFFER: u64 = 8 << 20;
/// A free TCP port whose UDP twin is taken is rare; 16 times in a row it does not happen.
const EPHEMERAL_ATTEMPTS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_an_error_for_either_protocol() {
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        assert_eq!(reserve(tcp.local_addr().unwrap()).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        assert_eq!(reserve(udp.local_addr().unwrap()).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }

    #[test]
    fn an_ephemeral_port_is_the_same_for_both_protocols() {
        let address = reserve("127.0.0.1:0".parse().unwrap()).unwrap();
        assert_ne!(address.port(), 0);
    }

    #[test]
    fn small_buffers_are_warned_about_once_with_the_remedy() {
        assert!(advice(212_992, WANTED_BUFFER).unwrap().contains("sysctl -w net.core.rmem_max=8388608"));
        assert_eq!(advice(WANTED_BUFFER, 2 * WANTED_BUFFER), None);
    }
}
