//! What a desk with buttons needs: one address for each button, without a body, and a flat answer for its labels.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Json, extract::State};
use plenary_hands::{
    Action, Status,
    action::{Deed, MIX_MS},
    status::{LABELLED, Tally},
};
use plenary_model::scene::{Direction, Transition};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Hand,
    body::{Asked, Place},
    problem::Problem,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(state))
        .routes(routes!(press))
        .routes(routes!(preview))
        .routes(routes!(item))
        .routes(routes!(mute))
        .routes(routes!(gain))
}

/// What a button does.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Button {
    /// Brings the preview on air with a cut.
    Take,
    /// The same.
    Cut,
    /// Brings the preview on air with a mix, of `ms` milliseconds.
    Mix,
    /// Brings the preview on air with a wipe to the right, of `ms` milliseconds.
    Wipe,
    /// Brings the next item on air.
    Next,
    /// Brings the item before on air.
    Back,
    /// Brings the slate on air at once.
    Slate,
    /// Throws away what the audience has not seen yet; the slate where nothing is held back.
    Dump,
    /// Brings back what was on air before the last take.
    Undo,
    /// Lets the rundown go on by itself.
    Run,
    /// Stops it.
    Hold,
    /// Lets recorded backups take over by themselves.
    Arm,
    /// Does not.
    Disarm,
    /// Puts the name graphic on, or off when it is on.
    Caption,
    /// Puts it on.
    CaptionOn,
    /// Puts it off.
    CaptionOff,
    /// Lets the music come.
    Music,
    /// Lets it go.
    MusicOff,
}

/// How a button does it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct How {
    /// How long a mix or a wipe takes in milliseconds, 100 to 10000; 1000 when left out.
    ms: Option<u32>,
}

/// What the buttons show. An empty text and the number 0 mean: nothing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandsState)]
struct Answer {
    /// The names of those on air; empty while the slate is.
    on_air: String,
    /// The first of them, by its number in the multiview.
    on_air_number: u32,
    /// The names of those in preview.
    previewed: String,
    /// The first of them, by its number in the multiview.
    previewed_number: u32,
    /// The title of the current item.
    item: String,
    /// Its number in the rundown.
    item_number: u32,
    /// The title of the item that comes next.
    next: String,
    /// Its number in the rundown.
    next_number: u32,
    /// Milliseconds until the current item is over; negative when it is late.
    remaining_ms: i64,
    /// The same as a label: `4:05`, `-0:12`.
    remaining: String,
    /// Milliseconds that the show is late by; negative when there is time left.
    late_ms: i64,
    /// Whether recorded backups take over by themselves.
    armed: bool,
    /// Whether a recording stands in for a live source.
    stands_in: bool,
    /// Whether the rundown goes on by itself.
    running: bool,
    /// Whether the name graphic is on.
    caption: bool,
    /// Whether one scene is giving way to the other.
    mixing: bool,
    /// Whether the music plays.
    music: bool,
    /// Whether the programme is being recorded.
    recording: bool,
    /// How many things are wrong.
    faults: u32,
    /// `source_1` to `source_9`: the names of the first sources of the multiview; and `tally_1` to `tally_9`: `air`,
    /// `ready`, `online`, `offline` or empty; and `muted_1` to `muted_9`: `muted` or empty.
    #[serde(flatten)]
    labels: BTreeMap<String, String>,
}

impl From<Status> for Answer {
    fn from(status: Status) -> Self {
        let label = |place: usize| {
            let label = status.sources.get(place);
            let name = label.map(|label| label.name.clone()).unwrap_or_default();
            let tally = label.map_or("", |label| Tally::word(label.tally)).to_owned();
            let muted = if label.is_some_and(|label| label.muted) { "muted" } else { "" }.to_owned();
            let key = |kind: &str| format!("{kind}_{}", place + 1);
            [(key("source"), name), (key("tally"), tally), (key("muted"), muted)]
        };
        Self {
            labels: (0..LABELLED).flat_map(label).collect(),
            remaining: status.remaining_text(),
            on_air: status.on_air,
            on_air_number: status.on_air_number,
            previewed: status.preview,
            previewed_number: status.preview_number,
            item: status.item,
            item_number: status.item_number,
            next: status.next,
            next_number: status.next_number,
            remaining_ms: status.remaining_ms,
            late_ms: status.late_ms,
            armed: status.armed,
            stands_in: status.stands_in,
            running: status.running,
            caption: status.caption,
            mixing: status.mixing,
            music: status.music,
            recording: status.recording,
            faults: status.faults,
        }
    }
}

/// What the buttons show now.
#[utoipa::path(
    get, path = "/api/v1/hands/state", tag = "hands",
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn state(State(context): State<Arc<Context>>, hand: Hand) -> Json<Answer> {
    Json(read(&context, &hand))
}

/// Presses a button. Answers what the buttons show afterwards.
#[utoipa::path(
    post, path = "/api/v1/hands/{button}", tag = "hands", params(("button" = inline(Button), Path), How),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn press(
    State(context): State<Arc<Context>>,
    hand: Hand,
    Place(button): Place<Button>,
    Asked(How { ms }): Asked<How>,
) -> Result<Json<Answer>, Problem> {
    let action = match button {
        Button::Take | Button::Cut => Action::Take(Transition::Cut),
        Button::Mix => Action::Take(Transition::Mix { duration_ms: ms.unwrap_or(MIX_MS) }),
        Button::Wipe => {
            let (direction, duration_ms) = (Direction::default(), ms.unwrap_or(MIX_MS));
            Action::Take(Transition::Wipe { direction, duration_ms })
        }
        Button::Next => Action::Next,
        Button::Back => Action::Back,
        Button::Slate => Action::Slate,
        Button::Dump => Action::Dump,
        Button::Undo => Action::Undo,
        Button::Run => Action::Run(true),
        Button::Hold => Action::Run(false),
        Button::Arm => Action::Arm(true),
        Button::Disarm => Action::Arm(false),
        Button::Caption => Action::Caption(None),
        Button::CaptionOn => Action::Caption(Some(true)),
        Button::CaptionOff => Action::Caption(Some(false)),
        Button::Music => Action::Music(true),
        Button::MusicOff => Action::Music(false),
    };
    act(&context, &hand, action).await
}

/// Puts a source into preview: 1 for the first of the multiview.
#[utoipa::path(
    post, path = "/api/v1/hands/preview/{number}", tag = "hands", params(("number" = u32, Path)),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn preview(
    State(context): State<Arc<Context>>,
    hand: Hand,
    Place(number): Place<u32>,
) -> Result<Json<Answer>, Problem> {
    act(&context, &hand, Action::Preview(number)).await
}

/// Brings an item on air: 1 for the first of the rundown.
#[utoipa::path(
    post, path = "/api/v1/hands/item/{number}", tag = "hands", params(("number" = u32, Path)),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn item(
    State(context): State<Arc<Context>>,
    hand: Hand,
    Place(number): Place<u32>,
) -> Result<Json<Answer>, Problem> {
    act(&context, &hand, Action::Item(number)).await
}

/// Whether a source is muted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Muted {
    /// Whether nobody hears it; the other of both when left out.
    on: Option<bool>,
}

/// How loud a source is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Loud {
    /// In tenths of a dB against how it comes: -600 to 200.
    tenths: i16,
}

/// Has nobody hear a source, or everybody: 1 for the first of the multiview.
#[utoipa::path(
    post, path = "/api/v1/hands/mute/{number}", tag = "hands", params(("number" = u32, Path), Muted),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn mute(
    State(context): State<Arc<Context>>,
    hand: Hand,
    Place(number): Place<u32>,
    Asked(Muted { on }): Asked<Muted>,
) -> Result<Json<Answer>, Problem> {
    act(&context, &hand, Action::Mute(number, on)).await
}

/// Makes a source louder or softer: 1 for the first of the multiview.
#[utoipa::path(
    post, path = "/api/v1/hands/gain/{number}", tag = "hands", params(("number" = u32, Path), Loud),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn gain(
    State(context): State<Arc<Context>>,
    hand: Hand,
    Place(number): Place<u32>,
    Asked(Loud { tenths }): Asked<Loud>,
) -> Result<Json<Answer>, Problem> {
    act(&context, &hand, Action::Gain(number, tenths)).await
}

async fn act(context: &Context, hand: &Hand, action: Action) -> Result<Json<Answer>, Problem> {
    let director = &hand.on.director;
    match action.deed(&director.crew(), &director.plan())? {
        Deed::Direct(command) => {
            director.direct(hand.actor(), command).await?;
        }
        Deed::Mix(sound) => director.mix(hand.actor(), sound.into()).await?,
    }
    metrics::counter!("plenary_hands_actions_total", "way" => "http").increment(1);
    Ok(Json(read(context, hand)))
}

fn read(context: &Context, hand: &Hand) -> Answer {
    let director = &hand.on.director;
    Status::of(&director.crew(), &director.plan(), context.now()).into()
}
