//! Tidy tables: one observation a line, for data frames. Names and order of the columns are stable.

mod cell;
mod measures;
mod pairs;
mod tidy;
mod units;

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::error::{Error, Result, by_name};
pub use cell::Answer;
use cell::{Cell, record};

/// The tables of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// [`RowRecord`]: every figure of every poll against every count.
    Rows,
    /// [`PollRecord`]: every poll against every count.
    Polls,
    /// [`SeatRecord`]: every seat estimate against every count.
    Seats,
    /// [`NeedRecord`]: what outstanding ballots would have to give.
    Needs,
    /// [`MeasureRecord`]: every measure of every poll against every count.
    Measures,
    /// [`NightRecord`]: the counts as they followed one another.
    Night,
    /// [`CallRecord`]: what each poll called, and whether it came true.
    Calls,
    /// [`PairRecord`]: every two polls against one another.
    Pairs,
}

impl Table {
    /// Every table.
    pub const ALL: [Table; 8] = [
        Table::Rows,
        Table::Polls,
        Table::Seats,
        Table::Needs,
        Table::Measures,
        Table::Night,
        Table::Calls,
        Table::Pairs,
    ];

    /// Its name: `rows`, `polls`, `seats`, `needs`, `measures`, `night`, `calls` or `pairs`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Table::Rows => "rows",
            Table::Polls => "polls",
            Table::Seats => "seats",
            Table::Needs => "needs",
            Table::Measures => "measures",
            Table::Night => "night",
            Table::Calls => "calls",
            Table::Pairs => "pairs",
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Table {
    type Err = Error;
    fn from_str(text: &str) -> Result<Table> {
        by_name("table", text, Table::ALL, Table::name)
    }
}

record! {
    /// One figure of one poll against one count. Percent and percentage points.
    RowRecord {
        /// The count.
        count: String,
        /// The poll.
        poll: String,
        /// `as_printed` or `of_those_naming_a_choice`.
        reading: String,
        /// The choice, or several compared together.
        choice: String,
        /// `choice`, `rest` (everyone else), `invalid`, or `remainder` (what the printed figures leave
        /// unexplained, and refusals: the count has none of it).
        kind: String,
        /// The poll's share, percent; the middle of a range.
        poll_percent: Option<f64>,
        /// The least that the printed figure can stand for.
        poll_low: Option<f64>,
        /// The most.
        poll_high: Option<f64>,
        /// The share among the counted, percent.
        count_percent: Option<f64>,
        /// The least that it can be, given its rounding.
        count_low: Option<f64>,
        /// The most.
        count_high: Option<f64>,
        /// Poll − count, percentage points.
        deviation: Option<f64>,
        /// The least deviation that rounding allows.
        deviation_low: Option<f64>,
        /// The largest.
        deviation_high: Option<f64>,
        /// Effective respondents of this reading.
        effective_size: Option<f64>,
        /// Interval around the poll's share, percent, at the confidence of the settings.
        interval_low: Option<f64>,
        /// Its upper end.
        interval_high: Option<f64>,
        /// Whether the count lies in the interval, or in the published range.
        inside: Option<Answer>,
        /// Deviation over its standard error if the count is true.
        z: Option<f64>,
        /// Two-sided p-value of this row alone.
        p: Option<f64>,
        /// The same, adjusted over the rows tested.
        p_adjusted: Option<f64>,
        /// Effective respondents above which the deviation is significant in the test of the verdict.
        break_even_size: Option<f64>,
    }
}

record! {
    /// One reading of one poll against one count; a poll without shares has one line without a reading.
    PollRecord {
        /// The count.
        count: String,
        /// The poll.
        poll: String,
        /// `as_printed` or `of_those_naming_a_choice`; empty for seats only, and where nothing is compared.
        reading: Option<String>,
        /// Rank by total variation over the rows that all ranked polls have; in the line of the reading on
        /// which the poll is ranked.
        rank: Option<u64>,
        /// Overlap, 100 (1 − total variation), percent; empty against a partial count.
        overlap: Option<f64>,
        /// Total variation over what sampling alone costs a perfect poll of this size on average.
        times_chance: Option<f64>,
        /// The largest deviation, percentage points; of a limit ("<1") the least that it can be.
        largest_deviation: Option<f64>,
        /// Of which choice.
        largest_choice: Option<String>,
        /// The verdict on this reading, by [`Verdict::name`](super::Verdict::name); that on the poll where
        /// there is no reading.
        verdict: String,
        /// The choice that decides the verdict.
        verdict_choice: Option<String>,
        /// Whether the poll called the leader: `right`, `wrong`, `open` or `unknown`.
        leader_call: Option<String>,
    }
}

record! {
    /// One seat estimate against one count, in seats.
    SeatRecord {
        /// The count.
        count: String,
        /// The poll.
        poll: String,
        /// The choice, or the label of merged ones (a bloc beside its members is a check on them).
        choice: String,
        /// Lower end of the range; both ends are equal for a number.
        low: u64,
        /// Upper end.
        high: u64,
        /// The least that the final result can be.
        result_low: u64,
        /// The most; equal to the least where the result is known.
        result_high: u64,
        /// Whether the result lies inside the range; empty for a number whose result is known.
        inside: Option<Answer>,
        /// Seats between the result and the nearer end, 0 inside; empty where open.
        miss: Option<u64>,
    }
}

record! {
    /// What the outstanding ballots of one count would have to give for one figure to come true. Percent.
    NeedRecord {
        /// The count.
        count: String,
        /// `registered_voters`, `share_of_ballots`, `share_of_stations` or `all_counted`.
        basis: String,
        /// Whether the statement is a bound; otherwise it is a projection.
        is_bound: Option<Answer>,
        /// The poll.
        poll: String,
        /// `as_printed` or `of_those_naming_a_choice`.
        reading: String,
        /// The choice.
        choice: String,
        /// The share of the outstanding ballots that it would have to get, percent; impossible below 0 and
        /// above 100.
        needs_percent: Option<f64>,
        /// The least that rounding and the number of outstanding ballots allow.
        low: Option<f64>,
        /// The most.
        high: Option<f64>,
        /// Whether the figure can still come true: yes as printed, open where only figures that round to it
        /// can, no where none can.
        reachable: Option<Answer>,
    }
}

record! {
    /// One measure of one reading of one poll against one count.
    ///
    /// | measure | unit |
    /// | --- | --- |
    /// | `overlap` | percent |
    /// | `final_overlap` | percent; bounds only |
    /// | `total_variation`, `mosteller_1`, `mosteller_3`, `mosteller_5`, `mosteller_6`, `root_mean_squared_error` | percentage points |
    /// | `mosteller_4` | percent of the count's share |
    /// | `times_chance` | ratio |
    /// | `a`, `b`, `b_w`, `b_without_bias`, `b_excess`, `b_w_without_bias`, `b_w_excess` | log-odds |
    /// | `pearson`, `likelihood_ratio` | χ² statistic; Pearson's is Mosteller 7 |
    /// | `pearson_degrees_of_freedom`, `likelihood_ratio_degrees_of_freedom` | number |
    /// | `pearson_p_value`, `likelihood_ratio_p_value` | probability |
    /// | `lin`, `pearson_correlation`, `spearman`, `kendall_tau_b` | −1 to 1; `lin` has its confidence interval as low and high |
    MeasureRecord {
        /// The count.
        count: String,
        /// The poll.
        poll: String,
        /// `as_printed` or `of_those_naming_a_choice`.
        reading: String,
        /// The measure.
        measure: String,
        /// Its value, in its unit.
        value: Option<f64>,
        /// The least value that rounding allows (or the outstanding ballots, for `final_overlap`).
        low: Option<f64>,
        /// The largest.
        high: Option<f64>,
        /// Its standard error.
        standard_error: Option<f64>,
    }
}

record! {
    /// One choice in one count on one basis, beside the figure of one poll. Percent.
    NightRecord {
        /// The count, the earliest first.
        count: String,
        /// When it was so.
        as_of: Option<String>,
        /// `registered_voters`, `share_of_ballots`, `share_of_stations` or `all_counted`; empty for a final count, and
        /// where nothing is known of what is outstanding.
        basis: Option<String>,
        /// Whether final_low and final_high are bounds; otherwise they are a projection.
        is_bound: Option<Answer>,
        /// The choice.
        choice: String,
        /// Its share among the counted.
        counted_percent: Option<f64>,
        /// The least final share that the outstanding ballots allow.
        final_low: Option<f64>,
        /// The most.
        final_high: Option<f64>,
        /// The poll; empty where no poll has the choice.
        poll: Option<String>,
        /// Its share for the choice, in the reading on which it is ranked.
        poll_percent: Option<f64>,
        /// As in [`NeedRecord`].
        reachable: Option<Answer>,
        /// Whether final_low and final_high take invalid ballots to be as frequent among the ballots still to be counted
        /// as among those counted, which nobody knows; empty where basis is.
        takes_invalid_alike: Option<Answer>,
    }
}

record! {
    /// One question, what the poll called and what came of it.
    CallRecord {
        /// The count.
        count: String,
        /// The poll.
        poll: String,
        /// `leader`, `majority`, `threshold NAME`, `place N`, `first N places` or `order`; with ` of its own voters`
        /// where it is asked of those alone.
        question: String,
        /// The choice that the question is about, where it is about one.
        choice: Option<String>,
        /// What the poll says: choices joined by " > ", by " & " where their order is not asked, tied ones by " = ", or
        /// `nobody`, `above`, `below`, `open`; empty where it says nothing.
        called: Option<String>,
        /// What the count says, likewise.
        result: Option<String>,
        /// `right`, `wrong`, `open` or `unknown`.
        call: String,
        /// Of how many of the ballots counted, in percent, that is said which would have to be invalid for it to fail.
        unless_invalid: Option<f64>,
    }
}

record! {
    /// Two polls against one another, and which of them is further from the reference count. Percentage points.
    PairRecord {
        /// The count.
        count: String,
        /// One poll.
        first: String,
        /// The other.
        second: String,
        /// Total variation between the two over the choices that both name, all others together; empty where they have
        /// none in common.
        total_variation: Option<f64>,
        /// The total variation of the first from the count less that of the second: positive where the first is further
        /// off.
        difference: Option<f64>,
        /// The interval of that difference, of this pair alone, at the confidence of the settings.
        difference_low: Option<f64>,
        /// Its upper end.
        difference_high: Option<f64>,
        /// The difference over its standard error.
        z: Option<f64>,
        /// Its two-sided p-value, of this pair alone.
        p: Option<f64>,
        /// The same, adjusted (Holm) over the pairs.
        p_adjusted: Option<f64>,
        /// Whether that is below the level of the settings, whatever the digits that were not printed.
        beyond_chance: Option<Answer>,
        /// The rows that the difference is over, joined by " & ": those that all ranked polls have.
        rows: Option<String>,
        /// Why there is no difference, by [`PairNotTested::name`](super::PairNotTested::name).
        not_tested: Option<String>,
        /// The correlation of the two polls' deviations from the count over the choices that both name.
        correlation: Option<f64>,
    }
}

/// The names of the columns of a table.
pub(crate) fn columns(table: Table) -> &'static [&'static str] {
    match table {
        Table::Rows => RowRecord::COLUMNS,
        Table::Polls => PollRecord::COLUMNS,
        Table::Seats => SeatRecord::COLUMNS,
        Table::Needs => NeedRecord::COLUMNS,
        Table::Measures => MeasureRecord::COLUMNS,
        Table::Night => NightRecord::COLUMNS,
        Table::Calls => CallRecord::COLUMNS,
        Table::Pairs => PairRecord::COLUMNS,
    }
}

/// The header of a table and its lines, cell by cell, as CSV has them.
pub(crate) fn cells(report: &super::Report, table: Table) -> (&'static [&'static str], Lines) {
    fn lines<R>(records: &[R], cells: fn(&R) -> Vec<String>) -> Lines {
        records.iter().map(cells).collect()
    }
    let lines = match table {
        Table::Rows => lines(&report.rows(), RowRecord::cells),
        Table::Polls => lines(&report.polls(), PollRecord::cells),
        Table::Seats => lines(&report.seats(), SeatRecord::cells),
        Table::Needs => lines(&report.needs(), NeedRecord::cells),
        Table::Measures => lines(&report.measures(), MeasureRecord::cells),
        Table::Night => lines(&report.night(), NightRecord::cells),
        Table::Calls => lines(&report.calls(), CallRecord::cells),
        Table::Pairs => lines(&report.pairs(), PairRecord::cells),
    };
    (columns(table), lines)
}

/// Lines of cells.
pub(crate) type Lines = Vec<Vec<String>>;
