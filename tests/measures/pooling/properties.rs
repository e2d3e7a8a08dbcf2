//! What holds for every pool.

use approx::assert_relative_eq;
use exitpoll::pooling::{
    HeterogeneityEstimator as Estimator, IntervalMethod, Pool, Scale, ZeroShares, herding,
    heterogeneity_interval, influence, leave_group_out, pool,
};
use exitpoll::rounding::{
    common_bias_within_rounding, herding_within_rounding, heterogeneity_bounds, pooled_bounds,
};
use exitpoll::{Bounds, Confidence, ErrorKind};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::seeded::seeded;

/// Estimates with standard errors that spread over three orders of magnitude, and a heterogeneity from none
/// to far more than sampling.
fn polls(least: usize) -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    (
        vec((-2.0..2.0_f64, 0.0..3.0_f64), least..12),
        0.0..6.0_f64,
        -12.0..0.0_f64,
        -1.0..1.0_f64,
    )
        .prop_map(|(raw, spread, size, centre)| {
            raw.into_iter()
                .map(|(z, shrink)| {
                    let scale = 10f64.powf(size);
                    let variance = scale * 10f64.powf(-2.0 * shrink / 3.0);
                    let deviation = (scale * 10f64.powf(spread - 3.0)).sqrt();
                    (centre + z * deviation, variance)
                })
                .unzip()
        })
}

fn all_pools(estimates: &[f64], variances: &[f64], confidence: Confidence) -> Vec<Pool> {
    let mut pools = Vec::new();
    for estimator in Estimator::ALL {
        for method in IntervalMethod::ALL {
            match pool(estimates, variances, estimator, method, confidence) {
                Ok(pool) => pools.push(pool),
                Err(error) if error.kind() == ErrorKind::Undefined && estimates.len() == 1 => {}
                Err(error) => panic!("{estimator}, {method}: {error}"),
            }
        }
    }
    pools
}

/// One maximum of the likelihood may be as high as another: rounding then chooses.
fn assert_near(one: &Pool, other: &Pool, scale: f64, shift: f64, spread: f64) {
    let slack = 1e-7 * spread.max(one.standard_error);
    let tau2_slack = 1e-6 * (one.tau2 + one.standard_error * one.standard_error);
    assert!((one.tau2 * scale * scale - other.tau2).abs() <= tau2_slack * scale * scale);
    let pooled = one.pooled * scale + shift;
    assert!((pooled - other.pooled).abs() <= slack * scale + 1e-13 * pooled.abs());
    assert!((one.standard_error * scale - other.standard_error).abs() <= slack * scale);
}

fn spread(estimates: &[f64]) -> f64 {
    let high = estimates.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    high - estimates.iter().copied().fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(seeded(64))]

    #[test]
    fn figures_are_numbers_and_nothing_leaves_the_estimates((y, v) in polls(1)) {
        let low = y.iter().copied().fold(f64::INFINITY, f64::min);
        let high = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ulp = 1e-14 * (low.abs() + high.abs());
        for pool in all_pools(&y, &v, Confidence::P95) {
            prop_assert!(pool.tau2 >= 0.0 && pool.q >= 0.0 && pool.standard_error >= 0.0);
            prop_assert!((0.0..=1.0).contains(&pool.i2) && (0.0..=1.0).contains(&pool.q_p_value));
            prop_assert!(low - ulp <= pool.pooled && pool.pooled <= high + ulp);
            prop_assert!(pool.interval.contains(pool.pooled));
            if let Some(prediction) = pool.prediction {
                prop_assert!(prediction.low() <= pool.interval.low() + ulp);
                prop_assert!(prediction.high() >= pool.interval.high() - ulp);
            }
        }
    }

    #[test]
    fn whatever_comes_in_a_number_or_an_error_comes_out(
        polls in vec((any::<f64>(), any::<f64>()), 0..6),
        mild in vec((-1e3..1e3_f64, -320.0..300.0_f64), 0..6),
        label in 0_usize..3,
    ) {
        let mild = mild.into_iter().map(|(y, power)| (y, 10f64.powf(power)));
        let sets: [Vec<(f64, f64)>; 2] = [polls, mild.collect()];
        for set in sets {
            let (y, v): (Vec<f64>, Vec<f64>) = set.into_iter().unzip();
            let boxes: Vec<Bounds> = y.iter().zip(&v).map(|(y, v)| Bounds::new(y.min(y + v), y.max(y + v)).unwrap_or(Bounds::exact(*y))).collect();
            let groups: Vec<String> = (0..y.len()).map(|poll| (poll % (label + 1)).to_string()).collect();
            for estimator in Estimator::ALL {
                if let Ok(tau2) = estimator.tau2(&y, &v) {
                    prop_assert!(tau2 >= 0.0 && tau2.is_finite());
                }
                if let Ok(bounds) = heterogeneity_bounds(estimator, &boxes, &v) {
                    prop_assert!(bounds.low() <= bounds.high() && bounds.high().is_finite());
                    if let Ok(pooled) = pooled_bounds(&boxes, &v, bounds) {
                        prop_assert!(pooled.low() <= pooled.high(), "{pooled:?}");
                    }
                }
                for method in IntervalMethod::ALL {
                    if let Ok(pool) = pool(&y, &v, estimator, method, Confidence::P95) {
                        let ends = pool.prediction.unwrap_or(pool.interval);
                        prop_assert!(pool.pooled.is_finite() && ends.width().is_finite());
                        prop_assert!(!pool.i2.is_nan() && !pool.h2.is_nan() && !pool.q.is_nan());
                    }
                    let _ = influence(&y, &v, estimator, method, Confidence::P95);
                    let _ = leave_group_out(&y, &v, &groups, estimator, method, Confidence::P95);
                    let count = Bounds::exact(0.5);
                    let test = common_bias_within_rounding(&boxes, &v, estimator, method, count, Confidence::P95);
                    if let Ok(test) = test {
                        prop_assert!(test.p_value.low() <= test.p_value.high(), "{test:?}");
                    }
                }
            }
            if let Ok(Some(interval)) = heterogeneity_interval(&y, &v, Confidence::P99) {
                prop_assert!(interval.tau2.low() <= interval.tau2.high() && !interval.i2.low().is_nan());
            }
            if let Ok(herding) = herding(&y, &v, Confidence::P99) {
                prop_assert!((0.0..=1.0).contains(&herding.lower_tail));
            }
            if let Ok(test) = herding_within_rounding(&boxes, &v, Confidence::P99) {
                prop_assert!(test.p_value.low() <= test.p_value.high());
            }
        }
    }

    #[test]
    fn the_order_of_polls_means_nothing((y, v) in polls(2)) {
        let (mut turned_y, mut turned_v) = (y.clone(), v.clone());
        turned_y.reverse();
        turned_v.reverse();
        turned_y.rotate_left(1);
        turned_v.rotate_left(1);
        let one = all_pools(&y, &v, Confidence::P95);
        for (one, other) in one.iter().zip(all_pools(&turned_y, &turned_v, Confidence::P95)) {
            assert_near(one, &other, 1.0, 0.0, spread(&y));
        }
    }

    #[test]
    fn shift_and_scale_go_through((y, v) in polls(2), shift in -2.0..2.0_f64, scale in 0.01..100.0_f64) {
        let moved: Vec<f64> = y.iter().map(|y| y * scale + shift).collect();
        let widened: Vec<f64> = v.iter().map(|v| v * scale * scale).collect();
        // What the shift rounds away from the estimates cannot come back.
        let lost = 1e-15 * (shift.abs() + scale) / (scale * v.iter().copied().fold(f64::INFINITY, f64::min).sqrt());
        prop_assume!(lost < 1e-10);
        let one = all_pools(&y, &v, Confidence::P95);
        for (one, other) in one.iter().zip(all_pools(&moved, &widened, Confidence::P95)) {
            assert_near(one, &other, scale, shift, spread(&y));
        }
    }

    #[test]
    fn a_power_of_two_changes_no_digit((y, v) in polls(1), power in -60..60_i32) {
        let scale = 2f64.powi(power);
        let moved: Vec<f64> = y.iter().map(|y| y * scale).collect();
        let widened: Vec<f64> = v.iter().map(|v| v * scale * scale).collect();
        let one = all_pools(&y, &v, Confidence::P95);
        for (one, other) in one.iter().zip(all_pools(&moved, &widened, Confidence::P95)) {
            prop_assert_eq!(one.tau2 * scale * scale, other.tau2);
            prop_assert_eq!(one.pooled * scale, other.pooled);
            prop_assert_eq!((one.i2, one.q), (other.i2, other.q));
        }
    }

    #[test]
    fn without_heterogeneity_random_effects_are_the_fixed_effect((y, v) in polls(1)) {
        for method in IntervalMethod::ALL {
            let Ok(fixed) = pool(&y, &v, Estimator::FixedEffect, method, Confidence::P95) else {
                continue;
            };
            for estimator in Estimator::ALL {
                let random = pool(&y, &v, estimator, method, Confidence::P95).unwrap();
                if random.tau2 == 0.0 {
                    prop_assert_eq!((random.pooled, random.interval), (fixed.pooled, fixed.interval));
                }
                prop_assert_eq!(random.q, fixed.q);
            }
        }
    }

    #[test]
    fn intervals_nest((y, v) in polls(2), low in 0.05..0.9_f64) {
        let narrow = Confidence::new(low).unwrap();
        let wide = Confidence::new(low + 0.09).unwrap();
        for (one, other) in all_pools(&y, &v, narrow).iter().zip(all_pools(&y, &v, wide)) {
            prop_assert!(other.interval.low() <= one.interval.low());
            prop_assert!(other.interval.high() >= one.interval.high());
        }
        let inner = heterogeneity_interval(&y, &v, narrow).unwrap();
        let outer = heterogeneity_interval(&y, &v, wide).unwrap();
        if let Some(inner) = inner {
            let outer = outer.expect("not empty either");
            prop_assert!(outer.tau2.low() <= inner.tau2.low());
            prop_assert!(outer.tau2.high() >= inner.tau2.high());
        }
    }

    #[test]
    fn likelihoods_are_at_their_highest((y, v) in polls(2)) {
        for restricted in [false, true] {
            let estimator = match restricted {
                true => Estimator::RestrictedMaximumLikelihood,
                false => Estimator::MaximumLikelihood,
            };
            let tau2 = estimator.tau2(&y, &v).unwrap();
            let highest = log_likelihood(&y, &v, tau2, restricted);
            let smallest = v.iter().copied().fold(f64::INFINITY, f64::min);
            let mut other = 1e-4 * smallest;
            let end = 2.0 * spread(&y).powi(2) + smallest;
            while other < end {
                let there = log_likelihood(&y, &v, other, restricted);
                prop_assert!(there <= highest + 1e-9 * (1.0 + highest.abs()), "{other} beats {tau2}");
                other *= 1.2;
            }
        }
    }

    #[test]
    fn weights_sum_to_one_and_move_the_pool((y, v) in polls(3)) {
        let method = IntervalMethod::Wald;
        for estimator in Estimator::ALL {
            let all = pool(&y, &v, estimator, method, Confidence::P95).unwrap();
            let each = influence(&y, &v, estimator, method, Confidence::P95).unwrap();
            let total: f64 = each.iter().map(|poll| poll.weight).sum();
            assert_relative_eq!(total, 1.0, max_relative = 1e-12);
            let pooled: f64 = each.iter().zip(&y).map(|(poll, y)| poll.weight * y).sum();
            assert_relative_eq!(pooled, all.pooled, max_relative = 1e-9, epsilon = 1e-12);
        }
    }

    #[test]
    fn shares_come_back(shares in vec(1e-6..0.999_999_f64, 1..6), size in 1.0..1e6_f64) {
        let sizes = vec![size; shares.len()];
        for scale in Scale::ALL {
            let scaled = scale.estimates(&shares, &sizes, ZeroShares::Refuse).unwrap();
            for (value, share) in scaled.estimates.iter().zip(&shares) {
                assert_relative_eq!(scale.share(*value), *share, max_relative = 1e-13);
                prop_assert_eq!(scale.of_share(*share).unwrap(), *value);
            }
        }
    }
}

/// ln L without its constant, written as in the textbook.
fn log_likelihood(y: &[f64], v: &[f64], tau2: f64, restricted: bool) -> f64 {
    let weight: f64 = v.iter().map(|v| 1.0 / (v + tau2)).sum();
    let origin = y[0];
    let shift: f64 = y
        .iter()
        .zip(v)
        .map(|(y, v)| (y - origin) / (v + tau2))
        .sum::<f64>()
        / weight;
    let terms: f64 = y
        .iter()
        .zip(v)
        .map(|(y, v)| (v + tau2).ln() + (y - origin - shift).powi(2) / (v + tau2))
        .sum();
    -0.5 * (terms + if restricted { weight.ln() } else { 0.0 })
}
