//! Tables as RFC 4180 has them: commas, double quotes where needed, CRLF after every line.

use crate::report::{Report, Table, cells};

pub(super) fn render(report: &Report, table: Table) -> String {
    let (header, lines) = cells(report, table);
    let mut text = String::new();
    push(&mut text, header.iter().copied());
    for line in &lines {
        push(&mut text, line.iter().map(String::as_str));
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
