//! Goodness of fit when the sample is not simple random.

use serde::Serialize;

use super::statistic::FitStatistic;
use crate::error::{Error, Result};
use crate::numeric::{CompensatedSum, chi_squared_upper_tail};

/// What is known of the sample's design when a statistic of fit is corrected for it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum DesignEffects<'a> {
    /// One design effect for all choices; first order.
    Mean(f64),
    /// A design effect for each choice, deff_i = Var(p_i)/(p_i(1 − p_i)/n) with the poll's own share in the
    /// denominator; first order. That of a choice without polled share is not used.
    PerChoice(&'a [f64]),
    /// The estimated covariance matrix of the polled shares under the design, in proportions squared, row
    /// by row; second order (Satterthwaite).
    Covariance(&'a [f64]),
}

/// A test of fit corrected for the sample's design.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct RaoScott {
    /// The statistic as from a simple random sample of as many respondents.
    pub uncorrected: f64,
    /// δ̄, the mean of the generalised design effects: the factor by which the design inflates the
    /// statistic.
    pub mean_design_effect: f64,
    /// a², the squared coefficient of variation of the generalised design effects; 0 at first order, where
    /// it is not known.
    pub variation: f64,
    /// uncorrected/(δ̄(1 + a²)).
    pub statistic: f64,
    /// (k − 1)/(1 + a²).
    pub degrees_of_freedom: f64,
    /// P(χ² ≥ statistic).
    pub p_value: f64,
}

/// The statistic of a sample of `respondents` (not the effective size) over its mean design effect (Rao &
/// Scott 1981, *JASA* 76).
///
/// With one design effect δ̄ is that. With one per choice, δ̄ = Σ (p_i/v_i)(1 − p_i) deff_i/(k − 1): the mean
/// eigenvalue of n·(diag v − vv')⁻¹·Var(p), which needs only the variances. With the covariance matrix V
/// the variation of the eigenvalues is known too, Σδ² = n² ΣΣ V_ij²/(v_i v_j) and 1 + a² =
/// Σδ²/((k − 1)δ̄²): Satterthwaite's approximation divides statistic and degrees of freedom by 1 + a² as
/// well, and holds its level also where design effects differ much among the choices.
///
/// Design effects alone do not determine the eigenvalues, so there is no second order from them.
///
/// # Errors
/// As [`pearson`](super::pearson); also [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a design effect that is not positive and
/// finite, or a covariance that is not finite, not symmetric or has a negative variance;
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for a list of another length than the choices; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if all
/// variances are zero.
///
/// ```
/// use exitpoll::hypothesis::{DesignEffects, FitStatistic, rao_scott};
///
/// // X² = 4 of 100 simple random respondents, halved by a design effect of 2.
/// let (poll, count) = ([0.6, 0.4], [0.5, 0.5]);
/// let test = rao_scott(FitStatistic::Pearson, &poll, &count, 100.0, DesignEffects::Mean(2.0))?;
/// assert!((test.statistic - 2.0).abs() < 1e-12);
/// // Two per-choice effects of 2 are effects on the poll's variance, .24 in place of .25:
/// // δ̄ = (.6/.5)(.4)(2) + (.4/.5)(.6)(2) = 1.92.
/// let per_choice = DesignEffects::PerChoice(&[2.0, 2.0]);
/// let test = rao_scott(FitStatistic::Pearson, &poll, &count, 100.0, per_choice)?;
/// assert!((test.mean_design_effect - 1.92).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn rao_scott(
    statistic: FitStatistic,
    poll: &[f64],
    count: &[f64],
    respondents: f64,
    design: DesignEffects<'_>,
) -> Result<RaoScott> {
    let simple = statistic.test(poll, count, respondents)?;
    let freedom = simple.degrees_of_freedom;
    let (mean_design_effect, variation) = match design {
        DesignEffects::Mean(effect) => {
            check_effect("design_effect", effect)?;
            (effect, 0.0)
        }
        DesignEffects::PerChoice(effects) => {
            check_length("design_effects", effects.len(), poll.len(), poll.len())?;
            let mut total = CompensatedSum::default();
            for (index, ((&p, &v), &effect)) in poll.iter().zip(count).zip(effects).enumerate() {
                // A choice that nobody named has no variance and so no design effect of its own.
                if p > 0.0 {
                    check_effect(&format!("design_effects[{index}]"), effect)?;
                    total.add(p / v * (1.0 - p) * effect);
                }
            }
            (total.value() / freedom, 0.0)
        }
        DesignEffects::Covariance(covariance) => {
            let k = poll.len();
            check_length("covariance", covariance.len(), k * k, k)?;
            let (trace, trace_of_square) = traces(covariance, count, respondents)?;
            let mean = trace / freedom;
            // 1 + a² is at least 1 by Cauchy's inequality.
            (
                mean,
                (trace_of_square / (freedom * mean * mean) - 1.0).max(0.0),
            )
        }
    };
    if !(mean_design_effect > 0.0 && variation.is_finite()) {
        return Err(Error::undefined(
            "the mean design effect",
            "no polled share has a variance; one choice has all respondents",
        ));
    }
    let corrected = simple.statistic / mean_design_effect / (1.0 + variation);
    let degrees_of_freedom = freedom / (1.0 + variation);
    Ok(RaoScott {
        uncorrected: simple.statistic,
        mean_design_effect,
        variation,
        statistic: corrected,
        degrees_of_freedom,
        p_value: chi_squared_upper_tail(corrected, degrees_of_freedom)?,
    })
}

/// Σ δ and Σ δ² of the eigenvalues of n·diag(v)⁻¹·V.
fn traces(covariance: &[f64], count: &[f64], respondents: f64) -> Result<(f64, f64)> {
    let k = count.len();
    let at = |row: usize, column: usize| covariance[row * k + column];
    let (mut trace, mut of_square) = (CompensatedSum::default(), CompensatedSum::default());
    for (row, &v) in count.iter().enumerate() {
        let variance = at(row, row);
        for (column, &w) in count.iter().enumerate() {
            let (value, mirrored) = (at(row, column), at(column, row));
            let place = || format!("covariance[{row}][{column}]");
            if !value.is_finite() || (row == column && value < 0.0) {
                return Err(Error::out_of_range(
                    place(),
                    value,
                    "give finite covariances of the shares, with variances from 0 up",
                ));
            }
            if (value - mirrored).abs() > 1e-9 * (variance * at(column, column)).abs().sqrt() {
                return Err(Error::out_of_range(
                    place(),
                    value,
                    format!("give a symmetric matrix; its mirror image is {mirrored}"),
                ));
            }
            if v > 0.0 && w > 0.0 {
                let scaled = respondents * value;
                of_square.add(scaled / v * (scaled / w));
                if row == column {
                    trace.add(scaled / v);
                }
            }
        }
    }
    Ok((trace.value(), of_square.value()))
}

fn check_effect(field: &str, effect: f64) -> Result<()> {
    if effect > 0.0 && effect.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(
        field,
        effect,
        "give a positive, finite variance factor; 1 is simple random sampling",
    ))
}

fn check_length(field: &str, length: usize, expected: usize, choices: usize) -> Result<()> {
    if length == expected {
        return Ok(());
    }
    Err(Error::inconsistent(
        field.to_string(),
        format!("{length} figures"),
        format!("the {choices} choices"),
        format!("give {expected} figures, in the order of the choices"),
    ))
}
