//! Reading requests: everything that cannot be read becomes a problem that says where.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{StatusCode, header, request::Parts},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::problem::Problem;

/// A JSON body. An empty one reads as `{}`, for requests that have nothing to say.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(';').next().unwrap_or_default().trim() == "application/json");
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large("the request is too large"),
            _ => unreadable("the request ended before it was complete: send it again"),
        })?;
        let bytes = match (bytes.is_empty(), json) {
            (true, _) => Bytes::from_static(b"{}"),
            (false, true) => bytes,
            (false, false) => {
                let detail = "send the request as application/json";
                return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", detail));
            }
        };
        let reader = &mut serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(reader).map_err(|error| {
            let (path, inner) = (error.path().to_string(), error.into_inner());
            match inner.classify() {
                // A number beyond all numbers is no broken text: the field has a name.
                serde_json::error::Category::Syntax if inner.to_string().starts_with("number out of range") => {
                    Problem::field(path, "the number is out of range")
                }
                serde_json::error::Category::Data => Problem::field(named(&path, &inner.to_string()), plain(&inner)),
                _ => unreadable(format!("the request is not JSON: {inner}")),
            }
        })?;
        Ok(Self(value))
    }
}

/// A missing or unknown field is named in the message, everything else by its path.
fn named(path: &str, message: &str) -> String {
    match message.starts_with("missing field") || message.starts_with("unknown field") {
        true => {
            let field = message.split('`').nth(1).unwrap_or_default();
            // The path of an unknown field ends with it; that of a missing one ends above it.
            match path.rsplit('.').next() {
                Some(last) if last == field => path.to_owned(),
                _ if path == "." => field.to_owned(),
                _ => format!("{path}.{field}"),
            }
        }
        false => path.to_owned(),
    }
}

/// The message without its place in the text, which means nothing to a person.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((message, _)) => message.to_owned(),
        None => message,
    }
}

/// The parts of the path. What is no id names nothing, so it is not there.
pub(crate) struct Place<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found("the address names nothing here")),
        }
    }
}

/// The parameters behind the `?`.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(unreadable(format!("the address cannot be read: {}", rejection.body_text()))),
        }
    }
}

/// Tells a field that is `null` from one that is not there.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(reader: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(reader).map(Some)
}

/// A text that people read: trimmed, at most `longest` characters, without control characters.
pub(crate) fn text(field: &'static str, text: &str, longest: usize) -> Result<String, Problem> {
    let trimmed = text.trim();
    if trimmed.chars().count() > longest {
        return Err(Problem::field(field, format!("{field} is too long: at most {longest} characters")));
    }
    if trimmed.chars().any(char::is_control) {
        return Err(Problem::field(field, format!("{field} must be one line of text")));
    }
    Ok(trimmed.to_owned())
}

/// [`text`] that must not be empty.
pub(crate) fn name(field: &'static str, given: &str, longest: usize) -> Result<String, Problem> {
    match text(field, given, longest)? {
        empty if empty.is_empty() => Err(Problem::field(field, format!("{field} must not be empty"))),
        text => Ok(text),
    }
}

fn unreadable(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail)
}

pub(crate) fn too_large(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
}

/// The longest name of a person or place; two lines of the name graphic hold no more.
pub(crate) const NAME: usize = 120;
/// The longest title.
pub(crate) const TITLE: usize = 200;
