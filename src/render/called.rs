//! What estimates are called where several are spoken of: a quick count is no poll.

use crate::model::PollKind;
use crate::report::Report;

/// These, by the kind that all are of.
pub(super) fn estimates<'a>(
    report: &Report,
    names: impl IntoIterator<Item = &'a String>,
) -> &'static str {
    let kinds = names.into_iter().filter_map(|name| report.poll(name));
    let mut words = kinds.map(|facts| match facts.poll.kind() {
        PollKind::ExitPoll | PollKind::LatePoll => "polls",
        PollKind::QuickCount => "quick counts",
        PollKind::ParallelCount => "parallel counts",
    });
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
    let members = report.reference().polls.iter().filter(|poll| {
        let is_compared = poll.reading.is_some() || poll.seats.is_some();
        poll.left_out_of_the_whole.is_none() && is_compared
    });
    estimates(report, members.map(|poll| &poll.name))
}

/// A single one of what is called so.
pub(super) fn one_of(estimates: &'static str) -> &'static str {
    estimates.strip_suffix('s').unwrap_or(estimates)
}
