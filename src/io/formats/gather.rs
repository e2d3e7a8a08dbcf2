//! Contests, counts and polls while the rows of a file come in.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use super::note::{Assumption, Notes};
use super::place::Placed;
use super::{Reading, Refused};
use crate::error::{Error, Place, Result};
use crate::io::Document;
use crate::model::name::{clean, folded};
use crate::model::{Base, Contest, OfficialCount, OfficialCountBuilder, Poll, PollBuilder};

/// Votes for what a table does not name.
pub(super) const OTHER: &str = "(other)";

/// Contests by a key of the format, in the order in which they first stand in the file.
pub(super) struct Contests<K> {
    order: Vec<Gathered>,
    index: HashMap<K, usize>,
}

/// One contest while it is read.
pub(super) struct Gathered {
    pub(super) name: String,
    pub(super) date: Option<String>,
    pub(super) jurisdiction: Option<String>,
    pub(super) line: u64,
    choices: Vec<String>,
    known: HashSet<String>,
    counts: Vec<OfficialCount>,
    polls: Vec<Poll>,
    names: HashMap<String, usize>,
    error: Option<Error>,
}

impl<K: Hash + Eq> Contests<K> {
    pub(super) fn new() -> Contests<K> {
        Contests {
            order: Vec::new(),
            index: HashMap::new(),
        }
    }

    /// The contest of a key; a new one gets its name from `name`.
    pub(super) fn of(&mut self, key: K, line: u64, name: impl FnOnce() -> String) -> &mut Gathered {
        let at = *self.index.entry(key).or_insert_with(|| {
            self.order.push(Gathered::new(name(), line));
            self.order.len() - 1
        });
        self.order.get_mut(at).expect("every index was pushed")
    }

    /// The documents; a contest that cannot be one is refused with its error.
    pub(super) fn finish(self, name: &str, reading: &mut Reading) {
        // Where every poll was refused, each has its error already.
        let held = |gathered: &Gathered| {
            !gathered.counts.is_empty() || !gathered.polls.is_empty() || gathered.error.is_some()
        };
        for gathered in self.order.into_iter().filter(held) {
            let (what, line) = (gathered.name.clone(), gathered.line);
            match gathered
                .document()
                .map_err(|error| placed(error, line))
                .in_file(name)
            {
                Ok(document) => reading.documents.push(document),
                Err(error) => reading.refused.push(Refused { what, error }),
            }
        }
    }
}

impl Gathered {
    pub(super) fn new(name: String, line: u64) -> Gathered {
        Gathered {
            name,
            date: None,
            jurisdiction: None,
            line,
            choices: Vec::new(),
            known: HashSet::new(),
            counts: Vec::new(),
            polls: Vec::new(),
            names: HashMap::new(),
            error: None,
        }
    }

    /// The count of a contest that has one at most.
    pub(super) fn only_count(&self) -> Option<&OfficialCount> {
        self.counts.first()
    }

    fn choice(&mut self, name: &str) {
        if !name.starts_with('(') && self.known.insert(name.to_owned()) {
            self.choices.push(name.to_owned());
        }
    }

    /// Takes the count of a contest, or the reason why its votes make none: that contest alone is
    /// refused then.
    pub(super) fn result(&mut self, count: Result<OfficialCount>) {
        match count {
            Ok(count) => self.count(count),
            Err(error) => self.error = Some(error),
        }
    }

    pub(super) fn count(&mut self, count: OfficialCount) {
        let seats = count.seats().iter().map(|(label, _)| label.clone());
        let choices = count
            .entries()
            .iter()
            .flat_map(|entry| entry.choices().to_vec());
        // Seats and votes of one choice carry the same label.
        let all: Vec<String> = choices.chain(seats).collect();
        for choice in all {
            self.choice(&choice);
        }
        self.counts.push(count);
    }

    pub(super) fn poll(&mut self, poll: Poll) {
        let seats = poll.seats().iter().map(|(label, _)| label.clone());
        let choices = poll
            .entries()
            .iter()
            .flat_map(|entry| entry.choices().to_vec());
        let merged: HashSet<String> = poll
            .entries()
            .iter()
            .filter(|entry| entry.choices().len() > 1)
            .map(|entry| entry.label().to_owned())
            .collect();
        let all: Vec<String> = choices
            .chain(seats.filter(|label| !merged.contains(label)))
            .collect();
        for choice in all {
            self.choice(&choice);
        }
        self.polls.push(poll);
    }

    /// A release that tells this poll from the others of its pollster.
    pub(super) fn release(&mut self, pollster: &str, wanted: &str) -> String {
        let count = self
            .names
            .entry(format!("{pollster} ({wanted})"))
            .or_default();
        *count += 1;
        match *count {
            1 => wanted.to_owned(),
            number => format!("{wanted}, {number}"),
        }
    }

    fn document(self) -> Result<Document> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut builder = Contest::builder(self.name).choices(self.choices);
        if let Some(date) = self.date {
            builder = builder.date(date);
        }
        if let Some(jurisdiction) = self.jurisdiction {
            builder = builder.jurisdiction(jurisdiction);
        }
        let contest = builder.build()?;
        contest.check(&self.counts, &self.polls)?;
        Ok(Document {
            contest,
            counts: self.counts,
            polls: self.polls,
            observations: Vec::new(),
        })
    }
}

/// The line of a contest; a document without lines has paths.
fn placed(error: Error, line: u64) -> Error {
    if line == 0 {
        error
    } else {
        error.at(Place::Line(line))
    }
}

/// A name of a choice as the model takes it: what stands in parentheses there is no choice.
pub(super) fn choice_name(text: &str) -> String {
    let text = text.trim();
    if text.starts_with('(') {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}

/// Votes by choice in the order in which the choices first stand. Names that differ in case or spaces
/// only are one choice, under its first spelling.
#[derive(Debug, Default)]
pub(super) struct Tally {
    order: Vec<(String, u64)>,
    index: HashMap<String, usize>,
    spellings: BTreeMap<String, String>,
    pub(super) invalid: Option<u64>,
    pub(super) rows: usize,
}

impl Tally {
    /// Adds votes; whether the choice was there before.
    pub(super) fn add(&mut self, choice: &str, votes: u64) -> Result<bool> {
        self.rows += 1;
        let key = folded(&clean(choice));
        match self.index.get(&key).and_then(|i| self.order.get_mut(*i)) {
            Some((label, sum)) => {
                *sum = plus(label, *sum, votes)?;
                if label != choice {
                    self.spellings.insert(choice.to_owned(), label.clone());
                }
                Ok(true)
            }
            None => {
                self.index.insert(key, self.order.len());
                self.order.push((choice.to_owned(), votes));
                Ok(false)
            }
        }
    }

    /// Notes the spellings that were read as another one.
    pub(super) fn note_spellings(&mut self, line: u64, notes: &mut Notes) {
        for (printed, taken) in std::mem::take(&mut self.spellings) {
            notes.line(line, Assumption::Spelling { printed, taken });
        }
    }

    pub(super) fn add_invalid(&mut self, votes: u64) -> Result<()> {
        self.invalid = Some(plus("(invalid)", self.invalid.unwrap_or(0), votes)?);
        Ok(())
    }

    /// Valid votes and invalid ones together.
    pub(super) fn sum(&self) -> u64 {
        let valid = self.order.iter().map(|(_, votes)| *votes);
        valid.chain(self.invalid).fold(0, u64::saturating_add)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub(super) fn into(self, mut builder: OfficialCountBuilder) -> OfficialCountBuilder {
        for (choice, votes) in self.order {
            builder = builder.votes(choice, votes);
        }
        match self.invalid {
            Some(votes) => builder.invalid(votes),
            None => builder,
        }
    }
}

fn plus(label: &str, sum: u64, votes: u64) -> Result<u64> {
    sum.checked_add(votes)
        .filter(|sum| *sum <= 1 << 53)
        .ok_or_else(|| {
            Error::out_of_range(label, votes, "the votes of a choice sum to more than 2^53")
        })
}

/// Sets the base of a poll where the sum of its printed shares says it, and notes what it says.
///
/// Shares that sum to 100 within ⌊(k − 1)/2⌋ steps of rounding are shares of those who named a
/// choice; any other sum leaves the base unknown, whatever a column calls it.
pub(super) fn base_from_sum(
    builder: PollBuilder,
    poll: &str,
    shares: &[(String, String)],
    step: f64,
    line: u64,
    notes: &mut Notes,
) -> PollBuilder {
    // A limit or a range has no single value to sum.
    let values: Vec<f64> = shares
        .iter()
        .filter_map(|(_, text)| text.parse().ok())
        .collect();
    let sum: f64 = values.iter().sum();
    let slack = (values.len().saturating_sub(1) / 2) as f64 * step;
    if (sum - 100.0).abs() <= slack + 1e-9 {
        let base = Base::ValidVotes;
        notes.line(
            line,
            Assumption::BaseFromSum {
                poll: poll.into(),
                sum,
                base,
            },
        );
        builder.base(base)
    } else {
        notes.line(
            line,
            Assumption::BaseUnknown {
                poll: poll.into(),
                sum,
            },
        );
        builder
    }
}

/// A record that is not taken: its error with the line, for the list of what was refused.
pub(super) fn refused(reading: &mut Reading, file: &str, line: u64, what: &str, error: Error) {
    let error = error.at(Place::Line(line)).at(Place::File(file.into()));
    reading.refused.push(Refused {
        what: what.into(),
        error,
    });
}
