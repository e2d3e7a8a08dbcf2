//! What a poll called before the count did: leader, places, order, thresholds, majority.

mod candidates;
mod holders;
mod leads;
mod majority;
mod places;
mod seats;
mod thresholds;

use super::counted_seats::CountedSeats;
use super::ground::Ground;
use super::outside::are_a_part;
use crate::model::{Contest, Poll};
use crate::report::{
    Call, CallOutcome, CountReport, Coverage, PollReport, Question, ReadingReport, Reason, Said,
    Settings,
};

/// What a count says to every poll.
pub(super) struct Counted<'a> {
    pub(super) settings: &'a Settings,
    pub(super) contest: &'a Contest,
    pub(super) report: &'a CountReport,
    pub(super) seats: &'a CountedSeats,
    /// What count and polls take together in their seats, the smallest first.
    pub(super) blocs: &'a [(String, Vec<String>)],
    /// Whether a poll estimates seats of which the count gives none.
    pub(super) some_without_seats: bool,
    /// What is known of the ballots outstanding of a partial count, for shares of valid votes.
    pub(super) grounds: &'a [Ground],
    /// The same for shares of all ballots.
    pub(super) grounds_of_ballots: &'a [Ground],
    /// Its shares are of all ballots, because nothing published leads to valid votes.
    pub(super) of_all_ballots: bool,
}

/// By which shares of the poll thresholds are called, which are shares of the valid votes.
pub(super) enum OfThresholds {
    /// Those that are compared with the count.
    TheReading,
    /// The same put on valid votes.
    Other(Box<ReadingReport>),
    /// They cannot be put there.
    NotKnown,
}

/// Which votes answer who has a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Votes {
    /// All, with which the rows of the poll are compared.
    All,
    /// All, of a poll whose rows are compared with a part of them.
    AllBesideRows,
    /// That part.
    OwnVoters,
}

/// `published` is the poll as it was handed in.
pub(super) fn of(
    counted: &Counted<'_>,
    published: &Poll,
    poll: &PollReport,
    of_thresholds: &OfThresholds,
) -> Vec<Call> {
    let mut calls = Vec::new();
    if let Some(reading) = poll.reading() {
        let of_part = poll.segment.is_some();
        let others = if of_part { 1.0 } else { outside(reading) };
        let thresholds = |outside: f64| match of_thresholds {
            OfThresholds::TheReading => thresholds::call(counted, reading, outside),
            OfThresholds::Other(own) => thresholds::call(counted, own, outside),
            OfThresholds::NotKnown => {
                let mut calls = thresholds::call(counted, reading, outside);
                (calls.iter_mut()).for_each(|call| not_known(call, Reason::ThresholdOfOtherBase));
                calls
            }
        };
        let votes = match of_part {
            true => Votes::AllBesideRows,
            false => Votes::All,
        };
        let of_all = |outside: f64| {
            places::call(counted, reading, votes, outside)
                .into_iter()
                .chain(thresholds(outside))
        };
        let covered = of_all(0.0);
        if others == 0.0 {
            calls.extend(covered);
        } else if others >= 1.0 {
            // All votes can be of others: whatever the poll called, it stands for none of them.
            let reason = reason_of(reading, of_part);
            calls.extend(covered.map(|mut call| {
                not_of_the_whole(&mut call, reason.clone());
                call
            }));
        } else {
            let reason = reason_of(reading, of_part);
            let stands = |of: &Call| matches!(of.outcome, CallOutcome::Right | CallOutcome::Wrong);
            calls.extend(covered.zip(of_all(others)).map(|(mut call, of_all)| {
                if !stands(&of_all) || of_all.outcome != call.outcome {
                    not_of_the_whole(&mut call, reason.clone());
                }
                call
            }));
            // Of an order nothing is called where one of its places is not.
            let apart = |call: &Call| {
                let is_place = matches!(call.question, Question::Leader | Question::Place(_));
                is_place && call.not_judged.is_some()
            };
            if calls.iter().any(apart) {
                let mut orders = calls.iter_mut();
                if let Some(order) = orders.find(|call| call.question == Question::Order) {
                    not_of_the_whole(order, reason);
                }
            }
        }
        if of_part && reading.coverage.is_none() && is_complete(counted.report) {
            calls.extend(of_own_voters(counted, reading));
        }
    }
    // Whoever has no official figure can have won.
    if let Some(listed) = poll.reading().filter(|of| of.is_of_listed_choices()) {
        for call in &mut calls {
            match is_said_of_all(&call.called, listed, published) {
                true => not_of_the_whole(call, Reason::NoOfficialFigure),
                false => not_known(call, Reason::NoOfficialFigure),
            }
        }
    }
    if let Some(seats) = &poll.seats {
        // What the poll called does not depend on which official figures there are.
        let estimated = seats::estimated(counted.contest, published, seats);
        if poll.reading().is_none() {
            calls.push(seats::leader(counted, &estimated, seats));
        }
        calls.extend(majority::of(counted, &estimated, published, seats));
    }
    calls
}

/// Whether a poll that is compared among some of its choices alone has these, by its own figures, ahead of every other.
fn is_said_of_all(called: &Said, listed: &ReadingReport, published: &Poll) -> bool {
    let Said::Choices(labels) = called else {
        return false;
    };
    let share = |label: &str| {
        let mut all = published.entries().iter();
        all.find(|entry| entry.label() == label)
            .map(|entry| entry.share.bounds())
    };
    let others = published.entries().iter();
    let others = others.filter(|entry| listed.row(entry.label()).is_none());
    let named = published.entries().iter();
    let named: f64 = named.map(|entry| entry.share.bounds().low).sum();
    // What it does not name can be of one choice.
    let most = others.fold(1.0 - named, |most, entry| {
        most.max(entry.share.bounds().high)
    });
    let is_ahead = |label: &String| share(label).is_some_and(|bounds| bounds.low > most);
    labels.iter().all(is_ahead)
}

/// The most of the votes that can be of voters whom the poll does not cover, as a proportion: whatever those gave, a
/// lead of l among the covered ones is one of at least (1 − c)·l − c among all.
fn outside(reading: &ReadingReport) -> f64 {
    reading.coverage.as_ref().map_or(0.0, |coverage| {
        match coverage.not_counted.is_empty() {
            true => coverage.outside_bounds.high().clamp(0.0, 1.0),
            // Of votes that are not counted nobody knows how many they are.
            false => 1.0,
        }
    })
}

/// Nothing is still to be counted.
fn is_complete(count: &CountReport) -> bool {
    count.is_final() || count.is_all_counted()
}

/// Who leads among the poll's own voters and takes the further places there, where their votes say so of the choices that
/// the poll names. Who reaches a run-off all voters decide.
fn of_own_voters(counted: &Counted<'_>, reading: &ReadingReport) -> Vec<Call> {
    let mut calls = places::call(counted, reading, Votes::OwnVoters, 0.0);
    calls.retain(|call| {
        let is_of_all = matches!(call.question, Question::FirstPlaces(_));
        !is_of_all && !matches!(call.result, Said::Open | Said::Unknown)
    });
    for call in &mut calls {
        call.of_own_voters = true;
    }
    calls
}

/// Who wins among a part of the voters is no statement on the whole count: what the poll says stands, of its own voters,
/// and is neither right nor wrong.
fn not_of_the_whole(call: &mut Call, reason: Reason) {
    call.beyond_sampling = None;
    call.outcome = CallOutcome::Unknown;
    call.not_judged = Some(reason);
}

/// Nothing that the poll says answers the question.
fn not_known(call: &mut Call, reason: Reason) {
    not_of_the_whole(call, reason);
    call.called = Said::Unknown;
}

fn reason_of(reading: &ReadingReport, of_part: bool) -> Reason {
    match &reading.coverage {
        Some(coverage) if !of_part => of_other_voters(coverage),
        _ => Reason::PartOfTheVoters,
    }
}

/// How the voters of the poll are known to be others than those of the count.
fn of_other_voters(coverage: &Coverage) -> Reason {
    let some_outside = !coverage.uncounted.is_empty() || are_a_part(&coverage.only);
    if coverage.outside_bounds.low() > 0.0 || some_outside {
        Reason::PartOfTheVoters
    } else if !coverage.not_counted.is_empty() {
        Reason::NotAllCounted
    } else {
        Reason::PerhapsOtherVoters
    }
}
