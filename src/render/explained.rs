//! Whether votes that a poll did not cover, or voters only in poll or count, could explain what it is off.

use crate::report::{CoverageNeed, ReadingReport, Report, Verdict};

/// Whether all that could explain a deviation are votes that the poll did not cover, and not voters whose votes are
/// not counted.
pub(super) fn is_of_votes_alone(reading: &ReadingReport) -> bool {
    let coverage = reading.coverage.as_ref();
    coverage.is_some_and(|of| of.not_counted.is_empty() && !of.leaves_nobody_out())
}

/// Whether poll and count are not known to be of the same voters.
pub(super) fn has_others(reading: &ReadingReport) -> bool {
    let coverage = reading.coverage.as_ref();
    coverage.is_some_and(|of| !of.not_counted.is_empty() || !of.leaves_nobody_out())
}

/// Whether nobody says how many voters of only one of poll and count there are: whatever is counted in the end, they
/// could explain what is then more than chance.
pub(super) fn could_explain_any_end(reading: &ReadingReport) -> bool {
    let coverage = reading.coverage.as_ref();
    coverage.is_some_and(|of| {
        !of.not_counted.is_empty() || of.outside.is_none() && !of.leaves_nobody_out()
    })
}

/// Whether the votes that the poll did not cover could have given every row what it is off, its figures as they are.
pub(super) fn could_explain(reading: &ReadingReport) -> bool {
    let coverage = reading.coverage.as_ref();
    coverage.is_some_and(|of| {
        !of.leaves_nobody_out()
            && (of.outside.is_none() || !of.needs.is_empty() && !of.needs.iter().any(is_impossible))
    })
}

/// Whether they could only together with chance, by a verdict that allows for both.
pub(super) fn could_explain_with_chance(reading: &ReadingReport) -> bool {
    reading.verdict == Verdict::DifferentPopulations
        && reading.rests_on_a_test()
        && is_of_votes_alone(reading)
        && reading
            .coverage
            .as_ref()
            .is_some_and(|of| of.needs.iter().any(is_impossible))
}

/// Whether no votes could have given it, the poll's figures as they are.
pub(super) fn is_impossible(need: &CoverageNeed) -> bool {
    need.bounds.high() < 0.0 || need.bounds.low() > 1.0
}

/// What is said of single polls is not taken back of all of them together.
pub(super) fn of_all_together(report: &Report) -> &'static str {
    let count = report.reference();
    let pooled = count.pool.iter().flat_map(|pool| &pool.polls);
    let polls = pooled.filter_map(|name| count.poll(name));
    let mut explained = polls.filter(|poll| poll.verdict == Verdict::DifferentPopulations);
    match explained.next() {
        None => "",
        Some(one)
            if [one]
                .into_iter()
                .chain(explained)
                .all(|poll| poll.readings().all(is_of_votes_alone)) =>
        {
            "; votes that polls did not cover could explain it"
        }
        Some(_) => "; voters only in poll or count could explain it",
    }
}
