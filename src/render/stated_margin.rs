//! Which polls are judged by the margins that they state themselves, and what those margins leave out.

use super::room::Room;
use crate::report::Report;

/// `too_small` and `as_drawn_singly` are among the polls: those whose margin is smaller than, or just, that of as
/// many respondents drawn singly.
pub(super) fn sentence(
    report: &Report,
    polls: &[String],
    too_small: &[String],
    as_drawn_singly: &[String],
    room: Room,
) -> String {
    let judged = match polls {
        [poll] => {
            let facts = report.poll(poll).map(|facts| facts.poll.sample());
            let several = facts.is_some_and(|sample| sample.margins().len() > 1);
            let margins = if several { "margins" } else { "margin" };
            format!("{} is judged by its own stated {margins}", room.name(poll))
        }
        polls => format!(
            "{} are judged by their own stated margins",
            room.list(polls)
        ),
    };
    let of = |those: &[String], is: &str| match those {
        [] => String::new(),
        _ if polls.len() == 1 => format!(", which is {is}"),
        those if those.len() == polls.len() => format!(", each {is}"),
        [one] => format!("; that of {} is {is}", room.name(one)),
        those => format!("; those of {} are each {is}", room.list(those)),
    };
    format!(
        "{judged}{}{}.",
        of(
            too_small,
            "smaller than that of a simple random sample of the same size"
        ),
        of(
            as_drawn_singly,
            "within rounding that of a simple random sample of the same size"
        )
    )
}
