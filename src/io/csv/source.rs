//! A source as the two tables give it, before it is checked.

use super::label::Known;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Figures, OfficialCountBuilder, PollBuilder, SegmentBuilder};

/// A source as its row and its figures give it, before it is checked.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) line: u64,
    pub(super) form: Form,
}

pub(super) enum Form {
    Count(Box<OfficialCountBuilder>),
    /// With the name of its count.
    Segment(String, Box<SegmentBuilder>),
    Poll(Box<PollBuilder>),
}

/// The label of the figure of which an error speaks: its field is `shares.LABEL` and the like, or its
/// value is the label.
pub(super) fn label_in(error: &Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::OutOfRange | ErrorKind::Unreadable => {
            let (list, label) = error.field()?.split_once('.')?;
            ["shares", "votes", "seats"]
                .contains(&list)
                .then_some(label)
        }
        ErrorKind::Duplicate | ErrorKind::Unknown => error.value(),
        _ => None,
    }
}

/// The cells of a row of figures.
pub(super) struct Figure<'a> {
    pub(super) share: Option<&'a str>,
    pub(super) votes: Option<&'a str>,
    pub(super) seats: Option<&'a str>,
    pub(super) merged: Option<&'a str>,
}

impl Form {
    /// Adds a row, and says whether its label was the one expected behind those before it.
    pub(super) fn add(
        &mut self,
        known: &mut Known,
        label: &str,
        figure: &Figure<'_>,
    ) -> Result<bool> {
        if figure.share.or(figure.votes).or(figure.seats).is_none() {
            return Err(Error::missing("share", "give a share, votes or seats"));
        }
        let mut expected = true;
        let mut push = |list: &mut Figures, cell: Option<&str>| {
            if let Some(cell) = cell {
                expected &= known.push(list, label, cell);
            }
        };
        if let Some(choices) = figure.merged {
            let choices = choices.split(';').map(str::trim);
            match self {
                Form::Count(count) => count.merge(label, choices),
                Form::Segment(_, segment) => segment.merge(label, choices),
                Form::Poll(poll) => poll.merge(label, choices),
            }
        }
        match self {
            Form::Count(count) => {
                push(&mut count.votes, figure.votes);
                push(&mut count.shares, figure.share);
                push(&mut count.seats, figure.seats);
            }
            Form::Segment(..) if figure.seats.is_some() => {
                let help = "a segment has votes or shares; seats go to the whole count";
                return Err(Error::unknown("seats", label, help));
            }
            Form::Segment(_, segment) => {
                push(&mut segment.votes, figure.votes);
                push(&mut segment.shares, figure.share);
            }
            Form::Poll(_) if figure.votes.is_some() => {
                return Err(Error::unknown(
                    "votes",
                    label,
                    "a poll has shares or seats, no votes; a comma in a number starts a new cell",
                ));
            }
            Form::Poll(poll) => {
                push(&mut poll.shares, figure.share);
                push(&mut poll.seats, figure.seats);
            }
        }
        Ok(expected)
    }

    /// The first list of figures that holds any.
    pub(super) fn figures(&self) -> Option<&Figures> {
        let lists = match self {
            Form::Count(count) => [&count.votes, &count.shares, &count.seats],
            Form::Segment(_, segment) => [&segment.votes, &segment.shares, &segment.shares],
            Form::Poll(poll) => [&poll.shares, &poll.seats, &poll.seats],
        };
        lists.into_iter().find(|list| !list.is_empty())
    }
}
