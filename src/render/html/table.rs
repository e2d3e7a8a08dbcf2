//! Tables that copy into a spreadsheet, each in a region that scrolls by itself.

use maud::{Markup, html};

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
        html! {
            div.scroll role="region" tabindex="0" aria-labelledby=(id) {
                table class=[class] {
                    caption id=(id) { span { (caption) } }
                    thead { tr {
                        @for column in &sheet.columns {
                            th scope="col" class=[column.figures.then_some("figure")] {
                                (visible(&column.text))
                            }
                        }
                    } }
                    tbody {
                        @for row in sheet.rows.iter().take(MOST_ROWS) { (line(sheet, row)) }
                    }
                }
            }
            @if left > 0 {
                p.more {
                    "The first " (MOST_ROWS) " of " (number::whole(sheet.rows.len() as f64)) " rows; "
                    (number::whole(left as f64)) " more are in the report's data."
                }
            }
        }
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
    html! {
        tr {
            @for (i, (cell, column)) in row.iter().zip(&sheet.columns).enumerate() {
                @if i == 0 {
                    th scope="row" { (visible(cell)) }
                } @else {
                    td class=[column.figures.then_some("figure")] { (visible(cell)) }
                }
            }
        }
    }
}
