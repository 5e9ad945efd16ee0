//! What is on air and in preview.

use std::sync::Arc;

use axum::Json;
use plenary_model::scene::{Caption, Scene, Transition};
use plenary_show::live::Taken;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Context, access::Hand, body::Body, director::Command, problem::Problem};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(preview))
        .routes(routes!(take))
        .routes(routes!(caption))
        .routes(routes!(slate))
        .routes(routes!(untake))
        .routes(routes!(arm))
        .routes(routes!(delay))
        .routes(routes!(dump))
}

/// A scene to preview.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PreviewCommand)]
struct Preview {
    /// The scene.
    scene: Scene,
}

/// How to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TakeCommand)]
struct Take {
    /// How one scene gives way to the other; a cut when left out.
    #[serde(default)]
    transition: Transition,
}

/// The name graphic to show.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaptionCommand)]
struct Name {
    /// The graphic; `null` takes it off, and nothing is taken off by accident.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    caption: Option<Caption>,
}

/// For how long the programme is held back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DelayCommand)]
struct Delay {
    /// In milliseconds, at most 30,000; nothing is held back at 0.
    delay_ms: u32,
}

/// Whether backups take over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ArmCommand)]
struct Arm {
    /// Whether they do.
    armed: bool,
}

/// Puts a scene into preview.
#[utoipa::path(
    post, path = "/api/v1/stage/preview", tag = "stage", request_body = Preview,
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn preview(hand: Hand, Body(preview): Body<Preview>) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::Preview(preview.scene)).await
}

/// Brings the previewed scene on air.
#[utoipa::path(
    post, path = "/api/v1/stage/take", tag = "stage", request_body = Take,
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn take(hand: Hand, Body(take): Body<Take>) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::Take(take.transition)).await
}

/// Puts the name graphic on, or takes it off.
#[utoipa::path(
    post, path = "/api/v1/stage/caption", tag = "stage", request_body = Name,
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn caption(hand: Hand, Body(name): Body<Name>) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::Caption(name.caption)).await
}

/// Brings the slate on air at once, whatever is prepared.
#[utoipa::path(
    post, path = "/api/v1/stage/slate", tag = "stage",
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn slate(hand: Hand) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::SlateNow).await
}

/// Brings back what was on air before the last take, with its graphic and its place in the rundown.
#[utoipa::path(
    post, path = "/api/v1/stage/untake", tag = "stage",
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn untake(hand: Hand) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::Untake).await
}

/// Lets the recorded backup of an item take over by itself when its live source fails, or not.
#[utoipa::path(
    post, path = "/api/v1/stage/arm", tag = "stage", request_body = Arm,
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn arm(hand: Hand, Body(arm): Body<Arm>) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::Arm(arm.armed)).await
}

/// Holds the programme back on its way to the audience, so that something can be dumped before it is seen.
#[utoipa::path(
    post, path = "/api/v1/stage/delay", tag = "stage", request_body = Delay,
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn delay(hand: Hand, Body(delay): Body<Delay>) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::Delay(delay.delay_ms)).await
}

/// Throws away what is held back: the audience sees the slate until as much is held again, and never what was dumped.
/// Where nothing is held back, the slate goes on air.
#[utoipa::path(
    post, path = "/api/v1/stage/dump", tag = "stage",
    responses((status = OK, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn dump(hand: Hand) -> Result<Json<Taken>, Problem> {
    command(&hand, Command::Dump).await
}

/// Gives a command to the show in the name of whoever asks.
pub(crate) async fn command(by: &Hand, command: Command) -> Result<Json<Taken>, Problem> {
    Ok(Json(by.on.director.direct(by.actor(), command).await?))
}
