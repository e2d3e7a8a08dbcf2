//! What the report concludes, case by case, with figures that can be worked by hand.

use approx::assert_relative_eq;
use exitpoll::comparison::{MajorityCall, Missing, OutstandingBasis, RightCall};
use exitpoll::hypothesis::Adjustment;
use exitpoll::interval::BinomialMethod;
use exitpoll::partial::Reachability;
use exitpoll::{
    Comparison, CompletenessOf, Confidence, Contest, OfficialCount, Poll, PollBuilder, PollKind,
    PollReport, Report, Sample, Verdict,
};

fn contest() -> Contest {
    Contest::builder("c")
        .choices(["A", "B", "C"])
        .registered(2_000)
        .build()
        .unwrap()
}

/// 500, 300 and 200 votes of a thousand.
fn result() -> OfficialCount {
    OfficialCount::builder("final")
        .votes("A", 500)
        .votes("B", 300)
        .votes("C", 200)
        .final_result()
        .build()
        .unwrap()
}

fn poll() -> PollBuilder {
    Poll::builder("P")
        .share("A", "53.00")
        .share("B", "28.00")
        .share("C", "19.00")
}

fn against(comparison: Comparison, poll: PollBuilder) -> PollReport {
    let mut report = comparison.poll(poll.build().unwrap()).run().unwrap();
    report.counts.remove(0).polls.remove(0)
}

fn compared(poll: PollBuilder) -> PollReport {
    against(Comparison::new(contest()).count(result()), poll)
}

#[test]
fn the_score_form_is_that_of_the_hypothesis_that_the_count_is_true() {
    let report = compared(poll().respondents(1_000).kind(PollKind::LatePoll));
    let row = &report.readings[0].rows[0];
    let sampling = row.sampling.unwrap();
    // √(.5 · .5 / 1000) = .0158114; z = .03 / .0158114 = 1.8974; p = .0578.
    assert_relative_eq!(
        sampling.standard_error,
        0.25_f64.sqrt() / 1000_f64.sqrt(),
        max_relative = 1e-12
    );
    assert_relative_eq!(
        sampling.z,
        0.03 / sampling.standard_error,
        max_relative = 1e-12
    );
    assert_eq!(format!("{:.4}", sampling.p_value), "0.0578");
    // Holm over three: 3 · .0578, and the others have larger p-values.
    assert_relative_eq!(
        sampling.adjusted_p_value,
        3.0 * sampling.p_value,
        max_relative = 1e-12
    );
    assert!(sampling.count_inside);
    assert_eq!(report.verdict, Verdict::WithinSampling);
    // X² = 1000 (.03²/.5 + .02²/.3 + .01²/.2) = 3.6333 on two degrees: p = e^(−X²/2).
    let pearson = report.readings[0].measures.pearson.unwrap();
    assert_relative_eq!(
        pearson.statistic,
        1.8 + 4.0 / 3.0 + 0.5,
        max_relative = 1e-9
    );
    assert_relative_eq!(
        pearson.p_value,
        (-pearson.statistic / 2.0).exp(),
        max_relative = 1e-9
    );
}

#[test]
fn a_design_effect_widens_everything_by_its_root() {
    let simple = compared(poll().respondents(4_000).kind(PollKind::LatePoll));
    let sample = Sample::builder().respondents(4_000).design_effect(4.0);
    let design = compared(poll().sample(sample));
    assert_eq!(design.sample.effective_size, Some(1_000.0));
    for (a, b) in simple.readings[0].rows.iter().zip(&design.readings[0].rows) {
        let (a, b) = (a.sampling.unwrap(), b.sampling.unwrap());
        assert_relative_eq!(
            b.standard_error,
            2.0 * a.standard_error,
            max_relative = 1e-12
        );
        assert_relative_eq!(b.z, a.z / 2.0, max_relative = 1e-12);
        // As a factor on 4,000 respondents it is the same in both.
        assert_relative_eq!(
            b.break_even_design_effect,
            a.break_even_design_effect,
            max_relative = 1e-9
        );
    }
    assert_eq!(simple.verdict, Verdict::BeyondSampling);
    assert_eq!(design.verdict, Verdict::WithinSampling);
    assert!(!design.sample.at_least_this_wide);
}

#[test]
fn without_a_design_effect_a_poll_at_stations_is_at_most_beyond_simple_random_sampling() {
    let report = compared(poll().respondents(4_000).stations(100));
    assert_eq!(report.verdict, Verdict::BeyondSimpleRandomSampling);
    assert!(report.sample.at_least_this_wide);
    assert!(report.missing.contains(&Missing::DesignEffect));
    // 4,000 · .03² / (1.96² · .25) = 3.749.
    let factor = report.readings[0].rows[0]
        .sampling
        .unwrap()
        .break_even_design_effect;
    assert_eq!(format!("{factor:.3}"), "3.749");
    let assumed = against(
        Comparison::new(contest())
            .count(result())
            .assume_design_effect(4.0),
        poll().respondents(4_000).stations(100),
    );
    assert_eq!(assumed.verdict, Verdict::WithinSampling);
}

#[test]
fn what_turns_on_digits_that_were_not_printed_is_undecided() {
    // 51.5 to 52.5 for a count of 50: z from 1.9 to 3.2 with 4,000 respondents.
    let coarse = Poll::builder("P")
        .share("A", "52")
        .share("B", "29")
        .share("C", "19");
    let report = compared(coarse.respondents(4_000).kind(PollKind::LatePoll));
    assert_eq!(report.verdict, Verdict::UndecidedByRounding);
    let sampling = report.readings[0].rows[0].sampling.unwrap();
    assert!(sampling.p_value_bounds.low() < 0.05 && sampling.p_value_bounds.high() > 0.05);
    assert!(sampling.inside_undecided_by_rounding);
}

#[test]
fn a_poll_that_rounds_to_the_count_equals_it_within_rounding() {
    let same = Poll::builder("P")
        .share("A", "50")
        .share("B", "30")
        .share("C", "20");
    let report = compared(same);
    assert_eq!(report.verdict, Verdict::WithinRounding);
    assert!(report.missing.contains(&Missing::SampleSize));
    assert!(
        report.readings[0]
            .rows
            .iter()
            .all(|row| row.break_even.is_none_or(|b| b.high.is_none()))
    );
}

#[test]
fn a_poll_weighted_to_the_count_is_not_compared() {
    let report = compared(poll().weighted_to_count(true));
    assert_eq!(report.verdict, Verdict::NotComparable);
    assert!(report.readings.is_empty() && report.not_compared.is_some());
}

#[test]
fn methods_and_levels_are_the_callers_choice() {
    let sample = || poll().respondents(1_000);
    let exact = against(
        Comparison::new(contest())
            .count(result())
            .confidence(Confidence::P99)
            .interval_method(BinomialMethod::ClopperPearson)
            .adjustment(Adjustment::None),
        sample(),
    );
    let row = exact.readings[0].rows[0].sampling.unwrap();
    let expected = BinomialMethod::ClopperPearson
        .interval(530.0, 1_000.0, Confidence::P99)
        .unwrap();
    assert_relative_eq!(row.interval.low(), expected.low(), max_relative = 1e-12);
    assert_eq!(row.adjusted_p_value, row.p_value);
}

#[test]
fn two_rows_that_mirror_one_another_are_one_test() {
    let report = compared(Poll::builder("P").share("A", "53.00").respondents(1_000));
    for row in &report.readings[0].rows {
        let sampling = row.sampling.unwrap();
        assert_eq!(sampling.adjusted_p_value, sampling.p_value);
    }
}

fn partial() -> OfficialCount {
    OfficialCount::builder("early")
        .votes("A", 500)
        .votes("B", 300)
        .votes("C", 200)
        .counted(CompletenessOf::Stations, 80, 100)
        .build()
        .unwrap()
}

#[test]
fn a_partial_count_has_a_view_that_assumes_and_one_that_does_not() {
    let report: Report = Comparison::new(contest())
        .count(partial())
        .poll(poll().build().unwrap())
        .run()
        .unwrap();
    let count = &report.counts[0];
    let [average, hard] = count.outstanding.as_slice() else {
        panic!("two views")
    };
    assert_eq!(average.basis, OutstandingBasis::AverageStations);
    assert_eq!(hard.basis, OutstandingBasis::RegisteredVoters);
    // .8 · .5 to .8 · .5 + .2; of 2,000 registered a thousand can still come: 500 to 1,500 of 2,000.
    let a = average.final_shares[0].bounds;
    assert_relative_eq!(a.low(), 0.4, max_relative = 1e-12);
    assert_relative_eq!(a.high(), 0.6, max_relative = 1e-12);
    let a = hard.final_shares[0].bounds;
    assert_relative_eq!(a.low(), 0.25, max_relative = 1e-12);
    assert_relative_eq!(a.high(), 0.75, max_relative = 1e-12);
    // The lead of .2 · .8 = .16 is less than the .2 that are outstanding.
    assert_eq!((average.decided, hard.decided), (Some(false), Some(false)));
    // For 53 percent: (.53 − .8 · .5)/.2 = .65.
    let row = &count.polls[0].readings[0].rows[0];
    assert_relative_eq!(row.needs[0].share.unwrap(), 0.65, max_relative = 1e-12);
    assert_eq!(row.needs[0].reachability, Reachability::Possible);
    // (.53 − .5 · .5)/.5 = .56 even if everyone still votes.
    assert_relative_eq!(row.needs[1].share.unwrap(), 0.56, max_relative = 1e-12);
}

#[test]
fn the_reference_is_the_final_count_or_else_the_most_complete_one() {
    let early = |name: &str, percent: &str| {
        OfficialCount::builder(name)
            .share("A", "50.0")
            .completeness(CompletenessOf::Ballots, percent)
            .build()
            .unwrap()
    };
    let run = |counts: Vec<OfficialCount>| {
        Comparison::new(contest())
            .counts(counts)
            .poll(poll().build().unwrap())
            .run()
            .unwrap()
            .reference
    };
    assert_eq!(run(vec![early("a", "90"), early("b", "40")]), 0);
    assert_eq!(run(vec![result(), early("b", "40")]), 0);
    assert_eq!(run(vec![early("a", "90"), result()]), 1);
}

fn house(results: [u64; 2], polls: [&str; 2]) -> PollReport {
    let contest = Contest::builder("h")
        .choices(["A", "B"])
        .house(100)
        .majority(51)
        .build()
        .unwrap();
    let count = OfficialCount::builder("final")
        .seats("A", results[0])
        .seats("B", results[1])
        .final_result()
        .build()
        .unwrap();
    let poll = Poll::builder("P").seats("A", polls[0]).seats("B", polls[1]);
    against(Comparison::new(contest).count(count), poll)
}

#[test]
fn seats_are_compared_as_ranges_and_no_interval_is_invented() {
    let report = house([55, 45], ["52–58", "42–48"]);
    let seats = report.seats.unwrap();
    assert_eq!(report.verdict, Verdict::SeatsInside);
    assert_eq!((seats.inside, seats.ranges, seats.sum), (2, 2, (94, 106)));
    assert_eq!(seats.adds_up_to_house, Some(true));
    assert_eq!(
        (seats.right_call, seats.majority),
        (RightCall::Right, MajorityCall::Right)
    );
    assert!(report.missing.contains(&Missing::ConfidenceOfRanges));

    let open = house([55, 45], ["48–53", "47–52"]).seats.unwrap();
    assert_eq!(
        (open.right_call, open.majority),
        (RightCall::Open, MajorityCall::Open)
    );
    assert_eq!(open.rows[0].distance_to_range, 2);
    assert_relative_eq!(open.rows[0].deviation, -4.5, max_relative = 1e-12);

    let wrong = house([55, 45], ["40", "60"]);
    assert_eq!(wrong.verdict, Verdict::SeatsOutside);
    let seats = wrong.seats.unwrap();
    assert_eq!(
        (seats.right_call, seats.majority),
        (RightCall::Wrong, MajorityCall::Wrong)
    );
    assert_eq!(seats.ranges, 0);
    assert_relative_eq!(seats.mean_absolute_error, 15.0, max_relative = 1e-12);
}

#[test]
fn a_poll_of_polls_is_shown_but_never_counted() {
    let report = Comparison::new(contest())
        .count(result())
        .poll(poll().build().unwrap())
        .poll(
            Poll::builder("Q")
                .share("A", "49")
                .share("B", "31")
                .share("C", "20")
                .build()
                .unwrap(),
        )
        .poll(
            Poll::builder("average")
                .share("A", "51")
                .share("B", "30")
                .derived()
                .build()
                .unwrap(),
        )
        .run()
        .unwrap();
    let count = &report.counts[0];
    assert_eq!(count.polls.len(), 3);
    assert!(count.polls[2].derived && !count.polls[2].readings.is_empty());
    assert!(count.common_bias.iter().all(|bias| bias.polls == 2));
    // (+3 − 1)/2 points for A.
    assert_relative_eq!(
        count.common_bias[0].mean_deviation,
        0.01,
        max_relative = 1e-9
    );
    let between = report.between_polls.unwrap();
    assert_eq!(between.polls, ["P", "Q"]);
    // ½ (4 + 3 + 1) points.
    assert_relative_eq!(between.pairs[0].total_variation, 0.04, max_relative = 1e-9);
}

#[test]
fn nothing_to_compare_is_an_error_that_says_what_to_add() {
    let error = Comparison::new(contest()).run().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`counts` is missing: give at least one official count"
    );
    let error = Comparison::new(contest())
        .count(result())
        .run()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`polls` is missing: give at least one poll"
    );
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let comparison = Comparison::new(contest())
            .count(result())
            .assume_design_effect(factor);
        let error = comparison.poll(poll().build().unwrap()).run().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "`assume_design_effect` is {factor}: give a positive variance factor, such as 1.7"
            )
        );
    }
}
