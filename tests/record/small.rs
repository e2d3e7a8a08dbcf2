//! Records small enough to be worked out by hand, and polls that cannot be recorded.

use exitpoll::Confidence;
use exitpoll::interval::RankMethod;
use exitpoll::pooling::HeterogeneityEstimator;
use exitpoll::record::{
    Call, ChoiceOutcome, ContestRow, Figure, PollDeviation, PollOutcome, RatingRule, Reference,
    ResultLead, Tally, TotalError, house_effects, measure_rows, ranking,
};

fn choice(choice: &'static str, poll: f64, result: Option<f64>) -> ChoiceOutcome<'static> {
    ChoiceOutcome {
        choice,
        bloc: Some(choice),
        poll,
        result,
    }
}

fn poll<'c>(choices: &'c [ChoiceOutcome<'static>]) -> PollOutcome<'static, 'c> {
    PollOutcome {
        pollster: "One",
        contest: "Mayor",
        kind: None,
        date: None,
        size: Some(400.0),
        choices,
        result_lead: None,
        call: None,
    }
}

/// Two choices that have everything: a lead of `lead` polled, of `official` counted, by 2,500 respondents.
fn lead(
    pollster: &'static str,
    contest: &'static str,
    lead: f64,
    official: f64,
) -> PollDeviation<'static> {
    let half = |lead: f64, sign: f64| 0.5 + 0.5 * sign * lead;
    let choices = [
        choice("A", half(lead, 1.0), Some(half(official, 1.0))),
        choice("B", half(lead, -1.0), Some(half(official, -1.0))),
    ];
    let outcome = PollOutcome {
        pollster,
        contest,
        size: Some(2500.0),
        ..poll(&choices)
    };
    outcome.measure(Some(["A", "B"])).expect("a poll")
}

fn near(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() < 1e-14, "{ours} {theirs}");
}

#[test]
fn a_record_by_hand() {
    // Deviations of +4, +2 and −3 points in two contests; se = √(1 − lead²)/50 ≈ 2 points.
    let polls = [
        lead("One", "a", 0.04, 0.0),
        lead("One", "a", 0.02, 0.0),
        lead("One", "b", -0.02, 0.01),
    ];
    let record = Tally::of(&polls).unwrap().record(RatingRule::default());
    let summary = record.overall.as_ref().unwrap();
    assert_eq!((summary.polls, summary.contests), (3, 2));
    let lead = summary.lead.as_ref().unwrap();
    near(lead.mean_absolute.value, 0.03);
    near(lead.root_mean_squared, (29e-4_f64 / 3.0).sqrt());
    let mean = lead.mean.unwrap();
    near(mean.value, 0.01);
    // Contests: 6 − 2·1 = 4 and −3 − 1 = −4: √(2·(16 + 16))/3 = 8/3 points.
    near(mean.standard_error.unwrap(), 0.08 / 3.0);
    // Absolute: 6 − 2·3 = 0 and 3 − 3 = 0.
    near(lead.mean_absolute.standard_error.unwrap(), 0.0);
    let sampling = lead.sampling.as_ref().unwrap();
    let inside: Vec<u64> = sampling
        .coverage
        .iter()
        .map(|coverage| coverage.inside)
        .collect();
    // z of 2.001, 1.0002 and 1.5003 against .674, 1.28, 1.64 and 1.96.
    assert_eq!(inside, [0, 1, 2, 2]);
    assert_eq!(sampling.coverage_at(0.95).unwrap().outside, 1);
    assert!(sampling.coverage_at(0.99).is_none());
    // Φ(−2.001) = .0227, Φ(−1.0002) = .1586, Φ(1.5003) = .933.
    assert_eq!(sampling.pit, [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    let errors = [0.04_f64, 0.02, -0.02].map(|lead| ((1.0 - lead * lead) / 2500.0).sqrt());
    let expected = (2.0 / std::f64::consts::PI).sqrt() * errors.iter().sum::<f64>();
    near(sampling.expected_absolute, expected / 3.0);
    assert!((sampling.relative_error - 0.09 / expected).abs() < 1e-13);
    let z = Confidence::P95.critical_value();
    let width = 2.0 * z * errors.iter().sum::<f64>() / 3.0;
    let beyond = 40.0 * (0.04 - z * errors[0]) / 3.0;
    assert!((sampling.interval_score - (width + beyond)).abs() < 1e-13);
    // Two calls of a tie cannot be told; the third called the loser.
    let calls = summary.calls.unwrap();
    assert_eq!((calls.polls, calls.right), (1, 0.0));
    // Half the lead on either side.
    near(summary.mean_absolute_share, 0.015);
    near(summary.share.mean_absolute.value, 0.015);
    // B of two choices is |ln odds ratio|, twice the same.
    let odds = |lead: f64| ((1.0 + lead) / (1.0 - lead)).ln().abs();
    let b = (odds(0.04) + odds(0.02) + odds(0.02) + odds(0.01)) / 3.0;
    assert!((summary.b.unwrap().mean - b).abs() < 1e-14);
    assert!(!record.pollster("One").unwrap().rated);
    assert!(record.pollster("Two").is_none());
}

#[test]
fn calls_from_shares_and_from_the_source() {
    let third = |poll| choice("C", poll, None);
    let call = |choices: &[ChoiceOutcome<'static>], stated, result_lead| {
        let outcome = PollOutcome {
            call: stated,
            result_lead,
            ..poll(choices)
        };
        outcome.measure(None).unwrap().call
    };
    let pair = |a, b| [choice("A", a, Some(0.5)), choice("B", b, Some(0.4))];
    let [a, b] = pair(0.45, 0.4);
    assert_eq!(call(&[a, b], None, None), Some(Call::Right));
    assert_eq!(call(&[a, b, third(0.1)], None, None), Some(Call::Right));
    let [a, b] = pair(0.4, 0.4);
    assert_eq!(call(&[a, b], None, None), Some(Call::Shared));
    let [a, b] = pair(0.3, 0.3);
    assert_eq!(call(&[a, b, third(0.4)], None, None), Some(Call::Wrong));
    assert_eq!(
        call(&[a, b, third(0.4)], Some(Call::Right), None),
        Some(Call::Right)
    );
    // Tied in rounded shares: a stated lead tells, and without one nobody does.
    let tied = [choice("A", 0.45, Some(0.5)), choice("B", 0.4, Some(0.5))];
    assert_eq!(call(&tied, None, None), None);
    let stated = |lead| {
        Some(ResultLead {
            of: "B",
            over: "A",
            lead,
        })
    };
    assert_eq!(call(&tied, None, stated(1e-5)), Some(Call::Wrong));
    assert_eq!(call(&tied, None, stated(-1e-5)), Some(Call::Right));
}

#[test]
fn sides_are_named_or_the_first_two_of_the_result() {
    let choices = [
        choice("A", 0.2, Some(0.25)),
        choice("B", 0.4, Some(0.35)),
        choice("C", 0.3, Some(0.4)),
    ];
    let outcome = poll(&choices);
    let lead_of = |sides| {
        let measured = outcome.measure(sides).unwrap();
        (measured.oriented, measured.lead.unwrap().deviation)
    };
    let (oriented, deviation) = lead_of(Some(["B", "A"]));
    assert!(oriented);
    near(deviation, 0.2 - 0.1);
    // "D" stands in no poll: the winner C over B.
    for sides in [None, Some(["B", "D"])] {
        let (oriented, deviation) = lead_of(sides);
        assert!(!oriented);
        near(deviation, -0.1 - 0.05);
    }
    // A stated lead counts in either direction, and for no other pair.
    let stated = |of, over, lead| {
        let outcome = PollOutcome {
            result_lead: Some(ResultLead { of, over, lead }),
            ..outcome
        };
        outcome
            .measure(Some(["B", "A"]))
            .unwrap()
            .lead
            .unwrap()
            .deviation
    };
    near(stated("B", "A", 0.104), 0.2 - 0.104);
    near(stated("A", "B", -0.104), 0.2 - 0.104);
    near(stated("C", "B", 0.104), 0.2 - 0.1);
}

#[test]
fn a_choice_alone_has_a_share_and_no_lead() {
    let choices = [choice("A", 0.52, Some(0.5)), choice("B", 0.3, None)];
    let measured = poll(&choices).measure(None).unwrap();
    assert!(measured.lead.is_none() && measured.b.is_none() && measured.brier.is_none());
    // As it stands, of all 400 respondents.
    near(measured.share.deviation, 0.02);
    near(
        measured.share.standard_error.unwrap(),
        (0.52_f64 * 0.48 / 400.0).sqrt(),
    );
}

#[test]
fn what_cannot_be_recorded_is_an_error_with_its_place() {
    let fine = [choice("A", 0.5, Some(0.5)), choice("B", 0.4, Some(0.5))];
    let refused = |choices: &[ChoiceOutcome<'static>], size, result_lead| {
        let outcome = PollOutcome {
            size,
            result_lead,
            ..poll(choices)
        };
        outcome.measure(None).unwrap_err().to_string()
    };
    let with = |a: ChoiceOutcome<'static>| [a, fine[1]];
    let lead = |lead| {
        Some(ResultLead {
            of: "A",
            over: "B",
            lead,
        })
    };
    for (message, said) in [
        (refused(&[], None, None), "`result` is missing"),
        (
            refused(&[choice("A", 0.5, None)], None, None),
            "`result` is missing",
        ),
        (
            refused(&with(choice("A", 52.0, Some(0.5))), None, None),
            "`poll of A` is 52",
        ),
        (
            refused(&with(choice("A", f64::NAN, Some(0.5))), None, None),
            "`poll of A` is NaN",
        ),
        (
            refused(&with(choice("A", 0.5, Some(-0.5))), None, None),
            "`result of A` is -0.5",
        ),
        (
            refused(&with(choice("A", 0.7, Some(0.5))), None, None),
            "`poll` is 1.1",
        ),
        (
            refused(&with(choice("B", 0.3, Some(0.5))), None, None),
            "twice",
        ),
        (refused(&fine, Some(0.0), None), "`size` is 0"),
        (refused(&fine, Some(f64::INFINITY), None), "`size` is inf"),
        (refused(&fine, None, lead(4.0)), "`result_lead` is 4"),
        (refused(&fine, None, lead(f64::NAN)), "`result_lead` is NaN"),
        (
            refused(
                &[choice("A", 0.0, Some(0.5)), choice("B", 0.0, Some(0.5))],
                None,
                None,
            ),
            "no share at all",
        ),
    ] {
        assert!(
            message.contains(said) && message.contains("One in Mayor"),
            "{message}"
        );
    }
}

#[test]
fn zeros_have_no_log_odds_and_no_standard_error() {
    let choices = [choice("A", 1.0, Some(0.6)), choice("B", 0.0, Some(0.4))];
    let measured = poll(&choices).measure(Some(["A", "B"])).unwrap();
    assert!(measured.b.is_none());
    assert_eq!(measured.lead.unwrap().standard_error, None);
    assert_eq!(measured.share.standard_error, None);
    let record = Tally::of(&[measured])
        .unwrap()
        .record(RatingRule::default());
    let overall = record.overall.unwrap();
    assert!(overall.b.is_none() && overall.lead.unwrap().sampling.is_none());
    let missing = TotalError::of(&[measured], Figure::Lead, Confidence::P95);
    assert!(missing.unwrap_err().to_string().contains("known size"));
}

#[test]
fn rows_of_one_poll_must_agree() {
    let row = |choice: &str, size| ContestRow {
        pollster: "One".into(),
        contest: "Mayor".into(),
        kind: None,
        date: None,
        name: None,
        size,
        choice: choice.into(),
        bloc: None,
        poll: 0.5,
        result: Some(0.5),
    };
    let message = |rows: &[ContestRow]| measure_rows(rows, None).unwrap_err().to_string();
    let sizes = message(&[row("A", Some(500.0)), row("B", None)]);
    assert!(
        sizes.contains("One in Mayor") && sizes.contains("`size` is unknown"),
        "{sizes}"
    );
    let mut other = row("B", None);
    other.kind = Some("general".into());
    assert!(message(&[row("A", None), other]).contains("`kind` is general"));
    assert!(message(&[row("A", None), row("A", None)]).contains("twice"));
    assert!(measure_rows(&[], None).unwrap().is_empty());
}

#[test]
fn nothing_at_all_is_an_empty_record() {
    let record = Tally::new().record(RatingRule::default());
    assert!(record.overall.is_none() && record.pollsters.is_empty());
    let rule = RatingRule::default();
    let ranked = ranking(
        &Tally::new(),
        Reference::Result,
        rule,
        RankMethod::StepDown,
        Confidence::P95,
    );
    assert!(ranked.unwrap().is_empty());
    let estimator = HeterogeneityEstimator::RestrictedMaximumLikelihood;
    let effects = house_effects(
        &Tally::new(),
        Reference::Result,
        rule,
        estimator,
        Confidence::P95,
    );
    assert!(
        effects
            .unwrap_err()
            .to_string()
            .contains("no pollster has polled enough")
    );
}

#[test]
fn house_effects_against_others_leave_the_contest_out() {
    // What every contest held in store for all of them: 10, −7, 3 and 6 points; beyond it the pollsters
    // are off by 2, −1 and about 0.
    let surprises = [("a", 0.10), ("b", -0.07), ("c", 0.03), ("d", 0.06)];
    let houses = [("One", 0.02), ("Two", -0.01), ("Three", 0.0)];
    let mut polls = Vec::new();
    for (at, (contest, surprise)) in surprises.into_iter().enumerate() {
        for (pollster, house) in houses {
            let noise = if at % 2 == 0 { 0.001 } else { -0.001 };
            let own = if pollster == "Three" { noise } else { 0.0 };
            polls.push(lead(pollster, contest, 0.1 + surprise + house + own, 0.1));
        }
    }
    let tally = Tally::of(&polls).unwrap();
    let rule = RatingRule {
        polls: 4,
        contests: 4,
    };
    let estimator = HeterogeneityEstimator::RestrictedMaximumLikelihood;
    let effects = house_effects(
        &tally,
        Reference::OtherPollsters,
        rule,
        estimator,
        Confidence::P95,
    )
    .unwrap();
    let own = |name: &str| {
        let effect = effects.pollsters.iter().find(|one| one.pollster == name);
        effect.expect(name).own
    };
    // One: 2 − (−1 + 0)/2; noise cancels over the contests.
    near(own("One").value, 0.025);
    near(own("Two").value, -0.02);
    near(own("Three").value, -0.005);
    // Of Three ±.1 point in four contests: √(4/3 · 4 · .1²)/4.
    near(
        own("Three").standard_error.unwrap(),
        (16e-6_f64 / 3.0).sqrt() / 4.0,
    );
    // Against the result the surprises are in it.
    let against =
        house_effects(&tally, Reference::Result, rule, estimator, Confidence::P95).unwrap();
    let one = against
        .pollsters
        .iter()
        .find(|one| one.pollster == "One")
        .unwrap();
    near(one.own.value, 0.02 + 0.03);
    assert!(one.own.standard_error.unwrap() > 0.03);
}

#[test]
fn ranks_open_where_pollsters_met_different_surprises() {
    let mut polls = Vec::new();
    let contests = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    for (at, contest) in contests.into_iter().enumerate() {
        let surprise = 0.01 * (at % 5) as f64;
        let more = 0.02 + if at % 2 == 0 { 0.001 } else { -0.001 };
        polls.push(lead("Near", contest, surprise, 0.0));
        polls.push(lead("Far", contest, surprise + more, 0.0));
        if at < 2 {
            polls.push(lead("New", contest, 0.0, 0.0));
        }
    }
    let tally = Tally::of(&polls).unwrap();
    let rule = RatingRule::default();
    let ranked = ranking(
        &tally,
        Reference::Result,
        rule,
        RankMethod::StepDown,
        Confidence::P95,
    )
    .unwrap();
    // "New" has polled too little. The two met the same surprises: their difference is 2 ± .1 points,
    // though either mean has a standard error of .47.
    let places: Vec<(&str, usize, usize, usize)> = ranked
        .iter()
        .map(|one| {
            (
                one.pollster.as_str(),
                one.place,
                one.ranks.best,
                one.ranks.worst,
            )
        })
        .collect();
    assert_eq!(places, [("Near", 1, 1, 1), ("Far", 2, 2, 2)]);
    assert!(ranked[0].error.standard_error.unwrap() > 0.004);
}
