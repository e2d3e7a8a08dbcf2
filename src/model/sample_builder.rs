use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::contest::{prose, required};
use super::entries::Figures;
use super::figure::Figure;
use super::lead_design_effect::{self, LeadDesignEffect};
use super::name::distinct;
use super::points::{proportion_by_mistake, rate_by_mistake};
use super::sample::Sample;
use crate::error::{Error, Result};
use crate::numeric::{Bounds, Confidence};

/// Collects what a [`Sample`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Sample")
)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a sample: an object with what is known of it"
)]
pub struct SampleBuilder {
    /// People who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) respondents: Option<Figure>,
    /// Polling stations at which they were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stations: Option<Figure>,
    /// Groups of stations from each of which some were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) strata: Option<Figure>,
    /// Whether people were asked at every station that there is: none was drawn, and the stations leave no degrees of
    /// freedom to the variance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) every_station: Option<bool>,
    /// The ballots from which the sample was drawn without replacement: asks for the correction for a finite population.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) population: Option<Figure>,
    /// The design effect, a variance factor (not its square root).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) design_effect: Option<Figure>,
    /// The design effect of a choice of its own, where it is known choice by choice.
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(super) design_effects: Figures,
    /// The design effect of the lead of one choice over another, where it is known pair by pair.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) lead_design_effects: Vec<LeadDesignEffect>,
    /// Interviews per station, where it is not respondents over stations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cluster_size: Option<Figure>,
    /// The correlation ρ of two voters of one station.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) intracluster_correlation: Option<Figure>,
    /// The margin that the pollster stated, in percentage points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stated_margin: Option<Figure>,
    /// The confidence of the stated margin, as a proportion or, above 1, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stated_confidence: Option<Figure>,
    /// Of those approached, the percentage who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response_rate: Option<Figure>,
    /// The margin that the pollster stated for a choice of its own, in percentage points.
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(super) margins: Figures,
    /// How the polling stations were selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) station_selection: Option<String>,
    /// Voters who were approached and refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refusals: Option<Figure>,
    /// Voters who should have been approached and were missed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) misses: Option<Figure>,
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

    /// Whether people were asked at every station that there is, so that none was drawn.
    #[must_use]
    pub fn every_station(mut self, every: bool) -> Self {
        self.every_station = Some(every);
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

    /// The design effect of one choice, a variance factor, where it is known choice by choice: its row is judged by
    /// it, everything that is of all rows by [`design_effect`](Self::design_effect).
    #[must_use]
    pub fn design_effect_of(
        mut self,
        choice: impl Into<String>,
        factor: impl Into<Figure>,
    ) -> Self {
        self.design_effects.push(choice, factor);
        self
    }

    /// The design effect of the lead of one choice over the other, a variance factor, where it is known pair by pair: the
    /// lead of these two is judged by it, as are their ranks and calls.
    #[must_use]
    pub fn lead_design_effect_of(
        mut self,
        first: impl Into<String>,
        second: impl Into<String>,
        factor: impl Into<Figure>,
    ) -> Self {
        self.lead_design_effects.push(LeadDesignEffect {
            choices: [first.into(), second.into()],
            design_effect: factor.into(),
        });
        self
    }

    /// The margin that the pollster stated, in percentage points.
    #[must_use]
    pub fn stated_margin(mut self, points: impl Into<Figure>) -> Self {
        self.stated_margin = Some(points.into());
        self
    }

    /// The margin that the pollster stated for one choice, in percentage points.
    #[must_use]
    pub fn margin(mut self, choice: impl Into<String>, points: impl Into<Figure>) -> Self {
        self.margins.push(choice, points);
        self
    }

    /// How the polling stations were selected.
    #[must_use]
    pub fn station_selection(mut self, how: impl Into<String>) -> Self {
        self.station_selection = Some(how.into());
        self
    }

    /// Voters who were approached and refused.
    #[must_use]
    pub fn refusals(mut self, voters: impl Into<Figure>) -> Self {
        self.refusals = Some(voters.into());
        self
    }

    /// Voters who should have been approached and were missed.
    #[must_use]
    pub fn misses(mut self, voters: impl Into<Figure>) -> Self {
        self.misses = Some(voters.into());
        self
    }

    /// The confidence of the stated margin, as a proportion or, above 1, in percent.
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

    /// Validates all fields and returns the sample.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no respondents or stations at all, more stations than
    /// respondents, more strata than stations, a population that the respondents exhaust, a design
    /// effect that is not positive, or smaller than cluster size and correlation give, a correlation
    /// outside \[−1, 1\], a margin outside (0, 100] points or so small that it must be a proportion, a
    /// confidence outside (0, 1), a response rate outside (0, 100].
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
        let within = |field: &str, figure: &Option<Figure>, low: f64, high: f64, help: &str| {
            let Some(figure) = figure else {
                return Ok(None);
            };
            let number = figure.decimal(field)?;
            // Open below: none of these quantities can be at its lower end.
            if number > low && number <= high {
                Ok(Some(number))
            } else {
                Err(Error::out_of_range(field, figure, help))
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
        let percent = |field: &str, figure: &Option<Figure>| {
            within(
                field,
                figure,
                0.0,
                100.0,
                "give a percentage above 0, at most 100",
            )
        };
        let rate = |field: &str, figure: &Option<Figure>| {
            let Some(rate) = percent(field, figure)? else {
                return Ok(None);
            };
            match rate_by_mistake(rate) {
                Some(help) => Err(Error::out_of_range(field, rate, help)),
                None => Ok(Some(rate / 100.0)),
            }
        };
        let margin = |field: &str, figure: &Option<Figure>| {
            let Some(points) = percent(field, figure)? else {
                return Ok(None);
            };
            match proportion_by_mistake(points) {
                Some(help) => Err(Error::out_of_range(field, points, help)),
                None => Ok(Some(points / 100.0)),
            }
        };
        let factor = |field: &str, figure: &Option<Figure>| {
            within(
                field,
                figure,
                0.0,
                1e6,
                "give a positive variance factor, such as 1.7",
            )
        };
        let design_effects = of_choices(
            ("design_effects", "design effect"),
            &self.design_effects,
            factor,
        )?;
        let margins = of_choices(("margins", "margin"), &self.margins, margin)?;
        let ends = (margins.iter().zip(self.margins.values()))
            .map(|((_, margin), figure)| margin_bounds(figure).unwrap_or(Bounds::exact(*margin)))
            .collect();
        prose(&[("station_selection", &self.station_selection)])?;
        let whole = |field: &str, figure: &Option<Figure>| {
            figure
                .as_ref()
                .map(|figure| figure.whole(field))
                .transpose()
        };
        let sample = Sample {
            respondents,
            stations,
            strata,
            every_station: self.every_station,
            population,
            design_effect: factor("design_effect", &self.design_effect)?,
            design_effects,
            lead_design_effects: lead_design_effect::checked(&self.lead_design_effects, factor)?,
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
            stated_margin: margin("stated_margin", &self.stated_margin)?,
            stated_margin_bounds: self.stated_margin.as_ref().and_then(margin_bounds),
            margins,
            margin_bounds: ends,
            refusals: whole("refusals", &self.refusals)?,
            misses: whole("misses", &self.misses)?,
            stated_confidence: match &self.stated_confidence {
                Some(figure) => {
                    let level = figure.decimal("stated_confidence")?;
                    // Percent where it cannot be a proportion: "95" is what pollsters write.
                    let level = if level > 1.0 { level / 100.0 } else { level };
                    Some(Confidence::new(level).map_err(|_| {
                        Error::out_of_range(
                            "stated_confidence",
                            figure,
                            "give a proportion or percent, such as 0.95 or 95",
                        )
                    })?)
                }
                None => None,
            },
            response_rate: rate("response_rate", &self.response_rate)?,
            document: Arc::new(self),
        };
        if let (Some(factor), Some(of_clusters)) = (sample.design_effect, sample.of_clusters())
            && factor < (1.0 - ROUNDING) * of_clusters
        {
            return Err(Error::inconsistent(
                "design_effect",
                factor,
                format!("1 + (cluster size − 1) × correlation, {of_clusters}"),
                "weighting only adds to what clusters cost; give the design effect of everything, or \
                 cluster size and correlation alone",
            ));
        }
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

/// How far a design effect may be under the one of its clusters because both are rounded.
const ROUNDING: f64 = 0.05;

/// The figures of single choices, each with its choice; `what` is the name of one of them.
fn of_choices(
    (field, what): (&str, &str),
    figures: &Figures,
    read: impl Fn(&str, &Option<Figure>) -> Result<Option<f64>>,
) -> Result<Vec<(String, f64)>> {
    let mut own = Vec::with_capacity(figures.len());
    for (choice, figure) in figures.iter() {
        let help = format!("name the choice that has this {what}");
        let choice = required(field, choice.written(), &help)?;
        if let Some(value) = read(&format!("{field}.{choice}"), &Some(figure.clone()))? {
            own.push((choice, value));
        }
    }
    let names = own.iter().map(|(choice, _)| choice.as_str());
    distinct(field, names, &format!("give one {what} for each choice"))?;
    Ok(own)
}

impl TryFrom<SampleBuilder> for Sample {
    type Error = Error;
    fn try_from(builder: SampleBuilder) -> Result<Sample> {
        builder.build()
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
