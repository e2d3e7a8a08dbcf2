//! What a poll says of its sample against what the same poll says of it elsewhere.

use super::contradiction::Contradiction;
use super::poll::Poll;

/// A response rate above what respondents, refusals and misses leave: everyone else who did not answer only
/// lowers it.
pub(super) fn response_rate(poll: &Poll) -> Option<Contradiction> {
    let sample = poll.sample();
    let (stated, respondents) = (sample.response_rate()?, sample.respondents()?);
    let others = match (sample.refusals(), sample.misses()) {
        (None, None) => return None,
        (refusals, misses) => refusals.unwrap_or(0).checked_add(misses.unwrap_or(0))?,
    };
    let most = respondents as f64 / respondents.checked_add(others)? as f64;
    // To half a point, as rates are printed.
    (stated > most + 0.005).then(|| Contradiction::ResponseRateAndRefusals {
        poll: poll.name().into(),
        stated,
        respondents,
        others,
    })
}

/// More respondents than stations and interviews make. Fewer are no contradiction: a size that is weighted by
/// itself, as design effects take it, is above the mean.
pub(super) fn interviews(poll: &Poll) -> Option<Contradiction> {
    let sample = poll.sample();
    let (respondents, stations) = (sample.respondents()?, sample.stations()?);
    let interviews = sample.cluster_size?;
    // Half an interview at each, as mean sizes are printed.
    (respondents as f64 > stations as f64 * (interviews + 0.5)).then(|| {
        Contradiction::InterviewsAndRespondents {
            poll: poll.name().into(),
            stations,
            interviews,
            respondents,
        }
    })
}
