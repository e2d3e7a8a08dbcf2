use serde::{Deserialize, Serialize};

use super::figure::Figure;
use crate::error::{Error, Result};
use crate::numeric::{Bounds, Confidence};

/// What a pollster published about the sample. Everything may be unknown, and unknown stays unknown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "SampleBuilder", into = "SampleBuilder")]
pub struct Sample {
    respondents: Option<u64>,
    stations: Option<u64>,
    strata: Option<u64>,
    population: Option<u64>,
    design_effect: Option<f64>,
    cluster_size: Option<f64>,
    intracluster_correlation: Option<f64>,
    stated_margin: Option<f64>,
    stated_margin_bounds: Option<Bounds>,
    stated_confidence: Option<Confidence>,
    response_rate: Option<f64>,
}

/// Collects what a [`Sample`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a sample: an object with what is known of it"
)]
pub struct SampleBuilder {
    #[serde(skip_serializing_if = "Option::is_none")]
    respondents: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stations: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strata: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    design_effect: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster_size: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    intracluster_correlation: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stated_margin: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stated_confidence: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_rate: Option<Figure>,
}

impl Sample {
    /// Starts a sample of which nothing is known yet.
    #[must_use]
    pub fn builder() -> SampleBuilder {
        SampleBuilder::default()
    }

    /// People who answered.
    #[must_use]
    pub fn respondents(&self) -> Option<u64> {
        self.respondents
    }

    /// Polling stations (clusters) at which they were asked.
    #[must_use]
    pub fn stations(&self) -> Option<u64> {
        self.stations
    }

    /// Groups of stations from each of which some were drawn.
    #[must_use]
    pub fn strata(&self) -> Option<u64> {
        self.strata
    }

    /// Ballots from which the sample was drawn without replacement, where a correction for a finite
    /// population is wanted.
    #[must_use]
    pub fn population(&self) -> Option<u64> {
        self.population
    }

    /// Degrees of freedom of a variance that was estimated from the stations: stations − strata (one
    /// stratum where none are given; Korn & Graubard 1998).
    ///
    /// ```
    /// use exitpoll::Sample;
    ///
    /// let sample = Sample::builder().stations(125).strata(25).build()?;
    /// assert_eq!(sample.design_degrees_of_freedom(), Some(100));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn design_degrees_of_freedom(&self) -> Option<u64> {
        self.stations?
            .checked_sub(self.strata.unwrap_or(1))
            .filter(|freedom| *freedom > 0)
    }

    /// The effective size n_eff: as many respondents of a simple random sample with replacement would
    /// have the same variance. n / deff, with the design effect of the sample, times
    /// (N − 1)/(N − n) where the population N is given (Cochran 1977). Never rounded.
    ///
    /// A sample whose design effect is not known counts as simple random: its n_eff is then the most
    /// that it can be, and intervals from it are at least as wide as they print. `None` where the
    /// respondents are not known.
    ///
    /// ```
    /// use exitpoll::Sample;
    ///
    /// let sample = Sample::builder().respondents(500).design_effect("2").build()?;
    /// assert_eq!(sample.effective_size(), Some(250.0));
    /// // Half of 1,000 ballots: the variance shrinks by 500/999.
    /// let sample = Sample::builder().respondents(500).population(1000).build()?;
    /// assert_eq!(sample.effective_size(), Some(999.0));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn effective_size(&self) -> Option<f64> {
        self.effective_size_with(self.design_effect().unwrap_or(1.0))
    }

    /// The effective size under another design effect than the sample's own, for what-if questions.
    #[must_use]
    pub fn effective_size_with(&self, design_effect: f64) -> Option<f64> {
        let n = self.respondents? as f64;
        let correction = self.population.map_or(1.0, |population| {
            (population as f64 - 1.0) / (population as f64 - n)
        });
        Some(n / design_effect * correction)
    }

    /// The design effect, a variance factor: as given, or 1 + (m − 1)ρ where the intracluster
    /// correlation ρ is known, and the cluster size m is given or follows from respondents and
    /// stations (Kish 1965).
    ///
    /// ```
    /// use exitpoll::Sample;
    ///
    /// let sample = Sample::builder().cluster_size(25.0).intracluster_correlation(0.03).build()?;
    /// assert!((sample.design_effect().unwrap() - 1.72).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn design_effect(&self) -> Option<f64> {
        let of_clusters = || {
            let rho = self.intracluster_correlation?;
            let size = self
                .cluster_size
                .or_else(|| Some(self.respondents? as f64 / self.stations? as f64))?;
            Some(1.0 + (size - 1.0) * rho)
        };
        self.design_effect.or_else(of_clusters)
    }

    /// The margins that the printed one can stand for, proportions.
    #[must_use]
    pub fn stated_margin_bounds(&self) -> Option<Bounds> {
        self.stated_margin_bounds
    }

    /// The margin that the pollster stated, as a proportion.
    #[must_use]
    pub fn stated_margin(&self) -> Option<f64> {
        self.stated_margin
    }

    /// The confidence that the pollster stated with the margin.
    #[must_use]
    pub fn stated_confidence(&self) -> Option<Confidence> {
        self.stated_confidence
    }

    /// The proportion of those approached who answered.
    #[must_use]
    pub fn response_rate(&self) -> Option<f64> {
        self.response_rate
    }
}

impl SampleBuilder {
    /// People who answered.
    #[must_use]
    pub fn respondents(mut self, respondents: impl Into<Figure>) -> Self {
        self.respondents = Some(respondents.into());
        self
    }

    /// Polling stations at which they were asked.
    #[must_use]
    pub fn stations(mut self, stations: impl Into<Figure>) -> Self {
        self.stations = Some(stations.into());
        self
    }

    /// Groups of stations from each of which some were drawn.
    #[must_use]
    pub fn strata(mut self, strata: impl Into<Figure>) -> Self {
        self.strata = Some(strata.into());
        self
    }

    /// The ballots from which the sample was drawn without replacement: asks for the correction for a
    /// finite population.
    #[must_use]
    pub fn population(mut self, ballots: impl Into<Figure>) -> Self {
        self.population = Some(ballots.into());
        self
    }

    /// The design effect, a variance factor (not its square root).
    #[must_use]
    pub fn design_effect(mut self, factor: impl Into<Figure>) -> Self {
        self.design_effect = Some(factor.into());
        self
    }

    /// Interviews per station, where it is not respondents over stations.
    #[must_use]
    pub fn cluster_size(mut self, size: impl Into<Figure>) -> Self {
        self.cluster_size = Some(size.into());
        self
    }

    /// The correlation ρ of two voters of one station.
    #[must_use]
    pub fn intracluster_correlation(mut self, rho: impl Into<Figure>) -> Self {
        self.intracluster_correlation = Some(rho.into());
        self
    }

    /// The margin that the pollster stated, in percentage points.
    #[must_use]
    pub fn stated_margin(mut self, points: impl Into<Figure>) -> Self {
        self.stated_margin = Some(points.into());
        self
    }

    /// The confidence of the stated margin, as a proportion.
    #[must_use]
    pub fn stated_confidence(mut self, level: impl Into<Figure>) -> Self {
        self.stated_confidence = Some(level.into());
        self
    }

    /// Of those approached, the percentage who answered.
    #[must_use]
    pub fn response_rate(mut self, percent: impl Into<Figure>) -> Self {
        self.response_rate = Some(percent.into());
        self
    }

    /// The sample, if everything in it can be so.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no respondents or stations at all, more stations than
    /// respondents, more strata than stations, a population that the respondents exhaust, a design effect that is not positive, a correlation outside \[−1, 1\], a margin
    /// outside (0, 100] points, a confidence outside (0, 1), a response rate outside (0, 100].
    pub fn build(self) -> Result<Sample> {
        let positive = |field: &str, figure: &Option<Figure>| {
            let number = figure
                .as_ref()
                .map(|figure| figure.whole(field))
                .transpose()?;
            match number {
                Some(0) => Err(Error::out_of_range(
                    field,
                    0,
                    "give at least 1, or leave it out where it is unknown",
                )),
                other => Ok(other),
            }
        };
        let within = |field: &str, figure: &Option<Figure>, low: f64, high: f64, mend: &str| {
            let Some(figure) = figure else {
                return Ok(None);
            };
            let number = figure.decimal(field)?;
            // Open below: none of these quantities can be at its lower end.
            if number > low && number <= high {
                Ok(Some(number))
            } else {
                Err(Error::out_of_range(field, figure, mend))
            }
        };
        let respondents = positive("respondents", &self.respondents)?;
        let stations = positive("stations", &self.stations)?;
        if let (Some(people), Some(places)) = (respondents, stations)
            && places > people
        {
            return Err(Error::inconsistent(
                "stations",
                places.to_string(),
                format!("`respondents` {people}"),
                "at least one person answered at each station",
            ));
        }
        let strata = positive("strata", &self.strata)?;
        if let (Some(groups), Some(places)) = (strata, stations)
            && groups > places
        {
            return Err(Error::inconsistent(
                "strata",
                groups.to_string(),
                format!("`stations` {places}"),
                "at least one station was drawn in each stratum",
            ));
        }
        let population = positive("population", &self.population)?;
        if let (Some(people), Some(ballots)) = (respondents, population)
            && ballots <= people
        {
            return Err(Error::inconsistent(
                "population",
                ballots.to_string(),
                format!("`respondents` {people}"),
                "give the ballots from which the sample was drawn, more than answered; a \
                       census has no sampling error",
            ));
        }
        let percent = |field, figure| {
            within(
                field,
                figure,
                0.0,
                100.0,
                "give a percentage above 0, at most 100",
            )
        };
        let sample = Sample {
            respondents,
            stations,
            strata,
            population,
            design_effect: within(
                "design_effect",
                &self.design_effect,
                0.0,
                1e6,
                "give a positive variance factor, such as 1.7",
            )?,
            cluster_size: match within(
                "cluster_size",
                &self.cluster_size,
                0.0,
                1e12,
                "give at least 1",
            )? {
                Some(size) if size < 1.0 => {
                    return Err(Error::out_of_range("cluster_size", size, "give at least 1"));
                }
                size => size,
            },
            intracluster_correlation: within(
                "intracluster_correlation",
                &self.intracluster_correlation,
                -1.0,
                1.0,
                "give a correlation, such as 0.03",
            )?,
            stated_margin: percent("stated_margin", &self.stated_margin)?
                .map(|points| points / 100.0),
            stated_margin_bounds: self.stated_margin.as_ref().and_then(margin_bounds),
            stated_confidence: match &self.stated_confidence {
                Some(figure) => {
                    let level = figure.decimal("stated_confidence")?;
                    Some(Confidence::new(level).map_err(|_| {
                        Error::out_of_range(
                            "stated_confidence",
                            figure,
                            "give a proportion between 0 and 1, such as 0.95",
                        )
                    })?)
                }
                None => None,
            },
            response_rate: percent("response_rate", &self.response_rate)?.map(|rate| rate / 100.0),
        };
        match sample.design_effect() {
            Some(factor) if factor <= 0.0 => Err(Error::out_of_range(
                "intracluster_correlation",
                sample.intracluster_correlation.unwrap_or_default(),
                "with this cluster size it makes the design effect negative",
            )),
            _ => Ok(sample),
        }
    }
}

impl TryFrom<SampleBuilder> for Sample {
    type Error = Error;
    fn try_from(builder: SampleBuilder) -> Result<Sample> {
        builder.build()
    }
}

impl From<Sample> for SampleBuilder {
    fn from(sample: Sample) -> SampleBuilder {
        SampleBuilder {
            respondents: sample.respondents.map(Figure::from),
            stations: sample.stations.map(Figure::from),
            strata: sample.strata.map(Figure::from),
            population: sample.population.map(Figure::from),
            design_effect: sample.design_effect.map(Figure::from),
            cluster_size: sample.cluster_size.map(Figure::from),
            intracluster_correlation: sample.intracluster_correlation.map(Figure::from),
            stated_margin: sample.stated_margin.map(|margin| points(margin).into()),
            stated_confidence: sample.stated_confidence.map(|c| c.level().into()),
            response_rate: sample.response_rate.map(|rate| points(rate).into()),
        }
    }
}

/// What a printed margin can stand for: "2" is 1.5 to 2.5 points, "1.4" is 1.35 to 1.45.
fn margin_bounds(margin: &Figure) -> Option<Bounds> {
    let text = margin.text();
    let value: f64 = text.parse().ok()?;
    let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).ok()?);
    Some(Bounds {
        low: (value - half).max(0.0) / 100.0,
        high: (value + half) / 100.0,
    })
}

/// A proportion in percentage points, such that reading it back gives the same proportion.
fn points(proportion: f64) -> f64 {
    let points = proportion * 100.0;
    [points, points.next_down(), points.next_up()]
        .into_iter()
        .find(|candidate| candidate / 100.0 == proportion)
        .unwrap_or(points)
}
