//! Figures of a NIST report by the unit of which they are, and their sum over a district.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::nist::{Report, list, text, whole};
use super::note::{Assumption, Notes};
use crate::error::{Error, Result};

/// The votes of a selection and how many units they are summed over.
pub(super) struct Votes {
    pub(super) sum: u64,
    pub(super) units: usize,
}

/// What is given of each unit: the total, or the parts by way of voting that make it up.
#[derive(Default)]
pub(super) struct Figures<'a> {
    totals: HashMap<&'a str, u64>,
    /// Units of which only parts are given.
    of_parts: HashSet<&'a str>,
    /// Units whose figure is kept back because it is small.
    suppressed: Vec<&'a str>,
}

/// Which counts of a ranked choice are taken.
pub(super) struct Round {
    /// The last round; none where counts of no round are there.
    pub(super) taken: Option<u64>,
    /// Whether there are counts of other rounds.
    pub(super) others: bool,
}

/// The round of which the counts of these selections are taken.
pub(super) fn last_round(selections: &[Value]) -> Result<Round> {
    let counts = selections
        .iter()
        .flat_map(|selection| list(selection, "VoteCounts"));
    let rounds = counts
        .map(|counts| whole(counts, "Round"))
        .collect::<Result<Vec<_>>>()?;
    let last = rounds.iter().copied().max().flatten();
    let taken = last.filter(|_| !rounds.contains(&None));
    Ok(Round {
        taken,
        others: rounds.iter().any(|round| *round != taken),
    })
}

impl<'a> Figures<'a> {
    /// The votes of a selection in one round; counts of single devices are parts of the one without a device.
    ///
    /// # Errors
    /// A count without a unit or figure, two different figures for one unit and way of voting.
    pub(super) fn of(
        counts: &'a [Value],
        round: Option<u64>,
        choice: &str,
        notes: &mut Notes,
    ) -> Result<Figures<'a>> {
        // The figure of each unit and type, and of each of its devices.
        let mut given: HashMap<(&str, &str, Option<String>), u64> = HashMap::new();
        let mut figures = Figures::default();
        for counts in counts {
            if whole(counts, "Round")? != round {
                continue;
            }
            let unit = unit(counts)?;
            if counts
                .get("IsSuppressedForPrivacy")
                .and_then(Value::as_bool)
                == Some(true)
            {
                figures.suppressed.push(unit);
                continue;
            }
            let number =
                whole(counts, "Count")?.ok_or_else(|| Error::missing("Count", "give the votes"))?;
            let kind = text(counts, "Type").unwrap_or_default();
            // Seats are a type of count.
            if kind == "seats" {
                continue;
            }
            let device = counts
                .get("DeviceClass")
                .filter(|device| !device.is_null())
                .map(Value::to_string);
            put(&mut given, (unit, kind, device), number, choice, notes)?;
        }
        figures.settle(given);
        Ok(figures)
    }

    /// One field of what the contest counts beside its selections.
    pub(super) fn of_others(
        counts: &'a [Value],
        field: &str,
        notes: &mut Notes,
    ) -> Result<Figures<'a>> {
        let mut given: HashMap<(&str, &str, Option<String>), u64> = HashMap::new();
        for counts in counts {
            if let Some(number) = whole(counts, field)? {
                let device = counts
                    .get("DeviceClass")
                    .filter(|device| !device.is_null())
                    .map(Value::to_string);
                put(
                    &mut given,
                    (unit(counts)?, "total", device),
                    number,
                    field,
                    notes,
                )?;
            }
        }
        let mut figures = Figures::default();
        figures.settle(given);
        Ok(figures)
    }

    /// A total stands beside its parts, and a figure without a device beside those of the devices.
    fn settle(&mut self, given: HashMap<(&'a str, &'a str, Option<String>), u64>) {
        let mut of_types: HashMap<(&str, &str), [Option<u64>; 2]> = HashMap::new();
        for ((unit, kind, device), number) in given {
            let [plain, of_devices] = of_types.entry((unit, kind)).or_default();
            let place = if device.is_none() { plain } else { of_devices };
            *place = Some(place.unwrap_or(0).saturating_add(number));
        }
        let mut parts: HashMap<&str, u64> = HashMap::new();
        for ((unit, kind), [plain, of_devices]) in of_types {
            let number = plain.or(of_devices).unwrap_or(0);
            if kind == "total" {
                self.totals.insert(unit, number);
            } else {
                let sum = parts.entry(unit).or_default();
                *sum = sum.saturating_add(number);
            }
        }
        for (unit, sum) in parts {
            if let std::collections::hash_map::Entry::Vacant(place) = self.totals.entry(unit) {
                place.insert(sum);
                self.of_parts.insert(unit);
            }
        }
    }

    /// Counties stand beside their precincts: the figure of the district is taken, else what its parts sum to, going
    /// down the tree of units; none where nothing is given.
    ///
    /// # Errors
    /// A figure that is kept back and in no figure that is taken; ways of voting of a unit whose parts have totals
    /// of their own; units that contain one another.
    pub(super) fn votes(
        &self,
        district: Option<&str>,
        report: &Report<'a>,
    ) -> Result<Option<Votes>> {
        if self.totals.is_empty() && self.suppressed.is_empty() {
            return Ok(None);
        }
        let below = district
            .map(|id| self.below(id, report))
            .filter(|units| !units.is_empty());
        let units = match below {
            Some(units) => units,
            // The district is not in the tree: units that no other unit with votes contains.
            None => {
                let contained = contained(self.totals.keys().copied(), report);
                let outer = self
                    .totals
                    .keys()
                    .copied()
                    .filter(|unit| !contained.contains(unit));
                outer.collect()
            }
        };
        if units.is_empty() && !self.totals.is_empty() {
            let unit = self.totals.keys().next().copied().unwrap_or_default();
            return Err(Error::unreadable(
                "ComposingGpUnitIds",
                unit,
                "the units contain one another in a circle: none of them is the whole",
            ));
        }
        let inside = contained(units.iter().copied(), report);
        if let Some(unit) = self.suppressed.iter().find(|unit| !inside.contains(*unit)) {
            return Err(Error::unreadable(
                "IsSuppressedForPrivacy",
                *unit,
                "its count is kept back, and no unit that contains it has one: the sum is not known",
            ));
        }
        for unit in units.iter().filter(|unit| self.of_parts.contains(*unit)) {
            let parts = contained([*unit].into_iter(), report);
            if self.totals.keys().any(|part| parts.contains(part)) {
                return Err(Error::unreadable(
                    "VoteCounts",
                    *unit,
                    "it has counts by way of voting and no total, and its parts have counts too: whether they hold the same \
                     votes is not said; give its total",
                ));
            }
        }
        let figures = units.iter().filter_map(|unit| self.totals.get(unit));
        Ok(Some(Votes {
            sum: figures.fold(0, |sum, votes| sum.saturating_add(*votes)),
            units: units.len(),
        }))
    }

    /// The outermost units with votes at or below `id`, each once.
    fn below<'b>(&self, id: &'b str, report: &Report<'a>) -> Vec<&'b str>
    where
        'a: 'b,
    {
        let mut units = Vec::new();
        let mut open = vec![id];
        let mut seen = HashSet::new();
        while let Some(unit) = open.pop() {
            if self.totals.contains_key(unit) {
                units.push(unit);
            } else {
                open.extend(composing(unit, report).filter(|part| seen.insert(*part)));
            }
        }
        units
    }
}

fn unit(counts: &Value) -> Result<&str> {
    text(counts, "GpUnitId").ok_or_else(|| Error::missing("GpUnitId", "name the unit of the count"))
}

/// Notes a figure that comes again, and refuses one that differs from the first.
fn put<'a>(
    given: &mut HashMap<(&'a str, &'a str, Option<String>), u64>,
    key: (&'a str, &'a str, Option<String>),
    number: u64,
    choice: &str,
    notes: &mut Notes,
) -> Result<()> {
    let unit = key.0;
    match given.insert(key, number) {
        None => Ok(()),
        Some(known) if known == number => {
            let choice = format!("{choice} in {unit}");
            notes.file(Assumption::RepeatedFigure { choice });
            Ok(())
        }
        Some(known) => Err(Error::inconsistent(
            "Count",
            number.to_string(),
            format!("{known} in the same unit"),
            "give each unit and type of count one figure",
        )),
    }
}

/// Every unit that is a part of one of `units`.
fn contained<'a>(units: impl Iterator<Item = &'a str>, report: &Report<'a>) -> HashSet<&'a str> {
    let mut open: Vec<&str> = units.collect();
    let mut contained = HashSet::new();
    while let Some(unit) = open.pop() {
        open.extend(composing(unit, report).filter(|part| contained.insert(*part)));
    }
    contained
}

fn composing<'a>(id: &str, report: &Report<'a>) -> impl Iterator<Item = &'a str> {
    let unit = report.units.get(id).copied();
    let ids = unit.map_or(&[][..], |unit| list(unit, "ComposingGpUnitIds"));
    ids.iter().filter_map(Value::as_str)
}
