//! The sentences that stand first.

use super::number;
use super::words::{deviation, largest, list, number_of, sentence};
use crate::comparison::{CountReport, PollReport, ReadingReport, Report, SeatErrors, Verdict};
use crate::partial::Reachability;

pub(super) fn of(report: &Report) -> String {
    let Some(count) = report.counts.get(report.reference) else {
        return "There is no count to compare with.".into();
    };
    let sources: Vec<&PollReport> = count.polls.iter().filter(|poll| !poll.derived).collect();
    let mut sentences = Vec::new();
    sentences.extend(verdicts(&sources, count));
    sentences.extend(furthest(&sources));
    sentences.extend(reachability(&sources));
    sentences.extend(seats(count));
    if sentences.is_empty() {
        return "None of the polls can be compared with the count.".into();
    }
    sentences.join(" ")
}

/// How many polls came to which verdict.
fn verdicts(sources: &[&PollReport], count: &CountReport) -> Option<String> {
    let with_shares: Vec<&&PollReport> = sources
        .iter()
        .filter(|poll| !poll.readings.is_empty())
        .collect();
    // What is said of one poll, and of several.
    let order = [
        (
            Verdict::WithinSampling,
            "lies within sampling error",
            "lie within sampling error",
        ),
        (
            Verdict::BeyondSampling,
            "is further off than sampling explains",
            "are further off than sampling explains",
        ),
        (
            Verdict::BeyondSimpleRandomSampling,
            "is further off than simple random sampling explains (its design effect is not known)",
            "are further off than simple random sampling explains (their design effects are not \
             known)",
        ),
        (
            Verdict::UndecidedByRounding,
            "is undecided by rounding",
            "are undecided by rounding",
        ),
        (
            Verdict::WithinRounding,
            "equals the count within rounding",
            "equal the count within rounding",
        ),
        (
            Verdict::DependsOnBase,
            "is near or far depending on the base of its shares",
            "are near or far depending on the base of their shares",
        ),
        (
            Verdict::SampleSizeUnknown,
            "cannot be tested for want of a sample size",
            "cannot be tested for want of a sample size",
        ),
        (
            Verdict::NotComparable,
            "cannot be compared",
            "cannot be compared",
        ),
    ];
    let tallies: Vec<(usize, &str)> = order
        .iter()
        .map(|(verdict, one, more)| {
            match with_shares
                .iter()
                .filter(|poll| poll.verdict == *verdict)
                .count()
            {
                1 => (1, *one),
                polls => (polls, *more),
            }
        })
        .filter(|(polls, _)| *polls > 0)
        .collect();
    let all = with_shares.len();
    match tallies.as_slice() {
        [] => None,
        [(_, words)] if all == 1 => {
            let name = with_shares.first().map_or("", |poll| poll.name.as_str());
            Some(format!("Against \"{}\", {name} {words}.", count.name))
        }
        [(_, words)] => Some(all_of(all, words)),
        several => {
            let parts: Vec<String> = several
                .iter()
                .map(|(polls, words)| format!("{polls} {words}"))
                .collect();
            Some(format!("Of {all} polls, {}.", list(&parts)))
        }
    }
}

/// The same of all polls, of which there are at least two: "none can" rather than "all cannot".
fn all_of(polls: usize, words: &str) -> String {
    match (polls, words.strip_prefix("cannot ")) {
        (2, Some(can)) => format!("Neither poll can {can}."),
        (_, Some(can)) => format!("None of the {polls} polls can {can}."),
        (2, None) => format!("Both polls {words}."),
        (_, None) => format!("All {polls} polls {words}."),
    }
}

/// The reading in which a poll is nearest to the count.
fn best(poll: &PollReport) -> Option<(&ReadingReport, f64)> {
    poll.readings
        .iter()
        .filter_map(|reading| Some((reading, largest(reading)?.deviation.abs())))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

fn furthest(sources: &[&PollReport]) -> Option<String> {
    let (poll, (reading, _)) = sources
        .iter()
        .filter_map(|poll| Some((poll, best(poll)?)))
        .max_by(|a, b| a.1.1.total_cmp(&b.1.1).then(b.0.name.cmp(&a.0.name)))?;
    let row = largest(reading)?;
    let shares = sources
        .iter()
        .filter(|poll| !poll.readings.is_empty())
        .count();
    let what = format!("{} points for {}", deviation(row), row.label);
    Some(if shares == 1 {
        format!("Its largest difference is {what}.")
    } else {
        format!("Furthest from the count is {}: {what}.", poll.name)
    })
}

/// Which polls can no longer come true, by the hardest view in which that is so.
fn reachability(sources: &[&PollReport]) -> Option<String> {
    let worst = |poll: &PollReport| {
        let mut any = None;
        for reading in &poll.readings {
            for view in &reading.can_come_true {
                any = Some(match (any, view) {
                    (Some(Reachability::Impossible), _) | (_, Reachability::Impossible) => {
                        Reachability::Impossible
                    }
                    (Some(Reachability::PossibleWithinRounding), _)
                    | (_, Reachability::PossibleWithinRounding) => {
                        Reachability::PossibleWithinRounding
                    }
                    _ => Reachability::Possible,
                });
            }
        }
        any
    };
    let having = |wanted: Reachability| -> Vec<String> {
        let polls = sources.iter().filter(|poll| worst(poll) == Some(wanted));
        polls.map(|poll| poll.name.clone()).collect()
    };
    let (never, rounding) = (
        having(Reachability::Impossible),
        having(Reachability::PossibleWithinRounding),
    );
    let open = having(Reachability::Possible);
    let mut parts = Vec::new();
    if !never.is_empty() {
        parts.push(format!("{} can no longer come exactly true", list(&never)));
    }
    if !rounding.is_empty() {
        parts.push(format!("{} only within rounding", list(&rounding)));
    }
    if !open.is_empty() {
        parts.push(format!("{} still can", list(&open)));
    }
    (!parts.is_empty()).then(|| {
        sentence(&format!(
            "with the ballots that are outstanding, {}",
            parts.join("; ")
        ))
    })
}

fn seats(count: &CountReport) -> Option<String> {
    let most =
        |a: &&SeatErrors, b: &&SeatErrors| a.result.cmp(&b.result).then(b.label.cmp(&a.label));
    let errors = count.common_seat_errors.iter().max_by(most)?;
    let sources = &errors.sources;
    let hits = match (sources.inside, sources.ranges) {
        (_, 0) => String::new(),
        (inside, ranges) => format!(
            " The result, {} {}, lies in {inside} of {}.",
            errors.label,
            number::count(errors.result),
            number_of(ranges, "range")
        ),
    };
    let side = if sources.same_sign && sources.polls > 1 {
        format!(" All {} err to the same side.", sources.polls)
    } else {
        String::new()
    };
    Some(format!(
        "{} miss {} by {} seats on average.{hits}{side}",
        match sources.polls {
            1 => "The one poll's seats".to_owned(),
            n => format!("The seats of {n} polls"),
        },
        errors.label,
        number::fixed(sources.mean_absolute_error, 1)
    ))
}
