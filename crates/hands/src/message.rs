//! Open Sound Control 1.0 as this house speaks it: pure. Datagrams in, actions out; a status in, datagrams out.

use plenary_model::scene::{Direction, InvalidTransition, Transition};
use rosc::{OscMessage, OscPacket, OscType};

use crate::{
    action::{Action, MIX_MS},
    status::{LABELLED, Status, Tally},
};

/// The longest datagram that is read, in bytes: an Ethernet frame's worth. A button's message has 40.
pub const LONGEST: usize = 1_472;
/// Messages that are read of one bundle; a button sends one.
pub const MOST: usize = 16;

/// What a message asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A button was pressed.
    Do(Action),
    /// A button was let go, which means nothing.
    Released,
    /// What changes is to be told to the sender, at another port when one is given.
    Subscribe(Option<u16>),
}

/// Why a datagram is not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is too long to be read.
    #[error("the datagram is longer than {LONGEST} bytes")]
    TooLong,
    /// It is no OSC.
    #[error("the datagram is no OSC message")]
    NoOsc,
    /// It holds too many messages.
    #[error("the bundle holds more than {MOST} messages")]
    TooMany,
    /// It is meant for somebody else, or it is one of our own.
    #[error("the message is not for this server")]
    NotOurs,
    /// There is no such address.
    #[error("there is no {0}: the messages are listed in docs/operate/hands.md")]
    Unknown(String),
    /// The argument is missing, or not what it should be.
    #[error("{address} needs {needs}")]
    Argument {
        /// The message.
        address: &'static str,
        /// What would be right.
        needs: &'static str,
    },
    /// The mix or wipe is too short or too long.
    #[error("{address}: {problem}")]
    Length {
        /// The message.
        address: &'static str,
        /// What is wrong with it.
        problem: InvalidTransition,
    },
}

impl Error {
    /// Whether the sender is told. What is no message to us is not answered: two programs that answer each other's
    /// answers would never end.
    pub fn is_answered(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::Argument { .. } | Self::Length { .. })
    }

    /// Its name in the counters.
    pub fn cause(&self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::NoOsc => "no_osc",
            Self::TooMany => "too_many",
            Self::NotOurs => "not_ours",
            Self::Unknown(_) => "unknown",
            Self::Argument { .. } | Self::Length { .. } => "argument",
        }
    }
}

/// Reads a datagram: each message in it, in order. Time tags of bundles are not waited for.
///
/// # Errors
/// When nothing of it can be read.
pub fn read(datagram: &[u8]) -> Result<Vec<Result<Asked, Error>>, Error> {
    if datagram.len() > LONGEST {
        return Err(Error::TooLong);
    }
    let (rest, packet) = rosc::decoder::decode_udp(datagram).map_err(|_| Error::NoOsc)?;
    if !rest.is_empty() {
        return Err(Error::NoOsc);
    }
    let mut messages = Vec::new();
    unpack(packet, &mut messages)?;
    Ok(messages.iter().map(understand).collect())
}

/// Bundles may hold bundles, but not deeper than a datagram is long.
fn unpack(packet: OscPacket, into: &mut Vec<OscMessage>) -> Result<(), Error> {
    match packet {
        OscPacket::Message(_) if into.len() >= MOST => return Err(Error::TooMany),
        OscPacket::Message(message) => into.push(message),
        OscPacket::Bundle(bundle) => bundle.content.into_iter().try_for_each(|packet| unpack(packet, into))?,
    }
    Ok(())
}

fn understand(message: &OscMessage) -> Result<Asked, Error> {
    let name = message.addr.strip_prefix("/plenary/").ok_or(Error::NotOurs)?;
    let number = match message.args.as_slice() {
        [] => Argument::None,
        [argument] => number(argument).map_or(Argument::Other, Argument::Number),
        _ => Argument::Other,
    };
    match name {
        "take" | "cut" => push("/plenary/take", number, Action::Take(Transition::Cut)),
        "next" => push("/plenary/next", number, Action::Next),
        "back" => push("/plenary/back", number, Action::Back),
        "slate" => push("/plenary/slate", number, Action::Slate),
        "dump" => push("/plenary/dump", number, Action::Dump),
        "undo" => push("/plenary/undo", number, Action::Undo),
        "mix" => timed("/plenary/mix", number, |duration_ms| Transition::Mix { duration_ms }),
        "wipe" => timed("/plenary/wipe", number, |duration_ms| Transition::Wipe {
            direction: Direction::default(),
            duration_ms,
        }),
        "preview" => numbered("/plenary/preview", number, Action::Preview),
        "item" => numbered("/plenary/item", number, Action::Item),
        "caption" if number == Argument::None => Ok(Asked::Do(Action::Caption(None))),
        "caption" => switch("/plenary/caption", number, |on| Action::Caption(Some(on))),
        "arm" => switch("/plenary/arm", number, Action::Arm),
        "run" => switch("/plenary/run", number, Action::Run),
        "music" => switch("/plenary/music", number, Action::Music),
        "subscribe" => match number {
            Argument::None => Ok(Asked::Subscribe(None)),
            Argument::Number(0) => Ok(Asked::Released),
            Argument::Number(port) if u16::try_from(port).is_ok() => Ok(Asked::Subscribe(u16::try_from(port).ok())),
            _ => Err(Error::Argument { address: "/plenary/subscribe", needs: "a port from 1 to 65535, or nothing" }),
        },
        "error" => Err(Error::NotOurs),
        name if name == "state" || name.starts_with("state/") => Err(Error::NotOurs),
        _ => match name.split_once('/').map(|(kind, place)| (kind, place.parse::<u32>())) {
            Some(("mute", Ok(source))) if number == Argument::None => Ok(Asked::Do(Action::Mute(source, None))),
            Some(("mute", Ok(source))) => switch("/plenary/mute/N", number, |muted| Action::Mute(source, Some(muted))),
            Some(("gain", Ok(source))) => gain(source, &message.args),
            _ => Err(Error::Unknown(message.addr.chars().take(ECHOED).collect())),
        },
    }
}

/// Characters of an unknown address that are told back.
const ECHOED: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Argument {
    None,
    Number(i64),
    Other,
}

/// A whole number, however it is sent.
fn number(argument: &OscType) -> Option<i64> {
    // Beyond this a double skips whole numbers, and no number here is that large.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = |number: f64| (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64);
    match argument {
        OscType::Int(number) => Some(i64::from(*number)),
        OscType::Long(number) => Some(*number),
        OscType::Float(number) => whole(f64::from(*number)),
        OscType::Double(number) => whole(*number),
        OscType::Bool(on) => Some(i64::from(*on)),
        OscType::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn push(address: &'static str, argument: Argument, action: Action) -> Result<Asked, Error> {
    match argument {
        Argument::None => Ok(Asked::Do(action)),
        Argument::Number(0) => Ok(Asked::Released),
        Argument::Number(_) => Ok(Asked::Do(action)),
        Argument::Other => Err(Error::Argument { address, needs: "no argument, or 1 for pressed and 0 for released" }),
    }
}

fn numbered(address: &'static str, argument: Argument, action: fn(u32) -> Action) -> Result<Asked, Error> {
    let needs = "a number that counts from 1";
    match argument {
        Argument::Number(0) => Ok(Asked::Released),
        Argument::Number(number) => u32::try_from(number)
            .map(|number| Asked::Do(action(number)))
            .map_err(|_| Error::Argument { address, needs }),
        _ => Err(Error::Argument { address, needs }),
    }
}

fn switch(address: &'static str, argument: Argument, action: impl Fn(bool) -> Action) -> Result<Asked, Error> {
    match argument {
        Argument::Number(number @ (0 | 1)) => Ok(Asked::Do(action(number == 1))),
        _ => Err(Error::Argument { address, needs: "1 for on or 0 for off" }),
    }
}

fn timed(address: &'static str, argument: Argument, way: impl Fn(u32) -> Transition) -> Result<Asked, Error> {
    let ms = match argument {
        Argument::Number(0) => return Ok(Asked::Released),
        // A button that says that it was pressed, and no length.
        Argument::None | Argument::Number(1) => MIX_MS,
        Argument::Number(ms) => u32::try_from(ms).unwrap_or(0),
        Argument::Other => return Err(Error::Argument { address, needs: "a length in milliseconds" }),
    };
    let transition = way(ms).checked().map_err(|problem| Error::Length { address, problem })?;
    Ok(Asked::Do(Action::Take(transition)))
}

/// A fader's value, in dB.
fn gain(source: u32, arguments: &[OscType]) -> Result<Asked, Error> {
    let db = match arguments {
        [OscType::Int(db)] => f64::from(*db),
        [OscType::Float(db)] => f64::from(*db),
        [OscType::Double(db)] => *db,
        _ => f64::NAN,
    };
    match (-60.0..=20.0).contains(&db) {
        true => Ok(Asked::Do(Action::Gain(source, (db * 10.0).round() as i16))),
        false => Err(Error::Argument { address: "/plenary/gain/N", needs: "a level of -60 to 20 dB" }),
    }
}

/// What a subscriber has to be told when `before` became `now`, a message a datagram; everything without a before.
pub fn changes(before: Option<&Status>, now: &Status) -> Vec<Vec<u8>> {
    let known = before.map(states).unwrap_or_default();
    let states = states(now).into_iter().enumerate();
    let changed = states.filter(|(place, state)| known.get(*place) != Some(state));
    changed.map(|(_, (address, value))| datagram(address, value)).collect()
}

/// The times, which always change.
pub fn times(now: &Status) -> Vec<Vec<u8>> {
    vec![
        datagram("/plenary/state/remaining".into(), seconds(now.remaining_s())),
        datagram("/plenary/state/late".into(), seconds(now.late_ms / 1_000)),
    ]
}

/// Tells a sender what went wrong.
pub fn error(text: &str) -> Vec<u8> {
    datagram("/plenary/error".into(), text.into())
}

/// Every state with its address, always as many and in the same order.
fn states(status: &Status) -> Vec<(String, OscType)> {
    let number = |number: u32| OscType::Int(i32::try_from(number).unwrap_or(i32::MAX));
    let mut states: Vec<(String, OscType)> = [
        ("onair", status.on_air.as_str().into()),
        ("onair/number", number(status.on_air_number)),
        ("preview", status.preview.as_str().into()),
        ("preview/number", number(status.preview_number)),
        ("item", status.item.as_str().into()),
        ("item/number", number(status.item_number)),
        ("next", status.next.as_str().into()),
        ("next/number", number(status.next_number)),
        ("armed", status.armed.into()),
        ("standin", status.stands_in.into()),
        ("running", status.running.into()),
        ("caption", status.caption.into()),
        ("music", status.music.into()),
        ("recording", status.recording.into()),
        ("faults", number(status.faults)),
    ]
    .map(|(name, value)| (format!("/plenary/state/{name}"), value))
    .into();
    for place in 0..LABELLED {
        let label = status.sources.get(place);
        let tally = label.map_or(0, |label| match label.tally {
            Tally::Offline => 0,
            Tally::Online => 1,
            Tally::Ready => 2,
            Tally::Air => 3,
        });
        let name = label.map(|label| label.name.as_str()).unwrap_or_default();
        states.push((format!("/plenary/state/source/{}", place + 1), name.into()));
        states.push((format!("/plenary/state/tally/{}", place + 1), OscType::Int(tally)));
        let muted = label.is_some_and(|label| label.muted);
        states.push((format!("/plenary/state/mute/{}", place + 1), muted.into()));
    }
    states
}

fn seconds(seconds: i64) -> OscType {
    OscType::Int(i32::try_from(seconds).unwrap_or(if seconds < 0 { i32::MIN } else { i32::MAX }))
}

fn datagram(addr: String, value: OscType) -> Vec<u8> {
    // The only error of the encoder is one of the writer, and a vector has none.
    rosc::encoder::encode(&OscPacket::Message(OscMessage { addr, args: vec![value] })).unwrap_or_default()
}

#[cfg(test)]
mod tests;
