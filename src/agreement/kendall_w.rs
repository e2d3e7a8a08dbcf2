use serde::Serialize;

use super::Ratings;
use super::rank::ranks_and_ties;
use crate::error::{Error, Result};
use crate::numeric::{chi_squared_upper_tail, sum};

/// Kendall's coefficient of concordance with its test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct KendallW {
    /// W: 0 where the rank sums of the choices are equal, 1 where all sources have one order.
    pub value: f64,
    /// m (k − 1) W, which is Friedman's statistic; about chi-squared where sources order at random.
    pub chi_squared: f64,
    /// k − 1.
    pub degrees_of_freedom: f64,
    /// P(χ² ≥ chi_squared).
    pub p_value: f64,
}

/// Kendall's W of the orders in which m sources put k choices, corrected for ties:
/// W = 12 S/(m² (k³ − k) − m Σ (t³ − t)), S the sum of squares of the choices' rank sums about their mean,
/// t the sizes of the groups of equal figures (Kendall & Babington Smith 1939, *Annals of Mathematical
/// Statistics* 10; Kendall 1948). Friedman's test (1937) has the same statistic. The chi-squared
/// approximation is coarse for k below 8 or so.
///
/// ```
/// use exitpoll::agreement::{Ratings, kendall_w};
/// // Rank sums 2, 5, 5 about 4: S = 6, W = 72/(4·24).
/// let w = kendall_w(&Ratings::new(&[[0.5, 0.3, 0.2], [0.5, 0.2, 0.3]])?)?;
/// assert_eq!((w.value, w.chi_squared, w.degrees_of_freedom), (0.75, 3.0, 2.0));
/// assert!((w.p_value - (-1.5f64).exp()).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where cells are missing, or every source puts all choices equal.
pub fn kendall_w(sources: &Ratings) -> Result<KendallW> {
    let cells = sources.complete("Kendall's W")?;
    let (m, k) = (sources.sources() as f64, sources.choices() as f64);
    let mut rank_sums = vec![0.0; sources.choices()];
    let mut ties = 0.0;
    for row in cells.chunks_exact(sources.choices()) {
        let (ranks, tied) = ranks_and_ties(row);
        ties += tied;
        for (total, rank) in rank_sums.iter_mut().zip(ranks) {
            *total += rank;
        }
    }
    let spread = m * m * (k * k - 1.0) * k - m * ties;
    if spread <= 0.0 {
        let reason = "every source puts all choices equal";
        return Err(Error::undefined("Kendall's W", reason));
    }
    let mean = 0.5 * m * (k + 1.0);
    let squares = sum(rank_sums.iter().map(|total| (total - mean).powi(2)));
    let value = (12.0 * squares / spread).min(1.0);
    let chi_squared = m * (k - 1.0) * value;
    Ok(KendallW {
        value,
        chi_squared,
        degrees_of_freedom: k - 1.0,
        p_value: chi_squared_upper_tail(chi_squared, k - 1.0)?,
    })
}
