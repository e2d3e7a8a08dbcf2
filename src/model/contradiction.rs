//! Figures that cannot all be right, although each source is possible in itself.

use serde::{Deserialize, Serialize};

use super::completeness::CompletenessOf;
use super::population::VoterGroup;
use super::sample_fact::StatedFact;

/// Two figures that contradict one another. Neither is known to be the wrong one, so nothing is
/// refused; a conclusion that needs both is not drawn.
///
/// What is impossible within one source, or between the contest and a count, is an
/// [`Error`](crate::Error) of the builder or of [`Contest::check`](crate::Contest::check) instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Contradiction {
    /// Ballots were cast that are neither valid nor invalid.
    BallotsUnaccounted {
        /// The count.
        count: String,
        /// Its valid votes.
        valid: u64,
        /// Its invalid votes.
        invalid: u64,
        /// Its ballots cast, more than both together.
        ballots_cast: u64,
    },
    /// More than a tenth of the ballots cast are neither in the votes nor in the shares that the count lists, and it does
    /// not say what they are: all of them invalid is not plausible, and votes for others would make every share of valid
    /// votes smaller.
    BallotsNotTold {
        /// The count.
        count: String,
        /// The votes that it lists, with the most that its printed shares of all ballots stand for.
        listed: u64,
        /// Whether some choices have a share and no votes.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_shares: bool,
        /// Its ballots cast.
        ballots_cast: u64,
    },
    /// Valid and invalid votes are more than the ballots cast, by no more than a slip of an official sum.
    VotesExceedBallots {
        /// The count.
        count: String,
        /// Its valid votes, or those of its choices.
        votes: u64,
        /// Its invalid votes, where it gives them.
        invalid: Option<u64>,
        /// Its ballots cast, fewer than both together.
        ballots_cast: u64,
    },
    /// The votes of the choices are more than the valid votes, by no more than a slip of an official sum.
    VotesExceedValid {
        /// The count.
        count: String,
        /// The votes of its choices.
        votes: u64,
        /// Its valid votes, fewer than these.
        valid: u64,
    },
    /// A later count, or the final one, has fewer votes in all than an earlier one.
    VotesFell {
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// The votes of the earlier count.
        earlier_votes: u64,
        /// The votes of the later count.
        later_votes: u64,
    },
    /// A choice has fewer votes in a later count than in an earlier one.
    ChoiceFell {
        /// The choice, as the earlier count calls it.
        choice: String,
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// Its votes in the earlier count.
        earlier_votes: u64,
        /// Its votes in the later count.
        later_votes: u64,
    },
    /// A choice has fewer seats in a later count than an earlier one had declared for good.
    SeatsFell {
        /// The choice, as the earlier count calls it.
        choice: String,
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// Its seats in the earlier count.
        earlier_seats: u64,
        /// Its seats in the later count.
        later_seats: u64,
    },
    /// Of two partial counts, of which nobody says which is the later one, the one with fewer votes in all has more
    /// for a choice: neither is a part of the other.
    MoreOfFewer {
        /// The choice with the greatest difference.
        choice: String,
        /// The count with fewer votes in all.
        fewer: String,
        /// The count with more votes in all.
        more: String,
        /// The choice's votes in the count with fewer in all.
        votes_of_fewer: u64,
        /// The choice's votes in the count with more in all.
        votes_of_more: u64,
    },
    /// A final count fills fewer seats than the house has, although it has a figure for every choice.
    SeatsShort {
        /// The count.
        count: String,
        /// The seats that it fills.
        seats: u64,
        /// The seats of the house.
        house: u64,
    },
    /// A poll has more respondents than a final count has ballots.
    RespondentsExceedBallots {
        /// The poll.
        poll: String,
        /// Its respondents.
        respondents: u64,
        /// The count.
        count: String,
        /// Its ballots.
        ballots: u64,
    },
    /// A poll of all voters was drawn from fewer ballots, as it says, than a final count has.
    PopulationBelowBallots {
        /// The poll.
        poll: String,
        /// The ballots from which its sample was drawn.
        population: u64,
        /// The count.
        count: String,
        /// Its ballots.
        ballots: u64,
    },
    /// A count has more ballots, or fewer, than it says are counted; or more than there are registered voters
    /// where it says that so many of these are counted.
    BallotsAndCompleteness {
        /// The count.
        count: String,
        /// Of what it says how many are counted.
        of: CompletenessOf,
        /// Its ballots, or its votes where that is all it has.
        ballots: u64,
        /// What it says is counted.
        counted: u64,
    },
    /// What a count has, and the part of all ballots that it says this is, make more ballots in all than there are
    /// registered voters.
    CompletenessAndRegistered {
        /// The count.
        count: String,
        /// The ballots it has, or its votes where that is all.
        ballots: u64,
        /// The least number of all ballots that the stated part leaves.
        least_in_all: u64,
        /// The registered voters.
        registered: u64,
    },
    /// A count has more ballots than registered voters are left where it is counted: all, less those that it says are
    /// registered at the stations still to report.
    OutstandingAndRegistered {
        /// The count.
        count: String,
        /// The ballots it has, or its votes where that is all.
        ballots: u64,
        /// The registered voters of the stations still to report.
        outstanding: u64,
        /// All registered voters.
        registered: u64,
    },
    /// A count has another number of registered voters than its contest.
    RegisteredDiffer {
        /// The count.
        count: String,
        /// Its registered voters.
        registered: u64,
        /// Those of the contest.
        of_contest: u64,
    },
    /// A count has more ballots than its printed turnout leaves to the registered voters, or fewer if it is final.
    BallotsAndTurnout {
        /// The count.
        count: String,
        /// Its ballots, or its votes where that is all it has.
        ballots: u64,
        /// The registered voters.
        registered: u64,
        /// The turnout as published, in percent.
        published: String,
    },
    /// The votes of a choice do not give the share that the same count prints for it.
    VotesAndShare {
        /// The count.
        count: String,
        /// The choice.
        choice: String,
        /// The share that the votes give, as a proportion: of valid votes, or of all ballots where the
        /// count says that its shares are; the nearer of the two where it does not say.
        from_votes: f64,
        /// The share as published, in percent.
        published: String,
        /// Whether the votes of all choices are the valid votes that the count states, and the printed shares are not 100
        /// percent together: then the share is wrong, and the votes stand.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        votes_stand: bool,
    },
    /// Votes and printed shares of two choices that no number of votes in all makes fit one another.
    NoTotalFits {
        /// The count.
        count: String,
        /// The choice that needs the fewest votes in all.
        choice: String,
        /// Its votes.
        votes: u64,
        /// Its share as published, in percent.
        published: String,
        /// The choice that needs the most.
        other: String,
        /// Its votes.
        other_votes: u64,
        /// Its share as published, in percent.
        other_published: String,
    },
    /// A later count says that a smaller part of the stations, or of the registered voters, is counted.
    CompletenessFell {
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// Of what the part is.
        of: CompletenessOf,
        /// The proportion counted in the earlier one.
        before: f64,
        /// The proportion counted in the later one.
        after: f64,
        /// The votes of the earlier count, where it gives them.
        votes_before: Option<u64>,
        /// The votes of the later count.
        votes_after: Option<u64>,
    },
    /// Two counts say of different numbers in all what part of them is counted.
    TotalsDiffer {
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// Of what.
        of: CompletenessOf,
        /// How many in all by the earlier count.
        before: u64,
        /// How many in all by the later one.
        after: u64,
    },
    /// Of the ballots that two counts say were added from the one to the other, nearly all were invalid by the votes that
    /// they have.
    AddedBallotsInvalid {
        /// The earlier count.
        earlier: String,
        /// The later count.
        later: String,
        /// The ballots that they say were added.
        ballots: u64,
        /// The valid votes that were added.
        votes: u64,
    },
    /// The ballots of a partial count are another part of those of the final one than it said.
    ShareOfBallotsMissed {
        /// The partial count.
        earlier: String,
        /// The final one.
        later: String,
        /// The ballots of the partial count, or its votes where these alone are too many.
        counted: u64,
        /// The proportion of all ballots that it said they are.
        stated: f64,
        /// The ballots of the final count, or its votes where these alone are too many.
        in_all: u64,
    },
    /// A count is of a time before the vote.
    CountedBeforeTheVote {
        /// The count.
        count: String,
        /// The day of its figures.
        as_of: String,
        /// The day of the vote.
        vote: String,
    },
    /// A count that is said to be partial is of a time after every final one.
    PartialAfterFinal {
        /// The partial count.
        partial: String,
        /// The time of its figures.
        partial_as_of: String,
        /// The last final count.
        last: String,
        /// The time of its figures.
        last_as_of: String,
    },
    /// People were asked after the vote.
    AskedAfterTheVote {
        /// The poll.
        poll: String,
        /// The last day of fieldwork.
        fieldwork: String,
        /// The day of the vote.
        vote: String,
    },
    /// A poll says that its shares are rounded to multiples of a step, and prints one that is no multiple.
    ShareAndStep {
        /// The poll.
        poll: String,
        /// The choice.
        choice: String,
        /// Its share as published, in percent.
        published: String,
        /// The step, in percentage points.
        step: f64,
    },
    /// A poll states a higher response rate than its respondents, refusals and misses leave.
    ResponseRateAndRefusals {
        /// The poll.
        poll: String,
        /// The response rate as stated, a proportion.
        stated: f64,
        /// Its respondents.
        respondents: u64,
        /// Those who refused or were missed.
        others: u64,
    },
    /// A poll prints a part of those approached who refused, and numbers that make another one.
    RefusedShareAndNumber {
        /// The poll.
        poll: String,
        /// The part as published, in percent.
        published: String,
        /// Its respondents.
        respondents: u64,
        /// Those who refused.
        refusals: u64,
        /// Those who were missed, where it says how many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        misses: Option<u64>,
    },
    /// A poll has more respondents than its stations and the interviews at each make.
    InterviewsAndRespondents {
        /// The poll.
        poll: String,
        /// Its stations.
        stations: u64,
        /// Interviews at each, on average.
        interviews: f64,
        /// Its respondents.
        respondents: u64,
    },
    /// A poll leaves fewer of the counted ballots outside than the parts of a final count show to be of voters whom
    /// it does not cover.
    OutsideAndParts {
        /// The poll.
        poll: String,
        /// The count.
        count: String,
        /// The ballots outside as the poll states them, in percent.
        stated: String,
        /// The least proportion of the count's valid votes that others cast.
        parts: f64,
    },
    /// A poll leaves more of the counted ballots outside than the parts of a final count leave to voters whom it does
    /// not cover.
    OutsideExceedsParts {
        /// The poll.
        poll: String,
        /// The count.
        count: String,
        /// The ballots outside as the poll states them, in percent.
        stated: String,
        /// The greatest proportion of the count's valid votes that others cast.
        parts: f64,
    },
    /// The parts of a count, of all voters whom it says it has, do not have its votes together.
    PartsAndWhole {
        /// The count.
        count: String,
        /// The choice of which they miss most.
        choice: String,
        /// Its votes in the whole count.
        votes: u64,
        /// Its votes in the parts together.
        parts: u64,
        /// The valid votes of the whole count, or those that it lists.
        valid: u64,
        /// How many other choices it is so of.
        more: usize,
    },
    /// Polls of the same voters state different proportions of the counted ballots outside.
    OutsideDiffers {
        /// The voters whom they cover.
        voters: Vec<VoterGroup>,
        /// The polls with the least.
        polls: Vec<String>,
        /// That, in percent as published.
        stated: String,
        /// The polls with most.
        others: Vec<String>,
        /// That, in percent as published.
        stated_by_others: String,
    },
    /// Two polls that are said to share one sample give a choice different shares, which neither rounding nor
    /// different bases explain.
    SharedSampleDiffers {
        /// The poll that stands first.
        poll: String,
        /// The poll that is said to be of the same sample.
        other: String,
        /// The choice whose shares are furthest apart.
        choice: String,
        /// Its share in the first poll as published, in percent.
        published: String,
        /// Its share in the other.
        other_published: String,
    },
    /// Two polls that are said to share one sample say different things of its voters.
    SharedSampleVotersDiffer {
        /// The poll that stands first.
        poll: String,
        /// The poll that is said to be of the same sample.
        other: String,
        /// Whom the first says that it covers; none where it is not in this that they differ.
        voters: Vec<VoterGroup>,
        /// Whom the other says that it covers.
        other_voters: Vec<VoterGroup>,
        /// The percentage of the counted ballots that the first says that it does not cover, where they differ in this.
        outside: Option<String>,
        /// That of the other.
        other_outside: Option<String>,
    },
    /// Two polls that are said to share one sample state a fact of it differently.
    SharedSampleFactDiffers {
        /// The poll that stands first.
        poll: String,
        /// The poll that is said to be of the same sample.
        other: String,
        /// The fact as the first states it.
        fact: StatedFact,
        /// The same as the other states it.
        other_stated: String,
    },
}
