//! What polls state of the counted ballots that they do not cover, against the parts of the count and one another.

use exitpoll::model::Contradiction;
use exitpoll::render::Detail;
use exitpoll::report::{Finding, ReadingReport};
use exitpoll::{Report, Verdict, VoterGroup};

use super::words_of_reports::{has, report, text};

const VOTES: &str = r#""status":"final","votes":{"A":"480000","B":"520000"}"#;
/// The votes of no choice: those of the parts cannot be taken out of it.
const SHARES: &str = r#""status":"final","shares":{"A":"48.00","B":"52.00"},"valid":"1000000""#;
const POSTAL: &str = r#","segments":[{"voters":["postal"],"votes":{"A":"200000","B":"270000"}}]"#;

fn compared(count: &str, polls: &[(&str, &str)]) -> Report {
    let polls: Vec<String> = (polls.iter())
        .map(|(name, population)| {
            format!(
                r#"{{"pollster":"{name}","shares":{{"A":"53.0","B":"47.0"}},"population":{{{population}}},
                "sample":{{"respondents":"5000","design_effect":"1"}}}}"#
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",{count}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

fn in_person(outside: &str) -> String {
    format!(r#""voters":["in_person"],"outside":"{outside}""#)
}

fn of_one(count: &str, outside: &str) -> Report {
    compared(count, &[("P", &in_person(outside))])
}

fn contradicted(report: &Report) -> Vec<&Contradiction> {
    let found = report.findings.iter().filter_map(|finding| match finding {
        Finding::FiguresContradict(found) => Some(found),
        _ => None,
    });
    found.collect()
}

fn reading(report: &Report) -> &ReadingReport {
    report.reference().poll("P").unwrap().reading().unwrap()
}

#[test]
fn fewer_outside_than_the_parts_of_the_count_show_are_named_and_not_used() {
    let count = format!("{VOTES}{POSTAL}");
    for outside in ["10", "0", "5–20"] {
        let report = of_one(&count, outside);
        let expected = Contradiction::OutsideAndParts {
            poll: "P".into(),
            count: "c".into(),
            stated: outside.into(),
            parts: 0.47,
        };
        assert_eq!(contradicted(&report), [&expected]);
        // As of a poll that states nothing: 280,000 of the 530,000 votes that are not postal.
        let row = reading(&report).row("A").unwrap();
        assert!((row.count.value - 28.0 / 53.0).abs() < 1e-12);
        assert_eq!(reading(&report).verdict, Verdict::WithinSampling);
        assert_eq!(reading(&report).coverage, None);
    }
    has(
        &text(&of_one(&count, "10"), Detail::Brief),
        "P says that 10 percent of the counted ballots are of voters whom it did not cover, but by the parts that c \
         publishes others cast 47.00 percent of the votes; it is judged by those.",
    );
    // Where they cannot be taken out, those 47 percent are outside, and not the 10.
    let coverage = reading(&of_one(&format!("{SHARES}{POSTAL}"), "10"))
        .coverage
        .clone()
        .unwrap();
    assert_eq!((coverage.outside, coverage.stated), (Some(0.47), None));
    // The poll's own part shows the same: 530,000 of 1,000,000.
    let own = POSTAL
        .replace("postal", "in_person")
        .replace("200000", "260000");
    assert_eq!(
        contradicted(&of_one(&format!("{VOTES}{own}"), "10")).len(),
        1
    );
}

#[test]
fn what_ballots_and_digits_leave_open_contradicts_no_part_of_the_count() {
    let count = format!("{VOTES}{POSTAL}");
    // 47 and more; 46 of the ballots can be 47 of the valid votes where nobody says how many are invalid.
    for outside in ["47", "47.0", "60", "10–50", "46"] {
        assert!(
            contradicted(&of_one(&count, outside)).is_empty(),
            "{outside}"
        );
    }
    let none_invalid = count.replace(r#""status""#, r#""invalid":"0","status""#);
    assert_eq!(contradicted(&of_one(&none_invalid, "46")).len(), 1);
    // Of the ballots still to be counted a partial count says nothing.
    let partial = count.replace("final", "partial");
    assert!(contradicted(&of_one(&partial, "10")).is_empty());
}

#[test]
fn the_parts_of_the_count_narrow_a_range_outside() {
    let report = of_one(&format!("{SHARES}{POSTAL}"), "20–60");
    let coverage = reading(&report).coverage.clone().unwrap();
    let (low, high) = (
        coverage.outside_bounds.low(),
        coverage.outside_bounds.high(),
    );
    assert!((low - 0.47).abs() < 1e-12 && (high - 0.6).abs() < 1e-12);
    // What they need is (v − (1 − c)p)/c, at c = .47 and .60 within the rounding of p and v.
    let need = coverage.needs[0].bounds;
    assert!((need.low() - (0.47995 - 0.53 * 0.5305) / 0.47).abs() < 1e-12);
    assert!((need.high() - (0.48005 - 0.4 * 0.5295) / 0.6).abs() < 1e-12);
    has(
        &text(&report, Detail::Brief),
        "P did not cover 47.00 to 60 percent of the votes counted",
    );
}

#[test]
fn polls_of_the_same_voters_that_leave_out_other_proportions_contradict_one_another() {
    let polls = |y: &str, z: &str| {
        let of = [in_person("8.0"), in_person(y), z.to_owned()];
        compared(VOTES, &[("X", &of[0]), ("Y", &of[1]), ("Z", &of[2])])
    };
    let differs = polls("8.0", &in_person("12"));
    let expected = Contradiction::OutsideDiffers {
        voters: vec![VoterGroup::InPerson],
        polls: vec!["X".into(), "Y".into()],
        stated: "8.0".into(),
        others: vec!["Z".into()],
        stated_by_others: "12".into(),
    };
    assert_eq!(contradicted(&differs), [&expected]);
    has(
        &text(&differs, Detail::Brief),
        "X and Y say that 8.0 percent of the counted ballots are of others than those who voted in person on the day, \
         and Z says 12; each poll is judged by its own figure.",
    );
    let z = differs.reference().poll("Z").unwrap().reading().unwrap();
    assert_eq!(z.coverage.as_ref().unwrap().outside, Some(0.12));
    // Digits, ranges, other voters and other places left out are no contradiction.
    let abroad = r#""voters":["in_person","abroad"],"outside":"5""#.to_owned();
    let places = format!(r#"{},"left_out":"two islands""#, in_person("12"));
    for z in [in_person("8"), in_person("5–20"), abroad, places] {
        assert!(contradicted(&polls("8.0", &z)).is_empty(), "{z}");
    }
}

fn lost(report: &Report) -> Vec<&str> {
    let found = report.findings.iter().filter_map(|finding| match finding {
        Finding::CanNoLongerComeTrue { poll, .. } => Some(poll.as_str()),
        _ => None,
    });
    found.collect()
}

#[test]
fn a_poll_that_few_voters_are_outside_of_can_no_longer_come_true_where_they_cannot_change_it() {
    // 94.95 percent and more are counted, so A ends with at most 553,185 of 1,053,185, 52.53 percent.
    let partial = r#""completeness":{"of":"ballots","percent":"95.0"},"invalid":"0",
        "votes":{"A":"500000","B":"500000"}"#;
    let compared = |shares: &str, outside: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",{partial}}}],
            "polls":[{{"pollster":"P","shares":{{{shares}}},"population":{{{}}},
            "sample":{{"respondents":"1500","design_effect":"1.6"}}}}]}}"#,
            in_person(outside)
        ))
    };
    // Of all votes the poll's 59.95 percent of at least 99.55 are 59.68.
    let far = compared(r#""A":"60.0","B":"40.0""#, "0.4");
    assert_eq!(lost(&far), ["P"]);
    assert_eq!(reading(&far).verdict, Verdict::BeyondSampling);
    // 59.68 less the 47.47 that it has are more than the 5.05 percent to come.
    let need = reading(&far).row("A").unwrap().needs[0].bounds.unwrap();
    assert!(need.low() > 1.0, "{need:?}");
    has(
        &text(&far, Detail::Full),
        "For P this holds however the voters voted whom it did not cover.",
    );
    // 52.75 percent of 99.55 are 52.51: nearer than the 52.53 that A can still reach, though not for a poll of all.
    let near = compared(r#""A":"52.8","B":"47.2""#, "0.4");
    assert_eq!(lost(&near), Vec::<&str>::new());
    assert!(reading(&near).reachable.is_empty() && reading(&near).rows[0].needs.is_empty());
    // Of so many outside, 59.95 percent of 79.5 are 47.66.
    assert!(lost(&compared(r#""A":"60.0","B":"40.0""#, "20")).is_empty());
    // Of voters of whom nobody says how many they are nothing follows.
    let words = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",{partial}}}],
        "polls":[{{"pollster":"P","shares":{{"A":"60.0","B":"40.0"}},"population":{{"left_out":"two islands"}},
        "sample":{{"respondents":"1500","design_effect":"1.6"}}}}]}}"#
    ));
    assert!(lost(&words).is_empty());
}

/// The postal votes and those from abroad are all that is not in person: 45 percent.
const TWO_PARTS: &str = r#","population":{"voters":["in_person","postal","abroad"]},"segments":[
    {"voters":["postal"],"votes":{"A":"120000","B":"180000"}},
    {"voters":["abroad"],"votes":{"A":"60000","B":"90000"}}]"#;

#[test]
fn parts_of_the_count_that_are_all_the_others_number_them_beside_what_a_poll_states() {
    let count = format!("{SHARES}{TWO_PARTS}");
    // 47 percent of the ballots can be 45 of the valid votes; 60 cannot, were one ballot in ten invalid.
    for (outside, contradicts) in [
        ("47", false),
        ("45.0", false),
        ("40–60", false),
        ("60", true),
    ] {
        let report = of_one(&count, outside);
        let coverage = reading(&report).coverage.as_ref().unwrap();
        assert_eq!(coverage.outside, Some(0.45), "{outside}");
        // (48 − .55 · 53)/.45, beside the 180,000 of 450,000 that A has.
        let need = &coverage.needs[0];
        assert!((need.share - 0.1885 / 0.45).abs() < 1e-12);
        assert!((need.counted.unwrap() - 0.4).abs() < 1e-12);
        let expected = Contradiction::OutsideExceedsParts {
            poll: "P".into(),
            count: "c".into(),
            stated: outside.into(),
            parts: 0.45,
        };
        let found = contradicted(&report);
        assert_eq!(found, vec![&expected; usize::from(contradicts)]);
    }
    has(
        &text(&of_one(&count, "60"), Detail::Full),
        "P says that 60 percent of the counted ballots are of voters whom it did not cover, but by the parts that c \
         publishes others cast no more than 45.00 percent of the votes; it is judged by those.",
    );
    // Of a count that does not say whose votes it has, others can still be outside.
    let undeclared = count.replace(
        r#""population":{"voters":["in_person","postal","abroad"]},"#,
        "",
    );
    assert_eq!(
        reading(&of_one(&undeclared, "60"))
            .coverage
            .as_ref()
            .unwrap()
            .outside,
        Some(0.6)
    );
}

#[test]
fn what_the_others_gave_stands_beside_what_they_would_have_had_to_give() {
    // By printed shares as by votes, and where what was needed is impossible.
    let by_shares = r#","segments":[{"voters":["postal"],"shares":{"A":"42.55","B":"57.45"},"valid":"470000"}]"#;
    has(
        &text(&of_one(&format!("{SHARES}{by_shares}"), "47"), Detail::Full),
        "A 42.36 (42.29 to 42.43; and gave it 42.55) and B 57.64 (57.57 to 57.71; and gave it 57.45)",
    );
    let few =
        r#","segments":[{"voters":["postal"],"shares":{"A":"40.0","B":"60.0"},"valid":"50000"}]"#;
    has(
        &text(&of_one(&format!("{SHARES}{few}"), "5.0"), Detail::Full),
        "A less than 0 (impossible; and gave it 40.00) and B more than 100 (impossible; and gave it 60.00)",
    );
}

#[test]
fn votes_that_the_count_says_it_has_are_known_to_be_outside_however_few() {
    let count = format!(r#"{SHARES},"population":{{"voters":["in_person","postal"]}}"#);
    let report = of_one(&count, "0–10");
    has(
        &text(&report, Detail::Brief),
        "P did not cover votes cast by post, up to 10 percent of those counted, which could explain every deviation",
    );
    // (48.005 − .9 · 52.95)/.1 = 3.5 at the most that they can be, and less if they are fewer.
    has(
        &text(&report, Detail::Full),
        "Votes that the poll did not cover, cast by post, are up to 10 percent of those counted, which could explain \
         every deviation; for poll and count to agree, those votes would have had to give, in \
         percent, A at most 3.50 and B at least 96.50.",
    );
    // Of a count that does not say so they may be.
    has(
        &text(&of_one(SHARES, "0–10"), Detail::Brief),
        "Up to 10 percent of the votes counted may be of voters that P did not cover",
    );
}

#[test]
fn a_break_even_size_is_that_of_a_poll_of_all_voters() {
    // Voters outside can explain a part: chance of the sample does not have to explain all of it.
    let compared = |population: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",{VOTES}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"53.0","B":"47.0"}}{population}}}]}}"#
        ))
    };
    let of_some = compared(&format!(r#","population":{{{}}}"#, in_person("5")));
    let words = "which of a poll of all voters with more than 384 effective respondents";
    has(&text(&of_some, Detail::Full), words);
    has(
        &text(&of_some, Detail::Full),
        "above which a deviation would be more than chance at 95 %, were the poll one of all voters whose votes are \
         counted.",
    );
    has(
        &text(&compared(""), Detail::Full),
        "which with more than 384 effective respondents",
    );
}
