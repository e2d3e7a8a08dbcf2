//! Findings and ranks against the tables.

use std::collections::HashSet;

use exitpoll::Report;
use exitpoll::partial::Reachability;
use exitpoll::report::{CountReport, Finding, Leading, PollReport};

use crate::{EQUAL, alpha, is_of_all_approached};

/// Who stands where is what the distances say, and the headline names them so.
pub fn say_what_the_tables_say(report: &Report) {
    let reference = report.reference();
    let ranked: Vec<_> = reference
        .polls
        .iter()
        .filter_map(|poll| Some((poll, poll.rank.as_ref()?)))
        .collect();
    for (_, rank) in &ranked {
        assert_eq!(rank.of, ranked.len());
        assert!(1 <= rank.best && rank.best <= rank.worst && rank.worst <= rank.of);
        let nearer = ranked
            .iter()
            .filter(|(_, other)| other.total_variation < rank.total_variation)
            .count();
        assert!(rank.rank.is_none_or(|own| own == nearer + 1), "{rank:?}");
        assert!(rank.best <= nearer + 1 && nearer < rank.worst, "{rank:?}");
    }
    let mut judged = HashSet::new();
    let mut true_or_not = HashSet::new();
    let mut furthest = None;
    for finding in &report.findings {
        match finding {
            Finding::Verdict { verdict, polls } => {
                for name in polls {
                    assert!(judged.insert(name), "{name} is judged twice");
                    assert_eq!(reference.poll(name).expect("a poll").verdict, *verdict);
                }
            }
            Finding::Furthest {
                polls,
                total_variation,
                choice,
                deviation,
                open,
                until_counted,
                tied_as_printed: _,
                over: _,
                takes_invalid_alike,
            } => {
                assert!(furthest.replace(polls).is_none());
                let own = |name: &str| {
                    reference
                        .poll(name)
                        .and_then(|poll| poll.rank.as_ref())
                        .expect("ranked")
                };
                // A final count takes nothing for granted of ballots still to come, and what is open is not settled by it.
                assert!(!takes_invalid_alike || (!until_counted && !reference.is_final()));
                // What only the count can settle is open, and only of a count that is not final.
                assert!(!until_counted || (*open && !reference.is_final()));
                assert_eq!(
                    *until_counted,
                    polls.iter().any(|name| own(name).rank.is_none())
                );
                for (poll, rank) in &ranked {
                    // The middle of a range makes nobody the furthest.
                    let by_middle = rank.has_range && rank.best < rank.of;
                    assert!(
                        by_middle || rank.total_variation <= total_variation + EQUAL,
                        "{} is further",
                        poll.name
                    );
                    let named = polls.contains(&poll.name);
                    if !*open && !named {
                        assert!(
                            rank.worst <= rank.of - polls.len(),
                            "{} may be further",
                            poll.name
                        );
                    }
                }
                assert!(
                    polls
                        .iter()
                        .all(|name| (own(name).total_variation - total_variation).abs() <= EQUAL)
                );
                // The same rows and reading as the ranks.
                let rank = own(&polls[0]);
                let row = rank.largest.as_ref().expect("a row");
                let equal = (row.deviation.abs() - deviation.abs()).abs() <= 1e-9;
                // But for a figure that was printed, which stands for what the others leave within rounding.
                let reading = reference.poll(&polls[0]).and_then(PollReport::reading);
                let printed = reading.and_then(|of| of.row(choice)).is_some_and(|own| {
                    *choice == row.choice
                        && (own.deviation - deviation).abs() <= EQUAL
                        && own.deviation_bounds.contains(row.deviation)
                });
                assert!(equal || printed, "{row:?} {deviation}");
                assert!(rank.rows.contains(choice) || *choice == row.choice);
            }
            Finding::CanNoLongerComeTrue {
                poll,
                basis,
                choice,
                ..
            } => {
                assert!(
                    true_or_not.insert(poll.clone()),
                    "{poll} both can and cannot come true"
                );
                assert!(basis.is_bound() && !reference.is_final());
                // Of a poll whose base is not clear neither reading can come true, and the one that stands
                // better decides.
                let poll = reference.poll(poll).expect("a poll");
                let mut decides = false;
                let of_no_votes = is_of_all_approached(report, poll);
                let as_printed = poll.as_printed().filter(|_| !of_no_votes);
                for reading in poll.reading().into_iter().chain(as_printed) {
                    let reach = reading.reachable(*basis).expect("its basis");
                    assert_eq!(reach.reachability, Reachability::Impossible);
                    let need = choice
                        .as_ref()
                        .and_then(|choice| reading.row(choice)?.needs(*basis));
                    decides |= choice.is_none()
                        || need.is_some_and(|n| n.reachability == Reachability::Impossible);
                }
                assert!(decides, "{choice:?} decides nothing of {}", poll.name);
            }
            Finding::OnlyWithinRounding { poll, .. } => {
                assert!(
                    true_or_not.insert(poll.clone()),
                    "{poll} both can and cannot come true"
                );
            }
            Finding::OnlyIfInvalid { poll, invalid, .. } => {
                assert!(
                    true_or_not.insert(poll.clone()),
                    "{poll} both can and cannot come true"
                );
                assert!((0.0..0.1).contains(invalid), "{invalid} makes a bound");
            }
            Finding::CanStillComeTrue { polls, basis } => {
                for name in polls {
                    assert!(
                        true_or_not.insert(name.clone()),
                        "{name} both can and cannot come true"
                    );
                    let poll = reference.poll(name).expect("a poll");
                    let reading = poll.reading().expect("it has shares");
                    let reach = reading.reachable(*basis).expect("its basis");
                    assert_ne!(reach.reachability, Reachability::Impossible, "{name}");
                    assert!(poll.readings().any(|of| {
                        of.reachable(*basis)
                            .is_some_and(|of| of.reachability == Reachability::Possible)
                    }));
                }
            }
            Finding::NothingIsBounded => {
                assert!(reference.bound().is_none() && !reference.is_final())
            }
            Finding::LeaderDecided {
                leader,
                runner_up,
                basis,
                ..
            } => {
                assert_eq!(reference.leading, Leading::Leader(leader.clone()));
                assert!(basis.is_bound() && !reference.is_final());
                let view = reference.outstanding(*basis).expect("its basis");
                assert_eq!(view.decided, Some(true));
                let [first, second] =
                    [leader, runner_up].map(|name| view.final_share(name).expect("a share").bounds);
                assert!(first.low() >= second.high() - EQUAL, "{view:?}");
            }
            Finding::CommonDeviation {
                choice,
                adjusted_p_value,
                deviation,
                designs_known,
                ..
            } => {
                assert!(*adjusted_p_value < alpha(report) && reference.is_final());
                let pool = reference.pool.as_ref().expect("a pool");
                let row = pool
                    .choices
                    .iter()
                    .find(|of| of.label == *choice)
                    .expect("its choice");
                assert!(row.deviation == *deviation && deviation.is_finite());
                let known = pool.polls.iter().all(|name| {
                    let facts = report.poll(name).expect("pools are of polls");
                    facts.size.basis.is_some_and(|basis| basis.knows_design())
                });
                assert_eq!(*designs_known, known, "{choice}");
            }
            Finding::SeatError {
                inside,
                ranges,
                polls,
                ..
            } => assert!(inside <= ranges && ranges <= polls),
            _ => {}
        }
    }
    for (poll, _) in &ranked {
        assert!(
            judged.contains(&poll.name),
            "{} has no verdict in front",
            poll.name
        );
    }
    whoever_may_lead_has_most(reference);
}

fn whoever_may_lead_has_most(reference: &CountReport) {
    let leading: Vec<&str> = match &reference.leading {
        Leading::Leader(label) => vec![label.as_str()],
        Leading::Tie(labels) | Leading::UndecidedByRounding(labels) => {
            labels.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    };
    let shares = || reference.choices.iter().filter_map(|choice| choice.share);
    let least = shares().map(|share| share.bounds.low()).fold(0.0, f64::max);
    for label in leading {
        let share = reference.choice(label).and_then(|choice| choice.share);
        let share = share.expect("a share of whoever may lead");
        assert!(
            share.bounds.high() >= least,
            "{label}: {:?} {:?}",
            reference.leading,
            reference.choices
        );
    }
    if let Leading::Leader(label) = &reference.leading {
        let own = reference
            .choice(label)
            .and_then(|choice| choice.share)
            .expect("a share");
        assert!(shares().all(|share| share.value <= own.value));
    }
}

/// Ranks follow the distances; against a partial count only those that cannot change.
pub fn ranks_follow_the_distances(report: &Report) {
    for count in &report.counts {
        let ranks: Vec<_> = count
            .polls
            .iter()
            .filter_map(|poll| poll.rank.as_ref())
            .collect();
        let rows = (count.polls.iter())
            .filter_map(|poll| poll.reading())
            .flat_map(|reading| &reading.rows);
        let rounded = rows
            .flat_map(|row| [&row.poll, &row.count])
            .any(|figure| figure.bounds.width() > 0.0);
        for one in &ranks {
            assert!(1 <= one.best && one.best <= one.worst && one.worst <= one.of);
            assert_eq!(one.of, ranks.len());
            // Against a partial count only what the outstanding ballots cannot change: where figures are exact,
            // nothing else is left open.
            assert!(count.is_final() || one.rank.is_none() || one.best == one.worst || rounded);
            assert!(!count.is_final() || one.rank.is_some());
            if let Some(rank) = one.rank {
                let nearer = ranks
                    .iter()
                    .filter(|other| other.total_variation < one.total_variation - EQUAL)
                    .count();
                assert!(
                    nearer < rank && one.best <= rank && rank <= one.worst,
                    "{one:?}"
                );
            }
        }
    }
}
