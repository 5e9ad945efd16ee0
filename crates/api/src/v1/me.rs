//! Who this browser is.

use std::sync::Arc;

use axum::{Json, extract::State};
use plenary_model::{id::StageId, link::Holder, source::SourceId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Context,
    access::{Anyone, Role},
    body::Asked,
    problem::Problem,
    v1::summit,
};

pub(crate) fn router() -> OpenApiRouter<Arc<Context>> {
    OpenApiRouter::new().routes(routes!(me))
}

/// Which of its links a browser acts with.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct As {
    /// The role; without it, that of the link that was opened last.
    #[serde(rename = "as")]
    #[param(inline)]
    pub(crate) role: Option<Role>,
}

/// Who this browser is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
struct Answer {
    /// What the person is to the summit.
    role: Role,
    /// Their id; nothing for a viewer.
    id: Option<String>,
    /// Their name; empty for a viewer.
    name: String,
    /// What stands below the name; mostly empty.
    title: String,
    /// The summit.
    summit: summit::Answer,
    /// What a stage can show of them.
    source: Option<SourceId>,
    /// The local stage that they belong to, or the only one that they direct; nothing for the main one, and all.
    stage: Option<StageId>,
    /// Every role that this browser holds a link for, the newest first. Choose one with `?as=`.
    roles: Vec<Role>,
}

/// Who this browser is.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "me", params(As),
    responses((status = OK, body = Answer), (status = "4XX", body = Problem))
)]
async fn me(
    State(context): State<Arc<Context>>,
    anyone: Anyone,
    Asked(asked): Asked<As>,
) -> Result<Json<Answer>, Problem> {
    let summit = context.rooms.store.summits().get(context.rooms.summit).await?.into();
    let links = anyone.0.as_ref().map_or(&[][..], |held| &held.browser.links);
    let mut roles: Vec<Role> = links.iter().map(|link| link.holder.into()).collect();
    roles.dedup();
    let Some(link) = anyone.link(asked.role)? else {
        let (name, title) = (String::new(), String::new());
        return Ok(Json(Answer {
            role: Role::Viewer,
            id: None,
            name,
            title,
            summit,
            source: None,
            stage: None,
            roles,
        }));
    };
    let person = person(&context, link.holder).await?;
    let Person { id, name, title, source, stage } = person;
    Ok(Json(Answer { role: link.holder.into(), id: Some(id), name, title, summit, source, stage, roles }))
}

/// What is known of the holder of a link.
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) source: Option<SourceId>,
    pub(crate) stage: Option<StageId>,
}

pub(crate) async fn person(context: &Context, holder: Holder) -> Result<Person, plenary_store::Error> {
    let store = &context.rooms.store;
    Ok(match holder {
        Holder::Producer(id) => {
            let producer = store.crew().get(id).await?;
            Person { id: id.into(), name: producer.name, title: String::new(), source: None, stage: producer.stage }
        }
        Holder::Speaker(id) => {
            let speaker = store.speakers().get(id).await?;
            let source = Some(SourceId::Speaker(id));
            Person { id: id.into(), name: speaker.name, title: speaker.title, source, stage: speaker.stage }
        }
        Holder::Location(id) => {
            let location = store.locations().get(id).await?;
            let source = Some(SourceId::Location(id));
            Person { id: id.into(), name: location.name, title: String::new(), source, stage: None }
        }
        Holder::Stage(id) => {
            let stage = store.stages().get(id).await?;
            Person { id: id.into(), name: stage.name, title: String::new(), source: None, stage: Some(id) }
        }
        Holder::Rehearsal(id) => {
            store.rehearsals().get(id).await?;
            Person { id: id.into(), name: String::new(), title: String::new(), source: None, stage: None }
        }
    })
}
