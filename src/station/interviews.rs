//! Shares from interviews at sampled stations, and what the sample is worth.

use serde::Serialize;

use super::estimate::{CovarianceMatrix, Design, Figures, Lead, combined_ratio, t_quantile};
use super::sample::StationSample;
use crate::error::{Error, Result};
use crate::interval::{BinomialMethod, Interval};
use crate::numeric::{Confidence, student_t_quantile};

/// Shares of all voters from the interviews of an exit poll.
///
/// The estimate is p = Σ w x/Σ w m over the interviews, x being 1 for those who name the choice. The stations are
/// the ultimate clusters (Hansen, Hurwitz & Madow 1953): the variance is that of Σ u over stations drawn from
/// strata, u = Σ w (x − p m)/Σ w m of a station, and contains what interviewing inside stations adds, as far as
/// 1 − f_h leaves it; [`StationSample::interviews_in_two_stages`] has the whole of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct InterviewEstimate {
    /// The share of each choice.
    pub values: Vec<f64>,
    /// Their covariances.
    pub covariance: CovarianceMatrix,
    /// Stations less strata.
    pub degrees_of_freedom: u64,
    /// m, all who answered.
    pub interviews: u64,
    /// Stations with interviews or without.
    pub stations: usize,
    /// Strata in which they are.
    pub strata: usize,
    /// Σ w over the interviews: the voters they stand for.
    pub weight_sum: f64,
    /// What the weights alone leave of the interviews.
    pub weighting: Weighting,
    /// How large the clusters are.
    pub clusters: ClusterSizes,
    /// How alike voters of one station are, of each choice.
    pub homogeneity: Vec<Homogeneity>,
}

/// The effect of unequal weights.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Weighting {
    /// (Σ w)²/Σ w² (Kish 1965).
    pub effective_size: f64,
    /// Interviews over it.
    pub design_effect: f64,
}

/// Interviews per station.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct ClusterSizes {
    /// m̄ = Σ m/g over g stations.
    pub mean: f64,
    /// Σ m²/Σ m: the size of the station of a random interview.
    pub weighted_mean: f64,
    /// (Σ m − Σ m²/Σ m)/(g − 1), which stands for m̄ in the analysis of variance.
    pub balanced: f64,
}

/// One-way analysis of variance of a choice's answers (0 or 1, unweighted) over the stations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Homogeneity {
    /// Mean square between stations, on g − 1 degrees of freedom; `None` for one station.
    pub between: Option<f64>,
    /// Mean square within stations, on m − g; `None` where no station has two interviews.
    pub within: Option<f64>,
    /// ρ = (B − W)/(B + (m₀ − 1) W), the correlation of two voters of one station; it may come out below
    /// zero. `None` where the choice is named by none or all.
    pub rho: Option<f64>,
}

/// How an estimate of a choice compares with a simple random sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DesignEffect {
    /// V/(p (1 − p)/m), the variance factor of textbooks: what a [`Poll`](crate::Poll) takes.
    pub binomial: f64,
    /// V/(p (1 − p)/(m − 1)), R `survey`'s `deff = "replace"`.
    pub with_replacement: f64,
    /// The same with (Σ w − m)/Σ w less in the denominator, `survey`'s `deff = TRUE`; `None` where the weights
    /// sum to no more than the interviews.
    pub without_replacement: Option<f64>,
    /// p (1 − p)/V: as many interviews of a simple random sample are as good.
    pub effective_size: f64,
}

pub(super) fn interview_estimate(sample: &StationSample) -> Result<InterviewEstimate> {
    let table = sample.table();
    if let Some(error) = table.without_answers() {
        return Err(error);
    }
    let figures = Figures::of_interviews(table, sample.finite_population)?;
    let design = Design::new(table, &figures, sample.sparse)?;
    let (values, covariance) = combined_ratio(&figures, design)?;
    // Station weights are needed where an interview has none of its own.
    let weights = Figures::weights(table)?;
    let k = figures.choices;
    let mut answers = vec![0; k];
    let mut named = vec![0_u64; k];
    let mut within = vec![0.0; k];
    let (mut interviews, mut stations, mut squares) = (0_u64, 0_u64, 0.0);
    let (mut weight_sum, mut weight_squares) = (0.0, 0.0);
    for (station, station_weight) in weights.iter().enumerate() {
        let size = table.answers(station, &mut answers);
        interviews += size;
        stations += u64::from(size > 0);
        squares += (size * size) as f64;
        for ((named, within), count) in named.iter_mut().zip(&mut within).zip(&answers) {
            *named += count;
            if size > 0 {
                *within += *count as f64 * (size - count) as f64 / size as f64;
            }
        }
        for group in table.interviews(station) {
            let weight = group.weight.unwrap_or(*station_weight);
            weight_sum += weight * f64::from(group.answered);
            weight_squares += weight * weight * f64::from(group.answered);
        }
    }
    let (m, g) = (interviews as f64, stations as f64);
    let clusters = ClusterSizes {
        mean: m / g,
        weighted_mean: squares / m,
        balanced: (m - squares / m) / (g - 1.0).max(1.0),
    };
    let mut between = vec![0.0; k];
    for station in 0..table.len() {
        let size = table.answers(station, &mut answers) as f64;
        if size > 0.0 {
            for ((between, named), count) in between.iter_mut().zip(&named).zip(&answers) {
                *between += size * (*count as f64 / size - *named as f64 / m).powi(2);
            }
        }
    }
    let homogeneity = (0..k)
        .map(|choice| {
            let between = (stations > 1).then(|| between[choice] / (g - 1.0));
            let within = (interviews > stations).then(|| within[choice] / (m - g));
            let decided = named[choice] == 0 || named[choice] == interviews;
            let rho = between
                .zip(within)
                .filter(|_| !decided)
                .map(|(between, within)| {
                    (between - within) / (between + (clusters.balanced - 1.0) * within)
                });
            Homogeneity {
                between,
                within,
                rho,
            }
        })
        .collect();
    let effective_size = weight_sum * weight_sum / weight_squares;
    Ok(InterviewEstimate {
        values,
        covariance,
        degrees_of_freedom: (figures.len() - figures.strata.len()) as u64,
        interviews,
        stations: figures.len(),
        strata: figures.strata.len(),
        weight_sum,
        weighting: Weighting {
            effective_size,
            design_effect: m / effective_size,
        },
        clusters,
        homogeneity,
    })
}

impl InterviewEstimate {
    /// √variance of a choice.
    ///
    /// # Panics
    /// If there is no such choice, as a slice does.
    #[must_use]
    pub fn standard_error(&self, choice: usize) -> f64 {
        self.covariance.standard_error(choice)
    }

    /// The lead of one choice over another.
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn lead(&self, first: usize, second: usize) -> Lead {
        Lead {
            value: self.values[first] - self.values[second],
            standard_error: self.covariance.lead_standard_error(first, second),
        }
    }

    /// The design effect of a choice; `None` where it has no share, the whole, or no variance.
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn design_effect(&self, choice: usize) -> Option<DesignEffect> {
        let (p, variance) = (self.values[choice], self.covariance.get(choice, choice));
        self.effect(p * (1.0 - p), variance)
    }

    /// The design effect of a lead: its variance over (p_a + p_b − (p_a − p_b)²)/m.
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn lead_design_effect(&self, first: usize, second: usize) -> Option<DesignEffect> {
        let lead = self.lead(first, second);
        let of_one = self.values[first] + self.values[second] - lead.value * lead.value;
        self.effect(of_one, lead.standard_error * lead.standard_error)
    }

    fn effect(&self, of_one: f64, variance: f64) -> Option<DesignEffect> {
        if of_one <= 0.0 || variance <= 0.0 {
            return None;
        }
        let m = self.interviews as f64;
        let with_replacement = variance / of_one * (m - 1.0);
        let left = (self.weight_sum - m) / self.weight_sum;
        Some(DesignEffect {
            binomial: variance / of_one * m,
            with_replacement,
            without_replacement: (left > 1e-12).then(|| with_replacement / left),
            effective_size: of_one / variance,
        })
    }

    /// The design effect that weights and clusters would have together, were they independent:
    /// deff of the weights × (1 + (Σm²/Σm − 1) ρ) (Gabler, Häder & Lahiri 1999, *Survey Methodology* 25).
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn modelled_design_effect(&self, choice: usize) -> Option<f64> {
        let rho = self.homogeneity[choice].rho?;
        Some(self.weighting.design_effect * (1.0 + (self.clusters.weighted_mean - 1.0) * rho))
    }

    /// The correlation within stations that a design effect stands for, (deff − 1)/(size − 1) at a cluster
    /// size; `None` where there is no design effect or clusters of one.
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn rho_of_design_effect(&self, choice: usize, cluster_size: f64) -> Option<f64> {
        let effect = self.design_effect(choice)?.binomial;
        (cluster_size > 1.0).then(|| (effect - 1.0) / (cluster_size - 1.0))
    }

    /// p ± t·SE, Student's quantile on stations − strata degrees of freedom. Not cut at 0 and 1.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without degrees of freedom.
    ///
    /// # Panics
    /// If there is no such choice.
    pub fn interval(&self, choice: usize, confidence: Confidence) -> Result<Interval> {
        let half_width = self.quantile(confidence)? * self.standard_error(choice);
        Ok(Interval {
            low: self.values[choice] - half_width,
            high: self.values[choice] + half_width,
        })
    }

    /// The t interval on the scale of the log-odds, taken back.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a share of 0 or 1, and without degrees of freedom.
    ///
    /// # Panics
    /// If there is no such choice.
    pub fn logit_interval(&self, choice: usize, confidence: Confidence) -> Result<Interval> {
        let p = self.values[choice];
        self.some_share("the logit interval", choice)?;
        let centre = (p / (1.0 - p)).ln();
        let half_width = self.quantile(confidence)? * self.standard_error(choice) / (p * (1.0 - p));
        let share = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        Ok(Interval {
            low: share(centre - half_width),
            high: share(centre + half_width),
        })
    }

    /// The Clopper–Pearson interval at the effective size, less what the few degrees of freedom cost:
    /// n_eff (t_{m−1}/t_{stations−strata})² (Korn & Graubard 1998).
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a share of 0 or 1, and without degrees of freedom.
    ///
    /// # Panics
    /// If there is no such choice.
    pub fn korn_graubard_interval(
        &self,
        choice: usize,
        confidence: Confidence,
    ) -> Result<Interval> {
        self.some_share("the Korn–Graubard interval", choice)?;
        let Some(effect) = self.design_effect(choice) else {
            let reason = "the share has no variance";
            return Err(Error::undefined("the Korn–Graubard interval", reason));
        };
        let of_interviews =
            -student_t_quantile(0.5 * confidence.alpha(), self.interviews as f64 - 1.0)?;
        let size = effect.effective_size * (of_interviews / self.quantile(confidence)?).powi(2);
        BinomialMethod::ClopperPearson.interval(self.values[choice] * size, size, confidence)
    }

    fn some_share(&self, interval: &str, choice: usize) -> Result<()> {
        let p = self.values[choice];
        if p > 0.0 && p < 1.0 {
            return Ok(());
        }
        Err(Error::undefined(
            interval,
            format!("the share is {p}, of which the sample shows no variance"),
        ))
    }

    fn quantile(&self, confidence: Confidence) -> Result<f64> {
        t_quantile(confidence, self.degrees_of_freedom as f64)
    }
}
