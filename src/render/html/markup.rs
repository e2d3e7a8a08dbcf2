//! HTML that is escaped and closed by construction.

use std::fmt;

use quick_xml::escape::partial_escape;

/// A piece of a page; nothing in it has to be escaped any more.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Of what is markup already.
    pub(super) fn of_markup(text: impl Into<String>) -> Markup {
        Markup(text.into())
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl From<&str> for Markup {
    fn from(text: &str) -> Markup {
        Markup(partial_escape(text).into_owned())
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Markup {
        Markup::from(text.as_str())
    }
}

/// One after another.
impl<M: Into<Markup>> FromIterator<M> for Markup {
    fn from_iter<T: IntoIterator<Item = M>>(pieces: T) -> Markup {
        let mut all = String::new();
        for piece in pieces {
            all += &piece.into().0;
        }
        Markup(all)
    }
}

/// An element that is open: attributes first, then what it holds.
pub(super) struct Element {
    name: &'static str,
    start: String,
    content: String,
}

/// Starts an element.
pub(super) fn element(name: &'static str) -> Element {
    Element {
        name,
        start: format!("<{name}"),
        content: String::new(),
    }
}

impl Element {
    pub(super) fn with(mut self, attribute: &str, value: impl fmt::Display) -> Element {
        let value = value.to_string();
        let value = partial_escape(&value).replace('"', "&quot;");
        self.start += &format!(" {attribute}=\"{value}\"");
        self
    }

    pub(super) fn class(self, class: Option<&str>) -> Element {
        match class {
            Some(class) => self.with("class", class),
            None => self,
        }
    }

    /// An attribute that stands for itself, where it holds.
    pub(super) fn flag(mut self, attribute: &str, holds: bool) -> Element {
        if holds {
            self.start += &format!(" {attribute}");
        }
        self
    }

    /// Text, or what is markup already.
    pub(super) fn holding(mut self, piece: impl Into<Markup>) -> Element {
        self.content += &piece.into().0;
        self
    }

    /// The element and nothing in it: HTML has no end of such a one.
    pub(super) fn empty(self) -> Markup {
        Markup(self.start + ">")
    }
}

impl From<Element> for Markup {
    fn from(element: Element) -> Markup {
        let Element {
            name,
            start,
            content,
        } = element;
        Markup(format!("{start}>{content}</{name}>"))
    }
}
