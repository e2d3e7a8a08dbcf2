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
        ["preview", "update"],
        ["20:00", "second wave"],
        ["18:00, corrected", "second wave"],
        ["20:00 A", "20:00 B"],
        // No times: a date, and a part.
        ["15.05", "14.05"],
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
