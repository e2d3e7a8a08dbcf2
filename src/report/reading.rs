use serde::Serialize;

use super::row::largest_of;
use super::{Basis, Coverage, Measures, Reason, RowReport, Verdict, VerdictCondition};
use crate::alignment::{Reading, RowKind, Rule};
use crate::interval::Interval;
use crate::model::Base;
use crate::numeric::{Bounds, Confidence};
use crate::partial::Reachability;

/// A poll's shares against a count, in one reading of the poll.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReadingReport {
    /// How the poll was read.
    pub reading: Reading,
    /// The base on which the two are compared.
    pub base: Base,
    /// The effective size of this reading: of those who named a choice, where it leaves others out.
    pub effective_size: Option<f64>,
    /// The ballots of the count of which the respondents are at least a twentieth, so that sampling without
    /// replacement reduces the variance by (N − n)/(N − 1). Where they are all of them nothing is left to test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_from: Option<u64>,
    /// The size at which intervals by the normal distribution stand for those by t on the degrees of freedom
    /// of the design; the effective size where there are none. Absent where design effects are known of single
    /// choices alone, from which that of a lead does not follow.
    pub interval_size: Option<f64>,
    /// The sizes that the rounding of the stated margin allows, where that gives the size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_size_bounds: Option<Bounds>,
    /// The sizes for the leads of two choices whose design effect is known, which stand for the others there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead_sizes: Vec<LeadSize>,
    /// Row by row.
    pub rows: Vec<RowReport>,
    /// The count's leader against its runner-up; absent where the poll does not name both.
    pub lead: Option<LeadReport>,
    /// All rows together.
    pub measures: Measures,
    /// Every rule that was applied to put the two on common ground.
    pub rules: Vec<Rule>,
    /// The verdict on this reading.
    pub verdict: Verdict,
    /// How the published ranges did at the confidence that was stated for them; against a final count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range_coverage: Option<RangeCoverage>,
    /// The verdict with the bias that the caller declared beside sampling (`bias_sd`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict_with_bias: Option<Verdict>,
    /// On what share of invalid ballots that verdict rests, or what it would be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_with_bias: Option<VerdictCondition>,
    /// On what share of invalid ballots the verdict rests, or what it would be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<VerdictCondition>,
    /// The row that decides the verdict: the least compatible with chance.
    pub decided_by: Option<String>,
    /// How many rows the verdict's test is adjusted for; two rows that mirror one another are one test.
    pub tests: usize,
    /// The deviation of the leader's share, a proportion, that a poll of this size finds with power .8 in
    /// the test of the verdict.
    pub minimum_detectable: Option<MinimumDetectable>,
    /// Against a partial count: what each basis of the outstanding ballots leaves to the poll as a whole. Empty for a
    /// poll of other voters than the count's, which was never going to equal it.
    pub reachable: Vec<Reach>,
    /// What votes outside the poll's population would have to be, where such are known.
    pub coverage: Option<Coverage>,
}

/// What the sample is worth for the lead of one choice over another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LeadSize {
    /// The two choices, by the labels of their rows.
    pub choices: [String; 2],
    /// The effective size.
    pub effective_size: f64,
    /// The size at which intervals by the normal distribution stand for those by t.
    pub interval_size: f64,
}

impl LeadSize {
    /// That of this pair, in either order.
    pub(crate) fn of_pair<'a>(of: &'a [LeadSize], pair: [&str; 2]) -> Option<&'a LeadSize> {
        let [first, second] = pair;
        of.iter().find(|of| {
            let [a, b] = &of.choices;
            (a == first && b == second) || (a == second && b == first)
        })
    }
}

impl ReadingReport {
    /// The row of this label.
    #[must_use]
    pub fn row(&self, label: &str) -> Option<&RowReport> {
        self.rows.iter().find(|row| row.label == label)
    }

    /// The row of exactly these choices, in whatever order.
    #[must_use]
    pub fn row_of<S: AsRef<str>>(&self, choices: &[S]) -> Option<&RowReport> {
        self.rows.iter().find(|row| {
            row.choices.len() == choices.len()
                && row.kind == RowKind::Choice
                && choices
                    .iter()
                    .all(|choice| row.choices.iter().any(|own| own == choice.as_ref()))
        })
    }

    /// Whether the poll as a whole can still come true on this basis.
    #[must_use]
    pub fn reachable(&self, basis: Basis) -> Option<&Reach> {
        self.reachable.iter().find(|reach| reach.basis == basis)
    }

    /// The rows that can be compared: all but what is not accounted for.
    pub fn compared(&self) -> impl Iterator<Item = &RowReport> + Clone {
        self.rows
            .iter()
            .filter(|row| row.kind != RowKind::Remainder)
    }

    /// Whether only some choices have an official figure, and poll and count are shares of those who named one of them.
    pub(crate) fn is_of_listed_choices(&self) -> bool {
        let mut rules = self.rules.iter();
        rules.any(|rule| matches!(rule, Rule::OfListedChoices { .. }))
    }

    /// Whether it takes the printed figures, of which nobody says what they are of, for shares of valid votes, beside
    /// another reading that does not.
    pub(crate) fn is_printed_of_valid_votes(&self) -> bool {
        let of_valid = |rule: &Rule| {
            matches!(
                rule,
                Rule::BaseNotStated {
                    read_as: Base::ValidVotes
                }
            )
        };
        self.reading == Reading::OfThoseNamingAChoice && self.rules.iter().any(of_valid)
    }

    /// Whether poll and count are of different votes, which nothing published brings together.
    pub(crate) fn is_of_another_base(&self) -> bool {
        self.rows.iter().any(super::RowReport::is_of_another_base)
    }

    /// Why its rows are not tested; of the first that says so.
    pub(crate) fn not_tested(&self) -> Option<&Reason> {
        self.rows.iter().find_map(|row| row.not_tested.as_ref())
    }

    /// Whether every row that is tested rests on a known design, or on the pollster's own margin.
    #[must_use]
    pub fn knows_design(&self) -> bool {
        let mut tested = self.rows.iter().filter_map(|row| row.sampling);
        tested.all(|of| of.basis.knows_design())
    }

    /// Whether the verdict follows from tests of rows that were made; that on ranges follows from none.
    #[must_use]
    pub fn rests_on_a_test(&self) -> bool {
        let by_tests = self.verdict.is_within()
            || self.verdict.is_beyond()
            || matches!(
                self.verdict,
                Verdict::DifferentPopulations | Verdict::UndecidedByRounding
            );
        // A range that the official share misses decides by itself, and other voters can explain that too.
        let decisive = self.decided_by.as_deref().and_then(|of| self.row(of));
        let by_a_range = self.verdict == Verdict::DifferentPopulations
            && decisive.is_some_and(|row| row.range.is_some());
        by_tests && !by_a_range && self.rows.iter().any(|row| row.sampling.is_some())
    }

    /// The row with the largest deviation; a choice before everyone else. A published range that holds the official
    /// share is off by nothing, whatever its middle. None of shares of different votes.
    #[must_use]
    pub fn largest(&self) -> Option<&RowReport> {
        let holds = |row: &&RowReport| row.range.is_some_and(|of| of.inside == Some(true));
        let compared = self.compared().filter(|row| !row.is_of_another_base());
        largest_of(compared.filter(|row| !holds(row)))
    }
}

/// Published ranges of shares with a stated confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RangeCoverage {
    /// The confidence that was stated.
    pub confidence: Confidence,
    /// Ranges that hold the official share for sure.
    pub inside: usize,
    /// Ranges of choices.
    pub ranges: usize,
    /// The mean interval score (Gneiting & Raftery 2007), a proportion: width, and 2/α times each miss.
    pub mean_interval_score: f64,
}

/// The smallest deviation that a poll is likely to find.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MinimumDetectable {
    /// Of this choice's share.
    pub choice: String,
    /// The deviation, a proportion.
    pub deviation: f64,
}

/// Whether a poll can still come true on one basis.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reach {
    /// How the number of outstanding ballots is known.
    pub basis: Basis,
    /// The least reachable row decides.
    pub reachability: Reachability,
    /// The row that decides it.
    pub decided_by: Option<String>,
    /// Whether the statement is a bound; otherwise it is a projection.
    pub is_bound: bool,
    /// The proportion of the counted ballots that would have to be invalid for it to fail, where the
    /// invalid ones are not known.
    pub unless_invalid: Option<f64>,
}

/// The count's leader against its runner-up, in the poll and in the count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LeadReport {
    /// The leader of the count.
    pub leader: String,
    /// Its runner-up.
    pub runner_up: String,
    /// The leader's lead in the poll, a proportion; negative where the poll has the other one ahead.
    pub poll: f64,
    /// Its lead in the count.
    pub count: f64,
    /// Poll − count.
    pub deviation: f64,
    /// The deviations that rounding allows.
    pub deviation_bounds: Bounds,
    /// The standard error of the poll's lead, √((p₁ + p₂ − (p₁ − p₂)²)/n_eff); only with a known sample size.
    pub standard_error: Option<f64>,
    /// The interval of the poll's lead; of two choices that of the leader's row, of a pair of fewer than 200 respondents
    /// also holding what their binomial test leaves, so that it excludes 0 where the leader is called.
    pub interval: Option<Interval>,
    /// Whether the interval rests on the binomial test of the two.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_binomial_test: bool,
    /// Whether the count's lead lies inside; absent where digits that were not printed decide.
    pub count_inside: Option<bool>,
}
