//! The bounds that rounding leaves to a distance, against every vertex and a fine grid.

use exitpoll::Exactness;
use exitpoll::agreement::Distance;
use exitpoll::{Bounds, ErrorKind};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::seeded::seeded;

/// A numerator per choice, the parts of 1 they are of, and the step to which shares are rounded.
fn rounded(weights: &[u32], step: f64) -> Vec<Bounds> {
    let total: u32 = weights.iter().sum();
    weights
        .iter()
        .map(|w| {
            let printed = (f64::from(*w) / f64::from(total) / step).round() * step;
            Bounds::new(
                (printed - step / 2.0).max(0.0),
                (printed + step / 2.0).min(1.0),
            )
            .unwrap()
        })
        .collect()
}

fn exact(weights: &[u32]) -> Vec<Bounds> {
    let total: u32 = weights.iter().sum();
    let share = |w: &u32| Bounds::exact(f64::from(*w) / f64::from(total));
    weights.iter().map(share).collect()
}

/// Every vector with all shares but one at an end and a sum of 1.
fn vertices(shares: &[Bounds]) -> Vec<Vec<f64>> {
    let k = shares.len();
    let ends = |i: usize, high: bool| {
        if high {
            shares[i].high().min(1.0)
        } else {
            shares[i].low().max(0.0)
        }
    };
    let mut found = Vec::new();
    for free in 0..k {
        for pattern in 0..1_u32 << k {
            let mut vector: Vec<f64> = (0..k).map(|i| ends(i, pattern >> i & 1 == 1)).collect();
            let others: f64 = vector.iter().sum::<f64>() - vector[free];
            let left = 1.0 - others;
            if pattern >> free & 1 == 0
                && left >= ends(free, false) - 1e-12
                && left <= ends(free, true) + 1e-12
            {
                vector[free] = left.clamp(0.0, 1.0);
                found.push(vector);
            }
        }
    }
    found
}

/// A grid of `steps` + 1 values per share but the last, which takes what the sum leaves.
fn grid(shares: &[Bounds], steps: u32) -> Vec<Vec<f64>> {
    let mut partial: Vec<Vec<f64>> = vec![Vec::new()];
    let (last, first) = shares.split_last().expect("shares");
    for share in first {
        let (low, high) = (share.low().max(0.0), share.high().min(1.0));
        let values: Vec<f64> = if low == high {
            vec![low]
        } else {
            (0..=steps)
                .map(|step| low + (high - low) * f64::from(step) / f64::from(steps))
                .collect()
        };
        partial = partial
            .into_iter()
            .flat_map(|vector| {
                values.iter().map(move |value| {
                    let mut longer = vector.clone();
                    longer.push(*value);
                    longer
                })
            })
            .collect();
    }
    partial
        .into_iter()
        .filter_map(|mut vector| {
            let left = 1.0 - vector.iter().sum::<f64>();
            vector.push(left.clamp(0.0, 1.0));
            (left >= last.low() - 1e-12 && left <= last.high() + 1e-12).then_some(vector)
        })
        .collect()
}

fn extremes(distance: Distance, ps: &[Vec<f64>], vs: &[Vec<f64>]) -> (f64, f64) {
    let mut ends = (f64::INFINITY, f64::NEG_INFINITY);
    for p in ps {
        for v in vs {
            let value = match distance.between(p, v) {
                Ok(value) => value,
                Err(error) if error.kind() == ErrorKind::Undefined => f64::INFINITY,
                Err(error) => panic!("{error}"),
            };
            ends = (ends.0.min(value), ends.1.max(value));
        }
    }
    ends
}

const CASES: [(&[u32], f64, &[u32], f64); 8] = [
    (&[52, 48], 0.01, &[51, 49], 0.0),
    (&[50, 30, 20], 0.01, &[43, 36, 21], 0.0),
    (&[50, 30, 20], 0.01, &[43, 36, 21], 0.01),
    (&[50, 30, 20], 0.1, &[47, 32, 21], 0.05),
    (&[93, 5, 2], 0.01, &[9205, 500, 295], 0.001),
    (&[60, 39, 1], 0.05, &[55, 45, 0], 0.05),
    (&[40, 30, 30], 0.1, &[40, 30, 30], 0.01),
    (&[97, 3, 0], 0.01, &[90, 9, 1], 0.02),
];

#[test]
fn bounds_are_those_of_a_fine_grid_and_all_vertices() {
    for (p_weights, p_step, v_weights, v_step) in CASES {
        let shares = |weights: &[u32], step: f64| {
            if step > 0.0 {
                rounded(weights, step)
            } else {
                exact(weights)
            }
        };
        let (p, v) = (shares(p_weights, p_step), shares(v_weights, v_step));
        let steps = if v_step > 0.0 { 12 } else { 200 };
        let (ps, vs) = (grid(&p, steps), grid(&v, steps));
        let (p_vertices, v_vertices) = (vertices(&p), vertices(&v));
        for distance in Distance::ALL {
            let case = format!("{distance} of {p_weights:?} {p_step} {v_weights:?} {v_step}");
            let found = distance.bounds(&p, &v).expect(&case);
            let (low, high) = (found.bounds.low(), found.bounds.high());
            let (lowest, highest) = extremes(distance, &ps, &vs);
            let top = extremes(distance, &p_vertices, &v_vertices).1;
            assert!(low <= lowest + 1e-12, "{case}: {low} above {lowest}");
            assert!(
                high >= highest - 1e-12 || high == highest,
                "{case}: {high} below {highest}"
            );
            if distance == Distance::Aitchison {
                assert_eq!(found.exactness, Exactness::Outer, "{case}");
                continue;
            }
            assert_eq!(found.exactness, Exactness::Exact, "{case}");
            assert!(
                high == top || (high / top - 1.0).abs() < 1e-11,
                "{case}: {high} against {top} at the vertices"
            );
            // The grid comes as near to the minimum as its step.
            let step = p_step.max(v_step) / f64::from(steps);
            assert!(
                lowest - low < 12.0 * step.max(1e-4),
                "{case}: {low} far below {lowest}"
            );
        }
    }
}

#[test]
fn a_vector_without_rounding_has_one_distance() {
    let (p, v) = ([0.5, 0.3, 0.2], [0.45, 0.35, 0.2]);
    for distance in Distance::ALL {
        let point = distance
            .bounds(&p.map(Bounds::exact), &v.map(Bounds::exact))
            .expect("bounds");
        let value = distance.between(&p, &v).expect("a distance");
        assert_eq!(point.bounds, Bounds::exact(value));
        assert_eq!(point.exactness, Exactness::Exact);
    }
}

#[test]
fn what_rounds_to_the_same_can_be_the_same() {
    let shares = rounded(&[52, 30, 18], 0.01);
    for distance in Distance::ALL {
        let found = distance.bounds(&shares, &shares).expect("bounds");
        assert_eq!(found.bounds.low(), 0.0, "{distance}");
    }
}

#[test]
fn a_share_that_may_be_zero_makes_log_distances_infinite() {
    let p = [
        Bounds::new(0.985, 0.995).unwrap(),
        Bounds::new(0.005, 0.015).unwrap(),
    ];
    let v = [
        Bounds::new(0.995, 1.0).unwrap(),
        Bounds::new(0.0, 0.005).unwrap(),
    ];
    for distance in [
        Distance::KullbackLeibler,
        Distance::SainteLague,
        Distance::Aitchison,
    ] {
        let found = distance.bounds(&p, &v).expect("bounds").bounds;
        assert_eq!(found.high(), f64::INFINITY, "{distance}");
        // Both can be .995 and .005.
        assert!(found.low() < 1e-9, "{distance}: {}", found.low());
    }
    // Whatever the figures were: a share of the poll where the count has none.
    let v = [Bounds::exact(1.0), Bounds::exact(0.0)];
    let refusal = Distance::KullbackLeibler.bounds(&p, &v);
    assert!(
        matches!(refusal, Err(ref error) if error.kind() == ErrorKind::Undefined),
        "{refusal:?}"
    );
    let defined = Distance::JensenShannonDistance
        .bounds(&p, &v)
        .expect("bounds");
    let ends = [0.005, 0.015].map(|x| {
        Distance::JensenShannonDistance
            .between(&[1.0 - x, x], &[1.0, 0.0])
            .expect("a distance")
    });
    assert!((defined.bounds.low() / ends[0] - 1.0).abs() < 1e-12);
    assert!((defined.bounds.high() / ends[1] - 1.0).abs() < 1e-12);
}

#[test]
fn figures_that_cannot_sum_to_1_are_refused_with_the_gap() {
    let p = [
        Bounds::new(0.5, 0.51).unwrap(),
        Bounds::new(0.3, 0.31).unwrap(),
    ];
    let v = [Bounds::exact(0.5), Bounds::exact(0.5)];
    let error = Distance::TotalVariation
        .bounds(&p, &v)
        .expect_err("18 points are missing");
    assert!(error.kind() == ErrorKind::Inconsistent, "{error}");
    assert!(error.to_string().contains("miss by 0.1"), "{error}");
    let beyond = [Bounds::new(0.6, 1.5).unwrap(), Bounds::exact(0.5)];
    assert!(Distance::TotalVariation.bounds(&beyond, &v).is_err());
    let unknown = [Bounds::exact(f64::NAN), Bounds::exact(0.5)];
    assert!(Distance::TotalVariation.bounds(&unknown, &v).is_err());
    assert!(Distance::TotalVariation.bounds(&v[..1], &v).is_err());
}

#[test]
fn very_many_choices_have_an_outer_bound() {
    let weights: Vec<u32> = (1..=3000).collect();
    let turned: Vec<u32> = weights.iter().rev().copied().collect();
    let p: Vec<Bounds> = exact(&weights)
        .iter()
        .map(|share| Bounds::new(share.low() * 0.9, share.high() * 1.1).unwrap())
        .collect();
    let found = Distance::TotalVariation
        .bounds(&p, &exact(&turned))
        .expect("bounds");
    let middle = Distance::TotalVariation
        .between(&true_shares(&weights), &true_shares(&turned))
        .expect("a distance");
    assert_eq!(found.exactness, Exactness::Outer);
    // No share moves by more than a tenth, so that the distance moves by 5 points at most.
    assert!(found.bounds.contains(middle) && found.bounds.width() < 0.1 + 1e-9);
}

/// Weights of which each rounded vector can sum to 1.
fn shares(choices: usize) -> impl Strategy<Value = (Vec<u32>, f64)> {
    (
        vec(0_u32..1000, choices).prop_filter("a voter", |w| w.iter().sum::<u32>() > 0),
        prop_oneof![Just(0.1), Just(0.01), Just(0.001)],
    )
}

/// The shares before rounding lie within the bounds, whatever else does.
fn true_shares(weights: &[u32]) -> Vec<f64> {
    exact(weights).iter().map(|share| share.low()).collect()
}

proptest! {
    #![proptest_config(seeded(80))]

    #[test]
    fn bounds_hold_the_truth_and_coarser_figures_never_narrow_them(
        (k, (p, p_step), (v, v_step)) in (2_usize..12)
            .prop_flat_map(|k| (Just(k), shares(k), shares(k)))
    ) {
        for distance in Distance::ALL {
            let fine = distance.bounds(&rounded(&p, p_step), &rounded(&v, v_step));
            let Ok(value) = distance.between(&true_shares(&p), &true_shares(&v)) else { continue };
            let fine = fine.expect("defined").bounds;
            prop_assert!(!fine.low().is_nan() && !fine.high().is_nan());
            let slack = 1e-9 * (1.0 + value);
            prop_assert!(
                fine.low() <= value + slack && value <= fine.high() + slack,
                "{distance} {k}: {value} {fine:?}"
            );
            let wider = |shares: Vec<Bounds>| -> Vec<Bounds> {
                shares.iter().map(|b| Bounds::new(b.low() - 0.01, b.high() + 0.01).unwrap()).collect()
            };
            let coarse = distance
                .bounds(&wider(rounded(&p, p_step)), &wider(rounded(&v, v_step)))
                .expect("defined")
                .bounds;
            prop_assert!(coarse.low() <= fine.low() + slack && fine.high() <= coarse.high() + slack);
        }
    }

    #[test]
    fn high_ends_are_those_of_all_vertices(
        ((p, p_step), (v, v_step)) in (2_usize..6).prop_flat_map(|k| (shares(k), shares(k)))
    ) {
        let (p, v) = (rounded(&p, p_step), rounded(&v, v_step));
        let (ps, vs) = (vertices(&p), vertices(&v));
        for distance in Distance::ALL.into_iter().filter(|d| *d != Distance::Aitchison) {
            let Ok(found) = distance.bounds(&p, &v) else { continue };
            let top = extremes(distance, &ps, &vs).1;
            let high = found.bounds.high();
            let is_top = high == top || (high - top).abs() < 1e-9 * top;
            prop_assert!(is_top, "{distance}: {high} {top}");
        }
    }
}
