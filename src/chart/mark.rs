//! The marks of all charts, and the same in their legends.

use super::page::Page;

/// A mark that a legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Poll,
    Interval,
    Rounding,
    Range,
    Count,
    CountDot,
    Open,
    Line,
    Impossible,
    Weight,
    Pool,
    Prediction,
    Majority,
    Station,
    Outside,
    Alike,
    Chance,
    Fit,
}

impl Mark {
    /// In a box 24 units wide about this height.
    pub(super) fn symbol(self, page: &mut Page, (x, y): (f64, f64)) {
        let middle = x + 12.0;
        let across = |page: &mut Page, class: &str| page.line(class, (x, y), (x + 24.0, y));
        let upright = |page: &mut Page, class: &str| {
            page.line(class, (middle, y - 8.0), (middle, y + 8.0));
        };
        let rising = |page: &mut Page, class: &str| {
            page.line(class, (x + 3.0, y + 6.0), (x + 21.0, y - 6.0))
        };
        match self {
            Mark::Poll => page.circle("xp-poll", (middle, y), 4.0),
            Mark::Interval => whisker(page, "xp-interval", (x + 1.0, x + 23.0), y),
            Mark::Rounding => page.rect(
                "xp-rounding",
                (x + 5.0, y - ROUNDING),
                (x + 19.0, y + ROUNDING),
            ),
            Mark::Range => page.rect("xp-hollow", (x + 2.0, y - 4.5), (x + 22.0, y + 4.5)),
            Mark::Count => upright(page, "xp-count"),
            Mark::CountDot => page.circle("xp-count-dot", (middle, y), 4.0),
            Mark::Open => page.rect("xp-open", (x + 1.0, y - 7.0), (x + 23.0, y + 7.0)),
            Mark::Line => across(page, "xp-interval"),
            Mark::Impossible => cross(page, (middle, y)),
            Mark::Weight => square(page, (middle, y), 4.5),
            Mark::Pool => diamond(page, [x + 2.0, middle, x + 22.0], y, (x, x + 24.0)),
            Mark::Prediction => whisker(page, "xp-prediction", (x + 1.0, x + 23.0), y),
            Mark::Majority => upright(page, "xp-majority"),
            Mark::Station => page.circle("xp-station", (middle, y), 6.0),
            Mark::Outside => {
                page.circle("xp-station", (middle, y), 6.0);
                page.circle("xp-outside", (middle, y), 6.0);
            }
            Mark::Alike => rising(page, "xp-alike"),
            Mark::Chance => rising(page, "xp-chance"),
            Mark::Fit => rising(page, "xp-fit"),
        }
    }
}

/// Half the height of what rounding leaves open: more than the dot, so that it is seen behind it.
pub(super) const ROUNDING: f64 = 6.5;

/// Half the height of a diamond.
const DIAMOND: f64 = 6.5;

/// A line with caps at its ends.
pub(super) fn whisker(page: &mut Page, class: &str, (from, to): (f64, f64), y: f64) {
    page.line(class, (from, y), (to, y));
    for end in [from, to] {
        page.line(class, (end, y - 3.5), (end, y + 3.5));
    }
}

/// The same where the plot may be too narrow for it: an arrow then stands for what goes on beyond.
pub(super) fn whisker_within(
    page: &mut Page,
    class: &str,
    (from, to): (f64, f64),
    y: f64,
    (left, right): (f64, f64),
) {
    page.line(class, (from.max(left), y), (to.min(right), y));
    for end in [from, to] {
        if (left..=right).contains(&end) {
            page.line(class, (end, y - 3.5), (end, y + 3.5));
        }
    }
    arrows(page, class, (from, to), y, (left, right));
}

/// Arrows out of the plot at the ends that lie beyond it.
fn arrows(page: &mut Page, class: &str, (from, to): (f64, f64), y: f64, (left, right): (f64, f64)) {
    let beyond = [
        (from < left).then_some((left, -1.0)),
        (to > right).then_some((right, 1.0)),
    ];
    for (edge, outwards) in beyond.into_iter().flatten() {
        let (tip, back) = (edge + outwards * 8.0, edge + outwards * 2.0);
        page.line(class, (edge, y), (tip, y));
        page.line(class, (tip, y), (back, y - 4.0));
        page.line(class, (tip, y), (back, y + 4.0));
    }
}

/// What can no longer come true.
pub(super) fn cross(page: &mut Page, (x, y): (f64, f64)) {
    page.line("xp-interval", (x - 4.0, y - 4.0), (x + 4.0, y + 4.0));
    page.line("xp-interval", (x - 4.0, y + 4.0), (x + 4.0, y - 4.0));
}

/// A poll in a pool; its area is its weight.
pub(super) fn square(page: &mut Page, (x, y): (f64, f64), half: f64) {
    page.rect("xp-weight", (x - half, y - half), (x + half, y + half));
}

/// A pooled figure with its interval, cut off where the plot ends, with an arrow there.
pub(super) fn diamond(
    page: &mut Page,
    [from, middle, to]: [f64; 3],
    y: f64,
    (left, right): (f64, f64),
) {
    let mut above = vec![(middle, y - DIAMOND)];
    let mut below = vec![(middle, y + DIAMOND)];
    for (end, cut) in [(from, from.max(left)), (to, to.min(right))] {
        // Where it is cut it still has some height.
        let part = if (end - middle).abs() > 1e-9 {
            DIAMOND * (end - cut) / (end - middle)
        } else {
            0.0
        };
        above.push((cut, y - part));
        below.push((cut, y + part));
    }
    // Clockwise from the left.
    let corners = [above[1], above[0], above[2], below[2], below[0], below[1]];
    page.polygon("xp-pool", &corners);
    arrows(page, "xp-prediction", (from, to), y, (left, right));
}
