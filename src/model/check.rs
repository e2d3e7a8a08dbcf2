//! What only holds between a contest, its counts and its polls.

use std::collections::HashSet;
use std::sync::Arc;

use super::contest::Contest;
use super::count::OfficialCount;
use super::name::distinct;
use super::poll::{Poll, PollEntry};
use super::unit_check;
use crate::error::{Error, Place, Result};

/// Whether the labels of both are not only equal, but the same.
fn same_labels(one: &[PollEntry], other: &[PollEntry]) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| Arc::ptr_eq(&one.label, &other.label))
}

impl Contest {
    /// Checks that counts and polls fit this contest and can be told apart.
    ///
    /// # Errors
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two counts or two polls of one name, or for a merged
    /// label that is a choice; [`Unknown`](crate::ErrorKind::Unknown) for a figure or a threshold of a choice that the
    /// contest does not list; [`Inconsistent`](crate::ErrorKind::Inconsistent) for more ballots than
    /// registered voters; [`OutOfRange`](crate::ErrorKind::OutOfRange) for more seats than the house
    /// has, and for shares of one source that are a hundredth of another's: proportions given as percent. Each stands at its place, `contest`, `counts[i]` or `polls[i]`.
    pub fn check(&self, counts: &[OfficialCount], polls: &[Poll]) -> Result<()> {
        let names = counts.iter().map(OfficialCount::name);
        distinct("counts", names, "give each count a name of its own")?;
        distinct(
            "polls",
            polls.iter().map(Poll::name),
            "give `release` to tell two polls of one pollster apart, such as \"18:00\" or \"quick count\"",
        )?;
        let choices: HashSet<&str> = self.choices().iter().map(String::as_str).collect();
        let at = |list: &'static str, i: usize| {
            move |error: Error| error.at(Place::Path(format!("{list}[{i}]")))
        };
        for (i, count) in counts.iter().enumerate() {
            let entries = || count.entries().iter();
            let labels = entries().map(|entry| (entry.label(), entry.choices()));
            self.check_labels("shares", &choices, labels)
                .map_err(at("counts", i))?;
            self.check_registered(count).map_err(at("counts", i))?;
            let seats = || {
                count
                    .seat_entries()
                    .map(|(label, choices, seats)| (label, choices, seats, seats))
            };
            self.check_labels(
                "seats",
                &choices,
                seats().map(|(label, own, ..)| (label, own)),
            )
            .and_then(|()| self.check_seats(seats()))
            .map_err(at("counts", i))?;
        }
        self.check_thresholds(counts, polls)
            .map_err(|error| error.at(Place::Path("contest".into())))?;
        let mut before: &[PollEntry] = &[];
        for (i, poll) in polls.iter().enumerate() {
            // Polls that share their labels need them checked once.
            if !same_labels(before, poll.entries()) {
                let entries = poll.entries().iter();
                let labels = entries.map(|entry| (entry.label(), entry.choices()));
                self.check_labels("shares", &choices, labels)
                    .map_err(at("polls", i))?;
                before = poll.entries();
            }
            let seats = || {
                poll.seat_entries()
                    .map(|(label, choices, seats)| (label, choices, seats.low(), seats.high()))
            };
            self.check_labels(
                "seats",
                &choices,
                seats().map(|(label, own, ..)| (label, own)),
            )
            .and_then(|()| self.check_seats(seats()))
            .map_err(at("polls", i))?;
        }
        unit_check::check(counts, polls)
    }

    /// A threshold is for choices of the contest, or for those that a poll or a count gives as one.
    fn check_thresholds(&self, counts: &[OfficialCount], polls: &[Poll]) -> Result<()> {
        let is_merged = |label: &String| {
            let of_counts = counts.iter().flat_map(|count| {
                let entries = count.entries().iter().map(|of| (of.label(), of.choices()));
                entries.chain(
                    count
                        .seat_entries()
                        .map(|(label, choices, _)| (label, choices)),
                )
            });
            let of_polls = polls.iter().flat_map(|poll| {
                let entries = poll.entries().iter().map(|of| (of.label(), of.choices()));
                entries.chain(
                    poll.seat_entries()
                        .map(|(label, choices, _)| (label, choices)),
                )
            });
            let mut all = of_counts.chain(of_polls);
            all.any(|(own, choices)| choices.len() > 1 && own == label)
        };
        for line in self.thresholds() {
            let mut named = line.choices().unwrap_or_default().iter();
            let unknown = named.find(|name| !self.choices().contains(name) && !is_merged(name));
            if let Some(unknown) = unknown {
                let help = format!(
                    "the contest has {}, and no poll or count merges choices under this label",
                    self.choices().join(", ")
                );
                let field = format!("thresholds.{}.choices", line.name());
                return Err(Error::unknown(field, unknown, help));
            }
        }
        Ok(())
    }

    /// Refuses more ballots than the contest has registered voters.
    fn check_registered(&self, count: &OfficialCount) -> Result<()> {
        let ballots = count
            .ballots_cast()
            .or_else(|| count.votes()?.checked_add(count.invalid().unwrap_or(0)));
        match (ballots, self.registered()) {
            (Some(ballots), Some(registered)) if ballots > registered => Err(Error::inconsistent(
                count.ballots_field(),
                ballots,
                format!("`contest.registered` {registered}"),
                "give the registered voters of the same territory",
            )),
            _ => Ok(()),
        }
    }

    fn check_labels<'a>(
        &self,
        field: &str,
        known: &HashSet<&str>,
        entries: impl Iterator<Item = (&'a str, &'a [String])>,
    ) -> Result<()> {
        for (label, choices) in entries {
            if choices.len() > 1 && known.contains(label) {
                return Err(Error::duplicate(
                    "merged",
                    label,
                    "a choice of the contest has this name; give the group another label",
                ));
            }
            if let Some(unknown) = choices.iter().find(|one| !known.contains(one.as_str())) {
                return Err(self.unknown(field, unknown));
            }
        }
        Ok(())
    }

    /// Checks the least and the most seats of each entry against the house. A bloc whose members
    /// have figures of their own is not counted again.
    fn check_seats<'a>(
        &self,
        entries: impl Iterator<Item = (&'a str, &'a [String], u64, u64)> + Clone,
    ) -> Result<()> {
        let Some(house) = self.seats() else {
            return Ok(());
        };
        let beyond =
            |value: String| Error::out_of_range("seats", value, format!("the house has {house}"));
        let single: HashSet<&str> = entries
            .clone()
            .filter(|(_, choices, ..)| choices.len() == 1)
            .map(|(label, ..)| label)
            .collect();
        let mut sum = 0_u64;
        for (label, choices, low, high) in entries {
            if high > house {
                let range = if low < high {
                    format!("{low}–{high} at {label}")
                } else {
                    format!("{high} at {label}")
                };
                return Err(beyond(range));
            }
            let counted = choices.len() > 1
                && choices
                    .iter()
                    .any(|choice| single.contains(choice.as_str()));
            if !counted {
                // Each is at most the house, and the sum is checked at every step.
                sum += low;
            }
            if sum > house {
                return Err(beyond(format!("{sum} in sum at {label}")));
            }
        }
        Ok(())
    }

    fn unknown(&self, field: &str, name: &str) -> Error {
        let plain = |text: &str| -> String {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect()
        };
        // A name that differs in spaces, dots or capitals only is the likeliest slip.
        let near = self
            .choices()
            .iter()
            .find(|choice| plain(choice) == plain(name));
        let help = match near {
            Some(choice) => format!("write \"{choice}\", as the contest does"),
            None => format!("the contest has {}", self.choices().join(", ")),
        };
        Error::unknown(field, name, help)
    }
}
