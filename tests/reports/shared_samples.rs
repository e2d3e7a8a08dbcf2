//! Polls that are said to be of one sample.

use exitpoll::io::json;
use exitpoll::model::Contradiction;
use exitpoll::render::{self, Detail};
use exitpoll::report::Finding;
use exitpoll::{Comparison, Report};

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
