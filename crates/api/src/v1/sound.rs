//! The sound desk.

use std::sync::Arc;

use axum::Json;
use plenary_model::{
    id::ClipId,
    sound::{Bed, Duck, Gate, HighPass, Limiter, OnAir, Strip},
    source::SourceId,
};
use plenary_show::{live::sound::Sound, sound::Command};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Hand,
    body::{Body, Place},
    problem::Problem,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(strip)).routes(routes!(bed)).routes(routes!(reset))
}

/// What changes of a strip; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SoundStripChange)]
struct StripChange {
    /// How much louder, in dB: -60 to 20.
    gain_db: Option<f32>,
    /// Whether nobody hears it.
    muted: Option<bool>,
    /// Whether the crew hears it alone. The programme stays as it is.
    solo: Option<bool>,
    /// When it is in the programme.
    on_air: Option<OnAir>,
    /// From where on sound passes.
    high_pass: Option<HighPass>,
    /// The gate.
    gate: Option<GateChange>,
    /// The limiter.
    limiter: Option<LimiterChange>,
}

/// What changes of a gate; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SoundGateChange)]
struct GateChange {
    /// Whether it works.
    on: Option<bool>,
    /// What opens it: -90 to 0.
    threshold_db: Option<f32>,
    /// It closes at so many dB less: 0 to 24.
    hysteresis_db: Option<f32>,
    /// How long it takes to open, in ms: 1 to 500.
    attack_ms: Option<f32>,
    /// For how long it stays open when it is quiet, in ms: 0 to 5,000.
    hold_ms: Option<f32>,
    /// How long it takes to close, in ms: 5 to 5,000.
    release_ms: Option<f32>,
}

/// What changes of a limiter; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SoundLimiterChange)]
struct LimiterChange {
    /// Whether it works.
    on: Option<bool>,
    /// What no sample is above: -30 to 0.
    ceiling_db: Option<f32>,
}

/// What changes of the music; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SoundBedChange)]
struct BedChange {
    /// The recording.
    clip: Option<ClipId>,
    /// Whether it plays.
    playing: Option<bool>,
    /// How much louder it is while nobody speaks, in dB: -60 to 20.
    level_db: Option<f32>,
    /// How long it takes to come and to go, in ms: 10 to 20,000.
    fade_ms: Option<f32>,
    /// How it makes room for speech.
    duck: Option<DuckChange>,
}

/// What changes of how music makes room for speech; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SoundDuckChange)]
struct DuckChange {
    /// How loud the programme must be to be speech: -90 to 0.
    threshold_db: Option<f32>,
    /// How much the music goes down, in dB: 0 to 60.
    depth_db: Option<f32>,
    /// How long it takes to go down, in ms: 5 to 5,000.
    attack_ms: Option<f32>,
    /// For how long it stays down between two words, in ms: 0 to 10,000.
    hold_ms: Option<f32>,
    /// How long it takes to come back, in ms: 5 to 20,000.
    release_ms: Option<f32>,
}

/// Takes over what is given.
fn set<T>(field: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *field = given;
    }
}

impl StripChange {
    fn is_of_the_strip(&self) -> bool {
        let Self { gain_db, muted, solo: _, on_air, high_pass, gate, limiter } = self;
        gain_db.is_some()
            || muted.is_some()
            || on_air.is_some()
            || high_pass.is_some()
            || gate.is_some()
            || limiter.is_some()
    }

    fn apply(self, strip: &mut Strip) {
        set(&mut strip.gain_db, self.gain_db);
        set(&mut strip.muted, self.muted);
        set(&mut strip.on_air, self.on_air);
        set(&mut strip.high_pass, self.high_pass);
        if let Some(GateChange { on, threshold_db, hysteresis_db, attack_ms, hold_ms, release_ms }) = self.gate {
            let gate: &mut Gate = &mut strip.gate;
            set(&mut gate.on, on);
            set(&mut gate.threshold_db, threshold_db);
            set(&mut gate.hysteresis_db, hysteresis_db);
            set(&mut gate.attack_ms, attack_ms);
            set(&mut gate.hold_ms, hold_ms);
            set(&mut gate.release_ms, release_ms);
        }
        if let Some(LimiterChange { on, ceiling_db }) = self.limiter {
            let limiter: &mut Limiter = &mut strip.limiter;
            set(&mut limiter.on, on);
            set(&mut limiter.ceiling_db, ceiling_db);
        }
    }
}

impl BedChange {
    fn apply(self, bed: &mut Bed) {
        set(&mut bed.level_db, self.level_db);
        set(&mut bed.fade_ms, self.fade_ms);
        if let Some(DuckChange { threshold_db, depth_db, attack_ms, hold_ms, release_ms }) = self.duck {
            let duck: &mut Duck = &mut bed.duck;
            set(&mut duck.threshold_db, threshold_db);
            set(&mut duck.depth_db, depth_db);
            set(&mut duck.attack_ms, attack_ms);
            set(&mut duck.hold_ms, hold_ms);
            set(&mut duck.release_ms, release_ms);
        }
    }
}

/// The sound desk: strips, music, and how loud the programme is.
#[utoipa::path(
    get, path = "/api/v1/sound", tag = "sound",
    responses((status = OK, body = Sound), (status = "4XX", body = Problem))
)]
async fn read(by: Hand) -> Result<Json<Sound>, Problem> {
    Ok(Json(by.on.director.crew().sound.clone()))
}

/// Sets the strip of a source. It is heard at once, and without a click.
#[utoipa::path(
    patch, path = "/api/v1/sound/strips/{kind}/{id}", tag = "sound",
    params(
        ("kind" = String, Path, description = "`speaker`, `location` or `clip`"),
        ("id" = String, Path, description = "Its id")
    ),
    request_body = StripChange,
    responses((status = OK, body = Sound), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn strip(
    by: Hand,
    Place((kind, id)): Place<(String, String)>,
    Body(change): Body<StripChange>,
) -> Result<Json<Sound>, Problem> {
    let source: SourceId =
        format!("{kind}/{id}").parse().map_err(|_| Problem::not_found("the address names no source"))?;
    if source == SourceId::Wall {
        return Err(Problem::not_found("the wall has no sound"));
    }
    let director = &by.on.director;
    let solo = change.solo;
    if change.is_of_the_strip() {
        director.mix(by.actor(), Command::Strip(source, Box::new(|strip| change.apply(strip)))).await?;
    }
    if let Some(solo) = solo {
        director.mix(by.actor(), Command::Solo(source, solo)).await?;
    }
    Ok(Json(director.crew().sound.clone()))
}

/// Sets the music under the programme, lets it come, or lets it go.
#[utoipa::path(
    patch, path = "/api/v1/sound/bed", tag = "sound", request_body = BedChange,
    responses((status = OK, body = Sound), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn bed(by: Hand, Body(change): Body<BedChange>) -> Result<Json<Sound>, Problem> {
    let director = &by.on.director;
    let playing = change.playing;
    let is_set =
        change.clip.is_some() || change.level_db.is_some() || change.fade_ms.is_some() || change.duck.is_some();
    if is_set {
        director.mix(by.actor(), Command::Bed(change.clip, Box::new(|bed| change.apply(bed)))).await?;
    }
    if let Some(playing) = playing {
        director.mix(by.actor(), Command::Play(playing)).await?;
    }
    Ok(Json(director.crew().sound.clone()))
}

/// Measures the programme's integrated loudness and true peak anew.
#[utoipa::path(
    post, path = "/api/v1/sound/loudness/reset", tag = "sound",
    responses((status = OK, body = Sound), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn reset(by: Hand) -> Result<Json<Sound>, Problem> {
    by.on.director.mix(by.actor(), Command::ResetLoudness).await?;
    Ok(Json(by.on.director.crew().sound.clone()))
}
