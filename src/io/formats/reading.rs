//! What a reader gives back: documents, notes, and what was refused.

use std::collections::{HashMap, HashSet};

use super::Format;
use super::note::Note;
use crate::error::{Error, Result};
use crate::io::Document;
use crate::model::ContestBuilder;

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// The format in which it was read.
    pub format: Format,
    /// A document for each contest, in the order of the file.
    pub documents: Vec<Document>,
    /// What was assumed.
    pub notes: Vec<Note>,
    /// Polls and contests that are not in the documents, each with its error.
    pub refused: Vec<Refused>,
}

/// A poll or a contest of a file that contradicts itself.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Refused {
    /// Its name.
    pub what: String,
    /// What is wrong with it, and where.
    pub error: Error,
}

impl Reading {
    pub(super) fn new(format: Format) -> Reading {
        Reading {
            format,
            documents: Vec::new(),
            notes: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// The same reading if nothing was refused.
    ///
    /// # Errors
    /// The error of the first record that was refused.
    pub fn complete(self) -> Result<Reading> {
        match self.refused.into_iter().next() {
            Some(refused) => Err(refused.error),
            None => Ok(Reading {
                refused: Vec::new(),
                ..self
            }),
        }
    }

    /// Joins what another file, or the same one under another layout, says of the same contests.
    ///
    /// # Errors
    /// Two counts or two polls of one contest that have the same name.
    pub fn with(mut self, other: Reading) -> Result<Reading> {
        let known: HashMap<String, usize> = (0..)
            .zip(&self.documents)
            .map(|(i, document)| (document.contest.name().to_owned(), i))
            .collect();
        for document in other.documents {
            let own = known
                .get(document.contest.name())
                .and_then(|i| self.documents.get_mut(*i));
            let Some(own) = own else {
                self.documents.push(document);
                continue;
            };
            let old: HashSet<&String> = own.contest.choices().iter().collect();
            let new: Vec<String> = document
                .contest
                .choices()
                .iter()
                .filter(|choice| !old.contains(choice))
                .cloned()
                .collect();
            own.contest = ContestBuilder::from(own.contest.clone())
                .choices(new)
                .build()?;
            own.counts.extend(document.counts);
            own.polls.extend(document.polls);
            own.observations.extend(document.observations);
            own.contest.check(&own.counts, &own.polls)?;
        }
        self.notes.extend(other.notes);
        self.refused.extend(other.refused);
        Ok(self)
    }

    /// The document of a contest.
    ///
    /// # Errors
    /// An error that lists the contests of the file, if there is none of this name.
    pub fn document(&self, contest: &str) -> Result<&Document> {
        let found = self
            .documents
            .iter()
            .find(|document| document.contest.name() == contest);
        found.ok_or_else(|| {
            let names: Vec<&str> = self.documents.iter().map(|d| d.contest.name()).collect();
            Error::unreadable(
                "contest",
                contest,
                format!("give one of {}", names.join(", ")),
            )
        })
    }
}
