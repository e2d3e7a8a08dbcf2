//! What a poll called before the count did: leader, places, order, thresholds, majority.

mod places;
mod seats;
mod thresholds;

use super::ground::Ground;
use super::seats::CountedSeats;
use crate::model::{Contest, Poll};
use crate::report::{Call, CallOutcome, CountReport, PollReport, Reason, Said, Settings, Verdict};

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
        // Whether it covers a part that is counted apart, or votes outside its population could explain what it says.
        if of_part || poll.verdict == Verdict::DifferentPopulations {
            calls.iter_mut().for_each(not_of_the_whole);
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
fn not_of_the_whole(call: &mut Call) {
    call.called = Said::Unknown;
    call.beyond_sampling = None;
    call.outcome = CallOutcome::Unknown;
    call.not_judged = Some(Reason::PartOfTheVoters);
}
