//! What the outstanding ballots allow against the bounds, and against what came.

use exitpoll::partial::{Reachability, ThresholdOutcome};
use exitpoll::report::{Basis, CountReport, PollReport};
use exitpoll::{Base, Bounds, Report};

use crate::{EQUAL, apart, readings};

/// What outstanding ballots can and cannot bring about is what the bounds of the final shares say.
pub fn agrees_with_its_bounds(report: &Report) {
    for count in &report.counts {
        if count.is_final() {
            assert!(count.outstanding.is_empty());
        }
        for view in &count.outstanding {
            for share in &view.final_shares {
                assert!(
                    0.0 <= share.bounds.low() && share.bounds.high() <= 1.0,
                    "{share:?}"
                );
            }
            for threshold in &view.thresholds {
                for of in &threshold.outcomes {
                    let bounds = view.final_share(&of.label).expect("a share").bounds;
                    match of.outcome {
                        ThresholdOutcome::Passed => {
                            assert!(bounds.low() >= threshold.share - EQUAL, "{of:?} {bounds:?}")
                        }
                        ThresholdOutcome::Missed => assert!(
                            bounds.high() <= threshold.share + EQUAL,
                            "{of:?} {bounds:?}"
                        ),
                        _ => {}
                    }
                }
            }
        }
    }
    for (count, poll, reading) in readings(report) {
        for row in reading.compared() {
            for need in &row.needs {
                let view = count
                    .outstanding(need.basis)
                    .expect("its basis is that of the count");
                let Some(share) = view.final_share(&row.label) else {
                    continue;
                };
                if reading.base != Base::ValidVotes
                    || count.choice(&row.label).and_then(|of| of.share) != Some(row.count)
                {
                    continue;
                }
                // Of a published range every share is as printed, of a figure that one.
                let printed = match row.range {
                    Some(_) => row.poll.bounds,
                    None => Bounds::new(row.poll.value, row.poll.value).expect("ordered"),
                };
                // Voters outside the poll can make a range of its share among all.
                let outside = reading.coverage.as_ref();
                let c = outside.map_or(0.0, |of| of.outside_bounds.high());
                let of_all = |of: Bounds| {
                    Bounds::new((1.0 - c) * of.low(), (1.0 - c) * of.high() + c).expect("ordered")
                };
                let rounded = of_all(row.poll.bounds);
                let printed = if c > 0.0 { rounded } else { printed };
                match need.reachability {
                    Reachability::Possible => {
                        assert!(!apart(printed, share.bounds), "{}", poll.name);
                    }
                    Reachability::PossibleWithinRounding => {
                        assert!(!apart(rounded, share.bounds))
                    }
                    Reachability::Impossible => assert!(
                        apart(row.poll.bounds, share.bounds)
                            || (row.poll.bounds.low() - share.bounds.high()).abs() < 1e-6
                            || (share.bounds.low() - row.poll.bounds.high()).abs() < 1e-6,
                        "{row:?} {share:?}"
                    ),
                }
            }
        }
        for reach in &reading.reachable {
            let worst = reading
                .compared()
                .filter_map(|row| row.needs(reach.basis))
                .map(|need| need.reachability)
                .reduce(Reachability::and);
            assert_eq!(worst, Some(reach.reachability), "{reach:?}");
        }
    }
}

/// What the earlier count of the generator says of its share of the ballots is so, and what is bound to happen
/// happens.
pub fn came_as_it_was_bound_to(report: &Report) {
    let (Some(earlier), Some(last)) = (report.count("earlier"), report.count("count")) else {
        return;
    };
    if !last.is_final() {
        return;
    }
    assert!(!earlier.is_final());
    let bounds = || {
        let views = earlier.outstanding.iter();
        views.filter(|view| view.basis.is_bound())
    };
    if earlier.count.completeness().is_some() {
        assert!(bounds().any(|view| view.basis == Basis::ShareOfBallots));
    }
    // The later count may leave the last choice out, and print shares only.
    let share = |label: &str| last.choice(label).and_then(|choice| choice.share);
    let in_votes = earlier.choices.iter().all(|choice| {
        let votes = last.choice(&choice.label).and_then(|of| of.votes);
        votes.is_some()
    });
    for view in bounds() {
        for end in &view.final_shares {
            match share(&end.label) {
                Some(share) => assert!(!apart(share.bounds, end.bounds), "{share:?} {end:?}"),
                None => assert!(!in_votes, "{end:?}"),
            }
        }
        if view.decided == Some(true) && in_votes {
            assert_eq!(last.leading, earlier.leading);
        }
    }
    nothing_impossible_came(earlier, last);
    let Some(night) = &report.night else {
        // Nothing to follow.
        let no_shares = last.polls.iter().all(|poll| poll.reading.is_none());
        // Nothing is said of whether polls of other voters come true.
        let mut readings = earlier.polls.iter().flat_map(|poll| poll.readings());
        let none_followed = readings.all(|reading| reading.reachable.is_empty());
        assert!(no_shares || none_followed);
        return;
    };
    assert!(
        night.contradictions.is_empty(),
        "{:?}",
        night.contradictions
    );
    for course in &night.courses {
        // What became impossible by a bound does not come true.
        if course.basis == Basis::ShareOfBallots
            && course.impossible_from.as_deref() == Some("earlier")
        {
            assert!(
                course
                    .steps
                    .iter()
                    .all(|step| step.whole != Reachability::Possible),
                "{course:?}"
            );
        }
    }
}

fn nothing_impossible_came(earlier: &CountReport, last: &CountReport) {
    for poll in &earlier.polls {
        let Some(reading) = poll.reading() else {
            continue;
        };
        let later = last.poll(&poll.name).and_then(PollReport::reading);
        for row in &reading.rows {
            let Some(later) = later.and_then(|later| later.row(&row.label)) else {
                continue;
            };
            for need in row.needs.iter().filter(|need| need.is_bound) {
                // What cannot come true did not, beyond the rounding of the poll.
                let exact = later.count.bounds.low() == later.count.bounds.high();
                if need.reachability == Reachability::Impossible && exact {
                    let equal = later.deviation_bounds.contains(0.0);
                    assert!(!equal, "{} of {} came true", row.label, poll.name);
                }
            }
        }
        if reading.verdict.is_beyond() {
            let later = later.expect("the later count has the same choices");
            assert!(
                !later.verdict.is_within(),
                "beyond whatever comes, and within when it came: {}",
                poll.name
            );
        }
    }
}
