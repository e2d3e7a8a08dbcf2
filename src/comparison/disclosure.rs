//! What was not published about a poll or a count, and would say more.

use crate::model::{OfficialCount, Poll, PollKind};
use crate::report::{CountReport, NotPublished, PollReport, SizeFacts};

/// Of a count: only what would say more of polls with shares.
pub(super) fn not_published_of_count(
    counted: &CountReport,
    polls: &[PollReport],
) -> Vec<NotPublished> {
    let judged = polls.iter().any(|poll| poll.readings().next().is_some());
    let partial = judged && !counted.is_final() && !counted.is_all_counted();
    let by_voters = (counted.outstanding.iter()).any(|view| view.most_votes.is_some());
    let numbers = counted.count.completeness().and_then(|part| part.counted());
    let all_report = numbers.is_some_and(|(stations, all)| stations == all);
    let population = counted.count.population();
    [
        (
            judged && population.is_none_or(|of| of.voters().is_empty()),
            NotPublished::Population,
        ),
        (
            partial && counted.count.completeness().is_none(),
            NotPublished::Completeness,
        ),
        (
            partial && !by_voters && !all_report,
            NotPublished::OutstandingVoters,
        ),
    ]
    .into_iter()
    .filter_map(|(applies, item)| applies.then_some(item))
    .collect()
}

pub(super) fn not_published(
    report: &PollReport,
    poll: &Poll,
    facts: &SizeFacts,
    count: &OfficialCount,
) -> Vec<NotPublished> {
    let sample = poll.sample();
    let shares = !poll.entries().is_empty();
    let exit = poll.kind() == PollKind::ExitPoll;
    let ranges = poll.seats().iter().any(|(_, seats)| seats.is_range())
        || poll.entries().iter().any(|entry| entry.share.is_range());
    [
        (
            shares && sample.respondents().is_none(),
            NotPublished::SampleSize,
        ),
        (exit && sample.stations().is_none(), NotPublished::Stations),
        (
            exit && sample.station_selection().is_none(),
            NotPublished::StationSelection,
        ),
        (
            shares
                && sample.design_effect().is_none()
                && (poll.entries().iter())
                    .any(|entry| sample.design_effect_of(entry.label()).is_none()),
            NotPublished::DesignEffect,
        ),
        (
            // What may have been left out is no word of who was covered.
            exit && poll
                .population()
                .is_none_or(|population| population.voters().is_empty()),
            NotPublished::Population,
        ),
        (
            report.as_printed.is_some() && poll.base().is_none(),
            NotPublished::Base,
        ),
        (
            poll.entries().len() == 1 && count.entries().len() > 1,
            NotPublished::OtherChoices,
        ),
        (
            exit && sample.response_rate().is_none() && sample.refusals().is_none(),
            NotPublished::RefusalsAndMisses,
        ),
        (exit && poll.hours().is_none(), NotPublished::Hours),
        (!exit && poll.fieldwork().is_none(), NotPublished::Fieldwork),
        (
            poll.weighting().is_empty(),
            NotPublished::WeightingVariables,
        ),
        (
            shares && poll.weighted_to_count().is_none(),
            NotPublished::WhetherWeightedToCount,
        ),
        (poll.sponsor().is_none(), NotPublished::Sponsor),
        (poll.wording().is_none(), NotPublished::Wording),
        (
            facts.confidence_taken
                || !sample.margins().is_empty() && sample.stated_confidence().is_none(),
            NotPublished::ConfidenceOfMargin,
        ),
        (
            ranges && sample.stated_confidence().is_none(),
            NotPublished::ConfidenceOfRanges,
        ),
    ]
    .into_iter()
    .filter_map(|(applies, item)| applies.then_some(item))
    .collect()
}
