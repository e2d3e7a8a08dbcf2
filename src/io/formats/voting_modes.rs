//! Votes by way of voting, each with a column of its own.

use super::number::{DecimalMark, count};
use super::table::{Row, Table};
use crate::error::{Error, Result};

/// Words in the heading of a column with the votes of one way of voting.
const MODES: &[&str] = &[
    "absentee",
    "advance",
    "ballot_box",
    "curbside",
    "drop_box",
    "dropbox",
    "early",
    "election_day",
    "federal",
    "hand_count",
    "in_person",
    "limited",
    "machine",
    "mail",
    "military",
    "one_stop",
    "overseas",
    "paper",
    "polling",
    "provisional",
    "uocava",
];

/// Words in the heading of a column that holds no votes, though it may hold numbers.
const NO_VOTES: &[&str] = &[
    "candidate",
    "code",
    "county",
    "date",
    "district",
    "fips",
    "id",
    "line",
    "number",
    "office",
    "order",
    "parish",
    "party",
    "pct",
    "percent",
    "precinct",
    "rank",
    "registered",
    "registration",
    "share",
    "state",
    "total",
    "town",
    "turnout",
    "vtd",
    "ward",
    "winner",
    "writein",
    "year",
    "zip",
];

/// The columns of a table that hold votes by way of voting, and those of which that is not known.
pub(super) struct Modes {
    columns: Vec<String>,
    unknown: Vec<String>,
}

impl Modes {
    pub(super) fn of(table: &Table) -> Modes {
        let mut modes = Modes {
            columns: Vec::new(),
            unknown: Vec::new(),
        };
        for heading in table.heading().iter().filter(|heading| !heading.is_empty()) {
            let plain = heading.to_lowercase().replace([' ', '-'], "_");
            if plain == "votes" {
                continue;
            }
            let is_no_count = plain
                .split('_')
                .any(|word| matches!(word, "pct" | "percent" | "total"));
            if MODES.iter().any(|mode| plain.contains(mode)) && !is_no_count {
                modes.columns.push(heading.clone());
            } else if !plain.split('_').any(|word| NO_VOTES.contains(&word)) {
                modes.unknown.push(heading.clone());
            }
        }
        modes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The votes of a row: the column `votes`, or the sum of the ways of voting where that is empty.
    ///
    /// # Errors
    /// A cell that is no count; a number in a column of which nothing says that it is a way of voting, where the
    /// ways are summed: without it the sum would be wrong, and with it perhaps too.
    pub(super) fn votes(&self, row: &Row) -> Result<Option<u64>> {
        // Some states blank out small figures.
        let given = |column: &str| {
            let hidden =
                |cell: &str| cell.starts_with(['*', '<']) || matches!(cell, "X" | "x" | "S" | "--");
            row.cell(column).filter(|cell| !hidden(cell))
        };
        if let Some(cell) = given("votes") {
            return count("votes", cell, DecimalMark::Point).map(Some);
        }
        let mut sum = None;
        for mode in &self.columns {
            if let Some(cell) = given(mode) {
                sum = Some(sum.unwrap_or(0) + count(mode, cell, DecimalMark::Point)?);
            }
        }
        for column in self.unknown.iter().filter(|_| sum.is_some()) {
            let number =
                |cell: &&str| count(column, cell, DecimalMark::Point).is_ok_and(|votes| votes > 0);
            if let Some(cell) = given(column).filter(number) {
                let help = "the column `votes` is empty and ways of voting are summed: rename this column after the way \
                            of voting, such as early_voting, or leave it out";
                return Err(Error::unreadable(column.as_str(), cell, help));
            }
        }
        Ok(sum)
    }
}
