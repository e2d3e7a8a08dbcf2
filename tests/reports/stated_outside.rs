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
