//! How the response ratio goes with what is known of the stations.

use serde::Serialize;

use super::AgainstCount;
use crate::error::Result;
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

pub(super) fn pattern(
    table: &StationTable,
    pairs: &Pairs,
    settings: &AgainstCount,
) -> Result<Option<Pattern>> {
    let names = table.covariate_names();
    if names.is_empty() {
        return Ok(None);
    }
    let (mut outcomes, mut weights, mut regions, mut covariates) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (pair, station) in pairs.iter().zip(&pairs.stations) {
        let error = pair.error(settings.orientation)?;
        let row = table.covariates(*station);
        if let (Some(log), Some(standard_error)) = (error.ln_alpha, error.ln_alpha_standard_error)
            && row.iter().all(|x| !x.is_nan())
        {
            outcomes.push(log);
            weights.push(1.0 / (standard_error * standard_error));
            regions.push(table.region_of(*station) as u32);
            covariates.extend_from_slice(row);
        }
    }
    if outcomes.len() <= names.len() + 1 {
        return Ok(None);
    }
    let mut distinct = regions.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let errors = settings.errors.unwrap_or(if distinct.len() > 1 {
        ErrorModel::Cr2
    } else {
        ErrorModel::Hc2
    });
    let fit = Regression::fit(&outcomes, &covariates, names.len(), &weights, &regions)?;
    let coefficients = fit.coefficients(errors)?;
    let p_values: Vec<f64> = coefficients[1..]
        .iter()
        .map(|coefficient| coefficient.p_value)
        .collect();
    let adjusted = settings.adjustment.adjust(&p_values)?;
    let terms = names.iter().zip(&coefficients[1..]).zip(adjusted);
    Ok(Some(Pattern {
        errors,
        stations: outcomes.len(),
        regions: distinct.len(),
        left_out: pairs.len() - outcomes.len(),
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
    }))
}
