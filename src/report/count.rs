use serde::Serialize;

use super::{CommonDeviation, NotPublished, PollReport, Pool, SeatErrors};
use crate::alignment::Span;
use crate::model::{CountStatus, OfficialCount};
use crate::numeric::Bounds;
use crate::partial::ThresholdOutcome;

/// One count, what it still leaves open, and the polls against it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CountReport {
    /// The count as it was handed in.
    pub count: OfficialCount,
    /// Valid votes counted, where they are given or follow.
    pub valid: Option<u64>,
    /// Its shares of valid votes (or of what it is of, see the rules of each reading), in the contest's
    /// order.
    pub choices: Vec<CountedChoice>,
    /// Who leads it, ties named.
    pub leading: Leading,
    /// What the outstanding ballots can still change: one entry for each basis on which their number is
    /// known. Empty for a final count, and where nothing is known of them.
    pub outstanding: Vec<Outstanding>,
    /// Each poll against this count, in the order given.
    pub polls: Vec<PollReport>,
    /// Mean deviation by choice over the polls that are sources of their own.
    pub common_deviations: Vec<CommonDeviation>,
    /// What the polls of known size say together; absent for fewer than two.
    pub pool: Option<Pool>,
    /// Seat errors by choice over the polls.
    pub seat_errors: Vec<SeatErrors>,
    /// What was not published of it, and would say more of the polls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_published: Vec<NotPublished>,
}

impl CountReport {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.count.name()
    }

    /// Whether it is the final result.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.count.status() == CountStatus::Final
    }

    /// The poll of this name against this count.
    #[must_use]
    pub fn poll(&self, name: &str) -> Option<&PollReport> {
        self.polls.iter().find(|poll| poll.name == name)
    }

    /// What the outstanding ballots can still change on this basis.
    #[must_use]
    pub fn outstanding(&self, basis: Basis) -> Option<&Outstanding> {
        self.outstanding.iter().find(|view| view.basis == basis)
    }

    /// The tightest bound of the final result: registered voters or the stated share of the ballots,
    /// whichever leaves less open; none where only stations are known.
    #[must_use]
    pub fn bound(&self) -> Option<&Outstanding> {
        self.outstanding
            .iter()
            .filter(|view| view.basis.is_bound())
            .max_by(|a, b| a.counted.total_cmp(&b.counted))
    }

    /// The projection by the share of stations, which bounds nothing.
    #[must_use]
    pub fn projection(&self) -> Option<&Outstanding> {
        self.outstanding.iter().find(|view| !view.basis.is_bound())
    }

    /// Whether it is not final, but nothing is outstanding.
    #[must_use]
    pub fn is_all_counted(&self) -> bool {
        !self.is_final() && self.outstanding(Basis::AllCounted).is_some()
    }

    /// The choice of this name, or the one of this label.
    #[must_use]
    pub fn choice(&self, label: &str) -> Option<&CountedChoice> {
        self.choices.iter().find(|choice| choice.label == label)
    }
}

/// One choice in a count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CountedChoice {
    /// The choice, or the label of merged ones.
    pub label: String,
    /// The choices of the contest in it.
    pub choices: Vec<String>,
    /// Votes, where given.
    pub votes: Option<u64>,
    /// Its share, where it can be known.
    pub share: Option<Span>,
    /// Seats, where given.
    pub seats: Option<u64>,
}

/// Who leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Leading {
    /// This choice, regardless of rounding.
    Leader(String),
    /// These have equal figures.
    Tie(Vec<String>),
    /// Rounding leaves open which of these.
    UndecidedByRounding(Vec<String>),
    /// Nothing says so.
    Unknown,
}

impl Leading {
    /// The one leader, if there is one.
    #[must_use]
    pub fn leader(&self) -> Option<&str> {
        match self {
            Leading::Leader(label) => Some(label),
            _ => None,
        }
    }
}

/// How the number of outstanding ballots is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Basis {
    /// At most as many ballots can come as voters are registered and have no ballot counted.
    RegisteredVoters,
    /// The source states the share of the ballots that is counted.
    ShareOfBallots,
    /// The source states the share of the stations (or of the registered voters) that is counted. That
    /// bounds nothing: outstanding stations can be of any size. Taken for a share of the ballots it gives a
    /// projection, right only if the outstanding stations are of average size and turnout.
    ShareOfStations,
    /// Every station, ballot or registered voter is counted, by their numbers, and the result is not yet declared
    /// final: nothing is outstanding.
    AllCounted,
}

impl Basis {
    /// Whether statements on this basis are bounds; otherwise they are projections.
    #[must_use]
    pub fn is_bound(self) -> bool {
        self != Basis::ShareOfStations
    }

    /// The name under which tables and JSON have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Basis::RegisteredVoters => "registered_voters",
            Basis::ShareOfBallots => "share_of_ballots",
            Basis::ShareOfStations => "share_of_stations",
            Basis::AllCounted => "all_counted",
        }
    }
}

/// What the outstanding ballots can still change, on one basis of how many there are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Outstanding {
    /// How their number is known: a bound, or a projection.
    pub basis: Basis,
    /// The share of the valid votes that is counted, as stated; the least it can be where only the
    /// registered voters are known.
    pub counted: f64,
    /// The shares that this figure can stand for.
    pub counted_share: Bounds,
    /// The most valid votes that can still come, where their number is known.
    pub most_votes: Option<f64>,
    /// The final share that each choice can still reach.
    pub final_shares: Vec<FinalShare>,
    /// Whether those take invalid ballots to be as frequent among the ballots still to be counted as among those
    /// counted: a share of the ballots stands for one of the valid votes, of which the counted ones are not known.
    #[serde(default)]
    pub takes_invalid_alike: bool,
    /// The runner-up so far, where one choice leads.
    pub runner_up: Option<String>,
    /// Whether no outstanding ballots can put the runner-up level with the leader; absent where rounding
    /// leaves it open.
    pub decided: Option<bool>,
    /// Where the order is decided by a stated share of ballots of which the invalid ones are not known:
    /// the proportion of the counted ballots that would have to be invalid for it to fail.
    pub decided_unless_invalid: Option<f64>,
    /// Whether the whole order is decided.
    pub order_decided: Option<bool>,
    /// The proportion of the counted ballots that would have to be invalid for that to fail, as for the leader; of the
    /// least sure of its leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_unless_invalid: Option<f64>,
    /// The last of the places that the contest gives, where there are several and every choice has a figure.
    #[serde(default)]
    pub last_place: Option<LastPlace>,
    /// The lead of the runner-up among the outstanding ballots that would draw it level, a proportion of
    /// them; above 1 it is impossible.
    pub needed_lead: Option<f64>,
    /// The least that rounding leaves of that lead.
    #[serde(default)]
    pub needed_lead_at_least: Option<f64>,
    /// How far on the log-odds scale the outstanding ballots would have to favour the runner-up, compared
    /// with the counted ones, to draw it level; absent where nothing would do.
    pub tipping_point: Option<f64>,
    /// Each threshold of the contest for each choice.
    pub thresholds: Vec<ThresholdReport>,
}

impl Outstanding {
    /// The final share that this choice can still reach.
    #[must_use]
    pub fn final_share(&self, label: &str) -> Option<&FinalShare> {
        self.final_shares.iter().find(|share| share.label == label)
    }
}

/// Who holds the last place that counts (the second of a run-off), and who is next.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LastPlace {
    /// The place, 2 for the second.
    pub place: u64,
    /// Who holds it so far.
    pub holder: String,
    /// Who comes next.
    pub next: String,
    /// By how much the holder leads, a proportion of the votes counted.
    pub lead: f64,
    /// The same in votes, where they are given.
    pub lead_votes: Option<u64>,
    /// Whether no outstanding ballots can put the next level with the holder; absent where rounding leaves it open.
    pub decided: Option<bool>,
}

/// Where the choices stand with a threshold of the contest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChoiceOutcome {
    /// The choice.
    pub label: String,
    /// Passed, missed or open on this basis.
    pub outcome: ThresholdOutcome,
    /// What proportion of the ballots counted would have to be invalid for that to fail; absent where the number of
    /// ballots to come does not depend on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless_invalid: Option<f64>,
}

/// The final share that a choice can still reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FinalShare {
    /// The choice.
    pub label: String,
    /// Bounds of its final share, or of its projection.
    pub bounds: Bounds,
}
