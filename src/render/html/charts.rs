//! The charts of a report within its page.

use maud::{Markup, PreEscaped, html};

use crate::chart::{self, Chart};
use crate::report::Report;

/// Every chart that the report has something for; nothing where it has none.
pub(super) fn charts(report: &Report) -> Option<Markup> {
    let drawn: Vec<(Chart, String)> = Chart::ALL
        .into_iter()
        .filter_map(|chart| Some((chart, chart::svg(report, chart).ok()?)))
        .collect();
    (!drawn.is_empty()).then(|| {
        html! {
            @for (chart, picture) in &drawn {
                figure.scroll role="region" tabindex="0" aria-label={ "Chart: " (chart.name()) } {
                    // Its texts are escaped where it is drawn.
                    (PreEscaped(picture))
                }
            }
        }
    })
}
