//! The two-level model against dense matrices at 50 digits (`tests/vectors/record/two_level.csv`), and what must
//! hold of it whatever the polls.

use exitpoll::Confidence;
use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, pool};
use exitpoll::record::{ContestErrors, ProfileIntervals};
use proptest::prelude::*;

use crate::seeded::seeded;

fn numbers(cell: &str) -> Vec<f64> {
    cell.split(';')
        .map(|number| number.parse().expect("a number"))
        .collect()
}

fn intervals(errors: &[f64], variances: &[f64], contests: &[u64]) -> ProfileIntervals {
    ContestErrors::new(errors, variances, contests)
        .and_then(|polls| polls.profile_intervals(Confidence::P95))
        .expect("a model")
}

#[test]
fn every_vector() {
    let mut reader =
        csv::Reader::from_reader(include_str!("../vectors/record/two_level.csv").as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.expect("a row");
        let cell = |name: &str| {
            let place = headings.iter().position(|heading| heading == name);
            &record[place.unwrap_or_else(|| panic!("no column {name}"))]
        };
        let case = cell("case");
        let [errors, variances] = ["errors", "variances"].map(|name| numbers(cell(name)));
        let contests: Vec<u64> = numbers(cell("contests"))
            .iter()
            .map(|c| *c as u64)
            .collect();
        let ours = intervals(&errors, &variances, &contests);
        let model = ours.model;
        let variance_error =
            |sd: exitpoll::record::Estimate| Some(2.0 * sd.value * sd.standard_error?);
        for (name, ours, relative) in [
            (
                "contest_variance",
                Some(model.contest_sd.value.powi(2)),
                1e-10,
            ),
            ("poll_variance", Some(model.poll_sd.value.powi(2)), 1e-10),
            ("mean", Some(model.mean.value), 1e-10),
            ("mean_se", model.mean.standard_error, 1e-10),
            ("log_likelihood", Some(model.log_likelihood), 1e-12),
            (
                "contest_variance_se",
                variance_error(model.contest_sd),
                1e-9,
            ),
            ("poll_variance_se", variance_error(model.poll_sd), 1e-9),
            ("contest_sd_lower", Some(ours.contest_sd.low()), 1e-9),
            ("contest_sd_upper", Some(ours.contest_sd.high()), 1e-9),
            ("poll_sd_lower", Some(ours.poll_sd.low()), 1e-9),
            ("poll_sd_upper", Some(ours.poll_sd.high()), 1e-9),
        ] {
            let theirs = cell(name);
            if theirs == "NA" {
                assert_eq!(ours, None, "{case}: {name}");
                continue;
            }
            let (ours, theirs) = (ours.expect(name), theirs.parse::<f64>().expect(theirs));
            assert!(
                (ours - theirs).abs() <= relative * theirs.abs().max(1e-5),
                "{case}: {name} {ours} against {theirs}"
            );
        }
        rows += 1;
    }
    assert!(rows >= 7, "{rows} rows");
}

/// Errors of two to five contests of one to four polls, the first of at least two.
fn polls() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<u64>)> {
    let contest = |least| prop::collection::vec((-8.0..8.0_f64, 0.2..5.0_f64), least..5_usize);
    (contest(2), prop::collection::vec(contest(1), 1..5)).prop_map(|(first, mut others)| {
        others.push(first);
        let (mut errors, mut variances, mut contests) = (Vec::new(), Vec::new(), Vec::new());
        for (number, contest) in others.iter().enumerate() {
            for &(error, variance) in contest {
                errors.push(error);
                variances.push(variance);
                contests.push(number as u64);
            }
        }
        (errors, variances, contests)
    })
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn order_and_unit_change_nothing((errors, variances, contests) in polls(), factor in 1e-3..1e3_f64) {
        let ours = intervals(&errors, &variances, &contests).model;
        let turned = |list: &[f64]| list.iter().rev().copied().collect::<Vec<f64>>();
        let names: Vec<u64> = contests.iter().rev().map(|c| 1000 - c).collect();
        let errors: Vec<f64> = turned(&errors).iter().map(|e| factor * e).collect();
        let variances: Vec<f64> = turned(&variances).iter().map(|v| factor * factor * v).collect();
        let other = intervals(&errors, &variances, &names).model;
        for (ours, other) in [
            (ours.contest_sd.value, other.contest_sd.value),
            (ours.poll_sd.value, other.poll_sd.value),
            (ours.mean.value, other.mean.value),
        ] {
            // Where the top is flat, digits of the place are lost that its height does not show.
            prop_assert!((factor * ours - other).abs() <= 1e-6 * factor * (1.0 + ours.abs()), "{} {}", factor * ours, other);
        }
    }

    #[test]
    fn nothing_near_is_higher((errors, variances, contests) in polls(), step in -0.5..0.5_f64, turn in 0.0..1.0_f64) {
        // The likelihood from its definition, with dense matrices.
        let model = intervals(&errors, &variances, &contests).model;
        let top = dense(&errors, &variances, &contests, [model.contest_sd.value.powi(2), model.poll_sd.value.powi(2)]);
        prop_assert!((top - model.log_likelihood).abs() < 1e-9 * (1.0 + top.abs()));
        let near = [
            (model.contest_sd.value.powi(2) + step * turn).max(0.0),
            (model.poll_sd.value.powi(2) + step * (1.0 - turn)).max(0.0),
        ];
        prop_assert!(dense(&errors, &variances, &contests, near) <= top + 1e-9);
    }

    #[test]
    fn intervals_hold_the_estimate_and_end_where_they_should((errors, variances, contests) in polls()) {
        let ours = intervals(&errors, &variances, &contests);
        prop_assert!(ours.contest_sd.contains(ours.model.contest_sd.value));
        prop_assert!(ours.poll_sd.contains(ours.model.poll_sd.value));
        let half = Confidence::new(0.5).unwrap();
        let narrower = ContestErrors::new(&errors, &variances, &contests).unwrap().profile_intervals(half).unwrap();
        prop_assert!(narrower.contest_sd.low() >= ours.contest_sd.low() - 1e-9);
        prop_assert!(narrower.contest_sd.high() <= ours.contest_sd.high() + 1e-9);
        prop_assert!(narrower.poll_sd.high() <= ours.poll_sd.high() + 1e-9);
    }
}

/// The restricted log-likelihood by a Cholesky factor of V.
fn dense(errors: &[f64], variances: &[f64], contests: &[u64], [contest, poll]: [f64; 2]) -> f64 {
    let n = errors.len();
    let mut factor = vec![vec![0.0; n]; n];
    let (mut ones, mut scaled) = (vec![0.0; n], vec![0.0; n]);
    let mut determinant = 0.0;
    for i in 0..n {
        for j in 0..=i {
            let mut cell = if contests[i] == contests[j] {
                contest
            } else {
                0.0
            };
            if i == j {
                cell += variances[i] + poll;
            }
            let dot: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            factor[i][j] = if i == j {
                (cell - dot).sqrt()
            } else {
                (cell - dot) / factor[j][j]
            };
        }
        let before = |list: &[f64]| -> f64 { (0..i).map(|k| factor[i][k] * list[k]).sum() };
        let (one, error) = (before(&ones), before(&scaled));
        ones[i] = (1.0 - one) / factor[i][i];
        scaled[i] = (errors[i] - error) / factor[i][i];
        determinant += 2.0 * factor[i][i].ln();
    }
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let precision = dot(&ones, &ones);
    let moment = dot(&ones, &scaled);
    let rest = dot(&scaled, &scaled) - moment * moment / precision;
    let n = n as f64;
    -0.5 * ((n - 1.0) * (2.0 * std::f64::consts::PI).ln() - n.ln()
        + determinant
        + precision.ln()
        + rest)
}

#[test]
fn without_contest_variance_it_is_the_pool() {
    // Within contests as far apart as between: τ_c is 0, and τ_p is the τ of the pool.
    let errors = [5.0, -5.0, 4.0, -4.0, 6.0, -6.0, 0.5, -0.5];
    let variances = [1.0, 1.5, 0.5, 1.0, 2.0, 1.0, 1.2, 0.8];
    let contests = [0, 0, 1, 1, 2, 2, 3, 3];
    let model = intervals(&errors, &variances, &contests).model;
    assert_eq!(model.contest_sd.value, 0.0);
    assert_eq!(model.contest_sd.standard_error, None);
    let pool = pool(
        &errors,
        &variances,
        HeterogeneityEstimator::RestrictedMaximumLikelihood,
        IntervalMethod::Wald,
        Confidence::P95,
    )
    .unwrap();
    assert!((model.poll_sd.value.powi(2) / pool.tau2 - 1.0).abs() < 1e-10);
    assert!((model.mean.value - pool.pooled).abs() < 1e-12);
    assert!((model.mean.standard_error.unwrap() / pool.standard_error - 1.0).abs() < 1e-10);
}

#[test]
fn what_cannot_be_told_is_refused() {
    let error = |errors: &[f64], variances: &[f64], contests: &[u64]| {
        let polls = ContestErrors::new(errors, variances, contests);
        polls.unwrap_err().to_string()
    };
    for (what, said) in [
        (error(&[1.0, 2.0], &[1.0; 2], &[0, 0]), "at least two"),
        (
            error(&[1.0, 2.0], &[1.0; 2], &[0, 1]),
            "no contest has two polls",
        ),
        (error(&[], &[], &[]), "at least two"),
        (error(&[1.0, 2.0], &[1.0], &[0, 0]), "`variances` is 1 long"),
        (error(&[1.0, 2.0], &[1.0; 2], &[0]), "`contests` is 1 long"),
        (
            error(&[1.0, f64::NAN, 2.0], &[1.0; 3], &[0, 0, 1]),
            "errors[1]",
        ),
        (
            error(&[1.0, 1.0, 2.0], &[1.0, 1.0, 0.0], &[0, 0, 1]),
            "variances[2]",
        ),
        (
            error(&[1.0, 1.0, 2.0], &[1.0, -1.0, 1.0], &[0, 0, 1]),
            "variances[1]",
        ),
        (
            error(&[1e300, 1.0, 2.0], &[1.0; 3], &[0, 0, 1]),
            "errors[0]",
        ),
        (
            error(&[1.0, 1.0, 2.0], &[1e-300, 1.0, 1.0], &[0, 0, 1]),
            "variances[0]",
        ),
    ] {
        assert!(what.contains(said), "{what}");
    }
}
