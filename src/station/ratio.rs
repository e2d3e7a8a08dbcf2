//! The combined ratio estimator over strata of stations, with its linearised variance.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::sparse::StratumNamed;
use super::{EmptyStratum, LonelyStratum, SparseStrata};
use crate::error::{Error, Result, by_name};
use crate::interval::Interval;
use crate::numeric::{CompensatedSum, Confidence, student_t_quantile, sum};
use crate::partial::inconsistent;

/// One stratum: how many stations it has, and the figures of those that are counted.
#[derive(Debug, Clone, Copy)]
pub struct RatioStratum<'a> {
    /// N_h, all stations of the stratum.
    pub stations: u64,
    /// x of each counted station: votes of a choice, or of one less those of another for a lead.
    pub numerator: &'a [f64],
    /// t of each counted station: all votes.
    pub denominator: &'a [f64],
    /// Registered voters of each counted station and of all stations of the stratum, if known: the
    /// counted stations then stand for the outstanding ones by their size.
    pub size: Option<(&'a [f64], f64)>,
}

/// An estimated ratio with its variance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct RatioEstimate {
    /// The ratio R.
    pub value: f64,
    /// Its linearised variance; 0 if every station is counted.
    pub variance: f64,
    /// Counted stations less strata that have any.
    pub degrees_of_freedom: u64,
    /// Strata with one counted station of several, for which the policy stood in.
    pub lonely_strata: usize,
    /// Strata without a counted station, for which the others stood in.
    pub empty_strata: usize,
}

/// From which distribution the ends of an interval come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReferenceDistribution {
    /// The normal distribution, as `confint` of R `survey` has it by default.
    Normal,
    /// Student's t with stations − strata degrees of freedom (Korn & Graubard 1998).
    StudentT,
}

impl ReferenceDistribution {
    /// Both, in the order above.
    pub const ALL: [ReferenceDistribution; 2] = [
        ReferenceDistribution::Normal,
        ReferenceDistribution::StudentT,
    ];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReferenceDistribution::Normal => "normal",
            ReferenceDistribution::StudentT => "student_t",
        }
    }
}

impl fmt::Display for ReferenceDistribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ReferenceDistribution {
    type Err = Error;
    fn from_str(text: &str) -> Result<ReferenceDistribution> {
        by_name(
            "reference",
            text,
            ReferenceDistribution::ALL,
            ReferenceDistribution::name,
        )
    }
}

impl RatioEstimate {
    /// √variance.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.variance.sqrt()
    }

    /// R ± q·SE, q the two-sided quantile of the distribution. Not cut at 0 and 1: a lead can be negative,
    /// and the hard bounds say what is possible.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for Student's t without degrees of freedom.
    pub fn interval(
        &self,
        confidence: Confidence,
        reference: ReferenceDistribution,
    ) -> Result<Interval> {
        let quantile = match reference {
            ReferenceDistribution::Normal => confidence.critical_value(),
            ReferenceDistribution::StudentT if self.degrees_of_freedom == 0 => {
                return Err(Error::undefined(
                    "the interval from Student's t",
                    "no stratum has two counted stations, which leaves no degree of freedom",
                ));
            }
            ReferenceDistribution::StudentT => {
                // From the lower tail, which keeps its digits at high confidence.
                -student_t_quantile(0.5 * confidence.alpha(), self.degrees_of_freedom as f64)?
            }
        };
        let half_width = quantile * self.standard_error();
        Ok(Interval {
            low: self.value - half_width,
            high: self.value + half_width,
        })
    }
}

/// The combined ratio R = Σ_h (N_h/n_h) Σ x / Σ_h (N_h/n_h) Σ t, and its linearised variance
/// T̂⁻² Σ_h N_h² (1 − n_h/N_h) s²_{e,h}/n_h with e = x − R t (Cochran 1977, *Sampling Techniques*, 6.11; Woodruff
/// 1971, *Journal of the American Statistical Association* 66). As a projection of a partial count it
/// takes the outstanding stations of a stratum to be like the counted ones; a complete count gives the
/// final share and no variance. One stratum for all stations is the pooled projection.
///
/// Where the registered voters m are given, N_h/n_h gives way to M_h/Σ m, all registered voters over those
/// of the counted stations, and e to e − m Σe/Σm: the ratio estimator within strata, whose variance is that of
/// R `survey`'s `calibrate` to the M_h. A lonely stratum under [`LonelyStratum::Adjust`] keeps its plain e.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for lists of different lengths, numbers that are not finite, votes or registered
/// voters below zero, or a stratum without stations; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if more is counted than there
/// is; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing is counted, and for sparse strata as the policies have it.
///
/// ```
/// use exitpoll::station::{RatioStratum, SparseStrata, combined_ratio};
///
/// // R `survey`, data `scd`: arrests and alive at two of five ambulances in each of three areas.
/// let stratum = |numerator, denominator| RatioStratum { stations: 5, numerator, denominator, size: None };
/// let strata = [
///     stratum(&[25.0, 24.0], &[120.0, 78.0]),
///     stratum(&[30.0, 49.0], &[185.0, 228.0]),
///     stratum(&[80.0, 70.0], &[670.0, 530.0]),
/// ];
/// let ratio = combined_ratio(&strata, SparseStrata::default())?;
/// assert!((ratio.value - 0.1535063501).abs() < 1e-10);
/// assert!((ratio.standard_error() - 0.0075967047).abs() < 1e-10);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn combined_ratio(strata: &[RatioStratum<'_>], sparse: SparseStrata) -> Result<RatioEstimate> {
    let (mut numerator, mut denominator) = (CompensatedSum::default(), CompensatedSum::default());
    let (mut counted, mut filled, mut empty) = (0_u64, 0_usize, 0_usize);
    for (index, stratum) in strata.iter().enumerate() {
        let stations = check(index, stratum)?;
        if stations == 0 {
            if sparse.empty == EmptyStratum::Fail {
                return Err(SparseStrata::empty_error(&StratumNamed::Place(index)));
            }
            empty += 1;
            continue;
        }
        let weight = weight(stratum);
        numerator.add(weight * sum(stratum.numerator.iter().copied()));
        denominator.add(weight * sum(stratum.denominator.iter().copied()));
        counted += stations;
        filled += 1;
    }
    let total = denominator.value();
    if total <= 0.0 {
        return Err(Error::undefined("the ratio", "no vote is counted"));
    }
    let value = numerator.value() / total;

    let (mut known, mut of_lonely) = (CompensatedSum::default(), CompensatedSum::default());
    let mut lonely = 0;
    for (index, stratum) in strata.iter().enumerate() {
        let stations = stratum.numerator.len() as f64;
        if stratum.numerator.is_empty() || stratum.numerator.len() as u64 == stratum.stations {
            continue;
        }
        // N_h² (1 − f)/n · s² = (N_h/n)² (1 − f) n/(n − 1) · Σ (e − ē)².
        let weight = weight(stratum);
        let scale = weight * weight * (1.0 - stations / stratum.stations as f64);
        if let ([x], [t]) = (stratum.numerator, stratum.denominator) {
            if sparse.lonely == LonelyStratum::Fail {
                return Err(SparseStrata::lonely_error(&StratumNamed::Place(index)));
            }
            lonely += 1;
            of_lonely.add(scale * residual(*x, value, *t).powi(2));
        } else {
            known.add(scale * stations / (stations - 1.0) * squares(stratum, value));
        }
    }
    let variance = sparse.variance(known.value(), filled, lonely, of_lonely.value())?;
    Ok(RatioEstimate {
        value,
        variance: variance / (total * total),
        degrees_of_freedom: counted - filled as u64,
        lonely_strata: lonely,
        empty_strata: empty,
    })
}

/// x − R t with one rounding.
fn residual(x: f64, ratio: f64, t: f64) -> f64 {
    (-ratio).mul_add(t, x)
}

/// What one counted station stands for.
fn weight(stratum: &RatioStratum<'_>) -> f64 {
    let counted = stratum.numerator.len() as u64;
    match stratum.size {
        _ if counted == stratum.stations => 1.0,
        Some((sizes, all)) => all / sum(sizes.iter().copied()),
        None => stratum.stations as f64 / counted as f64,
    }
}

/// Σ (e − ē)², or Σ (e − m Σe/Σm)² by size.
fn squares(stratum: &RatioStratum<'_>, ratio: f64) -> f64 {
    let residuals = || {
        stratum
            .numerator
            .iter()
            .zip(stratum.denominator)
            .map(|(x, t)| residual(*x, ratio, *t))
    };
    let all = sum(residuals());
    match stratum.size {
        None => {
            let mean = all / stratum.numerator.len() as f64;
            sum(residuals().map(|e| (e - mean).powi(2)))
        }
        Some((sizes, _)) => {
            let slope = all / sum(sizes.iter().copied());
            sum(residuals().zip(sizes).map(|(e, m)| (e - slope * m).powi(2)))
        }
    }
}

/// The counted stations of a stratum that makes sense.
fn check(index: usize, stratum: &RatioStratum<'_>) -> Result<u64> {
    let counted = stratum.numerator.len();
    let field = |name: &str| format!("strata[{index}].{name}");
    if stratum.stations == 0 {
        let help = "give the number of all its stations, counted or not";
        return Err(Error::out_of_range(field("stations"), 0, help));
    }
    if counted as u64 > stratum.stations {
        return Err(inconsistent(
            field("stations"),
            stratum.stations,
            format!("{counted} counted stations"),
            "give the number of all its stations, counted or not",
        ));
    }
    let sizes = stratum.size.map(|(sizes, _)| sizes);
    for (name, list, least) in [
        ("numerator", stratum.numerator, f64::MIN),
        ("denominator", stratum.denominator, 0.0),
        ("size", sizes.unwrap_or(stratum.denominator), 0.0),
    ] {
        if list.len() != counted {
            return Err(Error::out_of_range(
                field(name),
                format!("{} figures", list.len()),
                format!("give one for each of the {counted} counted stations"),
            ));
        }
        if let Some(bad) = list.iter().find(|x| !(x.is_finite() && **x >= least)) {
            let help = "give finite numbers, none of votes or voters below zero";
            return Err(Error::out_of_range(field(name), bad, help));
        }
    }
    if let Some((sizes, all)) = stratum.size {
        check_size(
            &field("size"),
            sum(sizes.iter().copied()),
            all,
            counted as u64 == stratum.stations,
        )?;
        if counted > 0 && sum(sizes.iter().copied()) == 0.0 {
            let help = "give the registered voters of the counted stations, or no sizes";
            return Err(Error::out_of_range(field("size"), 0, help));
        }
    }
    Ok(counted as u64)
}

/// Registered voters of counted stations against those of all.
fn check_size(field: &str, counted: f64, all: f64, complete: bool) -> Result<()> {
    let equal = (counted - all).abs() <= 1e-9 * counted;
    if all.is_finite() && (counted <= all || equal) && (equal || !complete) {
        return Ok(());
    }
    Err(inconsistent(
        field,
        all,
        format!("{counted} registered voters of the counted stations"),
        "give the registered voters of all stations of the stratum",
    ))
}
