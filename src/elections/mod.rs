//! Real elections that ship with the crate: what exit polls and parallel counts said, and what was
//! counted.
//!
//! Every figure carries the source that printed it. Only figures that were found again at a source
//! are here; where another source prints another one, that stands beside it
//! ([`ElectionFigure::conflict`]). What was not found again (a sample size, the votes behind a
//! share) is left out and so is unknown.
//!
//! ```
//! use exitpoll::elections;
//!
//! let election = elections::get("AZ-2024-P")?;
//! assert_eq!(election.document().contest.name(), "Azerbaijan presidential");
//! assert_eq!(election.document().polls.len(), 3);
//! let size = election.document().polls[1].sample().respondents();
//! assert_eq!(size, Some(5012));
//! let conflict = election.figures().iter().find_map(|figure| figure.conflict.as_deref());
//! assert!(conflict.unwrap().contains("4577693"));
//! # Ok::<(), exitpoll::Error>(())
//! ```

mod read;

use std::sync::OnceLock;

use crate::comparison::Comparison;
use crate::error::{Error, Result};
use crate::io::Document;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FigureUnit {
    /// Votes.
    Votes,
    /// Percent.
    Share,
    /// Seats.
    Seats,
}

/// One published figure with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ElectionFigure {
    /// The count or the poll, by its name in the document.
    pub of: String,
    /// The choice.
    pub choice: String,
    /// What it counts.
    pub unit: FigureUnit,
    /// The figure as printed.
    pub printed: String,
    /// Where it was printed.
    pub source: String,
    /// What other sources print in its place, or how it was corrected.
    pub conflict: Option<String>,
}

/// One election with its counts and polls.
#[derive(Debug, Clone, PartialEq)]
pub struct Election {
    id: String,
    document: Document,
    figures: Vec<ElectionFigure>,
    note: Option<String>,
}

impl Election {
    /// Its short name: country, year and what was elected.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Contest, counts and polls.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Every figure of the document with its source.
    #[must_use]
    pub fn figures(&self) -> &[ElectionFigure] {
        &self.figures
    }

    /// What has to be known about the election as a whole.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// A comparison of all its polls with all its counts.
    #[must_use]
    pub fn comparison(&self) -> Comparison {
        Comparison::from(self.document.clone())
    }
}

/// All elections, in the order of their countries.
#[must_use]
pub fn all() -> &'static [Election] {
    static ELECTIONS: OnceLock<Vec<Election>> = OnceLock::new();
    ELECTIONS.get_or_init(|| {
        read::tables(
            include_str!("elections.csv"),
            include_str!("results.csv"),
            include_str!("polls.csv"),
        )
        .expect("the bundled tables are read in the tests")
    })
}

/// The election of a short name, such as `AZ-2024-P`.
///
/// # Errors
/// An error that lists the names, if there is none of this one.
pub fn get(id: &str) -> Result<&'static Election> {
    all()
        .iter()
        .find(|election| election.id == id)
        .ok_or_else(|| {
            let ids: Vec<&str> = all().iter().map(Election::id).collect();
            Error::unreadable("election", id, format!("give one of {}", ids.join(", ")))
        })
}
