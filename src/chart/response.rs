//! How the response ratio of stations goes with what is known of them.

use super::NoPicture;
use super::axis::{self, Figures};
use super::frame;
use super::mark::Mark;
use super::page::{Anchor, BOLD, MARGIN, Page, QUIET, WIDTH};
use super::scale::Scale;
use super::stations::{INSET, name, radius, sections, titled};
use crate::render::picture;
use crate::report::{PollReport, PollStations, Report};
use crate::station::{Pattern, PatternTerm, StationComparison, StationPoint};

/// Covariates that are drawn; the others are named.
const PANELS: usize = 4;
const HEIGHT: f64 = 190.0;
/// Stations of one poll that have their figures under the pointer.
const TOLD: usize = 300;

/// A panel for each covariate: ln α upwards, the line at zero where both choices' voters answer alike.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let mut sections = sections(report);
    sections.retain(|(_, of)| of.comparison.pattern.is_some());
    if sections.is_empty() {
        return Err(NoPicture::NoPattern);
    }
    let title = titled(&sections, |of| picture::pattern(of).unwrap_or_default());
    let what = "ln α of each station, the logarithm of how much more often voters of one choice answer than those of \
                the other, against what is known of the station";
    let mut page = Page::default();
    let mut legend = vec![(Mark::Station, "station, its area its weight".to_owned())];
    if sections.iter().any(|(_, of)| fit(&of.comparison).is_some()) {
        legend.push((Mark::Fit, "the regression of ln α".into()));
    }
    let mut y = frame::head(&mut page, &title, what, &legend) + 4.0;
    let (low, high) = ends(&sections);
    let mut described = Vec::new();
    let mut lines = Vec::new();
    for (poll, section) in &sections {
        let Some(pattern) = &section.comparison.pattern else {
            continue;
        };
        for (i, term) in pattern.terms.iter().enumerate().take(PANELS) {
            let heading = match sections.len() {
                1 => term.covariate.clone(),
                _ => format!("{}: {}", poll.name, term.covariate),
            };
            let words = coefficient(term);
            y = panel(
                &mut page,
                y,
                (&heading, &words),
                &section.comparison,
                i,
                (low, high),
            );
            described.push(format!("{heading}: {words}."));
        }
        let left: Vec<&str> = pattern
            .terms
            .iter()
            .skip(PANELS)
            .map(|of| of.covariate.as_str())
            .collect();
        lines.push(about(poll, pattern));
        if !left.is_empty() {
            lines.push(format!(
                "Covariates not drawn: {}.",
                picture::short_list(&left)
            ));
        }
    }
    let polls: Vec<&PollReport> = sections.iter().map(|(poll, _)| *poll).collect();
    let mut foot = frame::sources(report, report.reference(), &polls);
    foot.append(&mut lines);
    let height = frame::foot(&mut page, y, &foot);
    Ok(page.finish(height, &title, &format!("{what}. {}", described.join(" "))))
}

/// The stations with a ln α and all covariates, which are those in the regression.
fn fitted(stations: &StationComparison) -> impl Iterator<Item = (&StationPoint, f64, f64)> {
    stations.points.iter().filter_map(|point| {
        let (log, error) = (point.ln_alpha?, point.ln_alpha_standard_error?);
        point
            .covariates
            .iter()
            .all(Option::is_some)
            .then_some((point, log, error))
    })
}

/// The line of one covariate alone: of several, no line in the plane of one is that of the regression.
fn fit(stations: &StationComparison) -> Option<(f64, f64)> {
    let pattern = stations.pattern.as_ref()?;
    match pattern.terms.as_slice() {
        [only] => Some((pattern.intercept.value, only.coefficient.value)),
        _ => None,
    }
}

/// As far on both sides, and the same for all covariates.
fn ends(sections: &[(&PollReport, &PollStations)]) -> (f64, f64) {
    let mut most = 0.1_f64;
    for (_, of) in sections {
        let line = fit(&of.comparison);
        for (point, log, _) in fitted(&of.comparison) {
            most = most.max(log.abs());
            if let (Some((intercept, slope)), [Some(x)]) = (line, point.covariates.as_slice()) {
                most = most.max((intercept + slope * x).abs());
            }
        }
    }
    (-most, most)
}

/// "change of ln α with one unit: +0.120, standard error 0.051, p = 0.02 after adjustment".
fn coefficient(term: &PatternTerm) -> String {
    let (change, error) =
        picture::with_error(term.coefficient.value, term.coefficient.standard_error);
    let p = picture::p_equals(term.adjusted);
    format!("change of ln α with one unit {change}, standard error {error}, {p} after adjustment")
}

fn panel(
    page: &mut Page,
    from: f64,
    (heading, words): (&str, &str),
    stations: &StationComparison,
    covariate: usize,
    (low, high): (f64, f64),
) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = from + 22.0;
    page.text(heading, (MARGIN, y), Anchor::Start, BOLD, room);
    y += 16.0;
    page.text(words, (MARGIN, y), Anchor::Start, QUIET, room);
    let [r, d] = picture::two(stations);
    y += 18.0;
    let above = format!("ln α ↑ voters of {d} answer more often than those of {r}");
    page.text(&above, (MARGIN, y), Anchor::Start, QUIET, room);
    let top = y + 10.0;
    let bottom = top + HEIGHT;
    let (left, right) = (MARGIN + 46.0, WIDTH - MARGIN - 24.0);
    let known: Vec<(&StationPoint, f64, f64, f64)> = fitted(stations)
        .filter_map(|(point, log, error)| {
            let x = point.covariates.get(covariate).copied().flatten()?;
            Some((point, log, 1.0 / (error * error), x))
        })
        .collect();
    let across = Scale::holding(
        known.iter().map(|of| of.3),
        (left + INSET, right - INSET),
        8,
    );
    let up = Scale::holding([low, high], (bottom - INSET, top + INSET), 6);
    axis::grid(page, &across, (top, bottom));
    axis::left(page, &up, (left, right), Figures::Signed);
    page.line("xp-zero", (left, up.at(0.0)), (right, up.at(0.0)));
    let most = known.iter().map(|of| of.2).fold(0.0, f64::max);
    let told = known.len() <= TOLD;
    for (point, log, weight, x) in &known {
        if told {
            page.open(&format!(
                "{}: ln α {} at {}.",
                name(point),
                picture::signed(*log, 2),
                picture::shortest(*x)
            ));
        }
        page.circle(
            "xp-station",
            (across.at(*x), up.at(*log)),
            radius(weight / most, known.len()),
        );
        if told {
            page.close();
        }
    }
    if let Some((intercept, slope)) = fit(stations) {
        line(page, (&across, &up), &known, intercept, slope);
    }
    let below = format!("↓ voters of {r} answer more often than those of {d}");
    page.text(&below, (MARGIN, bottom + 17.0), Anchor::Start, QUIET, room);
    axis::below(page, &across, bottom + 25.0, heading, Figures::Plain)
}

/// The regression from the least to the greatest value there is, within the plot.
fn line(
    page: &mut Page,
    (across, up): (&Scale, &Scale),
    known: &[(&StationPoint, f64, f64, f64)],
    intercept: f64,
    slope: f64,
) {
    let least = known.iter().map(|of| of.3).fold(f64::INFINITY, f64::min);
    let most = known
        .iter()
        .map(|of| of.3)
        .fold(f64::NEG_INFINITY, f64::max);
    let end = |x: f64| (across.at(x), up.at(intercept + slope * x));
    if least < most {
        page.line("xp-fit", end(least), end(most));
    }
}

fn about(poll: &PollReport, pattern: &Pattern) -> String {
    let left = match pattern.left_out {
        0 => String::new(),
        n => format!(
            "; {} without ln α or with an unknown covariate are left out",
            picture::whole(n as f64)
        ),
    };
    let together = if pattern.terms.len() > 1 {
        " All covariates are in one regression, so that no line of one alone is drawn."
    } else {
        ""
    };
    format!(
        "{}: {} stations{left}; each weighs what its interviews say of ln α.{together} It is the pattern across \
         stations, not the level, that tells explanations apart.",
        poll.name,
        picture::whole(pattern.stations as f64)
    )
}
