//! Reading the figures of a source by choice: whole choices, merged ones, and what is no choice.

use serde::{Deserialize, Serialize};

use super::figure::{Figure, Figures};
use super::share::PublishedShare;
use crate::error::{Error, Result};

/// Of what a source's shares are shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct Merged {
    /// The name under which the figure stands.
    pub label: String,
    /// The choices of the contest in it, at least two.
    pub choices: Vec<String>,
}

/// A label of a source, resolved: either choices of the contest or a category in parentheses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Key {
    Choices(Vec<String>),
    Category(Category),
}

/// Resolves every label of `figures` and refuses labels and choices that come twice.
pub(super) fn keys(field: &str, figures: &Figures, merged: &[Merged]) -> Result<Vec<Key>> {
    let mut keys: Vec<Key> = Vec::with_capacity(figures.0.len());
    for (label, _) in &figures.0 {
        let key = if label.starts_with('(') {
            Key::Category(Category::parse(label).ok_or_else(|| Error::Unknown {
                field: field.into(),
                value: label.clone(),
                mend: "in parentheses stand (other), (invalid), (refused) and (undisclosed)".into(),
            })?)
        } else if label.trim().is_empty() {
            return Err(Error::missing(
                field,
                "name the choice to which the figure belongs",
            ));
        } else {
            match merged.iter().find(|group| group.label == *label) {
                Some(group) => Key::Choices(group.choices.clone()),
                None => Key::Choices(vec![label.clone()]),
            }
        };
        let taken = match &key {
            Key::Category(_) => keys.contains(&key),
            Key::Choices(new) => keys.iter().any(|earlier| match earlier {
                Key::Choices(old) => new.iter().any(|choice| old.contains(choice)),
                Key::Category(_) => false,
            }),
        };
        if taken {
            return Err(Error::Duplicate {
                field: field.into(),
                value: label.clone(),
                mend: "give one figure for each choice, alone or merged with others".into(),
            });
        }
        keys.push(key);
    }
    Ok(keys)
}

pub(super) fn check_merged(merged: &[Merged], used: &[&Figures]) -> Result<()> {
    for (i, group) in merged.iter().enumerate() {
        let field = format!("merged[{i}]");
        if group.label.trim().is_empty() || group.label.starts_with('(') {
            return Err(Error::missing(
                format!("{field}.label"),
                "name the merged choices as the source does, without parentheses",
            ));
        }
        if group.choices.len() < 2 {
            return Err(Error::out_of_range(
                format!("{field}.choices"),
                group.choices.join(", "),
                "name at least two choices of the contest",
            ));
        }
        if !used
            .iter()
            .any(|figures| figures.0.iter().any(|(label, _)| *label == group.label))
        {
            return Err(Error::Unknown {
                field: format!("{field}.label"),
                value: group.label.clone(),
                mend: "give a figure under this label, or leave the group out".into(),
            });
        }
        if merged
            .iter()
            .take(i)
            .any(|earlier| earlier.label == group.label)
        {
            return Err(Error::Duplicate {
                field: "merged".into(),
                value: group.label.clone(),
                mend: "give each group its own label".into(),
            });
        }
    }
    Ok(())
}

/// How far beyond rounding a sum may be over 1: published figures do contain misprints (an
/// Indonesian quick count of 2024 sums to 100.11 percent). What is within it is taken as published,
/// and the report says that it does not add up.
const MISPRINT: f64 = 0.005;

/// Reads shares, applies the source's own rounding step, and refuses a sum that neither rounding
/// nor a slip can explain.
pub(super) fn shares(
    figures: &Figures,
    rounded_to: Option<&Figure>,
) -> Result<Vec<PublishedShare>> {
    let step = match rounded_to {
        Some(figure) => Some(figure.decimal("rounded_to")?),
        None => None,
    };
    let mut shares = Vec::with_capacity(figures.0.len());
    for (label, figure) in &figures.0 {
        let share = PublishedShare::parse(&format!("shares.{label}"), figure.text())?;
        shares.push(match step {
            Some(step) => share.rounded_to(step)?,
            None => share,
        });
    }
    let sum: f64 = shares.iter().map(PublishedShare::value).sum();
    let low: f64 = shares.iter().map(|share| share.bounds().low).sum();
    if low > 1.0 + MISPRINT {
        return Err(Error::out_of_range(
            "shares",
            format!("{} percent in sum", rounded(100.0 * sum)),
            format!(
                "it may be over 100 by {} points for rounding and half a point for a misprint; look \
                 for a misread figure",
                rounded(100.0 * (sum - low))
            ),
        ));
    }
    Ok(shares)
}

/// A number for a message, without binary noise.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
