//! What holds for the binomial intervals at every count, size and level.

use exitpoll::interval::{BinomialMethod, Interval};
use exitpoll::{Confidence, ErrorKind, OneSidedConfidence, Sample};
use proptest::prelude::*;

use crate::seeded::seeded;

/// All that can be computed of x and n alone.
fn methods() -> impl Iterator<Item = BinomialMethod> {
    let of_a_sample = BinomialMethod::KornGraubard;
    BinomialMethod::ALL
        .into_iter()
        .filter(move |method| *method != of_a_sample)
}

/// Sizes from 1 to 1e9, whole and not, with counts anywhere and beside both ends.
fn count() -> impl Strategy<Value = (f64, f64)> {
    let size = prop_oneof![
        (1_u32..200).prop_map(f64::from),
        (0.0..9.0_f64).prop_map(|power| 10_f64.powf(power).round()),
        (0.0..9.0_f64).prop_map(|power| 10_f64.powf(power)),
    ];
    (size, 0.0..1.0_f64, 0..6_u8).prop_map(|(n, u, kind)| {
        let x = match kind {
            0 => 0.0,
            1 => n,
            2 => (u * n).floor(),
            3 => u * n,
            4 => (5.0 * u).floor().min(n),
            _ => n - (5.0 * u).floor().min(n),
        };
        (x, n)
    })
}

fn level() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.95), Just(0.5), Just(0.9999), 0.3..0.9999]
}

fn interval(method: BinomialMethod, x: f64, n: f64, level: f64) -> Interval {
    method
        .interval(x, n, Confidence::new(level).unwrap())
        .unwrap()
}

/// Up to what two ways of computing the same end may differ.
fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-11 * one.abs().max(other.abs()) + 1e-15
}

/// Not more than `other`, but for rounding.
fn at_most(one: f64, other: f64) -> bool {
    one <= other || close(one, other)
}

/// Arcsine is about (x + 3/8)/(n + 3/4) and Jeffreys about (x + ½)/(n + 1): beside 0 and 1, and at low
/// levels everywhere, they may miss x/n.
fn holds_estimate(method: BinomialMethod) -> bool {
    !matches!(
        method,
        BinomialMethod::Arcsine | BinomialMethod::Jeffreys | BinomialMethod::JeffreysBounded
    )
}

proptest! {
    #![proptest_config(seeded(32))]

    #[test]
    fn ends_are_in_order_within_0_and_1((x, n) in count(), level in level()) {
        for method in methods() {
            let i = interval(method, x, n, level);
            prop_assert!(
                0.0 <= i.low() && i.low() <= i.high() && i.high() <= 1.0,
                "{method} {i:?}"
            );
        }
    }

    #[test]
    fn the_estimate_is_inside((x, n) in count(), level in level()) {
        for method in methods().filter(|method| holds_estimate(*method)) {
            let i = interval(method, x, n, level);
            prop_assert!(
                at_most(i.low(), x / n) && at_most(x / n, i.high()),
                "{method} {i:?} without {}", x / n
            );
        }
    }

    #[test]
    fn a_higher_level_holds_a_lower_one((x, n) in count(), one in level(), other in level()) {
        let (low, high) = (one.min(other), one.max(other));
        for method in methods() {
            let (inner, outer) = (interval(method, x, n, low), interval(method, x, n, high));
            prop_assert!(
                at_most(outer.low(), inner.low()) && at_most(inner.high(), outer.high()),
                "{method}: {inner:?} at {low}, {outer:?} at {high}"
            );
        }
    }

    #[test]
    fn failures_mirror_successes((x, n) in count(), level in level()) {
        // n − (n − x) is x only where n − x is exact.
        let rest = n - x;
        let x = n - rest;
        prop_assume!(n - x == rest);
        for method in methods() {
            let i = interval(method, x, n, level);
            let mirrored = interval(method, rest, n, level);
            prop_assert!(
                (i.low() - (1.0 - mirrored.high())).abs() <= 1e-13
                    && (i.high() - (1.0 - mirrored.low())).abs() <= 1e-13,
                "{method}: {i:?}, {mirrored:?}"
            );
        }
    }

    #[test]
    fn more_successes_move_both_ends_up((x, n) in count(), level in level(), by in 0.0..1.0_f64) {
        for method in methods().filter(|method| !turns_back(*method)) {
            let more = match method {
                // Between whole steps Blaker's ends may fall back a little.
                BinomialMethod::Blaker => x + (by * (n - x)).floor(),
                _ => x + by * (n - x),
            };
            let (below, above) = (interval(method, x, n, level), interval(method, more, n, level));
            prop_assert!(
                at_most(below.low(), above.low()) && at_most(below.high(), above.high()),
                "{method}: {below:?} at {x}, {above:?} at {more} of {n}"
            );
        }
    }

    #[test]
    fn blaker_lies_within_clopper_pearson((x, n) in count(), level in level()) {
        let blaker = interval(BinomialMethod::Blaker, x, n, level);
        let exact = interval(BinomialMethod::ClopperPearson, x, n, level);
        prop_assert!(at_most(exact.low(), blaker.low()) && at_most(blaker.high(), exact.high()));
        // And the lower end does not pass the one-sided limit with all of α on its side.
        let one_sided = OneSidedConfidence::new(level.max(0.51)).unwrap();
        if one_sided.level() == level {
            let bound = BinomialMethod::ClopperPearson.lower_bound(x, n, one_sided).unwrap();
            prop_assert!(at_most(blaker.low(), bound));
        }
    }

    #[test]
    fn mid_p_lies_within_clopper_pearson((x, n) in count(), level in level()) {
        let mid = interval(BinomialMethod::MidP, x, n, level);
        let exact = interval(BinomialMethod::ClopperPearson, x, n, level);
        prop_assert!(at_most(exact.low(), mid.low()) && at_most(mid.high(), exact.high()));
    }

    #[test]
    fn bounds_are_the_ends_of_the_interval_with_twice_the_rest((x, n) in count(), c in 0.55..0.9999_f64) {
        let one_sided = OneSidedConfidence::new(c).unwrap();
        let two_sided = Confidence::new(2.0 * c - 1.0).unwrap();
        for method in methods().filter(|method| *method != BinomialMethod::Blaker) {
            let i = method.interval(x, n, two_sided).unwrap();
            let lower = method.lower_bound(x, n, one_sided).unwrap();
            let upper = method.upper_bound(x, n, one_sided).unwrap();
            let tolerance = |end: f64| 1e-8 * end.abs() + 1e-15;
            prop_assert!(
                (lower - i.low()).abs() <= tolerance(lower) && (upper - i.high()).abs() <= tolerance(upper),
                "{method}: {lower} and {upper} against {i:?}"
            );
        }
    }

    #[test]
    fn a_slice_gives_the_same_bits(counts in proptest::collection::vec(count(), 0..100), level in level()) {
        let (successes, trials): (Vec<f64>, Vec<f64>) = counts.iter().copied().unzip();
        let level = Confidence::new(level).unwrap();
        for method in methods().filter(|method| *method != BinomialMethod::Blaker) {
            let mut out = vec![Interval::new(-1.0, -1.0).unwrap(); counts.len()];
            method.intervals(&successes, &trials, level, &mut out).unwrap();
            for ((x, n), slice) in counts.iter().zip(&out) {
                let scalar = method.interval(*x, *n, level).unwrap();
                prop_assert_eq!(scalar.low().to_bits(), slice.low().to_bits());
                prop_assert_eq!(scalar.high().to_bits(), slice.high().to_bits());
            }
        }
    }

    #[test]
    fn a_share_of_a_simple_sample_is_a_count(x in 0_u32..=400, n in 400_u32..500, level in level()) {
        let sample = Sample::builder().respondents(n).build().unwrap();
        let level = Confidence::new(level).unwrap();
        let share = f64::from(x) / f64::from(n);
        for method in methods() {
            let of_share = method.interval_of_share(share, &sample, level).unwrap();
            let of_count = method.interval(share * f64::from(n), f64::from(n), level).unwrap();
            prop_assert!(close(of_share.low(), of_count.low()) && close(of_share.high(), of_count.high()));
        }
    }

    #[test]
    fn nonsense_is_refused(x in -1e3..2e3_f64, n in prop_oneof![-10.0..1e3_f64, Just(f64::NAN), Just(0.0), Just(f64::INFINITY)]) {
        let sound = n > 0.0 && n.is_finite() && (0.0..=n).contains(&x);
        for method in methods() {
            let answer = method.interval(x, n, Confidence::P95);
            prop_assert_eq!(answer.is_ok(), sound, "{} {} {}", method, x, n);
        }
    }
}

/// Wald's upper end turns back towards 1, because the width goes to nothing faster than the centre moves;
/// on the log odds, where the width grows without bound there, the lower end does.
fn turns_back(method: BinomialMethod) -> bool {
    matches!(
        method,
        BinomialMethod::Wald | BinomialMethod::WaldContinuity | BinomialMethod::Logit
    )
}

#[test]
fn what_has_no_one_sided_form_or_needs_a_design_says_so() {
    let error = BinomialMethod::Blaker
        .lower_bound(3.0, 10.0, OneSidedConfidence::P95)
        .unwrap_err();
    assert!(error.kind() == ErrorKind::Undefined, "{error}");

    let korn_graubard = BinomialMethod::KornGraubard;
    let error = korn_graubard
        .interval(3.0, 10.0, Confidence::P95)
        .unwrap_err();
    assert!(error.to_string().contains("interval_of_share"), "{error}");
    let unknown = Sample::builder().stations(20).build().unwrap();
    let no_stations = Sample::builder().respondents(500).build().unwrap();
    let one_each = Sample::builder()
        .respondents(500)
        .stations(20)
        .strata(20)
        .build()
        .unwrap();
    for (sample, field) in [
        (&unknown, "respondents"),
        (&no_stations, "stations"),
        (&one_each, "stations"),
    ] {
        let error = korn_graubard
            .interval_of_share(0.3, sample, Confidence::P95)
            .unwrap_err();
        assert!(
            error.to_string().starts_with(&format!("`{field}`")),
            "{error}"
        );
    }
    for method in BinomialMethod::ALL {
        assert!(
            method
                .interval_of_share(1.2, &one_each, Confidence::P95)
                .is_err()
        );
    }
}

/// R survey 4.1.1, `svyciprop(…, method = "beta")` on its own data sets apiclus1 (15 clusters, 183 schools),
/// apiclus2 (40 clusters in two stages, 126 schools) and apistrat (200 schools in three strata); design
/// effects from the variance that it prints, the first interval also in its documentation.
#[test]
fn korn_graubard_as_in_r_survey() {
    let rows = [
        (
            183,
            15,
            1,
            4.380458335989901,
            0.02185792349726776,
            0.95,
            0.0002161468327431569,
            0.13750776391498076,
        ),
        (
            183,
            15,
            1,
            2.062217524170197,
            0.10382513661202186,
            0.9,
            0.05303723341553365,
            0.17885466041011722,
        ),
        (
            126,
            40,
            1,
            11.045996269775179,
            0.31291512915129155,
            0.99,
            0.04548813905345937,
            0.7333364812463516,
        ),
        (
            200,
            200,
            3,
            1.0058555059479806,
            0.05303842471477955,
            0.95,
            0.026309548733682655,
            0.0939867335718545,
        ),
    ];
    for (respondents, stations, strata, effect, share, level, lower, upper) in rows {
        let sample = Sample::builder()
            .respondents(respondents)
            .stations(stations)
            .strata(strata)
            .design_effect(effect)
            .build()
            .unwrap();
        let i = BinomialMethod::KornGraubard
            .interval_of_share(share, &sample, Confidence::new(level).unwrap())
            .unwrap();
        assert!((i.low() / lower - 1.0).abs() < 1e-9, "{i:?}, {lower}");
        assert!((i.high() / upper - 1.0).abs() < 1e-9, "{i:?}, {upper}");
    }
}

/// R BlakerCI 1.0-6, `binom.blaker.limits(3, 10)` as its documentation prints it.
#[test]
fn blaker_as_in_r() {
    let i = interval(BinomialMethod::Blaker, 3.0, 10.0, 0.95);
    assert!((i.low() - 0.087_264_43).abs() < 5e-9 && (i.high() - 0.619_410_66).abs() < 5e-9);
}
