//! What the short form says of a majority of the seats, and of seats beside shares.

use exitpoll::render::Detail;

use super::words_of_reports::{has, lacks, report, text};

/// A house of 100 with a majority of 51, its seats, and polls of seats.
fn house(counts: &str, polls: &str) -> String {
    text(
        &report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"100","majority":"51"}},
            "counts":[{counts}],"polls":[{polls}]}}"#
        )),
        Detail::Brief,
    )
}

const FINAL: &str = r#"{"name":"final","status":"final","seats":{"A":"55","B":"35","C":"10"}}"#;

#[test]
fn the_short_form_says_whom_a_poll_saw_with_a_majority() {
    let right = house(
        FINAL,
        r#"{"pollster":"P","seats":{"A":"60","B":"30","C":"10"}}"#,
    );
    has(&right, "A has a majority of the seats, as P has it.");
    let wrong = house(
        FINAL,
        r#"{"pollster":"P","seats":{"A":"40","B":"52","C":"8"}}"#,
    );
    has(&wrong, "A has a majority of the seats; P gives one to B.");
    lacks(&wrong, "as P has it");
    // 48 to 54 is on both sides of 51.
    let open = house(
        FINAL,
        r#"{"pollster":"P","seats":{"A":"48–54","B":"36–42","C":"8–10"}}"#,
    );
    has(&open, "A has a majority of the seats; P leaves that open.");
    let nobody = house(
        r#"{"name":"final","status":"final","seats":{"A":"45","B":"35","C":"20"}}"#,
        r#"{"pollster":"P","seats":{"A":"44","B":"36","C":"20"}},{"pollster":"Q","seats":{"A":"46","B":"34","C":"20"}}"#,
    );
    has(
        &nobody,
        "Nobody has a majority of the seats, as both polls have it.",
    );
}

#[test]
fn a_poll_whose_ranges_leave_the_majority_open_does_not_say_that_the_count_does() {
    let open = house(
        r#"{"name":"so far","completeness":{"of":"stations","percent":"60"},"seats":{"A":"55","B":"35","C":"10"}}"#,
        r#"{"pollster":"P","seats":{"A":"48–54","B":"36–42","C":"8–10"}},
        {"pollster":"Q","seats":{"A":"60","B":"30","C":"10"}}"#,
    );
    has(
        &open,
        "Who has a majority of the seats is still open; Q gives one to A; P leaves that open, by its own figures.",
    );
    lacks(&open, "as P has it");
}

#[test]
fn of_many_polls_those_stand_apart_that_saw_another_majority() {
    let poll = |name: &str, a: u32| {
        let b = 90 - a;
        format!(r#"{{"pollster":"{name}","seats":{{"A":"{a}","B":"{b}","C":"10"}}}}"#)
    };
    let polls = [poll("P", 56), poll("Q", 58), poll("R", 60), poll("S", 30)];
    has(
        &house(FINAL, &polls.join(",")),
        "A has a majority of the seats, as three of four polls have it; S gives one to B.",
    );
}

#[test]
fn a_majority_that_is_not_decided_stays_open() {
    // 90 of 100 seats declared: A has 48 and may end at 48 to 58.
    let open = house(
        r#"{"name":"night","status":"partial","seats":{"A":"48","B":"32","C":"10"}}"#,
        r#"{"pollster":"P","seats":{"A":"60","B":"30","C":"10"}}"#,
    );
    has(
        &open,
        "Who has a majority of the seats is still open; P gives one to A.",
    );
    lacks(&open, "as P has it");
    // Without a majority line nobody has one.
    let none = text(
        &report(
            r#"{"contest":{"name":"c","choices":["A","B"],"seats":"100"},"counts":[{"name":"final","status":"final",
            "seats":{"A":"55","B":"45"}}],"polls":[{"pollster":"P","seats":{"A":"55","B":"45"}}]}"#,
        ),
        Detail::Brief,
    );
    lacks(&none, "majority");
}

/// A poll of shares, and of these seats, against A 55, B 45.
fn shares_and_seats(seats: &str) -> String {
    text(
        &report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"100"}},"counts":[{{"name":"final","status":"final",
            "votes":{{"A":"540000","B":"450000","C":"10000"}},"seats":{{"A":"55","B":"45"}}}}],"polls":[{{"pollster":"P",
            "shares":{{"A":"54.5","B":"44.5","C":"1.0"}},"seats":{seats},
            "sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
        )),
        Detail::Brief,
    )
}

#[test]
fn seats_beside_shares_have_a_sentence_of_their_own() {
    let missed = shares_and_seats(r#"{"A":"58","B":"42"}"#);
    has(
        &missed,
        "P differs from the count by no more than chance explains.",
    );
    has(&missed, "P misses the seats of at least one party.");
    let right = shares_and_seats(r#"{"A":"55","B":"45"}"#);
    has(
        &right,
        "P has the right seats for every party that it names.",
    );
    lacks(&right, "P misses");
    let inside = shares_and_seats(r#"{"A":"53–57","B":"43–47"}"#);
    has(
        &inside,
        "P has the seats of every party that it names inside its ranges.",
    );
    lacks(&inside, "The count gives no seats");
}

#[test]
fn seats_without_an_official_figure_are_named() {
    let short = shares_and_seats(r#"{"A":"55","B":"45","C":"0"}"#);
    has(
        &short,
        "The count gives no seats for C, which is not compared.",
    );
    has(
        &short,
        "P has the seats of every party that could be compared right.",
    );
}

#[test]
fn a_majority_by_seats_declared_so_far_rests_on_them() {
    let so_far = house(
        r#"{"name":"p","status":"partial","seats":{"A":"52","B":"3","C":"41"}}"#,
        r#"{"pollster":"P","seats":{"A":"46–50","B":"2–7","C":"43–50"}}"#,
    );
    has(
        &so_far,
        "A has a majority of the seats; P gives one to nobody.",
    );
    has(
        &so_far,
        "Still open: partial count, 96 seats so far, taken as declared for good.",
    );
}

#[test]
fn seats_that_all_polls_put_to_the_same_side_are_said_to_be_so() {
    // A has 55. By their middles 60, 58 and 65.5; 50, 53 and 49.
    let polls = |seats: &[&str]| {
        let polls: Vec<String> = (seats.iter().enumerate())
            .map(|(i, seats)| format!(r#"{{"pollster":"P{i}","seats":{{"A":"{seats}"}}}}"#))
            .collect();
        house(FINAL, &polls.join(","))
    };
    has(
        &polls(&["60", "56–60", "61–70"]),
        "missed that by 6.2 seats on average, all of them too high;",
    );
    has(
        &polls(&["50", "53", "49"]),
        "three polls missed that by 4.3 seats on average, all of them too low.",
    );
    // Two polls are few; and not where one misses to the other side, or has a range that holds the result.
    let two: &[&str] = &["50", "53"];
    for neither in [two, &["60", "50", "61"], &["60", "58", "54–60"]] {
        let said = polls(neither);
        has(&said, "seats on average");
        lacks(&said, "of them too");
    }
}
