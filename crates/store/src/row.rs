//! From texts and numbers in rows to types and back.

use std::str::FromStr;

use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

/// Reads an id, a country or a language out of its column.
pub(crate) fn parse<T: FromStr>(what: &'static str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| corrupt(what, text))
}

/// Reads a value that is kept as JSON.
pub(crate) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| corrupt(what, text))
}

/// Writes a value that is kept as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the model's types have no map keys or values that JSON lacks")
}

/// A whole number that must not be negative.
pub(crate) fn number<T: TryFrom<i64>>(what: &'static str, value: i64) -> Result<T, Error> {
    T::try_from(value).map_err(|_| corrupt(what, &value.to_string()))
}

pub(crate) fn corrupt(what: &'static str, text: &str) -> Error {
    let error = Error::Corrupt { what, text: text.chars().take(64).collect() };
    error.count();
    error
}
