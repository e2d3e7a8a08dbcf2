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
