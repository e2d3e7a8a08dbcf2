//! One count and the polls against it.

use super::number::{self, NOTHING};
use super::outline::{Block, Table};
use super::{poll, together, words};
use crate::alignment::RowKind;
use crate::comparison::{
    CountReport, Measure, PollReport, ReadingReport, Report, RowReport, Standing,
};
use crate::model::CountStatus;

/// An overview of the polls against one count, and everything in full where it is the reference.
pub(super) fn count(report: &Report, count: &CountReport, full: bool) -> Vec<Block> {
    let mut blocks = vec![
        Block::Section(format!("Against {}", count.name)),
        Block::Paragraph(words::count(count)),
    ];
    if count.polls.iter().any(|poll| !poll.readings.is_empty()) {
        blocks.push(Block::Table(overview(count)));
    }
    blocks.extend(outstanding(count, full));
    if full {
        for of_poll in &count.polls {
            blocks.extend(poll::in_full(report, of_poll));
        }
        blocks.extend(together::common(report, count));
    }
    blocks
}

fn overview(count: &CountReport) -> Table {
    // What chance costs is only known with a sample size.
    let chance = count
        .polls
        .iter()
        .flat_map(|poll| &poll.readings)
        .any(|reading| reading.measures.agreement_cost_of_sampling.is_some());
    let figures: &[&str] = if chance {
        &["rank", "score", "chance", "points off"]
    } else {
        &["rank", "score", "points off"]
    };
    let mut table = Table::new(&["poll"], figures).and("for").and("verdict");
    for poll in &count.polls {
        for (i, reading) in poll.readings.iter().enumerate() {
            let name = match (words::several(poll), i) {
                (false, _) => words::name_of(poll),
                (true, 0) => format!("{}, as printed", words::name_of(poll)),
                (true, _) => format!("{}, of those naming a choice", words::name_of(poll)),
            };
            let largest = words::largest(reading);
            let last = i + 1 == poll.readings.len();
            let mut cells = vec![
                name,
                // A poll is ranked by the reading on named votes, which is the last.
                poll.standing
                    .filter(|_| last)
                    .map_or(NOTHING.into(), |standing| rank(&standing)),
                score(reading.measures.agreement),
            ];
            cells.extend(chance.then(|| cost_of_sampling(reading)));
            cells.extend([
                largest.map_or(NOTHING.into(), words::deviation),
                largest.map_or(String::new(), |row| row.label.clone()),
                reading.verdict.to_string(),
            ]);
            table.row(cells);
        }
        if poll.readings.is_empty() && poll.seats.is_none() {
            let nothing = figures.iter().map(|_| NOTHING.to_owned());
            let words = [String::new(), poll.verdict.to_string()];
            table.row(
                [words::name_of(poll)]
                    .into_iter()
                    .chain(nothing)
                    .chain(words)
                    .collect(),
            );
        }
    }
    table
}

fn score(measure: Option<Measure>) -> String {
    measure.map_or(NOTHING.into(), |score| number::fixed(score.value, 1))
}

/// The points of the score that sampling alone would cost.
fn cost_of_sampling(reading: &ReadingReport) -> String {
    reading
        .measures
        .agreement_cost_of_sampling
        .map_or(NOTHING.into(), |cost| number::fixed(cost, 1))
}

/// "2", or "2 (1–3)" where rounding leaves it open.
fn rank(standing: &Standing) -> String {
    if standing.best_rank == standing.worst_rank {
        standing.rank.to_string()
    } else {
        format!(
            "{} ({}–{})",
            standing.rank, standing.best_rank, standing.worst_rank
        )
    }
}

/// What is still open, and what each poll needs of it.
fn outstanding(count: &CountReport, full: bool) -> Vec<Block> {
    if count.status == CountStatus::Final {
        return Vec::new();
    }
    if count.outstanding.is_empty() {
        let unknown = "How many ballots are outstanding is not known, so what they can still \
                       change is not either.";
        return vec![Block::Paragraph(unknown.into())];
    }
    let mut blocks = Vec::new();
    for (i, view) in count.outstanding.iter().enumerate() {
        blocks.push(Block::Paragraph(words::sentence(&format!(
            "outstanding ballots, {}: {}",
            words::basis(view),
            words::decided(view)
        ))));
        blocks.extend(words::thresholds(view).map(Block::Paragraph));
        let mut table = Table::new(&["poll"], &["needs", "within rounding"])
            .and("of them for")
            .and("");
        for poll in &count.polls {
            for reading in &poll.readings {
                for row in needy(reading, i, full) {
                    table.row(need(poll, reading, row, i));
                }
            }
        }
        blocks.push(Block::Table(table));
    }
    if full {
        blocks.push(Block::Table(final_shares(count)));
    }
    blocks
}

/// The rows to show: the leader of the count, and every row that decides that a poll cannot come
/// true.
fn needy(reading: &ReadingReport, view: usize, full: bool) -> Vec<&RowReport> {
    use crate::partial::Reachability;
    let leader = reading
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Choice)
        .fold(None, |most: Option<&RowReport>, row| match most {
            Some(most) if row.count.value <= most.count.value => Some(most),
            _ => Some(row),
        })
        .map(|row| row.label.as_str());
    let shown = |row: &&RowReport| {
        let need = row.needs.get(view);
        Some(row.label.as_str()) == leader
            || (full
                && row.kind == RowKind::Choice
                && need.is_some_and(|need| need.reachability == Reachability::Impossible))
    };
    reading.rows.iter().filter(shown).collect()
}

fn need(poll: &PollReport, reading: &ReadingReport, row: &RowReport, view: usize) -> Vec<String> {
    let name = match (words::several(poll), reading.reading) {
        (false, _) => words::name_of(poll),
        (true, crate::alignment::Reading::AsPrinted) => {
            format!("{}, as printed", words::name_of(poll))
        }
        (true, _) => format!("{}, of those naming a choice", words::name_of(poll)),
    };
    let percent = |share: f64| format!("{} %", number::fixed(100.0 * share, 2));
    let short = |share: f64| number::fixed(100.0 * share, 1);
    let need = row.needs.get(view);
    vec![
        name,
        need.and_then(|need| need.share)
            .map_or(NOTHING.into(), percent),
        need.and_then(|need| need.bounds)
            .map_or(NOTHING.into(), |b| {
                format!("{} to {}", short(b.low), short(b.high))
            }),
        row.label.clone(),
        need.map_or("", |need| words::reachable(need.reachability))
            .into(),
    ]
}

fn final_shares(count: &CountReport) -> Table {
    let mut table = Table::new(
        &["choice"],
        &["votes", "percent so far", "final at least", "at most"],
    );
    // The view that assumes nothing where there is one: it is the last.
    let view = count.outstanding.last();
    for choice in &count.choices {
        let bounds = view.and_then(|view| {
            view.final_shares
                .iter()
                .find(|share| share.label == choice.label)
                .map(|s| s.bounds)
        });
        let percent = |share: f64| number::fixed(100.0 * share, 2);
        table.row(vec![
            choice.label.clone(),
            choice.votes.map_or(NOTHING.into(), number::count),
            choice
                .share
                .map_or(NOTHING.into(), |share| number::share(&share)),
            bounds.map_or(NOTHING.into(), |b| percent(b.low)),
            bounds.map_or(NOTHING.into(), |b| percent(b.high)),
        ]);
    }
    table
}
