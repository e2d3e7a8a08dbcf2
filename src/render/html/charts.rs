//! The charts of a report within its page.

use super::markup::{Markup, element};
use crate::chart::{self, Chart};
use crate::report::Report;

/// Bytes of one drawing; with more it has hundreds of rows or thousands of stations, which slow a page down.
const MOST_BYTES: usize = 300_000;

/// Every chart that the report has something for; nothing where it has none.
pub(super) fn charts(report: &Report) -> Option<Markup> {
    let drawn: Vec<(Chart, String)> = Chart::ALL
        .into_iter()
        .filter_map(|chart| Some((chart, chart::svg(report, chart).ok()?)))
        .collect();
    let figure = |(chart, picture): (Chart, String)| {
        if picture.len() > MOST_BYTES {
            let text = format!("The chart of {} is too large for a page.", chart.name());
            return element("p").class(Some("more")).holding(text);
        }
        element("figure")
            .class(Some("scroll"))
            .with("role", "region")
            .with("tabindex", 0)
            .with("aria-label", format!("Chart: {}", chart.name()))
            // Its texts are escaped where it is drawn.
            .holding(Markup::of_markup(picture))
    };
    (!drawn.is_empty()).then(|| drawn.into_iter().map(figure).collect())
}
