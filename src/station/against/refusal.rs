//! Whether refusals alone can explain the difference.

use serde::{Deserialize, Serialize};

use super::AgainstCount;
use crate::error::Result;
use crate::numeric::sum;
use crate::station::table::StationTable;
use crate::station::within_precinct_error::{Pairs, StationPair};

/// The mean within-precinct error with every noted refusal given to one of the two choices: the widest that
/// refusals alone can move it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefusalExplanation {
    /// Refusals at the matched stations.
    pub refused: u64,
    /// Answers and refusals.
    pub asked: u64,
    /// R's share of all answers and refusals with every refusal given to R.
    pub share_all_to_numerator: f64,
    /// D's share with every refusal given to D.
    pub share_all_to_denominator: f64,
    /// The mean error with every refusal given to R.
    pub wpe_all_to_numerator: f64,
    /// The mean error with every refusal given to D.
    pub wpe_all_to_denominator: f64,
    /// Whether some division of the refusals between the two makes the mean error 0. Where none does, refusals
    /// alone cannot explain the difference. Where one does, nothing says that they voted so.
    pub can_explain: bool,
}

pub(super) fn explanation(
    table: &StationTable,
    pairs: &Pairs,
    settings: &AgainstCount,
) -> Result<Option<RefusalExplanation>> {
    let (r, d) = (
        settings.orientation.numerator,
        settings.orientation.denominator,
    );
    let (mut refused, mut asked, mut noted) = (0, 0, false);
    let mut named = [0, 0];
    let (mut to_r, mut to_d) = (Vec::new(), Vec::new());
    let mut answers = Vec::new();
    for (pair, station) in pairs.iter().zip(&pairs.stations) {
        let mut refused_here = 0;
        for group in table.interviews(*station) {
            noted |= group.refused.is_some();
            refused_here += u64::from(group.refused.unwrap_or(0));
        }
        refused += refused_here;
        asked += pair.answered + refused_here;
        for (sum, choice) in named.iter_mut().zip([r, d]) {
            *sum += pair.answers[choice];
        }
        for (choice, errors) in [(r, &mut to_r), (d, &mut to_d)] {
            answers.clear();
            answers.extend_from_slice(pair.answers);
            answers[choice] += refused_here;
            let filled = StationPair {
                answers: &answers,
                answered: pair.answered + refused_here,
                ..pair
            };
            errors.push(filled.error(settings.orientation)?.wpe);
        }
    }
    if !noted {
        return Ok(None);
    }
    let mean = |errors: &[f64]| sum(errors.iter().copied()) / errors.len() as f64;
    let (most, least) = (mean(&to_r), mean(&to_d));
    let share = |named: u64| (named + refused) as f64 / asked as f64;
    Ok(Some(RefusalExplanation {
        refused,
        asked,
        share_all_to_numerator: share(named[0]),
        share_all_to_denominator: share(named[1]),
        wpe_all_to_numerator: most,
        wpe_all_to_denominator: least,
        can_explain: least <= 0.0 && most >= 0.0,
    }))
}
