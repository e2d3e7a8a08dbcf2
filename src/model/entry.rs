//! Reading the figures of a source by choice: whole choices, merged ones, and what is no choice.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entries::Figures;
use super::figure::Figure;
use super::label::Label;
use super::name::{check, printable};
use super::share::PublishedShare;
use crate::error::{Error, Result};

/// Of what a source's shares are shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Base {
    /// Votes for a choice: invalid and blank ballots, refusals and undecided left out.
    ValidVotes,
    /// All ballots or all who voted, invalid and blank ones included.
    AllBallots,
    /// Everyone approached, those who refused included.
    Approached,
}

/// What can stand in a source's table without being a choice of the ballot.
///
/// In documents and tables it is written in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Category {
    /// `(other)`: all choices that the source does not name.
    Other,
    /// `(invalid)`: invalid, blank or spoiled ballots.
    Invalid,
    /// `(refused)`: people who were asked and did not answer.
    Refused,
    /// `(undisclosed)`: respondents who named no choice, also written `(undecided)`.
    Undisclosed,
}

impl Category {
    pub(crate) fn parse(text: &str) -> Option<Category> {
        match text {
            "(other)" | "(others)" => Some(Category::Other),
            "(invalid)" | "(spoiled)" | "(blank)" => Some(Category::Invalid),
            "(refused)" => Some(Category::Refused),
            "(undisclosed)" | "(undecided)" => Some(Category::Undisclosed),
            _ => None,
        }
    }

    /// As documents write it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Category::Other => "(other)",
            Category::Invalid => "(invalid)",
            Category::Refused => "(refused)",
            Category::Undisclosed => "(undisclosed)",
        }
    }
}

/// Choices that a source gives one figure for, under the name that it gives them together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Merged {
    /// The name under which the figure stands.
    pub label: String,
    /// The choices of the contest in it, at least two.
    pub choices: Vec<String>,
}

impl Merged {
    pub(super) fn new<C: Into<String>>(
        label: impl Into<String>,
        choices: impl IntoIterator<Item = C>,
    ) -> Merged {
        Merged {
            label: label.into(),
            choices: choices.into_iter().map(Into::into).collect(),
        }
    }
}

/// Whether a choice may stand in two entries of one list.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Overlap {
    Refused,
    /// A bloc may stand beside its members: a check on them, and counted once.
    OfBlocsAndMembers,
}

/// The labels under which a source gives one figure for several choices.
pub(super) struct Groups(HashMap<String, Arc<Label>>);

impl Groups {
    /// Checks what a source merges, and that each group has a figure in `used`.
    pub(super) fn of(merged: &[Merged], used: &[&Figures]) -> Result<Groups> {
        let mut groups = HashMap::with_capacity(merged.len());
        let labels: HashSet<&str> = match merged {
            [] => HashSet::new(),
            _ => used
                .iter()
                .flat_map(|figures| figures.labels().iter().map(|label| label.name()))
                .collect(),
        };
        for (i, group) in merged.iter().enumerate() {
            let field = |part: &str| format!("merged[{i}].{part}");
            let label = printable(&field("label"), &group.label)?;
            if label.is_empty() || label.starts_with('(') {
                return Err(Error::missing(
                    field("label"),
                    "name the merged choices as the source does, without parentheses",
                ));
            }
            let mut choices = Vec::with_capacity(group.choices.len());
            let mut seen = HashSet::with_capacity(group.choices.len());
            for choice in &group.choices {
                let choice = printable(&field("choices"), choice)?;
                if !seen.insert(choice.clone()) {
                    let help = "name each choice of the group once";
                    return Err(Error::duplicate(field("choices"), choice, help));
                }
                choices.push(choice);
            }
            if choices.len() < 2 {
                return Err(Error::out_of_range(
                    field("choices"),
                    choices.join(", "),
                    "name at least two choices of the contest",
                ));
            }
            if !labels.contains(label.as_str()) {
                return Err(Error::unknown(
                    field("label"),
                    label,
                    "give a figure under this label, or leave the group out",
                ));
            }
            let group = Arc::new(Label::of_group(label.clone(), choices));
            if groups.insert(label.clone(), group).is_some() {
                let help = "give each group its own label";
                return Err(Error::duplicate("merged", label, help));
            }
        }
        Ok(Groups(groups))
    }

    /// The labels of `figures` with the choices that they stand for; refuses labels and choices that
    /// come twice.
    pub(super) fn resolve<'a>(
        &self,
        field: &str,
        figures: &'a Figures,
        overlap: Overlap,
    ) -> Result<Cow<'a, [Arc<Label>]>> {
        let labels = figures.labels();
        if self.0.is_empty() {
            if !figures.is_sound() {
                self.check(field, labels, overlap)?;
                figures.mark_sound();
            }
            return Ok(Cow::Borrowed(labels));
        }
        self.check(field, labels, overlap)?;
        let resolve = |label: &Arc<Label>| Arc::clone(self.group(label).unwrap_or(label));
        Ok(labels.iter().map(resolve).collect())
    }

    fn group(&self, label: &Label) -> Option<&Arc<Label>> {
        self.0.get(label.name())
    }

    /// Two figures that are both of some choice: one of them is of several.
    fn overlapping(&self, field: &str, [one, other]: [&str; 2]) -> Error {
        let (group, other) = match self.0.contains_key(one) {
            true => (one, other),
            false => (other, one),
        };
        let choices = self.0.get(group).map_or(&[][..], |group| group.choices());
        Error::inconsistent(
            format!("{field}.{group}"),
            format!("of {}", choices.join(" and ")),
            format!("`{field}.{other}`"),
            "the two overlap; give one figure for each choice, alone or merged with others",
        )
    }

    fn check(&self, field: &str, labels: &[Arc<Label>], overlap: Overlap) -> Result<()> {
        let twice = |label: &str| {
            let help = "give one figure for each choice, alone or merged with others";
            Err(Error::duplicate(field, label, help))
        };
        let mut categories: Vec<Category> = Vec::new();
        let mut names: HashSet<&str> = HashSet::with_capacity(labels.len());
        // Without groups a choice is taken where its name is.
        let grouped = !self.0.is_empty();
        let mut taken: HashMap<&str, &str> = HashMap::new();
        for label in labels {
            let name = label.name();
            check(field, name)?;
            if label.is_category() {
                let Some(category) = label.category() else {
                    let help =
                        "in parentheses stand (other), (invalid), (refused) and (undisclosed)";
                    return Err(Error::unknown(field, name, help));
                };
                if categories.contains(&category) {
                    return twice(name);
                }
                categories.push(category);
            } else if name.is_empty() {
                let help = "name the choice to which the figure belongs";
                return Err(Error::missing(field, help));
            } else {
                if !names.insert(name) {
                    return twice(name);
                }
                let group = if grouped { self.group(label) } else { None };
                let bloc = group.is_some() && overlap == Overlap::OfBlocsAndMembers;
                if grouped && !bloc {
                    for choice in group.unwrap_or(label).choices() {
                        if let Some(other) = taken.insert(choice, name) {
                            return Err(self.overlapping(field, [other, name]));
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// How far beyond rounding a sum may be over 1: published figures do contain misprints (an
/// Indonesian quick count of 2024 sums to 100.11 percent). What is within it is taken as published,
/// and the report says that it does not add up.
const MISPRINT: f64 = 0.005;

/// Reads shares, applies the source's own rounding step, and refuses a sum that neither rounding
/// nor a slip can explain. What is apart is no part of the sum.
pub(super) fn shares(
    figures: &Figures,
    labels: &[Arc<Label>],
    rounded_to: Option<&Figure>,
    is_apart: impl Fn(&Label) -> bool,
) -> Result<Vec<PublishedShare>> {
    let step = match rounded_to {
        Some(figure) => Some(figure.decimal("rounded_to")?),
        None => None,
    };
    let mut shares = Vec::with_capacity(labels.len());
    let (mut summed, mut sum, mut low) = (0, 0.0, 0.0);
    for (label, figure) in labels.iter().zip(figures.values()) {
        let share =
            PublishedShare::read(label.name(), figure).map_err(|error| error.inside("shares"))?;
        let share = match step {
            Some(step) => share.rounded_to(step)?,
            None => share,
        };
        if !is_apart(label) {
            summed += 1;
            sum += share.value();
            low += share.bounds().low;
        }
        shares.push(share);
    }
    if low > 1.0 + MISPRINT {
        return Err(Error::out_of_range(
            "shares",
            format!("{} percent in sum", rounded(100.0 * sum)),
            format!(
                "it may be over 100 by {} points for rounding and half a point for a misprint; look \
                 for a misread figure, or take this source out",
                rounded(100.0 * (sum - low))
            ),
        ));
    }
    if summed > 1 && PROPORTIONS.contains(&(100.0 * sum)) {
        let largest = shares.iter().map(PublishedShare::value).fold(0.0, f64::max);
        return Err(Error::out_of_range(
            "shares",
            format!("{} percent in sum", rounded(100.0 * sum)),
            format!(
                "these look like proportions; write percent, {} instead of {}",
                rounded(1e4 * largest),
                rounded(100.0 * largest)
            ),
        ));
    }
    Ok(shares)
}

/// Sums of several shares, in percent, at which they are proportions by mistake: all together are
/// about 1. Choices that share about one percent are not published without the rest.
const PROPORTIONS: RangeInclusive<f64> = 0.98..=1.02;

/// A number for a message, without binary noise.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
