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
    let order = [
        (Verdict::WithinSampling, "within sampling error"),
        (
            Verdict::BeyondSampling,
            "further off than sampling explains",
        ),
        (
            Verdict::BeyondSimpleRandomSampling,
            "further off than simple random sampling explains, its design effect unknown",
        ),
        (Verdict::UndecidedByRounding, "undecided by rounding"),
        (
            Verdict::WithinRounding,
            "equal to the count within rounding",
        ),
        (
            Verdict::DependsOnBase,
            "near or far depending on the base of its shares",
        ),
        (
            Verdict::SampleSizeUnknown,
            "not testable, its sample size unknown",
        ),
        (Verdict::NotComparable, "not comparable"),
    ];
    let tallies: Vec<(usize, &str)> = order
        .iter()
        .map(|(verdict, words)| {
            (
                with_shares
                    .iter()
                    .filter(|poll| poll.verdict == *verdict)
                    .count(),
                *words,
            )
        })
        .filter(|(polls, _)| *polls > 0)
        .collect();
    let all = with_shares.len();
    match tallies.as_slice() {
        [] => None,
        [(_, words)] if all == 1 => {
            let name = with_shares.first().map_or("", |poll| poll.name.as_str());
            Some(format!("Against \"{}\", {name} is {words}.", count.name))
        }
        [(_, words)] => Some(format!(
            "All {all} polls are {}.",
            words.replace("its ", "their ")
        )),
        several => {
            let parts: Vec<String> = several
                .iter()
                .map(|(polls, words)| match polls {
                    1 => format!("1 is {words}"),
                    n => format!("{n} are {}", words.replace("its ", "their ")),
                })
                .collect();
            Some(format!("Of {all} polls, {}.", list(&parts)))
        }
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
