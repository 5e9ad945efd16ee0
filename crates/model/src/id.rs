//! Identifiers: 80 random bits, written as 16 characters of base 32.

use std::{fmt, str::FromStr};

use rand::RngCore;

/// Characters of an id. No `i`, `l`, `o` or `u`, so that an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 80 bits: a billion billion ids before two are likely to meet, and short enough for a path.
pub(crate) const ID_LENGTH: usize = 16;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an id: an id has 16 of the characters 0-9 and a-z without i, l, o and u")]
pub struct InvalidId(pub String);

/// The text behind every kind of id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Text([u8; ID_LENGTH]);

impl Text {
    pub(crate) fn random(rng: &mut dyn RngCore) -> Self {
        let mut bytes = [0; ID_LENGTH];
        rng.fill_bytes(&mut bytes);
        // The alphabet has 32 characters, so the low 5 bits of a byte choose evenly.
        Self(bytes.map(|byte| ALPHABET[usize::from(byte & 31)]))
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

impl FromStr for Text {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = || InvalidId(text.chars().take(64).collect());
        let bytes: [u8; ID_LENGTH] = text.as_bytes().try_into().map_err(|_| invalid())?;
        match bytes.iter().all(|byte| ALPHABET.contains(byte)) {
            true => Ok(Self(bytes)),
            false => Err(invalid()),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(into = "String", try_from = "String")]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "4h7kq2m9xw3c8z1d"))]
        pub struct $name(Text);

        impl $name {
            /// A new id from `rng`.
            pub fn random(rng: &mut dyn RngCore) -> Self {
                Self(Text::random(rng))
            }

            /// The 16 characters of the id.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse().map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }
    )*};
}

id! {
    /// A summit.
    SummitId;
    /// A stage of a summit.
    StageId;
    /// A location.
    LocationId;
    /// A speaker.
    SpeakerId;
    /// A producer or other member of the crew.
    CrewId;
    /// A rehearsal: a crowd of simulated participants.
    RehearsalId;
    /// An uploaded recording.
    ClipId;
    /// An item of a rundown.
    ItemId;
    /// An arrangement of places that the crew made.
    TemplateId;
    /// A graphic that the crew prepared.
    GraphicId;
    /// An uploaded picture of graphics.
    ImageId;
    /// A request for the floor, and the speech that it leads to.
    RequestId;
    /// A room in which guests wait.
    RoomId;
    /// A personal link.
    LinkId;
    /// A machine's key.
    KeyId;
    /// A browser that holds a link, or an anonymous viewer: what a media session belongs to.
    SessionId;
    /// The unguessable last part of a broadcast's name.
    Secret;
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn an_id_reads_back_and_anything_else_is_refused() {
        let id = LocationId::random(&mut StdRng::seed_from_u64(1));
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in
            ["", "4h7kq2m9xw3c8z1", "4h7kq2m9xw3c8z1dd", "4H7KQ2M9XW3C8Z1D", "4h7kq2m9xw3c8z1/", "....////....////"]
        {
            assert!(text.parse::<LocationId>().is_err(), "{text:?}");
        }
    }
}
