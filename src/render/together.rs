//! What the polls have in common against one count.

use super::number;
use super::outline::{Block, Table};
use super::{seats, words};
use crate::comparison::{CountReport, PooledChoice, PooledPolls, Report, Settings};
use crate::rounding::Finding;

/// What the polls have in common against this count.
pub(super) fn common(report: &Report, count: &CountReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !count.common_bias.is_empty() {
        blocks.push(Block::Subsection("What the polls have in common".into()));
        let mut table = Table::new(
            &["mean deviation"],
            &["polls", "points", "round", "above", "below"],
        );
        for bias in &count.common_bias {
            table.row(vec![
                bias.label.clone(),
                bias.polls.to_string(),
                number::signed(100.0 * bias.mean_deviation, 2),
                number::rounding(&bias.bounds),
                bias.above.to_string(),
                bias.below.to_string(),
            ]);
        }
        blocks.push(Block::Table(table));
    }
    if let Some(pooled) = &count.pooled {
        blocks.extend(pool(&report.settings, pooled));
    }
    if !count.common_seat_errors.is_empty() {
        blocks.push(Block::Subsection(
            "What the polls have in common: seats".into(),
        ));
        blocks.push(Block::Table(seats::errors(count)));
        let derived = if count
            .common_seat_errors
            .iter()
            .any(|e| e.with_derived.is_some())
        {
            " A poll of polls is no further source: the rows with it are given for comparison only."
        } else {
            ""
        };
        blocks.push(Block::Paragraph(format!(
            "The {} interval of the mean says where the polls centre, not where the result may \
             fall; the ranges come without a confidence, so how often they should hold is not \
             known.{derived}",
            report.settings.confidence
        )));
        for errors in &count.common_seat_errors {
            if errors.sources.same_sign && errors.sources.polls > 1 {
                blocks.push(Block::Paragraph(format!(
                    "All {} err to the same side for {}: their errors are not independent, and \
                     averaging does not take them away.",
                    errors.sources.polls, errors.label
                )));
            }
        }
    }
    blocks
}

/// The polls of known size together.
fn pool(settings: &Settings, pooled: &PooledPolls) -> Vec<Block> {
    let mut blocks = vec![Block::Subsection("What the polls say together".into())];
    let interval = format!("{} interval", settings.confidence);
    let mut table = Table::new(
        &["percent"],
        &["polls", "pooled", &interval, "off the count", "p", "I²"],
    )
    .if_wide(&["within rounding", "one more poll", "τ", "Q", "p of Q"]);
    for choice in &pooled.choices {
        table.row(vec![
            choice.label.clone(),
            choice.polls.to_string(),
            number::fixed(100.0 * choice.pooled, 2),
            number::interval(&choice.interval),
            number::signed(100.0 * choice.deviation, 2),
            match choice.finding {
                Some(Finding::UndecidedByRounding) => {
                    format!("{} (open)", number::p_value(choice.p_value))
                }
                _ => number::p_value(choice.p_value),
            },
            format!("{} %", number::fixed(100.0 * choice.i2, 0)),
            choice.deviation_bounds.map_or(number::NOTHING.into(), |b| {
                format!(
                    "{} to {}",
                    number::signed(100.0 * b.low, 2),
                    number::signed(100.0 * b.high, 2)
                )
            }),
            choice
                .prediction
                .map_or(number::NOTHING.into(), |interval| {
                    number::interval(&interval)
                }),
            number::significant(choice.tau2.sqrt()),
            number::fixed(choice.q, 2),
            number::p_value(choice.q_p_value),
        ]);
    }
    if !pooled.choices.is_empty() {
        blocks.push(Block::Table(table));
    }
    let mut text = format!("Pooled: {}.", words::list(&pooled.polls));
    if pooled.at_least_this_wide {
        text.push_str(
            " A design effect is not known, so every interval is at least this wide and scatter \
             beyond sampling can be the clusters.",
        );
    }
    if pooled.choices.iter().any(|choice| choice.polls == 2) {
        text.push_str(
            " Two polls leave one degree of freedom for the variance between them: their interval \
             says little.",
        );
    }
    text.push_str(
        " An error that all polls share is in the pool and in none of its intervals; only the count \
         shows it.",
    );
    blocks.push(Block::Paragraph(text));
    blocks.extend(
        pooled
            .choices
            .iter()
            .filter_map(|choice| turns_on(settings, choice))
            .map(Block::Paragraph),
    );
    if let Some(scatter) = &pooled.scatter {
        blocks.push(Block::Paragraph(words::scatter(settings, scatter)));
    }
    blocks
}

/// The pollsters without whom a common bias would be found, or would not.
fn turns_on(settings: &Settings, choice: &PooledChoice) -> Option<String> {
    let alpha = settings.confidence.alpha();
    let found = choice.p_value < alpha;
    let turning: Vec<String> = choice
        .without
        .iter()
        .filter(|without| without.p_value.is_some_and(|p| (p < alpha) != found))
        .map(|without| {
            format!(
                "{} ({} points)",
                without.pollster,
                number::signed(100.0 * without.deviation, 2)
            )
        })
        .collect();
    if turning.is_empty() {
        return None;
    }
    let what = if found {
        "it is no longer beyond chance"
    } else {
        "it is beyond chance"
    };
    Some(format!(
        "The common deviation for {} turns on single pollsters: without {} {what}.",
        choice.label,
        turning.join(" or without ")
    ))
}
