//! Balanced repeated replication.

use serde::Serialize;

use super::{Deviations, ReplicateVariance};
use crate::error::{Error, Result};
use crate::station::estimate::{Figures, StratumPart, is_lonely, ratios, residual};
use crate::station::sparse::LonelyStratum;

/// From strata of two stations, which of the two each replicate keeps.
///
/// For a ratio the variance depends a little on the set: [`All`](HalfSamples::All) does not, and is right to
/// the last digit, but needs 2^strata replicates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HalfSamples {
    /// Every half sample, for at most 20 strata.
    All,
    /// A balanced set: the rows of Sylvester's Hadamard matrix, its order the next power of two above the
    /// number of strata (McCarthy 1969, *Review of the International Statistical Institute* 37).
    Balanced,
    /// A set of one's own: of each replicate, for each stratum in the table's order, whether the first station
    /// of the two is kept.
    Given(Vec<Vec<bool>>),
}

impl HalfSamples {
    /// How many replicates there are, and whether the first station of a stratum is kept in one of them.
    pub(super) fn replicates(&self, strata: usize) -> Result<u64> {
        match self {
            HalfSamples::All if strata > 20 => {
                let help = "all half samples are for at most 20 strata; use the balanced ones";
                Err(Error::out_of_range("strata", strata, help))
            }
            HalfSamples::All => Ok(1 << strata),
            HalfSamples::Balanced => Ok((strata as u64 + 1).next_power_of_two()),
            HalfSamples::Given(set) => {
                if set.is_empty() {
                    return Err(Error::missing(
                        "half_samples",
                        "give at least one replicate",
                    ));
                }
                if let Some(wrong) = set.iter().find(|kept| kept.len() != strata) {
                    let found = format!("{} strata in a replicate", wrong.len());
                    let help = format!("give one entry for each of the {strata} strata");
                    return Err(Error::out_of_range("half_samples", found, help));
                }
                Ok(set.len() as u64)
            }
        }
    }

    pub(super) fn keeps_first(&self, replicate: u64, stratum: usize) -> bool {
        match self {
            HalfSamples::All => replicate >> stratum & 1 == 0,
            // Column 0 of the matrix is constant; the entry is the parity of the common bits.
            HalfSamples::Balanced => (replicate & (stratum as u64 + 1))
                .count_ones()
                .is_multiple_of(2),
            HalfSamples::Given(set) => set[replicate as usize][stratum],
        }
    }
}

/// Mean over the replicates of (R_b − R)²/(1 − ρ)², the kept station times 2 − ρ and the other times ρ (Fay's
/// method; ρ = 0 is McCarthy's).
pub(in crate::station) fn balanced(
    figures: &Figures,
    lonely: LonelyStratum,
    halves: &HalfSamples,
    fay: f64,
) -> Result<ReplicateVariance> {
    let pairs = check_halves(figures, lonely, fay)?;
    let k = figures.choices;
    let (values, total) = ratios(figures)?;
    // Half the difference of the two weighted residuals and of the two weighted totals, of each stratum.
    let mut differences = Vec::with_capacity(pairs.len() * (k + 1));
    for part in &pairs {
        let (one, other) = (part.stations.start, part.stations.start + 1);
        let of = |station: usize, choice: usize| {
            let residual = residual(
                figures.x_of(station)[choice],
                values[choice],
                figures.t[station],
            );
            figures.weight[station] * residual
        };
        differences.extend((0..k).map(|choice| of(one, choice) - of(other, choice)));
        differences
            .push(figures.weight[one] * figures.t[one] - figures.weight[other] * figures.t[other]);
    }
    let replicates = halves.replicates(pairs.len())?;
    let mut deviations = Deviations::new(k);
    let mut sums = vec![0.0; k + 1];
    let scale = scale_of(replicates, fay);
    for replicate in 0..replicates {
        sums.fill(0.0);
        for (stratum, row) in differences.chunks_exact(k + 1).enumerate() {
            let sign = if halves.keeps_first(replicate, stratum) {
                1.0 - fay
            } else {
                fay - 1.0
            };
            for (sum, difference) in sums.iter_mut().zip(row) {
                *sum += sign * difference;
            }
        }
        let left = total + sums[k];
        if left <= 0.0 {
            let reason = "a half sample has no ballots";
            return Err(Error::undefined("the variance from half samples", reason));
        }
        sums[..k].iter_mut().for_each(|sum| *sum /= left);
        deviations.add(scale, &sums[..k]);
    }
    Ok(deviations.finish(values, 1.0))
}

/// The strata of two stations, where the others are certain.
pub(super) fn check_halves(
    figures: &Figures,
    lonely: LonelyStratum,
    fay: f64,
) -> Result<Vec<&StratumPart>> {
    if !(0.0..1.0).contains(&fay) {
        return Err(Error::out_of_range(
            "fay",
            fay,
            "give a number from 0 to below 1",
        ));
    }
    let is_certain = |part: &StratumPart| lonely == LonelyStratum::Certainty && is_lonely(part);
    let other = |part: &&StratumPart| part.sampled() != 2 && !is_certain(part);
    if let Some(part) = figures.strata.iter().find(other) {
        return Err(Error::undefined(
            "the variance from half samples",
            format!(
                "strata[{}] has {} sampled stations, and half samples need two in each; use the jackknife",
                part.stratum,
                part.sampled()
            ),
        ));
    }
    Ok((figures.strata.iter())
        .filter(|part| part.sampled() == 2)
        .collect())
}

/// The scale of each of so many half samples.
pub(super) fn scale_of(replicates: u64, fay: f64) -> f64 {
    1.0 / (replicates as f64 * (1.0 - fay) * (1.0 - fay))
}

#[cfg(test)]
mod tests {
    use super::HalfSamples;

    #[test]
    fn any_two_strata_of_a_balanced_set_agree_in_half_of_the_replicates() {
        for strata in 1..70 {
            let replicates = HalfSamples::Balanced.replicates(strata).unwrap();
            for one in 0..strata {
                for other in 0..one {
                    let agree = (0..replicates).filter(|b| {
                        HalfSamples::Balanced.keeps_first(*b, one)
                            == HalfSamples::Balanced.keeps_first(*b, other)
                    });
                    assert_eq!(
                        agree.count() as u64 * 2,
                        replicates,
                        "{strata}: {one}, {other}"
                    );
                }
            }
        }
    }
}
