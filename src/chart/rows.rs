//! The rows of all polls against one count, put together by what they stand for.

use crate::alignment::{Reading, RowKind};
use crate::render::picture;
use crate::report::{CountReport, PollReport, ReadingReport, RowReport};

/// The same choices in every poll that has them.
pub(super) struct Group<'a> {
    pub(super) label: String,
    pub(super) kind: RowKind,
    choices: Vec<&'a str>,
    pub(super) lines: Vec<Line<'a>>,
}

/// One poll's figure.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) poll: &'a PollReport,
    pub(super) reading: &'a ReadingReport,
    pub(super) row: &'a RowReport,
}

/// The polls of which shares can be drawn.
pub(super) fn polls(count: &CountReport) -> Vec<&PollReport> {
    count
        .polls
        .iter()
        .filter(|poll| {
            poll.reading()
                .is_some_and(|of| of.compared().any(|row| !row.is_of_another_base()))
        })
        .collect()
}

/// Every row that can be compared, the largest in the count first, everyone else last.
pub(super) fn groups<'a>(count: &'a CountReport) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for poll in &count.polls {
        let Some(reading) = poll.reading() else {
            continue;
        };
        for row in reading.compared().filter(|row| !row.is_of_another_base()) {
            let mut choices: Vec<&str> = row.choices.iter().map(String::as_str).collect();
            choices.sort_unstable();
            let line = Line { poll, reading, row };
            // Everyone else stands once, though each poll leaves others unnamed.
            let known = groups.iter_mut().find(|group| {
                group.kind == row.kind && (group.choices == choices || row.kind != RowKind::Choice)
            });
            match known {
                Some(group) => group.lines.push(line),
                None => groups.push(Group {
                    label: row.label.clone(),
                    kind: row.kind,
                    choices,
                    lines: vec![line],
                }),
            }
        }
    }
    groups.sort_by(|a, b| {
        let named = |group: &Group| group.kind != RowKind::Choice;
        named(a)
            .cmp(&named(b))
            .then(b.counted().total_cmp(&a.counted()))
    });
    tell_apart(&mut groups);
    groups
}

/// Groups of other choices under one label say which.
fn tell_apart(groups: &mut [Group]) {
    let labels: Vec<String> = groups.iter().map(|group| group.label.clone()).collect();
    for group in groups {
        if labels.iter().filter(|label| **label == group.label).count() > 1 {
            let choices = picture::list(&group.choices);
            group.label = format!("{} ({choices})", group.label);
        } else if !group.is_one_thing() {
            group.label = format!("{}, which is not the same in each poll", group.label);
        }
    }
}

impl Group<'_> {
    /// Whether every poll has the same choices in it.
    fn is_one_thing(&self) -> bool {
        self.lines.iter().all(|line| {
            let own = &line.row.choices;
            own.len() == self.choices.len()
                && own
                    .iter()
                    .all(|choice| self.choices.contains(&choice.as_str()))
        })
    }

    /// Its label where one poll stands alone, in which everyone else is one thing.
    pub(super) fn label_in_one<'b>(&'b self, row: &'b RowReport) -> &'b str {
        if self.kind == RowKind::Choice {
            &self.label
        } else {
            &row.label
        }
    }

    /// Its share of the count; from the least to the most where it is not one thing.
    pub(super) fn count_share(&self) -> String {
        let rows = || self.lines.iter().map(|line| line.row);
        let by_size = |a: &&RowReport, b: &&RowReport| a.count.value.total_cmp(&b.count.value);
        let least = rows().min_by(by_size).map(picture::count_share);
        let most = rows().max_by(by_size).map(picture::count_share);
        match (least, most) {
            (Some(least), Some(most)) if least != most => format!("{least}–{most}"),
            (least, _) => least.unwrap_or_default(),
        }
    }

    fn counted(&self) -> f64 {
        self.lines
            .iter()
            .map(|line| line.row.count.value)
            .fold(0.0, f64::max)
    }
}

/// Which polls were put on other ground than they were printed on.
pub(super) fn readings(drawn: &[&PollReport]) -> Option<String> {
    let put: Vec<&str> = drawn
        .iter()
        .filter(|poll| {
            poll.reading()
                .is_some_and(|of| of.reading == Reading::OfThoseNamingAChoice)
        })
        .map(|poll| poll.name.as_str())
        .collect();
    (!put.is_empty()).then(|| {
        format!(
            "Shown as shares of those who named a choice: {}.",
            put.join(", ")
        )
    })
}
