//! The counts as they followed one another.

use std::cmp::Ordering;

use super::report::{
    Contradiction, CountReport, Course, Night, Outstanding, OutstandingBasis, PollCourse,
    PollReport, ReadingReport, RowReport,
};
use super::{Comparison, lead};
use crate::model::CountStatus;
use crate::numeric::Bounds;
use crate::partial::{CountSeries, Reachability, Release};

/// Absent for a single count, or where no poll has shares.
pub(super) fn night(settings: &Comparison, counts: &[CountReport]) -> Option<Night> {
    if counts.len() < 2 {
        return None;
    }
    let order = order(counts);
    let in_order: Vec<&CountReport> = order.iter().filter_map(|i| counts.get(*i)).collect();
    let polls = counts.first()?.polls.len();
    let courses: Vec<PollCourse> = (0..polls)
        .filter_map(|poll| course(&in_order, poll))
        .collect();
    if courses.is_empty() {
        return None;
    }
    Some(Night {
        courses,
        contradictions: contradictions(settings, &in_order),
        order,
    })
}

/// By time where every count has one, otherwise as given; final counts last either way.
fn order(counts: &[CountReport]) -> Vec<usize> {
    let timed = counts.iter().all(|count| count.as_of.is_some());
    let mut order: Vec<usize> = (0..counts.len()).collect();
    let key = |place: usize| counts.get(place);
    order.sort_by(|a, b| {
        let (Some(a), Some(b)) = (key(*a), key(*b)) else {
            return Ordering::Equal;
        };
        let last = |count: &CountReport| count.status == CountStatus::Final;
        let by_time = if timed {
            a.as_of.cmp(&b.as_of)
        } else {
            Ordering::Equal
        };
        // Two counts of one day without an hour: the one with less counted came first.
        let counted = |count: &CountReport| count.completeness.map_or(0.0, |part| part.value);
        last(a).cmp(&last(b)).then(by_time).then(if timed {
            counted(a).total_cmp(&counted(b))
        } else {
            Ordering::Equal
        })
    });
    order
}

fn course(counts: &[&CountReport], poll: usize) -> Option<PollCourse> {
    let reports: Vec<(&CountReport, &PollReport)> = counts
        .iter()
        .filter_map(|count| Some((*count, count.polls.get(poll)?)))
        .collect();
    let (_, first) = reports.first()?;
    if reports.iter().all(|(_, poll)| poll.readings.is_empty()) {
        return None;
    }
    let over = |registered: bool| {
        let over = |leader: bool| -> Vec<Option<Reachability>> {
            reports
                .iter()
                .map(|(count, poll)| standing(count, poll, registered, leader))
                .collect()
        };
        let (standings, leader) = (over(false), over(true));
        let partial = |place: usize| {
            reports
                .get(place)
                .is_some_and(|(count, _)| count.status == CountStatus::Partial)
        };
        // A course needs a partial count that says how much is outstanding.
        let any = standings
            .iter()
            .enumerate()
            .any(|(place, standing)| partial(place) && standing.is_some());
        any.then(|| Course {
            impossible_from: stays_impossible_from(&standings),
            leader_impossible_from: stays_impossible_from(&leader),
            standings,
            leader,
        })
    };
    Some(PollCourse {
        poll: first.name.clone(),
        as_stated: over(false),
        registered: over(true),
    })
}

/// The better of the readings, in the view of the outstanding ballots that is asked for: of all rows
/// together, or of the count's leader alone.
fn standing(
    count: &CountReport,
    poll: &PollReport,
    registered: bool,
    leader: bool,
) -> Option<Reachability> {
    let wanted =
        |view: &Outstanding| (view.basis == OutstandingBasis::RegisteredVoters) == registered;
    let place = match count.status {
        CountStatus::Final => None,
        CountStatus::Partial => Some(count.outstanding.iter().position(wanted)?),
    };
    let of_row = |row: &RowReport| match place {
        Some(view) => row.needs.get(view).map(|need| need.reachability),
        None if row.deviation == 0.0 => Some(Reachability::Possible),
        None if row.deviation_bounds.contains(0.0) => Some(Reachability::PossibleWithinRounding),
        None => Some(Reachability::Impossible),
    };
    let of_reading = |reading: &ReadingReport| {
        if leader {
            let rows: Vec<&RowReport> = reading.rows.iter().collect();
            of_row(lead::leaders(&rows).first?)
        } else {
            reading
                .rows
                .iter()
                .filter_map(of_row)
                .reduce(Reachability::and)
        }
    };
    let of_readings: Vec<Reachability> = poll.readings.iter().filter_map(of_reading).collect();
    [
        Reachability::Possible,
        Reachability::PossibleWithinRounding,
        Reachability::Impossible,
    ]
    .into_iter()
    .find(|standing| of_readings.contains(standing))
}

fn stays_impossible_from(standings: &[Option<Reachability>]) -> Option<usize> {
    let mut from = None;
    for (place, standing) in standings.iter().enumerate() {
        match standing {
            Some(Reachability::Impossible) => from = from.or(Some(place)),
            Some(_) => from = None,
            // What is not known changes nothing.
            None => {}
        }
    }
    from
}

/// Counts that leave the bounds of earlier ones: by registered voters where they are known, otherwise by
/// the stated share of the ballots. A share of the stations bounds nothing.
fn contradictions(settings: &Comparison, counts: &[&CountReport]) -> Vec<Contradiction> {
    let labels = settings.contest.choices();
    let releases: Vec<(&CountReport, Release)> = counts
        .iter()
        .filter_map(|count| {
            let counted = counted(count)?;
            let shares: Vec<Option<(f64, Bounds)>> = labels
                .iter()
                .map(|label| {
                    let choice = count.choices.iter().find(|choice| choice.label == *label)?;
                    choice.share.map(|share| (share.value, share.bounds))
                })
                .collect();
            let release = Release::from_shares(count.name.as_str(), &shares, counted).ok()?;
            Some((*count, release))
        })
        .collect();
    let (reports, releases): (Vec<&CountReport>, Vec<Release>) = releases.into_iter().unzip();
    let Ok(series) = CountSeries::new(releases) else {
        return Vec::new();
    };
    let name = |place: usize| reports.get(place).map(|count| count.name.clone());
    series
        .check()
        .into_iter()
        .filter_map(|finding| {
            Some(Contradiction {
                earlier: name(finding.earlier)?,
                later: name(finding.later)?,
                choice: finding
                    .choice
                    .and_then(|choice| labels.get(choice).cloned()),
                kind: finding.kind,
            })
        })
        .collect()
}

/// The share of the ballots that is counted, with what it can be.
fn counted(count: &CountReport) -> Option<(f64, Bounds)> {
    if count.status == CountStatus::Final {
        return Some((1.0, Bounds::exact(1.0)));
    }
    let view = |basis: OutstandingBasis| count.outstanding.iter().find(|view| view.basis == basis);
    let view = view(OutstandingBasis::RegisteredVoters)
        .or_else(|| view(OutstandingBasis::ShareOfBallots))?;
    Some((view.counted, view.counted_share))
}
