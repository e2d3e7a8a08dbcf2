//! Which polls can still come true, in the words of the short form.

use super::room::Room;
use super::{outstanding, terms, within_rounding};
use crate::partial::Reachability;
use crate::report::{Basis, CountReport, Finding, PollReport, ReadingReport, Report};

/// What is said, and of which polls.
type Alike = (String, Vec<String>);

const NO_LONGER: &str = "can no longer come exactly true";

/// Which polls can still come true, in one sentence for each basis.
pub(super) fn sentences(report: &Report, reference: &CountReport, room: Room) -> Vec<String> {
    let mut by_basis: Vec<(Basis, Vec<Alike>)> = Vec::new();
    for finding in &report.findings {
        let (who, what, on, unless) = match finding {
            Finding::CanNoLongerComeTrue {
                poll,
                basis,
                unless_invalid,
                ..
            } => (
                std::slice::from_ref(poll),
                NO_LONGER.to_owned(),
                *basis,
                *unless_invalid,
            ),
            Finding::OnlyWithinRounding {
                poll,
                choice,
                basis,
                unless_invalid,
            } => (
                std::slice::from_ref(poll),
                within_rounding::words(
                    reference,
                    (poll, choice.as_deref()),
                    (*basis, *unless_invalid),
                    room,
                ),
                *basis,
                None,
            ),
            Finding::OnlyIfInvalid {
                poll,
                basis,
                invalid,
                ..
            } => (
                std::slice::from_ref(poll),
                outstanding::only_if_invalid(*invalid),
                *basis,
                None,
            ),
            Finding::CanStillComeTrue { polls, basis } => (
                polls.as_slice(),
                "can still come exactly true".to_owned(),
                *basis,
                None,
            ),
            _ => continue,
        };
        // So few invalid ballots would do that the statement bounds nothing.
        let projection = if projected(reference, finding) {
            "a projection: "
        } else {
            ""
        };
        let unless = outstanding::in_brackets_unless_invalid(projection, unless);
        let leader = match finding {
            Finding::CanNoLongerComeTrue { poll, basis, .. } => {
                leader_still_can(reference, poll, *basis)
            }
            _ => None,
        };
        let though = leader.map_or(String::new(), |leader| {
            format!(", though the figure for {} still can", room.name(leader))
        });
        let what = format!("{what}{unless}{though}");
        let parts = match by_basis.iter_mut().find(|(known, _)| *known == on) {
            Some((_, parts)) => parts,
            None => {
                by_basis.push((on, Vec::new()));
                &mut by_basis.last_mut().expect("one was pushed").1
            }
        };
        match parts.iter_mut().find(|(known, _)| *known == what) {
            Some((_, polls)) => polls.extend_from_slice(who),
            None => parts.push((what, who.to_vec())),
        }
    }
    // The sentence before has said on what it rests.
    let decided = report.findings.iter().find_map(|finding| match finding {
        Finding::LeaderDecided { basis, .. } => Some(*basis),
        _ => None,
    });
    let tightest = || reference.bound().filter(|view| view.runner_up.is_some());
    let said = decided.or_else(|| Some(tightest()?.basis));
    let sentence = |(on, parts): (Basis, Vec<Alike>)| {
        let none_can = (parts.iter()).all(|(what, _)| what.starts_with(NO_LONGER));
        let of_polls = |(what, polls): &Alike| format!("{} {what}", room.list(polls));
        let mut parts: Vec<String> = parts.iter().map(of_polls).collect();
        let left = parts.len().saturating_sub(room.listed);
        if left > 0 {
            parts.truncate(room.listed);
            parts.push(format!("the full report has {left} more"));
        }
        let terms_of = if said == Some(on) {
            "on the same terms"
        } else if none_can {
            outstanding::even_if(on, outstanding::Voters::of([reference]))
        } else {
            outstanding::under(on, outstanding::Voters::of([reference]))
        };
        terms::sentence(&format!("{terms_of}, {}", parts.join("; ")))
    };
    let mut sentences: Vec<String> = by_basis.into_iter().map(sentence).collect();
    sentences.extend(nothing_follows(reference, room));
    sentences
}

/// Of which polls a bound says nothing, since voters that they may not have covered could make the difference.
fn nothing_follows(reference: &CountReport, room: Room) -> Option<String> {
    let basis = reference.bound()?.basis;
    let unsaid = |poll: &&PollReport| {
        let mut readings = poll.readings().peekable();
        poll.segment.is_none()
            && readings.peek().is_some()
            && readings.all(|of| of.coverage.is_some() && of.reachable(basis).is_none())
    };
    let polls: Vec<&str> = (reference.polls.iter().filter(unsaid))
        .map(|poll| poll.name.as_str())
        .collect();
    (!polls.is_empty()).then(|| {
        format!(
            "Nothing follows for {}, which may not have covered all voters.",
            room.list(&polls)
        )
    })
}

/// The leader of the count, where a poll that can no longer come true has a figure for it that can.
fn leader_still_can<'a>(reference: &'a CountReport, poll: &str, basis: Basis) -> Option<&'a str> {
    let leader = reference.leading.leader()?;
    let readings = || {
        reference
            .poll(poll)
            .into_iter()
            .flat_map(|of| of.readings())
    };
    let can = |reading: &ReadingReport| {
        let need = reading.row(leader).and_then(|row| row.needs(basis));
        need.is_some_and(|need| need.reachability == Reachability::Possible)
    };
    (readings().next().is_some() && readings().all(can)).then_some(leader)
}

/// Whether what is said of a poll rests on a projection of its reading.
fn projected(reference: &CountReport, finding: &Finding) -> bool {
    let Finding::CanNoLongerComeTrue { poll, basis, .. } = finding else {
        return false;
    };
    let reach = reference
        .poll(poll)
        .and_then(|poll| poll.reading()?.reachable(*basis));
    reach.is_some_and(|reach| !reach.is_bound)
}
