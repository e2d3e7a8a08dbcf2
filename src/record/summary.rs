//! What the sums say: means, standard errors, calibration.

use serde::Serialize;
use std::f64::consts::FRAC_2_PI;

use super::estimate::Estimate;
use super::sums::{
    BiasSums, COVERAGE_LEVELS, ClusterSums, ContestSums, DeviationSums, PIT_BINS, Sums,
};

/// The record of one pollster, or of all together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Summary {
    /// How many polls.
    pub polls: u64,
    /// In how many contests.
    pub contests: u64,
    /// Of the lead; none where every poll compares one choice only.
    pub lead: Option<DeviationSummary>,
    /// Of the first side's share among the compared choices.
    pub share: DeviationSummary,
    /// The mean over polls of the mean absolute deviation of their shares.
    pub mean_absolute_share: f64,
    /// B; none where no poll has one.
    pub b: Option<BiasSummary>,
    /// B_w.
    pub b_weighted: Option<BiasSummary>,
    /// Right calls; none where no winner is known.
    pub calls: Option<Calls>,
    /// The mean Brier score of the probability that the first side is ahead.
    pub brier: Option<f64>,
}

/// The deviations of many polls, poll − official.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct DeviationSummary {
    /// How many polls have one.
    pub polls: u64,
    /// Mean |d|, with its standard error clustered by contest.
    pub mean_absolute: Estimate,
    /// √(mean d²).
    pub root_mean_squared: f64,
    /// Mean d over the oriented polls, with its standard error clustered by contest; positive where the
    /// polls overstated the first side. None without such polls.
    pub mean: Option<Estimate>,
    /// How many polls are oriented.
    pub oriented: u64,
    /// What depends on the size of the samples; none where no size is known.
    pub sampling: Option<SamplingSummary>,
}

/// The deviations of the polls of known size, against what their size explains.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SamplingSummary {
    /// How many polls.
    pub polls: u64,
    /// The mean |d| that sampling alone would give, √(2/π) times the mean standard error.
    pub expected_absolute: f64,
    /// Their mean |d| over the expected one: 1 for polls with no error but sampling's.
    pub relative_error: f64,
    /// The root mean sampling variance.
    pub root_mean_variance: f64,
    /// How many of the polls' own intervals contained the result, at each level.
    pub coverage: Vec<Coverage>,
    /// Where in ten equal parts of the distribution that the poll states, N(poll, se²), the result
    /// fell, from the lowest. Flat for calibrated polls, high at both ends for polls that are surer
    /// than they should be.
    pub pit: [u64; PIT_BINS],
    /// The mean score of the 95 % interval (see [`interval_score`](crate::accuracy::interval_score)).
    pub interval_score: f64,
    /// The mean −ln of the stated density at the result.
    pub log_score: f64,
}

/// Intervals that contained their result.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Coverage {
    /// The nominal level.
    pub level: f64,
    /// How many contained the result, |d| ≤ z·se.
    pub inside: u64,
    /// How many did not: the misses outside the margin.
    pub outside: u64,
    /// inside over both.
    pub share: f64,
}

/// B or B_w of many polls.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct BiasSummary {
    /// How many polls have one.
    pub polls: u64,
    /// Their mean.
    pub mean: f64,
    /// Of the polls of known size: how many, their mean, and the mean expectation without bias.
    pub sized: Option<SizedBias>,
}

/// B or B_w of polls of known size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SizedBias {
    /// How many polls.
    pub polls: u64,
    /// Their mean.
    pub mean: f64,
    /// What chance alone makes of it on average.
    pub expected_without_bias: f64,
}

/// Right calls.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Calls {
    /// How many polls of contests with a known winner.
    pub polls: u64,
    /// The right ones, a shared lead counting one half.
    pub right: f64,
    /// right over polls.
    pub share: f64,
}

impl Summary {
    pub(super) fn of(sums: &Sums, contests: &[ContestSums]) -> Summary {
        let contests = || contests.iter().filter(|contest| contest.polls > 0);
        Summary {
            polls: sums.polls,
            contests: contests().count() as u64,
            lead: (sums.lead.polls > 0)
                .then(|| DeviationSummary::of(&sums.lead, contests().map(|contest| &contest.lead))),
            share: DeviationSummary::of(&sums.share, contests().map(|contest| &contest.share)),
            mean_absolute_share: sums.mean_absolute_share.value() / sums.polls as f64,
            b: BiasSummary::of(&sums.b),
            b_weighted: BiasSummary::of(&sums.b_weighted),
            calls: (sums.calls > 0).then(|| {
                let right = 0.5 * sums.half_calls as f64;
                Calls {
                    polls: sums.calls,
                    right,
                    share: right / sums.calls as f64,
                }
            }),
            brier: (sums.briers > 0).then(|| sums.brier.value() / sums.briers as f64),
        }
    }
}

impl DeviationSummary {
    fn of<'a>(
        sums: &DeviationSums,
        contests: impl Iterator<Item = &'a ClusterSums> + Clone,
    ) -> DeviationSummary {
        let polls = sums.polls as f64;
        let absolute = contests
            .clone()
            .map(|contest| (contest.polls, contest.absolute.value()));
        let signed = contests.map(|contest| (contest.oriented, contest.signed.value()));
        DeviationSummary {
            polls: sums.polls,
            mean_absolute: clustered_mean(sums.absolute.value(), sums.polls, absolute),
            root_mean_squared: (sums.squared.value() / polls).sqrt(),
            mean: (sums.oriented > 0)
                .then(|| clustered_mean(sums.signed.value(), sums.oriented, signed)),
            oriented: sums.oriented,
            sampling: (sums.sized > 0).then(|| SamplingSummary::of(sums)),
        }
    }
}

impl SamplingSummary {
    fn of(sums: &DeviationSums) -> SamplingSummary {
        let polls = sums.sized as f64;
        let expected = FRAC_2_PI.sqrt() * sums.standard_error.value();
        let coverage = COVERAGE_LEVELS.into_iter().zip(sums.inside);
        SamplingSummary {
            polls: sums.sized,
            expected_absolute: expected / polls,
            relative_error: sums.sized_absolute.value() / expected,
            root_mean_variance: (sums.variance.value() / polls).sqrt(),
            coverage: coverage
                .map(|(level, inside)| Coverage {
                    level,
                    inside,
                    outside: sums.sized - inside,
                    share: inside as f64 / polls,
                })
                .collect(),
            pit: sums.pit,
            interval_score: sums.interval_score.value() / polls,
            log_score: sums.log_score.value() / polls,
        }
    }

    /// The coverage at one of [`COVERAGE_LEVELS`].
    ///
    /// `None` at another level.
    #[must_use]
    pub fn coverage_at(&self, level: f64) -> Option<Coverage> {
        self.coverage
            .iter()
            .copied()
            .find(|coverage| coverage.level == level)
    }
}

impl BiasSummary {
    fn of(sums: &BiasSums) -> Option<BiasSummary> {
        (sums.polls > 0).then(|| BiasSummary {
            polls: sums.polls,
            mean: sums.value.value() / sums.polls as f64,
            sized: (sums.sized > 0).then(|| {
                let polls = sums.sized as f64;
                SizedBias {
                    polls: sums.sized,
                    mean: sums.sized_value.value() / polls,
                    expected_without_bias: sums.expected.value() / polls,
                }
            }),
        })
    }
}

/// The mean of `polls` figures with the sum `total`, and its standard error from the totals of k
/// contests, within which anything may depend on anything: √(k/(k − 1) Σ (S_c − n_c·mean)²)/n (Liang &
/// Zeger 1986, with the factor of the ultimate-cluster variance). None for one contest.
pub(super) fn clustered_mean(
    total: f64,
    polls: u64,
    contests: impl Iterator<Item = (u64, f64)>,
) -> Estimate {
    let mean = total / polls as f64;
    let (mut count, mut squares) = (0_u64, 0.0);
    for (polls, sum) in contests.filter(|(polls, _)| *polls > 0) {
        let excess = sum - polls as f64 * mean;
        squares += excess * excess;
        count += 1;
    }
    let k = count as f64;
    Estimate {
        value: mean,
        standard_error: (count > 1).then(|| (k / (k - 1.0) * squares).sqrt() / polls as f64),
    }
}
