//! The polls against one another.

use super::effective_size;
use super::further_off::FurtherOff;
use super::reliability;
use super::row::figure;
use crate::agreement::{Distance, pearson_correlation};
use crate::alignment::CommonTable;
use crate::hypothesis::Adjustment;
use crate::model::OfficialCount;
use crate::report::{BetweenPolls, ChoiceRange, PairNotTested, Pairs, PollFacts, Settings};

/// Distances and ranges between these polls, on valid votes; absent for fewer than two.
pub(super) fn between(
    settings: &Settings,
    names: &[String],
    facts: &[PollFacts],
    table: &CommonTable,
    members: &[usize],
    count: &OfficialCount,
    is_partial: bool,
) -> Option<BetweenPolls> {
    if members.len() < 2 {
        return None;
    }
    let name = |poll: usize| facts[poll].poll.name().to_owned();
    let mut shares: Vec<(f64, usize)> = Vec::with_capacity(members.len());
    let range = |row: usize| {
        shares.clear();
        shares.extend(
            members
                .iter()
                .filter_map(|&poll| Some((table.polls[poll].as_ref()?.cells[row]?.value, poll))),
        );
        if shares.len() < 2 {
            return None;
        }
        let lowest = shares.iter().map(|(s, _)| *s).fold(f64::INFINITY, f64::min);
        let highest = shares
            .iter()
            .map(|(s, _)| *s)
            .fold(f64::NEG_INFINITY, f64::max);
        let having = |wanted: f64| -> Vec<String> {
            let equal = shares.iter().filter(|(share, _)| *share == wanted);
            equal.map(|(_, poll)| name(*poll)).collect()
        };
        Some(ChoiceRange {
            label: table.rows[row].label.clone(),
            polls: shares.len(),
            lowest,
            lowest_polls: having(lowest),
            highest,
            highest_polls: having(highest),
        })
    };
    Some(BetweenPolls {
        polls: members.iter().map(|&poll| name(poll)).collect(),
        pairs: settings
            .pairwise
            .then(|| pairs(settings, names, facts, table, members, count, is_partial)),
        ranges: (0..table.rows.len()).filter_map(range).collect(),
        reliability: reliability::of(settings, names, table, members),
    })
}

/// A poll's shares as one line of a table without gaps.
struct Line {
    /// By row of the table; NaN where there is none.
    shares: Vec<f64>,
    /// Whether the poll has a figure or a range, by row.
    named: Vec<bool>,
    /// Ranks take the middle of a range, of which no sampling error is known.
    has_range: bool,
    size: Option<f64>,
    /// It has more respondents than the count has ballots.
    has_too_many: bool,
    /// It has as many, drawn one by one.
    has_all: bool,
}

fn pairs(
    settings: &Settings,
    names: &[String],
    facts: &[PollFacts],
    table: &CommonTable,
    members: &[usize],
    count: &OfficialCount,
    is_partial: bool,
) -> Pairs {
    let ballots = effective_size::final_ballots(count);
    let lines: Vec<Line> = members
        .iter()
        .map(|&poll| {
            let column = table.polls[poll].as_ref();
            let cells = column.map_or(&[][..], |column| &column.cells);
            let share = column.map_or(1.0, |column| column.share_of_respondents);
            let worth =
                effective_size::worth(&facts[poll].size, facts[poll].poll.sample(), share, ballots);
            Line {
                named: cells.iter().map(Option::is_some).collect(),
                has_range: cells.iter().flatten().any(|span| span.is_range),
                shares: cells
                    .iter()
                    // The middle of a range is nobody's estimate.
                    .map(|cell| {
                        let estimate = cell.filter(|span| !span.is_range);
                        estimate.map_or(f64::NAN, |span| figure(&span).0)
                    })
                    .collect(),
                has_too_many: effective_size::too_many(facts[poll].poll.sample(), ballots)
                    .is_some(),
                has_all: effective_size::everyone_was_asked(
                    &facts[poll].size,
                    facts[poll].poll.sample(),
                    ballots,
                ),
                size: worth
                    .ok()
                    .flatten()
                    .filter(|_| {
                        let (size, sample) = (&facts[poll].size, facts[poll].poll.sample());
                        !effective_size::is_of_choices_alone(size, sample)
                    })
                    .map(|worth| worth.size()),
            }
        })
        .collect();
    let official: Vec<f64> = table.rows.iter().map(|row| figure(&row.count).0).collect();
    // Rows that are no part of another row, in which a choice would count twice.
    let apart = disjoint(table);
    // Which is further is asked of the rows by which all are ranked.
    let ranked = table.common(names, members);
    let ranked = ranked.and_then(|shares| FurtherOff::of(&shares).ok());
    let m = members.len();
    let places = m * (m - 1) / 2;
    let kept: Vec<usize> = (0..table.rows.len()).filter(|&row| apart[row]).collect();
    let has_figure = |line: &Line, row: usize| line.shares.get(row).is_some_and(|p| !p.is_nan());
    let figures_of = |line: &Line| {
        (0..kept.len())
            .filter(|&place| has_figure(line, kept[place]))
            .collect()
    };
    let mut pairs = Pairs {
        polls: m,
        rows: kept
            .iter()
            .map(|&row| table.rows[row].label.clone())
            .collect(),
        figures: lines.iter().map(figures_of).collect(),
        total_variation: Vec::with_capacity(places),
        z: Vec::with_capacity(places),
        interval: Vec::with_capacity(places),
        adjusted_p_value: Vec::new(),
        beyond_chance: Vec::new(),
        not_tested: Vec::with_capacity(places),
        correlation: Vec::with_capacity(places),
    };
    let (mut p_values, mut tested) = (Vec::new(), Vec::new());
    let mut buffers = Buffers::default();
    for (i, one) in lines.iter().enumerate() {
        for (j, other) in lines.iter().enumerate().skip(i + 1) {
            buffers.fill(&one.shares, &other.shares, &official, &apart);
            pairs.total_variation.push(buffers.total_variation());
            pairs.correlation.push(buffers.correlation(settings));
            let is_ranged = one.has_range || other.has_range;
            let in_common = (apart.iter().zip(&one.named).zip(&other.named))
                .any(|((apart, one), other)| *apart && *one && *other);
            let test = match (one.size, other.size) {
                _ if !in_common => Err(PairNotTested::NoCommonChoice),
                _ if is_partial => Err(PairNotTested::PartialCount),
                _ if is_ranged => Err(PairNotTested::PublishedRange),
                (Some(own), Some(theirs)) => match &ranked {
                    Some(ranked) => ranked.test((i, own), (j, theirs), settings.confidence),
                    None => Err(PairNotTested::NoRankedRow),
                },
                _ if one.has_too_many || other.has_too_many => {
                    Err(PairNotTested::MoreRespondentsThanBallots)
                }
                _ if one.has_all || other.has_all => Err(PairNotTested::EveryoneWasAsked),
                _ => Err(PairNotTested::SampleSizeUnknown),
            };
            if let Ok(test) = test {
                tested.push(pairs.z.len());
                p_values.push(test.p_value);
            }
            pairs
                .interval
                .push(test.as_ref().ok().map(|test| test.interval));
            let z = test.map(|test| test.difference / test.standard_error);
            pairs.z.push(z.ok());
            pairs.not_tested.push(z.err());
        }
    }
    pairs.adjusted_p_value = vec![None; pairs.z.len()];
    if !p_values.is_empty()
        && let Ok(adjusted) = Adjustment::Holm.adjust(&p_values)
    {
        for (place, p) in tested.into_iter().zip(adjusted) {
            pairs.adjusted_p_value[place] = Some(p);
        }
    }
    drop(p_values);
    let known = ranked.map(|ranked| ranked.beyond_chance(&pairs, settings.confidence));
    pairs.beyond_chance = match known {
        Some(Ok(known)) => known,
        _ => vec![None; pairs.z.len()],
    };
    pairs
}

/// Which rows of the table share no choice with an earlier one that is kept.
fn disjoint(table: &CommonTable) -> Vec<bool> {
    let mut taken = std::collections::HashSet::new();
    table
        .rows
        .iter()
        .map(|row| {
            let free = row.choices.iter().all(|choice| !taken.contains(choice));
            if free {
                taken.extend(row.choices.iter().copied());
            }
            free
        })
        .collect()
}

/// The shares of two polls and the count over the rows that both have, used again for every pair.
#[derive(Default)]
struct Buffers {
    one: Vec<f64>,
    other: Vec<f64>,
    count: Vec<f64>,
    /// The deviations of the named rows, everyone else left out.
    deviations: (Vec<f64>, Vec<f64>),
}

impl Buffers {
    fn fill(&mut self, one: &[f64], other: &[f64], count: &[f64], apart: &[bool]) {
        self.one.clear();
        self.other.clear();
        self.count.clear();
        self.deviations.0.clear();
        self.deviations.1.clear();
        for (((&p, &q), &v), &apart) in one.iter().zip(other).zip(count).zip(apart) {
            if apart && !p.is_nan() && !q.is_nan() {
                self.one.push(p);
                self.other.push(q);
                self.count.push(v);
                self.deviations.0.push(p - v);
                self.deviations.1.push(q - v);
            }
        }
        // All that is not compared by itself, together.
        for list in [&mut self.one, &mut self.other, &mut self.count] {
            let rest = (1.0 - list.iter().sum::<f64>()).clamp(0.0, 1.0);
            list.push(if rest < 1e-11 { 0.0 } else { rest });
        }
    }

    /// −1 where the two have nothing in common.
    fn total_variation(&self) -> f64 {
        if self.one.len() < 2 {
            return -1.0;
        }
        Distance::TotalVariation
            .between(&self.one, &self.other)
            .unwrap_or(-1.0)
    }

    fn correlation(&self, settings: &Settings) -> Option<f64> {
        let (one, other) = (&self.deviations.0, &self.deviations.1);
        if one.len() < 3 {
            return None;
        }
        let r = pearson_correlation(one, other, settings.confidence).ok()?;
        Some(r.value)
    }
}
