//! The short form: what a reader needs in half a minute, in thirty lines.

use super::findings;
use super::outline::Block;
use super::room::Room;
use super::{
    answer, ballot_figures, called, come_true, contradictions, count, observation, other_counts,
    outstanding, overview, terms, text,
};
use crate::model::VoterGroup;
use crate::report::{CountReport, Finding, NotPublished, PollReport, Report};

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
    /// Of what was not published, so much is named.
    unpublished: usize,
    /// Whether what else was found is said.
    further: bool,
    /// Whether the table has more of each poll than its figure, its largest deviation and its verdict.
    measures: bool,
}

/// From the most that is said to the least; the last fits whatever the input. What was not published goes first, names are
/// cut only when the rest is, and what can still come true outlasts what else was found and all that the table can spare.
const BUDGETS: [Budget; 19] = [
    budget(40, 4, 12, 160),
    budget(40, 4, 8, 160),
    budget(40, 3, 6, 80),
    lean(40, 4, 8),
    lean(40, 3, 4),
    lean(40, 2, 4),
    lean(40, 2, 3),
    without_gaps(40, 4, 4),
    without_gaps(40, 3, 3),
    lean(32, 2, 2),
    without_gaps(40, 2, 2),
    without_gaps(24, 2, 2),
    answer_alone(40),
    bare(40),
    bare(32),
    bare(24),
    bare(16),
    bare(12),
    Budget {
        title: 40,
        polls: 1,
        ..bare(12)
    },
];

const fn budget(name: usize, listed: usize, polls: usize, title: usize) -> Budget {
    Budget {
        room: Room {
            name,
            listed,
            ends: false,
        },
        polls,
        title,
        unpublished: listed + 1,
        further: true,
        measures: true,
    }
}

const fn lean(name: usize, listed: usize, polls: usize) -> Budget {
    Budget {
        unpublished: 2,
        ..budget(name, listed, polls, 80)
    }
}

/// Says nothing of what was not published, which the full report has.
const fn without_gaps(name: usize, listed: usize, polls: usize) -> Budget {
    Budget {
        unpublished: 0,
        ..budget(name, listed, polls, 80)
    }
}

/// Nor what else was found.
const fn answer_alone(name: usize) -> Budget {
    Budget {
        further: false,
        ..without_gaps(name, 2, 2)
    }
}

/// Nor how the polls of the table compare.
const fn bare(name: usize) -> Budget {
    Budget {
        measures: false,
        ..answer_alone(name)
    }
}

/// The blocks of the short form, as much as thirty lines of 80 columns hold.
pub(super) fn blocks(report: &Report) -> Vec<Block> {
    let lines = |blocks: &[Block]| text::render(blocks, 80).lines().count();
    let mut blocks = Vec::new();
    for budget in BUDGETS {
        let room = budget.room.telling_apart(report);
        blocks = within(report, Budget { room, ..budget });
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
    opening_within(report, Room::FULL, usize::MAX)
}

/// The opening with at most so many polls in its table.
pub(super) fn opening_within(report: &Report, room: Room, polls: usize) -> Vec<Block> {
    let all = Budget {
        room,
        polls,
        title: usize::MAX,
        unpublished: room.listed.saturating_add(1),
        further: true,
        measures: true,
    };
    within(report, all)
}

fn within(report: &Report, budget: Budget) -> Vec<Block> {
    let reference = report.reference();
    let mut blocks = vec![Block::Title(title_within(report, budget.title))];
    let mut answer = match budget.further {
        true => answer::paragraphs(report, budget.room),
        false => vec![answer::alone(report, budget.room)],
    };
    // What is still open outlasts it, and the full report has it.
    let observations = match budget.measures {
        true => observation::brief(report, budget.room),
        false => Vec::new(),
    };
    if let Some(last) = answer.last_mut() {
        for observation in observations {
            last.push(' ');
            last.push_str(&observation);
        }
    }
    blocks.extend(answer.into_iter().map(Block::Paragraph));
    blocks.extend(overview::of(
        report,
        reference,
        budget.room,
        budget.polls,
        budget.measures,
    ));
    blocks.extend(own_voters(report, reference, budget.room));
    if budget.further {
        blocks.extend(ballot_figures::brief(report, budget.room));
    }
    let open = open(report, reference, budget.room);
    if !open.is_empty() {
        let open = open.join(" ");
        // Nothing is open where nothing is outstanding.
        blocks.push(Block::Paragraph(if reference.is_all_counted() {
            // A name at its head keeps its letters.
            if report.counts.len() > 1 {
                open
            } else {
                terms::sentence(&open)
            }
        } else {
            format!("Still open: {open}")
        }));
    }
    blocks.extend(other_counts::brief(report, budget.room));
    blocks.extend(contradictions::caution(report, budget.room));
    blocks.extend(not_published(report, reference, budget));
    blocks
}

/// The contest with its date.
pub(super) fn title(report: &Report) -> String {
    match report.contest.date() {
        Some(date) => format!("{}, {date}", report.contest.name()),
        None => report.contest.name().to_owned(),
    }
}

/// The same in so many columns: the date stays, and the name is cut.
fn title_within(report: &Report, columns: usize) -> String {
    let room = |name: usize| Room { name, ..Room::FULL };
    let after = report.contest.date().map(|date| format!(", {date}"));
    let left = (after.as_ref()).and_then(|after| columns.checked_sub(after.chars().count()));
    match after.zip(left) {
        Some((after, left)) => room(left).name(report.contest.name()) + &after,
        None => room(columns).name(&title(report)),
    }
}

/// Which polls are compared with a part of the count only.
fn own_voters(report: &Report, reference: &CountReport, room: Room) -> Option<Block> {
    // Whose votes those are, or whose were taken out of the count.
    type Part<'a> = (&'a [VoterGroup], &'a [VoterGroup]);
    let mut parts: Vec<(Part<'_>, Vec<&str>)> = Vec::new();
    for poll in &reference.polls {
        let Some(segment) = poll.segment.as_deref() else {
            continue;
        };
        let segment = (segment, poll.segment_without.as_slice());
        match parts.iter_mut().find(|(known, _)| *known == segment) {
            Some((_, polls)) => polls.push(&poll.name),
            None => parts.push((segment, vec![&poll.name])),
        }
    }
    let sentence = |((segment, without), polls): &(Part<'_>, Vec<&str>)| {
        let words = |groups: &[VoterGroup]| -> String {
            let votes: Vec<&str> = groups.iter().map(|group| terms::voters(*group)).collect();
            terms::list(&votes)
        };
        let who = match polls.as_slice() {
            [only] => format!("{} is", room.name(only)),
            polls if polls.len() == reference.polls.len() => {
                format!("All {} are", called::all(report))
            }
            polls => format!("{} are", room.list(polls)),
        };
        if without.is_empty() {
            format!(
                "{who} compared with the votes cast {} only, not with the whole count.",
                words(segment)
            )
        } else {
            format!(
                "{who} compared with the count less the votes cast {}, not with the whole count.",
                words(without)
            )
        }
    };
    let sentences: Vec<String> = parts.iter().map(sentence).collect();
    (!sentences.is_empty()).then(|| Block::Paragraph(sentences.join(" ")))
}

/// What the ballots still to be counted can change; nothing of a final count.
pub(super) fn open(report: &Report, reference: &CountReport, room: Room) -> Vec<String> {
    if reference.is_final() {
        return Vec::new();
    }
    let state = format!(
        "{}{}",
        count::state(reference),
        outstanding::whose_statement(reference, room)
    );
    // Whose figures they are, where several have some.
    let mut sentences = vec![if report.counts.len() > 1 {
        format!("{}, {state}.", room.name(reference.name()))
    } else {
        format!("{state}.")
    }];
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
    sentences.extend(come_true::sentences(report, reference, room));
    let bound = reference.bound();
    sentences.extend(bound.and_then(|view| outstanding::last_place(view, room)));
    sentences
}

/// What no poll published, and what only some did.
fn not_published(report: &Report, reference: &CountReport, budget: Budget) -> Option<Block> {
    let (room, most) = (budget.room, budget.unpublished);
    if most == 0 {
        return None;
    }
    let mut missing: Vec<(NotPublished, String, Vec<&str>)> = Vec::new();
    // Of what is made of others, the others tell.
    let is_derived = |poll: &PollReport| {
        report
            .poll(&poll.name)
            .is_some_and(|of| of.poll.is_derived())
    };
    let own = || reference.polls.iter().filter(|poll| !is_derived(poll));
    for poll in own() {
        for what in &poll.not_published {
            let words = terms::not_published_of(report, poll, *what);
            match missing.iter_mut().find(|(_, known, _)| *known == words) {
                Some((_, _, polls)) => polls.push(&poll.name),
                None => missing.push((*what, words, vec![&poll.name])),
            }
        }
    }
    missing.sort_by_key(|(what, ..)| *what);
    let (all, estimates) = (own().count(), called::all(report));
    let (by_none, by_some): (Vec<_>, Vec<_>) = missing
        .into_iter()
        .partition(|(_, _, polls)| polls.len() == all);
    let some: Vec<String> = by_some
        .iter()
        .map(|(_, what, polls)| match polls.as_slice() {
            [poll] => format!("{what} ({})", room.name(poll)),
            polls => format!("{what} ({} of {all} {estimates})", polls.len()),
        })
        .collect();
    let none: Vec<&str> = by_none.iter().map(|(_, what, _)| what.as_str()).collect();
    let mut sentences = Vec::new();
    if !none.is_empty() {
        let who = match (all, estimates) {
            (1, _) => "Not published".to_owned(),
            (_, "polls") => "Published by no poll".to_owned(),
            (_, estimates) => format!("Published for no {}", called::one_of(estimates)),
        };
        sentences.push(format!("{who}: {}.", terms::short_list(&none, most)));
    }
    // Where room is short, what nobody published is enough.
    if !some.is_empty() && (most > 2 || none.is_empty()) {
        sentences.push(format!(
            "Not published by some: {}.",
            terms::short_list(&some, most)
        ));
    }
    // Where room is short, what the polls lack comes first.
    let of_count = count::not_published(reference).filter(|_| most > 2 || sentences.is_empty());
    sentences.extend(of_count);
    (!sentences.is_empty()).then(|| Block::Paragraph(sentences.join(" ")))
}
