//! What the report says that a poll called: no call is surer than rounding, margin and population leave it.

use exitpoll::Comparison;
use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::report::{Call, CallOutcome, Question, Reason, Report, Said};

fn report(document: &str) -> Report {
    Comparison::from(json::read(document).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn call<'a>(report: &'a Report, poll: &str, question: &Question, choice: Option<&str>) -> &'a Call {
    let calls = &report.reference().poll(poll).expect("the poll").calls;
    let is_it = |call: &&Call| call.question == *question && call.choice.as_deref() == choice;
    calls.iter().find(is_it).expect("the call")
}

/// On one line, so that no sentence is broken.
fn text(report: &Report) -> String {
    let text = render::text_with(report, 300, Detail::Full);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn named(choice: &str) -> Said {
    Said::Choices(vec![choice.into()])
}

#[test]
fn a_threshold_is_open_where_the_interval_at_another_digit_reaches_it() {
    // Of 700, Wilson at 54 percent begins at 50.3, at 53.5 percent at 49.8: more than half is open, as the lead is.
    let win = report(
        r#"{"contest":{"name":"c","choices":["A","B"],"thresholds":{"win":">50"}},
        "counts":[{"name":"final","status":"final","votes":{"A":"480000","B":"520000"}}],
        "polls":[{"pollster":"X","shares":{"A":"54","B":"46"},"sample":{"respondents":"700","design_effect":"1"}},
        {"pollster":"Y","shares":{"A":"54.0","B":"46.0"},"sample":{"respondents":"700","design_effect":"1"}}]}"#,
    );
    let threshold = Question::Threshold("win".into());
    for choice in ["A", "B"] {
        let call = call(&win, "X", &threshold, Some(choice));
        assert_eq!(
            (call.outcome, call.beyond_sampling),
            (CallOutcome::Open, Some(false)),
            "{choice}"
        );
    }
    assert_eq!(
        call(&win, "X", &Question::Leader, None).outcome,
        CallOutcome::Open
    );
    // At 53.95, the least that "54.0" leaves, it begins at 50.25.
    let sure = call(&win, "Y", &threshold, Some("A"));
    assert_eq!(
        (sure.outcome, sure.beyond_sampling),
        (CallOutcome::Wrong, Some(true))
    );
    let row = win
        .reference()
        .poll("X")
        .unwrap()
        .reading()
        .unwrap()
        .row("A")
        .unwrap();
    let within = row.sampling.unwrap().interval_within_rounding;
    // Wilson, z = 1.95996, z²/n = .0054878: at p = .535 (.5377439 − .0369…)/1.0054878, at .545 likewise.
    let wilson = |p: f64, sign: f64| {
        let (n, z) = (700.0_f64, 1.959_963_984_540_054_f64);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        (p + z * z / (2.0 * n) + sign * half) / (1.0 + z * z / n)
    };
    assert!((within.low() - wilson(0.535, -1.0)).abs() < 1e-12);
    assert!((within.high() - wilson(0.545, 1.0)).abs() < 1e-12);
    assert!(within.low() < 0.5);
}

#[test]
fn a_small_party_near_its_threshold_is_open_by_the_digits() {
    // 7.4 of 20,000: Wilson from 7.05; at 7.35 from 6.996, so seven percent is open. 7.6 at 7.55 begins at 7.19.
    let seven = report(
        r#"{"contest":{"name":"c","choices":["A","K","L"],"thresholds":{"seven":"7"}},
        "counts":[{"name":"final","status":"final","votes":{"A":"865000","K":"69990","L":"65010"}}],
        "polls":[{"pollster":"X","shares":{"A":"85.0","K":"7.4","L":"7.6"},
        "sample":{"respondents":"20000","design_effect":"1"}}]}"#,
    );
    let threshold = Question::Threshold("seven".into());
    let outcome = |choice| call(&seven, "X", &threshold, Some(choice)).outcome;
    assert_eq!(outcome("K"), CallOutcome::Open);
    assert_eq!(outcome("L"), CallOutcome::Wrong);
}

const BY_MARGIN: &str = r#"{"contest":{"name":"c","choices":["A","B","C"],"thresholds":{"t":"44"}},
    "counts":[{"name":"final","status":"final","votes":{"A":"512000","B":"431000","C":"57000"}}],
    "polls":[{"pollster":"X","shares":{"A":"49.0","B":"45.0","C":"6.0"},"sample":{"stated_margin":"MARGIN"}}]}"#;

#[test]
fn a_lead_is_more_than_chance_only_at_the_least_size_that_the_margin_leaves() {
    // ±2 is 1.5 to 2.5: 4,268 to 1,537 respondents. The lead of 4.0 is at least 3.9; at 2,401 it takes
    // 1.96·√(.94/2401) = 3.9 points, 3.878, and at 1,537 it takes 4.8.
    let whole = report(&BY_MARGIN.replace("MARGIN", "2"));
    for question in [Question::Leader, Question::Place(2), Question::Order] {
        let call = call(&whole, "X", &question, None);
        assert_eq!(
            (call.outcome, call.beyond_sampling),
            (CallOutcome::Open, Some(false)),
            "{question:?}"
        );
    }
    let reading = whole.reference().poll("X").unwrap().reading().unwrap();
    let sizes = reading.interval_size_bounds.expect("the margin is rounded");
    // z²/4/.025² and z²/4/.015².
    assert!((sizes.low() - 1_536.584).abs() < 0.01 && (sizes.high() - 4_268.288).abs() < 0.01);
    // The row's interval reaches as far as that of 1,537 around 48.95 and 49.05.
    let within = reading.row("A").unwrap().sampling.unwrap();
    assert!(within.interval_within_rounding.low() < within.interval.low() - 0.004);
    // ±2.00 leaves nothing of the kind: 2,389 at the least, at which 3.89 points are enough for 3.9.
    let printed = report(&BY_MARGIN.replace("MARGIN", "2.00"));
    assert_eq!(
        call(&printed, "X", &Question::Leader, None).outcome,
        CallOutcome::Right
    );
}

const SEATS: &str = r#"{"contest":{"name":"c","choices":["A","B"],"seats":"100","majority":"51"},
    "counts":[{"name":"final","status":"final","seats":COUNT}],
    "polls":[{"pollster":"W","seats":{"A":"52"}},{"pollster":"V","seats":{"A":"45–49"}},
    {"pollster":"U","seats":{"A":"50"}}]}"#;

#[test]
fn seats_of_one_choice_call_what_the_house_leaves_no_doubt_of() {
    let all = report(&SEATS.replace("COUNT", r#"{"A":"48","B":"52"}"#));
    // 52 of 100 lead and are a majority whatever others get; the count has B with 52.
    for question in [Question::Leader, Question::Majority] {
        let wrong = call(&all, "W", &question, None);
        assert_eq!((&wrong.called, &wrong.result), (&named("A"), &named("B")));
        assert_eq!(wrong.outcome, CallOutcome::Wrong);
        // 45 to 49 leave 51 or more to others, of whom the poll says nothing.
        let silent = call(&all, "V", &question, None);
        assert_eq!(
            (&silent.called, &silent.result),
            (&Said::Unknown, &named("B"))
        );
        assert_eq!(silent.outcome, CallOutcome::Unknown);
    }
    // 50 leave 50: another may have as many, but nobody 51.
    assert_eq!(
        call(&all, "U", &Question::Leader, None).called,
        Said::Unknown
    );
    let nobody = call(&all, "U", &Question::Majority, None);
    assert_eq!(
        (&nobody.called, nobody.outcome),
        (&Said::Nobody, CallOutcome::Wrong)
    );
    // A count of A alone: 52 seats are nobody's that it names, so nobody knows who has most.
    let half = report(&SEATS.replace("COUNT", r#"{"A":"48"}"#));
    assert_eq!(
        call(&half, "W", &Question::Leader, None).result,
        Said::Unknown
    );
    assert_eq!(
        call(&half, "W", &Question::Majority, None).outcome,
        CallOutcome::Unknown
    );
    // With 60 of 100 it is A, whoever has the others.
    let most = report(&SEATS.replace("COUNT", r#"{"A":"60"}"#));
    assert_eq!(
        call(&most, "W", &Question::Leader, None).outcome,
        CallOutcome::Right
    );
    assert_eq!(
        call(&most, "W", &Question::Majority, None).outcome,
        CallOutcome::Right
    );
}

#[test]
fn a_poll_of_a_part_of_the_voters_calls_nothing_of_the_whole() {
    // In person A has 330,000 of 600,000, in all 480,000 of 1,000,000: B has won.
    let part = report(
        r#"{"contest":{"name":"c","choices":["A","B"],"thresholds":{"half":">50"}},
        "counts":[{"name":"final","status":"final","votes":{"A":"480000","B":"520000"},
        "segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}},
        {"voters":["in_person"],"votes":{"A":"330000","B":"270000"}}],"population":{"voters":["in_person","postal"]}}],
        "polls":[{"pollster":"X","shares":{"A":"55.3","B":"44.7"},"population":{"voters":["in_person"]},
        "sample":{"respondents":"4000","design_effect":"1.2"}},
        {"pollster":"Y","shares":{"A":"45.5","B":"54.5"},"sample":{"respondents":"4000","design_effect":"1.2"}}]}"#,
    );
    let leader = call(&part, "X", &Question::Leader, None);
    assert_eq!(
        (&leader.called, &leader.result, leader.outcome),
        (&named("A"), &named("B"), CallOutcome::Unknown)
    );
    assert_eq!(leader.not_judged, Some(Reason::PartOfTheVoters));
    let half = call(&part, "X", &Question::Threshold("half".into()), Some("A"));
    assert_eq!(
        (&half.called, &half.result, half.outcome),
        (&Said::Above, &Said::Below, CallOutcome::Unknown)
    );
    // The poll of all voters is judged by the same winner.
    let whole = call(&part, "Y", &Question::Leader, None);
    assert_eq!(
        (&whole.result, whole.outcome, &whole.not_judged),
        (&named("B"), CallOutcome::Right, &None)
    );
    let text = exitpoll::render::text_with(&part, 200, exitpoll::render::Detail::Full);
    assert!(
        text.contains("not known: the poll is of a part of the voters, not of all"),
        "{text}"
    );
}

/// What is asked of the poll's own voters alone.
fn own_leader<'a>(report: &'a Report, poll: &str) -> Option<&'a Call> {
    let mut calls = report
        .reference()
        .poll(poll)
        .expect("the poll")
        .calls
        .iter();
    calls.find(|call| call.of_own_voters && call.question == Question::Leader)
}

#[test]
fn who_leads_among_the_polls_own_voters_is_judged_by_their_votes() {
    // In person A has 310,000 of 530,000, 58.5 percent, and in all 48.
    let document = |status: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},
            "counts":[{{"name":"final",{status},"votes":{{"A":"480000","B":"520000"}},
            "segments":[{{"voters":["in_person"],"votes":{{"A":"310000","B":"220000"}}}}]}}],
            "polls":[{{"pollster":"Right","shares":{{"A":"58.5","B":"41.5"}},"population":{{"voters":["in_person"]}},
            "sample":{{"respondents":"10000","design_effect":"1.5"}}}},
            {{"pollster":"Wrong","shares":{{"A":"45.0","B":"55.0"}},"population":{{"voters":["in_person"]}},
            "sample":{{"respondents":"10000","design_effect":"1.5"}}}},
            {{"pollster":"All","shares":{{"A":"48.1","B":"51.9"}},"sample":{{"respondents":"10000"}}}}]}}"#
        ))
    };
    let counted = document(r#""status":"final""#);
    for (poll, called, outcome) in [
        ("Right", "A", CallOutcome::Right),
        ("Wrong", "B", CallOutcome::Wrong),
    ] {
        let own = own_leader(&counted, poll).expect("it is asked");
        assert_eq!(
            (&own.called, &own.result, own.outcome, own.beyond_sampling),
            (&named(called), &named("A"), outcome, Some(true)),
            "{poll}"
        );
        // Of all voters it says nothing, whoever leads there.
        let all = call(&counted, poll, &Question::Leader, None);
        assert_eq!(
            (&all.called, &all.result, all.outcome),
            (&named(called), &named("B"), CallOutcome::Unknown),
            "{poll}"
        );
    }
    assert_eq!(own_leader(&counted, "All"), None);
    let said = text(&counted);
    for line in [
        "who leads A, of its own voters B not known: the poll is of a part of the voters, not of all",
        "who leads, of its own voters A A right, more than chance",
        "who leads B, of its own voters B not known: the poll is of a part of the voters, not of all",
        "who leads, of its own voters B A wrong, more than chance",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("not said"), "{said}");
    // Of the ballots still to be counted nobody knows how many are theirs.
    let partial = document(r#""completeness":{"of":"ballots","percent":"90.0"}"#);
    assert_eq!(own_leader(&partial, "Right"), None);
}

#[test]
fn a_poll_leads_with_whom_it_names_first_though_the_count_lacks_another() {
    let of = |shares: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},
            "counts":[{{"name":"final","status":"final","votes":{{"A":"480000","B":"420000"}}}}],
            "polls":[{{"pollster":"P","shares":{{{shares}}},"sample":{{"respondents":"1500"}}}}]}}"#
        ))
    };
    let leader = |shares: &str| call(&of(shares), "P", &Question::Leader, None).clone();
    let first = leader(r#""A":"50","B":"45","C":"5""#);
    assert_eq!(
        (&first.called, first.outcome, &first.not_judged),
        (
            &named("A"),
            CallOutcome::Unknown,
            &Some(Reason::NoOfficialFigure)
        )
    );
    // 34 and 34 percent: C, of which the count gives nothing, leads as far as anybody knows.
    let level = leader(r#""A":"34","B":"32","C":"34""#);
    assert_eq!(level.called, Said::Unknown);
}

#[test]
fn by_published_ranges_no_lead_is_more_than_chance() {
    let ranges = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"final","status":"final","shares":{"A":"54.0","B":"46.0"}}],
        "polls":[{"pollster":"X","shares":{"A":"52–56","B":"44–48"},"sample":{"respondents":"1500"}}]}"#,
    );
    let leader = call(&ranges, "X", &Question::Leader, None);
    assert_eq!(
        (leader.outcome, leader.beyond_sampling),
        (CallOutcome::Right, None)
    );
}

#[test]
fn a_poll_whose_population_could_explain_it_called_nobody_wrong() {
    // Of those whom the poll covers, 53 percent of the votes, A may well have had 53 percent: B needs 57.5 of the rest.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"final","status":"final","votes":{"A":"480000","B":"520000"}}],
        "polls":[{"pollster":"P","shares":{"A":"53.0","B":"47.0"},"population":{"voters":["in_person"],"outside":"47"},
        "sample":{"respondents":"10000","design_effect":"1.5"}},
        {"pollster":"Q","shares":{"A":"53.0","B":"47.0"},"sample":{"respondents":"10000","design_effect":"1.5"}}]}"#,
    );
    let apart = call(&report, "P", &Question::Leader, None);
    assert_eq!(
        (apart.outcome, apart.beyond_sampling, &apart.called),
        (CallOutcome::Unknown, None, &named("A"))
    );
    assert_eq!(apart.not_judged, Some(Reason::PartOfTheVoters));
    let whole = call(&report, "Q", &Question::Leader, None);
    assert_eq!(
        (whole.outcome, &whole.called),
        (CallOutcome::Wrong, &named("A"))
    );
}

/// One poll of all ballots against a count with a threshold.
fn of_ballots(threshold: &str, count: &str, shares: &str, respondents: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C"],"thresholds":{{"t":"{threshold}"}}}},
        "counts":[{{"name":"f","status":"final",{count}}}],
        "polls":[{{"pollster":"P","base":"all_ballots","shares":{{{shares}}},
        "sample":{{"respondents":"{respondents}","design_effect":"1"}}}}]}}"#
    ))
}

#[test]
fn a_poll_of_all_ballots_calls_a_threshold_by_its_share_of_the_valid_votes() {
    let count = r#""votes":{"A":"500000","B":"400000","C":"47600"},"invalid":"52400","ballots_cast":"1000000""#;
    let threshold = Question::Threshold("t".into());
    let of_c = |report: &Report| {
        let of = call(report, "P", &threshold, Some("C"));
        (of.called.clone(), of.result.clone(), of.outcome)
    };
    // 4.76 of all ballots are 4.76/94.76 = 5.023 of the valid votes; the count has 47,600 of 947,600.
    let shares = r#""A":"50.0","B":"40.0","C":"4.76","(invalid)":"5.24""#;
    let same = of_ballots("5", count, shares, "900000");
    assert_eq!(of_c(&same), (Said::Above, Said::Above, CallOutcome::Right));
    let fewer = of_ballots("5", count, shares, "2000");
    assert_eq!(of_c(&fewer), (Said::Above, Said::Above, CallOutcome::Open));
    // Of ballots whose invalid ones nobody gives, neither is known.
    let unknown = r#""base":"all_ballots","shares":{"A":"50.0","B":"40.0","C":"4.76"}"#;
    let unknown = of_ballots("5", unknown, r#""A":"50.0","B":"40.0""#, "2000");
    let of_a = call(&unknown, "P", &threshold, Some("A"));
    assert_eq!(of_a.not_judged, Some(Reason::ThresholdOfOtherBase));
    assert_eq!(of_a.outcome, CallOutcome::Unknown);
}

fn in_any_order(choices: &[&str]) -> Said {
    Said::InAnyOrder(choices.iter().map(|&choice| choice.into()).collect())
}

#[test]
fn who_reaches_the_run_off_is_called_apart_from_their_order() {
    // The finalists the other way round: each place wrong, both finalists right.
    let swapped = report(
        r#"{"contest":{"name":"c","choices":["J","K","P"],"places":"2"},
        "counts":[{"name":"final","status":"final","votes":{"J":"400000","K":"390000","P":"210000"}}],
        "polls":[{"pollster":"X","shares":{"J":"36.0","K":"42.0","P":"22.0"},"sample":{"respondents":"9000","design_effect":"1"}}]}"#,
    );
    let finalists = Question::FirstPlaces(2);
    let of = call(&swapped, "X", &finalists, None);
    assert_eq!(
        (of.outcome, of.beyond_sampling, &of.called, &of.result),
        (
            CallOutcome::Right,
            Some(true),
            &in_any_order(&["J", "K"]),
            &in_any_order(&["J", "K"])
        )
    );
    let place = call(&swapped, "X", &Question::Place(2), None);
    assert_eq!(place.outcome, CallOutcome::Wrong);

    // After 97 percent the two may still change places, the third can pass neither: 22.93 at most against 38.29.
    let partial = |votes: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["S","D","A"],"places":"2"}},
            "counts":[{{"name":"part","completeness":{{"of":"ballots","percent":"97.0"}},"votes":{{{votes}}}}}],
            "polls":[{{"pollster":"X","shares":{{"S":"38.5","D":"41.0","A":"20.5"}},"sample":{{"respondents":"20000","design_effect":"1"}}}}]}}"#
        ))
    };
    let settled = partial(r#""S":"400000","D":"395000","A":"205000""#);
    let of = call(&settled, "X", &finalists, None);
    assert_eq!(of.outcome, CallOutcome::Right);
    assert_eq!(
        call(&settled, "X", &Question::Place(2), None).outcome,
        CallOutcome::Open
    );
    // 1 point apart with 3 percent to come.
    let open = partial(r#""S":"400000","D":"305000","A":"295000""#);
    assert_eq!(
        call(&open, "X", &finalists, None).outcome,
        CallOutcome::Open
    );
    // A tie so far is nobody's last word.
    let level = partial(r#""S":"400000","D":"400000","A":"200000""#);
    let leader = call(&level, "X", &Question::Leader, None);
    assert_eq!(
        (leader.outcome, &leader.result),
        (CallOutcome::Open, &Said::Open)
    );
}

#[test]
fn a_decided_order_and_its_calls_name_their_weakest_condition() {
    // B leads C by 3.59 points at least: f' = 1/1.0359, and q = 1 − f'·.03/(.97·(1 − f')) = .1385 for f = .97.
    let order = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},
        "counts":[{"name":"part","completeness":{"of":"ballots","counted":"9700","total":"10000"},"shares":{"A":"58.00","B":"22.80","C":"19.20"}}],
        "polls":[{"pollster":"X","shares":{"A":"58.0","B":"18.0","C":"24.0"},"sample":{"respondents":"5000","design_effect":"1"}}]}"#,
    );
    let unless = |question| call(&order, "X", &question, None).unless_invalid.unwrap();
    for question in [Question::Place(2), Question::Order] {
        let of = unless(question);
        assert!((of - 0.1385).abs() < 1e-4, "{of}");
    }
    // A leads B by 35.19 at least: q = 1 − .03/(.97·.3519) = .9121.
    let of = unless(Question::Leader);
    assert!((of - 0.9121).abs() < 1e-4, "{of}");
    assert!(text(&order).contains(
        "The whole order is decided, unless 13.85 percent of the ballots counted were invalid."
    ));
}

#[test]
fn a_threshold_of_choices_given_as_one_is_asked_of_each() {
    let merged = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"],"thresholds":{"t":{"percent":"8","choices":["A","B"]}}},
        "counts":[{"name":"final","status":"final","votes":{"A":"100000","B":"79990","C":"820010"}}],
        "polls":[{"pollster":"X","merged":[{"label":"L","choices":["A","B"]}],"shares":{"L":"18.0","C":"82.0"}}]}"#,
    );
    for (choice, result) in [("A", Said::Above), ("B", Said::Below)] {
        let of = call(&merged, "X", &Question::Threshold("t".into()), Some(choice));
        assert_eq!(
            (&of.called, &of.result, of.outcome),
            (&Said::Unknown, &result, CallOutcome::Unknown)
        );
    }
    // 7.999 percent prints as 8.00.
    let text = text(&merged);
    assert!(text.contains("threshold \"t\" (8 percent): B") && text.contains("(7.999"));
}

#[test]
fn seats_added_up_to_a_bloc_of_the_count_lead_as_the_bloc() {
    let bloc = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"],"seats":"100","majority":"51"},
        "counts":[{"name":"f","status":"final","merged":[{"label":"A + B","choices":["A","B"]}],"seats":{"A + B":"56","C":"44"}}],
        "polls":[{"pollster":"X","seats":{"A":"30–33","B":"22–24","C":"42–46"}}]}"#,
    );
    for question in [Question::Leader, Question::Majority] {
        let of = call(&bloc, "X", &question, None);
        assert_eq!(
            (&of.called, of.outcome),
            (&named("A + B"), CallOutcome::Right)
        );
    }
}

#[test]
fn an_order_is_not_called_where_one_of_its_places_is_not() {
    // C can pass B among the 10 percent not covered: (1 − .1)·9 − 10 < 0.
    let outside = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},
        "counts":[{"name":"f","status":"final","votes":{"A":"400000","B":"400000","C":"200000"}}],
        "polls":[{"pollster":"X","population":{"outside":"10"},"shares":{"A":"45.0","B":"32.0","C":"23.0"},"sample":{"respondents":"100000","design_effect":"1"}}]}"#,
    );
    for question in [Question::Place(2), Question::Order] {
        let call = call(&outside, "X", &question, None);
        assert_eq!(
            (call.outcome, &call.not_judged),
            (CallOutcome::Unknown, &Some(Reason::PartOfTheVoters))
        );
    }
}

#[test]
fn of_those_level_at_a_place_a_lot_decides_who_takes_it() {
    // B is 7 points above C in the poll, far beyond chance; they have 200,000 votes each.
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B","C","D"],"places":"2"},"counts":[{"name":"c","status":"final",
        "votes":{"A":"400000","B":"200000","C":"200000","D":"190000"}}],"polls":[{"pollster":"P","shares":{"A":"41","B":"24",
        "C":"17","D":"18"},"sample":{"respondents":"3000","design_effect":"1"}}]}"#,
    );
    let poll = report.reference().poll("P").unwrap();
    let outcome = |question: Question| {
        let mut calls = poll.calls.iter();
        calls
            .find(|call| call.question == question)
            .unwrap()
            .outcome
    };
    assert_eq!(outcome(Question::Leader), CallOutcome::Right);
    for open in [
        Question::Place(2),
        Question::FirstPlaces(2),
        Question::Order,
    ] {
        assert_eq!(outcome(open.clone()), CallOutcome::Open, "{open:?}");
    }
}

#[test]
fn the_lead_between_few_excludes_nothing_where_who_leads_is_open() {
    let of_hundred = |a: &str, b: &str| {
        let document = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
            "votes":{{"A":"580000","B":"420000"}}}}],"polls":[{{"pollster":"P","shares":{{"A":"{a}","B":"{b}"}},
            "sample":{{"respondents":"100","design_effect":"1"}}}}]}}"#
        );
        report(&document)
    };
    let of = |report: &Report| {
        let poll = report.reference().poll("P").unwrap();
        let lead = poll.reading().unwrap().lead.as_ref().unwrap();
        assert!(lead.by_binomial_test);
        (poll.calls[0].outcome, lead.interval.unwrap().low())
    };
    // P(X ≥ 60) of 100 at one half is .0284, above .025, although Wilson's interval begins at 50.2: Clopper and Pearson's
    // is 49.72 to 69.67.
    let open = of_hundred("60.00", "40.00");
    let (outcome, low) = of(&open);
    assert_eq!(outcome, CallOutcome::Open);
    assert!((low - (2.0 * 0.4972 - 1.0)).abs() < 1e-3, "{low}");
    let words = "95 % interval −0.56 to 39.34 points by the binomial test of the two, the count's lead inside";
    assert!(text(&open).contains(words));
    // P(X ≥ 62) is .0105.
    let (outcome, low) = of(&of_hundred("62.00", "38.00"));
    assert_eq!(outcome, CallOutcome::Right);
    assert!(low > 0.0);
}
