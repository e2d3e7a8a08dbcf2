//! Adjustment of p-values for many tests at once.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, by_name};

/// How p-values are adjusted when several hypotheses are tested together. An adjusted p-value is compared
/// with the level meant for all of them.
///
/// Figures as R's `p.adjust` gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Adjustment {
    /// None: each test stands alone.
    None,
    /// m·p. Family-wise error under any dependence (Bonferroni 1936; Dunn 1961).
    Bonferroni,
    /// Step-down: the i-th smallest p times m − i + 1, made monotone from below. Family-wise error under
    /// any dependence, never weaker than Bonferroni (Holm 1979).
    Holm,
    /// Step-up with the same factors, made monotone from above. Family-wise error for independent or
    /// positively dependent tests (Hochberg 1988).
    Hochberg,
    /// Step-up: the i-th smallest p times m/i. False discovery rate for independent or positively
    /// dependent tests (Benjamini & Hochberg 1995).
    BenjaminiHochberg,
    /// As Benjamini–Hochberg, times 1 + 1/2 + … + 1/m: false discovery rate under any dependence
    /// (Benjamini & Yekutieli 2001).
    BenjaminiYekutieli,
}

impl Adjustment {
    /// Every procedure, in the order above.
    pub const ALL: [Adjustment; 6] = [
        Adjustment::None,
        Adjustment::Bonferroni,
        Adjustment::Holm,
        Adjustment::Hochberg,
        Adjustment::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli,
    ];

    /// The adjusted p-values, in the order of the given ones.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a p-value lies outside [0, 1].
    ///
    /// ```
    /// use exitpoll::hypothesis::Adjustment;
    ///
    /// // Sorted .01 .02 .03 with factors 3, 2, 1: .03 .04 .03, made monotone.
    /// let adjusted = Adjustment::Holm.adjust(&[0.03, 0.01, 0.02])?;
    /// assert_eq!(adjusted, [0.04, 0.03, 0.04]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn adjust(self, p_values: &[f64]) -> Result<Vec<f64>> {
        for (index, &p) in p_values.iter().enumerate() {
            if !(0.0..=1.0).contains(&p) {
                return Err(Error::out_of_range(
                    format!("p_values[{index}]"),
                    p,
                    "give a probability between 0 and 1",
                ));
            }
        }
        let m = p_values.len() as f64;
        Ok(match self {
            Adjustment::None => p_values.to_vec(),
            Adjustment::Bonferroni => p_values.iter().map(|p| (m * p).min(1.0)).collect(),
            Adjustment::Holm => step_down(p_values, |rank| m - rank + 1.0),
            Adjustment::Hochberg => step_up(p_values, |rank| m - rank + 1.0),
            Adjustment::BenjaminiHochberg => step_up(p_values, |rank| m / rank),
            Adjustment::BenjaminiYekutieli => {
                let harmonic: f64 = (1..=p_values.len()).map(|i| 1.0 / i as f64).sum();
                step_up(p_values, |rank| harmonic * m / rank)
            }
        })
    }

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Adjustment::None => "none",
            Adjustment::Bonferroni => "bonferroni",
            Adjustment::Holm => "holm",
            Adjustment::Hochberg => "hochberg",
            Adjustment::BenjaminiHochberg => "benjamini_hochberg",
            Adjustment::BenjaminiYekutieli => "benjamini_yekutieli",
        }
    }
}

impl fmt::Display for Adjustment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Adjustment {
    type Err = Error;
    fn from_str(text: &str) -> Result<Adjustment> {
        by_name("adjustment", text, Adjustment::ALL, Adjustment::name)
    }
}

/// From the smallest p-value up: no adjusted value below the one before it.
fn step_down(p_values: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut largest = 0.0f64;
    step(p_values, ascending(p_values), |p, rank| {
        largest = largest.max(p * factor(rank));
        largest.min(1.0)
    })
}

/// From the largest p-value down: no adjusted value above the one before it.
fn step_up(p_values: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut smallest = 1.0f64;
    step(p_values, ascending(p_values).rev(), |p, rank| {
        smallest = smallest.min(p * factor(rank));
        smallest
    })
}

fn step(
    p_values: &[f64],
    order: impl Iterator<Item = (f64, usize, f64)>,
    mut adjusted: impl FnMut(f64, f64) -> f64,
) -> Vec<f64> {
    let mut result = vec![0.0; p_values.len()];
    for (rank, place, p) in order {
        if let Some(slot) = result.get_mut(place) {
            *slot = adjusted(p, rank);
        }
    }
    result
}

/// (rank from 1, place, p-value), smallest first.
fn ascending(
    p_values: &[f64],
) -> impl DoubleEndedIterator<Item = (f64, usize, f64)> + ExactSizeIterator {
    let mut order: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
    order.sort_by(|one, other| one.1.total_cmp(&other.1));
    order
        .into_iter()
        .enumerate()
        .map(|(rank, (place, p))| (rank as f64 + 1.0, place, p))
}
