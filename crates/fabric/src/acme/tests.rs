//! An authority in memory that fetches the proof over a real socket.

use std::{future::Future, pin::Pin};

use axum::{
    body::{Body, to_bytes},
    http::{Request, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use instant_acme::{BodyWrapper, BytesResponse, HttpClient};
use serde_json::{Value, json};

use super::*;

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What the authority did, and how it behaves.
struct Office {
    port_80: SocketAddr,
    believes: bool,
    now: Timestamp,
    accounts: usize,
    status: &'static str,
    chain: String,
}

#[derive(Clone)]
struct Fake(Arc<Mutex<Office>>);

impl HttpClient for Fake {
    fn request(
        &self,
        request: Request<BodyWrapper<bytes::Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, instant_acme::Error>> + Send>> {
        let office = self.0.clone();
        Box::pin(async move { Ok(BytesResponse::from(answer(office, request).await)) })
    }
}

async fn answer(office: Arc<Mutex<Office>>, request: Request<BodyWrapper<bytes::Bytes>>) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let body = to_bytes(Body::new(request.into_body()), 1 << 20).await.unwrap();
    let payload = serde_json::from_slice::<Value>(&body).ok().and_then(|signed| {
        let payload = URL_SAFE_NO_PAD.decode(signed["payload"].as_str()?).ok()?;
        serde_json::from_slice::<Value>(&payload).ok()
    });
    if path == "/challenge" && payload.is_some() {
        let url = format!("http://{}/.well-known/acme-challenge/the-token", office.lock().unwrap().port_80);
        let proof = reqwest::get(url).await.unwrap().text().await.unwrap();
        let mut office = office.lock().unwrap();
        office.status = if office.believes && proof.starts_with("the-token.") { "ready" } else { "invalid" };
    }
    let mut office = office.lock().unwrap();
    let url = |path: &str| format!("https://authority.test{path}");
    if path == "/order" && payload.is_some() {
        office.status = "pending";
    }
    if path == "/finalize" {
        let request = URL_SAFE_NO_PAD.decode(payload.unwrap()["csr"].as_str().unwrap()).unwrap();
        office.chain = sign(&request, office.now);
        office.status = "valid";
    }
    let order = json!({
        "status": office.status, "authorizations": [url("/authorization")], "finalize": url("/finalize"),
        "certificate": url("/certificate"), "identifiers": [{ "type": "dns", "value": "summit.test" }],
    });
    let challenge = json!({ "type": "http-01", "url": url("/challenge"), "token": "the-token", "status": "pending" });
    let answer = match path.as_str() {
        "/directory" => {
            json!({ "newNonce": url("/nonce"), "newAccount": url("/account"), "newOrder": url("/order") })
        }
        "/account" => {
            office.accounts += 1;
            json!({ "status": "valid" })
        }
        "/order" | "/finalize" => order,
        "/authorization" => json!({
            "status": "pending", "challenges": [challenge], "identifier": { "type": "dns", "value": "summit.test" },
        }),
        "/challenge" => challenge,
        _ => Value::Null,
    };
    let body = if path == "/certificate" { office.chain.clone() } else { answer.to_string() };
    Response::builder()
        .status(if matches!(path.as_str(), "/account" | "/order") { 201 } else { 200 })
        .header("Replay-Nonce", "a-nonce")
        .header("Location", url(&path))
        .body(Body::from(body))
        .unwrap()
}

struct Key(Vec<u8>);

impl rcgen::PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &rcgen::PKCS_ECDSA_P256_SHA256
    }
}

/// Issues what the request asks for, for 90 days.
fn sign(request: &[u8], now: Timestamp) -> String {
    use x509_parser::prelude::{FromDer, X509CertificationRequest};
    let (_, request) = X509CertificationRequest::from_der(request).unwrap();
    let key = Key(request.certification_request_info.subject_pki.subject_public_key.data.to_vec());
    let issuer = rcgen::Issuer::new(
        rcgen::CertificateParams::new(vec!["authority.test".into()]).unwrap(),
        rcgen::KeyPair::generate().unwrap(),
    );
    let mut parameters = rcgen::CertificateParams::new(vec!["summit.test".into()]).unwrap();
    parameters.not_before = rcgen::date_time_ymd(1970, 1, 1) + now.since(Timestamp(0));
    parameters.not_after = parameters.not_before + 90 * DAY;
    parameters.signed_by(&key, &issuer).unwrap().pem()
}

fn open(data: &Path, believes: bool) -> (Authority, Fake) {
    // Free a moment ago; the authority of the test looks for the proof at this very address.
    let port_80 = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let office = Office { port_80, believes, now: NOW, accounts: 0, status: "pending", chain: String::new() };
    let fake = Fake(Arc::new(Mutex::new(office)));
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let http = fake.clone();
    let authority = Authority {
        listen: port_80,
        connect: Box::new(move || Ok(Account::builder_with_http(Box::new(http.clone())))),
        ..Authority::new(
            "summit.test".into(),
            Some("host@summit.test".into()),
            "https://authority.test/directory".into(),
            data,
        )
    };
    (authority, fake)
}

#[tokio::test]
async fn a_certificate_is_issued_kept_and_renewed_when_a_third_of_its_time_is_left() {
    let data = tempfile::tempdir().unwrap();
    let (authority, fake) = open(data.path(), true);
    let due = authority.keep(NOW).await.unwrap();
    assert_eq!(due, NOW + 60 * DAY);
    let first = fs::read(authority.certificate()).unwrap();

    assert_eq!(authority.keep(NOW + 59 * DAY).await.unwrap(), due);
    assert_eq!(fs::read(authority.certificate()).unwrap(), first);

    let later = NOW + 61 * DAY;
    fake.0.lock().unwrap().now = later;
    assert_eq!(authority.keep(later).await.unwrap(), later + 60 * DAY);
    assert_ne!(fs::read(authority.certificate()).unwrap(), first);
    assert_eq!(fake.0.lock().unwrap().accounts, 1, "the account is kept");
}

#[tokio::test]
async fn a_failed_renewal_leaves_the_old_certificate_in_use_until_it_runs_out() {
    let data = tempfile::tempdir().unwrap();
    let (authority, fake) = open(data.path(), true);
    authority.keep(NOW).await.unwrap();
    let first = fs::read(authority.certificate()).unwrap();
    fake.0.lock().unwrap().believes = false;
    authority.keep(NOW + 61 * DAY).await.unwrap();
    assert_eq!(fs::read(authority.certificate()).unwrap(), first);
    let error = authority.keep(NOW + 91 * DAY).await.unwrap_err();
    assert!(matches!(error, AcmeError::Unproven { .. }), "{error}");
}

#[tokio::test]
async fn a_name_that_cannot_be_proven_or_a_port_that_is_taken_is_said_in_words() {
    let data = tempfile::tempdir().unwrap();
    let (authority, _) = open(data.path(), false);
    let error = authority.keep(NOW).await.unwrap_err().to_string();
    assert!(error.contains("summit.test") && error.contains("port 80"), "{error}");

    let _taken = std::net::TcpListener::bind(authority.listen).unwrap();
    let error = authority.keep(NOW).await.unwrap_err();
    assert!(matches!(error, AcmeError::Listen { .. }), "{error}");
}

#[tokio::test]
async fn port_80_shows_the_proof_and_sends_everybody_else_to_https() {
    let proofs = Proofs::default();
    proofs.offer("token", "token.thumb");
    let ask = async |path: &str| {
        let request = Request::builder().uri(path).header("Host", "summit.test:80").body(Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(proofs.router(), request).await.unwrap();
        let target = answer.headers().get(header::LOCATION).map(|target| target.to_str().unwrap().to_owned());
        (answer.status().as_u16(), target)
    };
    assert_eq!(ask("/.well-known/acme-challenge/token").await, (200, None));
    assert_eq!(ask("/.well-known/acme-challenge/other").await, (404, None));
    assert_eq!(ask("/join?x=1").await, (307, Some("https://summit.test/join?x=1".into())));
}
