//! The polls against one another.

use super::report::{BetweenPolls, ChoiceRange, CountReport, PollPair, PollReport, RowReport};
use super::together::{choices, sources};
use super::{Comparison, reliability, rounded};
use crate::numeric::Bounds;
use crate::rounding::RoundedShares;

/// Distances and ranges between the polls, over the choices that they and this count name.
pub(super) fn between_polls(
    settings: &Comparison,
    labels: &[String],
    count: &CountReport,
) -> Option<BetweenPolls> {
    let named = sources(&count.polls);
    let polls: Vec<String> = named.clone().map(|(poll, _)| poll.name.clone()).collect();
    if polls.len() < 2 {
        return None;
    }
    let mut pairs = Vec::new();
    if settings.pairwise {
        for (i, (first, rows)) in named.clone().enumerate() {
            for (second, others) in named.clone().skip(i + 1) {
                pairs.extend(pair(first, rows, second, others));
            }
        }
    }
    let range = |label: &String| {
        let shares: Vec<(f64, &str)> = named
            .clone()
            .filter_map(|(poll, rows)| {
                let row = choices(rows).find(|row| row.label == *label)?;
                Some((row.poll.value, poll.name.as_str()))
            })
            .collect();
        if shares.len() < 2 {
            return None;
        }
        // Equal shares go to the name first in the alphabet, so that the order of polls is nothing.
        let order = |a: &&(f64, &str), b: &&(f64, &str)| a.0.total_cmp(&b.0).then(b.1.cmp(a.1));
        let lowest = shares
            .iter()
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)))?;
        let highest = shares.iter().max_by(order)?;
        Some(ChoiceRange {
            label: label.clone(),
            polls: shares.len(),
            lowest: lowest.0,
            lowest_poll: lowest.1.to_owned(),
            highest: highest.0,
            highest_poll: highest.1.to_owned(),
        })
    };
    Some(BetweenPolls {
        reliability: reliability::reliability(settings, labels, named.clone()),
        polls,
        pairs,
        ranges: labels.iter().filter_map(range).collect(),
    })
}

fn pair(
    first: &PollReport,
    rows: &[RowReport],
    second: &PollReport,
    others: &[RowReport],
) -> Option<PollPair> {
    let both: Vec<(&RowReport, &RowReport)> = choices(rows)
        .filter_map(|row| {
            let other = choices(others).find(|other| other.label == row.label)?;
            Some((row, other))
        })
        .collect();
    if both.is_empty() {
        return None;
    }
    // All that is not compared by itself, together.
    let rest = |of: &dyn Fn(&(&RowReport, &RowReport)) -> f64| {
        (1.0 - both.iter().map(of).sum::<f64>()).clamp(0.0, 1.0)
    };
    let differences: f64 = both
        .iter()
        .map(|(a, b)| (a.poll.value - b.poll.value).abs())
        .sum();
    let rest_apart: f64 = both.iter().map(|(a, b)| b.poll.value - a.poll.value).sum();
    let bounds = |of: &dyn Fn(&(&RowReport, &RowReport)) -> Bounds| -> Vec<Bounds> {
        let rest = Bounds {
            low: rest(&|pair| of(pair).high),
            high: rest(&|pair| of(pair).low),
        };
        both.iter().map(of).chain([rest]).collect()
    };
    let shares = RoundedShares::separate(
        &bounds(&|pair| pair.0.poll.bounds),
        &bounds(&|pair| pair.1.poll.bounds),
    );
    let open = rounded::total_variation(&shares.ok()?, both.len() + 1)?.bounds;
    let total_variation = (differences + rest_apart.abs()) / 2.0;
    Some(PollPair {
        first: first.name.clone(),
        second: second.name.clone(),
        total_variation,
        bounds: Bounds {
            high: open.high.min(1.0),
            ..open
        }
        .including(total_variation),
        choices: both.len(),
    })
}
