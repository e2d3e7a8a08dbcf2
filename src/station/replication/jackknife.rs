//! The stratified jackknife.

use super::{Deviations, ReplicateVariance};
use crate::error::{Error, Result};
use crate::station::estimate::{Design, Figures, is_lonely, ratios, residual};
use crate::station::sparse::LonelyStratum;

/// One replicate for each station of a stratum that is not taken whole: without the station, the others of
/// its stratum times n_h/(n_h − 1).
pub(in crate::station) fn jackknife(
    figures: &Figures,
    design: Design<'_>,
) -> Result<ReplicateVariance> {
    let k = figures.choices;
    let (values, total) = ratios(figures)?;
    let mut deviations = Deviations::new(k);
    let (mut of_stratum, mut deviation) = (vec![0.0; k], vec![0.0; k]);
    let strata = design.strata().len() as f64;
    for part in design.strata().iter().filter(|part| part.unsampled > 0.0) {
        let n = part.sampled() as f64;
        let mut ballots = 0.0;
        of_stratum.fill(0.0);
        for station in part.stations.clone() {
            let (weight, t) = (figures.weight[station], figures.t[station]);
            ballots += weight * t;
            let x = figures.x_of(station).iter().zip(&values);
            for (sum, (x, value)) in of_stratum.iter_mut().zip(x) {
                *sum += weight * residual(*x, *value, t);
            }
        }
        if is_lonely(part) {
            // `survey` leaves the whole stratum out, and takes no account of what it was drawn from.
            if design.lonely_policy() == LonelyStratum::Adjust {
                let grown = strata / (strata - 1.0);
                let left = (total - ballots) * grown;
                let grown = of_stratum.iter().map(|sum| -sum * grown / left);
                deviation
                    .iter_mut()
                    .zip(grown)
                    .for_each(|(d, new)| *d = new);
                check(left)?;
                deviations.add((strata - 1.0) / strata, &deviation);
            }
            continue;
        }
        let scale = part.unsampled * (n - 1.0) / n;
        for station in part.stations.clone() {
            let (weight, t) = (figures.weight[station], figures.t[station]);
            // Of the weighted residuals e, (Σe − n e_i)/(n − 1) is what the change adds to Σ w (x − R t) = 0.
            let left = total + (ballots - n * weight * t) / (n - 1.0);
            check(left)?;
            let factor = 1.0 / ((n - 1.0) * left);
            let x = figures.x_of(station).iter().zip(&values).zip(&of_stratum);
            for (d, ((x, value), sum)) in deviation.iter_mut().zip(x) {
                *d = factor * (sum - n * weight * residual(*x, *value, t));
            }
            deviations.add(scale, &deviation);
        }
    }
    let factor = average_factor(&design, deviations.replicates, figures.len() as u64)?;
    Ok(deviations.finish(values, factor))
}

/// By what so many replicates of so many stations stand for those of lonely strata, where the others' mean does.
pub(super) fn average_factor(design: &Design<'_>, replicates: u64, stations: u64) -> Result<f64> {
    match design.lonely_policy() {
        LonelyStratum::Average if replicates > 0 && replicates < stations => {
            Ok(stations as f64 / replicates as f64)
        }
        LonelyStratum::Average if design.lonely() > 0 => {
            let reason = "every stratum has one sampled station, and none gives an average";
            Err(Error::undefined("the jackknife variance", reason))
        }
        _ => Ok(1.0),
    }
}

fn check(ballots: f64) -> Result<()> {
    if ballots > 0.0 {
        return Ok(());
    }
    let reason = "without one of the stations or strata no ballots are left";
    Err(Error::undefined("the jackknife variance", reason))
}
