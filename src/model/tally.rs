//! The votes and shares of a count, or of a part of it, by choice.

use std::collections::HashMap;
use std::sync::Arc;

use super::entries::Figures;
use super::entry::{Category, Groups, Overlap, shares};
use super::figure::{Figure, sum};
use super::label::Label;
use super::share::PublishedShare;
use super::slips;
use super::votes_and_shares::are_cut_off_of;
use crate::error::{Error, Result};

/// A figure of the count for one choice, or for choices that the source merges.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CountEntry {
    pub(super) label: Arc<Label>,
    pub(crate) votes: Option<u64>,
    pub(crate) share: Option<PublishedShare>,
}

impl CountEntry {
    pub(crate) fn label(&self) -> &str {
        self.label.name()
    }

    pub(crate) fn choices(&self) -> &[String] {
        self.label.choices()
    }
}

/// Votes and shares as a source gives them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Tally {
    pub(super) entries: Arc<[CountEntry]>,
    pub(super) other: Option<(Option<u64>, Option<PublishedShare>)>,
    pub(super) invalid_share: Option<PublishedShare>,
    pub(super) valid: Option<u64>,
    pub(super) invalid: Option<u64>,
}

/// The figures of a [`Tally`] before they are read.
pub(super) struct TallyForm<'a> {
    pub(super) votes: &'a Figures,
    pub(super) shares: &'a Figures,
    pub(super) rounded_to: Option<&'a Figure>,
    pub(super) valid: Option<&'a Figure>,
    pub(super) invalid: Option<&'a Figure>,
    /// Nothing is counted yet: no votes are what is expected.
    pub(super) nothing_counted: bool,
    /// Whether a sum that is off by no more than a slip is named, and not refused.
    pub(super) slips_are_named: bool,
}

impl Tally {
    pub(super) fn read(form: &TallyForm<'_>, groups: &Groups) -> Result<Tally> {
        let whole = |field: &str, figure: Option<&Figure>| {
            figure.map(|figure| figure.whole(field)).transpose()
        };
        let mut tally = Tally {
            valid: whole("valid", form.valid)?,
            invalid: whole("invalid", form.invalid)?,
            ..Tally::default()
        };
        let mut entries = Vec::with_capacity(form.votes.len().max(form.shares.len()));
        tally.read_votes(form, groups, &mut entries)?;
        tally.read_shares(form, groups, &mut entries)?;
        tally.entries = entries.into();
        let votes = tally.votes()?;
        let slip = |valid| match form.slips_are_named {
            true => slips::most_excess(valid),
            false => 0,
        };
        if let Some(valid) = tally.valid
            && votes > valid.saturating_add(slip(valid))
        {
            return Err(Error::inconsistent(
                "votes",
                votes,
                format!("`valid` {valid}"),
                "the votes of the choices are valid votes",
            ));
        }
        if form.nothing_counted {
            return tally.without_votes(votes);
        }
        if tally.entries.iter().any(|entry| entry.votes.is_some())
            && tally.valid.unwrap_or(votes) == 0
        {
            return Err(Error::out_of_range(
                "votes",
                "0 in sum",
                "a count needs at least one vote",
            ));
        }
        Ok(tally)
    }

    /// Refuses votes and shares of a count of which nothing is counted.
    fn without_votes(self, votes: u64) -> Result<Tally> {
        let some = |of: Option<u64>| of.unwrap_or(0) > 0;
        let shares =
            (self.entries.iter()).any(|entry| entry.share.is_some_and(|of| of.value() > 0.0));
        if votes > 0 || some(self.valid) || some(self.invalid) || shares {
            return Err(Error::inconsistent(
                "completeness",
                0,
                "`votes` or `shares` of choices",
                "leave out what is counted of a count that has not begun, or give the part counted as above 0",
            ));
        }
        Ok(self)
    }

    fn read_votes(
        &mut self,
        form: &TallyForm<'_>,
        groups: &Groups,
        entries: &mut Vec<CountEntry>,
    ) -> Result<()> {
        let labels = groups.resolve("votes", form.votes, Overlap::Refused)?;
        for (label, figure) in labels.iter().zip(form.votes.values()) {
            let votes = figure
                .whole(label.name())
                .map_err(|error| error.inside("votes"))?;
            match label.category() {
                None => entries.push(CountEntry {
                    label: Arc::clone(label),
                    votes: Some(votes),
                    share: None,
                }),
                Some(Category::Other) => self.other = Some((Some(votes), None)),
                Some(Category::Invalid) => match self.invalid {
                    Some(invalid) if invalid != votes => {
                        let other = format!("`votes.(invalid)` {votes}");
                        let help = "give one figure";
                        return Err(Error::inconsistent("invalid", invalid, other, help));
                    }
                    _ => self.invalid = Some(votes),
                },
                Some(_) => return Err(not_here("votes", label.name())),
            }
        }
        Ok(())
    }

    fn read_shares(
        &mut self,
        form: &TallyForm<'_>,
        groups: &Groups,
        entries: &mut Vec<CountEntry>,
    ) -> Result<()> {
        let labels = groups.resolve("shares", form.shares, Overlap::Refused)?;
        let shares = shares(form.shares, &labels, form.rounded_to, |_| false)?;
        // The entry with the votes of each label.
        let with_votes = with_votes(&labels, entries);
        for ((label, share), known) in labels.iter().zip(shares).zip(with_votes) {
            match label.category() {
                None => {}
                Some(Category::Other) => {
                    self.other = Some((self.other.and_then(|(votes, _)| votes), Some(share)));
                    continue;
                }
                Some(Category::Invalid) => {
                    self.invalid_share = Some(share);
                    continue;
                }
                Some(_) => return Err(not_here("shares", label.name())),
            }
            match known.and_then(|i| entries.get_mut(i)) {
                Some(entry) if entry.choices() == label.choices() => entry.share = Some(share),
                // The same choice, once alone with votes and once merged with a share.
                Some(_) => {
                    let help = "merge the same choices in votes and in shares";
                    return Err(Error::duplicate("shares", label.name(), help));
                }
                None => entries.push(CountEntry {
                    label: Arc::clone(label),
                    votes: None,
                    share: Some(share),
                }),
            }
        }
        Ok(())
    }

    /// The votes that are listed, in sum.
    pub(super) fn votes(&self) -> Result<u64> {
        let listed = self.entries.iter().filter_map(|entry| entry.votes);
        let other = self.other.and_then(|(votes, _)| votes);
        sum("votes", listed.chain(other))
    }

    /// The valid votes that the source gives, or the listed ones where these are more.
    pub(super) fn valid_taken(&self) -> Option<u64> {
        Some(self.valid?.max(self.votes().ok()?))
    }

    /// The valid votes: as given, as the ballots cast less the invalid ones, or as the sum of a list
    /// that is complete. A list is, unless a choice has a share but no votes, or all have shares and
    /// these do not reach 100 percent.
    pub(super) fn valid_votes(&self, ballots: Option<u64>) -> Option<u64> {
        let by_ballots = || ballots?.checked_sub(self.invalid?);
        let by_sum = || {
            let mut shares = self.entries.iter().map(|entry| entry.share);
            let printed: Option<f64> =
                shares.try_fold(0.0, |sum, share| Some(sum + share?.bounds().high));
            let rest = [self.other.and_then(|(_, share)| share), self.invalid_share];
            let rest: f64 = rest.iter().flatten().map(|share| share.bounds().high).sum();
            let short = printed.is_some_and(|printed| printed + rest < 1.0 - 1e-9);
            let all = self.entries.iter().all(|entry| entry.votes.is_some());
            let other =
                !matches!(self.other, Some((None, Some(share))) if share.bounds().high > 0.0);
            // Shares that are cut off fall short of 100 percent, and leave nobody out.
            let whole = |votes: &u64| !short || are_cut_off_of(&self.entries, *votes);
            (all && other)
                .then(|| self.votes().ok().filter(whole))
                .flatten()
        };
        self.valid_taken()
            .or_else(by_ballots)
            .or_else(by_sum)
            .filter(|votes| *votes > 0)
    }
}

/// For each label the entry with the votes of one of its choices.
fn with_votes(labels: &[Arc<Label>], entries: &[CountEntry]) -> Vec<Option<usize>> {
    let places: HashMap<&str, usize> = match labels {
        [] => HashMap::new(),
        _ => (entries.iter().enumerate())
            .flat_map(|(i, entry)| {
                entry
                    .choices()
                    .iter()
                    .map(move |choice| (choice.as_str(), i))
            })
            .collect(),
    };
    let place = |choice: &String| places.get(choice.as_str()).copied();
    labels
        .iter()
        .map(|label| label.choices().iter().find_map(place))
        .collect()
}

fn not_here(field: &str, label: &str) -> Error {
    Error::unknown(
        field,
        label,
        "an official count has choices, (other) and (invalid)",
    )
}
