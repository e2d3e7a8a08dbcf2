//! Common ground, case by case, with figures worked by hand.

use approx::assert_relative_eq;
use exitpoll::alignment::{Aligned, Reading, RowKind, Rule, align};
use exitpoll::{Base, Contest, OfficialCount, Poll, PollBuilder};

fn contest(choices: &[&str]) -> Contest {
    Contest::builder("c")
        .choices(choices.iter().copied())
        .build()
        .unwrap()
}

/// 500, 300, 150 and 50 votes of a thousand.
fn count() -> OfficialCount {
    OfficialCount::builder("final")
        .votes("A", 500)
        .votes("B", 300)
        .votes("C", 150)
        .votes("D", 50)
        .final_result()
        .build()
        .unwrap()
}

fn readings(count: &OfficialCount, poll: PollBuilder) -> Vec<Aligned> {
    align(
        &contest(&["A", "B", "C", "D"]),
        count,
        &poll.build().unwrap(),
    )
    .unwrap()
}

/// Label, poll and count of each row, in percent.
fn table(aligned: &Aligned) -> Vec<(&str, f64, f64)> {
    let percent = |share: f64| (share * 1e10).round() / 1e8;
    aligned
        .rows
        .iter()
        .map(|row| {
            (
                row.label.as_str(),
                percent(row.poll.value),
                percent(row.count.value),
            )
        })
        .collect()
}

fn one(mut readings: Vec<Aligned>) -> Aligned {
    assert_eq!(readings.len(), 1);
    readings.remove(0)
}

#[test]
fn a_leader_alone_stands_against_all_others() {
    let aligned = one(readings(&count(), Poll::builder("P").share("A", "52")));
    assert_eq!(
        table(&aligned),
        [("A", 52.0, 50.0), ("everyone else", 48.0, 50.0)]
    );
    assert!(
        aligned
            .rules
            .contains(&Rule::LeaderOnly { choice: "A".into() })
    );
    // 52 is 51.5 to 52.5, so the others are 47.5 to 48.5.
    assert_relative_eq!(
        aligned.rows[1].poll.bounds.low(),
        0.475,
        max_relative = 1e-12
    );
    assert_relative_eq!(
        aligned.rows[1].poll.bounds.high(),
        0.485,
        max_relative = 1e-12
    );
}

#[test]
fn small_choices_that_are_missing_stand_together() {
    let aligned = one(readings(
        &count(),
        Poll::builder("P").share("A", "52.0").share("B", "31.0"),
    ));
    assert_eq!(
        table(&aligned),
        [
            ("A", 52.0, 50.0),
            ("B", 31.0, 30.0),
            ("everyone else", 17.0, 20.0)
        ]
    );
    let missing = Rule::MissingInPoll {
        choices: vec!["C".into(), "D".into()],
    };
    assert!(aligned.rules.contains(&missing));
}

#[test]
fn a_choice_that_only_the_poll_has_is_part_of_everyone_else() {
    let count = OfficialCount::builder("final")
        .share("A", "60.0")
        .share("B", "30.0")
        .final_result()
        .build()
        .unwrap();
    let poll = Poll::builder("P")
        .share("A", "58.0")
        .share("B", "33.0")
        .share("C", "4.0");
    let aligned = one(readings(&count, poll));
    assert_eq!(
        table(&aligned),
        [
            ("A", 58.0, 60.0),
            ("B", 33.0, 30.0),
            ("everyone else", 9.0, 10.0)
        ]
    );
    assert!(aligned.rules.contains(&Rule::MissingInCount {
        choices: vec!["C".into()]
    }));
}

#[test]
fn printed_others_are_taken_as_printed_and_what_is_left_is_shown() {
    let poll = Poll::builder("P")
        .share("A", "52")
        .share("B", "30")
        .share("(other)", "17");
    let aligned = one(readings(&count(), poll));
    assert_eq!(
        table(&aligned),
        [
            ("A", 52.0, 50.0),
            ("B", 30.0, 30.0),
            ("everyone else", 17.0, 20.0),
            ("(not accounted for)", 1.0, 0.0)
        ]
    );
    assert!(aligned.rules.iter().any(|rule| matches!(
        rule,
        Rule::Remainder {
            within_rounding: true,
            ..
        }
    )));
}

#[test]
fn shares_that_rounding_does_not_bring_to_a_hundred_are_read_in_two_ways() {
    let poll = Poll::builder("P")
        .share("A", "49.0")
        .share("B", "29.0")
        .share("C", "14.0")
        .share("D", "4.0");
    let both = readings(&count(), poll);
    assert_eq!(both.len(), 2);
    assert_eq!(both[0].reading, Reading::AsPrinted);
    assert_eq!(both[0].rows.last().unwrap().kind, RowKind::Remainder);
    assert_relative_eq!(
        both[0].rows.last().unwrap().poll.value,
        0.04,
        max_relative = 1e-12
    );
    assert_eq!(both[1].reading, Reading::OfThoseNamingAChoice);
    assert_relative_eq!(
        both[1].rows[0].poll.value,
        49.0 / 96.0,
        max_relative = 1e-12
    );
    let divisor = both[1].rules.iter().find_map(|rule| match rule {
        Rule::Repercentaged { divisor } => Some(*divisor),
        _ => None,
    });
    assert_relative_eq!(divisor.unwrap(), 0.96, max_relative = 1e-12);
    // .4895 of at most .4895 + .2905 + .1405 + .0405, and the other way round.
    let bounds = both[1].rows[0].poll.bounds;
    assert_relative_eq!(
        bounds.low(),
        0.4895 / (0.4895 + 0.2905 + 0.1405 + 0.0405),
        max_relative = 1e-12
    );
    assert_relative_eq!(
        bounds.high(),
        0.4905 / (0.4905 + 0.2895 + 0.1395 + 0.0395),
        max_relative = 1e-12
    );
}

#[test]
fn refusals_in_the_base_of_an_incomplete_list_leave_everyone_else() {
    // GfK, Georgia 2012: two leaders level, refusals 30 percent of those approached.
    let poll = Poll::builder("P")
        .share("A", "33")
        .share("B", "33")
        .share("(refused)", "30");
    let both = readings(&count(), poll);
    assert_eq!(
        table(&both[0]),
        [
            ("A", 33.0, 50.0),
            ("B", 33.0, 30.0),
            ("everyone else", 4.0, 20.0),
            ("(refused)", 30.0, 0.0)
        ]
    );
    assert_relative_eq!(
        both[1].rows[0].poll.value,
        33.0 / 70.0,
        max_relative = 1e-12
    );
    assert_relative_eq!(both[1].rows[2].poll.value, 4.0 / 70.0, max_relative = 1e-12);
    assert_eq!(both[1].share_of_respondents, 1.0);
}

#[test]
fn undisclosed_answers_are_respondents_who_drop_out() {
    let poll = Poll::builder("P")
        .share("A", "40")
        .share("B", "40")
        .share("(undecided)", "20");
    let both = readings(&count(), poll);
    assert_relative_eq!(both[1].rows[0].poll.value, 0.5, max_relative = 1e-12);
    assert_relative_eq!(both[1].share_of_respondents, 0.8, max_relative = 1e-12);
}

#[test]
fn a_figure_for_several_choices_is_compared_with_their_sum() {
    let poll = Poll::builder("P")
        .share("A", "51.0")
        .share("left", "46.0")
        .share("D", "3.0")
        .merged("left", ["B", "C"]);
    let aligned = one(readings(&count(), poll));
    assert_eq!(
        table(&aligned),
        [("A", 51.0, 50.0), ("left", 46.0, 45.0), ("D", 3.0, 5.0)]
    );
    assert!(aligned.rules.contains(&Rule::Merged {
        choices: vec!["B".into(), "C".into()]
    }));
}

#[test]
fn a_count_that_merges_makes_the_poll_merge() {
    let count = OfficialCount::builder("final")
        .votes("A", 600)
        .votes("B and C", 400)
        .merged("B and C", ["B", "C"])
        .final_result()
        .build()
        .unwrap();
    let poll = Poll::builder("P")
        .share("A", "58")
        .share("B", "30")
        .share("C", "12");
    let aligned = one(readings(&count, poll));
    assert_eq!(
        table(&aligned),
        [("A", 58.0, 60.0), ("B and C", 42.0, 40.0)]
    );
}

/// Ukraine 2019, run-off: the commission printed shares of all ballots.
fn run_off() -> OfficialCount {
    OfficialCount::builder("final")
        .share("A", "73.22")
        .share("B", "24.45")
        .share("(invalid)", "2.32")
        .final_result()
        .build()
        .unwrap()
}

#[test]
fn a_poll_of_valid_votes_meets_a_count_of_all_ballots_on_valid_votes() {
    let aligned = one(align(
        &contest(&["A", "B"]),
        &run_off(),
        &Poll::builder("P")
            .share("A", "73.7")
            .share("B", "26.3")
            .build()
            .unwrap(),
    )
    .unwrap());
    // 73.22 of 97.68 percent is 74.96, as the commission's other base has it.
    assert_eq!(
        format!("{:.2}", 100.0 * aligned.rows[0].count.value),
        "74.96"
    );
    assert_eq!(aligned.base, Base::ValidVotes);
    assert!(aligned.rules.contains(&Rule::CountRebased {
        to: Base::ValidVotes
    }));
}

#[test]
fn a_poll_that_may_include_invalid_ballots_is_read_on_both_bases() {
    let both = align(
        &contest(&["A", "B"]),
        &run_off(),
        &Poll::builder("P")
            .share("A", "73.2")
            .share("B", "25.3")
            .build()
            .unwrap(),
    )
    .unwrap();
    assert_eq!(both[0].base, Base::AllBallots);
    // Beside the invalid ballots of the count stands what the poll leaves. It says of nothing that it is of all ballots, so
    // that this is no figure of theirs.
    assert_eq!(
        table(&both[0]),
        [
            ("A", 73.2, 73.22),
            ("B", 25.3, 24.45),
            ("(not accounted for)", 1.5, 2.32)
        ]
    );
    assert_eq!(both[0].rows[2].kind, RowKind::Remainder);
    assert_eq!(both[1].base, Base::ValidVotes);
    assert_relative_eq!(
        both[1].rows[0].poll.value,
        73.2 / 98.5,
        max_relative = 1e-12
    );
}

#[test]
fn what_a_poll_of_all_ballots_leaves_is_its_figure_of_the_invalid_ones() {
    let aligned = one(align(
        &contest(&["A", "B"]),
        &run_off(),
        &Poll::builder("P")
            .share("A", "73.2")
            .share("B", "25.3")
            .base(Base::AllBallots)
            .build()
            .unwrap(),
    )
    .unwrap());
    let left = &aligned.rows[2];
    assert_eq!(
        (left.label.as_str(), left.kind),
        ("(invalid)", RowKind::Invalid)
    );
    assert!((left.poll.value - 0.015).abs() < 1e-12);
    let is_left = |rule: &Rule| matches!(rule, Rule::InvalidIsWhatIsLeft { .. });
    assert!(aligned.rules.iter().any(is_left));
}

#[test]
fn what_rounding_leaves_of_a_poll_of_unstated_base_is_no_figure_of_the_invalid_ballots() {
    // 74.4 and 25.5 leave .1, which is rounding; against 2.32 percent invalid it would be tested as too few of them.
    let both = align(
        &contest(&["A", "B"]),
        &run_off(),
        &Poll::builder("P")
            .share("A", "74.4")
            .share("B", "25.5")
            .build()
            .unwrap(),
    )
    .unwrap();
    let kinds = (both.iter()).flat_map(|of| of.rows.iter().map(|row| row.kind));
    assert!(kinds.into_iter().all(|kind| kind != RowKind::Invalid));
}

#[test]
fn invalid_ballots_that_the_count_does_not_give_are_taken_out_of_the_poll() {
    let poll = Poll::builder("P")
        .share("A", "49.0")
        .share("B", "29.4")
        .share("C", "14.7")
        .share("D", "4.9")
        .share("(invalid)", "2.0");
    let aligned = one(readings(&count(), poll));
    assert_eq!(
        table(&aligned),
        [
            ("A", 50.0, 50.0),
            ("B", 30.0, 30.0),
            ("C", 15.0, 15.0),
            ("D", 5.0, 5.0)
        ]
    );
    assert!(
        aligned
            .rules
            .contains(&Rule::InvalidTakenOut { share: 0.02 })
    );
}

#[test]
fn a_poll_of_all_ballots_meets_a_count_whose_votes_and_invalid_ballots_are_all_there_are() {
    let count = OfficialCount::builder("final")
        .votes("A", 580)
        .votes("B", 400)
        .votes("(invalid)", 20)
        .final_result()
        .build()
        .unwrap();
    let poll = Poll::builder("P")
        .share("A", "57.0")
        .share("B", "41.5")
        .share("(invalid)", "1.5");
    let aligned = one(align(&contest(&["A", "B"]), &count, &poll.build().unwrap()).unwrap());
    // Of 580 + 400 + 20 ballots.
    assert_eq!(
        table(&aligned),
        [
            ("A", 57.0, 58.0),
            ("B", 41.5, 40.0),
            ("(invalid)", 1.5, 2.0)
        ]
    );
}

#[test]
fn a_printed_share_that_the_votes_do_not_give_is_said() {
    // Azerbaijan 2024, final: 26,517 of 4,957,967 votes are 0.535 percent, printed as 0.54.
    let count = OfficialCount::builder("final")
        .votes("A", 26_517)
        .share("A", "0.54")
        .valid(4_957_967)
        .final_result()
        .build()
        .unwrap();
    let aligned = one(readings(&count, Poll::builder("P").share("A", "0.3")));
    assert!(
        aligned
            .rules
            .iter()
            .any(|rule| matches!(rule, Rule::CountShareDisagrees { .. }))
    );
    assert_relative_eq!(
        aligned.rows[0].count.value,
        26_517.0 / 4_957_967.0,
        max_relative = 1e-12
    );
}

#[test]
fn a_poll_of_seats_or_of_other_choices_is_an_error_that_says_so() {
    let seats = Poll::builder("P").seats("A", "50–60").build().unwrap();
    let error = align(&contest(&["A", "B", "C", "D"]), &count(), &seats).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the comparison of shares is undefined: the poll gives seats only"
    );
    let contest = contest(&["A", "B", "C", "D", "E"]);
    let other = Poll::builder("P").share("E", "50").build().unwrap();
    let error = align(&contest, &count(), &other).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the comparison of shares is undefined: poll and count have no choice in common"
    );
}
