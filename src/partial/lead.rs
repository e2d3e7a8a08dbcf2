//! What the outstanding ballots must give the runner-up over the leader to draw level.

use super::check_proportion;
use crate::error::{Error, Result};

/// The lead w_2 − w_1 = f (v_1 − v_2)/(1 − f) over the leader that the runner-up needs among the outstanding
/// ballots to draw level; above 1 it is impossible. `lead` is v_1 − v_2 among the counted. `None` where
/// nothing is outstanding.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless the lead lies between −1 and 1 and `counted` is a proportion.
///
/// ```
/// use exitpoll::partial::needed_lead;
///
/// // Ten points behind after 80 percent: forty points ahead in the last 20.
/// assert!((needed_lead(0.1, 0.8)?.unwrap() - 0.4).abs() < 1e-15);
/// assert_eq!(needed_lead(0.1, 1.0)?, None);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn needed_lead(lead: f64, counted: f64) -> Result<Option<f64>> {
    if !(-1.0..=1.0).contains(&lead) {
        let help = "give the difference of two proportions";
        return Err(Error::out_of_range("lead", lead, help));
    }
    check_proportion("counted", counted)?;
    Ok((counted < 1.0).then(|| counted * lead / (1.0 - counted)))
}
