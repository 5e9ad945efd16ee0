//! Opening a data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use sea_orm_migration::MigratorTrait;

use crate::{
    Inner, Store,
    error::{CORRUPT, FULL, NOT_A_DATABASE, READ_ONLY, code},
    migration::Migrator,
};

/// What can be chosen about the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The most pages of 4 KiB that the database may take, so that it leaves room for recordings on
    /// the same disk; nothing sets no limit.
    pub max_pages: Option<u32>,
}

/// Why a data folder cannot be opened: one line for the person who starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be created or used.
    #[error("the data folder {} cannot be used: {source}", folder.display())]
    Folder {
        /// The data folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another server works on it.
    #[error("another server is using the data folder {}: stop it, or choose another folder with --data", .0.display())]
    InUse(PathBuf),
    /// The file is something else.
    #[error("{} is not a database of plenary: move it away, or choose another folder with --data", .0.display())]
    NotADatabase(PathBuf),
    /// A newer program wrote it.
    #[error("{} was written by a newer version of plenary: start that version, or choose another folder with --data", .0.display())]
    Newer(PathBuf),
    /// The file cannot be written.
    #[error("{} is write-protected: make it and its folder writable, or choose another folder with --data", .0.display())]
    ReadOnly(PathBuf),
    /// No room for it.
    #[error("the disk of {} is full: make room and start again", .0.display())]
    Full(PathBuf),
    /// Anything else that the database reports.
    #[error("{} cannot be opened: {source}", file.display())]
    Failed {
        /// The database.
        file: PathBuf,
        /// What it reports.
        source: DbErr,
    },
}

impl Store {
    /// Opens the database in the data folder `folder`. Creates both when they are missing, and brings
    /// an older database up to date.
    ///
    /// # Errors
    /// [`OpenError::InUse`] while another server has it open; the rest as their names say.
    pub async fn open(folder: &Path) -> Result<Self, OpenError> {
        Self::open_with(folder, Options::default()).await
    }

    /// [`Store::open`] with choices.
    ///
    /// # Errors
    /// Likewise.
    pub async fn open_with(folder: &Path, options: Options) -> Result<Self, OpenError> {
        let lock = lock(folder)?;
        let file = folder.join("plenary.db");
        if std::fs::metadata(&file).is_ok_and(|found| found.permissions().readonly()) {
            return Err(OpenError::ReadOnly(file));
        }
        let failed = |error: DbErr| match code(&error).map(|code| code & 0xff) {
            Some(FULL) => OpenError::Full(file.clone()),
            Some(READ_ONLY) => OpenError::ReadOnly(file.clone()),
            Some(NOT_A_DATABASE | CORRUPT) => OpenError::NotADatabase(file.clone()),
            _ => OpenError::Failed { file: file.clone(), source: error },
        };
        let write = connect(&file, options, false).await.map_err(failed)?;
        let state = schema(&write).await.map_err(failed)?;
        match state {
            Schema::Foreign => return Err(OpenError::NotADatabase(file)),
            Schema::Newer => return Err(OpenError::Newer(file)),
            Schema::Known => Migrator::up(&write, None).await.map_err(failed)?,
            Schema::Empty => {
                write.execute_unprepared(&format!("PRAGMA application_id = {APPLICATION}")).await.map_err(failed)?;
                Migrator::up(&write, None).await.map_err(failed)?;
            }
        }
        let read = connect(&file, options, true).await.map_err(failed)?;
        let inode = match std::fs::metadata(&file) {
            Ok(found) => found.ino(),
            Err(source) => return Err(OpenError::Folder { folder: folder.to_owned(), source }),
        };
        Ok(Self(Arc::new(Inner { write, read, file, inode, _lock: lock })))
    }
}

/// Takes the folder for this process.
fn lock(folder: &Path) -> Result<File, OpenError> {
    let unusable = |source| OpenError::Folder { folder: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(unusable)?;
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(folder.join("plenary.lock"))
        .map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(unusable(source)),
    }
}

async fn connect(file: &Path, options: Options, read: bool) -> Result<DatabaseConnection, DbErr> {
    // The address is a placeholder: a path may hold characters that an address cannot.
    let mut connect = ConnectOptions::new("sqlite:plenary.db");
    let file = file.to_owned();
    connect
        .max_connections(if read { READERS } else { 1 })
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(PATIENCE)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |_| {
            let mut sqlite = SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(!read)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // With NORMAL the last changes before a power cut are lost.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(PATIENCE);
            if let Some(pages) = options.max_pages {
                sqlite = sqlite.pragma("max_page_count", pages.to_string());
            }
            match read {
                true => sqlite.pragma("query_only", "1"),
                false => sqlite,
            }
        });
    Database::connect(connect).await
}

enum Schema {
    Empty,
    Known,
    Newer,
    Foreign,
}

/// What is in the file.
async fn schema(database: &DatabaseConnection) -> Result<Schema, DbErr> {
    let number = async |sql: &str| -> Result<i64, DbErr> {
        let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
        row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?.try_get_by_index(0)
    };
    if number("PRAGMA application_id").await? != i64::from(APPLICATION) {
        let tables = number("SELECT count(*) FROM sqlite_master").await?;
        return Ok(if tables == 0 { Schema::Empty } else { Schema::Foreign });
    }
    let known = Migrator::migrations();
    let applied = Migrator::get_migration_models(database).await?;
    let unknown = applied.iter().any(|step| known.iter().all(|known| known.name() != step.version));
    Ok(if unknown { Schema::Newer } else { Schema::Known })
}

/// `PLNY`, in the file's header: tells our database from another program's.
const APPLICATION: i32 = 0x504c_4e59;
/// Connections that read at the same time; each is a thread.
const READERS: u32 = 4;
/// Longer than any change takes, shorter than a person waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::By;
    use plenary_model::time::Timestamp;

    #[tokio::test]
    async fn a_second_server_on_the_same_folder_is_refused_and_a_later_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("made/on/demand");
        let store = Store::open(&data).await.unwrap();
        let error = Store::open(&data).await.unwrap_err();
        assert!(matches!(&error, OpenError::InUse(path) if *path == data), "{error:?}");
        assert_eq!(error.to_string().lines().count(), 1);
        store.close().await.unwrap();
        drop(store);
        Store::open(&data).await.unwrap();
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plenary.db");
        let poem = "no database\n".repeat(1_000);
        std::fs::write(&file, &poem).unwrap();
        let error = Store::open(folder.path()).await.unwrap_err();
        assert!(matches!(error, OpenError::NotADatabase(_)), "{error:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), poem);
    }

    #[tokio::test]
    async fn the_database_of_another_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plenary.db");
        let other = connect(&file, Options::default(), false).await.unwrap();
        other.execute_unprepared("CREATE TABLE recipe (name TEXT)").await.unwrap();
        other.close().await.unwrap();
        let error = Store::open(folder.path()).await.unwrap_err();
        assert!(matches!(error, OpenError::NotADatabase(_)), "{error:?}");
    }

    #[tokio::test]
    async fn a_database_of_a_newer_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)";
        store.0.write.execute_unprepared(newer).await.unwrap();
        store.close().await.unwrap();
        drop(store);
        let error = Store::open(folder.path()).await.unwrap_err();
        assert!(matches!(error, OpenError::Newer(_)), "{error:?}");
    }

    #[tokio::test]
    async fn a_write_protected_file_is_named_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        store.close().await.unwrap();
        drop(store);
        let file = folder.path().join("plenary.db");
        let mut permissions = std::fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&file, permissions).unwrap();
        let error = Store::open(folder.path()).await.unwrap_err();
        assert!(matches!(&error, OpenError::ReadOnly(path) if *path == file), "{error:?}");
    }

    #[tokio::test]
    async fn a_database_that_refuses_changes_says_so_and_can_still_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let (summit, stage) = crate::summits::tests::example(1);
        store.summits().create(By::system(Timestamp(1)), &summit, &stage).await.unwrap();
        // What SQLite answers when the file system goes read-only below it, whoever runs the test.
        store.0.write.execute_unprepared("PRAGMA query_only = 1").await.unwrap();
        let retitle = |summit: &mut plenary_model::summit::Summit| summit.title = "Other".into();
        let error = store.summits().edit(By::system(Timestamp(2)), summit.id, retitle).await.unwrap_err();
        assert_eq!(error, crate::Error::ReadOnly);
        assert_eq!(store.summits().first().await.unwrap(), Some(summit));
    }

    #[tokio::test]
    async fn a_database_deleted_below_the_server_is_noticed_before_anything_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        assert_eq!(store.check(), Ok(()));
        std::fs::remove_file(folder.path().join("plenary.db")).unwrap();
        assert_eq!(store.check(), Err(crate::Error::Missing));
        let (summit, stage) = crate::summits::tests::example(1);
        let error = store.summits().create(By::system(Timestamp(1)), &summit, &stage).await.unwrap_err();
        assert_eq!(error, crate::Error::Missing);
        // More readers than connections are open: some have to open the file that is not there.
        let looks: Vec<_> = (0..16)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.summits().first().await })
            })
            .collect();
        for look in looks {
            let found = look.await.unwrap();
            assert!(matches!(found, Ok(None) | Err(crate::Error::Missing)), "{found:?}");
        }
    }
}
