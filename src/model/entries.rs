//! Entries by name. Sources mostly have the same names in the same order: these can share them.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::figure::Figure;
use super::label::Label;

/// Labels in the order of their entries.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    list: Vec<Arc<Label>>,
    /// Set when all of them were found to be labels of choices and categories, each there once.
    sound: OnceLock<()>,
}

/// Entries by name, in the order in which they were written.
///
/// In a document this is an object. A key written twice is kept twice, so that the constructor can
/// refuse it: a plain map would lose one silently.
#[derive(Debug, Clone)]
pub struct Entries<T> {
    /// At least as many as there are values; shared with lists that begin with the same ones.
    labels: Option<Arc<Labels>>,
    values: Vec<T>,
}

/// Figures by choice, in the order in which they were written.
///
/// In a document this is an object, `{"Ilham Aliyev": "92.05", "(refused)": "3.15"}`.
pub type Figures = Entries<Figure>;

impl<T> Default for Entries<T> {
    fn default() -> Entries<T> {
        Entries {
            labels: None,
            values: Vec::new(),
        }
    }
}

impl<T> Entries<T> {
    /// Adds an entry at the end.
    pub fn push(&mut self, name: impl Into<String>, entry: impl Into<T>) {
        self.push_labelled(Arc::new(Label::new(name.into())), entry.into());
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn values(&self) -> &[T] {
        &self.values
    }

    pub(super) fn labels(&self) -> &[Arc<Label>] {
        let Some(labels) = &self.labels else {
            return &[];
        };
        labels
            .list
            .get(..self.len())
            .expect("every value has its label")
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Label, &T)> {
        self.labels().iter().map(Arc::as_ref).zip(&self.values)
    }

    /// Whether [`mark_sound`](Self::mark_sound) was said of these labels.
    pub(super) fn is_sound(&self) -> bool {
        self.labels
            .as_ref()
            .is_none_or(|labels| labels.sound.get().is_some())
    }

    /// Says that nothing is wrong with the labels, which lists that share them need not find out again.
    pub(super) fn mark_sound(&self) {
        if let Some(labels) = &self.labels
            && labels.list.len() == self.len()
        {
            labels.sound.get_or_init(|| ());
        }
    }

    pub(crate) fn push_labelled(&mut self, label: Arc<Label>, entry: T) {
        let len = self.len();
        let labels = self.labels.get_or_insert_default();
        match Arc::get_mut(labels) {
            Some(own) => {
                own.list.truncate(len);
                own.list.push(label);
                own.sound = OnceLock::new();
            }
            None => {
                let mut list = Vec::with_capacity(labels.list.len().max(len + 1));
                list.extend(labels.list.iter().take(len).cloned());
                list.push(label);
                *labels = Arc::new(Labels {
                    list,
                    sound: OnceLock::new(),
                });
            }
        }
        self.values.push(entry);
    }

    /// Expects an empty list to have the labels of another one, and about so many of them.
    #[cfg(feature = "io")]
    pub(crate) fn expect(&mut self, labels: &Arc<Labels>, many: usize) {
        if self.is_empty() {
            self.values.reserve(many);
            self.labels = Some(Arc::clone(labels));
        }
    }

    /// The labels of this list, for others to share.
    #[cfg(feature = "io")]
    pub(crate) fn shared(&self) -> Option<&Arc<Labels>> {
        self.labels.as_ref().filter(|_| !self.is_empty())
    }

    /// Adds an entry if this label is the one that is expected to follow; gives the entry back if not.
    #[cfg(feature = "io")]
    pub(crate) fn push_expected(&mut self, written: &str, entry: T) -> Option<T> {
        let labels = self.labels.as_ref();
        let expected = labels.and_then(|labels| labels.list.get(self.len()));
        if expected.is_none_or(|label| label.written() != written) {
            return Some(entry);
        }
        self.values.push(entry);
        None
    }
}

impl<T: PartialEq> PartialEq for Entries<T> {
    fn eq(&self, other: &Entries<T>) -> bool {
        self.values == other.values && self.labels() == other.labels()
    }
}

impl<T: Eq> Eq for Entries<T> {}

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(label, entry)| (label.written(), entry)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Entries<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object from choice to figure")
            }
            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Entries<T>, A::Error> {
                let mut entries = Entries::default();
                while let Some((name, entry)) = map.next_entry::<String, T>()? {
                    entries.push(name, entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}
