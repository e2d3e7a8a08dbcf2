use crate::error::{Error, Result};
use crate::numeric::sum;

/// By what each share is multiplied when the undecided are allocated in proportion: 1 + u/Σp.
///
/// Where the figures sum to 1 that is 1/(1 − u); where they do not, what is missing stays missing.
pub(super) fn allocate(poll: &[f64], undecided: f64) -> Result<f64> {
    if !(0.0..1.0).contains(&undecided) {
        let help = "give a proportion from 0 to below 1";
        return Err(Error::out_of_range("undecided", undecided, help));
    }
    let decided = sum(poll.iter().copied());
    if decided == 0.0 {
        let reason = "no choice has a share, so there is nothing to allocate in proportion to";
        return Err(Error::undefined("the allocation of the undecided", reason));
    }
    // Figures in whole percent are the coarsest that are printed: half a point each.
    let slack = 0.005 * (poll.len() as f64 + 1.0) + 1e-9;
    if decided + undecided > 1.0 + slack {
        return Err(Error::inconsistent(
            "undecided",
            undecided.to_string(),
            format!("shares that sum to {decided}"),
            "give the shares and the undecided on one base, of all who answered",
        ));
    }
    Ok(1.0 + undecided / decided)
}
