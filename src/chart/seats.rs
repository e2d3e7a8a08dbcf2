//! Seats that polls gave beside those of the count.

use super::NoPicture;
use super::axis::{self, Columns, Figures, Names};
use super::frame;
use super::mark::Mark;
use super::page::{Anchor, BOLD, MARGIN, Page, QUIET, WIDTH};
use super::scale::Scale;
use crate::render::picture;
use crate::report::{Finding, PollReport, Report, SeatReport, SeatRow, SeatStatus};

const LINE: f64 = 18.0;

/// The same choices in every poll that has them.
struct Group<'a> {
    label: String,
    choices: Vec<&'a str>,
    lines: Vec<(&'a PollReport, &'a SeatRow)>,
}

/// Ranges for the polls, a tick for the result, an outlined band for what it can still become, and a line
/// where a majority begins.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let count = report.reference();
    let drawn: Vec<(&PollReport, &SeatReport)> = (count.polls.iter())
        .filter_map(|poll| Some((poll, poll.seats.as_ref()?)))
        .filter(|(_, seats)| !seats.rows.is_empty())
        .collect();
    let groups = groups(&drawn);
    if groups.is_empty() {
        return Err(NoPicture::NoSeats);
    }
    let single = drawn.len() == 1;
    let title = title(report, &drawn);
    let house = report.contest.seats().map_or("seats".to_owned(), |house| {
        format!("seats of a house of {}", picture::whole(house as f64))
    });
    let result = if count.is_final() {
        "result"
    } else {
        "count so far"
    };
    let what = format!("Each poll's seats beside the {result}, {house}, the most seats first");
    let mut page = Page::default();
    let majority = report.contest.majority();
    let mut y = frame::head(&mut page, &title, &what, &legend(&groups, result, majority)) + 8.0;

    let rows = || groups.iter().flat_map(|group| &group.lines);
    let cells: Vec<Vec<String>> = rows().map(|(_, row)| cells(row, single)).collect();
    let columns = if single {
        Columns::new(
            &["poll, seats", "result, seats", "outside by, seats"],
            &cells,
        )
    } else {
        Columns::new(&["poll, seats", "outside by, seats"], &cells)
    };
    let names: Vec<&str> = if single {
        groups.iter().map(|group| group.label.as_str()).collect()
    } else {
        drawn.iter().map(|(poll, _)| poll.name.as_str()).collect()
    };
    let names = Names::new(names);
    let left = names.right();
    let right = columns.left() - 10.0;
    let scale = scale(&groups, majority, (left, right));

    y += 14.0;
    columns.head(&mut page, y);
    if let Some(line) = majority {
        let words = format!("majority: {}", picture::whole(line as f64));
        let half = 0.5 * axis::column([words.as_str()], QUIET, 160.0);
        let x = scale.at(line as f64).clamp(left + half, right - half);
        page.text(&words, (x, y), Anchor::Middle, QUIET, 160.0);
    }
    let gap = if single { 4.0 } else { 28.0 };
    let tall: f64 = groups
        .iter()
        .map(|group| gap + LINE * group.lines.len() as f64)
        .sum();
    if tall > 600.0 {
        y += 16.0;
        axis::figures(&mut page, &scale, y, Figures::Plain);
    }
    y += 6.0;
    let bottom = y + tall + 6.0;
    axis::grid(&mut page, &scale, (y, bottom));
    if let Some(line) = majority {
        let x = scale.at(line as f64);
        page.line("xp-majority", (x, y), (x, bottom));
    }
    let mut described = Vec::new();
    for group in &groups {
        if !single {
            let end = WIDTH - MARGIN;
            let counted = format!("{result} {}", group.result());
            let wide = axis::column([counted.as_str()], BOLD, 240.0);
            let room = end - wide - 14.0 - MARGIN;
            page.text(&group.label, (MARGIN, y + 21.0), Anchor::Start, BOLD, room);
            page.text(&counted, (end, y + 21.0), Anchor::End, BOLD, wide);
        }
        y += gap;
        for (poll, row) in &group.lines {
            let middle = y + 0.5 * LINE;
            let name = if single { &group.label } else { &poll.name };
            names.row(&mut page, middle + 4.5, name);
            let tooltip = tooltip(&poll.name, &group.label, row);
            page.open(&tooltip);
            draw_row(&mut page, &scale, middle, row);
            page.close();
            described.push(tooltip);
            columns.row(&mut page, middle + 4.5, &self::cells(row, single));
            y += LINE;
        }
    }
    y = axis::below(&mut page, &scale, bottom, &house, Figures::Plain);
    let polls: Vec<&PollReport> = drawn.iter().map(|(poll, _)| *poll).collect();
    let mut lines = frame::sources(report, count, &polls);
    lines.extend(notes(&drawn));
    lines.extend(frame::not_drawn(count, &polls, "it gives no seats"));
    let height = frame::foot(&mut page, y, &lines);
    Ok(page.finish(height, &title, &format!("{what}. {}", described.join(" "))))
}

/// What was found of seats, or how many ranges have the result inside.
fn title(report: &Report, drawn: &[(&PollReport, &SeatReport)]) -> String {
    let mut found = picture::findings(report, |finding| {
        matches!(
            finding,
            Finding::SeatsMissOnOneSide { .. } | Finding::SeatError { .. }
        )
    });
    found.truncate(2);
    if !found.is_empty() {
        return found.join(" ");
    }
    let reports = drawn.iter().map(|(_, seats)| *seats);
    picture::seats_inside(reports, report.reference().is_final())
}

/// Every row, the most seats first, what is a check on its members last.
fn groups<'a>(drawn: &[(&'a PollReport, &'a SeatReport)]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (poll, seats) in drawn {
        for row in &seats.rows {
            let mut choices: Vec<&str> = row.choices.iter().map(String::as_str).collect();
            choices.sort_unstable();
            match groups.iter_mut().find(|group| group.choices == choices) {
                Some(group) => group.lines.push((poll, row)),
                None => groups.push(Group {
                    label: row.label.clone(),
                    choices,
                    lines: vec![(poll, row)],
                }),
            }
        }
    }
    groups.sort_by_key(|group| (group.is_check(), std::cmp::Reverse(group.counted())));
    let labels: Vec<String> = groups.iter().map(|group| group.label.clone()).collect();
    for group in &mut groups {
        if labels.iter().filter(|label| **label == group.label).count() > 1 {
            group.label = format!("{} ({})", group.label, picture::list(&group.choices));
        }
    }
    groups
}

impl Group<'_> {
    fn is_check(&self) -> bool {
        self.lines.iter().all(|(_, row)| row.is_check)
    }

    fn counted(&self) -> u64 {
        self.lines
            .iter()
            .map(|(_, row)| row.counted)
            .max()
            .unwrap_or(0)
    }

    fn result(&self) -> String {
        picture::whole(self.counted() as f64)
    }
}

fn cells(row: &SeatRow, single: bool) -> Vec<String> {
    let open = row.inside.is_none() && !row.is_known() && row.miss == 0;
    let outside = match (open, row.miss) {
        (true, _) => "open".to_owned(),
        (false, 0) => "0".to_owned(),
        (false, miss) => picture::whole(miss as f64),
    };
    let mut cells = vec![picture::seat_range(row.low, row.high)];
    cells.extend(single.then(|| picture::seat_range(row.result_low, row.result_high)));
    cells.push(outside);
    cells
}

fn tooltip(poll: &str, label: &str, row: &SeatRow) -> String {
    let result = if row.is_known() {
        format!(
            "result {}",
            picture::seat_range(row.result_low, row.result_high)
        )
    } else {
        format!(
            "{} so far, which can still become {}",
            picture::whole(row.counted as f64),
            picture::seat_range(row.result_low, row.result_high)
        )
    };
    let check = match (row.is_check, row.choices.len()) {
        (false, _) => "",
        (true, 1) => "; counted in its bloc",
        (true, _) => "; a check, its members stand by themselves",
    };
    let range = picture::seat_range(row.low, row.high);
    format!("{label}, {poll}: {range} seats; {result}{check}.")
}

fn draw_row(page: &mut Page, scale: &Scale, y: f64, row: &SeatRow) {
    let at = |seats: u64| scale.at(seats as f64);
    let half = 0.5 * LINE;
    if !row.is_known() {
        let (from, to) = (at(row.result_low), at(row.result_high));
        page.rect("xp-open", (from, y - half + 1.0), (to, y + half - 1.0));
    }
    let counted = at(row.counted);
    page.line("xp-count", (counted, y - half), (counted, y + half));
    if row.is_range() {
        page.rect("xp-hollow", (at(row.low), y - 4.5), (at(row.high), y + 4.5));
    } else {
        page.circle("xp-poll", (at(row.low), y), 4.0);
    }
}

fn scale(groups: &[Group], majority: Option<u64>, ends: (f64, f64)) -> Scale {
    let mut values = vec![0.0];
    values.extend(majority.map(|line| line as f64));
    for (_, row) in groups.iter().flat_map(|group| &group.lines) {
        values.extend(
            [
                row.low,
                row.high,
                row.counted,
                row.result_low,
                row.result_high,
            ]
            .map(|of| of as f64),
        );
    }
    // Seats are whole: marks at least one apart.
    if values.iter().all(|value| *value < 5.0) {
        values.push(5.0);
    }
    Scale::holding(values, ends, 8)
}

fn legend(groups: &[Group], result: &str, majority: Option<u64>) -> Vec<(Mark, String)> {
    let rows = || groups.iter().flat_map(|group| &group.lines);
    let mut legend = Vec::new();
    if rows().any(|(_, row)| row.is_range()) {
        legend.push((Mark::Range, "range of the poll".to_owned()));
    }
    if rows().any(|(_, row)| !row.is_range()) {
        legend.push((Mark::Poll, "the poll's number".into()));
    }
    legend.push((Mark::Count, result.into()));
    if rows().any(|(_, row)| !row.is_known()) {
        legend.push((Mark::Open, "what the result can still be".into()));
    }
    if majority.is_some() {
        legend.push((Mark::Majority, "where a majority begins".into()));
    }
    legend
}

/// What seats that can still change are, which rows are checks, and that ranges have no confidence.
fn notes(drawn: &[(&PollReport, &SeatReport)]) -> Vec<String> {
    let statuses: Vec<SeatStatus> = drawn.iter().map(|(_, seats)| seats.status).collect();
    let mut notes: Vec<String> = statuses
        .first()
        .map(|status| picture::seat_status(*status).trim_end().to_owned())
        .filter(|words| !words.is_empty())
        .into_iter()
        .collect();
    let rows = || drawn.iter().flat_map(|(_, seats)| &seats.rows);
    for (is_bloc, words) in [
        (
            true,
            "A check, counted nowhere because its members stand by themselves",
        ),
        (
            false,
            "Counted in the bloc, of which not every member has a figure",
        ),
    ] {
        let mut apart: Vec<String> = rows()
            .filter(|row| row.is_check && (row.choices.len() > 1) == is_bloc)
            .map(|row| row.label.clone())
            .collect();
        apart.sort();
        apart.dedup();
        if !apart.is_empty() {
            notes.push(format!("{words}: {}.", picture::list(&apart)));
        }
    }
    if rows().any(SeatRow::is_range) {
        notes.push(
            "Ranges of seats come without a confidence: how often they should hold the result is not known.".into(),
        );
    }
    notes
}
