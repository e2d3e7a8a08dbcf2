//! Public functions at the ends of their ranges: what they give is finite, and what lies outside is an
//! error. Run with overflow checks, as `cargo test` does.

use exitpoll::accuracy::{
    break_even_size, crps_normal, effective_size_of_margin, expected_total_variation,
    finite_population_size, implied_design_effect, interval_score, lead_standard_error,
    log_score_normal, times_chance, total_error_size,
};
use exitpoll::hypothesis::{Adjustment, RowSample, VerdictLevel, break_even, equivalence};
use exitpoll::interval::{
    BinomialMethod, DirichletPosterior, Interval, LeadMethod, MultinomialMethod, RankMethod,
    TwoSampleMethod,
};
use exitpoll::numeric::{
    beta_cdf, beta_quantile, binomial_cdf, binomial_probability, chi_squared_cdf,
    chi_squared_quantile, chi_squared_upper_tail, f_upper_quantile, f_upper_tail, normal_cdf,
    normal_quantile, student_t_quantile, student_t_two_sided_tail,
};
use exitpoll::partial::{
    counted_to_decide, counted_to_exclude, final_share_bounds, needed_lead, tipping_point,
};
use exitpoll::planning::Plan;
use exitpoll::pooling::{
    HeterogeneityEstimator, IntervalMethod, Scale, ZeroShares, common_bias, herding,
    heterogeneity_interval, influence, pool,
};
use exitpoll::station::{ResponseRatio, refusal_bounds};
use exitpoll::{Bounds, Confidence, OneSidedConfidence, Result, Sample};

/// Proportions from 0 to 1, with their neighbours.
const SHARES: [f64; 11] = [
    0.0,
    f64::MIN_POSITIVE,
    1e-300,
    1e-17,
    1e-9,
    0.03,
    0.5,
    0.97,
    1.0 - 1e-9,
    1.0 - f64::EPSILON / 2.0,
    1.0,
];
/// Sizes from one to all whole numbers that a double has.
const SIZES: [f64; 7] = [1.0, 2.0, 7.5, 1000.0, 1e6, 1e12, 9_007_199_254_740_992.0];
const FREEDOMS: [f64; 8] = [1e-3, 0.5, 1.0, 2.0, 30.0, 1e4, 1e8, 1e12];
const LEVELS: [f64; 4] = [0.5, 0.95, 1.0 - 1e-9, 1.0 - f64::EPSILON];
/// No proportions.
const OUTSIDE: [f64; 6] = [-1e-300, -1.0, 1.0 + f64::EPSILON, 1.5, 1e300, f64::NAN];

fn levels() -> impl Iterator<Item = Confidence> {
    LEVELS
        .into_iter()
        .map(|level| Confidence::new(level).expect("a level"))
}

/// An `Ok` is finite; an error says why there is no figure.
fn figures(what: &str, found: Result<impl IntoIterator<Item = f64>>) {
    if let Ok(values) = found {
        for value in values {
            assert!(value.is_finite(), "{what}: {value}");
        }
    }
}

fn figure(what: &str, found: Result<f64>) {
    figures(what, found.map(|value| [value]));
}

fn interval(what: &str, found: Result<Interval>) {
    if let Ok(of) = &found {
        assert!(of.low() <= of.high(), "{what}: {of:?}");
    }
    figures(what, found.map(|of| [of.low(), of.high()]));
}

fn intervals(what: &str, found: Result<Vec<Interval>>) {
    for of in found.into_iter().flatten() {
        interval(what, Ok(of));
    }
}

#[test]
fn intervals_of_a_share() {
    for method in BinomialMethod::ALL {
        for (size, share) in SIZES.iter().flat_map(|n| SHARES.map(|share| (*n, share))) {
            for level in levels() {
                let what = format!(
                    "{} of {share:e} × {size:e} at {}",
                    method.name(),
                    level.level()
                );
                interval(&what, method.interval(share * size, size, level));
            }
            let level = OneSidedConfidence::P95;
            let what = format!("{} of {share:e} × {size:e}, one-sided", method.name());
            figure(&what, method.lower_bound(share * size, size, level));
            figure(&what, method.upper_bound(share * size, size, level));
        }
        for outside in OUTSIDE {
            let found = method.interval(outside * 100.0, 100.0, Confidence::P95);
            assert!(found.is_err(), "{} of {outside:e}", method.name());
        }
    }
}

#[test]
fn intervals_of_leads_and_differences() {
    for (size, share) in SIZES.iter().flat_map(|n| SHARES.map(|share| (*n, share))) {
        for other in SHARES {
            let (x, y) = (share * size, other * size);
            for method in LeadMethod::ALL {
                let what = format!("{} of {x:e} and {y:e} in {size:e}", method.name());
                interval(&what, method.interval(x, y, size, Confidence::P95));
            }
            for method in TwoSampleMethod::ALL {
                for trials in [1.0, 1000.0] {
                    let what = format!("{} of {x:e}/{size:e} and {other:e}", method.name());
                    let successes = [x, other * trials];
                    interval(
                        &what,
                        method.interval(successes, [size, trials], Confidence::P95),
                    );
                }
            }
        }
    }
}

#[test]
fn intervals_of_a_whole_table() {
    // Sison–Glaz widens its box in √n steps.
    let sizes = SIZES.into_iter().filter(|n| [1.0, 7.5, 1000.0].contains(n));
    for (size, share) in sizes.flat_map(|n| SHARES.map(|share| (n, share))) {
        let rest = size * (1.0 - share);
        for counts in [
            vec![share * size, rest],
            vec![share * size, rest / 2.0, rest / 2.0],
        ] {
            for method in MultinomialMethod::ALL {
                let what = format!("{} of {counts:?}", method.name());
                intervals(&what, method.intervals(&counts, Confidence::P95));
            }
            for method in RankMethod::ALL {
                if let Ok(ranks) = method.ranks(&counts, Confidence::P95) {
                    assert!(
                        ranks
                            .iter()
                            .all(|of| 1 <= of.best && of.worst <= counts.len())
                    );
                }
            }
            if let Ok(posterior) = DirichletPosterior::jeffreys(&counts) {
                intervals("Dirichlet", Ok(posterior.intervals(Confidence::P95)));
                figures("lead probability", Ok(posterior.lead_probabilities()));
            }
        }
    }
}

#[test]
fn row_tests() {
    let exact = |share: f64| (share, Bounds::exact(share));
    for (p, v) in SHARES.iter().flat_map(|p| SHARES.map(|v| (*p, v))) {
        for (size, freedom) in SIZES
            .iter()
            .flat_map(|n| [None, Some(4.0)].map(|f| (*n, f)))
        {
            let sample = RowSample::drawn_singly(size).expect("a size");
            let sample = match freedom {
                Some(freedom) => sample.with_degrees_of_freedom(freedom).expect("freedom"),
                None => sample,
            };
            let what = format!("{p:e} against {v:e} of {size:e}, freedom {freedom:?}");
            for level in levels() {
                if let Ok(test) = sample.test(exact(p), exact(v), level) {
                    let bounds = test.p_value_bounds;
                    assert!((0.0..=1.0).contains(&test.p_value), "{what}: {test:?}");
                    assert!(
                        bounds.low() <= bounds.high() && bounds.contains(test.p_value),
                        "{what}: {test:?}"
                    );
                    interval(&what, Ok(test.interval));
                    figures(&what, Ok(test.standard_errors));
                }
            }
            let found = sample.accepted(Bounds::exact(p), Bounds::exact(v), Confidence::P95, 7);
            if let Ok(found) = found {
                let of = found.possibly;
                assert!(of.low() <= of.high(), "{what}: {of:?}");
            }
        }
        for level in levels() {
            let level = VerdictLevel::new(level, 7).expect("a level");
            let what = format!("sample to tell {p:e} from {v:e}");
            let found = break_even(exact(p), exact(v), level);
            figures(&what, found.map(|of| of.size.into_iter().chain(of.least)));
        }
    }
}

#[test]
fn arguments_of_row_tests() {
    let level = VerdictLevel::new(Confidence::P95, 7).expect("a level");
    for outside in OUTSIDE {
        let exact = (0.5, Bounds::exact(0.5));
        if outside.is_finite() {
            assert!(break_even((outside, Bounds::exact(outside)), exact, level).is_err());
        }
        assert!(
            break_even_size(outside, 0.1, Confidence::P95).is_err(),
            "{outside}"
        );
    }
    for adjustment in Adjustment::ALL {
        figures(adjustment.name(), adjustment.adjust(&SHARES));
        assert!(adjustment.adjust(&[0.5, 1.5]).is_err());
    }
    for estimate in [0.0, 1e-300, 1e300] {
        for error in [f64::MIN_POSITIVE, 1e-300, 1.0, 1e300] {
            for margin in [1e-300, 1.0, 1e300] {
                let found = equivalence(estimate, error, margin, Confidence::P95);
                let what = format!("equivalence of {estimate:e} ± {error:e} within {margin:e}");
                figures(&what, found.map(|of| [of.p_value]));
            }
        }
    }
}

#[test]
fn distributions() {
    for p in SHARES {
        figure("normal quantile", normal_quantile(p));
        for a in FREEDOMS {
            figure(
                &format!("χ² quantile {p:e} {a:e}"),
                chi_squared_quantile(p, a),
            );
            figure(&format!("t quantile {p:e} {a:e}"), student_t_quantile(p, a));
            for b in FREEDOMS {
                let what = format!("{p:e} {a:e} {b:e}");
                figure(&format!("F quantile {what}"), f_upper_quantile(p, a, b));
                figure(&format!("beta quantile {what}"), beta_quantile(p, a, b));
                figure(&format!("beta {what}"), beta_cdf(p, a, b));
            }
        }
        for n in SIZES {
            figure("binomial", binomial_probability((p * n).floor(), n, p));
            figure("binomial", binomial_cdf((p * n).floor(), n, p));
        }
    }
    for x in [
        0.0,
        f64::MIN_POSITIVE,
        1e-300,
        1.0,
        40.0,
        1e12,
        1e300,
        f64::MAX,
    ] {
        figure("normal", normal_cdf(x));
        for a in FREEDOMS {
            figure(&format!("χ² {x:e} {a:e}"), chi_squared_upper_tail(x, a));
            figure(&format!("t {x:e} {a:e}"), student_t_two_sided_tail(x, a));
            for b in FREEDOMS {
                figure(&format!("F {x:e} {a:e} {b:e}"), f_upper_tail(x, a, b));
            }
        }
    }
    for outside in OUTSIDE {
        assert!(normal_quantile(outside).is_err());
        assert!(chi_squared_quantile(outside, 3.0).is_err());
        assert!(f_upper_quantile(outside, 3.0, 5.0).is_err());
    }
}

#[test]
fn chi_squared_of_many_degrees_of_freedom() {
    // By mpmath: the density integrated with 50 digits. A series with a limit of terms gives another figure.
    for (freedom, statistic, lower, upper) in [
        (2e8, 199_940_000.0, 0.001_348_716_449_161_550_6, f64::NAN),
        (2e10, 20_000_400_000.0, f64::NAN, 0.022_750_671_855_144_77),
        (2e10, 19_999_600_000.0, 0.022_749_592_035_814_55, f64::NAN),
        (
            2e12,
            2_000_003_000_000.0,
            f64::NAN,
            0.066_807_255_234_460_19,
        ),
        (
            2e12,
            1_999_997_000_000.0,
            0.066_807_147_303_130_47,
            f64::NAN,
        ),
        (
            2e12,
            2_000_001_000_000.0,
            f64::NAN,
            0.308_537_450_709_657_04,
        ),
    ] {
        let found = [
            chi_squared_cdf(statistic, freedom).expect("valid"),
            chi_squared_upper_tail(statistic, freedom).expect("valid"),
        ];
        for (found, wanted) in found.into_iter().zip([lower, upper]) {
            assert!(
                wanted.is_nan() || (found / wanted - 1.0).abs() < 1e-10,
                "{statistic} with {freedom}: {found} {wanted}"
            );
        }
    }
}

#[test]
fn scores_and_sizes() {
    let all = [-1e300, -1.0, 0.0, 1e-300, 1.0, 1e300, f64::MAX];
    for (mean, observed) in all
        .iter()
        .flat_map(|mean| all.map(|observed| (*mean, observed)))
    {
        for deviation in [f64::MIN_POSITIVE, 1e-300, 1e-9, 1.0, 1e300, f64::MAX] {
            let what = format!("score of {observed:e} at {mean:e} ± {deviation:e}");
            figure(&what, crps_normal(mean, deviation, observed));
            figure(&what, log_score_normal(mean, deviation, observed));
        }
        for level in levels() {
            if let Ok(of) = Interval::new(mean.min(observed), mean.max(observed)) {
                figure(
                    &format!("interval score of {of:?}"),
                    interval_score(of, observed, level),
                );
                figure(
                    &format!("interval score of {of:?}"),
                    interval_score(of, -1e300, level),
                );
            }
        }
    }
    assert!(crps_normal(0.0, 0.0, 1.0).is_err() && crps_normal(0.0, -1.0, 1.0).is_err());
    for (share, n) in SHARES.iter().flat_map(|share| SIZES.map(|n| (*share, n))) {
        let what = format!("{share:e} with {n:e}");
        figure(&what, implied_design_effect(share, n, Confidence::P95));
        figure(&what, lead_standard_error([share, 1.0 - share], n));
        figure(&what, total_error_size(n, share));
        figure(&what, expected_total_variation(&[share, 1.0 - share], n));
        figure(&what, times_chance(share, 1.0 / n));
        figure(&what, finite_population_size(n, n as u64, 1 << 53));
        for margin in SHARES {
            let margin = (margin, Bounds::exact(margin));
            let found = effective_size_of_margin(margin, share, Confidence::P95);
            figures(
                &what,
                found.map(|(size, bounds)| [size, bounds.low(), bounds.high()]),
            );
        }
    }
}

#[test]
fn counts_that_are_not_complete() {
    for (f, v) in SHARES.iter().flat_map(|f| SHARES.map(|v| (*f, v))) {
        let what = format!("{v:e} with {f:e} counted");
        let bounds = final_share_bounds(Bounds::exact(v), Bounds::exact(f)).expect("proportions");
        assert!(
            0.0 <= bounds.low() && bounds.low() <= bounds.high() && bounds.high() <= 1.0,
            "{what}"
        );
        figures(&what, needed_lead(v, f));
        figures(&what, tipping_point(v * 0.5, v * 0.5, f));
        figure(&what, counted_to_exclude(v, f));
        figure(&what, counted_to_decide(v));
    }
    for outside in OUTSIDE.into_iter().filter(|of| of.is_finite()) {
        let (inside, outside) = (Bounds::exact(0.5), Bounds::exact(outside));
        assert!(
            final_share_bounds(inside, outside).is_err(),
            "{outside:?} counted"
        );
        assert!(final_share_bounds(outside, inside).is_err(), "{outside:?}");
        assert!(needed_lead(0.1, outside.low()).is_err());
    }
    assert!(refusal_bounds(&[1, 2], 3, u64::MAX).is_err());
    assert!(refusal_bounds(&[u64::MAX, 1], u64::MAX, 0).is_err());
    for alpha in [f64::MIN_POSITIVE, 1e-300, 1.0, 1e300] {
        let ratio = ResponseRatio::new(alpha).expect("a positive ratio");
        figures("response ratio", Ok([ratio.ln_alpha(), ratio.size()]));
        for share in SHARES {
            let (expected, error) = (
                ratio.expected_share(share),
                ratio.expected_within_precinct_error(share),
            );
            figures(&format!("α {alpha:e} at {share:e}"), Ok([expected, error]));
        }
    }
}

#[test]
fn pools() {
    let estimates = [
        [0.5, 0.5, 0.5],
        [0.0, 1.0, 0.5],
        [1e-300, 2e-300, 0.0],
        [-1e150, 1e150, 0.0],
        [-1e300, 1e300, 3.0],
    ];
    let variances = [
        [1e-4; 3],
        [1e-300, 1.0, 1e-300],
        [1e300, 1e-300, 1.0],
        [1e300; 3],
        [f64::MIN_POSITIVE; 3],
    ];
    for (y, v) in estimates
        .iter()
        .flat_map(|y| variances.iter().map(move |v| (y, v)))
    {
        let what = format!("{y:?} with {v:?}");
        for estimator in HeterogeneityEstimator::ALL {
            for method in IntervalMethod::ALL {
                let what = format!("{} {} of {what}", estimator.short_name(), method.name());
                if let Ok(of) = pool(y, v, estimator, method, Confidence::P95) {
                    figures(
                        &what,
                        Ok([
                            of.tau2,
                            of.pooled,
                            of.standard_error,
                            of.q,
                            of.q_p_value,
                            of.i2,
                            of.h2,
                        ]),
                    );
                    interval(&what, Ok(of.interval));
                    if let Some(prediction) = of.prediction {
                        interval(&what, Ok(prediction));
                    }
                    if let Ok(bias) = common_bias(&of, 0.5) {
                        figures(&what, Ok([bias.deviation, bias.p_value]));
                    }
                }
                for of in influence(y, v, estimator, method, Confidence::P95)
                    .into_iter()
                    .flatten()
                {
                    let found = [
                        of.weight,
                        of.studentized_residual,
                        of.dffits,
                        of.dfbetas,
                        of.cooks_distance,
                        of.covariance_ratio,
                    ];
                    figures(&format!("influence, {what}"), Ok(found));
                }
            }
        }
        if let Ok(found) = herding(y, v, Confidence::P95) {
            figures(&what, Ok([found.lower_tail, found.upper_tail]));
        }
        if let Ok(Some(found)) = heterogeneity_interval(y, v, Confidence::P95) {
            let text = format!("{found:?}");
            assert!(
                !text.contains("NaN") && !text.contains("inf"),
                "{what}: {text}"
            );
        }
    }
    for scale in Scale::ALL {
        for (share, n) in SHARES.iter().flat_map(|share| SIZES.map(|n| (*share, n))) {
            figure(scale.name(), scale.of_share(share));
            if let Ok(found) = scale.estimates(&[share, 0.5], &[n, n], ZeroShares::AddHalf) {
                let text = format!("{found:?}");
                assert!(
                    !text.contains("NaN") && !text.contains("inf"),
                    "{share:e} {n:e}: {text}"
                );
            }
        }
        for value in [-1e300, -800.0, 0.0, 800.0, 1e300] {
            figure(scale.name(), Ok(scale.share(value)));
        }
    }
}

#[test]
fn plans() {
    let sample = Sample::builder()
        .design_effect(1.7)
        .build()
        .expect("a design");
    for (p, v) in SHARES.iter().flat_map(|p| SHARES.map(|v| (*p, v))) {
        for plan in [
            Plan::new(),
            Plan::new().power(1.0 - 1e-9).design(sample.clone()),
        ] {
            let what = format!("{p:e} against {v:e}");
            // Whole numbers; that they do not panic or overflow is what is checked.
            let _ = plan.respondents_to_detect(v, p);
            let _ = plan.respondents_to_call_lead(p, v);
            for n in [1, 1000, 1 << 53] {
                figure(&what, plan.power_to_detect(v, p, n));
                figure(&what, plan.power_to_call_lead(p, v, n));
            }
        }
    }
}
