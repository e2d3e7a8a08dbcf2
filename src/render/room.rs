//! How long names and lists may be where room is short.

use std::collections::BTreeSet;

use super::rows::in_prose;
use super::terms::short_list;
use super::wrap::{clip, clip_ends};
use crate::report::Report;

/// How long names and lists may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Columns of a name.
    pub(super) name: usize,
    /// Names in a list.
    pub(super) listed: usize,
    /// Whether a name that is cut keeps its end, since some begin alike.
    pub(super) ends: bool,
}

impl Room {
    /// Names in full, and all of them.
    pub(super) const FULL: Room = Room {
        name: usize::MAX,
        listed: usize::MAX,
        ends: false,
    };

    /// Names that keep their ends where polls, choices or counts could not be told apart without.
    pub(super) fn telling_apart(self, report: &Report) -> Room {
        let alike = |names: &[&str]| {
            let whole: BTreeSet<&str> = names.iter().copied().collect();
            let cut: BTreeSet<String> = whole.iter().map(|name| self.name(name)).collect();
            cut.len() < whole.len()
        };
        let reference = report.reference();
        let polls: Vec<&str> = reference
            .polls
            .iter()
            .map(|poll| poll.name.as_str())
            .collect();
        let counts: Vec<&str> = report.counts.iter().map(|count| count.name()).collect();
        let choices: Vec<&str> = (reference.choices.iter())
            .map(|of| of.label.as_str())
            .collect();
        Room {
            ends: alike(&polls) || alike(&counts) || alike(&choices),
            ..self
        }
    }

    pub(super) fn name(self, name: &str) -> String {
        let name = in_prose(name);
        if self.ends {
            clip_ends(name, self.name)
        } else {
            clip(name, self.name)
        }
    }

    pub(super) fn list<S: AsRef<str>>(self, names: &[S]) -> String {
        let names: Vec<String> = names.iter().map(|name| self.name(name.as_ref())).collect();
        short_list(&names, self.listed)
    }
}
