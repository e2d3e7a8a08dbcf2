//! What the report concludes, case by case, with figures that can be worked by hand.

use approx::assert_relative_eq;
use exitpoll::hypothesis::Adjustment;
use exitpoll::interval::BinomialMethod;
use exitpoll::partial::Reachability;
use exitpoll::report::{
    Basis, CallOutcome, NotPublished, PollReport, Question, Reason, RowReport, RowSampling,
    SizeBasis,
};
use exitpoll::{
    Comparison, CompletenessOf, Confidence, Contest, OfficialCount, Poll, PollBuilder, PollKind,
    Report, Sample, Verdict,
};

fn contest() -> Contest {
    Contest::builder("c")
        .choices(["A", "B", "C"])
        .registered(2_000_000)
        .build()
        .unwrap()
}

/// 50, 30 and 20 percent of a million votes.
fn result() -> OfficialCount {
    OfficialCount::builder("final")
        .votes("A", 500_000)
        .votes("B", 300_000)
        .votes("C", 200_000)
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

fn against(comparison: Comparison, poll: PollBuilder) -> Report {
    comparison.poll(poll.build().unwrap()).run().unwrap()
}

fn compared(poll: PollBuilder) -> Report {
    against(Comparison::new(contest()).count(result()), poll)
}

/// The one poll against the one count.
fn of_poll(report: &Report) -> &PollReport {
    report.reference().poll("P").unwrap()
}

fn verdict(report: &Report) -> Verdict {
    of_poll(report).verdict
}

fn row<'a>(report: &'a Report, label: &str) -> &'a RowReport {
    of_poll(report).reading().unwrap().row(label).unwrap()
}

fn sampling(report: &Report, label: &str) -> RowSampling {
    row(report, label).sampling.unwrap()
}

/// z at α/(2m) for the three rows of these polls, α = .05: Φ⁻¹(1 − .05/6).
const Z_OF_THREE: f64 = 2.393_979_799_818_509_5;

#[test]
fn the_score_form_is_that_of_the_hypothesis_that_the_count_is_true() {
    let report = compared(poll().respondents(1_000).kind(PollKind::LatePoll));
    let sampling = sampling(&report, "A");
    // √(.5 · .5 / 1000) = .0158114; z = .03 / .0158114 = 1.8974; p = .0578.
    assert_relative_eq!(
        sampling.standard_error,
        0.25_f64.sqrt() / 1000_f64.sqrt(),
        max_relative = 1e-12
    );
    assert_relative_eq!(
        sampling.z.unwrap(),
        0.03 / sampling.standard_error,
        max_relative = 1e-12
    );
    assert_eq!(format!("{:.4}", sampling.p_value.unwrap()), "0.0578");
    // Holm over three: 3 · .0578, and the others have larger p-values.
    assert_relative_eq!(
        sampling.adjusted_p_value.unwrap(),
        3.0 * sampling.p_value.unwrap(),
        max_relative = 1e-12
    );
    assert_eq!(sampling.inside, Some(true));
    // Nothing is known of the design, whatever kind of poll it is.
    assert_eq!(verdict(&report), Verdict::WithinSimpleRandomSampling);
    // X² = 1000 (.03²/.5 + .02²/.3 + .01²/.2) = 3.6333 on two degrees: p = e^(−X²/2).
    let reading = of_poll(&report).reading().unwrap();
    let pearson = reading.measures.pearson.unwrap();
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
    let size = &design.poll("P").unwrap().size;
    assert_eq!(size.effective_size, Some(1_000.0));
    for label in ["A", "B", "C"] {
        let (a, b) = (sampling(&simple, label), sampling(&design, label));
        assert_relative_eq!(
            b.standard_error,
            2.0 * a.standard_error,
            max_relative = 1e-12
        );
        assert_relative_eq!(b.z.unwrap(), a.z.unwrap() / 2.0, max_relative = 1e-12);
        // As a factor on 4,000 respondents it is the same in both.
        assert_relative_eq!(
            b.break_even_design_effect.unwrap(),
            a.break_even_design_effect.unwrap(),
            max_relative = 1e-9
        );
    }
    assert_eq!(verdict(&simple), Verdict::BeyondSimpleRandomSampling);
    assert_eq!(verdict(&design), Verdict::WithinSampling);
    assert_eq!(size.basis, Some(SizeBasis::Design));
}

#[test]
fn without_a_design_effect_a_poll_at_stations_is_at_most_beyond_simple_random_sampling() {
    let report = compared(poll().respondents(4_000).stations(100));
    assert_eq!(verdict(&report), Verdict::BeyondSimpleRandomSampling);
    let size = &report.poll("P").unwrap().size;
    assert_eq!(size.basis, Some(SizeBasis::DrawnSingly));
    let not_published = &of_poll(&report).not_published;
    assert!(not_published.contains(&NotPublished::DesignEffect));
    // In the test of the verdict, which is of three rows: 4,000 · .03² / (2.394² · .25) = 2.513.
    let of_a = row(&report, "A");
    let factor = of_a.sampling.unwrap().break_even_design_effect.unwrap();
    let expected = 4_000.0 * 0.0009 / (Z_OF_THREE * Z_OF_THREE * 0.25);
    assert_eq!(format!("{factor:.3}"), "2.513");
    assert_relative_eq!(factor, expected, max_relative = 1e-9);
    // So many of the 4,000 as effective respondents.
    assert_relative_eq!(
        of_a.break_even.unwrap().size,
        4_000.0 / expected,
        max_relative = 1e-9
    );
    let assumed = against(
        Comparison::new(contest())
            .count(result())
            .assume_design_effect(4.0),
        poll().respondents(4_000).stations(100),
    );
    assert_eq!(verdict(&assumed), Verdict::WithinSampling);
    let size = &assumed.poll("P").unwrap().size;
    assert_eq!(size.basis, Some(SizeBasis::AssumedDesign));
}

#[test]
fn what_turns_on_digits_that_were_not_printed_is_undecided() {
    // 51.5 to 52.5 for a count of 50: z from 1.9 to 3.2 with 4,000 respondents.
    let coarse = Poll::builder("P")
        .share("A", "52")
        .share("B", "29")
        .share("C", "19");
    let report = compared(coarse.respondents(4_000).kind(PollKind::LatePoll));
    assert_eq!(verdict(&report), Verdict::UndecidedByRounding);
    let sampling = sampling(&report, "A");
    assert!(sampling.p_value_bounds.low() < 0.05 && sampling.p_value_bounds.high() > 0.05);
    assert_eq!(sampling.inside, None);
}

#[test]
fn a_poll_that_rounds_to_the_count_equals_it_within_rounding() {
    let same = Poll::builder("P")
        .share("A", "50")
        .share("B", "30")
        .share("C", "20");
    let report = compared(same);
    assert_eq!(verdict(&report), Verdict::WithinRounding);
    let poll = of_poll(&report);
    assert!(poll.not_published.contains(&NotPublished::SampleSize));
    let reading = poll.reading().unwrap();
    assert_eq!(reading.rows.len(), 3);
    assert!(
        reading
            .rows
            .iter()
            .all(|row| row.break_even.is_none_or(|b| b.high.is_none()))
    );
}

#[test]
fn a_poll_weighted_to_the_count_is_not_compared() {
    let report = compared(poll().weighted_to_count(true));
    let poll = of_poll(&report);
    assert_eq!(poll.verdict, Verdict::NotComparable);
    assert_eq!(poll.readings().count(), 0);
    assert_eq!(poll.not_compared, Some(Reason::WeightedToCount));
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
    let row = sampling(&exact, "A");
    let expected = BinomialMethod::ClopperPearson
        .interval(530.0, 1_000.0, Confidence::P99)
        .unwrap();
    assert_relative_eq!(row.interval.low(), expected.low(), max_relative = 1e-12);
    assert_eq!(row.adjusted_p_value, row.p_value);
}

#[test]
fn two_rows_that_mirror_one_another_are_one_test() {
    let report = compared(Poll::builder("P").share("A", "53.00").respondents(1_000));
    let reading = of_poll(&report).reading().unwrap();
    assert_eq!((reading.rows.len(), reading.tests), (2, 1));
    for row in &reading.rows {
        let sampling = row.sampling.unwrap();
        assert!(sampling.p_value.is_some());
        assert_eq!(sampling.adjusted_p_value, sampling.p_value);
    }
}

fn partial() -> OfficialCount {
    OfficialCount::builder("early")
        .votes("A", 500_000)
        .votes("B", 300_000)
        .votes("C", 200_000)
        .counted(CompletenessOf::Stations, 80, 100)
        .build()
        .unwrap()
}

#[test]
fn a_partial_count_has_a_projection_and_a_bound() {
    let report: Report = Comparison::new(contest())
        .count(partial())
        .poll(poll().build().unwrap())
        .run()
        .unwrap();
    let count = report.reference();
    let average = count.projection().unwrap();
    let hard = count.bound().unwrap();
    assert_eq!(count.outstanding.len(), 2);
    assert_eq!(average.basis, Basis::ShareOfStations);
    assert_eq!(hard.basis, Basis::RegisteredVoters);
    // .8 · .5 to .8 · .5 + .2; of two million registered one can still come: .5 to 1.5 of 2 million.
    let a = average.final_share("A").unwrap().bounds;
    assert_relative_eq!(a.low(), 0.4, max_relative = 1e-12);
    assert_relative_eq!(a.high(), 0.6, max_relative = 1e-12);
    let a = hard.final_share("A").unwrap().bounds;
    assert_relative_eq!(a.low(), 0.25, max_relative = 1e-12);
    assert_relative_eq!(a.high(), 0.75, max_relative = 1e-12);
    // The lead of .2 · .8 = .16 is less than the .2 that are outstanding.
    assert_eq!((average.decided, hard.decided), (Some(false), Some(false)));
    // For 53 percent: (.53 − .8 · .5)/.2 = .65.
    let projected = row(&report, "A").needs(Basis::ShareOfStations).unwrap();
    assert_relative_eq!(projected.share.unwrap(), 0.65, max_relative = 1e-12);
    assert_eq!(projected.reachability, Reachability::Possible);
    assert!(!projected.is_bound);
    // (.53 − .5 · .5)/.5 = .56 even if everyone still votes.
    let bound = row(&report, "A").needs(Basis::RegisteredVoters).unwrap();
    assert_relative_eq!(bound.share.unwrap(), 0.56, max_relative = 1e-12);
    assert!(bound.is_bound);
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
    assert_eq!(run(vec![early("a", "90"), early("b", "40")]), "a");
    assert_eq!(run(vec![result(), early("b", "40")]), "final");
    assert_eq!(run(vec![early("a", "90"), result()]), "final");
}

/// What came of this question.
fn call(report: &Report, question: Question) -> CallOutcome {
    let mut calls = of_poll(report).calls.iter();
    calls
        .find(|call| call.question == question)
        .expect("the question is asked")
        .outcome
}

fn house(results: [u64; 2], polls: [&str; 2]) -> Report {
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
    let calls = |report: &Report| [Question::Leader, Question::Majority].map(|q| call(report, q));
    let report = house([55, 45], ["52–58", "42–48"]);
    let seats = of_poll(&report).seats.as_ref().unwrap();
    assert_eq!(verdict(&report), Verdict::SeatsInside);
    assert_eq!((seats.inside, seats.ranges, seats.sum), (2, 2, (94, 106)));
    assert_eq!(seats.adds_up_to_house, Some(true));
    assert_eq!(calls(&report), [CallOutcome::Right; 2]);
    let not_published = &of_poll(&report).not_published;
    assert!(not_published.contains(&NotPublished::ConfidenceOfRanges));

    let open = house([55, 45], ["48–53", "47–52"]);
    assert_eq!(calls(&open), [CallOutcome::Open; 2]);
    let seats = of_poll(&open).seats.as_ref().unwrap();
    let of_a = seats.row("A").unwrap();
    assert_eq!(of_a.miss, 2);
    assert_relative_eq!(of_a.deviation.unwrap(), -4.5, max_relative = 1e-12);

    let wrong = house([55, 45], ["40", "60"]);
    assert_eq!(verdict(&wrong), Verdict::SeatsOutside);
    assert_eq!(calls(&wrong), [CallOutcome::Wrong; 2]);
    let seats = of_poll(&wrong).seats.as_ref().unwrap();
    assert_eq!(seats.ranges, 0);
    assert_relative_eq!(
        seats.mean_absolute_error.unwrap(),
        15.0,
        max_relative = 1e-12
    );
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
    let count = report.reference();
    assert_eq!(count.polls.len(), 3);
    let average = count.poll("average").unwrap();
    assert!(report.poll("average").unwrap().poll.is_derived() && average.reading().is_some());
    assert_eq!(average.left_out_of_the_whole, Some(Reason::Derived));
    assert_eq!(average.rank, None);
    let common = &count.common_deviations;
    assert!(common.len() == 3 && common.iter().all(|bias| bias.polls == 2));
    // (+3 − 1)/2 points for A.
    let of_a = common.iter().find(|bias| bias.label == "A").unwrap();
    assert_relative_eq!(of_a.mean_deviation, 0.01, max_relative = 1e-9);
    let between = report.between_polls.as_ref().unwrap();
    assert_eq!(between.polls, ["P", "Q"]);
    // ½ (4 + 3 + 1) points.
    let apart = between.pair("P", "Q").unwrap().total_variation.unwrap();
    assert_relative_eq!(apart, 0.04, max_relative = 1e-9);
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
