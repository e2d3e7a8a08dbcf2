//! What it would take to explain the difference.

use serde::Serialize;

use super::{AgainstCount, MatchedLead};
use crate::error::Result;
use crate::station::response::ResponseRatio;
use crate::station::within_precinct_error::WithinPrecinctError;

/// What explains the difference between interviews and the counts of the same stations.
///
/// No state says why: a response ratio that would explain a difference need not be its cause, and a difference
/// that none explains can come from the poll, from its field work, or from the count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ResponseVerdict {
    /// The lead in the interviews is within what drawing them from the ballots of their stations gives.
    CompatibleWithSampling,
    /// It is not, but voters of one choice answering so much more often than those of the other would explain
    /// it.
    NeedsResponseRatio {
        /// The ratio that fits best.
        ratio: ResponseRatio,
        /// The one nearest to 1 that the stations' spread leaves possible.
        at_least: ResponseRatio,
    },
    /// It would take a ratio beyond the greatest that was declared possible.
    NotExplained {
        /// The ratio that fits best; `None` where no ratio does.
        ratio: Option<ResponseRatio>,
        /// The one nearest to 1 that the stations' spread leaves possible.
        at_least: Option<ResponseRatio>,
        /// The greatest declared possible.
        greatest: f64,
    },
    /// Nothing can be said: the interviews leave nothing to chance (everybody was asked), or the two choices
    /// occur too rarely.
    Undecided,
}

/// The ratio is that of the mean ln α where every station has one, else the one that the mean error implies, else the
/// common one.
pub(super) fn verdict(
    lead: &MatchedLead,
    wpe: &WithinPrecinctError,
    settings: &AgainstCount,
) -> Result<ResponseVerdict> {
    let Some(p_value) = lead.p_value else {
        return Ok(ResponseVerdict::Undecided);
    };
    if p_value > settings.confidence.alpha() {
        return Ok(ResponseVerdict::CompatibleWithSampling);
    }
    let complete = wpe
        .ln_alpha
        .filter(|mean| mean.stations == wpe.wpe.stations);
    let (ratio, error) = match (complete, wpe.response_of_mean, wpe.common_response) {
        (Some(mean), _, _) => {
            let half_width = mean.interval.map(|interval| 0.5 * interval.width());
            (Some(ResponseRatio::from_log(mean.mean)), half_width)
        }
        (None, Some(ratio), _) => {
            // The stations' spread of the error, carried over to ln α in proportion.
            let mean = wpe.two_party_wpe.filter(|mean| mean.mean != 0.0);
            let relative = mean.and_then(|mean| {
                let half_width = 0.5 * mean.interval?.width();
                Some(half_width / mean.mean.abs())
            });
            (
                Some(ratio),
                relative.map(|relative| relative * ratio.ln_alpha().abs()),
            )
        }
        (None, None, common) => (common, None),
    };
    let at_least = ratio.map(|ratio| {
        let log = ratio.ln_alpha();
        let nearest = (log.abs() - error.unwrap_or(0.0)).max(0.0);
        ResponseRatio::from_log(nearest.copysign(log))
    });
    Ok(match (ratio, at_least) {
        (Some(ratio), Some(at_least)) if at_least.size() <= settings.greatest_ratio => {
            ResponseVerdict::NeedsResponseRatio { ratio, at_least }
        }
        _ => ResponseVerdict::NotExplained {
            ratio,
            at_least,
            greatest: settings.greatest_ratio,
        },
    })
}
