//! What a poll within sampling error could have found.

use super::tails::Tails;
use super::{SMALL_CELL, VerdictLevel, check_figure, check_size};
use crate::error::{Error, Result};
use crate::numeric::{Bounds, binomial_upper_tail, bracketed_root, noncentral_t, normal_quantile};

/// The smallest deviation that a poll within sampling error could have found with this power, of a choice at
/// `official`, in proportions, by the test that the verdict uses.
///
/// By standard errors (q + z_power)·√(v(1 − v)/n_eff); q is the level's [critical
/// value](VerdictLevel::critical_value). With degrees of freedom δ·√(v(1 − v)/n_eff), δ the noncentrality at which
/// Student's t exceeds q with this power: the standard error is then one of few stations, and varies itself. With fewer than five expected respondents for the choice (or against it):
/// B − v for the B at which P(X ≥ x | B) is the power, x the smallest number of respondents above v·n of which the
/// binomial p-value is at most α/m.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an official share that is no proportion, a size that is not positive and finite, or
/// a power that is not from .5 to below 1; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where no share in range is so far away.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::hypothesis::{VerdictLevel, minimum_detectable_deviation};
///
/// // (1.95996 + .84162)·√(.25/1000) = 4.43 points.
/// let level = VerdictLevel::new(Confidence::P95, 1)?;
/// let deviation = minimum_detectable_deviation(0.5, 1000.0, level, 0.8)?;
/// assert!((deviation - 0.0443).abs() < 5e-5);
/// // By 4 degrees of freedom q is 2.77645, which t about 3.76106 exceeds four times in five: 3.76106·√(.25/250).
/// let of_five_stations = level.with_degrees_of_freedom(4.0)?;
/// let deviation = minimum_detectable_deviation(0.5, 250.0, of_five_stations, 0.8)?;
/// assert!((deviation - 0.118935).abs() < 5e-7);
/// // Of 500 at .1 percent, three or more are beyond chance: P(X ≥ 3 | .1 %) = .0143, doubled .0287. At .854 percent
/// // that is found four times in five.
/// let deviation = minimum_detectable_deviation(0.001, 500.0, level, 0.8)?;
/// assert!((deviation - 0.00754).abs() < 5e-6);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn minimum_detectable_deviation(
    official: f64,
    effective_size: f64,
    level: VerdictLevel,
    power: f64,
) -> Result<f64> {
    check_figure("official", (official, Bounds::exact(official)))?;
    check_size("effective_size", effective_size)?;
    if !(0.5..1.0).contains(&power) {
        return Err(Error::out_of_range(
            "power",
            power,
            "give a probability from 0.5 to below 1, such as 0.8",
        ));
    }
    let rarer = official.min(1.0 - official);
    let deviation = if rarer > 0.0 && rarer * effective_size < SMALL_CELL {
        binomial(rarer, effective_size / level.loss()?, level.alpha(), power)?
    } else {
        let critical = level.critical_value()?;
        let standard_errors = match level.degrees_of_freedom {
            Some(freedom) => noncentral_t::noncentrality(power, freedom, critical)?,
            None => critical + normal_quantile(power)?,
        };
        Some(standard_errors * (official * (1.0 - official) / effective_size).sqrt())
    };
    deviation
        .filter(|deviation| *deviation <= 1.0 - rarer)
        .ok_or_else(|| {
            Error::undefined(
                "the minimum detectable deviation",
                format!(
                    "{effective_size} effective respondents find none with a probability of {power}"
                ),
            )
        })
}

fn binomial(rarer: f64, size: f64, alpha: f64, power: f64) -> Result<Option<f64>> {
    let mut respondents = (rarer * size).floor() + 1.0;
    // Fewer than five are expected: a few dozen are beyond any level that a double can hold.
    while respondents <= size
        && (Tails::Binomial { size }).p_value(respondents / size, rarer)? > alpha
    {
        respondents += 1.0;
    }
    if respondents > size {
        return Ok(None);
    }
    let missing = |share: f64| {
        binomial_upper_tail(respondents, size, share).map_or(f64::NAN, |found| found - power)
    };
    let share = bracketed_root(missing, rarer, 1.0)?;
    Ok(Some(share - rarer))
}
