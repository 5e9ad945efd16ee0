//! An uploaded recording.

pub mod report;
pub mod subtitles;

pub use report::Report;
pub use subtitles::Subtitles;

use crate::{
    id::{ClipId, SpeakerId, StageId, SummitId},
    time::Timestamp,
};

/// An uploaded recording, which a stage can show once it was checked and a producer let it through.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// The clip's id.
    pub id: ClipId,
    /// The summit it belongs to.
    pub summit: SummitId,
    /// The local stage that it belongs to; nothing for the main one.
    pub stage: Option<StageId>,
    /// Who speaks in it; nobody in what the crew brought.
    pub speaker: Option<SpeakerId>,
    /// As the crew reads it.
    pub title: String,
    /// How far it is.
    pub state: State,
    /// What a producer thinks of it.
    pub review: Review,
    /// The part of it that is shown.
    pub span: Span,
    /// What its check found; nothing before it is ready.
    pub report: Option<Report>,
    /// When its upload began.
    pub created: Timestamp,
}

impl Clip {
    /// A clip whose upload begins: what a producer brings is let through, what a speaker sends waits.
    pub fn new(id: ClipId, summit: SummitId, title: impl Into<String>, created: Timestamp) -> Self {
        Self {
            id,
            summit,
            stage: None,
            speaker: None,
            title: title.into(),
            state: State::Checking,
            review: Review::Approved,
            span: Span::default(),
            report: None,
            created,
        }
    }

    /// Whether the stage may show it: it can be read and was let through.
    pub fn is_showable(&self) -> bool {
        matches!(self.state, State::Ready { .. }) && self.review == Review::Approved
    }

    /// How long it plays, in milliseconds; nothing before it is ready.
    pub fn plays_ms(&self) -> Option<u64> {
        match self.state {
            State::Ready { duration_ms } => Some(self.span.length_ms(duration_ms)),
            State::Uploading { .. } | State::Checking | State::Failed { .. } => None,
        }
    }
}

/// How far a clip is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is on its way here.
    Uploading {
        /// Bytes that it will have.
        bytes: u64,
    },
    /// It is being read and brought into the house format.
    Checking,
    /// It can be shown.
    Ready {
        /// Its length in milliseconds, from its first picture to its last.
        duration_ms: u64,
    },
    /// It cannot be shown.
    Failed {
        /// What is wrong with it and what to do, in plain words.
        reason: String,
    },
}

/// What a producer thinks of a clip.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Review {
    /// Nobody has watched it.
    #[default]
    Waiting,
    /// It may go on air.
    Approved,
    /// Its speaker is to send another one.
    SentBack {
        /// Why, in words for the speaker.
        note: String,
    },
}

/// The part of a clip that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// Where it begins, in milliseconds.
    pub in_ms: u64,
    /// Where it ends; nothing for the clip's own end.
    pub out_ms: Option<u64>,
}

impl Span {
    /// The part between two points of a clip of `duration_ms`. A point at or beyond the clip's end is that end.
    ///
    /// # Errors
    /// [`InvalidSpan`] when nothing would be left.
    pub fn new(in_ms: u64, out_ms: Option<u64>, duration_ms: u64) -> Result<Self, InvalidSpan> {
        let out_ms = out_ms.filter(|out| *out < duration_ms);
        let end = out_ms.unwrap_or(duration_ms);
        match in_ms.saturating_add(Self::SHORTEST_MS) <= end {
            true => Ok(Self { in_ms, out_ms }),
            false => Err(InvalidSpan),
        }
    }

    /// How long it is in a clip of `duration_ms`.
    pub fn length_ms(self, duration_ms: u64) -> u64 {
        self.out_ms.unwrap_or(duration_ms).min(duration_ms).saturating_sub(self.in_ms)
    }

    /// Whether it is all of a clip.
    pub fn is_whole(self) -> bool {
        self == Self::default()
    }

    /// A part that is shorter is a slip of the hand.
    pub const SHORTEST_MS: u64 = 500;
}

/// In and out points that leave nothing to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the out point must be at least half a second after the in point, and both within the recording")]
pub struct InvalidSpan;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stay_within_the_clip_and_leave_something() {
        assert_eq!(Span::new(0, Some(10_000), 10_000), Ok(Span::default()));
        assert_eq!(Span::new(0, Some(u64::MAX), 10_000), Ok(Span::default()));
        let span = Span::new(1_000, Some(4_000), 10_000).unwrap();
        assert_eq!((span.length_ms(10_000), span.is_whole()), (3_000, false));
        for (from, to) in [(4_000, Some(4_000)), (4_000, Some(3_000)), (10_000, None), (9_800, None), (u64::MAX, None)]
        {
            assert_eq!(Span::new(from, to, 10_000), Err(InvalidSpan), "{from} {to:?}");
        }
    }
}
