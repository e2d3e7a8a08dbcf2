//! What to do where a figure that the measures need is not there: declared, never assumed.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// What becomes of a choice of the count for which the poll has no figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MissingChoices {
    /// An error.
    #[default]
    Refuse,
    /// Its official share joins that of the remainder, in which the poll has it.
    Merge,
}

/// What becomes of a choice with a share of 0, for which log-odds and relative errors do not exist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZeroShares {
    /// It stays: measures that need a logarithm say that they are undefined.
    #[default]
    Keep,
    /// It joins the remainder, in the poll and in the count.
    Merge,
    /// If any polled share is 0, half a respondent is added to every choice of the poll (Haldane 1956,
    /// Anscombe 1956): p_i becomes (n p_i + ½)/(n + k/2), n becomes n + k/2. Needs the effective size.
    /// An official share of 0 stays: the count is no sample.
    AddHalf,
}

/// What becomes of respondents who named no choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Undecided {
    /// An error if there are any.
    #[default]
    Refuse,
    /// Allocated to the choices in proportion to their shares, as Mosteller's second measure does. Only
    /// the others count as respondents: n becomes n(1 − u).
    Proportional,
    /// They join the remainder.
    Merge,
}

impl MissingChoices {
    /// Every rule.
    pub const ALL: [MissingChoices; 2] = [MissingChoices::Refuse, MissingChoices::Merge];

    /// The name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MissingChoices::Refuse => "refuse",
            MissingChoices::Merge => "merge",
        }
    }
}

impl ZeroShares {
    /// Every rule.
    pub const ALL: [ZeroShares; 3] = [ZeroShares::Keep, ZeroShares::Merge, ZeroShares::AddHalf];

    /// The name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ZeroShares::Keep => "keep",
            ZeroShares::Merge => "merge",
            ZeroShares::AddHalf => "add_half",
        }
    }
}

impl Undecided {
    /// Every rule.
    pub const ALL: [Undecided; 3] = [Undecided::Refuse, Undecided::Proportional, Undecided::Merge];

    /// The name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Undecided::Refuse => "refuse",
            Undecided::Proportional => "proportional",
            Undecided::Merge => "merge",
        }
    }
}

fn find<T: Copy>(field: &str, text: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T> {
    let found = all.iter().copied().find(|rule| name(*rule) == text.trim());
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|rule| name(*rule)).collect();
        Error::unknown(field, text, format!("use one of {}", names.join(", ")))
    })
}

impl FromStr for MissingChoices {
    type Err = Error;
    fn from_str(text: &str) -> Result<MissingChoices> {
        find("missing choices", text, &Self::ALL, Self::name)
    }
}

impl FromStr for ZeroShares {
    type Err = Error;
    fn from_str(text: &str) -> Result<ZeroShares> {
        find("zero shares", text, &Self::ALL, Self::name)
    }
}

impl FromStr for Undecided {
    type Err = Error;
    fn from_str(text: &str) -> Result<Undecided> {
        find("undecided", text, &Self::ALL, Self::name)
    }
}

impl fmt::Display for MissingChoices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for ZeroShares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
