//! What a poll says of its sample and its shares against what the same poll says of it elsewhere.

use super::contradiction::Contradiction;
use super::entry::Category;
use super::poll::Poll;
use super::share::PublishedShare;
use crate::numeric::Bounds;

/// The first share that is no multiple of the step to which the poll says that its shares are rounded. Steps that
/// do not divide 100, such as one seat of 150, stand for a coarseness and have no multiples to print.
pub(super) fn step(poll: &Poll) -> Option<Contradiction> {
    let figure = poll.document.rounded_to.as_ref()?;
    let step = figure
        .decimal("rounded_to")
        .ok()
        .filter(|step| *step > 0.0)?;
    let steps = 100.0 / step;
    if (steps - steps.round()).abs() > 1e-9 {
        return None;
    }
    let is_multiple = |text: &str| {
        // Its own digits alone: that of the poll is the coarser one.
        let Ok(share) = PublishedShare::parse("shares", text) else {
            return true;
        };
        let Bounds { low, high } = share.bounds();
        let nearest = (share.value() * steps).round() / steps;
        share.is_range() || (low - 1e-12 <= nearest && nearest <= high + 1e-12)
    };
    let mut shares = poll.entries().iter();
    let other = shares.find(|entry| !is_multiple(&entry.share.to_string()))?;
    Some(Contradiction::ShareAndStep {
        poll: poll.name().into(),
        choice: other.label().to_owned(),
        published: other.share.to_string(),
        step,
    })
}

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

/// A printed part of those approached who refused that is not what their number makes: of respondents and refusals, of
/// those who were missed too, or of respondents among whom those who refused are.
pub(super) fn refused(poll: &Poll) -> Option<Contradiction> {
    let sample = poll.sample();
    let printed = poll.category(Category::Refused)?;
    let (respondents, refusals) = (sample.respondents()?, sample.refusals()?);
    let part = |of: u64| refusals as f64 / of as f64;
    let answered_or_refused = respondents.checked_add(refusals)?;
    // Misses that nobody published make any smaller part of those approached.
    let least = match sample.misses() {
        Some(misses) => part(answered_or_refused.checked_add(misses)?),
        None => 0.0,
    };
    let most = part(respondents.max(refusals).max(1));
    let Bounds { low, high } = printed.bounds();
    // To half a point, as rates are printed.
    (low > most + 0.005 || high < least - 0.005).then(|| Contradiction::RefusedShareAndNumber {
        poll: poll.name().into(),
        published: printed.to_string(),
        respondents,
        refusals,
        misses: sample.misses(),
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
