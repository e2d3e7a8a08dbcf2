use serde::{Deserialize, Serialize};

use super::{check, check_size};
use crate::error::{Error, Result};

/// The predictive accuracy A of two choices, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OddsRatio {
    /// ln\[(p_1/p_2)/(v_1/v_2)\]: positive where the poll favours the first choice.
    pub value: f64,
    /// √(1/(n p_1) + 1/(n p_2)); only with a known size.
    pub standard_error: Option<f64>,
}

/// A of Martin, Traugott and Kennedy (2005, Public Opinion Quarterly 69) for the choices
/// `[first, second]`: positive where the poll favours the first.
///
/// ```
/// use exitpoll::accuracy::martin_traugott_kennedy;
/// // Even in the poll, even in the count.
/// assert_eq!(martin_traugott_kennedy([0.4, 0.4], [0.5, 0.5], None)?.value, 0.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`Error::Undefined`] for a share of 0; [`Error::OutOfRange`] for what is no proportion.
pub fn martin_traugott_kennedy(
    poll: [f64; 2],
    count: [f64; 2],
    size: Option<f64>,
) -> Result<OddsRatio> {
    check(&poll, &count, 2)?;
    if poll.contains(&0.0) || count.contains(&0.0) {
        return Err(Error::undefined(
            "A",
            "a share is 0, where the odds are infinite",
        ));
    }
    let ([p1, p2], [v1, v2]) = (poll, count);
    let standard_error = match size {
        Some(n) => {
            check_size(n)?;
            Some((1.0 / (n * p1) + 1.0 / (n * p2)).sqrt())
        }
        None => None,
    };
    Ok(OddsRatio {
        value: ((p1 - v1) / v1).ln_1p() - ((p2 - v2) / v2).ln_1p(),
        standard_error,
    })
}
