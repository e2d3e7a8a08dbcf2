//! Whether refusals alone can explain the difference.

use serde::Serialize;

use super::AgainstCount;
use crate::error::Result;
use crate::numeric::sum;
use crate::station::estimate::Figures;
use crate::station::table::StationTable;
use crate::station::within_precinct_error::{Pairs, StationPair};

/// What every noted refusal does, given to one of the two choices: the widest that refusals alone can move the lead.
///
/// Refusals weigh as the answers of their station and class do. Where nobody noted them they are not known, which is not
/// none: those stations have their answers in the shares and leads alone, and
/// [`stations_noted`](RefusalExplanation::stations_noted) says how many have more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefusalExplanation {
    /// Matched stations at which refusals were noted for everyone asked.
    pub stations_noted: usize,
    /// Refusals noted at the matched stations.
    pub refused: u64,
    /// Answers and refusals at the stations that noted refusals.
    pub asked: u64,
    /// Whether answers weigh differently, so that the shares and leads are not those of the plain numbers.
    #[serde(default)]
    pub weighted: bool,
    /// R's weighted share Σ w (x + r)/Σ w (m + r) of answers and refusals with every refusal given to R.
    pub share_all_to_numerator: f64,
    /// D's share with every refusal given to D.
    pub share_all_to_denominator: f64,
    /// The matched deviation of the lead ([`MatchedLead::deviation`](super::MatchedLead::deviation)), by the same weights,
    /// with every refusal given to R.
    pub lead_all_to_numerator: f64,
    /// The same with every refusal given to D.
    pub lead_all_to_denominator: f64,
    /// The plain mean of the stations' within-precinct errors with every refusal given to R.
    pub wpe_all_to_numerator: f64,
    /// The same with every refusal given to D.
    pub wpe_all_to_denominator: f64,
    /// Whether some division of the noted refusals between the two makes the matched deviation of the lead 0. Where none
    /// does, they alone cannot explain it. Where one does, nothing says that they voted so.
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
    let weights = Figures::weights_of_answers(table)?;
    let (mut stations_noted, mut refused, mut asked, mut noted) = (0, 0, 0, false);
    // Σ w of answers and refusals, of the answers for R and D, of refusals, and the lead in the counts at these numbers.
    let (mut all, mut named, mut silent, mut official) = (0.0, [0.0; 2], 0.0, 0.0);
    let (mut lightest, mut heaviest) = (f64::INFINITY, 0.0_f64);
    let (mut to_r, mut to_d) = (Vec::new(), Vec::new());
    let mut answers = Vec::new();
    for (pair, station) in pairs.iter().zip(&pairs.stations) {
        let (mut refused_here, mut of_all) = (0, true);
        let lead = (pair.votes[r] as f64 - pair.votes[d] as f64) / pair.total as f64;
        for group in table.interviews(*station) {
            noted |= group.refused.is_some();
            of_all &= group.refused.is_some();
            // What nobody noted adds nothing that is known.
            let refusals = group.refused.unwrap_or(0);
            refused_here += u64::from(refusals);
            let weight = group.weight.unwrap_or(weights[*station]);
            lightest = lightest.min(weight);
            heaviest = heaviest.max(weight);
            let voters = weight * (f64::from(group.answered) + f64::from(refusals));
            all += voters;
            official += voters * lead;
            silent += weight * f64::from(refusals);
            for (sum, choice) in named.iter_mut().zip([r, d]) {
                *sum += weight * f64::from(group.answers[choice]);
            }
        }
        refused += refused_here;
        if of_all {
            stations_noted += 1;
            asked += pair.answered + refused_here;
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
    let lead = |to_one: f64| (named[0] - named[1] + to_one - official) / all;
    let (most, least) = (lead(silent), lead(-silent));
    Ok(Some(RefusalExplanation {
        stations_noted,
        refused,
        asked,
        // Equal weights that were computed may differ in their last digits.
        weighted: heaviest > lightest * (1.0 + 1e-9),
        share_all_to_numerator: (named[0] + silent) / all,
        share_all_to_denominator: (named[1] + silent) / all,
        lead_all_to_numerator: most,
        lead_all_to_denominator: least,
        wpe_all_to_numerator: mean(&to_r),
        wpe_all_to_denominator: mean(&to_d),
        can_explain: least <= 0.0 && most >= 0.0,
    }))
}
