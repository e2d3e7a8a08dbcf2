//! The parts of a report, which text and Markdown then lay out.

/// One part of the report.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Title(String),
    Section(String),
    Subsection(String),
    Paragraph(String),
    Table(Table),
    List(Vec<String>),
}

/// On which side a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) side: Side,
    pub(super) name: String,
    /// Left out where the line is too short for it.
    pub(super) optional: bool,
}

/// Cells in rows; every row has as many as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// Names on the left, figures on the right.
    pub(super) fn new(left: &[&str], right: &[&str]) -> Table {
        let table = Table {
            columns: Vec::new(),
            rows: Vec::new(),
        };
        table
            .with(Side::Left, left, false)
            .with(Side::Right, right, false)
    }

    /// A further column of words.
    pub(super) fn and(self, name: &str) -> Table {
        self.with(Side::Left, &[name], false)
    }

    /// A further column of figures.
    pub(super) fn and_figure(self, name: &str) -> Table {
        self.with(Side::Right, &[name], false)
    }

    /// Further columns of figures, for lines that are long enough; the last go first.
    pub(super) fn if_wide(self, names: &[&str]) -> Table {
        self.with(Side::Right, names, true)
    }

    fn with(mut self, side: Side, names: &[&str], optional: bool) -> Table {
        self.columns.extend(names.iter().map(|name| Column {
            side,
            name: (*name).to_owned(),
            optional,
        }));
        self
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        let mut cells = cells;
        cells.resize(self.columns.len(), String::new());
        self.rows.push(cells);
    }
}
