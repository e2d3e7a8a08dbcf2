//! The poll against the count of all stations.

use serde::Serialize;

use super::MatchedDeviation;
use crate::error::Result;
use crate::interval::Interval;
use crate::numeric::{Confidence, normal_upper_tail, student_t_two_sided_tail};
use crate::station::estimate::t_quantile;
use crate::station::sample::StationSample;

/// Poll less count of all stations for one choice, with the sampling of stations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NationalDeviation {
    /// The poll's estimate.
    pub polled: f64,
    /// The share in the count of all stations.
    pub official: f64,
    /// polled − official.
    pub deviation: f64,
    /// The design's standard error of the estimate, with what interviewing inside stations adds
    /// ([`StationSample::interviews_in_two_stages`]).
    pub standard_error: f64,
    /// deviation ± t·standard error, ± z·standard error where people answered at every station that there is; `None`
    /// without degrees of freedom, or without a variance.
    pub interval: Option<Interval>,
    /// P(|T| ≥ |deviation/standard error|) on stations − strata degrees of freedom, of the normal distribution where
    /// people answered at every station that there is; `None` without degrees of freedom, or without a variance.
    pub p_value: Option<f64>,
    /// What the matched deviation leaves of this one: the count of the poll's own stations, weighted as the
    /// interviews are, less that of all. Which stations were drawn is in it, how the interviews are spread over
    /// them, and interviews at stations without a count. Where every station is in the poll
    /// ([`StationComparison::every_station`](super::StationComparison::every_station)), none was drawn.
    pub of_station_mix: f64,
}

/// Up to which a standard error of a share is rounding.
const ROUNDING: f64 = 1e-12;

pub(super) fn deviations(
    sample: &StationSample,
    count: &[f64],
    matched: &[MatchedDeviation],
    confidence: Confidence,
) -> Result<Vec<NationalDeviation>> {
    let estimate = sample.interviews_in_two_stages()?;
    let degrees = estimate.degrees_of_freedom as f64;
    // Where none was drawn and somebody answered at each, nothing is estimated from how stations differ: what is left is
    // drawing inside them, as in the matched comparison, and no test of the one may be blunter than that of the other.
    let none_drawn = sample.every_station_answers();
    let quantile = if none_drawn {
        Some(confidence.critical_value())
    } else if degrees > 0.0 {
        Some(t_quantile(confidence, degrees)?)
    } else {
        None
    };
    (count.iter().zip(matched).enumerate())
        .map(|(choice, (official, matched))| {
            let polled = estimate.values[choice];
            let standard_error = estimate.standard_error(choice);
            let deviation = polled - official;
            // Stations that are alike have a variance of rounding alone, of which nothing can be said.
            let varies = standard_error > ROUNDING;
            let p_value = (quantile.is_some() && varies)
                .then(|| {
                    let t = deviation / standard_error;
                    if none_drawn {
                        Ok(2.0 * normal_upper_tail(t.abs())?)
                    } else {
                        student_t_two_sided_tail(t, degrees)
                    }
                })
                .transpose()?;
            Ok(NationalDeviation {
                polled,
                official: *official,
                deviation,
                standard_error,
                interval: quantile.filter(|_| varies).map(|quantile| Interval {
                    low: deviation - quantile * standard_error,
                    high: deviation + quantile * standard_error,
                }),
                p_value,
                of_station_mix: deviation - matched.deviation,
            })
        })
        .collect()
}
