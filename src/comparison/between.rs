//! The polls against one another, and what they have in common against the count.

use super::report::{
    BetweenPolls, ChoiceRange, CommonBias, CountReport, PollPair, PollReport, RowReport,
};
use crate::alignment::RowKind;
use crate::numeric::Bounds;

/// Polls that count as sources of their own, each in the reading that stands on named votes.
fn sources(polls: &[PollReport]) -> impl Iterator<Item = (&PollReport, &[RowReport])> + Clone {
    polls
        .iter()
        .filter(|poll| !poll.derived)
        .filter_map(|poll| Some((poll, poll.readings.last()?.rows.as_slice())))
}

fn choices(rows: &[RowReport]) -> impl Iterator<Item = &RowReport> {
    rows.iter().filter(|row| row.kind == RowKind::Choice)
}

/// Mean deviation by choice, for choices that at least two polls have.
pub(super) fn common_bias(labels: &[String], polls: &[PollReport]) -> Vec<CommonBias> {
    let bias = |label: &String| {
        let rows: Vec<&RowReport> = sources(polls)
            .filter_map(|(_, rows)| choices(rows).find(|row| row.label == *label))
            .collect();
        if rows.len() < 2 {
            return None;
        }
        let m = rows.len() as f64;
        let mean =
            |value: fn(&RowReport) -> f64| rows.iter().map(|row| value(row)).sum::<f64>() / m;
        Some(CommonBias {
            label: label.clone(),
            polls: rows.len(),
            mean_deviation: mean(|row| row.deviation),
            bounds: Bounds {
                low: mean(|row| row.deviation_bounds.low),
                high: mean(|row| row.deviation_bounds.high),
            },
            above: rows.iter().filter(|row| row.deviation > 0.0).count(),
            below: rows.iter().filter(|row| row.deviation < 0.0).count(),
        })
    };
    labels.iter().filter_map(bias).collect()
}

/// Distances and ranges between the polls, over the choices that they and this count name.
pub(super) fn between_polls(labels: &[String], count: &CountReport) -> Option<BetweenPolls> {
    let named = sources(&count.polls);
    let polls: Vec<String> = named.clone().map(|(poll, _)| poll.name.clone()).collect();
    if polls.len() < 2 {
        return None;
    }
    let mut pairs = Vec::with_capacity(polls.len() * (polls.len() - 1) / 2);
    for (i, (first, rows)) in named.clone().enumerate() {
        for (second, others) in named.clone().skip(i + 1) {
            pairs.extend(pair(first, rows, second, others));
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
    let both: Vec<(f64, f64)> = choices(rows)
        .filter_map(|row| {
            let other = choices(others).find(|other| other.label == row.label)?;
            Some((row.poll.value, other.poll.value))
        })
        .collect();
    if both.is_empty() {
        return None;
    }
    let differences: f64 = both.iter().map(|(a, b)| (a - b).abs()).sum();
    // All that is not compared by itself, together.
    let rest: f64 = both.iter().map(|(a, b)| b - a).sum();
    Some(PollPair {
        first: first.name.clone(),
        second: second.name.clone(),
        total_variation: (differences + rest.abs()) / 2.0,
        choices: both.len(),
    })
}
