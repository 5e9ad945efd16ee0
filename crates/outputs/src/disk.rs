//! Where recordings are written: the real disk, or in tests one that is full.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

/// Makes files.
pub trait Disk: Send + 'static {
    /// What [`Self::create`] makes.
    type File: Sheet;

    /// A new file at `path`; one that exists is an error.
    fn create(&mut self, path: &Path) -> io::Result<Self::File>;

    /// Removes a file that holds nothing worth keeping.
    fn remove(&mut self, path: &Path) -> io::Result<()>;
}

/// A file that grows.
pub trait Sheet: Write + Send + 'static {
    /// Returns when everything written so far survives a loss of power.
    fn sync(&mut self) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Real;

impl Disk for Real {
    type File = fs::File;

    fn create(&mut self, path: &Path) -> io::Result<fs::File> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::OpenOptions::new().write(true).create_new(true).open(path)
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

impl Sheet for fs::File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}
