//! The tables of a folder, row by row and by column name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub struct Folder {
    tables: BTreeMap<String, Table>,
}

struct Table {
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// One row; it notes which columns were read.
pub struct Row {
    pub file: String,
    pub line: usize,
    cells: BTreeMap<String, String>,
    read: RefCell<BTreeSet<String>>,
}

impl Folder {
    pub fn open(path: &str) -> Folder {
        let mut tables = BTreeMap::new();
        for entry in std::fs::read_dir(path).unwrap_or_else(|error| panic!("{path}: {error}")) {
            let path = entry.expect("a readable folder").path();
            if path.extension().is_none_or(|extension| extension != "csv") {
                continue;
            }
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let mut reader =
                csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            let columns: Vec<String> = reader
                .headers()
                .expect("a heading")
                .iter()
                .map(String::from)
                .collect();
            let rows = reader
                .records()
                .enumerate()
                .map(|(place, record)| Row {
                    file: name.clone(),
                    line: place + 2,
                    cells: columns
                        .iter()
                        .cloned()
                        .zip(record.expect("a record").iter().map(String::from))
                        .collect(),
                    read: RefCell::default(),
                })
                .collect();
            tables.insert(name, Table { columns, rows });
        }
        assert!(!tables.is_empty(), "{path} holds no CSV file");
        Folder { tables }
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// The rows of a file; none where the folder does not have it.
    pub fn rows(&self, name: &str) -> &[Row] {
        self.tables.get(name).map_or(&[], |table| &table.rows)
    }

    /// Columns of a file that no row was asked for.
    pub fn unread(&self, name: &str) -> Vec<&str> {
        let Some(table) = self.tables.get(name) else {
            return Vec::new();
        };
        let is_read = |column: &str| {
            table
                .rows
                .iter()
                .any(|row| row.read.borrow().contains(column))
        };
        table
            .columns
            .iter()
            .map(String::as_str)
            .filter(|column| !is_read(column))
            .collect()
    }
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.read.borrow_mut().insert(column.to_string());
        self.cells
            .get(column)
            .unwrap_or_else(|| panic!("{} has no column {column}", self.file))
    }

    pub fn number(&self, column: &str) -> f64 {
        let text = self.text(column);
        text.parse()
            .unwrap_or_else(|_| panic!("{} line {}: {column} is {text}", self.file, self.line))
    }

    pub fn whole(&self, column: &str) -> u64 {
        self.number(column) as u64
    }

    /// A number counted from 1, as a place.
    pub fn place(&self, column: &str) -> usize {
        self.number(column) as usize - 1
    }

    pub fn known(&self, column: &str) -> Option<f64> {
        (self.text(column) != "NA").then(|| self.number(column))
    }

    pub fn list(&self, column: &str) -> Vec<f64> {
        self.text(column)
            .split(';')
            .map(|cell| cell.parse().expect("a number"))
            .collect()
    }

    pub fn counts(&self, column: &str) -> Vec<u64> {
        self.list(column)
            .into_iter()
            .map(|number| number as u64)
            .collect()
    }
}
