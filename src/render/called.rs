//! What estimates are called where several are spoken of: a quick count is no poll.

use super::room::Room;
use super::terms::in_words;
use crate::model::PollKind;
use crate::report::{PollFacts, PollReport, Report};

/// These, by the kind that all are of.
pub(super) fn estimates<'a>(
    report: &Report,
    names: impl IntoIterator<Item = &'a String>,
) -> &'static str {
    let kinds = names.into_iter().filter_map(|name| report.poll(name));
    let mut words = kinds.map(|facts| of_kind(facts.poll.kind()));
    let first = words.next().unwrap_or("polls");
    if words.all(|other| other == first) {
        first
    } else {
        "estimates"
    }
}

/// All that are compared with the count and made of no others.
pub(super) fn all(report: &Report) -> &'static str {
    let own = report.polls.iter().filter(|of| !of.poll.is_derived());
    let names: Vec<String> = own.map(|of| of.poll.name().to_owned()).collect();
    estimates(report, &names)
}

/// Those that are ranked and taken together, which are of one kind.
pub(super) fn together(report: &Report) -> &'static str {
    let members =
        taken_together(report).filter(|poll| poll.reading.is_some() || poll.seats.is_some());
    estimates(report, members.map(|poll| &poll.name))
}

/// "both polls", "eight of nine polls", or the names of one or two of these.
pub(super) fn so_many(report: &Report, some: &[&str], all: &[&str], room: Room) -> String {
    let names: Vec<String> = all.iter().map(|name| (*name).to_owned()).collect();
    let noun = estimates(report, &names);
    match (some.len(), all.len()) {
        (1, _) => room.list(some),
        (2, 2) => format!("both {noun}"),
        (some, every) if some == every => format!("all {} {noun}", in_words(every)),
        (2, _) => room.list(some),
        (some, every) => format!("{} of {} {noun}", in_words(some), in_words(every)),
    }
}

fn taken_together(report: &Report) -> impl Iterator<Item = &PollReport> {
    let polls = report.reference().polls.iter();
    polls.filter(|poll| poll.left_out_of_the_whole.is_none())
}

/// Those that are pooled: by name, where others are taken together with them whose samples are worth nobody knows what.
pub(super) fn pooled(report: &Report, room: Room) -> String {
    let with_shares = taken_together(report).filter(|poll| poll.reading.is_some());
    match &report.reference().pool {
        Some(pool) if pool.polls.len() < with_shares.count() => room.list(&pool.polls),
        _ => format!("the {}", together(report)),
    }
}

/// A single one of all that are compared, as the head of a column has it.
pub(super) fn one(report: &Report) -> &'static str {
    one_of(all(report))
}

/// The same of this one.
pub(super) fn this(facts: Option<&PollFacts>) -> &'static str {
    one_of(facts.map_or("polls", |facts| of_kind(facts.poll.kind())))
}

/// Several of this kind.
fn of_kind(kind: PollKind) -> &'static str {
    match kind {
        PollKind::ExitPoll | PollKind::LatePoll => "polls",
        PollKind::QuickCount => "quick counts",
        PollKind::ParallelCount => "parallel counts",
    }
}

/// A single one of what is called so.
pub(super) fn one_of(estimates: &'static str) -> &'static str {
    estimates.strip_suffix('s').unwrap_or(estimates)
}
