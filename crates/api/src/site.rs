//! The web application, embedded in the binary, and the headers that guard every answer.

use std::{collections::HashMap, sync::Arc, sync::LazyLock};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

use crate::{Context, problem::Problem};

#[derive(RustEmbed)]
#[folder = "../../web/build"]
#[allow_missing = true]
struct Build;

/// Answers with a file of the application, or with the application's one page for an address of its
/// own.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("api/") || path == "api" {
        return Problem::not_found("there is no such resource: /api/openapi.json lists what there is").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = "pages can only be read";
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail).into_response();
    }
    match choose(path) {
        Choice::File(path, file) => answer(&path, file, request.headers()),
        Choice::Nothing => Problem::not_found("there is no such file").into_response(),
        Choice::NotBuilt => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store")],
            NOT_BUILT,
        )
            .into_response(),
    }
}

enum Choice {
    File(String, EmbeddedFile),
    Nothing,
    NotBuilt,
}

fn choose(path: &str) -> Choice {
    let page = [path.to_owned(), format!("{path}.html"), format!("{path}/index.html")];
    for candidate in page.iter().map(|path| path.trim_start_matches('/')) {
        if let Some(file) = Build::get(candidate) {
            return Choice::File(candidate.to_owned(), file);
        }
    }
    // An address with a dot in its last part is a file that is missing; a page would only confuse.
    if path.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return Choice::Nothing;
    }
    for shell in SHELLS {
        if let Some(file) = Build::get(shell) {
            return Choice::File(shell.to_owned(), file);
        }
    }
    Choice::NotBuilt
}

fn answer(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let accepts = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = [("br", ".br"), ("gzip", ".gz")].into_iter().find_map(|(encoding, ending)| {
        let wanted = accepts.split(',').any(|one| accepted(one, encoding));
        wanted.then(|| Build::get(&format!("{path}{ending}"))).flatten().map(|file| (encoding, file))
    });
    let (encoding, file) = match packed {
        Some((encoding, file)) => (Some(encoding), file),
        None => (None, file),
    };
    let hash: String = file.metadata.sha256_hash()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hash}\"");
    let mut headers = HeaderMap::new();
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let html = mime.essence_str() == "text/html";
    let mime = if html { HTML.to_owned() } else { mime.to_string() };
    // Names below this folder contain the hash of what is in them.
    let cache = if path.starts_with("_app/immutable/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    for (name, value) in [(header::CONTENT_TYPE, mime.as_str()), (header::CACHE_CONTROL, cache), (header::ETAG, &tag)] {
        headers.insert(name, HeaderValue::try_from(value).expect("types, rules and hashes are ASCII"));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, Body::from(file.data.into_owned())).into_response()
}

/// Whether one part of `Accept-Encoding` asks for `encoding` and does not refuse it by `q=0`.
fn accepted(part: &str, encoding: &str) -> bool {
    let mut pieces = part.split(';').map(str::trim);
    pieces.next() == Some(encoding)
        && !pieces.any(|piece| piece.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q == 0.0)))
}

/// Headers of every answer, whatever gave it.
pub(crate) async fn guard(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| request.uri().authority().map(|authority| authority.as_str()))
        .filter(|host| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte)))
        .unwrap_or_default()
        .to_owned();
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if context.options.secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(policy) = HeaderValue::try_from(policy(&host)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// What pages may load and do. Media sessions go to the same host and port, over QUIC or a WebSocket.
fn policy(host: &str) -> String {
    let media = if host.is_empty() { String::new() } else { format!(" https://{host} wss://{host} ws://{host}") };
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:{scripts}; worker-src 'self' blob:; \
         style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; \
         connect-src 'self'{media}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
        scripts = *SCRIPTS
    )
}

/// The hashes of the scripts that stand in the application's own pages: they start it.
static SCRIPTS: LazyLock<String> = LazyLock::new(|| {
    let mut hashes = HashMap::new();
    for page in Build::iter().filter(|path| path.ends_with(".html")) {
        let Some(file) = Build::get(&page) else { continue };
        for script in inline(&String::from_utf8_lossy(&file.data)) {
            hashes.insert(BASE64_STANDARD.encode(Sha256::digest(script)), ());
        }
    }
    let mut hashes: Vec<_> = hashes.into_keys().map(|hash| format!(" 'sha256-{hash}'")).collect();
    hashes.sort();
    hashes.concat()
});

/// The bodies of scripts without a source.
fn inline(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, body)) = after.split_once('>') else { break };
        let Some((script, remaining)) = body.split_once("</script>") else { break };
        if !attributes.contains("src=") && !script.is_empty() {
            found.push(script);
        }
        rest = remaining;
    }
    found
}

const HTML: &str = "text/html; charset=utf-8";

/// The page that starts the application, by the name that its adapter was told.
const SHELLS: [&str; 2] = ["200.html", "index.html"];

const GUARDS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), screen-wake-lock=(self), fullscreen=(self), autoplay=(self), \
         geolocation=(), payment=(), usb=()",
    ),
];

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Plenary</title>\
<h1>The pages are not built yet</h1><p>This server was compiled without its web application. Run \
<code>make build</code> in the repository, which builds <code>web/build</code> and then the server, and start \
it again. The programming interface works: see <a href=\"/api/openapi.json\">/api/openapi.json</a>.</p></html>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_that_is_refused_is_not_used() {
        assert!(accepted("br", "br") && accepted(" gzip;q=0.5", "gzip"));
        assert!(!accepted("br;q=0", "br") && !accepted("brotli", "br") && !accepted("", "br"));
    }

    #[test]
    fn scripts_that_stand_in_a_page_are_found_whole() {
        let page =
            "<script>a < b</script><p><script type=\"module\" src=\"x.js\"></script><script nonce>\nc\n</script>";
        assert_eq!(inline(page), ["a < b", "\nc\n"]);
        assert!(inline("<script").is_empty());
    }

    #[test]
    fn a_host_is_named_in_the_policy_and_nothing_else_is() {
        assert!(policy("localhost:8080").contains("connect-src 'self' https://localhost:8080 wss://localhost:8080"));
        assert!(policy("").contains("connect-src 'self';"));
    }
}
