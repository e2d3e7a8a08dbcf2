//! Tables as RFC 4180 has them: commas, double quotes where needed, CRLF after every line.

use crate::report::{Report, Table, cells, columns};

pub(super) fn render(report: &Report, table: Table) -> String {
    let (header, lines) = cells(report, table);
    let mut text = String::new();
    push(&mut text, header.iter().copied());
    for line in &lines {
        push(&mut text, line.iter().map(String::as_str));
    }
    text
}

/// What stands in front of each line where a table is of many contests.
const OF_CONTEST: [&str; 2] = ["contest", "date"];

pub(super) fn heading_of_contests(table: Table) -> String {
    let mut text = String::new();
    push(
        &mut text,
        OF_CONTEST.into_iter().chain(columns(table).iter().copied()),
    );
    text
}

pub(super) fn of_contest(report: &Report, table: Table) -> String {
    let contest = &report.contest;
    let date = contest
        .date()
        .map_or(String::new(), |date| date.to_string());
    let mut text = String::new();
    for line in &cells(report, table).1 {
        let own = [contest.name(), &date].into_iter();
        push(&mut text, own.chain(line.iter().map(String::as_str)));
    }
    text
}

fn push<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            text.push(',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut text = String::new();
        push(
            &mut text,
            ["a", "b, c", "say \"d\"", "two\nlines", ""].into_iter(),
        );
        assert_eq!(text, "a,\"b, c\",\"say \"\"d\"\"\",\"two\nlines\",\r\n");
    }
}
