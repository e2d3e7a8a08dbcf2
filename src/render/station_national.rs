//! The stations of a poll against the count of all.

use super::furthest::deviation;
use super::number;
use super::outline::Grid;
use super::room::Room;
use super::station_lead::Two;
use super::terms::closed;
use crate::report::{PollReport, Report};
use crate::station::{NationalDeviation, ResponseVerdict, StationComparison};

/// What the stations add to the verdict on the poll.
pub(super) fn sentence(report: &Report, room: Room) -> Option<String> {
    partly_by_draw(report, room).or_else(|| lead_beyond(report, room))
}

/// Beside a verdict within chance, that the lead is off the counts of the same stations by more than chance.
fn lead_beyond(report: &Report, room: Room) -> Option<String> {
    let mut polls = report.reference().polls.iter();
    polls.find_map(|poll| {
        poll.reading().filter(|of| of.verdict.is_within())?;
        let stations = report.stations(&poll.name)?;
        if !is_beyond(stations)? {
            return None;
        }
        let Two { r, d } = Two::of(stations, room);
        Some(closed(&format!(
            "Against the counts of the same stations the lead of {r} over {d} in {} is {} points off, more than drawing \
             interviews from their ballots explains",
            room.name(&poll.name),
            number::signed(100.0 * stations.matched_lead.deviation, 2)
        )))
    })
}

/// Whether the lead at the stations is off by more than drawing interviews explains; `None` where nothing can be said.
fn is_beyond(stations: &StationComparison) -> Option<bool> {
    match stations.verdict {
        ResponseVerdict::CompatibleWithSampling => Some(false),
        ResponseVerdict::NeedsResponseRatio { .. } | ResponseVerdict::NotExplained { .. } => {
            Some(true)
        }
        ResponseVerdict::Undecided => None,
    }
}

/// Of a deviation that is not of the answers at the stations, so much is worth a sentence.
const PART_BY_DRAW: f64 = 0.25;

/// Beside a verdict beyond chance against the count of all, that much of it is not of the answers at the stations but of
/// which stations were drawn and how interviews are spread over them.
fn partly_by_draw(report: &Report, room: Room) -> Option<String> {
    let mut polls = report.reference().polls.iter();
    polls.find_map(|poll| {
        let reading = poll.reading().filter(|of| of.verdict.is_beyond())?;
        let stations = report.stations(&poll.name)?;
        let row = reading.largest()?;
        let place = (stations.choices.iter()).position(|choice| *choice == row.label)?;
        let (national, matched) = (
            stations.national.as_ref()?.get(place)?,
            stations.matched.get(place)?,
        );
        if national.of_station_mix.abs() <= PART_BY_DRAW * national.deviation.abs() {
            return None;
        }
        let of = if stations.every_station {
            "how interviews are spread over the stations"
        } else {
            "which stations were drawn and how interviews are spread over them"
        };
        let (name, choice) = (room.name(&poll.name), room.name(&row.label));
        let same = deviation(report, &poll.name, &row.label, matched.deviation);
        let other = deviation(report, &poll.name, &row.label, national.of_station_mix);
        let is_off = same.contains("too ");
        Some(closed(&if is_off {
            format!(
                "Against the counts of the same stations {name} is {same} for {choice}; the other {other} come from {of}"
            )
        } else {
            format!(
                "Against the counts of the same stations {name} is not off for {choice}: the {other} come from {of}"
            )
        }))
    })
}

/// Where a lead is off the counts of the same stations by more than chance, which response ratio would explain it, whether
/// refusals can, and that nothing says why.
pub(super) fn response(report: &Report, room: Room) -> Option<String> {
    let mut polls = report.reference().polls.iter();
    polls.find_map(|poll| {
        let stations = report.stations(&poll.name)?;
        if !is_beyond(stations)? {
            return None;
        }
        Two::of(stations, room)
            .what_it_takes(stations)
            .map(|of| closed(&of))
    })
}

/// What each of two verdicts answers, where they differ: the same interviews, and another question.
pub(super) fn questions(poll: &PollReport, stations: &StationComparison) -> Option<String> {
    let verdict = poll.reading()?.verdict;
    let beyond = is_beyond(stations)?;
    let differ = (verdict.is_beyond() && !beyond) || (verdict.is_within() && beyond);
    if !differ {
        return None;
    }
    let of_all = if stations.every_station {
        "the count of these stations together"
    } else {
        "the count, with the error of drawing stations"
    };
    Some(format!(
        "The verdict on the poll and this one answer two questions and stand beside one another: that one is of each share \
         against {of_all}; this one is of the lead alone, against the ballots of the stations where people were asked."
    ))
}

/// What has a part in the deviation from the count of all.
pub(super) fn words(stations: &StationComparison) -> &'static str {
    if stations.every_station {
        "Against the count of all these stations together, in which each weighs by its votes, how the interviews are \
         spread over them has a part in the deviation:"
    } else {
        "Against the count of all stations, which stations were drawn and how the interviews are spread over them \
         have a part in the deviation:"
    }
}

/// What is to be thought of intervals that reach beyond what can be, as with one or two degrees of freedom.
pub(super) fn beyond(stations: &StationComparison) -> Option<&'static str> {
    let mut all = stations.national.iter().flatten();
    let reaches = |of: &NationalDeviation| {
        of.interval
            .is_some_and(|interval| interval.low() < -1.0 || interval.high() > 1.0)
    };
    all.any(reaches).then_some(
        "No share can be more than 100 points off: intervals that reach so far are of too few stations, which show next to \
         nothing of all stations.",
    )
}

/// The deviations from it; none where that count was not given.
pub(super) fn grid(stations: &StationComparison) -> Option<Grid> {
    let mut grid = Grid::of("choice")
        .figures("poll, %")
        .figures(if stations.every_station {
            "count of these stations together, %"
        } else {
            "count of all stations, %"
        })
        .figures(if stations.every_station {
            "deviation, points"
        } else {
            "national deviation, points"
        })
        .figures("its interval")
        .figures("its p")
        .figures(if stations.every_station {
            "of it by how interviews are spread, points"
        } else {
            "of it by stations drawn and spread of interviews, points"
        });
    let all = stations.national.as_ref()?;
    for (choice, of) in stations.choices.iter().zip(all) {
        let interval = of.interval.map_or(number::NOTHING.into(), |interval| {
            number::wide_interval(&interval)
        });
        grid.row(vec![
            choice.clone(),
            number::percent(of.polled, 2),
            number::percent(of.official, 2),
            number::signed(100.0 * of.deviation, 2),
            interval,
            of.p_value.map_or(number::NOTHING.into(), number::p_value),
            number::signed(100.0 * of.of_station_mix, 2),
        ]);
    }
    Some(grid)
}
