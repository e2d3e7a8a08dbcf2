//! Seats against seats.

use super::called;
use super::number::{self, NOTHING};
use super::outline::{Block, Grid};
use super::poll::left_out;
use super::terms::{self, sentence};
use crate::model::Contest;
use crate::report::{
    CountReport, PollFacts, PollReport, Report, SeatErrorSummary, SeatReport, SeatRow, SeatStatus,
};

/// One poll's seats in full.
pub(super) fn of(
    contest: &Contest,
    facts: Option<&PollFacts>,
    poll: &PollReport,
    seats: &SeatReport,
) -> Vec<Block> {
    let own = called::this(facts);
    let open = seats.rows.iter().any(|row| !row.is_known());
    let errors = seats.rows.iter().any(|row| row.deviation.is_some());
    let mut grid = Grid::of("choice").figures(format!("{own}, seats"));
    if open {
        grid = grid.figures("seats so far");
    }
    grid = grid.figures("result, seats");
    if errors {
        grid = grid
            .figures(if seats.rows.iter().any(SeatRow::is_range) {
                "midpoint less result, seats".to_owned()
            } else {
                format!("{own} less result, seats")
            })
            .figures("the same, % of the house");
    }
    grid = grid
        .figures("inside the range")
        .figures("outside by, seats");
    for row in &seats.rows {
        let bloc = (seats.rows.iter()).find(|bloc| !bloc.is_check && bloc.has_within(row));
        let name = if let (true, Some(bloc)) = (row.is_check, bloc) {
            format!("{} (counted in {})", row.label, bloc.label)
        } else if row.is_check {
            format!("{} (a check: its members stand by themselves)", row.label)
        } else if !row.added_up.is_empty() {
            format!("{} ({} added up)", row.label, terms::list(&row.added_up))
        } else {
            row.label.clone()
        };
        let mut cells = vec![name, whole_range(row.low, row.high)];
        cells.extend(open.then(|| number::count(row.counted)));
        cells.push(whole_range(row.result_low, row.result_high));
        if errors {
            cells.push(row.deviation.map_or(NOTHING.into(), |deviation| {
                number::signed(deviation, usize::from(deviation.fract() != 0.0))
            }));
            cells.push(
                row.percent_of_house
                    .map_or(NOTHING.into(), |percent| number::signed(percent, 1)),
            );
        }
        let undecided = row.inside.is_none() && !row.is_known() && row.miss == 0;
        cells.push(match row.inside {
            Some(true) => "yes".into(),
            Some(false) => "no".into(),
            None if undecided => "open".into(),
            None => NOTHING.into(),
        });
        cells.push(if undecided {
            NOTHING.into()
        } else {
            missed_by(row)
        });
        grid.row(cells);
    }
    let mut blocks: Vec<Block> = grid.block().into_iter().collect();
    blocks.push(Block::Paragraph(summary(contest, seats)));
    if poll.readings().next().is_none() {
        blocks.push(Block::Paragraph(format!(
            "Verdict: {}",
            verdict(poll, seats)
        )));
    }
    let apart: Vec<_> = seats.left_out.iter().collect();
    blocks.extend(left_out(&apart));
    blocks
}

pub(super) fn whole_range(low: u64, high: u64) -> String {
    if low == high {
        number::count(low)
    } else {
        format!("{}–{}", number::count(low), number::count(high))
    }
}

/// By how many seats an estimate misses: what is still open can only add to it.
pub(super) fn missed_by(row: &SeatRow) -> String {
    let least = if row.is_known() || row.miss == 0 {
        ""
    } else {
        "at least "
    };
    format!("{least}{}", number::count(row.miss))
}

/// The same with its unit.
fn missed_by_seats(row: &SeatRow) -> String {
    let seats = if row.miss == 1 { "seat" } else { "seats" };
    format!("{} {seats}", missed_by(row))
}

/// What the seats of a count that can still change are; nothing of final ones.
pub(super) fn status(of: SeatStatus) -> &'static str {
    match of {
        SeatStatus::Final => "",
        SeatStatus::Declared => {
            "The seats counted are taken as declared for good, and the other seats of the house as open: \
             results in the end rest on that. "
        }
        SeatStatus::Provisional => "The seats are provisional, and every one of them can change. ",
    }
}

/// How many ranges of all these polls have the result inside, in one sentence.
#[cfg(feature = "chart")]
pub(super) fn inside<'a>(of: impl Iterator<Item = &'a SeatReport>, is_final: bool) -> String {
    let (mut inside, mut open, mut ranges) = (0, 0, 0);
    for seats in of {
        inside += seats.inside;
        open += seats.open;
        ranges += seats.ranges;
    }
    let what = if is_final {
        "the result"
    } else {
        "the count so far"
    };
    if ranges == 0 {
        return sentence(&format!("numbers of seats beside {what}"));
    }
    if ranges == 1 && open == 0 {
        let side = if inside == 1 { "inside" } else { "outside" };
        return sentence(&format!("{what} lies {side} the only range of seats"));
    }
    let open = match open {
        0 => String::new(),
        open => format!(
            "; what is still open decides {} more",
            terms::in_words(open)
        ),
    };
    sentence(&format!(
        "{what} lies inside {} of {} of seats{open}",
        terms::in_words(inside),
        terms::number_of(ranges, "range")
    ))
}

/// Whether the poll gives seats of every choice of the contest.
fn names_all(contest: &Contest, seats: &SeatReport) -> bool {
    let named = |choice: &String| {
        let mut rows = seats.rows.iter();
        rows.any(|row| row.label == *choice || row.choices.contains(choice))
            || seats.left_out.iter().any(|of| of.label == *choice)
    };
    contest.choices().iter().all(named)
}

fn summary(contest: &Contest, seats: &SeatReport) -> String {
    let status = status(seats.status);
    let errors = match (seats.mean_absolute_error, seats.root_mean_squared_error) {
        (Some(mean), Some(root)) => format!(
            "Mean absolute error {} seats, root mean squared error {}. ",
            number::fixed(mean, 2),
            number::fixed(root, 2)
        ),
        _ => String::new(),
    };
    let score = seats.mean_interval_score.map_or(String::new(), |score| {
        format!("Mean interval score {} seats. ", number::fixed(score, 1))
    });
    let open = match seats.open {
        0 => String::new(),
        open => format!(", {open} open"),
    };
    let own = seats.rows.iter().filter(|row| !row.is_check);
    let ranges: Vec<&SeatRow> = own.filter(|row| row.is_range()).collect();
    let inside = match (seats.ranges, ranges.as_slice()) {
        (0, _) => String::new(),
        (_, [only]) => {
            let what = match only.inside {
                Some(true) => "has the result inside".to_owned(),
                Some(false) => format!("misses it by {}", missed_by_seats(only)),
                None => "is open".to_owned(),
            };
            format!(
                "Its only range, {}, {what}. ",
                whole_range(only.low, only.high)
            )
        }
        (ranges, _) => format!(
            "Inside {} of {}{open}. ",
            seats.inside,
            terms::number_of(ranges, "range")
        ),
    };
    let (low, high) = seats.sum;
    let sum = match seats.adds_up_to_house {
        Some(true) => "which can make up the house",
        // A choice of the contest that the poll does not name can have them.
        Some(false) if !names_all(contest, seats) => {
            "which does not make up the house: seats of others are not given"
        }
        Some(false) => "which does not make up the house",
        None => "the size of the house is not known",
    };
    let blocs = match seats.blocs_unlike_members.as_slice() {
        [] => String::new(),
        blocs => format!(
            " The seats given for {} are not those of {} members in sum: both cannot be right.",
            terms::list(blocs),
            if blocs.len() == 1 { "its" } else { "their" }
        ),
    };
    format!(
        "{status}{errors}{score}{inside}The figures sum to {}, {sum}.{blocs}",
        whole_range(low, high)
    )
}

/// The result that lies furthest outside decides.
fn verdict(poll: &PollReport, seats: &SeatReport) -> String {
    let verdict = super::verdict::on_poll(poll);
    let furthest = seats
        .rows
        .iter()
        .rev()
        .filter(|row| row.miss > 0)
        // What counts nowhere else decides only where nothing that counts is missed.
        .max_by_key(|row| (!row.is_check, row.miss));
    match furthest {
        Some(row) => sentence(&format!(
            "{verdict}: {} misses {} for {} by {}",
            whole_range(row.low, row.high),
            whole_range(row.result_low, row.result_high),
            row.label,
            missed_by_seats(row)
        )),
        None => sentence(verdict),
    }
}

/// The errors of all polls by choice.
pub(super) fn errors(report: &Report, count: &CountReport) -> Vec<Block> {
    let (confidence, polls) = (report.settings.confidence, called::together(report));
    let ranges = count.seat_errors.iter().any(|of| {
        let with_derived = of.with_derived.iter();
        with_derived.chain([&of.sources]).any(|of| of.ranges > 0)
    });
    let mut grid = Grid::of("choice")
        .figures("result, seats")
        .figures(polls)
        .figures(if ranges {
            "mean of midpoints, seats"
        } else {
            "mean, seats"
        })
        .figures(format!("{confidence} interval of that mean, seats"))
        .figures("mean absolute error, seats")
        .figures("root mean squared error, seats")
        .figures("ranges with the result inside");
    let mut add = |label: String, result: u64, of: &SeatErrorSummary| {
        grid.row(vec![
            label,
            number::count(result),
            of.polls.to_string(),
            number::fixed(of.mean, 1),
            of.interval_of_mean.map_or(NOTHING.into(), |interval| {
                let (low, high) = (interval.low(), interval.high());
                match (number::fixed(low, 1), number::fixed(high, 1)) {
                    (low, high) if low == high => low,
                    (low, high) => format!("{low}–{high}"),
                }
            }),
            number::fixed(of.mean_absolute_error, 3),
            number::fixed(of.root_mean_squared_error, 3),
            format!("{} of {}", of.inside, of.ranges),
        ]);
    };
    for errors in &count.seat_errors {
        add(errors.label.clone(), errors.result, &errors.sources);
        if let Some(all) = &errors.with_derived {
            add(
                format!("{}, with polls made of others", errors.label),
                errors.result,
                all,
            );
        }
    }
    let Some(table) = grid.block() else {
        return Vec::new();
    };
    let derived = if count.seat_errors.iter().any(|of| of.with_derived.is_some()) {
        " A poll made of others is no further source: the lines with it are for comparison only."
    } else {
        ""
    };
    vec![
        Block::Subsection(format!("The {polls}' seats together")),
        table,
        Block::Paragraph(format!(
            "The interval of the mean says where the {polls} centre, not where the result may fall. Ranges \
             of seats come without a confidence, so how often they should hold the result is not \
             known.{derived}"
        )),
    ]
}
