//! Layout as Markdown. Whatever a document holds is text here, never markup.

use super::outline::{Block, Cells, Grid};
use super::wrap::clean;

pub(super) fn render(blocks: &[Block]) -> String {
    let mut parts: Vec<String> = Vec::with_capacity(blocks.len());
    for block in blocks {
        parts.push(match block {
            Block::Title(text) => format!("# {}", inline(text)),
            Block::Section(text) => format!("## {}", inline(text)),
            Block::Subsection(text) => format!("### {}", inline(text)),
            Block::Paragraph(text) => line(text),
            Block::Grid(grid) => of_grid(grid),
            Block::List(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| format!("- {}", line(item)))
                    .collect();
                items.join("\n")
            }
        });
    }
    parts.join("\n\n") + "\n"
}

/// A text within a line, with the characters escaped that would be markup anywhere. Bare addresses,
/// which GitHub makes links of, lose what they are known by.
fn inline(text: &str) -> String {
    let text = clean(text);
    let mut line = String::with_capacity(text.len());
    let mut before = ["".chars().next(); 3];
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let markup = matches!(
            c,
            '|' | '*'
                | '_'
                | '`'
                | '<'
                | '>'
                | '#'
                | '['
                | ']'
                | '\\'
                | '~'
                | '$'
                | '&'
                | '@'
                | '^'
        );
        let scheme = c == ':' && rest.peek() == Some(&'/');
        let www = c == '.' && before.iter().all(|c| matches!(c, Some('w' | 'W')));
        if markup || scheme || www {
            line.push('\\');
        }
        line.push(c);
        before = [before[1], before[2], Some(c)];
    }
    line
}

/// A text that begins a line: what would open a list, a quotation or a rule there is escaped as well.
fn line(text: &str) -> String {
    let text = inline(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'=') if digits == 0 => format!("\\{text}"),
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        _ => text,
    }
}

fn of_grid(grid: &Grid) -> String {
    let row = |cells: &mut dyn Iterator<Item = String>| {
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines = vec![
        row(&mut grid.columns.iter().map(|column| inline(&column.heading))),
        row(&mut grid.columns.iter().map(|column| match column.cells {
            Cells::Words => ":---".to_owned(),
            Cells::Figures => "---:".to_owned(),
        })),
    ];
    lines.extend(
        grid.rows
            .iter()
            .map(|cells| row(&mut cells.iter().map(|cell| inline(cell)))),
    );
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_markup() {
        assert_eq!(line("- a"), "\\- a");
        assert_eq!(line("1. a"), "1\\. a");
        assert_eq!(line("12) a"), "12\\) a");
        assert_eq!(line("2024 was"), "2024 was");
        assert_eq!(line("> a"), "\\> a");
        assert_eq!(line("+ a"), "\\+ a");
        assert_eq!(
            inline("~~a~~ $x$ &lt; <b>"),
            "\\~\\~a\\~\\~ \\$x\\$ \\&lt; \\<b\\>"
        );
        assert_eq!(inline("https://example.org"), "https\\://example.org");
        assert_eq!(inline("www.example.org"), "www\\.example.org");
        assert_eq!(inline("a\n\n# b"), "a \\# b");
        assert_eq!(inline("a|b"), "a\\|b");
    }
}
