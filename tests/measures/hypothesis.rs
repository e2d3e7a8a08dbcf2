//! Tests of fit under a design, of homogeneity, at a station, of equivalence, and many at once.

use exitpoll::hypothesis::{
    Adjustment, Agreement, DesignEffects, ExactMethod, ExactTest, FitStatistic, ShareVariance,
    equivalence, equivalence_of_share, homogeneity, hypergeometric, rao_scott,
};
use exitpoll::interval::BinomialMethod;
use exitpoll::numeric::chi_squared_upper_tail;
use exitpoll::{Confidence, Error, ErrorKind};
use proptest::prelude::*;

use crate::seeded::seeded;

fn near(ours: f64, reference: f64, tolerance: f64) {
    let error = (ours - reference).abs() / reference.abs();
    assert!(
        error <= tolerance,
        "{ours:e} against {reference:e}: {error:e}"
    );
}

/// R survey 4.1 on its data `apiclus1` (183 schools in 15 districts, weights `pw`): shares of the school
/// types from `svymean(~stype)`, their covariance from `vcov`, and the eigenvalues of n·diag(1/v)·V from
/// `eigen`, against shares of .72, .12 and .16.
mod schools {
    pub const SHARES: [f64; 3] = [0.7868852459016393, 0.07650273224043716, 0.1366120218579235];
    pub const COVARIANCE: [f64; 9] = [
        0.0021904807096259178,
        -0.0010134812323787333,
        -0.001176999477247183,
        -0.0010134812323787333,
        0.0007333185971449976,
        0.00028016263523373506,
        -0.001176999477247183,
        0.00028016263523373506,
        0.0008968368420134472,
    ];
    pub const DESIGN_EFFECTS: [f64; 3] =
        [2.3903726055365406, 1.8994647039143508, 1.3914564373165734];
    pub const NULL: [f64; 3] = [0.72, 0.12, 0.16];
}

#[test]
fn rao_scott_is_what_the_eigenvalues_of_the_design_give() {
    let correct = |statistic, design| {
        rao_scott(statistic, &schools::SHARES, &schools::NULL, 183.0, design).expect("valid")
    };
    let per_choice = DesignEffects::PerChoice(&schools::DESIGN_EFFECTS);
    let first = correct(FitStatistic::Pearson, per_choice);
    near(first.uncorrected, 4.647996357012749, 1e-12);
    near(first.mean_design_effect, 1.3504075895311285, 1e-12);
    near(first.statistic, 3.4419210859341867, 1e-12);
    near(first.p_value, 0.17889422976307479, 1e-12);
    let of_g = correct(FitStatistic::LikelihoodRatio, per_choice);
    near(of_g.statistic, 3.7598413537447213, 1e-12);
    near(of_g.p_value, 0.15260221016139258, 1e-12);

    let second = correct(
        FitStatistic::Pearson,
        DesignEffects::Covariance(&schools::COVARIANCE),
    );
    near(second.mean_design_effect, 1.3504075895311285, 1e-12);
    near(second.variation, 0.2306051131274367, 1e-12);
    near(second.statistic, 2.796933841097859, 1e-12);
    near(second.degrees_of_freedom, 1.6252167154719823, 1e-12);
    near(second.p_value, 0.1849527211346653, 1e-12);
}

#[test]
fn second_order_degrees_of_freedom_are_those_of_svygofchisq() {
    // svygofchisq(~stype, p = the polled shares, design) of R survey: df 1.647154965816088.
    let design = DesignEffects::Covariance(&schools::COVARIANCE);
    let shares = schools::SHARES;
    let test = rao_scott(FitStatistic::Pearson, &shares, &shares, 183.0, design).expect("valid");
    near(test.degrees_of_freedom, 1.647154965816088, 1e-12);
    assert_eq!((test.statistic, test.p_value), (0.0, 1.0));
}

#[test]
fn one_mean_design_effect_is_an_effective_size() {
    let (poll, count) = ([0.5, 0.3, 0.2], [0.45, 0.33, 0.22]);
    for statistic in FitStatistic::ALL {
        let corrected =
            rao_scott(statistic, &poll, &count, 900.0, DesignEffects::Mean(1.8)).expect("valid");
        let simple = statistic.test(&poll, &count, 500.0).expect("valid");
        near(corrected.statistic, simple.statistic, 1e-14);
        near(corrected.p_value, simple.p_value, 1e-13);
    }
}

#[test]
fn what_no_design_can_have_is_refused() {
    let (poll, count) = ([0.6, 0.4], [0.5, 0.5]);
    let refused =
        |design: DesignEffects<'_>| rao_scott(FitStatistic::Pearson, &poll, &count, 100.0, design);
    for effect in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let effects = [1.0, effect];
        for design in [
            DesignEffects::Mean(effect),
            DesignEffects::PerChoice(&effects),
        ] {
            assert!(
                matches!(refused(design), Err(ref error) if error.kind() == ErrorKind::OutOfRange),
                "{design:?}"
            );
        }
    }
    for short in [
        DesignEffects::PerChoice(&[1.0]),
        DesignEffects::Covariance(&[1.0, 2.0]),
    ] {
        assert!(
            matches!(refused(short), Err(ref error) if error.kind() == ErrorKind::Inconsistent),
            "{short:?}"
        );
    }
    for odd in [
        [1e-3, -2e-3, -1e-3, 1e-3],
        [-1e-3, 1e-3, 1e-3, -1e-3],
        [1e-3, f64::NAN, f64::NAN, 1e-3],
    ] {
        let refusal = refused(DesignEffects::Covariance(&odd));
        assert!(
            matches!(refusal, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
            "{odd:?}"
        );
    }
    let nothing = DesignEffects::Covariance(&[0.0; 4]);
    assert!(matches!(refused(nothing), Err(ref error) if error.kind() == ErrorKind::Undefined));
}

#[test]
fn a_second_sample_that_grows_becomes_a_fixed_count() {
    let (poll, count) = ([0.5, 0.3, 0.2], [0.45, 0.33, 0.22]);
    for statistic in FitStatistic::ALL {
        let fixed = statistic.test(&poll, &count, 500.0).expect("valid");
        let sampled = homogeneity(statistic, &poll, 500.0, &count, 1e14).expect("valid");
        near(sampled.statistic, fixed.statistic, 1e-10);
        let swapped = homogeneity(statistic, &count, 1e14, &poll, 500.0).expect("valid");
        near(sampled.statistic, swapped.statistic, 1e-12);
    }
    // One sample where the other has nobody: the choice counts; where neither has, it does not.
    let one = [0.5, 0.5, 0.0, 0.0];
    let other = [0.4, 0.5, 0.1, 0.0];
    let test = homogeneity(FitStatistic::LikelihoodRatio, &one, 10.0, &other, 10.0);
    assert_eq!(test.expect("valid").degrees_of_freedom, 2.0);
    for (one_size, other_size) in [(0.0, 1.0), (1.0, f64::NAN), (f64::INFINITY, 1.0)] {
        let test = homogeneity(FitStatistic::Pearson, &one, one_size, &other, other_size);
        assert!(matches!(test, Err(ref error) if error.kind() == ErrorKind::OutOfRange));
    }
}

#[test]
fn a_station_with_800_votes() {
    let test = hypergeometric(800, 420, 80, 55).expect("valid");
    assert_eq!(format!("{:.8}", test.upper), "0.00142777");
    assert_eq!(format!("{:.8}", test.two_sided), "0.00212324");
    // Two-sided and binomial, which takes the station for endless.
    let shares = [420.0 / 800.0, 380.0 / 800.0];
    let binomial = ExactTest::Probability
        .test(&[55.0, 25.0], &shares)
        .expect("valid");
    assert_eq!(format!("{:.8}", binomial.p_value), "0.00351608");
}

#[test]
fn interviews_that_a_station_cannot_give_are_refused() {
    for (votes, for_choice, interviews, observed) in [
        (800, 900, 80, 55),
        (800, 420, 801, 55),
        (800, 420, 80, 81),
        (800, 40, 80, 41),
        (100, 90, 50, 39),
    ] {
        let refused = hypergeometric(votes, for_choice, interviews, observed);
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::Inconsistent),
            "{refused:?}"
        );
    }
    for votes in [0, u64::MAX] {
        let refused = hypergeometric(votes, 0, 0, 0);
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
            "{refused:?}"
        );
    }
    // The largest station there can be, and draws of everything or nothing.
    let large = hypergeometric(1 << 53, 1 << 52, 1000, 500).expect("valid");
    near(large.two_sided, 1.0, 1e-15);
    let all = hypergeometric(500, 200, 500, 200).expect("valid");
    assert_eq!((all.lower, all.upper, all.two_sided), (1.0, 1.0, 1.0));
}

#[test]
fn the_three_answers() {
    let answer = |estimate, error| {
        equivalence(estimate, error, 3.0, Confidence::P90)
            .expect("valid")
            .agreement
    };
    assert_eq!(answer(0.5, 1.0), Agreement::Agrees);
    assert_eq!(answer(-0.5, 1.0), Agreement::Agrees);
    assert_eq!(answer(0.5, 2.0), Agreement::Undetermined);
    assert_eq!(answer(3.5, 1.0), Agreement::Undetermined);
    assert_eq!(answer(5.0, 1.0), Agreement::Differs);
    assert_eq!(answer(-5.0, 1.0), Agreement::Differs);
    // Without error the estimate itself decides; the ends belong to the margin.
    assert_eq!(answer(3.0, 0.0), Agreement::Agrees);
    assert_eq!(answer(3.1, 0.0), Agreement::Differs);
    let certain = equivalence(3.0, 0.0, 3.0, Confidence::P90).expect("valid");
    assert_eq!((certain.p_value, certain.p_value_differs), (0.0, 1.0));
    let certain = equivalence(3.1, 0.0, 3.0, Confidence::P90).expect("valid");
    assert_eq!((certain.p_value, certain.p_value_differs), (1.0, 0.0));
    for (estimate, error, margin) in [
        (f64::NAN, 1.0, 1.0),
        (0.0, -1.0, 1.0),
        (0.0, f64::INFINITY, 1.0),
        (0.0, 1.0, 0.0),
        (0.0, 1.0, f64::NAN),
    ] {
        let refused = equivalence(estimate, error, margin, Confidence::P90);
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
            "{refused:?}"
        );
    }
}

#[test]
fn many_hypotheses_are_adjusted_and_what_is_no_probability_is_refused() {
    for adjustment in Adjustment::ALL {
        assert_eq!(adjustment.adjust(&[]).expect("valid"), Vec::<f64>::new());
        for p in [0.0, 0.3, 1.0] {
            assert_eq!(adjustment.adjust(&[p]).expect("valid"), [p]);
        }
        let many: Vec<f64> = (0..10_000_u32)
            .map(|i| f64::from(i * 7919 % 10_000) / 1e4)
            .collect();
        let adjusted = adjustment.adjust(&many).expect("valid");
        // Order is kept, and nothing is made more significant.
        let mut order: Vec<usize> = (0..many.len()).collect();
        order.sort_by(|&a, &b| many[a].total_cmp(&many[b]));
        assert!(
            order
                .windows(2)
                .all(|pair| adjusted[pair[0]] <= adjusted[pair[1]])
        );
        assert!(
            many.iter()
                .zip(&adjusted)
                .all(|(p, q)| (*p..=1.0).contains(q))
        );
        for wrong in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
            let refused = adjustment.adjust(&[0.1, wrong]);
            assert!(
                matches!(refused, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
                "{refused:?}"
            );
        }
    }
}

#[test]
fn names_are_the_same_in_text_and_json() {
    fn check<T>(all: &[T])
    where
        T: std::fmt::Display
            + std::str::FromStr<Err = Error>
            + std::fmt::Debug
            + PartialEq
            + serde::Serialize,
    {
        for method in all {
            let name = method.to_string();
            assert_eq!(name.parse::<T>().as_ref(), Ok(method));
            let json = serde_json::to_string(method).expect("a name");
            assert_eq!(json, format!("\"{name}\""));
        }
        let refused = "neither".parse::<T>();
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::Unreadable),
            "{refused:?}"
        );
    }
    check(&FitStatistic::ALL);
    check(&ExactTest::ALL);
    check(&ExactMethod::ALL);
    check(&Agreement::ALL);
    check(&ShareVariance::ALL);
    check(&Adjustment::ALL);
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn tails_of_a_station_overlap_in_the_observed_count(
        votes in 1_u64..3000,
        part in 0.0..1.0,
        drawn in 0.0..1.0,
        place in 0.0..1.0,
    ) {
        let share = |of: u64, part: f64| (of as f64 * part).round() as u64;
        let (for_choice, interviews) = (share(votes, part), share(votes, drawn));
        let least = interviews.saturating_sub(votes - for_choice);
        let observed = least + share(interviews.min(for_choice) - least, place);
        let test = hypergeometric(votes, for_choice, interviews, observed).expect("it can occur");
        let point = test.lower + test.upper - 1.0;
        prop_assert!(point >= -1e-15 && test.two_sided >= point - 1e-15);
        prop_assert!(test.two_sided <= 1.0);
        // The same draw, counted by those against.
        let mirrored = hypergeometric(votes, votes - for_choice, interviews, interviews - observed)
            .expect("it can occur");
        prop_assert!((mirrored.lower - test.upper).abs() <= 1e-14 * test.upper);
        prop_assert!((mirrored.two_sided - test.two_sided).abs() <= 1e-14 * test.two_sided);
    }

    #[test]
    fn agreement_is_where_both_one_sided_tests_reject(
        poll in 0.0_f64..=1.0,
        official in 0.0_f64..=1.0,
        size in 1.0_f64..1e6,
        margin in 1e-4_f64..0.5,
        level in 0.5_f64..0.999,
        wald in any::<bool>(),
    ) {
        let variance = if wald { ShareVariance::Wald } else { ShareVariance::Score };
        let confidence = Confidence::new(level).expect("a level");
        let test = equivalence_of_share(poll, official, size, margin, confidence, variance)
            .expect("valid");
        let alpha = 0.5 * confidence.alpha();
        // An end that rounding decides says nothing.
        prop_assume!((test.p_value - alpha).abs() > 1e-9);
        prop_assume!((test.p_value_differs - alpha).abs() > 1e-9);
        prop_assert_eq!(test.agreement == Agreement::Agrees, test.p_value < alpha);
        prop_assert!((0.0..=1.0).contains(&test.p_value));
        prop_assert!((0.0..=1.0).contains(&test.p_value_differs));
        if official - margin > 0.0 && official + margin < 1.0 {
            prop_assert_eq!(test.agreement == Agreement::Differs, test.p_value_differs < alpha);
        }
        if !wald {
            let wilson = BinomialMethod::Wilson.interval(poll * size, size, confidence)
                .expect("valid");
            prop_assert!((test.interval.low() + official - wilson.low()).abs() < 1e-15);
        }
    }

    #[test]
    fn a_design_scales_the_statistic(
        effect in 0.1_f64..50.0,
        shares in proptest::collection::vec(0.01_f64..1.0, 2..12),
        size in 1.0_f64..1e6,
    ) {
        let total: f64 = shares.iter().sum();
        let poll: Vec<f64> = shares.iter().map(|share| share / total).collect();
        let count: Vec<f64> = poll.iter().rev().copied().collect();
        let test = rao_scott(FitStatistic::Pearson, &poll, &count, size, DesignEffects::Mean(effect))
            .expect("valid");
        prop_assert!((test.statistic * effect - test.uncorrected).abs() <= 1e-12 * test.uncorrected);
        let p = chi_squared_upper_tail(test.statistic, test.degrees_of_freedom).expect("valid");
        prop_assert_eq!(p, test.p_value);
        // Simple random sampling has the covariance of the multinomial, with all eigenvalues 1 at p = v.
        let k = poll.len();
        let covariance: Vec<f64> = (0..k * k)
            .map(|place| {
                let (i, j) = (place / k, place % k);
                (if i == j { poll[i] } else { 0.0 } - poll[i] * poll[j]) / size
            })
            .collect();
        let simple = DesignEffects::Covariance(&covariance);
        let test = rao_scott(FitStatistic::Pearson, &poll, &poll, size, simple).expect("valid");
        prop_assert!((test.mean_design_effect - 1.0).abs() < 1e-12 && test.variation < 1e-12);
    }
}
