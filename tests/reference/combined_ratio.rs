//! The combined ratio estimator, from stations one by one and all at once.

use crate::runner::{Outcome, Row};
use exitpoll::station::{RatioStratum, SparseStrata, combined_ratio};

pub fn compare(row: &Row) -> Outcome {
    if !["stations", "registered"].contains(&row.text("expansion")) {
        return Outcome::NotYet;
    }
    let Ok(lonely) = row.text("lonely").parse() else {
        return Outcome::NotYet;
    };
    let (stations, registered) = (
        row.numbers("strata_stations"),
        row.numbers("strata_registered"),
    );
    let of = |column: &str, stratum: usize| -> Vec<f64> {
        let places = row.numbers("stratum");
        let figures = row.numbers(column);
        let inside = figures
            .iter()
            .zip(places)
            .filter(|(_, h)| *h as usize == stratum);
        inside.map(|(figure, _)| *figure).collect()
    };
    let columns: Vec<[Vec<f64>; 3]> = (0..stations.len())
        .map(|h| ["x", "t", "registered"].map(|column| of(column, h)))
        .collect();
    let strata: Vec<RatioStratum> = columns
        .iter()
        .enumerate()
        .map(|(h, [x, t, m])| RatioStratum {
            stations: stations[h] as u64,
            numerator: x,
            denominator: t,
            size: registered.get(h).map(|all| (m.as_slice(), *all)),
        })
        .collect();
    let sparse = SparseStrata {
        lonely,
        ..SparseStrata::default()
    };
    let ours = combined_ratio(&strata, sparse).map(|ratio| {
        vec![
            ratio.value,
            ratio.standard_error(),
            ratio.degrees_of_freedom as f64,
        ]
    });
    let reference = ["value", "standard_error", "degrees_of_freedom"].map(|c| row.number(c));
    Outcome::figures(ours, &reference, 1e-12)
}
