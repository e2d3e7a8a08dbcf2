use serde::Serialize;

use crate::interval::Interval;
use crate::numeric::Bounds;

/// Mean deviation of one choice over the polls that are sources of their own, one release of each.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CommonDeviation {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// Mean of poll − count.
    pub mean_deviation: f64,
    /// The means that rounding allows.
    pub bounds: Bounds,
    /// Polls above the count, whatever was not printed.
    pub above: usize,
    /// Polls below the count, whatever was not printed.
    pub below: usize,
    /// Polls that rounding, or a published range, leaves above, at or below the count.
    #[serde(default)]
    pub undecided: usize,
}

/// The polls against one another. Their agreement is no evidence that they are right.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BetweenPolls {
    /// The polls compared: sources of their own, with shares.
    pub polls: Vec<String>,
    /// Every pair, as one matrix; absent where it was not asked for.
    pub pairs: Option<Pairs>,
    /// By choice, over the polls that have it.
    pub ranges: Vec<ChoiceRange>,
    /// How reliable the polls are as measurements of one thing; absent without three choices that all of
    /// them name.
    pub reliability: Option<Reliability>,
}

impl BetweenPolls {
    /// The pair of the two polls of these names.
    #[must_use]
    pub fn pair(&self, first: &str, second: &str) -> Option<PollPair> {
        let place = |name: &str| self.polls.iter().position(|poll| poll == name);
        self.pairs.as_ref()?.get(place(first)?, place(second)?)
    }
}

/// Every pair of polls once: those of the first poll, then those of the second without the first, and so
/// on. Of m polls the pair (i, j), i < j, stands at i(2m − i − 1)/2 + j − i − 1.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Pairs {
    /// How many polls.
    pub polls: usize,
    /// The rows by which pairs are compared, no two of which share a choice; empty in reports of an earlier version.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Poll by poll, for which of those rows it has a figure, by their places: two are compared over the rows for which
    /// both have one.
    #[serde(default)]
    pub figures: Vec<Vec<usize>>,
    /// Total variation over the rows for which both have a figure, all others together; NaN is never stored: a pair
    /// without a common choice has −1.
    pub total_variation: Vec<f64>,
    /// The difference of the two polls' total variations from the count over its standard error.
    pub z: Vec<Option<f64>>,
    /// The interval of that difference, of this pair alone, at the confidence of the settings.
    #[serde(default)]
    pub interval: Vec<Option<Interval>>,
    /// Its two-sided p-value, adjusted (Holm) over the pairs.
    pub adjusted_p_value: Vec<Option<f64>>,
    /// Whether one of the two is further from the count by more than chance, whatever the digits that were not printed:
    /// the adjusted p is then below the level of the settings, or is not. Absent where they decide, and of pairs that
    /// are not tested; the list is empty in reports of an earlier version.
    #[serde(default)]
    pub beyond_chance: Vec<Option<bool>>,
    /// Why there are no such figures.
    pub not_tested: Vec<Option<PairNotTested>>,
    /// The correlation of the two polls' deviations from the count over the choices that both name; absent
    /// for fewer than three, or where one does not vary.
    pub correlation: Vec<Option<f64>>,
}

impl Pairs {
    /// Where the pair of the polls at `first` and `second` stands.
    #[must_use]
    pub fn place(&self, first: usize, second: usize) -> Option<usize> {
        let (i, j) = (first.min(second), first.max(second));
        (i < j && j < self.polls).then(|| i * (2 * self.polls - i - 1) / 2 + j - i - 1)
    }

    /// The rows over which the polls at `first` and `second` are compared, beside all others together.
    #[must_use]
    pub fn compared(&self, first: usize, second: usize) -> Vec<&str> {
        let figures = |poll: usize| self.figures.get(poll).map_or(&[][..], Vec::as_slice);
        let theirs = figures(second);
        (figures(first).iter())
            .filter(|row| theirs.contains(row))
            .filter_map(|row| Some(self.rows.get(*row)?.as_str()))
            .collect()
    }

    /// The pair of the polls at `first` and `second`.
    #[must_use]
    pub fn get(&self, first: usize, second: usize) -> Option<PollPair> {
        let place = self.place(first, second)?;
        let of = |list: &Vec<Option<f64>>| list.get(place).copied().flatten();
        let not_tested = self.not_tested.get(place).copied().flatten();
        let interval = self.interval.get(place).copied().flatten();
        let apart = *self.total_variation.get(place)?;
        Some(PollPair {
            total_variation: (apart >= 0.0).then_some(apart),
            z: of(&self.z),
            difference: interval.map(|of| f64::midpoint(of.low(), of.high())),
            interval,
            adjusted_p_value: of(&self.adjusted_p_value),
            beyond_chance: self.beyond_chance.get(place).copied().flatten(),
            not_tested,
            correlation: of(&self.correlation),
        })
    }
}

/// Why it is not said whether one of two polls is further from the count by more than chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PairNotTested {
    /// They have no choice in common.
    NoCommonChoice,
    /// None of their choices is in every poll that is ranked: the polls are ranked by the rows that all have.
    NoRankedRow,
    /// What the sample of one of them is worth is not known for its rows together.
    SampleSizeUnknown,
    /// One of them has more respondents than the count has ballots.
    MoreRespondentsThanBallots,
    /// One of them has as many respondents as the count has ballots, which leaves nothing to sampling.
    EveryoneWasAsked,
    /// The count is partial.
    PartialCount,
    /// One of them published a range, whose middle is nobody's figure.
    PublishedRange,
    /// One of them has exactly the count's shares, where the formula of a difference has no variance.
    OnTheCount,
    /// One of them has fewer than five effective respondents for the choices that it puts above the count, or for
    /// those below: its sampling error does not follow from so few.
    SmallCells,
}

impl PairNotTested {
    /// The name under which tables and JSON have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PairNotTested::NoCommonChoice => "no_common_choice",
            PairNotTested::NoRankedRow => "no_ranked_row",
            PairNotTested::SampleSizeUnknown => "sample_size_unknown",
            PairNotTested::EveryoneWasAsked => "everyone_was_asked",
            PairNotTested::OnTheCount => "on_the_count",
            PairNotTested::MoreRespondentsThanBallots => "more_respondents_than_ballots",
            PairNotTested::PartialCount => "partial_count",
            PairNotTested::PublishedRange => "published_range",
            PairNotTested::SmallCells => "small_cells",
        }
    }
}

/// Two polls.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PollPair {
    /// Total variation over the rows for which both have a figure, all others together.
    pub total_variation: Option<f64>,
    /// The difference of the two polls' total variations from the count over its standard error.
    pub z: Option<f64>,
    /// That difference, a proportion, in the middle of its interval: positive where the first poll is further from the
    /// count.
    pub difference: Option<f64>,
    /// Its interval, of this pair alone, at the confidence of the settings.
    pub interval: Option<Interval>,
    /// Its two-sided p-value, adjusted (Holm) over the pairs.
    pub adjusted_p_value: Option<f64>,
    /// Whether one is further from the count by more than chance, whatever the digits that were not printed; absent
    /// where they decide.
    pub beyond_chance: Option<bool>,
    /// Why there are no such figures.
    pub not_tested: Option<PairNotTested>,
    /// The correlation of the two polls' deviations from the count.
    pub correlation: Option<f64>,
}

/// How alike all polls are over the choices for which each of them has a figure, no range. These coefficients mostly measure that
/// one choice is larger than another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reliability {
    /// The choices.
    pub choices: Vec<String>,
    /// Kendall's W of their orders, 0 to 1.
    pub kendall_w: f64,
    /// Its p-value if they ordered the choices at random.
    pub kendall_w_p_value: f64,
    /// ICC(2,1) of Shrout and Fleiss: absolute agreement of one poll with another.
    pub icc_2_1: Option<f64>,
    /// Its interval.
    pub icc_2_1_interval: Option<Interval>,
    /// ICC(2,k): the same of their mean.
    pub icc_2_k: Option<f64>,
    /// Krippendorff's α with the interval metric.
    pub krippendorff_alpha: Option<f64>,
    /// Its bootstrap interval, where replicates were asked for.
    pub krippendorff_alpha_interval: Option<Interval>,
}

/// The spread of one choice over the polls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChoiceRange {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// The lowest share.
    pub lowest: f64,
    /// Who has it; several where they are equal.
    pub lowest_polls: Vec<String>,
    /// The highest share.
    pub highest: f64,
    /// Who has it.
    pub highest_polls: Vec<String>,
}
