//! Figures of a count on which nothing may be decided, because they contradict one another.

use crate::alignment::{Alignment, CountView, PollView};
use crate::model::{Base, Contradiction};
use crate::report::Reason;

/// Why a poll is not compared with a count whose figures contradict one another: votes and printed share of a
/// choice that the poll names, or the ballots of a reading that is of all ballots. Verdict, overlap and rank are
/// of all rows together, so one such row leaves none of them.
pub(super) fn reason(
    found: &[Contradiction],
    count: &CountView<'_>,
    poll: &PollView<'_>,
    alignment: &Alignment,
) -> Option<Reason> {
    let own = count.count.name();
    let readings = || [Some(&alignment.main), alignment.as_printed.as_ref()];
    let of_all_ballots = || {
        let mut readings = readings().into_iter().flatten();
        poll.poll.base() == Some(Base::AllBallots)
            || readings.any(|of| [of.base, of.poll_base].contains(&Base::AllBallots))
    };
    let named = |label: &str| {
        let entries = count.count.entries();
        let choices = entries.iter().find(|entry| entry.label() == label);
        choices.is_some_and(|entry| {
            let mut all = poll.poll.entries().iter().flat_map(|entry| entry.choices());
            all.any(|choice| entry.choices().contains(choice))
        })
    };
    let mut material = found
        .iter()
        .filter(|contradiction| contradiction.is_material());
    material.find_map(|contradiction| match contradiction {
        Contradiction::VotesAndShare { count, choice, .. }
            if count == own && named(choice) && !contradiction.is_compared_with_both() =>
        {
            Some(Reason::FiguresContradict {
                choice: Some(choice.clone()),
            })
        }
        Contradiction::NoTotalFits {
            count,
            choice,
            other,
            ..
        } if count == own && (named(choice) || named(other)) => Some(Reason::FiguresContradict {
            choice: Some(if named(choice) { choice } else { other }.clone()),
        }),
        Contradiction::BallotsUnaccounted { count, .. }
        | Contradiction::VotesExceedBallots { count, .. }
            if count == own && of_all_ballots() =>
        {
            Some(Reason::FiguresContradict { choice: None })
        }
        _ => None,
    })
}
