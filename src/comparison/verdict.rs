//! The verdicts, each made once.

use super::decisive::{
    furthest_outside, least_likely, nearest_to_beyond, order, surely_beyond, surest,
};
use super::every_final_count::{accepted, against_every_count};
use super::row::{Ways, figure};
use super::{ground, outside};
use crate::alignment::RowKind;
use crate::hypothesis::AcceptedShares;
use crate::model::{OfficialCount, Poll};
use crate::numeric::Bounds;
use crate::partial::{CoveredRow, OutsidePoll, PopulationVerdict};
use crate::report::{
    PollReport, ReadingReport, Reason, RowReport, SeatReport, Verdict, largest_of,
};

/// The verdict on one reading, and the row that decides it.
pub(super) fn of_rows(
    ways: &Ways<'_>,
    tests: usize,
    rows: &[RowReport],
) -> (Verdict, Option<String>) {
    let real = || rows.iter().filter(|row| row.kind != RowKind::Remainder);
    let tested: Vec<&RowReport> = real().filter(|row| row.sampling.is_some()).collect();
    if tested.is_empty() {
        return without_test(ways, tests, rows);
    }
    let counted = ground::decided_counted(ways.grounds);
    let plain = if ways.is_partial {
        against_every_count(ways, tests, rows, counted)
    } else {
        against_the_count(ways, &tested)
    };
    // Of what is open until counted no row is the least likely: of those that some final count puts beyond chance, the
    // one that is furthest off.
    let alpha = ways.settings.confidence.alpha();
    let can_be_beyond =
        |row: &&RowReport| (row.sampling).is_some_and(|of| of.adjusted_p_value_bounds.low < alpha);
    let decisive_beyond = || {
        let known = beyond_by_known_design(ways, tests, &tested);
        match known.is_empty() {
            true => surely_beyond(&tested, alpha),
            false => known,
        }
    };
    let decisive = match plain {
        Plain::OpenUntilCounted => largest_of(tested.iter().copied().filter(can_be_beyond)),
        Plain::UndecidedByRounding => least_likely(&nearest_to_beyond(&tested)),
        // Where only all rows together are beyond chance, none of them decides.
        Plain::Beyond if ways.is_partial => least_likely(&surest(&decisive_beyond())),
        Plain::Beyond => least_likely(&decisive_beyond()),
        Plain::Within => least_likely(&tested),
    };
    let decisive = decisive.map(|row| row.label.clone());
    // The margin of one choice says nothing of the others: one row within is not the poll's. What is left beside choices
    // that all have their own is no figure of the poll.
    let is_apart = |row: &RowReport| row.not_tested == Some(Reason::RestOfUnknownDesign);
    let is_open = |row: &RowReport| row.sampling.is_none() && row.range.is_none();
    let untested = || real().any(|row| is_open(row) && !is_apart(row));
    if ways.worth.is_none() && matches!(plain, Plain::Within) && untested() {
        return without_test(ways, tests, rows);
    }
    let verdict = of_tests(ways, tests, &tested, rows, plain, counted);
    // No test of the other rows makes up for an official share that lies outside what was published for it.
    let ranges = || real().filter_map(|row| Some((row, row.range?)));
    if !matches!(plain, Plain::Beyond) && ranges().any(|(_, range)| range.inside == Some(false)) {
        return (
            outside_a_range(ways, tests, rows),
            furthest_outside(ranges()),
        );
    }
    (verdict, decisive)
}

/// What an official share outside its range says, where voters whom the poll did not cover are known.
fn outside_a_range(ways: &Ways<'_>, tests: usize, rows: &[RowReport]) -> Verdict {
    let counted = ground::decided_counted(ways.grounds);
    match others_could_explain(ways, tests, rows, counted) {
        true => Verdict::DifferentPopulations,
        false => Verdict::RangeOutside,
    }
}

/// What the tests say, with what voters whom the poll did not cover can explain.
fn of_tests(
    ways: &Ways<'_>,
    tests: usize,
    tested: &[&RowReport],
    rows: &[RowReport],
    plain: Plain,
    counted: Option<Bounds>,
) -> Verdict {
    match plain {
        Plain::Beyond if others_could_explain(ways, tests, rows, counted) => {
            Verdict::DifferentPopulations
        }
        Plain::Beyond if !beyond_by_known_design(ways, tests, tested).is_empty() => {
            Verdict::BeyondSampling
        }
        plain => plain.verdict(knows_design(ways, tested)),
    }
}

/// Whether votes of voters of only one of poll and count could explain what is beyond chance, or outside a range.
pub(super) fn others_could_explain(
    ways: &Ways<'_>,
    tests: usize,
    rows: &[RowReport],
    counted: Option<Bounds>,
) -> bool {
    // Where nobody says how many they are, they could explain any deviation.
    ways.others_unnumbered
        || outside(ways, tests, rows, counted) == Some(PopulationVerdict::DifferentPopulations)
}

/// The verdict on tested rows if so much of the valid votes were counted.
pub(super) fn of_tests_after(
    ways: &Ways<'_>,
    tests: usize,
    rows: &[RowReport],
    counted: Bounds,
) -> Verdict {
    let real = rows.iter().filter(|row| row.kind != RowKind::Remainder);
    let tested: Vec<&RowReport> = real.filter(|row| row.sampling.is_some()).collect();
    let plain = against_every_count(ways, tests, rows, Some(counted));
    of_tests(ways, tests, &tested, rows, plain, Some(counted))
}

/// What the tests alone say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Within,
    Beyond,
    OpenUntilCounted,
    UndecidedByRounding,
}

impl Plain {
    fn verdict(self, knows_design: bool) -> Verdict {
        match (self, knows_design) {
            (Plain::Within, true) => Verdict::WithinSampling,
            (Plain::Within, false) => Verdict::WithinSimpleRandomSampling,
            (Plain::Beyond, true) => Verdict::BeyondSampling,
            (Plain::Beyond, false) => Verdict::BeyondSimpleRandomSampling,
            (Plain::OpenUntilCounted, _) => Verdict::OpenUntilCounted,
            (Plain::UndecidedByRounding, _) => Verdict::UndecidedByRounding,
        }
    }
}

/// Whether every row that is tested rests on a known design, or on the pollster's own margin.
fn knows_design(ways: &Ways<'_>, tested: &[&RowReport]) -> bool {
    tested.iter().all(|row| is_of_known_design(ways, row))
}

fn is_of_known_design(ways: &Ways<'_>, row: &RowReport) -> bool {
    let worth = ways.worth_of(&row.label);
    worth.is_some_and(|worth| worth.basis.knows_design())
}

/// The rows of a known design, or of the pollster's own margin, that are surely beyond chance whatever the designs of the
/// others are: after adjustment for as many tests as there are, none of which helps them (Bonferroni, the first step of
/// Holm's).
fn beyond_by_known_design<'a>(
    ways: &Ways<'_>,
    tests: usize,
    tested: &[&'a RowReport],
) -> Vec<&'a RowReport> {
    let alpha = ways.settings.confidence.alpha();
    let is_beyond = |row: &&RowReport| {
        let most = row.sampling.map_or(1.0, |of| of.p_value_bounds.high);
        is_of_known_design(ways, row) && most * (tests.max(1) as f64) < alpha
    };
    tested.iter().copied().filter(is_beyond).collect()
}

/// Against a final count: by the adjusted p-values that rounding allows.
fn against_the_count(ways: &Ways<'_>, tested: &[&RowReport]) -> Plain {
    let alpha = ways.settings.confidence.alpha();
    let bounds = || {
        tested
            .iter()
            .filter_map(|row| Some(row.sampling?.adjusted_p_value_bounds))
    };
    match (
        bounds().any(|p| p.high < alpha),
        bounds().all(|p| p.low >= alpha),
    ) {
        (true, _) => Plain::Beyond,
        (false, true) => Plain::Within,
        (false, false) => Plain::UndecidedByRounding,
    }
}

/// The proportion of the count's votes outside the poll's population, where it is known.
pub(super) fn outside_of(poll: &Poll, count: &OfficialCount) -> Option<OutsidePoll> {
    OutsidePoll::new(outside::outside(poll, count)?.bounds).ok()
}

/// What those outside the poll's population can explain of a deviation beyond sampling.
fn outside(
    ways: &Ways<'_>,
    tests: usize,
    rows: &[RowReport],
    counted: Option<Bounds>,
) -> Option<PopulationVerdict> {
    let outside = ways.outside?;
    let covered: Vec<CoveredRow> = rows
        .iter()
        .filter(|row| row.kind != RowKind::Remainder)
        .map(|row| CoveredRow {
            official: ways.official_after(&row.count, counted),
            // Of its own voters a poll can be right with any share in the range that it published.
            accepted: match row.range {
                Some(_) => Some(figure(&row.poll).1).map(|range| AcceptedShares {
                    possibly: range,
                    certainly: Some(range),
                }),
                None => accepted(ways, tests, row),
            },
        })
        .collect();
    outside.verdict(&covered, false).ok()
}

/// Where no row can be tested: ranges, or rounding, or nothing.
fn without_test(ways: &Ways<'_>, tests: usize, rows: &[RowReport]) -> (Verdict, Option<String>) {
    let real = || rows.iter().filter(|row| row.kind != RowKind::Remainder);
    let named = || real().filter(|row| row.kind == RowKind::Choice);
    let ranges_of_choices = || named().filter_map(|row| Some((row, row.range?)));
    // Figures beside ranges, off by more than rounding: nothing that ranges hold makes up for them.
    let figures_off =
        || named().any(|row| row.range.is_none() && !row.deviation_bounds.contains(0.0));
    // What ranges leave to everyone else is one of the statements of the table.
    let ranges = || real().filter_map(|row| Some((row, row.range?)));
    if ranges_of_choices().next().is_some()
        && named().all(|row| row.range.is_some() || row.deviation == 0.0)
        || ways.worth.is_none() && ranges_of_choices().count() * 2 > named().count()
    {
        let published = ranges()
            .filter(|(row, range)| range.inside.is_some() || row.deviation_bounds.contains(0.0));
        let furthest = furthest_outside(published);
        let verdict = if ranges().any(|(_, range)| range.inside == Some(false)) {
            outside_a_range(ways, tests, rows)
        } else if ranges().all(|(_, range)| range.inside == Some(true)) {
            Verdict::RangeInside
        } else if ways.is_partial {
            Verdict::OpenUntilCounted
        } else if ranges().any(|(row, _)| !row.deviation_bounds.contains(0.0)) {
            // Figures that only their base makes ranges: off by more than that, and no test says by how much chance.
            Verdict::NotComparable
        } else {
            Verdict::UndecidedByRounding
        };
        if verdict != Verdict::RangeInside || !figures_off() {
            return (verdict, furthest);
        }
    }
    // The row that needs the fewest respondents is the least compatible with chance.
    let decisive = real()
        .filter_map(|row| Some((row, row.break_even?.size)))
        .min_by(|a, b| order(a.0, a.1, b.0, b.1));
    let label = decisive.map(|(row, _)| row.label.clone());
    let rounding_explains_all = real().all(|row| row.deviation_bounds.contains(0.0));
    if ways.worth.is_none() && ways.facts.effective_size.is_some() {
        let verdict = match ways.everyone_was_asked && rounding_explains_all {
            true => Verdict::WithinRounding,
            false => Verdict::NotComparable,
        };
        return (verdict, label);
    }
    let verdict = match (rounding_explains_all, ways.is_partial) {
        (true, false) => Verdict::WithinRounding,
        (true, true) if real().all(|row| holds_every_end(ways, row)) => Verdict::WithinRounding,
        _ => Verdict::SampleSizeUnknown,
    };
    (verdict, label)
}

/// Whether the digits that the poll did not print leave it every share that the row can end at.
fn holds_every_end(ways: &Ways<'_>, row: &RowReport) -> bool {
    let (printed, ends) = (figure(&row.poll).1, ways.official(&row.count));
    row.range.is_none() && printed.low <= ends.low && ends.high <= printed.high
}

/// The verdict on a poll: that of its readings where they agree, of its seats where it has no shares.
pub(super) fn of_poll(poll: &Poll, report: &PollReport) -> Verdict {
    // Shares of everyone approached are never shares of the votes: one meaning.
    if let (true, Some(reading)) = (poll.is_of_all_approached(), report.reading()) {
        return reading.verdict;
    }
    let verdicts: Vec<Verdict> = report
        .readings()
        .map(|reading: &ReadingReport| reading.verdict)
        .collect();
    match verdicts.as_slice() {
        [] => report
            .seats
            .as_ref()
            .map_or(Verdict::NotComparable, SeatReport::verdict),
        [first, rest @ ..] if rest.iter().all(|verdict| verdict == first) => *first,
        _ => Verdict::DependsOnBase,
    }
}
