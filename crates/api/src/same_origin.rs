//! Changes come from our own pages, or from programs that carry no cookie on their own.
//!
//! `SameSite=Strict` keeps the cookie from other sites; this keeps it from other origins of the same
//! site, and from a browser that ignores it.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{Context, problem::Problem};

pub(crate) async fn check(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let host = request.uri().authority().map(|authority| authority.as_str().to_owned());
    if !safe && !same_origin(request.headers(), host.as_deref(), &context.options.origin) {
        metrics::counter!("plenary_api_cross_origin_total").increment(1);
        let detail = "this request came from another website: open the page on this server and try again";
        return Problem::new(StatusCode::FORBIDDEN, "cross-origin", detail).into_response();
    }
    next.run(request).await
}

/// Browsers say where a request comes from and pages cannot change what they say; who says nothing is
/// no browser.
fn same_origin(headers: &HeaderMap, authority: Option<&str>, own: &str) -> bool {
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else { return true };
    let host = text(header::HOST).or(authority);
    let from = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    origin == own.trim_end_matches('/') || (from.is_some() && from == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_and_programs_pass() {
        let ask = |pairs: &[(&'static str, &str)]| {
            let headers = pairs
                .iter()
                .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()))
                .collect();
            same_origin(&headers, None, "https://summit.example")
        };
        assert!(ask(&[]));
        assert!(ask(&[("sec-fetch-site", "same-origin")]));
        assert!(ask(&[("origin", "https://summit.example")]));
        assert!(ask(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!ask(&[("sec-fetch-site", site), ("origin", "https://summit.example")]), "{site}");
        }
        for origin in ["null", "https://evil.example", "https://summit.example.evil.example", "localhost:8080", ""] {
            assert!(!ask(&[("origin", origin), ("host", "localhost:8080")]), "{origin}");
        }
        assert!(!ask(&[("origin", "http://localhost:8081"), ("host", "localhost:8080")]));
    }
}
