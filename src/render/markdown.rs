//! Layout as Markdown.

use super::outline::{Block, Side, Table};

pub(super) fn render(blocks: &[Block]) -> String {
    let mut parts: Vec<String> = Vec::with_capacity(blocks.len());
    for block in blocks {
        parts.push(match block {
            Block::Title(text) => format!("# {}", plain(text)),
            Block::Section(text) => format!("## {}", plain(text)),
            Block::Subsection(text) => format!("### {}", plain(text)),
            Block::Paragraph(text) => plain(text),
            Block::Table(table) => of_table(table),
            Block::List(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| format!("- {}", plain(item)))
                    .collect();
                items.join("\n")
            }
        });
    }
    parts.join("\n\n") + "\n"
}

/// One line, with the characters escaped that would be markup.
fn plain(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if matches!(c, '|' | '*' | '_' | '`' | '<' | '#' | '[' | ']' | '\\') {
            line.push('\\');
        }
        line.push(c);
    }
    line
}

fn of_table(table: &Table) -> String {
    let row = |cells: &mut dyn Iterator<Item = String>| {
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines = vec![
        row(&mut table.columns.iter().map(|column| plain(&column.name))),
        row(&mut table.columns.iter().map(|column| match column.side {
            Side::Left => ":---".to_owned(),
            Side::Right => "---:".to_owned(),
        })),
    ];
    lines.extend(
        table
            .rows
            .iter()
            .map(|cells| row(&mut cells.iter().map(|cell| plain(cell)))),
    );
    lines.join("\n")
}
