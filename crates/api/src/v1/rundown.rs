//! The plan of the stage, and the place in it.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Json, http::StatusCode};
use plenary_model::{
    id::{GraphicId, ItemId},
    language::LanguageTag,
    rundown::{self, End, Item, Kind, Role},
    scene::{Caption, Scene, Transition},
    source::SourceId,
    time::Timestamp,
};
use plenary_show::{handle::Draft, live};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Crew, Hand},
    body::{Body, Place, given},
    dice,
    director::Command,
    problem::Problem,
    v1::stage::command,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(add))
        .routes(routes!(change, remove))
        .routes(routes!(shift))
        .routes(routes!(next))
        .routes(routes!(back))
        .routes(routes!(jump))
        .routes(routes!(run))
}

/// The plan and the place in it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RundownPlan)]
struct Read {
    /// The items in order.
    items: Vec<live::Item>,
    /// The place in it.
    #[serde(flatten)]
    place: live::Rundown,
}

/// A new item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewItem)]
struct New {
    /// As the crew and the audience read it.
    title: String,
    /// What kind of entry it is; what fits the scene when left out.
    kind: Option<Kind>,
    /// What is shown.
    scene: Scene,
    /// The name graphic that comes with it.
    caption: Option<Caption>,
    /// Graphics that come on air with it.
    #[serde(default)]
    graphics: Vec<GraphicId>,
    /// How it comes on air; a cut when left out.
    #[serde(default)]
    transition: Transition,
    /// Languages that are spoken in it.
    #[serde(default)]
    languages: Vec<LanguageTag>,
    /// When it starts by the wall clock; after the item before when left out.
    starts: Option<Timestamp>,
    /// Planned length in seconds.
    planned_s: u32,
    /// What follows when it is over; when left out, it waits.
    #[serde(default)]
    end: End,
    /// The recorded speech that takes over when its live source fails.
    backup: Option<SourceId>,
    /// For all of the crew.
    #[serde(default)]
    notes: String,
    /// For one part of the crew each.
    #[serde(default)]
    #[schema(value_type = HashMap<String, String>)]
    role_notes: BTreeMap<Role, String>,
    /// Before which place; at the end when left out.
    place: Option<usize>,
}

/// A change of an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItemChange)]
struct Change {
    /// The fields that change.
    set: Fields,
    /// What the one who changes them has seen: when one of these fields is different by now, nothing is changed
    /// and the answer is 409.
    seen: Option<Fields>,
}

/// Fields of an item; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItemFields)]
struct Fields {
    /// The title.
    title: Option<String>,
    /// The kind.
    kind: Option<Kind>,
    /// The scene.
    scene: Option<Scene>,
    /// The name graphic; `null` for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Caption>)]
    caption: Option<Option<Caption>>,
    /// Graphics that come with it.
    graphics: Option<Vec<GraphicId>>,
    /// The transition.
    transition: Option<Transition>,
    /// Languages that are spoken in it.
    languages: Option<Vec<LanguageTag>>,
    /// When it starts by the wall clock; `null` for after the item before.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Timestamp>)]
    starts: Option<Option<Timestamp>>,
    /// The planned length in seconds.
    planned_s: Option<u32>,
    /// The end.
    end: Option<End>,
    /// What takes over; `null` for nothing.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<SourceId>)]
    backup: Option<Option<SourceId>>,
    /// Notes for all of the crew.
    notes: Option<String>,
    /// Notes by role.
    #[schema(value_type = Option<HashMap<String, String>>)]
    role_notes: Option<BTreeMap<Role, String>>,
}

macro_rules! each_field {
    ($do:ident, $fields:expr, $item:expr) => {
        $do!(
            $fields, $item, title, kind, scene, caption, graphics, transition, languages, starts, planned_s, end,
            backup, notes, role_notes
        )
    };
}

impl Fields {
    /// Puts the fields that are given into an item.
    fn put(self, item: &mut Item) {
        macro_rules! put {
            ($fields:expr, $item:expr, $($field:ident),*) => {
                $(if let Some(value) = $fields.$field { $item.$field = value; })*
            };
        }
        each_field!(put, self, item);
    }

    /// Whether the fields that are given are those of an item.
    fn check(&self, item: &Item) -> Result<(), rundown::Error> {
        macro_rules! check {
            ($fields:expr, $item:expr, $($field:ident),*) => {
                $(if $fields.$field.as_ref().is_some_and(|seen| *seen != $item.$field) {
                    return Err(rundown::Error::Changed($item.id, stringify!($field)));
                })*
            };
        }
        each_field!(check, self, item);
        Ok(())
    }
}

/// Where an item goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ItemMove)]
struct Shift {
    /// The place it has afterwards, 0 for the first.
    place: usize,
}

/// Where the show goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JumpCommand)]
struct Jump {
    /// The item to bring on air.
    item: ItemId,
}

/// Whether the rundown goes on by itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunCommand)]
struct Run {
    /// Whether it does.
    running: bool,
}

/// The plan and the place in it.
#[utoipa::path(
    get, path = "/api/v1/rundown", tag = "rundown",
    responses((status = OK, body = Read), (status = "4XX", body = Problem))
)]
async fn read(crew: Crew) -> Json<Read> {
    let director = &crew.on.director;
    Json(Read { items: director.plan().in_order().cloned().collect(), place: director.crew().rundown.clone() })
}

/// Adds an item.
#[utoipa::path(
    post, path = "/api/v1/rundown/items", tag = "rundown", request_body = New,
    responses((status = CREATED, body = live::Item), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn add(producer: Crew, Body(new): Body<New>) -> Result<(StatusCode, Json<live::Item>), Problem> {
    let New { title, kind, scene, caption, transition, languages, starts, planned_s, end, backup, .. } = new;
    let kind = kind.unwrap_or_else(|| Kind::of(&scene));
    let New { graphics, notes, role_notes, place, .. } = new;
    let id = ItemId::random(&mut dice());
    let item = Item {
        id,
        guid: None,
        title,
        kind,
        scene,
        caption,
        graphics,
        transition,
        languages,
        starts,
        planned_s,
        end,
        backup,
        notes,
        role_notes,
    };
    draft(&producer, Draft::Add(Box::new(item), place)).await?;
    Ok((StatusCode::CREATED, Json(item_of(&producer, id)?)))
}

/// Changes an item.
#[utoipa::path(
    patch, path = "/api/v1/rundown/items/{id}", tag = "rundown", params(("id" = ItemId, Path)), request_body = Change,
    responses((status = OK, body = live::Item), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn change(
    producer: Crew,
    Place(id): Place<ItemId>,
    Body(change): Body<Change>,
) -> Result<Json<live::Item>, Problem> {
    let edit = move |item: &mut Item| {
        if let Some(seen) = &change.seen {
            seen.check(item)?;
        }
        change.set.put(item);
        Ok(())
    };
    draft(&producer, Draft::Edit(id, Box::new(edit))).await?;
    Ok(Json(item_of(&producer, id)?))
}

/// Takes an item out. Not while it is on air.
#[utoipa::path(
    delete, path = "/api/v1/rundown/items/{id}", tag = "rundown", params(("id" = ItemId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn remove(producer: Crew, Place(id): Place<ItemId>) -> Result<StatusCode, Problem> {
    draft(&producer, Draft::Remove(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Moves an item.
#[utoipa::path(
    post, path = "/api/v1/rundown/items/{id}/move", tag = "rundown", params(("id" = ItemId, Path)),
    request_body = Shift,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn shift(producer: Crew, Place(id): Place<ItemId>, Body(shift): Body<Shift>) -> Result<StatusCode, Problem> {
    draft(&producer, Draft::Shift(id, shift.place)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings the next item on air.
#[utoipa::path(
    post, path = "/api/v1/rundown/next", tag = "rundown",
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn next(hand: Hand) -> Result<Json<live::Taken>, Problem> {
    command(&hand, Command::Next).await
}

/// Brings the item before on air.
#[utoipa::path(
    post, path = "/api/v1/rundown/back", tag = "rundown",
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn back(hand: Hand) -> Result<Json<live::Taken>, Problem> {
    command(&hand, Command::Back).await
}

/// Brings any item on air.
#[utoipa::path(
    post, path = "/api/v1/rundown/jump", tag = "rundown", request_body = Jump,
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn jump(hand: Hand, Body(jump): Body<Jump>) -> Result<Json<live::Taken>, Problem> {
    command(&hand, Command::Jump(jump.item)).await
}

/// Lets the rundown go on by itself, or stops it.
#[utoipa::path(
    post, path = "/api/v1/rundown/run", tag = "rundown", request_body = Run,
    responses((status = OK, body = live::Taken), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn run(hand: Hand, Body(run): Body<Run>) -> Result<Json<live::Taken>, Problem> {
    command(&hand, Command::Run(run.running)).await
}

async fn draft(by: &Crew, draft: Draft) -> Result<(), Problem> {
    by.on.director.draft(by.actor(), draft).await?;
    Ok(())
}

/// An item that was there a moment ago.
fn item_of(by: &Crew, id: ItemId) -> Result<live::Item, Problem> {
    let gone = || Problem::from(plenary_show::Error::from(rundown::Error::Gone(id)));
    by.on.director.plan().items.get(&id).cloned().ok_or_else(gone)
}
