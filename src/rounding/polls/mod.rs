//! What the rounding leaves open of what several polls say together.

mod heterogeneity;
mod pooled;
mod scatter;
mod verdict;

pub use heterogeneity::heterogeneity_bounds;
pub use pooled::pooled_bounds;
pub use scatter::{homogeneity_bounds, statistic_bounds};
pub use verdict::{
    Finding, RoundedTest, common_bias_within_rounding, herding_within_rounding,
    homogeneity_within_rounding,
};
pub(crate) use verdict::{homogeneity_of_sizes, pooled_with_bias};

use crate::error::{Error, Result};
use crate::numeric::Bounds;
use crate::pooling::{LARGEST, check_variances, same_length};

/// At least one poll, bounds that are finite and in order, positive variances, and nothing so far apart that
/// products leave the doubles.
fn check(estimates: &[Bounds], variances: &[f64]) -> Result<()> {
    if estimates.is_empty() {
        return Err(Error::missing("estimates", "give at least one poll"));
    }
    same_length("variances", variances.len(), "estimates", estimates.len())?;
    check_variances(variances)?;
    for (index, bounds) in estimates.iter().enumerate() {
        if !(bounds.low <= bounds.high && bounds.low.is_finite() && bounds.high.is_finite()) {
            return Err(Error::out_of_range(
                format!("estimates[{index}]"),
                format!("from {} to {}", bounds.low, bounds.high),
                "give two finite ends, the lower one first",
            ));
        }
    }
    let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
    let first = estimates.first().map_or(0.0, |bounds| bounds.low);
    let unit = smallest.sqrt();
    for (index, (bounds, variance)) in estimates.iter().zip(variances).enumerate() {
        let distance = (bounds.low - first).abs().max((bounds.high - first).abs());
        if distance / unit >= LARGEST || variance / smallest >= LARGEST {
            return Err(Error::out_of_range(
                format!("estimates[{index}]"),
                format!(
                    "from {} to {} with variance {variance}",
                    bounds.low, bounds.high
                ),
                format!(
                    "it is over {LARGEST:e} standard errors wide or from the others; leave one out"
                ),
            ));
        }
    }
    Ok(())
}
