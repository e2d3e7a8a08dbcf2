//! What a poll called before the count did: leader, places, order, thresholds, majority.

mod places;
mod seats;
mod thresholds;

use super::ground::Ground;
use super::seats::CountedSeats;
use crate::model::{Contest, Poll};
use crate::report::{
    Call, CallOutcome, CountReport, Coverage, PollReport, Reason, Said, Settings, Verdict,
};

/// What a count says to every poll.
pub(super) struct Counted<'a> {
    pub(super) settings: &'a Settings,
    pub(super) contest: &'a Contest,
    pub(super) report: &'a CountReport,
    pub(super) seats: &'a CountedSeats,
    /// The tightest bound of a partial count.
    pub(super) ground: Option<&'a Ground>,
}

/// `published` is the poll as it was handed in.
pub(super) fn of(counted: &Counted<'_>, published: &Poll, poll: &PollReport) -> Vec<Call> {
    let mut calls = Vec::new();
    if let Some(reading) = poll.reading() {
        let of_part = poll.segment.is_some();
        places::call(counted, reading, of_part, &mut calls);
        thresholds::call(counted, reading, &mut calls);
        // Whether it covers a part that is counted apart, or voters of one of the two alone could explain what it says.
        if of_part || poll.verdict == Verdict::DifferentPopulations {
            let reason = match &reading.coverage {
                Some(coverage) if !of_part => of_other_voters(coverage),
                _ => Reason::PartOfTheVoters,
            };
            for call in &mut calls {
                not_of_the_whole(call, reason.clone());
            }
        }
    }
    if let Some(seats) = &poll.seats {
        // What the poll called does not depend on which official figures there are.
        let estimated = seats::estimated(counted.contest, published);
        if poll.reading().is_none() {
            calls.push(seats::leader(counted, &estimated, seats));
        }
        calls.push(seats::majority(counted, &estimated, seats));
    }
    calls
}

/// Who wins among a part of the voters is no statement on the whole count.
fn not_of_the_whole(call: &mut Call, reason: Reason) {
    call.called = Said::Unknown;
    call.beyond_sampling = None;
    call.outcome = CallOutcome::Unknown;
    call.not_judged = Some(reason);
}

/// How the voters of the poll are known to be others than those of the count.
fn of_other_voters(coverage: &Coverage) -> Reason {
    if coverage.outside_bounds.low() > 0.0 || !coverage.uncounted.is_empty() {
        Reason::PartOfTheVoters
    } else if !coverage.not_counted.is_empty() {
        Reason::NotAllCounted
    } else {
        Reason::PerhapsOtherVoters
    }
}
