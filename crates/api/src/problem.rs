//! The one shape of an error (RFC 9457), and the one page of status codes.
//!
//! 400 cannot be read · 401 no credentials · 403 not yours · 404 not there, or not to be known · 409 the
//! state of things forbids it · 410 over · 413 too large · 415 not JSON · 422 a field is wrong, which
//! is named · 429 too often · 500 our fault · 503 not now, with `Retry-After`.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use plenary_model::{floor, link::Refusal, room, rundown};
use plenary_store::BindError;
use serde::Serialize;
use utoipa::ToSchema;

/// What every error answers, as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Which problem it is, for programs: `urn:plenary:problem:` and a word that never changes.
    #[serde(rename = "type")]
    #[schema(example = "urn:plenary:problem:link-taken")]
    pub kind: String,
    /// The same in a few words, for people.
    pub title: String,
    /// The HTTP status.
    #[schema(value_type = u16, example = 409)]
    #[serde(serialize_with = "status")]
    pub status: StatusCode,
    /// What happened and what to do.
    pub detail: String,
    /// The field of the request that has to be corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip)]
    retry_after_s: Option<u32>,
}

fn status<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem of kind `kind`, which must never change, with a text for people.
    pub fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:plenary:problem:{kind}"),
            title: kind.replace('-', " "),
            status,
            detail: detail.into(),
            field: None,
            retry_after_s: None,
        }
    }

    /// A field of the request is wrong.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-field", detail) }
    }

    /// Nobody can do it now, for a cause that passes.
    pub fn busy(kind: &'static str, detail: impl Into<String>, retry_after_s: u32) -> Self {
        Self { retry_after_s: Some(retry_after_s), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, kind, detail) }
    }

    /// It was asked too often: `what` happens too much.
    pub fn too_often(what: &str, retry_after_s: u32) -> Self {
        let detail = format!("{what}: try again in {retry_after_s} s");
        Self {
            retry_after_s: Some(retry_after_s),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", detail)
        }
    }

    /// It is not there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }

    /// Nobody knows who asks.
    pub fn unauthorized() -> Self {
        let detail = "open your personal link in this browser first";
        Self::new(StatusCode::UNAUTHORIZED, "no-link", detail)
    }

    /// A machine brings a key that proves nothing.
    pub fn no_key() -> Self {
        let detail = "this key is not known or was taken back: make a new one in the control room, Manage, Hands";
        Self::new(StatusCode::UNAUTHORIZED, "no-key", detail)
    }

    /// A machine asks for what only people may do.
    pub fn for_people() -> Self {
        let detail = "a key directs the stage and does nothing else: open this in a browser with a personal link";
        Self::new(StatusCode::FORBIDDEN, "not-yours", detail)
    }

    /// Who asks may not do it.
    pub fn forbidden() -> Self {
        let detail = "your link does not allow this: ask a producer";
        Self::new(StatusCode::FORBIDDEN, "not-yours", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<plenary_store::Error> for Problem {
    fn from(error: plenary_store::Error) -> Self {
        use plenary_store::Error as E;
        match &error {
            E::Gone { .. } => Self::not_found(error.to_string()),
            E::Exists { .. } => Self::new(StatusCode::CONFLICT, "exists", error.to_string()),
            E::Full => Self::busy("storage-full", error.to_string(), STORAGE_S),
            E::ReadOnly | E::Missing => Self::busy("storage-unwritable", error.to_string(), STORAGE_S),
            E::Corrupt { .. } | E::Failed(_) => {
                tracing::error!(%error, "the store failed");
                let detail = "the database failed and nothing was changed: the server's log says why";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "storage-failed", detail)
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (status, kind) = match refusal {
            Refusal::Expired => (StatusCode::GONE, "link-expired"),
            Refusal::Revoked => (StatusCode::GONE, "link-revoked"),
            Refusal::Bound => (StatusCode::CONFLICT, "link-taken"),
        };
        Self::new(status, kind, refusal.to_string())
    }
}

impl From<BindError> for Problem {
    fn from(error: BindError) -> Self {
        match error {
            BindError::Unknown => Self::new(StatusCode::NOT_FOUND, "link-unknown", error.to_string()),
            BindError::Refused(refusal) => refusal.into(),
            BindError::Store(error) => error.into(),
        }
    }
}

impl From<plenary_hands::action::Error> for Problem {
    fn from(error: plenary_hands::action::Error) -> Self {
        use plenary_hands::action::Error as E;
        let detail = error.to_string();
        match error {
            E::NoSource { .. } | E::NoItem { .. } => Self::not_found(detail),
            E::Offline(_) => Self::new(StatusCode::CONFLICT, "source-offline", detail),
            E::Nobody => Self::new(StatusCode::CONFLICT, "nobody-on-air", detail),
        }
    }
}

impl From<plenary_show::Error> for Problem {
    fn from(error: plenary_show::Error) -> Self {
        use plenary_show::{Error as E, talk};
        let detail = error.to_string();
        let conflict = |kind| Self::new(StatusCode::CONFLICT, kind, detail.clone());
        match error {
            E::Gone(_) => conflict("source-gone"),
            E::NotAdmitted(_) => conflict("not-admitted"),
            E::NotHere => Self::forbidden(),
            E::RunThrough => Self::new(StatusCode::CONFLICT, "run-through", error.to_string()),
            E::NotReady(_) => conflict("clip-not-ready"),
            E::NotApproved(_) => conflict("clip-not-approved"),
            E::Rundown(rundown::Error::Gone(_)) => Self::not_found(detail),
            E::Rundown(rundown::Error::OnAir(_)) => conflict("item-on-air"),
            E::Rundown(rundown::Error::End) => conflict("rundown-end"),
            E::Rundown(rundown::Error::Start) => conflict("rundown-start"),
            E::Rundown(rundown::Error::Duplicate(_)) => conflict("exists"),
            E::Rundown(rundown::Error::Changed(..)) => conflict("item-changed"),
            E::Floor(floor::Error::Closed) => conflict("floor-closed"),
            E::Floor(floor::Error::Asked) => conflict("floor-asked"),
            E::Floor(floor::Error::Holds) => conflict("floor-held"),
            E::Floor(floor::Error::Full) => conflict("floor-full"),
            E::Floor(floor::Error::Gone(_)) => Self::not_found(detail),
            E::Floor(floor::Error::NotAsked) => conflict("floor-not-asked"),
            E::Floor(floor::Error::Nobody) => conflict("floor-nobody"),
            E::Floor(floor::Error::Rules(field, _)) => Self::field(field, detail),
            E::NoGraphic(_) => Self::not_found(detail),
            E::Room(room::Error::Gone(_)) => Self::not_found(detail),
            E::Room(room::Error::Full) => conflict("rooms-full"),
            E::Room(room::Error::Changed) => conflict("room-changed"),
            E::Room(room::Error::Out(_)) => conflict("guest-out"),
            E::Room(room::Error::NotOut(_)) => conflict("guest-not-out"),
            E::Room(room::Error::Nowhere) => conflict("guest-nowhere"),
            E::Room(room::Error::NoGuest) => conflict("not-a-guest"),
            E::Room(room::Error::Text(field, _)) => Self::field(field, detail),
            E::Talk(talk::Error::OnAir(_)) => conflict("guest-on-air"),
            E::Talk(talk::Error::Out(_)) => conflict("guest-out"),
            E::Talk(talk::Error::Away(_)) => conflict("guest-away"),
            E::Talk(talk::Error::Busy(_)) => conflict("guest-on-call"),
            E::Talk(talk::Error::Calling) => conflict("on-call"),
            E::Talk(talk::Error::NoRoom) => Self::not_found(detail),
            E::Talk(talk::Error::NotYours) => Self::forbidden(),
            E::Talk(talk::Error::OnCall(_)) => conflict("call-ended"),
            E::NothingBefore => conflict("nothing-before"),
            E::Undone => conflict("undone"),
            E::NothingToUndo => conflict("nothing-to-undo"),
            E::Transition(invalid) => Self::field(invalid.field(), detail),
            E::Invalid { field, .. } => Self::field(field, detail),
            E::Store(error) => error.into(),
            E::Stage(_) => Self::busy("stage-unavailable", detail, 1),
            E::Busy => Self::busy("show-busy", detail, 1),
            E::Ended => Self::busy("shutting-down", detail, 5),
        }
    }
}

/// Somebody has to make room or change a permission: asking more often helps nobody.
const STORAGE_S: u32 = 30;
