use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::Ratings;
use super::units::Units;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, RandomStream};

/// How far apart two figures are for Krippendorff's α.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AlphaMetric {
    /// (a − b)²: a point is a point, of 90 percent and of 2.
    Interval,
    /// ((a − b)/(a + b))²: by proportion; figures must not be negative.
    Ratio,
}

impl AlphaMetric {
    /// Both.
    pub const ALL: [AlphaMetric; 2] = [AlphaMetric::Interval, AlphaMetric::Ratio];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AlphaMetric::Interval => "interval",
            AlphaMetric::Ratio => "ratio",
        }
    }
}

impl fmt::Display for AlphaMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AlphaMetric {
    type Err = Error;
    fn from_str(text: &str) -> Result<AlphaMetric> {
        AlphaMetric::ALL
            .into_iter()
            .find(|metric| metric.name() == text)
            .ok_or_else(|| Error::unreadable("metric", text, "give interval or ratio"))
    }
}

/// Krippendorff's α with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct KrippendorffAlpha {
    /// 1 − D_o/D_e: 1 for perfect agreement, 0 where the sources agree as figures shuffled over the choices
    /// would.
    pub value: f64,
    /// D_o, the mean distance of two figures for one choice.
    pub observed_disagreement: f64,
    /// D_e, the mean distance of any two figures.
    pub expected_disagreement: f64,
    /// Figures for choices of which at least two sources speak; the others are left out.
    pub pairable_figures: usize,
}

/// Krippendorff's α = 1 − D_o/D_e (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*), cells
/// missing or not. With n pairable figures, m_u of them for choice u:
/// D_o = 1/n Σ_u 1/(m_u − 1) Σ_{i≠j in u} δ²(i, j) and D_e = 1/(n(n − 1)) Σ_{i≠j} δ²(i, j).
///
/// For the interval metric the sums over pairs are sums of squares about means, so that a table of n
/// figures takes n steps; the ratio metric looks at every pair.
///
/// ```
/// use exitpoll::agreement::{AlphaMetric, Ratings, krippendorff_alpha};
/// // δ² is 1 in both units, so D_o = 1; over all pairs of 1, 2, 3, 4 it is 20/6 on average.
/// let sources = Ratings::new(&[[1.0, 3.0], [2.0, 4.0]])?;
/// let alpha = krippendorff_alpha(&sources, AlphaMetric::Interval)?;
/// assert!((alpha.value - 0.7).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where no choice has two figures, or all pairable figures are equal;
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a negative figure under the ratio metric.
pub fn krippendorff_alpha(sources: &Ratings, metric: AlphaMetric) -> Result<KrippendorffAlpha> {
    let units = Units::of(sources, metric)?;
    let once = vec![1.0; units.len()];
    let (observed, expected) = units
        .disagreements(&once)
        .ok_or_else(|| Error::undefined("Krippendorff's α", "all pairable figures are equal"))?;
    Ok(KrippendorffAlpha {
        value: 1.0 - observed / expected,
        observed_disagreement: observed * units.square_of_scale(),
        expected_disagreement: expected * units.square_of_scale(),
        pairable_figures: units.figures(),
    })
}

/// The bootstrap interval of Krippendorff's α.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct AlphaInterval {
    /// α of the figures as they are.
    pub value: f64,
    /// The quantiles (1 ∓ confidence)/2 of α over the replicates.
    pub interval: Interval,
    /// Replicates in which α exists, on which the interval stands.
    pub replicates: usize,
    /// Replicates in which it does not, because all figures drawn were equal.
    pub undefined_replicates: usize,
}

/// A percentile interval of α: in each replicate as many choices are drawn with replacement as are
/// pairable, each with all its figures, and α is computed anew (the non-parametric bootstrap of Zapf et al.
/// 2016, *BMC Medical Research Methodology* 16; the algorithm of Hayes & Krippendorff 2007 keeps D_e fixed
/// and draws pairs instead, which ignores that the figures for one choice belong together). Quantiles are
/// interpolated as in R's default (type 7).
///
/// Replicate i draws from stream i of `seed`: the figures are the same on every machine. With the few
/// choices that a contest has the interval is rough.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::agreement::{AlphaMetric, Ratings, krippendorff_alpha_interval};
/// let sources = Ratings::new(&[[0.50, 0.30, 0.15, 0.05], [0.52, 0.29, 0.14, 0.05]])?;
/// let metric = AlphaMetric::Interval;
/// let alpha = krippendorff_alpha_interval(&sources, metric, 500, 2024, Confidence::P95)?;
/// assert!(alpha.interval.contains(alpha.value));
/// assert_eq!(alpha.replicates + alpha.undefined_replicates, 500);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`krippendorff_alpha`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for no replicates; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where α exists
/// in none.
pub fn krippendorff_alpha_interval(
    sources: &Ratings,
    metric: AlphaMetric,
    replicates: usize,
    seed: u64,
    confidence: Confidence,
) -> Result<AlphaInterval> {
    if replicates == 0 {
        let help = "give a number of replicates, such as 2000";
        return Err(Error::out_of_range("replicates", replicates, help));
    }
    let units = Units::of(sources, metric)?;
    let mut times = vec![1.0; units.len()];
    let (observed, expected) = units
        .disagreements(&times)
        .ok_or_else(|| Error::undefined("Krippendorff's α", "all pairable figures are equal"))?;
    let mut values = Vec::with_capacity(replicates);
    for replicate in 0..replicates {
        let mut stream = RandomStream::new(seed, replicate as u64);
        times.fill(0.0);
        for _ in 0..units.len() {
            if let Some(count) = times.get_mut(stream.below(units.len() as u64) as usize) {
                *count += 1.0;
            }
        }
        if let Some((observed, expected)) = units.disagreements(&times) {
            values.push(1.0 - observed / expected);
        }
    }
    values.sort_by(f64::total_cmp);
    let half = 0.5 * confidence.alpha();
    let (Some(lower), Some(upper)) = (quantile(&values, half), quantile(&values, 1.0 - half))
    else {
        let reason = "in every replicate all figures drawn are equal";
        return Err(Error::undefined("the interval of Krippendorff's α", reason));
    };
    Ok(AlphaInterval {
        value: 1.0 - observed / expected,
        interval: Interval {
            low: lower,
            high: upper,
        },
        replicates: values.len(),
        undefined_replicates: replicates - values.len(),
    })
}

/// The quantile of sorted values, interpolated between the two nearest; `None` of none.
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let place = p * (sorted.len().checked_sub(1)? as f64);
    let below = sorted.get(place.floor() as usize)?;
    let above = sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}
