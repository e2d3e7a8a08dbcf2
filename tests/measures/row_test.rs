//! One row of a poll against the count: p-value, interval, break-even size, and the error over all rows.

use exitpoll::hypothesis::{
    RowSample, RowTestMethod, VerdictLevel, break_even, minimum_detectable_deviation,
};
use exitpoll::interval::BinomialMethod;
use exitpoll::numeric::RandomStream;
use exitpoll::{Bounds, Confidence, ErrorKind};
use proptest::prelude::*;

use crate::seeded::seeded;

fn near(ours: f64, reference: f64, tolerance: f64) {
    let error = (ours - reference).abs() / reference.abs();
    assert!(
        error <= tolerance,
        "{ours:e} against {reference:e}: {error:e}"
    );
}

fn between(low: f64, high: f64) -> Bounds {
    Bounds::new(low, high).expect("low first")
}

fn exact(share: f64) -> (f64, Bounds) {
    (share, Bounds::exact(share))
}

fn rounded(share: f64, half_width: f64) -> (f64, Bounds) {
    let bounds = between((share - half_width).max(0.0), (share + half_width).min(1.0));
    (share, bounds)
}

#[test]
fn five_stations_leave_four_degrees_of_freedom() {
    // 56.5 against 50.0, 500 respondents, design effect 2; t of 4 degrees of freedom by mpmath.
    let sample = RowSample::of_effective_size(250.0)
        .and_then(|sample| sample.with_degrees_of_freedom(4.0))
        .expect("valid");
    let test = sample
        .test(exact(0.565), exact(0.5), Confidence::P95)
        .expect("valid");
    assert_eq!(test.method, RowTestMethod::StudentScore);
    near(
        test.standard_errors.expect("a score"),
        2.055_480_479_109_446_6,
        1e-13,
    );
    near(test.p_value, 0.109_010_033_612_465_9, 1e-12);
    let size = sample.interval_size(Confidence::P95).expect("valid");
    near(size, 124.582_777_311_968_53, 1e-12);
    let wilson = BinomialMethod::Wilson.interval(0.565 * size, size, Confidence::P95);
    assert_eq!(Ok(test.interval), wilson);
    assert!(test.interval.contains(0.5));
    // Without the stations it would be .0398.
    let of_z = RowSample::of_effective_size(250.0)
        .and_then(|sample| sample.test(exact(0.565), exact(0.5), Confidence::P95))
        .expect("valid");
    assert!((of_z.p_value - 0.040).abs() < 5e-4 && !of_z.interval.contains(0.5));
}

#[test]
fn without_degrees_of_freedom_there_is_no_verdict() {
    let sample = RowSample::of_effective_size(100.0).expect("valid");
    for degrees_of_freedom in [0.0, 0.5, -3.0] {
        let refused = sample.with_degrees_of_freedom(degrees_of_freedom);
        assert!(matches!(refused, Err(error) if error.kind() == ErrorKind::Undefined));
    }
    assert!(matches!(
        sample.with_degrees_of_freedom(f64::NAN),
        Err(error) if error.kind() == ErrorKind::OutOfRange
    ));
}

#[test]
fn one_respondent_for_a_small_choice_is_nothing_remarkable() {
    let sample = RowSample::drawn_singly(100.0).expect("valid");
    let test = sample
        .test(exact(0.01), exact(0.001), Confidence::P95)
        .expect("valid");
    assert_eq!(test.method, RowTestMethod::ExactBinomial);
    assert_eq!(test.standard_errors, None);
    near(test.p_value, 0.190_415_705_772_581_92, 1e-13);
    assert!((0.5 * test.p_value - 0.095_207_9).abs() < 5e-8);
    // Clopper–Pearson of 1 in 100, by mpmath.
    near(test.interval.low(), 2.531_460_329_774_206e-4, 1e-12);
    near(test.interval.high(), 0.054_459_385_392_080_66, 1e-12);
}

#[test]
fn a_small_cell_at_an_effective_size_is_not_called_exact() {
    let sample = RowSample::of_effective_size(250.5).expect("valid");
    let test = sample
        .test(exact(0.02), exact(0.01), Confidence::P95)
        .expect("valid");
    assert_eq!(test.method, RowTestMethod::BinomialAtEffectiveSize);
    near(test.p_value, 0.215_047_364_583_744_8, 1e-12);
    // With four degrees of freedom the size is 250·(z/t)².
    let sample = RowSample::drawn_singly(250.0)
        .and_then(|sample| sample.with_degrees_of_freedom(4.0))
        .expect("valid");
    let test = sample
        .test(exact(0.02), exact(0.01), Confidence::P95)
        .expect("valid");
    assert_eq!(test.method, RowTestMethod::BinomialAtEffectiveSize);
    near(test.p_value, 0.447_460_241_798_730_97, 1e-11);
}

#[test]
fn the_method_follows_from_all_values_of_the_official_share() {
    let sample = RowSample::drawn_singly(1000.0).expect("valid");
    let method = |low, high| sample.method(between(low, high));
    assert_eq!(method(0.005, 0.005), RowTestMethod::Score);
    assert_eq!(method(0.0049, 0.0051), RowTestMethod::ExactBinomial);
    assert_eq!(method(0.9, 0.996), RowTestMethod::ExactBinomial);
    assert_eq!(method(0.0, 1.0), RowTestMethod::ExactBinomial);
}

#[test]
fn an_official_share_of_zero_is_contradicted_by_one_respondent() {
    let sample = RowSample::drawn_singly(100.0).expect("valid");
    let p_value = |poll: f64, official: f64| {
        sample
            .test(exact(poll), exact(official), Confidence::P95)
            .expect("valid")
            .p_value
    };
    assert_eq!([p_value(0.0, 0.0), p_value(0.01, 0.0)], [1.0, 0.0]);
    assert_eq!([p_value(1.0, 1.0), p_value(0.99, 1.0)], [1.0, 0.0]);
    // Nobody of 100: P(X ≤ 0) = .98^100.
    near(p_value(0.0, 0.02), 2.0 * 0.98_f64.powi(100), 1e-12);
}

#[test]
fn seven_choices_need_more_respondents_than_one() {
    let level = VerdictLevel::new(Confidence::P95, 7).expect("valid");
    near(
        level.critical_value().expect("valid"),
        2.690_109_527_158_865_6,
        1e-14,
    );
    let size = break_even(exact(0.32), exact(0.30), level).expect("valid");
    near(size.size.expect("they differ"), 3_799.261_865_758_22, 1e-12);
    assert!(!size.binomial);
    let alone = VerdictLevel::new(Confidence::P95, 1).expect("valid");
    let size = break_even(exact(0.32), exact(0.30), alone).expect("valid");
    assert!((size.size.expect("they differ") - 2_016.8).abs() < 0.1);
    let level = level.with_degrees_of_freedom(30.0).expect("valid");
    near(
        level.critical_value().expect("valid"),
        2.887_209_844_587_396,
        1e-12,
    );
    let detectable = VerdictLevel::new(Confidence::P95, 7)
        .and_then(|level| minimum_detectable_deviation(0.3, 1000.0, level, 0.8))
        .expect("valid");
    near(detectable, 0.051_179_641_019_870_45, 1e-13);
}

/// A standard normal draw (Box & Muller 1958).
fn normal(stream: &mut RandomStream) -> f64 {
    let (radius, angle) = (1.0 - stream.uniform(), stream.uniform());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

#[test]
fn what_few_stations_could_have_found_is_found_four_times_in_five() {
    // The root of P(T > t) = .8 by mpmath at 30 digits, over the density of the estimated error, and by scipy's nct.sf;
    // times √(.25/1000).
    let stations = |freedom: f64, tests: usize| {
        VerdictLevel::new(Confidence::P95, tests)
            .and_then(|level| level.with_degrees_of_freedom(freedom))
            .expect("valid")
    };
    let error = (0.25_f64 / 1_000.0).sqrt();
    for (freedom, tests, delta) in [
        (1.0, 1, 16.334_008_869_921_004),
        (4.0, 1, 3.761_060_261_004_303),
        (4.0, 2, 4.583_955_676_943_632),
        (10.0, 1, 3.109_971_040_856_578),
        (30.0, 7, 3.760_689_012_352_122_6),
    ] {
        let level = stations(freedom, tests);
        let deviation =
            minimum_detectable_deviation(0.5, 1_000.0, level, 0.8).expect("one in range");
        near(deviation, delta * error, 1e-7);
    }
    // Draws of a deviation and of the standard error that five stations give of it: 400,000 leave .0006 to chance.
    let level = stations(4.0, 1);
    let deviation = minimum_detectable_deviation(0.5, 1_000.0, level, 0.8).expect("one in range");
    let critical = level.critical_value().expect("valid");
    let mut stream = RandomStream::new(2024, 8);
    let draws = 400_000;
    let found = (0..draws)
        .filter(|_| {
            let estimate = deviation / error + normal(&mut stream);
            let squares: f64 = (0..4).map(|_| normal(&mut stream).powi(2)).sum();
            estimate.abs() > critical * (squares / 4.0).sqrt()
        })
        .count();
    let power = found as f64 / f64::from(draws);
    assert!((power - 0.8).abs() < 0.0026, "{power}");
}

#[test]
fn the_break_even_of_a_small_cell_is_the_root_of_its_own_p() {
    // By mpmath, bisection of the doubled tail.
    let level = |tests| VerdictLevel::new(Confidence::P95, tests).expect("valid");
    for (poll, official, tests, size) in [
        (0.01, 0.001, 1, 178.051_150_662_947_45),
        (0.01, 0.001, 3, 246.079_518_763_147_32),
        (0.0, 0.004, 1, 920.374_191_709_441_6),
        (0.0005, 0.004, 1, 1_216.416_874_687_714_1),
        (0.999, 0.9999, 1, 1_782.061_632_546_410_4),
        // A sample of five expected respondents would be 5e300 here.
        (1e-9, 1e-300, 1, 5_467_530.090_328_788),
        (1e-11, 1e-15, 7, 59_035_829_043.265_66),
    ] {
        let ours = break_even(exact(poll), exact(official), level(tests)).expect("valid");
        assert!(ours.binomial);
        near(ours.size.expect("they differ"), size, 1e-10);
    }
}

#[test]
fn figures_that_are_equal_have_no_break_even_size() {
    let level = VerdictLevel::new(Confidence::P95, 2).expect("valid");
    // .1 + .2 is not .3 in binary.
    let noise = break_even(exact(0.1 + 0.2), exact(0.3), level).expect("valid");
    assert_eq!(
        (noise.size, noise.least, noise.greatest),
        (None, None, None)
    );
    // "30" and "30": half a point each way.
    let open = break_even(rounded(0.30, 0.005), rounded(0.30, 0.005), level).expect("valid");
    assert_eq!((open.size, open.greatest), (None, None));
    let (farthest, nearest) = (exact(0.305), exact(0.295));
    let least = break_even(farthest, nearest, level).expect("valid").size;
    assert_eq!(open.least, least);
}

#[test]
fn a_tiny_deviation_of_a_choice_that_may_have_no_votes_has_a_size() {
    // "0.1" ± .1 percent can be 0: every size is tested by the binomial distribution.
    let level = VerdictLevel::new(Confidence::P95, 3).expect("valid");
    let official = (0.001, between(0.0, 0.002));
    let mut last = 0.0;
    for deviation in [1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 5e-12] {
        let size = break_even(exact(0.001 + deviation), official, level).expect("valid");
        let size = size.size.expect("they differ");
        // By standard errors, to which the binomial distribution comes near.
        let z = level.critical_value().expect("valid") / deviation;
        let by_standard_errors = z * z * 0.001 * 0.999;
        assert!(size > last && (size / by_standard_errors - 1.0).abs() < 0.5);
        last = size;
    }
}

#[test]
fn break_even_sizes_of_the_founding_case() {
    let level = VerdictLevel::new(Confidence::P95, 1).expect("valid");
    for (poll, size) in [
        (0.939, 821.379_097_542),
        (0.924, 22_948.326_214_994),
        (0.926, 9_293.123_839_130),
    ] {
        let ours = break_even(exact(poll), exact(0.9205), level).expect("valid");
        near(ours.size.expect("they differ"), size, 1e-11);
    }
}

#[test]
fn bad_figures_are_named() {
    let sample = RowSample::drawn_singly(100.0).expect("valid");
    for (poll, official) in [(1.1, 0.5), (0.5, -0.1), (f64::NAN, 0.5), (0.5, f64::NAN)] {
        let refused = sample.test(exact(poll), exact(official), Confidence::P95);
        assert!(matches!(refused, Err(error) if error.kind() == ErrorKind::OutOfRange));
    }
    let outside = (0.5, between(0.6, 0.7));
    assert!(sample.test(outside, exact(0.5), Confidence::P95).is_err());
    for size in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(RowSample::drawn_singly(size).is_err());
        assert!(RowSample::of_effective_size(size).is_err());
    }
    assert!(VerdictLevel::new(Confidence::P95, 0).is_err());
}

fn shares() -> impl Strategy<Value = f64> {
    prop_oneof![0.0..=1.0f64, 0.0..0.02f64, 0.98..=1.0f64]
}

fn samples() -> impl Strategy<Value = RowSample> {
    let sizes = (0.5f64..8.0).prop_map(|power| 10f64.powf(power));
    (sizes, prop::option::of(1.0..60.0f64), any::<bool>()).prop_map(|(size, df, singly)| {
        let sample = if singly {
            RowSample::drawn_singly(size)
        } else {
            RowSample::of_effective_size(size)
        };
        let sample = sample.expect("positive");
        df.map_or(sample, |df| {
            sample.with_degrees_of_freedom(df).expect("at least 1")
        })
    })
}

proptest! {
    #![proptest_config(seeded(400))]

    #[test]
    fn interval_and_p_value_agree(sample in samples(), poll in shares(), official in shares()) {
        let test = sample.test(exact(poll), exact(official), Confidence::P95).expect("valid");
        prop_assert!((0.0..=1.0).contains(&test.p_value));
        // The interval is of the polled share; another official share could ask for another method.
        let at_ends = (test.p_value - 0.05).abs() < 1e-9;
        prop_assert!(at_ends || test.interval.contains(official) == (test.p_value > 0.05));
        prop_assert_eq!(test.p_value_bounds, Bounds::exact(test.p_value));
        // All that is accepted, at the level of one test, is the interval.
        let accepted = sample
            .accepted(Bounds::exact(poll), Bounds::exact(official), Confidence::P95, 1)
            .expect("valid");
        prop_assert_eq!(accepted.certainly, Some(accepted.possibly));
        prop_assert!((accepted.possibly.low() - test.interval.low()).abs() < 1e-12);
        prop_assert!((accepted.possibly.high() - test.interval.high()).abs() < 1e-12);
    }

    #[test]
    fn failures_are_tested_as_successes(sample in samples(), poll in 0u32..=4096, official in 0u32..=4096) {
        // Shares whose complement is exact in binary.
        let (poll, official) = (f64::from(poll) / 4096.0, f64::from(official) / 4096.0);
        let test = |p, v| sample.test(exact(p), exact(v), Confidence::P95).expect("valid");
        let (one, other) = (test(poll, official), test(1.0 - poll, 1.0 - official));
        prop_assert_eq!(one.method, other.method);
        prop_assert!((one.p_value - other.p_value).abs() <= 1e-9 * one.p_value.max(1e-12));
        prop_assert!((one.interval.low() - (1.0 - other.interval.high())).abs() < 1e-12);
    }

    #[test]
    fn no_figure_within_rounding_has_a_p_value_outside_its_bounds(
        sample in samples(), poll in shares(), official in shares(),
        half in 0.0..0.02f64, at in (0.0..=1.0f64, 0.0..=1.0f64),
    ) {
        let (poll, official) = (rounded(poll, half), rounded(official, half));
        let test = sample.test(poll, official, Confidence::P95).expect("valid");
        let bounds = test.p_value_bounds;
        prop_assert!(bounds.low() <= test.p_value && test.p_value <= bounds.high());
        // A figure inside the box by the method of the whole box.
        let inside = |bounds: Bounds, t: f64| (bounds.low() + t * bounds.width()).min(bounds.high());
        let figure = (inside(poll.1, at.0), poll.1);
        let count = (inside(official.1, at.1), official.1);
        let some = sample.test(figure, count, Confidence::P95).expect("valid").p_value;
        prop_assert!(bounds.low() <= some * (1.0 + 1e-9) && some <= bounds.high() * (1.0 + 1e-9));
        if poll.1.low() <= official.1.high() && official.1.low() <= poll.1.high() && official.0 > 0.0 && official.0 < 1.0 {
            prop_assert!(bounds.high() == 1.0);
        }
    }

    #[test]
    fn above_the_break_even_size_a_row_is_beyond_chance(
        poll in shares(), official in 1e-4..0.9999f64, tests in 1usize..10, df in prop::option::of(2.0..60.0f64),
    ) {
        prop_assume!((poll - official).abs() > 1e-4);
        let mut level = VerdictLevel::new(Confidence::P95, tests).expect("valid");
        if let Some(df) = df {
            level = level.with_degrees_of_freedom(df).expect("valid");
        }
        let size = break_even(exact(poll), exact(official), level).expect("valid");
        let size = size.size.expect("they differ");
        let p_value = |size: f64| {
            let sample = RowSample::of_effective_size(size).expect("valid");
            let sample = df.map_or(sample, |df| sample.with_degrees_of_freedom(df).expect("valid"));
            sample.test(exact(poll), exact(official), Confidence::P95).expect("valid").p_value
        };
        for larger in [1.0 + 1e-7, 1.01, 1.3, 2.0, 10.0] {
            prop_assert!(p_value(size * larger) < level.alpha());
        }
        prop_assert!(p_value(size * (1.0 - 1e-7)) > level.alpha() * (1.0 - 1e-5));
    }

    #[test]
    fn break_even_bounds_hold_every_figure(
        poll in shares(), official in 0.001..0.999f64, half in 1e-5..0.01f64,
        at in (0.0..=1.0f64, 0.0..=1.0f64),
    ) {
        let level = VerdictLevel::new(Confidence::P95, 3).expect("valid");
        let (poll, official) = (rounded(poll, half), rounded(official, half));
        let size = break_even(poll, official, level).expect("valid");
        let inside = |bounds: Bounds, t: f64| (bounds.low() + t * bounds.width()).min(bounds.high());
        let (p, v) = (inside(poll.1, at.0), inside(official.1, at.1));
        let some = break_even((p, poll.1), (v, official.1), level).expect("valid");
        prop_assert_eq!((some.least, some.greatest), (size.least, size.greatest));
        if let Some(some) = some.size {
            let least = size.least.expect("some differ");
            prop_assert!(least <= some * (1.0 + 1e-9));
            if let Some(greatest) = size.greatest {
                prop_assert!(some <= greatest * (1.0 + 1e-9));
            }
        }
    }
}
