//! Polls that are said to be of one sample.

use exitpoll::io::json;
use exitpoll::model::Contradiction;
use exitpoll::render::{self, Detail};
use exitpoll::report::{Finding, Reason, Verdict};
use exitpoll::{Comparison, Report};

use super::words_of_reports::{has, lacks, report, text};

/// KBS with these figures, and MBC with those.
fn compared(kbs: &str, mbc: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
        "votes":{{"A":"480000","B":"520000"}}}}],"polls":[
        {{"pollster":"KBS","shared_with":"MBC","sample":{{"respondents":"2000"}},{kbs}}},
        {{"pollster":"MBC","sample":{{"respondents":"2000"}},{mbc}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn differences(report: &Report) -> Vec<[&str; 2]> {
    let found = report.findings.iter().filter_map(|finding| match finding {
        Finding::FiguresContradict(Contradiction::SharedSampleDiffers {
            published,
            other_published,
            ..
        }) => Some([published.as_str(), other_published.as_str()]),
        _ => None,
    });
    found.collect()
}

#[test]
fn two_polls_of_one_sample_with_different_figures_cannot_both_be_right() {
    let report = compared(
        r#""shares":{"A":"49.5","B":"50.2"}"#,
        r#""shares":{"A":"45.5","B":"54.5"}"#,
    );
    assert_eq!(differences(&report), [["50.2", "54.5"]]);
    let text = render::text_with(&report, 500, Detail::Full);
    assert!(
        text.contains("KBS and MBC are said to be of one sample, but give B 50.2 and 54.5 percent")
            && text.contains("KBS stands for the sample"),
        "{text}"
    );
}

#[test]
fn rounding_bases_releases_and_voters_can_explain_different_figures_of_one_sample() {
    let kbs = r#""shares":{"A":"49.5","B":"50.5"}"#;
    // 49.5 of 100 valid votes are 45.045 of 100 ballots of which 9 are invalid, and 50.5 are 45.955.
    let of_ballots = r#""base":"all_ballots","shares":{"A":"45.0","B":"46.0","(invalid)":"9.0"}"#;
    for mbc in [
        r#""shares":{"A":"50","B":"50"}"#,
        of_ballots,
        r#""release":"20:00","shares":{"A":"45.5","B":"54.5"}"#,
        r#""population":{"voters":["in_person"]},"shares":{"A":"45.5","B":"54.5"}"#,
    ] {
        assert_eq!(differences(&compared(kbs, mbc)), [[""; 2]; 0], "{mbc}");
    }
}

#[test]
fn a_publisher_of_the_same_sample_that_is_not_in_the_document_is_said_to_be_absent() {
    let report = compared(
        r#""shares":{"A":"49.5","B":"50.5"}"#,
        r#""shared_with":"SBS","shares":{"A":"49.5","B":"50.5"}"#,
    );
    let text = render::text_with(&report, 500, Detail::Full);
    assert!(
        text.contains("one sample with SBS, of whom no poll is given here"),
        "{text}"
    );
    assert!(!text.contains("one sample with MBC, of whom"), "{text}");
}

/// 480,000 of 1,000,000 votes for A, of which those by post are 200,000 of 470,000: in person 280,000 of 530,000, which
/// is 52.83 percent. KBS and MBC publish one sample of 10,000 with 53.0 for A.
fn one_sample(count: &str, kbs: &str, mbc: &str) -> Report {
    let poll = |name: &str, more: &str| {
        format!(
            r#"{{"pollster":"{name}",{more}"shares":{{"A":"53.0","B":"47.0"}},
            "sample":{{"respondents":"10000","design_effect":"1.5"}}}}"#
        )
    };
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"480000","B":"520000"}}{count}}}],"polls":[{},{}]}}"#,
        poll("KBS", kbs),
        poll("MBC", &format!(r#""shared_with":"KBS",{mbc}"#))
    ))
}

const BY_POST: &str = r#","population":{"voters":["in_person","postal"]},
    "segments":[{"voters":["postal"],"votes":{"A":"200000","B":"270000"}}]"#;
const IN_PERSON: &str = r#""population":{"voters":["in_person"]},"#;

fn verdicts(report: &Report) -> Vec<Verdict> {
    let polls = report.reference().polls.iter();
    polls.map(|poll| poll.verdict).collect()
}

#[test]
fn what_one_publisher_says_of_the_voters_of_a_sample_holds_for_the_other() {
    for (kbs, mbc) in [(IN_PERSON, ""), ("", IN_PERSON)] {
        let report = one_sample(BY_POST, kbs, mbc);
        // 53.0 against 52.83 percent with an error of √(.5283·.4717·1.5/10,000) = .61 points.
        assert_eq!(verdicts(&report), [Verdict::WithinSampling; 2]);
        let left = |place: usize| &report.reference().polls[place].left_out_of_the_whole;
        assert_eq!(left(0), &None);
        let with = Reason::SharedSample { with: "KBS".into() };
        assert_eq!(left(1), &Some(with));
        let text = text(&report, Detail::Full);
        lacks(&text, "other voters");
        lacks(&text, "which voters were covered");
        let (says, silent) = if kbs.is_empty() {
            ("MBC", "KBS")
        } else {
            ("KBS", "MBC")
        };
        has(
            &text,
            &format!(
                "By what {says} says of the same sample: of those who voted in person on the day."
            ),
        );
        lacks(&text, &format!("By what {silent} says"));
    }
}

#[test]
fn what_a_sample_does_not_cover_can_explain_the_figures_of_both_publishers() {
    let report = one_sample("", r#""population":{"outside":"30"},"#, "");
    assert_eq!(verdicts(&report), [Verdict::DifferentPopulations; 2]);
    // Of one publisher the voters, of the other how many are outside: both hold for both.
    let report = one_sample("", IN_PERSON, r#""population":{"outside":"30"},"#);
    let of = |place: usize| report.polls[place].voters_by.as_ref().unwrap();
    assert_eq!((of(0).poll.as_str(), of(1).poll.as_str()), ("MBC", "KBS"));
    assert_eq!(of(0).population, of(1).population);
    assert_eq!(verdicts(&report), [Verdict::DifferentPopulations; 2]);
}

#[test]
fn voters_that_two_publishers_of_one_sample_state_differently_are_a_contradiction() {
    let postal = r#""population":{"voters":["postal"]},"#;
    let report = one_sample(BY_POST, IN_PERSON, postal);
    let found = |finding: &Finding| {
        matches!(
            finding,
            Finding::FiguresContradict(Contradiction::SharedSampleVotersDiffer { .. })
        )
    };
    assert!(report.findings.iter().any(found));
    has(
        &text(&report, Detail::Brief),
        "KBS and MBC are said to be of one sample, but the one says that it is of those who voted in person on the \
         day, and the other that it is of those who voted by post; each is judged by its own word; where polls are \
         ranked or taken together, KBS stands for the sample.",
    );
    // It is one sample all the same, and each is set against the votes that it says are its own.
    let left = &report.reference().polls[1].left_out_of_the_whole;
    assert_eq!(left, &Some(Reason::SharedSample { with: "KBS".into() }));
    assert!(report.polls.iter().all(|facts| facts.voters_by.is_none()));
    // Nothing is contradicted where one of them says nothing, or the same.
    for mbc in ["", IN_PERSON] {
        assert!(
            !one_sample(BY_POST, IN_PERSON, mbc)
                .findings
                .iter()
                .any(found)
        );
    }
}

#[test]
fn of_a_sample_with_other_figures_the_voters_are_not_known() {
    // Figures that cannot be of the same respondents may be of other voters, and none are taken over.
    let report = compared(
        r#""shares":{"A":"49.5","B":"50.5"}"#,
        r#""population":{"voters":["in_person"]},"shares":{"A":"45.5","B":"54.5"}"#,
    );
    assert!(report.polls.iter().all(|facts| facts.voters_by.is_none()));
}

/// KBS, MBC and JTBC against 515,000 of 1,000,000 votes for A: KBS and MBC publish one sample with 53.0 for A.
fn of_samples(kbs: &str, mbc: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"515000","B":"485000"}}}}],"polls":[
        {{"pollster":"KBS","shares":{{"A":"53.0","B":"47.0"}}{kbs}}},
        {{"pollster":"MBC","shared_with":"KBS","shares":{{"A":"53.0","B":"47.0"}}{mbc}}},
        {{"pollster":"JTBC","shares":{{"A":"52.0","B":"48.0"}},
        "sample":{{"respondents":"3000","design_effect":"1.5"}}}}]}}"#
    ))
}

const KNOWN: &str = r#","sample":{"respondents":"20000","design_effect":"2"}"#;

#[test]
fn size_and_design_that_one_publisher_states_of_a_sample_hold_for_the_other() {
    for (kbs, mbc) in [(KNOWN, ""), ("", KNOWN)] {
        let report = of_samples(kbs, mbc);
        // 1.50 points with an error of √(.515·.485·2/20,000) = .4998 points: z = 3.00. JTBC: .50 of 1.12.
        let expected = [
            Verdict::BeyondSampling,
            Verdict::BeyondSampling,
            Verdict::WithinSampling,
        ];
        assert_eq!(verdicts(&report), expected);
        let (says, silent) = if kbs.is_empty() {
            ("MBC", "KBS")
        } else {
            ("KBS", "MBC")
        };
        let text = text(&report, Detail::Full);
        has(
            &text,
            &format!(
                "By what {says} says of the same sample: a sample of 20,000; a design effect of 2."
            ),
        );
        lacks(&text, &format!("By what {silent} says"));
        has(
            &text,
            &format!("{silent} is judged by what {says} states of the same sample."),
        );
        for unpublished in ["sample size", "design effect ("] {
            lacks(&text, unpublished);
        }
        // What each published stays as it was.
        let polls = &report.polls;
        let own = polls.iter().map(|of| of.poll.sample().respondents());
        let own: Vec<_> = own.collect();
        assert_eq!(own[..2].iter().flatten().count(), 1);
        assert!(
            polls[..2]
                .iter()
                .all(|of| of.sample().respondents() == Some(20_000))
        );
    }
}

#[test]
fn each_publisher_of_a_sample_adds_what_the_other_does_not_state() {
    // 20,000 respondents by the one and a margin of ±.98 points by the other: n_eff = .25·(1.96/.0098)² = 10,000.
    let report = of_samples(
        r#","sample":{"respondents":"20000","stations":"400"}"#,
        r#","sample":{"stated_margin":"0.98","stated_confidence":"95"}"#,
    );
    for place in [0, 1] {
        let size = report.polls[place].size.effective_size.unwrap();
        assert!((size - 10_000.0).abs() < 5.0, "{size}");
        assert_eq!(report.polls[place].sample().stations(), Some(400));
        assert_eq!(verdicts(&report)[place], Verdict::BeyondSampling);
    }
    let text = text(&report, Detail::Full);
    has(
        &text,
        "KBS is judged by the margin that MBC states of the same sample",
    );
    has(
        &text,
        "By what KBS says of the same sample: a sample of 20,000; 400 polling stations.",
    );
    has(
        &text,
        "By what MBC says of the same sample: a margin of ±0.98 points; margins at 95 percent.",
    );
}

#[test]
fn a_fact_that_two_publishers_of_one_sample_state_differently_is_a_contradiction() {
    let stated = |report: &Report| -> Vec<[String; 2]> {
        let found = report.findings.iter().filter_map(|finding| match finding {
            Finding::FiguresContradict(Contradiction::SharedSampleFactDiffers {
                fact,
                other_stated,
                ..
            }) => Some([fact.stated.clone(), other_stated.clone()]),
            _ => None,
        });
        found.collect()
    };
    let with = |sample: &str| format!(r#","sample":{{{sample}}}"#);
    let report = of_samples(
        KNOWN,
        &with(r#""respondents":"12000","stated_margin":"1.1""#),
    );
    assert_eq!(stated(&report), [["20000", "12000"]]);
    has(
        &text(&report, Detail::Brief),
        "KBS and MBC are said to be of one sample, but the one states a sample of 20,000, and the other a sample of \
         12,000; each is judged by its own word; where polls are ranked or taken together, KBS stands for the sample.",
    );
    assert!(report.polls.iter().all(|of| of.sample_by.is_none()));
    // 20,000 can be 20,146 in round numbers, "2" can be 2.0, and ±1.29 at 99 percent are ±.98 at 95 (2.576/1.960).
    for (kbs, mbc) in [
        (r#""respondents":"20000""#, r#""respondents":"20146""#),
        (r#""design_effect":"2""#, r#""design_effect":"2.0""#),
        (
            r#""stated_margin":"0.98","stated_confidence":"95""#,
            r#""stated_margin":"1.29","stated_confidence":"99""#,
        ),
        (r#""stations":"400""#, ""),
    ] {
        assert_eq!(
            stated(&of_samples(&with(kbs), &with(mbc))),
            [[""; 2]; 0],
            "{kbs} {mbc}"
        );
    }
    for (kbs, mbc, differ) in [
        (r#""stations":"400""#, r#""stations":"412""#, ["400", "412"]),
        (
            r#""stated_margin":"0.8""#,
            r#""stated_margin":"0.9","stated_confidence":"95""#,
            ["0.8", "0.9"],
        ),
        (
            r#""stated_margin":"0.8","stated_confidence":"99""#,
            r#""stated_margin":"0.8","stated_confidence":"95""#,
            ["99", "95"],
        ),
        (
            r#""margins":{"A":"1.0"}"#,
            r#""margins":{"A":"2.0"}"#,
            ["1.0", "2.0"],
        ),
    ] {
        assert_eq!(
            stated(&of_samples(&with(kbs), &with(mbc))),
            [differ],
            "{kbs} {mbc}"
        );
    }
}

#[test]
fn facts_of_another_release_or_of_other_voters_are_not_those_of_the_sample() {
    for mbc in [
        r#","release":"20:00""#,
        r#","population":{"voters":["postal"]}"#,
    ] {
        let kbs = format!(r#"{KNOWN},"release":"18:00","population":{{"voters":["in_person"]}}"#);
        let report = of_samples(&kbs, mbc);
        let silent = &report.polls[1];
        assert_eq!(
            (silent.sample().respondents(), &silent.sample_by),
            (None, &None),
            "{mbc}"
        );
    }
}
