//! Tests of all stations together.

use serde::Serialize;

use super::AgainstCount;
use crate::error::Result;
use crate::hypothesis::Adjustment;
use crate::numeric::binomial_upper_tail;
use crate::station::station_test::{DrawModel, StationTestMethod, station_test};
use crate::station::table::StationTable;
use crate::station::within_precinct_error::Pairs;

/// What is tested at each station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StationTestOf {
    /// All choices, and the rest of the answers as one more: some milliseconds a station
    /// ([`station_test`](crate::station::station_test)).
    #[default]
    AllChoices,
    /// The two of the orientation among themselves: microseconds a station.
    TwoChoices,
}

/// Stations whose interviews are improbable as a draw from their own ballots.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StationsOutside {
    /// What was tested.
    pub tests: StationTestOf,
    /// Stations tested.
    pub tested: usize,
    /// How many of them by which method, the methods that were not needed left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<StationsTestedBy>,
    /// Level of each test, 1 − confidence.
    pub level: f64,
    /// Stations with a p-value of at most the level, before any adjustment.
    pub below_level: usize,
    /// Their share. Were all interviews random draws it would be at most the level, as counts are whole.
    pub share: f64,
    /// P(at least so many below the level, were each so with just that probability).
    pub share_p_value: f64,
    /// How p-values were adjusted for their number.
    pub adjustment: Adjustment,
    /// Stations outside after adjustment, the least probable first.
    pub outside: Vec<StationOutside>,
}

/// How many stations were tested by one method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StationsTestedBy {
    /// The method.
    pub method: StationTestMethod,
    /// The stations.
    pub stations: usize,
}

/// One station outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StationOutside {
    /// Its place in the table.
    pub station: usize,
    /// Its place in the order in which the stations were given, from 0.
    pub position: usize,
    /// Its line in the file; absent where it was read from none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Its name.
    pub name: String,
    /// The p-value of its own test; 0 where the interviews contradict the count.
    pub p_value: f64,
    /// How that was computed.
    pub method: StationTestMethod,
    /// The adjusted one.
    pub adjusted: f64,
}

pub(super) fn outside(
    table: &StationTable,
    pairs: &Pairs,
    settings: &AgainstCount,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<StationsOutside> {
    let (mut stations, mut p_values, mut methods) = (Vec::new(), Vec::new(), Vec::new());
    let (r, d) = (
        settings.orientation.numerator,
        settings.orientation.denominator,
    );
    let (mut official, mut interviews) = (Vec::new(), Vec::new());
    for (pair, station) in pairs.iter().zip(&pairs.stations) {
        official.clear();
        interviews.clear();
        match settings.tests {
            StationTestOf::TwoChoices => {
                official.extend([pair.votes[r], pair.votes[d]]);
                interviews.extend([pair.answers[r], pair.answers[d]]);
                // Nothing to test where one of the two sources names neither.
                if official.iter().sum::<u64>() == 0 || interviews.iter().sum::<u64>() == 0 {
                    continue;
                }
            }
            StationTestOf::AllChoices => {
                official.extend_from_slice(pair.votes);
                official.push(pair.total - pair.votes.iter().sum::<u64>());
                interviews.extend_from_slice(pair.answers);
                interviews.push(pair.answered - pair.answers.iter().sum::<u64>());
            }
        }
        let test = station_test(DrawModel::Hypergeometric, &official, &interviews)?;
        stations.push(*station);
        p_values.push(test.p_value);
        methods.push(test.method);
        progress(p_values.len() as u64);
    }
    let level = settings.confidence.alpha();
    let below_level = p_values.iter().filter(|p| **p <= level).count();
    let tested = p_values.len();
    let adjusted = settings.adjustment.adjust(&p_values)?;
    let mut outside: Vec<StationOutside> = (stations.iter().zip(&p_values))
        .zip(adjusted.iter().zip(&methods))
        .filter(|(_, (adjusted, _))| **adjusted <= level)
        .map(|((station, p_value), (adjusted, method))| StationOutside {
            station: *station,
            position: table.position(*station),
            line: table.line(*station),
            name: table.name(*station).into(),
            p_value: *p_value,
            method: *method,
            adjusted: *adjusted,
        })
        .collect();
    outside.sort_by(|one, other| one.p_value.total_cmp(&other.p_value));
    Ok(StationsOutside {
        tests: settings.tests,
        tested,
        methods: (StationTestMethod::ALL.into_iter())
            .map(|method| StationsTestedBy {
                method,
                stations: methods.iter().filter(|of| **of == method).count(),
            })
            .filter(|by| by.stations > 0)
            .collect(),
        level,
        below_level,
        share: below_level as f64 / tested.max(1) as f64,
        share_p_value: if tested > 0 {
            binomial_upper_tail(below_level as f64, tested as f64, level)?
        } else {
            1.0
        },
        adjustment: settings.adjustment,
        outside,
    })
}
