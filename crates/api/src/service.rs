//! For machines: health, metrics, the description of the API.

use std::{sync::Arc, time::Instant};

use axum::{
    Json, Router,
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{Context, problem::Problem};

pub(crate) fn router(document: utoipa::openapi::OpenApi) -> Router<Arc<Context>> {
    let document = Arc::new(document);
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/api/openapi.json", get(async move || Json(document.as_ref().clone())))
}

/// Answers a method that a resource does not have.
pub(crate) async fn not_allowed() -> Problem {
    let detail = "this resource cannot be used this way: /api/openapi.json lists what can be done";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
}

/// Ready as long as changes can be kept and the show runs. Media that is admitted goes on without.
async fn ready(State(context): State<Arc<Context>>) -> Response {
    let rooms = &context.rooms;
    if rooms.shutdown.is_cancelled() {
        return Problem::busy("shutting-down", "the server is shutting down", 5).into_response();
    }
    if let Err(error) = rooms.store.check() {
        return Problem::from(error).into_response();
    }
    match rooms.director.alive() {
        true => "ready\n".into_response(),
        false => Problem::busy("show-ended", "the show has ended: restart the server", 5).into_response(),
    }
}

async fn metrics(State(context): State<Arc<Context>>) -> Response {
    metrics::gauge!("plenary_api_media_tokens").set(context.rooms.desk.count() as f64);
    match &context.rooms.metrics {
        Some(handle) => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
        }
        None => Problem::not_found("metrics are switched off").into_response(),
    }
}

/// Carries a change through once it has begun, even when whoever asked for it goes away: a speaker who is
/// removed from the store must lose their sessions too.
pub(crate) async fn carry_through(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Problem::busy("shutting-down", "the server is shutting down", 5).into_response(),
        },
    }
}

/// Counts answers and their time by route, never by address: the label is the pattern.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("site".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = class(response.status());
    metrics::counter!("plenary_api_requests_total", "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!("plenary_api_request_seconds", "route" => route).record(begin.elapsed().as_secs_f64());
    response
}

fn class(status: StatusCode) -> String {
    status.as_u16().to_string()
}
