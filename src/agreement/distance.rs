use std::f64::consts::LN_2;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::numeric::logarithm::log_remainder;
use crate::numeric::sum;

/// A distance between two vectors of shares p and v of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
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
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for shares that are no proportions, differ in number, or for none;
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for Kullback–Leibler and Sainte-Laguë where v is 0 and p is not, and for
    /// Aitchison where any share is 0.
    pub fn between(self, p: &[f64], v: &[f64]) -> Result<f64> {
        if p.len() != v.len() || p.is_empty() {
            let help = format!("give one share for each of the {} of the other", v.len());
            return Err(Error::out_of_range(
                "p",
                format!("{} shares", p.len()),
                help,
            ));
        }
        check_shares("p", p)?;
        check_shares("v", v)?;
        self.of_checked(p, v)
    }

    /// Whether the distance of p from v is that of v from p.
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        !matches!(self, Distance::KullbackLeibler | Distance::SainteLague)
    }

    /// As [`Distance::between`], of proportions of one length.
    pub(crate) fn of_checked(self, p: &[f64], v: &[f64]) -> Result<f64> {
        let total = match self {
            Distance::TotalVariation => total(p, v, absolute),
            Distance::Gallagher => total(p, v, square),
            Distance::Hellinger => total(p, v, square_of_roots),
            // The terms hold −p + v, which adds up to 0 for shares that sum to the same.
            Distance::KullbackLeibler => {
                let departure = p.iter().zip(v).flat_map(|(p, v)| [*p, -v]);
                total(p, v, relative_entropy) + sum(departure)
            }
            Distance::JensenShannonDivergence | Distance::JensenShannonDistance => {
                total(p, v, jensen_shannon)
            }
            Distance::Aitchison => {
                if p.iter().zip(v).any(|(p, v)| *p == 0.0 || *v == 0.0) {
                    return Err(self.undefined("a share is 0, where log-ratios are infinite"));
                }
                let mean = total(p, v, log_ratio) / p.len() as f64;
                total(p, v, |p, v| (log_ratio(p, v) - mean).powi(2))
            }
            Distance::ChiSquared => total(p, v, square_over_sum),
            Distance::SainteLague => total(p, v, square_over_second),
        };
        if total.is_infinite() {
            return Err(self.undefined("v is 0 where p is not"));
        }
        Ok(self.of_total(total))
    }

    /// What one choice adds: at least 0, and convex in p and v together; infinite where the distance
    /// is. `None` for Aitchison's, which is no sum over the choices.
    pub(crate) fn term(self) -> Option<fn(f64, f64) -> f64> {
        Some(match self {
            Distance::TotalVariation => absolute,
            Distance::Gallagher => square,
            Distance::Hellinger => square_of_roots,
            Distance::KullbackLeibler => relative_entropy,
            Distance::JensenShannonDivergence | Distance::JensenShannonDistance => jensen_shannon,
            Distance::Aitchison => return None,
            Distance::ChiSquared => square_over_sum,
            Distance::SainteLague => square_over_second,
        })
    }

    /// The distance from the sum of the terms.
    pub(crate) fn of_total(self, total: f64) -> f64 {
        match self {
            Distance::Gallagher
            | Distance::Hellinger
            | Distance::JensenShannonDistance
            | Distance::Aitchison
            | Distance::ChiSquared => total.sqrt(),
            _ => total,
        }
    }

    pub(crate) fn undefined(self, reason: &str) -> Error {
        Error::undefined(format!("the {self} distance"), reason)
    }
}

/// Checks that all are proportions.
pub(super) fn check_shares(field: &str, shares: &[f64]) -> Result<()> {
    match shares
        .iter()
        .enumerate()
        .find(|(_, share)| !(0.0..=1.0).contains(*share))
    {
        Some((i, share)) => Err(Error::out_of_range(
            format!("{field}[{i}]"),
            share,
            "give proportions from 0 to 1",
        )),
        None => Ok(()),
    }
}

/// Σ term(p_i, v_i).
fn total(p: &[f64], v: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    p.iter().zip(v).map(|(p, v)| term(*p, *v)).sum()
}

fn absolute(p: f64, v: f64) -> f64 {
    0.5 * (p - v).abs()
}

fn square(p: f64, v: f64) -> f64 {
    0.5 * (p - v) * (p - v)
}

/// ½ (√p − √v)², with √p − √v as (p − v)/(√p + √v), which keeps its digits where p is near v.
fn square_of_roots(p: f64, v: f64) -> f64 {
    0.5 * over(p - v, p.sqrt() + v.sqrt()).powi(2)
}

fn square_over_sum(p: f64, v: f64) -> f64 {
    (p - v) * over(p - v, p + v)
}

fn square_over_second(p: f64, v: f64) -> f64 {
    (p - v) * over(p - v, v)
}

/// d/scale; 0 where d is, whatever the scale.
fn over(d: f64, scale: f64) -> f64 {
    if d == 0.0 { 0.0 } else { d / scale }
}

/// p ln(p/v) − p + v, not below 0; infinite where only v is 0.
fn relative_entropy(p: f64, v: f64) -> f64 {
    if p == v {
        0.0
    } else if p == 0.0 {
        v
    } else if v == 0.0 {
        f64::INFINITY
    } else if p < 0.5 * v {
        p * (p / v).ln() - p + v
    } else {
        // p (u − ln(1 + u)) with 1 + u = v/p, where nothing cancels for p near v.
        p * log_remainder((v - p) / p, v / p)
    }
}

/// ½ p ln(p/m) + ½ v ln(v/m) to base 2, m the mean of both.
fn jensen_shannon(p: f64, v: f64) -> f64 {
    let t = over(p - v, p + v).abs();
    let nats = if t < 0.5 {
        // The same by t = (p − v)/(p + v): only a third is lost where p is near v, and m need not be known
        // better than to its last place.
        0.5 * (p + v) * (2.0 * t * t.atanh() + (-t * t).ln_1p())
    } else {
        let from_mean = |x: f64| {
            if x > 0.0 {
                x * (2.0 * x / (p + v)).ln()
            } else {
                0.0
            }
        };
        from_mean(p) + from_mean(v)
    };
    nats / (2.0 * LN_2)
}

/// ln(p/v), to full relative accuracy also where p is near v.
pub(crate) fn log_ratio(p: f64, v: f64) -> f64 {
    let u = (p - v) / v;
    if u.abs() < 0.5 {
        u.ln_1p()
    } else {
        p.ln() - v.ln()
    }
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
            .ok_or_else(|| {
                Error::unknown(
                    "distance",
                    text,
                    format!(
                        "use one of {}",
                        Distance::ALL.map(Distance::name).join(", ")
                    ),
                )
            })
    }
}
