//! The stages of a summit, to requests: which of them somebody asks for, and whether they may.

use std::sync::Arc;

use futures::future::BoxFuture;
use plenary_model::{
    format::Format,
    id::{StageId, SummitId},
    source::SourceId,
    summit::Stage,
};
use plenary_stage::remote::Remote;
use serde::Deserialize;

use crate::{Context, Director, problem::Problem};

/// The shows of the local stages, as the API sees them. That of the main stage is always there.
pub trait Stages: Send + Sync + 'static {
    /// The show of a local stage, while it runs.
    fn director(&self, stage: StageId) -> Option<Arc<dyn Director>>;

    /// The copy of the summit whose main stage this is, while it runs: a run-through.
    fn copy(&self, stage: StageId) -> Option<SummitId>;

    /// The shows that have guests of their own: those of the local stages. A run-through has those of the main stage, who
    /// stay with it.
    fn hosts(&self) -> Vec<Arc<dyn Director>>;

    /// The shows of all local stages that run, and of the run-through.
    fn directors(&self) -> Vec<Arc<dyn Director>>;

    /// Starts the show of a local stage that is in the store.
    ///
    /// # Errors
    /// What is wrong, in words for a producer.
    fn open(&self, stage: Stage) -> BoxFuture<'_, Result<(), String>>;

    /// The mixer of a local stage that a process of its own is, and what its pictures are like.
    fn remote(&self, stage: StageId) -> Option<(Remote, Format)>;

    /// Ends the show of a local stage.
    fn close(&self, stage: StageId) -> BoxFuture<'_, ()>;
}

/// The stage that somebody directs, with its show.
pub(crate) struct On {
    pub(crate) stage: StageId,
    /// Nothing for the main one, and for that of a run-through.
    pub(crate) local: Option<StageId>,
    /// The run-through that it is of.
    pub(crate) copy: Option<SummitId>,
    pub(crate) director: Arc<dyn Director>,
}

/// Which stage is asked for: their own for those who belong to one, and the main one for everybody else, when it is
/// left out.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct Which {
    pub(crate) stage: Option<StageId>,
}

impl Context {
    /// The stage that is asked for by somebody who belongs to the stage `own`, or to none and may ask for any.
    ///
    /// # Errors
    /// 403 when it is not theirs, 404 when there is none.
    pub(crate) fn on(&self, which: Which, own: Option<StageId>) -> Result<On, Problem> {
        let stage = which.stage.or(own).unwrap_or(self.rooms.stage);
        if own.is_some_and(|own| own != stage) {
            return Err(Problem::forbidden());
        }
        if stage == self.rooms.stage {
            return Ok(On { stage, local: None, copy: None, director: self.rooms.director.clone() });
        }
        match self.rooms.stages.director(stage) {
            Some(director) => {
                let copy = self.rooms.stages.copy(stage);
                Ok(On { stage, local: Some(stage).filter(|_| copy.is_none()), copy, director })
            }
            None => Err(Problem::not_found("there is no such stage: it may have been removed")),
        }
    }

    /// The show that cues somebody: that of the local stage whose guest they are, else the main one.
    pub(crate) fn show_of(&self, person: SourceId) -> Arc<dyn Director> {
        let knows = |show: &Arc<dyn Director>| show.crew().sources.iter().any(|source| source.id == person);
        let local = match person {
            SourceId::Speaker(_) => self.rooms.stages.hosts().into_iter().find(knows),
            SourceId::Location(_) | SourceId::Clip(_) | SourceId::Wall | SourceId::Stage(_) => None,
        };
        local.unwrap_or_else(|| self.rooms.director.clone())
    }

    /// Has the shows of the local stages follow a change that is on disk already, as [`Context::reload`].
    pub(crate) async fn reload_local(&self) {
        for director in self.rooms.stages.directors() {
            if let Err(error) = director.reload().await {
                tracing::warn!(%error, "a local show did not follow a change");
                metrics::counter!("plenary_api_reload_failed_total").increment(1);
            }
        }
    }
}

/// Tells the description of the API that a stage may be chosen, wherever [`Which`] is read.
pub(crate) fn describe(operation: &mut utoipa::openapi::path::Operation) {
    use utoipa::openapi::{
        ObjectBuilder, Required,
        path::{ParameterBuilder, ParameterIn},
        schema::Type,
    };
    let staged = operation.tags.iter().flatten().any(|tag| STAGED.contains(&tag.as_str()));
    if staged {
        let parameter = ParameterBuilder::new()
            .name("stage")
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some("The stage; when left out, the only one that you direct, or the main one."))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).examples(["4h7kq2m9xw3c8z1d"])))
            .build();
        operation.parameters.get_or_insert_default().push(parameter.into());
    }
}

/// The resources that each stage has of its own, by their tags.
const STAGED: [&str; 11] =
    ["stage", "rundown", "sound", "floor", "graphics", "rooms", "talk", "hands", "speakers", "clips", "media"];
