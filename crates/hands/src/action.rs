//! What a button does: pure. Buttons name sources and items by numbers, and the show knows them by ids.

use plenary_model::{
    location::Admission,
    scene::{Caption, Scene, Transition},
    source::SourceId,
};
use plenary_show::{
    live::{Crew, Plan, Presence, Source},
    sound,
    state::Command,
};

/// How long a mix takes when nobody says so, in milliseconds: what the control room starts with.
pub const MIX_MS: u32 = 1_000;

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Brings the previewed scene on air.
    Take(Transition),
    /// Brings the next item on air.
    Next,
    /// Brings the item before on air.
    Back,
    /// Brings the slate on air at once.
    Slate,
    /// Throws away what the audience has not seen yet; the slate where nothing is held back.
    Dump,
    /// Brings back what was on air before the last take.
    Undo,
    /// Lets the rundown go on by itself, or stops it.
    Run(bool),
    /// Lets recorded backups take over by themselves, or not.
    Arm(bool),
    /// Puts the name graphic on or off; to the other of both when nothing is said.
    Caption(Option<bool>),
    /// Puts a source into preview: 1 for the first of the multiview.
    Preview(u32),
    /// Brings an item on air: 1 for the first of the rundown.
    Item(u32),
    /// Has nobody hear a source, or everybody; the other of both when nothing is said.
    Mute(u32, Option<bool>),
    /// Makes a source louder or softer, in tenths of a dB against how it comes.
    Gain(u32, i16),
    /// Lets the music come, or go.
    Music(bool),
}

/// What the show is asked to do.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a scene is copied, and there is one press at a time")]
pub enum Deed {
    /// Something about the picture or the plan.
    Direct(Command),
    /// Something about the sound.
    Mix(Sound),
}

/// What the sound desk is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// Has nobody hear a source, or everybody.
    Mute(SourceId, bool),
    /// Makes it louder or softer, in tenths of a dB.
    Gain(SourceId, i16),
    /// Lets the music come, or go.
    Music(bool),
}

impl From<Sound> for sound::Command {
    fn from(sound: Sound) -> Self {
        match sound {
            Sound::Mute(source, muted) => Self::Strip(source, Box::new(move |strip| strip.muted = muted)),
            Sound::Gain(source, tenths) => {
                Self::Strip(source, Box::new(move |strip| strip.gain_db = f32::from(tenths) / 10.0))
            }
            Sound::Music(playing) => Self::Play(playing),
        }
    }
}

/// Why a button does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There are fewer sources.
    #[error("there is no source {number}: the multiview has {sources}")]
    NoSource {
        /// What was asked for.
        number: u32,
        /// How many there are.
        sources: usize,
    },
    /// The source is not there.
    #[error("source {0} is not connected: it cannot be previewed now")]
    Offline(u32),
    /// There are fewer items.
    #[error("there is no item {number}: the rundown has {items}")]
    NoItem {
        /// What was asked for.
        number: u32,
        /// How many there are.
        items: usize,
    },
    /// Nobody is on air whom a graphic could name.
    #[error("nobody is on air whom the name graphic could name: bring a source on air first")]
    Nobody,
}

impl Action {
    /// What it asks of the show as it is at this moment.
    ///
    /// # Errors
    /// Says which number names nothing, or that there is nobody to name.
    pub fn deed(self, crew: &Crew, plan: &Plan) -> Result<Deed, Error> {
        Ok(Deed::Direct(match self {
            Self::Take(transition) => Command::Take(transition),
            Self::Next => Command::Next,
            Self::Back => Command::Back,
            Self::Slate => Command::SlateNow,
            Self::Dump => Command::Dump,
            Self::Undo => Command::Untake,
            Self::Run(running) => Command::Run(running),
            Self::Arm(armed) => Command::Arm(armed),
            Self::Caption(on) => match on.unwrap_or(crew.caption.is_none()) {
                true => Command::Caption(Some(caption(crew, plan).ok_or(Error::Nobody)?)),
                false => Command::Caption(None),
            },
            Self::Preview(number) => {
                let source = numbered(crew, number)?;
                match source.state {
                    Presence::Offline => return Err(Error::Offline(number)),
                    _ => Command::Preview(Scene::Full { source: source.id }),
                }
            }
            Self::Item(number) => {
                let found = place(number).and_then(|place| plan.order.get(place));
                Command::Jump(*found.ok_or(Error::NoItem { number, items: plan.order.len() })?)
            }
            Self::Mute(number, muted) => {
                let source = numbered(crew, number)?.id;
                return Ok(Deed::Mix(Sound::Mute(source, muted.unwrap_or(!is_muted(crew, source)))));
            }
            Self::Gain(number, tenths) => return Ok(Deed::Mix(Sound::Gain(numbered(crew, number)?.id, tenths))),
            Self::Music(playing) => return Ok(Deed::Mix(Sound::Music(playing))),
        }))
    }
}

/// The source that carries a number on its tile.
fn numbered(crew: &Crew, number: u32) -> Result<&Source, Error> {
    let mut sources = multiview(crew);
    let sources_there = sources.clone().count();
    place(number).and_then(|place| sources.nth(place)).ok_or(Error::NoSource { number, sources: sources_there })
}

/// Whether nobody hears a source.
pub(crate) fn is_muted(crew: &Crew, source: SourceId) -> bool {
    crew.sound.strips.iter().any(|strip| strip.source == source && strip.settings.muted)
}

/// The sources in the order of the multiview: all that may be shown, there or not.
pub fn multiview(crew: &Crew) -> impl Iterator<Item = &Source> + Clone {
    crew.sources.iter().filter(|source| matches!(source.admission, None | Some(Admission::Admitted)))
}

fn place(number: u32) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}

/// The graphic that names who is on air: the current item's own, or the first source's name.
fn caption(crew: &Crew, plan: &Plan) -> Option<Caption> {
    let item = crew.rundown.current.and_then(|id| plan.items.get(&id)).filter(|item| item.scene == crew.programme);
    if let Some(caption) = item.and_then(|item| item.caption.clone()) {
        return Some(caption);
    }
    let first = crew.programme.sources().next()?;
    let source = crew.sources.iter().find(|source| source.id == first && !source.name.is_empty())?;
    Some(Caption { name: source.name.clone(), title: source.title.clone() })
}
