//! The labels under which a source gives its figures.

use std::slice;

use super::entry::Category;
use super::name::clean;

/// A label of a source, and what it stands for. All figures under one label can share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// As it is compared and printed.
    name: String,
    /// As its source writes it, where that is not the name.
    written: Option<String>,
    /// The choices of a group; none where the label is a choice or a category.
    merged: Vec<String>,
}

impl Label {
    pub(crate) fn new(written: String) -> Label {
        let name = clean(&written);
        if name.len() == written.len() && name == written {
            return Label {
                name: written,
                written: None,
                merged: Vec::new(),
            };
        }
        Label {
            name: name.into_owned(),
            written: Some(written),
            merged: Vec::new(),
        }
    }

    /// The name of a group, and its choices.
    pub(super) fn of_group(name: String, merged: Vec<String>) -> Label {
        Label {
            name,
            written: None,
            merged,
        }
    }

    /// As its source writes it.
    pub(crate) fn written(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.name)
    }

    /// As it is compared and printed.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The choices of the contest that it stands for: one, or those that the source merges, or none for a
    /// category.
    pub(crate) fn choices(&self) -> &[String] {
        match self.merged.as_slice() {
            [] if self.is_category() => &[],
            [] => slice::from_ref(&self.name),
            merged => merged,
        }
    }

    /// Whether it stands in parentheses, as what is no choice does.
    pub(super) fn is_category(&self) -> bool {
        self.name.starts_with('(')
    }

    /// The category in parentheses that it is.
    pub(super) fn category(&self) -> Option<Category> {
        self.is_category()
            .then(|| Category::parse(&self.name))
            .flatten()
    }
}

/// Whether two sets hold the same choices, in whatever order.
pub(crate) fn same_choices(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|choice| other.contains(choice))
}
