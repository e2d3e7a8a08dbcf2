//! What a deviation needs to be more than chance, and what a stated margin says of the sample.

use super::{check, check_size};
use crate::error::{Error, Result};
use crate::numeric::{Bounds, Confidence, finite};

/// The effective respondents above which a deviation from the share v of the count is significant
/// in the score form: n* = z_c² v (1 − v)/d². `None` where nothing deviates.
///
/// ```
/// use exitpoll::{Confidence, accuracy::break_even_size};
/// let size = break_even_size(0.9205, 0.939 - 0.9205, Confidence::P95)?.unwrap();
/// assert!((size - 821.379097542).abs() < 1e-6);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside \[0, 1\] or a deviation outside \[−1, 1\].
pub fn break_even_size(count: f64, deviation: f64, confidence: Confidence) -> Result<Option<f64>> {
    check(&[count], &[count], 1)?;
    if !(-1.0..=1.0).contains(&deviation) {
        return Err(Error::out_of_range(
            "deviation",
            deviation,
            "give poll − count in proportions",
        ));
    }
    let z = confidence.critical_value();
    // Step by step: the square of a tiny deviation is 0 in doubles.
    (deviation != 0.0)
        .then(|| {
            let size = z * z * count * (1.0 - count) / deviation / deviation;
            finite("the break-even size", size)
        })
        .transpose()
}

/// The design effect that a stated margin implies: (m / (z_c √(p(1 − p)/n)))² at p = ½, for which
/// pollsters state it.
///
/// ```
/// use exitpoll::{Confidence, accuracy::implied_design_effect};
/// // The National Exit Poll of Ukraine 2004: 28,363 respondents, stated margin 2 points.
/// let factor = implied_design_effect(0.02, 28363.0, Confidence::P95)?;
/// assert_eq!(format!("{factor:.1}"), "11.8");
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a margin outside (0, 1] or a size that is not positive.
pub fn implied_design_effect(margin: f64, size: f64, confidence: Confidence) -> Result<f64> {
    if !(margin > 0.0 && margin <= 1.0) {
        return Err(Error::out_of_range(
            "margin",
            margin,
            "give a proportion above 0, at most 1",
        ));
    }
    check_size(size)?;
    let z = confidence.critical_value();
    Ok(4.0 * size * (margin / z) * (margin / z))
}

/// The standard error of the lead p_1 − p_2 of two choices of one sample:
/// √((p_1 + p_2 − (p_1 − p_2)²)/n). Two separate intervals cannot give it: the shares are
/// negatively correlated.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, for a sum above 1, for a size that is not
/// positive.
pub fn lead_standard_error(poll: [f64; 2], size: f64) -> Result<f64> {
    check(&poll, &poll, 2)?;
    check_size(size)?;
    let [first, second] = poll;
    if first + second > 1.0 + 1e-9 {
        return Err(Error::out_of_range(
            "poll",
            first + second,
            "two shares are at most 1 together",
        ));
    }
    Ok(unchecked_lead_standard_error(poll, size))
}

/// The same of printed shares, which can add to a little more than 1.
pub(crate) fn unchecked_lead_standard_error([first, second]: [f64; 2], size: f64) -> f64 {
    let lead = first - second;
    ((first + second - lead * lead).max(0.0) / size).sqrt()
}

/// The effective size that a stated margin m stands for: n_eff = z_c² p(1 − p)/m², not rounded, with the sizes that
/// the rounding of m leaves. p is the share for which the pollster states it, ½ unless the source says otherwise;
/// the margin of one choice goes with the share of that choice.
///
/// ```
/// use exitpoll::{Bounds, Confidence, accuracy::effective_size_of_margin};
/// // "±2" at 95 percent, anything from 1.5 to 2.5 points.
/// let margin = (0.02, Bounds::new(0.015, 0.025)?);
/// let (size, bounds) = effective_size_of_margin(margin, 0.5, Confidence::P95)?;
/// assert_eq!(format!("{size:.2}"), "2400.91");
/// assert_eq!(format!("{:.2} to {:.2}", bounds.low(), bounds.high()), "1536.58 to 4268.29");
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a margin or an end of its bounds outside (0, 1], a margin outside its bounds, or a
/// share that is not strictly between 0 and 1.
pub fn effective_size_of_margin(
    (margin, bounds): (f64, Bounds),
    share: f64,
    confidence: Confidence,
) -> Result<(f64, Bounds)> {
    for points in [margin, bounds.low, bounds.high] {
        if !(points > 0.0 && points <= 1.0) {
            return Err(Error::out_of_range(
                "margin",
                points,
                "give a proportion above 0, at most 1, such as 0.03 for three points",
            ));
        }
    }
    if !bounds.contains(margin) {
        return Err(Error::out_of_range(
            "margin",
            margin,
            format!(
                "give a margin from {} to {}, its bounds",
                bounds.low, bounds.high
            ),
        ));
    }
    if !(share > 0.0 && share < 1.0) {
        return Err(Error::out_of_range(
            "share",
            share,
            "give the share that the margin is stated for, such as 0.5",
        ));
    }
    let size = |margin: f64| {
        let z = confidence.critical_value() / margin;
        finite("the effective size", z * z * share * (1.0 - share))
    };
    Ok((
        size(margin)?,
        Bounds::between(size(bounds.high)?, size(bounds.low)?),
    ))
}

/// The effective size of a sample without replacement from `ballots`: n_eff·(N − 1)/(N − n), as its variance is smaller by
/// (N − n)/(N − 1) (Cochran 1977, section 2.5). n are the respondents themselves, not the effective ones.
///
/// ```
/// use exitpoll::accuracy::finite_population_size;
/// // Half of 1,001 ballots but for one: the variance shrinks to half.
/// assert_eq!(finite_population_size(250.0, 501, 1001)?, 500.0);
/// // A thousand of fifty million change nothing to speak of.
/// assert!((finite_population_size(1000.0, 1000, 50_000_000)? - 1000.02).abs() < 1e-4);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an effective size that is not positive and finite; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for more
/// respondents than ballots; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where all were asked: nothing is left to chance.
pub fn finite_population_size(effective_size: f64, respondents: u64, ballots: u64) -> Result<f64> {
    check_size(effective_size)?;
    if respondents > ballots {
        return Err(Error::inconsistent(
            "respondents",
            respondents,
            format!("`ballots` {ballots}"),
            "give the ballots that the respondents are a part of",
        ));
    }
    if respondents == ballots {
        let reason = "everyone was asked, so that there is no sampling error";
        return Err(Error::undefined("the effective size", reason));
    }
    Ok(effective_size * ((ballots as f64 - 1.0) / (ballots - respondents) as f64))
}

/// The size that stands for sampling and bias together: 1/n_tot = 1/n_eff + 4τ², with τ the standard deviation of the
/// bias of a share of one half, in proportions. At one half that is the variance s² + τ²; elsewhere the bias shrinks
/// as sampling error does.
///
/// τ is for the caller to declare; nothing in one poll shows it. Over 4,221 polls of American elections Shirani-Mehr,
/// Rothschild, Goel and Gelman (2018) found about three points.
///
/// ```
/// use exitpoll::accuracy::total_error_size;
/// // Five points of sampling (100 respondents) and five of bias: half the size.
/// assert!((total_error_size(100.0, 0.05)? - 50.0).abs() < 1e-12);
/// assert_eq!(total_error_size(1000.0, 0.0)?, 1000.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a size that is not positive and finite, or a deviation that is not from 0 to below ½.
pub fn total_error_size(effective_size: f64, bias: f64) -> Result<f64> {
    check_size(effective_size)?;
    if !(0.0..0.5).contains(&bias) {
        return Err(Error::out_of_range(
            "bias",
            bias,
            "give the standard deviation of the bias as a proportion, such as 0.03 for three points",
        ));
    }
    Ok(effective_size / (1.0 + 4.0 * bias * bias * effective_size))
}
