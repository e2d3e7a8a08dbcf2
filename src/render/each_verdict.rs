//! Which polls came to which verdict, in one sentence.

use super::findings::phrase;
use super::predicate::{drawn, predicate_of};
use super::room::Room;
use super::terms::{self, in_words, sentence};
use super::{called, not_judged, number};
use crate::report::{Finding, Report, Verdict};

/// Whether there are estimates, each of them made of other polls.
pub(super) fn only_derived(report: &Report) -> bool {
    !report.polls.is_empty() && report.polls.iter().all(|of| of.poll.is_derived())
}

/// Which polls came to which verdict, in one sentence, and where several were tested, each by itself.
pub(super) fn judged_one_by_one(report: &Report, room: Room) -> String {
    let several = (report.findings.iter()).any(|of| matches!(of, Finding::BeyondOverPolls { .. }));
    each_verdict(report, room, several)
}

/// What is left of the verdicts when all polls are judged at once.
pub(super) fn over_polls(report: &Report, room: Room) -> Option<String> {
    let found = (report.findings.iter()).find(|of| matches!(of, Finding::BeyondOverPolls { .. }));
    found.map(|finding| phrase(report, finding, room))
}

fn each_verdict(report: &Report, room: Room, by_itself: bool) -> String {
    let groups: Vec<(Verdict, &[String])> = report
        .findings
        .iter()
        .filter_map(|finding| match finding {
            Finding::Verdict { verdict, polls } => Some((*verdict, polls.as_slice())),
            _ => None,
        })
        .collect();
    let all: usize = groups.iter().map(|(_, polls)| polls.len()).sum();
    let named = groups.iter().flat_map(|(_, polls)| polls.iter());
    let noun = called::estimates(report, named);
    let reference = report.reference();
    // Whether a poll gives its sample size does not change with what is counted.
    let of_the_polls = matches!(groups.as_slice(), [(Verdict::SampleSizeUnknown, _)]);
    let so_far = if reference.is_final() || of_the_polls {
        String::new()
    } else {
        "so far, ".into()
    };
    let words = match groups.as_slice() {
        [] if only_derived(report) => {
            "there is no poll to compare with the count that is not made of other polls".into()
        }
        [] => "there is no poll to compare with the count".into(),
        [(verdict, polls @ [poll])] => {
            let (one, _) = predicate_of(report, *verdict, polls);
            let why = not_judged::reasons(report, *verdict, polls);
            let why = (why.first()).map_or(String::new(), |(why, _)| format!(": {why}"));
            let unless = unless_invalid(report, polls);
            let one = drawn(report, polls, one);
            let words = format!("{} {one}{unless}{why}", room.name(poll));
            if so_far.is_empty() {
                return terms::closed(&words);
            }
            format!("{so_far}{words}")
        }
        [(verdict, polls)] => {
            let alone = if by_itself {
                "each judged by itself, "
            } else {
                ""
            };
            let what = drawn(report, polls, predicate_of(report, *verdict, polls).1);
            let why = match not_judged::reasons(report, *verdict, polls).as_slice() {
                [] => String::new(),
                [(why, all)] if all.len() == polls.len() => format!(": {why}"),
                several => format!(": {}", not_judged::with_names(several, room)),
            };
            format!(
                "{so_far}{alone}{}{}{why}",
                of_all(all, noun, &what),
                unless_invalid(report, polls)
            )
        }
        several => {
            let parts: Vec<String> = several
                .iter()
                .map(|(verdict, polls)| {
                    let (one, more) = predicate_of(report, *verdict, polls);
                    let what = if polls.len() == 1 { one } else { more };
                    let what = drawn(report, polls, what);
                    let whose = match not_judged::reasons(report, *verdict, polls).as_slice() {
                        [] => room.list(polls),
                        reasons => not_judged::with_names(reasons, room),
                    };
                    format!(
                        "{} {what}{}: {whose}",
                        in_words(polls.len()),
                        unless_invalid(report, polls),
                    )
                })
                .collect();
            let alone = if by_itself {
                ", each judged by itself"
            } else {
                ""
            };
            format!(
                "{so_far}of {} {noun}{alone}, {}",
                in_words(all),
                parts.join("; ")
            )
        }
    };
    sentence(&words)
}

/// How few of the ballots counted would have to be invalid for one of these verdicts to fail, where they rest on that.
fn unless_invalid(report: &Report, polls: &[String]) -> String {
    let of = |poll: &String| {
        let condition = report.reference().poll(poll)?.reading()?.condition?;
        condition.is_bound.then_some(condition.unless_invalid)
    };
    let fewest = polls.iter().filter_map(of).min_by(f64::total_cmp);
    fewest.map_or(String::new(), |fewest| {
        let percent = number::rounded_down(fewest, 2);
        format!(" (unless at least {percent} percent of the ballots counted were invalid)")
    })
}

/// The same of all polls, of which there are at least two: "none can" rather than "all cannot".
fn of_all(polls: usize, noun: &str, words: &str) -> String {
    let none = |rest: &str| match polls {
        2 => format!("neither {} {rest}", noun.trim_end_matches('s')),
        _ => format!("none of the {} {noun} {rest}", in_words(polls)),
    };
    if let Some(can) = words.strip_prefix("cannot ") {
        return none(&format!("can {can}"));
    }
    if let Some(nothing) = words.strip_prefix("give no ") {
        return none(&format!("gives its {nothing}"));
    }
    match polls {
        2 => format!("both {noun} {words}"),
        _ => format!("all {} {noun} {words}", in_words(polls)),
    }
}
