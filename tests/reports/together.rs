//! What the report says of choices together, of polls together and of counts together, with figures
//! that can be worked by hand.

use approx::assert_relative_eq;
use exitpoll::hypothesis::Agreement;
use exitpoll::interval::{BinomialMethod, LeadMethod, MultinomialMethod, RankInterval};
use exitpoll::partial::{FindingKind, Reachability, ThresholdOutcome};
use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, Scale};
use exitpoll::report::{self, Basis, PollReport, Pool, PooledChoice, Reason, RowSampling, Scatter};
use exitpoll::rounding::Finding;
use exitpoll::{
    Comparison, CompletenessOf, Confidence, Contest, OfficialCount, Poll, PollBuilder, PollKind,
    Report, Sample,
};

fn contest() -> Contest {
    Contest::builder("c")
        .choices(["A", "B", "C"])
        .threshold("entry", "25")
        .threshold("outright", ">50")
        .build()
        .unwrap()
}

/// 50, 30 and 20 percent of a hundred million votes.
fn result() -> OfficialCount {
    OfficialCount::builder("final")
        .votes("A", 50_000_000)
        .votes("B", 30_000_000)
        .votes("C", 20_000_000)
        .final_result()
        .build()
        .unwrap()
}

fn poll(name: &str, shares: [&str; 3]) -> PollBuilder {
    let [a, b, c] = shares;
    Poll::builder(name)
        .share("A", a)
        .share("B", b)
        .share("C", c)
        .respondents(1_000)
}

fn run(comparison: Comparison, polls: Vec<PollBuilder>) -> Report {
    let polls: Vec<Poll> = polls.into_iter().map(|p| p.build().unwrap()).collect();
    comparison.count(result()).polls(polls).run().unwrap()
}

fn one(comparison: Comparison, poll: PollBuilder) -> Report {
    run(comparison, vec![poll])
}

/// The one poll against the one count.
fn of_poll(report: &Report) -> &PollReport {
    report.reference().poll("P").unwrap()
}

/// A, B and C.
fn sampling(report: &Report) -> [RowSampling; 3] {
    let reading = of_poll(report).reading().unwrap();
    ["A", "B", "C"].map(|label| reading.row(label).unwrap().sampling.unwrap())
}

fn pooled(report: &Report) -> &Pool {
    report.reference().pool.as_ref().unwrap()
}

fn choice<'a>(report: &'a Report, label: &str) -> &'a PooledChoice {
    let mut choices = pooled(report).choices.iter();
    choices.find(|choice| choice.label == label).unwrap()
}

fn scatter(report: &Report) -> &Scatter {
    pooled(report).scatter.as_ref().unwrap()
}

fn usual() -> PollBuilder {
    poll("P", ["53.00", "28.00", "19.00"])
}

#[test]
fn the_lead_has_an_interval_of_its_own() {
    let report = one(
        Comparison::new(contest()).lead_method(LeadMethod::Wald),
        usual(),
    );
    let reading = of_poll(&report).reading().unwrap();
    let lead = reading.lead.clone().unwrap();
    assert_eq!((lead.leader.as_str(), lead.runner_up.as_str()), ("A", "B"));
    // 25 points where 20 were counted; √((.81 − .25²)/1000) = 2.734 points.
    assert_relative_eq!(lead.deviation, 0.05, max_relative = 1e-12);
    let error = (0.7475_f64 / 1_000.0).sqrt();
    assert_relative_eq!(lead.standard_error.unwrap(), error, max_relative = 1e-12);
    let z = Confidence::P95.critical_value();
    let interval = lead.interval.unwrap();
    assert_relative_eq!(interval.low(), 0.25 - z * error, max_relative = 1e-12);
    assert_relative_eq!(interval.high(), 0.25 + z * error, max_relative = 1e-12);
    assert_eq!(lead.count_inside, Some(true));
    assert_relative_eq!(lead.deviation_bounds.width(), 0.0002, max_relative = 1e-9);
    // A = ln[(53/28)/(50/30)], with variance (1/.53 + 1/.28)/1000.
    let a = reading.measures.a.unwrap();
    assert_relative_eq!(a.value, (53.0_f64 / 28.0 * 0.6).ln(), max_relative = 1e-12);
    let error = ((1.0 / 0.53 + 1.0 / 0.28) / 1_000.0_f64).sqrt();
    assert_relative_eq!(a.standard_error.unwrap(), error, max_relative = 1e-12);
}

#[test]
fn all_choices_together_have_wider_intervals_and_a_set_of_ranks() {
    let report = one(
        Comparison::new(contest()).simultaneous_method(MultinomialMethod::QuesenberryHurst),
        poll("P", ["50.00", "26.00", "24.00"]),
    );
    let expected = MultinomialMethod::QuesenberryHurst
        .intervals(&[500.0, 260.0, 240.0], Confidence::P95)
        .unwrap();
    for (row, expected) in sampling(&report).iter().zip(expected) {
        let joint = row.simultaneous_interval.unwrap();
        assert_relative_eq!(joint.low(), expected.low(), max_relative = 1e-12);
        assert_relative_eq!(joint.high(), expected.high(), max_relative = 1e-12);
        assert!(row.interval.width() < joint.width());
    }
    // 1,000 respondents with a design effect of 1.7 are 588.2: no whole table, and Sison–Glaz all the same.
    let lattice = one(
        Comparison::new(contest()).simultaneous_method(MultinomialMethod::SisonGlaz),
        poll("P", ["50.00", "26.00", "24.00"])
            .sample(Sample::builder().respondents(1_000).design_effect("1.7")),
    );
    assert!(
        sampling(&lattice)
            .iter()
            .all(|row| row.simultaneous_interval.is_some())
    );
    // A leads by 240/√760 = 8.7 standard errors; of B and C, 20/√500 = 0.9, either can be second.
    let ranks: Vec<RankInterval> = sampling(&report)
        .iter()
        .map(|row| row.ranks.unwrap())
        .collect();
    let from_to = |best, worst| RankInterval { best, worst };
    assert_eq!(ranks, [from_to(1, 1), from_to(2, 3), from_to(2, 3)]);
}

#[test]
fn agreement_within_a_margin_has_three_answers() {
    let answers = |points: f64, people: u32| {
        let report = one(
            Comparison::new(contest()).equivalence_margin(points),
            usual().respondents(people),
        );
        let of_a = sampling(&report)[0];
        assert!(!of_a.equivalence_undecided_by_rounding);
        of_a.equivalence.unwrap()
    };
    // +3 points for A. Two one-sided tests at 5 percent: the interval of 90 percent is ± 2.6 of 1,000
    // respondents, ± 0.26 of 100,000.
    assert_eq!(answers(7.0, 1_000), Agreement::Agrees);
    assert_eq!(answers(4.0, 1_000), Agreement::Undetermined);
    assert_eq!(answers(2.0, 100_000), Agreement::Differs);
    let error = Comparison::new(contest())
        .equivalence_margin(0.0)
        .count(result())
        .poll(usual().build().unwrap())
        .run()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`equivalence_margin` is 0: give percentage points between 0 and 100, such as 2"
    );
    // "53" may be 53.5 or 52.5, and the margin lies between.
    let coarse = one(
        Comparison::new(contest()).equivalence_margin(3.4),
        poll("P", ["53", "28", "19"]).respondents(1_000_000),
    );
    assert!(sampling(&coarse)[0].equivalence_undecided_by_rounding);
}

#[test]
fn korn_and_graubard_need_stations_and_say_so_where_there_are_none() {
    let method = BinomialMethod::KornGraubard;
    let sample = Sample::builder()
        .respondents(1_000)
        .stations(50)
        .design_effect("2.5");
    let of = |sample| {
        one(
            Comparison::new(contest()).interval_method(method),
            usual().sample(sample),
        )
    };
    let with = of(sample.clone());
    let interval_method = |report: &Report| report.poll("P").unwrap().size.interval_method;
    assert_eq!(interval_method(&with), Some(method));
    let expected = method
        .interval_of_share(0.53, &sample.build().unwrap(), Confidence::P95)
        .unwrap();
    let interval = sampling(&with)[0].interval;
    assert_relative_eq!(interval.low(), expected.low(), max_relative = 1e-12);
    assert_relative_eq!(interval.high(), expected.high(), max_relative = 1e-12);

    let without = of(Sample::builder().respondents(1_000));
    let fallback = BinomialMethod::ClopperPearson;
    assert_eq!(interval_method(&without), Some(fallback));
    let expected = fallback.interval(530.0, 1_000.0, Confidence::P95).unwrap();
    let interval = sampling(&without)[0].interval;
    assert_relative_eq!(interval.low(), expected.low(), max_relative = 1e-12);
}

fn plain() -> Comparison {
    Comparison::new(contest())
        .heterogeneity_estimator(HeterogeneityEstimator::FixedEffect)
        .pool_interval(IntervalMethod::Wald)
        .pool_scale(Scale::Share)
}

#[test]
fn polls_of_known_size_are_pooled_and_set_against_the_count() {
    let polls = vec![
        poll("P", ["52.00", "29.00", "19.00"]),
        poll("Q", ["54.00", "27.00", "19.00"]),
        poll("R", ["53.00", "28.00", "19.00"]).sample(Sample::builder()),
    ];
    let report = run(plain(), polls);
    let pool = pooled(&report);
    // The third gives no size.
    assert_eq!(pool.polls, ["P", "Q"]);
    assert_eq!(pool.left_out, [("R".into(), Reason::SampleSizeUnknown)]);
    assert!(!pool.designs_known);
    let a = choice(&report, "A");
    // Weights 1000/(.52 · .48) and 1000/(.54 · .46).
    let (v, w) = (1_000.0 / 0.2496, 1_000.0 / 0.2484);
    let mean = (0.52 * v + 0.54 * w) / (v + w);
    assert_relative_eq!(a.pooled, mean, max_relative = 1e-12);
    assert_relative_eq!(a.deviation, mean - 0.5, max_relative = 1e-12);
    let error = 1.0 / (v + w).sqrt();
    let z = Confidence::P95.critical_value();
    assert_relative_eq!(a.interval.low(), mean - z * error, max_relative = 1e-12);
    // Q = (.02)² v w/(v + w) = .803, p = .37.
    assert_relative_eq!(a.q, 0.0004 * v * w / (v + w), max_relative = 1e-9);
    assert!((a.q_p_value + a.q_lower_tail - 1.0).abs() < 1e-12);
    // 3 points over .0112: p = .0075, whatever the second decimal hides.
    assert_eq!(a.finding, Some(Finding::Shown));
    assert!(a.p_value.is_some_and(|p| p > 0.007 && p < 0.008));
    // Of two polls nobody can be left out.
    assert!(a.without.is_empty());
}

#[test]
fn what_rounding_leaves_open_of_a_pool_holds_on_every_scale() {
    let polls = || vec![poll("P", ["52", "29", "19"]), poll("Q", ["54", "27", "19"])];
    for scale in Scale::ALL {
        let report = run(plain().pool_scale(scale), polls());
        for choice in &pooled(&report).choices {
            let (deviations, p_values) = (
                choice.deviation_bounds.unwrap(),
                choice.p_value_bounds.unwrap(),
            );
            assert!(deviations.contains(choice.deviation), "{scale} {choice:?}");
            // Half a point each way in both polls, so in the pool.
            assert!(
                (deviations.width() - 0.01).abs() < 3e-4,
                "{scale} {choice:?}"
            );
            assert!(choice.p_value.is_some_and(|p| p_values.contains(p)) && p_values.width() > 0.0);
        }
    }
    // 3 points over .0112 as printed, p = .0074; of three choices the least p counts three times. With half a point more
    // or less p is .026 at most, .078 of three; with a twentieth it is .0084, and .025.
    let finding = |polls: Vec<PollBuilder>| {
        let report = run(plain().pool_scale(Scale::Logit), polls);
        choice(&report, "A").finding
    };
    assert_eq!(finding(polls()), Some(Finding::UndecidedByRounding));
    let of_tenths = vec![
        poll("P", ["52.0", "29.0", "19.0"]),
        poll("Q", ["54.0", "27.0", "19.0"]),
    ];
    assert_eq!(finding(of_tenths), Some(Finding::Shown));
}

#[test]
fn what_turns_on_one_pollster_is_shown() {
    let polls = vec![
        poll("P", ["50.00", "30.00", "20.00"]),
        poll("Q", ["51.00", "29.00", "20.00"]),
        poll("R", ["57.00", "23.00", "20.00"]),
    ];
    let report = run(plain(), polls);
    let a = choice(&report, "A");
    assert!(a.p_value.is_some_and(|p| p < 0.01));
    let mut without = a.without.iter();
    let without_r = without.find(|one| one.pollster == "R").unwrap();
    // Half a point over .0112.
    assert!((without_r.deviation - 0.005).abs() < 1e-4 && without_r.p_value.unwrap() > 0.6);
    let turns = report::Finding::TurnsOnOnePollster {
        choice: "A".into(),
        pollster: "R".into(),
    };
    assert!(report.findings.contains(&turns), "{:?}", report.findings);
}

#[test]
fn one_sample_is_pooled_once_and_no_count_of_stations_is_a_poll() {
    let polls = vec![
        poll("P", ["60.00", "21.00", "19.00"]).release("16:00"),
        poll("P", ["52.00", "29.00", "19.00"]).release("20:00"),
        poll("Q", ["54.00", "27.00", "19.00"]),
        poll("average", ["55.00", "26.00", "19.00"]).derived(),
        poll("S", ["50.00", "30.00", "20.00"]).kind(PollKind::QuickCount),
    ];
    let report = run(plain(), polls);
    assert_eq!(pooled(&report).polls, ["P (20:00)", "Q"]);
    assert_eq!(choice(&report, "A").polls, 2);
    // Nor is anything else ranked, and it is said why.
    let count = report.reference();
    let standing = |name: &str| {
        let poll = count.poll(name).unwrap();
        (
            poll.rank.as_ref().map(|rank| (rank.rank, rank.of)),
            poll.left_out_of_the_whole.clone(),
        )
    };
    assert_eq!(standing("P (20:00)"), (Some((Some(1), 2)), None));
    assert_eq!(standing("Q"), (Some((Some(2), 2)), None));
    let later = "P (20:00)".into();
    let early = Reason::EarlierRelease { later };
    assert_eq!(standing("P (16:00)"), (None, Some(early)));
    assert_eq!(standing("average"), (None, Some(Reason::Derived)));
    assert_eq!(standing("S"), (None, Some(Reason::OtherKind)));
}

#[test]
fn polls_that_agree_too_well_are_noticed() {
    let same = |name: &str| poll(name, ["53.00", "28.00", "19.00"]);
    let singly = || Sample::builder().respondents(1_000).design_effect(1.0);
    let known = |name: &str| same(name).sample(singly());
    let polls = ["P", "Q", "R", "S"];
    let below = |report: &Report| {
        let mut findings = report.findings.iter();
        findings.any(|one| matches!(one, report::Finding::ScatterBelowSampling { .. }))
    };
    let report = run(plain(), polls.map(known).into());
    let alike = scatter(&report);
    assert_eq!(alike.choices, ["A", "B", "C"]);
    // (3 − 1)(4 − 1) degrees of freedom: nobody is anybody else.
    assert_eq!(
        (alike.test.statistic, alike.test.degrees_of_freedom),
        (0.0, 6.0)
    );
    assert_eq!(
        (alike.test.lower_tail, alike.finding),
        (0.0, Some(Finding::Shown))
    );
    assert!(pooled(&report).designs_known && below(&report));
    // Of unknown designs it is no finding, and it is said from which design effect it would be one: any.
    let report = run(plain(), polls.map(same).into());
    let alike = scatter(&report);
    assert_eq!((alike.test.statistic, alike.finding), (0.0, None));
    assert_eq!(alike.design_effect_for_finding, Some(0.0));
    assert!(!pooled(&report).designs_known && !below(&report));
    let far = run(
        plain(),
        vec![
            known("P"),
            poll("Q", ["43.00", "38.00", "19.00"]).sample(singly()),
        ],
    );
    let apart = scatter(&far);
    // 2 · 500 · (.05²/.48 + .05²/.33) + … = 25.6 on 2.
    let expected = 2_000.0 * (0.0025 / 0.48 + 0.0025 / 0.33);
    assert_relative_eq!(apart.test.statistic, expected, max_relative = 1e-9);
    assert!(apart.test.upper_tail < 0.001 && apart.finding == Some(Finding::NotShown));
}

#[test]
fn polls_are_ranked_by_agreement_as_far_as_rounding_allows() {
    let polls = vec![
        poll("P", ["57.00", "24.00", "19.00"]),
        poll("Q", ["51", "29", "20"]),
        poll("R", ["51.40", "28.80", "19.80"]),
    ];
    let report = run(Comparison::new(contest()), polls);
    let standing = |name: &str| {
        let rank = report.reference().poll(name).unwrap().rank.clone().unwrap();
        assert_eq!(rank.rows, ["A", "B", "C"]);
        (rank.rank, rank.best, rank.worst, rank.of)
    };
    // Total variation 7, 1 (between 0 and more) and 1.4 points.
    assert_eq!(standing("P"), (Some(3), 3, 3, 3));
    assert_eq!(standing("Q"), (Some(1), 1, 2, 3));
    assert_eq!(standing("R"), (Some(2), 1, 2, 3));
}

#[test]
fn polls_that_agree_are_reliable_and_the_bootstrap_keeps_its_seed() {
    let polls = || {
        vec![
            poll("P", ["53.00", "28.00", "19.00"]),
            poll("Q", ["51.00", "29.00", "20.00"]),
            poll("R", ["50.00", "32.00", "18.00"]),
        ]
    };
    let reliability = |comparison: Comparison| {
        let between = run(comparison, polls()).between_polls.unwrap();
        between.reliability.unwrap()
    };
    let alike = reliability(Comparison::new(contest()));
    // One order in all three: W = 1, χ² = 3 · 2 on 2 df, p = e^−3.
    assert_relative_eq!(alike.kendall_w, 1.0, max_relative = 1e-12);
    assert_relative_eq!(
        alike.kendall_w_p_value,
        (-3.0_f64).exp(),
        max_relative = 1e-9
    );
    assert!(alike.icc_2_1.unwrap() > 0.98 && alike.krippendorff_alpha.unwrap() > 0.98);
    assert_eq!(alike.krippendorff_alpha_interval, None);
    let seeded = |seed| {
        reliability(Comparison::new(contest()).bootstrap(200, seed)).krippendorff_alpha_interval
    };
    assert!(seeded(7).is_some());
    assert_eq!(seeded(7), seeded(7));
    let without = run(Comparison::new(contest()).pairwise(false), polls());
    assert_eq!(without.between_polls.unwrap().pairs, None);
}

fn partial(name: &str, percent: &str, shares: [&str; 3], time: &str) -> OfficialCount {
    let [a, b, c] = shares;
    OfficialCount::builder(name)
        .share("A", a)
        .share("B", b)
        .share("C", c)
        .completeness(CompletenessOf::Ballots, percent)
        .as_of(time)
        .build()
        .unwrap()
}

#[test]
fn from_when_on_a_poll_could_no_longer_come_true() {
    let early = partial(
        "early",
        "40.00",
        ["50.00", "30.00", "20.00"],
        "2024-02-07T21:00",
    );
    let late = partial(
        "late",
        "90.00",
        ["50.00", "30.00", "20.00"],
        "2024-02-07T23:00",
    );
    // Given out of order: time decides.
    let report = Comparison::new(contest())
        .counts([late, early])
        .poll(poll("P", ["60.00", "25.00", "15.00"]).build().unwrap())
        .poll(poll("Q", ["50.00", "31.00", "19.00"]).build().unwrap())
        .run()
        .unwrap();
    let night = report.night.unwrap();
    assert_eq!(night.order, ["early", "late"]);
    assert!(night.contradictions.is_empty());
    let p = night.course("P", Basis::ShareOfBallots).unwrap();
    // (.6 − .4 · .5)/.6 = 2/3 of the outstanding at first, (.6 − .45)/.1 = 1.5 of them later.
    let steps: Vec<(&str, Reachability)> = p
        .steps
        .iter()
        .map(|step| (step.count.as_str(), step.whole))
        .collect();
    assert_eq!(
        steps,
        [
            ("early", Reachability::Possible),
            ("late", Reachability::Impossible)
        ]
    );
    assert_eq!(p.impossible_from.as_deref(), Some("late"));
    assert_eq!(p.leader_impossible_from.as_deref(), Some("late"));
    let q = night.course("Q", Basis::ShareOfBallots).unwrap();
    assert_eq!((q.steps.len(), &q.impossible_from), (2, &None));
    // The contest gives no registered voters.
    assert_eq!(night.course("P", Basis::RegisteredVoters), None);
}

#[test]
fn counts_that_contradict_one_another_are_named() {
    // After 90 percent with 50 for A, the final share is 45 to 55.
    let early = partial(
        "early",
        "90.00",
        ["50.00", "30.00", "20.00"],
        "2024-02-07T21:00",
    );
    let late = partial(
        "late",
        "95.00",
        ["57.00", "25.00", "18.00"],
        "2024-02-07T23:00",
    );
    let report = Comparison::new(contest())
        .counts([early, late])
        .poll(usual().build().unwrap())
        .run()
        .unwrap();
    let night = report.night.as_ref().unwrap();
    let of_a = &night.contradictions[0];
    assert_eq!(
        (of_a.earlier.as_str(), of_a.later.as_str()),
        ("early", "late")
    );
    assert_eq!(of_a.choice.as_deref(), Some("A"));
    assert_eq!(of_a.kind, FindingKind::OutsideBounds);
    let finding = report::Finding::CountsContradict(of_a.clone());
    assert!(report.findings.contains(&finding), "{:?}", report.findings);
}

#[test]
fn thresholds_and_the_tipping_point_say_what_is_still_open() {
    let count = partial(
        "early",
        "80.00",
        ["50.00", "40.00", "10.00"],
        "2024-02-07T21:00",
    );
    let report = Comparison::new(contest())
        .count(count)
        .poll(usual().build().unwrap())
        .run()
        .unwrap();
    let view = report.reference().outstanding(Basis::ShareOfBallots);
    let view = view.unwrap();
    let outcomes = |name: &str| {
        let mut thresholds = view.thresholds.iter();
        let threshold = thresholds.find(|one| one.name == name).unwrap();
        ["A", "B", "C"].map(|label| {
            let mut outcomes = threshold.outcomes.iter();
            outcomes.find(|one| one.label == label).unwrap().outcome
        })
    };
    use ThresholdOutcome::{Missed, Open, Passed};
    // 40 to 60, 32 to 52 and 8 to 28 percent, against 25 and more than 50.
    assert_eq!(outcomes("entry"), [Passed, Passed, Open]);
    assert_eq!(outcomes("outright"), [Open, Open, Missed]);
    // B is 8 points of all behind, and 20 are outstanding: a lead of .4 among them.
    assert_eq!(view.decided, Some(false));
    assert_relative_eq!(view.needed_lead.unwrap(), 0.4, max_relative = 1e-9);
    // Among the outstanding, B's share w has w − (1 − w) · 50/60 = .4: w = 37/55.
    let w: f64 = 37.0 / 55.0;
    let shift = (w / (1.0 - w)).ln() - (0.4_f64 / 0.6).ln();
    assert_relative_eq!(view.tipping_point.unwrap(), shift, max_relative = 1e-9);
}

#[test]
fn seat_ranges_are_scored_only_at_a_declared_confidence() {
    let contest = Contest::builder("h")
        .choices(["A", "B"])
        .house(294)
        .build()
        .unwrap();
    let count = OfficialCount::builder("final")
        .seats("A", 206)
        .seats("B", 82)
        .final_result()
        .build()
        .unwrap();
    let poll = Poll::builder("P")
        .seats("A", "150–160")
        .seats("B", "80–90")
        .build()
        .unwrap();
    let run = |comparison: Comparison| {
        let report = comparison
            .count(count.clone())
            .poll(poll.clone())
            .run()
            .unwrap();
        of_poll(&report).seats.clone().unwrap()
    };
    let plain = run(Comparison::new(contest.clone()));
    assert_eq!(plain.mean_interval_score, None);
    let level = Confidence::new(0.8).unwrap();
    let scored = run(Comparison::new(contest).seat_range_confidence(level));
    // 10 wide and 46 beside: 10 + 2/.2 · 46; the other 10 wide and inside.
    assert_relative_eq!(
        scored.row("A").unwrap().interval_score.unwrap(),
        470.0,
        max_relative = 1e-12
    );
    assert_relative_eq!(
        scored.mean_interval_score.unwrap(),
        240.0,
        max_relative = 1e-12
    );
}

#[test]
fn many_polls_are_compared_without_pairs_where_none_are_asked_for() {
    let polls: Vec<Poll> = (0..2_000)
        .map(|i| {
            let a = 48.0 + f64::from(i % 11);
            let [a, b, c] = [a, 81.0 - a, 19.0].map(|share| format!("{share:.2}"));
            poll(&format!("P{i}"), [&a, &b, &c]).build().unwrap()
        })
        .collect();
    let report = Comparison::new(contest())
        .pairwise(false)
        .count(result())
        .polls(polls)
        .run()
        .unwrap();
    let pool = pooled(&report);
    assert_eq!(pool.polls.len(), 2_000);
    assert_eq!(report.between_polls.as_ref().unwrap().pairs, None);
    assert!(pool.choices.iter().all(|choice| choice.without.is_empty()));
}

/// Every method by turns, on figures at and inside the edges.
#[cfg(feature = "deserialize")]
#[test]
fn every_method_can_be_chosen_and_gives_a_report_that_can_be_stored() {
    let base = || Comparison::new(contest()).equivalence_margin(2.0);
    let mut settings: Vec<Comparison> = Vec::new();
    settings.extend(BinomialMethod::ALL.map(|m| base().interval_method(m)));
    settings.extend(MultinomialMethod::ALL.map(|m| base().simultaneous_method(m)));
    settings.extend(LeadMethod::ALL.map(|m| base().lead_method(m)));
    for estimator in HeterogeneityEstimator::ALL {
        for scale in Scale::ALL {
            let pooled = base().heterogeneity_estimator(estimator).pool_scale(scale);
            settings.extend(IntervalMethod::ALL.map(|m| pooled.clone().pool_interval(m)));
        }
    }
    let tables = [
        ["53", "28", "19"],
        ["0", "80", "20"],
        ["100", "0", "0"],
        ["50", "30", "20"],
    ];
    for setting in settings {
        for shares in tables {
            let polls = ["P", "Q", "R", "S"].map(|name| {
                // One of them asked a single person.
                let people: u32 = if name == "S" { 1 } else { 1_000 };
                poll(name, shares).respondents(people)
            });
            let report = run(setting.clone(), polls.into());
            // Infinities and NaN do not come back.
            let written = serde_json::to_string(&report).unwrap();
            let read: exitpoll::Report = serde_json::from_str(&written).unwrap();
            assert_eq!(read, report, "{shares:?}");
        }
    }
}

#[cfg(feature = "io")]
#[test]
fn estimates_that_are_all_quick_counts_are_called_so_where_several_are_spoken_of() {
    let document = |kinds: [&str; 2]| {
        let poll = |(place, kind): (usize, &&str)| {
            format!(
                r#"{{"pollster":"N{place}","kind":"{kind}","shares":{{"A":"5{place}.0","B":"{}.0"}},
                "sample":{{"respondents":"40000","design_effect":"2","stations":"400"}}}}"#,
                50 - place
            )
        };
        let polls: Vec<String> = kinds.iter().enumerate().map(poll).collect();
        super::words_of_reports::report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
            "votes":{{"A":"505000","B":"495000"}}}}],"polls":[{}]}}"#,
            polls.join(",")
        ))
    };
    let said =
        |kinds| super::words_of_reports::text(&document(kinds), exitpoll::render::Detail::Full);
    let counts = said(["quick_count", "quick_count"]);
    for words in [
        "The quick counts together",
        "The quick counts against one another",
        "the quick counts differ from one another",
        "Published for no quick count:",
    ] {
        super::words_of_reports::has(&counts, words);
    }
    for words in [
        "The polls",
        "wo polls",
        "no poll",
        "That polls",
        "all polls",
    ] {
        super::words_of_reports::lacks(&counts, words);
    }
    let mixed = said(["exit_poll", "quick_count"]);
    super::words_of_reports::has(&mixed, "Published for no estimate:");
    super::words_of_reports::lacks(&mixed, "no poll");
}

#[cfg(feature = "io")]
#[test]
fn a_poll_weighted_to_the_count_is_left_out_of_the_pool_for_that() {
    let poll = |name: &str, more: &str| {
        format!(
            r#"{{"pollster":"{name}","base":"valid_votes","shares":{{"A":"52.0","B":"48.0"}}{more},
            "sample":{{"respondents":"1000","design_effect":"1"}}}}"#
        )
    };
    let report = super::words_of_reports::report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"500000","B":"500000"}}}}],"polls":[{},{},{}]}}"#,
        poll("P", ""),
        poll("Q", ""),
        poll("W", r#","weighted_to_count":true"#)
    ));
    let pool = report.reference().pool.as_ref().unwrap();
    assert_eq!(
        pool.left_out,
        [("W".to_owned(), exitpoll::report::Reason::WeightedToCount)]
    );
}
