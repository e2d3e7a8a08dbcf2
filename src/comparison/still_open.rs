//! What the ballots still to be counted can change, and which polls can still come true.

use crate::partial::Reachability;
use crate::report::{Basis, CountReport, Finding, Outstanding, PollFacts, PollReport, Reach};

/// What the outstanding ballots of a partial count can still change: on its tightest bound, or on another where that
/// one decides under a condition on the invalid ballots only, and the other without.
pub(super) fn findings<'a>(
    count: &CountReport,
    sources: impl Iterator<Item = (&'a PollReport, &'a PollFacts)>,
    findings: &mut Vec<Finding>,
) {
    if count.is_final() || count.choices.iter().all(|choice| choice.share.is_none()) {
        return;
    }
    let Some(bound) = count.bound() else {
        findings.push(Finding::NothingIsBounded);
        return;
    };
    let basis = bound.basis;
    let bounds = || (count.outstanding.iter()).filter(|view| view.basis.is_bound());
    let decides = |of: &&Outstanding| of.decided == Some(true);
    let decisive = bounds()
        .find(|of| decides(of) && of.decided_unless_invalid.is_none())
        .or(Some(bound).filter(decides));
    if let Some(bound) = decisive
        && let (Some(leader), Some(runner_up)) = (count.leading.leader(), &bound.runner_up)
    {
        findings.push(Finding::LeaderDecided {
            leader: leader.to_owned(),
            runner_up: runner_up.clone(),
            basis: bound.basis,
            unless_invalid: bound.decided_unless_invalid,
        });
    }
    let mut possible = Vec::new();
    for (poll, facts) in sources {
        let Some(tightest) = reach(poll, facts, basis) else {
            continue;
        };
        let is_out = |reach: &&Reach| {
            reach.reachability == Reachability::Impossible
                && reach.is_bound
                && reach.unless_invalid.is_none()
        };
        let (reach, basis) = bounds()
            .find_map(|of| Some((reach(poll, facts, of.basis).filter(is_out)?, of.basis)))
            .unwrap_or((tightest, basis));
        let (poll, choice) = (poll.name.clone(), reach.decided_by.clone());
        let unless_invalid = reach.unless_invalid;
        match reach.reachability {
            Reachability::Impossible if reach.is_bound => {
                findings.push(Finding::CanNoLongerComeTrue {
                    poll,
                    choice,
                    basis,
                    unless_invalid,
                });
            }
            // Whatever is impossible and no bound rests on invalid ballots.
            Reachability::Impossible => {
                findings.extend(unless_invalid.map(|invalid| Finding::OnlyIfInvalid {
                    poll,
                    choice,
                    basis,
                    invalid,
                }));
            }
            Reachability::PossibleWithinRounding => {
                findings.push(Finding::OnlyWithinRounding {
                    poll,
                    choice,
                    basis,
                    unless_invalid,
                });
            }
            Reachability::Possible => possible.push(poll),
        }
    }
    if !possible.is_empty() {
        findings.push(Finding::CanStillComeTrue {
            polls: possible,
            basis,
        });
    }
}

/// The reading that stands better: a poll whose base is not clear is out only if both are.
fn reach<'a>(poll: &'a PollReport, facts: &PollFacts, basis: Basis) -> Option<&'a Reach> {
    let order = |reach: &&Reach| match reach.reachability {
        Reachability::Possible => 0,
        Reachability::PossibleWithinRounding => 1,
        Reachability::Impossible => 2,
    };
    // Of everyone approached are shares of no votes, and nothing is said of them.
    let no_votes = facts.poll.is_of_all_approached();
    let of_votes = (poll.as_printed().filter(|_| !no_votes).into_iter()).chain(poll.reading());
    // Where nothing is said of one reading, nothing is of the poll.
    let of_all: Option<Vec<&Reach>> = of_votes.map(|reading| reading.reachable(basis)).collect();
    of_all?.into_iter().min_by_key(order)
}
