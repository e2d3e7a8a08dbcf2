//! Percentages and percentage points that were given as a proportion by mistake.

use super::figure::Figure;
use super::share::PublishedShare;
use crate::error::{Error, Result};

/// Margins and biases in percentage points below this are proportions by mistake: a margin of 0.1 points at 95 percent
/// would need a million respondents.
const LEAST: f64 = 0.1;

/// What to write instead, where a number of points above 0 looks like a proportion.
pub(crate) fn proportion_by_mistake(points: f64) -> Option<String> {
    (0.0 < points && points < LEAST).then(|| {
        let meant = (points * 1e8).round() / 1e6;
        format!(
            "this looks like a proportion; write percentage points, {meant} instead of {points}"
        )
    })
}

/// What to write instead, where a turnout or a rate of response in percent looks like a proportion: fewer than one in a
/// hundred neither vote nor answer anywhere.
pub(crate) fn rate_by_mistake(percent: f64) -> Option<String> {
    (0.0 < percent && percent < 1.0).then(|| {
        let meant = (percent * 1e8).round() / 1e6;
        format!("this looks like a proportion; write percent, {meant} instead of {percent}")
    })
}

/// A turnout in percent, as printed.
pub(super) fn turnout(figure: &Figure) -> Result<PublishedShare> {
    let share = PublishedShare::read("turnout", figure)?;
    // Without binary noise.
    match rate_by_mistake((1e10 * share.value()).round() / 1e8) {
        Some(help) => Err(Error::out_of_range("turnout", figure, help)),
        None => Ok(share),
    }
}
