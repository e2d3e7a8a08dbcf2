//! The facts of a sample one by one: what a poll states of it, and whether two statements are of the same number.

use serde::{Deserialize, Serialize};

use super::name::clean;
use super::sample_builder::SampleBuilder;
use crate::numeric::Bounds;

/// What can be stated of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SampleFact {
    /// People who answered.
    Respondents,
    /// Polling stations at which they were asked.
    Stations,
    /// Groups of stations from each of which some were drawn.
    Strata,
    /// Whether people were asked at every station that there is.
    EveryStation,
    /// The ballots from which the sample was drawn without replacement.
    Population,
    /// The design effect, of the poll or of one choice.
    DesignEffect,
    /// The design effect of the lead of one choice over another.
    LeadDesignEffect,
    /// Interviews per station.
    ClusterSize,
    /// The correlation of two voters of one station.
    IntraclusterCorrelation,
    /// The stated margin, of the poll or of one choice.
    Margin,
    /// The confidence of the stated margins.
    Confidence,
    /// Of those approached, the percentage who answered.
    ResponseRate,
    /// How the polling stations were selected.
    StationSelection,
    /// Voters who were approached and refused.
    Refusals,
    /// Voters who should have been approached and were missed.
    Misses,
}

impl SampleFact {
    /// Whether an interval or a test rests on it.
    #[must_use]
    pub fn is_of_size(self) -> bool {
        !matches!(
            self,
            SampleFact::ResponseRate
                | SampleFact::StationSelection
                | SampleFact::Refusals
                | SampleFact::Misses
        )
    }

    /// Whether it is a number of people or places, which is told in round numbers too.
    fn is_number(self) -> bool {
        matches!(
            self,
            SampleFact::Respondents
                | SampleFact::Stations
                | SampleFact::Strata
                | SampleFact::Population
                | SampleFact::Refusals
                | SampleFact::Misses
        )
    }
}

/// One fact of a sample as it was stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatedFact {
    /// Which.
    pub fact: SampleFact,
    /// The choice that it is of, or the two of a lead; none where it is of the whole sample.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// The statement, as written.
    pub stated: String,
}

impl StatedFact {
    /// Whether the two are statements of the same thing.
    pub(super) fn is_of_the_same(&self, other: &StatedFact) -> bool {
        let is_there = |name: &String| other.of.iter().any(|of| clean(of) == clean(name));
        self.fact == other.fact && self.of.len() == other.of.len() && self.of.iter().all(is_there)
    }

    /// Whether both can be of one number; `scale` is how many times wider the other would be stated for the same.
    pub(super) fn agrees_with(&self, other: &StatedFact, scale: f64) -> bool {
        let (own, theirs) = (self.printed(), other.printed());
        match own.zip(theirs) {
            Some((own, theirs)) => {
                // Half a unit from either is the same edge of both.
                let overlap = own.high.min(theirs.high / scale) - own.low.max(theirs.low / scale);
                overlap > 1e-9
            }
            // Words for the same selection differ.
            None => self.fact == SampleFact::StationSelection || self.stated == other.stated,
        }
    }

    /// What the printed digits can stand for. A number that ends in zeros can be a rounded one, with two digits left at
    /// least.
    fn printed(&self) -> Option<Bounds> {
        let value: f64 = self.stated.parse().ok()?;
        let (whole, decimals) = match self.stated.split_once('.') {
            Some((whole, decimals)) => (whole, decimals.len()),
            None => (self.stated.as_str(), 0),
        };
        let zeros = whole.len() - whole.trim_end_matches('0').len();
        let unprinted = match decimals {
            0 if self.fact.is_number() => zeros.min(whole.len().saturating_sub(2)),
            _ => 0,
        };
        let last_digit = i32::try_from(unprinted).ok()? - i32::try_from(decimals).ok()?;
        let half = 0.5 * 10_f64.powi(last_digit);
        Some(Bounds {
            low: value - half,
            high: value + half,
        })
    }
}

/// All that is stated of a sample, fact by fact.
pub(super) fn stated(sample: &SampleBuilder) -> Vec<StatedFact> {
    let figures = [
        (SampleFact::Respondents, &sample.respondents),
        (SampleFact::Stations, &sample.stations),
        (SampleFact::Strata, &sample.strata),
        (SampleFact::Population, &sample.population),
        (SampleFact::DesignEffect, &sample.design_effect),
        (SampleFact::ClusterSize, &sample.cluster_size),
        (
            SampleFact::IntraclusterCorrelation,
            &sample.intracluster_correlation,
        ),
        (SampleFact::Margin, &sample.stated_margin),
        (SampleFact::Confidence, &sample.stated_confidence),
        (SampleFact::ResponseRate, &sample.response_rate),
        (SampleFact::Refusals, &sample.refusals),
        (SampleFact::Misses, &sample.misses),
    ];
    let figures = (figures.into_iter())
        .filter_map(|(fact, figure)| Some((fact, Vec::new(), figure.as_ref()?.text().into())));
    let of_choices = [
        (SampleFact::DesignEffect, &sample.design_effects),
        (SampleFact::Margin, &sample.margins),
    ];
    let of_choices = of_choices.into_iter().flat_map(|(fact, figures)| {
        let figures = figures.iter();
        figures.map(move |(choice, figure)| {
            (
                fact,
                vec![choice.written().to_owned()],
                figure.text().into(),
            )
        })
    });
    let of_leads = sample.lead_design_effects.iter().map(|lead| {
        let stated = lead.design_effect.text().into();
        (SampleFact::LeadDesignEffect, lead.choices.to_vec(), stated)
    });
    let every = (sample.every_station.iter())
        .map(|every| (SampleFact::EveryStation, Vec::new(), every.to_string()));
    let selection = (sample.station_selection.iter())
        .map(|how| (SampleFact::StationSelection, Vec::new(), how.clone()));
    (figures.chain(of_choices).chain(of_leads))
        .chain(every)
        .chain(selection)
        .map(|(fact, of, stated)| StatedFact { fact, of, stated })
        .collect()
}

/// The sample with this fact as well.
pub(super) fn with(sample: SampleBuilder, fact: &StatedFact) -> SampleBuilder {
    let stated = fact.stated.as_str();
    match (fact.fact, fact.of.as_slice()) {
        (SampleFact::Respondents, _) => sample.respondents(stated),
        (SampleFact::Stations, _) => sample.stations(stated),
        (SampleFact::Strata, _) => sample.strata(stated),
        (SampleFact::EveryStation, _) => sample.every_station(stated == "true"),
        (SampleFact::Population, _) => sample.population(stated),
        (SampleFact::DesignEffect, [choice]) => sample.design_effect_of(choice, stated),
        (SampleFact::DesignEffect, _) => sample.design_effect(stated),
        (SampleFact::LeadDesignEffect, [first, second]) => {
            sample.lead_design_effect_of(first, second, stated)
        }
        // A lead is of two.
        (SampleFact::LeadDesignEffect, _) => sample,
        (SampleFact::ClusterSize, _) => sample.cluster_size(stated),
        (SampleFact::IntraclusterCorrelation, _) => sample.intracluster_correlation(stated),
        (SampleFact::Margin, [choice]) => sample.margin(choice, stated),
        (SampleFact::Margin, _) => sample.stated_margin(stated),
        (SampleFact::Confidence, _) => sample.stated_confidence(stated),
        (SampleFact::ResponseRate, _) => sample.response_rate(stated),
        (SampleFact::StationSelection, _) => sample.station_selection(stated),
        (SampleFact::Refusals, _) => sample.refusals(stated),
        (SampleFact::Misses, _) => sample.misses(stated),
    }
}
