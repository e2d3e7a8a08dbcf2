//! At which level, size and method the statements of one poll are tested: pairs, leads, ranks, joint intervals,
//! equivalence, and how many tests there are.

use exitpoll::io::json;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, PairNotTested, PollPair, Question, ReadingReport, Report};
use exitpoll::{Comparison, Confidence, Verdict};

use super::words_of_reports::{has, lacks, report, text};

fn document(votes: &str, polls: &str) -> String {
    let choices: Vec<&str> = votes.split(',').map(|of| &of[..3]).collect();
    format!(
        r#"{{"contest":{{"name":"c","choices":[{}]}},"counts":[{{"name":"f","status":"final","votes":{{{votes}}}}}],
        "polls":[{polls}]}}"#,
        choices.join(",")
    )
}

fn poll(name: &str, shares: &str, sample: &str) -> String {
    format!(r#"{{"pollster":"{name}","shares":{{{shares}}},"sample":{{{sample}}}}}"#)
}

fn of_one(votes: &str, shares: &str, sample: &str) -> Report {
    report(&document(votes, &poll("P", shares, sample)))
}

fn reading(report: &Report) -> &ReadingReport {
    let poll = report.reference().poll("P").expect("the poll is there");
    poll.reading().expect("it has shares")
}

fn pair(report: &Report, one: &str, other: &str) -> PollPair {
    let between = report.between_polls.as_ref().expect("two polls");
    between.pair(one, other).expect("the pair is there")
}

fn near(value: f64, expected: f64, tolerance: f64) {
    assert!(
        (value - expected).abs() <= tolerance,
        "{value} is not {expected}"
    );
}

#[test]
fn a_poll_of_two_respondents_is_not_further_off_than_another_by_more_than_chance() {
    // Both for A: V = ¼(1 − 1²) = 0, which says nothing of the error of two answers.
    let polls = [
        poll(
            "one",
            r#""A":"100.0","B":"0.0""#,
            r#""respondents":"2","design_effect":"1""#,
        ),
        poll(
            "big",
            r#""A":"58.0","B":"42.0""#,
            r#""respondents":"2000","design_effect":"1""#,
        ),
    ];
    let report = report(&document(r#""A":"600000","B":"400000""#, &polls.join(",")));
    let pair = pair(&report, "one", "big");
    assert_eq!((pair.z, pair.adjusted_p_value), (None, None));
    assert_eq!(pair.not_tested, Some(PairNotTested::SmallCells));
    has(
        &text(&report, Detail::Full),
        "There is no z of any pair: one of the two polls has fewer than five effective respondents, or none, for choices \
         above the count, or for choices below it.",
    );
}

#[test]
fn a_choice_that_a_poll_puts_at_the_count_is_on_neither_side_of_it() {
    // V = ¼(4·.6·.1 + .3·.7)/200 and ¼(4·.55·.15 + .3·.7)/200: z = .05/√.0012375 = 1.4213381.
    let polls = [
        poll(
            "x",
            r#""A":"60.0","B":"30.0","C":"10.0""#,
            r#""respondents":"200","design_effect":"1""#,
        ),
        poll(
            "y",
            r#""A":"55.0","B":"30.0","C":"15.0""#,
            r#""respondents":"200","design_effect":"1""#,
        ),
    ];
    let report = report(&document(
        r#""A":"500000","B":"300000","C":"200000""#,
        &polls.join(","),
    ));
    let pair = pair(&report, "x", "y");
    near(pair.z.expect("tested"), 0.05 / 0.001_237_5_f64.sqrt(), 1e-9);
    near(pair.adjusted_p_value.expect("tested"), 0.155_219, 1e-6);
    assert_eq!(pair.not_tested, None);
}

#[test]
fn the_standard_error_of_a_lead_is_at_the_effective_size_whatever_its_degrees_of_freedom() {
    // √((.5 + .3 − .2²)/(1600/2)); the interval takes t of 5 degrees of freedom, the standard error does not.
    let report = of_one(
        r#""A":"500000","B":"300000","C":"200000""#,
        r#""A":"50.0","B":"30.0","C":"20.0""#,
        r#""respondents":"1600","design_effect":"2","stations":"6""#,
    );
    let lead = reading(&report).lead.as_ref().expect("two lead");
    near(
        lead.standard_error.expect("known"),
        (0.76_f64 / 800.0).sqrt(),
        1e-12,
    );
}

#[test]
fn the_break_even_design_effect_is_respondents_over_the_break_even_size() {
    // With fewer than five of B expected from 5/.4 = 12.5 respondents down the row is exact, and chance: 24/12.5.
    let small = of_one(
        r#""A":"600","B":"400""#,
        r#""A":"87.5","B":"12.5""#,
        r#""respondents":"24","design_effect":"1""#,
    );
    let row = reading(&small).row("A").unwrap();
    near(row.break_even.unwrap().size, 12.5, 1e-9);
    let factor = |row: &exitpoll::report::RowReport| row.sampling.unwrap().break_even_design_effect;
    near(factor(row).unwrap(), 1.92, 1e-9);
    // Φ⁻¹(1 − .05/6)²·.48·.52/.025² = 2,288.79 respondents, whatever the choice's own design effect: 1200 of them.
    let own = of_one(
        r#""A":"480000","B":"390000","C":"130000""#,
        r#""A":"50.5","B":"38.0","C":"11.5""#,
        r#""respondents":"1200","design_effects":{"A":"2.5","B":"1.5","C":"1"}"#,
    );
    let expected = [("A", 0.524_295), ("B", 0.088_012_8), ("C", 0.416_543)];
    for (label, expected) in expected {
        near(
            factor(reading(&own).row(label).unwrap()).unwrap(),
            expected,
            1e-6,
        );
    }
    // A margin alone has no respondents.
    let margin = of_one(
        r#""A":"600","B":"400""#,
        r#""A":"55.0","B":"45.0""#,
        r#""stated_margin":"3.0""#,
    );
    let row = reading(&margin).row("A").unwrap();
    assert!(row.break_even.is_some() && factor(row).is_none());
}

#[test]
fn the_break_even_design_effect_is_printed_with_what_rounding_leaves_of_it() {
    // +3.0 ±.05 of one half: n·d²/(z²·.25) with z² = 3.8415 and n = 2,000 is 1.874, 1.812 to 1.937.
    let report = of_one(
        r#""A":"500000","B":"500000""#,
        r#""A":"53.0","B":"47.0""#,
        r#""respondents":"2000""#,
    );
    let sampling = reading(&report).row("A").unwrap().sampling.unwrap();
    let of = |d: f64| 2000.0 * d * d / (1.959_963_984_540_054_f64.powi(2) * 0.25);
    let bounds = sampling.break_even_design_effect_bounds.unwrap();
    near(sampling.break_even_design_effect.unwrap(), of(0.03), 1e-9);
    near(bounds.low(), of(0.0295), 1e-9);
    near(bounds.high(), of(0.0305), 1e-9);
    has(
        &text(&report, Detail::Full),
        "with a design effect above 1.87 (1.81 to 1.94 within rounding) it would be no more than chance",
    );
}

const SIX: &str = r#""A":"300000","B":"250000","C":"150000","D":"120000","E":"100000","F":"80000""#;

#[test]
fn intervals_of_all_rows_together_take_t_at_the_level_of_each() {
    // Wilson at n = 1,000 with t of 5 degrees of freedom and .05/12 beyond it, 4.2193 (scipy.stats.t.ppf).
    let report = of_one(
        SIX,
        r#""A":"36.0","B":"22.0","C":"14.0","D":"11.2","E":"9.3","F":"7.5""#,
        r#""respondents":"2000","design_effect":"2","stations":"6""#,
    );
    let row = reading(&report).row("A").unwrap();
    let joint = row.sampling.unwrap().simultaneous_interval.expect("known");
    let (p, n, t) = (0.36_f64, 1000.0, 4.219_3_f64);
    let (middle, half) = (
        p + t * t / (2.0 * n),
        t * (p * (1.0 - p) / n + t * t / (4.0 * n * n)).sqrt(),
    );
    let whole = 1.0 + t * t / n;
    near(joint.low(), (middle - half) / whole, 1e-5);
    near(joint.high(), (middle + half) / whole, 1e-5);
    near(joint.low(), 0.2989, 5e-5);
    near(joint.high(), 0.4260, 5e-5);
}

#[test]
fn ranks_of_large_pairs_take_t_at_the_effective_size() {
    // C over F: z = 60/√240 = 3.87, on one side .0059 by t of 5 degrees of freedom, above the .05/(30 − 2s) of any
    // step that is reached. What the reduced size makes of it, P(Z ≥ 2.95) = .0016, would put F behind C.
    let of = |shares: &str| -> Vec<(usize, usize)> {
        let report = of_one(
            SIX,
            shares,
            r#""respondents":"2000","design_effect":"2","stations":"6""#,
        );
        let rows = reading(&report).rows.iter();
        let ranks = rows.map(|row| row.sampling.unwrap().ranks.expect("known"));
        ranks.map(|ranks| (ranks.best, ranks.worst)).collect()
    };
    let shares = r#""A":"34.6","B":"17.4","C":"15.0","D":"13.0","E":"11.0","F":"9.0""#;
    assert_eq!(of(shares)[2], (2, 6));
    assert_eq!(of(shares)[5], (3, 6));
    let shares = r#""A":"36.0","B":"22.0","C":"14.0","D":"11.2","E":"9.3","F":"7.5""#;
    // Eight leads are called before that of C over F, z = 65/√215 = 4.43: .0034 by t, of α/(30 − 16) = .0036. That of B
    // over C, .00418, misses α/12 = .00417.
    assert_eq!(of(shares)[1..3], [(2, 3), (2, 5)]);
    assert_eq!(of(shares)[5], (4, 6));
}

#[test]
fn agreement_within_a_margin_is_by_two_tests_at_alpha_each() {
    // At α = .1 the interval is that of 80 percent: Wilson of .40 of 1,500, less .4102, from −2.63 to +.60 points. That
    // of 90 percent, from −3.09, is not within 3.
    let polls = poll(
        "P",
        r#""A":"60.000","B":"40.000""#,
        r#""respondents":"1500","design_effect":"1""#,
    );
    let document = document(r#""A":"58980","B":"41020""#, &polls);
    let run = |confidence: f64| {
        Comparison::from(json::read(&document).expect("it reads"))
            .confidence(Confidence::new(confidence).expect("a proportion"))
            .equivalence_margin(3.0)
            .run()
    };
    let at_90 = run(0.9).expect("the report is made");
    let agreement = |report: &Report| {
        reading(report)
            .row("B")
            .unwrap()
            .sampling
            .unwrap()
            .equivalence
    };
    assert_eq!(
        agreement(&at_90),
        Some(exitpoll::hypothesis::Agreement::Agrees)
    );
    // The heading of the column is broken into lines.
    let said = text(&at_90, Detail::Full);
    for words in ["within ±3", "points (10", "% level)"] {
        has(&said, words);
    }
    let at_95 = run(0.95).expect("the report is made");
    assert_eq!(
        agreement(&at_95),
        Some(exitpoll::hypothesis::Agreement::Undetermined)
    );
    // At 50 percent there are no two tests at one half each.
    assert!(run(0.5).is_err());
}

fn leader(report: &Report) -> CallOutcome {
    let calls = &report.reference().poll("P").unwrap().calls;
    let of = calls.iter().find(|call| call.question == Question::Leader);
    of.expect("who leads is asked").outcome
}

#[test]
fn five_to_none_leads_by_no_more_than_chance() {
    // P(X ≥ 5 of 5) = 1/32 = .03125 on one side, above .025; of two choices, and of three where nobody is for the third.
    for (votes, shares) in [
        (r#""A":"400","B":"600""#, r#""A":"100.00","B":"0.00""#),
        (
            r#""A":"400","B":"500","C":"100""#,
            r#""A":"100.00","B":"0.00","C":"0.00""#,
        ),
    ] {
        let five = of_one(votes, shares, r#""respondents":"5","design_effect":"1""#);
        assert_eq!(leader(&five), CallOutcome::Open, "{votes}");
        let lead = reading(&five).lead.as_ref().unwrap();
        assert!(lead.interval.unwrap().contains(0.0), "{votes}");
        let ranks = reading(&five).row("A").unwrap().sampling.unwrap().ranks;
        assert!(ranks.unwrap().contains(2), "{votes}");
        // 1/64 is below.
        let six = of_one(votes, shares, r#""respondents":"6","design_effect":"1""#);
        assert_eq!(leader(&six), CallOutcome::Wrong, "{votes}");
        let lead = reading(&six).lead.as_ref().unwrap();
        assert!(!lead.interval.unwrap().contains(0.0), "{votes}");
    }
}

#[test]
fn the_lead_of_two_choices_is_inside_where_their_rows_are() {
    // 15 of 20 against 90.2 percent, of whom fewer than five are expected for B: p = .080 and the count inside.
    let report = of_one(
        r#""A":"9020","B":"980""#,
        r#""A":"75.0","B":"25.0""#,
        r#""respondents":"20","design_effect":"1""#,
    );
    let own = reading(&report);
    let (lead, row) = (
        own.lead.as_ref().unwrap(),
        own.row("A").unwrap().sampling.unwrap(),
    );
    assert_eq!((row.inside, lead.count_inside), (Some(true), Some(true)));
    let interval = lead.interval.unwrap();
    near(interval.low(), 2.0 * row.interval.low() - 1.0, 1e-12);
    near(interval.high(), 2.0 * row.interval.high() - 1.0, 1e-12);
}

#[test]
fn two_rows_that_mirror_one_another_are_one_test_by_whatever_margin() {
    let of = |sample: &str| {
        of_one(
            r#""A":"52000","B":"48000""#,
            r#""A":"50.5","B":"49.5""#,
            sample,
        )
    };
    for sample in [
        r#""margins":{"A":"1.5","B":"1.5"}"#,
        r#""stated_margin":"1.5""#,
    ] {
        let report = of(sample);
        let own = reading(&report);
        let row = own.row("A").unwrap().sampling.unwrap();
        assert_eq!(own.tests, 1, "{sample}");
        assert_eq!(row.adjusted_p_value, row.p_value, "{sample}");
    }
    // Two margins are two samples.
    let report = of(r#""margins":{"A":"1.5","B":"2.5"}"#);
    assert_eq!(reading(&report).tests, 2);
}

#[test]
fn a_choice_of_nobody_is_no_test_and_leaves_nothing_open() {
    // 100 of 100 against 97 percent: P(X ≥ 100) = .97^100 = .0475525, doubled.
    let report = of_one(
        r#""A":"970000","B":"30000","C":"0""#,
        r#""A":"100.00","B":"0.00","C":"0.00""#,
        r#""respondents":"100","design_effect":"1""#,
    );
    let own = reading(&report);
    assert_eq!((own.tests, own.verdict), (1, Verdict::WithinSampling));
    let of = |label: &str| own.row(label).unwrap().sampling.unwrap();
    near(of("A").adjusted_p_value.unwrap(), 0.095_105, 1e-6);
    assert_eq!((of("C").p_value, of("C").inside), (Some(1.0), Some(true)));
}

#[test]
fn the_confidence_of_a_margin_of_one_choice_is_said() {
    let of = |sample: &str| {
        let report = of_one(
            r#""A":"400","B":"350","C":"250""#,
            r#""A":"43.0","B":"33.0","C":"24.0""#,
            sample,
        );
        text(&report, Detail::Full)
    };
    has(
        &of(r#""margins":{"A":"1.5"}"#),
        "stated margin of A ±1.5 points, confidence not stated, taken for 95 percent, by which that choice is judged",
    );
    has(
        &of(r#""margins":{"A":"1.5"}"#),
        "confidence of the stated margin",
    );
    has(
        &of(r#""margins":{"A":"1.5","B":"1.4"},"stated_confidence":"90""#),
        "A ±1.5 and B ±1.4 points at 90 %",
    );
}

#[test]
fn where_everyone_was_asked_nothing_is_left_to_chance() {
    let of = |a: &str, n: &str, design: &str| {
        let sample = format!(r#""respondents":"{n}"{design}"#);
        let b = 100.0 - a.parse::<f64>().unwrap();
        let polls = poll("P", &format!(r#""A":"{a}","B":"{b:.1}""#), &sample);
        let document = document(r#""A":"520","B":"480""#, &polls);
        report(&document.replace("final", r#"final","ballots_cast":"1000"#))
    };
    // Two points are no rounding, and nothing of them is chance: there is no z, no p and no word of more than chance.
    for design in [r#","design_effect":"1""#, ""] {
        let all = of("50.0", "1000", design);
        let own = reading(&all);
        assert_eq!(own.verdict, Verdict::NotComparable);
        let row = own.row("A").unwrap();
        assert!(row.sampling.is_none() && row.break_even.is_none());
        assert!(own.effective_size.is_none() && own.measures.times_chance.is_none());
        let text = text(&all, Detail::Full);
        has(
            &text,
            "since the respondents are as many as the 1,000 ballots that the count has of these voters, nothing is left \
             to sampling",
        );
        has(
            &text,
            "its respondents are as many as the 1,000 ballots of the count, which leaves nothing to chance",
        );
        lacks(&text, "More than chance");
        lacks(&text, "more than chance if");
    }
    // 52.0 is the count's 52.00.
    let alike = of("52.0", "1000", "");
    assert_eq!(reading(&alike).verdict, Verdict::WithinRounding);
    lacks(&text(&alike, Detail::Full), "more than chance if");
    lacks(&text(&alike, Detail::Brief), "more than chance");
    // Of all but one the variance is .2496/999/999: 2 points are 39.99 standard errors.
    let but_one = of("50.0", "999", r#","design_effect":"1""#);
    let z = reading(&but_one).row("A").unwrap().sampling.unwrap().z;
    near(
        z.unwrap(),
        -0.02 / (0.2496_f64 / 999.0 / 999.0).sqrt(),
        1e-6,
    );
}

#[test]
fn the_reason_for_a_missing_difference_names_the_poll_that_has_it() {
    let three = [
        poll("One", r#""A":"58.0","B":"42.0""#, r#""respondents":"2000""#),
        poll("Two", r#""A":"60.0","B":"40.0""#, r#""respondents":"1500""#),
        r#"{"pollster":"Three","shares":{"A":"61.0","B":"39.0"}}"#.to_owned(),
    ];
    let report = report(&document(r#""A":"600000","B":"400000""#, &three.join(",")));
    // TV of Two is 0, with 1,500 respondents.
    assert_eq!(
        pair(&report, "One", "Two").not_tested,
        Some(PairNotTested::OnTheCount)
    );
    let text = text(&report, Detail::Full);
    has(
        &text,
        "There is no z of 1 pair: Two lies exactly on the count, where the formula has no variance.",
    );
    has(
        &text,
        "There is no z of 2 pairs: Three gives no sample size.",
    );
    lacks(&text, "fewer than five effective respondents");
}

#[test]
fn a_p_value_beside_the_level_of_the_test_is_printed_until_it_differs_from_it() {
    // z of one choice at .05/14 is 2.6901, at 3,799.26 respondents: .05 at that size, and less than .0005 from it beside it.
    let of = |n: &str| {
        of_one(
            r#""A":"3000000","B":"2000000","C":"1500000","D":"1200000","E":"1000000","F":"800000","G":"500000""#,
            r#""A":"32.0000","B":"19.4000","C":"14.7000","D":"11.8000","E":"9.7000","F":"7.7000","G":"4.7000""#,
            &format!(r#""respondents":"{n}","design_effect":"1""#),
        )
    };
    // 7·2·(1 − Φ(.02·√n/√.21)): .049908 at 3,801 and .050014 at 3,799 (scipy).
    let beyond = of("3801");
    assert_eq!(reading(&beyond).verdict, Verdict::BeyondSampling);
    has(&text(&beyond, Detail::Full), "p = 0.0499 ");
    let within = of("3799");
    assert_eq!(reading(&within).verdict, Verdict::WithinSampling);
    has(&text(&within, Detail::Full), "p = 0.05001 ");
    for report in [beyond, within] {
        lacks(&text(&report, Detail::Full), "p = 0.050 ");
    }
}

#[test]
fn a_second_place_that_is_called_is_ranked_where_a_third_choice_is_surely_ahead_of_both() {
    // A is ahead of both; of B and C 6 to 0 has 1/64 = .0156 against the .025 of the one pair left, 5 to 0 has .03125.
    let ranks = |b: &str| {
        let report = of_one(
            r#""A":"9900000","B":"60000","C":"40000""#,
            &format!(
                r#""A":"{:.2}","B":"{b}","C":"0.00""#,
                100.0 - b.parse::<f64>().unwrap()
            ),
            r#""respondents":"1000","design_effect":"1""#,
        );
        ["A", "B", "C"].map(|label| {
            let ranks = reading(&report).row(label).unwrap().sampling.unwrap().ranks;
            ranks.map(|of| (of.best, of.worst)).unwrap()
        })
    };
    assert_eq!(ranks("0.60"), [(1, 1), (2, 2), (3, 3)]);
    assert_eq!(ranks("0.50"), [(1, 1), (2, 3), (2, 3)]);
}

#[test]
fn what_nobody_voted_for_is_more_than_chance_in_a_poll_of_any_size() {
    // C has no vote and 6.76 percent in the poll: one respondent is too many.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},"counts":[{"name":"f","status":"final",
        "votes":{"A":"530000","B":"470000","C":"0"}}],"polls":[{"pollster":"P",
        "shares":{"A":"49.24","B":"44.00","C":"6.76"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "+6.76 points for C, which of a poll of any size would be more than chance at 95 %",
    );
    assert!(!full.contains("more than 0 effective"), "{full}");
}
