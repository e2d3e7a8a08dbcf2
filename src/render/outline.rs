//! The parts of a printed report, which text and Markdown then lay out.

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Title(String),
    Section(String),
    Subsection(String),
    Paragraph(String),
    Grid(Grid),
    List(Vec<String>),
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// Broken over several lines where there is no room.
    Words,
    /// On the right, and whole.
    Figures,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) cells: Cells,
    /// What it holds, with its unit.
    pub(super) heading: String,
    /// Left out where the line is too short for it.
    pub(super) optional: bool,
}

/// Cells in rows; every row has as many as there are columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Grid {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Grid {
    /// A first column of words.
    pub(super) fn of(heading: impl Into<String>) -> Grid {
        Grid::default().words(heading)
    }

    /// A further column of words.
    pub(super) fn words(self, heading: impl Into<String>) -> Grid {
        self.with(Cells::Words, heading, false)
    }

    /// A further column of figures.
    pub(super) fn figures(self, heading: impl Into<String>) -> Grid {
        self.with(Cells::Figures, heading, false)
    }

    /// A column of figures for lines that are long enough; the last goes first.
    pub(super) fn if_wide(self, heading: impl Into<String>) -> Grid {
        self.with(Cells::Figures, heading, true)
    }

    fn with(mut self, cells: Cells, heading: impl Into<String>, optional: bool) -> Grid {
        self.columns.push(Column {
            cells,
            heading: heading.into(),
            optional,
        });
        self
    }

    pub(super) fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns.len(), String::new());
        self.rows.push(cells);
    }

    /// The block, unless it has no rows.
    pub(super) fn block(self) -> Option<Block> {
        (!self.rows.is_empty()).then_some(Block::Grid(self))
    }
}
