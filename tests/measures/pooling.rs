//! What several polls say together: published examples, conventions of the peer (R `metafor`), what holds
//! for every input, and rounding bounds against brute force. The vectors of `tests/reference.rs` check the
//! figures of every estimator.

mod properties;
mod rounding;

use approx::assert_relative_eq;
use exitpoll::pooling::{
    HeterogeneityEstimator as Estimator, IntervalMethod, Scale, ZeroShares, common_bias, herding,
    heterogeneity_interval, influence, leave_group_out, leave_one_out, multinomial_homogeneity,
    pool,
};
use exitpoll::{Confidence, ErrorKind};

/// Thirteen trials of the BCG vaccine against tuberculosis (Colditz et al. 1994; `dat.bcg` of `metafor`):
/// cases and others among the vaccinated, cases and others among the rest.
const BCG: [[f64; 4]; 13] = [
    [4.0, 119.0, 11.0, 128.0],
    [6.0, 300.0, 29.0, 274.0],
    [3.0, 228.0, 11.0, 209.0],
    [62.0, 13536.0, 248.0, 12619.0],
    [33.0, 5036.0, 47.0, 5761.0],
    [180.0, 1361.0, 372.0, 1079.0],
    [8.0, 2537.0, 10.0, 619.0],
    [505.0, 87886.0, 499.0, 87892.0],
    [29.0, 7470.0, 45.0, 7232.0],
    [17.0, 1699.0, 65.0, 1600.0],
    [186.0, 50448.0, 141.0, 27197.0],
    [5.0, 2493.0, 3.0, 2338.0],
    [27.0, 16886.0, 29.0, 17825.0],
];

/// Log risk ratios and their variances.
fn bcg() -> (Vec<f64>, Vec<f64>) {
    BCG.iter()
        .map(|[a, b, c, d]| {
            let ratio = (a / (a + b)) / (c / (c + d));
            (
                ratio.ln(),
                1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d),
            )
        })
        .unzip()
}

/// Figures as the documentation of `metafor` prints them (Viechtbauer 2010, section 3; `rma(yi, vi)`,
/// `predict`, `confint`; the last one ends its search within 1e-4, so that of I² and H² two decimals
/// hold).
#[test]
fn trials_of_the_bcg_vaccine() {
    let (estimates, variances) = bcg();
    let reml = Estimator::RestrictedMaximumLikelihood;
    let level = Confidence::P95;
    let pool = pool(&estimates, &variances, reml, IntervalMethod::Wald, level).unwrap();
    let prediction = pool.prediction.unwrap();
    let printed = [
        (pool.tau2, "0.3132"),
        (pool.pooled, "-0.7145"),
        (pool.standard_error, "0.1798"),
        (pool.interval.low(), "-1.0669"),
        (pool.interval.high(), "-0.3622"),
        (prediction.low(), "-1.8667"),
        (prediction.high(), "0.4376"),
        (pool.q, "152.2330"),
        (100.0 * pool.i2, "92.2214"),
        (pool.h2, "12.8558"),
    ];
    assert_printed(&printed);
    let interval = heterogeneity_interval(&estimates, &variances, level)
        .unwrap()
        .expect("not empty");
    let printed = [
        (interval.tau2.low(), "0.1197"),
        (interval.tau2.high(), "1.1115"),
        (100.0 * interval.i2.low(), "81.92"),
        (100.0 * interval.i2.high(), "97.68"),
        (interval.h2.low(), "5.53"),
        (interval.h2.high(), "43.07"),
    ];
    assert_printed(&printed);
}

/// To as many decimals as are printed.
fn assert_printed(figures: &[(f64, &str)]) {
    for (ours, text) in figures {
        let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
        assert_eq!(format!("{ours:.decimals$}"), *text);
    }
}

/// `escalc` of `metafor` for 0, 10 and 100 of 100 and 37.5 of 120; its corrections are ours on request.
#[test]
fn scales_as_the_peer_has_them() {
    let shares = [0.0, 0.1, 1.0, 0.3125];
    let sizes = [100.0, 100.0, 100.0, 120.0];
    let references: [(Scale, [f64; 4], [f64; 4]); 3] = [
        (
            Scale::Share,
            [
                0.004_950_495_049_504_950_5,
                0.1,
                0.995_049_504_950_495,
                0.3125,
            ],
            [
                4.877_215_493_336_414e-5,
                0.0009,
                4.877_215_493_336_418e-5,
                0.001_790_364_583_333_333_3,
            ],
        ),
        (
            Scale::Logit,
            [
                -5.303_304_908_059_076,
                -2.197_224_577_336_219,
                5.303_304_908_059_075,
                -0.788_457_360_364_270_2,
            ],
            [
                2.009_950_248_756_219,
                0.111_111_111_111_111_12,
                2.009_950_248_756_219,
                0.038_787_878_787_878_79,
            ],
        ),
        (
            Scale::Arcsine,
            [
                0.0,
                0.321_750_554_396_642_2,
                std::f64::consts::FRAC_PI_2,
                0.593_199_776_149_628_8,
            ],
            [0.0025, 0.0025, 0.0025, 0.002_083_333_333_333_333],
        ),
    ];
    for (scale, estimates, variances) in references {
        let ours = scale
            .estimates(&shares, &sizes, ZeroShares::AddHalf)
            .unwrap();
        for (ours, reference) in ours.estimates.iter().zip(estimates) {
            assert_relative_eq!(*ours, reference, max_relative = 1e-14);
        }
        for (ours, reference) in ours.variances.iter().zip(variances) {
            assert_relative_eq!(*ours, reference, max_relative = 1e-14);
        }
        let refused = scale.estimates(&shares, &sizes, ZeroShares::Refuse);
        match scale {
            Scale::Arcsine => assert_eq!(refused.unwrap(), ours),
            _ => assert!(
                matches!(refused, Err(ref error) if error.kind() == ErrorKind::Undefined),
                "{scale}"
            ),
        }
    }
}

/// `rma(method = "DL")` on `escalc` of four polls, taken back by `transf.ilogit` and `transf.iarcsin`.
#[test]
fn pools_come_back_as_shares() {
    let sizes = [1000.0, 900.0, 1100.0, 800.0];
    let shares = [0.45, 460.0 / 900.0, 0.4, 470.0 / 800.0];
    let reference = [
        (
            Scale::Arcsine,
            [
                0.486_729_250_756_881_5,
                0.408_619_513_830_957_74,
                0.565_166_462_731_807,
            ],
        ),
        (
            Scale::Logit,
            [
                0.486_647_991_550_741_9,
                0.409_060_168_420_375_85,
                0.564_884_673_759_592,
            ],
        ),
    ];
    for (scale, [pooled, lower, upper]) in reference {
        let scaled = scale
            .estimates(&shares, &sizes, ZeroShares::Refuse)
            .unwrap();
        let pool = pool(
            &scaled.estimates,
            &scaled.variances,
            Estimator::DerSimonianLaird,
            IntervalMethod::Wald,
            Confidence::P95,
        )
        .unwrap();
        let interval = scale.shares(pool.interval);
        assert_relative_eq!(scale.share(pool.pooled), pooled, max_relative = 1e-13);
        assert_relative_eq!(interval.low(), lower, max_relative = 1e-13);
        assert_relative_eq!(interval.high(), upper, max_relative = 1e-13);
    }
}

#[test]
fn one_pollster_left_out_is_the_pool_of_the_others() {
    let estimates = [0.45, 0.47, 0.46, 0.49, 0.44];
    let variances = [2e-4, 1e-4, 3e-4, 1e-4, 2e-4];
    let groups = ["B", "A", "B", "C", "A"];
    let method = IntervalMethod::HartungKnapp;
    let (estimator, level) = (Estimator::PauleMandel, Confidence::P90);
    let without =
        leave_group_out(&estimates, &variances, &groups, estimator, method, level).unwrap();
    let labels: Vec<_> = without
        .iter()
        .map(|one| (one.group.as_str(), one.left_out))
        .collect();
    assert_eq!(labels, [("B", 2), ("A", 2), ("C", 1)]);
    let others = pool(
        &[0.47, 0.49, 0.44],
        &[1e-4, 1e-4, 2e-4],
        estimator,
        method,
        level,
    );
    assert_eq!(without[0].pool, others.unwrap());
    let ones = leave_one_out(&estimates, &variances, estimator, method, level).unwrap();
    assert_eq!(without[2].pool, ones[3]);
}

/// 512, 401, 99 and so on of three choices in four polls: X² and its tails at 40 digits; scipy's
/// `chi2_contingency` gives the same.
#[test]
fn homogeneity_over_all_choices() {
    let counts = [
        [512.0, 401.0, 99.0],
        [480.0, 430.0, 90.0],
        [505.0, 398.0, 97.0],
        [260.0, 190.0, 50.0],
    ];
    let sizes = counts.map(|row| row.iter().sum::<f64>());
    let mut shares = Vec::new();
    for (row, size) in counts.iter().zip(sizes) {
        // A fourth choice that nobody named changes nothing.
        shares.push([row[0] / size, row[1] / size, row[2] / size, 0.0]);
    }
    let test = multinomial_homogeneity(&shares, &sizes, Confidence::P95).unwrap();
    assert_eq!(test.degrees_of_freedom, 6.0);
    assert_relative_eq!(test.statistic, 4.447_100_729_553_933, max_relative = 1e-12);
    assert_relative_eq!(
        test.lower_tail,
        0.383_594_136_005_382_83,
        max_relative = 1e-12
    );
    assert_relative_eq!(
        test.upper_tail,
        0.616_405_863_994_617_2,
        max_relative = 1e-12
    );
}

/// The smallest m with P(χ²_{m−1} ≤ r(m − 1)) < α, from a search through all m at 40 digits.
#[test]
fn polls_that_it_takes_to_be_sure() {
    let reference = [
        (0.01, 0.05, 3),
        (0.01, 0.001, 5),
        (0.1, 0.05, 4),
        (0.25, 0.05, 7),
        (0.25, 0.01, 11),
        (0.5, 0.05, 18),
        (0.5, 0.001, 53),
        (0.7, 0.01, 101),
        (0.9, 0.05, 519),
        (0.9, 0.001, 1796),
    ];
    for (ratio, alpha, polls) in reference {
        // Two polls with Q = d²/2 = ratio.
        let two = [0.0, (2.0_f64 * ratio).sqrt()];
        let level = Confidence::new(1.0 - alpha).unwrap();
        let herding = herding(&two, &[1.0, 1.0], level).unwrap();
        assert_relative_eq!(herding.ratio, ratio, max_relative = 1e-14);
        assert_eq!(herding.polls_to_be_sure, Some(polls), "{ratio} at {alpha}");
    }
    let never = herding(&[0.0, 1.5], &[1.0, 1.0], Confidence::P95).unwrap();
    assert_eq!(never.polls_to_be_sure, None);
    // Five more degrees of freedom with each poll.
    let row = |share: f64| [share, 0.2, 0.2, 0.2, 0.1, 0.3 - share];
    let scale = (0.3_f64 * 2.0 / 6.0 / 1000.0).sqrt() / 2f64.sqrt();
    let rows = [row(0.1 + scale), row(0.1 - scale)];
    let test = multinomial_homogeneity(&rows, &[1000.0; 2], Confidence::P95).unwrap();
    assert!(test.ratio < 0.8 && test.degrees_of_freedom == 5.0);
    assert!(test.polls_to_be_sure.is_some_and(|polls| polls <= 26));
}

#[test]
fn one_poll_and_polls_that_agree_exactly() {
    let level = Confidence::P95;
    for estimator in Estimator::ALL {
        let one = pool(&[0.45], &[1e-4], estimator, IntervalMethod::Wald, level).unwrap();
        assert_eq!(
            (one.tau2, one.pooled, one.q, one.q_p_value),
            (0.0, 0.45, 0.0, 1.0)
        );
        assert_eq!((one.i2, one.h2), (0.0, 1.0));
        assert_relative_eq!(one.standard_error, 0.01, max_relative = 1e-15);
        for method in [
            IntervalMethod::HartungKnapp,
            IntervalMethod::ModifiedHartungKnapp,
        ] {
            let refused = pool(&[0.45], &[1e-4], estimator, method, level);
            assert!(matches!(refused, Err(ref error) if error.kind() == ErrorKind::Undefined));
        }
        let same = [0.45; 3];
        let variances = [1e-4, 2e-4, 3e-4];
        let equal = pool(
            &same,
            &variances,
            estimator,
            IntervalMethod::HartungKnapp,
            level,
        );
        let equal = equal.unwrap();
        assert_eq!((equal.tau2, equal.q, equal.standard_error), (0.0, 0.0, 0.0));
        assert!(matches!(
            common_bias(&equal, 0.4),
            Err(error) if error.kind() == ErrorKind::Undefined
        ));
        let refused = influence(
            &same,
            &variances,
            estimator,
            IntervalMethod::HartungKnapp,
            level,
        );
        assert!(matches!(refused, Err(ref error) if error.kind() == ErrorKind::Undefined));
        let modified = IntervalMethod::ModifiedHartungKnapp;
        assert!(
            pool(&same, &variances, estimator, modified, level)
                .unwrap()
                .standard_error
                > 0.0
        );
    }
    assert!(heterogeneity_interval(&[0.45], &[1e-4], level).is_err());
    assert!(herding(&[0.45], &[1e-4], level).is_err());
    assert_eq!(
        heterogeneity_interval(&[0.45; 3], &[1e-4; 3], level).unwrap(),
        None
    );
}

#[test]
fn what_cannot_be_pooled_is_said() {
    let level = Confidence::P95;
    let wald = IntervalMethod::Wald;
    let try_pool = |estimates: &[f64], variances: &[f64]| {
        Estimator::ALL.map(|one| pool(estimates, variances, one, wald, level).map(|_| ()))
    };
    let refused: [(&[f64], &[f64], &str); 9] = [
        (&[], &[], "`estimates` is missing"),
        (&[0.4, 0.5], &[1e-4], "`variances` is 1 long"),
        (&[0.4, f64::NAN], &[1e-4; 2], "`estimates[1]` is NaN"),
        (&[0.4, 0.5], &[1e-4, 0.0], "`variances[1]` is 0"),
        (&[0.4, 0.5], &[1e-4, -1.0], "`variances[1]` is -1"),
        (&[0.4, 0.5], &[1e-4, f64::INFINITY], "`variances[1]` is inf"),
        (&[0.4, 1e300], &[1e-4; 2], "`estimates[1]` is 1000"),
        (
            &[0.4, 0.5],
            &[1e-300, 1.0],
            "standard errors from the first",
        ),
        (
            &[0.0, 0.0],
            &[1e-300, 1.0],
            "`variances[1]` is 1: it is over",
        ),
    ];
    for (estimates, variances, words) in refused {
        for outcome in try_pool(estimates, variances) {
            let error = outcome.expect_err(words);
            assert!(error.to_string().contains(words), "{error}");
        }
    }
    let groups = ["A", "A"];
    let only = leave_group_out(
        &[0.4, 0.5],
        &[1.0; 2],
        &groups,
        Estimator::Hedges,
        wald,
        level,
    );
    assert!(matches!(only, Err(ref error) if error.kind() == ErrorKind::Undefined));
    let alone = leave_one_out(&[0.4], &[1.0], Estimator::Hedges, wald, level);
    assert!(matches!(alone, Err(ref error) if error.kind() == ErrorKind::Missing));
    assert!(
        common_bias(
            &pool(&[0.4], &[1.0], Estimator::Hedges, wald, level).unwrap(),
            f64::NAN
        )
        .is_err()
    );
    let bad: [&[&[f64]]; 5] = [
        &[],
        &[&[0.5, 0.5]],
        &[&[0.5, 0.5], &[0.5, 0.3, 0.2]],
        &[&[0.5, 0.6], &[0.5, 0.5]],
        &[&[1.0, 0.0], &[1.0, 0.0]],
    ];
    for rows in bad {
        let sizes = vec![100.0; rows.len()];
        assert!(
            multinomial_homogeneity(rows, &sizes, level).is_err(),
            "{rows:?}"
        );
    }
}

#[test]
fn methods_are_read_by_their_names() {
    for estimator in Estimator::ALL {
        assert_eq!(estimator.name().parse(), Ok(estimator));
        assert_eq!(estimator.short_name().parse(), Ok(estimator));
        let json = serde_json::to_string(&estimator).unwrap();
        assert_eq!(json, format!("\"{estimator}\""));
    }
    for method in IntervalMethod::ALL {
        assert_eq!(method.to_string().parse(), Ok(method));
        assert_eq!(
            serde_json::to_string(&method).unwrap(),
            format!("\"{method}\"")
        );
    }
    for scale in Scale::ALL {
        assert_eq!(scale.to_string().parse(), Ok(scale));
    }
    #[cfg(feature = "deserialize")]
    {
        let (estimates, variances) = bcg();
        let (estimator, method) = (Estimator::PauleMandel, IntervalMethod::HartungKnapp);
        let pool = pool(&estimates, &variances, estimator, method, Confidence::P90).unwrap();
        let written = serde_json::to_string(&pool).unwrap();
        let read: exitpoll::pooling::Pool = serde_json::from_str(&written).unwrap();
        assert_eq!(read, pool);
    }
    for text in ["", "reml", "bayes"] {
        assert!(text.parse::<Estimator>().is_err());
        assert!(text.parse::<IntervalMethod>().is_err());
        assert!(text.parse::<Scale>().is_err());
    }
}
