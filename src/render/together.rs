//! What the polls say together against one count.

use super::answer;
use super::called;
use super::findings::phrase;
use super::number::{self, NOTHING};
use super::outline::{Block, Grid};
use super::room::Room;
use super::terms::{self, list};
use super::{scatter, seats, voters};
use crate::report::{CountReport, Finding, Pool, PooledChoice, Report};
use crate::rounding::Finding as Shown;

pub(super) fn section(report: &Report, count: &CountReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    let polls = called::together(report);
    let mut grid = Grid::of("choice")
        .figures(polls)
        .figures("mean deviation, points")
        .figures("rounding, points")
        .figures(format!("{polls} above the count"))
        .figures(format!("{polls} below"));
    let undecided = (count.common_deviations.iter()).any(|common| common.undecided > 0);
    if undecided {
        grid = grid.figures("open by rounding or range");
    }
    for common in &count.common_deviations {
        let mut cells = vec![
            common.label.clone(),
            common.polls.to_string(),
            number::signed(
                100.0 * common.mean_deviation,
                number::meaningful(50.0 * common.bounds.width(), 2),
            ),
            number::rounding(&common.bounds).unwrap_or_else(|| "0".into()),
            common.above.to_string(),
            common.below.to_string(),
        ];
        cells.extend(undecided.then(|| common.undecided.to_string()));
        grid.row(cells);
    }
    blocks.extend(grid.block());
    if let Some(pool) = &count.pool {
        blocks.extend(of_pool(report, count, pool));
    }
    blocks.extend(seats::errors(report, count));
    let conclusions: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| {
            matches!(
                finding,
                Finding::CommonDeviation { .. }
                    | Finding::TurnsOnOnePollster { .. }
                    | Finding::SeatsMissOnOneSide { .. }
            )
        })
        .map(|finding| match finding {
            Finding::CommonDeviation { .. } => {
                let mut sentences = vec![phrase(report, finding, Room::FULL)];
                sentences.extend(answer::too_alike(report, Some(finding), Room::FULL));
                sentences.join(" ")
            }
            _ => phrase(report, finding, Room::FULL),
        })
        .collect();
    blocks.extend((!conclusions.is_empty()).then_some(Block::List(conclusions)));
    if !blocks.is_empty() {
        let votes = voters::compared_with(count);
        if votes != "the count" {
            let only = format!(
                "The {polls}' shares are set against {votes} only, not against the whole count."
            );
            blocks.insert(0, Block::Paragraph(only));
        }
        blocks.insert(0, Block::Section(format!("The {polls} together")));
    }
    blocks
}

/// What is said of a pool of which not every design is known.
pub(super) const SINGLY: &str = "Not every design effect is known, so intervals, p and I² are as if all respondents had been drawn singly, \
     and scatter beyond chance can come from clustered samples.";

/// Common deviations that a title says; the picture has them all.
#[cfg(feature = "chart")]
const MOST_SHOWN: usize = 2;

/// The common deviations that are shown, or else that none is.
#[cfg(feature = "chart")]
pub(super) fn finding(report: &Report, count: &CountReport, pool: &Pool, room: Room) -> String {
    let common = report.findings.iter().filter_map(|finding| match finding {
        Finding::CommonDeviation { choice, .. } => Some((finding, choice)),
        _ => None,
    });
    let mut shown = Vec::new();
    for (finding, of) in common.take(MOST_SHOWN) {
        shown.push(phrase(report, finding, room));
        // Never without what it rests on.
        let rests = report.findings.iter().filter(
            |finding| matches!(finding, Finding::TurnsOnOnePollster { choice, .. } if choice == of),
        );
        shown.extend(rests.map(|finding| phrase(report, finding, room)));
    }
    if !shown.is_empty() {
        return shown.join(" ");
    }
    if !count.is_final() {
        let polls = called::together(report);
        return format!(
            "The count can still change: whether the {polls} together miss it cannot be judged yet."
        );
    }
    let polls = format!(
        "{} {}",
        terms::in_words(pool.polls.len()),
        called::estimates(report, &pool.polls)
    );
    let (explains, singly) = match pool.designs_known {
        true => ("explains", ""),
        false => ("would explain", " if respondents had been drawn singly"),
    };
    let open: Vec<&str> = (pool.choices.iter())
        .filter(|choice| choice.finding == Some(Shown::UndecidedByRounding))
        .map(|choice| choice.label.as_str())
        .collect();
    if open.is_empty() {
        format!(
            "The {polls} together are not shown to miss any choice by more than chance {explains}{singly}."
        )
    } else {
        format!(
            "Whether the {polls} together miss {} by more than chance {explains}{singly} depends on digits that \
             were not printed.",
            room.list(&open)
        )
    }
}

/// I², Q and the p-value of the common deviation, where the count is final.
#[cfg(feature = "chart")]
pub(super) fn heterogeneity(count: &CountReport, choice: &PooledChoice) -> String {
    let common = choice
        .adjusted_p_value
        .filter(|_| count.is_final())
        .map_or(String::new(), |p| {
            format!(
                "; common deviation: {} after adjustment",
                terms::p_equals(p)
            )
        });
    format!(
        "Between polls: I² = {} percent, Q = {} ({}){common}",
        number::percent(choice.i2, 0),
        number::fixed(choice.q, 2),
        terms::p_equals(choice.q_p_value)
    )
}

/// The polls of known size together.
fn of_pool(report: &Report, count: &CountReport, pool: &Pool) -> Vec<Block> {
    let mut blocks = vec![Block::Subsection("Pooled".into())];
    let polls = called::estimates(report, &pool.polls);
    let confidence = report.settings.confidence;
    let mut grid = Grid::of("choice")
        .figures(polls)
        .figures("pooled share, %")
        .figures(format!("{confidence} interval, %"))
        .figures(match count.is_final() {
            true => "less the count, points",
            false => "less the count so far, points",
        })
        .figures("adjusted p")
        .figures("I², %")
        .if_wide("deviation within rounding, points")
        .if_wide(format!(
            "where one more {} would lie, %",
            called::one_of(polls)
        ))
        .if_wide("τ, on the scale of the pool")
        .if_wide("Q")
        .if_wide("p of Q");
    for choice in &pool.choices {
        grid.row(cells(choice));
    }
    blocks.extend(grid.block());
    let mut text = format!("Pooled: {}.", list(&pool.polls));
    if !pool.left_out.is_empty() {
        let left: Vec<String> = pool
            .left_out
            .iter()
            .map(|(poll, reason)| format!("{poll} ({})", terms::reason(reason)))
            .collect();
        text.push_str(&format!(" Left out: {}.", left.join("; ")));
    }
    if !pool.designs_known {
        text.push(' ');
        text.push_str(SINGLY);
    }
    text.push_str(&corrected(pool));
    if pool.choices.iter().any(|choice| choice.polls == 2) {
        text.push_str(&format!(
            " Two {polls} leave one degree of freedom for the variance between them: their interval says \
             little."
        ));
    }
    text.push_str(&format!(
        " An error that all {polls} share is in the pool and in none of its intervals; only the count shows \
         it."
    ));
    blocks.push(Block::Paragraph(text));
    // Which pollster a finding turns on is asked of findings only.
    let without = count.is_final().then(|| grid_without(pool));
    blocks.extend(without.and_then(Grid::block));
    blocks.extend(
        pool.scatter
            .as_ref()
            .map(|of| Block::Paragraph(scatter::of(report, pool, of))),
    );
    blocks
}

/// Shares that were moved off 0 or 100 percent before they were pooled.
fn corrected(pool: &Pool) -> String {
    let parts: Vec<String> = (pool.choices.iter())
        .filter(|choice| !choice.corrected.is_empty())
        .map(|choice| format!("{} ({})", choice.label, list(&choice.corrected)))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(
        " A share of 0 or 100 percent has no place on the scale of the pool: half a respondent was added to either side \
         of that of {}, which moves the pooled share.",
        list(&parts)
    )
}

fn cells(choice: &PooledChoice) -> Vec<String> {
    vec![
        choice.label.clone(),
        choice.polls.to_string(),
        number::percent(choice.pooled, 2),
        number::wide_interval(&choice.interval),
        number::signed(100.0 * choice.deviation, 2),
        match (choice.adjusted_p_value, choice.finding) {
            (None, _) => NOTHING.into(),
            (Some(p), Some(Shown::UndecidedByRounding)) => {
                format!("{} (rounding decides)", number::p_value(p))
            }
            (Some(p), shown) => {
                let printed = number::p_value(p);
                let largest = choice
                    .adjusted_p_value_bounds
                    .map(|p| number::p_value(p.high()));
                // A finding rests on the largest.
                match largest.filter(|largest| shown == Some(Shown::Shown) && *largest != printed) {
                    Some(largest) => format!("{printed} (within rounding at most {largest})"),
                    None => printed,
                }
            }
        },
        number::percent(choice.i2, 0),
        choice.deviation_bounds.map_or(NOTHING.into(), |b| {
            let end = |share: f64| number::signed(100.0 * share, 2);
            number::from_to(end(b.low()), end(b.high()))
        }),
        choice
            .prediction
            .map_or(NOTHING.into(), |interval| number::wide_interval(&interval)),
        number::significant(choice.tau2.sqrt()),
        number::fixed(choice.q, 2),
        number::p_value(choice.q_p_value),
    ]
}

/// The pooled deviation without each pollster.
fn grid_without(pool: &Pool) -> Grid {
    let mut grid = Grid::of("choice")
        .words("without")
        .figures("pooled share less the count, points")
        .figures("p");
    for choice in &pool.choices {
        for without in &choice.without {
            grid.row(vec![
                choice.label.clone(),
                without.pollster.clone(),
                number::signed(100.0 * without.deviation, 2),
                without.p_value.map_or(NOTHING.into(), number::p_value),
            ]);
        }
    }
    grid
}
