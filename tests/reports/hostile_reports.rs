//! What a user may hand in that a comparison must survive and say: each file in `tests/data/hostile/` that
//! concerns the report, and its kind beyond the file.

use exitpoll::interval::MultinomialMethod;
use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::report::{Finding, Reason};
use exitpoll::{Comparison, Confidence, ErrorKind, Report, Verdict};

fn comparison(name: &str) -> Comparison {
    let path = format!(
        "{}/tests/data/hostile/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    Comparison::from(json::read_file(&path).expect("the document reads"))
}

fn report(name: &str) -> Report {
    comparison(name).run().expect("a report")
}

fn deviation(report: &Report, poll: &str, choice: &str) -> f64 {
    let reading = report.reference().poll(poll).unwrap().reading().unwrap();
    reading.row(choice).unwrap().deviation
}

#[test]
fn unrounded_shares_of_a_poll_lie_in_their_own_bounds() {
    let report = report("x_bounds_small");
    let a = 100.0 * deviation(&report, "P", "A");
    assert!(
        (a - (42.0 - 100.0 * 1_516_898.0 / 4_000_000.0 / 0.9999995)).abs() < 1e-4,
        "{a}"
    );
}

#[test]
fn one_odd_poll_does_not_end_the_report_of_the_others() {
    for name in ["x_successes2", "z1_q_merge", "t01_tiny_deff"] {
        let report = report(name);
        for poll in &report.reference().polls {
            assert!(
                poll.reading().is_some() || poll.not_compared.is_some(),
                "{name}"
            );
        }
    }
    // 5e16 respondents have no test, and that is said; Q has its own.
    let report = report("t01_tiny_deff");
    let reading = |poll: &str| {
        report
            .reference()
            .poll(poll)
            .unwrap()
            .reading()
            .unwrap()
            .clone()
    };
    let why = &reading("P").rows[0].not_tested;
    assert!(matches!(why, Some(Reason::Undefined { .. })), "{why:?}");
    assert_eq!(reading("Q").verdict, Verdict::WithinSimpleRandomSampling);
}

#[test]
fn rows_are_told_apart_by_their_choices_not_their_labels() {
    let report = report("t06_same_label");
    for row in report.rows() {
        assert!(
            row.deviation.unwrap().abs() < 1e-9 && row.p.is_none(),
            "{row:?}"
        );
    }
    // {B, C} and {C, D}: only A is common.
    let rank = report.reference().poll("P").unwrap().rank.clone().unwrap();
    assert_eq!((rank.rank, rank.total_variation), (Some(1), 0.0));
    let labels: Vec<&str> = report
        .reference()
        .common_deviations
        .iter()
        .map(|row| row.label.as_str())
        .collect();
    let mut unique = labels.clone();
    unique.dedup();
    assert_eq!(labels, unique);

    let report = self::report("t17_everyone_else");
    assert!(
        report
            .rows()
            .iter()
            .all(|row| row.deviation.unwrap().abs() < 1e-9)
    );
    assert!(
        report
            .reference()
            .polls
            .iter()
            .all(|poll| poll.rank.as_ref().unwrap().rank == Some(1))
    );
}

#[test]
fn binary_noise_is_no_deviation() {
    let report = report("t07_noise_breakeven");
    let poll = report.reference().poll("P").unwrap();
    for row in &poll.reading().unwrap().rows {
        assert_eq!((row.deviation, row.break_even), (0.0, None));
    }
}

#[test]
fn seats_that_the_count_does_not_have_are_named() {
    let report = report("t08_seats_dropped");
    let left_out = &report.reference().poll("P").unwrap().left_out;
    assert_eq!(left_out.len(), 1);
    assert_eq!(
        (left_out[0].label.as_str(), left_out[0].figure.as_str()),
        ("A", "150")
    );
    assert_eq!(left_out[0].reason, Reason::CountWithoutSeats);
}

#[test]
fn nobody_of_nobody_is_no_reading() {
    for name in ["u12_zero_polls", "v03_zero"] {
        let report = report(name);
        let poll = report.reference().poll("P").unwrap();
        assert_eq!(poll.readings().count(), 1, "{name}");
        assert_eq!(poll.reading().unwrap().rows[0].poll.value, 0.0);
    }
}

#[test]
fn complete_votes_are_kept_beside_incomplete_shares() {
    for name in ["v01_one_share", "v02_other_share"] {
        let report = report(name);
        assert!(
            (deviation(&report, "P", "A") + 0.02).abs() < 1e-12,
            "{name}"
        );
        assert!(
            (deviation(&report, "P", "B") - 0.02).abs() < 1e-12,
            "{name}"
        );
    }
    // Others of 5 percent without votes: 950 listed votes are 95 percent of 1,000.
    let document = json::read(
        r#"{"contest":{"name":"E","choices":["A","B"]},
        "counts":[{"name":"c","status":"final","votes":{"A":"570","B":"380"},"shares":{"(other)":"5.0"}}],
        "polls":[{"pollster":"P","shares":{"A":"58.0","B":"37.0"}}]}"#,
    );
    let report = Comparison::from(document.unwrap()).run().unwrap();
    assert!((deviation(&report, "P", "A") - 0.01).abs() < 1e-12);
    assert!((deviation(&report, "P", "B") + 0.01).abs() < 1e-12);
}

#[test]
fn no_verdict_stands_on_more_respondents_than_ballots() {
    let report = report("s23_respondents_gt_population");
    assert!(matches!(report.findings[0], Finding::FiguresContradict(_)));
    assert_eq!(report.reference().polls[0].verdict, Verdict::NotComparable);
    assert!(
        report
            .rows()
            .iter()
            .all(|row| row.p.is_none() && row.interval_low.is_none())
    );
}

#[test]
fn a_coefficient_that_cancels_is_undefined() {
    let report = report("t26_icc");
    let reliability = report.between_polls.unwrap().reliability.unwrap();
    // Both have the order reversed: MS_R = MS_C = 0 but for noise in the mean of the two.
    assert!((reliability.icc_2_1.unwrap() + 1.0).abs() < 1e-9);
    assert_eq!(reliability.icc_2_k, None);
}

#[test]
fn intervals_that_their_method_does_not_have_are_undefined_and_said_so() {
    let sison_glaz = MultinomialMethod::SisonGlaz;
    for n in [1_000.0, 1e5, 1e9] {
        let error = sison_glaz
            .intervals(&[n - 1.0, 1.0], Confidence::P95)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Undefined);
    }
    let report = comparison("t27_sg")
        .simultaneous_method(sison_glaz)
        .run()
        .unwrap();
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    assert!(
        reading
            .rows
            .iter()
            .all(|row| row.sampling.unwrap().simultaneous_interval.is_none())
    );
    assert_eq!(
        reading.measures.undefined[0].measure,
        "simultaneous intervals"
    );
}

#[test]
fn too_many_replicates_are_refused() {
    let error = comparison("t26_icc")
        .bootstrap(u64::MAX, 0)
        .run()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfRange);
    let error = comparison("t26_icc")
        .bootstrap(1_000_000_000_000, 0)
        .run()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfRange);
}

#[test]
fn pages_of_hostile_names_keep_their_width_and_structure() {
    use unicode_width::UnicodeWidthStr;
    for name in ["s12_cjk", "t20_md_poll_name"] {
        let report = report(name);
        for detail in [Detail::Brief, Detail::Full] {
            let text = render::text_with(&report, 80, detail);
            assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        }
    }
    let markdown = render::markdown_with(&report("t20_md_poll_name"), Detail::Full);
    // Every mark of the name is escaped: it is there only behind a backslash.
    for raw in ["~~x", "$y$", "&lt;", "<b"] {
        let all = markdown.matches(raw).count();
        let escaped = markdown.matches(&format!("\\{raw}")).count();
        assert_eq!(all, escaped, "{raw}: {markdown}");
    }
    assert!(
        !markdown
            .lines()
            .any(|line| line.starts_with("1. P") || line.starts_with("> Q"))
    );
}
