//! How the response ratio goes with what is known of the stations.

use serde::Serialize;

use super::AgainstCount;
use crate::error::{ErrorKind, Result};
use crate::numeric::Confidence;
use crate::station::estimate::t_quantile;
use crate::station::regression::{Coefficient, ErrorModel, Regression};
use crate::station::table::StationTable;
use crate::station::within_precinct_error::Pairs;

/// The regression of ln α on the table's covariates, weighted by what each station's interviews say of it,
/// x_D x_R/(x_D + x_R).
///
/// It is the pattern across stations, not the level, that tells explanations apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Pattern {
    /// The error model.
    pub errors: ErrorModel,
    /// Stations in the regression.
    pub stations: usize,
    /// Regions within which errors hang together.
    pub regions: usize,
    /// Stations left out, without a ln α or with an unknown covariate.
    pub left_out: usize,
    /// ln α where every covariate is 0.
    pub intercept: Coefficient,
    /// Of each covariate.
    pub terms: Vec<PatternTerm>,
}

/// One covariate.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PatternTerm {
    /// Its name.
    pub covariate: String,
    /// The change of ln α with one unit of it.
    pub coefficient: Coefficient,
    /// The p-value adjusted for the number of covariates.
    pub adjusted: f64,
    /// About how large the coefficient must be, in either direction, to be found four times in five, before any adjustment:
    /// (t_c + t_.8)·standard error. Absent where the standard error is 0.
    #[serde(default)]
    pub detectable: Option<f64>,
}

/// Student's t for a power of .8: what it exceeds in four of five.
fn detectable(of: &Coefficient, confidence: Confidence) -> Result<Option<f64>> {
    let power = t_quantile(Confidence::new(0.6)?, of.degrees_of_freedom)?;
    let found = (t_quantile(confidence, of.degrees_of_freedom)? + power) * of.standard_error;
    Ok(Some(found).filter(|found| *found > 0.0))
}

/// Why nothing can be said of how ln α goes with the covariates of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoPattern {
    /// Stations with a ln α and every covariate are not more than the coefficients.
    TooFewStations {
        /// Such stations.
        stations: usize,
        /// Covariates and the intercept.
        coefficients: usize,
    },
    /// A covariate is the same at all these stations.
    Constant {
        /// Its name.
        covariate: String,
    },
    /// The regression or the error of a coefficient does not exist.
    Undefined {
        /// Why.
        why: String,
    },
}

/// `None` for a table without covariates.
pub(super) fn pattern(
    table: &StationTable,
    pairs: &Pairs,
    settings: &AgainstCount,
) -> Result<Option<std::result::Result<Pattern, NoPattern>>> {
    let names = table.covariate_names();
    if names.is_empty() {
        return Ok(None);
    }
    let mut rows = Rows::default();
    for (pair, station) in pairs.iter().zip(&pairs.stations) {
        let error = pair.error(settings.orientation)?;
        let row = table.covariates(*station);
        if let (Some(log), Some(standard_error)) = (error.ln_alpha, error.ln_alpha_standard_error)
            && row.iter().all(|x| !x.is_nan())
        {
            rows.stations.push(*station);
            rows.outcomes.push(log);
            rows.weights.push(1.0 / (standard_error * standard_error));
            rows.regions.push(table.region_of(*station) as u32);
            rows.covariates.extend_from_slice(row);
        }
    }
    let (stations, coefficients) = (rows.stations.len(), names.len() + 1);
    if stations <= coefficients {
        return Ok(Some(Err(NoPattern::TooFewStations {
            stations,
            coefficients,
        })));
    }
    let same = |place: &usize| {
        let mut of_one = rows.covariates.iter().skip(*place).step_by(names.len());
        let first = of_one.next();
        of_one.all(|x| Some(x) == first)
    };
    if let Some(place) = (0..names.len()).find(same) {
        let covariate = names[place].clone();
        return Ok(Some(Err(NoPattern::Constant { covariate })));
    }
    match rows.fitted(names, pairs.len(), settings) {
        Ok(pattern) => Ok(Some(Ok(pattern))),
        Err(error) if error.kind() == ErrorKind::Undefined => {
            let place = error.value().and_then(|place| place.parse().ok());
            let station = place.and_then(|place: usize| rows.stations.get(place));
            let why = station.map_or_else(
                || error.help().to_owned(),
                |station| {
                    format!(
                        "{} alone determines a coefficient, whose error nothing shows",
                        table.label(*station)
                    )
                },
            );
            Ok(Some(Err(NoPattern::Undefined { why })))
        }
        Err(error) => Err(error),
    }
}

/// The stations of a regression.
#[derive(Default)]
struct Rows {
    stations: Vec<usize>,
    outcomes: Vec<f64>,
    weights: Vec<f64>,
    regions: Vec<u32>,
    covariates: Vec<f64>,
}

impl Rows {
    fn fitted(&self, names: &[String], matched: usize, settings: &AgainstCount) -> Result<Pattern> {
        let mut distinct = self.regions.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let errors = settings.errors.unwrap_or(if distinct.len() > 1 {
            ErrorModel::Cr2
        } else {
            ErrorModel::Hc2
        });
        let (covariates, count) = (&self.covariates, names.len());
        let fit = Regression::fit(
            &self.outcomes,
            covariates,
            count,
            &self.weights,
            &self.regions,
        )?;
        let coefficients = fit.coefficients(errors)?;
        let p_values: Vec<f64> = coefficients[1..]
            .iter()
            .map(|coefficient| coefficient.p_value)
            .collect();
        let adjusted = settings.adjustment.adjust(&p_values)?;
        let terms = names.iter().zip(&coefficients[1..]).zip(adjusted);
        Ok(Pattern {
            errors,
            stations: self.stations.len(),
            regions: distinct.len(),
            left_out: matched - self.stations.len(),
            intercept: coefficients[0],
            terms: terms
                .map(|((name, coefficient), adjusted)| {
                    Ok(PatternTerm {
                        covariate: name.clone(),
                        coefficient: *coefficient,
                        adjusted,
                        detectable: detectable(coefficient, settings.confidence)?,
                    })
                })
                .collect::<Result<_>>()?,
        })
    }
}
