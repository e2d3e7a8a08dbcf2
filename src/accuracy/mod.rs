//! How far one poll is from the count. Shares are proportions; p is the poll, v the count.
//!
//! | | |
//! | --- | --- |
//! | in points | [`mosteller_1`] to [`mosteller_8`], [`root_mean_squared_error`], [`relative_error`] |
//! | on the log-odds scale | [`martin_traugott_kennedy`] (A), [`log_odds_deviation`] (A'), [`b`], [`b_weighted`] |
//! | estimates with a probability | [`crps_normal`], [`log_score`], [`interval_score`], [`coverage`], [`brier_score`] |
//! | the leader | [`Leader`], [`leading_probability`] |
//! | thresholds, places, majorities | [`Said`], [`Call`] |
//! | sampling and bias | [`effective_size_of_margin`], [`total_error_size`], [`times_chance`] |
//! | seats | [`SameSide`], [`SeatDeviation`], [`SeatAccuracy`], [`SeatMajority`], [`HouseFit`] |
//! | all at once, for many polls | [`Accuracy`] |
//! | what rounding leaves open | [`RoundedShares`](crate::rounding::RoundedShares) |
//! | zero shares, missing choices, undecided | [`Rules`] |
//!
//! Every size is an effective one: respondents, divided by the design effect.

mod arzheimer_evans;
mod call;
mod every_measure;
mod leader;
mod leaders;
mod martin_traugott_kennedy;
mod mosteller;
mod prepare;
mod rule;
mod sampling;
mod score;
mod seat_conclusions;
mod seats;
mod times_chance;
mod undecided;
mod wald;

pub(crate) use arzheimer_evans::log_odds;
pub use arzheimer_evans::{
    Bias, LogOdds, b, b_weighted, expected_b_weighted_without_bias, expected_b_without_bias,
    folded_normal_mean, log_odds_deviation, log_odds_standard_error,
};
pub use call::{Call, Said, ranks_of_leads};
pub use every_measure::{Accuracy, Polls, Score};
pub use leader::{Leader, LeaderCall, leading_probability};
pub(crate) use leaders::first_two;
pub use leaders::{Leaders, leaders};
pub use martin_traugott_kennedy::{OddsRatio, Orientation, martin_traugott_kennedy};
pub use mosteller::{
    mosteller_1, mosteller_2, mosteller_3, mosteller_4, mosteller_5, mosteller_6, mosteller_7,
    mosteller_8, relative_error, root_mean_squared_error,
};
pub use prepare::{Prepared, Rules};
pub use rule::{MissingChoices, Undecided, ZeroShares};
pub(crate) use sampling::unchecked_lead_standard_error;
pub use sampling::{
    break_even_size, effective_size_of_margin, finite_population_size, implied_design_effect,
    lead_standard_error, total_error_size,
};
pub use score::{
    brier_score, coverage, crps_normal, interval_score, log_score, log_score_normal, mean_score,
};
pub use seat_conclusions::{SameSide, bloc_fits_members};
pub use seats::{HouseFit, SeatAccuracy, SeatDeviation, SeatMajority, seat_interval_score};
pub use times_chance::{
    expected_total_variation, expected_total_variation_by_choice, times_chance,
};

use crate::error::{Error, Result};

/// Checks that both are proportions of one length, and that there are at least `least`.
fn check(poll: &[f64], count: &[f64], least: usize) -> Result<()> {
    if poll.len() != count.len() {
        let help = format!(
            "give one share for each of the {} of the count",
            count.len()
        );
        return Err(Error::out_of_range(
            "poll",
            format!("{} shares", poll.len()),
            help,
        ));
    }
    if poll.len() < least {
        let help = format!("give at least {least} choices");
        return Err(Error::out_of_range(
            "poll",
            format!("{} shares", poll.len()),
            help,
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

pub(crate) fn check_size(size: f64) -> Result<()> {
    if size > 0.0 && size.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(
        "effective size",
        size,
        "give a positive number of respondents",
    ))
}

/// Whether ratios and logarithms of a share exist; below 1e-300 they leave the range of floating point.
fn is_positive(share: f64) -> bool {
    share >= 1e-300
}
