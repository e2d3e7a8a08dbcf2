//! Labels that many stations share: each once, with its number.

use std::collections::HashMap;

/// Strata, regions, post-strata or classes in the order of their first mention.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    last: u32,
}

impl Labels {
    /// The number of a label, which is added if it is new.
    #[inline]
    pub(crate) fn number(&mut self, label: &str) -> u32 {
        // Files have the stations of a stratum one after another.
        if self
            .names
            .get(self.last as usize)
            .is_some_and(|last| last == label)
        {
            return self.last;
        }
        self.find_or_add(label)
    }

    /// The number of the label asked for last.
    pub(crate) fn last(&self) -> u32 {
        self.last
    }

    fn find_or_add(&mut self, label: &str) -> u32 {
        self.last = match self.numbers.get(label) {
            Some(number) => *number,
            None => {
                let number = self.names.len() as u32;
                self.names.push(label.to_owned());
                self.numbers.insert(label.to_owned(), number);
                number
            }
        };
        self.last
    }

    pub(crate) fn find(&self, label: &str) -> Option<usize> {
        self.numbers.get(label).map(|number| *number as usize)
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}
