//! The labels of the table of figures, each held once.

use foldhash::HashMap;
use std::sync::Arc;

use crate::model::{Figure, Figures, Label, Labels};

/// Sources mostly have the same labels in the same order: the list of each is expected to have those of
/// the list before it, and shares them as long as it does.
#[derive(Default)]
pub(super) struct Known {
    by_cell: HashMap<String, Arc<Label>>,
    before: Option<(Arc<Labels>, usize)>,
}

impl Known {
    /// Adds the figure of a cell to the list of its source, and says whether its label was expected.
    pub(super) fn push(&mut self, list: &mut Figures, label: &str, figure: &str) -> bool {
        let figure = Figure::from(figure);
        if list.is_empty()
            && let Some((labels, len)) = &self.before
        {
            list.expect(labels, *len);
        }
        let other = list.push_expected(label, figure);
        let expected = other.is_none();
        if let Some(figure) = other {
            list.push_labelled(self.label(label), figure);
        }
        expected
    }

    /// Takes the list of the source that was read last for the ones to come.
    pub(super) fn follow(&mut self, list: Option<&Figures>) {
        if let Some(list) = list
            && let Some(labels) = list.shared()
        {
            self.before = Some((Arc::clone(labels), list.len()));
        }
    }

    fn label(&mut self, cell: &str) -> Arc<Label> {
        if let Some(label) = self.by_cell.get(cell) {
            return Arc::clone(label);
        }
        let label = Arc::new(Label::new(cell.to_owned()));
        self.by_cell.insert(cell.to_owned(), Arc::clone(&label));
        label
    }
}
