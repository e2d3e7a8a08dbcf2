//! The short form: what a reader needs in half a minute, in thirty lines.

use super::findings::{self, Room};
use super::number::{self, NOTHING};
use super::outline::{Block, Grid};
use super::{answer, count, terms, text};
use crate::report::{CountReport, Finding, NotPublished, PollReport, ReadingReport, Report};

/// As many lines as a terminal shows at once, with one to spare for the prompt.
const LINES: usize = 30;

/// How much is said.
#[derive(Debug, Clone, Copy)]
struct Budget {
    room: Room,
    /// Polls in the table.
    polls: usize,
    /// Columns of a title.
    title: usize,
}

/// From the most that is said to the least; the last fits whatever the input.
const BUDGETS: [Budget; 7] = [
    budget(40, 4, 12, 160),
    budget(32, 3, 8, 80),
    budget(28, 3, 6, 80),
    budget(24, 3, 4, 80),
    budget(20, 2, 4, 80),
    budget(16, 2, 3, 80),
    budget(12, 2, 2, 40),
];

const fn budget(name: usize, listed: usize, polls: usize, title: usize) -> Budget {
    Budget {
        room: Room { name, listed },
        polls,
        title,
    }
}

/// The blocks of the short form, as much as thirty lines of 80 columns hold.
pub(super) fn blocks(report: &Report) -> Vec<Block> {
    let lines = |blocks: &[Block]| text::render(blocks, 80).lines().count();
    let mut blocks = Vec::new();
    for budget in BUDGETS {
        blocks = within(report, budget);
        if lines(&blocks) <= LINES {
            return blocks;
        }
    }
    // What stands last goes first.
    while lines(&blocks) > LINES && blocks.len() > 3 {
        blocks.pop();
    }
    blocks
}

/// The same opening without limits of names and polls, for the full form.
pub(super) fn opening(report: &Report) -> Vec<Block> {
    within(
        report,
        Budget {
            room: Room::FULL,
            polls: usize::MAX,
            title: usize::MAX,
        },
    )
}

fn within(report: &Report, budget: Budget) -> Vec<Block> {
    let reference = report.reference();
    let mut blocks = vec![
        Block::Title(
            Room {
                name: budget.title,
                ..budget.room
            }
            .name(&title(report)),
        ),
        Block::Paragraph(answer::sentences(report, budget.room).join(" ")),
    ];
    blocks.extend(overview(report, reference, budget));
    let open = open(report, reference, budget.room);
    if !open.is_empty() {
        blocks.push(Block::Paragraph(format!("Still open: {}", open.join(" "))));
    }
    blocks.extend(contradictions(report, budget.room));
    blocks.extend(not_published(reference, budget.room));
    blocks
}

/// The contest with its date.
pub(super) fn title(report: &Report) -> String {
    match report.contest.date() {
        Some(date) => format!("{}, {date}", report.contest.name()),
        None => report.contest.name().to_owned(),
    }
}

/// The polls in the table: all, or the nearest and the furthest, each half of them.
fn chosen(reference: &CountReport, most: usize) -> Vec<&PollReport> {
    let mut ranked: Vec<&PollReport> = reference.polls.iter().collect();
    // A stable sort: those without a rank stay behind, in the order given.
    let distance = |poll: &PollReport| {
        poll.rank
            .as_ref()
            .map_or(f64::INFINITY, |rank| rank.total_variation)
    };
    ranked.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    if ranked.len() <= most {
        return ranked;
    }
    let with_rank = ranked.iter().filter(|poll| poll.rank.is_some()).count();
    if with_rank <= most {
        ranked.truncate(most);
        return ranked;
    }
    ranked.truncate(with_rank);
    let tail = ranked.split_off(with_rank - most / 2);
    ranked.truncate(most - most / 2);
    ranked.extend(tail);
    ranked
}

fn overview(report: &Report, reference: &CountReport, budget: Budget) -> Vec<Block> {
    let room = budget.room;
    let polls = chosen(reference, budget.polls);
    let leader = leader(reference);
    let mut readings = polls.iter().filter_map(|poll| poll.reading());
    let any = |has: fn(&ReadingReport) -> bool| readings.clone().any(has);
    let shares = any(|_| true);
    let overlap = any(|reading| {
        reading.measures.overlap.is_some() || reading.measures.final_overlap.is_some()
    });
    let chance = any(|reading| reading.measures.times_chance.is_some());
    let _ = readings.next();
    let mut grid = Grid::of("poll");
    if let Some(label) = leader.filter(|_| shares) {
        grid = grid.figures(format!("{}, %", room.name(label)));
    }
    if shares {
        grid = grid.words("largest deviation, points");
    }
    if overlap {
        grid = grid.figures("overlap with the count, %");
    }
    if chance {
        grid = grid.figures("deviation, times chance");
    }
    grid = grid.words("deviation: chance or more?");
    for poll in &polls {
        let reading = poll.reading();
        let mut cells = vec![room.name(&terms::name(report, poll))];
        if let Some(label) = leader.filter(|_| shares) {
            let row = reading.and_then(|reading| reading.row(label));
            cells.push(row.map_or(NOTHING.into(), |row| super::rows::poll_share(row)));
        }
        if shares {
            let largest = reading.and_then(ReadingReport::largest);
            cells.push(largest.map_or(NOTHING.into(), |row| {
                format!("{} {}", super::rows::deviation(row), room.name(&row.label))
            }));
        }
        if overlap {
            cells.push(reading.map_or(NOTHING.into(), overlap_of));
        }
        if chance {
            let times = reading.and_then(|reading| reading.measures.times_chance);
            cells.push(times.map_or(NOTHING.into(), |times| number::fixed(times, 1)));
        }
        cells.push(terms::verdict(poll.verdict).into());
        grid.row(cells);
    }
    if let Some(label) = leader.filter(|_| shares) {
        let share = reference.choice(label).and_then(|choice| choice.share);
        let name = if reference.is_final() {
            "the count"
        } else {
            "counted so far"
        };
        let figure = share.map_or(NOTHING.into(), |share| number::share(&share));
        grid.row(vec![name.into(), figure]);
    }
    let left = reference.polls.len() - polls.len();
    let mut blocks: Vec<Block> = grid.block().into_iter().collect();
    if left > 0 {
        blocks.push(Block::Paragraph(format!(
            "The nearest and the furthest; {} not shown.",
            match left {
                1 => "1 more poll is".to_owned(),
                left => format!("{} more polls are", number::whole(left as f64)),
            }
        )));
    }
    blocks
}

/// The choice whose figures stand in the table: the leader, or the largest.
fn leader(reference: &CountReport) -> Option<&str> {
    reference.leading.leader().or_else(|| {
        let shares = reference
            .choices
            .iter()
            .filter_map(|choice| Some((choice, choice.share?.value)));
        shares
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(choice, _)| choice.label.as_str())
    })
}

/// "97.9", or what a partial count still allows.
pub(super) fn overlap_of(reading: &ReadingReport) -> String {
    match (reading.measures.overlap, reading.measures.final_overlap) {
        (Some(overlap), _) => number::within(overlap.value, overlap.bounds, 1),
        (None, Some(bounds)) => number::ends(bounds.low(), bounds.high(), 1),
        (None, None) => NOTHING.into(),
    }
}

/// What the ballots still to be counted can change; nothing of a final count.
pub(super) fn open(report: &Report, reference: &CountReport, room: Room) -> Vec<String> {
    if reference.is_final() {
        return Vec::new();
    }
    let mut sentences = vec![count::completeness(reference)];
    let about = |finding: &&Finding| {
        matches!(
            finding,
            Finding::NothingIsBounded | Finding::LeaderDecided { .. }
        )
    };
    sentences.extend(
        report
            .findings
            .iter()
            .filter(about)
            .map(|of| findings::phrase(report, of, room)),
    );
    if !report
        .findings
        .iter()
        .any(|of| matches!(of, Finding::LeaderDecided { .. }))
    {
        sentences.extend(
            reference
                .bound()
                .map(|view| count::decided(reference, view, room)),
        );
    }
    sentences.extend(come_true(report, room));
    sentences
}

/// Which polls can still come true, in one sentence.
fn come_true(report: &Report, room: Room) -> Option<String> {
    let mut parts = Vec::new();
    let mut rests_on = None;
    for finding in &report.findings {
        let (who, what, on, unless) = match finding {
            Finding::CanNoLongerComeTrue {
                poll,
                basis,
                unless_invalid,
                ..
            } => (
                room.name(poll),
                "can no longer come exactly true",
                basis,
                unless_invalid,
            ),
            Finding::OnlyWithinRounding {
                poll,
                basis,
                unless_invalid,
                ..
            } => (
                room.name(poll),
                "can come true only within rounding",
                basis,
                unless_invalid,
            ),
            Finding::CanStillComeTrue { polls, basis } => (
                room.list(polls),
                "can still come exactly true",
                basis,
                &None,
            ),
            _ => continue,
        };
        // One basis for the sentence; a poll with another one says so itself.
        let on = match rests_on {
            None => {
                rests_on = Some(*on);
                String::new()
            }
            Some(first) if first == *on => String::new(),
            Some(_) => format!(" {}", terms::basis(*on)),
        };
        parts.push(format!(
            "{who} {what}{on}{}",
            terms::unless_invalid(*unless)
        ));
    }
    let basis = rests_on?;
    if parts.len() > room.listed {
        let more = parts.len() - room.listed;
        parts.truncate(room.listed);
        parts.push(format!("{more} further polls stand in the full report"));
    }
    Some(terms::sentence(&format!(
        "{}: {}",
        terms::basis(basis),
        parts.join("; ")
    )))
}

fn contradictions(report: &Report, room: Room) -> Option<Block> {
    let night = report.night.as_ref()?;
    let first = night.contradictions.first()?;
    let more = match night.contradictions.len() - 1 {
        0 => String::new(),
        more => format!(" The full report has {more} more."),
    };
    let text = findings::contradiction(first, room);
    Some(Block::Paragraph(format!("Caution: {text}{more}")))
}

/// What was not published, each with the polls of which that is so.
fn not_published(reference: &CountReport, room: Room) -> Option<Block> {
    let mut missing: Vec<(NotPublished, Vec<&str>)> = Vec::new();
    for poll in &reference.polls {
        for what in &poll.not_published {
            match missing.iter_mut().find(|(known, _)| known == what) {
                Some((_, polls)) => polls.push(&poll.name),
                None => missing.push((*what, vec![&poll.name])),
            }
        }
    }
    missing.sort_by_key(|(what, _)| *what);
    let all = reference.polls.len();
    let most = room.listed.saturating_add(1);
    let mut parts: Vec<String> = missing
        .iter()
        .take(most)
        .map(|(what, polls)| {
            let what = terms::not_published(*what);
            match polls.len() {
                _ if all == 1 => what.to_owned(),
                n if n == all => format!("{what} (no poll)"),
                1 => format!("{what} ({})", room.name(polls[0])),
                n => format!("{what} ({n} of {all} polls)"),
            }
        })
        .collect();
    let left = missing.len().saturating_sub(most);
    if left > 0 {
        parts.push(format!("{left} further items"));
    }
    (!parts.is_empty())
        .then(|| Block::Paragraph(format!("Not published: {}.", terms::list(&parts))))
}
