//! The intervals around one row's share: the one that is printed, the one by which thresholds are called, and the one
//! with a declared bias.

use super::effective_size::Worth;
use super::row::Ways;
use crate::error::Result;
use crate::hypothesis::{self, RowTest};
use crate::interval::lead::is_small_pair;
use crate::interval::{BinomialMethod, Interval};
use crate::numeric::Bounds;

impl Ways<'_> {
    /// From the lowest to the highest share in any interval that the digits not printed allow.
    pub(super) fn interval_within_rounding(
        &self,
        worth: &Worth,
        test: &RowTest,
        (share, bounds): (f64, Bounds),
    ) -> Result<Interval> {
        let mut within = self.calling(worth, test, share)?;
        if bounds.width() == 0.0 && worth.within_rounding.is_none() {
            return Ok(within);
        }
        for worth in worth.each() {
            within.low = within.low.min(self.calling(&worth, test, bounds.low)?.low);
            within.high = within
                .high
                .max(self.calling(&worth, test, bounds.high)?.high);
        }
        Ok(within)
    }

    /// The interval outside which a threshold is passed or missed by more than chance. Of few respondents it also holds
    /// Wilson's and Clopper and Pearson's, as leads hold to both tests: more than half of the votes and ahead of the only
    /// other choice are one statement.
    fn calling(&self, worth: &Worth, test: &RowTest, share: f64) -> Result<Interval> {
        let own = self.interval(worth, test, share)?;
        let confidence = self.settings.confidence;
        let size = worth.sample.interval_size(confidence)?;
        let of = |method: BinomialMethod| method.interval(share * size, size, confidence);
        let exact = of(BinomialMethod::ClopperPearson)?;
        // Thresholds of fewer than five expected respondents are, as such rows, for the binomial distribution.
        let reaches_small_cells =
            worth.size() * exact.low.min(1.0 - exact.high) < hypothesis::SMALL_CELL;
        if !(is_small_pair(worth.size(), 0.0) || reaches_small_cells || test.method.is_binomial()) {
            return Ok(own);
        }
        let both = [exact, of(BinomialMethod::Wilson)?];
        Ok(both.iter().fold(own, |held, next| Interval {
            low: held.low.min(next.low),
            high: held.high.max(next.high),
        }))
    }

    /// Whether the row's interval is the one that goes with its p-value.
    pub(super) fn inverts_the_test(&self) -> bool {
        self.facts.interval_method == Some(BinomialMethod::Wilson)
    }

    pub(super) fn interval(&self, worth: &Worth, test: &RowTest, share: f64) -> Result<Interval> {
        let confidence = self.settings.confidence;
        let asked = self.facts.interval_method.unwrap_or(BinomialMethod::Wilson);
        let (method, size) = match asked {
            BinomialMethod::Wilson if test.method.is_binomial() => (
                BinomialMethod::ClopperPearson,
                worth.sample.interval_size(confidence)?,
            ),
            // Clopper–Pearson with its own quotient of t quantiles.
            BinomialMethod::KornGraubard => {
                let reduction = asked.size_reduction(self.sample, confidence)?;
                (BinomialMethod::ClopperPearson, worth.size() * reduction)
            }
            method => (method, worth.sample.interval_size(confidence)?),
        };
        method.interval(share * size, size, confidence)
    }

    /// Wilson's interval at the size that stands for sampling and the declared bias together.
    pub(super) fn total_error_interval(
        &self,
        worth: &Worth,
        share: f64,
    ) -> Result<Option<Interval>> {
        let Some(bias) = self.settings.bias_standard_deviation else {
            return Ok(None);
        };
        let confidence = self.settings.confidence;
        let size = worth.with_bias(bias)?.sample.interval_size(confidence)?;
        BinomialMethod::Wilson
            .interval(share * size, size, confidence)
            .map(Some)
    }
}
