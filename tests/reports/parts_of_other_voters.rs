//! Parts of a count that others than a poll's voters cast: what is taken out of it, and what cannot be.

use exitpoll::model::Contradiction;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, Finding, NotPublished, PollReport, Report};
use exitpoll::{Verdict, VoterGroup};

use super::words_of_reports::{has, lacks, report, text};

/// A final count and polls of some of its voters; `count` is all that it gives beside its name.
fn compared(choices: &str, count: &str, polls: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":[{choices}]}},"counts":[{{"name":"final","status":"final",{count}}}],
        "polls":[{polls}]}}"#
    ))
}

fn poll<'a>(report: &'a Report, name: &str) -> &'a PollReport {
    report.reference().poll(name).expect("a poll")
}

fn counted(report: &Report, name: &str, choice: &str) -> f64 {
    let reading = poll(report, name).reading().expect("a reading");
    reading.row(choice).expect("a row").count.value
}

const IN_PERSON: &str = r#"{"pollster":"P","shares":{"A":"55.0","B":"45.0"},"population":{"voters":["in_person"]},
    "sample":{"respondents":"3000","design_effect":"1"}}"#;

#[test]
fn known_parts_are_taken_out_although_the_count_has_still_other_voters() {
    // 500 − 60 − 110 = 330 of 1000 − 200 − 200 = 600 thousand: 55.00 percent, with the votes abroad in it.
    let parts = r#""votes":{"A":"500000","B":"500000"},
        "population":{"voters":["in_person","early","postal","abroad"]},"segments":[
        {"voters":["postal"],"votes":{"A":"60000","B":"140000"}},
        {"voters":["early"],"votes":{"A":"110000","B":"90000"}}]"#;
    let report = compared(r#""A","B""#, parts, IN_PERSON);
    assert!((counted(&report, "P", "A") - 0.55).abs() < 1e-12);
    let of = poll(&report, "P");
    assert_eq!(of.verdict, Verdict::WithinSampling);
    assert_eq!(of.segment_without, [VoterGroup::Postal, VoterGroup::Early]);
    let coverage = of.reading().unwrap().coverage.clone().unwrap();
    assert_eq!(coverage.uncounted, [VoterGroup::Abroad]);
    assert_eq!(coverage.outside, None);
    let said = text(&report, Detail::Brief);
    has(
        &said,
        "P is compared with the count less the votes cast by post and in person before the day, not with the whole count.",
    );
    has(
        &said,
        "did not cover votes cast abroad, which the count says it has; what part of it they are is not published",
    );
    let full = text(&report, Detail::Full);
    lacks(&full, "whose the others are it does not say");
}

#[test]
fn what_is_left_beyond_chance_could_be_of_the_voters_still_in_it() {
    // 5,448,642 of 9,877,695 without the votes abroad: 55.161; 54.1 of 20,000 has z = −3.02, against all +0.50.
    let parts = r#""votes":{"A":"6168642","B":"5339053"},"population":{"voters":["in_person","abroad","postal"]},
        "segments":[{"voters":["abroad"],"votes":{"A":"720000","B":"910000"}}]"#;
    let poll_of = |more: &str| {
        format!(
            r#"{{"pollster":"P","shares":{{"A":"54.1","B":"45.9"}},"population":{{"voters":["in_person"]{more}}},
            "sample":{{"respondents":"20000"}}}}"#
        )
    };
    let report = compared(
        r#""A","B""#,
        parts,
        &poll_of(r#","left_out":"voters abroad""#),
    );
    let of = poll(&report, "P");
    let row = of.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 5_448_642.0 / 9_877_695.0).abs() < 1e-12);
    assert_eq!(of.verdict, Verdict::DifferentPopulations);
    assert!((of.calls.iter()).all(|call| call.outcome == CallOutcome::Unknown));
    let said = text(&report, Detail::Full);
    lacks(&said, "voted as the others did");
    lacks(&said, "left out: voters abroad)");
    // A poll that states how much it leaves out of all is compared with all.
    let stated = compared(r#""A","B""#, parts, &poll_of(r#","outside":"20""#));
    assert!((counted(&stated, "P", "A") - 6_168_642.0 / 11_507_695.0).abs() < 1e-12);
}

#[test]
fn a_part_that_cannot_be_taken_out_leaves_what_the_count_says_of_its_voters() {
    // 270,434 of 326,445 abroad, of a total that nobody prints; 48.7 is what was cast in person.
    let count = |more: &str| {
        format!(
            r#""shares":{{"A":"55.35","B":"44.65"}},"population":{{"voters":["in_person","abroad"]}}{more}"#
        )
    };
    let part = r#","segments":[{"voters":["abroad"],"votes":{"A":"270434","B":"56011"}}]"#;
    let asked = r#"{"pollster":"P","shares":{"A":"48.7","B":"51.3"},"population":{"voters":["in_person"]},
        "base":"valid_votes","sample":{"respondents":"15000","design_effect":"1"}}"#;
    for more in ["", part] {
        let report = compared(r#""A","B""#, &count(more), asked);
        let of = poll(&report, "P");
        assert_eq!(of.verdict, Verdict::DifferentPopulations, "{more}");
        assert!((of.calls.iter()).all(|call| call.outcome == CallOutcome::Unknown));
        let said = text(&report, Detail::Brief);
        has(&said, "votes cast abroad, which the count says it has");
        // How many they are is published, what part of the count they are is not.
        lacks(&said, "how many they are");
    }
}

#[test]
fn a_part_in_shares_alone_says_whose_votes_the_count_has() {
    let count = |more: &str| {
        format!(
            r#""votes":{{"A":"330000","B":"270000"}},"segments":[{{"voters":["postal"],{more}}}]"#
        )
    };
    let asked = |a: &str, b: &str| {
        format!(
            r#"{{"pollster":"P","shares":{{"A":"{a}","B":"{b}"}},"population":{{"voters":["in_person"]}},
            "sample":{{"respondents":"2000","design_effect":"1.3","stations":"60"}}}}"#
        )
    };
    let shares = count(r#""shares":{"A":"40.0","B":"60.0"}"#);
    let report = compared(r#""A","B""#, &shares, &asked("58.5", "41.5"));
    assert_eq!(poll(&report, "P").verdict, Verdict::DifferentPopulations);
    let said = text(&report, Detail::Brief);
    has(
        &said,
        "votes cast by post, which the count says it has; what part of it they are is not published, so nothing bounds",
    );
    let whose = NotPublished::Population;
    assert!(!report.reference().not_published.contains(&whose));
    lacks(&said, "whose votes it has");
    // Of the poll that is within nothing else is decided than before.
    let near = compared(r#""A","B""#, &shares, &asked("55.5", "44.5"));
    assert_eq!(poll(&near, "P").verdict, Verdict::WithinSampling);
}

#[test]
fn a_part_in_shares_with_its_size_is_taken_out_with_what_its_digits_leave() {
    // 330,000 − 40.0 percent of 120,000 = 282,000 ± 60 of 480,000: 58.75 ± .0125 percent.
    let count = r#""votes":{"A":"330000","B":"270000"},"invalid":"6000",
        "population":{"voters":["in_person","postal","abroad"]},
        "segments":[{"voters":["postal"],"shares":{"A":"40.0","B":"60.0"},"valid":"120000"}]"#;
    let asked = r#"{"pollster":"P","shares":{"A":"58.5","B":"41.5"},"population":{"voters":["in_person","abroad"]},
        "sample":{"respondents":"2000","design_effect":"1.3","stations":"60"}}"#;
    let report = compared(r#""A","B""#, count, asked);
    let of = poll(&report, "P");
    let row = of.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 0.5875).abs() < 1e-9);
    assert!((row.count.bounds.low() - 0.587_375).abs() < 1e-7);
    assert!((row.count.bounds.high() - 0.587_625).abs() < 1e-7);
    assert_eq!(of.verdict, Verdict::WithinSampling);
    assert_eq!(of.reading().unwrap().coverage, None);
}

#[test]
fn parts_of_all_voters_that_are_not_the_count_together_contradict_it() {
    let count = |a: &str, voters: &str| {
        format!(
            r#""votes":{{"A":"{a}","B":"480000"}},"population":{{"voters":[{voters}]}},"segments":[
            {{"voters":["in_person"],"votes":{{"A":"400000","B":"300000"}}}},
            {{"voters":["postal"],"votes":{{"A":"100000","B":"180000"}}}}]"#
        )
    };
    let asked = IN_PERSON.replace("55.0", "57.5").replace("45.0", "42.5");
    let found = |report: &Report| {
        let mut all = report.findings.iter();
        all.find_map(|finding| match finding {
            Finding::FiguresContradict(of @ Contradiction::PartsAndWhole { .. }) => {
                Some(of.clone())
            }
            _ => None,
        })
    };
    let both = r#""in_person","postal""#;
    let report = compared(r#""A","B""#, &count("520000", both), &asked);
    let expected = Contradiction::PartsAndWhole {
        count: "final".into(),
        choice: "A".into(),
        votes: 520_000,
        parts: 500_000,
        valid: 1_000_000,
        more: 0,
    };
    assert_eq!(found(&report), Some(expected));
    has(
        &text(&report, Detail::Brief),
        "Caution, figures contradict one another. final has 520,000 votes for A, but its parts, which are of all its \
         voters, have 500,000 together.",
    );
    // Parts that sum, or that leave voters out, contradict nothing.
    for (a, voters) in [
        ("500000", both),
        ("520000", r#""in_person","postal","abroad""#),
    ] {
        let report = compared(r#""A","B""#, &count(a, voters), &asked);
        assert_eq!(found(&report), None, "{a} {voters}");
    }
}
