use serde::{Deserialize, Serialize};

use super::{CommonBias, PollReport, PooledPolls, SeatErrors};
use crate::alignment::Span;
use crate::model::{CompletenessOf, CountStatus};
use crate::numeric::Bounds;
use crate::partial::ThresholdOutcome;

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
    /// What the polls of known size say together; absent for fewer than two.
    pub pooled: Option<PooledPolls>,
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
    /// Whether the whole order is decided.
    pub order_decided: Option<bool>,
    /// The lead of the runner-up among the outstanding ballots that would draw it level, a proportion of
    /// them; above 1 it is impossible.
    pub needed_lead: Option<f64>,
    /// How far on the log-odds scale the outstanding ballots would have to favour the runner-up, compared
    /// with the counted ones, to draw it level; absent where nothing would do.
    pub tipping_point: Option<f64>,
    /// Each threshold of the contest for each choice.
    pub thresholds: Vec<ThresholdReport>,
}

/// Where the choices stand with a threshold of the contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdReport {
    /// What depends on it.
    pub name: String,
    /// The share of the valid votes, a proportion.
    pub share: f64,
    /// Whether exactly that much is not enough.
    pub must_be_exceeded: bool,
    /// Each choice.
    pub outcomes: Vec<ChoiceOutcome>,
}

/// Where one choice stands with a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceOutcome {
    /// The choice.
    pub label: String,
    /// Passed or missed whatever comes, or open.
    pub outcome: ThresholdOutcome,
}

/// The final share that a choice can still reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FinalShare {
    /// The choice.
    pub label: String,
    /// Hard bounds of its final share.
    pub bounds: Bounds,
}
