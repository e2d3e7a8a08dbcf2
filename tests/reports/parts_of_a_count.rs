//! Parts of a partial count: the votes of one group of voters, and what counts say of how many they are a part.

use exitpoll::model::Contradiction;
use exitpoll::render::Detail;
use exitpoll::report::{Finding, ReadingReport};
use exitpoll::{CompletenessOf, Report, Verdict};

use super::words_of_reports::{has, report, text};

fn reading<'a>(report: &'a Report, poll: &str) -> &'a ReadingReport {
    report.reference().poll(poll).unwrap().reading().unwrap()
}

fn contradicted(report: &Report) -> Vec<&Contradiction> {
    let found = report.findings.iter().filter_map(|finding| match finding {
        Finding::FiguresContradict(of) => Some(of),
        _ => None,
    });
    found.collect()
}

#[test]
fn no_more_votes_of_one_group_of_voters_can_come_than_of_all() {
    // 30,000 of the 70,000 votes in person are for A, and 500 ballots are left: A ends in person between 30,000 and
    // 30,500 of 70,500, 42.55 and 43.26 percent.
    let poll = |name: &str, a: &str, b: &str| {
        format!(
            r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}"}},"population":{{"voters":["in_person"]}},
            "sample":{{"respondents":"2000","design_effect":"1"}}}}"#
        )
    };
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",
        "completeness":{{"of":"ballots","counted":"100000","total":"100500"}},"invalid":"0",
        "votes":{{"A":"50000","B":"50000"}},
        "segments":[{{"voters":["postal"],"votes":{{"A":"20000","B":"10000"}}}}]}}],
        "polls":[{},{}]}}"#,
        poll("X", "43.0", "57.0"),
        poll("Y", "30.0", "70.0")
    ));
    assert_eq!(reading(&report, "X").verdict, Verdict::WithinSampling);
    assert_eq!(reading(&report, "Y").verdict, Verdict::BeyondSampling);
    // Against 30,500 of 70,500 as against 30,000.
    let p = reading(&report, "X").row("A").unwrap().sampling.unwrap();
    assert!(p.p_value_bounds.low() > 0.6);
    // Of how many of the 500 are theirs nothing is known, so nothing is said of what they would have to be.
    assert!(reading(&report, "X").reachable.is_empty());
}

#[test]
fn ballots_that_a_count_says_are_counted_and_its_votes_and_invalid_ballots_contradict_one_another()
{
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c",
        "completeness":{"of":"ballots","counted":"990","total":"1000"},"votes":{"A":"500","B":"470"},
        "invalid":"10"}],"polls":[{"pollster":"X","shares":{"A":"51.0","B":"49.0"}}]}"#,
    );
    let expected = Contradiction::BallotsAndCompleteness {
        count: "c".into(),
        of: CompletenessOf::Ballots,
        ballots: 980,
        counted: 990,
    };
    assert_eq!(contradicted(&report), [&expected]);
    has(
        &text(&report, Detail::Brief),
        "c says that 990 ballots are counted, but has 980 ballots",
    );
    // Ten more to count, or twenty: nothing is bounded by it.
    assert!(report.findings.contains(&Finding::NothingIsBounded));
}

#[test]
fn nine_tenths_of_the_ballots_are_not_fewer_than_half_of_those_of_the_final_count() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[
        {"name":"first","completeness":{"of":"ballots","percent":"90"},"votes":{"A":"45000","B":"45000"},
        "invalid":"0"},
        {"name":"last","status":"final","votes":{"A":"100000","B":"100000"},"invalid":"0"}],"polls":[{"pollster":"X","shares":{"A":"51.0","B":"49.0"}}]}"#,
    );
    has(
        &text(&report, Detail::Brief),
        "first calls its 90,000 ballots 90 percent of all, but they are 45.00 percent of the 200,000 of last",
    );
}

#[test]
fn counts_of_one_vote_are_parts_of_as_many_stations() {
    let count = |name: &str, hour: u32, total: u32| {
        format!(
            r#"{{"name":"{name}","as_of":"2024-05-05T{hour}:00","votes":{{"A":"46000","B":"46000"}},
            "completeness":{{"of":"stations","counted":"390","total":"{total}"}}}}"#
        )
    };
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{},{}],
        "polls":[{{"pollster":"X","shares":{{"A":"51.0","B":"49.0"}}}}]}}"#,
        count("second", 21, 500),
        count("third", 22, 480)
    ));
    let expected = Contradiction::TotalsDiffer {
        earlier: "second".into(),
        later: "third".into(),
        of: CompletenessOf::Stations,
        before: 500,
        after: 480,
    };
    assert_eq!(contradicted(&report), [&expected]);
    has(
        &text(&report, Detail::Brief),
        "second is of 500 polling stations in all, but third of 480",
    );
}

#[test]
fn a_share_of_the_registered_voters_projects_by_turnout_and_not_by_stations() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c",
        "completeness":{"of":"registered_voters","percent":"60"},"shares":{"A":"55.1","B":"44.9"}}],
        "polls":[{"pollster":"X","shares":{"A":"51.0","B":"49.0"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "Projection by the share of registered voters");
    has(
        &full,
        "if turnout at the stations still to report is average, which is a projection",
    );
}

#[test]
fn a_complete_count_leaves_a_share_one_figure() {
    // 400,000 of 750,000; 50.5 is 2.83 points off.
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c",
        "completeness":{"of":"stations","counted":"500","total":"500"},"votes":{"A":"400000","B":"350000"}}],
        "polls":[{"pollster":"X","shares":{"A":"50.5","B":"49.5"},"sample":{"respondents":"5000"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    for figure in ["53.33–53.34", "97.1–97.2"] {
        assert!(!full.contains(figure), "{full}");
    }
    has(
        &full,
        "Overlap with the count so far 97.2 percent over 2 rows",
    );
}

#[test]
fn what_an_earlier_count_left_possible_says_on_which_bound() {
    // Of 120,000 registered 50,000 had voted: A with 19,000 could reach 89,000 of 120,000, 74.17 percent.
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"],"registered":"120000"},"counts":[
        {"name":"first","completeness":{"of":"ballots","percent":"60"},"votes":{"A":"19000","B":"31000"}},
        {"name":"last","status":"final","votes":{"A":"80000","B":"20000"}}],
        "polls":[{"pollster":"X","shares":{"A":"52.0","B":"48.0"}}]}"#,
    );
    let said = text(&report, Detail::Full);
    has(
        &said,
        "after \"first\" at most 74.17 was possible, even if every registered voter without a counted ballot still voted",
    );
    // The night shows the narrower one, and says so.
    has(
        &said,
        "Of two bounds the narrower is shown: at \"first\" the bound by the stated share of ballots.",
    );
}

#[test]
fn bounds_that_contradict_one_another_are_not_called_unknown() {
    // 1,000,000 votes that are 95.0 percent of all ballots leave at least 1,052,078 of 1,050,000 registered voters.
    let said = |registered: &str| {
        text(
            &report(&format!(
                r#"{{"contest":{{"name":"E","choices":["A","B"],"registered":"{registered}"}},"counts":[{{"name":"c",
                "completeness":{{"of":"ballots","percent":"95.0"}},"votes":{{"A":"560000","B":"440000"}}}}],
                "polls":[{{"pollster":"X","shares":{{"A":"50.0","B":"50.0"}}}}]}}"#
            )),
            Detail::Full,
        )
    };
    let contradictory = said("1050000");
    has(
        &contradictory,
        "that makes at least 1,052,078 in all, more than the 1,050,000 registered voters",
    );
    has(
        &contradictory,
        "What is said of the ballots counted and of those still to be counted is contradictory, so nothing bounds the \
         final result.",
    );
    assert!(!contradictory.contains("is not known, so nothing bounds"));
    assert!(!said("1100000").contains("contradictory"));
}
