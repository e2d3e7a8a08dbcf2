//! What the outstanding ballots must give the runner-up over the leader to draw level.

use super::{OutstandingBallots, check_bounds, check_proportion};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

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
    Ok(needed(lead, counted))
}

fn needed(lead: f64, counted: f64) -> Option<f64> {
    (counted < 1.0).then(|| counted * lead / (1.0 - counted))
}

/// All needed leads that the bounds of both shares and of f allow; `None` where f may be 1.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if an end of the bounds is not a proportion.
pub fn needed_lead_bounds(
    leader: Bounds,
    runner_up: Bounds,
    counted: Bounds,
) -> Result<Option<Bounds>> {
    check_bounds("leader", leader)?;
    check_bounds("runner_up", runner_up)?;
    check_bounds("counted", counted)?;
    Ok(all_needed(leader, runner_up, counted))
}

fn all_needed(leader: Bounds, runner_up: Bounds, counted: Bounds) -> Option<Bounds> {
    // It rises with the lead, and in f it is monotone either way.
    let ends = |lead: f64| Some((needed(lead, counted.low)?, needed(lead, counted.high)?));
    let (low_a, low_b) = ends(leader.low - runner_up.high)?;
    let (high_a, high_b) = ends(leader.high - runner_up.low)?;
    Some(Bounds {
        low: low_a.min(low_b),
        high: high_a.max(high_b),
    })
}

/// The needed lead from votes: (v_1 − v_2)/R over the numbers R of ballots that can still come. An end is
/// infinite where it may be that none comes; `None` where none can.
///
/// ```
/// use exitpoll::partial::{OutstandingBallots, needed_lead_from_votes};
///
/// // Ten votes behind, and 20 to 25 ballots to come.
/// let needed = needed_lead_from_votes(45, 35, OutstandingBallots::between(20, 25)?).unwrap();
/// assert_eq!((needed.low(), needed.high()), (0.4, 0.5));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn needed_lead_from_votes(
    leader: u64,
    runner_up: u64,
    outstanding: OutstandingBallots,
) -> Option<Bounds> {
    if outstanding.most() == 0 {
        return None;
    }
    let lead = (i128::from(leader) - i128::from(runner_up)) as f64;
    if lead == 0.0 {
        return Some(Bounds::exact(0.0));
    }
    Some(Bounds::between(
        lead / outstanding.most() as f64,
        lead / outstanding.fewest() as f64,
    ))
}
