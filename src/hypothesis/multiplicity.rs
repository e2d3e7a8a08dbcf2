use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How p-values of several tests are adjusted for their number, as R's `p.adjust` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Adjustment {
    /// Not at all.
    None,
    /// m p, at most 1 (Bonferroni 1936).
    Bonferroni,
    /// Step down: the running maximum of (m − i + 1) p_(i) (Holm 1979). Never less powerful than
    /// Bonferroni and as general.
    #[default]
    Holm,
    /// Step up: the running minimum of (m − i + 1) p_(i) (Hochberg 1988).
    Hochberg,
    /// False discovery rate: the running minimum of (m / i) p_(i) (Benjamini & Hochberg 1995).
    BenjaminiHochberg,
    /// The same under any dependence, times Σ 1/i (Benjamini & Yekutieli 2001).
    BenjaminiYekutieli,
}

impl Adjustment {
    /// The adjusted p-values, in the order given.
    ///
    /// ```
    /// use exitpoll::hypothesis::Adjustment;
    /// let adjusted = Adjustment::Holm.adjust(&[0.01, 0.04, 0.03])?;
    /// assert_eq!(adjusted, [0.03, 0.06, 0.06]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a p-value outside \[0, 1\].
    pub fn adjust(self, p_values: &[f64]) -> Result<Vec<f64>> {
        if let Some(p) = p_values.iter().find(|p| !(0.0..=1.0).contains(*p)) {
            return Err(Error::out_of_range(
                "p_values",
                p,
                "give probabilities from 0 to 1",
            ));
        }
        let m = p_values.len() as f64;
        let mut ascending: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
        ascending.sort_by(|a, b| a.1.total_cmp(&b.1));
        let harmonic: f64 = (1..=p_values.len()).map(|i| 1.0 / i as f64).sum();
        let factor = |rank: usize| {
            let i = rank as f64 + 1.0;
            match self {
                Adjustment::None => 1.0,
                Adjustment::Bonferroni => m,
                Adjustment::Holm | Adjustment::Hochberg => m - i + 1.0,
                Adjustment::BenjaminiHochberg => m / i,
                Adjustment::BenjaminiYekutieli => harmonic * m / i,
            }
        };
        for (rank, (_, p)) in ascending.iter_mut().enumerate() {
            *p = (*p * factor(rank)).min(1.0);
        }
        match self {
            Adjustment::None | Adjustment::Bonferroni => {}
            Adjustment::Holm => {
                let mut largest = 0.0_f64;
                for (_, p) in &mut ascending {
                    largest = largest.max(*p);
                    *p = largest;
                }
            }
            _ => {
                let mut smallest = 1.0_f64;
                for (_, p) in ascending.iter_mut().rev() {
                    smallest = smallest.min(*p);
                    *p = smallest;
                }
            }
        }
        ascending.sort_by_key(|(position, _)| *position);
        Ok(ascending.into_iter().map(|(_, p)| p).collect())
    }
}

impl fmt::Display for Adjustment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Adjustment::None => "none",
            Adjustment::Bonferroni => "Bonferroni",
            Adjustment::Holm => "Holm",
            Adjustment::Hochberg => "Hochberg",
            Adjustment::BenjaminiHochberg => "Benjamini–Hochberg",
            Adjustment::BenjaminiYekutieli => "Benjamini–Yekutieli",
        })
    }
}
