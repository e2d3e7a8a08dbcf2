//! How far one poll is from the count. Shares are proportions; p is the poll, v the count.

mod agreement_score;
mod arzheimer_evans;
mod martin_traugott_kennedy;
mod mosteller;
mod sampling;

pub use agreement_score::{agreement_score, expected_total_variation, flat_total_variation};
pub use arzheimer_evans::{
    Bias, b, b_weighted, expected_b_without_bias, log_odds_deviation, log_odds_standard_error,
};
pub use martin_traugott_kennedy::{OddsRatio, martin_traugott_kennedy};
pub use mosteller::{
    mosteller_1, mosteller_3, mosteller_4, mosteller_5, mosteller_6, root_mean_squared_error,
};
pub use sampling::{break_even_size, implied_design_effect, lead_standard_error};

use crate::error::{Error, Result};

/// Checks that both are proportions of one length, and that there are at least `least`.
fn check(poll: &[f64], count: &[f64], least: usize) -> Result<()> {
    if poll.len() != count.len() {
        let mend = format!(
            "give one share for each of the {} of the count",
            count.len()
        );
        return Err(Error::out_of_range(
            "poll",
            format!("{} shares", poll.len()),
            mend,
        ));
    }
    if poll.len() < least {
        let mend = format!("give at least {least} choices");
        return Err(Error::out_of_range(
            "poll",
            format!("{} shares", poll.len()),
            mend,
        ));
    }
    for (field, shares) in [("poll", poll), ("count", count)] {
        if let Some(share) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            return Err(Error::out_of_range(
                field,
                share,
                "give proportions from 0 to 1",
            ));
        }
    }
    Ok(())
}

fn check_size(size: f64) -> Result<()> {
    if size > 0.0 && size.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(
        "effective size",
        size,
        "give a positive number of respondents",
    ))
}
