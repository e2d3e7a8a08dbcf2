use serde::{Deserialize, Serialize};

use super::{Measures, SeatReport};
use crate::alignment::{Reading, RowKind, Rule, Span};
use crate::comparison::{Missing, Verdict};
use crate::hypothesis::Agreement;
use crate::interval::{BinomialMethod, Interval, RankInterval};
use crate::model::{Base, Mode, PollKind};
use crate::numeric::{Bounds, Confidence};
use crate::partial::Reachability;

/// One poll against one count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollReport {
    /// The name by which the report calls it.
    pub name: String,
    /// The pollster.
    pub pollster: String,
    /// Who did it together with the pollster.
    pub partners: Vec<String>,
    /// Who paid for it.
    pub sponsor: Option<String>,
    /// How it came about.
    pub kind: PollKind,
    /// How respondents answered.
    pub mode: Option<Mode>,
    /// Where it was published.
    pub source: Option<String>,
    /// What else is to be known.
    pub note: Option<String>,
    /// A poll of polls: shown, never counted as a source of its own.
    pub derived: bool,
    /// The sample, and what follows from it.
    pub sample: SampleFacts,
    /// The shares against the count: one reading, or two where the base is not clear.
    pub readings: Vec<ReadingReport>,
    /// The seats against the count.
    pub seats: Option<SeatReport>,
    /// Why nothing (or not the shares) could be compared.
    pub not_compared: Option<String>,
    /// The verdict, from a closed list.
    pub verdict: Verdict,
    /// Where it stands among the polls that are sources of their own, by agreement score.
    pub standing: Option<Standing>,
    /// What was not published, and would say more.
    pub missing: Vec<Missing>,
}

/// Where a poll stands among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// One more than the number of polls with a better agreement score.
    pub rank: usize,
    /// The best rank that rounding allows.
    pub best_rank: usize,
    /// The worst rank that rounding allows.
    pub worst_rank: usize,
    /// How many polls are ranked.
    pub of: usize,
}

/// Where a design effect comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignEffectSource {
    /// The poll states it, or the cluster size and correlation that give it.
    Published,
    /// The caller of the comparison assumed it.
    Assumed,
}

/// The sample as published, and what follows from it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SampleFacts {
    /// People who answered.
    pub respondents: Option<u64>,
    /// Stations at which they were asked.
    pub stations: Option<u64>,
    /// Groups of stations from each of which some were drawn.
    pub strata: Option<u64>,
    /// Ballots from which they were drawn without replacement, where a correction for that was asked
    /// for.
    pub population: Option<u64>,
    /// The design effect, a variance factor.
    pub design_effect: Option<f64>,
    /// Where it comes from.
    pub design_effect_source: Option<DesignEffectSource>,
    /// Respondents over design effect (1 where none is known), corrected for a finite population where
    /// that was asked for.
    pub effective_size: Option<f64>,
    /// How the interval of a share is computed: the method asked for, or Clopper–Pearson in place of
    /// Korn–Graubard where the poll does not give more stations than strata.
    pub interval_method: Option<BinomialMethod>,
    /// The size that intervals take: the effective size, for Korn–Graubard reduced further for the
    /// degrees of freedom of the design.
    pub interval_size: Option<f64>,
    /// Respondents were asked in clusters and no design effect is known: every interval is at least
    /// as wide as printed.
    pub at_least_this_wide: bool,
    /// The margin that the pollster stated, a proportion.
    pub stated_margin: Option<f64>,
    /// The confidence stated with it.
    pub stated_confidence: Option<Confidence>,
    /// The design effect that margin, confidence and respondents imply.
    pub implied_design_effect: Option<f64>,
    /// Of those approached, the proportion who answered.
    pub response_rate: Option<f64>,
}

/// A poll's shares against a count, in one reading of the poll.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingReport {
    /// How the poll was read.
    pub reading: Reading,
    /// The base on which the count stands.
    pub base: Base,
    /// The effective size of this reading: of those who named a choice, where it leaves others out.
    pub effective_size: Option<f64>,
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
    /// The row that decides the verdict: the least compatible with chance.
    pub decided_by: Option<String>,
    /// Against a partial count, for each view of the outstanding ballots: whether the poll can
    /// still come true in every row.
    pub can_come_true: Vec<Reachability>,
}

/// One row of a reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Poll − count.
    pub deviation: f64,
    /// The deviations that rounding allows.
    pub deviation_bounds: Bounds,
    /// Deviation over the count's share; absent where that is 0.
    pub relative_deviation: Option<f64>,
    /// A', the deviation on the log-odds scale; absent where a share is 0 or 1.
    pub log_odds_deviation: Option<f64>,
    /// Its standard error.
    pub log_odds_standard_error: Option<f64>,
    /// What sampling alone explains; only with a known sample size.
    pub sampling: Option<RowSampling>,
    /// Effective respondents above which the deviation is significant; absent where nothing deviates.
    pub break_even: Option<BreakEven>,
    /// Against a partial count, for each view of the outstanding ballots: what they would have to be.
    pub needs: Vec<Need>,
}

/// What sampling alone explains of one row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RowSampling {
    /// Standard error if the count is true, √(deff·v(1−v)/n).
    pub standard_error: f64,
    /// Interval around the poll's share.
    pub interval: Interval,
    /// Whether the count lies inside.
    pub count_inside: bool,
    /// Whether rounding can change that.
    pub inside_undecided_by_rounding: bool,
    /// Deviation over its standard error.
    pub z: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// The p-values that rounding allows.
    pub p_value_bounds: Bounds,
    /// The p-value adjusted for the number of choices.
    pub adjusted_p_value: f64,
    /// The adjusted p-values that rounding allows, an outer bound.
    pub adjusted_p_value_bounds: Bounds,
    /// The design effect above which the deviation would no longer be significant.
    pub break_even_design_effect: f64,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// The standard error of the poll's lead; only with a known sample size.
    pub standard_error: Option<f64>,
    /// The interval of the poll's lead.
    pub interval: Option<Interval>,
    /// Whether the count's lead lies inside.
    pub count_inside: Option<bool>,
}

/// Effective respondents above which a deviation is significant (score form).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BreakEven {
    /// For the deviation as printed.
    pub size: f64,
    /// The smallest that rounding allows.
    pub low: f64,
    /// The largest that rounding allows; absent where the deviation can be 0.
    pub high: Option<f64>,
}

/// What the outstanding ballots would have to give a choice for the poll to come exactly true.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// The share of them, a proportion; outside 0 to 1 it is impossible. Absent where nothing is
    /// outstanding.
    pub share: Option<f64>,
    /// The shares that rounding and the number of outstanding ballots allow.
    pub bounds: Option<Bounds>,
    /// Possible, possible only within rounding, or impossible.
    pub reachability: Reachability,
}
