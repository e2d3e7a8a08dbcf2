//! Planned numbers of respondents: published figures, and by what is recomputed at the number and one below.

use exitpoll::interval::BinomialMethod;
use exitpoll::planning::Plan;
use exitpoll::{Confidence, ErrorKind, Sample};
use proptest::prelude::*;

use crate::seeded::seeded;

fn ballots(population: u64) -> Sample {
    Sample::builder()
        .population(population)
        .build()
        .expect("a population")
}

#[test]
fn cochran_1977_section_4_4() {
    // d = 5 points, p about 50 %, t = 2: n₀ = 400; from 3,200 houses 400/(1 + 399/3200) = 356.
    let two_errors = Confidence::new(0.954_499_736_103_641_6).expect("a level");
    let plan = Plan::new().confidence(two_errors);
    let simple = plan.respondents_for_half_width(BinomialMethod::Wald, 0.5, 0.05);
    assert_eq!(simple, Ok(400));
    let finite = plan.design(ballots(3200));
    let finite = finite.respondents_for_half_width(BinomialMethod::Wald, 0.5, 0.05);
    assert_eq!(finite, Ok(356));
}

#[test]
fn three_points_of_margin_take_1068_respondents_and_a_design_multiplies_them() {
    let needed = |sample: Sample| {
        Plan::new()
            .design(sample)
            .respondents_for_half_width(BinomialMethod::Wald, 0.5, 0.03)
            .expect("valid")
    };
    assert_eq!(needed(Sample::default()), 1068);
    // 1067.0719 · 1.72 = 1835.36, from a cluster size of 25 and a correlation of .03.
    let clusters = Sample::builder()
        .cluster_size(25.0)
        .intracluster_correlation(0.03)
        .build()
        .expect("a design");
    assert_eq!(needed(clusters), 1836);
    // A population of 50: nearly all of them.
    assert_eq!(needed(ballots(50)), 48);
    // A sample's own respondents are not what is planned.
    let asked = Sample::builder().respondents(10).build().expect("a sample");
    assert_eq!(needed(asked), 1068);
}

#[test]
fn what_cannot_be_planned_is_refused() {
    let plan = Plan::new();
    let wald = BinomialMethod::Wald;
    for refused in [
        plan.respondents_for_half_width(wald, 0.0, 0.03),
        plan.respondents_for_half_width(wald, 1.1, 0.03),
        plan.respondents_for_half_width(wald, f64::NAN, 0.03),
        plan.respondents_for_half_width(wald, 0.5, 0.0),
        plan.respondents_for_half_width(wald, 0.5, 0.5),
        plan.respondents_to_detect(0.0, 0.5),
        plan.respondents_to_detect(0.5, 1.0),
        plan.respondents_to_call_lead(0.4, 0.4),
        plan.respondents_to_call_lead(0.6, 0.5),
        plan.respondents_to_call_lead(0.6, -0.1),
        plan.clone().power(1.0).respondents_to_detect(0.5, 0.6),
        plan.clone()
            .power(f64::NAN)
            .respondents_to_call_lead(0.5, 0.4),
    ] {
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
            "{refused:?}"
        );
    }
    for refused in [
        plan.power_to_detect(0.5, 0.6, 0),
        plan.half_width(wald, 0.5, 0),
        plan.clone()
            .design(ballots(100))
            .power_to_detect(0.5, 0.6, 101),
    ] {
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
            "{refused:?}"
        );
    }
    for refused in [
        plan.respondents_to_detect(0.5, 0.5),
        plan.respondents_to_detect(0.5, 0.5 + 1e-10),
        plan.respondents_for_half_width(BinomialMethod::Wilson, 0.5, 1e-12),
    ] {
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::Undefined),
            "{refused:?}"
        );
    }
}

#[test]
fn a_census_knows_everything() {
    let census = Plan::new().design(ballots(1000));
    assert_eq!(census.power_to_detect(0.5, 0.5001, 1000), Ok(1.0));
    assert_eq!(census.power_to_call_lead(0.5, 0.4999, 1000), Ok(1.0));
    assert_eq!(
        census.half_width(BinomialMethod::ClopperPearson, 0.5, 1000),
        Ok(0.0)
    );
    assert_eq!(census.respondents_to_detect(0.5, 0.500_000_1), Ok(1000));
    let coin = census.clone().power(0.4).detectable(0.3, 1000);
    assert!(matches!(coin, Err(ref error) if error.kind() == ErrorKind::OutOfRange));
    let detectable = census.detectable(0.3, 1000).expect("valid");
    assert_eq!((detectable.below, detectable.above), (Some(0.3), Some(0.3)));
    // One respondent tells nothing from an even share; 99.9999 % of power needs a wide gap.
    let blind = Plan::new().detectable(0.5, 1).expect("valid");
    assert_eq!((blind.below, blind.above), (None, None));
}

#[test]
fn power_goes_to_one() {
    let plan = Plan::new();
    let mut before = 0.0;
    for n in [10, 100, 1000, 10_000, 100_000, 1_000_000] {
        let power = plan.power_to_detect(0.5, 0.51, n).expect("valid");
        assert!(power > before);
        before = power;
    }
    assert!(1.0 - before < 1e-15);
}

fn designs() -> impl Strategy<Value = Sample> {
    (0.3_f64..8.0, proptest::option::of(50_u64..100_000_000)).prop_map(|(effect, population)| {
        let sample = Sample::builder().design_effect(effect);
        match population {
            Some(population) => sample.population(population),
            None => sample,
        }
        .build()
        .expect("a design")
    })
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn the_number_is_enough_and_one_less_is_not(
        design in designs(),
        first in 0.02_f64..0.98,
        second in 0.02_f64..0.98,
        half_width in 0.002_f64..0.2,
        power in 0.05_f64..0.999,
        level in 0.5_f64..0.9999,
    ) {
        prop_assume!((first - second).abs() > 1e-4);
        let plan = Plan::new()
            .confidence(Confidence::new(level).expect("a level"))
            .power(power)
            .design(design);
        for method in [BinomialMethod::Wald, BinomialMethod::Wilson, BinomialMethod::ClopperPearson] {
            let n = plan.respondents_for_half_width(method, first, half_width).expect("valid");
            let width = |n| plan.half_width(method, first, n).expect("valid");
            prop_assert!(width(n) <= half_width * (1.0 + 1e-11), "{} {}", method, n);
            prop_assert!(n == 1 || width(n - 1) > half_width, "{} {}", method, n);
        }
        let n = plan.respondents_to_detect(first, second).expect("valid");
        let reached = |n| plan.power_to_detect(first, second, n).expect("valid");
        prop_assert!(reached(n) >= power);
        prop_assert!(n == 1 || reached(n - 1) < power);
        // What n detects is no further away than what it was planned for.
        if n > 1 && power >= 0.5 {
            let detectable = plan.detectable(first, n).expect("valid");
            if second > first {
                prop_assert!(detectable.above.expect("the planned one") <= second + 1e-12);
            } else {
                prop_assert!(detectable.below.expect("the planned one") >= second - 1e-12);
            }
        }
        let (leader, other) = (0.5 * first.max(second), 0.5 * first.min(second));
        let n = plan.respondents_to_call_lead(leader, other).expect("valid");
        let reached = |n| plan.power_to_call_lead(leader, other, n).expect("valid");
        prop_assert!(reached(n) >= power);
        prop_assert!(n == 1 || reached(n - 1) < power);
    }
}
