//! One row of a reading: the poll's share of a choice, or of everyone else, against the count's.

use serde::Serialize;

use super::{Basis, Reason, SizeBasis};
use crate::alignment::{RowKind, Span};
use crate::hypothesis::{Agreement, RowTestMethod};
use crate::interval::{Interval, RankInterval};
use crate::numeric::Bounds;
use crate::partial::Reachability;

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

    /// The deviation that is one whatever share lies behind a limit ("<1", ">60"), of which the middle is nobody's
    /// estimate; so of what is a sum with one, or what one leaves. Of everything else the deviation.
    #[must_use]
    pub fn least_deviation(&self) -> f64 {
        match self.poll.is_of_limit {
            true => self.deviation_bounds.nearest_to_zero(),
            false => self.deviation,
        }
    }

    /// What the outstanding ballots would have to give for the poll to come true, on this basis.
    #[must_use]
    pub fn needs(&self, basis: Basis) -> Option<&Need> {
        self.needs.iter().find(|need| need.basis == basis)
    }
}

/// The row with the largest deviation, a choice before everyone else.
pub(crate) fn largest_of<'a>(rows: impl Iterator<Item = &'a RowReport>) -> Option<&'a RowReport> {
    rows.fold(None, |most: Option<&RowReport>, row| {
        let Some(best) = most else { return Some(row) };
        let (own, other) = (row.least_deviation().abs(), best.least_deviation().abs());
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
    /// the stated margin where that gives the size. Thresholds are called by it; of fewer than 200 respondents, and where
    /// it reaches shares of fewer than five, it therefore holds both Wilson's and Clopper–Pearson's, as leads do.
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
    /// The shares that rounding and the number of outstanding ballots allow; of registered voters, if all of them vote.
    pub bounds: Option<Bounds>,
    /// Possible, possible only within rounding, or impossible.
    pub reachability: Reachability,
    /// Whether the final share can lie in the poll's interval; absent without one.
    pub interval_reachable: Option<bool>,
    /// Where it is impossible as a point by a stated share of ballots of which the invalid ones are not
    /// known: the proportion of the counted ballots that would have to be invalid for it to be possible.
    pub unless_invalid: Option<f64>,
}
