//! Every resample with its probability, for samples small enough.

use super::bootstrap::Columns;
use crate::error::{Error, Result};

/// Up to this many distinct resamples are looked at one by one.
const MOST_RESAMPLES: f64 = 4e6;

/// One resample of a stratum: its probability, and what it adds to the sums.
struct Outcome {
    probability: f64,
    sums: Vec<f64>,
}

/// Calls `visit` with the probability and the sums of each distinct resample; returns how many there are.
pub(super) fn visit(columns: &Columns, mut visit: impl FnMut(f64, &[f64])) -> Result<u64> {
    let distinct: f64 = columns
        .strata
        .iter()
        .map(|stratum| binomial(2 * stratum.drawn, stratum.drawn))
        .product();
    if distinct > MOST_RESAMPLES {
        let help = "all resamples are for very small samples; draw random ones";
        return Err(Error::out_of_range("resamples", distinct, help));
    }
    let width = columns.width;
    let outcomes: Vec<Vec<Outcome>> = (0..columns.strata.len())
        .map(|stratum| of_stratum(columns, stratum))
        .collect();
    let mut sums = vec![columns.constant.clone(); outcomes.len() + 1];
    walk(&outcomes, 0, 1.0, &mut sums, width, &mut visit);
    Ok(distinct as u64)
}

fn walk(
    outcomes: &[Vec<Outcome>],
    depth: usize,
    probability: f64,
    sums: &mut [Vec<f64>],
    width: usize,
    visit: &mut impl FnMut(f64, &[f64]),
) {
    let Some(here) = outcomes.get(depth) else {
        visit(probability, &sums[depth]);
        return;
    };
    for outcome in here {
        let (before, after) = sums.split_at_mut(depth + 1);
        for place in 0..width {
            after[0][place] = before[depth][place] + outcome.sums[place];
        }
        walk(
            outcomes,
            depth + 1,
            probability * outcome.probability,
            sums,
            width,
            visit,
        );
    }
}

fn of_stratum(columns: &Columns, stratum: usize) -> Vec<Outcome> {
    let part = &columns.strata[stratum];
    let n = part.stations;
    let mut outcomes = Vec::new();
    let mut times = vec![0_u32; n];
    // (n − 1)!/Π a! over n^(n − 1).
    let all = factorial(part.drawn) / (n as f64).powi(part.drawn as i32);
    compositions(&mut times, 0, part.drawn as u32, &mut |times| {
        let probability = times.iter().fold(all, |p, a| p / factorial(*a as usize));
        let mut sums = vec![0.0; columns.width];
        for (place, sum) in sums.iter_mut().enumerate() {
            let column = columns.column(part, place);
            for (times, value) in times.iter().zip(column) {
                *sum += (1.0 - part.shrinkage + part.factor * f64::from(*times)) * value;
            }
        }
        outcomes.push(Outcome { probability, sums });
    });
    outcomes
}

fn compositions(times: &mut [u32], place: usize, left: u32, visit: &mut impl FnMut(&[u32])) {
    if place + 1 == times.len() {
        times[place] = left;
        visit(times);
        return;
    }
    for here in 0..=left {
        times[place] = here;
        compositions(times, place + 1, left - here, visit);
    }
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|i| i as f64).product()
}

fn binomial(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| {
        (product * (n - i) as f64 / (i + 1) as f64).round()
    })
}
