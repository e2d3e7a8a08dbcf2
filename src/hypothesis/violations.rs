//! How many stations can have a violation, given how many were seen at those that were observed.

use super::hypergeometric::hypergeometric;
use crate::error::{Error, Result};
use crate::numeric::OneSidedConfidence;

/// The exact upper bound on the stations with a violation, from a random sample of stations without replacement: the
/// largest K with P(X ≤ violations) > 1 − c, X hypergeometric with K of `stations` and `observed` drawn (Buonaccorsi
/// 1987; as in audits, where it is the bound of an attribute sample).
///
/// It is a bound for violations that an observer would have seen, and for observers sent to stations drawn at random.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for no station, or more than 2^53; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for more observed than there are,
/// or more violations than were observed.
///
/// ```
/// use exitpoll::{OneSidedConfidence, hypothesis::violations_upper_bound};
///
/// // Nothing seen at 200 of 4,000 stations: at most 57 have a violation, with 95 percent confidence.
/// assert_eq!(violations_upper_bound(4_000, 200, 0, OneSidedConfidence::P95)?, 57);
/// // Where every station was observed, nothing is left open.
/// assert_eq!(violations_upper_bound(4_000, 4_000, 3, OneSidedConfidence::P95)?, 3);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn violations_upper_bound(
    stations: u64,
    observed: u64,
    violations: u64,
    confidence: OneSidedConfidence,
) -> Result<u64> {
    if violations > observed {
        return Err(Error::inconsistent(
            "violations",
            violations,
            format!("`observed` {observed}"),
            "give the stations with a violation among those observed",
        ));
    }
    // The tail at least possible K is 1, and falls with K. This also checks the stations.
    let tail = |with_violation: u64| {
        hypergeometric(stations, with_violation, observed, violations).map(|test| test.lower)
    };
    tail(violations)?;
    let (mut possible, mut most) = (violations, stations - observed + violations);
    while possible < most {
        let middle = most - (most - possible) / 2;
        if tail(middle)? > confidence.alpha() {
            possible = middle;
        } else {
            most = middle - 1;
        }
    }
    Ok(possible)
}
