//! Adjusted p-values.

use crate::runner::{Outcome, Row};
use exitpoll::hypothesis::Adjustment;

pub fn compare(row: &Row) -> Outcome {
    let Ok(adjustment) = row.text("method").parse::<Adjustment>() else {
        return Outcome::NotYet;
    };
    let ours = adjustment.adjust(&row.numbers("p_values"));
    Outcome::figures(ours, &row.numbers("adjusted"), 1e-12)
}
