//! The counts of a night in their order, how each poll stood at each of them, and where they contradict one
//! another.

use std::cmp::Ordering;

use super::ground::Ground;
use super::needed::Needed;
use super::row::figure;
use crate::model::Contest;
use crate::numeric::Bounds;
use crate::partial::{self, CountSeries, Reachability, Release, stays_from};
use crate::report::{
    Basis, CountContradiction, CountReport, CourseStep, Night, PollCourse, ReadingReport, RowReport,
};

/// How it can be known what a count leaves open.
const BASES: [Basis; 3] = [
    Basis::RegisteredVoters,
    Basis::ShareOfBallots,
    Basis::ShareOfStations,
];

/// Absent for a single count, and where no count says by how much its shares can still change.
pub(super) fn night(
    contest: &Contest,
    counts: &[CountReport],
    grounds: &[Vec<Ground>],
) -> Option<Night> {
    if counts.len() < 2 {
        return None;
    }
    let order = order(counts);
    let in_order: Vec<&CountReport> = order.iter().map(|&place| &counts[place]).collect();
    let polls = counts[0].polls.len();
    let courses: Vec<PollCourse> = (0..polls)
        .flat_map(|poll| BASES.map(|basis| course(&in_order, poll, basis)))
        .flatten()
        .collect();
    let bounds: Vec<(&CountReport, &[Ground])> = order
        .iter()
        .map(|&place| (&counts[place], grounds[place].as_slice()))
        .collect();
    let contradictions = contradictions(contest, &bounds);
    // Counts have a course whether or not any poll can be followed through it.
    let leaves_open = |count: &CountReport| {
        count.choices.iter().any(|choice| choice.share.is_some())
            && BASES
                .iter()
                .any(|basis| count.outstanding(*basis).is_some())
    };
    if contradictions.is_empty() && !counts.iter().any(leaves_open) {
        return None;
    }
    Some(Night {
        courses,
        contradictions,
        order: in_order
            .iter()
            .map(|count| count.name().to_owned())
            .collect(),
    })
}

/// By time where every partial count has one, otherwise as given and final counts last.
fn order(counts: &[CountReport]) -> Vec<usize> {
    let timed = counts.iter().all(|count| count.count.moment().is_some());
    let all = counts.iter().map(|count| &count.count);
    let is_after_final: Vec<bool> = (all.clone())
        .map(|count| count.final_count_before(all.clone()).is_some())
        .collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by(|&a, &b| {
        let after_final = is_after_final[a].cmp(&is_after_final[b]);
        let (a, b) = (&counts[a], &counts[b]);
        // Two counts of one day without an hour: the one with less counted came first.
        let counted = |count: &CountReport| count.count.completeness().map_or(0.0, |c| c.value());
        let time = |count: &CountReport| count.count.moment().filter(|_| timed);
        let by_counted = match timed {
            true => counted(a).total_cmp(&counted(b)),
            false => Ordering::Equal,
        };
        (time(a).cmp(&time(b)))
            .then(after_final)
            .then(a.is_final().cmp(&b.is_final()))
            .then(by_counted)
    });
    order
}

/// One poll on one basis; absent where no partial count is bounded, or projected, on it.
fn course(counts: &[&CountReport], poll: usize, basis: Basis) -> Option<PollCourse> {
    let steps: Vec<CourseStep> = counts
        .iter()
        .filter_map(|count| step(count, count.polls.get(poll)?.reading()?, basis))
        .collect();
    let any_partial = counts.iter().any(|count| {
        count.outstanding(basis).is_some() && steps.iter().any(|step| step.count == count.name())
    });
    any_partial.then(|| PollCourse {
        poll: counts[0].polls[poll].name.clone(),
        basis,
        impossible_from: stays_impossible_from(&steps, |step| Some(step.whole)),
        leader_impossible_from: stays_impossible_from(&steps, |step| step.leader),
        steps,
    })
}

fn step(count: &CountReport, reading: &ReadingReport, basis: Basis) -> Option<CourseStep> {
    let of_row = |row: &RowReport| -> Option<Reachability> {
        if !count.is_final() {
            // Where nothing is outstanding every basis comes to the same.
            let need = row.needs(basis).or_else(|| row.needs(Basis::AllCounted));
            return need.map(|need| {
                // What too few invalid ballots would undo is a projection, and rules nothing out.
                if basis.is_bound() && !need.is_bound {
                    Reachability::Possible
                } else {
                    need.reachability
                }
            });
        }
        Some(if row.deviation == 0.0 {
            Reachability::Possible
        } else if row.deviation_bounds.contains(0.0) {
            Reachability::PossibleWithinRounding
        } else {
            Reachability::Impossible
        })
    };
    let whole = reading
        .compared()
        .filter_map(of_row)
        .reduce(Reachability::and)?;
    let leader = count
        .leading
        .leader()
        .and_then(|leader| reading.row(leader))
        .and_then(of_row);
    let condition = || reading.reachable(basis)?.unless_invalid;
    Some(CourseStep {
        count: count.name().to_owned(),
        whole,
        leader,
        unless_invalid: (whole == Reachability::Impossible && !count.is_final())
            .then(condition)
            .flatten(),
    })
}

fn stays_impossible_from(
    steps: &[CourseStep],
    of: impl Fn(&CourseStep) -> Option<Reachability>,
) -> Option<String> {
    let impossible = |step: &CourseStep| Some(of(step)? == Reachability::Impossible);
    let from = stays_from(steps.iter().map(impossible))?;
    Some(steps[from].count.clone())
}

/// Counts that leave the bounds of earlier ones. A share of the stations bounds nothing.
fn contradictions(
    contest: &Contest,
    counts: &[(&CountReport, &[Ground])],
) -> Vec<CountContradiction> {
    let labels = contest.choices();
    let (mut names, mut bases) = (Vec::new(), Vec::new());
    let mut releases = Vec::new();
    // A final count that follows a final one is a recount: it contradicts nothing.
    let is_part = |count: &CountReport| {
        let all = counts.iter().map(|(other, _)| &other.count);
        count.count.is_part_of_any(all)
    };
    let of_all: Vec<_> = (counts.iter())
        .filter(|(count, _)| !is_part(count))
        .collect();
    let first_final = of_all.iter().position(|(count, _)| count.is_final());
    let in_time = first_final.map_or(&*of_all, |place| &of_all[..=place]);
    for (count, grounds) in in_time {
        let Some(counted) = counted(count, grounds) else {
            continue;
        };
        let by_label: std::collections::HashMap<&str, (f64, Bounds)> = count
            .choices
            .iter()
            .filter_map(|choice| Some((choice.label.as_str(), figure(&choice.share?))))
            .collect();
        let shares: Vec<Option<(f64, Bounds)>> = labels
            .iter()
            .map(|label| by_label.get(label.as_str()).copied())
            .collect();
        if let Ok(release) = Release::from_shares(count.name(), &shares, counted) {
            names.push(count.name());
            bases.push(bounding(count, grounds));
            releases.push(release);
        }
    }
    let Ok(series) = CountSeries::new(releases) else {
        return Vec::new();
    };
    let found = series.check().into_iter();
    found
        .map(|finding| CountContradiction {
            found: series.found(&finding),
            left: series.left_for(&finding),
            basis: bases[finding.earlier].map(|ground| ground.basis),
            unless_invalid: unless_invalid(&series, &finding, bases[finding.earlier]),
            earlier: names[finding.earlier].to_owned(),
            later: names[finding.later].to_owned(),
            choice: finding.choice.map(|choice| labels[choice].clone()),
            kind: finding.kind,
        })
        .collect()
}

/// What proportion of the ballots of the earlier count would have to be invalid for the later one to be possible.
fn unless_invalid(
    series: &CountSeries,
    finding: &partial::Finding,
    ground: Option<&Ground>,
) -> Option<f64> {
    let (found, ground) = (series.found(finding)?, ground?);
    let had = series.releases()[finding.earlier].share(finding.choice?)?;
    let counted = series.part_counted(finding)?;
    // The ends that are nearest to one another.
    let (p, v) = match found.low > had.high {
        true => (found.low, had.high),
        false => (found.high, had.low),
    };
    let needed = partial::counted_to_exclude(p, v).ok()?;
    let part = Ground {
        counted: counted.low,
        counted_share: counted,
        ..*ground
    };
    part.standing_of(Some(Needed::exactly(needed))).1
}

/// The share of the ballots that is counted, with what it can be.
fn counted(count: &CountReport, grounds: &[Ground]) -> Option<(f64, Bounds)> {
    if count.is_final() {
        return Some((1.0, Bounds::exact(1.0)));
    }
    let ground = bounding(count, grounds)?;
    Some((ground.counted, ground.counted_share))
}

/// On what it rests how much of a count that is not final is counted. To what every station has counted, ballots that came
/// late or by post can still be added: it bounds no later count.
fn bounding<'a>(count: &CountReport, grounds: &'a [Ground]) -> Option<&'a Ground> {
    let bounds = |ground: &&Ground| ground.basis.is_bound() && ground.basis != Basis::AllCounted;
    let mut bounds = grounds.iter().filter(bounds);
    (!count.is_final()).then(|| bounds.next()).flatten()
}
