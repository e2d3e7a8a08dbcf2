//! What only holds between a contest, its counts and its polls.

use std::collections::BTreeSet;

use super::contest::Contest;
use super::count::OfficialCount;
use super::poll::Poll;
use crate::error::{Error, Place, Result};

impl Contest {
    /// Checks that counts and polls fit this contest and can be told apart.
    ///
    /// # Errors
    /// [`Error::Duplicate`] for two counts or two polls of one name; [`Error::Unknown`] for a figure
    /// of a choice that the contest does not list; [`Error::OutOfRange`] for more seats than the
    /// house has. Each stands at its place, `counts[i]` or `polls[i]`.
    pub fn check(&self, counts: &[OfficialCount], polls: &[Poll]) -> Result<()> {
        let names: Vec<&str> = counts.iter().map(OfficialCount::name).collect();
        distinct("counts", &names, "give each count a name of its own")?;
        let names: Vec<&str> = polls.iter().map(Poll::name).collect();
        distinct(
            "polls",
            &names,
            "give `release` to tell two polls of one pollster apart",
        )?;
        for (i, count) in counts.iter().enumerate() {
            let choices = count.entries().iter().flat_map(|entry| &entry.choices);
            let seats = count.seats().iter().map(|(label, seats)| (label, *seats));
            self.check_one(choices, seats, count.merged_labels())
                .map_err(|error| error.at(Place::Path(format!("counts[{i}]"))))?;
        }
        for (i, poll) in polls.iter().enumerate() {
            let choices = poll.entries().iter().flat_map(|entry| &entry.choices);
            let seats = poll
                .seats()
                .iter()
                .map(|(label, seats)| (label, seats.low()));
            self.check_one(choices, seats, poll.merged_labels())
                .map_err(|error| error.at(Place::Path(format!("polls[{i}]"))))?;
        }
        Ok(())
    }

    fn check_one<'a>(
        &self,
        mut choices: impl Iterator<Item = &'a String>,
        seats: impl Iterator<Item = (&'a String, u64)>,
        merged: impl Iterator<Item = &'a String> + Clone,
    ) -> Result<()> {
        if let Some(unknown) = choices.find(|choice| !self.choices().contains(choice)) {
            return Err(self.unknown("shares", unknown));
        }
        let mut sum = 0_u64;
        for (label, number) in seats {
            let declared = label.starts_with('(')
                || self.choices().contains(label)
                || merged.clone().any(|group| group == label);
            if !declared {
                return Err(self.unknown("seats", label));
            }
            sum = sum.saturating_add(number);
            if let Some(house) = self.seats()
                && sum > house
            {
                return Err(Error::out_of_range(
                    "seats",
                    format!("{sum} in sum at {label}"),
                    format!("the house has {house}"),
                ));
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
        let mend = match near {
            Some(choice) => format!("write \"{choice}\", as the contest does"),
            None => format!("the contest has {}", self.choices().join(", ")),
        };
        Error::Unknown {
            field: field.into(),
            value: name.into(),
            mend,
        }
    }
}

fn distinct(field: &str, names: &[&str], mend: &str) -> Result<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Error::Duplicate {
                field: field.into(),
                value: (*name).into(),
                mend: mend.into(),
            });
        }
    }
    Ok(())
}
