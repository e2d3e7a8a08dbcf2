//! The stations of polls, their interviews against their counts.

use super::NoPicture;
use super::axis::{self, Figures};
use super::frame;
use super::mark::Mark;
use super::page::{Anchor, BOLD, MARGIN, Page, QUIET, WIDTH};
use super::scale::Scale;
use crate::render::picture;
use crate::report::{PollReport, PollStations, Report};
use crate::station::{StationComparison, StationPoint};

/// Radius of the station with most interviews, of so few that they do not hide one another.
const LARGEST: f64 = 9.0;
/// So many are that few.
const FEW: f64 = 60.0;
/// Stations of one poll that have their figures under the pointer; of more, only those outside.
const TOLD: usize = 300;
/// Between the edge of a plot and the first of its marks: no station lies over the figures of an axis.
pub(super) const INSET: f64 = 11.0;
/// Left of a panel, for the figures of its axis.
const AXIS: f64 = 46.0;

/// The polls with stations, where there are any.
pub(super) fn sections(report: &Report) -> Vec<(&PollReport, &PollStations)> {
    let mut sections = Vec::new();
    for section in &report.stations {
        let poll = report.reference().poll(&section.poll);
        if let Some(poll) = poll.filter(|_| !section.comparison.points.is_empty()) {
            sections.push((poll, section));
        }
    }
    sections
}

/// A square panel for each of the two choices: on the line, a station's interviews say what its count says.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let sections = sections(report);
    if sections.is_empty() {
        return Err(NoPicture::NoStations);
    }
    let title = titled(&sections, picture::stations);
    let what = "Each station's interviews against its own count, percent of those interviewed and of the ballots";
    let mut page = Page::default();
    let mut legend = vec![
        (Mark::Station, "station, its area its interviews".to_owned()),
        (Mark::Alike, "interviews and count alike".into()),
    ];
    if sections
        .iter()
        .any(|(_, of)| !of.comparison.outside.outside.is_empty())
    {
        let words = "station outside: hardly a draw from its own ballots";
        legend.push((Mark::Outside, words.into()));
    }
    let mut y = frame::head(&mut page, &title, what, &legend) + 4.0;
    let mut described = Vec::new();
    let mut lines = Vec::new();
    for (poll, section) in &sections {
        let stations = &section.comparison;
        if sections.len() > 1 {
            y += 22.0;
            page.text(
                &poll.name,
                (MARGIN, y),
                Anchor::Start,
                BOLD,
                WIDTH - 2.0 * MARGIN,
            );
        }
        y = panels(&mut page, y, stations);
        described.push(format!("{}: {}", poll.name, picture::stations(stations)));
        described.push(tell(stations));
        lines.push(format!(
            "{}: {}",
            poll.name,
            picture::stations_compared(stations)
        ));
        lines.push(picture::stations_outside(stations));
    }
    let polls: Vec<&PollReport> = sections.iter().map(|(poll, _)| *poll).collect();
    let mut foot = frame::sources(report, report.reference(), &polls);
    foot.append(&mut lines);
    let height = frame::foot(&mut page, y, &foot);
    Ok(page.finish(height, &title, &format!("{what}. {}", described.join(" "))))
}

/// The finding of one poll, or of the first two with their names.
pub(super) fn titled(
    sections: &[(&PollReport, &PollStations)],
    finding: impl Fn(&StationComparison) -> String,
) -> String {
    match sections {
        [(_, only)] => finding(&only.comparison),
        several => {
            let of_each = several.iter().take(2);
            let of_each = of_each.map(|(poll, of)| {
                format!(
                    "{}: {}",
                    picture::short(&poll.name),
                    finding(&of.comparison)
                )
            });
            of_each.collect::<Vec<_>>().join(" ")
        }
    }
}

/// The radius of a station that has this much of what the largest has, of so many: areas are as their figures.
pub(super) fn radius(part: f64, of: usize) -> f64 {
    let crowded = (FEW / of as f64).min(1.0).sqrt().sqrt();
    LARGEST * crowded * part.sqrt()
}

/// Both choices beside one another, or one of two that are all there is.
fn panels(page: &mut Page, from: f64, stations: &StationComparison) -> f64 {
    let names = picture::two(stations);
    let shown: &[usize] = if stations.choices.len() == 2 {
        &[0]
    } else {
        &[0, 1]
    };
    let side = 0.5 * (WIDTH - 2.0 * MARGIN) - AXIS - 24.0;
    let shares = stations.points.iter().flat_map(|point| {
        shown
            .iter()
            .flat_map(move |i| [point.polled[*i], point.official[*i]])
    });
    let mut values: Vec<f64> = shares.map(|share| 100.0 * share).collect();
    let high = values.iter().copied().fold(0.0, f64::max);
    if values.iter().any(|value| *value < 0.4 * high) {
        values.push(0.0);
    }
    let y = from + 20.0;
    let top = y + 22.0;
    let mut bottom = top;
    for i in shown {
        let left = MARGIN + AXIS + *i as f64 * (side + AXIS + 24.0);
        let Some(name) = names.get(*i) else { continue };
        page.text(name, (left - AXIS, y), Anchor::Start, BOLD, side + AXIS);
        let above = "↑ interviews, %; above: more than counted";
        page.text(
            above,
            (left - AXIS, y + 15.0),
            Anchor::Start,
            QUIET,
            side + AXIS,
        );
        let across = Scale::holding(
            values.iter().copied(),
            (left + INSET, left + side - INSET),
            5,
        );
        let up = Scale::holding(values.iter().copied(), (top + side - INSET, top + INSET), 5);
        axis::grid(page, &across, (top, top + side));
        axis::left(page, &up, (left, left + side), Figures::Percent);
        // Both scales are one: the line goes through the corners of what they hold.
        let ((x1, x2), (y1, y2)) = (across.ends(), up.ends());
        page.line("xp-alike", (x1, y1), (x2, y2));
        draw_points(page, stations, *i, (&across, &up));
        axis::figures(page, &across, top + side + 15.0, Figures::Percent);
        page.line("xp-axis", (left, top + side), (left + side, top + side));
        let middle = (left + 0.5 * side, top + side + 31.0);
        page.text(
            "count of the station, % →",
            middle,
            Anchor::Middle,
            QUIET,
            side,
        );
        bottom = top + side + 38.0;
    }
    bottom
}

fn draw_points(
    page: &mut Page,
    stations: &StationComparison,
    choice: usize,
    (across, up): (&Scale, &Scale),
) {
    let most = stations
        .points
        .iter()
        .map(|point| point.interviews)
        .max()
        .unwrap_or(1) as f64;
    let told = stations.points.len() <= TOLD;
    let mut ordered: Vec<&StationPoint> = stations.points.iter().collect();
    // Small ones above large ones, and those outside above all.
    ordered.sort_by_key(|point| {
        (
            is_outside(stations, point),
            std::cmp::Reverse(point.interviews),
        )
    });
    for point in ordered {
        let outside = is_outside(stations, point);
        let at = (
            across.at(100.0 * point.official[choice]),
            up.at(100.0 * point.polled[choice]),
        );
        let r = radius(point.interviews as f64 / most, stations.points.len());
        if told || outside {
            page.open(&tooltip(point, choice));
        }
        page.circle("xp-station", at, r);
        if outside {
            page.circle("xp-outside", at, r + 1.0);
        }
        if told || outside {
            page.close();
        }
    }
}

fn is_outside(stations: &StationComparison, point: &StationPoint) -> bool {
    stations
        .outside
        .outside
        .iter()
        .any(|of| of.station == point.station)
}

/// A station as a sentence names it.
pub(super) fn name(point: &StationPoint) -> String {
    match (point.name.as_str(), point.line) {
        ("", Some(line)) => format!("Station of line {line}"),
        ("", None) => format!(
            "Station no. {}",
            picture::whole((point.position + 1) as f64)
        ),
        (name, _) => name.to_owned(),
    }
}

fn tooltip(point: &StationPoint, choice: usize) -> String {
    format!(
        "{}: {} percent of {} interviews, {} percent of {} ballots.",
        name(point),
        picture::percent(point.polled[choice], 1),
        picture::whole(point.interviews as f64),
        picture::percent(point.official[choice], 1),
        picture::whole(point.ballots as f64)
    )
}

/// In words, how many stations lie on which side.
fn tell(stations: &StationComparison) -> String {
    let names = picture::two(stations);
    let of_one = |(i, name): (usize, &String)| {
        let above = stations
            .points
            .iter()
            .filter(|of| of.polled[i] > of.official[i])
            .count();
        let below = stations
            .points
            .iter()
            .filter(|of| of.polled[i] < of.official[i])
            .count();
        format!("{name}: more in the interviews at {above} stations, less at {below}.")
    };
    names
        .iter()
        .enumerate()
        .map(of_one)
        .collect::<Vec<_>>()
        .join(" ")
}
