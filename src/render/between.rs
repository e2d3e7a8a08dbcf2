//! The polls against one another.

use super::called;
use super::no_difference;
use super::number::{self, NOTHING};
use super::outline::{Block, Grid};
use super::rows::has_range;
use super::terms::{list, number_of, p_equals, short_list};
use crate::alignment::RowKind;
use crate::interval::Interval;
use crate::report::{BetweenPolls, CountReport, Pairs, PollReport, Reliability, Report};

/// More pairs than these are for a table of data, not for a page.
pub(super) const MOST_PAIRS: usize = 45;

/// Rows of a pair that its line names.
const MOST_ROWS: usize = 6;

pub(super) fn section(report: &Report) -> Vec<Block> {
    let Some(between) = &report.between_polls else {
        return Vec::new();
    };
    let polls = called::together(report);
    let mut blocks = vec![
        Block::Section(format!("The {polls} against one another")),
        Block::Paragraph(format!(
            "That {polls} agree with one another is no evidence that they are right: they can share a \
             method, a frame or a bias."
        )),
    ];
    blocks.extend(ranges(between));
    let mut readings = (between.polls.iter())
        .filter_map(|name| report.reference().poll(name).and_then(PollReport::reading));
    if readings.any(has_range) {
        let no_pair = match between.pairs {
            Some(_) => "; no two are compared by it",
            None => "",
        };
        blocks.push(Block::Paragraph(format!(
            "Of a published range its middle is taken, which nobody published{no_pair}."
        )));
    }
    blocks.extend(pairs(report, between));
    blocks.extend(decided_by_rounding(report, between));
    blocks.extend(no_difference::why(report, between, polls));
    blocks.extend(
        between
            .reliability
            .as_ref()
            .map(|of| Block::Paragraph(reliability(of))),
    );
    blocks
}

fn ranges(between: &BetweenPolls) -> Option<Block> {
    let mut grid = Grid::of("choice")
        .figures("lowest, %")
        .words("by")
        .figures("highest, %")
        .words("by")
        .figures("range, points");
    for range in &between.ranges {
        grid.row(vec![
            range.label.clone(),
            number::trimmed(100.0 * range.lowest, 2),
            list(&range.lowest_polls),
            number::trimmed(100.0 * range.highest, 2),
            list(&range.highest_polls),
            number::trimmed(100.0 * (range.highest - range.lowest), 2),
        ]);
    }
    grid.block()
}

fn pairs(report: &Report, between: &BetweenPolls) -> Option<Block> {
    let pairs = between.pairs.as_ref()?;
    if pairs.total_variation.len() > MOST_PAIRS {
        return Some(Block::Paragraph(extremes(between, pairs)));
    }
    let tested = pairs.z.iter().any(Option::is_some);
    let correlated = pairs.correlation.iter().any(Option::is_some);
    let some_rows_only = some_rows_only(report, between, pairs);
    let mut grid = Grid::of(called::one(report)).words(called::one(report));
    if some_rows_only {
        grid = grid.words("over, beside all others together");
    }
    grid = grid.figures("apart, total variation in points");
    if tested {
        let confidence = report.settings.confidence;
        grid = grid
            .figures("z of which is further from the count")
            .figures(format!("{confidence} interval of the difference, points"))
            .figures("its adjusted p");
    }
    if correlated {
        grid = grid.figures("correlation of their deviations");
    }
    for (i, first) in between.polls.iter().enumerate() {
        for (j, second) in between.polls.iter().enumerate().skip(i + 1) {
            let Some(pair) = pairs.get(i, j) else {
                continue;
            };
            let mut cells = vec![first.clone(), second.clone()];
            if some_rows_only {
                cells.push(match pairs.compared(i, j).as_slice() {
                    [] => NOTHING.into(),
                    rows => short_list(rows, MOST_ROWS),
                });
            }
            cells.push(
                pair.total_variation
                    .map_or(NOTHING.into(), |apart| number::percent(apart, 2)),
            );
            let interval = pair.interval.map_or(NOTHING.into(), |of| {
                let end = |share: f64| number::signed(100.0 * share, 2);
                number::from_to(end(of.low()), end(of.high()))
            });
            if tested {
                cells.extend([
                    pair.z.map_or(NOTHING.into(), |z| number::signed(z, 2)),
                    interval,
                    pair.adjusted_p_value
                        .map_or(NOTHING.into(), number::p_value),
                ]);
            }
            let correlation = pair.correlation.map_or(NOTHING.into(), number::coefficient);
            cells.extend(correlated.then_some(correlation));
            grid.row(cells);
        }
    }
    grid.block()
}

/// Whether some two polls are compared over fewer rows than one of them has in its own table.
fn some_rows_only(report: &Report, between: &BetweenPolls, pairs: &Pairs) -> bool {
    // Reports of an earlier version do not say it.
    if pairs.rows.is_empty() {
        return false;
    }
    let own_rows = |name: &String| -> Vec<&str> {
        let reading = report.reference().poll(name).and_then(PollReport::reading);
        let rows = reading.map_or(&[][..], |reading| &reading.rows);
        let named = rows.iter().filter(|row| row.kind == RowKind::Choice);
        named.map(|row| row.label.as_str()).collect()
    };
    let own: Vec<Vec<&str>> = between.polls.iter().map(own_rows).collect();
    (0..own.len()).any(|one| {
        (one + 1..own.len()).any(|other| {
            let compared = pairs.compared(one, other);
            let mut published = own[one].iter().chain(&own[other]);
            !compared.is_empty() && published.any(|row| !compared.contains(row))
        })
    })
}

/// Whether a poll is nearer to the count, or further off, than its neighbours in rank by more than chance.
pub(super) fn beside_neighbours(
    report: &Report,
    count: &CountReport,
    poll: &PollReport,
) -> Option<String> {
    let between = report.between_polls.as_ref()?;
    let all = between.pairs.as_ref()?.z.iter().flatten().count();
    let own = poll
        .rank
        .as_ref()
        .filter(|_| count.name() == report.reference)?;
    let mut ranked: Vec<(&PollReport, f64)> = (count.polls.iter())
        .filter_map(|poll| Some((poll, poll.rank.as_ref()?.total_variation)))
        .collect();
    ranked.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let nearer = ranked
        .iter()
        .rev()
        .find(|(_, of)| *of < own.total_variation);
    let further = ranked.iter().find(|(_, of)| *of > own.total_variation);
    let knows_design = |of: &PollReport| of.reading().is_some_and(|of| of.knows_design());
    let (mut said, mut open) = (Vec::new(), Vec::new());
    let neighbours = [
        nearer.map(|of| (of.0, "further off than")),
        further.map(|of| (of.0, "nearer than")),
    ];
    for (other, what) in neighbours.into_iter().flatten() {
        let Some((p, beyond)) = tested(report, between, &poll.name, &other.name) else {
            continue;
        };
        let explains = match knows_design(poll) && knows_design(other) {
            true => "explains",
            false => "would explain if respondents had been drawn singly",
        };
        let by = |more: &str| format!("{what} {} by {more} than chance {explains}", other.name);
        match beyond {
            Some(true) => said.push(format!("{} ({})", by("more"), p_equals(p))),
            Some(false) => said.push(format!("{} ({})", by("no more"), p_equals(p))),
            None => open.push(by("more")),
        }
    }
    let adjusted = match all {
        1 => String::new(),
        all => format!(", after adjustment for {}", number_of(all, "pair")),
    };
    let mut parts = Vec::new();
    parts.extend((!said.is_empty()).then(|| format!("{}{adjusted}", list(&said))));
    parts.extend((!open.is_empty()).then(|| {
        format!(
            "rounding decides whether it is {}{adjusted}",
            open.join(" and whether it is ")
        )
    }));
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The p of a pair as printed, and whether it is beyond chance, whatever the digits that were not printed.
fn tested(
    report: &Report,
    between: &BetweenPolls,
    first: &str,
    second: &str,
) -> Option<(f64, Option<bool>)> {
    let pair = between.pair(first, second)?;
    let p = pair.adjusted_p_value?;
    let of_earlier_version = between.pairs.as_ref()?.beyond_chance.is_empty();
    let as_printed = || p < report.settings.confidence.alpha();
    Some((
        p,
        pair.beyond_chance
            .or_else(|| of_earlier_version.then(as_printed)),
    ))
}

/// Of how many pairs of the table the digits that were not printed decide.
fn decided_by_rounding(report: &Report, between: &BetweenPolls) -> Option<Block> {
    let pairs = between.pairs.as_ref()?;
    if pairs.total_variation.len() > MOST_PAIRS {
        return None;
    }
    let open = (pairs.adjusted_p_value.iter().zip(&pairs.beyond_chance))
        .filter(|(p, known)| p.is_some() && known.is_none())
        .count();
    (open > 0).then(|| {
        Block::Paragraph(format!(
            "Difference, z and p are of the figures as printed; of {} the digits that were not printed decide whether p \
             is below {}.",
            number_of(open, "pair"),
            number::trimmed(report.settings.confidence.alpha(), 4)
        ))
    })
}

/// The two polls that are closest together and the two that are furthest apart, the first of equals.
fn extremes(between: &BetweenPolls, pairs: &Pairs) -> String {
    let mut ends: Option<[(f64, [&str; 2]); 2]> = None;
    for (i, first) in between.polls.iter().enumerate() {
        for (j, second) in between.polls.iter().enumerate().skip(i + 1) {
            let Some(apart) = pairs.get(i, j).and_then(|pair| pair.total_variation) else {
                continue;
            };
            let own = (apart, [first.as_str(), second.as_str()]);
            let [closest, furthest] = ends.get_or_insert([own; 2]);
            if apart < closest.0 {
                *closest = own;
            }
            if apart > furthest.0 {
                *furthest = own;
            }
        }
    }
    let all = number_of(pairs.total_variation.len(), "pair");
    let Some([closest, furthest]) = ends else {
        return format!("The {all} stand in the report's data.");
    };
    let said = |(apart, [first, second]): (f64, [&str; 2])| {
        format!(
            "{first} and {second} ({} points)",
            number::percent(apart, 2)
        )
    };
    format!(
        "By total variation, each over the rows for which both have a figure, {} are closest together and {} furthest \
         apart. All {all} stand in the report's \
         data.",
        said(closest),
        said(furthest)
    )
}

fn reliability(of: &Reliability) -> String {
    let within = |interval: Option<Interval>| {
        interval.map_or(String::new(), |interval| {
            let (low, high) = (interval.low(), interval.high());
            let ends = number::from_to(number::coefficient(low), number::coefficient(high));
            format!(" ({ends})")
        })
    };
    let mut parts = vec![format!(
        "Kendall's W of their orders {}, {}",
        number::coefficient(of.kendall_w),
        p_equals(of.kendall_w_p_value)
    )];
    if let Some(icc) = of.icc_2_1 {
        let interval = within(of.icc_2_1_interval);
        parts.push(format!("ICC(2,1) {}{interval}", number::coefficient(icc)));
    }
    if let Some(icc) = of.icc_2_k {
        parts.push(format!("ICC(2,k) {}", number::coefficient(icc)));
    }
    if let Some(alpha) = of.krippendorff_alpha {
        let interval = within(of.krippendorff_alpha_interval);
        parts.push(format!(
            "Krippendorff's α {}{interval}",
            number::coefficient(alpha)
        ));
    }
    format!(
        "Reliability over the {} for which each of them has a figure: {}. These coefficients mostly measure that one \
         choice is larger than another.",
        number_of(of.choices.len(), "choice"),
        parts.join("; ")
    )
}
