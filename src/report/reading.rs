use serde::Serialize;

use super::{Basis, Coverage, Measures, Reason, SizeBasis, Verdict, VerdictCondition};
use crate::alignment::{Reading, RowKind, Rule, Span};
use crate::hypothesis::{Agreement, RowTestMethod};
use crate::interval::{Interval, RankInterval};
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
    /// replacement reduces the variance by (N − n)/(N − 1). Where they are all of them it is taken to be that of a
    /// millionth of a ballot left, so that tests can divide by it.
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

/// The row with the largest deviation, a choice before everyone else.
pub(crate) fn largest_of<'a>(rows: impl Iterator<Item = &'a RowReport>) -> Option<&'a RowReport> {
    rows.fold(None, |most: Option<&RowReport>, row| {
        let Some(best) = most else { return Some(row) };
        let (own, other) = (row.deviation.abs(), best.deviation.abs());
        // Rows that mirror one another differ in the last bit only.
        let equal = (own - other).abs() <= 1e-9 * own.max(other);
        let named = row.kind == RowKind::Choice && best.kind != RowKind::Choice;
        // Of choices that are equally far off, the one that chance explains least.
        let alike = (row.kind == RowKind::Choice) == (best.kind == RowKind::Choice);
        let p = |row: &RowReport| row.sampling.and_then(|of| of.p_value);
        let less_likely = alike
            && p(row)
                .zip(p(best))
                .is_some_and(|(own, other)| own < 0.5 * other);
        if (equal && (named || less_likely)) || (!equal && own > other) {
            Some(row)
        } else {
            most
        }
    })
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

/// One row of a reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RowReport {
    /// What it is called.
    pub label: String,
    /// What it stands for.
    pub kind: RowKind,
    /// The choices in it.
    pub choices: Vec<String>,
    /// The poll's share.
    pub poll: Span,
    /// The count's share.
    pub count: Span,
    /// The poll's figure as published, where the row is one published figure.
    pub published: Option<String>,
    /// Poll − count; from the middle of a range.
    pub deviation: f64,
    /// The deviations that rounding (or the range) allows.
    pub deviation_bounds: Bounds,
    /// Deviation over the count's share; absent where that is 0.
    pub relative_deviation: Option<f64>,
    /// A', the deviation on the log-odds scale; absent where a share is 0 or 1.
    pub log_odds_deviation: Option<f64>,
    /// Its standard error.
    pub log_odds_standard_error: Option<f64>,
    /// The poll's range against the count, where the poll published a range.
    pub range: Option<RangeReport>,
    /// What sampling explains; only with a known sample size or margin.
    pub sampling: Option<RowSampling>,
    /// Why the row is not tested, where the size is known and it is not.
    pub not_tested: Option<Reason>,
    /// From the poll's share were none of those who refused for it to its share were all of them: n·p/(n + r) to
    /// (n·p + r)/(n + r) of n respondents of the reading and r refusals, where both are known; where the poll's
    /// shares are of all who were asked, p to p and the share that it prints of refusals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_refusals: Option<Bounds>,
    /// Effective respondents above which the deviation is significant in the test of the verdict; absent
    /// where nothing deviates.
    pub break_even: Option<BreakEven>,
    /// Against a partial count: what the outstanding ballots would have to be, on each basis. Empty for a poll of other
    /// voters than the count's.
    pub needs: Vec<Need>,
}

impl RowReport {
    /// Whether it stands for one choice of the contest: neither for several that were given as one nor for everyone else.
    pub(crate) fn is_one_choice(&self) -> bool {
        self.kind == RowKind::Choice && self.choices.len() == 1
    }

    /// Whether the two are shares of different votes, which nothing published puts on one base: one less the other is
    /// no deviation then.
    pub(crate) fn is_of_another_base(&self) -> bool {
        let reason = self.not_tested.as_ref();
        matches!(reason, Some(Reason::OtherBase | Reason::CountOfOtherBase))
    }

    /// What the outstanding ballots would have to give for the poll to come true, on this basis.
    #[must_use]
    pub fn needs(&self, basis: Basis) -> Option<&Need> {
        self.needs.iter().find(|need| need.basis == basis)
    }
}

/// A published range of shares against the count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RangeReport {
    /// Whether the count lies inside; absent where its own rounding, or what is still to be counted, leaves it open, and
    /// where it lies outside what only the base of a figure makes a range.
    pub inside: Option<bool>,
    /// Count less the nearer end, a proportion; 0 inside, negative below the range. Against a partial count what
    /// remains of it whatever is still to be counted.
    pub outside_by: f64,
}

/// What sampling explains of one row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RowSampling {
    /// How it was tested.
    pub test: RowTestMethod,
    /// The effective size behind it: that of the reading, or what the choice's own margin is worth.
    pub effective_size: f64,
    /// What that size follows from.
    pub basis: SizeBasis,
    /// Standard error if the count is true, √(deff·v(1−v)/n).
    pub standard_error: f64,
    /// Interval around the poll's share, in the method of the settings (Clopper–Pearson in a small cell).
    pub interval: Interval,
    /// From the lowest to the highest share in any such interval that rounding allows: of the share, and of
    /// the stated margin where that gives the size.
    pub interval_within_rounding: Interval,
    /// The same with the total error declared in the settings.
    pub total_error_interval: Option<Interval>,
    /// Standard errors of both together from the count; only where a bias was declared, against a final count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_error_z: Option<f64>,
    /// The adjusted p-value that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_error_p_value: Option<f64>,
    /// Whether the count lies inside, which goes with the row's own p-value; absent where rounding, or what
    /// is still to be counted, leaves it open.
    pub inside: Option<bool>,
    /// Deviation over its standard error; absent against a partial count.
    pub z: Option<f64>,
    /// Two-sided p-value of this row alone; absent against a partial count.
    pub p_value: Option<f64>,
    /// The p-values that rounding allows, and against a partial count every final share that it allows.
    pub p_value_bounds: Bounds,
    /// The p-value adjusted for the number of rows tested; absent against a partial count.
    pub adjusted_p_value: Option<f64>,
    /// The adjusted p-values that are allowed, an outer bound.
    pub adjusted_p_value_bounds: Bounds,
    /// The design effect above which the deviation would no longer be significant in the verdict's test: respondents
    /// over the size of [`break_even`](RowReport::break_even). Absent where either is, and against a partial count.
    pub break_even_design_effect: Option<f64>,
    /// Those that rounding allows; absent where the design effect is, or where nothing bounds it.
    #[serde(default)]
    pub break_even_design_effect_bounds: Option<Bounds>,
    /// The interval that holds together with those of the other rows.
    pub simultaneous_interval: Option<Interval>,
    /// The ranks that the choice can have among those named, all held together.
    pub ranks: Option<RankInterval>,
    /// Whether poll and count agree within the margin asked for, at the printed figures.
    pub equivalence: Option<Agreement>,
    /// Whether rounding can change that.
    pub equivalence_undecided_by_rounding: bool,
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

/// Effective respondents above which a deviation is significant in the test of the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BreakEven {
    /// For the deviation as printed.
    pub size: f64,
    /// The smallest that rounding allows.
    pub low: f64,
    /// The largest that rounding allows; absent where the deviation can be 0.
    pub high: Option<f64>,
}

/// What the outstanding ballots would have to give a choice for the poll to come exactly true.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Need {
    /// How the number of outstanding ballots is known.
    pub basis: Basis,
    /// Whether "impossible" here is a bound; otherwise it is a projection.
    pub is_bound: bool,
    /// The share of them, a proportion; outside 0 to 1 it is impossible. Absent where nothing is
    /// outstanding.
    pub share: Option<f64>,
    /// The shares that rounding and the number of outstanding ballots allow.
    pub bounds: Option<Bounds>,
    /// Possible, possible only within rounding, or impossible.
    pub reachability: Reachability,
    /// Whether the final share can lie in the poll's interval; absent without one.
    pub interval_reachable: Option<bool>,
    /// Where it is impossible as a point by a stated share of ballots of which the invalid ones are not
    /// known: the proportion of the counted ballots that would have to be invalid for it to be possible.
    pub unless_invalid: Option<f64>,
}
