//! The design effect of the lead of one choice over another.

use serde::{Deserialize, Serialize};

use super::contest::required;
use super::figure::Figure;
use super::name::clean;
use crate::error::{Error, Result};

/// The design effect of the lead of one choice over another, as a document holds it: the variance of p_a − p_b over
/// (p_a + p_b − (p_a − p_b)²)/n. It does not follow from those of the two: what one gains from station to station the
/// other may lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "the design effect of a lead: {\"choices\": [\"A\", \"B\"], \"design_effect\": \"1.7\"}"
)]
pub struct LeadDesignEffect {
    /// The two choices, in either order.
    pub(super) choices: [String; 2],
    /// The design effect, a variance factor.
    pub(super) design_effect: Figure,
}

/// The two names and the factor of each; `factor` reads one.
pub(super) fn checked(
    given: &[LeadDesignEffect],
    factor: impl Fn(&str, &Option<Figure>) -> Result<Option<f64>>,
) -> Result<Vec<([String; 2], f64)>> {
    const FIELD: &str = "lead_design_effects";
    let mut own: Vec<([String; 2], f64)> = Vec::with_capacity(given.len());
    let mut seen = std::collections::HashSet::with_capacity(given.len());
    for of in given {
        let help = "name the two choices whose lead has this design effect";
        let [first, second] = &of.choices;
        let pair = [
            required(FIELD, first, help)?,
            required(FIELD, second, help)?,
        ];
        let field = format!("{FIELD}.{} over {}", pair[0], pair[1]);
        if pair[0] == pair[1] {
            let help = "give two different choices: nothing has a lead over itself";
            return Err(Error::out_of_range(FIELD, &pair[0], help));
        }
        let mut sorted = pair.clone();
        sorted.sort();
        if !seen.insert(sorted) {
            let both = format!("{} over {}", pair[0], pair[1]);
            let help = "give one design effect for each pair, whichever is named first";
            return Err(Error::duplicate(FIELD, both, help));
        }
        if let Some(value) = factor(&field, &Some(of.design_effect.clone()))? {
            own.push((pair, value));
        }
    }
    Ok(own)
}

/// That of this pair, in either order.
pub(super) fn of_pair(own: &[([String; 2], f64)], pair: [&str; 2]) -> Option<f64> {
    let [first, second] = pair.map(clean);
    let is_pair =
        |[a, b]: &[String; 2]| (*a == first && *b == second) || (*a == second && *b == first);
    own.iter()
        .find(|(pair, _)| is_pair(pair))
        .map(|(_, factor)| *factor)
}
