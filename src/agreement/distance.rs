use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A distance between two vectors of shares p and v of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Distance {
    /// ½ Σ |p − v|: the index of Pedersen, of Loosemore and Hanby, of dissimilarity.
    TotalVariation,
    /// √(½ Σ (p − v)²) (Gallagher 1991).
    Gallagher,
    /// √(½ Σ (√p − √v)²).
    Hellinger,
    /// Σ p ln(p/v): how p departs from v; not symmetric (Kullback & Leibler 1951).
    KullbackLeibler,
    /// ½ KL(p, m) + ½ KL(v, m) to base 2, with m the mean of both (Lin 1991).
    JensenShannonDivergence,
    /// Its square root, which is a metric (Endres & Schindelin 2003).
    JensenShannonDistance,
    /// The Euclidean distance of the centred log-ratios (Aitchison 1986).
    Aitchison,
    /// √(Σ (p − v)²/(p + v)).
    ChiSquared,
    /// Σ (p − v)²/v (the index of disproportionality of Sainte-Laguë).
    SainteLague,
}

impl Distance {
    /// Every distance.
    pub const ALL: [Distance; 9] = [
        Distance::TotalVariation,
        Distance::Gallagher,
        Distance::Hellinger,
        Distance::KullbackLeibler,
        Distance::JensenShannonDivergence,
        Distance::JensenShannonDistance,
        Distance::Aitchison,
        Distance::ChiSquared,
        Distance::SainteLague,
    ];

    /// Its name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Distance::TotalVariation => "total_variation",
            Distance::Gallagher => "gallagher",
            Distance::Hellinger => "hellinger",
            Distance::KullbackLeibler => "kullback_leibler",
            Distance::JensenShannonDivergence => "jensen_shannon_divergence",
            Distance::JensenShannonDistance => "jensen_shannon_distance",
            Distance::Aitchison => "aitchison",
            Distance::ChiSquared => "chi_squared",
            Distance::SainteLague => "sainte_lague",
        }
    }

    /// The distance of `p` from `v`.
    ///
    /// ```
    /// use exitpoll::agreement::Distance;
    /// let (p, v) = ([0.5, 0.3, 0.2], [0.4, 0.4, 0.2]);
    /// assert!((Distance::TotalVariation.between(&p, &v)? - 0.1).abs() < 1e-15);
    /// assert!((Distance::Gallagher.between(&p, &v)? - 0.1).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for shares that are no proportions, differ in number, or for none;
    /// [`Error::Undefined`] for Kullback–Leibler and Sainte-Laguë where v is 0 and p is not, and for
    /// Aitchison where any share is 0.
    pub fn between(self, p: &[f64], v: &[f64]) -> Result<f64> {
        if p.len() != v.len() || p.is_empty() {
            let mend = format!("give one share for each of the {} of the other", v.len());
            return Err(Error::out_of_range(
                "p",
                format!("{} shares", p.len()),
                mend,
            ));
        }
        for (field, shares) in [("p", p), ("v", v)] {
            if let Some(share) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
                return Err(Error::out_of_range(
                    field,
                    share,
                    "give proportions from 0 to 1",
                ));
            }
        }
        let pairs = || p.iter().copied().zip(v.iter().copied());
        let unsupported = pairs().any(|(p, v)| p > 0.0 && v == 0.0);
        let any_zero = pairs().any(|(p, v)| p == 0.0 || v == 0.0);
        Ok(match self {
            Distance::TotalVariation => pairs().map(|(p, v)| (p - v).abs()).sum::<f64>() / 2.0,
            Distance::Gallagher => {
                (pairs().map(|(p, v)| (p - v) * (p - v)).sum::<f64>() / 2.0).sqrt()
            }
            Distance::Hellinger => {
                // √p − √v as (p − v)/(√p + √v), which keeps its digits where p is near v.
                let difference = |p: f64, v: f64| {
                    if p == v {
                        0.0
                    } else {
                        (p - v) / (p.sqrt() + v.sqrt())
                    }
                };
                (pairs().map(|(p, v)| difference(p, v).powi(2)).sum::<f64>() / 2.0).sqrt()
            }
            Distance::KullbackLeibler if unsupported => {
                return Err(self.undefined("v is 0 where p is not"));
            }
            // Σ (v − p) is added, which is 0 for shares that sum to the same: each summand is then
            // small where p is near v.
            Distance::KullbackLeibler => {
                let slack: f64 = pairs().map(|(p, v)| p - v).sum();
                pairs().map(|(p, v)| relative_entropy(p, v)).sum::<f64>() + slack
            }
            Distance::JensenShannonDivergence => jensen_shannon(pairs()),
            Distance::JensenShannonDistance => jensen_shannon(pairs()).sqrt(),
            Distance::Aitchison if any_zero => {
                return Err(self.undefined("a share is 0, where log-ratios are infinite"));
            }
            Distance::Aitchison => {
                let k = p.len() as f64;
                let mean = pairs().map(|(p, v)| (p / v).ln()).sum::<f64>() / k;
                pairs()
                    .map(|(p, v)| ((p / v).ln() - mean).powi(2))
                    .sum::<f64>()
                    .sqrt()
            }
            Distance::ChiSquared => pairs()
                .filter(|(p, v)| p + v > 0.0)
                .map(|(p, v)| (p - v) * (p - v) / (p + v))
                .sum::<f64>()
                .sqrt(),
            Distance::SainteLague if unsupported => {
                return Err(self.undefined("v is 0 where p is not"));
            }
            Distance::SainteLague => pairs()
                .filter(|(_, v)| *v > 0.0)
                .map(|(p, v)| (p - v) * (p - v) / v)
                .sum(),
        })
    }

    fn undefined(self, reason: &str) -> Error {
        Error::undefined(format!("the {self} distance"), reason)
    }
}

/// p ln(p/v) − p + v, not below 0.
fn relative_entropy(p: f64, v: f64) -> f64 {
    if p == 0.0 {
        return v;
    }
    let ratio = (p - v) / v;
    v * ((1.0 + ratio) * ratio.ln_1p() - ratio)
}

fn jensen_shannon(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let summand = |(p, v): (f64, f64)| {
        let mean = (p + v) / 2.0;
        if mean == 0.0 {
            0.0
        } else {
            relative_entropy(p, mean) + relative_entropy(v, mean)
        }
    };
    pairs.map(summand).sum::<f64>() / 2.0 / std::f64::consts::LN_2
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Distance::TotalVariation => "total variation",
            Distance::Gallagher => "Gallagher",
            Distance::Hellinger => "Hellinger",
            Distance::KullbackLeibler => "Kullback–Leibler",
            Distance::JensenShannonDivergence => "Jensen–Shannon divergence",
            Distance::JensenShannonDistance => "Jensen–Shannon",
            Distance::Aitchison => "Aitchison",
            Distance::ChiSquared => "chi-squared",
            Distance::SainteLague => "Sainte-Laguë",
        })
    }
}

impl FromStr for Distance {
    type Err = Error;
    fn from_str(text: &str) -> Result<Distance> {
        Distance::ALL
            .into_iter()
            .find(|distance| distance.name() == text.trim())
            .ok_or_else(|| Error::Unknown {
                field: "distance".into(),
                value: text.into(),
                mend: format!(
                    "use one of {}",
                    Distance::ALL.map(Distance::name).join(", ")
                ),
            })
    }
}
