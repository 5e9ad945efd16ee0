//! Certificates from an ACME authority (RFC 8555), proven over HTTP on port 80.

use std::{
    collections::HashMap,
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{Path as Segment, State},
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use instant_acme::{
    Account, AccountBuilder, AuthorizationStatus, ChallengeType, Identifier, NewAccount, NewOrder, OrderStatus,
    RetryPolicy,
};
use plenary_model::time::Timestamp;

use crate::certificate::{self, CertificateError, Validity};

/// Why no certificate was issued.
#[derive(Debug, thiserror::Error)]
pub enum AcmeError {
    /// The authority cannot see this machine without port 80.
    #[error(
        "cannot listen on port 80, where the authority checks {domain}: {source}. Free the port, or use certificate files"
    )]
    Listen {
        /// The name to prove.
        domain: String,
        /// Why.
        source: io::Error,
    },
    /// The authority, or the way to it, failed.
    #[error("no certificate for {domain}: {source}")]
    Protocol {
        /// The name to prove.
        domain: String,
        /// Why.
        source: instant_acme::Error,
    },
    /// The authority does not believe that this machine has the name.
    #[error("no certificate for {domain}: the authority did not reach this machine on port 80 under that name")]
    Unproven {
        /// The name to prove.
        domain: String,
    },
    /// The authority offers no proof that this server can give.
    #[error("no certificate for {domain}: the authority offers no proof over HTTP")]
    NoChallenge {
        /// The name to prove.
        domain: String,
    },
    /// What was issued, or the account, cannot be kept.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

/// One name at one authority.
pub(crate) struct Authority {
    domain: String,
    contact: Option<String>,
    directory: String,
    account: PathBuf,
    certificate: PathBuf,
    listen: SocketAddr,
    connect: Box<dyn Fn() -> Result<AccountBuilder, instant_acme::Error> + Send + Sync>,
}

impl Authority {
    pub(crate) fn new(domain: String, contact: Option<String>, directory: String, data: &Path) -> Self {
        Self {
            domain,
            contact,
            directory,
            account: data.join("acme").join("account.json"),
            // A folder of its own: the relay reloads whenever anything in it changes.
            certificate: data.join("acme").join("certificate").join("issued.pem"),
            listen: SocketAddr::from(([0u16; 8], 80)),
            connect: Box::new(Account::builder),
        }
    }

    /// Certificate and key in one file, replaced in one step.
    pub(crate) fn certificate(&self) -> &Path {
        &self.certificate
    }

    /// Has a certificate issued unless there is one with time left. Gives when to come back.
    pub(crate) async fn keep(&self, now: Timestamp) -> Result<Timestamp, AcmeError> {
        let validity = certificate::check(&self.certificate, &self.certificate).ok();
        if let Some(due) = validity.map(due).filter(|due| *due > now) {
            return Ok(due);
        }
        match self.issue().await {
            Ok(()) => Ok(due(certificate::check(&self.certificate, &self.certificate)?)),
            // There is a third of the lifetime to try again in.
            Err(error) if validity.is_some_and(|validity| validity.until > now) => {
                metrics::counter!("plenary_fabric_renewals_failed_total").increment(1);
                tracing::warn!("the certificate was not renewed and will be tried again: {error}");
                Ok(now)
            }
            Err(error) => Err(error),
        }
    }

    async fn issue(&self) -> Result<(), AcmeError> {
        let protocol = |source| AcmeError::Protocol { domain: self.domain.clone(), source };
        let listener = tokio::net::TcpListener::bind(self.listen)
            .await
            .map_err(|source| AcmeError::Listen { domain: self.domain.clone(), source })?;
        let proofs = Proofs::default();
        let server = axum::serve(listener, proofs.router());

        let order = async {
            let account = self.account().await?;
            let names = [Identifier::Dns(self.domain.clone())];
            let mut order = account.new_order(&NewOrder::new(&names)).await.map_err(protocol)?;
            let mut authorizations = order.authorizations();
            while let Some(authorization) = authorizations.next().await {
                let mut authorization = authorization.map_err(protocol)?;
                match authorization.status {
                    AuthorizationStatus::Valid => continue,
                    AuthorizationStatus::Pending => {}
                    _ => return Err(AcmeError::Unproven { domain: self.domain.clone() }),
                }
                let mut challenge = authorization
                    .challenge(ChallengeType::Http01)
                    .ok_or_else(|| AcmeError::NoChallenge { domain: self.domain.clone() })?;
                proofs.offer(&challenge.token, challenge.key_authorization().as_str());
                challenge.set_ready().await.map_err(protocol)?;
            }
            let retries = RetryPolicy::new().timeout(PATIENCE);
            match order.poll_ready(&retries).await.map_err(protocol)? {
                OrderStatus::Ready | OrderStatus::Valid => {}
                _ => return Err(AcmeError::Unproven { domain: self.domain.clone() }),
            }
            let key = order.finalize().await.map_err(protocol)?;
            let chain = order.poll_certificate(&retries).await.map_err(protocol)?;
            Ok(certificate::replace(&self.certificate, &format!("{chain}\n{key}"))?)
        };
        tokio::select! {
            issued = order => issued,
            stopped = async { server.await } => Err(AcmeError::Listen {
                domain: self.domain.clone(),
                source: stopped.err().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()),
            }),
        }
    }

    /// The account of before, or a new one.
    async fn account(&self) -> Result<Account, AcmeError> {
        let protocol = |source| AcmeError::Protocol { domain: self.domain.clone(), source };
        let builder = || (self.connect)().map_err(protocol);
        if let Some(known) = fs::read(&self.account).ok().and_then(|text| serde_json::from_slice(&text).ok()) {
            return builder()?.from_credentials(known).await.map_err(protocol);
        }
        let contact: Vec<String> = self.contact.iter().map(|address| mailto(address)).collect();
        let contact: Vec<&str> = contact.iter().map(String::as_str).collect();
        let wanted = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
        let (account, credentials) =
            builder()?.create(&wanted, self.directory.clone(), None).await.map_err(protocol)?;
        let text = serde_json::to_string(&credentials).map_err(|error| protocol(error.into()))?;
        certificate::replace(&self.account, &text)?;
        Ok(account)
    }
}

/// What this machine shows on port 80 while a name is proven.
#[derive(Clone, Default)]
struct Proofs(Arc<Mutex<HashMap<String, String>>>);

impl Proofs {
    fn offer(&self, token: &str, authorization: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token.to_owned(), authorization.to_owned());
    }

    fn router(&self) -> Router {
        Router::new()
            .route("/.well-known/acme-challenge/{token}", get(prove))
            .fallback(redirect)
            .with_state(self.clone())
    }
}

async fn prove(State(proofs): State<Proofs>, Segment(token): Segment<String>) -> Response {
    match proofs.0.lock().unwrap_or_else(PoisonError::into_inner).get(&token) {
        Some(authorization) => authorization.clone().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whoever types the name without a scheme in this minute is not left standing.
async fn redirect(headers: axum::http::HeaderMap, uri: Uri) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).and_then(|host| host.split(':').next());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    match host.and_then(|host| format!("https://{host}{path}").parse::<Uri>().ok()) {
        Some(target) => axum::response::Redirect::temporary(&target.to_string()).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Authorities advise to renew when a third of the lifetime is left.
fn due(validity: Validity) -> Timestamp {
    Timestamp(validity.until.0 - (validity.until.0 - validity.from.0) / 3)
}

fn mailto(address: &str) -> String {
    if address.contains(':') { address.to_owned() } else { format!("mailto:{address}") }
}

/// From the proof to the certificate; authorities answer within seconds.
const PATIENCE: Duration = Duration::from_secs(90);

#[cfg(test)]
mod tests;
