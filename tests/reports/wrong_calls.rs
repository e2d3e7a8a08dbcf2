//! What the short form says of a winner, of places and of thresholds that the polls called wrong.

use exitpoll::render::Detail;

use super::words_of_reports::{has, lacks, report, text};

/// Three choices, a count, and polls.
fn three(count: &str, polls: &[&str]) -> String {
    three_with("", count, polls)
}

/// The same with more said of the contest.
fn three_with(contest: &str, count: &str, polls: &[&str]) -> String {
    let report = report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C"]{contest}}},"counts":[{count}],"polls":[{}]}}"#,
        polls.join(",")
    ));
    text(&report, Detail::Brief)
}

const FINAL: &str =
    r#"{"name":"final","status":"final","votes":{"A":"400000","B":"500000","C":"100000"}}"#;

/// A lead of ten points: √((.9 − .01)/1000) = 2.98 points make it 3.4 standard errors.
const WRONG: &str = r#"{"pollster":"X","shares":{"A":"50.0","B":"40.0","C":"10.0"},
    "sample":{"respondents":"1000","design_effect":"1"}}"#;

/// Of nobody knows how many.
const WRONG_BY_FIGURES: &str = r#"{"pollster":"Y","shares":{"A":"46.0","B":"44.0","C":"10.0"}}"#;

/// A lead of one point, a third of its standard error.
const WITHIN_CHANCE: &str = r#"{"pollster":"Z","shares":{"A":"45.5","B":"44.5","C":"10.0"},
    "sample":{"respondents":"1000","design_effect":"1"}}"#;

const RIGHT: &str = r#"{"pollster":"R","shares":{"A":"40.5","B":"49.5","C":"10.0"}}"#;

#[test]
fn the_short_form_says_that_the_polls_had_another_winner() {
    has(
        &three(FINAL, &[WRONG, WRONG_BY_FIGURES]),
        "Both polls had A first, X by more than chance, Y by its figures alone; the count has B first.",
    );
    has(
        &three(FINAL, &[WRONG]),
        "It had A first, by more than chance; the count has B first.",
    );
    let singly = WRONG.replace(r#","design_effect":"1""#, "");
    has(
        &three(FINAL, &[&singly]),
        "It had A first, by more than chance if drawn singly; the count has B first.",
    );
}

#[test]
fn whoever_had_the_winner_is_named_beside_those_who_had_another() {
    has(
        &three(FINAL, &[WRONG_BY_FIGURES, RIGHT]),
        "Y had A first, by its figures alone; the count has B first, as did R.",
    );
    lacks(&three(FINAL, &[RIGHT]), "first");
}

#[test]
fn a_name_at_the_head_of_a_wrong_call_keeps_its_letters() {
    let small = WRONG_BY_FIGURES.replace(r#""Y""#, r#""iData""#);
    has(
        &three(FINAL, &[&small, RIGHT]),
        "iData had A first, by its figures alone;",
    );
}

#[test]
fn a_lead_that_could_be_chance_is_told_as_one() {
    has(
        &three(FINAL, &[WITHIN_CHANCE]),
        "It had A first, by no more than chance; the count has B first.",
    );
    // Nobody takes the silence on one poll for praise.
    has(
        &three(FINAL, &[WITHIN_CHANCE, WRONG_BY_FIGURES, RIGHT]),
        "Z and Y had A first, Z by no more than chance, Y by its figures alone; the count has B first, as did R.",
    );
    // Figures that leave open who is first, and a count that does, say nothing of that.
    let level = WITHIN_CHANCE.replace(r#""A":"45.5","B":"44.5""#, r#""A":"45.0","B":"45.0""#);
    lacks(&three(FINAL, &[&level]), "first");
    let open = FINAL.replace(
        r#""status":"final""#,
        r#""completeness":{"of":"stations","percent":"50"}"#,
    );
    lacks(&three(&open, &[WITHIN_CHANCE]), "first");
}

#[test]
fn a_choice_above_a_threshold_by_no_more_than_chance_is_told_as_that() {
    // 4.6 of 3,000 is 3.9 to 5.4 by Wilson; the count has 3.999.
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"800000","B":"160010","C":"39990"}}"#;
    let poll = r#"{"pollster":"X","shares":{"A":"80.0","B":"15.4","C":"4.6"},
        "sample":{"respondents":"3000","design_effect":"1"}}"#;
    has(
        &three_with(r#","thresholds":{"parties":"4"}"#, count, &[poll]),
        "X had C above 4 percent, by no more than chance; the count has C below.",
    );
}

#[test]
fn who_of_two_was_first_is_not_told_again_as_who_had_more_than_half() {
    let said = text(
        &report(
            r#"{"contest":{"name":"c","choices":["A","B"],"thresholds":{"majority":">50"}},"counts":[{"name":"f",
            "status":"final","votes":{"A":"49000","B":"51000"}}],"polls":[{"pollster":"X","shares":{"A":"51.0","B":"49.0"}}]}"#,
        ),
        Detail::Brief,
    );
    has(
        &said,
        "It had A first, by its figures alone; the count has B first.",
    );
    lacks(&said, "50 percent");
}

#[test]
fn of_a_release_that_a_later_one_replaced_no_wrong_call_is_told() {
    let first = WRONG_BY_FIGURES.replace(r#""Y","#, r#""R","release":"18:00","#);
    let last = RIGHT.replace(r#""R","#, r#""R","release":"20:00","#);
    lacks(&three(FINAL, &[&first, &last]), "had A first");
}

#[test]
fn while_votes_are_outstanding_a_call_is_wrong_only_where_a_bound_decides() {
    let partial = |of: &str| {
        FINAL.replace(
            r#""status":"final""#,
            &format!(r#""completeness":{{"of":"{of}","percent":"95"}}"#),
        )
    };
    // .95 · (.5 − .4) = .095 ahead, more than the .05 that are left.
    has(
        &three(&partial("ballots"), &[WRONG]),
        "It had A first, by more than chance; the count is sure to have B first",
    );
    // Stations are of any size.
    lacks(&three(&partial("stations"), &[WRONG]), "had A first");
}

#[test]
fn a_call_needs_no_condition_that_another_bound_does_without() {
    // 500 to 4 and 20 registered voters to come: A leads whatever is invalid. By "97.3 percent of the ballots" alone it
    // does unless nearly all of them were.
    let count = r#"{"name":"p","completeness":{"of":"ballots","percent":"97.3"},"votes":{"A":"500","B":"4","C":"0"},
        "outstanding_registered":"20"}"#;
    has(
        &three(count, &[WRONG_BY_FIGURES.replace("46.0", "43.0").as_str()]),
        "It had B first, by its figures alone; the count is sure to have A first.",
    );
    let one = count.replace(",\n        \"outstanding_registered\":\"20\"", "");
    has(
        &three(&one, &[WRONG_BY_FIGURES.replace("46.0", "43.0").as_str()]),
        "the count is sure to have A first, unless 97",
    );
}

#[test]
fn a_run_off_of_others_than_the_polls_had_is_told() {
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"500000","B":"200000","C":"300000"}}"#;
    has(
        &three_with(r#","places":"2""#, count, &[WRONG]),
        "It had A and B in the first two places, by more than chance; the count has A and C in the first two places.",
    );
    // Where the contest sends nobody on, who is second is left to the full report.
    lacks(&three(count, &[WRONG]), "second");
    lacks(&three(count, &[WRONG]), "had A and B");
}

#[test]
fn thresholds_that_polls_called_wrong_are_told_with_both_sides() {
    let contest = r#","thresholds":{"parties":"12"}"#;
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"800000","B":"70000","C":"130000"}}"#;
    let poll = |name: &str| {
        format!(r#"{{"pollster":"{name}","shares":{{"A":"79.0","B":"14.0","C":"7.0"}}}}"#)
    };
    has(
        &three_with(contest, count, &[&poll("X"), &poll("Y")]),
        "Both polls had C below and B above 12 percent, by their figures alone; the count has the opposite.",
    );
    let one = r#"{"pollster":"X","shares":{"A":"79.0","B":"8.0","C":"11.0"}}"#;
    has(
        &three_with(contest, count, &[one]),
        "X had C below 12 percent, by its figures alone; the count has C above.",
    );
    // 12.4 of 1,000, Wilson from 10.5: open, and as in the count by its figures.
    let open = r#"{"pollster":"X","shares":{"A":"79.6","B":"8.0","C":"12.4"},
        "sample":{"respondents":"1000","design_effect":"1"}}"#;
    lacks(&three_with(contest, count, &[open]), "12 percent");
}

#[test]
fn among_the_voters_of_the_poll_alone_another_may_have_been_first() {
    // In person: A 400,000 − 50,000, B 500,000 − 250,000.
    let count = FINAL.replace(
        r#""status":"final""#,
        r#""status":"final","population":{"voters":["in_person","abroad"]},
        "segments":[{"voters":["abroad"],"votes":{"A":"50000","B":"250000","C":"0"}}]"#,
    );
    let poll = r#"{"pollster":"X","shares":{"A":"40.0","B":"48.0","C":"12.0"},
        "population":{"voters":["in_person"]}}"#;
    has(
        &three(&count, &[poll]),
        "It had B first among its own voters, by its figures alone; the count has A first among them.",
    );
}

#[test]
fn of_seats_alone_a_wrong_call_is_of_the_most_seats() {
    let count = r#"{"name":"final","status":"final","seats":{"A":"45","B":"35","C":"20"}}"#;
    let poll = r#"{"pollster":"X","seats":{"A":"38","B":"42","C":"20"}}"#;
    has(
        &three(count, &[poll]),
        "It had B with the most seats, by its figures alone; the count has A with the most seats.",
    );
    // Where it gave it a majority, that is said once.
    let house = r#","seats":"100","majority":"51""#;
    let most = r#"{"pollster":"X","seats":{"A":"28","B":"52","C":"20"}}"#;
    let said = three_with(house, count, &[most]);
    has(&said, "X gives one to B");
    lacks(&said, "most seats");
}

#[test]
fn that_chance_excludes_whom_the_count_has_does_not_settle_whom_the_poll_had() {
    // C leads B by 8 points, six standard errors; A is 2 ahead of B: √((.62 − .0004)/3000) = 1.44 points.
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"360000","B":"330000","C":"310000"}}"#;
    let poll = r#"{"pollster":"X","shares":{"A":"32.0","B":"30.0","C":"38.0"},
        "sample":{"respondents":"3000","design_effect":"1"}}"#;
    let said = three_with(r#","places":"2""#, count, &[poll]);
    has(
        &said,
        "It had A and C in the first two places, by more than chance not A and B; the count has A and B in the first two \
         places.",
    );
    // That C is first is settled by itself.
    has(
        &said,
        "It had C first, by more than chance; the count has A first.",
    );
    // Level with A but for a point, C is neither: that B is not first is all that is.
    let poll = r#"{"pollster":"X","shares":{"A":"39.0","B":"23.0","C":"38.0"},
        "sample":{"respondents":"1000","design_effect":"1"}}"#;
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"320000","B":"350000","C":"330000"}}"#;
    has(
        &three(count, &[poll]),
        "It had A first, by more than chance not B; the count has B first.",
    );
}

#[test]
fn a_count_on_the_threshold_itself_is_neither_above_nor_below() {
    let poll = r#"{"pollster":"X","shares":{"A":"80.0","B":"15.0","C":"5.0"},
        "sample":{"respondents":"3000","design_effect":"1"}}"#;
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"800000","B":"160000","C":"40000"}}"#;
    has(
        &three_with(r#","thresholds":{"parties":">4"}"#, count, &[poll]),
        "X had C above 4 percent, by more than chance; the count has C not above.",
    );
    // Four are enough.
    let low = poll.replace(r#""B":"15.0","C":"5.0""#, r#""B":"17.0","C":"3.0""#);
    has(
        &three_with(r#","thresholds":{"parties":"4"}"#, count, &[&low]),
        "X had C below 4 percent, by more than chance; the count has C at or above.",
    );
    let tie =
        r#"{"name":"final","status":"final","votes":{"A":"450000","B":"450000","C":"100000"}}"#;
    let apart = r#"{"pollster":"X","shares":{"A":"50.0","B":"40.0","C":"10.0"},
        "sample":{"respondents":"3000","design_effect":"1"}}"#;
    has(
        &three_with(r#","thresholds":{"m":"45","n":">45"}"#, tie, &[apart]),
        "X had B below 45 percent and A above 45 percent, by more than chance; the count has B at or above 45 percent and A \
         not above 45 percent.",
    );
}

#[test]
fn a_range_that_ends_on_the_threshold_is_not_below_it() {
    let poll = r#"{"pollster":"X","shares":{"A":"45–50","B":"40–45","C":"8–12"}}"#;
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"520000","B":"400000","C":"80000"}}"#;
    has(
        &three_with(r#","thresholds":{"majority":">50"}"#, count, &[poll]),
        "X had A not above 50 percent, by its range alone; the count has A above.",
    );
}

#[test]
fn a_tie_for_the_last_place_can_go_as_the_poll_had_it() {
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"400000","B":"300000","C":"300000"}}"#;
    let poll = |a: &str, b: &str, c: &str| {
        format!(r#"{{"pollster":"X","shares":{{"A":"{a}","B":"{b}","C":"{c}"}}}}"#)
    };
    let places = r#","places":"2""#;
    lacks(
        &three_with(places, count, &[&poll("40.0", "36.0", "24.0")]),
        "first two places",
    );
    has(
        &three_with(places, count, &[&poll("24.0", "36.0", "40.0")]),
        "It had B and C in the first two places, by its figures alone; the count has A ahead of B and C, level.",
    );
}

#[test]
fn a_lead_of_one_unit_of_the_last_digit_is_one() {
    // "42" is at least 41.5 and "41" less than that.
    let poll = r#"{"pollster":"X","shares":{"A":"42","B":"41","C":"17"}}"#;
    has(
        &three(FINAL, &[poll]),
        "It had A first, by its figures alone; the count has B first.",
    );
}

#[test]
fn what_only_rounding_keeps_from_being_more_than_chance_is_left_to_it() {
    // 6 points of 1,200: √(.9964/1200) = 2.88, z = 2.08; 52.5 to 47.5 have 1.73.
    let poll = r#"{"pollster":"X","shares":{"A":"53","B":"47"},"sample":{"respondents":"1200","design_effect":"1"}}"#;
    let document = format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"480000","B":"520000"}}}}],"polls":[{poll}]}}"#
    );
    has(
        &text(&report(&document), Detail::Brief),
        "It had A first, rounding decides whether by more than chance; the count has B first.",
    );
    let finer = document
        .replace(r#""53""#, r#""53.00""#)
        .replace(r#""47""#, r#""47.00""#);
    has(
        &text(&report(&finer), Detail::Brief),
        "It had A first, by more than chance; the count has B first.",
    );
}

#[test]
fn who_had_it_as_the_count_is_named_only_where_the_count_says_it() {
    // 95 percent of 1,000,000 are counted: A has 50 percent and B and C 25 each, with 50,000 ballots to come.
    let count = r#"{"name":"p","completeness":{"of":"ballots","counted":"950000","total":"1000000"},
        "votes":{"A":"475000","B":"237500","C":"237500"}}"#;
    let poll = |name: &str, a: &str, b: &str, c: &str| {
        format!(r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}","C":"{c}"}}}}"#)
    };
    let said = three_with(
        r#","places":"2""#,
        count,
        &[
            &poll("X", "20.0", "45.0", "35.0"),
            &poll("Y", "50.0", "25.0", "25.0"),
        ],
    );
    has(
        &said,
        "X had B and C in the first two places, by its figures alone; that can no longer come true.",
    );
    has(
        &said,
        "X had B first, by its figures alone; the count is sure to have A first, as did Y.",
    );
}

#[test]
fn polls_whose_figures_leave_open_whom_they_have_instead_are_told_too() {
    // Neither has A first, whichever of B and C leads; of 1,000 it is 3.5 points behind, 1.4 standard errors.
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"400000","B":"300000","C":"300000"}}"#;
    let sized = r#"{"pollster":"X","shares":{"A":"31.0","B":"34.5","C":"34.5"},
        "sample":{"respondents":"1000","design_effect":"1"}}"#;
    let without = r#"{"pollster":"Y","shares":{"A":"32.0","B":"34.0","C":"34.0"}}"#;
    has(
        &three(count, &[sized, without]),
        "Both polls had others first, X by no more than chance, Y by its figures alone; the count has A first.",
    );
}

#[test]
fn rounding_decides_in_either_direction_and_that_of_a_margin_too() {
    let document = |shares: &str, sample: &str| {
        format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
            "votes":{{"A":"520000","B":"480000"}}}}],"polls":[{{"pollster":"X","shares":{{{shares}}},"sample":{{{sample}}}}}]}}"#
        )
    };
    let said = |shares: &str, sample: &str| text(&report(&document(shares, sample)), Detail::Brief);
    let open =
        "It had B first, rounding decides whether by more than chance; the count has A first.";
    // 6 points of 1,000 are 1.90 standard errors as printed, and 7 are 2.22.
    let thousand = r#""respondents":"1000","design_effect":"1""#;
    has(&said(r#""A":"47","B":"53""#, thousand), open);
    has(
        &said(r#""A":"47.00","B":"53.00""#, thousand),
        "It had B first, by no more than chance; the count has A first.",
    );
    // ±3 is 2.5 to 3.5: 6.2 points are 2.03 standard errors at 3, 1.74 at 3.5.
    has(
        &said(r#""A":"46.90","B":"53.10""#, r#""stated_margin":"3""#),
        open,
    );
}

#[test]
fn polls_that_are_asked_something_else_are_not_counted_among_those_that_had_it() {
    // P covers those in person alone, and nobody says what they gave.
    let own = r#"{"pollster":"P","shares":{"A":"50.0","B":"40.0","C":"10.0"},"population":{"voters":["in_person"],"outside":"30"}}"#;
    let said = three(FINAL, &[own, WRONG, WITHIN_CHANCE, RIGHT]);
    has(
        &said,
        "X and Z had A first, X by more than chance, Z by no more than chance; the count has B first, as did R.",
    );
}
