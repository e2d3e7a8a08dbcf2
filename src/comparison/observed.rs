//! What observers at polling stations leave room for.

use crate::hypothesis::violations_upper_bound;
use crate::model::Observation;
use crate::numeric::OneSidedConfidence;
use crate::report::{ObservationReport, ViolationBound};

/// Stations observed for which the bound is given where nobody published how many there were.
const ASSUMED: [u64; 4] = [50, 200, 500, 2_000];

pub(super) fn bounds(observations: &[Observation]) -> Vec<ObservationReport> {
    observations.iter().map(bound).collect()
}

fn bound(observation: &Observation) -> ObservationReport {
    let (stations, violations) = (observation.stations(), observation.violations());
    let level = observation.confidence().level();
    let at = |observed: u64| {
        let confidence = OneSidedConfidence::new(level).ok()?;
        Some(ViolationBound {
            observed,
            at_most: violations_upper_bound(stations, observed, violations, confidence).ok()?,
        })
    };
    let bounds = match observation.observed() {
        Some(observed) => at(observed).into_iter().collect(),
        None => ASSUMED
            .into_iter()
            .filter(|observed| (violations..stations).contains(observed))
            .chain([stations])
            .filter_map(at)
            .collect(),
    };
    ObservationReport {
        observer: observation.observer().into(),
        stations,
        violations,
        confidence: level,
        bounds,
        observed_is_published: observation.observed().is_some(),
        source: observation.source().map(Into::into),
        note: observation.note().map(Into::into),
    }
}
