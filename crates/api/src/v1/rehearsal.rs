//! One rehearsal as its crowd sees it, with its link for the only proof: how large it is, and its people.

use std::sync::Arc;

use axum::{
    Json,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
};
use plenary_model::{
    country::Country,
    grant::Identity,
    id::{LocationId, Secret, SpeakerId},
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
    body::{Body, NAME, TITLE, name, text},
    dice,
    problem::Problem,
    v1::{
        link::{paced, unknown},
        rehearsals::session,
        summit,
    },
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new()
        .routes(routes!(size))
        .merge(OpenApiRouter::new().routes(routes!(cast)).layer(DefaultBodyLimit::max(NAMES)))
}

/// A crowd's link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RehearsalToken)]
struct Asking {
    /// The token from behind the `#`.
    token: String,
}

/// How many a rehearsal brings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RehearsalSize)]
struct Size {
    /// How many locations it may bring.
    locations: u32,
    /// How many speakers.
    speakers: u32,
    /// How many viewers.
    viewers: u32,
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

/// How many a rehearsal brings, without bringing anybody. The link is the proof: no cookie is needed.
#[utoipa::path(
    post, path = "/api/v1/rehearsal/size", tag = "rehearsals", request_body = Asking,
    responses((status = OK, body = Size), (status = "4XX", body = Problem))
)]
async fn size(State(context): State<Arc<Context>>, Body(asking): Body<Asking>) -> Result<Json<Size>, Problem> {
    let Rehearsal { locations, speakers, viewers, expires, .. } = rehearsal(&context, &asking.token).await?;
    Ok(Json(Size { locations, speakers, viewers, expires }))
}

/// Creates the people of a crowd, at the first call, and gives each a media token. The link is the proof:
/// no cookie is needed.
#[utoipa::path(
    post, path = "/api/v1/rehearsal/cast", tag = "rehearsals", request_body = Call,
    responses((status = OK, body = Crowd), (status = "4XX", body = Problem))
)]
async fn cast(State(context): State<Arc<Context>>, Body(call): Body<Call>) -> Result<Json<Crowd>, Problem> {
    let rooms = &context.rooms;
    let now = context.now();
    let rehearsal = rehearsal(&context, &call.token).await?;
    let id = rehearsal.id;
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
        media_token: issue(Identity::Speaker {
            summit: speaker.summit,
            id: speaker.id,
            stage: None,
            secret: speaker.secret,
        }),
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
        state: Name::State { summit, stage: None }.to_string(),
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
        let (country, delegation) = (Country::HIDDEN, None);
        Ok(Speaker { id, summit, stage: None, name, title, language, country, delegation, secret, created: now })
    });
    Ok(Cast { speakers: speakers.collect::<Result<_, Problem>>()?, locations })
}

/// The rehearsal that a link opens.
async fn rehearsal(context: &Context, token: &str) -> Result<Rehearsal, Problem> {
    let token = paced(context, token)?;
    let store = &context.rooms.store;
    let link = store.links().find(&token).await?.ok_or_else(unknown)?.link;
    link.check(context.now())?;
    let Holder::Rehearsal(id) = link.holder else {
        let detail = "this link belongs to a person: open it in a browser";
        return Err(Problem::new(StatusCode::CONFLICT, "personal-link", detail));
    };
    Ok(store.rehearsals().get(id).await?)
}

/// 30,000 names with their countries.
const NAMES: usize = 6 << 20;
