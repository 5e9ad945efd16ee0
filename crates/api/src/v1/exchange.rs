//! The plan in the formats of other programs: out for everybody who may watch, in for producers.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::header,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use plenary_model::{id::ItemId, rundown::Item, source::SourceId, time::Timestamp};
use plenary_schedule::{Entry, Merged, Schedule, frab, ical, sheet};
use plenary_show::handle::Draft;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Anyone, Crew},
    body::Asked,
    dice,
    problem::Problem,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .merge(OpenApiRouter::new().routes(routes!(import)).layer(DefaultBodyLimit::max(plenary_schedule::MAX_BYTES)))
        .routes(routes!(csv))
        .routes(routes!(xml))
        .routes(routes!(json))
        .routes(routes!(ics))
}

/// How a schedule is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// The zone in which days begin, such as `Asia/Tehran`; UTC when left out.
    zone: Option<String>,
}

/// Formats that can be read.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// A sheet.
    Csv,
    /// `schedule.xml`.
    Xml,
    /// `schedule.json`.
    Json,
}

/// What to do with a file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct How {
    /// What the file is.
    #[param(inline)]
    format: Format,
    /// Whether to only say what would happen.
    #[serde(default)]
    dry_run: bool,
}

/// What a file changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportReport)]
struct Report {
    /// New items.
    added: usize,
    /// Items that are edited.
    changed: usize,
    /// Items that are in the plan as the file has them.
    same: usize,
    /// What is wrong with the file; nothing is changed then.
    problems: Vec<Wrong>,
    /// The number of the change, which takes it back.
    change: Option<i64>,
}

/// What is wrong with a file, and where.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportProblem)]
struct Wrong {
    /// Where: a row and a column, a line, or a path.
    place: String,
    /// What is wrong, and what is allowed.
    text: String,
}

impl From<plenary_schedule::Problem> for Wrong {
    fn from(problem: plenary_schedule::Problem) -> Self {
        Self { place: problem.place, text: problem.text }
    }
}

/// The plan as a sheet, with everything that the crew knows.
#[utoipa::path(
    get, path = "/api/v1/rundown.csv", tag = "rundown",
    responses((status = OK, body = String, content_type = "text/csv"), (status = "4XX", body = Problem))
)]
async fn csv(State(context): State<Arc<Context>>, crew: Crew) -> Result<Response, Problem> {
    let rooms = &context.rooms;
    let rundown = rooms.store.rundowns().load(crew.on.stage).await?.rundown;
    let items = rundown.items().iter().map(|item| (item, plenary_schedule::guid(rooms.summit, item)));
    Ok(file("text/csv; charset=utf-8", "rundown.csv", sheet::write(items)))
}

/// The plan as `schedule.xml`.
#[utoipa::path(
    get, path = "/api/v1/schedule.xml", tag = "rundown", params(Which),
    responses((status = OK, body = String, content_type = "application/vnd.c3voc.schedule+xml"), (status = "4XX", body = Problem))
)]
async fn xml(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    let schedule = schedule(&context, &anyone, which).await?;
    Ok(file("application/vnd.c3voc.schedule+xml", "schedule.xml", frab::write_xml(&schedule)))
}

/// The plan as `schedule.json`.
#[utoipa::path(
    get, path = "/api/v1/schedule.json", tag = "rundown", params(Which),
    responses((status = OK, body = Object), (status = "4XX", body = Problem))
)]
async fn json(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    let schedule = schedule(&context, &anyone, which).await?;
    Ok(file("application/json", "schedule.json", frab::write_json(&schedule)))
}

/// The plan as a calendar to subscribe to.
#[utoipa::path(
    get, path = "/api/v1/schedule.ics", tag = "rundown",
    responses((status = OK, body = String, content_type = "text/calendar"), (status = "4XX", body = Problem))
)]
async fn ics(State(context): State<Arc<Context>>, anyone: Anyone) -> Result<Response, Problem> {
    let schedule = schedule(&context, &anyone, Which { zone: None }).await?;
    Ok(file("text/calendar; charset=utf-8", "schedule.ics", ical::write(&schedule, context.now()).into_bytes()))
}

/// Reads a file into the plan: items that it knows are edited, new ones are added, none is taken out. All of it is
/// one change, or none of it when something is wrong.
#[utoipa::path(
    post, path = "/api/v1/rundown/import", tag = "rundown", params(How),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = OK, body = Report), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
async fn import(
    State(context): State<Arc<Context>>,
    producer: Crew,
    Asked(how): Asked<How>,
    bytes: Bytes,
) -> Result<Json<Report>, Problem> {
    let rooms = &context.rooms;
    let names = names(&context, &producer).await?;
    let rundown = rooms.store.rundowns().load(producer.on.stage).await?.rundown;
    let starts = rooms.store.summits().get(rooms.summit).await?.starts;
    let find = |name: &str| name.parse().ok().or_else(|| names.get(&name.to_lowercase()).copied());
    let mut draw = || ItemId::random(&mut dice());
    let read: Result<Vec<Item>, _> = match how.format {
        Format::Csv => sheet::read(&bytes, &find, &mut draw),
        Format::Xml => frab::read_xml(&bytes)
            .map(|events| plenary_schedule::items(rooms.summit, &rundown, starts, events, &find, &mut draw)),
        Format::Json => frab::read_json(&bytes)
            .map(|events| plenary_schedule::items(rooms.summit, &rundown, starts, events, &find, &mut draw)),
    };
    let items = match read {
        Ok(items) => items,
        Err(problems) => {
            let problems = problems.into_iter().take(MAX_PROBLEMS).map(Wrong::from).collect();
            return Ok(Json(Report { added: 0, changed: 0, same: 0, problems, change: None }));
        }
    };
    let merged = plenary_schedule::merge(rooms.summit, &rundown, items).map_err(plenary_show::Error::from)?;
    let Merged { changes, added, changed, same } = merged;
    let change = match how.dry_run || changes.is_empty() {
        true => None,
        false => Some(producer.on.director.draft(producer.actor(), Draft::All(changes)).await?.sequence),
    };
    Ok(Json(Report { added, changed, same, problems: Vec::new(), change }))
}

/// What is wrong with a file, at most: more is the same mistake in every row.
const MAX_PROBLEMS: usize = 200;

/// Sources of the stage by their names in small letters. A name that two have names neither.
async fn names(context: &Context, crew: &Crew) -> Result<HashMap<String, SourceId>, Problem> {
    let (store, (summit, stage)) = (&context.rooms.store, crew.of(context));
    let speakers = store.speakers().list(summit).await?.into_iter().filter(|speaker| speaker.stage == stage);
    let locations = store.locations().list(summit).await?.into_iter().filter(|_| stage.is_none());
    let clips = store.clips().list(summit).await?.into_iter().filter(|clip| clip.stage == stage);
    let stages = store.stages().list(summit).await?.into_iter().filter(|other| other.id != crew.on.stage);
    let all = speakers
        .map(|speaker| (speaker.name, SourceId::Speaker(speaker.id)))
        .chain(locations.map(|location| (location.name, SourceId::Location(location.id))))
        .chain(clips.map(|clip| (clip.title, SourceId::Clip(clip.id))))
        .chain(
            stages.filter(|other| other.main != stage.is_none()).map(|other| (other.name, SourceId::Stage(other.id))),
        );
    let mut names: HashMap<String, Option<SourceId>> = HashMap::new();
    for (name, source) in all {
        names.entry(name.to_lowercase()).and_modify(|known| *known = None).or_insert(Some(source));
    }
    Ok(names.into_iter().filter_map(|(name, source)| Some((name, source?))).collect())
}

/// The plan as those who may watch may know it.
async fn schedule(context: &Context, anyone: &Anyone, which: Which) -> Result<Schedule, Problem> {
    let rooms = &context.rooms;
    let summit = rooms.store.summits().get(rooms.summit).await?;
    if !summit.open && anyone.0.is_none() {
        return Err(Problem::unauthorized());
    }
    let zone = match which.zone.as_deref() {
        None => TimeZone::UTC,
        Some(name) => TimeZone::get(name).map_err(|_| Problem::field("zone", "write a zone such as Asia/Tehran"))?,
    };
    let stage = rooms.store.summits().main_stage(rooms.summit).await?;
    let rundown = rooms.store.rundowns().load(rooms.stage).await?.rundown;
    let planned = rundown.planned(summit.starts);
    let entry = |(item, starts): (&Item, Option<Timestamp>)| {
        Some(Entry {
            guid: plenary_schedule::guid(summit.id, item),
            title: item.title.clone(),
            kind: item.kind,
            room: stage.name.clone(),
            starts: starts?,
            planned_s: item.planned_s,
            languages: item.languages.clone(),
            people: item.caption.iter().map(|caption| caption.name.clone()).collect(),
        })
    };
    let entries: Vec<_> = rundown.items().iter().zip(planned).filter_map(entry).collect();
    let changes = rooms.store.rundowns().changes(rooms.stage, None, 1).await?;
    Ok(Schedule {
        acronym: acronym(&summit.title),
        title: summit.title,
        zone,
        url: context.options.origin.trim_end_matches('/').to_owned(),
        version: changes.first().map_or(0, |change| change.sequence).to_string(),
        entries,
    })
}

/// A short name of at least four of the characters that one may have.
fn acronym(title: &str) -> String {
    let letters: String = title
        .to_lowercase()
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character } else { '_' })
        .take(24)
        .collect();
    let letters = letters.trim_matches('_');
    if letters.len() >= 4 { letters.to_owned() } else { "summit".to_owned() }
}

fn file(kind: &'static str, name: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_has_the_characters_that_it_may_have() {
        assert_eq!(acronym("World Water Assembly"), "world_water_assembly");
        assert_eq!(acronym("آب"), "summit");
        assert_eq!(acronym("A-2"), "summit");
    }
}
