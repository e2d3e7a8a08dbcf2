//! Intervals of a published share, with everything about the design from one [`Sample`].

use super::BinomialMethod;
use super::count::{Count, Level};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::interval::effective::effective_size;
use crate::model::Sample;
use crate::numeric::{Confidence, student_t_quantile};

impl BinomialMethod {
    /// The interval for a `share` (a proportion) that a `sample` gave: of share·n_eff in n_eff, with the
    /// sample's effective size ([`Sample::effective_size`]: design effect and finite population).
    /// Korn–Graubard reduces n_eff further, for the degrees of freedom of the design.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ `share` ≤ 1 and the effective size is at most 2⁵³;
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) if the sample names no respondents, or for Korn–Graubard no stations;
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if there is no more than one station in each stratum.
    ///
    /// ```
    /// use exitpoll::interval::BinomialMethod;
    /// use exitpoll::{Confidence, Sample};
    ///
    /// let sample = Sample::builder().respondents(1000).design_effect("2.5").build()?;
    /// let interval = BinomialMethod::Wilson.interval_of_share(0.25, &sample, Confidence::P95)?;
    /// assert_eq!(interval, BinomialMethod::Wilson.interval(100.0, 400.0, Confidence::P95)?);
    /// assert!(BinomialMethod::Wilson.interval_of_share(0.25, &Sample::default(), Confidence::P95).is_err());
    ///
    /// // With its 50 stations taken as a simple random sample of stations, 49 degrees of freedom:
    /// // 400·(t₉₉₉(.975)/t₄₉(.975))² = 400·(1.96234/2.00958)² = 381.4 effective respondents.
    /// let sample = Sample::builder().respondents(1000).design_effect("2.5").stations(50).build()?;
    /// let interval = BinomialMethod::KornGraubard.interval_of_share(0.25, &sample, Confidence::P95)?;
    /// let n = 381.4171;
    /// let exact = BinomialMethod::ClopperPearson.interval(0.25 * n, n, Confidence::P95)?;
    /// assert!((interval.low() - exact.low()).abs() < 1e-7);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interval_of_share(
        self,
        share: f64,
        sample: &Sample,
        confidence: Confidence,
    ) -> Result<Interval> {
        let level = Level::from(confidence);
        let count = self.count_of(share, sample, level)?;
        self.with_design_settled().interval_of(count, level)
    }

    /// The factor by which the method reduces the effective size of a sample of known size.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) and [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) as [`interval_of_share`](Self::interval_of_share).
    pub(crate) fn size_reduction(self, sample: &Sample, confidence: Confidence) -> Result<f64> {
        self.reduction(sample, Level::from(confidence))
    }

    fn reduction(self, sample: &Sample, level: Level) -> Result<f64> {
        match (self, sample.respondents()) {
            (BinomialMethod::KornGraubard, Some(respondents)) => {
                loss_of_freedom(respondents, sample, level.tail)
            }
            _ => Ok(1.0),
        }
    }

    fn count_of(self, share: f64, sample: &Sample, level: Level) -> Result<Count> {
        let size = effective_size("respondents", sample)?;
        Count::of_share(share, size * self.reduction(sample, level)?)
    }

    /// What is left to compute once the size is that of the design.
    fn with_design_settled(self) -> BinomialMethod {
        match self {
            BinomialMethod::KornGraubard => BinomialMethod::ClopperPearson,
            other => other,
        }
    }
}

/// (t_{n−1}/t_{stations−strata})², both quantiles with `tail` above them.
fn loss_of_freedom(respondents: u64, sample: &Sample, tail: f64) -> Result<f64> {
    let Some(stations) = sample.stations() else {
        return Err(Error::missing(
            "stations",
            "a Korn–Graubard interval needs the degrees of freedom of the design: give the stations, and \
             the strata if there are several",
        ));
    };
    let Some(freedom) = sample.design_degrees_of_freedom() else {
        return Err(Error::inconsistent(
            "stations",
            stations.to_string(),
            format!("`strata` {}", sample.strata().unwrap_or(1)),
            "a Korn–Graubard interval needs more stations than strata; clopper_pearson takes the \
                   design effect as known",
        ));
    };
    // At least as many answered as there are stations, so the degrees of freedom are positive.
    let of_respondents = student_t_quantile(tail, respondents.saturating_sub(1) as f64)?;
    let of_stations = student_t_quantile(tail, freedom as f64)?;
    let ratio = of_respondents / of_stations;
    Ok(ratio * ratio)
}
