//! Rounding bounds against all figures of a grid inside the rounding.

use exitpoll::Exactness;
use exitpoll::numeric::RandomStream;
use exitpoll::pooling::{
    HeterogeneityEstimator as Estimator, IntervalMethod, common_bias, herding,
    multinomial_homogeneity, pool,
};
use exitpoll::rounding::{
    Finding, common_bias_within_rounding, herding_within_rounding, heterogeneity_bounds,
    homogeneity_bounds, homogeneity_within_rounding, pooled_bounds, statistic_bounds,
};
use exitpoll::{Bounds, Confidence, ErrorKind};

const LEVEL: Confidence = Confidence::P95;

/// Polls near each other, printed to half-widths of a thousandth to two standard errors (some exact).
fn printed(case: u64, polls: usize) -> (Vec<Bounds>, Vec<f64>) {
    let mut random = RandomStream::new(7, case);
    let spread = 4.0 * random.uniform();
    let coarse = 2.0 * random.uniform();
    (0..polls)
        .map(|_| {
            let variance = 1e-4 * 10f64.powf(-2.0 * random.uniform());
            let centre = 0.45 + 0.01 * spread * (random.uniform() - 0.5);
            let half = match random.below(5) {
                0 => 0.0,
                1 => 1e-5,
                _ => 0.01 * coarse * random.uniform(),
            };
            let bounds = Bounds::new(centre - half, centre + half).unwrap();
            (bounds, variance)
        })
        .unzip()
}

/// All combinations of `points` values from end to end in each box.
fn grid(bounds: &[Bounds], points: usize) -> impl Iterator<Item = Vec<f64>> + '_ {
    let combinations = points.pow(bounds.len() as u32);
    (0..combinations).map(move |mut number| {
        bounds
            .iter()
            .map(|bounds| {
                let place = (number % points) as f64 / (points - 1) as f64;
                number /= points;
                bounds.low() + place * (bounds.high() - bounds.low())
            })
            .collect()
    })
}

fn q_of(estimates: &[f64], variances: &[f64]) -> f64 {
    herding(estimates, variances, LEVEL).unwrap().statistic
}

/// Around, up to the rounding of doubles, and not by much: the greatest is at corners of the grid, the
/// least between its points.
#[test]
fn the_statistic_of_every_grid_point_lies_inside_and_reaches_the_ends() {
    for case in 0..60 {
        let (bounds, variances) = printed(case, 2 + (case % 4) as usize);
        let ours = statistic_bounds(&bounds, &variances).unwrap();
        assert_eq!(ours.exactness, Exactness::Exact);
        let (mut least, mut greatest) = (f64::INFINITY, 0.0_f64);
        for estimates in grid(&bounds, 5) {
            let q = q_of(&estimates, &variances);
            (least, greatest) = (least.min(q), greatest.max(q));
        }
        let slack = 1e-12 * (1.0 + greatest);
        assert!((ours.bounds.high() - greatest).abs() <= slack, "{case}");
        assert!(ours.bounds.low() <= least + slack, "{case}");
        // The least, from the grid's best by moving one figure after another to the mean of the others.
        let polished = descend(&bounds, &variances);
        assert!(
            (ours.bounds.low() - polished).abs() <= 1e-9 * (1.0 + polished),
            "{case}"
        );
    }
}

/// The least Q by coordinate descent, which ends at the least of a convex function on a box.
fn descend(bounds: &[Bounds], variances: &[f64]) -> f64 {
    let mut at: Vec<f64> = bounds.iter().map(|b| 0.5 * (b.low() + b.high())).collect();
    for _ in 0..3_000 {
        for place in 0..at.len() {
            let others = || (0..at.len()).filter(|other| *other != place);
            let weight: f64 = others().map(|other| 1.0 / variances[other]).sum();
            let mean = others()
                .map(|other| at[other] / variances[other])
                .sum::<f64>()
                / weight;
            at[place] = mean.clamp(bounds[place].low(), bounds[place].high());
        }
    }
    q_of(&at, variances)
}

/// Beyond sixteen polls the greatest may be an outer bound: never below the corners tried here.
#[test]
fn many_polls_have_an_outer_bound() {
    let mut outer = 0;
    for case in 0..40 {
        let (bounds, variances) = printed(1000 + case, 20);
        let ours = statistic_bounds(&bounds, &variances).unwrap();
        outer += u32::from(ours.exactness == Exactness::Outer);
        // The best corner by flips of one figure, from the one that is far from the middle.
        let mut at: Vec<f64> = bounds.iter().map(|b| b.high()).collect();
        let mut best = q_of(&at, &variances);
        loop {
            let before = best;
            for place in 0..at.len() {
                let old = at[place];
                at[place] = if old == bounds[place].low() {
                    bounds[place].high()
                } else {
                    bounds[place].low()
                };
                let q = q_of(&at, &variances);
                if q > best {
                    best = q;
                } else {
                    at[place] = old;
                }
            }
            if best == before {
                break;
            }
        }
        let above = ours.bounds.high() - best;
        assert!(above >= -1e-10 * best, "{case}");
        assert!(
            above <= 0.2 * best,
            "{case}: {} over {best}",
            ours.bounds.high()
        );
    }
    assert!(outer > 0, "no case needs the outer bound");
}

#[test]
fn heterogeneity_and_pool_of_every_grid_point_lie_inside() {
    for case in 0..16 {
        let (bounds, variances) = printed(2000 + case, 2 + (case % 3) as usize);
        let count = Bounds::new(0.4449, 0.4451).unwrap();
        for estimator in Estimator::ALL {
            let tau2 = heterogeneity_bounds(estimator, &bounds, &variances).unwrap();
            let pooled = pooled_bounds(&bounds, &variances, tau2).unwrap();
            let tests = IntervalMethod::ALL.map(|method| {
                let test = common_bias_within_rounding(
                    &bounds, &variances, estimator, method, count, LEVEL,
                );
                (method, test.unwrap())
            });
            for estimates in grid(&bounds, 4) {
                let slack = 1e-10 * tau2.high() + 1e-18;
                let here = estimator.tau2(&estimates, &variances).unwrap();
                assert!(
                    tau2.low() - slack <= here && here <= tau2.high() + slack,
                    "case {case}, {estimator}: {here} not in {tau2:?}"
                );
                for (method, test) in &tests {
                    let pool = pool(&estimates, &variances, estimator, *method, LEVEL).unwrap();
                    assert!(
                        pooled.low() - 1e-13 <= pool.pooled && pool.pooled <= pooled.high() + 1e-13
                    );
                    for end in [count.low(), 0.445, count.high()] {
                        let Ok(bias) = common_bias(&pool, end) else {
                            continue;
                        };
                        assert!(test.p_value.low() <= bias.p_value * (1.0 + 1e-8));
                        assert!(test.p_value.high() >= bias.p_value * (1.0 - 1e-8));
                        match test.finding {
                            Finding::Shown => assert!(bias.p_value < 0.05),
                            Finding::NotShown => assert!(bias.p_value >= 0.05),
                            Finding::UndecidedByRounding => {}
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn exact_figures_have_no_bounds_to_speak_of() {
    let estimates = [0.45, 0.46, 0.48, 0.43];
    let variances = [1e-4, 2e-4, 1e-4, 5e-5];
    let exact = estimates.map(Bounds::exact);
    let q = statistic_bounds(&exact, &variances).unwrap();
    assert!(q.exactness == Exactness::Exact && (q.bounds.high() - q.bounds.low()).abs() < 1e-12);
    assert!((q.bounds.low() - q_of(&estimates, &variances)).abs() < 1e-12);
    for estimator in Estimator::ALL {
        let tau2 = heterogeneity_bounds(estimator, &exact, &variances).unwrap();
        let here = estimator.tau2(&estimates, &variances).unwrap();
        assert!(tau2.low() <= here * (1.0 + 1e-9) && here <= tau2.high() * (1.0 + 1e-9) + 1e-20);
        let likelihood = matches!(
            estimator,
            Estimator::RestrictedMaximumLikelihood | Estimator::MaximumLikelihood
        );
        if !likelihood {
            assert!(
                (tau2.high() - tau2.low()).abs() <= 1e-9 * tau2.high(),
                "{estimator}"
            );
        }
        let fixed = pooled_bounds(&exact, &variances, Bounds::exact(here)).unwrap();
        assert!((fixed.high() - fixed.low()).abs() < 1e-15);
    }
}

#[test]
fn homogeneity_of_every_grid_point_lies_inside() {
    for case in 0..20 {
        let mut random = RandomStream::new(11, case);
        let half = [0.0005, 0.005][(case % 2) as usize];
        let sizes = [800.0 + 400.0 * random.uniform(), 1500.0, 600.0];
        let centres: Vec<[f64; 2]> = (0..3)
            .map(|_| {
                [
                    0.45 + 0.02 * random.uniform(),
                    0.3 + 0.02 * random.uniform(),
                ]
            })
            .collect();
        let around = |share: f64| Bounds::new(share - half, share + half).unwrap();
        let boxes: Vec<[Bounds; 3]> = centres
            .iter()
            .map(|[a, b]| [around(*a), around(*b), around(1.0 - a - b)])
            .collect();
        let ours = homogeneity_bounds(&boxes, &sizes).unwrap();
        let test = homogeneity_within_rounding(&boxes, &sizes, LEVEL).unwrap();
        let free: Vec<Bounds> = centres
            .iter()
            .flat_map(|[a, b]| [around(*a), around(*b)])
            .collect();
        let mut seen = false;
        for figures in grid(&free, 3) {
            let rows: Vec<[f64; 3]> = figures
                .chunks(2)
                .map(|pair| [pair[0], pair[1], 1.0 - pair[0] - pair[1]])
                .collect();
            if rows
                .iter()
                .zip(&boxes)
                .any(|(row, boxes)| !boxes[2].contains(row[2]))
            {
                continue;
            }
            seen = true;
            let here = multinomial_homogeneity(&rows, &sizes, LEVEL).unwrap();
            assert!(ours.bounds.low() <= here.statistic + 1e-10);
            assert!(ours.bounds.high() >= here.statistic - 1e-10);
            match test.finding {
                Finding::Shown => assert!(here.lower_tail < 0.05),
                Finding::NotShown => assert!(here.lower_tail >= 0.05),
                Finding::UndecidedByRounding => {}
            }
        }
        assert!(seen);
    }
}

/// "45" percent five times is herding as printed; what was printed to the tenth would show it.
#[test]
fn herding_can_hide_in_the_rounding() {
    let variances = [0.45 * 0.55 / 5000.0; 5];
    let to = |half: f64| [Bounds::new(0.45 - half, 0.45 + half).unwrap(); 5];
    let whole = herding_within_rounding(&to(0.005), &variances, LEVEL).unwrap();
    assert_eq!(whole.finding, Finding::UndecidedByRounding);
    let tenth = herding_within_rounding(&to(0.0005), &variances, LEVEL).unwrap();
    assert_eq!(tenth.finding, Finding::Shown);
    let apart = [0.40, 0.45, 0.50, 0.42, 0.47]
        .map(|share: f64| Bounds::new(share - 0.005, share + 0.005).unwrap());
    let apart = herding_within_rounding(&apart, &variances, LEVEL).unwrap();
    assert_eq!(apart.finding, Finding::NotShown);
}

#[test]
fn bounds_that_are_none_are_refused() {
    let good = Bounds::exact(0.4);
    let bad = [
        Bounds::exact(f64::NAN),
        Bounds::new(f64::NEG_INFINITY, 0.4).unwrap(),
        Bounds::new(0.0, f64::INFINITY).unwrap(),
    ];
    for bad in bad {
        for outcome in [
            statistic_bounds(&[good, bad], &[1.0; 2]).map(|_| ()),
            pooled_bounds(&[good, bad], &[1.0; 2], Bounds::exact(0.0)).map(|_| ()),
            heterogeneity_bounds(Estimator::Hedges, &[good, bad], &[1.0; 2]).map(|_| ()),
            homogeneity_bounds(&[[good, bad], [good, good]], &[1.0; 2]).map(|_| ()),
        ] {
            assert!(
                matches!(outcome, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
                "{outcome:?}"
            );
        }
    }
    let negative = Bounds::new(-1.0, 1.0).unwrap();
    assert!(pooled_bounds(&[good], &[1.0], negative).is_err());
    assert!(statistic_bounds(&[], &[]).is_err());
    assert!(statistic_bounds(&[good], &[1.0; 2]).is_err());
}

/// "0" and "100" percent: a choice that may have no share at all.
#[test]
fn homogeneity_of_a_share_that_may_be_zero() {
    let maybe = Bounds::new(0.0, 0.005).unwrap();
    let rest = Bounds::new(0.995, 1.0).unwrap();
    let sizes = [1000.0, 3000.0];
    let ours = homogeneity_bounds(&[[maybe, rest], [maybe, rest]], &sizes).unwrap();
    assert_eq!(ours.bounds.low(), 0.0);
    let mut greatest = 0.0_f64;
    for shares in grid(&[maybe, maybe], 21) {
        let rows = [[shares[0], 1.0 - shares[0]], [shares[1], 1.0 - shares[1]]];
        if let Ok(here) = multinomial_homogeneity(&rows, &sizes, LEVEL) {
            greatest = greatest.max(here.statistic);
        }
    }
    assert!(greatest <= ours.bounds.high() && ours.bounds.high() <= 1.5 * greatest);
}
