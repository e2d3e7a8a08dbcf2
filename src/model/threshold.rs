use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::name::{distinct, printable};
use crate::error::{Error, Result};

/// A share of the valid votes that a choice has to reach, or to exceed. Kept as a fraction, because five
/// percent is not exact in binary, and one vote decides.
///
/// ```
/// use exitpoll::Threshold;
///
/// assert_eq!(Threshold::at_least(5, 100)?.to_string(), "at least 5/100");
/// assert_eq!(Threshold::MAJORITY.to_string(), "more than 1/2");
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fraction", into = "Fraction")]
pub struct Threshold {
    numerator: u32,
    denominator: u32,
    exceed: bool,
}

impl Threshold {
    /// More than half of the valid votes: "50 % + 1".
    pub const MAJORITY: Threshold = Threshold {
        numerator: 1,
        denominator: 2,
        exceed: true,
    };

    /// At least `numerator`/`denominator` of the valid votes, as most electoral thresholds are: (5, 100)
    /// for five percent, (13, 400) for 3.25 percent.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ numerator/denominator ≤ 1.
    pub fn at_least(numerator: u32, denominator: u32) -> Result<Threshold> {
        Threshold::new(numerator, denominator, false)
    }

    /// More than `numerator`/`denominator` of the valid votes.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ numerator/denominator ≤ 1.
    pub fn more_than(numerator: u32, denominator: u32) -> Result<Threshold> {
        Threshold::new(numerator, denominator, true)
    }

    fn new(numerator: u32, denominator: u32, exceed: bool) -> Result<Threshold> {
        if denominator == 0 || numerator > denominator {
            return Err(Error::out_of_range(
                "threshold",
                format!("{numerator}/{denominator}"),
                "give a fraction from 0 to 1, such as 5 and 100",
            ));
        }
        Ok(Threshold {
            numerator,
            denominator,
            exceed,
        })
    }

    /// Whether exactly that much is not enough.
    #[must_use]
    pub fn must_be_exceeded(self) -> bool {
        self.exceed
    }

    /// The threshold as a proportion.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }

    /// Whether a choice with `votes` of `all` valid votes passes, exactly.
    pub(crate) fn passes(self, votes: u128, all: u128) -> bool {
        // 65 + 32 bits at most.
        let has = votes * u128::from(self.denominator);
        let needs = all * u128::from(self.numerator);
        if self.exceed {
            has > needs
        } else {
            has >= needs
        }
    }

    /// Reads percent as a document holds it: "5" is at least five, ">50" more than fifty.
    pub(super) fn parse(name: &str, figure: &Figure) -> Result<Threshold> {
        let field = format!("thresholds.{name}");
        if name.trim().is_empty() {
            return Err(Error::missing(
                "thresholds",
                "name each threshold, such as \"electoral threshold\"",
            ));
        }
        let text = figure.text();
        let (exceed, percent) = match text.strip_prefix('>') {
            Some(rest) => (true, rest.trim()),
            None => (false, &*text),
        };
        let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
        let digits = format!("{whole}{decimals}");
        let plain = !whole.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !plain || decimals.len() > 5 {
            return Err(Error::unreadable(
                field,
                text,
                "write percent with at most five decimals, such as 5, 3.25 or >50",
            ));
        }
        let denominator = 100 * 10_u32.pow(u32::try_from(decimals.len()).unwrap_or(0));
        match digits.parse::<u32>() {
            Ok(numerator) if numerator > 0 && numerator < denominator => Ok(Threshold {
                numerator,
                denominator,
                exceed,
            }),
            _ => Err(Error::out_of_range(
                field,
                text,
                "give percent between 0 and 100, with > in front where exactly that much is not enough",
            )),
        }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = if self.exceed { "more than" } else { "at least" };
        write!(f, "{rule} {}/{}", self.numerator, self.denominator)
    }
}

/// The form in which a document holds a threshold.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Fraction {
    numerator: u32,
    denominator: u32,
    exceed: bool,
}

impl TryFrom<Fraction> for Threshold {
    type Error = Error;
    fn try_from(fraction: Fraction) -> Result<Threshold> {
        Threshold::new(fraction.numerator, fraction.denominator, fraction.exceed)
    }
}

impl From<Threshold> for Fraction {
    fn from(threshold: Threshold) -> Fraction {
        Fraction {
            numerator: threshold.numerator,
            denominator: threshold.denominator,
            exceed: threshold.exceed,
        }
    }
}

/// A threshold of a contest: its name, its share, and for which choices it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestThreshold {
    name: String,
    threshold: Threshold,
    choices: Option<Vec<String>>,
}

impl ContestThreshold {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The share to reach or to exceed.
    #[must_use]
    pub fn threshold(&self) -> Threshold {
        self.threshold
    }

    /// The choices that have to reach it, or labels under which a poll or a count merges several; none where it is for
    /// every choice.
    #[must_use]
    pub fn choices(&self) -> Option<&[String]> {
        self.choices.as_deref()
    }

    /// Whether each of these choices, of which one figure is given under this label, has to reach it, and not their sum.
    pub(crate) fn is_for_each_of(&self, label: &str, choices: &[String]) -> bool {
        let of_the_sum = || {
            let named = self.choices.as_ref();
            named.is_some_and(|named| named.iter().any(|own| own == label))
        };
        choices.len() > 1 && !of_the_sum()
    }

    /// Whether this choice has to reach it.
    #[must_use]
    pub fn applies_to(&self, choice: &str) -> bool {
        self.choices
            .as_ref()
            .is_none_or(|choices| choices.iter().any(|own| own == choice))
    }
}

/// The form in which a document holds a threshold: percent, or an object with percent and choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ThresholdForm {
    percent: Figure,
    choices: Option<Vec<String>>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ThresholdForChoices")
)]
#[serde(deny_unknown_fields)]
pub(super) struct PercentForChoices {
    percent: Figure,
    choices: Vec<String>,
}

impl ThresholdForm {
    pub(super) fn for_all(percent: Figure) -> ThresholdForm {
        ThresholdForm {
            percent,
            choices: None,
        }
    }

    pub(super) fn for_choices(percent: Figure, choices: Vec<String>) -> ThresholdForm {
        ThresholdForm {
            percent,
            choices: Some(choices),
        }
    }

    /// Reads a threshold of a contest. Whether its choices are declared is known with the polls and counts, which can
    /// merge choices under a label of their own.
    pub(super) fn build(&self, name: &str) -> Result<ContestThreshold> {
        let threshold = Threshold::parse(name, &self.percent)?;
        let field = || format!("thresholds.{name}.choices");
        let choices = self
            .choices
            .as_ref()
            .map(|choices| {
                choices
                    .iter()
                    .map(|choice| printable(&field(), choice))
                    .collect::<Result<Vec<_>>>()
            })
            .transpose()?;
        if let Some(choices) = &choices {
            let help = "name the choices, or write percent alone for all of them";
            if choices.is_empty() {
                return Err(Error::missing(field(), help));
            }
            distinct(
                &field(),
                choices.iter().map(String::as_str),
                "name each choice once",
            )?;
        }
        Ok(ContestThreshold {
            name: name.into(),
            threshold,
            choices,
        })
    }
}

impl Serialize for ThresholdForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match &self.choices {
            None => self.percent.serialize(serializer),
            Some(choices) => PercentForChoices {
                percent: self.percent.clone(),
                choices: choices.clone(),
            }
            .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ThresholdForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct EitherForm;
        impl<'de> Visitor<'de> for EitherForm {
            type Value = ThresholdForm;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("percent, or an object with percent and choices")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<Self::Value, E> {
                Ok(ThresholdForm::for_all(Figure::from(text)))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> std::result::Result<Self::Value, E> {
                Ok(ThresholdForm::for_all(Figure::from(number)))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> std::result::Result<Self::Value, E> {
                Ok(ThresholdForm::for_all(Figure::from(number)))
            }
            fn visit_map<A: MapAccess<'de>>(
                self,
                map: A,
            ) -> std::result::Result<Self::Value, A::Error> {
                let form = PercentForChoices::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ThresholdForm::for_choices(form.percent, form.choices))
            }
        }
        deserializer.deserialize_any(EitherForm)
    }
}
