//! Simulated crowds: permission for one, and its people.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
};
use plenary_model::{
    country::Country,
    grant::Identity,
    id::{LocationId, RehearsalId, Secret, SessionId, SpeakerId},
    journal::Actor,
    language::LanguageTag,
    link::Holder,
    location::{Admission, Location},
    rehearsal::Rehearsal,
    speaker::Speaker,
    time::Timestamp,
    token::Token,
};
use plenary_store::{By, Cast};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::Producer,
    body::{Body, NAME, Place, TITLE, name, text},
    dice,
    problem::Problem,
    v1::{
        link::{paced, unknown},
        personal, summit,
    },
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(remove))
        .merge(OpenApiRouter::new().routes(routes!(cast)).layer(DefaultBodyLimit::max(NAMES)))
}

/// A crowd to come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRehearsal)]
struct New {
    /// Locations, up to 30,000.
    locations: u32,
    /// Speakers, up to 1,000.
    speakers: u32,
    /// Viewers, up to 100,000.
    viewers: u32,
    /// Hours until it vanishes, 1 to 72.
    hours: u32,
    /// Whether its locations are let in at once; when left out, they are.
    #[serde(default = "yes")]
    admit: bool,
}

fn yes() -> bool {
    true
}

/// A rehearsal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Rehearsal)]
struct Answer {
    /// Its id.
    id: RehearsalId,
    /// How many locations it may bring.
    locations: u32,
    /// How many speakers.
    speakers: u32,
    /// How many viewers.
    viewers: u32,
    /// Whether its locations are let in at once.
    admit: bool,
    /// When it vanishes.
    expires: Timestamp,
}

impl From<Rehearsal> for Answer {
    fn from(rehearsal: Rehearsal) -> Self {
        let Rehearsal { id, locations, speakers, viewers, admit, expires, .. } = rehearsal;
        Self { id, locations, speakers, viewers, admit, expires }
    }
}

/// A rehearsal that was just made. Its address is shown once and kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MadeRehearsal)]
struct Made {
    /// Its id.
    id: RehearsalId,
    /// For `plenary swarm`.
    url: String,
    /// When it vanishes.
    expires: Timestamp,
}

/// A crowd's link, and who is in the crowd. Names that are left out are made up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CastCommand)]
struct Call {
    /// The token from behind the `#`.
    token: String,
    /// Names and countries of the first locations.
    #[serde(default)]
    locations: Vec<CallLocation>,
    /// Names of the first speakers.
    #[serde(default)]
    speakers: Vec<CallSpeaker>,
}

/// A simulated location's name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CallLocation {
    /// As the wall shows it.
    name: String,
    /// Likewise.
    country: Country,
}

/// A simulated speaker's name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CallSpeaker {
    /// As the name graphic shows it.
    name: String,
    /// The line below.
    #[serde(default)]
    title: String,
    /// The language they speak.
    language: LanguageTag,
}

/// The people of a crowd, and how they get into the media plane.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cast)]
struct Crowd {
    /// The summit.
    summit: summit::Answer,
    /// When the crowd vanishes.
    expires: Timestamp,
    /// The path of media sessions.
    url_path: &'static str,
    /// Its locations.
    locations: Vec<CastLocation>,
    /// Its speakers.
    speakers: Vec<CastSpeaker>,
    /// A token for each of its viewers.
    viewer_tokens: Vec<String>,
    /// The programme's broadcast.
    programme: String,
    /// The broadcast that every screen follows.
    state: String,
    /// The wall's broadcast.
    wall: String,
}

/// A simulated location.
#[derive(Debug, Serialize, ToSchema)]
struct CastLocation {
    /// Its id.
    id: LocationId,
    /// Its place in the crowd, 0 for the first.
    number: usize,
    /// Its name.
    name: String,
    /// Its country.
    country: Country,
    /// For `?jwt=`, until the crowd vanishes.
    media_token: String,
    /// The broadcast that it publishes.
    broadcast: String,
}

/// A simulated speaker.
#[derive(Debug, Serialize, ToSchema)]
struct CastSpeaker {
    /// Their id.
    id: SpeakerId,
    /// Their place in the crowd, 0 for the first.
    number: usize,
    /// Their name.
    name: String,
    /// The line below.
    title: String,
    /// The language they speak.
    language: LanguageTag,
    /// For `?jwt=`, until the crowd vanishes.
    media_token: String,
    /// The broadcast that they publish.
    broadcast: String,
}

/// Every rehearsal, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/rehearsals", tag = "rehearsals",
    responses((status = OK, body = Vec<Answer>), (status = "4XX", body = Problem))
)]
async fn list(State(context): State<Arc<Context>>, _: Producer) -> Result<Json<Vec<Answer>>, Problem> {
    let rehearsals = context.rooms.store.rehearsals().list(context.rooms.summit).await?;
    Ok(Json(rehearsals.into_iter().map(Answer::from).collect()))
}

/// Permits a crowd and makes the link with which `plenary swarm` brings it.
#[utoipa::path(
    post, path = "/api/v1/rehearsals", tag = "rehearsals", request_body = New,
    responses((status = CREATED, body = Made), (status = "4XX", body = Problem))
)]
async fn create(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    for (field, value, range) in [
        ("locations", new.locations, 0..=30_000),
        ("speakers", new.speakers, 0..=1_000),
        ("viewers", new.viewers, 0..=100_000),
        ("hours", new.hours, 1..=72),
    ] {
        if !range.contains(&value) {
            let (from, to) = range.into_inner();
            return Err(Problem::field(field, format!("{field} must be from {from} to {to}")));
        }
    }
    let by = producer.by(&context);
    let rehearsal = Rehearsal {
        id: RehearsalId::random(&mut dice()),
        summit: context.rooms.summit,
        locations: new.locations,
        speakers: new.speakers,
        viewers: new.viewers,
        admit: new.admit,
        expires: by.at + Duration::from_secs(u64::from(new.hours) * 3_600),
        created: by.at,
    };
    context.rooms.store.rehearsals().create(by, &rehearsal).await?;
    let made = personal::make(&context, by, Holder::Rehearsal(rehearsal.id), rehearsal.expires).await?;
    Ok((StatusCode::CREATED, Json(Made { id: rehearsal.id, url: made.url, expires: made.expires })))
}

/// Ends a rehearsal: its people, its link and its sessions vanish.
#[utoipa::path(
    delete, path = "/api/v1/rehearsals/{id}", tag = "rehearsals", params(("id" = RehearsalId, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem))
)]
async fn remove(
    State(context): State<Arc<Context>>,
    producer: Producer,
    Place(id): Place<RehearsalId>,
) -> Result<StatusCode, Problem> {
    end(&context, producer.by(&context), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a rehearsal.
pub(crate) async fn end(context: &Context, by: By, id: RehearsalId) -> Result<(), plenary_store::Error> {
    let (speakers, locations) = context.rooms.store.rehearsals().remove(by, id).await?;
    let session = session(id);
    let speakers: std::collections::HashSet<_> = speakers.into_iter().collect();
    let locations: std::collections::HashSet<_> = locations.into_iter().collect();
    context.end(|admitted| {
        admitted.session == session
            || match admitted.identity {
                Identity::Speaker { id, .. } => speakers.contains(&id),
                Identity::Location { id, .. } => locations.contains(&id),
                Identity::Viewer { .. } | Identity::Producer { .. } => false,
            }
    });
    context.reload().await;
    Ok(())
}

/// Creates the people of a crowd, at the first call, and gives each a media token. The link is the proof:
/// no cookie is needed.
#[utoipa::path(
    post, path = "/api/v1/rehearsal/cast", tag = "rehearsals", request_body = Call,
    responses((status = OK, body = Crowd), (status = "4XX", body = Problem))
)]
async fn cast(State(context): State<Arc<Context>>, Body(call): Body<Call>) -> Result<Json<Crowd>, Problem> {
    let token = paced(&context, &call.token)?;
    let rooms = &context.rooms;
    let now = context.now();
    let link = rooms.store.links().find(&token).await?.ok_or_else(unknown)?.link;
    link.check(now)?;
    let Holder::Rehearsal(id) = link.holder else {
        let detail = "this link belongs to a person: open it in a browser";
        return Err(Problem::new(StatusCode::CONFLICT, "personal-link", detail));
    };
    let rehearsal = rooms.store.rehearsals().get(id).await?;
    let by = By { actor: Actor::Rehearsal(id), at: now };
    let people = rooms.store.rehearsals().cast(by, id, people(&rehearsal, call, now)?).await?;
    context.reload().await;
    let expires = rehearsal.expires;
    let issue = |identity| {
        let token = Token::random(&mut dice());
        rooms.desk.rehearsal(identity, session(id), expires, token).token.reveal().to_owned()
    };
    // A second call gives everybody a new token; the ones before open nothing any more.
    rooms.desk.revoke(|admitted| admitted.session == session(id));
    let locations = people.locations.iter().enumerate().map(|(number, location)| CastLocation {
        id: location.id,
        number,
        name: location.name.clone(),
        country: location.country,
        media_token: issue(Identity::Location {
            summit: location.summit,
            id: location.id,
            secret: location.secret,
            country: location.country,
        }),
        broadcast: location.broadcast().to_string(),
    });
    let speakers = people.speakers.iter().enumerate().map(|(number, speaker)| CastSpeaker {
        id: speaker.id,
        number,
        name: speaker.name.clone(),
        title: speaker.title.clone(),
        language: speaker.language.clone(),
        media_token: issue(Identity::Speaker { summit: speaker.summit, id: speaker.id, secret: speaker.secret }),
        broadcast: speaker.broadcast().to_string(),
    });
    let (summit, stage) = (rooms.summit, rooms.stage);
    let viewers = (0..rehearsal.viewers).map(|_| issue(Identity::Viewer { summit }));
    use plenary_model::name::BroadcastName as Name;
    Ok(Json(Crowd {
        summit: rooms.store.summits().get(summit).await?.into(),
        expires,
        url_path: plenary_fabric::MEDIA_PATH,
        locations: locations.collect(),
        speakers: speakers.collect(),
        viewer_tokens: viewers.collect(),
        programme: Name::Programme { summit, stage }.to_string(),
        state: Name::State { summit }.to_string(),
        wall: Name::Wall { summit }.to_string(),
    }))
}

fn people(rehearsal: &Rehearsal, call: Call, now: Timestamp) -> Result<Cast, Problem> {
    for (field, named, allowed) in [
        ("locations", call.locations.len(), rehearsal.locations),
        ("speakers", call.speakers.len(), rehearsal.speakers),
    ] {
        if named > allowed as usize {
            return Err(Problem::field(
                field,
                format!("this rehearsal brings {allowed} {field} and {named} are named"),
            ));
        }
    }
    let summit = rehearsal.summit;
    let admission = if rehearsal.admit { Admission::Admitted } else { Admission::Waiting };
    let mut named = call.locations.into_iter();
    let locations = (1..=rehearsal.locations).map(|number| {
        let (name, country) = match named.next() {
            Some(given) => (name("locations.name", &given.name, NAME)?, given.country),
            None => (format!("Location {number}"), Country::HIDDEN),
        };
        let (id, secret) = (LocationId::random(&mut dice()), Secret::random(&mut dice()));
        Ok(Location { id, summit, name, country, admission, secret, created: now })
    });
    let locations = locations.collect::<Result<_, Problem>>()?;
    let mut named = call.speakers.into_iter();
    let speakers = (1..=rehearsal.speakers).map(|number| {
        let (name, title, language) = match named.next() {
            Some(given) => {
                let title = text("speakers.title", &given.title, TITLE)?;
                (name("speakers.name", &given.name, NAME)?, title, given.language)
            }
            None => {
                let language = "en".parse().map_err(|_| Problem::field("speakers.language", "no language"))?;
                (format!("Speaker {number}"), String::new(), language)
            }
        };
        let (id, secret) = (SpeakerId::random(&mut dice()), Secret::random(&mut dice()));
        Ok(Speaker { id, summit, name, title, language, secret, created: now })
    });
    Ok(Cast { speakers: speakers.collect::<Result<_, Problem>>()?, locations })
}

/// The crowd's media sessions belong together, under the rehearsal's own id.
fn session(id: RehearsalId) -> SessionId {
    id.as_str().parse().expect("every id has the same form")
}

/// 30,000 names with their countries.
const NAMES: usize = 6 << 20;
