//! A poll that printed what was counted is never found to differ from the count, however both were typed.

use exitpoll::alignment::Rule;
use exitpoll::report::{PollReport, Verdict};

use super::words_of_reports::report;

const CHOICES: [&str; 5] = ["A", "B", "C", "D", "E"];
const VOTES: [u32; 5] = [412_345, 287_654, 151_234, 60_321, 19_876];
/// 2.58 percent of the ballots.
const INVALID: u32 = 24_680;

fn valid() -> u32 {
    VOTES.iter().sum()
}

fn ballots() -> u32 {
    valid() + INVALID
}

fn object(figures: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let figures: Vec<String> = (figures.into_iter())
        .map(|(choice, figure)| format!(r#""{choice}":"{figure}""#))
        .collect();
    format!("{{{}}}", figures.join(","))
}

fn votes(places: std::ops::Range<usize>) -> String {
    object(places.map(|i| (CHOICES[i], VOTES[i].to_string())))
}

fn shares(places: std::ops::Range<usize>, of: u32, decimals: usize) -> String {
    object(places.map(|i| (CHOICES[i], percent(VOTES[i], of, decimals))))
}

fn percent(votes: u32, of: u32, decimals: usize) -> String {
    format!("{:.decimals$}", 100.0 * f64::from(votes) / f64::from(of))
}

/// The ways in which the count is published, and whether its invalid ballots follow.
fn counts() -> Vec<(String, bool)> {
    let (all, of_valid) = (votes(0..5), shares(0..5, valid(), 2));
    let of_ballots = shares(0..5, ballots(), 2);
    let cast = ballots();
    vec![
        (format!(r#""votes":{all}"#), false),
        (format!(r#""votes":{all},"invalid":"{INVALID}""#), true),
        (format!(r#""votes":{all},"valid":"{}""#, valid()), false),
        (format!(r#""votes":{all},"ballots_cast":"{cast}""#), true),
        (
            format!(r#""votes":{all},"invalid":"{INVALID}","ballots_cast":"{cast}""#),
            true,
        ),
        (format!(r#""shares":{of_valid}"#), false),
        (
            format!(r#""base":"valid_votes","shares":{of_valid}"#),
            false,
        ),
        (
            format!(r#""base":"all_ballots","shares":{of_ballots}"#),
            true,
        ),
        (
            format!(r#""base":"all_ballots","shares":{of_ballots},"invalid":"{INVALID}""#),
            true,
        ),
        (
            format!(r#""votes":{all},"shares":{of_ballots},"invalid":"{INVALID}""#),
            true,
        ),
        (
            format!(
                r#""votes":{all},"shares":{of_ballots},"base":"all_ballots","invalid":"{INVALID}""#
            ),
            true,
        ),
        (
            format!(
                r#""votes":{},"shares":{}"#,
                votes(0..2),
                shares(2..5, valid(), 2)
            ),
            false,
        ),
    ]
}

/// A poll of 20,000 that has the count, printed to a tenth of a point.
fn poll(of: u32, rows: usize, stated: bool, more: &[(&'static str, u32)]) -> String {
    let figures = (0..rows).map(|i| (CHOICES[i], VOTES[i]));
    let printed = figures.chain(more.iter().copied());
    let base = match (stated, of == valid()) {
        (false, _) => "",
        (true, true) => r#""base":"valid_votes","#,
        (true, false) => r#""base":"all_ballots","#,
    };
    format!(
        r#"{{"pollster":"P",{base}"shares":{},"sample":{{"respondents":"20000","design_effect":"1"}}}}"#,
        object(printed.map(|(choice, votes)| (choice, percent(votes, of, 1))))
    )
}

/// The ways in which the poll is published, with whether it says what its shares are of, and whether they are of all
/// ballots.
fn polls() -> Vec<(String, bool, bool)> {
    let others = |from: usize| VOTES[from..].iter().sum::<u32>();
    let mut ways = Vec::new();
    for of in [valid(), ballots()] {
        let of_all = of == ballots();
        for stated in [true, false] {
            for rows in [1, 2, 3, 5] {
                ways.push((poll(of, rows, stated, &[]), stated, of_all));
            }
            for rows in [2, 3] {
                let more = [("(other)", others(rows))];
                ways.push((poll(of, rows, stated, &more), stated, of_all));
            }
            if of_all {
                let invalid = [("(other)", others(2)), ("(invalid)", INVALID)];
                ways.push((poll(of, 2, stated, &invalid), stated, of_all));
                ways.push((
                    poll(of, 5, stated, &[("(invalid)", INVALID)]),
                    stated,
                    of_all,
                ));
            }
        }
    }
    ways
}

fn compared(count: &str, poll: &str) -> PollReport {
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C","D","E"]}},
        "counts":[{{"name":"c","status":"final",{count}}}],"polls":[{poll}]}}"#
    ));
    report.reference().poll("P").unwrap().clone()
}

#[test]
fn a_poll_that_printed_the_count_is_never_beyond_chance() {
    let mut wrong = Vec::new();
    for (count, tells_invalid) in counts() {
        for (poll, stated, of_all) in polls() {
            let of = compared(&count, &poll);
            // A poll that does not say that it is of all ballots cannot be known to be, where nobody says how many of these
            // there are: it is read as of valid votes, and said to be.
            let read_as_valid = !stated && of_all && !tells_invalid;
            let is_said = || {
                let mut rules = of.readings().flat_map(|reading| &reading.rules);
                rules.any(|rule| matches!(rule, Rule::BaseNotStated { .. }))
            };
            if of.verdict.is_beyond() && !(read_as_valid && is_said()) {
                wrong.push(format!("{:?}\n  {count}\n  {poll}", of.verdict));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn where_base_and_totals_are_told_it_is_within_sampling() {
    let told = format!(
        r#""votes":{},"invalid":"{INVALID}","ballots_cast":"{}""#,
        votes(0..5),
        ballots()
    );
    for (poll, _, _) in polls().into_iter().filter(|(_, stated, _)| *stated) {
        assert_eq!(
            compared(&told, &poll).verdict,
            Verdict::WithinSampling,
            "{poll}"
        );
    }
}
