//! A count of everything that is not yet declared final, and one that rests on a share of the ballots.

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::report::{Basis, Finding};
use exitpoll::{Comparison, Report, Verdict};

fn compared(count: &str, poll: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"],"thresholds":{{"majority":">50"}}}},
        "counts":[{{"name":"c",{count}}}],
        "polls":[{{"pollster":"P",{poll},"sample":{{"respondents":"1000","design_effect":"1"}}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn text(report: &Report, detail: Detail) -> String {
    let text = render::text_with(report, 400, detail);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const POLL: &str = r#""shares":{"A":"46.0","B":"54.0"}"#;
const VOTES: &str = r#""votes":{"A":"5400000","B":"4600000"}"#;

#[test]
fn where_every_station_is_counted_nothing_is_outstanding() {
    // 54 percent of 10,000,000 in 100 of 100 stations: A ends at 54. Of 1,000 drawn singly the standard error is
    // 1.58 points, and the poll is 8 points off.
    for of in ["stations", "registered_voters"] {
        let count = format!(
            r#""status":"partial","completeness":{{"of":"{of}","counted":"10000000","total":"10000000"}},{VOTES}"#
        );
        let report = compared(&count, POLL);
        let reference = report.reference();
        let bound = reference.bound().expect("nothing is outstanding");
        assert_eq!((bound.basis, bound.counted), (Basis::AllCounted, 1.0));
        assert_eq!(
            (bound.decided, bound.order_decided),
            (Some(true), Some(true))
        );
        let last = bound.final_share("A").unwrap().bounds;
        assert_eq!((last.low(), last.high()), (0.54, 0.54));
        assert_eq!(
            reference.poll("P").unwrap().verdict,
            Verdict::BeyondSampling
        );
        let text = text(&report, Detail::Full);
        assert!(text.contains("counted, not declared final"), "{text}");
        assert!(text.contains("above for A; below for B"));
        assert!(
            text.contains("Overlap with the count so far 92.0 percent over 2 rows"),
            "{text}"
        );
        for wrong in [
            "is not known",
            "Still open",
            "were invalid",
            "until more is counted",
            "votes can still come",
        ] {
            assert!(!text.contains(wrong), "{wrong}: {text}");
        }
    }
}

#[test]
fn a_percentage_of_one_hundred_or_a_missing_station_leaves_it_open() {
    // "100 percent" may be 99.5, and station 100 of any size.
    for completeness in [
        r#"{"of":"stations","percent":"100"}"#,
        r#"{"of":"stations","counted":"99","total":"100"}"#,
    ] {
        let report = compared(
            &format!(r#""status":"partial","completeness":{completeness},{VOTES}"#),
            POLL,
        );
        assert!(report.findings.contains(&Finding::NothingIsBounded));
        assert!(!report.reference().is_all_counted());
    }
}

#[test]
fn counted_stations_with_registered_voters_outstanding_are_not_all() {
    // 100 of 100, and yet 9,000 voters are said to be registered at stations still to report.
    let report = compared(
        &format!(
            r#""status":"partial","completeness":{{"of":"stations","counted":"100","total":"100"}},
            "outstanding_registered":"9000",{VOTES}"#
        ),
        POLL,
    );
    assert!(!report.reference().is_all_counted());
    assert_eq!(
        report.reference().bound().unwrap().basis,
        Basis::RegisteredVoters
    );
}

#[test]
fn no_statement_waits_for_all_ballots_to_be_invalid() {
    // All ballots counted: only with every one of them invalid could anything change, and then there were no shares at
    // all. "100 percent" may be 99.5: 1 − .92593·.005/(.995·.07407) = .93719.
    for (completeness, invalid) in [
        (r#""counted":"10000000","total":"10000000""#, None),
        (
            r#""percent":"100""#,
            Some("unless 93.71 percent of the ballots counted were invalid"),
        ),
    ] {
        let report = compared(
            &format!(
                r#""status":"partial","completeness":{{"of":"ballots",{completeness}}},{VOTES}"#
            ),
            POLL,
        );
        for detail in [Detail::Brief, Detail::Full] {
            let text = text(&report, detail);
            assert!(text.contains("B can no longer draw level with A"), "{text}");
            match invalid {
                Some(condition) => assert!(text.contains(condition), "{text}"),
                None => assert!(!text.contains("invalid"), "{text}"),
            }
        }
    }
    // The condition stays where it says something: 93.35 of the ballots, a lead of 8 points; f′ = 1/1.08, and
    // 1 − .9259·.0665/(.9335·.0741) = .1096.
    let report = compared(
        &format!(
            r#""status":"partial","completeness":{{"of":"ballots","percent":"93.35"}},{VOTES}"#
        ),
        POLL,
    );
    let text = text(&report, Detail::Brief);
    assert!(
        text.contains("unless 10.95 percent of the ballots counted were invalid"),
        "{text}"
    );
}

#[test]
fn without_a_sample_size_digits_alone_equal_every_count_that_can_still_come() {
    let of = |percent: &str, a: &str, b: &str| {
        let document = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",
            "completeness":{{"of":"ballots","percent":"{percent}"}},"votes":{{"A":"540000","B":"360000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"{a}","B":"{b}"}}}}]}}"#
        );
        let comparison = Comparison::from(json::read(&document).expect("the document reads"));
        comparison.run().expect("the report is made")
    };
    let verdict = |report: &Report| report.reference().poll("P").unwrap().verdict;
    // 99.985 at the least: A ends at 59.99 to 60.01, and "60" is 59.5 to 60.5.
    let nearly_all = of("99.99", "60", "40");
    assert_eq!(verdict(&nearly_all), Verdict::WithinRounding);
    let brief = text(&nearly_all, Detail::Brief);
    assert!(
        brief.contains("P equals every count that can still come, within rounding"),
        "{brief}"
    );
    assert!(!brief.contains("chance cannot be judged"), "{brief}");
    // It fails where .595/.6 of the valid votes are not counted: 1 − .9917·.00015/(.99985·.0083) = .9821.
    let full = text(&nearly_all, Detail::Full);
    assert!(
        full.contains("holds unless 98.21 percent of the ballots counted were invalid"),
        "{full}"
    );
    // 97.5 at the least: A can end at 58.5; and of "60.0" the digits leave 59.95 to 60.05, which 99.85 does not keep.
    assert_eq!(verdict(&of("98", "60", "40")), Verdict::SampleSizeUnknown);
    assert_eq!(
        verdict(&of("99.9", "60.0", "40.0")),
        Verdict::SampleSizeUnknown
    );
    // The count so far is off by more than the digits.
    assert_eq!(
        verdict(&of("99.99", "61", "39")),
        Verdict::SampleSizeUnknown
    );
}

#[test]
fn ballots_that_are_added_to_those_of_every_station_contradict_nothing() {
    // 54.00 percent of 10,000,000 where every station is counted; with 300,000 by post, 5,700,000 of 10,300,000.
    let document = format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[
        {{"name":"night","as_of":"2024-05-01","status":"partial",
        "completeness":{{"of":"stations","counted":"100","total":"100"}},{VOTES}}},
        {{"name":"final","as_of":"2024-05-09","status":"final","votes":{{"A":"5700000","B":"4600000"}}}}],
        "polls":[{{"pollster":"P","shares":{{"A":"55.0","B":"45.0"}}}}]}}"#
    );
    let report = Comparison::from(json::read(&document).unwrap())
        .run()
        .unwrap();
    let night = report.night.as_ref();
    assert!(night.is_none_or(|night| night.contradictions.is_empty()));
    assert!(!text(&report, Detail::Full).contains("contradict"));
    // Nor is anything decided but on that condition.
    let poll = r#""shares":{"A":"62.0","B":"38.0"}"#;
    let count = format!(
        r#""status":"partial","completeness":{{"of":"stations","counted":"100","total":"100"}},{VOTES}"#
    );
    let said = text(&compared(&count, poll), Detail::Brief);
    assert!(
        said.contains("unless ballots are added to those counted"),
        "{said}"
    );
    assert!(!said.contains("everything counted"), "{said}");
}

#[test]
fn respondents_who_are_a_sizeable_part_of_a_whole_count_are_so_before_it_is_final_too() {
    // 1,000 of 4,000 ballots: the variance is 3,000/3,999 of that with replacement.
    let votes = r#""votes":{"A":"2160","B":"1840"},"invalid":"0""#;
    let size = |count: &str| {
        let report = compared(count, r#""shares":{"A":"55.0","B":"45.0"}"#);
        let reading = report.reference().poll("P").unwrap().reading().unwrap();
        reading.effective_size.unwrap()
    };
    let of_final = size(&format!(r#""status":"final",{votes}"#));
    let of_all = size(&format!(
        r#""status":"partial","completeness":{{"of":"stations","counted":"10","total":"10"}},{votes}"#
    ));
    assert!(
        (of_final - 1000.0 * 3999.0 / 3000.0).abs() < 1e-9,
        "{of_final}"
    );
    assert!((of_all - of_final).abs() < 1e-9, "{of_all}");
}

#[test]
fn a_hundred_percent_of_the_stations_may_be_rounded() {
    let of = |completeness: &str| {
        let count = format!(r#""completeness":{{"of":"stations",{completeness}}},{VOTES}"#);
        text(&compared(&count, POLL), Detail::Brief)
    };
    let rounded = "percent may be rounded from";
    for (printed, least) in [("100", "99.5"), ("100.00", "99.995")] {
        let text = of(&format!(r#""percent":"{printed}""#));
        let said = format!(
            "\"{printed}\" {rounded} {least}, and polling stations can be of any size, so nothing bounds the final result."
        );
        assert!(text.contains(&said), "{text}");
        assert!(!text.contains("is not known, since"), "{text}");
    }
    for other in [r#""percent":"99.99""#, r#""counted":"3111","total":"3111""#] {
        let text = of(other);
        assert!(!text.contains(rounded), "{text}");
    }
}

#[test]
fn ballots_still_to_come_that_are_known_are_said_to_be_where_the_votes_counted_are_not() {
    let shares = r#""status":"partial","shares":{"A":"52.0","B":"48.0"}"#;
    for (more, most) in [
        (r#","outstanding_registered":"20000""#, "20,000"),
        (
            r#","registered":"1100000","ballots_cast":"1000000""#,
            "100,000",
        ),
    ] {
        let brief = text(&compared(&format!("{shares}{more}"), POLL), Detail::Brief);
        let said = format!(
            "At most {most} ballots are still to be counted, and how many votes are counted is not known, so nothing bounds \
             the final result."
        );
        assert!(brief.contains(&said), "{said}: {brief}");
    }
}

#[test]
fn votes_that_shares_imply_are_bounded_by_the_voters_still_to_come() {
    // 600,000 votes are 60.00 percent: 999,917 valid votes at least, and 10,000 voters to come. A ends at 59.4 to 60.4
    // percent, against which 66 of 1,000 is more than chance.
    let report = compared(
        r#""status":"partial","votes":{"A":"600000"},"shares":{"A":"60.00","B":"40.00"},"outstanding_registered":"10000""#,
        r#""shares":{"A":"66.0","B":"34.0"}"#,
    );
    let bound = report.reference().bound().expect("a bound");
    assert_eq!(bound.basis, Basis::RegisteredVoters);
    let ends = bound.final_shares[0].bounds;
    assert!(0.593 < ends.low() && ends.low() < 0.595, "{ends:?}");
    assert!(0.603 < ends.high() && ends.high() < 0.605, "{ends:?}");
    let poll = report.reference().poll("P").unwrap();
    assert_eq!(poll.verdict, Verdict::BeyondSampling);
}
