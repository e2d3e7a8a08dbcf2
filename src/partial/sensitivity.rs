//! Final shares if the outstanding ballots differ from the counted by Δ on the log-odds scale.
//!
//! The multinomial tilt: the log-odds of one choice are shifted by Δ, w_c = logit⁻¹(logit v_c + Δ), and the
//! others keep their proportions to one another, w_j = v_j (1 − w_c)/(1 − v_c). With
//! D = 1 − v_c + v_c e^Δ this is w_c = v_c e^Δ/D and w_j = v_j/D. At Δ = 0 the outstanding ballots are as the
//! counted (missing at random); Δ → ±∞ reaches the hard bounds. A choice with no vote keeps none, and one
//! with all keeps all. Δ is exponential tilting of the missing data (Rotnitzky, Robins & Scharfstein 1998,
//! *Journal of the American Statistical Association* 93).

use super::check_proportion;
use crate::error::{Error, Result};

/// The final share f v + (1 − f) w of a choice whose log-odds among the outstanding ballots are shifted by
/// `shift`, w = v e^Δ/(1 − v + v e^Δ).
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a share is not a proportion or the shift is not finite.
///
/// ```
/// use exitpoll::partial::final_share_under;
///
/// // ln 3 turns one half into three quarters: .8 × .5 + .2 × .75.
/// let share = final_share_under(0.5, 0.8, 3f64.ln())?;
/// assert!((share - 0.55).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn final_share_under(share: f64, counted: f64, shift: f64) -> Result<f64> {
    check_proportion("share", share)?;
    check_proportion("counted", counted)?;
    check_shift(shift)?;
    Ok(counted * share + (1.0 - counted) * Tilt::of(share, shift).share(true, share))
}

/// The final lead of choice `first` over choice `second`, f (v_1 − v_2) + (1 − f)(w_1 − w_2), when the log-odds
/// of `shifted` (one of the two or a third) differ by `shift` among the outstanding ballots. Choices by
/// their place in `shares`.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a share or `counted` is not a proportion, the shift not finite, or a
/// choice not in the list.
///
/// ```
/// use exitpoll::partial::final_lead_under;
///
/// // .8 × .2 + .2 × (.75 − .15)
/// let lead = final_lead_under(&[0.5, 0.3, 0.2], (0, 1), 0, 0.8, 3f64.ln())?;
/// assert!((lead - 0.28).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn final_lead_under(
    shares: &[f64],
    (first, second): (usize, usize),
    shifted: usize,
    counted: f64,
    shift: f64,
) -> Result<f64> {
    check_proportion("counted", counted)?;
    let tilt = tilt_of(shares, shifted, shift)?;
    let final_share = |field: &str, choice: usize| {
        let share = listed(shares, field, choice)?;
        Ok::<_, Error>((share, tilt.share(choice == shifted, share)))
    };
    let (v_first, w_first) = final_share("first", first)?;
    let (v_second, w_second) = final_share("second", second)?;
    Ok(counted * (v_first - v_second) + (1.0 - counted) * (w_first - w_second))
}

/// v_j goes to v_j `up`/`sum` for the shifted choice and to v_j `down`/`sum` for the others.
#[derive(Clone, Copy)]
struct Tilt {
    up: f64,
    down: f64,
    sum: f64,
}

impl Tilt {
    fn of(share: f64, shift: f64) -> Tilt {
        // Nobody to win over or to lose to: all stays as it is.
        if share == 0.0 || share == 1.0 {
            return Tilt {
                up: 1.0,
                down: 1.0,
                sum: 1.0,
            };
        }
        // The larger of 1 and e^Δ is divided out, so that nothing overflows.
        let (up, down) = if shift > 0.0 {
            (1.0, (-shift).exp())
        } else {
            (shift.exp(), 1.0)
        };
        Tilt {
            up,
            down,
            sum: (1.0 - share) * down + share * up,
        }
    }

    fn share(self, shifted: bool, share: f64) -> f64 {
        share * if shifted { self.up } else { self.down } / self.sum
    }
}

fn tilt_of(shares: &[f64], choice: usize, shift: f64) -> Result<Tilt> {
    for (index, share) in shares.iter().enumerate() {
        check_proportion(&format!("shares[{index}]"), *share)?;
    }
    check_shift(shift)?;
    Ok(Tilt::of(listed(shares, "choice", choice)?, shift))
}

fn listed(shares: &[f64], field: &str, choice: usize) -> Result<f64> {
    shares.get(choice).copied().ok_or_else(|| {
        Error::out_of_range(
            field,
            choice,
            format!("give a place below {}, counted from 0", shares.len()),
        )
    })
}

fn check_shift(shift: f64) -> Result<()> {
    if shift.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(
        "shift",
        shift,
        "give a finite difference of log-odds",
    ))
}
