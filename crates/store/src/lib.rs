//! What lasts: SQLite in the data folder, with all SQL of the system.
//!
//! There is one repository for each noun. Every change takes who makes it and when ([`By`]), writes
//! its journal entry in the same transaction, and is on disk when its future ends. A change that
//! fails leaves no trace, so that a caller who keeps state in memory loses nothing by it.

mod browsers;
mod clips;
mod crew;
mod error;
mod floors;
mod graphics;
mod journal;
mod keys;
mod links;
mod locations;
mod migration;
mod open;
mod rehearsals;
mod rooms;
mod row;
mod run_throughs;
mod rundown;
mod sounds;
mod speakers;
mod stages;
mod summits;
mod table;
mod templates;

use std::{fmt, fs::File, os::unix::fs::MetadataExt, path::PathBuf, sync::Arc};

use plenary_model::{journal::Actor, time::Timestamp};
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};

pub use crate::{
    browsers::{Browser, Browsers},
    clips::Clips,
    crew::Crew,
    error::Error,
    floors::{Deed, Floors},
    graphics::Graphics,
    journal::Journal,
    keys::Keys,
    links::{BindError, Found, Links},
    locations::Locations,
    open::{OpenError, Options},
    rehearsals::{Cast, Rehearsals},
    rooms::{Rooms, RoomsDeed},
    run_throughs::RunThroughs,
    rundown::{Made, Position, Rundowns, Standing},
    sounds::Sounds,
    speakers::Speakers,
    stages::Stages,
    summits::Summits,
    templates::Templates,
};

/// Who makes a change, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// Who makes it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

impl By {
    /// A change that the server makes by itself.
    pub fn system(at: Timestamp) -> Self {
        Self { actor: Actor::System, at }
    }
}

/// The database of one data folder. Clones share it; the folder is free for another server when the
/// last one is dropped.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    /// One connection: changes queue here, which is also what keeps the journal without gaps.
    write: DatabaseConnection,
    /// Several connections that cannot write: nobody who reads waits for a disk.
    read: DatabaseConnection,
    file: PathBuf,
    /// The file that was opened, to notice when it is deleted or replaced below us.
    inode: u64,
    /// Holds the folder; the system lets go of it when the process ends, however it ends.
    _lock: File,
}

impl Store {
    /// The summits and their stages.
    pub fn summits(&self) -> Summits<'_> {
        Summits(self)
    }

    /// The stages.
    pub fn stages(&self) -> Stages<'_> {
        Stages(self)
    }

    /// The invited speakers.
    pub fn speakers(&self) -> Speakers<'_> {
        Speakers(self)
    }

    /// The locations.
    pub fn locations(&self) -> Locations<'_> {
        Locations(self)
    }

    /// The producers.
    pub fn crew(&self) -> Crew<'_> {
        Crew(self)
    }

    /// The recorded speeches.
    pub fn clips(&self) -> Clips<'_> {
        Clips(self)
    }

    /// The rundown of each stage and the place in it.
    pub fn rundowns(&self) -> Rundowns<'_> {
        Rundowns(self)
    }

    /// The crew's own arrangements of sources.
    pub fn templates(&self) -> Templates<'_> {
        Templates(self)
    }

    /// The graphics.
    pub fn graphics(&self) -> Graphics<'_> {
        Graphics(self)
    }

    /// The sound desk of each stage.
    pub fn sounds(&self) -> Sounds<'_> {
        Sounds(self)
    }

    /// Copies of the show that only the crew sees.
    pub fn run_throughs(&self) -> RunThroughs<'_> {
        RunThroughs(self)
    }

    /// The floor of each stage.
    pub fn floors(&self) -> Floors<'_> {
        Floors(self)
    }

    /// The rooms in which guests wait.
    pub fn rooms(&self) -> Rooms<'_> {
        Rooms(self)
    }

    /// The personal links.
    pub fn links(&self) -> Links<'_> {
        Links(self)
    }

    /// The keys of machines.
    pub fn keys(&self) -> Keys<'_> {
        Keys(self)
    }

    /// The browsers that hold links.
    pub fn browsers(&self) -> Browsers<'_> {
        Browsers(self)
    }

    /// The simulated crowds.
    pub fn rehearsals(&self) -> Rehearsals<'_> {
        Rehearsals(self)
    }

    /// The record of who did what.
    pub fn journal(&self) -> Journal<'_> {
        Journal(self)
    }

    /// Whether a change would find its file: cheap, for readiness checks and fault lists.
    ///
    /// # Errors
    /// [`Error::Missing`] when the file was deleted or replaced since it was opened,
    /// [`Error::ReadOnly`] when it was write-protected since.
    pub fn check(&self) -> Result<(), Error> {
        match std::fs::metadata(&self.0.file) {
            Ok(found) if found.ino() != self.0.inode => Err(Error::Missing),
            Ok(found) if found.permissions().readonly() => Err(Error::ReadOnly),
            Ok(_) => Ok(()),
            Err(_) => Err(Error::Missing),
        }
    }

    /// Closes the database in an orderly way; every later call fails.
    ///
    /// # Errors
    /// [`Error::Failed`] when the last pages cannot be moved out of the write-ahead log. Nothing is
    /// lost then: the next start does it.
    pub async fn close(&self) -> Result<(), Error> {
        self.0.read.close_by_ref().await?;
        self.0.write.close_by_ref().await?;
        Ok(())
    }

    fn read(&self) -> &DatabaseConnection {
        &self.0.read
    }

    /// Begins a change.
    async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        // Writing into a deleted file succeeds and is lost at the next start.
        self.check().inspect_err(Error::count)?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.0.write.begin_with_options(options).await?)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("file", &self.0.file).finish_non_exhaustive()
    }
}
