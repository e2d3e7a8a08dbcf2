//! The polls in one table.

use super::chosen::{chosen, largest_miss, not_shown};
use super::number::{self, NOTHING};
use super::outline::{Block, Cells, Grid};
use super::room::Room;
use super::{called, rows, seats, terms};
use crate::alignment::common_choices;
use crate::model::{Base, VoterGroup};
use crate::report::{CountReport, PollReport, ReadingReport, Reason, Report};

/// What one poll has in a column.
type OfPoll<'a> = Box<dyn Fn(&PollReport) -> Option<String> + 'a>;

/// What stands in a column, poll by poll, and below for the count.
struct Column<'a> {
    heading: String,
    cells: Cells,
    of_poll: OfPoll<'a>,
    of_count: Option<String>,
}

/// At most so many polls, the nearest first, against the count; with the measures of each where there is room.
pub(super) fn of(
    report: &Report,
    count: &CountReport,
    room: Room,
    most: usize,
    with_measures: bool,
) -> Vec<Block> {
    let polls = chosen(report, count, most);
    let measures = with_measures.then(|| measures(count));
    let columns: Vec<Column> = shares(count, room)
        .into_iter()
        .chain(measures.into_iter().flatten())
        .chain(seat_columns(count, room))
        .filter(|column| polls.iter().any(|poll| (column.of_poll)(poll).is_some()))
        .collect();
    let mut grid = Grid::of(called::one(report));
    for column in &columns {
        grid = match column.cells {
            Cells::Words => grid.words(&column.heading),
            Cells::Figures => grid.figures(&column.heading),
        };
    }
    grid = grid.words("deviation: chance or more?");
    for poll in &polls {
        let cells = columns.iter().map(|column| {
            let cell = (column.of_poll)(poll);
            cell.unwrap_or_else(|| NOTHING.into())
        });
        let mut line = vec![room.name(&terms::name(report, poll))];
        line.extend(cells);
        line.push(verdict(report, poll, room));
        grid.row(line);
    }
    if columns.iter().any(|column| column.of_count.is_some()) {
        let name = if count.is_final() {
            "official count"
        } else {
            "counted so far"
        };
        let cells = columns
            .iter()
            .map(|column| column.of_count.clone().unwrap_or_default());
        grid.row([name.to_owned()].into_iter().chain(cells).collect());
        for (votes, figure) in own_votes(count, room).into_iter().take(room.listed) {
            let cells = columns.iter().map(|column| match column.of_count {
                Some(_) => figure.clone(),
                None => String::new(),
            });
            grid.row([votes].into_iter().chain(cells).collect());
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    if !polls.is_empty() {
        blocks.extend(grid.block());
    }
    blocks.extend(not_shown(report, count, &polls));
    let all: Vec<&PollReport> = count.polls.iter().collect();
    blocks.extend(apart(report, &all, room));
    blocks
}

/// In the words of the table; of which choice, where that is not the one in the column of the largest deviation.
fn verdict(report: &Report, poll: &PollReport, room: Room) -> String {
    let words = super::verdict::on_poll(poll);
    let decided = |reading| super::furthest::decided_elsewhere(report, reading);
    let elsewhere = poll.reading().and_then(decided);
    match elsewhere.zip(words.split_once(',')) {
        Some((row, (words, condition))) => {
            format!("{words} for {},{condition}", room.name(&row.label))
        }
        None => elsewhere.map_or(words.into(), |row| {
            format!("{words} for {}", room.name(&row.label))
        }),
    }
}

/// Which of the polls are no source of their own, and why: nothing said of the polls together is of them.
fn apart(report: &Report, polls: &[&PollReport], room: Room) -> Option<Block> {
    let mut parts = why_apart(report, polls, room);
    let left = parts.len().saturating_sub(room.listed);
    parts.truncate(room.listed);
    if left > 0 {
        parts.push(format!("the full report has {left} more"));
    }
    (!parts.is_empty()).then(|| {
        Block::Paragraph(format!(
            "Not ranked or taken together with the others: {}.",
            parts.join("; ")
        ))
    })
}

/// The same, a part for each reason.
pub(super) fn why_apart(report: &Report, polls: &[&PollReport], room: Room) -> Vec<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for poll in polls {
        if poll.reading().is_none() && poll.seats.is_none() {
            continue;
        }
        let why = match &poll.left_out_of_the_whole {
            Some(Reason::EarlierRelease { .. }) => "earlier release".to_owned(),
            Some(Reason::BesideFinalRelease { .. }) => "release beside the final one".to_owned(),
            Some(Reason::BesideLastOfDocument { .. }) => {
                "another release stands last in the document; nothing says which came later"
                    .to_owned()
            }
            Some(Reason::BaseOpen) => {
                "judged by what its shares are of, which is not known".to_owned()
            }
            Some(Reason::SharedSample { with }) => format!("one sample with {}", room.name(with)),
            Some(Reason::Derived) => "made of other polls".to_owned(),
            Some(Reason::OtherKind) => terms::facts(report, poll)
                .map_or("estimate of another kind", |of| terms::kind(of.poll.kind()))
                .to_owned(),
            Some(Reason::OtherVoters { than }) => {
                format!("of other voters than {}", room.name(than))
            }
            Some(Reason::VotersNotKnown { beside }) => {
                format!(
                    "not known to be of the same voters as {}",
                    room.name(beside)
                )
            }
            _ => continue,
        };
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(&poll.name),
            None => groups.push((why, vec![&poll.name])),
        }
    }
    groups
        .iter()
        .map(|(why, names)| format!("{} ({why})", room.list(names)))
        .collect()
}

/// That every share of the column is of all ballots, where the count's table beside it has shares of valid votes.
fn of_ballots(count: &CountReport) -> &'static str {
    let is_of_ballots =
        |of: &ReadingReport| of.base == Base::AllBallots && !of.is_of_another_base();
    let mut readings = count.polls.iter().flat_map(PollReport::readings).peekable();
    let some = readings.peek().is_some();
    match some && readings.all(is_of_ballots) {
        true => " of all ballots",
        false => "",
    }
}

fn shares(count: &CountReport, room: Room) -> Vec<Column<'_>> {
    let mut columns = Vec::new();
    if let Some(label) = leader(count) {
        columns.push(Column {
            heading: format!("{}, %{}", room.name(label), of_ballots(count)),
            cells: Cells::Figures,
            of_poll: Box::new(|poll| {
                // A figure is not put on another base in silence: first as it was published.
                let mut figures: Vec<String> = Vec::new();
                for row in poll.readings().filter_map(|reading| reading.row(label)) {
                    let figure = rows::poll_share(row);
                    if !figures.contains(&figure) {
                        figures.push(figure);
                    }
                }
                (!figures.is_empty()).then(|| figures.join(" or "))
            }),
            of_count: counted(count, label),
        });
    }
    columns.push(Column {
        heading: "largest deviation, points".into(),
        cells: Cells::Words,
        of_poll: Box::new(move |poll| {
            let row = poll.compared_reading()?.largest()?;
            if row.least_deviation() == 0.0 {
                return Some("none".into());
            }
            Some(format!(
                "{} {}",
                rows::deviation(row),
                room.name(&row.label)
            ))
        }),
        of_count: None,
    });
    columns
}

/// How far the votes of poll and count overlap, and how often chance alone costs what is missing.
fn measures(count: &CountReport) -> [Column<'static>; 2] {
    let column = |heading: &str, of_poll: fn(&PollReport) -> Option<String>| Column {
        heading: heading.into(),
        cells: Cells::Figures,
        of_poll: Box::new(of_poll),
        of_count: None,
    };
    [
        column(overlap_heading(count), |poll| {
            overlap(poll.compared_reading()?)
        }),
        column("times chance", |poll| {
            Some(number::fixed(
                poll.compared_reading()?.measures.times_chance?,
                1,
            ))
        }),
    ]
}

/// The votes of a part of the voters with which polls are compared, and what they gave the choice of the table.
fn own_votes(count: &CountReport, room: Room) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    let Some(label) = leader(count) else {
        return parts;
    };
    for poll in &count.polls {
        let Some(segment) = &poll.segment else {
            continue;
        };
        let Some(row) = poll.reading().and_then(|reading| reading.row(label)) else {
            continue;
        };
        let words = |groups: &[VoterGroup]| {
            let several = groups.len() > 1;
            let groups: Vec<&str> = (groups.iter())
                .map(|group| match group {
                    // The room of a name holds them together.
                    VoterGroup::InPerson if several => "on the day",
                    VoterGroup::Early if several => "early",
                    group => terms::voters(*group),
                })
                .collect();
            terms::list(&groups)
        };
        let votes = match poll.segment_without.as_slice() {
            [] => format!("cast {}", words(segment)),
            without => format!("less cast {}", words(without)),
        };
        let part = (room.name(&votes), number::share(&row.count));
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

/// The whole count's share, on the base on which each poll is compared: more than one where those differ.
fn counted(count: &CountReport, label: &str) -> Option<String> {
    let mut figures: Vec<String> = Vec::new();
    let of_whole = || count.polls.iter().filter(|poll| poll.segment.is_none());
    // Beside shares of some choices alone stands what was counted of all votes.
    let of_some = |poll: &PollReport| {
        poll.readings()
            .any(|of| common_choices(&of.rules).is_some())
    };
    if of_whole().any(of_some) {
        let share = count.choice(label).and_then(|choice| choice.share);
        figures.extend(share.map(|share| number::share(&share)));
    }
    for poll in of_whole() {
        let open = poll.as_printed().filter(|_| poll.base_is_open());
        let readings = poll.reading().into_iter().chain(open);
        for row in readings.filter_map(|reading| reading.row(label)) {
            let figure = number::share(&row.count);
            if !figures.contains(&figure) {
                figures.push(figure);
            }
        }
    }
    if figures.is_empty() {
        let share = count.choice(label).and_then(|choice| choice.share)?;
        figures.push(number::share(&share));
    }
    Some(figures.join(" or "))
}

/// The seats of the choice that got most, and the largest miss, where polls give no shares.
fn seat_columns(count: &CountReport, room: Room) -> Vec<Column<'_>> {
    if count.polls.iter().any(|poll| poll.reading().is_some()) {
        return Vec::new();
    }
    let first = count
        .choices
        .iter()
        .rev()
        .filter(|choice| choice.seats.is_some())
        .max_by_key(|choice| choice.seats);
    let Some(first) = first else {
        return Vec::new();
    };
    vec![
        Column {
            heading: format!("{}, seats", room.name(&first.label)),
            cells: Cells::Figures,
            of_poll: Box::new(|poll| {
                let seats = poll.seats.as_ref()?;
                let row = seats.row_of(&first.label, &first.choices)?;
                Some(seats::whole_range(row.low, row.high))
            }),
            of_count: first.seats.map(number::count),
        },
        Column {
            heading: "largest miss, seats".into(),
            cells: Cells::Words,
            of_poll: Box::new(move |poll| {
                let worst = largest_miss(poll.seats.as_ref()?)?;
                let mut own = poll.seats.iter().flat_map(|seats| &seats.rows);
                let open = own.any(|row| !row.is_check && !row.surely_holds());
                Some(match worst.miss {
                    // What has no winner yet can still be missed.
                    0 if open => "open".into(),
                    0 => "none".into(),
                    _ => format!("{} {}", seats::missed_by(worst), room.name(&worst.label)),
                })
            }),
            of_count: None,
        },
        Column {
            heading: "results inside its ranges".into(),
            cells: Cells::Figures,
            of_poll: Box::new(|poll| {
                let seats = poll.seats.as_ref().filter(|seats| seats.ranges > 0)?;
                let open = match seats.open {
                    0 => String::new(),
                    open => format!(", {open} open"),
                };
                Some(format!("{} of {}{open}", seats.inside, seats.ranges))
            }),
            of_count: None,
        },
    ]
}

/// The choice whose figures stand in the table: the leader, or the largest; of those that a poll has a figure for, where
/// any poll has one.
fn leader(count: &CountReport) -> Option<&str> {
    let has_figure = |label: &str| {
        let mut readings = count.polls.iter().flat_map(PollReport::readings);
        readings.any(|reading| reading.row(label).is_some())
    };
    let any = count.choices.iter().any(|of| has_figure(&of.label));
    let is_shown = |label: &str| !any || has_figure(label);
    let leader = count.leading.leader().filter(|leader| is_shown(leader));
    leader.or_else(|| {
        let shares = (count.choices.iter())
            .filter(|of| is_shown(&of.label))
            .filter_map(|of| Some((of, of.share?.value)));
        // Of equal ones the first, which the sentences name too.
        let largest = shares.rev().max_by(|a, b| a.1.total_cmp(&b.1));
        largest.map(|(choice, _)| choice.label.as_str())
    })
}

/// With what overlaps with the final result assume of the invalid ballots still to be counted.
fn overlap_heading(count: &CountReport) -> &'static str {
    let mut readings = count.polls.iter().flat_map(PollReport::readings);
    match readings.any(|reading| reading.measures.final_overlap_takes_invalid_alike) {
        true => "overlap, if invalid ballots stay as frequent, %",
        false => "overlap, %",
    }
}

/// "97.9", or what a partial count still allows.
fn overlap(reading: &ReadingReport) -> Option<String> {
    let measures = &reading.measures;
    match (measures.overlap, measures.final_overlap) {
        (Some(overlap), _) if rows::has_range(reading) => {
            let bounds = overlap.bounds?;
            Some(number::ends(bounds.low(), bounds.high(), 1))
        }
        (Some(overlap), _) => Some(number::within(overlap.value, overlap.bounds, 1)),
        (None, Some(bounds)) => Some(number::ends(bounds.low(), bounds.high(), 1)),
        (None, None) => None,
    }
}
