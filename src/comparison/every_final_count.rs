//! The tests of a poll against every final count that a partial one allows.

use super::row::{Ways, figure};
use super::verdict::Plain;
use crate::alignment::RowKind;
use crate::error::Result;
use crate::hypothesis::{AcceptedShares, RowSample};
use crate::numeric::Bounds;
use crate::partial::{AgainstEveryCount, FinalBound, OpenRow};
use crate::report::RowReport;

/// Which final shares the row's test accepts at the level of the verdict.
pub(super) fn accepted(ways: &Ways<'_>, tests: usize, row: &RowReport) -> Option<AcceptedShares> {
    let worth = ways.worth_of(&row.label)?;
    let (_, poll) = figure(&row.poll);
    let at = |sample: &RowSample| accepted_at(ways, tests, row, (sample, poll));
    let printed = at(&worth.sample)?;
    let Some((least, most)) = worth.within_rounding else {
        return Some(printed);
    };
    // A rounded margin leaves the size open: what the smallest accepts may be accepted, what the largest
    // accepts surely is.
    Some(AcceptedShares {
        possibly: at(&least)?.possibly,
        certainly: at(&most)?.certainly,
    })
}

/// Against every final count that a partial one allows of whose valid votes so much is counted. Rounding decides only
/// where at the printed digits no ballot still to be counted does.
pub(super) fn against_every_count(
    ways: &Ways<'_>,
    tests: usize,
    rows: &[RowReport],
    counted: Option<Bounds>,
) -> Plain {
    let Some(counted) = counted else {
        return Plain::OpenUntilCounted;
    };
    let real = || rows.iter().filter(|row| row.kind != RowKind::Remainder);
    let bound = |share: Bounds| FinalBound::of_stated_share(share, counted).ok();
    let within_rounding = real().map(|row| OpenRow {
        bound: bound(figure(&row.count).1),
        accepted: accepted(ways, tests, row),
    });
    let as_printed = || {
        real().map(|row| OpenRow {
            bound: bound(Bounds::exact(figure(&row.count).0)),
            accepted: accepted_as_printed(ways, tests, row),
        })
    };
    let of = |rows: Vec<OpenRow>| AgainstEveryCount::of(&rows);
    let is_open =
        |of: &Result<AgainstEveryCount>| matches!(of, Ok(AgainstEveryCount::OpenUntilCounted));
    match of(within_rounding.collect()) {
        Ok(AgainstEveryCount::Within) => Plain::Within,
        Ok(AgainstEveryCount::Beyond) => Plain::Beyond,
        Ok(AgainstEveryCount::UndecidedByRounding) if !is_open(&of(as_printed().collect())) => {
            Plain::UndecidedByRounding
        }
        _ => Plain::OpenUntilCounted,
    }
}

/// Which final shares the test of the printed figure accepts at the printed size.
fn accepted_as_printed(ways: &Ways<'_>, tests: usize, row: &RowReport) -> Option<AcceptedShares> {
    let worth = ways.worth_of(&row.label)?;
    let printed = Bounds::exact(figure(&row.poll).0);
    accepted_at(ways, tests, row, (&worth.sample, printed))
}

/// The same for this figure of a row that is tested, of a sample of this size.
fn accepted_at(
    ways: &Ways<'_>,
    tests: usize,
    row: &RowReport,
    (sample, poll): (&RowSample, Bounds),
) -> Option<AcceptedShares> {
    row.sampling?;
    let official = ways.official(&row.count);
    let level = ways.settings.confidence;
    sample.accepted(poll, official, level, tests.max(1)).ok()
}
