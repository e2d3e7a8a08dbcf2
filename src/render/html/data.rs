//! The tidy tables, with a unit over every figure.

use super::markup::{Markup, element};
use super::split::{Heading, Sheet};
use super::table::Tables;
use crate::report::{Report, Table, cells};

/// Every table that has rows, with all the digits that CSV has.
pub(super) fn tables(report: &Report, tables: &mut Tables) -> Markup {
    let about_all = element("p").holding(
        "Figures with all their digits, one observation a line, against every count. What is not known is empty.",
    );
    let table = |table: Table| {
        let sheet = sheet(report, table);
        (!sheet.rows.is_empty()).then(|| tables.data(about(table), &sheet))
    };
    [about_all.into()]
        .into_iter()
        // Pairs have a section of their own on the page, and of many polls there are too many for it.
        .chain(
            (Table::ALL.into_iter())
                .filter(|of| *of != Table::Pairs)
                .filter_map(table),
        )
        .collect()
}

fn sheet(report: &Report, table: Table) -> Sheet {
    let (names, rows) = cells(report, table);
    let headings = names.iter().map(|name| {
        let (text, figures) = heading(table, name);
        Heading {
            text: text.to_owned(),
            figures,
        }
    });
    let mut sheet = Sheet {
        columns: headings.collect(),
        rows,
    };
    if table == Table::Measures {
        let measure = names.iter().position(|name| *name == "measure");
        sheet.columns.push(Heading {
            text: "unit".into(),
            figures: false,
        });
        for row in &mut sheet.rows {
            let unit = measure
                .and_then(|i| row.get(i))
                .map_or("", |name| unit(name));
            row.push(unit.to_owned());
        }
    }
    sheet
}

fn about(table: Table) -> &'static str {
    match table {
        Table::Rows => "Every figure of every poll beside every count",
        Table::Polls => "Every poll beside every count",
        Table::Seats => "Every estimate of seats beside every count",
        Table::Needs => "What the ballots still to be counted would have to give",
        Table::Measures => "Every measure of every poll",
        Table::Night => "The counts as they followed one another",
        Table::Calls => "What each poll called",
        Table::Pairs => "Every two polls against one another",
    }
}

/// What stands over a column, and whether figures stand below it.
fn heading(table: Table, column: &'static str) -> (&'static str, bool) {
    let text = match column {
        "poll_percent" => "poll, %",
        "poll_low" => "poll, least that rounding allows, %",
        "poll_high" => "poll, most that rounding allows, %",
        "count_percent" | "counted_percent" => "counted, %",
        "count_low" => "counted, least that rounding allows, %",
        "count_high" => "counted, most that rounding allows, %",
        "deviation" => "poll less count, points",
        "deviation_low" => "poll less count, least that rounding allows, points",
        "deviation_high" => "poll less count, most that rounding allows, points",
        "effective_size" => "effective sample size, respondents",
        "interval_low" => "interval from, %",
        "interval_high" => "interval to, %",
        "z" => "z, standard errors",
        "p" => "p of the row alone",
        "p_adjusted" => "adjusted p",
        "break_even_size" => "break-even size, respondents",
        "rank" => "rank",
        "overlap" => "overlap, %",
        "times_chance" => "times chance",
        "largest_deviation" => "largest deviation, points",
        "low" if table == Table::Seats => "poll from, seats",
        "high" if table == Table::Seats => "poll to, seats",
        "result_low" => "result from, seats",
        "result_high" => "result to, seats",
        "miss" => "outside by, seats",
        "needs_percent" => "needed of the ballots still to be counted, %",
        "low" if table == Table::Needs => "needed, least that rounding allows, %",
        "high" if table == Table::Needs => "needed, most that rounding allows, %",
        "final_low" => "final share from, %",
        "final_high" => "final share to, %",
        "value" => "value, in its unit",
        "low" => "least that rounding allows, in its unit",
        "high" => "most that rounding allows, in its unit",
        "standard_error" => "standard error, in its unit",
        words => return (of_words(words), false),
    };
    (text, true)
}

fn of_words(column: &'static str) -> &'static str {
    match column {
        "inside" => "inside?",
        "largest_choice" => "largest deviation: of which",
        "verdict_choice" => "verdict: by which choice",
        "leader_call" => "call of the leader",
        "is_bound" => "a bound?",
        "takes_invalid_alike" => "if invalid ballots stay as frequent?",
        "reachable" => "can it still come true?",
        "as_of" => "as of",
        // One word that says what it is: count, poll, choice, kind and the like.
        word => word,
    }
}

/// As the documentation of [`MeasureRecord`](crate::report::MeasureRecord) has them.
fn unit(measure: &str) -> &'static str {
    match measure {
        "overlap" | "final_overlap" => "%",
        "mosteller_4" => "% of the count's share",
        "times_chance" => "ratio",
        "a" | "b" | "b_w" | "b_without_bias" | "b_excess" | "b_w_without_bias" | "b_w_excess" => {
            "log-odds"
        }
        "pearson" | "likelihood_ratio" => "χ² statistic",
        "pearson_p_value" | "likelihood_ratio_p_value" => "probability",
        "pearson_degrees_of_freedom" | "likelihood_ratio_degrees_of_freedom" => {
            "degrees of freedom"
        }
        "lin" | "pearson_correlation" | "spearman" | "kendall_tau_b" => "correlation",
        _ => "points",
    }
}
