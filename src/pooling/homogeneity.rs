//! The scatter of polls over all choices together.

use super::evidence::same_length;
use super::herding::{Herding, at_least_two};
use crate::error::{Error, Result};
use crate::numeric::{Bounds, CompensatedSum, Confidence, sum};

/// Whether polls agree suspiciously well (or differ) over all choices together: Pearson's statistic of
/// homogeneity X² = Σ_i n_i Σ_j (p_ij − p̄_j)²/p̄_j with p̄_j = Σ n_i p_ij/Σ n_i, and (k − 1)(m − 1) degrees
/// of freedom (Pearson 1911).
///
/// The Q of each choice alone ([`herding`](super::herding)) must not be added up over the choices: the
/// shares of one poll sum to 1, so that what one choice gains another loses. This is the sum that has a χ²
/// distribution. One row of `shares` per poll, in one order of choices; `effective_sizes` are n_i. A choice
/// that nobody named in any poll says nothing and takes its degrees of freedom with it.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1], shares of a poll that do not sum to 1 within 1e-6, or
/// a size that is not positive and finite; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for rows or sizes of different length;
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one poll, or fewer than two choices with a share.
///
/// ```
/// use exitpoll::{Confidence, pooling::multinomial_homogeneity};
///
/// // 60 and 40 of 100 each: (.6 − .5)²/.5 over two choices and two polls, times 100.
/// let polls = [[0.6, 0.4], [0.4, 0.6]];
/// let test = multinomial_homogeneity(&polls, &[100.0, 100.0], Confidence::P95)?;
/// assert!((test.statistic - 8.0).abs() < 1e-13 && test.degrees_of_freedom == 1.0);
/// assert!((test.upper_tail - 0.004_677_734_981_047_266).abs() < 1e-14);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn multinomial_homogeneity<R: AsRef<[f64]>>(
    shares: &[R],
    effective_sizes: &[f64],
    confidence: Confidence,
) -> Result<Herding> {
    let choices = check(shares, effective_sizes, |share| Bounds::exact(*share))?;
    at_least_two(shares.len() as f64)?;
    let total_size = sum(effective_sizes.iter().copied());
    let mut statistic = CompensatedSum::default();
    let mut with_share = 0.0;
    for choice in 0..choices {
        let column = || {
            shares
                .iter()
                .zip(effective_sizes)
                .map(|(row, &size)| (row.as_ref()[choice], size))
        };
        let mean = sum(column().map(|(share, size)| share * (size / total_size)));
        if mean > 0.0 {
            with_share += 1.0;
            for (share, size) in column() {
                statistic.add(size * (share - mean) * ((share - mean) / mean));
            }
        }
    }
    if with_share < 2.0 {
        return Err(Error::undefined(
            "the homogeneity of the polls",
            "fewer than two choices have a share in any poll",
        ));
    }
    Herding::new(
        statistic.value(),
        with_share - 1.0,
        shares.len() as f64,
        confidence,
    )
}

/// The number of choices. What a cell can be is given by `bounds`.
pub(crate) fn check<T, R: AsRef<[T]>>(
    shares: &[R],
    effective_sizes: &[f64],
    bounds: fn(&T) -> Bounds,
) -> Result<usize> {
    let polls = shares.len();
    let Some(choices) = shares.first().map(|row| row.as_ref().len()) else {
        return Err(Error::missing("shares", "give at least two polls"));
    };
    same_length("effective_sizes", effective_sizes.len(), "shares", polls)?;
    for (poll, (row, &size)) in shares.iter().zip(effective_sizes).enumerate() {
        let row = row.as_ref();
        if row.len() != choices {
            return Err(Error::inconsistent(
                format!("shares[{poll}]"),
                format!("{} shares", row.len()),
                format!("`shares[0]`, {choices} shares"),
                "give all polls in one order of choices, 0 for what nobody named".to_string(),
            ));
        }
        for (choice, cell) in row.iter().enumerate() {
            let Bounds { low, high } = bounds(cell);
            if !(0.0 <= low && low <= high && high <= 1.0) {
                return Err(Error::out_of_range(
                    format!("shares[{poll}][{choice}]"),
                    if low == high {
                        low.to_string()
                    } else {
                        format!("from {low} to {high}")
                    },
                    "give a proportion between 0 and 1",
                ));
            }
        }
        let total = |end: fn(Bounds) -> f64| sum(row.iter().map(|cell| end(bounds(cell))));
        let (least, most) = (total(|b| b.low), total(|b| b.high));
        if least > 1.0 + 1e-6 || most < 1.0 - 1e-6 {
            return Err(Error::out_of_range(
                format!("shares[{poll}]"),
                format!(
                    "shares that sum to {}",
                    if least > 1.0 { least } else { most }
                ),
                "give proportions that sum to 1, the remainder as a choice of its own",
            ));
        }
        if !(size > 0.0 && size.is_finite()) {
            return Err(Error::out_of_range(
                format!("effective_sizes[{poll}]"),
                size,
                "give a positive, finite number of respondents",
            ));
        }
    }
    if !sum(effective_sizes.iter().copied()).is_finite() {
        return Err(Error::out_of_range(
            "effective_sizes",
            "sizes whose sum is too large for a double",
            "give numbers of respondents",
        ));
    }
    Ok(choices)
}
