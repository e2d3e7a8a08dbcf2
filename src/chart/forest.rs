//! The polls of a pool and what they say together, choice by choice.

use super::NoPicture;
use super::axis::{self, Columns, Figures, Names};
use super::frame;
use super::mark::{self, Mark};
use super::page::{Anchor, BOLD, MARGIN, Page, QUIET, WIDTH};
use super::scale::Scale;
use crate::interval::Interval;
use crate::render::picture;
use crate::report::{CountReport, PollReport, PollWeight, PooledChoice, Report};

const LINE: f64 = 19.0;
/// Choices that are drawn; the others are named.
const PANELS: usize = 7;
/// Half the side of the square of a poll that weighs everything.
const LARGEST: f64 = 8.0;
/// How many times as far as the polls' intervals the plot goes for those of the pool.
const FARTHEST: f64 = 2.0;

/// A panel for each choice: squares for the polls, the diamond beneath, the count on the line at zero.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let count = report.reference();
    let pool = count.pool.as_ref().ok_or(NoPicture::NoPool)?;
    let mut choices: Vec<&PooledChoice> = pool.choices.iter().collect();
    choices.retain(|choice| !choice.weights.is_empty());
    if choices.is_empty() {
        return Err(NoPicture::NoPool);
    }
    // Of the count there is what the pool less its deviation is.
    choices.sort_by(|a, b| counted(b).total_cmp(&counted(a)));
    let left_out: Vec<String> = choices
        .iter()
        .skip(PANELS)
        .map(|of| of.label.clone())
        .collect();
    choices.truncate(PANELS);
    let so_far = if count.is_final() { "" } else { " so far" };
    let title = picture::pooled(report, count, pool);
    let what = format!(
        "How far each poll, and all of them pooled, are from {}{so_far}, percentage points of valid votes, the largest \
         choice first",
        picture::compared_with(count)
    );
    let mut page = Page::default();
    let confidence = report.settings.confidence;
    let mut legend = vec![
        (Mark::Weight, "poll, its area its weight".to_owned()),
        (Mark::Interval, frame::interval_words(report)),
        (
            Mark::Pool,
            format!("pooled, as wide as its {confidence} interval"),
        ),
    ];
    if choices.iter().any(|choice| choice.prediction.is_some()) {
        let words = "where the true share behind one more poll would lie";
        legend.push((Mark::Prediction, format!("{words}, {confidence}")));
    }
    let mut y = frame::head(&mut page, &title, &what, &legend) + 8.0;

    let cells: Vec<Vec<String>> = choices
        .iter()
        .flat_map(|choice| {
            choice
                .weights
                .iter()
                .map(|of| self::cells(count, choice, of))
        })
        .chain(choices.iter().map(|choice| pooled_cells(choice)))
        .collect();
    let columns = Columns::new(&["points", "weight, %"], &cells);
    let names = choices.iter().flat_map(|choice| &choice.weights);
    let names = names.map(|of| of.poll.as_str()).chain(["pooled"]);
    let names = Names::new(names);
    let left = names.right();
    let right = columns.left() - 10.0;
    let scale = scale(&choices, (left, right));
    let zero = scale.at(0.0);
    y = axis::deviations(&mut page, &columns, &scale, y, so_far);

    let mut described = Vec::new();
    for choice in &choices {
        y += 22.0;
        let of_count = picture::percent(counted(choice), 2);
        axis::panel(&mut page, &choice.label, &of_count, y);
        y += 6.0;
        let bottom = y + LINE * (choice.weights.len() + 1) as f64;
        axis::grid(&mut page, &scale, (y, bottom));
        page.line("xp-zero", (zero, y), (zero, bottom));
        for of in &choice.weights {
            let middle = y + 0.5 * LINE;
            names.row(&mut page, middle + 4.5, &of.poll);
            let cells = self::cells(count, choice, of);
            let tooltip = tooltip(choice, of, &cells);
            page.open(&tooltip);
            let ends = places(&scale, &of.interval, counted(choice));
            mark::whisker_within(&mut page, "xp-interval", ends, middle, (left, right));
            let at = (scale.at(100.0 * of.deviation), middle);
            mark::square(&mut page, at, LARGEST * of.weight.sqrt());
            page.close();
            described.push(tooltip);
            columns.row(&mut page, middle + 4.5, &cells);
            y += LINE;
        }
        described.push(pooled(&mut page, &scale, y + 0.5 * LINE, choice));
        page.text(
            "pooled",
            (MARGIN, y + 0.5 * LINE + 4.5),
            Anchor::Start,
            BOLD,
            left - MARGIN - 10.0,
        );
        columns.row(&mut page, y + 0.5 * LINE + 4.5, &pooled_cells(choice));
        y += LINE + 13.0;
        let words = picture::heterogeneity(count, choice);
        page.text(
            &words,
            (MARGIN, y),
            Anchor::Start,
            QUIET,
            WIDTH - 2.0 * MARGIN,
        );
        described.push(format!("{words}."));
        y += 2.0;
    }
    let axis_words = format!("poll less count{so_far}, percentage points");
    y = axis::below(&mut page, &scale, y + 4.0, &axis_words, Figures::Signed);
    let members: Vec<&PollReport> = pool
        .polls
        .iter()
        .filter_map(|name| count.poll(name))
        .collect();
    let mut lines = frame::sources(report, count, &members);
    lines.extend(picture::pool_terms(pool).map(str::to_owned));
    lines.push(
        "An error that all polls share is in the pool and in none of its intervals. An arrow goes on beyond the \
         edge."
            .into(),
    );
    if !left_out.is_empty() {
        lines.push(format!(
            "Choices not drawn: {}.",
            picture::short_list(&left_out)
        ));
    }
    lines.extend(not_pooled(pool));
    let height = frame::foot(&mut page, y, &lines);
    Ok(page.finish(height, &title, &format!("{what}. {}", described.join(" "))))
}

/// The count's share.
fn counted(choice: &PooledChoice) -> f64 {
    choice.pooled - choice.deviation
}

/// The ends of an interval of shares, less the count, on the page; beyond the plot where they lie there.
fn places(scale: &Scale, interval: &Interval, count: f64) -> (f64, f64) {
    let at = |share: f64| scale.beyond(100.0 * (share - count));
    (at(interval.low()), at(interval.high()))
}

/// Draws the diamond and what one more poll would be; gives what it says.
fn pooled(page: &mut Page, scale: &Scale, y: f64, choice: &PooledChoice) -> String {
    let count = counted(choice);
    let points = |share: f64| picture::points(share - count, 2);
    let between = |of: &Interval| picture::from_to(points(of.low()), points(of.high()));
    let prediction = choice.prediction.as_ref().map_or(String::new(), |of| {
        format!("; the true share behind one more poll {}", between(of))
    });
    let tooltip = format!(
        "{}, pooled: {} points, interval {}{prediction}.",
        choice.label,
        picture::points(choice.deviation, 2),
        between(&choice.interval)
    );
    page.open(&tooltip);
    let plot = scale.ends();
    if let Some(of) = &choice.prediction {
        mark::whisker_within(page, "xp-prediction", places(scale, of, count), y, plot);
    }
    let (from, to) = places(scale, &choice.interval, count);
    let middle = scale.at(100.0 * choice.deviation);
    mark::diamond(page, [from, middle, to], y, plot);
    page.close();
    tooltip
}

/// The deviation with no more digits than the poll's figure has, and the weight.
fn cells(count: &CountReport, choice: &PooledChoice, of: &PollWeight) -> Vec<String> {
    let row = count
        .poll(&of.poll)
        .and_then(|poll| poll.reading()?.row(&choice.label));
    // Where the reading stands on another base, the pool's figure is computed.
    let points = match row {
        Some(row) if (row.deviation - of.deviation).abs() < 1e-9 => picture::deviation(row),
        _ => picture::points(of.deviation, 2),
    };
    vec![points, picture::percent(of.weight, 1)]
}

fn pooled_cells(choice: &PooledChoice) -> Vec<String> {
    vec![picture::points(choice.deviation, 2), "100".into()]
}

fn tooltip(choice: &PooledChoice, of: &PollWeight, cells: &[String]) -> String {
    let count = counted(choice);
    let points = |share: f64| picture::points(share - count, 2);
    format!(
        "{}, {}: {} points, interval {}, weight {} percent.",
        choice.label,
        of.poll,
        cells.first().map_or("", String::as_str),
        picture::from_to(points(of.interval.low()), points(of.interval.high())),
        picture::percent(of.weight, 1)
    )
}

/// As far on both sides; what the pool of few polls leaves open may be many times as wide as any poll.
fn scale(choices: &[&PooledChoice], ends: (f64, f64)) -> Scale {
    let (mut of_polls, mut of_all) = (0.0_f64, 0.0_f64);
    for choice in choices {
        let count = counted(choice);
        let reach = |of: &Interval| (of.low() - count).abs().max((of.high() - count).abs());
        for of in &choice.weights {
            of_polls = of_polls.max(reach(&of.interval)).max(of.deviation.abs());
        }
        of_all = of_all.max(reach(&choice.interval));
        of_all = choice
            .prediction
            .as_ref()
            .map_or(of_all, |of| of_all.max(reach(of)));
    }
    let most = of_polls.max(of_all.min(FARTHEST * of_polls));
    Scale::holding([-100.0 * most, 100.0 * most], ends, 8)
}

/// The polls left out, and why.
fn not_pooled(pool: &crate::report::Pool) -> Option<String> {
    let left: Vec<String> = (pool.left_out.iter())
        .map(|(poll, reason)| format!("{poll} ({})", picture::reason(reason)))
        .collect();
    (!left.is_empty()).then(|| format!("Not pooled: {}.", left.join("; ")))
}
