use serde::{Deserialize, Serialize};

use super::contest::{prose, required, whole};
use super::figure::Figure;
use crate::error::{Error, Result};
use crate::numeric::Confidence;

/// What observers saw: at how many of the polling stations they were, and at how many of those they
/// saw a violation.
///
/// ```
/// use exitpoll::Observation;
///
/// let observation = Observation::builder("a mission")
///     .stations(6537).observed(200).violations(0).confidence("95").build()?;
/// assert_eq!(observation.observed(), Some(200));
/// assert_eq!(observation.confidence().level(), 0.95);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "ObservationBuilder", into = "ObservationBuilder")]
pub struct Observation {
    observer: String,
    stations: u64,
    observed: Option<u64>,
    violations: u64,
    confidence: Confidence,
    // What was written, so that it can be written again digit by digit.
    document: Box<ObservationBuilder>,
}

/// Collects what an [`Observation`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("required" = ["observer", "stations", "violations"]))
)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "an observation: an object with observer, stations and violations"
)]
pub struct ObservationBuilder {
    /// Who observed.
    observer: String,
    /// All polling stations.
    #[serde(skip_serializing_if = "Option::is_none")]
    stations: Option<Figure>,
    /// The stations that were observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<Figure>,
    /// The stations at which a violation was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    violations: Option<Figure>,
    /// The confidence of the bound, in percent or, below 1, as a proportion.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<Figure>,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// What else is to be known about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Observation {
    /// Starts what this observer saw.
    #[must_use]
    pub fn builder(observer: impl Into<String>) -> ObservationBuilder {
        ObservationBuilder {
            observer: observer.into(),
            ..ObservationBuilder::default()
        }
    }

    /// Who observed.
    #[must_use]
    pub fn observer(&self) -> &str {
        &self.observer
    }

    /// All polling stations.
    #[must_use]
    pub fn stations(&self) -> u64 {
        self.stations
    }

    /// The stations that were observed, where that is published.
    #[must_use]
    pub fn observed(&self) -> Option<u64> {
        self.observed
    }

    /// The stations at which a violation was seen.
    #[must_use]
    pub fn violations(&self) -> u64 {
        self.violations
    }

    /// The confidence at which to bound the stations with a violation; 95 percent unless given.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Where it was published.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.document.source.as_deref()
    }

    /// What else is to be known about it.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.document.note.as_deref()
    }
}

impl ObservationBuilder {
    /// All polling stations.
    #[must_use]
    pub fn stations(mut self, stations: impl Into<Figure>) -> Self {
        self.stations = Some(stations.into());
        self
    }

    /// The stations that were observed.
    #[must_use]
    pub fn observed(mut self, stations: impl Into<Figure>) -> Self {
        self.observed = Some(stations.into());
        self
    }

    /// The stations at which a violation was seen.
    #[must_use]
    pub fn violations(mut self, stations: impl Into<Figure>) -> Self {
        self.violations = Some(stations.into());
        self
    }

    /// The confidence of the bound, in percent or, below 1, as a proportion.
    #[must_use]
    pub fn confidence(mut self, percent: impl Into<Figure>) -> Self {
        self.confidence = Some(percent.into());
        self
    }

    /// Where it was published.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What else is to be known about it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Validates all fields and returns the observation.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no observer, stations or violations, more stations observed
    /// than there are, more with violations than observed, a confidence that is not between 0 and 100
    /// percent.
    pub fn build(self) -> Result<Observation> {
        let observer = required("observer", &self.observer, "name who observed")?;
        let needed = |field: &str, figure: &Option<Figure>, help: &str| {
            whole(field, figure.as_ref())?.ok_or_else(|| Error::missing(field, help))
        };
        let stations = needed("stations", &self.stations, "give all polling stations")?;
        if stations == 0 {
            return Err(Error::out_of_range("stations", 0, "give at least one"));
        }
        let observed = whole("observed", self.observed.as_ref())?;
        if observed == Some(0) {
            let help = "give at least one, or leave it out where it is unknown";
            return Err(Error::out_of_range("observed", 0, help));
        }
        let violations = needed(
            "violations",
            &self.violations,
            "give the stations at which a violation was seen; 0 for none",
        )?;
        let limits = [
            ("observed", observed, "stations", Some(stations)),
            ("violations", Some(violations), "observed", observed),
            ("violations", Some(violations), "stations", Some(stations)),
        ];
        for (part_name, part, whole_name, whole) in limits {
            if let (Some(part), Some(whole)) = (part, whole)
                && part > whole
            {
                return Err(Error::inconsistent(
                    part_name,
                    part,
                    format!("`{whole_name}` {whole}"),
                    "a part has at most as many stations as the whole",
                ));
            }
        }
        prose(&[("source", &self.source), ("note", &self.note)])?;
        Ok(Observation {
            observer,
            stations,
            observed,
            violations,
            confidence: match &self.confidence {
                Some(figure) => percent_of_confidence(figure)?,
                None => Confidence::P95,
            },
            document: Box::new(self),
        })
    }
}

fn percent_of_confidence(figure: &Figure) -> Result<Confidence> {
    let help = "give percent or a proportion, such as 95 or 0.95";
    let level = figure.decimal("confidence")?;
    // A proportion where it cannot be percent that anybody would ask for.
    let level = if level > 1.0 { level / 100.0 } else { level };
    Confidence::new(level).map_err(|_| Error::out_of_range("confidence", figure, help))
}

impl TryFrom<ObservationBuilder> for Observation {
    type Error = Error;
    fn try_from(builder: ObservationBuilder) -> Result<Observation> {
        builder.build()
    }
}

impl From<Observation> for ObservationBuilder {
    fn from(observation: Observation) -> ObservationBuilder {
        *observation.document
    }
}
