//! What the short form says of observers who saw no violation.

use exitpoll::render::{Detail, text_with};

use super::words_of_reports::{has, lacks, report, text};

/// A count and a poll with these observations.
fn with(observations: &str) -> exitpoll::Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
        "votes":{{"A":"530000","B":"470000"}}}}],"polls":[{{"pollster":"P","shares":{{"A":"53.4","B":"46.6"}}}}],
        "observations":[{observations}]}}"#
    ))
}

#[test]
fn the_short_form_says_what_an_observation_bounds_and_that_observers_are_no_sample() {
    // METHODS 9: none of 200 from 4,000 leaves up to 57 at 95 percent, none of 900 from 30,000 up to 98.
    let report = with(
        r#"{"observer":"GUAM","stations":"4000","observed":"200","violations":"0"},
        {"observer":"CIS","stations":"30000","observed":"900","violations":"0"}"#,
    );
    let short = text(&report, Detail::Brief);
    has(
        &short,
        "According to GUAM, no violation was seen at 200 of 4,000 stations; had these been drawn at random and every \
         violation been seen, at most 57 of all stations would have one (at 95 percent confidence).",
    );
    has(&short, "at most 98 of all stations would have one");
    has(&short, "Observers are not drawn at random.");
    lacks(&short, "nothing is bounded");
    lacks(&text(&with(""), Detail::Brief), "Observers");
}

#[test]
fn without_the_number_observed_nothing_is_bounded() {
    let short = text(
        &with(r#"{"observer":"CIS","stations":"4000","violations":"0"}"#),
        Detail::Brief,
    );
    has(
        &short,
        "According to CIS, no violation was seen; at how many of 4,000 stations is not published, so that nothing is \
         bounded. Observers are not drawn at random.",
    );
    lacks(&short, "at most");
    // Two with a violation are a bound from below.
    let two = text(
        &with(r#"{"observer":"CIS","stations":"4000","violations":"2"}"#),
        Detail::Brief,
    );
    has(
        &two,
        "a violation was seen at 2 stations; how many of 4,000 were observed is not published, so that nothing is bounded \
         from above.",
    );
}

#[test]
fn where_every_station_was_observed_nothing_is_drawn() {
    let short = text(
        &with(r#"{"observer":"All","stations":"120","observed":"120","violations":"0"}"#),
        Detail::Brief,
    );
    has(
        &short,
        "According to All, no violation was seen at any of the 120 stations. Some violations cannot be seen at a station.",
    );
    lacks(&short, "drawn at random");
    let three = text(
        &with(r#"{"observer":"All","stations":"120","observed":"120","violations":"3"}"#),
        Detail::Brief,
    );
    has(&three, "a violation was seen at 3 of all 120 stations.");
    lacks(&three, "drawn at random");
}

#[test]
fn many_observations_leave_room_in_thirty_lines() {
    let many: Vec<String> = (0..9)
        .map(|of| {
            format!(
                r#"{{"observer":"Observers {of} of a name that takes half a line","stations":"4000","violations":"0"}}"#
            )
        })
        .collect();
    let report = with(&many.join(","));
    assert!(text_with(&report, 80, Detail::Brief).lines().count() <= 30);
    has(
        &text(&report, Detail::Brief),
        "more observations. Observers are not drawn at random.",
    );
}

#[test]
fn the_founding_article_has_its_other_claim_in_the_short_form() {
    let path = format!(
        "{}/examples/data/azerbaijan_2024_article.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let report = report(&std::fs::read_to_string(path).expect("it is there"));
    let lines = text_with(&report, 80, Detail::Brief);
    assert!(lines.lines().count() <= 30, "{lines}");
    let short = text(&report, Detail::Brief);
    has(
        &short,
        "According to observers quoted in the article, no violation was seen; at how many of 6,537 stations is not \
         published, so that nothing is bounded. Observers are not drawn at random.",
    );
    // No poll is left out for it.
    has(&short, "Ray Monitoring Center 92.6");
}
