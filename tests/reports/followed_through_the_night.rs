//! The course of the counts of a night, whether or not a poll can be followed through it, and why a poll is not.

use exitpoll::chart::{self, Chart};
use exitpoll::render::{self, Detail};
use exitpoll::report::{Answer, Table};

use super::words_of_reports::{has, lacks, report, text};

fn night(counts: &[&str], polls: &str) -> exitpoll::Report {
    report(&format!(
        r#"{{"contest":{{"name":"Moldova, run-off","choices":["A","B"]}},"counts":[{}],"polls":[{polls}]}}"#,
        counts.join(",")
    ))
}

/// The night alone, on one line.
fn alone(report: &exitpoll::Report) -> String {
    let night = render::night(report, 4_000).expect("the counts have a course");
    night.split_whitespace().collect::<Vec<_>>().join(" ")
}

const EARLY: &str = r#"{"name":"early","completeness":{"of":"stations","percent":"98.1"},
    "population":{"voters":["in_person","abroad"]},"shares":{"A":"54.2","B":"45.8"}}"#;
const LAST: &str = r#"{"name":"last","status":"final","votes":{"A":"930000","B":"750000"},
    "population":{"voters":["in_person","abroad"]}"#;
const OF_ABROAD: &str =
    r#","segments":[{"voters":["abroad"],"votes":{"A":"270000","B":"56000"}}]}"#;

const AT_HOME: &str = r#"{"pollster":"Home","shares":{"A":"50.2","B":"49.8"},"sample":{"respondents":"1000"},
    "population":{"voters":["in_person"]}}"#;
const OF_ALL: &str = r#"{"pollster":"All","shares":{"A":"55","B":"45"}}"#;

const OWN_VOTERS: &str =
    "Not followed through the night: Home (compared with the votes of its own voters only).";

#[test]
fn the_counts_have_a_course_where_the_only_poll_is_of_its_own_voters() {
    let last = format!("{LAST}{OF_ABROAD}");
    let report = night(&[EARLY, &last], AT_HOME);
    let alone = alone(&report);
    has(
        &alone,
        "early – 98.1 % of the polling stations 54.2 no bound",
    );
    has(&alone, OWN_VOTERS);
    let full = text(&report, Detail::Full);
    has(&full, "The night");
    has(&full, OWN_VOTERS);
}

#[test]
fn a_poll_of_its_own_voters_is_named_beside_one_that_is_followed() {
    let last = format!("{LAST}{OF_ABROAD}");
    let report = night(&[EARLY, &last], &format!("{AT_HOME},{OF_ALL}"));
    let alone = alone(&report);
    has(&alone, OWN_VOTERS);
    lacks(&alone, "All (");
    // Its shares do not stand as a line among those of the whole counts.
    let drawn = chart::svg(&report, Chart::Night).unwrap();
    has(
        &drawn,
        "Not drawn: Home (compared with the votes of its own voters only).",
    );
    lacks(&drawn, "50.2 Home");
    has(&drawn, "55 All");
}

#[test]
fn a_poll_of_which_nobody_knows_how_many_it_left_out_is_named_in_the_night() {
    let last = format!("{LAST}}}");
    let report = night(&[EARLY, &last], AT_HOME);
    let alone = alone(&report);
    has(
        &alone,
        "Nothing is said of whether Home can come true: poll and count are not known to be of the same voters.",
    );
    lacks(&alone, "Not followed");
}

#[test]
fn what_the_night_alone_says_of_a_poll_does_not_stand_twice_in_the_whole_report() {
    let later = EARLY.replace("early", "later").replace("98.1", "99.1");
    let report = night(&[EARLY, &later], AT_HOME);
    let said = "Nothing is said of whether Home can come true";
    assert_eq!(alone(&report).matches(said).count(), 1);
    assert_eq!(text(&report, Detail::Full).matches(said).count(), 1);
}

/// Two counts of a house of 100 at 25 and 86 percent of the stations.
fn of_a_house(shares: [&str; 2]) -> exitpoll::Report {
    let [first, second] = shares;
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"],"seats":"100","majority":"51"}},"counts":[
        {{"name":"1","completeness":{{"of":"stations","percent":"25"}},"seats":{{"A":"12","B":"9"}}{first}}},
        {{"name":"2","completeness":{{"of":"stations","percent":"86"}},"seats":{{"A":"50","B":"35"}}{second}}}],
        "polls":[{{"pollster":"P","seats":{{"A":"60","B":"40"}}}},{{"pollster":"Q","seats":{{"A":"55","B":"45"}}}}]}}"#
    ))
}

#[test]
fn polls_of_seats_alone_are_named_beside_counts_with_shares() {
    let report = of_a_house([
        r#","shares":{"A":"56","B":"44"}"#,
        r#","shares":{"A":"54","B":"46"}"#,
    ]);
    let alone = alone(&report);
    has(
        &alone,
        "Not followed through the night: P and Q (no shares).",
    );
}

#[test]
fn counts_of_seats_alone_have_no_course_of_shares() {
    let report = of_a_house(["", ""]);
    assert!(report.night.is_none());
    lacks(&text(&report, Detail::Full), "The night");
}

#[test]
fn a_line_of_the_night_says_whether_its_bounds_take_invalid_ballots_to_be_as_frequent() {
    // Of 90 percent of the ballots nobody knows how many were invalid; with their number known, or by registered voters,
    // nothing is taken of them.
    let of = |more: &str| {
        let count = format!(
            r#"{{"name":"p","completeness":{{"of":"ballots","percent":"90.0"}},"votes":{{"A":"500000","B":"400000"}}{more}}}"#
        );
        let last = r#"{"name":"last","status":"final","votes":{"A":"560000","B":"440000"}}"#;
        night(&[&count, last], OF_ALL)
    };
    let said = |report: &exitpoll::Report, basis: Option<&str>| {
        let mut lines = report.night().into_iter();
        let line = lines.find(|line| line.basis.as_deref() == basis).unwrap();
        (line.is_bound, line.takes_invalid_alike)
    };
    let open = of("");
    let (yes, no) = (Some(Answer::Yes), Some(Answer::No));
    assert_eq!(said(&open, Some("share_of_ballots")), (yes, yes));
    assert_eq!(said(&open, None), (yes, None));
    let known = of(r#","invalid":"20000""#);
    assert_eq!(said(&known, Some("share_of_ballots")), (yes, no));
    let registered = of(r#","outstanding_registered":"90000""#);
    assert_eq!(said(&registered, Some("registered_voters")), (yes, no));
    let csv = render::csv(&open, Table::Night);
    assert!(
        csv.lines()
            .next()
            .unwrap()
            .ends_with(",takes_invalid_alike")
    );
}

#[test]
fn bounds_on_a_chart_are_rounded_outwards_as_in_the_text() {
    // 5.00 percent of 92.05 percent of the ballots: .04995 · .92045 = .045977 at least, and .05005 · .92045 + .07955 =
    // .125619 at most.
    let count = |name: &str| {
        format!(
            r#"{{"name":"{name}","completeness":{{"of":"ballots","percent":"92.05"}},"shares":{{"A":"95.00","B":"5.00"}}}}"#
        )
    };
    let report = night(
        &[&count("p"), &count("q")],
        r#"{"pollster":"P","shares":{"A":"94","B":"6"},"sample":{"respondents":"900"}}"#,
    );
    has(&text(&report, Detail::Full), "4.59–12.57");
    for drawn in [Chart::Shares, Chart::Night] {
        let drawn = chart::svg(&report, drawn).unwrap();
        has(&drawn, "4.59–12.57");
        lacks(&drawn, "4.60–12.56");
    }
}
