//! From which design effect on a deviation beyond chance is excused, by chance or by votes that the poll did not cover.

use exitpoll::Verdict;
use exitpoll::render::Detail;
use exitpoll::report::Report;

use super::words_of_reports::{has, lacks, report, text};

/// 53.00 against 48 of 10,000 respondents, of whom 5 percent of the votes are not covered.
fn poll(population: &str, sample: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},
        "counts":[{{"name":"final","status":"final","votes":{{"A":"480000","B":"520000"}}}}],
        "polls":[{{"pollster":"P","shares":{{"A":"53.00","B":"47.00"}},{population}
        "sample":{{"respondents":"10000"{sample}}}}}]}}"#
    ))
}

const IN_PERSON: &str = r#""population":{"voters":["in_person"],"outside":"5.0000"},"#;

#[test]
fn votes_that_a_poll_did_not_cover_excuse_it_from_a_smaller_design_effect_on_than_chance() {
    let unknown = poll(IN_PERSON, "");
    let of_p = unknown.reference().poll("P").unwrap();
    assert_eq!(of_p.verdict, Verdict::BeyondSimpleRandomSampling);
    let coverage = of_p.reading().unwrap().coverage.as_ref().unwrap();
    // If all of them voted for B the covered gave A .48/(1 − c), with c .05 and what its digits leave; the poll 52.995 at
    // the least. Chance alone: n·.05²/(z²·.48·.52).
    let z = 1.959_963_984_540_054_f64;
    let of_all = 0.48 / (1.0 - 0.050_000_5);
    let expected = 1e4 * ((0.52995 - of_all) / z).powi(2) / (of_all * (1.0 - of_all));
    let found = coverage.break_even_design_effect.unwrap();
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    let alone = 1e4 * 0.05_f64.powi(2) / (z * z * 0.48 * 0.52);
    assert_eq!(format!("{expected:.2} {alone:.1}"), "6.35 26.1");
    has(
        &text(&unknown, Detail::Full),
        "from a design effect of 6.35 on votes that the poll did not cover could explain it, from 26.1 (26.0 to 26.1 within \
         rounding) on chance alone",
    );
    // It is the design effect at which the verdict changes where it is stated.
    let verdict = |factor: &str| {
        let stated = poll(IN_PERSON, &format!(r#","design_effect":"{factor}""#));
        stated.reference().poll("P").unwrap().verdict
    };
    assert_eq!(verdict("6.34"), Verdict::BeyondSampling);
    assert_eq!(verdict("6.35"), Verdict::DifferentPopulations);
    assert_eq!(verdict("26.2"), Verdict::WithinSampling);
}

#[test]
fn of_a_poll_of_all_voters_only_chance_excuses() {
    let all = poll("", "");
    let text = text(&all, Detail::Full);
    has(&text, "with a design effect above 26.1");
    lacks(&text, "did not cover could explain");
}
