//! Graphics that the crew prepares and puts over the picture.

use crate::{
    id::{GraphicId, ImageId, StageId, SummitId},
    time::Timestamp,
};

/// A graphic of a summit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graphic {
    /// Its id.
    pub id: GraphicId,
    /// The summit it belongs to.
    pub summit: SummitId,
    /// The local stage that it is for; nothing for the main one.
    pub stage: Option<StageId>,
    /// What it shows.
    pub content: Content,
    /// When it was made.
    pub created: Timestamp,
}

/// A graphic on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct OnAir {
    /// Which one.
    pub graphic: GraphicId,
    /// It came with an item of the rundown, and leaves with its scene.
    pub item: bool,
}

/// What a graphic shows. Texts are of any script, and stand on the side where it begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = GraphicContent))]
pub enum Content {
    /// A prepared name graphic: it goes on air in the place of the one that is on.
    Name {
        /// The first, larger line.
        name: String,
        /// The second line; may be empty.
        #[serde(default)]
        title: String,
    },
    /// What is spoken about.
    Topic {
        /// The line.
        text: String,
        /// Where it stands.
        #[serde(default)]
        edge: Edge,
    },
    /// The time of day.
    Clock {
        /// The zone, such as `Asia/Tehran`; the summit's when there is none.
        #[serde(default)]
        zone: Option<String>,
        /// What stands beside the time; may be empty.
        #[serde(default)]
        label: String,
        /// Where it stands.
        #[serde(default)]
        corner: Corner,
    },
    /// How long until a time.
    Countdown {
        /// The time; from then on it stands at zero.
        until: Timestamp,
        /// What stands beside it; may be empty.
        #[serde(default)]
        label: String,
        /// Where it stands.
        #[serde(default)]
        corner: Corner,
    },
    /// A small picture.
    Logo {
        /// The picture.
        image: ImageId,
        /// What the crew calls it.
        #[serde(default)]
        name: String,
        /// Where it stands.
        #[serde(default)]
        corner: Corner,
    },
    /// A text that runs along the lower edge: from right to left, one of a script that is written so the other way.
    Ticker {
        /// The text.
        text: String,
    },
    /// What somebody said, over the whole picture.
    Quote {
        /// Their words.
        text: String,
        /// Who said it; may be empty.
        #[serde(default)]
        by: String,
    },
    /// A picture over the whole picture.
    Picture {
        /// The picture.
        image: ImageId,
        /// What the crew calls it.
        #[serde(default)]
        name: String,
    },
}

/// An edge of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Edge {
    /// The upper one.
    #[default]
    Top,
    /// The lower one.
    Bottom,
}

/// A corner of the picture. It is that of the picture: languages do not turn it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Corner {
    /// The upper left one.
    TopLeft,
    /// The upper right one.
    #[default]
    TopRight,
}

/// Where a graphic stands. Of all graphics on air, each has a place of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Over everything else; other graphics stay visible before it.
    Full,
    /// The lower part, beside an inset.
    Name,
    /// Above, between the corners.
    Top,
    /// Below, under the name.
    Bottom,
    /// A corner.
    Corner(Corner),
    /// Along the lower edge.
    Ticker,
}

impl Place {
    /// All of them, as they are drawn: from the back to the front.
    pub const ALL: [Self; 7] = [
        Self::Full,
        Self::Name,
        Self::Bottom,
        Self::Top,
        Self::Corner(Corner::TopLeft),
        Self::Corner(Corner::TopRight),
        Self::Ticker,
    ];
}

/// A graphic that cannot be: which field, and what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Invalid {
    /// The field.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl Content {
    /// Characters of a line.
    pub const LINE: usize = 200;
    /// Characters of a quote: more cannot be read from the back row.
    pub const QUOTE: usize = 500;
    /// Characters of a ticker: two minutes of it.
    pub const TICKER: usize = 1_000;

    /// Where it stands.
    pub fn place(&self) -> Place {
        match self {
            Self::Name { .. } => Place::Name,
            Self::Topic { edge: Edge::Top, .. } => Place::Top,
            Self::Topic { edge: Edge::Bottom, .. } => Place::Bottom,
            Self::Clock { corner, .. } | Self::Countdown { corner, .. } | Self::Logo { corner, .. } => {
                Place::Corner(*corner)
            }
            Self::Ticker { .. } => Place::Ticker,
            Self::Quote { .. } | Self::Picture { .. } => Place::Full,
        }
    }

    /// The uploaded picture that it shows.
    pub fn image(&self) -> Option<ImageId> {
        match self {
            Self::Logo { image, .. } | Self::Picture { image, .. } => Some(*image),
            _ => None,
        }
    }

    /// The same with its texts trimmed and in one line each, when they can be shown.
    ///
    /// # Errors
    /// The first text that is empty or too long.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        let must = |field, text: &mut String, longest| {
            checked(field, text, longest)?;
            let problem = "write something";
            if text.is_empty() { Err(Invalid { field, problem }) } else { Ok(()) }
        };
        match &mut self {
            Self::Name { name, title } => {
                must("content.name", name, Self::LINE)?;
                checked("content.title", title, Self::LINE)?;
            }
            Self::Topic { text, .. } => must("content.text", text, Self::LINE)?,
            Self::Clock { label, .. } | Self::Countdown { label, .. } => {
                checked("content.label", label, Self::LINE)?;
            }
            Self::Logo { name, .. } | Self::Picture { name, .. } => checked("content.name", name, Self::LINE)?,
            Self::Ticker { text } => must("content.text", text, Self::TICKER)?,
            Self::Quote { text, by } => {
                must("content.text", text, Self::QUOTE)?;
                checked("content.by", by, Self::LINE)?;
            }
        }
        Ok(self)
    }
}

/// Lines are joined: a pasted text has breaks where nobody wants them.
fn checked(field: &'static str, text: &mut String, longest: usize) -> Result<(), Invalid> {
    if text.chars().count() > 4 * Content::TICKER {
        return Err(too_long(field, longest));
    }
    *text = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|one| !one.is_control()).collect();
    if text.chars().count() > longest { Err(too_long(field, longest)) } else { Ok(()) }
}

fn too_long(field: &'static str, longest: usize) -> Invalid {
    let problem = match longest {
        Content::TICKER => "1,000 characters are the most",
        Content::QUOTE => "500 characters are the most",
        _ => "200 characters are the most",
    };
    Invalid { field, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_lines_of_a_length_that_can_be_read() {
        let topic = |text: &str| Content::Topic { text: text.into(), edge: Edge::Top }.checked();
        assert_eq!(
            topic(" Water\n\tfor \u{7}all "),
            Ok(Content::Topic { text: "Water for all".into(), edge: Edge::Top })
        );
        assert_eq!(topic(" \n ").unwrap_err().field, "content.text");
        assert!(topic(&"آ".repeat(200)).is_ok() && topic(&"🚰".repeat(201)).is_err());
        for long in ["x".repeat(10_000), "خیلی ".repeat(2_000)] {
            for content in [
                Content::Ticker { text: long.clone() },
                Content::Quote { text: long.clone(), by: String::new() },
                Content::Quote { text: "short".into(), by: long.clone() },
                Content::Name { name: long.clone(), title: String::new() },
                Content::Clock { zone: None, label: long.clone(), corner: Corner::TopLeft },
            ] {
                assert!(content.checked().is_err());
            }
        }
    }

    #[test]
    fn each_place_has_its_kinds() {
        let read = |text: &str| serde_json::from_str::<Content>(text).map(|content| content.place());
        assert_eq!(read(r#"{"kind":"topic","text":"a","edge":"bottom"}"#).unwrap(), Place::Bottom);
        assert_eq!(read(r#"{"kind":"clock","corner":"top_left"}"#).unwrap(), Place::Corner(Corner::TopLeft));
        assert_eq!(read(r#"{"kind":"quote","text":"a"}"#).unwrap(), Place::Full);
        assert!(read(r#"{"kind":"logo"}"#).is_err() && read(r#"{"kind":"topic","text":"a","edge":"left"}"#).is_err());
    }
}
