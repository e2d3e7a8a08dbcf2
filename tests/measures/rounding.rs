//! Rounding bounds against brute force over fine grids.

use exitpoll::accuracy::*;
use exitpoll::agreement::Distance;
use exitpoll::hypothesis::{likelihood_ratio, pearson};
use exitpoll::numeric::RandomStream;
use exitpoll::rounding::{RoundedShares, mosteller_2_bounds};
use exitpoll::{Bounds, ErrorKind};
use exitpoll::{Exactness, RoundingBounds};

/// Steps of the grid across one figure's bounds.
const STEPS: i32 = 8;
const SIZE: f64 = 1000.0;

type Measure = (
    &'static str,
    fn(&RoundedShares) -> exitpoll::Result<RoundingBounds>,
    fn(&[f64], &[f64]) -> exitpoll::Result<f64>,
);

const FIRST_TWO: Orientation = Orientation {
    numerator: 0,
    denominator: 1,
};

const MEASURES: [Measure; 14] = [
    ("deviation", |r| r.deviation(0), |p, v| Ok(p[0] - v[0])),
    (
        "relative error",
        |r| r.relative_error(1),
        |p, v| relative_error(p[1], v[1]),
    ),
    (
        "A'",
        |r| r.log_odds(0),
        |p, v| log_odds_deviation(p[0], v[0]),
    ),
    (
        "A",
        |r| r.martin_traugott_kennedy(FIRST_TWO),
        |p, v| martin_traugott_kennedy(p, v, FIRST_TWO, None).map(|a| a.value),
    ),
    ("Mosteller 1", RoundedShares::mosteller_1, mosteller_1),
    ("Mosteller 3", RoundedShares::mosteller_3, mosteller_3),
    ("Mosteller 4", RoundedShares::mosteller_4, mosteller_4),
    ("Mosteller 5", RoundedShares::mosteller_5, mosteller_5),
    ("Mosteller 6", RoundedShares::mosteller_6, mosteller_6),
    (
        "RMSE",
        RoundedShares::root_mean_squared_error,
        root_mean_squared_error,
    ),
    ("B", RoundedShares::b, |p, v| b(p, v, None).map(|b| b.value)),
    ("B_w", RoundedShares::b_weighted, |p, v| {
        b_weighted(p, v, None).map(|b| b.value)
    }),
    (
        "X²",
        |r| r.pearson(SIZE),
        |p, v| pearson(p, v, SIZE).map(|t| t.statistic),
    ),
    (
        "G",
        |r| r.likelihood_ratio(SIZE),
        |p, v| likelihood_ratio(p, v, SIZE).map(|t| t.statistic),
    ),
];

/// All vectors of the grid across the bounds; where `whole`, those that sum to 1. The centres are such
/// that the corners of the cut lie on the grid.
fn grid(centres: &[f64], half_width: f64, whole: bool) -> Vec<Vec<f64>> {
    let mut vectors = vec![Vec::new()];
    let steps = if half_width > 0.0 { STEPS } else { 0 };
    for centre in centres {
        let longer = |vector: &Vec<f64>| {
            let vector = vector.clone();
            (0..=steps).map(move |step| {
                let offset = half_width * f64::from(2 * step - steps) / f64::from(steps.max(1));
                let mut next = vector.clone();
                next.push(centre + offset);
                next
            })
        };
        vectors = vectors.iter().flat_map(longer).collect();
    }
    vectors.retain(|vector| !whole || (vector.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    vectors
}

fn boxes(centres: &[f64], half_width: f64) -> Vec<Bounds> {
    let around = |c: &f64| Bounds::new(c - half_width, c + half_width).unwrap();
    centres.iter().map(around).collect()
}

/// Printed shares in whole steps of `resolution`, that sum to 1 or miss it by one step.
fn printed(stream: &mut RandomStream, choices: usize, resolution: f64, miss: bool) -> Vec<f64> {
    let units = (1.0 / resolution).round() as i32;
    let mut shares: Vec<i32> = (0..choices)
        .map(|_| 4 + (stream.uniform() * f64::from(units) / choices as f64) as i32)
        .collect();
    let rest: i32 = shares.iter().skip(1).sum();
    shares[0] = units - rest + i32::from(miss);
    shares.iter().map(|n| f64::from(*n) * resolution).collect()
}

/// Holds the bounds of every measure against the grid; returns how many were exact.
fn compare(poll: (&[f64], f64), count: (&[f64], f64), whole: bool) -> usize {
    let shares = if whole {
        RoundedShares::whole(&boxes(poll.0, poll.1), &boxes(count.0, count.1))
    } else {
        RoundedShares::separate(&boxes(poll.0, poll.1), &boxes(count.0, count.1))
    };
    let shares = shares.unwrap();
    let (polls, counts) = (grid(poll.0, poll.1, whole), grid(count.0, count.1, whole));
    assert!(!polls.is_empty() && !counts.is_empty());
    let mut exact = 0;
    for (name, bounds, value) in MEASURES {
        let found = match bounds(&shares) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::Undefined && !whole => continue,
            Err(error) => panic!("{name}: {error}"),
        };
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for p in &polls {
            for v in &counts {
                let x = value(p, v).unwrap();
                (low, high) = (low.min(x), high.max(x));
            }
        }
        let (least, most) = (found.bounds.low(), found.bounds.high());
        let noise = 1e-9 * most.abs().max(1e-3);
        assert!(
            least <= low + noise && high <= most + noise,
            "{name} {whole}: grid {low} to {high}, bounds {least} to {most}; {poll:?} {count:?}"
        );
        if found.exactness == Exactness::Exact {
            exact += 1;
            // Upper ends lie at corners, which are on the grid, but for B_w and for the winner's share
            // when it must be largest; lower ends inside.
            let resolution = 0.2 * (most - least) + noise;
            assert!(
                low - least <= resolution && most - high <= resolution,
                "{name} {whole}: grid {low} to {high}, exact {least} to {most}; {poll:?} {count:?}"
            );
            if !matches!(name, "B_w" | "Mosteller 1" | "Mosteller 5") {
                assert!(
                    most - high <= noise,
                    "{name}: {high} on the grid, {most} exact"
                );
            }
        }
    }
    exact
}

#[test]
fn bounds_hold_the_whole_grid_and_exact_ones_are_reached() {
    let mut exact = [0, 0];
    for case in 0..24u64 {
        let mut stream = RandomStream::new(2012, case);
        let choices = if case < 14 { 2 } else { 3 };
        // A poll in whole percent, a count in tenths, in whole percent, or from votes.
        let poll = printed(&mut stream, choices, 0.02, case % 3 == 1);
        let half = [0.0, 0.0005, 0.005, 0.01][case as usize % 4];
        let resolution = if half > 0.0 { 2.0 * half } else { 0.01 };
        let count = printed(
            &mut stream,
            choices,
            resolution,
            half > 0.0 && case % 5 == 2,
        );
        exact[0] += compare((&poll, 0.01), (&count, half), true);
        if choices == 2 {
            exact[1] += compare((&poll, 0.01), (&count, half), false);
        }
    }
    assert!(exact[0] > 200 && exact[1] == 14 * 12, "{exact:?}");
}

#[test]
fn rounding_that_hides_the_winner_widens_the_bounds_to_every_possible_one() {
    // 40, 40, 20 in whole percent: any of the first two may have won, or be level.
    let count = ([0.40, 0.40, 0.20], 0.005);
    compare((&[0.44, 0.36, 0.20], 0.005), (&count.0, count.1), true);
    let shares =
        RoundedShares::separate(&boxes(&[0.44, 0.36], 0.005), &boxes(&[0.40, 0.40], 0.005));
    let error = shares.unwrap().mosteller_1().unwrap();
    assert_eq!(error.exactness, Exactness::Exact);
    // 3 to 5 points if the first won, 3 to 5 if the second did.
    assert!(
        (error.bounds.low() - 0.03).abs() < 1e-15 && (error.bounds.high() - 0.05).abs() < 1e-15
    );
    // From votes, a tie goes to the earlier one, as in the measure.
    let exact = RoundedShares::separate(&boxes(&[0.45, 0.36], 0.0), &boxes(&[0.40, 0.40], 0.0));
    let error = exact.unwrap().mosteller_1().unwrap().bounds;
    assert!((error.low() - 0.05).abs() < 1e-15 && error.width() == 0.0);
}

#[test]
fn unrounded_figures_have_bounds_without_width() {
    let (poll, count) = ([0.47, 0.33, 0.15, 0.05], [0.5, 0.3, 0.12, 0.08]);
    for whole in [true, false] {
        let (p, v) = (boxes(&poll, 0.0), boxes(&count, 0.0));
        let shares = if whole {
            RoundedShares::whole(&p, &v)
        } else {
            RoundedShares::separate(&p, &v)
        };
        let shares = shares.unwrap();
        for (name, bounds, value) in MEASURES {
            if let Ok(found) = bounds(&shares) {
                let value = value(&poll, &count).unwrap();
                for end in [found.bounds.low(), found.bounds.high()] {
                    assert!((end / value - 1.0).abs() < 1e-12, "{name}: {end}, {value}");
                }
            }
        }
    }
}

#[test]
fn mosteller_2_against_a_grid() {
    let (poll, undecided, count) = ([0.42, 0.35, 0.11], 0.12, [0.45, 0.41, 0.14]);
    let found = mosteller_2_bounds(
        &boxes(&poll, 0.005),
        Bounds::new(undecided - 0.005, undecided + 0.005).unwrap(),
        &boxes(&count, 0.0005),
    );
    let found = found.unwrap();
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for p in grid(&poll, 0.005, false) {
        for u in grid(&[undecided], 0.005, false) {
            for v in [
                [0.4495, 0.41, 0.14],
                [0.45, 0.4105, 0.1395],
                [0.4505, 0.4095, 0.14],
            ] {
                let error = mosteller_2(&p, u[0], &v).unwrap();
                (low, high) = (low.min(error), high.max(error));
            }
        }
    }
    assert!((found.bounds.low() - low).abs() < 1e-12 && (found.bounds.high() - high).abs() < 1e-12);
}

#[test]
fn twenty_choices_are_exact_and_more_than_200_an_outer_bound_that_says_so() {
    for (choices, exactness) in [(20, Exactness::Exact), (202, Exactness::Outer)] {
        // Half of the choices a fifth above the count, the others as much below.
        let even = 1.0 / choices as f64;
        let poll: Vec<f64> = (0..choices)
            .map(|i| {
                if i < choices / 2 {
                    1.2 * even
                } else {
                    0.8 * even
                }
            })
            .collect();
        let shares =
            RoundedShares::whole(&boxes(&poll, 0.1 * even), &boxes(&vec![even; choices], 0.0));
        let shares = shares.unwrap();
        let found = shares.mosteller_3().unwrap();
        assert_eq!(found.exactness, exactness);
        assert!((found.bounds.low() - 0.1 * even).abs() < 1e-12);
        assert!((found.bounds.high() - 0.3 * even).abs() < 1e-12);
        assert_eq!(shares.mosteller_6().unwrap().exactness, Exactness::Exact);
    }
}

#[test]
fn the_solver_of_distances_is_that_of_the_measures() {
    for case in 0..300u64 {
        let mut stream = RandomStream::new(77, case);
        let choices = 2 + stream.below(4) as usize;
        let poll = boxes(&printed(&mut stream, choices, 0.01, case % 3 == 1), 0.005);
        let half = [0.0, 0.0005, 0.005][case as usize % 3];
        let count = boxes(&printed(&mut stream, choices, 0.01, false), half);
        let shares = RoundedShares::whole(&poll, &count).unwrap();
        let k = choices as f64;
        for (measure, distance, unit) in [
            (shares.mosteller_3(), Distance::TotalVariation, 2.0 / k),
            (shares.total_variation(), Distance::TotalVariation, 1.0),
            (
                shares.root_mean_squared_error(),
                Distance::Gallagher,
                (2.0 / k).sqrt(),
            ),
            (shares.pearson(SIZE), Distance::SainteLague, SIZE),
            (
                shares.likelihood_ratio(SIZE),
                Distance::KullbackLeibler,
                2.0 * SIZE,
            ),
        ] {
            let (one, other) = (measure.unwrap(), distance.bounds(&poll, &count).unwrap());
            assert_eq!(one.exactness, other.exactness);
            for (one, other) in [
                (one.bounds.low(), other.bounds.low()),
                (one.bounds.high(), other.bounds.high()),
            ] {
                assert!(
                    (one - unit * other).abs() <= 1e-11 * one.abs(),
                    "{distance}: {one}"
                );
            }
        }
    }
}

#[test]
fn a_share_that_may_be_zero_leaves_logarithms_unlimited() {
    let shares = RoundedShares::separate(
        &[
            Bounds::new(0.0, 0.005).unwrap(),
            Bounds::new(0.5, 0.51).unwrap(),
        ],
        &[
            Bounds::new(0.01, 0.02).unwrap(),
            Bounds::new(0.5, 0.5).unwrap(),
        ],
    );
    let shares = shares.unwrap();
    let a = shares.log_odds(0).unwrap().bounds;
    assert!(a.low() == f64::NEG_INFINITY && a.high() < 0.0);
    assert_eq!(shares.b().unwrap().bounds.high(), f64::INFINITY);
    assert_eq!(shares.b_weighted().unwrap().bounds.high(), f64::INFINITY);
    assert!(!shares.log_odds(0).unwrap().sign_undecided());
    assert!(matches!(
        shares.pearson(100.0),
        Err(error) if error.kind() == ErrorKind::Undefined
    ));
    let nobody = RoundedShares::separate(&[Bounds::exact(0.0)], &[Bounds::exact(0.5)]).unwrap();
    assert!(matches!(nobody.b(), Err(ref error) if error.kind() == ErrorKind::Undefined));
}

#[test]
fn figures_that_cannot_sum_to_one_are_refused_with_the_reason() {
    let poll = boxes(&[0.5, 0.4], 0.005);
    let error = RoundedShares::whole(&poll, &boxes(&[0.5, 0.5], 0.0)).unwrap_err();
    assert!(error.kind() == ErrorKind::Inconsistent, "{error}");
    assert!(Bounds::new(0.5, f64::NAN).is_err() && Bounds::new(0.5, 0.4).is_err());
    let wrong = [Bounds::exact(f64::NAN)];
    assert!(RoundedShares::separate(&wrong, &[Bounds::exact(0.5)]).is_err());
    assert!(RoundedShares::separate(&[], &[]).is_err());
}
