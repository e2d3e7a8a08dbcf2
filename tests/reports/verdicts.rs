//! Every verdict of the closed list, each of a document of its own, with the words that a reader sees.

use std::collections::HashSet;

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::{Comparison, Verdict};

/// A contest of A and B in a house of 100, one count and one poll.
fn document(count: &str, poll: &str) -> String {
    format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"],"seats":"100"}},"counts":[{{"name":"c",{count}}}],
        "polls":[{{"pollster":"P",{poll}}}]}}"#
    )
}

const FINAL: &str = r#""status":"final","votes":{"A":"520000","B":"480000"}"#;
const SEATS: &str = r#""status":"final","seats":{"A":"55","B":"45"}"#;

/// Name, document, what a reader sees.
fn examples() -> [(Verdict, String, &'static str); 16] {
    let of = |verdict, count: &str, poll: &str, words| (verdict, document(count, poll), words);
    let shares = |a: &str, b: &str, sample: &str| {
        format!(r#""shares":{{"A":"{a}","B":"{b}"}},"sample":{{{sample}}}"#)
    };
    let known = r#""respondents":"1000","design_effect":"1.5""#;
    let single = r#""respondents":"1000""#;
    [
        of(
            Verdict::WithinSampling,
            FINAL,
            &shares("53.0", "47.0", known),
            "no more than chance",
        ),
        of(
            Verdict::WithinSimpleRandomSampling,
            FINAL,
            &shares("53.0", "47.0", single),
            "no more than chance, if drawn singly",
        ),
        of(
            Verdict::BeyondSampling,
            FINAL,
            &shares("60.0", "40.0", known),
            "more than chance",
        ),
        of(
            Verdict::BeyondSimpleRandomSampling,
            FINAL,
            &shares("60.0", "40.0", single),
            "more than chance, if drawn singly",
        ),
        // Half is counted: A ends at 26 to 76 percent.
        of(
            Verdict::OpenUntilCounted,
            r#""completeness":{"of":"ballots","percent":"50.00"},"votes":{"A":"520000","B":"480000"}"#,
            &shares("60.0", "40.0", known),
            "open until all is counted",
        ),
        // The 47 percent outside would have had to give A 43 percent.
        of(
            Verdict::DifferentPopulations,
            FINAL,
            &format!(
                r#"{},"population":{{"voters":["in_person"],"outside":"47"}}"#,
                shares("60.0", "40.0", known)
            ),
            "votes it did not cover could explain it",
        ),
        // "56" is 55.5 to 56.5, with a limit at 55.8.
        of(
            Verdict::UndecidedByRounding,
            FINAL,
            &shares("56", "44", known),
            "rounding decides",
        ),
        of(
            Verdict::SampleSizeUnknown,
            FINAL,
            &shares("60.0", "40.0", ""),
            "unknown: no sample size",
        ),
        of(
            Verdict::WithinRounding,
            FINAL,
            &shares("52", "48", ""),
            "no more than rounding",
        ),
        // 52.0 of whatever the other 10 are, 57.8 of those who named a choice.
        of(
            Verdict::DependsOnBase,
            r#""status":"final","votes":{"A":"578000","B":"422000"}"#,
            r#""shares":{"A":"52.0","B":"38.0"},
            "sample":{"respondents":"2000","design_effect":"1.5"}"#,
            "depends on what its shares are of",
        ),
        of(
            Verdict::SeatsInside,
            SEATS,
            r#""seats":{"A":"50–58","B":"42–50"}"#,
            "seats inside its ranges",
        ),
        of(
            Verdict::SeatsOutside,
            SEATS,
            r#""seats":{"A":"58–62","B":"38–42"}"#,
            "seats outside its ranges",
        ),
        // Four seats have no winner yet: A ends at 49 to 53.
        of(
            Verdict::SeatsOpen,
            r#""completeness":{"of":"stations","counted":"96","total":"100"},"seats":{"A":"49","B":"47"}"#,
            r#""seats":{"A":"50–54","B":"46–50"}"#,
            "seats still open",
        ),
        of(
            Verdict::RangeInside,
            FINAL,
            r#""shares":{"A":"50–54","B":"46–50"}"#,
            "inside its ranges",
        ),
        of(
            Verdict::RangeOutside,
            FINAL,
            r#""shares":{"A":"54–58","B":"42–46"}"#,
            "outside its ranges",
        ),
        of(
            Verdict::NotComparable,
            FINAL,
            &format!(
                r#"{},"weighted_to_count":true"#,
                shares("52.0", "48.0", single)
            ),
            "not comparable",
        ),
    ]
}

#[test]
fn every_verdict_has_a_document_that_ends_in_it_and_words_of_its_own() {
    let mut seen = HashSet::new();
    let mut words_seen = HashSet::new();
    for (verdict, document, words) in examples() {
        let report =
            Comparison::from(json::read(&document).unwrap_or_else(|e| panic!("{verdict:?}: {e}")))
                .run()
                .unwrap_or_else(|e| panic!("{verdict:?}: {e}"));
        let poll = report.reference().poll("P").unwrap();
        assert_eq!(poll.verdict, verdict, "{document}");
        let printed = render::text_with(&report, 300, Detail::Brief);
        // The last cell of the poll's line in the table.
        let cell = format!("  {words}");
        let in_the_table = |line: &str| line.starts_with("P  ") && line.ends_with(&cell);
        assert!(printed.lines().any(in_the_table), "{words}: {printed}");
        assert!(words_seen.insert(words), "{words} stand for two verdicts");
        let stored = json::write_report(&report).unwrap();
        assert!(stored.contains(&format!("\"verdict\": \"{}\"", verdict.name())));
        assert!(!printed.to_lowercase().contains("fraud"));
        seen.insert(verdict);
    }
    assert_eq!(seen.len(), Verdict::ALL.len());
    assert!(Verdict::ALL.iter().all(|verdict| seen.contains(verdict)));
}

#[test]
fn the_machine_names_are_those_of_the_closed_list() {
    let names: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.name()).collect();
    let listed = "within_sampling within_simple_random_sampling beyond_sampling beyond_simple_random_sampling \
                  open_until_counted different_populations undecided_by_rounding sample_size_unknown within_rounding \
                  depends_on_base seats_inside seats_outside seats_open range_inside range_outside not_comparable";
    assert_eq!(names, listed.split_whitespace().collect::<Vec<_>>());
    for verdict in Verdict::ALL {
        let json = serde_json::to_string(&verdict).unwrap();
        assert_eq!(json, format!("\"{}\"", verdict.name()));
        #[cfg(feature = "deserialize")]
        assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), verdict);
    }
}
