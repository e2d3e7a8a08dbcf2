use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::lead_design_effect;
use super::name::clean;
use super::sample_builder::SampleBuilder;
use crate::numeric::{Bounds, Confidence};

/// What a pollster published about the sample. Everything may be unknown, and unknown stays unknown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "SampleBuilder", into = "SampleBuilder")]
pub struct Sample {
    pub(super) respondents: Option<u64>,
    pub(super) stations: Option<u64>,
    pub(super) strata: Option<u64>,
    pub(super) every_station: Option<bool>,
    pub(super) population: Option<u64>,
    pub(super) design_effect: Option<f64>,
    pub(super) design_effects: Vec<(String, f64)>,
    pub(super) lead_design_effects: Vec<([String; 2], f64)>,
    pub(super) cluster_size: Option<f64>,
    pub(super) intracluster_correlation: Option<f64>,
    pub(super) stated_margin: Option<f64>,
    pub(super) stated_margin_bounds: Option<Bounds>,
    pub(super) stated_confidence: Option<Confidence>,
    pub(super) response_rate: Option<f64>,
    pub(super) margins: Vec<(String, f64)>,
    /// What each of them can stand for, in the same order.
    pub(super) margin_bounds: Vec<Bounds>,
    pub(super) refusals: Option<u64>,
    pub(super) misses: Option<u64>,
    // What was written, so that it can be written again digit by digit; shared with the reports that hold it.
    pub(super) document: Arc<SampleBuilder>,
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

    /// Whether people were asked at every station that there is: none was drawn.
    #[must_use]
    pub fn every_station(&self) -> Option<bool> {
        self.every_station
    }

    /// Ballots from which the sample was drawn without replacement, where a correction for a finite
    /// population is wanted.
    #[must_use]
    pub fn population(&self) -> Option<u64> {
        self.population
    }

    /// Degrees of freedom of a variance that was estimated from the stations: stations − strata (one
    /// stratum where none are given; Korn & Graubard 1998). None where people were asked at every station.
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
        self.stations
            .filter(|_| self.every_station != Some(true))?
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
        self.design_effect.or_else(|| self.of_clusters())
    }

    /// The design effect of drawing stations: 1 + (m − 1)ρ.
    pub(super) fn of_clusters(&self) -> Option<f64> {
        let rho = self.intracluster_correlation?;
        let size = self
            .cluster_size
            .or_else(|| Some(self.respondents? as f64 / self.stations? as f64))?;
        Some(1.0 + (size - 1.0) * rho)
    }

    /// The margins that the printed one can stand for, proportions: "2" is 1.5 to 2.5 points.
    #[must_use]
    pub fn stated_margin_bounds(&self) -> Option<Bounds> {
        self.stated_margin_bounds
    }

    /// The margin that the pollster stated, as a proportion.
    #[must_use]
    pub fn stated_margin(&self) -> Option<f64> {
        self.stated_margin
    }

    /// The design effects of single choices, in the order given.
    #[must_use]
    pub fn design_effects(&self) -> &[(String, f64)] {
        &self.design_effects
    }

    /// The design effect of this choice, where it has one of its own.
    #[must_use]
    pub fn design_effect_of(&self, choice: &str) -> Option<f64> {
        let choice = clean(choice);
        let own = self.design_effects.iter().find(|(own, _)| *own == choice);
        own.map(|(_, factor)| *factor)
    }

    /// The design effects of the leads of two choices, in the order given.
    #[must_use]
    pub fn lead_design_effects(&self) -> &[([String; 2], f64)] {
        &self.lead_design_effects
    }

    /// The design effect of the lead of one of these choices over the other, in either order, where it is known: a factor
    /// on (p_a + p_b − (p_a − p_b)²)/n.
    ///
    /// ```
    /// use exitpoll::Sample;
    ///
    /// let sample = Sample::builder().respondents(960).lead_design_effect_of("A", "B", "74.3").build()?;
    /// assert_eq!(sample.lead_design_effect_of("B", "A"), Some(74.3));
    /// assert_eq!(sample.lead_design_effect_of("A", "C"), None);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn lead_design_effect_of(&self, first: &str, second: &str) -> Option<f64> {
        lead_design_effect::of_pair(&self.lead_design_effects, [first, second])
    }

    /// The margins that the pollster stated for single choices, as proportions, in the order given.
    #[must_use]
    pub fn margins(&self) -> &[(String, f64)] {
        &self.margins
    }

    /// The margins that the printed one of this choice can stand for, proportions.
    #[must_use]
    pub fn margin_bounds(&self, choice: &str) -> Option<Bounds> {
        let choice = clean(choice);
        let place = self.margins.iter().position(|(own, _)| *own == choice)?;
        self.margin_bounds.get(place).copied()
    }

    /// The margin that the pollster stated for this choice, as a proportion.
    #[must_use]
    pub fn margin(&self, choice: &str) -> Option<f64> {
        let choice = clean(choice);
        let margin = self.margins.iter().find(|(own, _)| *own == choice);
        margin.map(|(_, margin)| *margin)
    }

    /// How the polling stations were selected.
    #[must_use]
    pub fn station_selection(&self) -> Option<&str> {
        self.document.station_selection.as_deref()
    }

    /// Voters who were approached and refused.
    #[must_use]
    pub fn refusals(&self) -> Option<u64> {
        self.refusals
    }

    /// Voters who should have been approached and were missed.
    #[must_use]
    pub fn misses(&self) -> Option<u64> {
        self.misses
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

impl From<Sample> for SampleBuilder {
    fn from(sample: Sample) -> SampleBuilder {
        Arc::unwrap_or_clone(sample.document)
    }
}
