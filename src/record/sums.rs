//! Sums that merge: what a record carries of many polls.

use serde::Serialize;

use super::deviation::{Deviation, PollDeviation};
use crate::accuracy::{Bias, interval_score, log_score_normal};
use crate::error::Result;
use crate::interval::Interval;
use crate::numeric::{CompensatedSum, Confidence};

/// The levels at which coverage is recorded, with their normal quantiles.
pub const COVERAGE_LEVELS: [f64; 4] = [0.50, 0.80, 0.90, 0.95];
const CRITICAL: [f64; 4] = [
    0.674_489_750_196_081_7,
    1.281_551_565_544_600_5,
    1.644_853_626_951_472_8,
    1.959_963_984_540_053_9,
];
/// Φ⁻¹ of .6, .7, .8 and .9: the bounds of the bins of the PIT histogram, beside 0 and their negatives.
const DECILES: [f64; 4] = [
    0.253_347_103_135_799_8,
    0.524_400_512_708_041,
    0.841_621_233_572_914_2,
    1.281_551_565_544_600_5,
];
/// Bins of the PIT histogram.
pub const PIT_BINS: usize = 10;

/// Sums of one kind of deviation (of leads, or of shares).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub(super) struct DeviationSums {
    pub polls: u64,
    pub oriented: u64,
    /// Of the oriented polls only.
    pub signed: CompensatedSum,
    pub absolute: CompensatedSum,
    pub squared: CompensatedSum,
    /// What follows is of the polls with a standard error.
    pub sized: u64,
    pub sized_absolute: CompensatedSum,
    pub standard_error: CompensatedSum,
    pub variance: CompensatedSum,
    pub inside: [u64; COVERAGE_LEVELS.len()],
    pub pit: [u64; PIT_BINS],
    pub interval_score: CompensatedSum,
    pub log_score: CompensatedSum,
}

/// Sums of B, or of B_w.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub(super) struct BiasSums {
    pub polls: u64,
    pub value: CompensatedSum,
    /// Of the polls with a known size.
    pub sized: u64,
    pub sized_value: CompensatedSum,
    pub expected: CompensatedSum,
}

/// All sums of a pollster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub(super) struct Sums {
    pub polls: u64,
    pub lead: DeviationSums,
    pub share: DeviationSums,
    pub mean_absolute_share: CompensatedSum,
    pub b: BiasSums,
    pub b_weighted: BiasSums,
    pub calls: u64,
    /// In halves, so that it stays a whole number.
    pub half_calls: u64,
    pub briers: u64,
    pub brier: CompensatedSum,
}

/// The sums that standard errors clustered by contest need: one set for each pollster and contest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub(super) struct ContestSums {
    pub polls: u64,
    pub lead: ClusterSums,
    pub share: ClusterSums,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub(super) struct ClusterSums {
    pub polls: u64,
    pub oriented: u64,
    pub signed: CompensatedSum,
    pub absolute: CompensatedSum,
}

impl DeviationSums {
    fn add(&mut self, one: &Deviation, oriented: bool) -> Result<()> {
        let size = one.deviation.abs();
        self.polls += 1;
        if oriented {
            self.oriented += 1;
            self.signed.add(one.deviation);
        }
        self.absolute.add(size);
        self.squared.add(size * size);
        let Some(error) = one.standard_error else {
            return Ok(());
        };
        self.sized += 1;
        self.sized_absolute.add(size);
        self.standard_error.add(error);
        self.variance.add(error * error);
        for (inside, z) in self.inside.iter_mut().zip(CRITICAL) {
            *inside += u64::from(size <= z * error);
        }
        // The result's place in the distribution that the poll states, N(poll, error²).
        let z = -one.deviation / error;
        let below = DECILES.iter().filter(|bound| -**bound <= z).count()
            + usize::from(z >= 0.0)
            + DECILES.iter().filter(|bound| **bound <= z).count();
        let bin = self.pit.get_mut(below);
        *bin.expect("nine bounds make ten bins") += 1;
        let half_width = Confidence::P95.critical_value() * error;
        let interval = Interval {
            low: one.poll - half_width,
            high: one.poll + half_width,
        };
        let official = one.poll - one.deviation;
        let score = interval_score(interval, official, Confidence::P95)?;
        self.interval_score.add(score);
        self.log_score.add(log_score_normal(0.0, error, size)?);
        Ok(())
    }

    fn merge(&mut self, other: &DeviationSums) {
        self.polls += other.polls;
        self.oriented += other.oriented;
        self.signed.merge(other.signed);
        self.absolute.merge(other.absolute);
        self.squared.merge(other.squared);
        self.sized += other.sized;
        self.sized_absolute.merge(other.sized_absolute);
        self.standard_error.merge(other.standard_error);
        self.variance.merge(other.variance);
        for (count, more) in self.inside.iter_mut().zip(other.inside) {
            *count += more;
        }
        for (count, more) in self.pit.iter_mut().zip(other.pit) {
            *count += more;
        }
        self.interval_score.merge(other.interval_score);
        self.log_score.merge(other.log_score);
    }

    fn is_coherent(&self, polls: u64) -> bool {
        self.polls <= polls
            && self.oriented <= self.polls
            && self.sized <= self.polls
            && self.inside.is_sorted()
            && self.inside.iter().all(|inside| *inside <= self.sized)
            && self
                .pit
                .iter()
                .try_fold(0_u64, |sum, bin| sum.checked_add(*bin))
                == Some(self.sized)
            && [
                self.signed,
                self.absolute,
                self.squared,
                self.sized_absolute,
                self.standard_error,
                self.variance,
                self.interval_score,
                self.log_score,
            ]
            .iter()
            .all(|sum| sum.value().is_finite())
    }
}

impl BiasSums {
    fn add(&mut self, bias: Option<Bias>) {
        let Some(bias) = bias else { return };
        self.polls += 1;
        self.value.add(bias.value);
        if let Some(expected) = bias.expected_without_bias {
            self.sized += 1;
            self.sized_value.add(bias.value);
            self.expected.add(expected);
        }
    }

    fn merge(&mut self, other: &BiasSums) {
        self.polls += other.polls;
        self.value.merge(other.value);
        self.sized += other.sized;
        self.sized_value.merge(other.sized_value);
        self.expected.merge(other.expected);
    }

    fn is_coherent(&self, polls: u64) -> bool {
        self.polls <= polls
            && self.sized <= self.polls
            && [self.value, self.sized_value, self.expected]
                .iter()
                .all(|sum| sum.value().is_finite())
    }
}

impl Sums {
    pub(super) fn add(&mut self, poll: &PollDeviation<'_>) -> Result<()> {
        self.polls += 1;
        if let Some(lead) = &poll.lead {
            self.lead.add(lead, poll.oriented)?;
        }
        self.share.add(&poll.share, poll.oriented)?;
        self.mean_absolute_share.add(poll.mean_absolute_share);
        self.b.add(poll.b);
        self.b_weighted.add(poll.b_weighted);
        if let Some(call) = poll.call {
            self.calls += 1;
            self.half_calls += (2.0 * call.credit()) as u64;
        }
        if let Some(brier) = poll.brier {
            self.briers += 1;
            self.brier.add(brier);
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, other: &Sums) {
        self.polls += other.polls;
        self.lead.merge(&other.lead);
        self.share.merge(&other.share);
        self.mean_absolute_share.merge(other.mean_absolute_share);
        self.b.merge(&other.b);
        self.b_weighted.merge(&other.b_weighted);
        self.calls += other.calls;
        self.half_calls += other.half_calls;
        self.briers += other.briers;
        self.brier.merge(other.brier);
    }

    /// Whether these can be the sums of polls at all; asked of what was read back.
    pub(super) fn is_coherent(&self) -> bool {
        self.polls > 0
            && self.lead.is_coherent(self.polls)
            && self.share.is_coherent(self.polls)
            && self.b.is_coherent(self.polls)
            && self.b_weighted.is_coherent(self.polls)
            && self.calls <= self.polls
            && self.half_calls <= 2 * self.calls
            && self.briers <= self.polls
            && self.brier.value().is_finite()
            && self.mean_absolute_share.value().is_finite()
    }
}

impl ContestSums {
    pub(super) fn add(&mut self, poll: &PollDeviation<'_>) {
        self.polls += 1;
        if let Some(lead) = &poll.lead {
            self.lead.add(lead.deviation, poll.oriented);
        }
        self.share.add(poll.share.deviation, poll.oriented);
    }

    pub(super) fn merge(&mut self, other: &ContestSums) {
        self.polls += other.polls;
        self.lead.merge(&other.lead);
        self.share.merge(&other.share);
    }

    pub(super) fn is_coherent(&self) -> bool {
        self.polls > 0
            && [self.lead, self.share].iter().all(|sums| {
                sums.polls <= self.polls
                    && sums.oriented <= sums.polls
                    && sums.signed.value().is_finite()
                    && sums.absolute.value().is_finite()
            })
    }
}

impl ClusterSums {
    fn add(&mut self, deviation: f64, oriented: bool) {
        self.polls += 1;
        if oriented {
            self.oriented += 1;
            self.signed.add(deviation);
        }
        self.absolute.add(deviation.abs());
    }

    fn merge(&mut self, other: &ClusterSums) {
        self.polls += other.polls;
        self.oriented += other.oriented;
        self.signed.merge(other.signed);
        self.absolute.merge(other.absolute);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::normal_cdf;

    #[test]
    fn the_bounds_of_coverage_and_bins_are_normal_quantiles() {
        for (z, level) in CRITICAL.into_iter().zip(COVERAGE_LEVELS) {
            let covered = 2.0 * normal_cdf(z).unwrap() - 1.0;
            assert!((covered - level).abs() < 1e-15, "{level}");
        }
        for (z, below) in DECILES.into_iter().zip([0.6, 0.7, 0.8, 0.9]) {
            assert!((normal_cdf(z).unwrap() - below).abs() < 1e-15, "{below}");
        }
    }
}
