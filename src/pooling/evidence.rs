//! Estimates and variances, checked and put on a scale where nothing overflows.

use crate::error::{Error, Result};
use crate::numeric::{CompensatedSum, sum};

/// Beyond this many standard errors (squared, and in ratios of variances) products leave the doubles.
pub(crate) const LARGEST: f64 = 1e140;

/// What the formulas need: y as differences from their inverse-variance mean, and everything in a unit
/// (a power of two, so that nothing is rounded) in which the smallest variance lies in [1, 4).
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    estimates: &'a [f64],
    variances: &'a [f64],
    origin: f64,
    unit: f64,
}

/// The weighted mean and scatter with weights w = 1/(v + τ²), in the unit of the evidence.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    /// Σ w.
    pub weight: f64,
    /// The mean, from the origin.
    pub shift: f64,
    /// Q = Σ w (y − mean)².
    pub q: f64,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(estimates: &'a [f64], variances: &'a [f64]) -> Result<Evidence<'a>> {
        check(estimates, variances)?;
        let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
        // The power of two at or below the root of the smallest variance.
        let unit = smallest.sqrt().log2().floor().exp2();
        let mut evidence = Evidence {
            estimates,
            variances,
            origin: 0.0,
            unit,
        };
        let first = estimates[0];
        evidence.origin = first;
        for (index, (d, v)) in evidence.pairs().enumerate() {
            if d.abs() >= LARGEST {
                return Err(Error::out_of_range(
                    format!("estimates[{index}]"),
                    estimates[index],
                    format!("it is over {LARGEST:e} standard errors from the first; leave one out"),
                ));
            }
            if v >= LARGEST {
                return Err(Error::out_of_range(
                    format!("variances[{index}]"),
                    variances[index],
                    format!("it is over {LARGEST:e} times the smallest: the poll says nothing"),
                ));
            }
        }
        evidence.origin = first + evidence.fit(0.0).shift * unit;
        Ok(evidence)
    }

    /// How many polls.
    pub(super) fn polls(&self) -> f64 {
        self.estimates.len() as f64
    }

    /// (y − origin, v) in the unit.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
        // A power of two as well: multiplying by it rounds nothing.
        let (origin, per_unit) = (self.origin, 1.0 / self.unit);
        self.estimates
            .iter()
            .zip(self.variances)
            .map(move |(y, v)| ((y - origin) * per_unit, v * per_unit * per_unit))
    }

    /// A variance from the unit back to what the caller uses.
    pub(super) fn variance(&self, in_unit: f64) -> f64 {
        in_unit * self.unit * self.unit
    }

    /// The same for a result, which may be too large for a double.
    pub(super) fn finite_variance(&self, in_unit: f64) -> Result<f64> {
        let variance = self.variance(in_unit);
        if variance.is_finite() {
            return Ok(variance);
        }
        Err(Error::out_of_range(
            "estimates",
            "estimates so far apart",
            "give them in a larger unit: τ² is too large for a double",
        ))
    }

    /// The mean of a fit, as the caller has estimates.
    pub(super) fn mean(&self, fit: Fit) -> f64 {
        self.origin + fit.shift * self.unit
    }

    /// The fit with weights 1/(v + τ²), τ² in the unit.
    pub(super) fn fit(&self, tau2: f64) -> Fit {
        let (mut weight, mut moment) = (CompensatedSum::default(), CompensatedSum::default());
        for (d, v) in self.pairs() {
            weight.add(1.0 / (v + tau2));
            moment.add(d / (v + tau2));
        }
        let weight = weight.value();
        let shift = moment.value() / weight;
        let q = sum(self
            .pairs()
            .map(|(d, v)| (d - shift) * ((d - shift) / (v + tau2))));
        Fit { weight, shift, q }
    }

    /// Σ w − Σ w²/Σ w, the trace that stands under every moment estimator, as 2 Σ_{i<j} w_i w_j/Σ w,
    /// where nothing cancels.
    pub(super) fn trace(&self, tau2: f64) -> f64 {
        let (mut before, mut products) = (0.0, 0.0);
        for (_, v) in self.pairs() {
            let weight = 1.0 / (v + tau2);
            products += weight * before;
            before += weight;
        }
        2.0 * products / before
    }

    /// Σ (y − ȳ)² about the plain mean.
    pub(super) fn sum_of_squares(&self) -> f64 {
        let mean = sum(self.pairs().map(|(d, _)| d)) / self.polls();
        sum(self.pairs().map(|(d, _)| (d - mean) * (d - mean)))
    }

    /// Σ v.
    pub(super) fn sum_of_variances(&self) -> f64 {
        self.pairs().map(|(_, v)| v).sum()
    }

    /// The largest estimate less the smallest.
    pub(super) fn range(&self) -> f64 {
        let ends = self
            .pairs()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (d, _)| {
                (low.min(d), high.max(d))
            });
        ends.1 - ends.0
    }

    /// The typical sampling variance s² = (m − 1)/(Σ w − Σ w²/Σ w) at τ² = 0 (Higgins & Thompson 2002,
    /// their equation 9), in the unit; 0 for one poll.
    pub(super) fn typical_variance(&self) -> f64 {
        let freedom = self.polls() - 1.0;
        if freedom > 0.0 {
            freedom / self.trace(0.0)
        } else {
            0.0
        }
    }
}

fn check(estimates: &[f64], variances: &[f64]) -> Result<()> {
    if estimates.is_empty() {
        return Err(Error::missing("estimates", "give at least one poll"));
    }
    same_length("variances", variances.len(), "estimates", estimates.len())?;
    for (index, &estimate) in estimates.iter().enumerate() {
        if !estimate.is_finite() {
            return Err(Error::out_of_range(
                format!("estimates[{index}]"),
                estimate,
                "give a finite number",
            ));
        }
    }
    check_variances(variances)
}

pub(crate) fn check_variances(variances: &[f64]) -> Result<()> {
    for (index, &variance) in variances.iter().enumerate() {
        if !(variance > 0.0 && variance.is_finite()) {
            return Err(Error::out_of_range(
                format!("variances[{index}]"),
                variance,
                "give a positive, finite sampling variance (not its root)",
            ));
        }
    }
    Ok(())
}

pub(crate) fn same_length(field: &str, length: usize, other: &str, wanted: usize) -> Result<()> {
    if length == wanted {
        return Ok(());
    }
    Err(Error::inconsistent(
        field.to_string(),
        format!("{length} long"),
        format!("`{other}`, {wanted} long"),
        "give one for each poll".to_string(),
    ))
}
