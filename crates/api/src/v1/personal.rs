//! The personal link of a speaker, a location or a producer: given, taken back, and shown in lists.

use std::time::Duration;

use plenary_model::{
    id::LinkId,
    link::{Holder, Link, State},
    source::SourceId,
    time::Timestamp,
    token::Token,
};
use plenary_store::By;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Context, dice, problem::Problem};

/// How long a new link works.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LinkDays)]
pub(crate) struct Days {
    /// Days from now, 1 to 365; 30 when left out.
    days: Option<u32>,
}

/// A link that was just made. Its address is shown once and kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewLink)]
pub(crate) struct Made {
    /// To be given to its holder, and to nobody else.
    pub(crate) url: String,
    /// When it stops working.
    pub(crate) expires: Timestamp,
}

/// Where the link of somebody in a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LinkStanding)]
pub(crate) struct Standing {
    /// Whether a browser holds it.
    bound: bool,
    /// When it stops working, or stopped.
    expires: Timestamp,
}

impl From<&Link> for Standing {
    fn from(link: &Link) -> Self {
        Self { bound: matches!(link.state, State::Bound(_)), expires: link.expires }
    }
}

/// Where the link of one person stands, if they have one.
pub(crate) async fn standing(context: &Context, holder: Holder) -> Result<Option<Standing>, Problem> {
    let found = context.rooms.store.links().of(holder).await?;
    Ok(found.map(|found| Standing::from(&found.link)))
}

/// Gives `holder` a new link, and takes back the one they had with its sessions.
pub(crate) async fn issue(context: &Context, by: By, holder: Holder, days: &Days) -> Result<Made, Problem> {
    let days = days.days.unwrap_or(30);
    if !(1..=365).contains(&days) {
        return Err(Problem::field("days", "a link works for 1 to 365 days"));
    }
    let expires = by.at + Duration::from_secs(u64::from(days) * 86_400);
    let had = context.rooms.store.links().of(holder).await?.is_some();
    let made = make(context, by, holder, expires).await?;
    if had {
        let reason = "You were given a new link: open that one to go on.";
        end(context, holder, reason).await;
    }
    Ok(made)
}

/// Makes a link in the store.
pub(crate) async fn make(context: &Context, by: By, holder: Holder, expires: Timestamp) -> Result<Made, Problem> {
    let token = Token::random(&mut dice());
    let link =
        Link { id: LinkId::random(&mut dice()), summit: context.rooms.summit, holder, expires, state: State::Free };
    context.rooms.store.links().issue(by, &link, &token).await?;
    Ok(Made { url: context.url(&token), expires })
}

/// Takes back the link of `holder` with its sessions.
pub(crate) async fn revoke(context: &Context, by: By, holder: Holder) -> Result<(), Problem> {
    if context.rooms.store.links().revoke(by, holder).await? {
        end(context, holder, "Your link was taken back: ask the producer for a new one.").await;
    }
    Ok(())
}

/// Ends the sessions of somebody whose link does not work any more, and tells them why first: the end of
/// a media session itself says nothing.
pub(crate) async fn end(context: &Context, holder: Holder, reason: &str) {
    // No new session while they are told.
    context.rooms.desk.revoke(|admitted| crate::access::holder(&admitted.identity) == Some(holder));
    let source = match holder {
        Holder::Speaker(id) => Some(SourceId::Speaker(id)),
        Holder::Location(id) => Some(SourceId::Location(id)),
        Holder::Producer(_) | Holder::Stage(_) | Holder::Rehearsal(_) => None,
    };
    if let Some(source) = source
        && let Err(error) = context.show_of(source).dismiss(source, reason.to_owned()).await
    {
        tracing::warn!(%source, %error, "somebody could not be told why their session ends");
    }
    context.end_holder(holder);
}
