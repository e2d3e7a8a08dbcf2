//! Parts of a partial count: the votes of one group of voters, and what counts say of how many they are a part.

use exitpoll::model::Contradiction;
use exitpoll::render::Detail;
use exitpoll::report::{Finding, ReadingReport};
use exitpoll::{Bounds, CompletenessOf, Report, Verdict};

use super::words_of_reports::{has, lacks, report, text};

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
        "Overlap with the count so far 97.2 percent (97.1 to 97.2 within rounding) over 2 rows",
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

fn compared(count: &str, poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",{count}}}],
        "polls":[{{"pollster":"P",{poll}}}]}}"#
    ))
}

#[test]
fn what_parts_of_the_count_leave_to_others_bounds_what_they_can_explain() {
    let count = |part: &str| {
        format!(
            r#""population":{{"voters":["in_person","early","abroad"]}},"votes":{{"A":"520000","B":"480000"}},
            "segments":[{part}]"#
        )
    };
    let poll = r#""population":{"voters":["in_person","early"]},"shares":{"A":"57.0","B":"43.0"},
        "sample":{"respondents":"3000","design_effect":"1"}"#;
    // Early and abroad together are 2 percent, so A has at most .52/.98 = 53.06 of the poll's voters, and the poll's
    // interval begins at 55.22. 30 percent leave .52/.7 = 74.29.
    let part = r#"{"voters":["early","abroad"],"votes":{"A":"6000","B":"14000"}}"#;
    let many = r#"{"voters":["early","abroad"],"votes":{"A":"120000","B":"180000"}}"#;
    for (part, high, verdict) in [
        (part, 0.02, Verdict::BeyondSampling),
        (many, 0.3, Verdict::DifferentPopulations),
    ] {
        let report = compared(&count(part), poll);
        let of = report.reference().poll("P").unwrap();
        assert_eq!(of.verdict, verdict);
        let coverage = of.reading().unwrap().coverage.as_ref().unwrap();
        assert_eq!(coverage.outside_bounds, Bounds::new(0.0, high).unwrap());
        lacks(&text(&report, Detail::Full), "nothing bounds");
    }
}

#[test]
fn parts_that_together_are_the_voters_of_the_poll_are_compared_in_sum() {
    let report = compared(
        r#""population":{"voters":["in_person","early","postal"]},"votes":{"A":"380000","B":"620000"},"segments":[
        {"voters":["in_person"],"votes":{"A":"250000","B":"330000"}},
        {"voters":["early"],"votes":{"A":"30000","B":"70000"}}]"#,
        r#""population":{"voters":["early","in_person"]},"shares":{"A":"41.0","B":"59.0"},
        "sample":{"respondents":"6000","design_effect":"1"}"#,
    );
    let of = report.reference().poll("P").unwrap();
    // (250,000 + 30,000) of (580,000 + 100,000).
    let row = of.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 280_000.0 / 680_000.0).abs() < 1e-12);
    assert_eq!(of.verdict, Verdict::WithinSampling);
}

#[test]
fn all_stations_of_some_voters_are_not_all_ballots() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[
        {"name":"night","as_of":"2025-05-01T23:30","completeness":{"of":"stations","counted":"500","total":"500"},
        "votes":{"A":"520000","B":"480000"},"population":{"voters":["in_person"]}},
        {"name":"with postal","as_of":"2025-05-03T12:00","completeness":{"of":"stations","counted":"500","total":"500"},
        "votes":{"A":"720000","B":"980000"},"population":{"voters":["in_person","postal"]}}],
        "polls":[{"pollster":"P","shares":{"A":"45.0","B":"55.0"},"population":{"voters":["in_person","postal"]},
        "sample":{"respondents":"5000","design_effect":"1"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    // The votes by post turned the order round, and others could.
    for claim in [
        "can no longer draw level",
        "Nothing is outstanding",
        "contradict",
        "order is decided",
    ] {
        lacks(&full, claim);
    }
    has(&full, "so nothing bounds the final result");
    // Of its own voters the poll is judged: 45 against 42.35 percent of all in person and by post.
    assert_eq!(reading(&report, "P").verdict, Verdict::BeyondSampling);
}

/// Counts of the votes in person and of all, 600,000 and 1,000,000, in this order or the other.
fn of_two_counts(is_last: bool, more: &str, poll: &str) -> Report {
    let own = r#"{"name":"in person","status":"final","votes":{"A":"318000","B":"282000"},
        "population":{"voters":["in_person"]}}"#;
    let all = format!(
        r#"{{"name":"all","status":"final","votes":{{"A":"480000","B":"520000"}},
        "population":{{"voters":["in_person","postal"]}}{more}}}"#
    );
    let counts = match is_last {
        true => format!("{own},{all}"),
        false => format!("{all},{own}"),
    };
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{counts}],"polls":[{{"pollster":"P",{poll}}}]}}"#
    ))
}

const OF_THOSE_IN_PERSON: &str = r#""population":{"voters":["in_person"]},"shares":{"A":"53.0","B":"47.0"},
    "sample":{"respondents":"5000","design_effect":"1"}"#;

#[test]
fn a_count_of_the_votes_of_some_is_a_part_of_the_count_of_all() {
    for is_last in [true, false] {
        let report = of_two_counts(is_last, "", OF_THOSE_IN_PERSON);
        assert_eq!(report.reference, "all");
        // 318,000 of 600,000.
        let row = reading(&report, "P").row("A").unwrap();
        assert!((row.count.value - 0.53).abs() < 1e-12);
        assert_eq!(reading(&report, "P").verdict, Verdict::WithinSampling);
        // Other votes are no correction of these, and no contradiction.
        let full = text(&report, Detail::Full);
        for claim in ["recount", "contradict"] {
            lacks(&full, claim);
        }
    }
}

#[test]
fn the_counts_of_some_and_of_all_say_how_many_are_outside() {
    // By shares alone nothing can be taken out of a count: 1 − 600,000/1,000,000 are by post.
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[
        {"name":"by post","status":"final","shares":{"A":"40.50","B":"59.50"},"valid":"400000",
        "population":{"voters":["postal"]}},
        {"name":"all","status":"final","shares":{"A":"48.00","B":"52.00"},"valid":"1000000",
        "population":{"voters":["in_person","postal"]}}],
        "polls":[{"pollster":"P","population":{"voters":["in_person"]},"shares":{"A":"54.0","B":"46.0"},
        "sample":{"respondents":"5000","design_effect":"1"}}]}"#,
    );
    let coverage = reading(&report, "P").coverage.as_ref().unwrap();
    assert_eq!(coverage.outside, Some(0.4));
    // (48 − .6 · 54)/.4.
    assert!((coverage.needs[0].share - 0.39).abs() < 1e-12);
}

#[test]
fn a_count_that_leaves_places_out_is_not_all_that_some_voters_cast() {
    let own = r#"{"name":"in person","status":"final","votes":{"A":"318000","B":"282000"},
        "population":{"voters":["in_person"],"left_out":"two islands"}}"#;
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{own},{{"name":"all","status":"final",
        "votes":{{"A":"480000","B":"520000"}},"population":{{"voters":["in_person","postal"]}}}}],
        "polls":[{{"pollster":"P",{OF_THOSE_IN_PERSON}}}]}}"#
    ));
    let row = reading(&report, "P").row("A").unwrap();
    assert!((row.count.value - 0.48).abs() < 1e-12);
}

#[test]
fn what_a_count_and_its_parts_merge_otherwise_is_compared_in_sum() {
    let union = r#""merged":[{"label":"Union","choices":["CDU","CSU"]}],"#;
    let merged = format!(r#"{union}"votes":{{"Union":"150000","SPD":"150000"}}"#);
    let single = r#""votes":{"CDU":"100000","CSU":"50000","SPD":"150000"}"#.to_owned();
    let whole_merged = format!(r#"{union}"votes":{{"Union":"400000","SPD":"600000"}}"#);
    let whole_single = r#""votes":{"CDU":"300000","CSU":"100000","SPD":"600000"}"#.to_owned();
    let polls = [
        format!(r#"{union}"shares":{{"Union":"36.0","SPD":"64.0"}}"#),
        r#""shares":{"CDU":"29.0","CSU":"7.0","SPD":"64.0"}"#.to_owned(),
    ];
    for (whole, part) in [(&whole_single, &merged), (&whole_merged, &single)] {
        for poll in &polls {
            let report = report(&format!(
                r#"{{"contest":{{"name":"E","choices":["CDU","CSU","SPD"]}},"counts":[{{"name":"c","status":"final",
                {whole},"segments":[{{"voters":["postal"],{part}}}]}}],
                "polls":[{{"pollster":"P","population":{{"voters":["in_person"]}},{poll},
                "sample":{{"respondents":"5000","design_effect":"1"}}}}]}}"#
            ));
            // 400,000 − 150,000 of the 700,000 that are not by post.
            let row = reading(&report, "P").row("Union").unwrap();
            assert!((row.count.value - 250_000.0 / 700_000.0).abs() < 1e-12);
            lacks(&text(&report, Detail::Full), "not in the count");
        }
    }
}

#[test]
fn parts_that_merge_otherwise_than_one_another_are_taken_together_in_sum() {
    let report = compared(
        r#""votes":{"A":"380000","B":"620000"},"population":{"voters":["in_person","early","postal"]},"segments":[
        {"voters":["in_person"],"votes":{"A":"250000","B":"330000"}},
        {"voters":["early"],"merged":[{"label":"Both","choices":["A","B"]}],"votes":{"Both":"100000"}}]"#,
        r#""population":{"voters":["early","in_person"]},"shares":{"A":"41.0","B":"59.0"},
        "sample":{"respondents":"6000","design_effect":"1"}"#,
    );
    // All that both parts give are the votes of the two together, which tell nothing of either.
    let rows = &report
        .reference()
        .poll("P")
        .unwrap()
        .reading()
        .unwrap()
        .rows;
    assert!(rows.iter().all(|row| row.choices.len() != 1), "{rows:?}");
}

#[test]
fn ballots_that_were_added_are_not_nearly_all_invalid() {
    // 40,000 more votes of 400,000 more ballots; 392,000 of them would leave one in fifty.
    let compared = |later: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[
            {{"name":"first","as_of":"2024-05-05T21:00","votes":{{"A":"300000","B":"200000"}},
            "completeness":{{"of":"ballots","counted":"510000","total":"1000000"}}}},
            {{"name":"second","as_of":"2024-05-05T22:00","votes":{{{later}}},
            "completeness":{{"of":"ballots","counted":"910000","total":"1000000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"60.0","B":"40.0"}}}}]}}"#
        ))
    };
    let few = compared(r#""A":"320000","B":"220000""#);
    let expected = Contradiction::AddedBallotsInvalid {
        earlier: "first".into(),
        later: "second".into(),
        ballots: 400_000,
        votes: 40_000,
    };
    assert_eq!(contradicted(&few), [&expected]);
    has(
        &text(&few, Detail::Brief),
        "second has 400,000 ballots more than first, but only 40,000 more valid votes: 90.0 percent of what was added \
         would have to be invalid",
    );
    assert!(contradicted(&compared(r#""A":"520000","B":"372000""#)).is_empty());
    // Of a list of some choices the others can have the rest.
    assert!(contradicted(&compared(r#""A":"520000""#)).is_empty());
}

#[test]
fn parts_that_make_up_the_count_are_the_whole_of_it() {
    // 170 + 130 and 140 + 140 of 300 and 280.
    let of = |postal: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
            "votes":{{"A":"300000","B":"280000"}},"segments":[{{"voters":["in_person"],"votes":{{"A":"170000","B":"140000"}}}},
            {{"voters":["postal"],"votes":{postal}}}]}}],"polls":[{{"pollster":"P","shares":{{"A":"51.0","B":"49.0"}},
            "population":{{"voters":["in_person","postal"]}},"sample":{{"respondents":"3000","design_effect":"1.2"}}}}]}}"#
        ))
    };
    let whole = of(r#"{"A":"130000","B":"140000"}"#);
    let poll = whole.reference().poll("P").unwrap();
    assert_eq!(
        (&poll.segment, poll.reading().unwrap().coverage.as_ref()),
        (&None, None)
    );
    lacks(&text(&whole, Detail::Full), "not with the whole count");
    // Without 20,000 of B: somebody else cast those.
    let part = of(r#"{"A":"130000","B":"120000"}"#);
    assert!(part.reference().poll("P").unwrap().segment.is_some());
}
