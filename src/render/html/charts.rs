//! The charts of a report within its page.

use maud::{Markup, PreEscaped, html};

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
    (!drawn.is_empty()).then(|| {
        html! {
            @for (chart, picture) in &drawn {
                @if picture.len() > MOST_BYTES {
                    p.more { "The chart of " (chart.name()) " is too large for a page." }
                } @else { figure.scroll role="region" tabindex="0" aria-label={ "Chart: " (chart.name()) } {
                    // Its texts are escaped where it is drawn.
                    (PreEscaped(picture))
                } }
            }
        }
    })
}
