//! Which polls stand in the table of a brief that has no room for all, and what is said of the others.

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::{Comparison, Report};

fn compared(contest: &str, count: &str, polls: &[String]) -> Report {
    let document = format!(
        r#"{{"contest":{{"name":"E",{contest}}},"counts":[{{"name":"c","status":"final",{count}}}],"polls":[{}]}}"#,
        polls.join(",")
    );
    Comparison::from(json::read(&document).expect("the document reads"))
        .run()
        .expect("the report is made")
}

/// The lines of the brief form.
fn brief(report: &Report) -> Vec<String> {
    let text = render::text_with(report, 200, Detail::Brief);
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(words).collect()
}

/// The place of the line of the table that begins so.
fn line(lines: &[String], poll: &str) -> Option<usize> {
    let begins = |line: &String| line.starts_with(&format!("{poll} ")) && !line.ends_with('.');
    lines.iter().position(begins)
}

#[test]
fn polls_of_seats_stand_in_the_order_of_what_they_miss_most() {
    // A won 60 of 100: the misses are 5, 1, 30, 2, 12, 8 and 3.
    let seats = ["65", "61", "90", "62", "72", "68", "63"];
    let polls: Vec<String> = (seats.iter().zip(1..))
        .map(|(a, n)| {
            let b = 100 - a.parse::<u32>().unwrap();
            format!(r#"{{"pollster":"P{n}","seats":{{"A":"{a}","B":"{b}"}}}}"#)
        })
        .collect();
    let report = compared(
        r#""choices":["A","B"],"seats":"100""#,
        r#""seats":{"A":"60","B":"40"}"#,
        &polls,
    );
    let lines = brief(&report);
    let at = |poll: &str| line(&lines, poll);
    let shown: Vec<usize> = ["P2", "P3"]
        .iter()
        .map(|poll| at(poll).expect(poll))
        .collect();
    assert!(shown[0] < shown[1], "{lines:#?}");
    let text = lines.join(" ");
    if text.contains("not shown") {
        // The one between both ends goes first.
        assert!(at("P6").is_none() || at("P1").is_none(), "{text}");
        assert!(text.contains("The nearest and the furthest; "), "{text}");
    }
}

#[test]
fn the_poll_that_is_named_the_furthest_stands_in_the_table() {
    // Three are ranked; an earlier release and what is made of other polls stand further off.
    let poll = |name: &str, more: &str, a: &str| {
        let b = format!("{:.1}", 100.0 - a.parse::<f64>().unwrap());
        format!(r#"{{"pollster":"{name}",{more}"shares":{{"A":"{a}","B":"{b}"}}}}"#)
    };
    let mut polls: Vec<String> = (1..=4)
        .map(|n| {
            poll(
                "Early",
                &format!(r#""release":"{n}:00","#),
                &format!("4{n}.0"),
            )
        })
        .collect();
    polls.push(poll("Near", "", "50.1"));
    polls.push(poll("Far", "", "51.0"));
    polls.push(poll("Average", r#""derived":true,"#, "58.0"));
    polls.extend((1..=12).map(|n| poll(&format!("Made{n}"), r#""derived":true,"#, "59.0")));
    let report = compared(
        r#""choices":["A","B"]"#,
        r#""votes":{"A":"500000","B":"500000"}"#,
        &polls,
    );
    let lines = brief(&report);
    let text = lines.join(" ");
    assert!(text.contains("not shown"), "{text}");
    for poll in report
        .reference()
        .polls
        .iter()
        .filter(|poll| poll.rank.is_some())
    {
        assert!(line(&lines, &poll.name).is_some(), "{}: {text}", poll.name);
    }
    assert!(text.contains("All that are ranked are shown; "), "{text}");
    // Whether shown or not, what is made of other polls is named.
    assert!(
        text.contains("(made of other polls)") && text.contains("Average"),
        "{text}"
    );
}
