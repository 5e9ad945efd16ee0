//! Secrets that stand for access: in a link, a cookie, or a media session's URL.

use std::fmt;

use rand::RngCore;

/// 256 bits, two to a character pair below: out of reach of guessing.
const TOKEN_BYTES: usize = 32;

/// An unguessable secret. Never logged: `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// A text that cannot be a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token: a token has 64 of the characters 0-9 and a-f")]
pub struct InvalidToken;

impl Token {
    /// A new token from `rng`, which must be a cryptographic one outside tests.
    pub fn random(rng: &mut dyn RngCore) -> Self {
        let mut bytes = [0; TOKEN_BYTES];
        rng.fill_bytes(&mut bytes);
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads a token as it was given out.
    pub fn parse(text: &str) -> Result<Self, InvalidToken> {
        let valid = text.len() == 2 * TOKEN_BYTES && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        valid.then(|| Self(text.to_owned())).ok_or(InvalidToken)
    }

    /// The secret itself, to put into a link or to hash.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
