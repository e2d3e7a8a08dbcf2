//! What was not published about a poll or a count, and would say more.

use crate::alignment::Rule;
use crate::model::{OfficialCount, Poll, PollKind, Population, PublishedShare, Segment};
use crate::report::{CountReport, NotPublished, PollReport, SizeFacts};

/// Of a count: only what would say more of polls with shares.
pub(super) fn not_published_of_count(
    counted: &CountReport,
    polls: &[PollReport],
) -> Vec<NotPublished> {
    let judged = polls.iter().any(|poll| poll.readings().next().is_some());
    let partial = judged && !counted.is_final() && !counted.is_all_counted();
    // What is contradicted bounds nothing, but it was published.
    let by_voters = counted.count.outstanding_registered().is_some()
        || (counted.outstanding.iter()).any(|view| view.most_votes.is_some());
    let numbers = counted.count.completeness().and_then(|part| part.counted());
    let all_report = numbers.is_some_and(|(stations, all)| stations == all);
    let population = counted.count.population();
    // Parts that make up the whole say whose votes it has.
    let of_parts = || {
        let parts = counted.count.segments().iter().map(Segment::valid_votes);
        parts.sum::<Option<u64>>().filter(|all| *all > 0)
    };
    // A part of no known size says whose votes a poll does not have.
    let names_others = || {
        let mut readings = polls.iter().flat_map(PollReport::readings);
        readings.any(|of| (of.coverage.as_ref()).is_some_and(|of| !of.uncounted.is_empty()))
    };
    let is_told = population.is_some_and(|of| !of.voters().is_empty())
        || names_others()
        || of_parts().is_some_and(|all| Some(all) == counted.valid);
    // A poll that is not put on one base with it for want of this.
    let differs = |why: fn(&Rule) -> bool| {
        let mut rules = (polls.iter())
            .flat_map(PollReport::readings)
            .flat_map(|reading| &reading.rules);
        rules.any(why)
    };
    [
        (judged && !is_told, NotPublished::Population),
        (
            partial && counted.count.completeness().is_none(),
            NotPublished::Completeness,
        ),
        (
            partial && !by_voters && !all_report,
            NotPublished::OutstandingVoters,
        ),
        (
            differs(|rule| matches!(rule, Rule::BasesDiffer { .. })),
            NotPublished::InvalidBallots,
        ),
        (
            counted.count.ballots_cast().is_none()
                && differs(|rule| matches!(rule, Rule::TotalNotKnown { .. })),
            NotPublished::BallotsCast,
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
    // What is made of other polls asked nobody and drew nothing.
    let asked = !poll.is_derived();
    let exit = asked && poll.kind() == PollKind::ExitPoll;
    // It reads the results of stations: nobody is asked anything.
    let counts_ballots = matches!(poll.kind(), PollKind::QuickCount | PollKind::ParallelCount);
    let at_stations = exit || asked && counts_ballots;
    // A limit of printing ("<1", ">60") is no range that could have a confidence.
    let ranges = poll.seats().iter().any(|(_, seats)| seats.is_range())
        || (poll.entries().iter()).any(|entry| entry.share.is_range() && !entry.share.is_limit());
    [
        (
            asked && shares && sample.respondents().is_none(),
            NotPublished::SampleSize,
        ),
        (
            at_stations && sample.stations().is_none(),
            NotPublished::Stations,
        ),
        (
            at_stations
                && sample.every_station() != Some(true)
                && sample.station_selection().is_none(),
            NotPublished::StationSelection,
        ),
        (
            asked
                && shares
                && sample.design_effect().is_none()
                && (poll.entries().iter())
                    .any(|entry| sample.design_effect_of(entry.label()).is_none()),
            NotPublished::DesignEffect,
        ),
        (
            asked && !poll.population().is_some_and(says_who_is_covered),
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
        (
            asked && !at_stations && poll.fieldwork().is_none(),
            NotPublished::Fieldwork,
        ),
        (
            poll.weighting().is_empty(),
            NotPublished::WeightingVariables,
        ),
        (
            // Its stations' results are the count's own.
            shares && !counts_ballots && poll.weighted_to_count().is_none(),
            NotPublished::WhetherWeightedToCount,
        ),
        (poll.sponsor().is_none(), NotPublished::Sponsor),
        (
            asked && !counts_ballots && poll.wording().is_none(),
            NotPublished::Wording,
        ),
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

/// Whether a poll says which voters it covers: their names, or who is left out and how many that is. What may have been
/// left out, and at most how many, is no word of who was covered.
fn says_who_is_covered(population: &Population) -> bool {
    let is_figure = |outside: PublishedShare| !outside.is_range();
    !population.voters().is_empty()
        || population.left_out().is_some() && population.outside().is_some_and(is_figure)
}
