//! The stations one by one, for pictures.

use serde::Serialize;

use super::AgainstCount;
use crate::error::Result;
use crate::station::table::StationTable;
use crate::station::within_precinct_error::Pairs;

/// One station that has interviews and a count.
///
/// Pairs of figures are of the orientation's two choices, numerator first; shares are proportions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StationPoint {
    /// Its place in the table.
    pub station: usize,
    /// Its place in the order in which the stations were given, from 0.
    pub position: usize,
    /// Its line in the file; absent where it was read from none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Its name; empty where it has none.
    pub name: String,
    /// Interviews.
    pub interviews: u64,
    /// Ballots in its count.
    pub ballots: u64,
    /// The two choices' shares of the interviews, unweighted.
    pub polled: [f64; 2],
    /// Their shares of the ballots.
    pub official: [f64; 2],
    /// ln α; absent where one of the four counts is 0.
    pub ln_alpha: Option<f64>,
    /// √(1/x_D + 1/x_R), from the interviews alone; absent where one of them is 0.
    pub ln_alpha_standard_error: Option<f64>,
    /// The table's covariates in their order; absent where one is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<Option<f64>>,
}

pub(super) fn points(
    table: &StationTable,
    pairs: &Pairs,
    settings: &AgainstCount,
) -> Result<Vec<StationPoint>> {
    if !settings.points {
        return Ok(Vec::new());
    }
    let (r, d) = (
        settings.orientation.numerator,
        settings.orientation.denominator,
    );
    let point = |(pair, station): (crate::station::StationPair<'_>, &usize)| {
        let error = pair.error(settings.orientation)?;
        let share = |of: &[u64], all: u64| [r, d].map(|choice| of[choice] as f64 / all as f64);
        let known = table.covariates(*station).iter();
        Ok(StationPoint {
            station: *station,
            position: table.position(*station),
            line: table.line(*station),
            name: table.name(*station).to_owned(),
            interviews: pair.answered,
            ballots: pair.total,
            polled: share(pair.answers, pair.answered),
            official: share(pair.votes, pair.total),
            ln_alpha: error.ln_alpha,
            ln_alpha_standard_error: error.ln_alpha_standard_error,
            covariates: known.map(|x| (!x.is_nan()).then_some(*x)).collect(),
        })
    };
    pairs.iter().zip(&pairs.stations).map(point).collect()
}
