//! Tables that copy into a spreadsheet, each in a region that scrolls by itself.

use super::markup::{Markup, element};
use super::section::more;
use super::split::Sheet;
use super::visible;
use crate::render::number;

/// Rows of one table; more are for a table of data, not for a page.
const MOST_ROWS: usize = 200;

/// Columns that paper of A4 has in ordinary type.
const ORDINARY: usize = 12;

/// Gives every table of a page a number and a caption of its own.
#[derive(Debug, Default)]
pub(super) struct Tables {
    captions: Vec<String>,
}

impl Tables {
    /// The table with its caption, and below it how many rows are not shown.
    pub(super) fn table(&mut self, caption: &str, sheet: &Sheet) -> Markup {
        let wide = sheet.columns.len() > ORDINARY;
        self.with_class(wide.then_some("wide"), caption, sheet)
    }

    /// The same for data: wide, and no cell broken over lines.
    pub(super) fn data(&mut self, caption: &str, sheet: &Sheet) -> Markup {
        self.with_class(Some("data"), caption, sheet)
    }

    fn with_class(&mut self, class: Option<&str>, caption: &str, sheet: &Sheet) -> Markup {
        let caption = self.caption(caption);
        let id = format!("table-{}", self.captions.len());
        let left = sheet.rows.len().saturating_sub(MOST_ROWS);
        let headings: Markup = (sheet.columns.iter())
            .map(|column| {
                element("th")
                    .with("scope", "col")
                    .class(column.figures.then_some("figure"))
                    .holding(visible(&column.text))
            })
            .collect();
        let rows: Markup = (sheet.rows.iter().take(MOST_ROWS))
            .map(|row| line(sheet, row))
            .collect();
        let table = element("table")
            .class(class)
            .holding(
                element("caption")
                    .with("id", &id)
                    .holding(element("span").holding(caption)),
            )
            .holding(element("thead").holding(element("tr").holding(headings)))
            .holding(element("tbody").holding(rows));
        let region = element("div")
            .class(Some("scroll"))
            .with("role", "region")
            .with("tabindex", 0)
            .with("aria-labelledby", &id)
            .holding(table);
        let left_out = (left > 0).then(|| {
            more(format!(
                "The first {MOST_ROWS} of {} rows; {} more are in the report's data.",
                number::whole(sheet.rows.len() as f64),
                number::whole(left as f64)
            ))
        });
        [region.into()].into_iter().chain(left_out).collect()
    }

    /// The caption, unlike all before it.
    fn caption(&mut self, wanted: &str) -> String {
        let wanted = visible(wanted);
        let mut caption = wanted.clone();
        let mut times = 1;
        while self.captions.contains(&caption) {
            times += 1;
            caption = format!("{wanted} ({times})");
        }
        self.captions.push(caption.clone());
        caption
    }
}

fn line(sheet: &Sheet, row: &[String]) -> Markup {
    let cells = row.iter().zip(&sheet.columns).enumerate();
    let cells: Markup = cells
        .map(|(i, (cell, column))| {
            let open = match i {
                0 => element("th").with("scope", "row"),
                _ => element("td").class(column.figures.then_some("figure")),
            };
            open.holding(visible(cell))
        })
        .collect();
    element("tr").holding(cells).into()
}
