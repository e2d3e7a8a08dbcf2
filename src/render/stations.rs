//! The stations of one poll: interviews against the counts of the same stations, and against that of all.

use super::Detail;
use super::number;
use super::outline::{Block, Grid};
use super::room::Room;
use super::station_lead::Two;
use super::terms::{self, method, number_of, short_list};
use super::{station_national, station_pattern};
use crate::report::{PollReport, Report};
use crate::station::{StationComparison, StationTestMethod, StationTestOf, StationsOutside};

/// Names of stations that are printed.
const NAMED: usize = 5;

pub(super) fn section(report: &Report, poll: &PollReport) -> Vec<Block> {
    let Some(stations) = report.stations(&poll.name) else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Subsection(format!(
        "Stations of {}",
        terms::name(report, poll)
    ))];
    blocks.extend(matched_alone(stations));
    blocks.extend(station_national::questions(poll, stations).map(Block::Paragraph));
    if let Some(grid) = station_national::grid(stations) {
        blocks.push(Block::Paragraph(station_national::words(stations).into()));
        blocks.extend(grid.block());
        blocks.extend(station_national::beyond(stations).map(|of| Block::Paragraph(of.into())));
    } else if !report.reference().is_final() {
        blocks.push(Block::Paragraph(
            "Nothing is set against the count of all stations here: the most complete count is partial.".into(),
        ));
    }
    blocks.extend(what_it_takes(stations));
    blocks
}

/// The stations of an exit poll without any count but theirs.
pub(super) fn alone(stations: &StationComparison, title: &str, detail: Detail) -> Vec<Block> {
    let mut blocks = vec![Block::Title(title.to_owned())];
    blocks.extend(matched_alone(stations));
    if !stations.every_station {
        blocks.push(Block::Paragraph(
            "The count of all stations is not among these figures: the stations are a sample, and the sum of their \
             counts, without the weights of the poll, is no figure to set the poll against."
                .into(),
        ));
    }
    if detail == Detail::Full {
        blocks.extend(what_it_takes(stations));
    }
    blocks
}

/// The verdict and the interviews against the counts of the same stations.
fn matched_alone(stations: &StationComparison) -> Vec<Block> {
    let two = Two::of(stations, Room::FULL);
    let mut blocks = vec![
        Block::Paragraph(two.verdict(stations)),
        Block::Paragraph(ground(stations)),
    ];
    blocks.extend(matched(stations).block());
    blocks.push(Block::Paragraph(
        "The count of the same stations is weighted here as the interviews are, and is not the sum of their votes; the \
         standard error by the spread is that of the plain mean of the stations' deviations, in which each counts alike."
            .into(),
    ));
    blocks
}

/// Within-precinct error, response ratios, stations outside, and the pattern over covariates.
fn what_it_takes(stations: &StationComparison) -> Vec<Block> {
    let mut blocks = vec![Block::List(Two::of(stations, Room::FULL).lines(stations))];
    if let Some(grid) = station_pattern::grid(stations) {
        blocks.push(Block::Paragraph(station_pattern::words(stations)));
        blocks.extend(grid.block());
        blocks.extend(station_pattern::reach(stations).map(Block::Paragraph));
    }
    blocks.extend(station_pattern::lacking(stations).map(Block::Paragraph));
    blocks
}

/// With what the interviews are compared, and what is left out.
fn ground(stations: &StationComparison) -> String {
    let mut text = format!(
        "{} interviews at {} against the counts of the very same stations (matched): which stations \
         were drawn has no part in it.",
        number::count(stations.interviews),
        number_of(stations.stations, "station")
    );
    if stations.listed_choices_alone {
        text.push_str(
            " Shares are of the votes and answers for the choices listed here: no answers were given that stand for other \
             ballots.",
        );
    }
    let silent = stations.silent.len();
    match stations.unmatched_stations.saturating_sub(silent) {
        0 => {}
        1 => text.push_str(" One more station has no answers or no ballots and is not in it."),
        more => text.push_str(&format!(
            " {} more stations have no answers or no ballots and are not in it.",
            number::whole(more as f64)
        )),
    }
    if silent > 0 {
        let names: Vec<String> = (stations.silent.iter())
            .map(|of| station_name(&of.name, of.line, of.position))
            .collect();
        text.push_str(&format!(
            " Nobody answered at {} of the {} stations{} ({}): the others of the same stratum take over the weight.",
            number::whole(silent as f64),
            number::whole((stations.stations + stations.unmatched_stations) as f64),
            if stations.every_station { "" } else { " drawn" },
            short_list(&names, NAMED)
        ));
    }
    text
}

/// A name; of a station that has none, where it was given.
pub(super) fn station_name(name: &str, line: Option<u64>, position: usize) -> String {
    match (name, line) {
        ("", Some(line)) => format!("that of line {line}"),
        ("", None) => format!("no. {}", number::whole((position + 1) as f64)),
        (name, _) => name.to_owned(),
    }
}

fn matched(stations: &StationComparison) -> Grid {
    let mut grid = Grid::of("choice")
        .figures("interviews, %")
        .figures("count of the same stations, %")
        .figures("matched deviation, points")
        .figures("standard error of drawing inside stations")
        .figures("its p")
        .figures("standard error by the spread of stations")
        .if_wide("spread over drawing");
    let known =
        |value: Option<f64>| value.map_or(number::NOTHING.into(), |v| number::percent(v, 2));
    for (choice, of) in stations.choices.iter().zip(&stations.matched) {
        grid.row(vec![
            choice.clone(),
            number::percent(of.polled, 2),
            number::percent(of.official, 2),
            number::signed(100.0 * of.deviation, 2),
            number::percent(of.within_standard_error, 2),
            of.p_value.map_or(number::NOTHING.into(), number::p_value),
            // Stations that are alike show no spread, which is not that there is none.
            known(of.of_stations.standard_error.filter(|error| *error > 1e-12)),
            of.spread_ratio
                .map_or(number::NOTHING.into(), number::significant),
        ]);
    }
    grid
}

/// What the stations show, in one sentence.
#[cfg(feature = "chart")]
pub(super) fn finding(stations: &StationComparison, room: Room) -> String {
    Two::of(stations, room).lead(stations) + "."
}

/// The two choices, numerator first.
pub(super) fn two(stations: &StationComparison, room: Room) -> [String; 2] {
    let two = Two::of(stations, room);
    [two.r, two.d]
}

/// With what the interviews are compared, and how many stations are left out.
#[cfg(feature = "chart")]
pub(super) fn compared(stations: &StationComparison) -> String {
    ground(stations)
}

/// Which stations are outside.
#[cfg(feature = "chart")]
pub(super) fn outside_words(stations: &StationComparison) -> String {
    outside(stations)
}

pub(super) fn outside(stations: &StationComparison) -> String {
    let of = &stations.outside;
    let whole = |value: usize| number::whole(value as f64);
    let what = match of.tests {
        StationTestOf::AllChoices => "over all choices",
        StationTestOf::TwoChoices => "over the two choices",
    };
    let mut text = format!(
        "Stations outside, each tested {what} as a draw from its own ballots: {} of {} {} a p-value of at most {}, \
         where chance alone leaves no more than {} percent of them on average",
        whole(of.below_level),
        whole(of.tested),
        if of.below_level == 1 { "has" } else { "have" },
        number::shortest(of.level),
        number::shortest(100.0 * of.level)
    );
    if of.outside.is_empty() {
        text.push_str("; none after adjustment for their number.");
    } else {
        let names: Vec<String> = (of.outside.iter())
            .map(|of| station_name(&of.name, of.line, of.position))
            .collect();
        text.push_str(&format!(
            "; {} after adjustment for their number ({}): {}.",
            whole(names.len()),
            method(of.adjustment.name()),
            short_list(&names, NAMED)
        ));
    }
    text.push_str(&methods(of));
    text
}

/// How p-values were computed that are no sums over all tables of their station.
fn methods(of: &StationsOutside) -> String {
    let by: Vec<String> = (of.methods.iter())
        .filter_map(|by| {
            let how = match by.method {
                StationTestMethod::Bound => "a bound, which it cannot exceed,",
                StationTestMethod::MonteCarlo => "estimated from random tables under a fixed seed",
                StationTestMethod::LargeSample => "that of Pearson's X²",
                _ => return None,
            };
            Some(format!("{how} at {}", number_of(by.stations, "station")))
        })
        .collect();
    if by.is_empty() {
        return String::new();
    }
    format!(
        " Where there are too many possible tables to look at each, the p-value is {}.",
        terms::list(&by)
    )
}
