//! Who spoke for how long: totals, and sheets of them.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use plenary_model::{
    country::Country,
    floor::{Speech, Total, Totals, Voice},
    source::SourceId,
    time::Timestamp,
};
use plenary_schedule::sheet;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Context, access::Crew, problem::Problem};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(totals)).routes(routes!(totals_csv)).routes(routes!(speeches_csv))
}

/// Speaking times, the longest first. Of a clock that runs, what it stood at a few seconds ago.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FloorTotals)]
struct Answer {
    /// Of each person.
    people: Vec<Person>,
    /// Of each country that is known.
    countries: Vec<Nation>,
    /// Of each party.
    parties: Vec<Party>,
}

/// Speaking time of one person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FloorPerson)]
struct Person {
    /// Who.
    person: SourceId,
    /// Their name when they spoke last.
    name: String,
    /// Their country, when it is known.
    country: Option<Country>,
    /// Their party.
    delegation: Option<String>,
    /// Speeches.
    speeches: u32,
    /// Their time together in milliseconds.
    spoken_ms: u64,
}

/// Speaking time of one country.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FloorCountry)]
struct Nation {
    /// Which.
    country: Country,
    /// Speeches.
    speeches: u32,
    /// Their time together in milliseconds.
    spoken_ms: u64,
}

/// Speaking time of one party.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FloorParty)]
struct Party {
    /// Which.
    delegation: String,
    /// Speeches.
    speeches: u32,
    /// Their time together in milliseconds.
    spoken_ms: u64,
}

/// Speaking times by person, country and party.
#[utoipa::path(
    get, path = "/api/v1/floor/totals", tag = "floor",
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn totals(State(context): State<Arc<Context>>, crew: Crew) -> Result<Json<Answer>, Problem> {
    let Totals { people, countries, parties } = Totals::of(&speeches(&context, &crew).await?, context.now());
    let person = |(person, (voice, Total { speeches, spoken_ms }))| {
        let Voice { name, country, delegation, .. } = voice;
        let country = (country != Country::HIDDEN).then_some(country);
        Person { person, name, country, delegation, speeches, spoken_ms }
    };
    let mut people: Vec<_> = people.into_iter().map(person).collect();
    people.sort_by_key(|one| std::cmp::Reverse(one.spoken_ms));
    let nation = |(country, Total { speeches, spoken_ms })| Nation { country, speeches, spoken_ms };
    let mut countries: Vec<_> = countries.into_iter().map(nation).collect();
    countries.sort_by_key(|one| std::cmp::Reverse(one.spoken_ms));
    let party = |(delegation, Total { speeches, spoken_ms })| Party { delegation, speeches, spoken_ms };
    let mut parties: Vec<_> = parties.into_iter().map(party).collect();
    parties.sort_by_key(|one| std::cmp::Reverse(one.spoken_ms));
    Ok(Json(Answer { people, countries, parties }))
}

/// Speaking times by person, country and party, as one sheet.
#[utoipa::path(
    get, path = "/api/v1/floor/totals.csv", tag = "floor",
    responses((status = OK, body = String, content_type = "text/csv"), (status = "4XX", body = Problem))
)]
async fn totals_csv(context: State<Arc<Context>>, crew: Crew) -> Result<Response, Problem> {
    let Json(Answer { people, countries, parties }) = totals(context, crew).await?;
    let row = |by: &str, name: &str, country: Option<Country>, party: Option<&str>, speeches: u32, spoken_ms: u64| {
        let country = country.map(|country| country.to_string()).unwrap_or_default();
        let party = party.unwrap_or_default().to_owned();
        [by.to_owned(), name.to_owned(), country, party, speeches.to_string(), seconds(spoken_ms)]
    };
    let people = people
        .iter()
        .map(|one| row("person", &one.name, one.country, one.delegation.as_deref(), one.speeches, one.spoken_ms));
    let countries =
        countries.iter().map(|one| row("country", "", Some(one.country), None, one.speeches, one.spoken_ms));
    let parties = parties.iter().map(|one| row("party", "", None, Some(&one.delegation), one.speeches, one.spoken_ms));
    let head = ["by", "name", "country", "party", "speeches", "seconds"];
    Ok(csv("speaking-times.csv", sheet::table(head, people.chain(countries).chain(parties))))
}

/// Every speech, the oldest first, as a sheet.
#[utoipa::path(
    get, path = "/api/v1/floor/speeches.csv", tag = "floor",
    responses((status = OK, body = String, content_type = "text/csv"), (status = "4XX", body = Problem))
)]
async fn speeches_csv(State(context): State<Arc<Context>>, crew: Crew) -> Result<Response, Problem> {
    let now = context.now();
    let time = |at: Option<Timestamp>| {
        let at = at.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok());
        at.map(|at| at.to_string()).unwrap_or_default()
    };
    let row = |speech: &Speech| {
        let voice = &speech.voice;
        let country = if voice.country == Country::HIDDEN { String::new() } else { voice.country.to_string() };
        let category = serde_json::to_value(speech.category).unwrap_or_default();
        [
            time(speech.started),
            time(speech.ended),
            voice.name.clone(),
            country,
            voice.delegation.clone().unwrap_or_default(),
            category.as_str().unwrap_or_default().to_owned(),
            seconds(speech.spoken_ms(now)),
            speech.allowed_ms.map(seconds).unwrap_or_default(),
        ]
    };
    let head = ["started", "ended", "name", "country", "party", "category", "seconds", "allowed_seconds"];
    let speeches = speeches(&context, &crew).await?;
    let begun = speeches.iter().filter(|speech| speech.started.is_some());
    Ok(csv("speeches.csv", sheet::table(head, begun.map(row))))
}

async fn speeches(context: &Context, crew: &Crew) -> Result<Vec<Speech>, Problem> {
    let rooms = &context.rooms;
    Ok(rooms.store.floors().speeches(crew.on.stage, context.now()).await?)
}

/// Milliseconds as seconds with one decimal.
fn seconds(ms: u64) -> String {
    format!("{}.{}", ms / 1_000, ms % 1_000 / 100)
}

fn csv(name: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
