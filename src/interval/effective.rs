//! From published shares and what is known of the sample to effective counts; slices of one length.

use std::fmt::Display;

use crate::error::{Error, Result};
use crate::model::Sample;
use crate::numeric::sum;

/// The effective size of `sample` ([`Sample::effective_size`]).
pub(super) fn effective_size(field: &str, sample: &Sample) -> Result<f64> {
    sample.effective_size().ok_or_else(|| {
        Error::missing(
            field,
            "an interval needs the size of the sample: give the people who answered",
        )
    })
}

/// A proportion.
pub(super) fn check_share(field: impl Display, share: f64) -> Result<()> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    Err(Error::out_of_range(
        field.to_string(),
        share,
        "give a proportion between 0 and 1",
    ))
}

/// The shares of all choices, as they are divided by their sum, which may miss 1 by 1e-6.
pub(super) fn whole_shares(shares: &[f64]) -> Result<Vec<f64>> {
    for (index, &share) in shares.iter().enumerate() {
        check_share(format_args!("shares[{index}]"), share)?;
    }
    let total = sum(shares.iter().copied());
    if (total - 1.0).abs() > 1e-6 {
        return Err(Error::out_of_range(
            "shares",
            format!("proportions that sum to {total}"),
            "give the shares of all choices, so that they sum to 1",
        ));
    }
    Ok(shares.iter().map(|share| share / total).collect())
}

/// Slices that go together, each by its name and length, against the first.
pub(super) fn one_length(first: (&str, usize), others: &[(&str, usize)]) -> Result<()> {
    let (name, expected) = first;
    match others.iter().find(|(_, length)| *length != expected) {
        None => Ok(()),
        Some((field, length)) => Err(Error::inconsistent(
            *field,
            format!("{length} long"),
            format!("`{name}`, {expected} long"),
            "give slices of one length",
        )),
    }
}
