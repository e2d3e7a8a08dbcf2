//! A long table of rows, grouped into polls.

use std::collections::HashMap;

use super::deviation::PollDeviation;
use super::outcome::{ChoiceOutcome, ContestRow, PollOutcome};
use crate::error::{Error, Place, Result};

/// Measures the polls of a long table, in the order in which they first stand there. `sides` as for
/// [`PollOutcome::measure`].
///
/// ```
/// use exitpoll::record::{ContestRow, Tally, measure_rows};
///
/// let row = |pollster: &str, choice: &str, poll, result| ContestRow {
///     pollster: pollster.into(), contest: "Mayor 2024".into(), kind: None, date: None, name: None,
///     size: Some(400.0), choice: choice.into(), bloc: None, poll, result: Some(result),
/// };
/// let rows = [
///     row("One", "A", 0.55, 0.5), row("Two", "A", 0.48, 0.5),
///     row("One", "B", 0.45, 0.5), row("Two", "B", 0.52, 0.5),
/// ];
/// let polls = measure_rows(&rows, None)?;
/// assert_eq!(polls.len(), 2);
/// assert!((polls[0].lead.unwrap().deviation - 0.1).abs() < 1e-15);
/// assert_eq!(Tally::of(&polls)?.contests(), 1);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As [`PollOutcome::measure`]. Inconsistent rows of one poll are out of range: a size or kind that
/// changes.
pub fn measure_rows<'a>(
    rows: &'a [ContestRow],
    sides: Option<[&str; 2]>,
) -> Result<Vec<PollDeviation<'a>>> {
    let mut polls: Vec<Vec<&ContestRow>> = Vec::new();
    let mut places = HashMap::new();
    for row in rows {
        let key = (&row.pollster, &row.contest, row.date, &row.name);
        let next = polls.len();
        let place = *places.entry(key).or_insert(next);
        if place == next {
            polls.push(Vec::new());
        }
        polls
            .get_mut(place)
            .expect("places are those of polls")
            .push(row);
    }
    let mut choices = Vec::new();
    polls
        .iter()
        .map(|poll| measured(poll, sides, &mut choices))
        .collect()
}

fn measured<'a>(
    poll: &[&'a ContestRow],
    sides: Option<[&str; 2]>,
    choices: &mut Vec<ChoiceOutcome<'a>>,
) -> Result<PollDeviation<'a>> {
    let first = *poll.first().expect("a poll is grouped from its rows");
    choices.clear();
    for &row in poll {
        let place = || Place::Path(format!("{} in {}", row.pollster, row.contest));
        if row.size != first.size {
            let size = row
                .size
                .map_or("unknown".to_owned(), |size| size.to_string());
            let help = "give the same size in every row of a poll, or polls different names";
            return Err(Error::out_of_range("size", size, help).at(place()));
        }
        if row.kind != first.kind {
            let kind = row.kind.as_deref().unwrap_or("unknown");
            let help = "give the same kind in every row of a poll";
            return Err(Error::out_of_range("kind", kind, help).at(place()));
        }
        choices.push(ChoiceOutcome {
            choice: &row.choice,
            bloc: row.bloc.as_deref(),
            poll: row.poll,
            result: row.result,
        });
    }
    let outcome = PollOutcome {
        pollster: &first.pollster,
        contest: &first.contest,
        kind: first.kind.as_deref(),
        date: first.date,
        size: first.size,
        choices,
        result_lead: None,
        call: None,
    };
    // What was measured borrows the rows, not the list of choices.
    outcome.measure(sides)
}
