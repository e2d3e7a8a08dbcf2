//! Reports of single contests as rows of a record.

use super::outcome::ContestRow;
use crate::alignment::RowKind;
use crate::error::{Error, Place, Result};
use crate::report::{Reason, Report};

/// The polls of a report as rows of a long table, for [`measure_rows`](super::measure_rows): every choice
/// that a poll and the final count both give as one figure, with the effective size of the poll where it is
/// known.
///
/// Earlier releases, second publishers of one sample, averages of other polls and polls weighted to the count are left
/// out, and [`PollReport::left_out_of_the_whole`](crate::report::PollReport::left_out_of_the_whole) says which. Polls that
/// do not say what their shares are of are in: measured are shares of the choices that poll and count both give, which are
/// the same on any base, so that more than one is needed of them.
/// Ranges and limits are no single figures, and everyone else is no choice: both are left out, too. The
/// contest is called by name and date; its kind is not known to a report and can be set on the rows.
///
/// ```
/// use exitpoll::record::{Tally, contest_rows, measure_rows};
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll};
///
/// let report = |year: i32| {
///     let contest = Contest::builder(format!("Mayor {year}")).choices(["A", "B"]).build()?;
///     let count = OfficialCount::builder("final").votes("A", 50_000).votes("B", 50_000).final_result().build()?;
///     let poll = Poll::builder("One").share("A", "54").share("B", "46").respondents(400).build()?;
///     Comparison::new(contest).count(count).poll(poll).run()
/// };
/// let mut rows = contest_rows(&report(2020)?)?;
/// rows.extend(contest_rows(&report(2024)?)?);
/// assert_eq!((rows.len(), rows[0].size), (4, Some(400.0)));
///
/// let polls = measure_rows(&rows, None)?;
/// // 54 against 50 percent, 46 against 50.
/// assert!((polls[0].mean_absolute_share - 0.04).abs() < 1e-15);
/// assert_eq!(Tally::of(&polls)?.contests(), 2);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// Missing: a final count; what a partial one says is not the result.
pub fn contest_rows(report: &Report) -> Result<Vec<ContestRow>> {
    let count = report.reference();
    let contest = match report.contest.date() {
        Some(date) => format!("{}, {date}", report.contest.name()),
        None => report.contest.name().to_owned(),
    };
    if !count.is_final() {
        let help = "wait for the final count; a poll is not rated against a partial one";
        return Err(Error::missing("a final count", help).at(Place::Path(contest)));
    }
    let mut rows = Vec::new();
    for poll in &count.polls {
        let (Some(facts), Some(reading)) = (report.poll(&poll.name), poll.reading()) else {
            continue;
        };
        let single =
            |row: &&crate::report::RowReport| row.kind == RowKind::Choice && row.range.is_none();
        let of_choices = || reading.rows.iter().filter(single);
        let is_in = match poll.left_out_of_the_whole {
            None => true,
            Some(Reason::BaseOpen) => of_choices().count() > 1,
            Some(_) => false,
        };
        if !is_in {
            continue;
        }
        rows.extend(of_choices().map(|row| ContestRow {
            pollster: facts.poll.pollster().to_owned(),
            contest: contest.clone(),
            kind: None,
            date: facts.poll.fieldwork().or(report.contest.date()),
            name: Some(poll.name.clone()),
            size: reading.effective_size,
            choice: row.label.clone(),
            bloc: None,
            poll: row.poll.value,
            result: Some(row.count.value),
        }));
    }
    Ok(rows)
}
