//! Agreement among sources: printed examples, what holds for every input, and what is refused.

use approx::assert_relative_eq;
use exitpoll::agreement::{
    AlphaMetric, Distance, IntraclassForm, LimitsInterval, LinDenominator, Ratings, bland_altman,
    kendall_tau_b, kendall_w, krippendorff_alpha, krippendorff_alpha_interval, lin_concordance,
    pearson_correlation, spearman, standings,
};
use exitpoll::{Bounds, Confidence, ErrorKind};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::seeded::seeded;

const P95: Confidence = Confidence::P95;

/// Six targets and four judges of Shrout & Fleiss (1979), a row per judge.
const JUDGES: [[f64; 6]; 4] = [
    [9.0, 6.0, 8.0, 7.0, 10.0, 6.0],
    [2.0, 1.0, 4.0, 1.0, 5.0, 2.0],
    [5.0, 3.0, 6.0, 2.0, 6.0, 4.0],
    [8.0, 2.0, 8.0, 6.0, 9.0, 7.0],
];

#[test]
fn shrout_and_fleiss_as_pingouin_prints_them() {
    // ICC, F, p, lower and upper bound of `pingouin.intraclass_corr`, in its digits; the six coefficients
    // are those of the paper, .17 .29 .71 .44 .62 .91.
    let printed = [
        ("icc_1_1", "0.165742 1.794678 0.164769 -0.13 0.72"),
        ("icc_2_1", "0.289764 11.027248 0.000135 0.02 0.76"),
        ("icc_3_1", "0.714841 11.027248 0.000135 0.34 0.95"),
        ("icc_1_k", "0.442797 1.794678 0.164769 -0.88 0.91"),
        ("icc_2_k", "0.620051 11.027248 0.000135 0.07 0.93"),
        ("icc_3_k", "0.909316 11.027248 0.000135 0.68 0.99"),
    ];
    let judges = Ratings::new(&JUDGES).expect("a table");
    for (name, row) in printed {
        let form: IntraclassForm = name.parse().expect("a form");
        let icc = form.among(&judges, P95).expect("a coefficient");
        let ours = format!(
            "{:.6} {:.6} {:.6} {:.2} {:.2}",
            icc.value,
            icc.f,
            icc.p_value,
            icc.interval.low(),
            icc.interval.high()
        );
        assert_eq!(ours, row, "{name}");
        let json = serde_json::to_string(&form).expect("JSON");
        assert_eq!(json, format!("\"{name}\""));
    }
}

#[test]
fn bland_and_altman_1986_peak_expiratory_flow() {
    // Wright and mini meter, first measurement of 17 subjects: their table, as it stands in the help of R
    // `epiR` (epi.ccc), and the figures of their text.
    let wright = [
        494.0, 395.0, 516.0, 434.0, 476.0, 557.0, 413.0, 442.0, 650.0, 433.0, 417.0, 656.0, 267.0,
        478.0, 178.0, 423.0, 427.0,
    ];
    let mini = [
        512.0, 430.0, 520.0, 428.0, 500.0, 600.0, 364.0, 380.0, 658.0, 445.0, 432.0, 626.0, 260.0,
        477.0, 259.0, 350.0, 451.0,
    ];
    let method = LimitsInterval::BlandAltman1986;
    let pair = bland_altman(&wright, &mini, P95, method, P95).expect("limits");
    assert_eq!(format!("{:.1}", pair.bias), "-2.1");
    assert_eq!(format!("{:.1}", pair.standard_deviation), "38.8");
    let (lower, upper) = (pair.bias_interval.low(), pair.bias_interval.high());
    assert_eq!(format!("{lower:.0} {upper:.0}"), "-22 18");
    // Standard error of the limits 16.3, t = 2.12; they take limits of two standard deviations.
    let half = pair.upper_limit_interval.width() / 2.0;
    assert_relative_eq!(half, 2.12 * 16.3, max_relative = 2e-3);
    let exact = bland_altman(&wright, &mini, P95, LimitsInterval::Carkeet, P95).expect("limits");
    // Wider outwards than inwards, and a mirror image about the bias.
    let out = exact.upper_limit_interval.high() - exact.limits.high();
    assert!(out > exact.limits.high() - exact.upper_limit_interval.low());
    assert_relative_eq!(
        exact.lower_limit_interval.low() - pair.bias,
        pair.bias - exact.upper_limit_interval.high(),
        max_relative = 1e-12
    );
    let narrow = bland_altman(&wright, &mini, Confidence::P90, method, P95);
    assert!(matches!(narrow, Err(ref error) if error.kind() == ErrorKind::OutOfRange));
}

#[test]
fn krippendorff_2011_with_missing_cells() {
    // The reliability data of section D: 4 observers, 12 units.
    let observers = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ];
    let rows: Vec<Vec<Option<f64>>> = observers
        .iter()
        .map(|row| row.split(' ').map(|cell| cell.parse().ok()).collect())
        .collect();
    let ratings = Ratings::with_missing(&rows).expect("a table");
    let printed = [
        (AlphaMetric::Interval, "0.849"),
        (AlphaMetric::Ratio, "0.797"),
    ];
    for (metric, value) in printed {
        let alpha = krippendorff_alpha(&ratings, metric).expect("α");
        assert_eq!(format!("{:.3}", alpha.value), value);
        assert_eq!(alpha.pairable_figures, 40);
    }
    for complete_only in [
        kendall_w(&ratings).map(|w| w.value),
        IntraclassForm::OneWaySingle
            .among(&ratings, P95)
            .map(|icc| icc.value),
    ] {
        assert!(matches!(complete_only, Err(ref error) if error.kind() == ErrorKind::Undefined));
    }
}

#[test]
fn the_bootstrap_comes_near_to_all_resamples() {
    // Four choices: all 4⁴ resamples can be gone through, each with probability 1/256.
    let sources = [
        [0.50, 0.26, 0.16, 0.08],
        [0.46, 0.31, 0.15, 0.08],
        [0.53, 0.22, 0.17, 0.08],
    ];
    let ratings = Ratings::new(&sources).expect("a table");
    for metric in AlphaMetric::ALL {
        let mut all = Vec::new();
        for number in 0..256_usize {
            let drawn = [0, 2, 4, 6].map(|shift| number >> shift & 3);
            let rows: Vec<[f64; 4]> = sources.iter().map(|row| drawn.map(|i| row[i])).collect();
            let resample = Ratings::new(&rows).expect("a table");
            if let Ok(alpha) = krippendorff_alpha(&resample, metric) {
                all.push(alpha.value);
            }
        }
        all.sort_by(f64::total_cmp);
        let level = Confidence::new(0.8).expect("a level");
        let bootstrap =
            krippendorff_alpha_interval(&ratings, metric, 2000, 5, level).expect("an interval");
        let share = bootstrap.undefined_replicates as f64 / 2000.0;
        // Only the last choice drawn four times has no variance: 1 of 256.
        assert_eq!(all.len(), 255);
        assert!((share - 1.0 / 256.0).abs() < 0.006, "{share}");
        for (end, p) in [
            (bootstrap.interval.low(), 0.1),
            (bootstrap.interval.high(), 0.9),
        ] {
            let at = |p: f64| all[(p * 254.0).round() as usize];
            assert!(
                at(p - 0.03) <= end && end <= at(p + 0.03),
                "{metric}: {end} at {p}"
            );
        }
        let few = || krippendorff_alpha_interval(&ratings, metric, 50, 5, level);
        assert_eq!(few(), few());
    }
}

#[test]
fn sources_that_are_one_and_the_same_agree_perfectly() {
    let row = [0.3, 0.25, 0.2, 0.25];
    let ratings = Ratings::new(&[row, row, row]).expect("a table");
    for form in IntraclassForm::ALL {
        let icc = form.among(&ratings, P95).expect("a coefficient");
        assert_eq!(icc.value, 1.0, "{form}");
        assert_eq!(
            (icc.interval.low(), icc.interval.high()),
            (1.0, 1.0),
            "{form}"
        );
        assert_eq!((icc.f, icc.p_value), (f64::INFINITY, 0.0), "{form}");
    }
    for metric in AlphaMetric::ALL {
        assert_eq!(krippendorff_alpha(&ratings, metric).expect("α").value, 1.0);
    }
    assert_eq!(kendall_w(&ratings).expect("W").value, 1.0);
    for denominator in LinDenominator::ALL {
        let lin = lin_concordance(&row, &row, denominator, P95).expect("ρ_c");
        assert_relative_eq!(lin.value, 1.0, max_relative = 1e-15);
        assert_eq!(lin.interval.expect("four figures").low(), lin.value);
    }
}

#[test]
fn a_flat_vector_has_no_correlation_but_a_concordance_of_0() {
    let (flat, x) = ([0.25; 4], [0.4, 0.3, 0.2, 0.1]);
    let undefined = |result: exitpoll::Result<f64>| matches!(result, Err(ref error) if error.kind() == ErrorKind::Undefined);
    assert!(undefined(
        pearson_correlation(&flat, &x, P95).map(|r| r.value)
    ));
    assert!(undefined(spearman(&x, &flat)));
    assert!(undefined(kendall_tau_b(&x, &flat)));
    let lin = lin_concordance(&flat, &x, LinDenominator::N, P95).expect("ρ_c");
    assert_eq!((lin.value, lin.precision, lin.interval), (0.0, None, None));
    assert!(lin_concordance(&flat, &flat, LinDenominator::N, P95).is_err());
    let all_flat = Ratings::new(&[flat, flat]).expect("a table");
    assert!(kendall_w(&all_flat).is_err());
    assert!(
        IntraclassForm::ConsistencySingle
            .among(&all_flat, P95)
            .is_err()
    );
    assert!(krippendorff_alpha(&all_flat, AlphaMetric::Interval).is_err());
    assert!(krippendorff_alpha(&all_flat, AlphaMetric::Ratio).is_err());
}

#[test]
fn refusals_name_the_place() {
    let says = |result: exitpoll::Result<f64>, what: &str| {
        let message = result.expect_err(what).to_string();
        assert!(message.contains(what), "{message}");
    };
    says(
        Distance::Gallagher.between(&[0.5, 1.5], &[0.5, 0.5]),
        "p[1]",
    );
    says(
        Distance::Gallagher.between(&[0.5, 0.5], &[0.5, f64::NAN]),
        "v[1]",
    );
    says(Distance::Gallagher.between(&[0.5], &[0.5, 0.5]), "1 shares");
    says(spearman(&[1.0, f64::INFINITY], &[1.0, 2.0]), "x[1]");
    says(kendall_tau_b(&[1.0, 2.0], &[1.0, 2.0, 3.0]), "2 figures");
    let table = |rows: &[Vec<f64>]| Ratings::new(rows).map(|ratings| ratings.sources() as f64);
    says(table(&[vec![0.5, 0.5]]), "two sources");
    says(table(&[vec![0.5, 0.5], vec![0.5]]), "source 1");
    says(
        table(&[vec![0.5, 0.5], vec![0.5, f64::NAN]]),
        "source 1, choice 1",
    );
    says(table(&[vec![0.5], vec![0.5]]), "source 0");
    let matrix = |rows: &[[f64; 2]]| {
        let matrix = Distance::KullbackLeibler.matrix(rows);
        matrix.map(|matrix| matrix.sources() as f64)
    };
    says(matrix(&[[0.5, 0.5], [1.0, 0.0]]), "source 0 and source 1");
    says(matrix(&[[0.5, 0.5], [1.0, 1.1]]), "source 1[1]");
    says(matrix(&[]), "at least one source");
    let negative = Ratings::new(&[[1.0, -1.0], [1.0, 2.0]]).expect("a table");
    let ratio = krippendorff_alpha(&negative, AlphaMetric::Ratio);
    says(ratio.map(|alpha| alpha.value), "interval metric");
    let lonely = [[Some(1.0), None], [None, Some(2.0)]];
    let lonely = Ratings::with_missing(&lonely).expect("a table");
    let alpha = krippendorff_alpha(&lonely, AlphaMetric::Interval);
    says(alpha.map(|alpha| alpha.value), "no choice has figures");
    let outside = standings(&[1.0], &[Bounds::new(2.0, 3.0).unwrap()]);
    says(outside.map(|list| list.len() as f64), "bounds[0]");
}

/// A measure of two vectors.
type Coefficient = fn(&[f64], &[f64]) -> exitpoll::Result<f64>;

/// m sources of k figures from 0 to 1, sometimes equal.
fn table() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2_usize..6, 2_usize..8).prop_flat_map(|(m, k)| {
        let figure = prop_oneof![0.0..1.0, (0_u8..5).prop_map(|n| f64::from(n) / 4.0)];
        vec(vec(figure, k), m)
    })
}

/// What is compared before and after; undefined measures stay undefined.
fn reliability(rows: &[Vec<f64>]) -> Vec<Option<f64>> {
    let ratings = Ratings::new(rows).expect("a table");
    let mut values: Vec<Option<f64>> = IntraclassForm::ALL
        .iter()
        .map(|form| form.among(&ratings, P95).ok().map(|icc| icc.value))
        .collect();
    for metric in AlphaMetric::ALL {
        values.push(
            krippendorff_alpha(&ratings, metric)
                .ok()
                .map(|alpha| alpha.value),
        );
    }
    values.push(kendall_w(&ratings).ok().map(|w| w.value));
    values
}

fn turned<T: Clone>(list: &[T], by: usize) -> Vec<T> {
    let mut list = list.to_vec();
    let by = by % list.len();
    list.rotate_left(by);
    if let [first, second, ..] = list.as_mut_slice() {
        std::mem::swap(first, second);
    }
    list
}

fn near(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * (1.0 + one.abs()),
        (one, other) => one.is_none() == other.is_none(),
    }
}

proptest! {
    #![proptest_config(seeded(128))]

    #[test]
    fn order_of_sources_and_choices_means_nothing(rows in table(), by in 0_usize..5) {
        let before = reliability(&rows);
        let sources: Vec<Vec<f64>> = turned(&rows, by);
        let choices: Vec<Vec<f64>> = rows.iter().map(|row| turned(row, by)).collect();
        for after in [reliability(&sources), reliability(&choices)] {
            for (one, other) in before.iter().zip(after) {
                // A coefficient of a mean next to its pole is as good as undefined.
                let next_to_pole = one.or(other).is_some_and(|value| value.abs() > 1e6);
                prop_assert!(next_to_pole || near(*one, other), "{one:?} {other:?}");
            }
        }
        for value in before.iter().flatten() {
            prop_assert!(*value <= 1.0 && value.is_finite(), "{value}");
        }
        if let Some(w) = before.last().copied().flatten() {
            prop_assert!((0.0..=1.0).contains(&w));
        }
    }

    #[test]
    fn two_vectors_are_compared_in_either_order(rows in table()) {
        let (x, y) = (&rows[0], &rows[1]);
        let coefficients: [Coefficient; 4] = [
            |x, y| pearson_correlation(x, y, P95).map(|r| r.value),
            spearman,
            kendall_tau_b,
            |x, y| lin_concordance(x, y, LinDenominator::N, P95).map(|lin| lin.value),
        ];
        for coefficient in coefficients {
            let (one, other) = (coefficient(x, y).ok(), coefficient(y, x).ok());
            prop_assert!(near(one, other), "{one:?} {other:?}");
            prop_assert!(one.is_none_or(|value| (-1.0..=1.0).contains(&value)));
        }
        for method in LimitsInterval::ALL {
            let one = bland_altman(x, y, P95, method, P95).unwrap();
            let other = bland_altman(y, x, P95, method, P95).unwrap();
            prop_assert!((one.bias + other.bias).abs() < 1e-14);
            prop_assert!((one.limits.low() + other.limits.high()).abs() < 1e-12);
            let (lower, upper) = (one.lower_limit_interval, other.upper_limit_interval);
            prop_assert!((lower.low() + upper.high()).abs() < 1e-9);
            prop_assert!(one.bias_interval.contains(one.bias));
            prop_assert!(one.upper_limit_interval.low() <= one.upper_limit_interval.high());
        }
        if let Ok(lin) = lin_concordance(x, y, LinDenominator::N, P95) {
            // ρ_c = ρ C_b, and nothing is nearer to the line than to the best line.
            if let Some(rho) = lin.precision {
                prop_assert!((lin.value - rho * lin.accuracy).abs() < 1e-12);
                prop_assert!(lin.value.abs() <= rho.abs() + 1e-12);
            }
            if let Some(interval) = lin.interval {
                prop_assert!(interval.low() <= lin.value + 1e-12);
                prop_assert!(lin.value <= interval.high() + 1e-12);
            }
        }
        for distance in Distance::ALL {
            let (one, other) = (distance.between(x, y), distance.between(y, x));
            if distance.is_symmetric() {
                prop_assert!(near(one.clone().ok(), other.ok()), "{distance}");
            }
            if let Ok(value) = one {
                prop_assert!(!value.is_nan());
            }
            if let Ok(nothing) = distance.between(x, x) {
                prop_assert_eq!(nothing, 0.0);
            }
        }
    }

    #[test]
    fn the_matrix_is_the_distance_of_each_pair(rows in table()) {
        for distance in Distance::ALL {
            let Ok(matrix) = distance.matrix(&rows) else { continue };
            for (i, p) in rows.iter().enumerate() {
                for (j, v) in rows.iter().enumerate() {
                    let alone = match distance.is_symmetric() && i > j {
                        _ if i == j => 0.0,
                        true => distance.between(v, p).unwrap(),
                        false => distance.between(p, v).unwrap(),
                    };
                    prop_assert_eq!(matrix.get(i, j).unwrap().to_bits(), alone.to_bits());
                }
            }
            prop_assert!(matrix.pairs().all(|(i, j, value)| matrix.get(i, j) == Some(value)));
            prop_assert_eq!(matrix.get(rows.len(), 0), None);
            #[cfg(feature = "deserialize")]
            {
                let back: exitpoll::agreement::DistanceMatrix =
                    serde_json::from_str(&serde_json::to_string(&matrix).unwrap()).unwrap();
                prop_assert_eq!(back, matrix);
            }
        }
    }

    #[test]
    fn standings_are_those_by_counting(scores in vec((0_u8..9, 0_u8..4), 1..12)) {
        let values: Vec<f64> = scores.iter().map(|(value, _)| f64::from(*value)).collect();
        let bounds: Vec<Bounds> = scores
            .iter()
            .map(|(value, reach)| (f64::from(*value), f64::from(*reach)))
            .map(|(value, reach)| Bounds::new(value - reach, value + reach).unwrap())
            .collect();
        for standing in standings(&values, &bounds).unwrap() {
            let (own, mine) = (values[standing.source], bounds[standing.source]);
            let others: Vec<&Bounds> = bounds
                .iter()
                .enumerate()
                .filter_map(|(i, bounds)| (i != standing.source).then_some(bounds))
                .collect();
            let above = values.iter().filter(|v| **v > own).count();
            let equal = values.iter().filter(|v| **v == own).count();
            let surely = others.iter().filter(|b| b.low() > mine.high()).count();
            let possibly = others.iter().filter(|b| b.high() > mine.low()).count();
            prop_assert_eq!((standing.rank, standing.tied_with), (above + 1, equal - 1));
            prop_assert_eq!((standing.best_rank, standing.worst_rank), (surely + 1, possibly + 1));
        }
    }
}
