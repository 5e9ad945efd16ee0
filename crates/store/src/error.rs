//! Why a change or a look-up failed.

use sea_orm::{DbErr, RuntimeErr};

/// Why a change or a look-up failed. The text is fit for the person who asked for it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// It is not there, or not there any more.
    #[error("there is no {noun} {id}: somebody may have removed it a moment ago")]
    Gone {
        /// What kind of thing.
        noun: &'static str,
        /// Its id.
        id: String,
    },
    /// It is there already.
    #[error("there is a {noun} {id} already")]
    Exists {
        /// What kind of thing.
        noun: &'static str,
        /// Its id.
        id: String,
    },
    /// No room for it.
    #[error("the disk of the data folder is full: make room; nothing was changed")]
    Full,
    /// The database cannot be written.
    #[error("the database in the data folder is write-protected: make it writable; nothing was changed")]
    ReadOnly,
    /// The file was deleted or replaced while the server runs.
    #[error(
        "plenary.db was deleted or replaced while the server runs: put it back or restart the server; nothing was changed"
    )]
    Missing,
    /// The database holds something that this program never writes.
    #[error("the database holds a {what} that cannot be read: {text:?}")]
    Corrupt {
        /// What it should be.
        what: &'static str,
        /// What is there, shortened.
        text: String,
    },
    /// Anything else that the database reports.
    #[error("the database failed: {0}; nothing was changed")]
    Failed(String),
}

impl Error {
    pub(crate) fn gone(noun: &'static str, id: impl ToString) -> Self {
        Self::Gone { noun, id: id.to_string() }
    }

    /// Makes failures of the disk visible in `/metrics`; a missing row is no failure.
    pub(crate) fn count(&self) {
        let cause = match self {
            Self::Gone { .. } | Self::Exists { .. } => return,
            Self::Full => "full",
            Self::ReadOnly => "read_only",
            Self::Missing => "missing",
            Self::Corrupt { .. } => "corrupt",
            Self::Failed(_) => "failed",
        };
        metrics::counter!("plenary_store_failed_total", "cause" => cause).increment(1);
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        // https://www.sqlite.org/rescode.html: the low byte is the primary code.
        let mapped = match code(&error).map(|code| (code, code & 0xff)) {
            Some((_, FULL)) => Self::Full,
            // A new connection finds no file; one that is open goes on without.
            Some((READ_ONLY_MOVED, _) | (_, CANNOT_OPEN)) => Self::Missing,
            Some((_, READ_ONLY)) => Self::ReadOnly,
            _ => Self::Failed(error.to_string()),
        };
        mapped.count();
        mapped
    }
}

pub(crate) const FULL: i32 = 13;
pub(crate) const READ_ONLY: i32 = 8;
pub(crate) const NOT_A_DATABASE: i32 = 26;
pub(crate) const CORRUPT: i32 = 11;
const CANNOT_OPEN: i32 = 14;
const READ_ONLY_MOVED: i32 = 1032;

/// SQLite's extended result code.
pub(crate) fn code(error: &DbErr) -> Option<i32> {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    error.as_database_error()?.code()?.parse().ok()
}
