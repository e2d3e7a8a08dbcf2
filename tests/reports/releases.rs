//! Which of a pollster's releases is the last, by what they are called.

use exitpoll::render::Detail;
use exitpoll::report::{Reason, Report};

use super::words_of_reports::{has, lacks, report, text};

/// One pollster's releases, in the order of the document.
fn released(releases: &[&str]) -> Report {
    let polls: Vec<String> = releases
        .iter()
        .map(|release| {
            format!(
                r#"{{"pollster":"P","release":"{release}","shares":{{"A":"52.5","B":"47.5"}},
                "sample":{{"respondents":"2000","design_effect":"1.8"}}}}"#
            )
        })
        .collect();
    against_the_count(&polls)
}

/// 52 percent for A and 48 for B.
fn against_the_count(polls: &[String]) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"520000","B":"480000"}}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

fn reason(report: &Report, release: &str) -> Option<Reason> {
    let poll = report.reference().poll(&format!("P ({release})"));
    poll.expect("a poll").left_out_of_the_whole.clone()
}

#[test]
fn the_later_release_stands_wherever_it_is_in_the_document() {
    for (later, earlier) in [
        ("9:30 pm", "8 pm"),
        ("9:30 p.m.", "8pm"),
        ("12:30 am", "11 pm"),
        ("1 pm", "12 pm"),
        ("22h", "20h00"),
        ("20 h 30", "20h"),
        ("Hochrechnung 20:15", "Prognose 18:00"),
        ("18.30 Uhr", "18 Uhr"),
        ("00:30", "21:00"),
        ("third wave", "second wave"),
        ("second wave", "first wave"),
        ("wave 3", "wave 2"),
        ("3rd wave", "2nd wave"),
        ("at 90 percent", "at 89.5 percent"),
        ("18:00, corrected", "18:00"),
        ("20:00 (revised)", "20:00"),
        ("20:00 final", "20:00"),
        ("second wave, corrected", "second wave"),
        ("20:00", "18:00, corrected"),
        ("20:00, first wave", "18:00, second wave"),
        // A number, a word for a mended release, a part of the day.
        ("v2", "v1"),
        ("2.", "1."),
        ("2", "1"),
        ("2. Hochrechnung", "1. Hochrechnung"),
        ("update 2", "update 1"),
        ("20:00 update", "20:00"),
        ("revised", "initial"),
        ("updated", "preview"),
        ("21:00 (corrected 21:40)", "21:15"),
        ("afternoon", "midday"),
        ("evening", "afternoon"),
        ("at closing", "evening"),
        ("at close", "midday"),
        ("20:00", "midday"),
        // A day goes before its hours.
        ("2004-11-03 13:33", "2004-11-02 19:33"),
        ("2025-06-02T00:10", "2025-06-01T23:00"),
        ("3 Nov, 1:33 pm", "2 Nov, 7:33 pm"),
        ("June 2, 01:00", "June 1, 22:00"),
        ("2nd of November", "1st of November"),
        ("Nov 2nd, 08:00", "Nov 1st, 20:00"),
        ("3.11.2004 13:33", "2.11.2004 19:33"),
        ("3.11., 13:33", "2.11., 19:33"),
        ("13/11/2004 13:33", "12/11/2004 19:33"),
        ("2 December, 8:00", "30 November, 20:00"),
        ("Monday 08:00", "Sunday 22:00"),
        ("1:33 pm (next day), weighted", "7:33 pm"),
        ("1:33 pm (next day)", "00:22"),
        ("next morning", "at closing"),
    ] {
        for order in [[later, earlier], [earlier, later]] {
            let report = released(&order);
            assert_eq!(reason(&report, later), None, "{order:?}");
            let stands = format!("P ({later})");
            assert_eq!(
                reason(&report, earlier),
                Some(Reason::EarlierRelease { later: stands }),
                "{order:?}"
            );
        }
    }
}

#[test]
fn where_nothing_tells_which_release_is_later_the_last_of_the_document_is_said_to_be_taken() {
    for order in [
        ["preview", "model"],
        ["20:00", "second wave"],
        ["18:00, corrected", "second wave"],
        ["20:00 A", "20:00 B"],
        // No times: a date, and a part.
        ["15.05", "14.05"],
        // An hour of which the day is not known, and days of which it is not known whether the month stands first.
        ["3 Nov, 1:33 pm", "7:33 pm"],
        ["Tuesday 22:00", "2 November, 20:00"],
        ["10/11/2004", "11/10/2004"],
        ["evening", "22:00"],
        ["before closing", "evening"],
    ] {
        for [first, last] in [order, [order[1], order[0]]] {
            let report = released(&[first, last]);
            assert_eq!(reason(&report, last), None);
            let stands = format!("P ({last})");
            assert_eq!(
                reason(&report, first),
                Some(Reason::BesideLastOfDocument { stands }),
                "{first}, {last}"
            );
            let brief = text(&report, Detail::Brief);
            has(
                &brief,
                "another release stands last in the document; nothing says which came later",
            );
            lacks(&brief, "earlier release");
        }
    }
}

#[test]
fn a_release_whose_place_is_not_known_lets_no_earlier_one_stand_for_a_later() {
    // 8 pm is before 9:30 pm, whatever stands between them.
    let report = released(&["9:30 pm", "update", "8 pm"]);
    assert_eq!(reason(&report, "update"), None);
    let stands = || "P (update)".to_owned();
    for release in ["9:30 pm", "8 pm"] {
        assert_eq!(
            reason(&report, release),
            Some(Reason::BesideLastOfDocument { stands: stands() })
        );
    }
}

#[test]
fn where_the_releases_words_do_not_say_it_the_later_day_of_fieldwork_does() {
    let of = |days: [&str; 2]| {
        let polls = [("evening", days[0], "51.6"), ("morning", days[1], "47.0")];
        let polls: Vec<String> = polls
            .iter()
            .map(|(release, day, a)| {
                let b = 100.0 - a.parse::<f64>().unwrap();
                format!(
                    r#"{{"pollster":"P","release":"{release}","fieldwork":"{day}","shares":{{"A":"{a}","B":"{b:.1}"}},
                    "sample":{{"respondents":"2000","design_effect":"1"}}}}"#
                )
            })
            .collect();
        against_the_count(&polls)
    };
    let apart = of(["2025-06-02", "2025-06-01"]);
    let later = "P (evening)".to_owned();
    assert_eq!(reason(&apart, "evening"), None);
    assert_eq!(
        reason(&apart, "morning"),
        Some(Reason::EarlierRelease { later })
    );
    let alike = of(["2025-06-01", "2025-06-01"]);
    let stands = "P (morning)".to_owned();
    assert_eq!(
        reason(&alike, "evening"),
        Some(Reason::BesideLastOfDocument { stands })
    );
}

#[test]
fn of_releases_whose_order_is_not_known_none_is_called_the_last() {
    let of = |[first, last]: [&str; 2]| {
        let poll = |pollster: &str, release: &str, a: &str, b: &str| {
            format!(
                r#"{{"pollster":"{pollster}","release":"{release}","shares":{{"A":"{a}","B":"{b}"}},
                "sample":{{"respondents":"2000","design_effect":"1"}}}}"#
            )
        };
        let polls = [
            poll("P", first, "47.0", "53.0"),
            poll("P", last, "51.0", "49.0"),
            poll("Q", "20:00", "51.5", "48.5"),
        ];
        text(&against_the_count(&polls), Detail::Brief)
    };
    has(&of(["v1", "v2"]), "Of the last releases, the furthest");
    let unknown = of(["A", "B"]);
    has(&unknown, "Of the releases taken, the furthest");
    lacks(&unknown, "last releases");
}

/// A pollster of a long name with an earlier release that is beyond chance.
const LONG: &str = r#"{"contest":{"name":"CONTEST","date":"2023-05-21","choices":["A","B"]},
    "counts":[{"name":"c","status":"final","votes":{"A":"540000","B":"460000"}}],"polls":[
    {"pollster":"Metron, Alco, MARC, MRB, GPO, Pulse","release":"19:00","shares":{"A":"64","B":"36"},
    "sample":{"respondents":"1000","design_effect":"1"}},
    {"pollster":"Metron, Alco, MARC, MRB, GPO, Pulse","release":"20:30, revised","shares":{"A":"63","B":"37"}}]}"#;

#[test]
fn releases_of_a_long_name_are_told_apart() {
    let brief = exitpoll::render::text(&report(LONG), 80);
    let words: Vec<&str> = brief.split_whitespace().collect();
    let words = words.join(" ");
    has(&words, "… (20:30, revised)");
    has(&words, "… (19:00)");
}

#[test]
fn a_title_that_is_cut_keeps_its_date() {
    let long = "Presidential election of the union of states ".repeat(5);
    let brief = exitpoll::render::text(&report(&LONG.replace("CONTEST", long.trim())), 80);
    assert!(
        brief
            .lines()
            .take(3)
            .any(|line| line.ends_with("…, 2023-05-21")),
        "{brief}"
    );
}

#[test]
fn nothing_is_said_of_why_where_only_an_earlier_release_differs() {
    // The last release gives no sample size.
    let last = text(&report(LONG), Detail::Brief);
    lacks(&last, "Nothing here says why");
    let only = LONG.replace(
        r#""shares":{"A":"63","B":"37"}"#,
        r#""shares":{"A":"63","B":"37"},"sample":{"respondents":"1000","design_effect":"1"}"#,
    );
    has(
        &text(&report(&only), Detail::Brief),
        "Nothing here says why",
    );
}
