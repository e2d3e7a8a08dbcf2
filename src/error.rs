//! The one error type: what kind of error, where it stands, the value found there and what to write
//! instead.

use std::fmt;

use crate::visible::Visible;

/// What every fallible function of the crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// What is wrong with an input, where it stands, and what to write instead.
///
/// Match on [`kind`](Error::kind); the other methods give the data behind the message. `Display`
/// prints everything in one line, and [`source`](std::error::Error::source) is empty, so that a chain
/// of errors does not repeat it.
///
/// ```
/// use exitpoll::{ErrorKind, Poll};
///
/// let error = Poll::builder("P").share("A", "120").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::OutOfRange);
/// assert_eq!(error.field(), Some("shares.A"));
/// assert_eq!(error.value(), Some("120"));
/// assert_eq!(error.help(), "give a percentage from 0 to 100");
/// assert_eq!(error.to_string(), "`shares.A` is 120: give a percentage from 0 to 100");
/// ```
#[derive(Clone, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    kind: ErrorKind,
    path: ErrorPath,
    field: Option<String>,
    value: Option<String>,
    other: Option<String>,
    help: String,
}

/// What kind of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number outside the values that the field can take (also NaN and infinities).
    OutOfRange,
    /// Text that cannot be read as what the field holds.
    Unreadable,
    /// A field without which nothing can be said.
    Missing,
    /// Two entries under one name, or under names that differ only in case or invisible characters.
    Duplicate,
    /// A name that nothing in the document declares.
    Unknown,
    /// A field or column that is not known, or does not belong where it stands.
    UnknownField,
    /// Two figures that cannot both be right.
    Inconsistent,
    /// A measure that does not exist for these inputs (a logarithm of zero, one category only).
    Undefined,
    /// A document that is not JSON or CSV at all, or breaks off.
    Syntax,
    /// A part of a document that does not have the form it must have: a repeated field, a list where
    /// text should stand, a cell without a heading.
    UnexpectedForm,
    /// A file that cannot be opened or read.
    File,
}

/// Where an error stands, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorPath {
    file: Option<String>,
    line: Option<u64>,
    place: Option<String>,
}

impl ErrorPath {
    /// The file, or the name that the caller gave to a text.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The line of the file, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// The place inside a document, such as `polls[0].sample`.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }
}

/// A step of an [`ErrorPath`], as the code that knows it adds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    #[cfg(feature = "io")]
    File(String),
    #[cfg(feature = "io")]
    Line(u64),
    Path(String),
}

impl Error {
    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where it stands: file, line, place in the document.
    #[must_use]
    pub fn path(&self) -> &ErrorPath {
        &self.0.path
    }

    /// The field, parameter or measure that it is about, as the documentation names it.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// What was found there.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    /// The figure that the value contradicts, or the name with which it is confused.
    #[must_use]
    pub fn other(&self) -> Option<&str> {
        self.0.other.as_deref()
    }

    /// What to write instead; for an undefined measure, why it does not exist.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.0.help
    }

    fn new(kind: ErrorKind, help: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            kind,
            path: ErrorPath::default(),
            field: None,
            value: None,
            other: None,
            help: help.into(),
        }))
    }

    fn of(mut self, field: impl Into<String>) -> Error {
        self.0.field = Some(field.into());
        self
    }

    fn found(mut self, value: impl Into<String>) -> Error {
        self.0.value = Some(value.into());
        self
    }

    fn against(mut self, other: impl Into<String>) -> Error {
        self.0.other = Some(other.into());
        self
    }

    /// Adds the place where the error stands. A file or line that is known already is kept; a place
    /// goes in front of the one inside it.
    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Error {
        let path = &mut self.0.path;
        match place {
            #[cfg(feature = "io")]
            Place::File(file) => path.file = path.file.take().or(Some(file)),
            #[cfg(feature = "io")]
            Place::Line(line) => path.line = path.line.or(Some(line)),
            Place::Path(outer) => {
                path.place = Some(match path.place.take() {
                    Some(inner) => format!("{outer}.{inner}"),
                    None => outer,
                });
            }
        }
        self
    }

    /// Puts the field into the one that holds it: `respondents` into `sample.respondents`.
    pub(crate) fn inside(mut self, outer: &str) -> Error {
        if let Some(field) = self.0.field.take() {
            self.0.field = Some(format!("{outer}.{field}"));
        }
        self
    }

    /// Calls the field, and in the figure that the value contradicts another one, what the file calls them.
    #[cfg(feature = "io")]
    pub(crate) fn in_words_of(mut self, field: String, [other, instead]: [&str; 2]) -> Error {
        self.0.field = Some(field);
        self.0.other = self.0.other.map(|text| text.replace(other, instead));
        self
    }

    pub(crate) fn out_of_range(
        field: impl Into<String>,
        value: impl fmt::Display,
        help: impl Into<String>,
    ) -> Error {
        Error::new(ErrorKind::OutOfRange, help)
            .of(field)
            .found(value.to_string())
    }

    pub(crate) fn unreadable(
        field: impl Into<String>,
        value: impl Into<String>,
        help: impl Into<String>,
    ) -> Error {
        Error::new(ErrorKind::Unreadable, help)
            .of(field)
            .found(value)
    }

    pub(crate) fn missing(field: impl Into<String>, help: impl Into<String>) -> Error {
        Error::new(ErrorKind::Missing, help).of(field)
    }

    pub(crate) fn duplicate(
        field: impl Into<String>,
        value: impl Into<String>,
        help: impl Into<String>,
    ) -> Error {
        Error::new(ErrorKind::Duplicate, help)
            .of(field)
            .found(value)
    }

    /// Two names that a reader cannot tell apart.
    pub(crate) fn confusable(
        field: impl Into<String>,
        value: impl Into<String>,
        other: impl Into<String>,
    ) -> Error {
        Error::duplicate(
            field,
            value,
            "write one name in one way, or give them names that a reader can tell apart",
        )
        .against(other)
    }

    pub(crate) fn unknown(
        field: impl Into<String>,
        value: impl Into<String>,
        help: impl Into<String>,
    ) -> Error {
        Error::new(ErrorKind::Unknown, help).of(field).found(value)
    }

    /// A `what` ("field" or "column") that is not known where it stands.
    #[cfg(feature = "io")]
    pub(crate) fn unknown_field(
        what: &'static str,
        name: impl Into<String>,
        help: impl Into<String>,
    ) -> Error {
        Error::new(ErrorKind::UnknownField, help)
            .of(what)
            .found(name)
    }

    pub(crate) fn inconsistent(
        field: impl Into<String>,
        value: impl fmt::Display,
        other: impl Into<String>,
        help: impl Into<String>,
    ) -> Error {
        Error::new(ErrorKind::Inconsistent, help)
            .of(field)
            .found(value.to_string())
            .against(other)
    }

    pub(crate) fn undefined(measure: impl Into<String>, reason: impl Into<String>) -> Error {
        Error::new(ErrorKind::Undefined, reason).of(measure)
    }

    /// The same of one entry, by its place.
    pub(crate) fn undefined_at(
        measure: impl Into<String>,
        place: usize,
        reason: impl Into<String>,
    ) -> Error {
        Error::undefined(measure, reason).found(place.to_string())
    }

    /// `format` is JSON or CSV.
    #[cfg(feature = "io")]
    pub(crate) fn syntax(format: &'static str, reason: impl Into<String>) -> Error {
        Error::new(ErrorKind::Syntax, reason).of(format)
    }

    #[cfg(feature = "io")]
    pub(crate) fn unexpected_form(what: impl Into<String>) -> Error {
        Error::new(ErrorKind::UnexpectedForm, what)
    }

    #[cfg(feature = "io")]
    pub(crate) fn file(reason: impl Into<String>) -> Error {
        Error::new(ErrorKind::File, reason)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { path, help, .. } = &*self.0;
        if let Some(file) = &path.file {
            write!(f, "{file}: ")?;
        }
        if let Some(line) = path.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(place) = &path.place {
            write!(f, "{}: ", Visible(place))?;
        }
        let help = Visible(help);
        let shown = |text: Option<&str>| Visible(text.unwrap_or_default()).to_string();
        let (field, value) = (shown(self.field()), shown(self.value()));
        match (self.kind(), self.other()) {
            (ErrorKind::OutOfRange, _) => write!(f, "`{field}` is {value}: {help}"),
            (ErrorKind::Unreadable, _) => {
                write!(f, "`{field}` is \"{value}\", which cannot be read: {help}")
            }
            (ErrorKind::Missing, _) => write!(f, "`{field}` is missing: {help}"),
            (ErrorKind::Duplicate, None) => write!(f, "`{field}` has \"{value}\" twice: {help}"),
            (ErrorKind::Duplicate, Some(other)) => write!(
                f,
                "`{field}` has \"{}\" and \"{value}\", which differ only in case or invisible \
                 characters: {help}",
                Visible(other)
            ),
            (ErrorKind::Unknown, _) => write!(
                f,
                "`{field}` names \"{value}\", which is not declared: {help}"
            ),
            (ErrorKind::UnknownField, _) => write!(f, "unknown {field} `{value}`: {help}"),
            (ErrorKind::Inconsistent, other) => write!(
                f,
                "`{field}` is {value}, which contradicts {}: {help}",
                shown(other)
            ),
            (ErrorKind::Undefined, _) => write!(f, "{field} is undefined: {help}"),
            (ErrorKind::Syntax, _) => write!(f, "the {field} cannot be read: {help}"),
            (ErrorKind::UnexpectedForm, _) => write!(f, "{help}"),
            (ErrorKind::File, _) => write!(f, "cannot read the file: {help}"),
        }
    }
}

impl fmt::Debug for Error {
    /// The message as `Display` prints it, because `main` and `unwrap` print errors this way; every
    /// part by name under `{:#?}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            fmt::Debug::fmt(&self.0, f)
        } else {
            fmt::Display::fmt(self, f)
        }
    }
}

impl std::error::Error for Error {}

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
