//! Errors of this room, with the place where they stand.

use crate::error::{Error, Place, Result};

/// The error of a text that is not of its format at all.
pub(super) fn broken(format: &'static str, reason: impl Into<String>) -> Error {
    Error::syntax(format, reason)
}

pub(super) trait Placed<T> {
    /// The error at a line of the file.
    fn on_line(self, line: u64) -> Result<T>;
    /// The error at a path inside a document.
    fn under(self, path: impl FnOnce() -> String) -> Result<T>;
    /// The error in a file.
    fn in_file(self, name: &str) -> Result<T>;
}

impl<T> Placed<T> for Result<T> {
    fn on_line(self, line: u64) -> Result<T> {
        self.map_err(|error| error.at(Place::Line(line)))
    }

    fn under(self, path: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| error.at(Place::Path(path())))
    }

    fn in_file(self, name: &str) -> Result<T> {
        self.map_err(|error| error.at(Place::File(name.into())))
    }
}
