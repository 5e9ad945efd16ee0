//! The relay inside this process: assembled by [`Fabric::load`], driven by [`Fabric::run`].

use std::{
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};
use moq_relay::auth::{self, Admission, Admissions};
use plenary_model::time::Timestamp;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{
    acme::{self, AcmeError},
    admission::{self, Gatekeeper, Knock, MEDIA_PATH, Refusal},
    certificate::{self, CertificateError},
    sessions::{Denied, Sessions, Transport},
    socket,
};

/// How the fabric is reached and bounded.
#[derive(Debug, Clone)]
pub struct Config {
    /// The one port, for TCP and UDP. `[::]:8080` listens on IPv6 and IPv4; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How the server proves who it is.
    pub tls: Tls,
    /// From the request to stop until every session is cut off.
    pub drain: Duration,
    /// Sessions that may be open at once; the next one is refused.
    pub max_sessions: usize,
}

/// How the server proves who it is.
#[derive(Debug, Clone)]
pub enum Tls {
    /// For this machine alone: plain HTTP, and for QUIC a generated certificate that browsers accept
    /// by the fingerprint at `/certificate.sha256`.
    Local {
        /// The server's folder; the certificate is kept in `tls` below it.
        data: PathBuf,
    },
    /// HTTPS and QUIC from files, read again when they change.
    Files {
        /// The chain in PEM form, the server's own first.
        certificate: PathBuf,
        /// The private key in PEM form.
        key: PathBuf,
    },
    /// HTTPS and QUIC with a certificate that an ACME authority (RFC 8555) issues and renews. Port 80
    /// of this machine must be free and reached from outside under `domain`.
    Acme {
        /// The host's public name.
        domain: String,
        /// Where the authority writes to before a certificate runs out.
        contact: Option<String>,
        /// The authority's directory URL.
        directory: String,
        /// The server's folder; account and certificate are kept in `acme` below it.
        data: PathBuf,
    },
}

/// Why the fabric does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program has the port.
    #[error("{0} is taken by another program: stop that one, or choose another address with `listen`")]
    PortTaken(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// No certificate was issued.
    #[error(transparent)]
    Acme(#[from] AcmeError),
    /// The relay failed.
    #[error("the relay failed: {0:#}")]
    Relay(anyhow::Error),
}

/// The relay inside this process, bound to its port but not yet serving.
pub struct Fabric {
    relay: moq_relay::Relay,
    admissions: Admissions,
    keeper: Arc<dyn Gatekeeper>,
    sessions: Sessions,
    address: SocketAddr,
    renewal: Renewal,
    drain: Duration,
}

/// What keeps the certificate fresh.
enum Renewal {
    Local(PathBuf),
    Files,
    Acme(Box<acme::Authority>),
}

impl Fabric {
    /// Binds the port and reads or obtains the certificate. No session opens before [`Self::run`].
    pub async fn load(config: Config, keeper: Arc<dyn Gatekeeper>) -> Result<Self, Error> {
        // Fails only when another part of the process chose a provider before, which is just as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let listen = socket::reserve(config.listen).map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => Error::PortTaken(config.listen),
            _ => Error::Listen { address: config.listen, source },
        })?;
        socket::warn_about_buffers();

        let mut relay = moq_relay::Config::default();
        relay.listen.bind = Some(moq_tokio::listen::Bind::Addr(listen));
        relay.cache.capacity = Some(CACHE.to_owned());
        relay.drain_timeout = config.drain.mul_f64(GOODBYE);
        let (certificate, key, renewal) = identity(config.tls).await?;
        match renewal {
            Renewal::Local(_) => relay.web.http.listen = Some(listen),
            Renewal::Files | Renewal::Acme(_) => {
                relay.web.https.listen = Some(listen);
                relay.web.https.cert = vec![certificate.clone()];
                relay.web.https.key = vec![key.clone()];
            }
        }
        relay.listen.tls.cert = vec![certificate];
        relay.listen.tls.key = vec![key];

        let mut relay = moq_relay::Relay::load(relay).await.map_err(|error| {
            let taken = error.chain().any(|cause| {
                cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::AddrInUse)
            });
            if taken { Error::PortTaken(listen) } else { Error::Relay(error) }
        })?;
        let admissions =
            relay.admissions().ok_or_else(|| Error::Relay(anyhow::anyhow!("it decides admissions itself")))?;
        let sessions = Sessions::new(config.max_sessions);
        Ok(Self { relay, admissions, keeper, sessions, address: listen, renewal, drain: config.drain })
    }

    /// Where rooms of this process publish and subscribe without a socket.
    pub fn origin(&self) -> moq_net::origin::Producer {
        self.relay.cluster().origin.clone()
    }

    /// The sessions that are open.
    pub fn sessions(&self) -> Sessions {
        self.sessions.clone()
    }

    /// The address in use, with the port that was chosen.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Serves media at `/moq` and `router` everywhere else until `shutdown`: then sessions are asked
    /// to leave, and those that are left when `drain` is over are cut off.
    pub async fn run(self, router: Router, shutdown: CancellationToken) -> Result<(), Error> {
        let Self { relay, mut admissions, keeper, sessions, renewal, drain, .. } = self;
        let routes = routes(relay.web().routes(), router);
        let trigger = relay.shutdown_trigger().clone();
        let mut serving = std::pin::pin!(relay.with_signals(false).with_web(routes).run());

        let ended = CancellationToken::new();
        let _end = ended.clone().drop_guard();
        let admitting = {
            let ended = ended.clone();
            async move {
                let places = Arc::new(Semaphore::new(CONCURRENT_DECISIONS));
                while let Some(admission) = admissions.next().await {
                    let Ok(place) = places.clone().acquire_owned().await else { return };
                    let (keeper, sessions, ended) = (keeper.clone(), sessions.clone(), ended.clone());
                    tokio::spawn(ended.run_until_cancelled_owned(async move {
                        answer(admission, keeper, sessions, place).await;
                    }));
                }
            }
        };
        tokio::spawn(ended.clone().run_until_cancelled_owned(admitting));
        tokio::spawn(ended.run_until_cancelled_owned(renewal.run()));

        tokio::select! {
            stopped = &mut serving => return stopped.map_err(Error::Relay),
            () = shutdown.cancelled() => trigger.start(),
        }
        match tokio::time::timeout(drain, serving).await {
            Ok(stopped) => stopped.map_err(Error::Relay),
            Err(_) => {
                metrics::counter!("plenary_fabric_drains_cut_total").increment(1);
                tracing::warn!("sessions did not leave within the time to drain and were cut off");
                Ok(())
            }
        }
    }
}

/// Decides one session, and holds its lease for as long as it lives.
async fn answer(
    admission: Admission,
    keeper: Arc<dyn Gatekeeper>,
    sessions: Sessions,
    place: tokio::sync::OwnedSemaphorePermit,
) {
    let transport = match admission.request.transport {
        moq_auth::Transport::Quic => Ok(Transport::Quic),
        moq_auth::Transport::WebSocket => Ok(Transport::WebSocket),
        _ => Err(Refusal::WrongPath),
    };
    let decided = async {
        let transport = transport?;
        loop {
            let revocations = sessions.revocations();
            let (admitted, grant) = admission::decide(&keeper, Knock::from(&admission.request), now()).await?;
            match sessions.enter(admitted, transport, now(), revocations) {
                Ok(entered) => return Ok((entered, grant)),
                Err(Denied::Refused(refusal)) => return Err(refusal),
                Err(Denied::Stale) => {}
            }
        }
    };
    match decided.await {
        Ok((entered, grant)) => {
            drop(place);
            let (producer, consumer) = moq_auth::lease::Producer::new(grant);
            admission.grant(consumer);
            metrics::counter!("plenary_fabric_sessions_admitted_total").increment(1);
            entered.hold(producer, keeper).await;
        }
        Err(refusal) => {
            metrics::counter!("plenary_fabric_sessions_refused_total", "reason" => refusal.as_str()).increment(1);
            admission.refuse(match refusal {
                Refusal::Unavailable | Refusal::Full => auth::Error::Unavailable(refusal.to_string()),
                _ => auth::Error::Refused,
            });
        }
    }
}

/// The public routes: the relay's WebSocket at the media path, its fingerprint at the root, and the
/// application for all the rest.
///
/// The relay sets the router's fallback itself, so the application is mounted as a wildcard, with
/// requests of its own: it must not see the wildcard as a parameter of its routes.
fn routes(relay: Router, app: Router) -> Router {
    let media = relay.clone();
    let fingerprint = relay;
    let media = move |request: Request| forward(media.clone(), request, "/");
    let fingerprint = move |request: Request| forward(fingerprint.clone(), request, "/certificate.sha256");
    let app = move |request: Request| {
        let app = app.clone();
        let (mut parts, body) = request.into_parts();
        let upgrade = parts.extensions.remove::<hyper::upgrade::OnUpgrade>();
        let mut fresh = Request::new(body);
        *fresh.method_mut() = parts.method;
        *fresh.uri_mut() = parts.uri;
        *fresh.version_mut() = parts.version;
        *fresh.headers_mut() = parts.headers;
        // The application has a WebSocket, too.
        if let Some(upgrade) = upgrade {
            fresh.extensions_mut().insert(upgrade);
        }
        async move { app.oneshot(fresh).await }
    };
    Router::new()
        .route(MEDIA_PATH, any(media))
        .route("/certificate.sha256", any(fingerprint))
        .route("/", any(app.clone()))
        .route("/{*path}", any(app))
}

/// Hands a request to the relay's own router under the path it knows; the original is kept beside it
/// and is what admission sees.
async fn forward(relay: Router, mut request: Request, path: &'static str) -> Response {
    if path == "/" && !request.headers().contains_key(header::UPGRADE) {
        return (StatusCode::UPGRADE_REQUIRED, [(header::UPGRADE, "websocket")], "Media is served here.\n")
            .into_response();
    }
    *request.uri_mut() = axum::http::Uri::from_static(path);
    relay.oneshot(request).await.into_response()
}

/// The certificate's and the key's file, ready to be read, and what keeps them fresh.
async fn identity(tls: Tls) -> Result<(PathBuf, PathBuf, Renewal), Error> {
    match tls {
        Tls::Local { data } => {
            // A folder of its own: the relay reloads whenever anything in it changes.
            let path = data.join("tls").join("local.pem");
            certificate::keep_local(&path, now())?;
            Ok((path.clone(), path.clone(), Renewal::Local(path)))
        }
        Tls::Files { certificate, key } => {
            if certificate::check(&certificate, &key)?.until <= now() {
                return Err(CertificateError::Expired { path: certificate }.into());
            }
            Ok((certificate, key, Renewal::Files))
        }
        Tls::Acme { domain, contact, directory, data } => {
            let authority = acme::Authority::new(domain, contact, directory, &data);
            authority.keep(now()).await?;
            let path = authority.certificate().to_owned();
            Ok((path.clone(), path, Renewal::Acme(Box::new(authority))))
        }
    }
}

impl Renewal {
    /// Keeps the certificate fresh for ever: again when it says, and soon after it failed.
    async fn run(self) {
        loop {
            let kept = match &self {
                Self::Files => return,
                Self::Local(path) => certificate::keep_local(path, now()).map_err(Error::from),
                Self::Acme(authority) => authority.keep(now()).await.map_err(Error::from),
            };
            let pause = match kept {
                Ok(due) => due.since(now()).clamp(RENEWAL_RETRY, RENEWAL_CHECK),
                Err(error) => {
                    metrics::counter!("plenary_fabric_renewals_failed_total").increment(1);
                    tracing::warn!("the certificate was not renewed and will be tried again: {error}");
                    RENEWAL_RETRY
                }
            };
            tokio::time::sleep(pause).await;
        }
    }
}

/// The one place of this crate that reads the clock of the wall.
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The share of the drain that sessions have to leave by themselves; the rest closes sockets.
const GOODBYE: f64 = 0.8;
/// Groups kept for late joiners, as the relay writes it: the cache has no limit of its own.
const CACHE: &str = "25%";
/// Decisions made at a time; more would only queue before the store.
const CONCURRENT_DECISIONS: usize = 256;
/// A refusal by an authority should not be repeated faster than this.
const RENEWAL_RETRY: Duration = Duration::from_secs(3600);
/// A machine that slept notices within this time that its certificate is due.
const RENEWAL_CHECK: Duration = Duration::from_secs(12 * 3600);
