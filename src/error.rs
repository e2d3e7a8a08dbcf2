//! The one error type: every variant names the field, the value found there and the mend.

use std::fmt;

/// What every fallible function of the crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// What is wrong with an input, where it stands, and what to write instead.
///
/// `field` is the name of the field or parameter as the documentation gives it, `value` is what was
/// found there, and the rest of the message says how to mend it. Readers of files wrap an error in
/// [`Error::At`], which adds the file and the line or JSON path.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number that lies outside the values the field can take (also NaN and infinities).
    #[error("`{field}` is {value}: {mend}")]
    OutOfRange {
        /// The field or parameter.
        field: String,
        /// What was given.
        value: String,
        /// What to give instead.
        mend: String,
    },
    /// Text that cannot be read as what the field holds.
    #[error("`{field}` is \"{value}\", which cannot be read: {mend}")]
    Unreadable {
        /// The field.
        field: String,
        /// The text found.
        value: String,
        /// What a readable text looks like.
        mend: String,
    },
    /// A field without which nothing can be said.
    #[error("`{field}` is missing: {mend}")]
    Missing {
        /// The field.
        field: String,
        /// What to add.
        mend: String,
    },
    /// Two entries under one name.
    #[error("`{field}` has \"{value}\" twice: {mend}")]
    Duplicate {
        /// The list or table.
        field: String,
        /// The repeated name.
        value: String,
        /// How to tell them apart.
        mend: String,
    },
    /// A name that nothing in the document declares.
    #[error("`{field}` names \"{value}\", which is not declared: {mend}")]
    Unknown {
        /// The field.
        field: String,
        /// The undeclared name.
        value: String,
        /// The declared names, or where to declare one.
        mend: String,
    },
    /// Two figures that cannot both be right.
    #[error("`{field}` is {value}, which contradicts {other}: {mend}")]
    Inconsistent {
        /// The field.
        field: String,
        /// Its value.
        value: String,
        /// The figure that it contradicts.
        other: String,
        /// How to mend it.
        mend: String,
    },
    /// A measure that does not exist for these inputs (a logarithm of zero, one category only).
    #[error("{measure} is undefined: {reason}")]
    Undefined {
        /// The measure.
        measure: String,
        /// Why it does not exist here, and what does.
        reason: String,
    },
    /// A document that is not JSON or CSV at all, or breaks off.
    #[error("the {format} cannot be read: {reason}")]
    Syntax {
        /// `JSON` or `CSV`.
        format: &'static str,
        /// What the parser found.
        reason: String,
    },
    /// A part of a document that is not of the form it must have: an unknown or repeated field, a
    /// list where a text should stand.
    #[error("{what}")]
    Unfitting {
        /// What was found and what is expected.
        what: String,
    },
    /// A file that cannot be opened or read.
    #[error("cannot read the file: {reason}")]
    File {
        /// What the system said.
        reason: String,
    },
    /// An error with the place where it stands.
    #[error("{place}: {source}")]
    At {
        /// Where.
        place: Place,
        /// What.
        source: Box<Error>,
    },
}

/// Where in a file an error stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A file (or the name that the caller gave to a text).
    File(String),
    /// A line of a table, counted from 1, the heading included.
    Line(u64),
    /// A path inside a JSON document, such as `polls[0].shares.Oracle`.
    Path(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(name) => f.write_str(name),
            Place::Line(line) => write!(f, "line {line}"),
            Place::Path(path) => f.write_str(path),
        }
    }
}

impl Error {
    /// Adds the place where the error stands; the outermost place is printed first.
    #[must_use]
    pub fn at(self, place: Place) -> Error {
        Error::At {
            place,
            source: Box::new(self),
        }
    }

    /// The error itself, without the places around it.
    #[must_use]
    pub fn cause(&self) -> &Error {
        match self {
            Error::At { source, .. } => source.cause(),
            other => other,
        }
    }

    pub(crate) fn out_of_range(
        field: impl Into<String>,
        value: impl fmt::Display,
        mend: impl Into<String>,
    ) -> Error {
        Error::OutOfRange {
            field: field.into(),
            value: value.to_string(),
            mend: mend.into(),
        }
    }

    pub(crate) fn unreadable(
        field: impl Into<String>,
        value: impl Into<String>,
        mend: impl Into<String>,
    ) -> Error {
        Error::Unreadable {
            field: field.into(),
            value: value.into(),
            mend: mend.into(),
        }
    }

    pub(crate) fn missing(field: impl Into<String>, mend: impl Into<String>) -> Error {
        Error::Missing {
            field: field.into(),
            mend: mend.into(),
        }
    }

    pub(crate) fn undefined(measure: impl Into<String>, reason: impl Into<String>) -> Error {
        Error::Undefined {
            measure: measure.into(),
            reason: reason.into(),
        }
    }
}

/// The one of `all` that is called `text`: what every method that has a name is read by.
pub(crate) fn by_name<T: Copy, const N: usize>(
    field: &str,
    text: &str,
    all: [T; N],
    name: fn(T) -> &'static str,
) -> Result<T> {
    all.into_iter()
        .find(|one| name(*one) == text)
        .ok_or_else(|| {
            let names = all.map(name).join(", ");
            Error::unreadable(field, text, format!("give one of {names}"))
        })
}
