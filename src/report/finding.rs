use serde::Serialize;

use super::{Basis, CountContradiction, Verdict};
use crate::model::{Contradiction, VoterGroup};

/// What a report concludes, as data. The order in the report is that of their weight; no two contradict.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "finding", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// Figures of the sources that cannot all be right.
    FiguresContradict(Contradiction),
    /// Two counts that cannot both be right.
    CountsContradict(CountContradiction),
    /// A final count that follows a final one and gives other votes: a recount, or a correction.
    CountCorrected {
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// The choice whose votes changed most.
        choice: String,
        /// Its votes in the earlier count.
        votes_before: u64,
        /// Its votes in the later count.
        votes_after: u64,
    },
    /// Counts by which somebody else leads than by the most complete one.
    OtherLeader {
        /// Who leads.
        leader: String,
        /// By which counts.
        counts: Vec<String>,
    },
    /// These polls have this verdict against the most complete count.
    Verdict {
        /// The verdict.
        verdict: Verdict,
        /// The polls, sources of their own only.
        polls: Vec<String>,
    },
    /// Of several polls that are tested at once, fewer are beyond chance after adjustment over the polls (Holm)
    /// than their verdicts, each by itself, say.
    BeyondOverPolls {
        /// How many polls are tested.
        polls: usize,
        /// The polls that still differ from the count by more than chance, whatever they were rounded from.
        beyond: Vec<String>,
        /// The polls of which rounding decides whether they do.
        undecided_by_rounding: Vec<String>,
        /// Whether the designs of all that differ by their own verdicts are known.
        designs_known: bool,
    },
    /// The size of these polls follows from the margin that the pollster states, wholly or in part.
    JudgedByStatedMargin {
        /// The polls.
        polls: Vec<String>,
        /// Those whose margin is smaller than that of as many respondents drawn singly.
        too_small: Vec<String>,
        /// Those whose margin is, within its rounding, that of as many respondents drawn singly.
        as_drawn_singly: Vec<String>,
    },
    /// These polls are furthest from the count over the rows on which all are ranked; equal ones together. One that
    /// published a range is so only where every figure in its range makes it so.
    Furthest {
        /// The polls.
        polls: Vec<String>,
        /// Total variation over the common rows, a proportion.
        total_variation: f64,
        /// The choice with the largest deviation of the first of them.
        choice: String,
        /// That deviation.
        deviation: f64,
        /// Rounding or outstanding ballots leave open whether another poll is further.
        open: bool,
        /// The outstanding ballots leave it open, and not rounding alone.
        until_counted: bool,
        /// Several are equally far by the figures as printed, and rounding leaves open which of them is further.
        #[serde(default)]
        tied_as_printed: bool,
        /// The rows, where over all its own rows another ranked poll agrees less with the count; otherwise none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<String>,
        /// Whether that holds only as long as fewer than a tenth of the ballots counted were invalid.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        takes_invalid_alike: bool,
    },
    /// A poll that can no longer come exactly true.
    CanNoLongerComeTrue {
        /// The poll.
        poll: String,
        /// The choice that decides it.
        choice: Option<String>,
        /// On what the statement rests.
        basis: Basis,
        /// The proportion of the counted ballots that would have to be invalid for it to fail, where the
        /// invalid ones are not known.
        unless_invalid: Option<f64>,
    },
    /// A poll that can come true only within its rounding.
    OnlyWithinRounding {
        /// The poll.
        poll: String,
        /// The choice that decides it.
        choice: Option<String>,
        /// On what the statement rests.
        basis: Basis,
        /// As above, for the printed figure.
        unless_invalid: Option<f64>,
    },
    /// A poll that can come true only if so many of the ballots counted were invalid, too few for that to be a bound.
    OnlyIfInvalid {
        /// The poll.
        poll: String,
        /// The choice that decides it.
        choice: Option<String>,
        /// On what the statement rests.
        basis: Basis,
        /// The least proportion of the counted ballots.
        invalid: f64,
    },
    /// Polls that can still come true on every basis that bounds the count.
    CanStillComeTrue {
        /// The polls.
        polls: Vec<String>,
        /// On what the statement rests.
        basis: Basis,
    },
    /// The count is partial and nothing bounds the final result.
    NothingIsBounded,
    /// The leader can no longer be drawn level with.
    LeaderDecided {
        /// The leader.
        leader: String,
        /// The runner-up.
        runner_up: String,
        /// On what the statement rests.
        basis: Basis,
        /// The proportion of the counted ballots that would have to be invalid for it to fail, where the
        /// invalid ones are not known.
        unless_invalid: Option<f64>,
    },
    /// The pooled polls deviate from the final count by more than chance.
    CommonDeviation {
        /// The choice.
        choice: String,
        /// How many polls.
        polls: usize,
        /// Pooled share less the count.
        deviation: f64,
        /// Adjusted over the choices, of the printed figures.
        adjusted_p_value: f64,
        /// The largest that rounding leaves of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        largest_p_value: Option<f64>,
        /// Whether all designs are known.
        designs_known: bool,
    },
    /// That common deviation is significant only with this pollster.
    TurnsOnOnePollster {
        /// The choice.
        choice: String,
        /// The pollster.
        pollster: String,
    },
    /// The polls differ from one another by more than sampling allows.
    ScatterBeyondSampling {
        /// P(χ² ≥ Q), the largest that rounding leaves.
        p_value: f64,
        /// Whether all designs are known.
        designs_known: bool,
    },
    /// The polls differ from one another by less than sampling allows; only where all designs are known.
    ScatterBelowSampling {
        /// P(χ² ≤ Q), the largest that rounding leaves.
        p_value: f64,
    },
    /// Every pollster's range of seats misses the result on the same side.
    SeatsMissOnOneSide {
        /// The choice.
        choice: String,
        /// Pollsters.
        pollsters: usize,
        /// Whether their ranges lie above the result.
        above: bool,
        /// 2^(1−m).
        probability: f64,
    },
    /// The seats of the choice that got most: how far the polls were off.
    SeatError {
        /// The choice.
        choice: String,
        /// Its seats.
        result: u64,
        /// Polls, sources of their own.
        polls: usize,
        /// Mean absolute error of the midpoints, in seats.
        mean_absolute_error: f64,
        /// Whether every midpoint lies above its seats, or every one below them; absent where neither is so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        all_above: Option<bool>,
        /// Ranges that contain the result.
        inside: usize,
        /// Ranges given.
        ranges: usize,
    },
    /// What the votes outside the population of these polls can explain at most; the largest such part first.
    CoverageExplains {
        /// The polls that leave out this part.
        polls: Vec<String>,
        /// The proportion of the votes outside.
        outside: f64,
        /// The same in percent as the source states it; absent where it follows from parts of the count.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stated: Option<String>,
        /// The most that it can explain of any deviation, a proportion.
        at_most: f64,
        /// Whether it could explain every deviation of each of these polls.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        explains_all: bool,
        /// The words of all these polls for who is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left_out: Option<String>,
        /// The voters outside whose votes the count says that it has, where the proportion may be next to none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        voters: Vec<VoterGroup>,
    },
    /// These polls leave out voters of whom nobody says how many votes are counted.
    CoverageUnknown {
        /// The polls.
        polls: Vec<String>,
        /// The voters whose votes the count says that it has; none where only the poll says that it left some out.
        voters: Vec<VoterGroup>,
        /// The voters whom alone the polls cover, where the count does not say whose votes it has.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        only: Vec<VoterGroup>,
        /// Who is left out, in the words of the polls.
        left_out: Option<String>,
    },
    /// These polls cover voters whose votes the count says that it does not have.
    CountedWithout {
        /// The polls.
        polls: Vec<String>,
        /// Those voters.
        voters: Vec<VoterGroup>,
    },
}
