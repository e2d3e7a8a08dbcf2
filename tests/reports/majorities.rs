//! Who has a majority of the seats, alone or as a bloc: like is set with like.

use exitpoll::Report;
use exitpoll::render::Detail;
use exitpoll::report::{Call, CallOutcome, Question, Said};

use super::words_of_reports::{report, text};

/// A house of 600 in which A has these seats and B 49, C what is left; 301 are a majority.
fn house(a: u32, polls: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"600","majority":"301"}},
        "counts":[{{"name":"f","status":"final","seats":{{"A":"{a}","B":"49","C":"{}"}}}}],"polls":[{polls}]}}"#,
        551 - a
    ))
}

/// It gives the bloc of A and B alone.
const OF_BLOC: &str = r#"{"pollster":"K","seats":{"AB":"330–345","C":"255–270"},
    "merged":[{"label":"AB","choices":["A","B"]}]}"#;

fn majorities<'a>(
    report: &'a Report,
    poll: &str,
) -> Vec<(Option<&'a str>, &'a Said, &'a Said, CallOutcome)> {
    let calls = report.reference().poll(poll).unwrap().calls.iter();
    let of_majority = |call: &&Call| call.question == Question::Majority;
    calls
        .filter(of_majority)
        .map(|call| {
            (
                call.choice.as_deref(),
                &call.called,
                &call.result,
                call.outcome,
            )
        })
        .collect()
}

fn words(report: &Report, detail: Detail) -> String {
    let text = text(report, detail);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_choice_alone_and_a_bloc_are_asked_of_both_sides_each_by_its_name() {
    // M gives A 320 and B 30, the bloc 350; they won 295 and 49, the bloc 344.
    let of_choices = r#"{"pollster":"M","seats":{"A":"320","B":"30","C":"250"}}"#;
    let report = house(295, &format!("{OF_BLOC},{of_choices}"));
    let bloc = Said::Choices(vec!["AB".into()]);
    assert_eq!(
        majorities(&report, "K"),
        [(None, &bloc, &bloc, CallOutcome::Right)]
    );
    assert_eq!(
        majorities(&report, "M"),
        [
            (Some("A"), &Said::Above, &Said::Below, CallOutcome::Wrong),
            (Some("AB"), &Said::Above, &Said::Above, CallOutcome::Right),
        ]
    );
    let full = words(&report, Detail::Full);
    for line in [
        "a majority of seats: A above below wrong",
        "a majority of seats: AB above above right",
    ] {
        assert!(full.contains(line), "{line}: {full}");
    }
    let brief = words(&report, Detail::Brief);
    assert!(
        brief.contains(
            "AB has a majority of the seats, as both polls have it. A alone has none; M gives it one."
        ),
        "{brief}"
    );
}

#[test]
fn a_bloc_of_a_poll_beside_a_choice_that_has_a_majority_alone_is_asked_of_both_sides_too() {
    // A has 305 alone; N gives it 295 and B 45, together 340, against 354.
    let of_choices = r#"{"pollster":"N","seats":{"A":"295","B":"45","C":"260"}}"#;
    let report = house(305, &format!("{OF_BLOC},{of_choices}"));
    assert_eq!(
        majorities(&report, "N"),
        [
            (Some("AB"), &Said::Above, &Said::Above, CallOutcome::Right),
            (Some("A"), &Said::Below, &Said::Above, CallOutcome::Wrong),
        ]
    );
    let brief = words(&report, Detail::Brief);
    assert!(
        brief.contains("A has a majority of the seats; N gives it none."),
        "{brief}"
    );
}

#[test]
fn one_question_is_asked_where_both_sides_name_the_same_or_choices_alone() {
    // 320 against 305 for A, which then has it on both sides; and C with 330 against A.
    for (a, c, called) in [("320", "250", "A"), ("240", "330", "C")] {
        let poll = format!(r#"{{"pollster":"M","seats":{{"A":"{a}","B":"30","C":"{c}"}}}}"#);
        let report = house(305, &poll);
        let (of_poll, of_count) = (
            Said::Choices(vec![called.into()]),
            Said::Choices(vec!["A".into()]),
        );
        let outcome = if called == "A" {
            CallOutcome::Right
        } else {
            CallOutcome::Wrong
        };
        assert_eq!(
            majorities(&report, "M"),
            [(None, &of_poll, &of_count, outcome)]
        );
    }
}

#[test]
fn a_poll_that_rules_out_who_has_the_majority_is_wrong_whoever_else_has_one() {
    // C with 296 to 310 may have one; A, with 240 to 300 in the poll, has none there, and 305 in the count.
    let poll = r#"{"pollster":"M","seats":{"A":"240–300","B":"0–50","C":"296–310"}}"#;
    let report = house(305, poll);
    assert_eq!(
        majorities(&report, "M"),
        [(Some("A"), &Said::Below, &Said::Above, CallOutcome::Wrong)]
    );
    has_words(&report, "A has a majority of the seats; M gives it none.");
    // 240 to 302 leaves it open.
    let report = house(305, &poll.replace("240–300", "240–302"));
    let of = majorities(&report, "M");
    assert_eq!(of.len(), 1);
    assert_eq!(of[0].3, CallOutcome::Open);
}

#[test]
fn a_poll_that_has_two_ahead_of_the_winner_is_wrong_on_who_has_most_seats() {
    let poll = r#"{"pollster":"M","seats":{"A":"100–150","B":"200–260","C":"220–250"}}"#;
    let report = house(305, poll);
    let calls = &report.reference().poll("M").unwrap().calls;
    let leader = calls.iter().find(|call| call.question == Question::Leader);
    let leader = leader.unwrap();
    assert_eq!(leader.called, Said::Open);
    assert_eq!(leader.outcome, CallOutcome::Wrong);
    has_words(&report, "had others with the most seats");
}

fn has_words(report: &Report, said: &str) {
    let brief = words(report, Detail::Brief);
    assert!(brief.contains(said), "{said}: {brief}");
}
