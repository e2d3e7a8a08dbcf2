//! The poll against the counts of the same stations.

use serde::Serialize;

use super::AgainstCount;
use crate::error::Result;
use crate::interval::Interval;
use crate::numeric::{Confidence, chi_squared_upper_tail, normal_quantile, normal_upper_tail};
use crate::station::estimate::Figures;
use crate::station::table::StationTable;
use crate::station::within_precinct_error::{MeanOfStations, Pairs, mean_of_stations};

/// Poll less count of the same stations for one choice. There is no sampling of stations in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MatchedDeviation {
    /// The weighted share of the interviews.
    pub polled: f64,
    /// The share that the stations' own counts would give interviews of these numbers and weights.
    pub official: f64,
    /// polled − official.
    pub deviation: f64,
    /// Its standard error if interviews are random draws from the ballots of their station.
    pub within_standard_error: f64,
    /// deviation/within standard error; `None` where that is 0.
    pub z: Option<f64>,
    /// P(|Z| ≥ |z|).
    pub p_value: Option<f64>,
    /// deviation ± z_c·within standard error.
    pub interval: Interval,
    /// The stations' plain differences of shares: their spread also holds what differs between interviewers
    /// and refusals, s/√m with t on m − 1.
    pub of_stations: MeanOfStations,
    /// The variance between the stations' differences over what drawing inside stations gives; near 1 where
    /// nothing else differs. `None` for one station.
    pub spread_ratio: Option<f64>,
    /// P(χ² ≥ Q) of Q = Σ (d − d̄)²/s² on the stations less one: small where they differ by more than drawing.
    pub spread_p_value: Option<f64>,
}

/// The same for the lead of R over D.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MatchedLead {
    /// Lead in the interviews less lead in the counts.
    pub deviation: f64,
    /// Its standard error from drawing inside stations.
    pub within_standard_error: f64,
    /// deviation/within standard error; `None` where that is 0.
    pub z: Option<f64>,
    /// P(|Z| ≥ |z|).
    pub p_value: Option<f64>,
    /// How far off the lead must be, in either direction, to be found by this test four times in five:
    /// (z_c + z_.8)·standard error. Absent where that is 0 or no lead can be so far off.
    #[serde(default)]
    pub detectable: Option<f64>,
}

/// One station's figures.
struct Station {
    /// Σ w over its interviews.
    weight: f64,
    /// Σ w² (N − m)/(N − 1): times v (1 − v) it is the variance of Σ w x.
    squares: f64,
    /// (N − m)/(N − 1)/m: times v (1 − v) the variance of its plain share.
    plain: f64,
    /// Weighted, plain and official share of each choice.
    shares: Vec<[f64; 3]>,
}

fn stations(table: &StationTable, pairs: &Pairs) -> Result<Vec<Station>> {
    let weights = Figures::weights_of_answers(table)?;
    let k = table.choices().len();
    let mut result = Vec::with_capacity(pairs.len());
    for (place, station) in pairs.stations.iter().enumerate() {
        let pair = pairs.get(place);
        let (mut weight, mut squares) = (0.0, 0.0);
        let mut weighted = vec![0.0; k];
        for group in table.interviews(*station) {
            let of_one = group.weight.unwrap_or(weights[*station]);
            weight += of_one * f64::from(group.answered);
            squares += of_one * of_one * f64::from(group.answered);
            for (sum, count) in weighted.iter_mut().zip(group.answers) {
                *sum += of_one * f64::from(*count);
            }
        }
        let (m, n) = (pair.answered as f64, pair.total as f64);
        // Everyone asked leaves nothing to chance; more interviews than ballots are a matter for the tests.
        let left = if n > 1.0 {
            ((n - m) / (n - 1.0)).max(0.0)
        } else {
            0.0
        };
        let shares = (0..k).map(|choice| {
            let (answers, votes) = (pair.answers[choice] as f64, pair.votes[choice] as f64);
            [weighted[choice] / weight, answers / m, votes / n]
        });
        result.push(Station {
            weight,
            squares: squares * left,
            plain: left / m,
            shares: shares.collect(),
        });
    }
    Ok(result)
}

pub(super) fn deviations(
    table: &StationTable,
    pairs: &Pairs,
    settings: &AgainstCount,
) -> Result<(Vec<MatchedDeviation>, MatchedLead)> {
    let stations = stations(table, pairs)?;
    let all: f64 = stations.iter().map(|station| station.weight).sum();
    let mean = |figure: &dyn Fn(&Station) -> f64| {
        stations
            .iter()
            .map(|station| station.weight * figure(station))
            .sum::<f64>()
            / all
    };
    let deviations = (0..table.choices().len())
        .map(|choice| {
            let polled = mean(&|station| station.shares[choice][0]);
            let official = mean(&|station| station.shares[choice][2]);
            let deviation = mean(&|station| station.shares[choice][0] - station.shares[choice][2]);
            let of_one =
                |station: &Station| station.shares[choice][2] * (1.0 - station.shares[choice][2]);
            let error = stations
                .iter()
                .map(|station| station.squares * of_one(station))
                .sum::<f64>()
                .sqrt()
                / all;
            let differences: Vec<f64> = stations
                .iter()
                .map(|station| station.shares[choice][1] - station.shares[choice][2])
                .collect();
            let variances: Vec<f64> = stations
                .iter()
                .map(|station| station.plain * of_one(station))
                .collect();
            let of_stations =
                mean_of_stations(&differences, settings.confidence)?.unwrap_or_else(|| {
                    unreachable!("a comparison has at least one station");
                });
            let half_width = settings.confidence.critical_value() * error;
            let (z, p_value) = z_test(deviation, error)?;
            let drawn = variances.iter().sum::<f64>() / variances.len() as f64;
            let spread = of_stations.standard_deviation.filter(|_| drawn > 0.0);
            Ok(MatchedDeviation {
                polled,
                official,
                deviation,
                within_standard_error: error,
                z,
                p_value,
                interval: Interval {
                    low: deviation - half_width,
                    high: deviation + half_width,
                },
                spread_ratio: spread.map(|deviation| deviation * deviation / drawn),
                spread_p_value: spread_p_value(&differences, &variances)?,
                of_stations,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let (r, d) = (
        settings.orientation.numerator,
        settings.orientation.denominator,
    );
    let lead =
        |station: &Station, column: usize| station.shares[r][column] - station.shares[d][column];
    let deviation = mean(&|station| lead(station, 0) - lead(station, 2));
    let of_one =
        |station: &Station| station.shares[r][2] + station.shares[d][2] - lead(station, 2).powi(2);
    let error = stations
        .iter()
        .map(|station| station.squares * of_one(station))
        .sum::<f64>()
        .sqrt()
        / all;
    let (z, p_value) = z_test(deviation, error)?;
    let lead = MatchedLead {
        deviation,
        within_standard_error: error,
        z,
        p_value,
        detectable: detectable(error, settings.confidence)?,
    };
    Ok((deviations, lead))
}

/// With which what is there is found.
const POWER: f64 = 0.8;

fn detectable(error: f64, confidence: Confidence) -> Result<Option<f64>> {
    let lead = (confidence.critical_value() + normal_quantile(POWER)?) * error;
    // From one end to the other a lead changes by 2.
    Ok(Some(lead).filter(|lead| (f64::MIN_POSITIVE..=2.0).contains(lead)))
}

fn z_test(deviation: f64, error: f64) -> Result<(Option<f64>, Option<f64>)> {
    if error == 0.0 {
        return Ok((None, None));
    }
    let z = deviation / error;
    Ok((Some(z), Some(2.0 * normal_upper_tail(z.abs())?)))
}

/// Over the stations whose difference has a variance.
fn spread_p_value(differences: &[f64], variances: &[f64]) -> Result<Option<f64>> {
    let known = || {
        differences
            .iter()
            .zip(variances)
            .filter(|(_, variance)| **variance > 0.0)
    };
    let count = known().count();
    if count < 2 {
        return Ok(None);
    }
    let weights: f64 = known().map(|(_, variance)| 1.0 / variance).sum();
    let mean = known()
        .map(|(difference, variance)| difference / variance)
        .sum::<f64>()
        / weights;
    let q: f64 = known()
        .map(|(difference, variance)| (difference - mean).powi(2) / variance)
        .sum();
    chi_squared_upper_tail(q, (count - 1) as f64).map(Some)
}
