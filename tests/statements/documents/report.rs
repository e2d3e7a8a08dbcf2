//! The contest, its counts and the report on a document.

use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Report};

use super::poll::poll;
use super::{Earlier, HOUSE, Ordinary, Won, percent, seats_of};

/// The report on a document; none where nobody got a vote.
pub(super) fn report_of(document: &Ordinary) -> Option<Report> {
    let total: u64 = document.votes.iter().map(|v| u64::from(*v)).sum();
    // Almost nothing for those listed would look like proportions.
    let last = document.votes.last().map_or(0, |v| u64::from(*v));
    let unlisted = document.unlisted && document.votes.len() > 2 && 2 * last < total;
    let listed = document.votes.len() - usize::from(unlisted);
    if document.votes[..listed].iter().all(|v| *v == 0) {
        return None;
    }
    let names: Vec<String> = (0..document.votes.len()).map(|i| format!("C{i}")).collect();
    let mut contest = Contest::builder("ordinary")
        .choices(names.clone())
        .threshold("t", "5");
    if document.registered {
        contest = contest.registered(2 * total);
    }
    if document.seats.is_some()
        || document
            .polls
            .iter()
            .any(|poll| poll.extras.seats.is_some())
    {
        contest = contest.house(HOUSE).majority(HOUSE / 2 + 1);
    }
    let mut count = OfficialCount::builder("count").as_of("2026-01-02T08:00:00");
    match document.as_shares {
        Some(decimals) => {
            let shares = percent(&document.votes, 100.0, decimals);
            for (name, share) in names.iter().zip(shares).take(listed) {
                count = count.share(name.as_str(), share);
            }
        }
        None => {
            for (name, votes) in names.iter().zip(&document.votes).take(listed) {
                count = count.votes(name.as_str(), *votes);
            }
            if listed < names.len() {
                count = count.valid(total);
            }
        }
    }
    match document.seats {
        Some(Won::Each(provisional)) => {
            for (name, seats) in names.iter().zip(seats_of(&document.votes)) {
                count = count.seats(name.as_str(), seats);
            }
            if provisional && document.partial.is_some() {
                count = count.provisional_seats();
            }
        }
        Some(Won::FirstTwo) => {
            let first = u64::from(document.votes[0]) % (HOUSE + 1);
            count = count.seats("C0", first).seats("C1", HOUSE - first);
        }
        None => {}
    }
    if document.turnout {
        count = count.turnout("50.0");
    }
    count = match document.partial {
        Some((of, tenths)) => count.completeness(of, format!("{:.1}", f64::from(tenths) / 10.0)),
        None => count.final_result(),
    };
    let mut comparison = Comparison::new(contest.build().expect("an ordinary contest"));
    if let Some(earlier) = earlier(document) {
        comparison = comparison.count(earlier);
    }
    let polls = document
        .polls
        .iter()
        .enumerate()
        .map(|(place, published)| poll(place, published));
    comparison = comparison
        .count(count.build().expect("an ordinary count"))
        .polls(polls);
    let (margin, design, bias, alone) = document.options;
    if margin {
        comparison = comparison.equivalence_margin(2.0);
    }
    if design {
        comparison = comparison.assume_design_effect(1.7);
    }
    if bias {
        comparison = comparison.bias_sd(3.0);
    }
    Some(
        comparison
            .pairwise(!alone)
            .run()
            .expect("a report of an ordinary document"),
    )
}

/// An earlier count of the same ballots.
fn earlier(document: &Ordinary) -> Option<OfficialCount> {
    let part = |place: usize| match document.earlier.as_ref()? {
        Earlier::Stated(parts) => Some(u64::from(parts[place])),
        Earlier::Unstated(part) => Some(u64::from(*part)),
    };
    let votes = document.votes.iter().enumerate();
    let votes: Option<Vec<u64>> = votes
        .map(|(place, votes)| Some(u64::from(*votes) * part(place)? / 1000))
        .collect();
    let votes = votes?;
    let sum = votes.iter().sum::<u64>() as f64;
    if sum == 0.0 {
        return None;
    }
    let mut count = OfficialCount::builder("earlier").as_of("2026-01-01T23:00:00");
    for (choice, votes) in votes.iter().enumerate() {
        count = count.votes(format!("C{choice}"), *votes);
    }
    let all: f64 = document.votes.iter().map(|v| f64::from(*v)).sum();
    let count = match document.earlier {
        Some(Earlier::Unstated(_)) => count.partial(),
        _ => {
            let counted = 100.0 * sum / all * later(document);
            if !(0.05..99.95).contains(&counted) {
                return None;
            }
            count.completeness(CompletenessOf::Ballots, format!("{counted:.1}"))
        }
    };
    Some(count.build().expect("an ordinary earlier count"))
}

/// The share of the ballots in the later count, as far as it says so.
fn later(document: &Ordinary) -> f64 {
    match document.partial {
        Some((_, tenths)) => f64::from(tenths) / 1000.0,
        None => 1.0,
    }
}
