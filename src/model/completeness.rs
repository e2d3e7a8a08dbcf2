use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::share::PublishedShare;
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// What an official count is a count of so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CompletenessOf {
    /// Polling stations that have reported; not a share of the ballots.
    Stations,
    /// Ballots.
    Ballots,
    /// The registered voters of the stations that have reported.
    RegisteredVoters,
}

/// How complete a partial count is, and of what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Completeness {
    of: CompletenessOf,
    value: f64,
    bounds: Bounds,
    counted: Option<(u64, u64)>,
}

impl Completeness {
    /// Of what.
    #[must_use]
    pub fn of(&self) -> CompletenessOf {
        self.of
    }

    /// The proportion counted.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The proportions counted that the printed figure can stand for.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Counted and total, where numbers were given.
    #[must_use]
    pub fn counted(&self) -> Option<(u64, u64)> {
        self.counted
    }
}

/// Collects what a [`Completeness`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Completeness")
)]
#[serde(deny_unknown_fields)]
pub(super) struct CompletenessForm {
    /// Of what.
    pub(super) of: CompletenessOf,
    /// The percentage counted, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) percent: Option<Figure>,
    /// What is counted of it, as a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) counted: Option<Figure>,
    /// All there is to count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<Figure>,
}

impl CompletenessForm {
    pub(super) fn build(&self) -> Result<Completeness> {
        match (&self.percent, &self.counted, &self.total) {
            (Some(percent), None, None) => {
                let share = PublishedShare::read("completeness.percent", percent)?;
                Ok(Completeness {
                    of: self.of,
                    value: share.value(),
                    bounds: share.bounds(),
                    counted: None,
                })
            }
            (percent, Some(counted), Some(total)) => {
                let exact = self.of_numbers(counted, total)?;
                if let Some(percent) = percent {
                    let bounds = PublishedShare::read("completeness.percent", percent)?.bounds();
                    let agrees =
                        bounds.low - 1e-12 <= exact.value && exact.value <= bounds.high + 1e-12;
                    if !agrees {
                        return Err(Error::inconsistent(
                            "completeness.percent",
                            percent,
                            "`completeness.counted` of `completeness.total`",
                            "give the two numbers alone, or the percentage",
                        ));
                    }
                }
                Ok(exact)
            }
            _ => Err(Error::missing(
                "completeness",
                "give `percent` as printed, or both `counted` and `total`, or all three",
            )),
        }
    }

    fn of_numbers(&self, counted: &Figure, total: &Figure) -> Result<Completeness> {
        let (part, whole) = (
            counted.whole("completeness.counted")?,
            total.whole("completeness.total")?,
        );
        if part > whole || whole == 0 {
            return Err(Error::out_of_range(
                "completeness.counted",
                part,
                format!("give at most the total, {whole}, and a total of at least 1"),
            ));
        }
        let value = part as f64 / whole as f64;
        Ok(Completeness {
            of: self.of,
            value,
            bounds: Bounds::exact(value),
            counted: Some((part, whole)),
        })
    }
}
