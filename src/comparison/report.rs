//! The report: plain data that a program can store, compare and read from another language.
//!
//! Shares, deviations and bounds are proportions; a table prints them as percent and percentage
//! points. What could not be computed is absent, and [`Missing`] or [`Undefined`] says why.

use serde::{Deserialize, Serialize};

use crate::alignment::{Reading, RowKind, Rule, Span};
use crate::hypothesis::{Adjustment, GoodnessOfFit};
use crate::interval::{BinomialMethod, Interval};
use crate::model::{Base, CompletenessOf, CountStatus, Mode, PollKind, SeatEstimate};
use crate::numeric::{Bounds, Confidence};
use crate::partial::Reachability;

use super::verdict::{MajorityCall, Missing, RightCall, Verdict};

/// Everything that was computed for one contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this form, `exitpoll-report/1`.
    pub format: String,
    /// The contest.
    pub contest: ContestFacts,
    /// What was asked for.
    pub settings: Settings,
    /// Every count with every poll against it, in the order given.
    pub counts: Vec<CountReport>,
    /// The position in `counts` of the most complete one: the final count, or else the partial one
    /// with most counted.
    pub reference: usize,
    /// The polls against one another, where there are at least two sources with shares.
    pub between_polls: Option<BetweenPolls>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The confidence of every interval; 1 − confidence is the level of every test.
    pub confidence: Confidence,
    /// The interval around a poll's share.
    pub interval_method: BinomialMethod,
    /// How p-values are adjusted for the number of choices.
    pub adjustment: Adjustment,
    /// The design effect assumed where a poll gives none.
    pub assumed_design_effect: Option<f64>,
}

/// The contest as the report heads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContestFacts {
    /// Its name.
    pub name: String,
    /// The day of the vote.
    pub date: Option<String>,
    /// Where.
    pub jurisdiction: Option<String>,
    /// Seats of the house.
    pub seats: Option<u64>,
    /// The majority line.
    pub majority: Option<u64>,
    /// Registered voters.
    pub registered: Option<u64>,
    /// Where these facts were published.
    pub source: Option<String>,
}

/// One count, what it still leaves open, and the polls against it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountReport {
    /// Its name.
    pub name: String,
    /// Whether anything can still change.
    pub status: CountStatus,
    /// How complete it is, and of what.
    pub completeness: Option<CompletenessFacts>,
    /// The local time of its figures.
    pub as_of: Option<String>,
    /// Valid votes counted.
    pub valid: Option<u64>,
    /// Where it was published.
    pub source: Option<String>,
    /// What else is to be known.
    pub note: Option<String>,
    /// Its shares of valid votes (or of what it is of, see the rules of each reading).
    pub choices: Vec<CountedChoice>,
    /// What the outstanding ballots can still change: one view for each way in which their number
    /// is known. Empty for a final count, and where nothing is known of them.
    pub outstanding: Vec<Outstanding>,
    /// Each poll against this count, in the order given.
    pub polls: Vec<PollReport>,
    /// Mean deviation by choice over the polls that are sources of their own: their common bias.
    pub common_bias: Vec<CommonBias>,
    /// The same for seats.
    pub common_seat_errors: Vec<SeatErrors>,
}

/// How complete a count is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CompletenessFacts {
    /// Of what.
    pub of: CompletenessOf,
    /// The proportion counted.
    pub value: f64,
    /// The proportions that the printed figure can stand for.
    pub bounds: Bounds,
    /// Counted, where numbers were given.
    pub counted: Option<u64>,
    /// Total, where numbers were given.
    pub total: Option<u64>,
}

/// One choice in a count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountedChoice {
    /// The choice, or the label of merged ones.
    pub label: String,
    /// Votes, where given.
    pub votes: Option<u64>,
    /// Its share, where it can be known.
    pub share: Option<Span>,
    /// Seats, where given.
    pub seats: Option<u64>,
}

/// One way in which the number of outstanding ballots is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutstandingBasis {
    /// The source states the share of the ballots that is counted.
    ShareOfBallots,
    /// The share of stations (or of registered voters) is taken for the share of ballots: an
    /// assumption, right only if the outstanding stations are of average size and turnout.
    AverageStations,
    /// At most as many ballots can come as voters are registered and have no ballot counted: hard.
    RegisteredVoters,
}

/// What the outstanding ballots can still change, in one view of how many there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outstanding {
    /// How their number is known.
    pub basis: OutstandingBasis,
    /// The share of all ballots that is counted, as stated; the least it can be where only the
    /// registered voters are known.
    pub counted: f64,
    /// The shares that this figure can stand for.
    pub counted_share: Bounds,
    /// The final share that each row of the count can still reach.
    pub final_shares: Vec<FinalShare>,
    /// The leader so far.
    pub leader: String,
    /// The runner-up so far.
    pub runner_up: Option<String>,
    /// Whether no outstanding ballots can put the runner-up before the leader.
    pub decided: Option<bool>,
}

/// The final share that a choice can still reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FinalShare {
    /// The choice.
    pub label: String,
    /// Hard bounds of its final share.
    pub bounds: Bounds,
}

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
    /// What was not published, and would say more.
    pub missing: Vec<Missing>,
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
    /// Row by row.
    pub rows: Vec<RowReport>,
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

/// A measure with the values that rounding allows, and its standard error where one is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Its value.
    pub value: f64,
    /// Outer bounds of the values that rounding allows; absent where rounding leaves it unbounded.
    pub bounds: Option<Bounds>,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// All rows together. Proportions, not points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Mosteller 1: |error of the winner's share|.
    pub mosteller_1: Option<Measure>,
    /// Mosteller 3: mean absolute error over the choices (everyone else is one).
    pub mosteller_3: Option<Measure>,
    /// Mosteller 5: |error of the lead of the two leading choices of the count|.
    pub mosteller_5: Option<Measure>,
    /// Mosteller 6: largest |error|.
    pub mosteller_6: Option<Measure>,
    /// Root mean squared error over the choices.
    pub root_mean_squared_error: Option<Measure>,
    /// ½ Σ |poll − count| over all rows, what is not accounted for included.
    pub total_variation: Option<Measure>,
    /// B of Arzheimer and Evans.
    pub b: Option<Measure>,
    /// Their B_w, weighted by the count.
    pub b_w: Option<Measure>,
    /// The B that a poll without bias would show on average.
    pub b_without_bias: Option<f64>,
    /// Pearson's X².
    pub pearson: Option<GoodnessOfFit>,
    /// The likelihood ratio G.
    pub likelihood_ratio: Option<GoodnessOfFit>,
    /// Whether the poll's leader is the count's.
    pub right_call: RightCall,
    /// Whether the poll's own lead interval excludes 0; only with a known sample size.
    pub called: Option<bool>,
    /// The agreement score, 0 to 100.
    pub agreement: Option<Measure>,
    /// The points of it that sampling alone would cost a perfect poll of this size on average.
    pub agreement_cost_of_sampling: Option<f64>,
    /// Measures that do not exist for this poll, and why.
    pub undefined: Vec<Undefined>,
}

/// A measure that does not exist here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undefined {
    /// The measure.
    pub measure: String,
    /// Why.
    pub reason: String,
}

/// A poll's seats against a count. In seats; nothing here has a sampling error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatReport {
    /// Row by row.
    pub rows: Vec<SeatRow>,
    /// Mean absolute error of the midpoints.
    pub mean_absolute_error: f64,
    /// Root mean squared error of the midpoints.
    pub root_mean_squared_error: f64,
    /// Ranges that contain the result.
    pub inside: usize,
    /// Ranges given (numbers of seats without a range are not counted).
    pub ranges: usize,
    /// Sum of the lower and upper ends.
    pub sum: (u64, u64),
    /// Whether those sums can make up the house; absent if the house is not known.
    pub adds_up_to_house: Option<bool>,
    /// Whether the choice with most seats is right.
    pub right_call: RightCall,
    /// Whether the majority was called, and rightly.
    pub majority: MajorityCall,
}

/// One choice's seats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatRow {
    /// The choice.
    pub label: String,
    /// Lower end.
    pub low: u64,
    /// Upper end.
    pub high: u64,
    /// Seats in the count.
    pub result: u64,
    /// Midpoint − result.
    pub deviation: f64,
    /// The same in percent of the house.
    pub percent_of_house: Option<f64>,
    /// Whether the result lies inside; absent for a number without a range.
    pub inside: Option<bool>,
    /// Seats between the result and the nearer end; 0 inside.
    pub distance_to_range: u64,
}

impl SeatRow {
    /// The estimate as the model has it.
    #[must_use]
    pub fn estimate(&self) -> Option<SeatEstimate> {
        SeatEstimate::range(self.low, self.high).ok()
    }
}

/// Seat errors of one choice over the polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatErrors {
    /// The choice.
    pub label: String,
    /// Seats in the count.
    pub result: u64,
    /// Over the polls that are sources of their own.
    pub sources: SeatErrorSummary,
    /// Over all rows, polls of polls included; only where there is such a row.
    pub with_derived: Option<SeatErrorSummary>,
}

/// A summary of seat errors over several polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatErrorSummary {
    /// How many polls.
    pub polls: usize,
    /// Mean of the midpoints.
    pub mean: f64,
    /// Mean absolute error.
    pub mean_absolute_error: f64,
    /// Root mean squared error.
    pub root_mean_squared_error: f64,
    /// Ranges that contain the result.
    pub inside: usize,
    /// Ranges given.
    pub ranges: usize,
    /// t interval of the mean of the midpoints: where the *polls* centre, not where the result may
    /// fall. Absent for fewer than two polls.
    pub interval_of_mean: Option<Interval>,
    /// Whether all polls err to the same side.
    pub same_sign: bool,
}

/// Mean deviation of one choice over the polls that are sources of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommonBias {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// Mean of poll − count.
    pub mean_deviation: f64,
    /// The means that rounding allows.
    pub bounds: Bounds,
    /// Polls above the count.
    pub above: usize,
    /// Polls below the count.
    pub below: usize,
}

/// The polls against one another. Their agreement is no evidence that they are right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BetweenPolls {
    /// The polls compared: sources of their own, with shares.
    pub polls: Vec<String>,
    /// Each pair once.
    pub pairs: Vec<PollPair>,
    /// By choice, over the polls that have it.
    pub ranges: Vec<ChoiceRange>,
}

/// Two polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollPair {
    /// The one.
    pub first: String,
    /// The other.
    pub second: String,
    /// Total variation over the choices that both name, all others together.
    pub total_variation: f64,
    /// How many choices both name.
    pub choices: usize,
}

/// The spread of one choice over the polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceRange {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// The lowest share.
    pub lowest: f64,
    /// Who has it.
    pub lowest_poll: String,
    /// The highest share.
    pub highest: f64,
    /// Who has it.
    pub highest_poll: String,
}
