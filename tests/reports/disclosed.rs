//! What is asked of each kind of estimate, and of which parties the seats are right.

use exitpoll::render::Detail;
use exitpoll::report::{NotPublished, Report};

use crate::words_of_reports::{has, lacks, report, text};

fn poll(poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},
        "counts":[{{"name":"f","status":"final","votes":{{"A":"550","B":"450"}}}}],
        "polls":[{{"pollster":"P",{poll}}}]}}"#
    ))
}

fn missing(report: &Report) -> &[NotPublished] {
    &report.reference().polls[0].not_published
}

const SHARES: &str = r#""shares":{"A":"55.2","B":"44.8"}"#;

#[test]
fn of_a_quick_count_is_asked_how_its_stations_were_selected_and_no_wording_of_a_question() {
    for kind in ["quick_count", "parallel_count"] {
        let report = poll(&format!(r#""kind":"{kind}",{SHARES}"#));
        let missing = missing(&report);
        for asked in [
            NotPublished::StationSelection,
            NotPublished::Stations,
            NotPublished::Population,
        ] {
            assert!(missing.contains(&asked), "{kind}: {asked:?}");
        }
        for nobody_asked in [
            NotPublished::Wording,
            NotPublished::Fieldwork,
            NotPublished::Hours,
            NotPublished::RefusalsAndMisses,
        ] {
            assert!(!missing.contains(&nobody_asked), "{kind}: {nobody_asked:?}");
        }
    }
}

#[test]
fn a_late_poll_is_asked_for_fieldwork_and_wording_and_no_stations() {
    let report = poll(&format!(r#""kind":"late_poll",{SHARES}"#));
    let missing = missing(&report);
    assert!(missing.contains(&NotPublished::Fieldwork));
    assert!(missing.contains(&NotPublished::Wording));
    assert!(!missing.contains(&NotPublished::Stations));
    assert!(!missing.contains(&NotPublished::StationSelection));
}

#[test]
fn a_limit_of_printing_has_no_confidence_to_publish() {
    let limit = poll(r#""shares":{"A":"55.2","B":"<1"}"#);
    assert!(!missing(&limit).contains(&NotPublished::ConfidenceOfRanges));
    let range = poll(r#""shares":{"A":"54–56","B":"44–46"}"#);
    assert!(missing(&range).contains(&NotPublished::ConfidenceOfRanges));
}

#[test]
fn voters_left_out_and_how_many_they_are_say_who_was_covered() {
    let of = |population: &str| poll(&format!(r#"{SHARES},"population":{{{population}}}"#));
    let both = of(r#""outside":"1.6","left_out":"voters abroad""#);
    assert!(!missing(&both).contains(&NotPublished::Population));
    // How many others there may be is not said, or that there are any.
    for perhaps in [
        r#""left_out":"voters abroad""#,
        r#""outside":"0–0.4","left_out":"perhaps some stations""#,
    ] {
        assert!(missing(&of(perhaps)).contains(&NotPublished::Population));
    }
}

#[test]
fn seats_are_right_of_the_parties_that_a_poll_names() {
    let of = |seats: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"100"}},
            "counts":[{{"name":"f","status":"final","seats":{{"A":"45","B":"35","C":"20"}}}}],
            "polls":[{{"pollster":"P","seats":{{{seats}}}}}]}}"#
        ));
        text(&report, Detail::Brief)
    };
    let ranges = of(r#""A":"44–46","B":"34–36""#);
    has(
        &ranges,
        "P has the seats of every party that it names inside its ranges.",
    );
    lacks(&ranges, "of no party");
    let figures = of(r#""A":"45","B":"35","C":"20""#);
    has(
        &figures,
        "P has the right seats for every party that it names.",
    );
}

#[test]
fn every_kind_of_estimate_is_asked_whom_it_covers_and_none_for_what_it_cannot_have() {
    for kind in ["exit_poll", "late_poll", "quick_count", "parallel_count"] {
        let report = poll(&format!(r#""kind":"{kind}",{SHARES}"#));
        let missing = missing(&report);
        assert!(missing.contains(&NotPublished::Population), "{kind}");
        // The results of stations are the count's own, and are not weighted to it.
        let weighted = missing.contains(&NotPublished::WhetherWeightedToCount);
        assert_eq!(weighted, kind.ends_with("poll"), "{kind}");
    }
    // Nobody was asked for an average of polls, and nothing was drawn.
    let derived = poll(&format!(r#""derived":true,{SHARES}"#));
    let expected = [
        NotPublished::WeightingVariables,
        NotPublished::WhetherWeightedToCount,
        NotPublished::Sponsor,
    ];
    assert_eq!(missing(&derived), expected);
}

#[test]
fn what_every_poll_leaves_out_is_published_by_no_poll_beside_an_average_of_them() {
    let of = |name: &str, derived: bool| {
        format!(r#"{{"pollster":"{name}","derived":{derived},{SHARES}}}"#)
    };
    let report = report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},
        "counts":[{{"name":"f","status":"final","votes":{{"A":"550","B":"450"}}}}],
        "polls":[{},{},{}]}}"#,
        of("P", false),
        of("Q", false),
        of("Average", true)
    ));
    let said = text(&report, Detail::Brief);
    has(
        &said,
        "Published by no poll: sample size, number of polling stations",
    );
    lacks(&said, "of 3 polls");
}

#[test]
fn what_would_put_a_poll_and_a_count_on_one_base_is_named_where_the_count_does_not_give_it() {
    let of = |count: &str, base: &str, shares: [&str; 2]| {
        let [a, b] = shares;
        let document = format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[{{"name":"f","status":"final",{count}}}],
            "polls":[{{"pollster":"P","base":"{base}","shares":{{"A":"{a}","B":"{b}"}},
            "sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
        );
        let text = super::words_of_reports::text(
            &super::words_of_reports::report(&document),
            exitpoll::render::Detail::Brief,
        );
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let shares = r#""shares":{"A":"51.0","B":"49.0"}"#;
    let without = of(shares, "all_ballots", ["50.0", "48.0"]);
    assert!(
        without.contains("Not published of the count: whose votes it has and invalid ballots."),
        "{without}"
    );
    // 60 invalid ballots of nobody knows how many.
    let some = r#""invalid":"60","shares":{"A":"51.0","B":"49.0"}"#;
    let total = of(some, "all_ballots", ["48.0", "46.0"]);
    assert!(
        total.contains("depends on what its shares are of"),
        "{total}"
    );
    assert!(
        total.contains("Not published of the count: whose votes it has and ballots cast."),
        "{total}"
    );
    // On one base nothing is lacking.
    let valid = of(shares, "valid_votes", ["50.0", "50.0"]);
    assert!(
        valid.contains("Not published of the count: whose votes it has."),
        "{valid}"
    );
    let known = r#""invalid":"60","ballots_cast":"1060","votes":{"A":"510","B":"490","C":"0"}"#;
    let known = of(known, "all_ballots", ["48.0", "46.0"]);
    assert!(
        known.contains("Not published of the count: whose votes it has."),
        "{known}"
    );
}
