//! The estimators by name.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, by_name};

/// How the votes of sampled stations become figures of all stations.
///
/// w, x, t are a station's weight (N_h/n_h unless given), votes of the choice and ballots; N_h and T_h the
/// stations and ballots of a whole stratum. The variance is that of Σ u over a stratified sample
/// ([`StationEstimate::covariance`](super::StationEstimate::covariance)) with the u named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Estimator {
    /// R = Σ w x/Σ w t, u = w (x − R t)/Σ w t (Cochran 1977, *Sampling Techniques*, 6.11; R `survey`'s
    /// `svyratio`).
    #[default]
    CombinedRatio,
    /// Σ_h (T_h/T) R_h with the ratios R_h of the strata, u = (T_h/T) w (x − R_h t)/Σ_h w t (Särndal,
    /// Swensson & Wretman 1992, 7.3). Needs the ballots of each stratum; biased where strata have few
    /// stations.
    SeparateRatio,
    /// The same estimate with u = w (x − R_h t)/T (Cochran 1977, 6.10).
    SeparateRatioCochran,
    /// Σ w (x/t)/Σ w: the mean of the stations' shares, which counts a small station as much as a large one.
    MeanOfRatios,
    /// The combined ratio with weights w N_g/Σ_g w, such that each post-stratum g has its known number of
    /// stations; u = g w (z − z̄_g), z = (x − R t)/Σ g w t (Särndal et al. 1992, 7.6; `postStratify`).
    PostStratified,
    /// The mean votes of a station, post-stratified, with the variance (1 − f)/n Σ W_g s²_g + Σ (1 − W_g) s²_g/n²
    /// (Cochran 1977, 5A.9). One stratum only.
    PostStratifiedMean,
    /// The previous result and the change since: P⁰ + R − R⁰ with the sample's own estimate R⁰ of the
    /// known previous share P⁰, u = w (e/Σ w t − e⁰/Σ w t⁰). The change estimator of the British exit poll
    /// (Curtice & Firth 2008, *Journal of the Royal Statistical Society* A 171): it needs the stations to change
    /// alike, not to be alike.
    Change,
    /// R T votes, expanded by the known ballots of all stations, SE T·SE(R) (`predict` of `svyratio`).
    RatioTotal,
    /// The same votes with u = w (x − R t), not scaled by T/Σ w t (Cochran 1977, 6.11).
    RatioTotalCochran,
    /// X⁰ + Σ w (x − x⁰) votes, from those of the previous election (Särndal et al. 1992, 6.3).
    DifferenceTotal,
}

/// Of what an estimate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// A proportion of ballots.
    Share,
    /// Votes in all stations.
    Votes,
    /// Votes of one station in the mean.
    VotesPerStation,
}

impl Estimator {
    /// Every estimator, in the order above.
    pub const ALL: [Estimator; 10] = [
        Estimator::CombinedRatio,
        Estimator::SeparateRatio,
        Estimator::SeparateRatioCochran,
        Estimator::MeanOfRatios,
        Estimator::PostStratified,
        Estimator::PostStratifiedMean,
        Estimator::Change,
        Estimator::RatioTotal,
        Estimator::RatioTotalCochran,
        Estimator::DifferenceTotal,
    ];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Estimator::CombinedRatio => "combined_ratio",
            Estimator::SeparateRatio => "separate_ratio",
            Estimator::SeparateRatioCochran => "separate_ratio_cochran",
            Estimator::MeanOfRatios => "mean_of_ratios",
            Estimator::PostStratified => "post_stratified",
            Estimator::PostStratifiedMean => "post_stratified_mean",
            Estimator::Change => "change",
            Estimator::RatioTotal => "ratio_total",
            Estimator::RatioTotalCochran => "ratio_total_cochran",
            Estimator::DifferenceTotal => "difference_total",
        }
    }

    /// Of what it is an estimate.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Estimator::RatioTotal | Estimator::RatioTotalCochran | Estimator::DifferenceTotal => {
                Unit::Votes
            }
            Estimator::PostStratifiedMean => Unit::VotesPerStation,
            _ => Unit::Share,
        }
    }
}

impl fmt::Display for Estimator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Estimator {
    type Err = Error;
    fn from_str(text: &str) -> Result<Estimator> {
        by_name("estimator", text, Estimator::ALL, Estimator::name)
    }
}
