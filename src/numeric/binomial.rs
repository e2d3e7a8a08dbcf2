//! The binomial distribution: its probabilities as a deviance (Loader 2000), its tails through the beta
//! distribution.

use super::beta;
use crate::error::{Error, Result};

/// P(X = successes) for X binomial in `trials` with `probability`; counts need not be whole (Γ in place
/// of the factorials).
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ successes ≤ trials (finite) and 0 ≤ probability ≤ 1.
///
/// ```
/// let p = exitpoll::numeric::binomial_probability(2.0, 4.0, 0.5)?;
/// assert!((p - 0.375).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn binomial_probability(successes: f64, trials: f64, probability: f64) -> Result<f64> {
    check(successes, trials, probability)?;
    let failures = trials - successes;
    if probability == 0.0 {
        return Ok(if successes == 0.0 { 1.0 } else { 0.0 });
    }
    if probability == 1.0 {
        return Ok(if failures == 0.0 { 1.0 } else { 0.0 });
    }
    if successes == 0.0 {
        return Ok((trials * (-probability).ln_1p()).exp());
    }
    if failures == 0.0 {
        return Ok((trials * probability.ln()).exp());
    }
    // x^a y^b/B(a,b) is ab/(a+b) times the binomial probability of a in a + b.
    let point = beta::Point::at(probability, successes, failures);
    let power =
        beta::log_normaliser(successes, failures) - beta::deviance(successes, failures, point);
    Ok(power.exp() / (successes * (failures / trials)))
}

/// P(X ≤ successes).
///
/// # Errors
/// As [`binomial_probability`].
///
/// ```
/// let p = exitpoll::numeric::binomial_cdf(1.0, 4.0, 0.5)?;
/// assert!((p - 0.3125).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn binomial_cdf(successes: f64, trials: f64, probability: f64) -> Result<f64> {
    check(successes, trials, probability)?;
    if successes == trials {
        return Ok(1.0);
    }
    beta::beta_upper_tail(probability, successes + 1.0, trials - successes)
}

/// P(X ≥ successes).
///
/// # Errors
/// As [`binomial_probability`], but `successes` may exceed `trials` by less than one whole (the tail is
/// empty then).
///
/// ```
/// let p = exitpoll::numeric::binomial_upper_tail(3.0, 4.0, 0.5)?;
/// assert!((p - 0.3125).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn binomial_upper_tail(successes: f64, trials: f64, probability: f64) -> Result<f64> {
    if successes > trials && successes <= trials + 1.0 {
        check(trials, trials, probability)?;
        return Ok(0.0);
    }
    check(successes, trials, probability)?;
    if successes == 0.0 {
        return Ok(1.0);
    }
    beta::beta_cdf(probability, successes, trials - successes + 1.0)
}

fn check(successes: f64, trials: f64, probability: f64) -> Result<()> {
    if !(trials >= 0.0 && trials.is_finite()) {
        return Err(Error::out_of_range(
            "trials",
            trials,
            "give a finite number from 0 up",
        ));
    }
    if !(0.0..=trials).contains(&successes) {
        return Err(Error::out_of_range(
            "successes",
            successes,
            format!("give a number from 0 to the {trials} trials"),
        ));
    }
    if !(0.0..=1.0).contains(&probability) {
        return Err(Error::out_of_range(
            "probability",
            probability,
            "give a probability between 0 and 1",
        ));
    }
    Ok(())
}
