use serde::Serialize;

use super::{BallotFigure, Call, NotPublished, ReadingReport, Reason, SeatReport, Verdict};
use crate::interval::BinomialMethod;
use crate::model::{Poll, Population, Sample, StatedFact, VoterGroup};
use crate::numeric::Bounds;

/// A poll as it was handed in, and what follows from its sample, against whatever count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PollFacts {
    /// The poll.
    pub poll: Poll,
    /// What follows from its sample.
    pub size: SizeFacts,
    /// What another publisher of its sample says of its voters, and it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voters_by: Option<VotersBy>,
    /// Its sample with what another publisher of it states, and it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample_by: Option<SampleBy>,
}

impl PollFacts {
    /// All that is known of its sample, by its own word or that of another publisher of it.
    #[must_use]
    pub fn sample(&self) -> &Sample {
        let by = self.sample_by.as_ref();
        by.map_or(self.poll.sample(), |by| &by.sample)
    }
}

/// What is known of a poll's sample by the word of other publishers of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SampleBy {
    /// The sample, with what the poll says itself.
    pub sample: Sample,
    /// What others add to it, fact by fact.
    pub added: Vec<FactBy>,
}

/// One fact of a sample by the word of another publisher of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FactBy {
    /// The poll of the other publisher.
    pub poll: String,
    /// What it states.
    pub fact: StatedFact,
}

/// What is known of a poll's voters by the word of another publisher of its sample: the respondents are the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct VotersBy {
    /// The poll of the other publisher.
    pub poll: String,
    /// The voters, beside what the poll says itself.
    pub population: Population,
}

/// Where the effective size of a poll comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SizeBasis {
    /// Respondents and design effect, both published.
    Design,
    /// Respondents, published, and the design effect that the caller assumed.
    AssumedDesign,
    /// Respondents, as if they had been drawn singly: the design is not known.
    DrawnSingly,
    /// The pollster's own margin of error.
    StatedMargin,
}

impl SizeBasis {
    /// Whether the design is known (or assumed, or within the pollster's own margin), so that a verdict can
    /// speak of sampling error rather than of simple random sampling.
    #[must_use]
    pub fn knows_design(self) -> bool {
        self != SizeBasis::DrawnSingly
    }
}

/// What follows from a poll's sample.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SizeFacts {
    /// Where the effective size comes from; absent where neither size nor margin is known.
    pub basis: Option<SizeBasis>,
    /// Respondents over design effect, or what the stated margin is worth: never rounded.
    pub effective_size: Option<f64>,
    /// The sizes that the rounding of a stated margin allows.
    pub effective_size_bounds: Option<Bounds>,
    /// The design effect used, a variance factor; absent where none is known.
    pub design_effect: Option<f64>,
    /// Degrees of freedom of the design, stations − strata, where the design effect is known.
    pub degrees_of_freedom: Option<f64>,
    /// How the interval of a share is computed.
    pub interval_method: Option<BinomialMethod>,
    /// The design effect that stated margin, confidence and respondents imply.
    pub implied_design_effect: Option<f64>,
    /// The confidence of the stated margin was not stated, and 95 percent was taken.
    pub confidence_taken: bool,
}

impl SizeFacts {
    /// Whether the size follows from a margin that is smaller, with all its rounding, than that of as many
    /// respondents drawn singly: more is then called beyond chance than their number supports.
    #[must_use]
    pub fn margin_is_too_small(&self) -> bool {
        self.implied_by_margin().is_some_and(|of| of.high() < 1.0)
    }

    /// Whether the size follows from a margin that is, within its rounding, that of as many respondents drawn
    /// singly: it leaves out what stations, quotas and weights do, and shows nothing of the design.
    #[must_use]
    pub fn margin_is_as_drawn_singly(&self) -> bool {
        self.implied_by_margin().is_some_and(|of| of.contains(1.0))
    }

    /// The design effects that the margin implies within its rounding, where the size follows from it.
    fn implied_by_margin(&self) -> Option<Bounds> {
        let margin = self.basis == Some(SizeBasis::StatedMargin);
        let respondents = self.implied_design_effect.filter(|_| margin)? * self.effective_size?;
        let sizes = self.effective_size_bounds?;
        Bounds::new(respondents / sizes.high(), respondents / sizes.low()).ok()
    }
}

/// One poll against one count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PollReport {
    /// The name by which the report calls it.
    pub name: String,
    /// Where the count has the votes of exactly the poll's voters, or those less the votes of some others: whose the votes
    /// are with which the poll is compared.
    pub segment: Option<Vec<VoterGroup>>,
    /// Where those are what is left of a count that does not say whose votes it has, or are together with voters of whom
    /// it gives no votes: the voters whose votes, published apart, were taken out of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segment_without: Vec<VoterGroup>,
    /// Turnout, where poll and count both give it.
    pub turnout: Option<BallotFigure>,
    /// The proportion of all ballots that is invalid, where poll and count both give it.
    #[serde(default)]
    pub invalid: Option<BallotFigure>,
    /// The reading on which rank and verdict stand: of named votes, where there are two.
    pub reading: Option<ReadingReport>,
    /// The other reading, as printed, where the base of the poll is not clear.
    pub as_printed: Option<ReadingReport>,
    /// The seats against the count.
    pub seats: Option<SeatReport>,
    /// Why nothing (or not the shares) could be compared.
    pub not_compared: Option<Reason>,
    /// Figures of the poll that are not compared, by label, and why.
    pub left_out: Vec<LeftOut>,
    /// The verdict, from a closed list.
    pub verdict: Verdict,
    /// Whether it is among the polls that are ranked and averaged; otherwise why not.
    pub left_out_of_the_whole: Option<Reason>,
    /// Where it stands among the polls, by total variation over the rows that all have.
    pub rank: Option<Rank>,
    /// What it called.
    pub calls: Vec<Call>,
    /// What was not published, and would say more.
    pub not_published: Vec<NotPublished>,
}

impl PollReport {
    /// The reading on which rank and verdict stand: of named votes, where there are two.
    #[must_use]
    pub fn reading(&self) -> Option<&ReadingReport> {
        self.reading.as_ref()
    }

    /// The other reading, as printed, where the base of the poll is not clear.
    #[must_use]
    pub fn as_printed(&self) -> Option<&ReadingReport> {
        self.as_printed.as_ref()
    }

    /// Whether its figures, of which nobody says what they are of, can as they were printed be of all ballots or of valid
    /// votes.
    pub(crate) fn base_is_open(&self) -> bool {
        self.as_printed.is_some()
            && (self.reading()).is_some_and(ReadingReport::is_printed_of_valid_votes)
    }

    /// The reading on which something can be compared: as printed, where the other one is of other votes than the count.
    pub(crate) fn compared_reading(&self) -> Option<&ReadingReport> {
        let comparable = |of: &&ReadingReport| !of.is_of_another_base();
        let mut readings = self.reading().into_iter().chain(self.as_printed());
        readings.find(comparable).or(self.reading())
    }

    /// All readings, as printed first.
    pub fn readings(&self) -> impl Iterator<Item = &ReadingReport> + Clone {
        self.as_printed.iter().chain(&self.reading)
    }
}

/// A figure of a poll that is not compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LeftOut {
    /// Its label in the poll.
    pub label: String,
    /// The figure as published.
    pub figure: String,
    /// Why.
    pub reason: Reason,
}

/// Where a poll stands among all.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rank {
    /// One more than the number of polls with a smaller total variation; equal only for equal figures.
    /// Absent against a partial count, where outstanding ballots can change it.
    pub rank: Option<usize>,
    /// The best rank that rounding and outstanding ballots allow.
    pub best: usize,
    /// The worst rank that they allow.
    pub worst: usize,
    /// How many polls are ranked.
    pub of: usize,
    /// Total variation over the rows that all ranked polls have in common, a proportion.
    pub total_variation: f64,
    /// The rows, everyone else as one.
    pub rows: Vec<String>,
    /// The one of them, everyone else included, that is furthest off; a published range that holds the official share
    /// is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest: Option<RankedRow>,
    /// Whether everyone else is one of the rows.
    #[serde(default)]
    pub everyone_else: bool,
    /// Whether polls and count are shares of all ballots here, because nothing leads to valid votes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_all_ballots: bool,
    /// Whether the poll published a range for one of the rows: by its middle, which nobody published, it stands where
    /// it stands.
    #[serde(default)]
    pub has_range: bool,
    /// Whether it rests on a stated share of the ballots, of which nobody says how many are invalid: it holds as long as
    /// fewer than a tenth of those counted were.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_invalid_alike: bool,
}

/// A row of those by which polls are ranked, on the base of the ranks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RankedRow {
    /// The choice, or everyone else.
    pub choice: String,
    /// Poll − count, a proportion.
    pub deviation: f64,
}
